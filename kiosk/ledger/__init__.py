"""What was done at this terminal, sealed: the print journal."""
