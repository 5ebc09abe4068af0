"""The devices of the terminal: roles, wires and simulators. Knows nothing of the kiosk."""
