"""The records, for staff: what they are, whether they are whole, and other ones in their place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiosk.audit.maintenance_events import RECORDS_REPLACED
from kiosk.core.page import Action, Choice, Choose, Gauge, Notice, Panel, Picture, Review, Row, Tone
from kiosk.core.record import DataState, DiskFull, RecordError
from kiosk.core.staff import StaffRole
from kiosk.core.text import Count, Day, Digits, Word, say
from kiosk.screens.look_up import LOOK_UP
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_OUT, SAMPLE_ADMINISTRATOR, SAMPLE_TECHNICIAN, UNDERSTOOD, header
from kiosk.screens.staff.stick import MOST, Again, name_of
from kiosk.screens.staff.working import SECONDS, Stopped, looking, telling, working
from kiosk.store.replacing import (
    CutShort,
    ForAnotherTerminal,
    NoRecordsThere,
    NotNewer,
    NotWhole,
    OfAnotherAgency,
    Offer,
    RecordsRefused,
    StickGone,
    TooNew,
    offers,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from kiosk.audit.declaring import Event
    from kiosk.core.config import TerminalConfig
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


# -- other ones -------------------------------------------------------------------------------------------------


def looking_for_records(sticks: Callable[[], tuple[Path, ...]]) -> Page[tuple[Offer, ...]]:
    """Look for records on whatever is plugged in."""
    return looking("looking_for_records", LOOK_UP.job(lambda _records, _d, _r: offers(sticks()), seconds=60.0))


def no_records_there() -> Page[Again]:
    """No stick, or none with records on it."""
    return Notice(
        name="no_records_there",
        title=say("没找到新数据"),
        body=(say("请插上有数据的U盘。"), say("数据在 records 文件夹里。")),
        picture=Picture.HELP,
        actions=(Action(say("插好了"), Again.LOOK, "check", Tone.GO), Action(say("先不换"), Again.NOT_NOW, "x")),
        footer=NO_WAY_OUT,
    )


def which_records(found: tuple[Offer, ...]) -> Page[Offer]:
    """More than one lies there."""
    return Choose(
        name="which_records",
        title=say("用哪一份？"),
        choices=tuple(
            Choice(
                say("到{day}", day=day_of(each.state.cut_off)),
                each,
                "file-text",
                say("{name}，版本{version}", name=name_of(each.folder), version=Count(each.state.version)),
            )
            for each in found[:MOST]
        ),
        footer=FOOTER,
    )


class Yes(Enum):
    """Whether to do it."""

    DO_IT = auto()
    NOT_NOW = auto()


def _rows(state: DataState) -> tuple[Row, ...]:
    return (
        Row(say("单位"), say("{agency}", agency=Word(state.agency))),
        Row(say("县区代码"), say("{county}", county=Digits(state.county, private=False))),
        Row(say("数据到"), say("{day}", day=day_of(state.cut_off))),
        Row(say("人数"), say("{people}", people=Count(state.people))),
        Row(say("版本"), say("{version}", version=Count(state.version))),
    )


def this_one(found: Offer, member: StaffMember) -> Page[Yes]:
    """What the records say of themselves, before they are copied and checked."""
    return Review(
        name="these_records",
        title=say("换成这份数据吗？"),
        body=(say("先抄过来，全部核对好才换。"),),
        rows=_rows(found.state),
        actions=(Action(say("换成这份"), Yes.DO_IT, "check", Tone.GO), Action(say("先不换"), Yes.NOT_NOW, "x")),
        header=header(member),
        footer=FOOTER,
    )


def go_back_to(state: DataState, member: StaffMember) -> Page[Yes]:
    """The records that were in use before."""
    return Review(
        name="earlier_records",
        title=say("换回上一份数据吗？"),
        body=(say("全部核对好才换。"),),
        rows=_rows(state),
        actions=(Action(say("换回这份"), Yes.DO_IT, "check", Tone.GO), Action(say("先不换"), Yes.NOT_NOW, "x")),
        header=header(member),
        footer=FOOTER,
    )


def taking(found: Offer, terminal: TerminalConfig, member: StaffMember, note: Note) -> Page[DataState | Stopped]:
    """Copy, verify and put in use. Raises `RecordsRefused` and `DiskFull`; the audit is told either way."""

    def work(records: Records, deadline: Deadline, report: Report) -> DataState:
        def take() -> DataState:
            return records.take(found.folder, terminal.agency, terminal.county, telling(deadline, report))

        return _noted(take, member, note, "taken")

    job = LOOK_UP.job(work, seconds=SECONDS)
    return working("taking_records", say("正在换数据"), job, say("U盘先别拔。"), seals=True)


def going_back(member: StaffMember, note: Note) -> Page[DataState | Stopped]:
    """Verify the records before and put them in use again. Raises as `taking` does."""

    def work(records: Records, deadline: Deadline, report: Report) -> DataState:
        return _noted(lambda: records.go_back(telling(deadline, report)), member, note, "went-back")

    return working("going_back", say("正在换回上一份"), LOOK_UP.job(work, seconds=SECONDS), seals=True)


def _noted(work: Callable[[], DataState], member: StaffMember, note: Note, verdict: str) -> DataState:
    try:
        state = work()
    except RecordsRefused as refusal:
        note(RECORDS_REPLACED(member, verdict=refusal.code))
        raise
    except DiskFull:
        note(RECORDS_REPLACED(member, verdict="disk-full"))
        raise
    note(RECORDS_REPLACED(member, rows=state.people, cut_off=state.cut_off, verdict=verdict))
    return state


def records_replaced(state: DataState) -> Page[None]:
    """Other records are in use now."""
    return Notice(
        name="records_replaced",
        title=say("数据换好了"),
        body=(
            say("数据到{day}。", day=day_of(state.cut_off)),
            say("一共{people}人，版本{version}。", people=Count(state.people), version=Count(state.version)),
            say("U盘可以拔了。"),
        ),
        picture=Picture.DONE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


_WHY: Final[Mapping[type[RecordsRefused], tuple[Text, ...]]] = MappingProxyType(
    {
        StickGone: (say("U盘拔早了，或者读不出来。"), say("插好了，再来一次。")),
        NoRecordsThere: (say("U盘上没有数据。"),),
        CutShort: (say("这份没有拷完，少了后半截。"), say("请回中心重新拷一份。")),
        NotWhole: (say("这份坏了，或被人改过。"), say("请回中心重新做一份。")),
        TooNew: (say("这份比程序新。"), say("请先升级程序，再换数据。")),
        ForAnotherTerminal: (say("这份是给别的机器做的。"), say("请找给这台机器的那份。")),
        OfAnotherAgency: (say("这份是别的单位、县区的。"), say("请找本单位的那份。")),
        NotNewer: (say("这份不比现在的新。"), say("要用旧的，请换回上一份。")),
    }
)


def records_refused(refusal: RecordsRefused) -> Page[None]:
    """Why they are not put in use, and what to do. Those in use stay."""
    return Notice(
        name=f"records_refused_{refusal.code.replace('-', '_')}",
        title=say("没有换"),
        body=(*_WHY[type(refusal)], say("现在的数据没有动。")),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


def no_room() -> Page[None]:
    """The terminal's disk has no room for both."""
    return Notice(
        name="no_room_for_records",
        title=say("没有换"),
        body=(say("机器的磁盘放不下两份数据。"), say("先腾出地方，再换。"), say("现在的数据没有动。")),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


_STATE: Final = DataState("某某县社会保险事业管理局", "990101", date(2026, 11, 20), 5, 86_412)
_BEFORE: Final = DataState("某某县社会保险事业管理局", "990101", date(2026, 10, 31), 4, 86_377)
_OFFER: Final = Offer(Path("/media/KINGSTON"), _STATE, 41_943_040)

EXAMPLES: Mapping[str, Page[object]] = {
    "records": records_panel(Kept(_STATE, _BEFORE), SAMPLE_TECHNICIAN),
    "records-administrator": records_panel(Kept(_STATE, _BEFORE), SAMPLE_ADMINISTRATOR),
    "first": records_panel(Kept(None, None), SAMPLE_TECHNICIAN),
    "checking": checking_records(),
    "whole": records_whole(),
    "not-whole": records_not_whole(),
    "none": no_records_there(),
    "which": which_records((_OFFER, Offer(Path("/media/OTHER"), _BEFORE, 1))),
    "this": this_one(_OFFER, SAMPLE_TECHNICIAN),
    "back": go_back_to(_BEFORE, SAMPLE_TECHNICIAN),
    "replaced": records_replaced(_STATE),
    "no-room": no_room(),
    **{
        kind.code: records_refused(kind())
        for kind in (
            StickGone, NoRecordsThere, CutShort, NotWhole, TooNew, ForAnotherTerminal, OfAnotherAgency, NotNewer,
        )
    },
}  # fmt: skip
