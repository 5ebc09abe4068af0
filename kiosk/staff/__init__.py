"""Signing in: the roll of staff, their PINs and cards, the lock-out, how long a session lasts, and what takes two people."""
