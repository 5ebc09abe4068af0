"""Reading a card while a page stands: the jobs, and what is shown from the moment a card is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from devices.errors import CardError, CardJam, DeviceError, OperationCancelled, SocialCardStuck
from kiosk.core.lane import ID_READER, SOCIAL_CARD_READER
from kiosk.core.page import Phase, Picture, Progress
from kiosk.core.text import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.deadline import Deadline
    from devices.health import Health
    from devices.roles import IdCard, IdCardReader, SocialCard, SocialCardReader
    from kiosk.core.page import Job, Report

C_co = TypeVar("C_co", covariant=True)

SETTLE_SECONDS: Final = 1.5
"""How long after a card that could not be read the next try begins: time to hear what to do differently."""
LOST_SECONDS: Final = 1.0
"""How often a lost reader is tried again."""

READING: Final = Phase(
    "reading",
    say("正在读证"),
    (say("先别拿走，等“嘀”一声。", short="先别拿走。"),),
    (say("正在读，请先别拿走。"),),
    Picture.READING,
    at_least=0.8,
)
"""R2. Shown long enough that it doesn't flash past."""

READING_SOCIAL: Final = Phase(
    "reading_social",
    say("正在读卡"),
    (say("先别拔出来。"),),
    (say("正在读，请先别拿走。"),),
    Picture.READING_SLOT,
    at_least=0.8,
)
"""R2 for a card in the slot."""


class _Reader(Protocol[C_co]):
    """What both kinds of card reader have in common."""

    def health(self) -> Health: ...

    def probe(self, deadline: Deadline) -> Health: ...

    def read_card(self, deadline: Deadline, *, found: Callable[[], None]) -> C_co: ...


def _read(reader: IdCardReader, deadline: Deadline, report: Report) -> IdCard:
    return reader.read_card(deadline, found=lambda: report(Progress(READING.name)))


def _read_again(reader: IdCardReader, deadline: Deadline, report: Report) -> IdCard:
    deadline.pause(SETTLE_SECONDS)
    return _read(reader, deadline, report)


def _read_with(reader: _Reader[C_co], deadline: Deadline, report: Report, phase: Phase) -> C_co:
    """Read a card. One that sticks while it is read is its owner's trouble; one that stuck before is the reader's alone."""
    seen = False

    def found() -> None:
        nonlocal seen
        seen = True
        report(Progress(phase.name))

    try:
        return reader.read_card(deadline, found=found)
    except CardJam:
        if seen:
            raise SocialCardStuck("the card is stuck in the slot") from None
        raise


def _whenever(reader: _Reader[C_co], deadline: Deadline, report: Report, phase: Phase) -> C_co:
    """Wait for a card for as long as it takes: a reader that is lost is waited for too."""
    while True:
        # The lane tells how the reader is whenever something is reported: so home offers what works, and no more.
        if not reader.health().usable and not reader.probe(deadline).usable:
            report(Progress())
            _come_back(reader, deadline, report)
        report(Progress())
        try:
            return _read_with(reader, deadline, report, phase)
        except (CardError, OperationCancelled):
            raise
        except DeviceError:
            report(Progress())
            deadline.pause(LOST_SECONDS)


def _read_whenever(reader: IdCardReader, deadline: Deadline, report: Report) -> IdCard:
    return _whenever(reader, deadline, report, READING)


def _read_social(reader: SocialCardReader, deadline: Deadline, report: Report) -> SocialCard:
    return _read_with(reader, deadline, report, READING_SOCIAL)


def _read_social_whenever(reader: SocialCardReader, deadline: Deadline, report: Report) -> SocialCard:
    return _whenever(reader, deadline, report, READING_SOCIAL)


def _come_back(reader: _Reader[object], deadline: Deadline, _: Report) -> None:
    while not reader.probe(deadline).usable:
        deadline.pause(LOST_SECONDS)


CARD: Final[Job[IdCard]] = ID_READER.job(_read)
"""Waits for a card and reads it."""
CARD_AGAIN: Final[Job[IdCard]] = ID_READER.job(_read_again)
"""The same after a try that went wrong."""
CARD_AT_HOME: Final[Job[IdCard]] = ID_READER.job(_read_whenever, aside=True)
"""The same for days on end, or where another reader is the one that is asked for."""
READER_BACK: Final[Job[None]] = ID_READER.job(_come_back)
"""Waits until the reader works again."""
SOCIAL_CARD: Final[Job[SocialCard]] = SOCIAL_CARD_READER.job(_read_social)
"""Waits for a social-security card and reads it."""
SOCIAL_CARD_ASIDE: Final[Job[SocialCard]] = SOCIAL_CARD_READER.job(_read_social_whenever, aside=True)
"""The same for days on end, or where another reader is the one that is asked for."""
SOCIAL_READER_BACK: Final[Job[None]] = SOCIAL_CARD_READER.job(_come_back)
"""Waits until the social-security card's reader works again."""
