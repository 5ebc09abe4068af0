"""The staff's own pages: one per file, as everybody's."""
