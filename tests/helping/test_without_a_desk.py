"""请人帮忙 in a hall without a desk: the lamp pulses, the chime sounds, again after a minute, and the audit has it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from devices.deadline import Deadline
from devices.roles import Glow, Lamp
from kiosk.audit.log import AuditLog
from kiosk.calling import Calling
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.config import Config, IdleConfig
from kiosk.core.house import Onward
from kiosk.core.stage import Chorus
from kiosk.core.visit import Visit
from kiosk.lights.stage import LightsStage
from tests.core.rehearsal import House, Orders
from tests.helping.test_helping import _is_a_bug, script

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kiosk.core.page import Job

PULSES = {Lamp.IN_SERVICE: Glow.ON, Lamp.HELP: Glow.PULSE}
STROKE = {**PULSES, Lamp.CHIME: Glow.ONCE}
DARK = {Lamp.IN_SERVICE: Glow.ON}


class DesklessHall:
    """A terminal as it comes out of the box, with lamps and a chime."""

    def __init__(self, folder: Path) -> None:
        self.clock = VirtualClock(datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI))
        self.shone: list[Mapping[Lamp, Glow]] = []
        self._log = folder / "audit.jsonl"
        self._audit = AuditLog(self._log, bytes(32), self.clock)
        lights = LightsStage(self._perform, closed=frozenset(), help_page="help_here")
        self.calling = Calling(
            Config(), self.clock, lambda _: None, lambda: self.visit, note=self._audit.write, lights=lights
        )
        self.visit = Visit(
            script,
            house=House(),
            stage=Chorus([lights, *self.calling.stages]),
            orders=Orders(),
            clock=self.clock,
            idle=IdleConfig(),
            on_bug=_is_a_bug,
            read_now=lambda: None,
        )
        self.visit.begin()
        self.answers("a")
        self.shone.clear()

    def show(self, lamps: Mapping[Lamp, Glow], deadline: Deadline) -> None:
        """The board of lamps."""
        deadline.check()
        self.shone.append(dict(lamps))

    def _perform(self, job: Job[Any]) -> None:
        job.work(self, Deadline(self.clock, job.seconds), lambda _: None)

    def answers(self, value: object) -> None:
        assert self.visit.ticket is not None
        self.visit.answered(self.visit.ticket, value)

    def waits(self, seconds: float) -> None:
        """As the app: the visit is ticked first."""
        until = self.clock.monotonic() + seconds
        while self.clock.monotonic() < until:
            self.clock.sleep(0.5)
            self.visit.tick()
            self.calling.tick()

    @property
    def told(self) -> list[tuple[str, str, dict[str, object]]]:
        """What the audit says of calls: event, by whom, what."""
        lines = map(json.loads, self._log.read_text(encoding="utf-8").splitlines())
        return [(line["event"], line["by"], line["fields"]) for line in lines if line["event"].startswith("help-")]

    def close(self) -> None:
        self._audit.close()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[DesklessHall]:
    made = DesklessHall(tmp_path)
    yield made
    made.close()


def test_the_lamp_pulses_and_the_chime_sounds_at_once_and_once_more_often_after_a_minute(hall: DesklessHall) -> None:
    hall.calling.pressed()
    assert hall.visit.page is not None
    assert hall.visit.page.name == "help_here"
    assert hall.shone == [PULSES, STROKE, PULSES]
    assert hall.told == [("help-called", "person", {"kind": "help"})]
    hall.waits(62)
    assert hall.shone == [PULSES, *[STROKE, PULSES] * 3]
    assert hall.told[1:] == [("help-called-again", "machine", {"kind": "help", "times": 1, "seconds": 60})]
    assert hall.visit.page.name == "help_here"


def test_who_goes_on_alone_puts_lamp_and_chime_out(hall: DesklessHall) -> None:
    hall.calling.pressed()
    hall.waits(5)
    hall.answers(Onward.GO_ON)
    assert hall.shone[-1] == DARK
    assert [event for event, _, _ in hall.told] == ["help-called", "help-called-off"]
    hall.waits(120)
    assert hall.shone[-1] == DARK
    assert len(hall.told) == 2


def test_who_signs_in_has_come_and_the_audit_says_how_long_it_took(hall: DesklessHall) -> None:
    hall.calling.pressed()
    hall.waits(30)
    hall.calling.somebody_is_here()
    assert hall.shone[-1] == DARK
    assert hall.told[-1] == ("help-settled", "machine", {"kind": "help", "seconds": 31, "came": True})
