"""待处理打印: the prints whose end nobody knows, by serial, kind of paper and time. Nobody's name is among them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiosk.core.page import Action, Gauge, LaneKey, Notice, Panel, Picture, Tone, Wait
from kiosk.core.pseudonym import Pseudonym
from kiosk.core.serial import DocumentSerial
from kiosk.core.text import Count, Word, say
from kiosk.ledger.document import Document, Entry, PrintState, PrintTicket
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_BACK, NO_WAY_OUT, UNDERSTOOD
from kiosk.screens.staff.settling import SETTLE_SECONDS, Came
from kiosk.statement.model import TITLES, Kind
from kiosk.statement.press import RECEIPTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffNumber
    from kiosk.core.text import Text
    from kiosk.statement.press import Press

SHOWN_DIGITS: Final = 8
"""How much of a serial is shown: its count; what stands before is the same on every paper of a terminal."""


class Done(StrEnum):
    """Enough looked at."""

    DONE = "done"


_PAPERS: Final[Mapping[str, Text]] = MappingProxyType(
    {"receipt_printer": say("小条"), "document_printer": say("大张纸")}
)


def unknown_prints(lane: LaneKey[Press]) -> Page[tuple[Entry, ...]]:
    """Ask the journal. Raises what it raises."""

    def work(press: Press, _deadline: Deadline, _report: Report) -> tuple[Entry, ...]:
        return press.unsettled()

    return Wait(
        name="unknown_prints_asked",
        shows_after=0.3,
        title=say("请等一等"),
        picture=Picture.WAITING,
        jobs=(lane.job(work, seconds=SETTLE_SECONDS),),
        footer=NO_WAY_OUT,
    )


def _title(entry: Entry) -> str:
    known = {kind.name.lower(): TITLES[kind] for kind in Kind}
    return known.get(entry.document.kind, "单子")


def list_prints(entries: tuple[Entry, ...]) -> Page[PrintTicket | Done]:
    """One line a print; which one has been looked for."""
    return Panel["PrintTicket | Done"](
        name="unknown_prints",
        title=say("待处理打印{n}件", n=Count(len(entries))),
        body=(say("看看出纸口和机器里面。"),),
        gauges=tuple(
            Gauge(
                say("{serial}", serial=Word(str(entry.ticket.serial)[-SHOWN_DIGITS:])),
                say("{title}", title=Word(_title(entry))),
                well=None,
                detail=say(
                    "{paper}　{at}",
                    paper=Word(_PAPERS.get(entry.document.lane, say("单子")).message),
                    at=Word(f"{entry.intended_at:%m-%d %H:%M}"),
                ),
                action=Action[PrintTicket | Done](say("看过了"), entry.ticket, "eye"),
            )
            for entry in entries
        ),
        actions=(Action(say("看完了"), Done.DONE, "check", Tone.GO),),
        footer=NO_WAY_BACK,
    )


def what_became_of(entry: Entry) -> Page[Came]:
    """What was found of this one."""
    return Notice(
        name="what_became_of",
        title=say("单子出来了吗？"),
        body=(
            say("{title}", title=Word(_title(entry))),
            say("{serial}　{at}", serial=Word(str(entry.ticket.serial)[-SHOWN_DIGITS:]),
                at=Word(f"{entry.intended_at:%m-%d %H:%M}")),
        ),
        picture=Picture.TAKE_PAPER,
        actions=(
            Action(say("出来了"), Came.OUT, "check", Tone.GO),
            Action(say("没出来"), Came.NOT_OUT, "x"),
            Action(say("只有一半"), Came.HALF, "file-text"),
        ),
        footer=FOOTER,
    )  # fmt: skip


def settling_one(
    lane: LaneKey[Press], ticket: PrintTicket, by: Callable[[], StaffNumber | None], *, printed: bool
) -> Page[bool]:
    """Note what was found, under the number of who says so; whether it could be. Raises what the journal raises."""

    def work(press: Press, _deadline: Deadline, _report: Report) -> bool:
        number = by()
        if number is None:
            return False
        press.settle(ticket, printed=printed, by=str(number))
        return True

    return Wait(
        name="settling_one",
        shows_after=0.3,
        title=say("请等一等"),
        body=(say("正在记下来。"),),
        picture=Picture.WAITING,
        jobs=(lane.job(work, seconds=SETTLE_SECONDS),),
        footer=NO_WAY_OUT,
        seals=True,
    )


def nothing_to_settle() -> Page[None]:
    """Every print's end is known."""
    return Notice(
        name="nothing_to_settle",
        title=say("没有待处理的打印"),
        body=(say("每一张都清楚。"),),
        picture=Picture.DONE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_BACK,
    )


def _sample(count: int, kind: Kind, lane: str) -> Entry:
    at = datetime(2026, 11, 21, 9, 5, tzinfo=UTC)
    document = Document(kind.name.lower(), Pseudonym(bytes(16)), "2025", 1, date(2026, 11, 20), bytes(16), lane)
    return Entry(PrintTicket(DocumentSerial(count)), document, PrintState.UNKNOWN, at, at)


SAMPLE_PRINTS: Final = (
    _sample(0x0301A4F2, Kind.YEARLY_RECORD, "document_printer"),
    _sample(0x0301A50C, Kind.PAYMENT_YEAR, "receipt_printer"),
)

EXAMPLES: Mapping[str, Page[object]] = {
    "list": list_prints(SAMPLE_PRINTS),
    "one": what_became_of(SAMPLE_PRINTS[0]),
    "none": nothing_to_settle(),
    "asking": unknown_prints(RECEIPTS),
    "noting": settling_one(RECEIPTS, SAMPLE_PRINTS[0].ticket, lambda: None, printed=True),
}
