"""What a pressed button is called aloud, and what of it nobody else may hear."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from devices.roles import Key
from kiosk.cli.voice_words import PLACES
from kiosk.core.help import HelpAnswer
from kiosk.core.money import Fen, Month
from kiosk.core.page import (
    Action,
    Bar,
    Chart,
    Choice,
    Choose,
    EnterDigits,
    Gauge,
    Header,
    Hearing,
    Notice,
    Panel,
    Review,
)
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import Showing, Ticket, Tune
from kiosk.core.text import Label, Money, MonthName, Surname, Wording, Year, say
from kiosk.screens.help_called import UNWELL
from kiosk.screens.rating import rating
from kiosk.ui.items import Box, Line
from kiosk.ui.naming import TELL_NOTHING, label_of_line
from kiosk.ui.pieces import TargetButton
from tests.gallery.hanging import PANELS, Listener, Wall, window_on
from tests.listening import named_aloud
from tests.screens.pages import examples
from tests.ui.test_window import HOME, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.core.page import Page
    from kiosk.ui.window import Window

pytestmark = pytest.mark.usefixtures("qapp")
WALL: Final = Wall(*PANELS[0], TextSize.MEDIUM, Theme.DEFAULT, simple=False)
HEADER: Final = Header(say("{surname}女士，您好", surname=Surname("王")), date(2026, 11, 20))
SPOKEN: Final = Presentation(voice=True)
FOUND: Final = Review[str](
    name="payment",
    title=say("11月养老金发了"),
    actions=(
        Action(say("打印"), "print"),
        Action(say("看看怎么办"), "how"),
        Action(say("{year}的", year=Year(2025)), "year"),
        Action(say("为什么{month}多了", month=MonthName(Month(2026, 7), 2026)), "why"),
    ),
    header=HEADER,
)
UNWELL_OFFERED: Final = Notice[HelpAnswer](name="help", title=say("有人来帮您"), actions=(UNWELL,))
RATED: Final = rating()
LISTENING: Final = Hearing[str](name="hearing", title=say("怎么听更清楚？"), actions=(Action(say("好了"), "on"),))


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def window(listener: Listener) -> Iterator[Window]:
    standing = window_on(WALL, command=listener)
    standing.open()
    yield standing
    standing.close()


def named(window: Window, listener: Listener, page: Page[object], wanted: str) -> Label | None:
    show(window, page, SPOKEN)
    listener.named.clear()
    window.screen.fingers.forget()
    button = next(p for p in window.screen.pieces.values() if isinstance(p, TargetButton) and p.text() == wanted)
    window._do(button.item)
    assert listener.named[-1] is None, "the voice is told when it is done"
    return listener.named[0]


@pytest.mark.parametrize(
    ("wanted", "spoken", "private"),
    [
        ("打印", "打印", False),
        ("看看怎么办", "看看怎么办", True),
        ("2025年的", "二零二五年的", True),
        ("为什么7月多了", "为什么七月多了", True),
        ("退出", "退出", False),
        ("请人帮忙", "请人帮忙", False),
    ],
)
def test_of_a_page_about_somebody_only_what_tells_nothing_is_for_all_to_hear(
    window: Window, listener: Listener, wanted: str, spoken: str, *, private: bool
) -> None:
    assert named(window, listener, FOUND, wanted) == Label(wanted, spoken, private=private)


def test_a_choice_is_named_as_its_card_and_a_mode_without_its_state(window: Window, listener: Listener) -> None:
    assert named(window, listener, HOME, "查养老金") == Label("查养老金", "查养老金")
    assert named(window, listener, HOME, "语音版，已打开") == Label("语音版", "语音版")
    assert named(window, listener, HOME, "English") == Label("English", "")


def test_a_choice_that_tells_of_the_person_is_theirs(window: Window, listener: Listener) -> None:
    due = Choose[int](
        name="what_else", title=say("还办什么？"), choices=(Choice(say("养老认证该办了"), 1),), header=HEADER
    )
    assert named(window, listener, due, "养老认证该办了") == Label("养老认证该办了", "养老认证该办了", private=True)


@pytest.mark.parametrize(("covered", "spoken"), [(False, "七"), (True, "")])
def test_what_is_typed_is_private_and_under_cover_without_a_name(
    window: Window, listener: Listener, spoken: str, *, covered: bool
) -> None:
    page = EnterDigits[str](
        name="typed", title=say("请输号码"), most=6, read=lambda _: say("不对"), covered=covered, letter="X"
    )
    assert named(window, listener, page, "7") == Label("7", spoken, private=True)
    assert named(window, listener, page, "X") == Label("X", "", private=True)
    assert named(window, listener, page, "删一个") == Label("删一个", "删一个")


def test_a_line_of_a_panel_is_named_by_its_button(window: Window, listener: Listener) -> None:
    gauge = Gauge(say("打印机"), say("好"), well=True, action=Action(say("自检"), "test"))
    page = Panel[str](name="panel", title=say("设备"), gauges=(gauge,))
    show(window, page, SPOKEN)
    button = next(
        p for p in window.screen.pieces.values() if isinstance(p, TargetButton) and p.item.key.startswith("do")
    )
    window._do(button.item)
    assert listener.named == [Label("自检", "自检"), None]


def test_a_button_the_page_knows_nothing_of_has_no_name(window: Window, listener: Listener) -> None:
    page = Notice[str](name="one", title=say("好"), actions=(Action(say("好了"), "a"),))
    show(window, page, SPOKEN)
    button = next(p for p in window.screen.pieces.values() if isinstance(p, TargetButton) and p.text() == "好了").item
    show(window, Notice[str](name="two", title=say("好"), actions=(Action(say("知道了"), "b"),)), SPOKEN)
    window._do(button)
    assert listener.named == [Label("好了", "", private=True), None]


def test_every_label_that_all_may_hear_is_one_of_a_page_about_somebody() -> None:
    labels: set[str] = set()
    for _, page in examples():
        if page.header is not None:
            labels |= {action.label.message for action in page.actions}
            labels |= {choice.label.message for choice in page.choices} if isinstance(page, Choose) else set()
    assert labels >= TELL_NOTHING
    assert not any(name.startswith(("看看怎么办", "养老认证该办了")) for name in TELL_NOTHING)


def test_with_the_voice_off_nothing_is_named(window: Window, listener: Listener) -> None:
    show(window, HOME)
    button = next(p for p in window.screen.pieces.values() if isinstance(p, TargetButton) and p.text() == "查养老金")
    window._do(button.item)
    assert listener.named == [None]


def test_the_voice_is_tuned_by_touch_and_what_was_said_comes_after_the_page_is_back(
    window: Window, listener: Listener
) -> None:
    window.show(Showing(Ticket(4), LISTENING, SPOKEN, laid_over=True))
    for key in ("slower", "faster", "softer", "louder", "again", "go_on"):
        window.screen.activate(f"tune-{key}")
    assert listener.asked == [
        ("tune", Tune.SLOWER),
        ("tune", Tune.FASTER),
        ("tune", Tune.SOFTER),
        ("tune", Tune.LOUDER),
        ("answered", (Ticket(4), "on")),
        ("tune", Tune.AGAIN),
        ("answered", (Ticket(4), "on")),
        ("tune", Tune.GO_ON),
    ]


def test_the_way_there_is_on_home_and_beside_the_modes_where_there_is_a_voice_that_is_on(listener: Listener) -> None:
    for speaks, voice in ((True, True), (True, False), (False, True)):
        window = window_on(WALL, command=listener, speaks=speaks)
        window.open()
        show(window, HOME, Presentation(voice=voice))
        assert ("hearing" in window.screen.pieces) is (speaks and voice)
        if speaks and voice:
            window.screen.activate("hearing")
            assert listener.asked == [("choose_voice", None)]
        window.close()


def test_of_no_page_others_hear_a_label_that_nobody_has_read() -> None:
    """`named-aloud.txt` is for people: no label is in it by which others learn something of who pressed it."""
    found: set[str] = set()
    for name, page in examples():
        if not name.startswith("staff/"):
            for each in (page, page.staff) if page.staff is not None else (page,):
                offers: list[Action[object] | Choice[object]] = list(each.actions)
                offers += each.choices if isinstance(each, Choose) else ()
                for of in offers:
                    known = each.header is not None and of.label.message not in TELL_NOTHING
                    if not (of.private or of.label.private or known):
                        found |= {of.label.spoken(Wording()), of.label.spoken(Wording(simple=True))}
    found |= {text.spoken(Wording(simple=simple)) for text in PLACES for simple in (False, True)}
    assert {label for label in found if label and not named_aloud().fullmatch(label)} == set()
    assert not any(
        named_aloud().fullmatch(label) for label in ("我不舒服", "我好些了", "非常不满意", "满意", "打印办事条")
    )


@pytest.mark.parametrize("page", [UNWELL_OFFERED, RATED])
def test_that_somebody_is_ill_or_content_is_not_for_others(
    window: Window, listener: Listener, page: Page[object]
) -> None:
    words = "我不舒服" if page is UNWELL_OFFERED else "不满意"
    assert named(window, listener, page, words) == Label(words, words, private=True)


# -- walked to by keys -----------------------------------------------------------------------------------------------


def test_who_walks_by_keys_hears_where_they_are(window: Window, listener: Listener) -> None:
    show(window, FOUND, SPOKEN)
    for key in (Key.DOWN, Key.DOWN, Key.UP):
        window.key(key)
    assert [label.words for label in listener.walks] == ["打印", "看看怎么办", "打印"]
    assert [label.private for label in listener.walks] == [False, True, False]
    assert listener.named == []
    window.screen.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier))
    assert len(listener.walks) == 4


def test_with_the_voice_off_nobody_hears_it(window: Window, listener: Listener) -> None:
    show(window, FOUND)
    window.key(Key.DOWN)
    assert listener.walks == []


def test_a_bar_that_is_walked_to_is_said_as_its_figure_is_and_to_nobody_else(
    window: Window, listener: Listener
) -> None:
    page = Chart[str](
        name="bars",
        title=say("{year}发了多少", year=Year(2025)),
        bars=(Bar(say("{month}", month=MonthName(Month(2025, 1), 2025)), Money(Fen(328_596))),),
        header=HEADER,
    )
    show(window, page, SPOKEN)
    window.key(Key.DOWN)
    (label,) = listener.walks
    assert (label.aloud, label.private) == ("一月，三千二百八十五元九角六分", True)
    scene = window._scene_now()
    assert scene is not None
    assert label_of_line(scene, Line("line1", Box(0, 0, 1, 1), "2月")) == Label("2月", "", private=True)


def test_a_window_without_a_page_names_nothing(listener: Listener) -> None:
    standing = window_on(WALL, command=listener)
    standing._walked(Line("line0", Box(0, 0, 1, 1), "1月"))
    assert listener.walks == []
    standing.close()
