"""The services: one a file, each a script of pages read from top to bottom. No side effects, no clock, no device."""
