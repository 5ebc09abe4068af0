"""How visits and terminals end: walked away, told to stop, started twice, without records, with a clock that is wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app import ALREADY_RUNNING
from kiosk.core.config import IdleConfig
from kiosk.ledger.document import PrintState
from tests.visits.at_the_machine import Bench, Machine
from tests.visits.terminal import Morning, entries, nothing_personal, serials_of_slips

pytestmark = pytest.mark.wire

ROOT = Path(__file__).parents[2]
SHORT = IdleConfig(quiet_seconds=2.0, alert_seconds=2.0, simple_quiet_seconds=2.0, simple_alert_seconds=2.0)


def started(config: Path, program: str = "", *words: str) -> subprocess.Popen[str]:
    """Start a terminal in a process of its own: the product itself, or a program of the tests."""
    command = [sys.executable, program, str(config), *words] if program else [
        sys.executable, "-m", "kiosk", "--config", str(config), "--windowed"
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_who_walks_away_leaves_nothing_on_the_screen(terminal: Path, bench: Bench, qtbot: QtBot) -> None:
    with Machine(terminal, bench, qtbot, idle=SHORT) as machine:
        person = machine.person
        person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7).sees("payment_paid", "3,402.16")
        person.sees("still_there", "您还在吗？").sees_no("3,402.16", "王")
        person.sees("gone", "已经退出了", "屏幕上没有您的资料了。").sees_no("3,402.16", "王").sees("home")
        assert machine.app.visit.trail == ()
    nothing_personal(machine.config, ("王桂芳", "990101195803119667", "3,402.16", "3402.16"))


def test_who_is_still_there_goes_on_where_they_were(terminal: Path, bench: Bench, qtbot: QtBot) -> None:
    with Machine(terminal, bench, qtbot, idle=SHORT) as machine:
        person = machine.person
        person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7).sees("payment_paid")
        person.sees("still_there").touches("我还在").sees("payment_paid", "3,402.16")


def test_a_terminal_without_records_says_so_and_comes_back_by_itself(
    terminal: Path, bench: Bench, qtbot: QtBot
) -> None:
    records = terminal.parent / "var" / "records"
    aside = records.with_name("aside")
    records.rename(aside)
    with Machine(terminal, bench, qtbot) as machine:
        machine.person.sees("out_of_service", "这台机器现在不能用", "3号窗口")
        aside.rename(records)
        machine.person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7).sees("payment_paid")


def test_damaged_records_take_the_terminal_out_of_service_until_they_are_good_again(
    terminal: Path, bench: Bench, qtbot: QtBot
) -> None:
    folder = terminal.parent / "var" / "records"
    good = {file: file.read_bytes() for file in folder.iterdir() if file.suffix not in (".toml", ".json", "")}
    for file, content in good.items():
        file.write_bytes(b"\0" * len(content))
    assert good
    with Machine(terminal, bench, qtbot) as machine:
        machine.person.sees("out_of_service")
        for file, content in good.items():
            file.write_bytes(content)
        machine.person.sees("home")


def test_a_date_before_the_datas_takes_the_terminal_out_of_service(terminal: Path, bench: Bench, qtbot: QtBot) -> None:
    clock = Morning(days=-30)
    with Machine(terminal, bench, qtbot, clock=clock) as machine:
        machine.person.sees("out_of_service")
        clock.jump(timedelta(days=30))
        machine.person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7).sees("payment_paid")


def test_a_second_terminal_on_the_same_data_is_refused(terminal: Path, bench: Bench, qtbot: QtBot) -> None:
    first = started(bench.with_terminal(terminal))
    held = terminal.parent / "var" / "yiban.lock"
    try:
        qtbot.waitUntil(held.exists, timeout=20_000)
        second = started(bench.with_terminal(terminal))
        _, errors = second.communicate(timeout=20)
        assert second.returncode == ALREADY_RUNNING == 3
        assert "already runs" in errors
    finally:
        first.send_signal(signal.SIGTERM)
        _, errors = first.communicate(timeout=20)
    assert first.returncode == 0, errors


@pytest.mark.parametrize("after_seconds", [0.05, 0.2, 0.4])
def test_told_to_stop_while_it_begins_it_ends_in_order(
    terminal: Path, bench: Bench, qtbot: QtBot, after_seconds: float
) -> None:
    child = started(bench.with_terminal(terminal))
    qtbot.waitUntil((terminal.parent / "var" / "yiban.lock").exists, timeout=20_000)
    qtbot.wait(round(after_seconds * 1000))
    child.send_signal(signal.SIGTERM)
    _, errors = child.communicate(timeout=20)
    assert child.returncode == 0, errors


@pytest.mark.parametrize("after_seconds", [0.0, 0.3, 0.8, 1.4, 2.0])
def test_told_to_stop_during_a_print_it_ends_in_order_and_prints_nothing_twice(
    terminal: Path, bench: Bench, qtbot: QtBot, after_seconds: float
) -> None:
    config_file = bench.with_terminal(terminal)
    child = started(config_file, str(Path(__file__).with_name("visiting_child.py")), str(bench.folder))
    assert child.stdout is not None
    assert child.stdout.readline() == "printing\n"
    qtbot.wait(round(after_seconds * 1000))
    child.send_signal(signal.SIGTERM)
    _, errors = child.communicate(timeout=20)
    assert child.returncode == 0, errors
    (entry,) = entries(bench.config(config_file))
    assert entry.state in (PrintState.UNKNOWN, PrintState.PROVED)
    qtbot.wait(1500)
    out = serials_of_slips(bench.slips())
    assert out.count(entry.ticket.serial) <= 1
    if entry.state is PrintState.PROVED:
        assert out == [entry.ticket.serial]


@pytest.mark.parametrize("after_seconds", [0.2, 1.0, 2.2])
def test_killed_with_its_window_the_next_start_knows_and_prints_nothing(
    terminal: Path, bench: Bench, qtbot: QtBot, after_seconds: float
) -> None:
    config_file = bench.with_terminal(terminal)
    child = started(config_file, str(Path(__file__).with_name("visiting_child.py")), str(bench.folder))
    assert child.stdout is not None
    assert child.stdout.readline() == "printing\n"
    qtbot.wait(round(after_seconds * 1000))
    child.kill()
    child.communicate()
    with Machine(terminal, bench, qtbot) as machine:
        machine.waits((machine.config.data / "journal.db").exists, "the journal")
        machine.lives(4.0)
        before = bench.slips()
        machine.lives(2.0)
        assert bench.slips() == before
    (entry,) = entries(machine.config)
    assert entry.state in (PrintState.UNKNOWN, PrintState.PROVED)
    assert serials_of_slips(bench.slips()).count(entry.ticket.serial) <= 1
