"""Cards that can't be read and readers that are pulled, on real ports: nobody is blamed, and it goes on by itself."""

from __future__ import annotations

import pytest

from tests.visits.at_the_machine import Bench, Machine

pytestmark = pytest.mark.wire


def test_a_card_that_cannot_be_read_is_put_again_and_then_a_window_helps(machine: Machine) -> None:
    person = machine.person
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7, "unreadable")
    person.sees("put_flat", "请再放一次").lifts_card().puts_card(7, "unreadable")
    person.sees("take_off_sleeve", "拿掉卡套试试").lifts_card().puts_card(7, "unreadable")
    person.sees("card_worn", "这张证读不出来", "不怪您", "3号窗口").touches("知道了")
    person.sees("everything_in_hand").lifts_card().touches("都拿好了").sees("home")


def test_an_unreadable_card_that_is_put_again_is_read(machine: Machine) -> None:
    person = machine.person
    person.sees("home").puts_card(7, "unreadable")
    person.sees("put_flat").lifts_card().puts_card(7).sees("what_else", "王女士，您好")


def test_a_card_lifted_in_the_middle_of_the_reading(machine: Machine) -> None:
    person = machine.person
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7)
    person.passes("place_id_card", phase="reading").lifts_card()
    person.sees("lifted_early", "请再放一次").puts_card(7)
    person.sees("payment_paid", "11月养老金发了")


def test_something_that_is_no_identity_card(machine: Machine) -> None:
    person = machine.person
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7, "not-an-id-card")
    person.sees("other_card", "这张不是身份证").lifts_card().puts_card(7).sees("payment_paid")


def test_a_reader_pulled_and_plugged_goes_on_by_itself(machine: Machine, bench: Bench) -> None:
    person = machine.person
    person.sees("home").touches("查养老金").sees("place_id_card")
    bench.do("pull", "id_reader")
    person.sees("reader_broken", "读证的机器坏了", "3号窗口")
    bench.do("plug", "id_reader")
    person.sees("place_id_card").puts_card(7).sees("payment_paid")


def test_home_offers_only_what_works_without_a_reader_and_all_of_it_again_with_one(
    machine: Machine, bench: Bench
) -> None:
    person = machine.person
    person.sees("home")
    bench.do("pull", "id_reader")
    machine.waits(lambda: person.buttons() and not any("养老金" in b for b in person.buttons()), "greyed services")
    person.touches("更多").sees("privacy").touches("明白了").sees("home")
    bench.do("plug", "id_reader")
    machine.waits(lambda: any("养老金" in words for words in person.buttons()), "services again")
    person.touches("查养老金").sees("place_id_card").puts_card(7).sees("payment_paid")


def test_a_security_module_that_fails_its_self_test_is_the_readers_trouble(machine: Machine, bench: Bench) -> None:
    person = machine.person
    person.sees("home").touches("查养老金").sees("place_id_card")
    bench.do("reader-fault", "mute")
    person.sees("reader_broken", "读证的机器坏了", within=20)
    bench.do("reader-fault", "none")
    person.sees("place_id_card", within=20).puts_card(7).sees("payment_paid")
