"""What a terminal holds of people: sealed records, and the keys that open them."""
