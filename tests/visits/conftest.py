"""One provisioned terminal a run, a copy of it for every test, and the benches and windows they are rehearsed on."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING, cast

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from kiosk import settings
from kiosk.core.clock import SystemClock
from kiosk.core.pin import Pin
from kiosk.core.staff import StaffNumber, StaffRole
from kiosk.staff.roster import MACHINE
from kiosk.ui.application import make_application
from kiosk.wiring import staff_room
from tests.bench.running import RunningBench
from tests.visits.at_the_machine import Bench, Machine
from tests.visits.terminal import another, provision
from tests.visits.windowed import ATTENDANT_PIN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    from PySide6.QtWidgets import QApplication as Application

    standing = Application.instance()
    return make_application(["yiban"]) if standing is None else cast("QApplication", standing)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A terminal with its people that never runs itself."""
    return provision(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def staffed(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with an administrator and an attendant on its roll."""
    config = another(template, tmp_path_factory.mktemp("staffed") / "terminal")
    with closing(staff_room(settings.read(config), SystemClock())) as room:
        room.add(MACHINE, StaffNumber("1003"), StaffRole.ADMINISTRATOR, pin=Pin("83610274"))
        room.add(MACHINE, StaffNumber("0217"), StaffRole.ATTENDANT, pin=Pin(ATTENDANT_PIN))
    return config


@pytest.fixture
def terminal(template: Path, tmp_path: Path) -> Path:
    """The kiosk.toml of a terminal of the test's own."""
    return another(template, tmp_path / "terminal")


@pytest.fixture(scope="session")
def running_bench(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A bench in a process of its own, on ptys."""
    folder = tmp_path_factory.mktemp("b") / "bench"
    words = ("--config", str(template), "--cards", str(template.parent / "var" / "cards.toml"))
    with RunningBench(folder, *words):
        yield Bench(folder)


@pytest.fixture
def bench(running_bench: Bench) -> Bench:
    """The bench with everything in order and nothing on it."""
    running_bench.put_in_order()
    return running_bench


@pytest.fixture
def machine(terminal: Path, bench: Bench, qtbot: QtBot) -> Iterator[Machine]:
    """The whole terminal with its window, at home; what its papers, journal and audit tell is compared at the end."""
    with Machine(terminal, bench, qtbot) as machine:
        yield machine
