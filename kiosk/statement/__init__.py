"""Statements: what a record says on paper, screen and aloud. `compose` makes them; renderers never compute."""
