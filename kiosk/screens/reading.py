"""Reading an identity card while a page stands: the jobs, and what is shown from the moment a card is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.errors import CardError, DeviceError, OperationCancelled
from kiosk.core.lane import ID_READER
from kiosk.core.page import Phase, Picture, Progress
from kiosk.core.text import say

if TYPE_CHECKING:
    from devices.deadline import Deadline
    from devices.roles import IdCard, IdCardReader
    from kiosk.core.page import Job, Report

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


def _read(reader: IdCardReader, deadline: Deadline, report: Report) -> IdCard:
    return reader.read_card(deadline, found=lambda: report(Progress(READING.name)))


def _read_again(reader: IdCardReader, deadline: Deadline, report: Report) -> IdCard:
    deadline.pause(SETTLE_SECONDS)
    return _read(reader, deadline, report)


def _read_whenever(reader: IdCardReader, deadline: Deadline, report: Report) -> IdCard:
    """Home waits for a card for days: a reader that is lost is waited for too."""
    while True:
        # The lane tells how the reader is whenever something is reported: so home offers what works, and no more.
        if not reader.health().usable and not reader.probe(deadline).usable:
            report(Progress())
            _come_back(reader, deadline, report)
        report(Progress())
        try:
            return _read(reader, deadline, report)
        except (CardError, OperationCancelled):
            raise
        except DeviceError:
            report(Progress())
            deadline.pause(LOST_SECONDS)


def _come_back(reader: IdCardReader, deadline: Deadline, _: Report) -> None:
    while not reader.probe(deadline).usable:
        deadline.pause(LOST_SECONDS)


CARD: Final[Job[IdCard]] = ID_READER.job(_read)
"""Waits for a card and reads it."""
CARD_AGAIN: Final[Job[IdCard]] = ID_READER.job(_read_again)
"""The same after a try that went wrong."""
CARD_AT_HOME: Final[Job[IdCard]] = ID_READER.job(_read_whenever)
"""The same for days on end."""
READER_BACK: Final[Job[None]] = ID_READER.job(_come_back)
"""Waits until the reader works again."""
