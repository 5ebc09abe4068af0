"""The desk's window is tested in the product's own application."""

from __future__ import annotations

from tests.ui.conftest import qapp

__all__ = ["qapp"]
