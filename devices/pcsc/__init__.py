"""Readers of smart cards through the system's PC/SC service: optional, by pyscard."""
