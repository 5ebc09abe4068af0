"""Today's prints by kind and how they ended, and one by one; those that somebody has to look for. Whose they are is not said."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiosk.core.page import Action, Gauge, Panel, Row, Tone
from kiosk.core.text import Count, Word, say
from kiosk.core.values import dataclass
from kiosk.ledger.document import PrintState, PrintTicket
from kiosk.screens.staff.device_words import moment_of
from kiosk.screens.staff.phrases import FOOTER, SAMPLE, header
from kiosk.screens.staff.stick import BOOKS
from kiosk.screens.staff.unknown_prints import SAMPLE_PRINTS, SHOWN_DIGITS
from kiosk.screens.staff.working import listed, looking
from kiosk.statement.model import TITLES, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.deadline import Deadline
    from kiosk.books.books import Books
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text
    from kiosk.ledger.document import Entry

_STATES: Final[Mapping[PrintState, Text]] = MappingProxyType(
    {
        PrintState.INTENDED: say("还没送出"),
        PrintState.SENDING: say("正在打"),
        PrintState.PROVED: say("打好了"),
        PrintState.FAILED: say("没打成"),
        PrintState.ABANDONED: say("没打，人走了"),
        PrintState.UNKNOWN: say("不知道打没打"),
        PrintState.SETTLED_PRINTED: say("看过，打好了"),
        PrintState.SETTLED_NOT_PRINTED: say("看过，没打成"),
        PrintState.TAKEN_BACK: say("没人拿，收回了"),
    }
)


@dataclass(frozen=True)
class PrintCount:
    """So many prints of a kind ended so."""

    kind: str
    state: PrintState
    number: int


def counting_prints() -> Page[tuple[PrintCount, ...]]:
    """Count today's prints, and older ones nobody knows the end of. Raises what the journal raises."""

    def work(books: Books, _deadline: Deadline, _report: Report) -> tuple[PrintCount, ...]:
        counted = Counter((entry.document.kind, entry.state) for entry in books.prints_today())
        return tuple(PrintCount(kind, state, number) for (kind, state), number in sorted(counted.items()))

    return looking("counting_prints", BOOKS.job(work, seconds=60.0))


class PrintsWish(Enum):
    """What next."""

    SETTLE = auto()
    EACH = auto()
    ENOUGH = auto()


def prints_of_the_day(counts: tuple[PrintCount, ...], member: StaffMember) -> Page[PrintsWish]:
    """Show them; those nobody knows the end of can be settled from here."""
    unknown = sum(each.number for each in counts if each.state is PrintState.UNKNOWN)
    settle = (Action(say("去看不知道的"), PrintsWish.SETTLE, "eye", Tone.GO),) if unknown else ()
    each_one = (Action(say("一张一张看"), PrintsWish.EACH, "list"),) if counts else ()
    body = say("有{unknown}张不知道打没打。", unknown=Count(unknown)) if unknown else say("没有要去看的。")
    return listed(
        "prints_of_the_day",
        say("今天打的单子"),
        tuple(
            Row(say("{kind}", kind=Word(_title(each.kind))), say("{n}张", n=Count(each.number)), _STATES[each.state])
            for each in counts
        ),
        body,
        actions=(*settle, *each_one, Action(say("看好了"), PrintsWish.ENOUGH, "check")),
        header=header(member),
    )


# -- one by one -------------------------------------------------------------------------------------------------

A_PAGE: Final = 12


def reading_prints() -> Page[tuple[Entry, ...]]:
    """Read today's prints, and older ones nobody knows the end of, the newest first. Raises what the journal raises."""

    def work(books: Books, _deadline: Deadline, _report: Report) -> tuple[Entry, ...]:
        return books.prints_today()[::-1]

    return looking("reading_prints", BOOKS.job(work, seconds=60.0))


class Turn(Enum):
    """Which prints next."""

    EARLIER = auto()
    LATER = auto()
    ENOUGH = auto()


def print_journal(entries: tuple[Entry, ...], begin: int, member: StaffMember) -> Page[Turn | PrintTicket]:
    """Show a page of them from number `begin` on; of one nobody knows the end of, its ticket is answered: it is looked for."""
    shown = entries[begin : begin + A_PAGE]
    end = begin + len(shown)
    earlier = (Action[Turn | PrintTicket](say("再往前看"), Turn.EARLIER, "history"),) if end < len(entries) else ()
    later = (Action[Turn | PrintTicket](say("往后看"), Turn.LATER, "arrow-right"),) if begin else ()
    which = say("今天打的单子，第{first}到{last}张", first=Count(begin + 1), last=Count(end))
    return Panel["Turn | PrintTicket"](
        name="print_journal",
        title=which if entries else say("今天打的单子"),
        body=(say("一共{n}张，新的在前。", n=Count(len(entries))) if entries else say("没有单子。"),),
        gauges=tuple(map(_line, shown)),
        actions=(Action(say("看好了"), Turn.ENOUGH, "check", Tone.GO), *earlier, *later),
        header=header(member),
        footer=FOOTER,
    )


_WELL: Final = MappingProxyType({PrintState.PROVED: True, PrintState.SETTLED_PRINTED: True, PrintState.FAILED: False})


def _line(entry: Entry) -> Gauge[Turn | PrintTicket]:
    unknown = entry.state is PrintState.UNKNOWN
    serial = Word(str(entry.ticket.serial)[-SHOWN_DIGITS:])
    return Gauge(
        say("{kind}", kind=Word(_title(entry.document.kind))),
        _STATES[entry.state],
        _WELL.get(entry.state),
        say("{at}　{serial}", at=moment_of(entry.intended_at), serial=serial),
        Action[Turn | PrintTicket](say("去看"), entry.ticket, "eye") if unknown else None,
        sign="" if unknown or entry.state in _WELL else "info",
    )


def _title(kind: str) -> str:
    """What people call a kind of paper; its own name where a later version printed it."""
    return next((TITLES[each] for each in Kind if each.name.lower() == kind), kind)


_COUNTS: Final = (
    PrintCount("payment_year", PrintState.PROVED, 14),
    PrintCount("window_slip", PrintState.PROVED, 3),
    PrintCount("yearly_record", PrintState.FAILED, 1),
    PrintCount("yearly_record", PrintState.UNKNOWN, 2),
)

_EVERY_END: Final = tuple(replace(SAMPLE_PRINTS[n % 2], state=state) for n, state in enumerate(PrintState))

EXAMPLES: Mapping[str, Page[object]] = {
    "prints": prints_of_the_day(_COUNTS, SAMPLE),
    "known": prints_of_the_day(_COUNTS[:2], SAMPLE),
    "none": prints_of_the_day((), SAMPLE),
    "reading": reading_prints(),
    "each-none": print_journal((), 0, SAMPLE),
    "each": print_journal(_EVERY_END, 0, SAMPLE),
    "each-middle": print_journal(_EVERY_END * 3, A_PAGE, SAMPLE),
}
