"""What fingers mean: tremor, rolling, resting palms, misses (A13 to A16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsView

from devices.roles import Key
from kiosk.core.page import Action, Answer, Choice, Choose, EnterDigits, Notice, Tone
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import Count, say
from kiosk.ui.pieces import TargetButton
from tests.gallery.hanging import PANELS, Listener, Wall, window_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPointingDevice

    from kiosk.core.clock import VirtualClock
    from kiosk.core.page import Page
    from kiosk.ui.window import Window

pytestmark = pytest.mark.usefixtures("qapp")
WALL = Wall(*PANELS[0], TextSize.MEDIUM, Theme.DEFAULT, simple=False)
ASK = Choose(
    name="ask",
    title=say("想怎么办？"),
    choices=(Choice(say("查养老金"), "payment"), Choice(say("查养老认证"), "certification")),
)
TELL = Notice(name="tell", title=say("办好了"), actions=(Action(say("知道了"), "seen", "", Tone.GO),))
DIGITS = EnterDigits(
    name="digits",
    title=say("工号"),
    most=4,
    read=lambda typed: Answer(typed) if len(typed) == 4 else say("要四个数字。"),
)


class Desk:
    """A window somebody stands at, and what it was asked."""

    def __init__(self, page: Page[object]) -> None:
        self.command = Listener()
        self.window: Window = window_on(WALL, command=self.command)
        self.window.open()
        self.device: QPointingDevice = QTest.createTouchDevice()
        self.ticket = 0
        self.show(page)

    @property
    def clock(self) -> VirtualClock:
        return cast("VirtualClock", self.window._clock)

    def show(self, page: Page[object], *, same: bool = False, presentation: Presentation | None = None) -> None:
        self.ticket += not same
        seconds = 30.0 if page.name == "still_there" else None
        self.window.show(
            Showing(Ticket(self.ticket), page, presentation or Presentation(), can_go_back=True, left_seconds=seconds)
        )

    def middle(self, words: str) -> QPoint:
        return self.button(words).geometry().center()

    def button(self, words: str) -> TargetButton:
        return next(
            p for p in self.window.screen.pieces.values() if isinstance(p, TargetButton) and p.item.words == words
        )

    def tap(self, at: QPoint, *, roll: QPoint | None = None, finger: int = 0) -> None:
        self.down(at, finger)
        if roll is not None:
            QTest.touchEvent(self.window.screen, self.device).move(finger, at + roll, self.window.screen).commit()
        self.up(at if roll is None else at + roll, finger)

    def down(self, at: QPoint, finger: int = 0) -> None:
        QTest.touchEvent(self.window.screen, self.device).press(finger, at, self.window.screen).commit()

    def up(self, at: QPoint, finger: int = 0) -> None:
        QTest.touchEvent(self.window.screen, self.device).release(finger, at, self.window.screen).commit()

    @property
    def values(self) -> list[object]:
        return [value[1] for kind, value in self.command.asked if kind == "answered" and isinstance(value, tuple)]


@pytest.fixture
def desk() -> Iterator[Desk]:
    standing = Desk(ASK)
    yield standing
    standing.window.close()


def test_a_tap_answers_the_page(desk: Desk) -> None:
    desk.tap(desk.middle("查养老金"))
    assert desk.command.asked == [("answered", (Ticket(1), "payment"))]


def test_four_taps_of_a_trembling_hand_are_one(desk: Desk) -> None:
    for _ in range(4):
        desk.tap(desk.middle("查养老金"))
        desk.clock.sleep(0.3)
    assert desk.values == ["payment"]


def test_the_same_button_works_again_after_half_a_second(desk: Desk) -> None:
    desk.tap(desk.middle("查养老金"))
    desk.clock.sleep(0.6)
    desk.tap(desk.middle("查养老金"))
    assert desk.values == ["payment", "payment"]


def test_the_second_tap_of_a_double_tap_does_not_hit_the_next_page(desk: Desk) -> None:
    place = desk.middle("查养老金")
    desk.tap(place)
    desk.show(ASK)
    desk.tap(place)
    assert desk.values == ["payment"]


def test_a_finger_that_rolls_a_little_still_clicks(desk: Desk) -> None:
    box = desk.button("查养老金").geometry()
    desk.tap(QPoint(box.center().x(), box.bottom() - 1), roll=QPoint(3, 12))
    assert desk.values == ["payment"]


def test_a_finger_that_slides_out_does_nothing(desk: Desk) -> None:
    box = desk.button("查养老金").geometry()
    desk.tap(QPoint(box.center().x(), box.bottom() - 1), roll=QPoint(0, 16))
    assert desk.values == []


def test_a_finger_that_slides_in_does_nothing(desk: Desk) -> None:
    box = desk.button("查养老金").geometry()
    desk.tap(QPoint(box.center().x(), box.top() - 40), roll=QPoint(0, 80))
    assert desk.values == []


def test_a_long_hold_is_one_click_and_shows_itself_at_once(desk: Desk) -> None:
    place = desk.middle("查养老金")
    desk.down(place)
    assert desk.button("查养老金").isDown()
    desk.clock.sleep(5.0)
    desk.up(place)
    assert desk.values == ["payment"]
    assert not desk.button("查养老金").isDown()


@pytest.mark.parametrize("rest", [QPoint(540, 1500), None])
def test_a_palm_that_rests_on_the_screen_blocks_no_tap(desk: Desk, rest: QPoint | None) -> None:
    palm = desk.middle("查养老认证") if rest is None else rest
    finger = desk.middle("查养老金")
    screen = desk.window.screen
    QTest.touchEvent(screen, desk.device).press(1, palm, screen).commit()
    desk.clock.sleep(0.7)
    QTest.touchEvent(screen, desk.device).stationary(1).press(2, finger, screen).commit()
    QTest.touchEvent(screen, desk.device).stationary(1).release(2, finger, screen).commit()
    assert desk.values == ["payment"]
    QTest.touchEvent(screen, desk.device).release(1, palm, screen).commit()
    assert desk.values == ["payment"]


def test_a_tap_beside_everything_is_answered_and_the_third_lets_help_stand_out(desk: Desk) -> None:
    for _ in range(3):
        assert not desk.button("请人帮忙").beckons
        desk.tap(QPoint(500, 420))
        assert desk.window.screen._ripple.isVisible()
    assert desk.button("请人帮忙").beckons
    QTest.qWait(500)
    assert not desk.window.screen._ripple.isVisible()
    desk.tap(desk.middle("请人帮忙"))
    assert desk.command.asked == [("help", None)]


def test_what_was_pressed_on_the_page_before_means_nothing(desk: Desk) -> None:
    place = desk.middle("查养老金")
    desk.down(place)
    desk.show(ASK)
    desk.up(place)
    assert desk.values == []


def test_a_page_shown_again_keeps_the_finger_on_its_button(desk: Desk) -> None:
    place = desk.middle("查养老金")
    desk.down(place)
    desk.show(ASK, same=True)
    assert desk.button("查养老金").isDown()
    desk.show(ASK, same=True, presentation=Presentation(TextSize.LARGE))
    assert desk.button("查养老金").isDown()
    desk.up(desk.middle("查养老金"))
    assert desk.values == ["payment"]


def test_contacts_the_system_takes_away_mean_nothing(desk: Desk) -> None:
    desk.down(desk.middle("查养老金"))
    desk.window.screen.fingers.cancel()
    assert not desk.button("查养老金").isDown()
    desk.up(desk.middle("查养老金"))
    assert desk.values == []


def test_the_mouse_is_a_finger(desk: Desk) -> None:
    QTest.mouseClick(desk.window.screen, Qt.MouseButton.LeftButton, pos=desk.middle("查养老认证"))
    QTest.mouseClick(desk.window.screen, Qt.MouseButton.RightButton, pos=desk.middle("查养老金"))
    assert desk.values == ["certification"]


def test_digits_are_typed_rubbed_out_and_read(desk: Desk) -> None:
    desk.show(DIGITS)
    for words in ("1", "2", "删一个", "好了"):
        desk.tap(desk.middle(words))
        desk.clock.sleep(1.0)
    assert any("要四个数字" in p.accessibleName() for p in desk.window.screen.pieces.values())
    for words in "123456":
        desk.tap(desk.middle(words))
        desk.clock.sleep(1.0)
    desk.tap(desk.middle("好了"))
    assert desk.values == ["1234"]


def test_the_same_digit_can_be_typed_twice_by_a_slow_hand(desk: Desk) -> None:
    desk.show(DIGITS)
    for _ in range(4):
        desk.tap(desk.middle("8"))
        desk.clock.sleep(0.3)
    assert desk.window._memory.digits == "88"


def test_a_tap_anywhere_says_i_am_still_here(desk: Desk) -> None:
    desk.show(
        Notice(
            name="still_there",
            title=say("您还在吗？"),
            body=(say("还有{seconds}秒，就退出。", seconds=Count(30)),),
            actions=(Action(say("我还在"), "here", "", Tone.GO),),
        )
    )
    desk.tap(QPoint(500, 700))
    assert desk.values == ["here"]


def test_keys_move_and_press_and_do_nothing_else(desk: Desk) -> None:
    screen = desk.window.screen
    QTest.keyClick(screen, Qt.Key.Key_Tab)
    focused = screen.focusWidget()
    assert isinstance(focused, TargetButton)
    assert focused.item.words == "查养老金"
    QTest.keyClick(focused, Qt.Key.Key_Down)
    focused = screen.focusWidget()
    assert isinstance(focused, TargetButton)
    assert focused.item.words == "查养老认证"
    for key in (Qt.Key.Key_F1, Qt.Key.Key_Escape, Qt.Key.Key_A, Qt.Key.Key_Menu, Qt.Key.Key_F4):
        QTest.keyClick(focused, key)
        QTest.keyClick(screen, key, Qt.KeyboardModifier.AltModifier)
    assert desk.values == []
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert desk.values == ["certification"]


def test_assistive_technology_presses_without_a_finger(desk: Desk) -> None:
    desk.button("查养老金").click()
    assert desk.values == ["payment"]


def test_nothing_closes_the_window_or_opens_a_menu(desk: Desk) -> None:
    screen = desk.window.screen
    assert not screen.close()
    assert screen.isVisible()
    place = desk.middle("查养老金")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, screen.mapToGlobal(place))
    QApplication.sendEvent(screen, event)
    assert QApplication.activePopupWidget() is None
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [screen]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_panel_mounted_on_its_side_is_touched_where_it_shows(turn: int) -> None:
    command = Listener()
    lying = Wall(800, 600, 400.0, 300.0, TextSize.MEDIUM, Theme.DEFAULT, simple=False)  # the offscreen desktop's size
    window = window_on(lying, command=command, rotation=turn)
    window.open()
    window.show(Showing(Ticket(1), ASK, Presentation()))
    screen = window.screen
    assert screen.width() == (600 if turn in (90, 270) else 800)
    view = window.widget
    assert isinstance(view, QGraphicsView)
    button = next(p for p in screen.pieces.values() if isinstance(p, TargetButton))
    centre = QPointF(button.geometry().center())
    at = view.mapFromScene(centre)
    device = QTest.createTouchDevice()
    QTest.touchEvent(view.viewport(), device).press(0, at, view.viewport()).commit()
    QTest.touchEvent(view.viewport(), device).release(0, at, view.viewport()).commit()
    assert command.asked == [("answered", (Ticket(1), "payment"))]
    assert view.close() is False
    window.close()


# -- the keypad ---------------------------------------------------------------------------------------------


def test_the_keypad_walks_through_the_page_and_presses(desk: Desk) -> None:
    desk.window.key(Key.ENTER)
    assert desk.values == []
    desk.window.key(Key.DOWN)
    desk.window.key(Key.RIGHT)
    desk.window.key(Key.LEFT)
    desk.window.key(Key.DOWN)
    focused = desk.window.screen.focusWidget()
    assert isinstance(focused, TargetButton)
    assert focused.item.words == "查养老认证"
    desk.window.key(Key.ENTER)
    assert desk.values == ["certification"]


def test_the_keypad_goes_back_and_calls_for_help(desk: Desk) -> None:
    desk.window.key(Key.BACK)
    desk.window.key(Key.HELP)
    assert [what for what, _ in desk.command.asked if what in {"back", "help"}] == ["back", "help"]


def test_the_keypad_types_digits_rubs_them_out_and_enters_them(desk: Desk) -> None:
    desk.show(DIGITS)
    for key in (Key.DIGIT_1, Key.DIGIT_2, Key.DIGIT_9, Key.CLEAR, Key.DIGIT_3, Key.DIGIT_4):
        desk.window.key(key)
    desk.window.key(Key.ENTER)
    assert desk.values == ["1234"]


def test_a_key_before_any_page_stands_does_nothing(desk: Desk) -> None:
    desk.window.over()
    desk.window.key(Key.ENTER)
    desk.window.key(Key.REPEAT)
    assert desk.values == []
