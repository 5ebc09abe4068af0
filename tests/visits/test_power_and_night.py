"""The mains fail during a print, by the real contacts; and a hall that is closed."""

from __future__ import annotations

import json
import socket
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kiosk import settings
from kiosk.core.clock import SystemClock
from kiosk.core.exits import Exit
from kiosk.core.help import HelpKind
from kiosk.core.incident import Incident
from kiosk.core.pin import Pin
from kiosk.core.staff import StaffNumber, StaffRole
from kiosk.core.upkeep import TriedAgain
from kiosk.crash_loop import TOO_MANY, CrashLoop
from kiosk.settings import changing
from kiosk.staff.roster import MACHINE
from kiosk.wiring import staff_room
from tests.desk.serving import BEARER, OPENER, ask
from tests.visits.at_the_machine import Bench, Machine
from tests.visits.terminal import audit_lines, nothing_personal
from tests.visits.test_every_device import FullBench

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.wire


@pytest.fixture
def full(running_bench: Bench) -> Iterator[FullBench]:
    bench = FullBench(running_bench.folder)
    bench.put_in_order()
    yield bench
    bench.do("mains", "back")
    bench.do("battery", "good")
    bench.do("door", "close")


@pytest.fixture
def told() -> list[object]:
    return []


@pytest.fixture
def machine(
    terminal: Path, full: FullBench, qtbot: QtBot, told: list[object], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Machine]:
    monkeypatch.setattr("kiosk.power.TELL_SECONDS", 3.0)
    with Machine(terminal, full, qtbot) as machine:
        machine.app._incidents = (told.append,)
        machine.app._leave = told.append
        machine.person.sees("home")
        yield machine


def test_on_a_low_battery_the_paper_comes_out_the_person_is_told_and_the_program_stops(
    machine: Machine, full: FullBench, told: list[object]
) -> None:
    person = machine.person
    person.touches("查养老金").sees("place_id_card").puts_card(7).sees("payment_paid", "3,402.16").touches("打印")
    person.sees("which_paper").touches("小条").passes("printing")
    full.do("mains", "lost")
    full.do("battery", "low")
    person.sees("take_paper", within=30)
    machine.lives(5.0)
    person.sees("take_paper").touches("拿好了")
    person.sees("power_out", "停电了，机器要关了", "3号窗口").sees_no("王", "3,402.16")
    machine.waits(lambda: Exit.SHUT_DOWN in told, "the end")
    assert told == [Incident.MAINS_LOST, Incident.BATTERY_LOW, Incident.STOPPING_ON_BATTERY, Exit.SHUT_DOWN]
    assert machine.app.visit.trail == ()
    assert len(full.slips()) == 1
    nothing_personal(machine.config, ("王桂芳", "990101195803119667", "3,402.16", "3402.16"))


def test_mains_that_come_back_let_the_next_person_in(machine: Machine, full: FullBench, told: list[object]) -> None:
    full.do("mains", "lost")
    full.do("battery", "low")
    machine.person.sees("power_out")
    full.do("mains", "back")
    machine.person.sees("home").touches("查养老金").sees("place_id_card")
    assert told == [Incident.MAINS_LOST, Incident.BATTERY_LOW, Incident.MAINS_BACK]


def test_an_open_door_is_told_and_disturbs_nobody(machine: Machine, full: FullBench, told: list[object]) -> None:
    machine.person.touches("查养老金").sees("place_id_card")
    full.do("door", "open")
    machine.waits(lambda: told == [Incident.DOOR_OPENED], "the door")
    machine.person.sees("place_id_card")


def test_the_desk_reads_that_the_case_was_tampered_with_until_it_is_well(
    terminal: Path, full: FullBench, qtbot: QtBot
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    changing.change(terminal, {"desk.serve": True, "desk.port": port, "desk.token": OPENER})
    with Machine(terminal, full, qtbot) as machine:
        machine.person.sees("home").touches("查养老金").sees("place_id_card")

        def lines() -> list[tuple[str, str, bool]]:
            _, body = ask(port, "GET", "/calls", headers=BEARER)
            return [(line["words"], line["state"], line["quiet"]) for line in json.loads(body)["calls"]]

        full.do("tamper", "on")
        machine.waits(lambda: lines() == [("机箱被动过", "waiting", True)], "the case on the desk's page")
        (call,) = machine.app.calling._reception.board.calls
        ask(port, "POST", "/answer", json.dumps({"id": call.id, "minutes": 3}).encode(), BEARER)
        machine.waits(lambda: lines() == [("机箱被动过", "coming", True)], "the answer")
        full.do("tamper", "off")
        machine.waits(lambda: lines() == [], "that it is well")
        machine.person.sees("place_id_card")
        machine.end()
        told = [line["event"] for line in audit_lines(machine.config) if line["fields"].get("kind") == "tampered"]
        assert told == ["help-called", "help-answered", "help-settled"]


def test_the_keypads_help_key_calls_nobody_while_somebody_has_signed_in(
    terminal: Path, full: FullBench, qtbot: QtBot
) -> None:
    with closing(staff_room(settings.read(terminal), SystemClock())) as room:
        room.add(MACHINE, StaffNumber("1003"), StaffRole.ADMINISTRATOR, pin=Pin("83610274"))
    with Machine(terminal, full, qtbot) as machine:
        sounded: list[str] = []
        machine.app.commands._vain = lambda: sounded.append("short")
        person, board = machine.person, machine.app.calling._reception.board
        person.sees("home").knocks().sees("staff_card").signs_in("1003", "83610274").sees("staff_menu")
        full.do("key", "help")
        machine.waits(lambda: sounded == ["short"], "the sound")
        person.sees("staff_menu").sees_no("请人帮忙")
        assert not board.calls
        person.touches("退出").sees("home")
        machine.lives(1.0)
        full.do("key", "help")
        person.sees("help_here")
        assert [call.kind for call in board.calls] == [HelpKind.HELP]


def test_a_door_is_opened_as_expected_only_by_somebody_who_has_signed_in(
    machine: Machine, full: FullBench, told: list[object]
) -> None:
    machine.person.knocks().sees("setup_code")
    full.do("door", "open")
    machine.waits(lambda: told == [Incident.DOOR_OPENED], "the door")
    machine.end()
    told_of = [line["fields"] for line in audit_lines(machine.config) if line["event"] == "door-opened"]
    assert told_of == [{"expected": False}]


@pytest.mark.parametrize("serves", [False, True])
def test_a_closed_hall_is_dark_and_a_touch_says_when_it_opens_or_serves(
    terminal: Path,
    full: FullBench,
    qtbot: QtBot,
    serves: bool,  # noqa: FBT001 - a column
) -> None:
    hours: dict[str, object] = {"hours.monday": "09:00-17:00", "hours.night_screen": True}
    changing.change(terminal, {**hours, "hours.serve_outside_hours": serves})
    with Machine(terminal, full, qtbot) as machine:
        person = machine.person
        person.sees("night", "星期一9点开门。").touches("点一下屏幕")
        if serves:
            person.sees("home").touches("查养老金").sees("place_id_card")
        else:
            person.sees("hall_closed", "星期一9点开门，请再来。", "也可以打12333问。").touches("知道了").sees("night")


def test_after_too_many_crashes_a_window_is_named_until_a_technician_says_otherwise(
    terminal: Path, full: FullBench, qtbot: QtBot
) -> None:
    machine = Machine(terminal, full, qtbot)
    loops = [CrashLoop(machine.config.data, machine.clock) for _ in range(TOO_MANY + 1)]
    for loop in loops:
        loop.begin()
    machine.app.closures._crash_loop = loops[-1]
    with machine:
        machine.person.sees("out_of_service", "这台机器现在不能用", "3号窗口")
        machine.app._mailbox.post(TriedAgain())
        machine.person.sees("home").touches("查养老金").sees("place_id_card")
