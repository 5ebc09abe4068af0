"""What is said of a page, and that nothing private ever reaches the loudspeaker."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.money import Fen, Month
from kiosk.core.page import (
    Action,
    Bar,
    Chart,
    Choice,
    Choose,
    Header,
    Notice,
    Page,
    Panel,
    Phase,
    Review,
    Row,
    Table,
    Wait,
)
from kiosk.core.people import Presentation
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import Count, Day, Digits, Money, MonthName, Surname, Text, Value, Word, Wording, say
from kiosk.voice.engine import SilentEngine
from kiosk.voice.stage import VoiceStage
from kiosk.voice.words import (
    Outlet,
    PrivateValueAloud,
    Utterance,
    for_headset,
    for_loudspeaker,
    read_aloud,
    wording_for,
)
from tests.voice.pages import DIGITS, HOME, PAGES, PAID, PLACE_CARD, TWICE, showing

GOLDEN = Path(__file__).with_name("spoken.txt")
USUAL = Wording()


def spoken_of(page: Page[object]) -> list[str]:
    lines = [f"# {page.name}"]
    phases = ["", *(phase.name for phase in page.phases)]
    for simple in (False, True):
        wording = Wording(simple=simple)
        for phase in phases:
            now = showing(page, simple=simple, phase=phase, down=frozenset({"printer"}) if simple else frozenset())
            heading = ("长者 " if simple else "普通 ") + phase
            lines += [f"{heading.strip()} 喇叭: {''.join(for_loudspeaker(now, wording)) or '（不出声）'}"]
            lines += [f"{heading.strip()} 耳机: {''.join(for_headset(now, wording))}"]
            if not phase:
                lines += [f"{heading.strip()} 念给我听: {''.join(read_aloud(now, wording))}"]
    return [*lines, ""]


def test_what_is_spoken_is_what_the_golden_file_says() -> None:
    """To make the file anew: `YIBAN_GOLDEN=write pytest tests/voice`, and read what changed."""
    spoken = "\n".join(line for page in PAGES for line in spoken_of(page))
    if os.environ.get("YIBAN_GOLDEN") == "write":
        GOLDEN.write_text(spoken, encoding="utf-8")
    assert spoken == GOLDEN.read_text(encoding="utf-8")


def test_amounts_tails_and_days_are_spoken_as_people_say_them() -> None:
    said = read_aloud(showing(PAID), USUAL)
    assert "三千四百零二元一角六分。" in said
    assert "十一月十五日发到尾号零四二八的社保卡。" in said
    assert "数据到二零二六年十一月二十日。" in said


def test_the_greeting_is_never_spoken() -> None:
    assert "欧阳" not in "".join(for_headset(showing(PAID), USUAL))


def test_a_sentence_is_said_once() -> None:
    assert for_headset(showing(TWICE), USUAL) == ("请到3号窗口问问。",)


def test_two_lines_of_a_table_that_are_alike_are_both_said() -> None:
    row = Row(say("补发"), say("{amount}", amount=Money(Fen(10_000))))
    page = Table[None](name="items", title=say("明细"), rows=(row, row))
    assert for_headset(showing(page), USUAL) == ("明细。", "补发，一百元。", "补发，一百元。")


def test_a_greyed_service_is_said_to_be_so() -> None:
    down = showing(HOME, down=frozenset({"printer"}))
    assert "“打印权益记录单”，现在办不了。" in for_headset(down, USUAL)
    assert "点“打印权益记录单”。" in for_headset(showing(HOME), USUAL)


def test_nothing_can_be_touched_while_a_phase_stands() -> None:
    assert for_headset(showing(PLACE_CARD, phase="reading"), USUAL) == ("正在读证。", "先别拿走，等“嘀”一声。")
    assert for_loudspeaker(showing(PLACE_CARD, phase="quiet"), USUAL) == ()


def test_a_page_without_words_for_the_loudspeaker_is_silent_there() -> None:
    assert for_loudspeaker(showing(DIGITS), USUAL) == ()


def test_the_wording_follows_the_person() -> None:
    presentation = Presentation(simple=True, covered=True, language="qps")
    shown = replace(showing(PAID), presentation=presentation)
    assert wording_for(shown) == Wording("qps", simple=True, covered=True)


def test_what_lies_over_a_visit_covers_figures_by_itself() -> None:
    assert wording_for(replace(showing(PAID), laid_over=True)).covered


def test_a_covered_figure_is_spoken_nowhere() -> None:
    covered = Wording(covered=True)
    for words in (read_aloud(showing(PAID), covered), for_headset(showing(PAID), covered)):
        said = "".join(words)
        assert "遮住的数字" in said
        assert not re.search("[元角]|四千|三千", said), said


def test_an_utterance_shows_nothing_of_itself() -> None:
    assert "三千" not in repr(Utterance(("三千元。",), Outlet.HEADSET))


# -- private values -----------------------------------------------------------------------------------------

# Each private value sounds like nothing else a page could say.
PRIVATE: dict[str, Value] = {
    "七百八十九万零一百二十三元四角五分": Money(Fen(789_012_345)),
    "一九三七年二月二十八日": Day(date(1937, 2, 28), 2026),
    "一九三七年二月": MonthName(Month(1937, 2), 2026),
    "九零八七": Digits("9087"),
    "纳兰": Surname("纳兰"),
    "退票": Word("退票", private=True),
}
PUBLIC: list[Value] = [Count(12), Word("3号窗口"), Money(Fen(100), private=False)]
MESSAGES = ["{v}", "到{v}。", "请到{v}问问", "查好了，请看屏幕。", "一共{v}张"]
values = st.sampled_from([*PRIVATE.values(), *PUBLIC])
private_values = st.sampled_from(list(PRIVATE.values()))
public_values = st.sampled_from(PUBLIC)


def texts(of: st.SearchStrategy[Value]) -> st.SearchStrategy[Text]:
    short = st.sampled_from([None, "", "短{v}"])
    aloud = st.sampled_from([None, "念{v}"])

    def text(message: str, short: str | None, aloud: str | None, value: Value) -> Text:
        return say(message, short=short, aloud=aloud, v=value)

    return st.builds(text, st.sampled_from(MESSAGES), short, aloud, of)


anything = texts(values)
some = st.lists(anything, max_size=3).map(tuple)
rows = st.lists(st.builds(Row, anything, anything, st.none() | anything), max_size=3).map(tuple)
actions = st.lists(st.builds(Action[None], anything, st.none()), max_size=3).map(tuple)
headers = st.none() | st.builds(Header, anything, st.dates(date(2020, 1, 1)))


def pages(loudspeaker: st.SearchStrategy[tuple[Text, ...]]) -> st.SearchStrategy[Page[object]]:
    phase = st.builds(Phase, st.sampled_from(["reading", "printing"]), anything, some, loudspeaker)
    shared = {
        "name": st.just("some_page"),
        "title": anything,
        "body": some,
        "figure": st.none() | st.builds(Money, st.integers(0, 10**8).map(Fen)),
        "loudspeaker": loudspeaker,
        "actions": actions,
        "phases": st.lists(phase, max_size=1).map(tuple),
        "header": headers,
        "band": st.none() | anything,
    }
    choices = st.lists(st.builds(Choice[None], anything, st.none(), hint=st.none() | anything), max_size=3).map(tuple)
    bars = st.lists(st.builds(Bar, anything, st.builds(Money, st.just(Fen(789_012_345)))), max_size=3).map(tuple)
    return st.one_of(
        st.builds(Notice, **shared),
        st.builds(Wait, **shared),
        st.builds(Panel, **shared),
        st.builds(Choose, **shared, choices=choices),
        st.builds(Review, **shared, rows=rows),
        st.builds(Table, **shared, rows=rows),
        st.builds(Chart, **shared, bars=bars),
    )


def shown(page: Page[object], *, simple: bool, voice: bool) -> list[Showing]:
    presentation = Presentation(simple=simple, voice=voice)
    return [Showing(Ticket(1), page, presentation, phase) for phase in (None, *page.phases)]


def planted_in(spoken: str) -> list[str]:
    return [sound for sound in PRIVATE if sound in spoken]


public_texts = st.lists(texts(public_values), max_size=3).map(tuple)
any_texts = st.lists(anything, max_size=3).map(tuple)


@pytest.mark.own_ears
@settings(max_examples=150, deadline=None)
@given(page=pages(any_texts), simple=st.booleans())
def test_a_planted_private_value_never_reaches_the_loudspeaker(page: Page[object], simple: bool) -> None:  # noqa: FBT001 - given by hypothesis
    log: list[Utterance] = []
    stage = VoiceStage(SilentEngine(log))
    for now in shown(page, simple=simple, voice=True):
        private = any(text.private for text in (now.phase or page).loudspeaker)
        if private:
            with pytest.raises(PrivateValueAloud, match=r"^some_page$"):
                stage.show(now)
        else:
            stage.show(now)
    assert planted_in("".join(sentence for said in log for sentence in said.sentences)) == []
    assert all(said.outlet is Outlet.LOUDSPEAKER for said in log)


@settings(max_examples=100, deadline=None)
@given(page=pages(public_texts), simple=st.booleans())
def test_every_private_value_shown_reaches_the_headset(page: Page[object], simple: bool) -> None:  # noqa: FBT001 - given by hypothesis
    wording = Wording(simple=simple)
    for now in shown(page, simple=simple, voice=True):
        said = for_headset(now, wording)
        assert all(sentence and sentence[-1] in "。？！" for sentence in said)
        for text in ((now.phase or page).title, *(now.phase or page).body):
            assert text.spoken(wording).rstrip("。") in "".join(said)
