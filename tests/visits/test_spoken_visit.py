"""A visit of somebody who listens: the voice made slower, a page heard again, buttons named, and nothing of the person aloud."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from devices.roles import Key, KeyPressed, Sense, Sensed
from kiosk.demo.cast import cast
from kiosk.voice.words import PACES, Outlet
from tests.visits.terminal import MORNING, another
from tests.visits.windowed import Hand, TremblingHand, WindowedTerminal

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.voice.words import Utterance

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_visit_that_is_heard_slower_and_louder_and_leaves_nothing_of_it(template: Path, tmp_path: Path) -> None:
    terminal = WindowedTerminal(another(template, tmp_path / "terminal"), tmp_path / "papers")
    hand = TremblingHand(terminal, Random("heard"))
    log: list[Utterance] = []
    terminal.engine.log = log

    def said() -> str:
        return "".join(log[-1].sentences)

    try:
        hand.sees("home").touches("语音版").touches("听不清").sees("hearing")
        assert said() == "听不清。怎么听更清楚？请点屏幕。"
        hand.touches("慢一点").touches("慢一点").touches("大声点")
        assert (log[-1].pace, log[-1].loudness) == (PACES[1], 80)
        assert said() == "大声点。怎么听更清楚？请点屏幕。"
        hand.touches("再念一遍").sees("home")
        assert said() == "再念一遍。您好。要办什么，请点屏幕。也可以先放身份证。"
        hand.touches("查养老金").sees("place_id_card")
        assert said().startswith("查养老金。")
        assert log[-1].pace == PACES[1]
        hand.touches("看不清").sees("modes").touches("听不清").sees("hearing").touches("看不清").sees("modes")
        hand.touches("好了").sees("place_id_card").puts_card(7).sees("payment_paid").lifts_card()
        assert said() == "读好了。请收好身份证。查好了，请看屏幕。"
        hand.touches("看不清").sees("modes").touches("听不清").sees("hearing").touches("接着念").sees("payment_paid")
        assert said() == "接着念。读好了。请收好身份证。查好了，请看屏幕。"
        hand.touches("退出").sees("everything_in_hand").touches("都拿好了")
        assert terminal.lives(60.0, lambda: terminal.page.name == "home")
        assert {each.outlet for each in log} == {Outlet.LOUDSPEAKER}
        assert not any("元" in "".join(each.sentences) for each in log)
        assert terminal.window.captions.bar.lines == ()
        before = len(log)
        hand.touches("语音版")
        assert log[before].pace == 1.0
        assert log[before].loudness == 60
        assert terminal.bugs == []
    finally:
        terminal.close()


def test_somebody_who_sees_nothing_begins_with_a_headset_and_hears_where_they_walk(
    template: Path, tmp_path: Path
) -> None:
    terminal = WindowedTerminal(another(template, tmp_path / "terminal"), tmp_path / "papers")
    hand = Hand(terminal)
    log: list[Utterance] = []
    terminal.engine.log = log

    def told(**senses: bool) -> None:
        terminal._unasked.heard(Sensed({Sense(name): value for name, value in senses.items()}))

    def press(*keys: Key) -> None:
        for key in keys:
            terminal._unasked.heard(KeyPressed(key))
            terminal.lives(1.0, lambda: False)

    def heard() -> tuple[Outlet, str]:
        return log[-1].outlet, "".join(log[-1].sentences)

    try:
        told(presence=True, headset=False)
        hand.sees("home")
        press(Key.REPEAT)
        assert heard() == (Outlet.LOUDSPEAKER, "您好。要办什么，请点屏幕。也可以先放身份证。")
        told(presence=True, headset=True)
        outlet, words = heard()
        assert outlet is Outlet.HEADSET
        assert words.startswith("您想办什么？")
        press(Key.DOWN)
        assert heard() == (Outlet.HEADSET, "查养老金。")
        press(Key.ENTER)
        hand.sees("place_id_card").puts_card(7).sees("payment_paid").lifts_card()
        outlet, words = heard()
        assert outlet is Outlet.HEADSET
        assert "元" in words
        hand.touches("念给我听").sees("payment_paid")
        assert heard()[0] is Outlet.HEADSET
        before = len(log)
        told(presence=True, headset=False)
        assert not terminal.visit.presentation.voice
        assert terminal.engine.speaking is None
        press(Key.PAUSE, Key.DOWN, Key.DOWN)
        assert len(log) == before
        press(Key.REPEAT)
        assert heard() == (Outlet.LOUDSPEAKER, "读好了。请收好身份证。查好了，请看屏幕。")
        hand.touches("念给我听").sees("read_aloud_consent")
        told(presence=True, headset=True)
        hand.sees("payment_paid")
        assert heard()[0] is Outlet.HEADSET
        assert "元" in heard()[1]
        assert not any("元" in "".join(each.sentences) for each in log if each.outlet is Outlet.LOUDSPEAKER)
        assert terminal.bugs == []
    finally:
        terminal.close()


def test_who_cannot_read_hears_that_money_came_back_once_they_agree(template: Path, tmp_path: Path) -> None:
    terminal = WindowedTerminal(another(template, tmp_path / "terminal"), tmp_path / "papers")
    hand = TremblingHand(terminal, Random("heard"))
    log: list[Utterance] = []
    terminal.engine.log = log
    returned = next(part.person for part in cast(MORNING.date()) if part.case == "returned")
    try:
        hand.sees("home").touches("查养老金").sees("place_id_card").puts_card(returned).sees(
            "payment_returned"
        ).lifts_card()
        assert log == []
        hand.touches("念给我听").sees("read_aloud_consent").touches("不念了").sees("payment_returned")
        assert log == []
        hand.touches("念给我听").sees("read_aloud_consent").touches("念吧").sees("payment_returned")
        assert "这笔钱被银行退回了。" in log[-1].sentences
        assert "钱没有丢，别着急。" in log[-1].sentences
        assert log[-1].outlet is Outlet.LOUDSPEAKER
        before = len(log)
        hand.touches("念给我听").sees("payment_returned")
        assert log[before:] == log[before - 1 : before]
        assert terminal.bugs == []
    finally:
        terminal.close()
