"""The simulated reader is as strict as a real one, byte by byte."""

from __future__ import annotations

import pytest

from devices.id_sam import frames
from devices.id_sam.simulator import REMEMBERED_ORDERS, SamSimulator
from tests.devices.sam_bed import PERSON

STATUS = "AAAAAA9669000311FFED"
FIND = "AAAAAA96690003200122"
SELECT = "AAAAAA96690003200221"
READ = "AAAAAA96690003300132"
OK = "AAAAAA9669000400009094"
FOUND = "AAAAAA9669000800009F0000000097"
NONE = "AAAAAA9669000400008084"
SELECTED = "AAAAAA9669000C00009000000000000000009C"
NOT_SELECTED = "AAAAAA9669000400008185"
WRONG_ORDER = "AAAAAA9669000400002327"


class HandTime:
    """Time that is set by hand; nothing waits in it."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


class Hand:
    """Talks to the module by hand."""

    def __init__(self, module: SamSimulator | None = None) -> None:
        self.module = module or SamSimulator()
        self.clock = HandTime()
        self.came = bytearray()
        self.module.attach(self.came.extend, self.clock)  # type: ignore[arg-type] # the module only looks at the time

    def say(self, order: str) -> str:
        self.came.clear()
        self.module.received(bytes.fromhex(order))
        while (due := self.module.due()) is not None:
            self.clock.now = due
            self.module.tick()
        return self.came.hex().upper()


@pytest.fixture
def hand() -> Hand:
    return Hand()


def test_the_whole_dialogue_in_the_bytes_of_the_manual(hand: Hand) -> None:
    assert hand.say(STATUS) == OK
    assert hand.say(FIND) == NONE
    hand.module.place(PERSON)
    assert hand.say(FIND) == FOUND
    assert hand.say(SELECT) == SELECTED
    assert len(hand.say(READ)) == 2 * 1295
    assert hand.say(FIND) == NONE
    hand.module.lift()
    assert hand.say(FIND) == NONE
    hand.module.place(PERSON)
    assert hand.say(FIND) == FOUND


def test_the_order_of_orders_is_kept(hand: Hand) -> None:
    hand.module.place(PERSON)
    assert hand.say(READ) == WRONG_ORDER
    assert hand.say(SELECT) == NOT_SELECTED
    assert hand.say(FIND) == FOUND
    assert hand.say(READ) == WRONG_ORDER


@pytest.mark.parametrize(
    ("order", "answer"),
    [
        ("AAAAAA9669000311FFEE", "AAAAAA9669000400001014"),
        ("AAAAAA9669000111", "AAAAAA9669000400001115"),
        ("AAAAAA96690003802022"[:-2] + "A3", "AAAAAA9669000400002125"),
    ],
)
def test_damaged_and_unknown_orders_have_their_answers(hand: Hand, order: str, answer: str) -> None:
    assert hand.say(order) == answer


APPENDED = "AAAAAA96690003300330"


def test_an_appended_address_is_told_after_a_reading_only(hand: Hand) -> None:
    assert hand.say(APPENDED) == WRONG_ORDER
    hand.module.place(PERSON, moved_to="北京市海淀区测试路3号")
    hand.say(FIND)
    hand.say(SELECT)
    assert hand.say(APPENDED) == WRONG_ORDER
    hand.say(FIND)
    hand.say(SELECT)
    hand.say(READ)
    assert hand.say(APPENDED) == "AAAAAA9669004A0000901753AC4E025E776DC06D3A534B6DD58BEF8D3300F753" + "2000" * 24 + "73"
    hand.module.lift()
    assert hand.say(APPENDED) == "AAAAAA9669000400004145"


def test_a_card_without_an_appended_address_has_no_such_content_and_an_old_module_no_such_order() -> None:
    for appends, answer in ((True, "AAAAAA9669000400009195"), (False, "AAAAAA9669000400002125")):
        hand = Hand(SamSimulator(appends=appends))
        hand.module.place(PERSON)
        for order in (FIND, SELECT, READ):
            hand.say(order)
        assert hand.say(APPENDED) == answer


def test_a_reader_becomes_restless_and_old_and_what_it_was(hand: Hand) -> None:
    hand.module.place(PERSON)
    for order in (FIND, SELECT, READ):
        hand.say(order)
    hand.module.know_appended(knows=False)
    assert hand.say(APPENDED) == "AAAAAA9669000400002125"
    hand.module.know_appended()
    assert hand.say(APPENDED) == "AAAAAA9669000400009195"
    assert hand.say(FIND).endswith("8084")
    hand.module.be_restless()
    assert "9F" in hand.say(FIND)
    for order in (SELECT, READ):
        hand.say(order)
    hand.module.be_restless(restless=False)
    assert hand.say(FIND).endswith("8084")


def test_without_power_for_a_moment_it_forgets_what_it_was_at(hand: Hand) -> None:
    hand.module.place(PERSON)
    hand.say(FIND)
    hand.module.received(bytes.fromhex(SELECT))
    hand.module.restart()
    assert hand.say(STATUS) == ""
    hand.clock.now += 1.0
    assert hand.say(SELECT) == NOT_SELECTED
    assert hand.say(FIND) == FOUND


def test_what_comes_while_it_works_is_lost(hand: Hand) -> None:
    hand.module.received(bytes.fromhex(STATUS))
    hand.module.received(bytes.fromhex(FIND))
    assert hand.say(FIND) == OK
    assert list(hand.module.orders) == [frames.STATUS]


def test_a_reader_polled_for_weeks_remembers_only_the_newest_orders(hand: Hand) -> None:
    for _ in range(REMEMBERED_ORDERS + 10):
        hand.say(FIND)
    assert len(hand.module.orders) == REMEMBERED_ORDERS


def test_half_an_order_is_forgotten_after_a_pause(hand: Hand) -> None:
    hand.say(STATUS[:12])
    hand.clock.now += 1.0
    assert hand.say(STATUS) == OK


def test_after_a_reset_it_hears_nothing_for_a_second(hand: Hand) -> None:
    assert hand.say("AAAAAA9669000310FFEC") == OK
    assert hand.say(STATUS) == ""
    hand.clock.now += 1.0
    assert hand.say(STATUS) == OK


def test_a_tick_too_early_is_harmless(hand: Hand) -> None:
    hand.module.tick()
    hand.module.received(bytes.fromhex(STATUS))
    hand.module.tick()
    assert not hand.came
