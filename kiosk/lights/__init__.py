"""The guide lights as a stage."""
