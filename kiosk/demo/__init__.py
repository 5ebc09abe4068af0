"""Synthetic people for development, tests and training; left out of the built product."""
