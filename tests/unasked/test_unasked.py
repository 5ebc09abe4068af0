"""Keys, somebody who steps up and a headset reach who is to know, and only them."""

from __future__ import annotations

import pytest

from devices.health import DeviceState, Health, Media
from devices.roles import CardMoved, DeviceEvent, Key, KeyPressed, Sense, Sensed
from kiosk.unasked import Unasked


class Everybody:
    """Window, visit and voice in one, noting what each was told."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.alone = True

    def key(self, key: Key) -> None:
        self.told.append(key)

    def somebody(self, *, there: bool | None) -> None:
        self.told.append(("somebody", there))

    def headset(self, *, plugged: bool) -> None:
        self.told.append(("headset", plugged))

    def again(self) -> None:
        self.told.append("again")

    def turn(self, steps: int) -> None:
        self.told.append(("turn", steps))

    def hurry(self, steps: int) -> None:
        self.told.append(("hurry", steps))

    def pause(self) -> None:
        self.told.append("pause")


@pytest.fixture
def everybody() -> Everybody:
    return Everybody()


@pytest.fixture
def unasked(everybody: Everybody) -> Unasked:
    return Unasked(everybody, everybody, everybody, alone=lambda: everybody.alone)


def test_keys_move_the_window_and_some_the_voice(unasked: Unasked, everybody: Everybody) -> None:
    for key in (Key.DOWN, Key.ENTER, Key.REPEAT, Key.LOUDER, Key.SOFTER, Key.HELP, Key.DIGIT_7):
        unasked.heard(KeyPressed(key))
    assert everybody.told == [Key.DOWN, Key.ENTER, "again", ("turn", 1), ("turn", -1), Key.HELP, Key.DIGIT_7]
    everybody.told.clear()
    for key in (Key.SLOWER, Key.FASTER, Key.PAUSE):
        unasked.heard(KeyPressed(key))
    assert everybody.told == [("hurry", -1), ("hurry", 1), "pause"]


def test_who_steps_up_and_a_headset_are_told_when_they_change(unasked: Unasked, everybody: Everybody) -> None:
    unasked.heard(Sensed({Sense.PRESENCE: True, Sense.HEADSET: False, Sense.DOOR: False}))
    unasked.heard(Sensed({Sense.PRESENCE: True, Sense.HEADSET: True}))
    unasked.heard(Sensed({Sense.PRESENCE: False, Sense.HEADSET: True}))
    assert everybody.told == [
        ("somebody", True),
        ("somebody", True),
        ("headset", True),
        ("headset", True),
        ("somebody", False),
    ]


def test_what_is_no_longer_known_is_not_guessed(unasked: Unasked, everybody: Everybody) -> None:
    unasked.heard(Sensed({Sense.HEADSET: True}))
    unasked.heard(Sensed({}))
    plugged, pulled = [("headset", True)] * 2, [("headset", False)] * 2
    assert everybody.told == [("somebody", None), *plugged, ("somebody", None), *pulled]


def test_a_headset_that_everybody_may_hear_counts_as_absent(unasked: Unasked, everybody: Everybody) -> None:
    everybody.alone = False
    unasked.heard(Sensed({Sense.HEADSET: True}))
    assert everybody.told == [("somebody", None)]
    everybody.alone = True
    unasked.look()
    everybody.alone = False
    unasked.look()
    unasked.look()
    assert everybody.told[1:] == [("headset", True)] * 2 + [("headset", False)] * 2


def test_health_and_cards_are_others_matters(unasked: Unasked, everybody: Everybody) -> None:
    unasked.heard(DeviceEvent(Health(DeviceState.ONLINE)))
    unasked.heard(CardMoved(Media.PRESENT))
    assert everybody.told == []


class Watch:
    """Who looks after the machine."""

    def __init__(self) -> None:
        self.told: list[tuple[Sense, bool]] = []

    def contact(self, sense: Sense, *, on: bool) -> None:
        self.told.append((sense, on))


def test_the_mains_the_battery_and_the_door_are_told_once_each_time_they_change(everybody: Everybody) -> None:
    watch = Watch()
    desk = Watch()
    unasked = Unasked(everybody, everybody, everybody, watch, desk, alone=lambda: True)
    for senses in (
        {Sense.MAINS_LOST: False, Sense.BATTERY_LOW: False, Sense.DOOR: False, Sense.TAMPER: True},
        {Sense.MAINS_LOST: True, Sense.TAMPER: True, Sense.PRESENCE: True},
        {Sense.MAINS_LOST: True, Sense.BATTERY_LOW: True},
        {},  # unknown: nothing has come back
        {Sense.MAINS_LOST: False, Sense.BATTERY_LOW: True, Sense.DOOR: True},
    ):
        unasked.heard(Sensed(senses))
    assert watch.told == [
        (Sense.MAINS_LOST, False),  # there from the first: a battery that is low only charges
        (Sense.TAMPER, True),
        (Sense.MAINS_LOST, True),
        (Sense.BATTERY_LOW, True),
        (Sense.MAINS_LOST, False),
        (Sense.DOOR, True),
    ]
    assert desk.told == watch.told
