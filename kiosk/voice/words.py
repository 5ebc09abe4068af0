"""A page as words: one line for the loudspeaker, the whole page for a headset.

The loudspeaker says what the page gives it to say and nothing else, the same for every result (查好了，请看屏幕。). A headset
hears the page in the order it is shown: title, figure, body, lines, the day the data reach to, then what can be touched. The
greeting is never spoken.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final, Self

from kiosk.core.page import Chart, Choose, Fix, Panel, Review, Table
from kiosk.core.stage import sentences
from kiosk.core.text import Day, Label, Text, Wording, say
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kiosk.core.page import Page
    from kiosk.core.stage import Showing
    from kiosk.core.text import Money
    from kiosk.core.years import YearsAndMonths

    _Line = tuple[Text, ...]

_ENDS: Final = "。？！"
_NOT_NOW: Final = say("现在办不了")
_EVERY_YEAR: Final = 0
"""No year is this one, so that a spoken cut-off always has its year."""

USUAL_LOUDNESS: Final = 60
LOUDNESS_STEP: Final = 20
SOFTEST: Final = 20
LOUDEST: Final = 100
"""In percent of the loudest the hall allows; softer than the softest is off, which is 语音版's to say."""


PACES: Final = (0.5, 0.7, 0.87, 1.0, 1.25, 1.6, 2.0)
"""How fast speech may be (A20), as a share of how it was recorded; its pitch stays."""
USUAL_PACE: Final = 3
SIMPLE_PACE: Final = 2
"""Which of them a visit begins with, and in 简洁版."""

TRIAL: Final = "查好了，请看屏幕。"


class Outlet(Enum):
    """Where speech goes."""

    LOUDSPEAKER = auto()
    HEADSET = auto()


@dataclass(frozen=True, repr=False)
class Utterance:
    """What is said in one go, sentence by sentence. Has no readable `repr`: a headset's is personal.

    `loudness` is in percent of the loudest the hall allows, `pace` how fast as a share of the usual; the pitch stays.
    """

    sentences: tuple[str, ...]
    outlet: Outlet
    loudness: int = USUAL_LOUDNESS
    pace: float = 1.0


class Sentence(str):
    """A sentence as it is spoken; `written` is how it stands on the page or in a caption."""

    __slots__ = ("written",)
    written: str

    def __new__(cls, spoken: str, written: str) -> Self:
        """Make it of both."""
        made = super().__new__(cls, spoken)
        made.written = written
        return made


def trial(outlet: Outlet, loudness: int) -> Utterance:
    """Return what is said to find out whether an outlet is heard: a sentence that is recorded and about nobody."""
    return Utterance((TRIAL,), outlet, loudness)


class PrivateValueAloud(Exception):
    """A page would have the loudspeaker say something personal: a bug of the page named, and nothing is said."""


def wording_for(showing: Showing, locale: Path | None = None) -> Wording:
    """Return how texts are rendered for this person."""
    now = showing.presentation
    return Wording(now.language, now.simple, showing.covered, locale)


def for_loudspeaker(showing: Showing, wording: Wording) -> tuple[Sentence, ...]:
    """Return what the loudspeaker says of the page, or of the phase it is in. Raises `PrivateValueAloud`."""
    texts = (showing.phase or showing.page).loudspeaker
    if any(text.private for text in texts):
        raise PrivateValueAloud(showing.page.name)
    return _spoken(((text,) for text in texts), wording)


def hint_for(showing: Showing, wording: Wording) -> tuple[Sentence, ...]:
    """Return what the page's hint says, once it has come up: on every outlet, so nothing in it may be private."""
    if any(text.private for text in showing.hint):
        raise PrivateValueAloud(showing.page.name)
    return _spoken(((text,) for text in showing.hint), wording)


def for_headset(showing: Showing, wording: Wording) -> tuple[Sentence, ...]:
    """Return everything the page shows, then what can be touched."""
    return _spoken((*_shown(showing), *_touchable(showing, wording)), wording)


def of_label(label: Label) -> Sentence:
    """Return what is said when a button is pressed."""
    return Sentence(_ended(label.aloud), label.words)


def read_aloud(showing: Showing, wording: Wording) -> tuple[Sentence, ...]:
    """Return what 念给我听 reads: what the page shows, amounts as amounts, without its buttons, then the paper it is about."""
    return _spoken((*_shown(showing), *(showing.page.paper if showing.phase is None else ())), wording)


def _spoken(lines: Iterable[_Line], wording: Wording) -> tuple[Sentence, ...]:
    """Say each line as a sentence; what this wording leaves out is left out.

    A sentence is said once, but two lines of a table that are alike are two.
    """
    said: list[Sentence] = []
    for line in lines:
        parts = [part for part in (text.spoken(wording) for text in line) if part]
        if parts and (len(line) > 1 or _ended(parts[0]) not in said):
            written = "，".join(part for part in (text.written(wording) for text in line) if part)
            said.append(Sentence(_ended("，".join(parts)), written))
    return tuple(said)


def _ended(sentence: str) -> str:
    """End a title as a sentence, so that the voice falls before the next one."""
    return sentence if sentence[-1] in _ENDS else f"{sentence}。"


def _shown(showing: Showing) -> Iterator[_Line]:
    page = showing.page
    if page.band is not None:
        yield (page.band,)
    title, *body = sentences(showing)
    yield (title,)
    if showing.phase is None and page.figure is not None:
        yield (_amount(page.figure),)
    for text in body:
        yield (text,)
    if showing.phase is not None:
        return
    yield from _lines(page)
    if page.header is not None and page.header.cut_off is not None:
        yield (say("数据到{day}", day=Day(page.header.cut_off, _EVERY_YEAR)),)


def _lines(page: Page[object]) -> Iterator[_Line]:
    """Say a table, a chart or a panel line by line."""
    if isinstance(page, (Review, Table)):
        for row in page.rows:
            yield (row.label, row.figure) if row.note is None else (row.label, row.figure, row.note)
    elif isinstance(page, Chart):
        for bar in page.bars:
            yield (bar.label, _amount(bar.figure))
    elif isinstance(page, Panel):
        for gauge in page.gauges:
            yield (gauge.label, gauge.state) if gauge.detail is None else (gauge.label, gauge.state, gauge.detail)
    elif isinstance(page, Fix):
        for step in page.steps:
            yield (step.words,)


def _amount(figure: Money | YearsAndMonths) -> Text:
    return say("{figure}", figure=figure)


def _touchable(showing: Showing, wording: Wording) -> Iterator[_Line]:
    """Say what can be touched; while a page is in a phase, nothing can."""
    page = showing.page
    if showing.phase is not None:
        return
    if isinstance(page, Choose):
        for choice in page.choices:
            button = _button(choice.label, wording)
            if not choice.works(showing.down):
                yield (say("“{button}”", button=button), _NOT_NOW)
            else:
                touch = say("点“{button}”", button=button)
                yield (touch,) if choice.hint is None else (touch, choice.hint)
    labels = [_button(action.label, wording) for action in page.actions if action.label.spoken(wording)]
    if labels:
        yield (say("请点“{button}”", button=labels[0]), *(say("或者“{button}”", button=label) for label in labels[1:]))


def _button(label: Text, wording: Wording) -> Label:
    return Label(label.written(wording), label.spoken(wording), label.private)
