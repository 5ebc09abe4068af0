"""A folder that plays a stick for a terminal: while it is there, one is plugged in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def stick_beside(config_file: Path) -> Path:
    """Return the folder."""
    return config_file.with_name("KINGSTON")


def plugged_in(config_file: Path) -> tuple[Path, ...]:
    """Return what is plugged into a terminal."""
    stick = stick_beside(config_file)
    return (stick,) if stick.exists() else ()
