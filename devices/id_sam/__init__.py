"""Readers of identity cards built on the SAM_V / SAM_A security module (GA/T 467-2019)."""
