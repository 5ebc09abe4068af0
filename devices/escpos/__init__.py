"""ESC/POS receipt printers of 80 mm: commands, text, rare characters, the adapter and its simulator."""
