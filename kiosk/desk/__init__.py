"""What the hall's desk hears of this terminal, and what it answers."""
