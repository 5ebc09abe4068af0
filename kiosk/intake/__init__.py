"""An agency's own tables, read, checked and made into records: what `yiban records` seals for a terminal."""
