"""When the voice speaks, and when it is silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.core.page import Notice
from kiosk.core.people import Presentation, Theme
from kiosk.core.stage import Chorus, EndedBy, PageEnded, Tune
from kiosk.core.text import Label, Surname, say
from kiosk.voice.engine import Heard, SilentEngine
from kiosk.voice.stage import VoiceStage
from kiosk.voice.words import Outlet, PrivateValueAloud, Utterance
from tests.core.test_text import catalogue
from tests.voice.pages import ASKED, DIGITS, HOME, MACHINE, PAID, PLACE_CARD, showing

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


def test_a_hall_may_begin_louder_from_now_on_and_who_has_chosen_keeps_their_own(
    stage: VoiceStage, log: list[Utterance]
) -> None:
    assert stage.usual_loudness == 60
    stage.show(showing(PLACE_CARD))
    stage.begin_at(80)
    stage.again()
    stage.turn(-1)
    stage.begin_at(40)
    stage.again()
    stage.over()
    stage.show(showing(PLACE_CARD))
    assert stage.usual_loudness == 40
    assert [utterance.loudness for utterance in log] == [60, 80, 60, 60, 40]


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


class Following(SilentEngine):
    """An engine that tells what sounds when the test says so."""

    def __init__(self, log: list[Utterance]) -> None:
        super().__init__(log)
        self.speaks, self.follows = True, True

    def heard(self, sentence: int | None) -> Heard:
        assert self.speaking is not None
        return Heard(self.speaking, sentence)


class Seen:
    """What is shown of what is said: the sentence that sounds, None for none."""

    def __init__(self) -> None:
        self.sentences: tuple[str, ...] = ()
        self.follows: list[bool] = []
        self.now: str | None = None

    def said(self, sentences: Sequence[str], *, follows: bool) -> None:
        self.sentences, self.now = tuple(sentences), None
        self.follows.append(follows)

    def at(self, number: int) -> None:
        self.now = self.sentences[number]

    @property
    def shown(self) -> str:
        return self.now or ""

    @property
    def nothing(self) -> bool:
        return self.now is None and not self.sentences

    def silent(self) -> None:
        self.sentences, self.now = (), None


@pytest.fixture
def following(log: list[Utterance]) -> Following:
    return Following(log)


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def heard(following: Following, seen: Seen) -> VoiceStage:
    return VoiceStage(following, marks=seen)


def label(words: str, *, private: bool = False) -> Label:
    return Label(words, words, private=private)


def test_seven_paces_from_the_usual_one_until_the_visit_ends(stage: VoiceStage, log: list[Utterance]) -> None:
    stage.show(showing(PLACE_CARD))
    for tune in [Tune.SLOWER] * 4 + [Tune.FASTER] * 7:
        stage.tune(tune)
    assert [each.pace for each in log[:5]] == [1.0, 0.87, 0.7, 0.5, 0.5]
    assert [each.pace for each in log[5:]] == [0.7, 0.87, 1.0, 1.25, 1.6, 2.0, 2.0]
    assert len(set(said(log))) == 1
    stage.over()
    stage.show(showing(PLACE_CARD))
    assert log[-1].pace == 1.0


def test_simple_wording_begins_slower_and_has_as_many_paces(stage: VoiceStage, log: list[Utterance]) -> None:
    simple = replace(showing(PLACE_CARD), presentation=Presentation(voice=True, simple=True))
    stage.show(simple)
    assert log[-1].pace == 0.87
    for _ in range(9):
        stage.hurry(1)
    assert log[-1].pace == 2.0
    for _ in range(9):
        stage.hurry(-1)
    assert log[-1].pace == 0.5
    stage.hurry(1)
    assert log[-1].pace == 0.7
    stage.show(showing(PLACE_CARD, 2))
    assert log[-1].pace == 0.87


def test_louder_softer_and_again_are_asked_for_in_the_same_way(stage: VoiceStage, log: list[Utterance]) -> None:
    stage.show(showing(PLACE_CARD))
    for tune in (Tune.LOUDER, Tune.SOFTER, Tune.SOFTER, Tune.AGAIN):
        stage.tune(tune)
    assert [each.loudness for each in log] == [60, 80, 60, 40, 40]


def test_what_was_stopped_goes_on_with_the_sentence_it_was_stopped_in(
    heard: VoiceStage, following: Following, log: list[Utterance]
) -> None:
    heard.headset(plugged=True)
    heard.show(showing(PAID))
    heard.heard(following.heard(0))
    heard.heard(following.heard(2))
    heard.hush()
    heard.tune(Tune.GO_ON)
    assert log[-1].sentences == log[0].sentences[2:]
    heard.heard(following.heard(1))
    heard.pause()
    assert following.speaking is None
    heard.pause()
    assert log[-1].sentences == log[0].sentences[3:]
    heard.heard(following.heard(None))
    heard.go_on()
    assert log[-1].sentences == log[0].sentences


def test_a_page_goes_on_after_another_lay_over_it(
    heard: VoiceStage, following: Following, log: list[Utterance]
) -> None:
    heard.headset(plugged=True)
    heard.show(showing(PAID))
    heard.heard(following.heard(3))
    heard.hush()
    heard.show(replace(showing(ASKED, 2), laid_over=True))
    heard.heard(following.heard(0))
    heard.ended(ENDED)
    heard.show(showing(PAID))
    heard.go_on()
    assert log[-1].sentences == log[0].sentences[3:]


def test_what_the_headset_heard_does_not_go_on_on_the_loudspeaker(
    heard: VoiceStage, following: Following, log: list[Utterance]
) -> None:
    heard.headset(plugged=True)
    heard.show(showing(PAID))
    heard.heard(following.heard(1))
    heard.headset(plugged=False)
    heard.go_on()
    assert log[-1] == Utterance(("查好了，请看屏幕。",), Outlet.LOUDSPEAKER)


def test_what_was_read_aloud_goes_on_with_what_is_covered_left_out(
    heard: VoiceStage, following: Following, log: list[Utterance]
) -> None:
    heard.show(showing(PAID))
    heard.private_now()
    whole = log[-1].sentences
    heard.heard(following.heard(1))
    heard.hush()
    heard.go_on()
    assert log[-1].sentences == whole[1:]
    heard.hush()
    heard.show(replace(showing(PAID), presentation=Presentation(voice=True, covered=True)))
    heard.go_on()
    assert not any("三千四百零二元" in sentence for sentence in log[-1].sentences)


def test_it_is_known_whether_what_sounds_was_asked_for(heard: VoiceStage, following: Following) -> None:
    heard.show(showing(PAID))
    asked_for = [heard.reads]
    heard.private_now()
    for sentence in (1, None):
        heard.heard(following.heard(sentence))
        asked_for.append(heard.reads)
    assert asked_for == [False, True, False]


def test_without_a_page_or_a_voice_nothing_goes_on(heard: VoiceStage, log: list[Utterance]) -> None:
    heard.go_on()
    heard.pause()
    heard.show(showing(PAID, voice=False))
    heard.go_on()
    assert log == []


def test_a_page_nothing_was_said_of_is_said_from_its_beginning(heard: VoiceStage, log: list[Utterance]) -> None:
    heard.show(showing(DIGITS))
    heard.go_on()
    assert log == []
    heard.show(showing(PAID, 2, voice=False))
    heard.show(showing(PAID, 2))
    heard.over()
    heard.show(showing(PAID, 3))
    heard.hush()
    heard.go_on()
    assert said(log)[-2:] == ["查好了，请看屏幕。"] * 2


def test_what_sounds_is_seen_as_it_is_written(heard: VoiceStage, following: Following, seen: Seen) -> None:
    heard.headset(plugged=True)
    heard.show(showing(PAID))
    utterance = following.speaking
    assert utterance is not None
    assert seen.follows == [True]
    assert not seen.shown
    at = next(n for n, sentence in enumerate(utterance.sentences) if "三千四百零二元" in sentence)
    heard.heard(following.heard(at))
    assert "3,402.16元" in seen.shown
    heard.heard(following.heard(None))
    assert not seen.shown


def test_what_is_covered_is_covered_in_what_is_seen(heard: VoiceStage, following: Following, seen: Seen) -> None:
    heard.headset(plugged=True)
    heard.show(showing(PAID))
    heard.heard(following.heard(0))
    heard.show(replace(showing(PAID), presentation=Presentation(voice=True, covered=True)))
    assert seen.nothing
    heard.again()
    assert "3,402.16" not in "".join(seen.sentences)
    assert "●●●●元" in "".join(seen.sentences)


@pytest.mark.parametrize("how", ["hush", "over", "headset", "page", "ended", "off"])
def test_what_is_no_longer_heard_is_no_longer_seen(
    heard: VoiceStage, following: Following, seen: Seen, how: str
) -> None:
    heard.show(showing(PAID))
    late = following.heard(0)
    heard.heard(late)
    assert seen.now == "查好了，请看屏幕。"
    match how:
        case "hush":
            heard.hush()
        case "over":
            heard.over()
        case "headset":
            heard.headset(plugged=True)
        case "page":
            heard.show(showing(DIGITS, 2))
        case "ended":
            heard.ended(ENDED)
        case _:
            heard.show(showing(PAID, voice=False))
    heard.heard(late)
    assert seen.nothing


def test_where_nobody_tells_what_sounds_the_marks_are_told_so(engine: SilentEngine, seen: Seen) -> None:
    VoiceStage(engine, marks=seen).show(showing(PAID))
    assert seen.follows == [False]
    assert seen.sentences == ("查好了，请看屏幕。",)


def test_what_is_pressed_is_named_before_what_follows(stage: VoiceStage, log: list[Utterance]) -> None:
    stage.show(showing(PLACE_CARD))
    stage.pressed(label("查养老金"))
    stage.show(showing(PAID, 2))
    stage.released()
    assert log[-1].sentences == ("查养老金。", "查好了，请看屏幕。")
    assert len(log) == 2


def test_what_is_pressed_is_named_alone_where_nothing_is_said_of_what_follows(
    stage: VoiceStage, log: list[Utterance]
) -> None:
    stage.show(showing(PLACE_CARD))
    stage.pressed(label("大字版"))
    stage.show(replace(showing(PLACE_CARD), presentation=Presentation(voice=True, theme=Theme.SOFT)))
    stage.released()
    stage.released()
    assert said(log)[1:] == ["大字版。"]


def test_after_a_name_the_page_goes_on_where_it_was_stopped(
    heard: VoiceStage, following: Following, log: list[Utterance]
) -> None:
    heard.headset(plugged=True)
    heard.show(showing(PAID))
    heard.heard(following.heard(2))
    heard.hush()
    heard.pressed(label("下一页"))
    heard.released()
    heard.heard(following.heard(0))
    heard.hush()
    heard.pressed(label("接着念"))
    heard.go_on()
    heard.released()
    assert log[-1].sentences == ("接着念。", *log[0].sentences[2:])
    heard.heard(following.heard(0))
    heard.heard(following.heard(2))
    heard.hush()
    heard.go_on()
    assert log[-1].sentences == log[0].sentences[3:]


def test_the_loudspeaker_names_nothing_private_and_a_headset_does(stage: VoiceStage, log: list[Utterance]) -> None:
    stage.show(showing(PAID))
    stage.pressed(label("七月多了", private=True))
    stage.released()
    assert len(log) == 1
    stage.headset(plugged=True)
    stage.pressed(label("七月多了", private=True))
    stage.released()
    assert said(log)[-1] == "七月多了。"


def test_with_the_voice_off_or_switched_off_nothing_is_named(stage: VoiceStage, log: list[Utterance]) -> None:
    stage.pressed(label("退出"))
    stage.show(showing(PAID, voice=False))
    stage.pressed(label("退出"))
    stage.released()
    assert log == []
    stage.show(showing(PAID))
    stage.pressed(label("语音版"))
    stage.show(showing(PAID, voice=False))
    stage.released()
    stage.show(showing(PAID))
    stage.pressed(label(""))
    stage.released()
    assert said(log) == ["查好了，请看屏幕。"]


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


# -- a headset, and who steps up ------------------------------------------------------------------------------------


def test_with_the_voice_off_the_page_is_said_again_as_all_may_hear_it(stage: VoiceStage, log: list[Utterance]) -> None:
    stage.show(replace(showing(PAID, voice=False), hint=HINT))
    for tune in (Tune.LOUDER, Tune.SLOWER):
        stage.tune(tune)
    assert log == []
    stage.again()
    assert said(log) == ["查好了，请看屏幕。不会用，没关系。点右下角，请人帮忙。"]
    assert log[0].outlet is Outlet.LOUDSPEAKER
    stage.headset(plugged=True)
    stage.again()
    assert said(log)[1] == said(log)[0], "the voice is off: it is not known who has the headset"


def test_what_was_said_aloud_is_said_whole_to_a_headset_and_not_again_aloud(
    stage: VoiceStage, log: list[Utterance]
) -> None:
    stage.show(showing(PAID))
    stage.headset(plugged=True)
    stage.show(showing(PAID))
    assert log[-1].outlet is Outlet.HEADSET
    assert "三千四百零二元一角六分。" in log[-1].sentences
    stage.headset(plugged=False)
    stage.show(showing(PAID))
    assert len(log) == 2


def test_what_was_read_into_a_headset_does_not_go_on_on_the_loudspeaker(
    heard: VoiceStage, following: Following, log: list[Utterance]
) -> None:
    heard.headset(plugged=True)
    heard.show(showing(PAID))
    heard.private_now()
    heard.heard(following.heard(1))
    heard.headset(plugged=False)
    heard.pause()
    assert log[-1] == Utterance(("查好了，请看屏幕。",), Outlet.LOUDSPEAKER)


def test_home_is_said_once_to_each_who_steps_up_and_to_nobody_else(stage: VoiceStage, log: list[Utterance]) -> None:
    stage.show(replace(showing(HOME), deserted=True))
    assert log == []
    for ticket, deserted in ((1, False), (1, False), (1, True), (2, True), (3, True), (3, False)):
        stage.show(replace(showing(HOME, ticket), deserted=deserted))
    assert said(log) == ["您好。要办什么，请点屏幕。也可以先放身份证。"] * 2
    stage.show(replace(showing(HOME, 3), deserted=True))
    stage.again()
    assert len(log) == 3


def test_home_that_takes_its_own_place_is_not_said_over_and_over(stage: VoiceStage, log: list[Utterance]) -> None:
    for ticket in (1, 2, 3):
        stage.show(showing(HOME, ticket))
    assert len(log) == 1
    stage.show(showing(PAID, 4))
    stage.show(showing(HOME, 5))
    assert len(log) == 3


def test_what_is_walked_to_is_named_at_once_in_place_of_what_was_said(stage: VoiceStage, log: list[Utterance]) -> None:
    stage.show(showing(PAID))
    for words in ("打印", "看每个月"):
        stage.walked(label(words))
    stage.walked(label("看看怎么办", private=True))
    assert said(log) == ["查好了，请看屏幕。", "打印。", "看每个月。"]
    stage.headset(plugged=True)
    stage.walked(label("看看怎么办", private=True))
    assert said(log)[-1] == "看看怎么办。"
    stage.released()
    stage.show(showing(PAID, voice=False))
    stage.walked(label("打印"))
    assert len(log) == 4
