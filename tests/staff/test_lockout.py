"""The lock-out: five tries free, waits that double from 30 s, locked at ten, whatever happens between."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.core.pin import Pin
from kiosk.core.staff import StaffCard, StaffNumber
from kiosk.staff.errors import Locked, LockedForGood, UnknownStaff, WrongPin
from kiosk.staff.lockout import wait_after
from kiosk.staff.roster import MACHINE
from tests.staff.hall import (
    CHIEF_SIGNED_IN,
    DESK,
    DESKS_CARD,
    DESKS_PIN,
    LONG,
    NIGHT,
    NIGHTS_PIN,
    NOBODY,
    STRANGE_CARD,
    WRONG,
    opened,
    staffed,
    virtual,
    wrong_of,
)

WAITS = [0, 0, 0, 0, 30, 60, 120, 240, 480]


def test_five_are_free_then_the_wait_doubles_and_the_tenth_locks(tmp_path: Path) -> None:
    clock = virtual()
    room = staffed(opened(tmp_path / "staff.db", clock))
    for tries, seconds in enumerate(WAITS, start=1):
        with pytest.raises(WrongPin) as refused:
            room.sign_in(DESKS_CARD, WRONG)
        assert (refused.value.left, refused.value.seconds) == (10 - tries, seconds)
        if seconds:
            clock.sleep(seconds - 1)
            with pytest.raises(Locked) as waiting:
                room.sign_in(DESKS_CARD, DESKS_PIN)
            assert waiting.value.seconds == 1
            clock.sleep(1)
    with pytest.raises(LockedForGood):
        room.sign_in(DESKS_CARD, WRONG)
    clock.sleep(LONG)
    with pytest.raises(LockedForGood):
        room.sign_in(DESKS_CARD, DESKS_PIN)
    assert wrong_of(room, DESK) == 10
    room.unlock(CHIEF_SIGNED_IN, DESK)
    assert room.sign_in(DESKS_CARD, DESKS_PIN).number == DESK


def test_a_right_pin_forgives_the_wrong_ones_and_one_persons_are_not_anothers(tmp_path: Path) -> None:
    room = staffed(opened(tmp_path / "staff.db", virtual()))
    for _ in range(4):
        with pytest.raises(WrongPin):
            room.sign_in(DESK, WRONG)
    assert room.sign_in(NIGHT, NIGHTS_PIN).number == NIGHT
    assert wrong_of(room, DESK) == 4
    assert room.sign_in(DESK, DESKS_PIN).number == DESK
    assert wrong_of(room, DESK) == 0


@pytest.mark.parametrize("by", [timedelta(days=400), timedelta(days=-400), timedelta(seconds=29)])
def test_setting_the_wall_clock_shortens_no_wait(tmp_path: Path, by: timedelta) -> None:
    clock = virtual()
    room = staffed(opened(tmp_path / "staff.db", clock))
    for _ in range(5):
        with pytest.raises(WrongPin):
            room.sign_in(DESK, WRONG)
    clock.jump(by)
    with pytest.raises(Locked) as waiting:
        room.sign_in(DESK, DESKS_PIN)
    assert waiting.value.seconds == 30
    room.close()
    clock.jump(by)
    again = opened(tmp_path / "staff.db", clock)
    with pytest.raises(Locked) as waiting:
        again.sign_in(DESK, DESKS_PIN)
    assert waiting.value.seconds == 30


def test_after_a_restart_the_wait_begins_anew(tmp_path: Path) -> None:
    clock = virtual()
    room = staffed(opened(tmp_path / "staff.db", clock))
    for _ in range(5):
        with pytest.raises(WrongPin):
            room.sign_in(DESK, WRONG)
    clock.sleep(29)
    room.close()
    room = opened(tmp_path / "staff.db", clock)
    clock.sleep(29)
    with pytest.raises(Locked) as waiting:
        room.sign_in(DESK, DESKS_PIN)
    assert waiting.value.seconds == 1
    clock.sleep(1)
    room.sign_in(DESK, DESKS_PIN)


def test_the_unknown_wait_too_but_never_shut_out_who_has_a_card(tmp_path: Path) -> None:
    clock = virtual()
    room = staffed(opened(tmp_path / "staff.db", clock))
    for seconds in [*WAITS, 480, 480]:
        with pytest.raises(UnknownStaff) as refused:
            room.sign_in(STRANGE_CARD if seconds % 60 else NOBODY, WRONG)
        assert refused.value.seconds == seconds
        if seconds:
            for who in (NOBODY, STRANGE_CARD, DESK):
                with pytest.raises(Locked):
                    room.sign_in(who, DESKS_PIN)
            assert wrong_of(room, DESK) == 0
            clock.sleep(seconds)
    with pytest.raises(UnknownStaff):
        room.sign_in(NOBODY, WRONG)
    assert room.sign_in(DESKS_CARD, DESKS_PIN).number == DESK
    with pytest.raises(UnknownStaff) as refused:
        room.sign_in(NOBODY, WRONG)
    assert refused.value.seconds == 0


def test_the_strangers_count_survives_a_restart(tmp_path: Path) -> None:
    clock = virtual()
    room = staffed(opened(tmp_path / "staff.db", clock))
    for _ in range(5):
        with pytest.raises(UnknownStaff):
            room.sign_in(NOBODY, WRONG)
    room.close()
    with pytest.raises(Locked) as waiting:
        opened(tmp_path / "staff.db", clock).sign_in(NOBODY, WRONG)
    assert waiting.value.seconds == 30


class LockOut(RuleBasedStateMachine):
    """Whoever tries, waits, sets the clock and restarts in any order gets the tries and waits the rules give, and no other."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.clock = virtual()
        self.room = staffed(opened(self.folder / "staff.db", self.clock))
        self.wrong = {DESK: 0, NIGHT: 0}
        self.free_at = {DESK: 0.0, NIGHT: 0.0}

    def teardown(self) -> None:
        if hasattr(self, "room"):
            self.room.close()
            self.clock.close()
            shutil.rmtree(self.folder)

    def tried(self, who: StaffNumber | StaffCard, number: StaffNumber, pin: Pin, *, right: bool) -> None:
        now = self.clock.monotonic()
        if self.wrong[number] >= 10:
            with pytest.raises(LockedForGood):
                self.room.sign_in(who, pin)
        elif now < self.free_at[number]:
            with pytest.raises(Locked) as waiting:
                self.room.sign_in(who, pin)
            assert waiting.value.seconds == pytest.approx(self.free_at[number] - now)
        elif right:
            assert self.room.sign_in(who, pin).number == number
            self.wrong[number] = 0
        else:
            self.wrong[number] += 1
            with pytest.raises(LockedForGood if self.wrong[number] == 10 else WrongPin):
                self.room.sign_in(who, pin)
            self.free_at[number] = now + wait_after(self.wrong[number])

    @rule(by_card=st.booleans())
    def desk_is_wrong(self, *, by_card: bool) -> None:
        self.tried(DESKS_CARD if by_card else DESK, DESK, WRONG, right=False)

    @rule()
    def desk_is_right(self) -> None:
        self.tried(DESKS_CARD, DESK, DESKS_PIN, right=True)

    @rule(right=st.booleans())
    def night_tries(self, *, right: bool) -> None:
        self.tried(NIGHT, NIGHT, NIGHTS_PIN if right else WRONG, right=right)

    @rule(seconds=st.sampled_from([1, 29, 30, 60, 500]))
    def time_passes(self, seconds: int) -> None:
        self.clock.sleep(seconds)

    @rule(days=st.integers(-3, 3))
    def the_clock_is_set(self, days: int) -> None:
        self.clock.jump(timedelta(days=days))

    @rule()
    def the_program_starts_again(self) -> None:
        self.room.close()
        self.room = opened(self.folder / "staff.db", self.clock)
        for number, wrong in self.wrong.items():
            self.free_at[number] = self.clock.monotonic() + wait_after(wrong)

    @precondition(lambda self: any(wrong >= 5 for wrong in self.wrong.values()))
    @rule(number=st.sampled_from([DESK, NIGHT]), by_chief=st.booleans())
    def somebody_unlocks(self, number: StaffNumber, *, by_chief: bool) -> None:
        self.room.unlock(CHIEF_SIGNED_IN if by_chief else MACHINE, number)
        self.wrong[number] = 0
        self.free_at[number] = 0.0

    @invariant()
    def the_roll_counts_as_the_rules_do(self) -> None:
        if hasattr(self, "room"):
            assert {number: wrong_of(self.room, number) for number in self.wrong} == self.wrong


TestLockOut = LockOut.TestCase
TestLockOut.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)
