"""The window as a stage: what it shows, what it asks of the visit, and what it forgets."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from devices.roles import Key
from kiosk.core.assets import ROOT
from kiosk.core.house import Onward
from kiosk.core.money import Fen
from kiosk.core.page import (
    Action,
    Answer,
    Choice,
    Choose,
    EnterDigits,
    Footer,
    Header,
    Notice,
    Phase,
    Review,
    Slot,
    Table,
    Tone,
)
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import EndedBy, PageEnded, Showing, Ticket
from kiosk.core.text import Count, Money, Surname, say
from kiosk.ui import words
from kiosk.ui.items import Ask, Drawing, Present, Ring
from kiosk.ui.pieces import TargetButton
from kiosk.ui.sides import Side, side_in
from kiosk.ui.window import Window
from tests.gallery.hanging import PANELS, Listener, Wall, focused, picture_of, window_on
from tests.gallery.pages import pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.core.clock import VirtualClock
    from kiosk.core.page import Page

pytestmark = pytest.mark.usefixtures("qapp")
WALL = Wall(*PANELS[0], TextSize.MEDIUM, Theme.DEFAULT, simple=False)
HOME = Choose(
    name="home",
    title=say("您想办什么？"),
    body=(say("点下面，或先放身份证。", short=""), say("不收钱，不问密码。")),
    choices=(Choice(say("查养老金"), 1), Choice(say("打印"), 2, "printer", needs=frozenset({"printer"}))),
    footer=Footer(back=False, leave=False),
    phases=(Phase("reading", say("正在读证"), (say("先别拿走。"),)),),
    hand=Slot.ID_READER,
    idle=True,
)
PAID = Review(
    name="paid",
    title=say("11月养老金发了"),
    figure=Money(Fen(340216)),
    actions=(Action(say("打印"), "print", "printer", Tone.GO),),
    header=Header(say("{surname}女士，您好", surname=Surname("王")), date(2026, 11, 20)),
)
STILL_THERE = Notice(
    name="still_there",
    title=say("您还在吗？"),
    body=(say("还有{seconds}秒，就退出。", short="点一下，就接着办。", seconds=Count(30)),),
    actions=(Action(say("我还在"), "here", "", Tone.GO),),
)


@pytest.fixture
def window() -> Iterator[Window]:
    standing = window_on(WALL)
    standing.open()
    yield standing
    standing.close()


def show(window: Window, page: Page[object], presentation: Presentation | None = None, **more: object) -> None:
    showing = Showing(Ticket(1), page, presentation or Presentation(), cut_off=date(2026, 10, 31))
    for name, value in more.items():
        object.__setattr__(showing, name, value)
    window.show(showing)


def read(window: Window) -> list[str]:
    return [p.accessibleName() for p in window.screen.pieces.values() if p.accessibleName()]


def press(window: Window, wanted: str) -> None:
    button = next(p for p in window.screen.pieces.values() if isinstance(p, TargetButton) and p.item.words == wanted)
    button.click()


def asked(window: Window) -> list[tuple[str, object]]:
    return cast("Listener", window._command).asked


def clock_of(window: Window) -> VirtualClock:
    return cast("VirtualClock", window._clock)


def test_home_says_whose_it_is_how_old_the_data_are_and_what_time_it_is(window: Window) -> None:
    show(window, HOME)
    assert {"社会保险自助服务", "数据到10月31日", "11月21日 星期六 9:05"} <= set(read(window))
    clock_of(window).sleep(60.0)
    window._tick()
    assert "11月21日 星期六 9:06" in read(window)


def test_home_offers_the_modes_and_says_which_are_on(window: Window) -> None:
    show(window, HOME)
    assert {"大字版", "语音版", "黑底大字", "简洁版", "English"} <= set(read(window))
    press(window, "黑底大字")
    black = Presentation(TextSize.LARGE, Theme.HIGH_CONTRAST)
    assert asked(window) == [("present", black)]
    show(window, HOME, black)
    assert {"大字版，已打开", "黑底大字，已打开", "简洁版"} <= set(read(window))


def test_the_button_of_large_text_leads_through_all_four_sizes(window: Window) -> None:
    at = Presentation()
    for label in ("大字版", "大字版，已打开", "大字版，已到特大", "小字版，已打开"):
        show(window, HOME, at)
        press(window, label)
        clock_of(window).sleep(1.0)
        at = cast("Presentation", asked(window)[-1][1])
    sizes = [cast("Presentation", value).size for _, value in asked(window)]
    assert sizes == [TextSize.LARGE, TextSize.EXTRA_LARGE, TextSize.SMALL, TextSize.MEDIUM]


def test_the_button_of_black_names_what_is_on_and_leads_back_to_how_it_was(window: Window) -> None:
    at = Presentation()
    for label in ("黑底大字", "黑底大字，已打开", "白底黑字，已打开", "不刺眼，已打开"):
        show(window, HOME, at)
        press(window, label)
        clock_of(window).sleep(1.0)
        at = cast("Presentation", asked(window)[-1][1])
    themes = [cast("Presentation", value).theme for _, value in asked(window)]
    assert themes == [Theme.HIGH_CONTRAST, Theme.BLACK_ON_WHITE, Theme.SOFT, Theme.DEFAULT]
    assert {cast("Presentation", value).size for _, value in asked(window)} == {TextSize.LARGE}


def test_a_mode_leads_back_to_how_it_was(window: Window) -> None:
    show(window, HOME)
    for mode in ("大字版", "语音版", "简洁版", "English"):
        press(window, mode)
        clock_of(window).sleep(1.0)
    wished = [value for _, value in asked(window)]
    assert wished == [
        Presentation(TextSize.LARGE),
        Presentation(voice=True),
        Presentation().simplified(speaks=True),
        Presentation(language="en"),
    ]
    show(window, HOME, Presentation(TextSize.LARGE, Theme.HIGH_CONTRAST, simple=True, voice=True))
    for mode in ("大字版，已打开", "语音版，已打开", "黑底大字，已打开", "简洁版，已打开"):
        press(window, mode)
        clock_of(window).sleep(1.0)
    sizes = [cast("Presentation", value) for _, value in asked(window)[4:]]
    assert [(p.size, p.voice, p.theme, p.simple) for p in sizes] == [
        (TextSize.EXTRA_LARGE, True, Theme.HIGH_CONTRAST, True),
        (TextSize.LARGE, False, Theme.HIGH_CONTRAST, True),
        (TextSize.LARGE, True, Theme.BLACK_ON_WHITE, True),
        (TextSize.LARGE, True, Theme.HIGH_CONTRAST, False),
    ]


def test_a_mode_keeps_what_was_switched_on_before_though_its_button_looks_as_it_did(window: Window) -> None:
    show(window, HOME)
    show(window, HOME, Presentation(voice=True))
    press(window, "黑底大字")
    assert asked(window) == [("present", Presentation(TextSize.LARGE, Theme.HIGH_CONTRAST, voice=True))]


def test_who_walks_through_a_page_by_keyboard_is_there(window: Window) -> None:
    show(window, HOME)
    listener = cast("Listener", window._command)
    for _ in range(3):
        before = listener.touches
        QTest.keyClick(window.screen, Qt.Key.Key_Tab)
        assert listener.touches > before


def test_the_window_is_named_by_the_page_and_forgets_it(window: Window) -> None:
    show(window, PAID)
    assert window.screen.accessibleName() == "11月养老金发了"
    window.over()
    assert window.screen.accessibleName() == ""


def test_nothing_of_a_closed_window_moves(window: Window) -> None:
    show(window, pages()["place_id_card.R1"])
    gone = list(window.screen.pieces.values())
    window.screen.answer(10.0, 10.0)
    moving = window.screen.findChildren(QTimer)
    assert [timer for timer in moving if timer.isActive()]
    window.close()
    assert [piece for piece in gone if shiboken6.isValid(piece)] == []
    assert [timer for timer in moving if shiboken6.isValid(timer) and timer.isActive()] == []


def test_keys_stop_at_every_bar_of_a_chart_and_go_on_from_it(window: Window) -> None:
    show(window, pages()["why_more.M7"])
    stops: list[str] = []
    while not stops or stops[-1] != stops[0] or len(stops) == 1:
        window.key(Key.DOWN)
        at = focused(window)
        assert at is not None
        stops.append(at.accessibleName())
    bars = [name for name in stops[:-1] if name.endswith("元")]
    assert bars == stops[: len(bars)]
    assert len(bars) > 1
    assert all("月，" in name for name in bars)
    before = len(asked(window))
    for key in (Key.DOWN, Key.ENTER):
        window.key(key)
    assert asked(window)[before:] == []


def test_a_choice_whose_device_is_down_says_so_in_words_and_does_nothing(window: Window) -> None:
    show(window, HOME, down=frozenset({"printer"}))
    press(window, "打印，暂时不能办")
    assert asked(window) == []


def test_a_page_with_figures_can_be_read_aloud_and_covered(window: Window) -> None:
    show(window, PAID, can_go_back=True)
    assert "3,402.16元" in read(window)
    for button in ("念给我听", "遮住数字", "上一步", "退出", "请人帮忙", "打印"):
        press(window, button)
        clock_of(window).sleep(1.0)
    assert [kind for kind, _ in asked(window)] == ["read_aloud", "present", "back", "leave", "help", "answered"]
    show(window, PAID, Presentation(covered=True))
    assert "●●●●元" in read(window)
    assert "看数字" in read(window)
    assert not any("3,402" in text for text in read(window))


def test_a_page_without_figures_offers_neither(window: Window) -> None:
    show(window, STILL_THERE)
    assert not {"念给我听", "遮住数字"} & set(read(window))


def test_while_a_job_is_in_a_phase_nothing_can_be_answered(window: Window) -> None:
    show(window, HOME, phase=HOME.phases[0])
    assert "正在读证" in read(window)
    targets = [p for p in window.screen.pieces.values() if isinstance(p, TargetButton)]
    assert [t.item.deed for t in targets] == [Ask.MODES, Ask.HELP]


def test_the_seconds_left_are_counted_down(window: Window) -> None:
    show(window, STILL_THERE, left_seconds=30.0, laid_over=True)
    assert "还有30秒，就退出。" in read(window)
    clock_of(window).sleep(12.0)
    window._tick()
    assert "还有18秒，就退出。" in read(window)
    ring = next(p.item for p in window.screen.pieces.values() if isinstance(p.item, Ring))
    assert (ring.number, round(ring.share, 2)) == ("18", 0.6)


def test_the_simple_version_shows_a_ring_without_a_number(window: Window) -> None:
    show(window, STILL_THERE, Presentation(simple=True), left_seconds=45.0, laid_over=True)
    ring = next(p.item for p in window.screen.pieces.values() if isinstance(p.item, Ring))
    assert ring.number == ""
    assert "点一下，就接着办。" in read(window)


def test_a_long_list_is_turned_never_scrolled(window: Window) -> None:
    page = pages()["kinds.table-longest"]
    assert isinstance(page, Table)
    show(window, page)
    assert "第1页，共2页" in read(window)
    press(window, "更早的")
    assert "第2页，共2页" in read(window)
    assert "更早的" not in read(window)
    show(window, page, Presentation(TextSize.LARGE))
    assert any(text.startswith("第2页") for text in read(window))
    clock_of(window).sleep(1.0)
    press(window, "上一页")
    assert any(text.startswith("第1页") for text in read(window))


def test_when_the_visit_is_over_nothing_of_it_is_left(window: Window) -> None:
    show(window, PAID)
    window.ended(PageEnded("paid", EndedBy.LEFT))
    window.over()
    assert window.screen.pieces == {}
    assert window.sheet is None
    assert words.broken.cache_info().currsize == 0


def test_what_stands_can_be_laid_out_without_drawing_it(window: Window) -> None:
    show(window, PAID)
    sheet = window.sheet
    assert sheet is not None
    assert any(getattr(item, "deed", None) == Present(Presentation(covered=True)) for item in sheet.items)


def test_the_drawing_follows_the_configured_places() -> None:
    assert side_in("右边亮灯的地方") is Side.RIGHT
    assert side_in("屏幕左下方的小口") is Side.LEFT
    assert side_in("屏幕下面") is Side.BELOW


def test_arrows_swing_except_in_the_simple_version(window: Window) -> None:
    page = pages()["kinds.picture-take_paper"]
    for simple in (False, True):
        show(window, page, Presentation(simple=simple))
        drawing = next(p.item for p in window.screen.pieces.values() if isinstance(p.item, Drawing))
        assert drawing.moving is not simple
        clock_of(window).sleep(timedelta(seconds=0.5).total_seconds())
        window.widget.grab()


def test_every_icon_of_every_page_is_in_the_assets() -> None:
    used: set[str] = set()
    for page in pages().values():
        used |= {action.icon for action in page.actions}
        used |= {choice.icon for choice in page.choices} if isinstance(page, Choose) else set()
    there = {path.stem for path in (ROOT / "icons").glob("*.svg")}
    assert used - {""} <= there


def test_a_window_opens_full_screen_on_the_last_screen_there_is() -> None:
    standing = window_on(WALL)
    standing._fullscreen = True
    show(standing, HOME)
    standing.open()
    assert standing.widget.isFullScreen()
    assert standing.screen.pieces
    standing.close()


def test_pages_that_were_left_leave_no_widgets_behind(window: Window) -> None:
    from PySide6.QtWidgets import QApplication, QWidget

    def after(times: int) -> int:
        for number in range(times):
            window.show(Showing(Ticket(number), HOME if number % 2 else PAID, Presentation()))
            QApplication.processEvents()
        return len(QApplication.allWidgets())

    assert after(10) == after(100)
    assert all(isinstance(widget, QWidget) for widget in QApplication.allWidgets())


# -- at night ---------------------------------------------------------------------------------------------------

NIGHT: Page[object] = pages()["night.night"]


def _at_night(window: Window) -> dict[str, TargetButton | object]:
    window.show(Showing(Ticket(9), NIGHT, Presentation()))
    return dict(window.screen.pieces)


def test_at_night_the_words_stand_elsewhere_every_minute_and_nothing_flashes(window: Window) -> None:
    _at_night(window)
    places: set[tuple[int, int]] = set()
    changes = 0
    for _ in range(10 * 60 * 2):  # ten minutes of the window's own ticks
        before = [piece.geometry() for piece in window.screen.pieces.values()]
        cast("VirtualClock", window._clock).sleep(0.5)
        window._tick()
        after = [piece.geometry() for piece in window.screen.pieces.values()]
        changes += before != after
        places.add((after[0].x(), after[0].y()))
    assert changes == 10
    assert len(places) == 11


def test_at_night_the_panel_is_dark(window: Window) -> None:
    _at_night(window)
    picture = picture_of(window).convert("L")
    lit = sum(picture.histogram()[32:]) / (picture.width * picture.height)
    assert lit < 0.02
    assert max(picture.tobytes()) < 200
    window.show(Showing(Ticket(10), HOME, Presentation()))
    assert max(picture_of(window).convert("L").tobytes()) == 255


@pytest.mark.parametrize("deed", ["button", "beside", "key"])
def test_at_night_whatever_is_touched_or_pressed_wakes_it(deed: str) -> None:
    listener = Listener()
    window = window_on(WALL, command=listener)
    window.open()
    _at_night(window)
    match deed:
        case "button":
            window.screen.activate("action0")
        case "beside":
            window.screen.missed(3.0, 3.0, often=False)
        case _:
            window.key(Key.DIGIT_7)
    assert listener.asked == [("answered", (Ticket(9), Onward.GO_ON))]
    window.close()


NUMBER = EnterDigits[str](name="phone", title=say("手机号是多少？"), most=11, read=Answer)
PIN = EnterDigits[str](name="pin", title=say("请输密码"), most=6, read=Answer, covered=True)
OVER: Page[object] = Notice(name="help_called", title=say("已经叫人了"))


def typed(window: Window) -> str:
    return window._memory.digits


@pytest.mark.parametrize(("page", "kept"), [(NUMBER, "12"), (PIN, "")])
def test_what_was_typed_is_there_again_once_nothing_lies_over_it_but_a_pin(
    window: Window, page: Page[object], kept: str
) -> None:
    show(window, page)
    window.key(Key.DIGIT_1)
    window.key(Key.DIGIT_2)
    show(window, OVER, ticket=Ticket(2), laid_over=True)
    assert typed(window) == ""
    window.ended(PageEnded("help_called", EndedBy.STAFF))
    show(window, STILL_THERE, ticket=Ticket(3), laid_over=True)
    window.ended(PageEnded("still_there", EndedBy.PERSON))
    show(window, page)
    assert typed(window) == kept


def test_what_was_typed_is_forgotten_with_its_page_and_with_the_visit(window: Window) -> None:
    show(window, NUMBER)
    window.key(Key.DIGIT_1)
    window.ended(PageEnded("phone", EndedBy.PERSON))
    show(window, PAID, ticket=Ticket(2))
    show(window, NUMBER)
    assert typed(window) == ""
    window.key(Key.DIGIT_1)
    show(window, OVER, ticket=Ticket(3), laid_over=True)
    window.ended(PageEnded("phone", EndedBy.JOB))
    assert window._covered == {}
    show(window, NUMBER, ticket=Ticket(4))
    window.key(Key.DIGIT_1)
    show(window, OVER, ticket=Ticket(5), laid_over=True)
    window.over()
    assert window._covered == {}
    show(window, NUMBER, ticket=Ticket(4))
    assert typed(window) == ""
