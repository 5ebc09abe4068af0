"""Before the doors open: everything is asked how it is, shown, and put on paper or on a stick as one report."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from devices.errors import DeviceError
from kiosk.audit.maintenance_events import Lines
from kiosk.core.device_names import DEVICES
from kiosk.core.hours import WEEKDAYS
from kiosk.core.readiness import DeviceReadiness, Readiness, VoiceReadiness
from kiosk.core.text import say
from kiosk.core.version import version
from kiosk.flows.printing import print_statement
from kiosk.flows.staff.service import Stay
from kiosk.flows.staff.taking_along import take_along
from kiosk.screens.staff.audit import taking_files
from kiosk.screens.staff.panel_check import PANEL
from kiosk.screens.staff.readiness import (
    PROVING,
    ReadinessWish,
    asking_books,
    asking_device,
    asking_records,
    asking_roll,
    readiness_panel,
)
from kiosk.screens.staff.voice import VOICE
from kiosk.screens.staff.working import books_shut
from kiosk.statement.readiness import readiness_report

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kiosk.books.books import Books
    from kiosk.core.config import Config
    from kiosk.flows.staff.service import OnDuty
    from kiosk.voice.engine import VoiceState

_DAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


async def readiness(duty: OnDuty) -> Stay:
    """Ask everything, show it, and make the report."""
    found = None
    while True:
        try:
            found = found or await _found(duty)
        except OSError:
            await books_shut()
            return Stay.MENU
        wish = await readiness_panel(found, duty.member)
        if wish is ReadinessWish.PRINT:
            await print_statement(duty.hall, partial(readiness_report, found))
        elif wish is ReadinessWish.TAKE:
            await _take(duty, found)
        elif wish is ReadinessWish.AGAIN:
            found = None
        else:
            return Stay.MENU


async def _found(duty: OnDuty) -> Readiness:
    config = duty.hall.config
    devices = [await _device(lane) for lane in DEVICES if getattr(config, lane).make]
    records = await asking_records()
    books = await asking_books()
    roll = await asking_roll()
    panel = config.panel
    turned = f"，转{panel.rotation}度" if panel.rotation else ""
    return Readiness(
        config.terminal.id,
        config.terminal.number,
        config.terminal.agency,
        version(),
        f"{panel.width_mm:g}×{panel.height_mm:g}毫米{turned}",
        _hours(config),
        books.at,
        tuple(replace(device, test=books.tests.get(device.lane)) for device in devices),
        records,
        books.books,
        roll.staff,
        roll.locked,
        duty.hall.speaks(),
        number_enough=duty.hall.reads_staff_cards and not config.staff.card_needed,
        touch=books.tests.get(PANEL),
        voice=_voice(duty.hall.voice(), books.tests.get(VOICE)),
    )


def _voice(state: VoiceState, test: tuple[bool, date] | None) -> VoiceReadiness:
    lost = tuple(name for name, _ in state.lost)
    return VoiceReadiness(state.unrecorded, state.unsaid, lost, state.headset, test, state.shared)


async def _device(lane: str) -> DeviceReadiness:
    try:
        return await asking_device(lane)
    except DeviceError:
        return DeviceReadiness(lane, reads_cards=lane == PROVING, asked=False)


def _hours(config: Config) -> tuple[str, ...]:
    """Write each day's spans, days that follow one another alike in one; nothing of days that are closed."""
    spans = [(word, getattr(config.hours, day)) for word, day in zip(_DAYS, WEEKDAYS, strict=True)]
    written: list[str] = []
    for span, days in groupby(spans, key=lambda day: day[1]):
        words = [word for word, _ in days]
        if span:
            written.append(f"{words[0]}到{words[-1]} {span}" if words[1:] else f"{words[0]} {span}")
    return tuple(written)


async def _take(duty: OnDuty, found: Readiness) -> None:
    hall = duty.hall

    def make(books: Books) -> Mapping[str, bytes]:
        from kiosk.statement.a4 import a4  # noqa: PLC0415 - the PDF engine is loaded where nobody waits

        now = books.now()
        issue = replace(hall.issue(now.date()), printed_at=now)
        return {"readiness.pdf": a4(readiness_report(found, issue)).pdf}

    member, note = duty.member, hall.note
    await take_along(
        duty,
        say("就绪报告"),
        lambda stick: taking_files(stick, Lines.REPORT, "readiness", make, member=member, note=note),
    )
