"""Ends nobody asked for are counted: five in ten minutes close the terminal for a while, a power cut never does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.crash_loop import FILE, FIRST_REST_SECONDS, LONGEST_REST_SECONDS, TOO_MANY, WINDOW_SECONDS, CrashLoop

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)


class Machine:
    """A machine whose program is started, and killed or ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = VirtualClock(NOON)

    def starts(self) -> CrashLoop:
        """Start the program. Unless it is ended, it was killed when the next one starts."""
        loop = CrashLoop(self.folder, self.clock)
        loop.begin()
        return loop

    def killed(self, times: int, every: float = 20.0) -> None:
        """Start the program so many times, each of which is killed."""
        for _ in range(times):
            assert not self.starts().rests
            self.clock.sleep(every)

    def lives(self, loop: CrashLoop, seconds: float) -> list[bool]:
        """Let the program run; return when it served again."""
        said: list[bool] = []
        for _ in range(round(seconds)):
            self.clock.sleep(1.0)
            if loop.turn():
                said.append(True)
        return said


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_ends_in_order_are_never_counted(machine: Machine) -> None:
    for _ in range(20):
        loop = machine.starts()
        assert not loop.rests
        loop.end()
        assert not (machine.folder / FILE).exists()
        machine.clock.sleep(1)


def test_five_ends_in_ten_minutes_close_the_terminal_and_it_tries_again_by_itself(machine: Machine) -> None:
    machine.killed(TOO_MANY)
    loop = machine.starts()
    assert loop.rests
    assert loop.count == TOO_MANY
    assert machine.lives(loop, FIRST_REST_SECONDS - 1) == []
    assert machine.lives(loop, 1) == [True]
    assert not loop.rests


def test_four_do_not_nor_do_five_that_are_far_apart(machine: Machine) -> None:
    machine.killed(TOO_MANY - 1)
    machine.starts().end()
    machine.killed(20, every=WINDOW_SECONDS / (TOO_MANY - 1) + 1)


def test_a_power_cut_closes_nothing(machine: Machine) -> None:
    machine.killed(1)
    machine.clock.sleep(8 * 3600)
    assert not machine.starts().rests
    (machine.folder / FILE).write_bytes(b"")  # what a power cut leaves of a file that was being written
    assert not machine.starts().rests
    (machine.folder / FILE).write_bytes(b"\0" * 40)
    assert not machine.starts().rests


def test_each_rest_is_twice_as_long_up_to_an_hour_and_is_forgotten_after_ten_good_minutes(machine: Machine) -> None:
    machine.killed(TOO_MANY)
    rests: list[float] = []
    loop = machine.starts()
    for number in range(6):
        loop = machine.starts() if number else loop
        while not loop.rests:
            machine.clock.sleep(5)
            loop = machine.starts()
        seconds = 1
        while not machine.lives(loop, 1):
            seconds += 1
        rests.append(seconds)
    assert rests == [300, 600, 1200, 2400, 3600, 3600]
    assert machine.lives(loop, WINDOW_SECONDS + 1) == []
    machine.killed(TOO_MANY - 1)  # the one that was alive counts too
    assert machine.starts().rests
    assert float((machine.folder / FILE).read_text().split()[0]) - machine.clock.now().timestamp() == FIRST_REST_SECONDS


def test_while_it_tries_again_one_power_cut_closes_nothing_and_two_ends_do(machine: Machine) -> None:
    machine.killed(TOO_MANY)
    loop = machine.starts()
    machine.lives(loop, FIRST_REST_SECONDS)
    assert not machine.starts().rests
    assert machine.starts().rests


def test_a_rest_goes_on_after_a_start_in_the_middle_of_it(machine: Machine) -> None:
    machine.killed(TOO_MANY)
    assert machine.starts().rests
    machine.clock.sleep(100)
    loop = machine.starts()
    assert loop.rests
    assert machine.lives(loop, FIRST_REST_SECONDS - 101) == []
    assert machine.lives(loop, 1) == [True]


def test_a_technician_may_end_it(machine: Machine) -> None:
    machine.killed(TOO_MANY)
    loop = machine.starts()
    loop.end_rest()
    assert not loop.rests
    assert machine.lives(loop, 60) == []
    assert not machine.starts().rests


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(days=-1), timedelta(days=1), timedelta(days=4000)])
def test_a_clock_that_was_set_makes_no_rest_longer_than_the_longest(machine: Machine, jump: timedelta) -> None:
    machine.killed(TOO_MANY)
    assert machine.starts().rests
    machine.clock.jump(jump)
    loop = machine.starts()
    assert not loop.rests or machine.lives(loop, LONGEST_REST_SECONDS) == [True]


@given(
    st.binary(max_size=80)
    | st.lists(st.floats() | st.integers(), max_size=6).map(lambda n: "\n".join(map(repr, n)).encode())
)
def test_whatever_the_file_holds_the_terminal_starts(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("data")
    (folder / FILE).write_bytes(content)
    clock = VirtualClock(NOON)
    loop = CrashLoop(folder, clock)
    loop.begin()
    clock.sleep(LONGEST_REST_SECONDS)
    loop.turn()
    assert not loop.rests


def test_a_folder_that_takes_nothing_closes_nothing(tmp_path: Path) -> None:
    loop = CrashLoop(tmp_path / "none", VirtualClock(NOON))
    loop.begin()
    assert not loop.rests
    loop.end()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
def test_a_program_that_is_killed_is_counted(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from kiosk.core.clock import SystemClock\n"
        "from kiosk.crash_loop import CrashLoop\n"
        "loop = CrashLoop(Path(sys.argv[1]), SystemClock()); loop.begin(); print(loop.count, loop.rests, flush=True)\n"
        "time.sleep(60)"
    )
    said: list[str] = []
    for _ in range(TOO_MANY + 1):
        child = subprocess.Popen((sys.executable, "-c", program, str(tmp_path)), stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        said.append(child.stdout.readline().strip())
        child.send_signal(signal.SIGKILL)
        child.communicate()
    assert said == [*(f"{n} False" for n in range(TOO_MANY)), f"{TOO_MANY} True"]
