"""Who is let in, who may change the roll, and what the audit is told of both."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from kiosk.core.config import StaffConfig
from kiosk.core.pin import Pin, Weakness, weakness
from kiosk.core.staff import CardKind, StaffCard, StaffMember, StaffNumber, StaffRole
from kiosk.ledger.file import LedgerInUse
from kiosk.staff.errors import (
    CardNeeded,
    CardTaken,
    LastAdministrator,
    Locked,
    LockedForGood,
    MustChange,
    NobodyYet,
    NoSetupCode,
    NoSuchStaff,
    NotAllowed,
    NumberTaken,
    PinTooOld,
    SamePerson,
    SomebodyAlready,
    UnknownStaff,
    WeakPin,
    WrongPin,
    WrongSetupCode,
)
from kiosk.staff.roster import MACHINE
from kiosk.staff.secrets import new_code_card, new_pin
from tests.staff.hall import (
    BOOKS,
    CHIEF,
    CHIEF_SIGNED_IN,
    CHIEFS_PIN,
    DESK,
    DESKS_CARD,
    DESKS_PIN,
    LONG,
    NIGHT,
    NOBODY,
    STRANGE_CARD,
    WRONG,
    kinds,
    opened,
    staffed,
    virtual,
    wrong_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kiosk.core.clock import VirtualClock
    from kiosk.staff.deeds import Deed
    from kiosk.staff.room import StaffRoom

DESK_SIGNED_IN = StaffMember(DESK, StaffRole.ATTENDANT)
BOOKS_SIGNED_IN = StaffMember(BOOKS, StaffRole.AUDITOR)
NIGHT_SIGNED_IN = StaffMember(NIGHT, StaffRole.TECHNICIAN)


@pytest.fixture
def clock() -> VirtualClock:
    return virtual()


@pytest.fixture
def deeds() -> list[Deed]:
    return []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "staff.db"


@pytest.fixture
def empty(path: Path, clock: VirtualClock, deeds: list[Deed]) -> Iterator[StaffRoom]:
    room = opened(path, clock, watch=deeds.append)
    yield room
    room.close()


@pytest.fixture
def room(empty: StaffRoom, deeds: list[Deed]) -> StaffRoom:
    staffed(empty)
    deeds.clear()
    return empty


def lock(room: StaffRoom, clock: VirtualClock, who: StaffNumber) -> None:
    for _ in range(9):
        with pytest.raises(WrongPin):
            room.sign_in(who, WRONG)
        clock.sleep(LONG)
    with pytest.raises(LockedForGood):
        room.sign_in(who, WRONG)


# -- signing in ---------------------------------------------------------------------------------------------


def test_a_card_or_a_number_with_its_pin_lets_its_owner_in(room: StaffRoom, deeds: list[Deed]) -> None:
    assert room.sign_in(DESKS_CARD, DESKS_PIN) == DESK_SIGNED_IN
    assert room.sign_in(CHIEF, CHIEFS_PIN) == CHIEF_SIGNED_IN
    assert kinds(deeds) == [("signed-in", "0217", "0217", ""), ("signed-in", "0100", "0100", "")]


def test_each_refusal_is_told_with_its_reason(room: StaffRoom, deeds: list[Deed], clock: VirtualClock) -> None:
    lock(room, clock, DESK)
    with pytest.raises(LockedForGood):
        room.sign_in(DESK, DESKS_PIN)
    with pytest.raises(UnknownStaff):
        room.sign_in(STRANGE_CARD, WRONG)
    refused = ("sign-in-refused", "0217", None, "wrong-pin")
    assert kinds(deeds) == [
        *[refused] * 9,
        ("staff-locked", "0217", None, ""),
        ("sign-in-refused", "0217", None, "locked"),
        ("sign-in-refused", None, None, "unknown"),
    ]
    assert [deed.wrong for deed in deeds] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 1]


def test_a_card_is_recognised_before_any_pin_and_costs_nothing(room: StaffRoom, clock: VirtualClock) -> None:
    for _ in range(20):
        assert room.recognise(STRANGE_CARD) is None
    known = room.recognise(DESKS_CARD)
    assert known is not None
    assert (known.number, known.role, known.locked, known.seconds) == (DESK, StaffRole.ATTENDANT, False, 0.0)
    for _ in range(5):
        with pytest.raises(WrongPin):
            room.sign_in(DESKS_CARD, WRONG)
    known = room.recognise(DESKS_CARD)
    assert known is not None
    assert (known.locked, known.seconds) == (False, 30.0)
    clock.sleep(LONG)
    for _ in range(4):
        with pytest.raises(WrongPin):
            room.sign_in(DESKS_CARD, WRONG)
        clock.sleep(LONG)
    with pytest.raises(LockedForGood):
        room.sign_in(DESKS_CARD, WRONG)
    known = room.recognise(DESKS_CARD)
    assert known is not None
    assert known.locked


def test_where_a_card_is_needed_a_number_is_no_try(path: Path, clock: VirtualClock, deeds: list[Deed]) -> None:
    room = staffed(opened(path, clock, config=StaffConfig(card_needed=True), watch=deeds.append))
    with pytest.raises(CardNeeded):
        room.sign_in(DESK, WRONG)
    assert wrong_of(room, DESK) == 0
    assert deeds[-1].code == "card-needed"
    assert room.sign_in(DESKS_CARD, DESKS_PIN) == DESK_SIGNED_IN


def test_a_given_pin_is_only_good_for_choosing_ones_own(room: StaffRoom, deeds: list[Deed]) -> None:
    other = StaffNumber("0555")
    given = room.add(CHIEF_SIGNED_IN, other, StaffRole.TECHNICIAN)
    with pytest.raises(MustChange):
        room.sign_in(other, given)
    with pytest.raises(WeakPin) as weak:
        room.change_pin(other, given, given)
    assert weak.value.weakness is Weakness.USED_BEFORE
    with pytest.raises(WrongPin):
        room.change_pin(other, WRONG, Pin("39164827"))
    assert room.change_pin(other, given, Pin("39164827")) == StaffMember(other, StaffRole.TECHNICIAN)
    assert room.sign_in(other, Pin("39164827")) == StaffMember(other, StaffRole.TECHNICIAN)
    assert kinds(deeds) == [
        ("staff-added", "0555", "0100", ""),
        ("sign-in-refused", "0555", None, "must-change"),
        ("sign-in-refused", "0555", None, "wrong-pin"),
        ("pin-changed", "0555", "0555", ""),
        ("signed-in", "0555", "0555", ""),
        ("signed-in", "0555", "0555", ""),
    ]


def test_none_of_the_last_three_pins_is_taken_again_and_the_fourth_is(room: StaffRoom) -> None:
    pins = [DESKS_PIN, Pin("391648"), Pin("620947"), Pin("835172")]
    for old, new in itertools.pairwise(pins):
        room.change_pin(DESK, old, new)
    for used in pins[1:]:
        with pytest.raises(WeakPin) as weak:
            room.change_pin(DESK, pins[-1], used)
        assert weak.value.weakness is Weakness.USED_BEFORE
    room.change_pin(DESK, pins[-1], DESKS_PIN)


def test_an_old_pin_has_to_be_changed_unless_any_age_is_allowed(path: Path, clock: VirtualClock) -> None:
    room = staffed(opened(path, clock, config=StaffConfig(pin_days=180)))
    clock.jump(timedelta(days=180))
    assert room.sign_in(DESK, DESKS_PIN) == DESK_SIGNED_IN
    clock.jump(timedelta(days=1))
    with pytest.raises(PinTooOld) as refused:
        room.sign_in(DESK, DESKS_PIN)
    assert refused.value.days == 181
    room.change_pin(DESK, DESKS_PIN, Pin("391648"))
    assert room.sign_in(DESK, Pin("391648")) == DESK_SIGNED_IN
    room.close()
    clock.jump(timedelta(days=4000))
    room = opened(path, clock, config=StaffConfig(pin_days=0))
    assert room.sign_in(CHIEF, CHIEFS_PIN) == CHIEF_SIGNED_IN


def test_one_process_at_a_time_has_the_room(room: StaffRoom, path: Path, clock: VirtualClock) -> None:
    assert room.sign_in(DESK, DESKS_PIN).number == DESK
    with pytest.raises(LedgerInUse):
        opened(path, clock)


# -- the first administrator --------------------------------------------------------------------------------


def test_the_code_makes_the_first_administrator_once(empty: StaffRoom, deeds: list[Deed]) -> None:
    assert empty.is_empty
    with pytest.raises(NobodyYet):
        empty.sign_in(CHIEF, CHIEFS_PIN)
    with pytest.raises(NoSetupCode):
        empty.first_administrator(Pin("123456789012"), CHIEF, CHIEFS_PIN)
    void, code = empty.make_setup_code(), empty.make_setup_code()
    assert len(code) == 12
    with pytest.raises(WrongSetupCode):
        empty.first_administrator(void, CHIEF, CHIEFS_PIN)
    with pytest.raises(WeakPin):
        empty.first_administrator(code, CHIEF, Pin("12345678"))
    assert empty.first_administrator(code, CHIEF, CHIEFS_PIN, [DESKS_CARD]) == CHIEF_SIGNED_IN
    assert len(empty.everybody()) == 1
    with pytest.raises(SomebodyAlready):
        empty.first_administrator(code, NOBODY, CHIEFS_PIN)
    with pytest.raises(SomebodyAlready):
        empty.make_setup_code()
    assert empty.sign_in(DESKS_CARD, CHIEFS_PIN) == CHIEF_SIGNED_IN
    assert kinds(deeds) == [
        ("setup-code-refused", None, None, "no-setup-code"),
        ("setup-code-made", None, None, ""),
        ("setup-code-made", None, None, ""),
        ("setup-code-refused", None, None, "wrong-setup-code"),
        ("staff-added", "0100", "0100", ""),
        ("signed-in", "0100", "0100", ""),
        ("signed-in", "0100", "0100", ""),
    ]


def test_ten_wrong_codes_make_it_void_over_restarts_and_all(path: Path, clock: VirtualClock) -> None:
    room = opened(path, clock)
    code = room.make_setup_code()
    for tries in range(1, 10):
        with pytest.raises(WrongSetupCode) as refused:
            room.first_administrator(WRONG, CHIEF, CHIEFS_PIN)
        assert refused.value.left == 10 - tries
        room.close()
        room = opened(path, clock)
        if refused.value.seconds:
            with pytest.raises(Locked):
                room.first_administrator(code, CHIEF, CHIEFS_PIN)
            clock.sleep(refused.value.seconds)
    with pytest.raises(NoSetupCode):
        room.first_administrator(WRONG, CHIEF, CHIEFS_PIN)
    with pytest.raises(NoSetupCode):
        room.first_administrator(code, CHIEF, CHIEFS_PIN)
    assert room.first_administrator(room.make_setup_code(), CHIEF, CHIEFS_PIN) == CHIEF_SIGNED_IN


def test_an_administrator_added_at_the_machine_makes_the_code_void(empty: StaffRoom) -> None:
    code = empty.make_setup_code()
    with pytest.raises(NobodyYet):
        empty.add(MACHINE, DESK, StaffRole.ATTENDANT)
    empty.add(MACHINE, CHIEF, StaffRole.ADMINISTRATOR)
    with pytest.raises(SomebodyAlready):
        empty.first_administrator(code, NOBODY, CHIEFS_PIN)


# -- the roll -----------------------------------------------------------------------------------------------


CHANGES: tuple[Callable[[StaffRoom, StaffMember], object], ...] = (
    lambda room, by: room.add(by, NOBODY, StaffRole.ATTENDANT),
    lambda room, by: room.reset(by, CHIEF),
    lambda room, by: room.remove(by, CHIEF),
    lambda room, by: room.give_card(by, CHIEF, STRANGE_CARD),
    lambda room, by: room.take_cards(by, CHIEF),
)


@pytest.mark.parametrize("by", [DESK_SIGNED_IN, NIGHT_SIGNED_IN, BOOKS_SIGNED_IN])
@pytest.mark.parametrize("deed", CHANGES)
def test_only_administrators_change_the_roll(
    room: StaffRoom, deeds: list[Deed], by: StaffMember, deed: Callable[[StaffRoom, StaffMember], object]
) -> None:
    before = room.everybody()
    with pytest.raises(NotAllowed):
        deed(room, by)
    with pytest.raises(NotAllowed):  # what the roll says counts, not what somebody brings along
        deed(room, replace(by, role=StaffRole.ADMINISTRATOR))
    assert room.everybody() == before
    assert deeds == []


def test_a_second_person_who_may_unlocks(room: StaffRoom, deeds: list[Deed], clock: VirtualClock) -> None:
    lock(room, clock, DESK)
    deeds.clear()
    for by in (DESK_SIGNED_IN, StaffMember(DESK, StaffRole.ADMINISTRATOR)):
        with pytest.raises(SamePerson):
            room.unlock(by, DESK)
    with pytest.raises(NotAllowed):
        room.unlock(NIGHT_SIGNED_IN, DESK)
    with pytest.raises(NoSuchStaff):
        room.unlock(CHIEF_SIGNED_IN, NOBODY)
    room.unlock(BOOKS_SIGNED_IN, DESK)
    assert room.sign_in(DESK, DESKS_PIN) == DESK_SIGNED_IN
    assert [(*deed, deeds[0].wrong) for deed in kinds(deeds[:1])] == [("staff-unlocked", "0217", "0441", "", 10)]


def test_a_reset_gives_a_pin_to_change_and_unlocks(room: StaffRoom, clock: VirtualClock) -> None:
    lock(room, clock, DESK)
    with pytest.raises(SamePerson):
        room.reset(CHIEF_SIGNED_IN, CHIEF)
    given = room.reset(CHIEF_SIGNED_IN, DESK)
    assert weakness(given, StaffRole.ATTENDANT, DESK) is None
    with pytest.raises(WrongPin):
        room.sign_in(DESK, DESKS_PIN)
    with pytest.raises(MustChange):
        room.sign_in(DESK, given)
    with pytest.raises(WeakPin):
        room.reset(MACHINE, DESK, DESKS_PIN)
    assert room.reset(MACHINE, DESK, Pin("391648")) == Pin("391648")
    assert room.sign_in(DESK, Pin("391648")) == DESK_SIGNED_IN


def test_the_only_administrator_who_is_locked_is_helped_at_the_machine(room: StaffRoom, clock: VirtualClock) -> None:
    lock(room, clock, CHIEF)
    given = room.reset(MACHINE, CHIEF)
    assert room.change_pin(CHIEF, given, Pin("39164827")) == CHIEF_SIGNED_IN


def test_who_is_removed_is_unknown_and_their_number_never_given_again(room: StaffRoom, deeds: list[Deed]) -> None:
    room.remove(CHIEF_SIGNED_IN, DESK)
    assert deeds[-1].did == "staff-removed"
    for who in (DESK, DESKS_CARD):
        with pytest.raises(UnknownStaff):
            room.sign_in(who, DESKS_PIN)
    assert room.recognise(DESKS_CARD) is None
    with pytest.raises(NumberTaken):
        room.add(CHIEF_SIGNED_IN, DESK, StaffRole.ATTENDANT)
    with pytest.raises(NoSuchStaff):
        room.remove(CHIEF_SIGNED_IN, DESK)
    removed = next(each for each in room.everybody() if each.number == DESK)
    assert removed.removed_at is not None
    assert removed.cards == ()
    room.give_card(CHIEF_SIGNED_IN, NIGHT, DESKS_CARD)


def test_an_administrator_who_was_removed_may_no_more(room: StaffRoom) -> None:
    with pytest.raises(LastAdministrator):
        room.remove(MACHINE, CHIEF)
    room.add(CHIEF_SIGNED_IN, NOBODY, StaffRole.ADMINISTRATOR)
    room.remove(MACHINE, CHIEF)
    with pytest.raises(NoSuchStaff):
        room.reset(CHIEF_SIGNED_IN, NIGHT)


def test_a_card_belongs_to_one_member(room: StaffRoom) -> None:
    code = new_code_card()
    with pytest.raises(CardTaken):
        room.add(CHIEF_SIGNED_IN, NOBODY, StaffRole.ATTENDANT, cards=[DESKS_CARD])
    with pytest.raises(CardTaken):
        room.add(CHIEF_SIGNED_IN, NOBODY, StaffRole.ATTENDANT, cards=[code, code])
    with pytest.raises(CardTaken):
        room.give_card(CHIEF_SIGNED_IN, NIGHT, DESKS_CARD)
    room.give_card(CHIEF_SIGNED_IN, DESK, code)
    room.give_card(CHIEF_SIGNED_IN, DESK, StaffCard(CardKind.SOCIAL_CARD, "A1234567"))
    assert {card.kind for card in (DESKS_CARD, code)} <= set(room.everybody()[1].cards)
    room.give_card(CHIEF_SIGNED_IN, DESK, StaffCard(CardKind.ID_CARD, "990101198803021235"))
    assert room.recognise(DESKS_CARD) is None
    room.take_cards(CHIEF_SIGNED_IN, DESK)
    assert room.recognise(code) is None
    assert room.everybody()[1].cards == ()


@pytest.mark.parametrize("role", list(StaffRole))
def test_made_up_pins_are_never_weak(role: StaffRole) -> None:
    pins = {new_pin(role, DESK).reveal() for _ in range(300)}
    assert all(weakness(Pin(pin), role, DESK) is None for pin in pins)
    assert len(pins) > 290
