"""Pension rules as pure functions over a record: nothing here reads a clock, a file or a device."""
