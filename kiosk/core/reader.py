"""Words that hold numbers in another language: a label of a paper, a window, each a message with its numbers taken out.

What has no translation stays Chinese. Figures are never changed: a message puts back the same digits.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?(?:-\d+)*")
"""An amount, a count, or a telephone number with its dashes."""
_MONTH: Final = "月"
_PARTED: Final = "\u3000"
"""Between a heading and what it is of."""
_JOINED: Final = " · "


def message_of(text: str) -> tuple[str, dict[str, str]]:
    """Take the numbers out of a text: `3个月` is `{a}个月` with a = 3."""
    values: dict[str, str] = {}
    letters = count(ord("a"))

    def taken(number: re.Match[str]) -> str:
        name = chr(next(letters))
        values[name] = number[0]
        return f"{{{name}}}"

    return _NUMBER.sub(taken, text), values


class Reader:
    """Says such words in another language; `translate` returns the message itself where it has no translation."""

    def __init__(self, translate: Callable[[str], str]) -> None:
        self._translate = translate

    def says(self, text: str) -> str | None:
        """Return a text in the language; None where there is no translation of it, or of a part."""
        message, values = message_of(text)
        if "{" in text or not message:
            return None
        said = self._translate(message)
        if said != message:
            return said.format(**{name: self._named(name, value, message) for name, value in values.items()})
        if _PARTED not in text:
            return None
        parts = [self.says(part) for part in text.split(_PARTED)]
        return None if None in parts else _JOINED.join(part for part in parts if part)

    def _named(self, name: str, value: str, message: str) -> str:
        """Return a number, or the name of the month it is where the language has names for them."""
        month = f"{value}{_MONTH}"
        if f"{{{name}}}{_MONTH}" not in message:
            return value
        said = self._translate(month)
        return value if said == month else said
