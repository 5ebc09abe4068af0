"""The records, for staff: what they are, whether they are whole, and other ones in their place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from kiosk.core.page import Action, Gauge, Notice, Panel, Picture, Tone
from kiosk.core.record import DataState, RecordError
from kiosk.core.staff import StaffRole
from kiosk.core.text import Count, Day, Word, say
from kiosk.screens.look_up import LOOK_UP
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_OUT, SAMPLE_ADMINISTRATOR, SAMPLE_TECHNICIAN, UNDERSTOOD, header
from kiosk.screens.staff.working import SECONDS, Stopped, looking, telling, working

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from kiosk.audit.declaring import Event
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text
    from kiosk.store.records import Records

    Note = Callable[[Event], None]

_LONG_SINCE: Final = 0
"""A day's year is always written: nobody mistakes last year's data for this year's."""


@dataclass(frozen=True)
class Kept:
    """The records in use, None if they can't be read, and those that were before, None if there are none."""

    now: DataState | None
    earlier: DataState | None


class RecordsWish(Enum):
    """What to do with them."""

    CHECK = auto()
    REPLACE = auto()
    GO_BACK = auto()
    WIPE = auto()
    ENOUGH = auto()


class Yes(Enum):
    """Whether to do it."""

    DO_IT = auto()
    NOT_NOW = auto()


def looking_at_records() -> Page[Kept]:
    """See what is there."""

    def work(records: Records, _deadline: Deadline, _report: Report) -> Kept:
        try:
            now = records.state()
        except RecordError:
            now = None
        return Kept(now, records.earlier())

    return looking("looking_at_records", LOOK_UP.job(work, seconds=60.0))


def day_of(day: date) -> Day:
    """A day with its year."""
    return Day(day, _LONG_SINCE, private=False)


def _line(label: Text, state: DataState | None, nothing: Text, *, well: bool | None) -> Gauge[RecordsWish]:
    if state is None:
        return Gauge(label, nothing, well=well, icon="file-text")
    detail = say("{people}人，版本{version}", people=Count(state.people), version=Count(state.version))
    return Gauge(label, say("到{day}", day=day_of(state.cut_off)), well=True, detail=detail, icon="file-text")


_WIPE: Final[Gauge[RecordsWish]] = Gauge(
    say("机器要撤走时"), say("可以全部清掉"), None, action=Action(say("清掉数据"), RecordsWish.WIPE), icon="ban"
)


def records_panel(kept: Kept, member: StaffMember) -> Page[RecordsWish]:
    """How the records are, and what can be done."""
    actions = [Action(say("换新数据"), RecordsWish.REPLACE, "history", Tone.GO)]
    if kept.now is not None:
        actions.append(Action(say("核对一遍"), RecordsWish.CHECK, "list"))
    if kept.earlier is not None:
        actions.append(Action(say("换回上一份"), RecordsWish.GO_BACK, "arrow-left"))
    actions.append(Action(say("好了"), RecordsWish.ENOUGH, "check"))
    may_wipe = member.may_act_as(StaffRole.ADMINISTRATOR) and (kept.now is not None or kept.earlier is not None)
    agency = () if kept.now is None else (say("{agency}", agency=Word(kept.now.agency)),)
    return Panel(
        name="staff_records",
        title=say("这台机器的数据"),
        body=agency,
        gauges=(
            _line(say("正在用的"), kept.now, say("读不出来"), well=False),
            _line(say("上一份"), kept.earlier, say("没有"), well=None),
            *((_WIPE,) if may_wipe else ()),
        ),
        actions=tuple(actions),
        header=header(member),
        footer=FOOTER,
    )


# -- are they whole ---------------------------------------------------------------------------------------------


def checking_records() -> Page[Stopped | None]:
    """Read every row and compare. Raises `StoreDamaged`."""

    def work(records: Records, deadline: Deadline, report: Report) -> None:
        records.check(telling(deadline, report))

    return working("checking_records", say("正在核对数据"), LOOK_UP.job(work, seconds=SECONDS), say("每一行都要看。"))


def records_whole() -> Page[None]:
    """Nothing was altered."""
    return Notice(
        name="records_whole",
        title=say("数据完好"),
        body=(say("每一行，都和封存时一样。"),),
        picture=Picture.DONE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


def records_not_whole() -> Page[None]:
    """Something is not as it was sealed."""
    return Notice(
        name="records_not_whole",
        title=say("数据坏了"),
        body=(say("和封存时不一样，不能用。"), say("换新数据，或换回上一份。")),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


SAMPLE_STATE: Final = DataState("某某县社会保险事业管理局", "990101", date(2026, 11, 20), 5, 86_412)
SAMPLE_BEFORE: Final = DataState("某某县社会保险事业管理局", "990101", date(2026, 10, 31), 4, 86_377)

EXAMPLES: Mapping[str, Page[object]] = {
    "records": records_panel(Kept(SAMPLE_STATE, SAMPLE_BEFORE), SAMPLE_TECHNICIAN),
    "records-administrator": records_panel(Kept(SAMPLE_STATE, SAMPLE_BEFORE), SAMPLE_ADMINISTRATOR),
    "first": records_panel(Kept(None, None), SAMPLE_TECHNICIAN),
    "checking": checking_records(),
    "whole": records_whole(),
    "not-whole": records_not_whole(),
}
