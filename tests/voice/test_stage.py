"""When the voice speaks, and when it is silent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.core.page import Notice
from kiosk.core.people import Presentation, Theme
from kiosk.core.stage import Chorus, EndedBy, PageEnded
from kiosk.core.text import Surname, say
from kiosk.voice.engine import SilentEngine
from kiosk.voice.stage import VoiceStage
from kiosk.voice.words import Outlet, PrivateValueAloud, Utterance
from tests.core.test_text import catalogue
from tests.voice.pages import ASKED, DIGITS, MACHINE, PAID, PLACE_CARD, showing

ENDED = PageEnded("some_page", EndedBy.PERSON)


@pytest.fixture
def log() -> list[Utterance]:
    return []


@pytest.fixture
def engine(log: list[Utterance]) -> SilentEngine:
    return SilentEngine(log)


@pytest.fixture
def stage(engine: SilentEngine) -> VoiceStage:
    return VoiceStage(engine)


def said(log: list[Utterance]) -> list[str]:
    return ["".join(utterance.sentences) for utterance in log]


def test_the_loudspeaker_says_only_what_the_page_gives_it(stage: VoiceStage, log: list[Utterance]) -> None:
    Chorus([stage]).show(showing(PAID))
    assert log == [Utterance(("查好了，请看屏幕。",), Outlet.LOUDSPEAKER)]


def test_with_the_voice_off_nothing_is_said(stage: VoiceStage, log: list[Utterance]) -> None:
    stage.show(showing(PLACE_CARD, voice=False))
    stage.show(showing(PLACE_CARD, voice=False, phase="reading"))
    assert log == []


def test_switching_the_voice_on_says_the_page_that_stands(stage: VoiceStage, log: list[Utterance]) -> None:
    stage.show(showing(PLACE_CARD, voice=False))
    stage.show(showing(PLACE_CARD))
    assert said(log) == ["请把身份证，放在右边亮灯的地方。"]


def test_switching_the_voice_off_stops_it(stage: VoiceStage, engine: SilentEngine) -> None:
    stage.show(showing(PLACE_CARD))
    assert engine.speaking is not None
    stage.show(showing(PLACE_CARD, voice=False))
    assert engine.speaking is None


def test_a_page_shown_again_in_another_way_is_not_said_again(
    stage: VoiceStage, engine: SilentEngine, log: list[Utterance]
) -> None:
    stage.show(showing(PLACE_CARD))
    again = replace(showing(PLACE_CARD), presentation=Presentation(voice=True, theme=Theme.HIGH_CONTRAST))
    stage.show(again)
    assert len(log) == 1
    assert engine.speaking is log[0]


def test_figures_that_are_covered_stop_being_spoken_and_are_spoken_once_uncovered(
    stage: VoiceStage, engine: SilentEngine, log: list[Utterance]
) -> None:
    stage.headset(plugged=True)
    stage.show(showing(PAID))
    assert "三千四百零二元" in said(log)[0]
    stage.show(replace(showing(PAID), presentation=Presentation(voice=True, covered=True)))
    assert engine.speaking is None
    stage.again()
    stage.private_now()
    assert not any("三千四百零二元" in words for words in said(log)[1:])
    stage.show(showing(PAID))
    assert "三千四百零二元" in said(log)[-1]


def test_the_loudspeaker_doesnt_repeat_itself_when_figures_are_covered(stage: VoiceStage, log: list[Utterance]) -> None:
    for covered in (False, True, False):
        stage.show(replace(showing(PAID), presentation=Presentation(voice=True, covered=covered)))
    assert said(log) == ["查好了，请看屏幕。"]


def test_each_phase_is_said_once(stage: VoiceStage, log: list[Utterance]) -> None:
    for phase in ("", "reading", "reading", "quiet", "reading"):
        stage.show(showing(PLACE_CARD, phase=phase))
    assert said(log) == ["请把身份证，放在右边亮灯的地方。", "正在读，请先别拿走。"]


def test_another_page_stops_what_was_being_said(stage: VoiceStage, engine: SilentEngine) -> None:
    stage.show(showing(PLACE_CARD))
    stage.show(showing(DIGITS, 2))
    assert engine.speaking is None


def test_the_end_of_a_page_stops_what_was_being_said(stage: VoiceStage, engine: SilentEngine) -> None:
    stage.show(showing(PLACE_CARD))
    stage.ended(ENDED)
    assert engine.speaking is None


def test_a_touch_stops_what_was_being_said(stage: VoiceStage, engine: SilentEngine) -> None:
    stage.show(showing(PLACE_CARD))
    stage.hush()
    assert engine.speaking is None


def test_a_page_that_comes_back_after_one_laid_over_it_is_not_said_again(
    stage: VoiceStage, log: list[Utterance]
) -> None:
    stage.show(showing(PAID))
    stage.show(replace(showing(ASKED, 2), laid_over=True))
    stage.ended(ENDED)
    stage.show(showing(PAID))
    assert said(log) == ["查好了，请看屏幕。", "旁边的人会听见，要念吗？"]


def test_after_the_person_has_said_yes_the_page_is_read_with_its_figures(
    stage: VoiceStage, log: list[Utterance]
) -> None:
    stage.show(showing(PAID, voice=False))
    stage.private_now()
    (utterance,) = log
    assert utterance.outlet is Outlet.LOUDSPEAKER
    assert "三千四百零二元一角六分。" in utterance.sentences
    assert "请点" not in said(log)[0]


def test_the_next_page_is_not_read_with_its_figures(stage: VoiceStage, log: list[Utterance]) -> None:
    stage.show(showing(PAID))
    stage.private_now()
    stage.show(showing(PAID, 2))
    assert said(log)[0] == said(log)[2] == "查好了，请看屏幕。"


def test_without_a_page_there_is_nothing_to_read(stage: VoiceStage, log: list[Utterance]) -> None:
    stage.private_now()
    stage.again()
    assert log == []


def test_a_headset_hears_the_whole_page(stage: VoiceStage, log: list[Utterance]) -> None:
    stage.headset(plugged=True)
    stage.show(showing(PAID))
    assert log[0].outlet is Outlet.HEADSET
    assert "三千四百零二元一角六分。" in log[0].sentences
    assert log[0].sentences[-1] == "请点“打印”，或者“看每个月”，或者“念给我听”，或者“遮住数字”。"


def test_pulling_the_headset_out_stops_what_it_heard(
    stage: VoiceStage, engine: SilentEngine, log: list[Utterance]
) -> None:
    stage.headset(plugged=True)
    stage.show(showing(PAID))
    stage.headset(plugged=False)
    assert engine.speaking is None
    stage.again()
    assert log[-1] == Utterance(("查好了，请看屏幕。",), Outlet.LOUDSPEAKER)


def test_the_page_is_said_again_for_who_asks(stage: VoiceStage, log: list[Utterance]) -> None:
    stage.show(showing(PLACE_CARD, phase="reading"))
    stage.again()
    assert said(log) == ["正在读，请先别拿走。", "正在读，请先别拿走。"]


def test_after_a_visit_everything_is_forgotten(stage: VoiceStage, engine: SilentEngine, log: list[Utterance]) -> None:
    stage.show(showing(PLACE_CARD))
    stage.over()
    assert engine.speaking is None
    stage.private_now()
    stage.show(showing(PLACE_CARD))
    assert len(log) == 2


def test_a_page_that_would_say_a_name_aloud_is_a_bug_even_with_the_voice_off(stage: VoiceStage) -> None:
    page = Notice[None](name="hello", title=say("您好"), loudspeaker=(say("{name}女士，您好。", name=Surname("王")),))
    for voice in (False, True):
        with pytest.raises(PrivateValueAloud) as bug:
            stage.show(showing(page, voice=voice))
        assert str(bug.value) == "hello"


def test_a_silent_engine_without_a_log_keeps_nothing(engine: SilentEngine) -> None:
    quiet = SilentEngine()
    stage = VoiceStage(quiet)
    stage.show(showing(MACHINE))
    stage.private_now()
    stage.over()
    assert quiet.log is None
    assert quiet.speaking is None
    assert engine.log == []


HINT = (say("不会用，没关系。"), say("点右下角，请人帮忙。"))


def test_a_hint_is_said_once_when_it_comes_up(stage: VoiceStage, log: list[Utterance]) -> None:
    stage.show(showing(PLACE_CARD))
    for _ in range(2):
        stage.show(replace(showing(PLACE_CARD), hint=HINT))
    assert said(log) == ["请把身份证，放在右边亮灯的地方。", "不会用，没关系。点右下角，请人帮忙。"]


def test_switching_the_voice_on_says_the_page_and_the_hint_that_has_come_up(
    stage: VoiceStage, log: list[Utterance]
) -> None:
    stage.show(replace(showing(PLACE_CARD, voice=False), hint=HINT))
    assert log == []
    stage.show(replace(showing(PLACE_CARD), hint=HINT))
    whole = "请把身份证，放在右边亮灯的地方。不会用，没关系。点右下角，请人帮忙。"
    assert said(log) == [whole]
    stage.again()
    assert said(log) == [whole, whole]


def test_a_hint_with_something_private_is_a_bug_of_the_page(stage: VoiceStage) -> None:
    with pytest.raises(PrivateValueAloud):
        stage.show(replace(showing(PLACE_CARD), hint=(say("{name}女士", name=Surname("王")),)))


def test_louder_and_softer_say_the_page_again_within_bounds_until_the_visit_ends(
    stage: VoiceStage, log: list[Utterance]
) -> None:
    stage.show(showing(PLACE_CARD))
    for steps in (1, 1, 1, -1, -1, -1, -1, -1):
        stage.turn(steps)
    assert [utterance.loudness for utterance in log] == [60, 80, 100, 100, 80, 60, 40, 20, 20]
    assert len(set(said(log))) == 1
    stage.over()
    stage.show(showing(PLACE_CARD))
    assert log[-1].loudness == 60


def test_whatever_language_is_shown_the_voice_says_its_own(
    tmp_path: Path, engine: SilentEngine, log: list[Utterance]
) -> None:
    locale = catalogue(tmp_path, "en", {"请把身份证，放在{place}。": "Put the card on {place}."})
    page = showing(PLACE_CARD)
    english = replace(page, presentation=replace(page.presentation, language="en"))
    VoiceStage(engine).show(english)
    VoiceStage(engine, locale=locale).show(english)
    assert said(log)[0] == "请把身份证，放在右边亮灯的地方。"
    assert said(log)[1] != said(log)[0]
