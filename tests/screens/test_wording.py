"""The rules the words follow, over every example of every page in both wordings."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from kiosk.core.page import Choose, EnterDigits, Fix, Page, Panel
from kiosk.core.text import Text, Wording
from tests.screens.elsewhere import as_chapter, elsewhere
from tests.screens.pages import NORMAL, SIMPLE, as_text, examples, modules, parts, texts

GOLDEN = Path(__file__).parents[1] / "golden" / "wording.txt"
FORBIDDEN = ("请勿", "失败", "错误", "非法", "无效", "操作", "验证", "系统异常", "老人", "爷爷", "奶奶", "阿姨")
NEVER_PROMISED = ("到账", "马上到", "几分钟", "实时", "死亡", "冒领", "冻结", "取消")
NOT_SCREENS = {
    "page_titles",
    "phrases",
    "sample",
    "greeting",
    "reading",
    "staff",
    "staff/audit_words",
    "staff/phrases",
    "staff/device_words",
    "staff/voice_words",
}
PAGES = [pytest.param(page, id=name) for name, page in examples()]

_SENTENCE_END = re.compile(r"[。？！]")
_VALUE = re.compile(r"\{\w+\}")
_LARGEST = re.compile(r"99,999,\d{3}\.\d{2}")
_CODE = re.compile(r"[0-9A-F]{4}(?:-[0-9A-F]{4})+|[0-9a-f]{16}")
"""Codes and serial numbers are compared, not read: one counts as one."""


def sentences(text: Text) -> list[str]:
    rendered = [text.written(NORMAL), text.written(SIMPLE)]
    if not text.private:
        rendered += [text.spoken(NORMAL), text.spoken(SIMPLE)]
    return [part for whole in rendered for part in _SENTENCE_END.split(whole) if part]


@pytest.mark.parametrize("page", PAGES)
def test_a_sentence_has_at_most_twenty_characters(page: Page[object]) -> None:
    """Values as they are written; of the examples with the largest amount there is, as long as a month's pension."""
    for text in texts(page):
        for sentence in sentences(text):
            assert len(_CODE.sub("0", _LARGEST.sub("3,402.16", sentence))) <= 20, sentence


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("wording", [NORMAL, SIMPLE], ids=["normal", "simple"])
def test_a_page_asks_one_question(page: Page[object], wording: Wording) -> None:
    for part in parts(page):
        asked = [text.written(wording) for text in (part.title, *part.body)]
        assert "".join(asked).count("？") <= 1, asked


@pytest.mark.parametrize("page", [page for page in PAGES if isinstance(page.values[0], Fix)])
def test_a_fix_has_at_most_seven_steps(page: Fix[object]) -> None:
    assert len(page.steps) <= 7


@pytest.mark.parametrize("page", PAGES)
def test_no_word_scolds_frightens_or_promises(page: Page[object]) -> None:
    for text in texts(page):
        for sentence in sentences(text):
            assert not [word for word in (*FORBIDDEN, *NEVER_PROMISED) if word in sentence], sentence


@pytest.mark.parametrize("page", PAGES)
def test_the_loudspeaker_says_nothing_private(page: Page[object]) -> None:
    for part in parts(page):
        assert not [text.message for text in part.loudspeaker if text.private]
    assert page.hint is None or not [text.message for text in page.hint.sentences if text.private]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_a_title_in_both_wordings(page: Page[object]) -> None:
    assert page.title.written(NORMAL)
    assert page.title.written(SIMPLE)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("wording", [NORMAL, SIMPLE], ids=["normal", "simple"])
def test_no_two_buttons_of_a_page_have_the_same_words(page: Page[object], wording: object) -> None:
    labels = [action.label.written(wording) for action in page.actions]  # type: ignore[arg-type]
    if isinstance(page, Choose):
        labels += [choice.label.written(wording) for choice in page.choices]  # type: ignore[arg-type]
    shown = [label for label in labels if label]
    assert len(set(shown)) == len(shown)
    assert not {"上一步", "退出", "请人帮忙"} & set(shown)


@pytest.mark.parametrize("page", PAGES)
def test_at_most_six_choices_and_four_buttons(page: Page[object]) -> None:
    assert len(page.actions) <= 4
    if isinstance(page, Choose):
        assert len(page.choices) <= 6


DEAD_ENDS = [
    "no_card",
    "card_worn",
    "other_document",
    "card_out_of_date",
    "reader_broken",
    "reader_given_up",
    "social_reader_given_up",
    "not_found",
    "nobody_found",
    "no_paper",
    "paper_out",
    "still_no_paper",
    "half_sheet",
    "not_printed",
    "not_printed_not_cleared",
    "end_not_known",
    "printer_broken",
    "printer_broken_not_cleared",
    "payment_returned",
    "ask_in_person",
    "payment_too_old",
    "certification_unknown",
    "certify_at_window",
    "certify_at_home",
    "year_is_empty",
    "nothing_recorded",
    "help_here",
    "sorry",
    "device_trouble",
    "records_unreadable",
    "records_missing",
    "nothing_can_be_kept",
    "wait_a_little",
    "figures_disagree",
    "only_in_person",
    "clock_wrong",
    "out_of_service",
    "power_out",
    "paused",
]


WAYS_ON = {"用社保卡", "放身份证", "换一年", "看每个月"}
"""Buttons that are another way to the same: a page that has one leads on, and needs to name nobody."""


@pytest.mark.parametrize("name", DEAD_ENDS)
def test_every_page_that_cannot_go_on_names_a_window_in_both_wordings(name: str) -> None:
    pages = [page for _, page in examples() if page.name == name and not _leads_on(page)]
    found = [page for page in pages if "窗口" in str(_all(page))]
    assert pages
    if name in {"no_paper", "paper_out", "still_no_paper"}:
        # Where somebody has really been called, waiting is a way on.
        assert found
    else:
        assert found == pages


def _leads_on(page: Page[object]) -> bool:
    shown = [{action.label.written(wording) for action in page.actions} for wording in (NORMAL, SIMPLE)]
    return all(labels & WAYS_ON for labels in shown)


def _all(page: Page[object]) -> list[str]:
    both = (page.title, *page.body, *(action.label for action in page.actions))
    normal, simple = ("".join(text.written(wording) for text in both) for wording in (NORMAL, SIMPLE))
    return [normal, simple] if "窗口" in normal and "窗口" in simple else []


STANDS_UNTIL_THE_TERMINAL_SERVES = {"out_of_service", "hall_closed", "power_out", "paused"}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_leads_somewhere(page: Page[object]) -> None:
    chosen = isinstance(page, EnterDigits) or (isinstance(page, Choose) and bool(page.choices))
    chosen = chosen or (isinstance(page, Panel) and any(gauge.action for gauge in page.gauges))
    assert chosen or page.actions or page.jobs or page.after or page.name in STANDS_UNTIL_THE_TERMINAL_SERVES


@pytest.mark.parametrize("page", PAGES)
def test_nothing_claims_that_staff_were_told_unless_they_are(
    page: Page[object], request: pytest.FixtureRequest
) -> None:
    claims = [s for text in texts(page) for s in sentences(text) if "已经叫" in s or "已经报修" in s or "已经又叫" in s]
    assert not claims or "staffed" in request.node.name


def test_words_on_no_page_by_themselves_follow_the_same_rules() -> None:
    found = elsewhere()
    assert "遮住数字" in found["kiosk/ui/frame.py"]
    assert "数字太像，容易被猜到。" in found["kiosk/screens/staff/sign_in.py"]
    for message in (message for lines in found.values() for message in lines):
        for sentence in filter(None, _SENTENCE_END.split(_VALUE.sub("二十", message))):
            assert len(sentence) <= 20, sentence
            assert not [word for word in (*FORBIDDEN, *NEVER_PROMISED) if word in sentence], sentence


def test_every_screen_has_examples() -> None:
    without = [name for name, module in modules() if not getattr(module, "EXAMPLES", None)]
    assert set(without) == NOT_SCREENS


def test_every_page_reads_as_agreed() -> None:
    """The golden file is for people: read it. `YIBAN_GOLDEN=write pytest tests/screens` writes it anew."""
    text = "\n".join((*(as_text(name, page) for name, page in examples()), as_chapter()))
    if os.environ.get("YIBAN_GOLDEN") == "write":
        GOLDEN.write_text(text, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == text
