"""Whole visits with the social-security card: read, back in the hand, and what becomes of one that nobody takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from devices.crt.simulator import CrtSimulator
from devices.health import DeviceState
from devices.social_card.simulated_chip import ChipFault
from kiosk.core.stage import EndedBy
from tests.visits.person import VirtualPerson
from tests.visits.terminal import another
from tests.visits.virtual import VirtualTerminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PENSIONER = 7


@pytest.fixture(params=["ccid", "crt"])
def terminal(template: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[VirtualTerminal]:
    standing = VirtualTerminal(another(template, tmp_path / "terminal"), tmp_path / "papers", social=request.param)
    yield standing
    standing.close()
    assert standing.bugs == []


def settled(terminal: VirtualTerminal) -> VirtualPerson:
    """Home, with both readers found."""
    person = VirtualPerson(terminal).sees("home")
    terminal.lives(
        8.0, lambda: all(health.usable for health in terminal.healths.values()) and len(terminal.healths) == 4
    )
    return person


def test_a_card_in_the_slot_brings_the_paper(terminal: VirtualTerminal) -> None:
    person = settled(terminal)
    terminal.slot.insert(terminal.chip(PENSIONER))
    person.sees("take_social_card", "请", "拿起卡，就接着办。")
    terminal.lives(2.0)
    terminal.slot.remove()
    person.sees("what_else").touches("查养老金").sees("payment_paid").touches("打印").sees("which_paper").touches(
        "小条"
    )
    person.sees("take_paper").touches("拿好了").sees("anything_else").touches("办完了")
    person.sees("everything_in_hand").touches("都拿好了").sees("home")


def test_a_card_turned_round_is_put_again(terminal: VirtualTerminal) -> None:
    person = settled(terminal).touches("查养老金").sees("place_id_card", "也可以插社保卡。")
    terminal.slot.insert(terminal.chip(PENSIONER, ChipFault.MUTE))
    person.sees("turned_round", "芯片朝上，再插一次。")
    terminal.lives(3.0)
    terminal.slot.remove()
    terminal.lives(1.0)
    terminal.slot.insert(terminal.chip(PENSIONER))
    person.sees("take_social_card")
    terminal.lives(2.0)
    terminal.slot.remove()
    person.sees("payment_paid").leaves()


def test_another_kind_of_card_is_not_taken_for_one(terminal: VirtualTerminal) -> None:
    person = settled(terminal)
    terminal.slot.insert(terminal.chip(PENSIONER, ChipFault.NOT_A_SOCIAL_CARD))
    person.sees("not_a_social_card", "请换社保卡，再插一次。")
    terminal.lives(3.0)
    terminal.slot.remove()
    person.leaves()


def test_a_forgotten_card_is_kept_or_watched(terminal: VirtualTerminal) -> None:
    person = settled(terminal)
    terminal.slot.insert(terminal.chip(PENSIONER))
    person.sees("take_social_card").sees("card_still_there", within=40.0)
    if isinstance(terminal.slot, CrtSimulator):
        person.sees("card_kept", "请到服务台，凭证件领。", within=60.0)
        assert terminal.slot.forgotten == 1
        person.sees("home", within=40.0)
    else:
        person.sees("somebodys_card", within=60.0)
        assert not terminal.lives(600.0, lambda: terminal.page.name != "somebodys_card")
        terminal.slot.remove()
        person.sees("home")


def test_a_contact_that_sticks_lets_home_serve_id_cards_and_the_desk_know(template: Path, tmp_path: Path) -> None:
    terminal = VirtualTerminal(another(template, tmp_path / "terminal"), tmp_path / "papers", social="ccid")
    person = settled(terminal)
    terminal.slot.insert(terminal.chip(PENSIONER, ChipFault.MUTE))
    person.sees("turned_round").sees("somebodys_card", within=900.0).sees("home", within=400.0)
    ended = [ending.ended_by for ending in terminal.diary.endings if ending.page == "somebodys_card"]
    assert ended == [EndedBy.ERROR]  # so that the desk's call stands: nobody has seen the slot empty
    person.puts_card(PENSIONER).sees("what_else").leaves()
    terminal.lives(600.0)
    assert terminal.page.name == "home"
    assert terminal.healths["social_card_reader"].state is DeviceState.HARDWARE_ERROR
    person.touches("查养老金").sees("place_id_card").touches("没带证怎么办")
    person.sees("no_card").touches("用社保卡").sees("social_reader_broken")
    terminal.slot.remove()
    person.sees("insert_social_card")
    terminal.slot.insert(terminal.chip(PENSIONER))
    person.sees("take_social_card")
    terminal.slot.remove()
    person.sees("payment_paid").leaves()
    terminal.close()
    assert terminal.bugs == []


def test_a_social_card_put_beside_the_id_card_is_back_in_the_hand_before_anything_is_shown(
    terminal: VirtualTerminal,
) -> None:
    for from_home in (True, False):
        person = settled(terminal)
        if not from_home:
            person.touches("查养老金").sees("place_id_card")
        terminal.slot.insert(terminal.chip(PENSIONER))
        person.puts_card(PENSIONER).sees("take_social_card", "请收好社保卡")
        shown = len(terminal.diary.pages)
        terminal.lives(2.0)
        assert len(terminal.diary.pages) == shown
        terminal.slot.remove()
        person.sees("what_else" if from_home else "payment_paid").leaves()
        terminal.lives(1.0)  # the farewell is over before the next card comes


def test_the_id_card_alone_waits_for_no_slot(terminal: VirtualTerminal) -> None:
    person = settled(terminal).puts_card(PENSIONER).sees("what_else")
    assert "looking_into_slot" not in terminal.diary.pages
    assert "take_social_card" not in terminal.diary.pages
    person.leaves()


def hurries_off(terminal: VirtualTerminal) -> VirtualPerson:
    """Somebody puts a card into the slot and leaves at once, before it was read."""
    person = settled(terminal).touches("查养老金").sees("place_id_card")
    terminal.slot.insert(terminal.chip(PENSIONER))
    terminal.lives(0.1)
    ticket = terminal.visit.ticket
    assert ticket is not None
    terminal.visit.leave(ticket)
    return person.sees("everything_in_hand").touches("都拿好了")


def test_a_card_left_in_the_slot_is_told_before_home_serves_anybody(terminal: VirtualTerminal) -> None:
    person = hurries_off(terminal).sees("card_still_there", "请回来拿卡。")
    terminal.slot.remove()
    person.sees("home")
    terminal.lives(1.0)
    terminal.slot.insert(terminal.chip(PENSIONER + 1))
    person.sees("take_social_card")
    terminal.slot.remove()
    person.sees("what_else").leaves()


def test_a_card_that_nobody_comes_back_for_is_kept_or_watched(terminal: VirtualTerminal) -> None:
    person = hurries_off(terminal).sees("card_still_there")
    if isinstance(terminal.slot, CrtSimulator):
        person.sees("card_kept", "请到服务台，凭证件领。", within=60.0)
        assert terminal.slot.forgotten == 1
        person.sees("home", within=40.0)
    else:
        person.sees("somebodys_card", within=60.0)
        person.puts_card(PENSIONER + 1)
        assert not terminal.lives(60.0, lambda: terminal.page.name != "somebodys_card")
        terminal.reader.lift()
        terminal.slot.remove()
        person.sees("home")
    assert "what_else" not in terminal.diary.pages


def test_a_worn_card_is_told_apart_from_one_that_is_turned_round(terminal: VirtualTerminal) -> None:
    person = settled(terminal).touches("查养老金").sees("place_id_card")
    for page, words in (("turned_round", "卡插反了"), ("chip_mute", "不怪您"), ("social_card_worn", "不怪您")):
        terminal.slot.insert(terminal.chip(PENSIONER, ChipFault.MUTE))
        person.sees(page, words)
        terminal.lives(2.0)
        terminal.slot.remove()
        terminal.lives(1.0)
    person.touches("放身份证").sees("place_id_card").puts_card(PENSIONER).sees("payment_paid").leaves()


def test_a_card_pulled_out_while_it_is_read_is_put_again(template: Path, tmp_path: Path) -> None:
    terminal = VirtualTerminal(another(template, tmp_path / "terminal"), tmp_path / "papers", social="ccid")
    person = settled(terminal).touches("查养老金").sees("place_id_card")
    terminal.slot.insert(terminal.chip(PENSIONER))
    terminal.lives(0.35)
    terminal.slot.remove()
    person.sees("insert_again", "插到底，先别拔。")
    terminal.slot.insert(terminal.chip(PENSIONER))
    person.sees("take_social_card")
    terminal.slot.remove()
    person.sees("payment_paid").leaves()
    terminal.close()
    assert terminal.bugs == []
