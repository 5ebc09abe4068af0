"""Pages as speech: what may be said aloud to a hall, and what only into one ear."""
