"""A terminal in a hall, seen from outside: the product and the bench as processes, and assistive technology beside them."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from kiosk import settings
from kiosk.core.clock import SystemClock
from kiosk.core.config import ElectronicCardConfig, LanguagesConfig
from kiosk.core.pin import Pin
from kiosk.core.staff import StaffNumber, StaffRole
from kiosk.staff.roster import MACHINE
from kiosk.ui.application import BRIDGE
from kiosk.wiring import staff_room
from tests.accessibility.desktop import Desktop
from tests.accessibility.phones import PLATFORM
from tests.accessibility.reader import Reader
from tests.accessibility.stick import stick_beside
from tests.accessibility.terminal_child import PRESSED
from tests.bench.running import RunningBench
from tests.visits.at_the_machine import Bench
from tests.visits.terminal import Morning, Truth, audit_lines, entries, serials_of_sheets, serials_of_slips
from tests.visits.test_every_device import DEVICES

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from kiosk.core.config import Config, IdleConfig

ROOT: Final = Path(__file__).parents[2]
PANEL: Final = (540, 960)
"""Pixels of the panel: a quarter of the usual one's, of the same shape and millimetres."""
STAFF_NUMBER: Final = "0217"
STAFF_PIN: Final = "482915"
TECHNICIAN_NUMBER: Final = "0318"
TECHNICIAN_PIN: Final = "57390248"
ADMINISTRATOR_NUMBER: Final = "1003"
ADMINISTRATOR_PIN: Final = "83610274"
OWN_NUMBER: Final = "0555"
OWN_PINS: Final = ("806354", "739016", "264951", "951738", "417206")
"""Of an attendant who changes theirs again and again, the first one first; the machine remembers fewer."""
ASKED_TOO_LATE: Final = "qt.accessibility.atspi: Could not find accessible on path"
"""Qt's word for who asks for what stood on the page before: that is how pages change under a screen reader."""
STARTED_SECONDS: Final = 30.0
SETTLED_SECONDS: Final = 1.5
MANY_LOOK_UPS: Final = 10_000
"""Nobody here tries numbers."""


def as_in_the_hall(config: Config) -> Config:
    """Let everything be offered that scripts come for, as often as they come."""
    policy = replace(config.policy, look_ups_per_minute=MANY_LOOK_UPS, ask_rating=True)
    return replace(
        config,
        policy=policy,
        places=replace(config.places, staff_told=True),
        staff=replace(config.staff, presence_registration=True),
        languages=LanguagesConfig(("zh", "en", "ug")),
        electronic_card=ElectronicCardConfig(PLATFORM),
    )


def written_beside(config_file: Path, config: Config) -> Path:
    """Write a configuration beside the one it was made of; return the file."""
    file = config_file.with_name("in-the-hall.toml")
    file.write_text(settings.written(config), encoding="utf-8")
    return file


def enrol(config: Config) -> None:
    """Put the staff of the hall on the terminal's roll."""
    with closing(staff_room(config, SystemClock())) as room:
        room.add(MACHINE, StaffNumber(ADMINISTRATOR_NUMBER), StaffRole.ADMINISTRATOR, pin=Pin(ADMINISTRATOR_PIN))
        room.add(MACHINE, StaffNumber(OWN_NUMBER), StaffRole.ATTENDANT, pin=Pin(OWN_PINS[0]))
        room.add(MACHINE, StaffNumber(STAFF_NUMBER), StaffRole.ATTENDANT, pin=Pin(STAFF_PIN))
        room.add(MACHINE, StaffNumber(TECHNICIAN_NUMBER), StaffRole.TECHNICIAN, pin=Pin(TECHNICIAN_PIN))


class PagesShown:
    """The names of the pages that an audit tells of, oldest first; what was read of it is not read again."""

    def __init__(self, audit: Path) -> None:
        self._audit = audit
        self._read = 0
        self._pages: list[str] = []

    def names(self) -> list[str]:
        """Return them, those that have come since included."""
        with self._audit.open("rb") as audit:
            audit.seek(self._read)
            for line in audit:
                if not line.endswith(b"\n"):
                    break  # it is just being written
                self._read += len(line)
                told = json.loads(line)
                if told["event"] == "page-shown":
                    self._pages.append(told["fields"]["page"])
        return list(self._pages)


class Hall:
    """Everything runs until the end of a `with` block; then nothing may have gone wrong in the product.

    Papers, journal and audit are compared as in every whole visit.
    """

    def __init__(self, config_file: Path, folder: Path, *, idle: IdleConfig | None = None) -> None:
        self._config_file = config_file
        self._folder = folder
        self._idle = idle
        self._stack = ExitStack()
        self.clock = Morning()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            desktop = stack.enter_context(Desktop(self._folder, PANEL))
            cards = self._config_file.parent / "var" / "cards.toml"
            words = ("--config", str(self._config_file), "--cards", str(cards))
            bench = stack.enter_context(RunningBench(self._folder / "bench", *words))
            self.bench = Bench(bench.folder)
            self.bench.put_in_order()
            self.config = self._fitted()
            enrol(self.config)
            self._shown = PagesShown(self._audit)
            environment = {**desktop.environment, BRIDGE: "1"}
            self._product = subprocess.Popen(
                (sys.executable, "-m", "tests.accessibility.terminal_child", str(self._fitted_file)),
                cwd=ROOT,
                env=environment,
                stderr=subprocess.PIPE,
                text=True,
            )
            stack.callback(self._end)
            self.reader = stack.enter_context(closing(Reader(environment)))
            self.waits(self._audit.exists, lambda: "an audit", STARTED_SECONDS)
            self._settles()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        papers = (*serials_of_slips(self.bench.slips()), *serials_of_sheets(self.bench.sheets()))
        self._stack.close()
        if kind is None:
            assert self.complaints == []
            Truth(entries(self.config), papers).agrees()
            assert not list((self.config.data / "crashes").glob("*"))
            assert audit_lines(self.config)

    def _end(self) -> None:
        self._product.terminate()
        _, said = self._product.communicate(timeout=20)
        self.complaints = [line for line in said.splitlines() if not line.startswith(ASKED_TOO_LATE)]

    def _fitted(self) -> Config:
        """Put every device of the bench on the terminal."""
        own, bench = settings.read(self._config_file), settings.read(self.bench.folder / "bench.toml")
        config = as_in_the_hall(replace(own, **{name: getattr(bench, name) for name in DEVICES}))
        config = replace(config, idle=self._idle or config.idle)
        self._fitted_file = written_beside(self._config_file, config)
        return config

    def _settles(self) -> None:
        """Wait until home has stood for a while: it is put up anew as devices and records answer for the first time."""
        pages, since = self.path, self.clock.monotonic()
        while not pages or self.clock.monotonic() < since + SETTLED_SECONDS:
            self.lives(0.1)
            if self.path != pages:
                pages, since = self.path, self.clock.monotonic()

    @property
    def _audit(self) -> Path:
        return self.config.data / "audit.jsonl"

    @property
    def path(self) -> list[str]:
        """The names of the pages that were shown so far, oldest first."""
        return self._shown.names()

    @property
    def pressed(self) -> list[str]:
        """What the buttons said that were activated so far, oldest first."""
        file = self._fitted_file.with_name(PRESSED)
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []

    @property
    def stick(self) -> Path:
        """The folder that plays a stick: while it is there, one is plugged in."""
        return stick_beside(self._fitted_file)

    @property
    def prints(self) -> int:
        """How many papers came out so far."""
        return len(self.bench.slips()) + len(self.bench.sheets())

    def waits(self, over: Callable[[], object], what: Callable[[], str], within: float) -> None:
        """Look again and again until something is so."""
        until = self.clock.monotonic() + within
        while not over():
            if self.clock.monotonic() > until:
                raise AssertionError(f"not within {within} s: {what()}")
            self.lives(0.03)

    def lives(self, seconds: float) -> None:
        """Let some time pass."""
        self.clock.sleep(seconds)
