"""What happened at this terminal, without a word about whom it concerned: declared events in a chain of hashes."""
