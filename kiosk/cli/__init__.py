"""The commands of `yiban`, one a file."""
