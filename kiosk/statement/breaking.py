"""Where a line of text may be broken: between Chinese characters, never inside a figure, never before a stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_STOPS: Final = frozenset("，。；：！？、）》」』”’%…,.;:!?)")


def broken(text: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """Break text into lines that fit. A run of Latin letters and digits stays whole unless it fits no line."""
    if fits(text):
        return (text,) if text else ()
    lines: list[str] = []
    line = ""
    for word in _words(text, fits):
        if not line or fits(line + word):
            line += word
            continue
        if word in _STOPS and len(line) > 1:
            # The stop takes its neighbour along.
            lines.append(line[:-1].rstrip())
            line = line[-1] + word
        else:
            lines.append(line.rstrip())
            line = word.lstrip()
    return (*lines, line) if line else tuple(lines)


def _words(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """Go through what may not be broken."""
    run = ""
    for character in text:
        if "!" <= character <= "~" and (not run or fits(run + character)):
            run += character
            continue
        if run:
            yield run
        run = character if "!" <= character <= "~" else ""
        if not run:
            yield character
    if run:
        yield run
