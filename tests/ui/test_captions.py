"""What is said is seen: marked where it stands, else in a line over the header, and nothing of the page moves for it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.core.page import Header, Notice, Review, Row, Table
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import Surname, say
from kiosk.ui import captions
from kiosk.ui.captions import standing
from kiosk.ui.items import Box, Line, Style, Target, Words
from kiosk.ui.pieces import TargetButton, WordsLabel
from kiosk.ui.theme import CAPITAL_PER_EM
from kiosk.ui.words import line_height, width_of
from kiosk.voice.words import for_headset, wording_for
from tests.gallery.checks import problems
from tests.gallery.hanging import ALL_WALLS, PANELS, Wall, pairwise, picture_of, window_on
from tests.gallery.pages import pages
from tests.ui.test_window import HOME, PAID, show
from tests.voice.pages import MACHINE, TWICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.ui.window import Window

pytestmark = pytest.mark.usefixtures("qapp")
WALL: Final = Wall(*PANELS[0], TextSize.MEDIUM, Theme.DEFAULT, simple=False)
LONGEST: Final = "旁边的人会听见，要念吗，请点一下屏幕。"
ROWS: Final = Table[None](
    name="every_month",
    title=say("每个月发了多少"),
    rows=(Row(say("8月"), say("3,402.16元")), Row(say("7月"), say("4,099.36元"), say("有补发"))),
    header=Header(say("{surname}女士，您好", surname=Surname("王")), date(2026, 11, 20)),
)


@pytest.fixture
def window() -> Iterator[Window]:
    standing = window_on(WALL)
    standing.open()
    yield standing
    standing.close()


def marked(window: Window) -> set[str]:
    return {
        key
        for key, piece in window.screen.pieces.items()
        if isinstance(piece, WordsLabel | TargetButton) and piece.marked
    }


def said(window: Window, *sentences: str) -> None:
    window.captions.said(sentences, follows=True)
    window.captions.at(0)


def test_what_stands_on_the_page_is_marked_there_and_what_does_not_is_shown_over_the_header(window: Window) -> None:
    show(window, HOME)
    bar = window.captions.bar
    window.captions.said(["您想办什么？", "要办什么，请点屏幕。", "点“查养老金”，每月发了多少。"], follows=True)
    assert (marked(window), bar.isVisible()) == (set(), False)
    window.captions.at(0)
    assert (marked(window), bar.isVisible()) == ({"title"}, False)
    window.captions.at(1)
    assert (marked(window), bar.isVisible()) == (set(), True)
    assert "".join(bar.lines) == bar.accessibleName() == "要办什么，请点屏幕。"
    window.captions.at(2)
    assert (marked(window), bar.isVisible()) == ({"choice0"}, False)
    window.captions.silent()
    assert (marked(window), bar.isVisible(), bar.lines) == (set(), False, ())


def test_a_line_of_a_table_is_marked_as_one_and_an_amount_with_its_unit(window: Window) -> None:
    show(window, ROWS)
    said(window, "7月，4,099.36元，有补发")
    assert marked(window) == {"label1", "value1", "note1"}
    said(window, "数据到2026年11月20日")
    assert marked(window) == {"header0"}
    show(window, PAID)
    said(window, "3,402.16元")
    assert marked(window) == {"figure", "unit"}


def test_marking_moves_nothing_and_makes_nothing_anew(window: Window) -> None:
    show(window, PAID)
    before = {key: (piece, piece.geometry()) for key, piece in window.screen.pieces.items()}
    for sentence in ("11月养老金发了", "查好了，请看屏幕。", "点“打印”。"):
        said(window, sentence)
        assert {key: (piece, piece.geometry()) for key, piece in window.screen.pieces.items()} == before
    plain = picture_of(window)
    window.captions.silent()
    assert picture_of(window) != plain


def test_the_mark_stays_where_the_page_is_shown_in_another_way(window: Window) -> None:
    show(window, PAID)
    said(window, "11月养老金发了")
    show(window, PAID, Presentation(TextSize.EXTRA_LARGE, Theme.HIGH_CONTRAST))
    assert marked(window) == {"title"}
    show(window, MACHINE)
    assert marked(window) == set()
    assert window.captions.bar.isVisible()


def test_a_sentence_in_the_midst_of_others_is_found() -> None:
    box = Box(0, 0, 1, 1)
    both = Words("hint", box, ("不会用，没关系。点右下", "角，请人帮忙。"), 20)
    silent = Words("label0", box, ("8月",), 20, read="")
    amount = Words("figure", box, ("3,402.16",), 20, read="3,402.16元")
    line = Line("line0", box, "8月，3,402.16元")
    button = Target("go", box, Style.GO, "打印", ("打", "印"), 20, None)
    shown = (both, silent, amount, line, button)
    assert standing(shown, "点右下角，请人帮忙。") == {"hint"}
    assert standing(shown, "请人帮忙。") == set()
    assert standing(shown, "8月，3,402.16元") == {"hint", "label0", "figure", "unit"}, "what lies within the line"
    assert standing(shown, "请点“打印”，或者“看每个月”。") == {"go"}
    assert standing(shown, "打印。") == {"go"}
    assert standing(shown, "3,402.16元") == {"figure", "unit"}


def test_the_line_over_the_header_takes_no_touch(window: Window) -> None:
    show(window, ROWS)
    said(window, "查好了，请看屏幕。")
    bar = window.captions.bar
    assert window.widget.childAt(bar.geometry().center()) is not bar


@pytest.mark.parametrize("wall", ALL_WALLS, ids=lambda wall: wall.name)
def test_the_longest_sentence_stands_whole_on_one_line_and_covers_only_the_header(wall: Wall) -> None:
    window = window_on(wall)
    window.open()
    window.show(Showing(Ticket(1), ROWS, Presentation(wall.size, wall.theme, wall.simple, voice=True)))
    said(window, LONGEST)
    bar, look = window.captions.bar, window.captions._look
    assert look is not None
    assert bar.lines == (LONGEST,)
    assert width_of(LONGEST, bar.px, bold=True) < bar.width() - 2 * look.mm(4) - round(look.body * 1.5)
    assert bar.height() >= line_height(bar.px)
    assert bar.geometry().bottom() < window.screen.pieces["title"].geometry().top()
    assert window.screen.rect().contains(bar.geometry())
    assert bar.px >= min(look.body, 7.4 / CAPITAL_PER_EM * look.px_per_mm - 1)
    window.close()


@pytest.mark.parametrize("wall", pairwise(), ids=lambda wall: wall.name)
def test_what_is_marked_is_as_readable_as_before_in_every_theme(wall: Wall) -> None:
    window = window_on(wall)
    window.open()
    window.show(Showing(Ticket(1), ROWS, Presentation(wall.size, wall.theme, wall.simple, voice=True)))
    for sentence in ("每个月发了多少", "8月，3,402.16元", "看不清。"):
        said(window, sentence)
        assert marked(window)
        assert list(problems(window, wall, picture_of(window))) == [], sentence
    window.close()


def test_where_nobody_tells_what_sounds_the_sentences_follow_one_another_and_the_last_one_stays(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(captions, "LEAST_SECONDS", 0.02)
    monkeypatch.setattr(captions, "READ_A_SECOND", 1_000.0)
    show(window, HOME)
    bar = window.captions.bar
    window.captions.said(["您好。", "要办什么，请点屏幕。", "也可以先放身份证。"], follows=False)
    assert bar.lines == ("您好。",)
    came: list[str] = []
    while "也可以先放身份证。" not in came:
        assert len(came) < 1_000
        QTest.qWait(5)
        came += bar.lines
    assert "要办什么，请点屏幕。" in came
    QTest.qWait(60)
    assert bar.lines == ("也可以先放身份证。",)
    assert not window.captions._timer.isActive()


def test_of_a_visit_that_is_over_nothing_is_left(window: Window) -> None:
    show(window, PAID)
    window.captions.said(["发了三千元。", "查好了。"], follows=False)
    window.over()
    bar = window.captions.bar
    assert (bar.isVisible(), bar.lines, bar.accessibleName()) == (False, (), "")
    assert (window.captions._sentences, window.captions._timer.isActive()) == ((), False)
    QApplication.processEvents()


def test_a_page_without_a_header_has_it_at_its_top(window: Window) -> None:
    window.captions.said(["查好了。"], follows=True)
    window.captions.at(0)
    assert not window.captions.bar.isVisible()
    window.captions.bar.grab()  # before any page there is nothing to paint it with
    for page in (TWICE, Notice[None](name="said", title=say("好")), Review[None](name="seen", title=say("好"))):
        show(window, page)
        assert window.captions.bar.isVisible()
        assert window.captions.bar.y() >= 0
    assert captions._header([]) == Box(0, 0, 0, 0)


def test_whatever_a_headset_hears_of_a_page_stands_on_it_but_for_its_other_sheets(window: Window) -> None:
    elsewhere: set[str] = set()
    for name, page in pages().items():
        if name.startswith("staff."):
            continue
        showing = Showing(Ticket(1), page, Presentation(voice=True), can_go_back=True)
        window.show(showing)
        shown = [piece.item for piece in window.screen.pieces.values()]
        heard = for_headset(showing, wording_for(showing))
        if not all(standing(shown, sentence.written) for sentence in heard) and "turn-on" not in window.screen.pieces:
            elsewhere.add(type(page).__name__)
    assert elsewhere == {"Panel", "Fix"}, "of the staff's kinds of pages a line is read otherwise"
