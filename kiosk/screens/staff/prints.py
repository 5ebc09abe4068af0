"""Today's prints by kind and how they ended, and those that somebody has to look for. Whose they are is not said."""

from __future__ import annotations

from collections import Counter
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiosk.core.page import Action, Row, Tone
from kiosk.core.text import Count, Word, say
from kiosk.core.values import dataclass
from kiosk.ledger.document import PrintState
from kiosk.screens.staff.phrases import SAMPLE, header
from kiosk.screens.staff.stick import BOOKS
from kiosk.screens.staff.working import listed, looking
from kiosk.statement.model import TITLES, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.deadline import Deadline
    from kiosk.books.books import Books
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text

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
    ENOUGH = auto()


def prints_of_the_day(counts: tuple[PrintCount, ...], member: StaffMember) -> Page[PrintsWish]:
    """Show them; those nobody knows the end of can be settled from here."""
    unknown = sum(each.number for each in counts if each.state is PrintState.UNKNOWN)
    settle = (Action(say("去看不知道的"), PrintsWish.SETTLE, "eye", Tone.GO),) if unknown else ()
    body = say("有{unknown}张不知道打没打。", unknown=Count(unknown)) if unknown else say("没有要去看的。")
    return listed(
        "prints_of_the_day",
        say("今天打的单子"),
        tuple(
            Row(say("{kind}", kind=Word(_title(each.kind))), say("{n}张", n=Count(each.number)), _STATES[each.state])
            for each in counts
        ),
        body,
        actions=(*settle, Action(say("看好了"), PrintsWish.ENOUGH, "check")),
        header=header(member),
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

EXAMPLES: Mapping[str, Page[object]] = {
    "prints": prints_of_the_day(_COUNTS, SAMPLE),
    "known": prints_of_the_day(_COUNTS[:2], SAMPLE),
    "none": prints_of_the_day((), SAMPLE),
}
