"""What the terminals' own codes begin with, so that every page with a scanner knows them from any other code."""

from __future__ import annotations

from typing import Final

PAPER: Final = "YB1:"
"""The signed code on a printed paper."""
CODE_CARD: Final = "YBS1:"
"""The code card of somebody of the staff."""
