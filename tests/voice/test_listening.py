"""The one who listens in every test hears what must not be said, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.core.money import Fen
from kiosk.core.page import Notice
from kiosk.core.text import Label, Money, Word, say
from kiosk.voice.engine import SilentEngine
from kiosk.voice.stage import VoiceStage
from kiosk.voice.words import Outlet, Utterance
from tests.listening import Listener, personal, planted
from tests.voice.pages import PAID, showing


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Listener:
    """Another one, whose findings are no failure."""
    own = Listener(reviewed=True)
    own.listen(monkeypatch)
    return own


def heard_by(listener: Listener) -> list[str]:
    wrong, listener.wrong = listener.wrong, []
    return wrong


@pytest.mark.parametrize(
    ("sentence", "somebodys"),
    [
        ("发了三千二百八十六元五角。", "三千二百八十六元"),
        ("发了3,286.50元。", "3,286.50元"),
        ("多了五分。", "五分"),
        ("二零二五年的，对吗？", "二零二五年"),
        ("尾号零四二八。", "尾号零四二八"),
        ("一一零一零一一九四九", "一一零一零一一九四九"),
        ("110***********0028", "110***********0028"),
        ("尾号遮住的数字。", ""),
        ("请等五分钟。", ""),
        ("请到3号窗口办。", ""),
        ("一二三三三", ""),
        ("查好了，请看屏幕。", ""),
    ],
)
def test_amounts_years_and_numbers_are_somebodys(sentence: str, somebodys: str) -> None:
    assert personal(sentence) == somebodys


def test_so_is_everybodys_name_and_number() -> None:
    assert len(planted()) > 400
    for word in planted():
        assert personal(f"您好，{word}。")


def test_it_hears_what_would_be_said_with_the_voice_off(own: Listener, listener: Listener) -> None:
    stage = VoiceStage(SilentEngine())
    page = Notice[None](name="some_page", title=say("好"), loudspeaker=(say("停发了，请看屏幕。"),))
    stage.show(showing(page, voice=False))
    assert heard_by(own) == ["停发了，请看屏幕。 (no example says it)"]
    assert heard_by(listener) == []  # in no visit, and nobody's
    name = min(planted(), key=len)
    named = replace(page, loudspeaker=(say("{who}，请看屏幕。", who=Word(name)),))
    stage.show(showing(named, 2, voice=False))
    assert heard_by(own) == heard_by(listener) == [f"{name}，请看屏幕。 ({name})"]


def test_it_hears_what_an_engine_is_told_to_say(own: Listener, listener: Listener) -> None:
    engine = SilentEngine()
    engine.say(Utterance(("一共三百元。",), Outlet.HEADSET))
    assert heard_by(own) == []
    engine.say(Utterance(("一共三百元。",), Outlet.LOUDSPEAKER))
    assert heard_by(own) == heard_by(listener) == ["一共三百元。 (三百元)"]


def test_it_hears_which_buttons_are_named_aloud(own: Listener, listener: Listener) -> None:
    stage = VoiceStage(SilentEngine())
    stage.show(showing(PAID))
    for words in ("打印", "我不舒服", "去3号窗口"):
        stage.pressed(Label(words, words))
        stage.walked(Label(words, words))
    assert heard_by(own) == ["我不舒服 (not among what may be named aloud)"] * 2
    stage.show(replace(showing(PAID), for_staff=True))
    stage.pressed(Label("我不舒服", "我不舒服"))
    stage.headset(plugged=True)
    stage.show(showing(PAID))
    stage.pressed(Label("我不舒服", "我不舒服"))
    assert heard_by(own) == heard_by(listener) == []


def test_what_was_asked_for_may_be_said_until_the_visit_is_over(own: Listener, listener: Listener) -> None:
    log: list[Utterance] = []
    stage = VoiceStage(SilentEngine(log))
    stage.show(showing(PAID))
    stage.private_now()
    assert any(personal(sentence) for sentence in log[-1].sentences)
    assert heard_by(own) == heard_by(listener) == []
    stage.over()
    stage._engine.say(log[-1])
    assert heard_by(own)
    assert heard_by(listener)


def test_an_amount_is_heard_even_where_a_page_forgets_that_it_is_private(own: Listener, listener: Listener) -> None:
    page = replace(PAID, loudspeaker=(say("发了{sum}。", sum=Word(Money(Fen(328650)).spoken())),))
    VoiceStage(SilentEngine()).show(showing(page))
    assert heard_by(own)
    assert heard_by(listener)
