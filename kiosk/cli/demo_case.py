"""A training case as `yiban demo` plays it: what is fitted to the bench for it, and what the person at the screen does.

The bench's own player reads the whole file, says what is wrong in it, and does what happens to the machine.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.core.assets import asset

if TYPE_CHECKING:
    from collections.abc import Mapping

MAKES: Final[Mapping[str, tuple[str, ...]]] = {
    "card_motor": ("--social", "crt"),
    "presenter": ("--receipts", "custom"),
}
"""What the bench is told where a case needs more than usual."""


@dataclass(frozen=True, slots=True)
class Case:
    """One of `assets/scenarios`. `visit` has pages with what is touched on them, "" where they pass by themselves."""

    name: str
    makes: tuple[str, ...]
    visit: tuple[tuple[str, str], ...]


def read(name: str) -> Case | None:
    """Read a case of ours; None where there is none of the name."""
    file = next((file for file in asset("scenarios").glob("*.toml") if file.stem == name), None)
    if file is None:
        return None
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return Case(
        name,
        tuple(word for device in table["devices"] for word in MAKES.get(device, ())),
        tuple((page, words[0] if words else "") for page, *words in table.get("visit", ())),
    )
