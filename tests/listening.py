"""Somebody who listens to the loudspeaker in every test (A19): what it says, and, the voice switched off, what it would say.

Nobody's name, number, amount, day or year is ever said on it before the person has said yes (念吧). In visits it says nothing but
what stands as an example of some page, read by people in `tests/golden/wording.txt`: no state and no reason is among that. And it
names no button, pressed or walked to, but those of `tests/golden/named-aloud.txt`, read in the same way.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiosk.cli.voice_words import _Gapped, _showings, pages
from kiosk.core.spoken import spoken_digits
from kiosk.demo.people import synthetic_people
from kiosk.screens.phrases import READ_TAKE_CARD
from kiosk.voice import stage as voice_stage
from kiosk.voice.engine import SilentEngine
from kiosk.voice.pieces import GAP
from kiosk.voice.stage import VoiceStage
from kiosk.voice.words import Outlet, for_loudspeaker, hint_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest

    from kiosk.core.text import Label
    from kiosk.voice.words import Utterance

PEOPLE: Final = 120
SEED: Final = 1
TODAY: Final = date(2026, 11, 21)
"""Whom `tests/visits` and everything else that makes a terminal rehearse with."""

_NUMERAL: Final = "[0-9.,零〇一二两三四五六七八九十百千万亿]"
_FIGURES: Final = re.compile(
    f"{_NUMERAL}+[元角]|{_NUMERAL}+分(?!钟)|(?:[0-9]{{4}}|[零一二三四五六七八九]{{4}})年|[0-9零一二三四五六七八九]{{6,}}|"
    f"尾号{_NUMERAL}+|[0-9X*]{{8,}}"
)
"""Amounts, years, and the digits of a number or what is left of it behind a mask. A phone number to call has five."""
_VALUE: Final = ".{1,24}"


@cache
def planted() -> frozenset[str]:
    """Return the names and numbers of everybody the tests' terminals know, as they are written and as they are spoken."""
    words: set[str] = set()
    for person in islice(synthetic_people(SEED, TODAY), PEOPLE):
        words |= {person.card.name, person.card.number}
        if person.social_card is not None:
            words.add(person.social_card.number)
        if person.record is not None:
            record = person.record
            words |= {record.person.name, record.person.number.reveal(), record.person.personal_number}
            words |= {record.person.address} | ({record.card.number} if record.card is not None else set())
    return frozenset(each for word in words if word for each in (word, spoken_digits(word) if word.isdigit() else word))


@cache
def _reviewed() -> re.Pattern[str]:
    """Return what matches every sentence that an example of a page says aloud, whatever its values are."""
    found = {READ_TAKE_CARD.message}  # what a flow says before a page's own words
    for simple in (False, True):
        wording = _Gapped(simple=simple)
        for page in pages():
            for showing in _showings(page, simple=simple):
                found |= {*for_loudspeaker(showing, wording), *hint_for(showing, wording)}
    return re.compile("|".join(_VALUE.join(map(re.escape, sentence.split(GAP))) for sentence in sorted(found)))


@cache
def personal(sentence: str) -> str:
    """Return what in a sentence is somebody's, empty if nothing is."""
    figures = _FIGURES.search(sentence)
    return figures[0] if figures else next((word for word in planted() if word in sentence), "")


@cache
def named_aloud() -> re.Pattern[str]:
    """Return what matches every label that the loudspeaker may name: pressing it tells nothing of who pressed it."""
    file = Path(__file__).with_name("golden") / "named-aloud.txt"
    labels = file.read_text(encoding="utf-8").split()
    return re.compile("|".join(_VALUE.join(map(re.escape, label.split("…"))) for label in labels))


class Listener:
    """Hears what is said, or would be, and remembers what should not have been. `reviewed`: only what is an example is right."""

    def __init__(self, *, reviewed: bool) -> None:
        self._reviewed = reviewed
        self._consented: set[str] = set()
        self._asked = False
        self.heard: list[str] = []
        self.wrong: list[str] = []

    def listen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Begin to listen to every stage and every engine that logs."""
        say, over = SilentEngine.say, VoiceStage.over
        private_now, go_on = VoiceStage.private_now, VoiceStage.go_on
        pressed, walked = VoiceStage.pressed, VoiceStage.walked

        def saying(engine: SilentEngine, utterance: Utterance) -> None:
            self._said(utterance)
            say(engine, utterance)

        def reading(stage: VoiceStage) -> None:
            self._asked = True
            try:
                private_now(stage)
            finally:
                self._asked = False

        def going_on(stage: VoiceStage) -> None:
            showing = stage._showing
            place = None if showing is None else stage._places.get(voice_stage._part(showing))
            self._asked = place is not None and place.read  # what was said yes to before, from where it was stopped
            try:
                go_on(stage)
            finally:
                self._asked = False

        def pressing(stage: VoiceStage, label: Label) -> None:
            self._named(stage, label)
            pressed(stage, label)

        def walking(stage: VoiceStage, label: Label) -> None:
            self._named(stage, label)
            walked(stage, label)

        def ending(stage: VoiceStage) -> None:
            self._consented.clear()
            over(stage)

        monkeypatch.setattr(SilentEngine, "say", saying)
        monkeypatch.setattr(VoiceStage, "private_now", reading)
        monkeypatch.setattr(VoiceStage, "go_on", going_on)
        monkeypatch.setattr(VoiceStage, "over", ending)
        monkeypatch.setattr(VoiceStage, "pressed", pressing)
        monkeypatch.setattr(VoiceStage, "walked", walking)
        for name in ("for_loudspeaker", "hint_for"):
            monkeypatch.setattr(voice_stage, name, self._listening_to(getattr(voice_stage, name)))

    def _listening_to(self, words: Any) -> Any:
        def listened(*asked: Any) -> tuple[str, ...]:
            said: tuple[str, ...] = words(*asked)
            self.aloud(said)
            return said

        return listened

    def _said(self, utterance: Utterance) -> None:
        if self._asked:
            self._consented.update(map(str, utterance.sentences))
        elif utterance.outlet is Outlet.LOUDSPEAKER:
            self.aloud([each for each in utterance.sentences if each not in self._consented], reviewed=False)

    def _named(self, stage: VoiceStage, label: Label) -> None:
        """Hear what a button is called; what the staff presses is theirs."""
        showing = stage._showing
        staffs = showing is not None and showing.for_staff
        aloud = stage._may_name(label) and stage._outlet is Outlet.LOUDSPEAKER
        if self._reviewed and aloud and not staffs and not named_aloud().fullmatch(label.aloud):
            self.wrong.append(f"{label.aloud} (not among what may be named aloud)")

    def aloud(self, sentences: Iterable[str], *, reviewed: bool = True) -> None:
        """Hear sentences on the loudspeaker."""
        for sentence in sentences:
            self.heard.append(str(sentence))  # not the object that the terminal made: it is counted, too
            found = personal(sentence)
            if found:
                self.wrong.append(f"{sentence} ({found})")
            elif reviewed and self._reviewed and not _reviewed().fullmatch(sentence):
                self.wrong.append(f"{sentence} (no example says it)")
