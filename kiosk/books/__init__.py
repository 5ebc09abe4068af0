"""What is looked up at night: the audit, the day's figures, the prints; and what is taken along on a stick, signed."""
