"""Scanners of QR codes that send each code as a line of text."""
