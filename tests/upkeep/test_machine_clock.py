"""The machine's clock: which command sets it, and what is said when it may not."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from kiosk.core.clock import SHANGHAI
from kiosk.core.upkeep import ClockKept, ClockRefused
from kiosk.machine_clock import command_for, run, set_clock

if TYPE_CHECKING:
    from collections.abc import Sequence

NINE = datetime(2026, 11, 28, 9, 5, tzinfo=SHANGHAI)
LOCAL = NINE.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def test_each_system_has_its_command_and_takes_the_time_of_its_own_zone() -> None:
    assert command_for(NINE, "linux") == ("timedatectl", "--no-ask-password", "set-time", LOCAL)
    assert command_for(NINE, "linux", timedatectl=False) == ("date", "-s", LOCAL)
    assert command_for(NINE, "win32")[-1] == f"Set-Date -Date '{LOCAL}'"


def test_what_the_system_says_is_told_by_its_first_line() -> None:
    asked: list[Sequence[str]] = []

    def refusing(command: Sequence[str]) -> tuple[int, str]:
        asked.append(command)
        return 1, "Failed to set time: Access denied\nmore"

    with pytest.raises(ClockRefused, match="Access denied") as refusal:
        set_clock(NINE, refusing)
    assert refusal.value.detail == "Failed to set time: Access denied"
    assert LOCAL in asked[0]
    with pytest.raises(ClockRefused, match="exit code 4"):
        set_clock(NINE, lambda _command: (4, ""))


def test_a_machine_that_asks_a_time_server_is_told_from_one_that_forbids_it() -> None:
    for said, kind in (
        ("Failed to set time: Automatic time synchronization is enabled", ClockKept),
        ("Failed to set time: Access denied", ClockRefused),
    ):
        with pytest.raises(ClockRefused) as refusal:
            set_clock(NINE, lambda _command, said=said: (1, said))  # type: ignore[misc]
        assert type(refusal.value) is kind
        assert refusal.value.detail == said


def test_nothing_is_typed_into_a_command() -> None:
    assert run((sys.executable, "-c", "import sys; print(sys.stdin.read() == '')")) == (0, "True")


def test_a_clock_that_was_set_says_nothing() -> None:
    set_clock(NINE, lambda _command: (0, ""))


def test_a_command_runs_without_a_shell() -> None:
    assert run((sys.executable, "-c", "print('set; echo no')")) == (0, "set; echo no")


def test_a_command_that_is_not_there_is_refused() -> None:
    with pytest.raises(ClockRefused, match="FileNotFoundError"):
        run(("/no/such/command",))
