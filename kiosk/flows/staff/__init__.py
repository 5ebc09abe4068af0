"""What the hall's staff do at the terminal: their own flows, on the same pages and jobs as everybody's."""
