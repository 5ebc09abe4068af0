"""Keypads that send one plain ASCII byte a key."""
