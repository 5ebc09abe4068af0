"""A terminal at night for the flows: real records, books, roll and stick; conversations whose jobs are really done."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from devices.deadline import Deadline
from kiosk.core.config import Config, StaffConfig, TerminalConfig
from kiosk.core.deeds import Deed
from kiosk.core.lane import Lanes
from kiosk.core.page import Choose, Panel, Review, Table
from kiosk.core.pin import Pin
from kiosk.core.staff import StaffMember, StaffNumber, StaffRole
from kiosk.core.text import Wording
from kiosk.core.upkeep import ClockRefused
from kiosk.demo.people import people
from kiosk.flows.staff.service import OnDuty
from kiosk.notary import Notary
from kiosk.staff.roster import MACHINE
from kiosk.store.builder import Origin, build
from kiosk.store.keys import FileKey, key_file
from kiosk.store.signing import make_signing_key
from kiosk.trials import Fittings
from kiosk.upkeep import MachineUpkeep
from kiosk.wiring import Workshop, books
from tests.flows.staff.desk import ATTENDANT_PIN, Desk, Talk
from tests.store.terminal import ORIGIN

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from datetime import datetime
    from pathlib import Path

    from kiosk.audit.declaring import Event
    from kiosk.core.page import Progress
    from kiosk.store.records import Records

NEWER = replace(ORIGIN, cut_off=date(2026, 11, 21), version=5)
CHIEF, CHIEFS_PIN = StaffMember(StaffNumber("1003"), StaffRole.ADMINISTRATOR), "48291357"
TECHNICIAN, TECHNICIANS_PIN = StaffMember(StaffNumber("2004"), StaffRole.TECHNICIAN), "73920516"
AUDITOR, AUDITORS_PIN = StaffMember(StaffNumber("0441"), StaffRole.AUDITOR), "26840173"
PEOPLE = tuple(people(60, 7, date(2026, 11, 21)))


class Night(Desk):
    """The terminal, its people, and the folder that plays a stick."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, config=StaffConfig(shuffled_keys=False))
        self.clock.sleep(6 * 3600)  # from the afternoon on
        self.data = folder / "var"
        self.key = FileKey(key_file(self.data))
        self.key.make()
        make_signing_key(self.data, self.key, date(2026, 11, 1))
        build(self.data, self.key, ORIGIN, PEOPLE)
        terminal = TerminalConfig("T007", 7, ORIGIN.agency, "12333", ORIGIN.county)
        config: Config = replace(self.hall.config, data=self.data, terminal=terminal, staff=self.config)
        self.stick = folder / "media" / "KINGSTON"
        self.plugged: tuple[Path, ...] = ()
        self.noted: list[Event] = []
        self.hooks = sys.excepthook, threading.excepthook
        self.notary = Notary(config, self.clock, self._trouble)
        self.notary.open()
        self.workshop = Workshop(config, self.clock, lambda _entry: None)
        self.books = books(config, self.clock, self.workshop, self.notary)
        self.records: Records = self._opened(config)
        self.clock_refused: ClockRefused | None = None
        self.clock_set_to: list[datetime] = []
        lanes = Lanes({}, lambda _message: None)
        fittings = Fittings(config)
        self.upkeep = MachineUpkeep(
            config, self.clock, lanes, fittings, lambda _message: None, setting_clock=self._set_clock
        )
        self.hall = replace(
            self.hall,
            config=config,
            today=lambda: self.clock.now().date(),
            note=self._note,
            sticks=lambda: self.plugged,
        )
        for member, pin in ((CHIEF, CHIEFS_PIN), (TECHNICIAN, TECHNICIANS_PIN), (AUDITOR, AUDITORS_PIN)):
            self.room.add(MACHINE, member.number, member.role, pin=Pin(pin))

    def _opened(self, config: Config) -> Records:
        from kiosk.store.records import Records as Opened

        return Opened(config.data, self.key, self.clock, None)

    def _set_clock(self, to: datetime) -> None:
        if self.clock_refused is not None:
            raise self.clock_refused
        self.clock_set_to.append(to)

    def _trouble(self, error: Exception) -> None:
        raise error

    def _note(self, event: Deed | Event) -> None:
        assert not isinstance(event, Deed)  # deeds are another matter's; nothing here tells of any
        self.noted.append(event)
        self.notary.note(event)

    def close(self) -> None:
        """Let go of everything, and of Python's hooks."""
        self.records.close()
        self.upkeep.close()
        self.workshop.close()
        self.notary.close()
        self.room.close()
        sys.excepthook, threading.excepthook = self.hooks

    def events(self) -> list[str]:
        return [event.kind.id for event in self.noted]

    def plug_in(self, origin: Origin | None = None, key: FileKey | None = None) -> Path:
        """Plug the stick in, with records on it if it is said whose."""
        self.stick.mkdir(parents=True, exist_ok=True)
        self.plugged = (self.stick,)
        if origin is not None:
            build(self.stick / "T007", key or self.key, origin, PEOPLE[:40])
        return self.stick

    def duty(self, member: StaffMember) -> OnDuty:
        return OnDuty(replace(self.hall, on_duty=lambda: member.number), member)

    def begins(self, flow: Coroutine[Any, Any, Any]) -> Shift:
        return Shift(flow, self)


class Shift(Talk):
    """A conversation in which the lanes' jobs are really done."""

    def __init__(self, flow: Coroutine[Any, Any, Any], night: Night) -> None:
        self._night = night
        self.said: list[Progress] = []
        super().__init__(flow, night)

    def does(self) -> Shift:
        """The lane does the page's job."""
        carried: dict[str, object] = {
            "store": self._night.records,
            "books": self._night.books,
            "staff": self._night.room,
            "upkeep": self._night.upkeep,
        }
        (job,) = self.page.jobs
        try:
            value = job.work(carried[job.lane], Deadline(self._night.clock, job.seconds), self.said.append)
        except Exception as error:  # noqa: BLE001 - as a lane hands it to the visit
            self._go(None, error)
        else:
            self._go(value, None)
        return self

    def presses(self, label: str) -> Shift:
        """Touch the button beside a line of a panel."""
        page = self.page
        assert isinstance(page, Panel)
        actions = [gauge.action for gauge in page.gauges if gauge.action is not None]
        (value,) = [action.value for action in actions if action.label.written(Wording()) == label]
        self._go(value, None)
        return self

    def another_agrees(self, own: str, other: StaffMember | None = None, pin: str = ATTENDANT_PIN) -> Shift:
        """Both give their PINs."""
        number = "0217" if other is None else str(other.number)
        if other is None and not any(str(each.number) == "0217" for each in self._night.room.everybody()):
            self._night.attendant()
        self.sees("这件事，要两个人").touches("他在这里").types(own).works()
        self.sees("现在请另一位来").touches("我来了").touches("输工号").types(number).types(pin).works()
        return self

    def shown(self) -> str:
        """Everything that stands on the page."""
        page, wording = self.page, Wording()
        texts = [page.title, *page.body]
        if isinstance(page, (Review, Table)):
            texts += [text for row in page.rows for text in (row.label, row.figure, row.note) if text is not None]
        if isinstance(page, Panel):
            texts += [text for g in page.gauges for text in (g.label, g.state, g.detail) if text is not None]
        if isinstance(page, Choose):
            texts += [choice.label for choice in page.choices]
        return "\n".join(text.written(wording) for text in texts)
