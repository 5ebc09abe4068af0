"""What the voice says of a page, for the sheet of all wording: loudspeaker, 念给我听, and what a headset hears after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.people import Presentation
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import Wording
from kiosk.voice.words import for_headset, for_loudspeaker, hint_for, read_aloud

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.core.page import Page, Phase


def spoken(page: Page[object]) -> Iterator[str]:
    """Yield lines for both wordings; what 简洁版 says in common is not repeated."""
    normal = list(_spoken(page, simple=False))
    simple = list(_spoken(page, simple=True))
    yield from normal
    if page.usual is None and simple != normal:
        yield "--- 简洁版"
        yield from (line for line in simple if line not in normal)


def _spoken(page: Page[object], *, simple: bool) -> Iterator[str]:
    wording = Wording(simple=simple)

    def showing(phase: Phase | None) -> Showing:
        hint = () if page.hint is None or phase is not None else page.hint.sentences
        return Showing(Ticket(1), page, Presentation(voice=True, simple=simple), phase, hint=hint)

    for phase in (None, *page.phases):
        now, at = showing(phase), "" if phase is None else f" {phase.name}"
        aloud, read, heard = for_loudspeaker(now, wording), read_aloud(now, wording), for_headset(now, wording)
        yield f"喇叭{at} {' '.join(aloud) or '（不出声）'}"
        yield f"念{at} {' '.join(read)}"
        if rest := heard[len(read) :]:
            yield f"耳机还有 {' '.join(rest)}"
        if now.hint:
            yield f"没人碰 {' '.join(hint_for(now, wording))}"
