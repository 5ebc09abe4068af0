"""The words that stand on no example of a page: what frame, footer, modes and keys add, answers to what was typed, states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.cli.messages import messages
from tests.screens.pages import examples, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kiosk.core.text import Text

OF_PAPERS: Final = "kiosk/statement/paper_words.py"
"""Papers have golden files of their own."""


def elsewhere() -> Mapping[str, list[str]]:
    """Return the messages no example of a page has, by the file they are in first."""
    there = {message for _, page in examples() for text in texts(page) for message in _messages(text)}
    found: dict[str, list[str]] = {}
    for text, message in messages().items():
        if text not in there and message.files[0] != OF_PAPERS:
            found.setdefault(message.files[0], []).append(text)
    return found


def as_chapter() -> str:
    """Return them for reading, a file a paragraph; what is read by people first."""
    sources = messages()
    parts = [
        "\n".join((f"----- {file}", *lines))
        for file, lines in sorted(elsewhere().items(), key=lambda each: not sources[each[1][0]].for_people)
    ]
    return "\n\n".join(("===== on no page by itself", *parts)) + "\n"


def _messages(text: Text) -> Iterator[str]:
    yield text.message
    yield from (each for each in (text.short, text.aloud) if each)
