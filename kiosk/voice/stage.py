"""The voice as a stage: speaks each page once, stops when it changes, keeps what is private out of the loudspeaker.

With the voice off (语音版 not chosen) nothing is spoken at all; what beeps and lights is another stage's. What the person asks
for is said all the same: 念给我听, once they have been told who else will hear, and, by the key that says it again, what all may
hear. What sounds is told to `Marks`, sentence by sentence, so that it is seen, too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from kiosk.core.stage import Tune
from kiosk.core.values import dataclass
from kiosk.voice.words import (
    LOUDEST,
    LOUDNESS_STEP,
    PACES,
    SIMPLE_PACE,
    SOFTEST,
    USUAL_LOUDNESS,
    USUAL_PACE,
    Outlet,
    Sentence,
    Utterance,
    for_headset,
    for_loudspeaker,
    hint_for,
    of_label,
    read_aloud,
    wording_for,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kiosk.core.stage import PageEnded, Showing, Ticket
    from kiosk.core.text import Label, Wording
    from kiosk.voice.engine import Engine, Heard

_HINT: Final = "+hint"
"""What is said under this name is the page's hint; no phase is called so."""
_LOUDER: Final = {Tune.SOFTER: -1, Tune.LOUDER: 1}
_FASTER: Final = {Tune.SLOWER: -1, Tune.FASTER: 1}


class Marks(Protocol):
    """Whoever shows what is being said. Called in the visit's thread."""

    def said(self, sentences: Sequence[str], *, follows: bool) -> None:
        """These are going to be heard one after the other, as they are written; without `follows` nobody will tell when."""
        ...

    def at(self, number: int) -> None:
        """This one of them is heard now."""
        ...

    def silent(self) -> None:
        """Nothing is heard any more."""
        ...


class Unmarked:
    """Shows nothing."""

    def said(self, sentences: Sequence[str], *, follows: bool) -> None:
        """Nobody looks."""

    def at(self, number: int) -> None:
        """Nobody looks."""

    def silent(self) -> None:
        """Nobody looks."""


@dataclass(eq=False)
class _Place:
    """How far a page was spoken: `at` is the sentence that was begun, or how many there are once all were heard.

    `read`: it is what 念给我听 reads. Nothing of what was said is kept.
    """

    read: bool
    outlet: Outlet
    at: int


class VoiceStage:
    """Speaks through `engine`; translations come from `locale`. Every visit begins as loud as `loudness`, at the usual pace.

    One thread calls it, the visit's. `marks` is told what sounds.
    """

    def __init__(
        self, engine: Engine, *, locale: Path | None = None, loudness: int = USUAL_LOUDNESS, marks: Marks | None = None
    ) -> None:
        self._engine = engine
        self._locale = locale
        self.marks = marks or Unmarked()
        self._outlet = Outlet.LOUDSPEAKER
        self._showing: Showing | None = None
        self._said: set[tuple[Ticket, str]] = set()
        self._usual = self._loudness = loudness
        self._steps = 0
        self._pressed: Sentence | None = None
        self._uttered: Utterance | None = None
        self._first = 0
        self._place: _Place | None = None
        self._places: dict[tuple[Ticket, str], _Place] = {}

    def show(self, showing: Showing) -> None:
        """Speak what has not been spoken of the page, its phase and its hint; fall silent if the page is another.

        Raises `PrivateValueAloud` for a page that would have the loudspeaker say something private.
        """
        before = self._showing
        self._showing = showing
        if before is not None and _home_again(before, showing) and _part(before) in self._said:
            self._said.add(_part(showing))  # home that goes on standing by itself is not said over and over
        # Also with the voice off: the page's bug must show in every visit, not only in front of who needs the voice.
        words, hint = self._words(showing)
        if before is not None and (before.ticket != showing.ticket or not showing.presentation.voice):
            self._stop()
        elif before is not None and before.covered is not showing.covered:
            # Covered, a figure is not spoken to its end; uncovered, it is what who has a headset wants to hear.
            self._stop()
            if self._outlet is Outlet.HEADSET and not showing.covered:
                self._said.discard(_part(showing))
        if not showing.presentation.voice:
            self._pressed = None
            return
        if showing.deserted:
            self._said -= {_part(showing), (showing.ticket, _HINT)}
            return
        begin, end = len(words), len(words)
        if _part(showing) not in self._said:
            self._said.add(_part(showing))
            begin = 0
        if hint and (showing.ticket, _HINT) not in self._said:
            self._said.add((showing.ticket, _HINT))
            end += len(hint)
        if begin < end:
            self._say((*words, *hint)[begin:end], begin)

    def _words(self, showing: Showing) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
        """What is said of a page where the voice goes now, and of its hint. Raises as `show`."""
        wording = self._wording(showing)
        aloud, hint = for_loudspeaker(showing, wording), hint_for(showing, wording)
        return (for_headset(showing, wording) if self._outlet is Outlet.HEADSET else aloud), hint

    def ended(self, ending: PageEnded) -> None:  # noqa: ARG002 - however it ended
        """The page is over: say nothing more of it."""
        self._stop()

    def over(self) -> None:
        """The visit is over: be silent and forget it. The headset stays where it is."""
        self._stop()
        self._showing, self._pressed, self._place = None, None, None
        self._said.clear()
        self._places.clear()
        self._loudness, self._steps = self._usual, 0

    def hush(self) -> None:
        """Somebody touched something: stop."""
        self._stop()

    def headset(self, *, plugged: bool) -> None:
        """A headset was plugged in or pulled out. What was being said stops, so that nothing private bursts out.

        Of what was said aloud the headset has not heard the half: it is said again there.
        """
        self._outlet = Outlet.HEADSET if plugged else Outlet.LOUDSPEAKER
        self._stop()
        if plugged:
            self._said.clear()

    # -- what the person asks of it -----------------------------------------------------------------------------

    def tune(self, tune: Tune) -> None:
        """Do what somebody asks of the voice. Louder, slower and their like hold for the rest of the visit."""
        if tune in _LOUDER:
            self.turn(_LOUDER[tune])
        elif tune in _FASTER:
            self.hurry(_FASTER[tune])
        elif tune is Tune.AGAIN:
            self.again()
        else:
            self.go_on()

    def turn(self, steps: int) -> None:
        """Speak louder or softer by so many steps for the rest of the visit, and say the page again: that is how one hears it."""
        self._loudness = max(SOFTEST, min(LOUDEST, self._loudness + steps * LOUDNESS_STEP))
        self._say_again()

    @property
    def usual_loudness(self) -> int:
        """How loud visits begin."""
        return self._usual

    def begin_at(self, loudness: int) -> None:
        """Let every visit begin so loud from now on; one that stands goes on so, unless somebody has made it louder or softer."""
        if self._loudness == self._usual:
            self._loudness = loudness
        self._usual = loudness

    def hurry(self, steps: int) -> None:
        """Speak faster or slower in the same way."""
        usual = self._usual_pace
        self._steps = max(-usual, min(len(PACES) - 1 - usual, self._steps + steps))
        self._say_again()

    @property
    def _usual_pace(self) -> int:
        simple = self._showing is not None and self._showing.presentation.simple
        return SIMPLE_PACE if simple else USUAL_PACE

    def again(self) -> None:
        """Say the page once more, as somebody does who did not catch it; with the voice off, what anybody may hear of it."""
        showing = self._showing
        if showing is not None and not showing.presentation.voice:
            wording = self._wording(showing)
            self._stop()
            self._say((*for_loudspeaker(showing, wording), *hint_for(showing, wording)), 0)
        else:
            self._say_again()

    def _say_again(self) -> None:
        if self._showing is not None:
            self._said -= {_part(self._showing), (self._showing.ticket, _HINT)}
            self.show(replace(self._showing, deserted=False))

    def pause(self) -> None:
        """Stop what is being said, or go on with what was stopped: a key that does both."""
        if self._uttered is None:
            self.go_on()
        else:
            self._stop()

    def go_on(self) -> None:
        """Go on with the page, from the sentence on in which it was stopped; what was heard to its end is said again."""
        showing = self._showing
        if showing is None or not showing.presentation.voice:
            return
        place = self._places.get(_part(showing))
        if place is None:
            self.again()
            return
        words, hint = self._words(showing)
        same = place.outlet is self._outlet  # what was read into a headset nobody has said yes to for the loudspeaker
        whole = read_aloud(showing, self._wording(showing)) if place.read and same else (*words, *hint)
        at = place.at if same else 0
        if at < len(whole):
            self._say(whole[at:], at, read=place.read and same)
        else:
            self.again()

    def private_now(self) -> None:
        """Read the page that stands, figures and all, wherever the voice goes: the person has said yes to it (念吧)."""
        if self._showing is not None:
            self._stop()
            self._say(read_aloud(self._showing, self._wording(self._showing)), 0, read=True)

    def _wording(self, showing: Showing) -> Wording:
        """Chinese, whatever is shown, unless there is a voice of that language, which brings its own catalogue."""
        wording = wording_for(showing, self._locale)
        return wording.chinese if self._locale is None else wording

    def pressed(self, label: Label) -> None:
        """A button is pressed: name it, before whatever follows. The loudspeaker names none that is private."""
        if self._may_name(label):
            self._pressed = of_label(label)

    def _may_name(self, label: Label) -> bool:
        voice = self._showing is not None and self._showing.presentation.voice
        return voice and bool(label.aloud) and not (label.private and self._outlet is Outlet.LOUDSPEAKER)

    def walked(self, label: Label) -> None:
        """Keys have led to a button or a line: name it in place of what is being said, as `pressed` does."""
        if self._may_name(label):
            self._pressed = of_label(label)
            self._say((), 0)

    def released(self) -> None:
        """What the button does is done: name it now, if nothing was said with it."""
        if self._pressed is not None:
            self._say((), 0)

    # -- what is heard ------------------------------------------------------------------------------------------

    @property
    def reads(self) -> bool:
        """Whether what is being said was asked for by 念给我听."""
        return self._uttered is not None and self._place is not None and self._place.read

    def heard(self, sounding: Heard) -> None:
        """The engine tells which sentence sounds. What was stopped, or belongs to what was, is of no interest."""
        uttered = self._uttered
        if uttered is None or sounding.utterance is not uttered:
            return
        at = len(uttered.sentences) if sounding.sentence is None else sounding.sentence
        if self._place is not None:
            self._place.at = max(0, self._first + at)
        if sounding.sentence is None:
            self._uttered = None
            self.marks.silent()
        else:
            self.marks.at(sounding.sentence)

    def _say(self, words: tuple[Sentence, ...], first: int, *, read: bool = False) -> None:
        """Say these of the page's sentences, the name of what was just pressed before them. `first` is which the first is."""
        label = () if self._pressed is None else (self._pressed,)
        self._pressed = None
        said = (*label, *words)
        if not said:
            return
        self._place, self._first = None, first - len(label)
        if words and self._showing is not None:
            self._place = self._places[_part(self._showing)] = _Place(read, self._outlet, first)
        pace = PACES[max(0, min(len(PACES) - 1, self._usual_pace + self._steps))]
        self._uttered = Utterance(said, self._outlet, self._loudness, pace)
        self.marks.said([each.written for each in said], follows=self._engine.speaks and self._engine.follows)
        self._engine.say(self._uttered)

    def _stop(self) -> None:
        self._engine.stop()
        self._uttered = None
        self.marks.silent()


def _home_again(before: Showing, now: Showing) -> bool:
    return (
        before.ticket != now.ticket
        and before.page.idle
        and now.page.idle
        and before.phase is None
        and now.phase is None
    )


def _part(showing: Showing) -> tuple[Ticket, str]:
    return showing.ticket, "" if showing.phase is None else showing.phase.name
