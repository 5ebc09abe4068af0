"""The voice as a stage: speaks each page once, stops when it changes, keeps what is private out of the loudspeaker.

With the voice off (语音版 not chosen) nothing is spoken at all; what beeps and lights is another stage's. 念给我听 is the one
thing said then, because the person asked for it and has been told who else will hear.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.voice.words import (
    LOUDEST,
    LOUDNESS_STEP,
    SOFTEST,
    USUAL_LOUDNESS,
    Outlet,
    Utterance,
    for_headset,
    for_loudspeaker,
    hint_for,
    read_aloud,
    wording_for,
)

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.stage import PageEnded, Showing, Ticket
    from kiosk.core.text import Wording
    from kiosk.voice.engine import Engine

_HINT: Final = "+hint"
"""What is said under this name is the page's hint; no phase is called so."""


class VoiceStage:
    """Speaks through `engine`; translations come from `locale`. Every visit begins as loud as `loudness`.

    One thread calls it, the visit's.
    """

    def __init__(self, engine: Engine, *, locale: Path | None = None, loudness: int = USUAL_LOUDNESS) -> None:
        self._engine = engine
        self._locale = locale
        self._outlet = Outlet.LOUDSPEAKER
        self._showing: Showing | None = None
        self._said: set[tuple[Ticket, str]] = set()
        self._usual = self._loudness = loudness

    def show(self, showing: Showing) -> None:
        """Speak what has not been spoken of the page, its phase and its hint; fall silent if the page is another.

        Raises `PrivateValueAloud` for a page that would have the loudspeaker say something private.
        """
        before = self._showing
        self._showing = showing
        # Also with the voice off: the page's bug must show in every visit, not only in front of who needs the voice.
        wording = self._wording(showing)
        aloud, hint = for_loudspeaker(showing, wording), hint_for(showing, wording)
        if before is not None and (before.ticket != showing.ticket or not showing.presentation.voice):
            self._engine.stop()
        elif before is not None and before.covered is not showing.covered:
            # Covered, a figure is not spoken to its end; uncovered, it is what who has a headset wants to hear.
            self._engine.stop()
            if self._outlet is Outlet.HEADSET and not showing.covered:
                self._said.discard(_part(showing))
        if not showing.presentation.voice:
            return
        words: tuple[str, ...] = ()
        if _part(showing) not in self._said:
            self._said.add(_part(showing))
            words = for_headset(showing, wording) if self._outlet is Outlet.HEADSET else aloud
        if hint and (showing.ticket, _HINT) not in self._said:
            self._said.add((showing.ticket, _HINT))
            words = (*words, *hint)
        self._say(words)

    def ended(self, ending: PageEnded) -> None:  # noqa: ARG002 - however it ended
        """The page is over: say nothing more of it."""
        self._engine.stop()

    def over(self) -> None:
        """The visit is over: be silent and forget it. The headset stays where it is."""
        self._engine.stop()
        self._showing = None
        self._said.clear()
        self._loudness = self._usual

    def hush(self) -> None:
        """Somebody touched something: stop."""
        self._engine.stop()

    def headset(self, *, plugged: bool) -> None:
        """A headset was plugged in or pulled out. What was being said stops, so that nothing private bursts out."""
        self._outlet = Outlet.HEADSET if plugged else Outlet.LOUDSPEAKER
        self._engine.stop()

    def turn(self, steps: int) -> None:
        """Speak louder or softer by so many steps for the rest of the visit, and say the page again: that is how one hears it."""
        self._loudness = max(SOFTEST, min(LOUDEST, self._loudness + steps * LOUDNESS_STEP))
        self.again()

    def again(self) -> None:
        """Say the page once more, as somebody does who did not catch it."""
        if self._showing is not None:
            self._said -= {_part(self._showing), (self._showing.ticket, _HINT)}
            self.show(self._showing)

    def private_now(self) -> None:
        """Read the page that stands, with its figures, wherever the voice goes: the person has said yes to it (念吧)."""
        if self._showing is not None:
            self._engine.stop()
            self._say(read_aloud(self._showing, self._wording(self._showing)))

    def _wording(self, showing: Showing) -> Wording:
        """Chinese, whatever is shown, unless there is a voice of that language, which brings its own catalogue."""
        wording = wording_for(showing, self._locale)
        return wording.chinese if self._locale is None else wording

    def _say(self, words: tuple[str, ...]) -> None:
        if words:
            self._engine.say(Utterance(words, self._outlet, self._loudness))


def _part(showing: Showing) -> tuple[Ticket, str]:
    return showing.ticket, "" if showing.phase is None else showing.phase.name
