"""Other records in the place of those in use: which, from where, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiosk.audit.maintenance_events import RECORDS_REPLACED
from kiosk.core.config import TerminalConfig
from kiosk.core.page import Action, Choice, Choose, Notice, Picture, Review, Row, Tone
from kiosk.core.record import DataState, DiskFull
from kiosk.core.text import Count, Digits, Word, say
from kiosk.screens.look_up import LOOK_UP
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_OUT, SAMPLE_TECHNICIAN, UNDERSTOOD, header
from kiosk.screens.staff.records import SAMPLE_BEFORE, SAMPLE_STATE, Yes, day_of
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
)
from kiosk.store.sticks import records_on

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from kiosk.audit.declaring import Event
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text
    from kiosk.store.records import Records

    Note = Callable[[Event], None]


class From(Enum):
    """Where the records come from that are put in use."""

    STICK = auto()
    FOLDER = auto()
    HERE = auto()
    """They are those that were in use before."""

    @classmethod
    def of(cls, found: Offer) -> From:
        """Return where these lie."""
        return cls.STICK if found.on_stick else cls.FOLDER


def looking_for_records(sticks: Callable[[], tuple[Path, ...]], folder: str) -> Page[tuple[Offer, ...]]:
    """Look for records on whatever is plugged in, and in a folder if one is named."""
    job = LOOK_UP.job(lambda _records, _d, _r: records_on(sticks(), folder), seconds=60.0)
    return looking("looking_for_records", job)


def no_records_there(*, folder: bool = False) -> Page[Again]:
    """No stick, or none with records on it; nor are they in a `folder`, if one is named."""
    where = say("请插上U盘，或放到文件夹里。") if folder else say("请插上有数据的U盘。")
    return Notice(
        name="no_records_there",
        title=say("没找到新数据"),
        body=(where, say("数据在 records 文件夹里。")),
        picture=Picture.HELP,
        actions=(
            Action(say("放好了") if folder else say("插好了"), Again.LOOK, "check", Tone.GO),
            Action(say("先不换"), Again.NOT_NOW, "x"),
        ),
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
    mind = say("U盘先别拔。") if found.on_stick else say("文件夹先别动。")
    return working("taking_records", say("正在换数据"), job, mind, seals=True)


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


def records_replaced(state: DataState, source: From = From.STICK) -> Page[None]:
    """Other records are in use now."""
    pull = (say("U盘可以拔了。"),) if source is From.STICK else ()
    return Notice(
        name="records_replaced",
        title=say("数据换好了"),
        body=(
            say("数据到{day}。", day=day_of(state.cut_off)),
            say("一共{people}人，版本{version}。", people=Count(state.people), version=Count(state.version)),
            *pull,
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


_ELSEWHERE: Final[Mapping[tuple[type[RecordsRefused], From], tuple[Text, ...]]] = MappingProxyType(
    {
        (StickGone, From.FOLDER): (say("文件夹读不出来。"), say("看看它还在不在，再来。")),
        (NoRecordsThere, From.FOLDER): (say("文件夹里没有数据了。"),),
        (NoRecordsThere, From.HERE): (say("上一份已经不在了。"),),
    }
)
"""What is said in another way of records that don't come on a stick."""


def records_refused(refusal: RecordsRefused, source: From = From.STICK) -> Page[None]:
    """Why they are not put in use, and what to do. Those in use stay."""
    kind = type(refusal)
    return Notice(
        name=f"records_refused_{refusal.code.replace('-', '_')}",
        title=say("没有换"),
        body=(*_ELSEWHERE.get((kind, source), _WHY[kind]), say("现在的数据没有动。")),
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


_OFFER: Final = Offer(Path("/media/KINGSTON"), SAMPLE_STATE, 41_943_040)

EXAMPLES: Mapping[str, Page[object]] = {
    "none": no_records_there(),
    "none-in-folder": no_records_there(folder=True),
    "taking": taking(_OFFER, TerminalConfig(), SAMPLE_TECHNICIAN, lambda _event: None),
    "taking-from-folder": taking(replace(_OFFER, on_stick=False), TerminalConfig(), SAMPLE_TECHNICIAN, lambda _event: None),
    "which": which_records((_OFFER, Offer(Path("/media/OTHER"), SAMPLE_BEFORE, 1))),
    "this": this_one(_OFFER, SAMPLE_TECHNICIAN),
    "back": go_back_to(SAMPLE_BEFORE, SAMPLE_TECHNICIAN),
    "replaced": records_replaced(SAMPLE_STATE),
    "replaced-from-folder": records_replaced(SAMPLE_STATE, From.FOLDER),
    "folder-gone": records_refused(StickGone(), From.FOLDER),
    "folder-empty": records_refused(NoRecordsThere(), From.FOLDER),
    "earlier-gone": records_refused(NoRecordsThere(), From.HERE),
    "no-room": no_room(),
    **{
        kind.code: records_refused(kind())
        for kind in (
            StickGone, NoRecordsThere, CutShort, NotWhole, TooNew, ForAnotherTerminal, OfAnotherAgency, NotNewer,
        )
    },
}  # fmt: skip
