"""A folder that stands for the A4 printer: each document becomes a file in it."""
