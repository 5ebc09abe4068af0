"""One view for each kind of page: what stands between the title and the buttons."""
