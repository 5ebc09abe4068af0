"""Doing away with the records for good: what goes, what stays, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from kiosk.audit.maintenance_events import DATA_WIPED
from kiosk.core.page import Action, Notice, Picture, Progress, Review, Row, Tone, Wait
from kiosk.core.record import DataState
from kiosk.core.text import Count, say
from kiosk.screens.look_up import LOOK_UP
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_OUT, SAMPLE_ADMINISTRATOR, UNDERSTOOD, header
from kiosk.screens.staff.records import Kept, Yes, day_of
from kiosk.screens.staff.working import SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from kiosk.audit.declaring import Event
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text
    from kiosk.store.records import Records

BEGUN: Final = "records-begun"
RECORDS: Final = "records"
"""What the audit says is about to be wiped, and was."""


def wipe_all(kept: Kept, member: StaffMember) -> Page[Yes]:
    """What would be gone, and what stays."""
    return Review(
        name="wipe_records",
        title=say("清掉所有数据吗？"),
        body=(say("清掉了，就找不回来。"), say("打印记录和日志都留着。")),
        rows=(_row(say("正在用的"), kept.now), _row(say("上一份"), kept.earlier)),
        actions=(Action(say("先不清"), Yes.NOT_NOW, "x"), Action(say("全部清掉"), Yes.DO_IT, "ban", Tone.TROUBLE)),
        header=header(member),
        footer=FOOTER,
    )


def _row(label: Text, state: DataState | None) -> Row:
    if state is None:
        return Row(label, say("没有"))
    return Row(
        label,
        say("{people}人", people=Count(state.people)),
        note=say("到{day}，版本{version}", day=day_of(state.cut_off), version=Count(state.version)),
    )


def wiping(member: StaffMember, note: Callable[[Event], None]) -> Page[None]:
    """Write over them and remove them. The audit is told before and after: the power may go between. Raises `NotWiped`."""

    def work(records: Records, _deadline: Deadline, report: Report) -> None:
        note(DATA_WIPED(member, what=BEGUN))
        records.wipe(lambda done, total: report(Progress(done=done, total=total)))
        note(DATA_WIPED(member, what=RECORDS))

    return Wait(
        name="wiping_records",
        shows_after=0.3,
        title=say("正在清数据"),
        body=(say("请别关机。"),),
        picture=Picture.WAITING,
        jobs=(LOOK_UP.job(work, seconds=SECONDS),),
        footer=NO_WAY_OUT,
        seals=True,
        patient=True,
    )


def wiped() -> Page[None]:
    """Nothing is there any more."""
    return Notice(
        name="records_wiped",
        title=say("数据清掉了"),
        body=(say("这台机器查不到人了。"), say("还要用，请换新数据。")),
        picture=Picture.DONE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


def not_wiped() -> Page[None]:
    """The disk did not let it."""
    return Notice(
        name="records_not_wiped",
        title=say("没有清完"),
        body=(say("磁盘没有让全部清掉。"), say("请再清一次。"), say("还不行，就拆下磁盘。")),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


_NOW: Final = DataState("某某县社会保险事业管理局", "990101", date(2026, 11, 20), 5, 86_412)
_BEFORE: Final = DataState("某某县社会保险事业管理局", "990101", date(2026, 10, 31), 4, 86_377)

EXAMPLES: Mapping[str, Page[object]] = {
    "wipe": wipe_all(Kept(_NOW, _BEFORE), SAMPLE_ADMINISTRATOR),
    "wipe-first": wipe_all(Kept(_NOW, None), SAMPLE_ADMINISTRATOR),
    "wiping": wiping(SAMPLE_ADMINISTRATOR, lambda _event: None),
    "wiped": wiped(),
    "not-wiped": not_wiped(),
}
