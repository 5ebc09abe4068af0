"""Lamps and contacts on an I/O board that speaks Modbus RTU."""
