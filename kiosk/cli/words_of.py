"""The messages of a page: everything it may show or say to people, in its own order."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from kiosk.core.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.core.page import Page


def messages_of(page: Page[object]) -> tuple[str, ...]:
    """Return the messages of a page, each once; what it asks the staff is left out."""
    return tuple(dict.fromkeys(text for text in _messages(page) if text))


def _messages(thing: object) -> Iterator[str]:
    if isinstance(thing, Text):
        yield from (thing.message, thing.short or "", thing.aloud or "")
    elif isinstance(thing, tuple):
        for each in cast("tuple[object, ...]", thing):
            yield from _messages(each)
    elif type(thing).__module__ == "kiosk.core.page":
        for name, each in vars(thing).items():
            if name != "staff":
                yield from _messages(each)
