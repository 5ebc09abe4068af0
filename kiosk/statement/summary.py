"""A statement in one breath: what the voice says once the person has asked to hear it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.text import Wording

if TYPE_CHECKING:
    from kiosk.statement.model import Statement


def spoken(statement: Statement, wording: Wording | None = None) -> str:
    """Say what the statement is mainly about, amounts as amounts: 一共三万九千四百三十二元。."""
    rendered = Wording() if wording is None else wording
    return "".join(text.spoken(rendered) for text in statement.headline)
