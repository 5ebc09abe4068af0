"""What the terminal can say: every sentence of every page for people, in both wordings, on loudspeaker and headset."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final, cast

from kiosk import flows, screens
from kiosk.core.assets import asset
from kiosk.core.money import Fen
from kiosk.core.page import Choose
from kiosk.core.people import Presentation
from kiosk.core.spoken import spoken_date, spoken_fen, spoken_grouped, spoken_number
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import Text, Word, Wording
from kiosk.ui import blocks, footer, frame, hearing, modes
from kiosk.ui.views import digits
from kiosk.voice.pieces import GAP, YEARS, composed, fixed, normal, phrases, units
from kiosk.voice.words import PrivateValueAloud, for_headset, for_loudspeaker, hint_for

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from kiosk.core.page import Page


PLACES: Final = (
    *(footer.BACK, footer.LEAVE, footer.ENOUGH, footer.MODES, footer.HELP, frame.READ, frame.COVER, frame.UNCOVER),
    *(frame.SHOW_STAFF, frame.HELPED, digits.RUB_OUT, digits.ENTER),
    *(blocks.PREVIOUS, blocks.NEXT, *modes.NAMES, modes.OFFER, *hearing.WORDS),
)
"""Labels of buttons that belong to no page: they are named when they are pressed."""


class _Gapped(Wording):
    """A wording in which every value is a gap."""

    def translate(self, message: str) -> str:
        """Return the message with its values taken out."""
        pieces = message.split("{")
        return pieces[0] + "".join(GAP + piece.partition("}")[2] for piece in pieces[1:])


def pages() -> Iterator[Page[object]]:
    """Yield the examples of every page for people."""
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        if not module.name.startswith(f"{screens.__name__}.staff"):
            examples = getattr(importlib.import_module(module.name), "EXAMPLES", {})
            yield from cast("Mapping[str, Page[object]]", examples).values()


def constants() -> Iterator[Text]:
    """Yield the texts that stand by themselves in pages and services: flows put them on pages of any kind.

    请收好身份证 opens whichever page comes after a card was read.
    """
    for package in (screens, flows):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith(f"{package.__name__}.staff"):
                for thing in vars(importlib.import_module(module.name)).values():
                    yield from (each for each in _flat(thing) if isinstance(each, Text))


def _flat(thing: object) -> Iterator[object]:
    if isinstance(thing, tuple):
        for each in cast("tuple[object, ...]", thing):
            yield from _flat(each)
    else:
        yield thing


def to_record() -> Mapping[str, bool]:
    """Return every piece that has to be recorded, and whether it ends a sentence, so that the voice falls there.

    Numbers first, then whole sentences without values, phrases round values, labels, and the words of configuration and papers.
    """
    found = dict.fromkeys(units(), False)
    for simple in (False, True):
        wording = _Gapped(simple=simple)
        for label in PLACES:
            found |= {text: ends for text, ends in fixed(label.spoken(wording)) if text not in found}
        for page in pages():
            for showing in _showings(page, simple=simple):
                for sentence in _sentences(showing, wording):
                    found |= {text: ends for text, ends in fixed(sentence) if text not in found}
            for word in _words(page):
                found |= dict.fromkeys((text for text in (normal(word), *phrases(word)) if text not in found), False)
        for sentence in _standing(wording):
            found |= {text: ends for text, ends in fixed(sentence) if text not in found}
    for listed in (usual_places(), words_of_papers()):
        found |= dict.fromkeys((text for text in listed if text not in found), False)
    return {text: ends for text, ends in found.items() if text}


def usual_places() -> list[str]:
    """Return the words halls have for where things are."""
    return _listed("places")


def words_of_papers() -> list[str]:
    """Return what stands on papers round their figures."""
    return _listed("papers")


def _listed(name: str) -> list[str]:
    lines = asset(f"voice/{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _standing(wording: Wording) -> Iterator[str]:
    for text in constants():
        if said := text.spoken(wording):
            yield said if said[-1] in "。？！" else f"{said}。"


def unsayable(recorded: Container[str]) -> list[str]:
    """Return the sentences of the pages' examples that these clips can't say."""
    return [each for each in dict.fromkeys(sayings()) if composed(each, recorded) is None]


def sayings() -> Iterator[str]:
    """Yield what the pages' examples say, in both wordings."""
    for simple in (False, True):
        wording = Wording(simple=simple)
        yield from (each.spoken(wording) for each in PLACES)
        for page in pages():
            for showing in _showings(page, simple=simple):
                yield from _sentences(showing, wording)
        yield from _standing(wording)


def figures() -> Iterator[str]:
    """Yield amounts, dates, counts and numbers as they are spoken, so that every unit stands in some of them."""
    for number in range(1, 100):
        for yuan in (number, 300 + number, number * 10_000 + 3_200):
            yield spoken_fen(Fen(yuan * 100 + number))
            yield spoken_fen(Fen(-yuan * 100))
        yield from (f"第{spoken_number(number)}次，共{spoken_number(number)}{measure}" for measure in "天人岁张次秒")
    for number, year in enumerate(YEARS):
        yield spoken_date(date(year, number % 12 + 1, number % 28 + 1))
        yield spoken_date(date(year, 1, number % 31 + 1))
    yield spoken_grouped("00000019490101001X")  # of no county, so nobody's


def _words(thing: object) -> Iterator[str]:
    """Yield the words that stand in a page's texts as values: places, windows, banks, what configuration says."""
    if isinstance(thing, Text):
        yield from (value.word for value in thing.values.values() if isinstance(value, Word) and not value.private)
    elif isinstance(thing, tuple):
        for each in cast("tuple[object, ...]", thing):
            yield from _words(each)
    elif type(thing).__module__.startswith("kiosk.core.page"):
        for each in vars(thing).values():
            yield from _words(each)


def _showings(page: Page[object], *, simple: bool) -> Iterator[Showing]:
    plain = Showing(Ticket(1), page, Presentation(simple=simple))
    yield plain if page.hint is None else replace(plain, hint=page.hint.sentences)
    for phase in page.phases:
        yield replace(plain, phase=phase)


def _sentences(showing: Showing, wording: Wording) -> Iterator[str]:
    page = showing.page
    try:
        yield from for_loudspeaker(showing, wording)
        yield from hint_for(showing, wording)
    except PrivateValueAloud:  # a page's bug, which its own tests tell of
        pass
    yield from for_headset(showing, wording)
    labels = [action.label for action in page.actions]
    if isinstance(page, Choose):
        labels += [choice.label for choice in page.choices]
    yield from (label.spoken(wording) for label in labels)
