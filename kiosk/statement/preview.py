"""A statement on the screen before it is printed: its title and what it is mainly about, covered at will."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.core.text import Text, Word, say

if TYPE_CHECKING:
    from kiosk.statement.model import Statement


@dataclass(frozen=True, slots=True, repr=False)
class Preview:
    """Title and rows as texts; the stage that shows them covers the amounts or says them."""

    title: Text
    rows: tuple[Text, ...]


def preview(statement: Statement) -> Preview:
    """Show the headline, never the tables: those are for the paper."""
    period = f"{statement.period}{statement.title}"
    return Preview(say("{paper}", paper=Word(period)), statement.headline)
