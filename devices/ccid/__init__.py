"""Smart-card readers that speak CCID over a serial line: GemPC Twin, GemCore SIM Pro and POS Pro."""
