"""What fingers mean: tremor, rolling, resting palms, misses (A13 to A16)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsView

from devices.roles import Key
from kiosk.core.page import Action, Answer, Choice, Choose, EnterDigits, Footer, Night, Notice, Tone
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import Count, say
from kiosk.ui.pieces import TargetButton
from kiosk.ui.touch import REACTION_SECONDS
from tests.gallery.hanging import PANELS, Listener, Wall, focused, window_on

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
NIGHT = Night(name="night", title=say("现在休息"), actions=(Action(say("点一下屏幕"), "awake"),), idle=True)
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
        self.sounds = 0
        self.window: Window = window_on(WALL, command=self.command, sound=self._sound)
        self.window.open()
        self.device: QPointingDevice = QTest.createTouchDevice()
        self.ticket = 0
        self.show(page)

    def _sound(self) -> None:
        self.sounds += 1

    @property
    def clock(self) -> VirtualClock:
        return cast("VirtualClock", self.window._clock)

    def show(
        self, page: Page[object], *, same: bool = False, presentation: Presentation | None = None, look: bool = True
    ) -> None:
        self.ticket += not same
        seconds = 30.0 if page.name == "still_there" else None
        self.window.show(
            Showing(Ticket(self.ticket), page, presentation or Presentation(), can_go_back=True, left_seconds=seconds)
        )
        if look:
            self.clock.sleep(1.0)

    def middle(self, words: str) -> QPoint:
        return self.button(words).geometry().center()

    def button(self, words: str) -> TargetButton:
        return next(
            p for p in self.window.screen.pieces.values() if isinstance(p, TargetButton) and p.item.words == words
        )

    def tap(self, at: QPoint, *, roll: QPoint | None = None, finger: int = 0, seconds: float = 0.1) -> None:
        self.down(at, finger)
        self.clock.sleep(seconds)
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
    desk.show(ASK, look=False)
    for _ in range(4):
        desk.clock.sleep(0.1)
        desk.tap(place + QPoint(25, 0))
    assert desk.values == ["payment"]
    desk.clock.sleep(0.5)
    desk.tap(place)
    assert desk.values == ["payment", "payment"]


def test_a_finger_that_strays_out_of_the_button_does_not_hit_the_next_page_beside_it(desk: Desk) -> None:
    desk.show(TELL)
    lower = desk.button("知道了").geometry()
    edge = QPoint(lower.center().x(), lower.top() + 2)
    desk.tap(edge)
    desk.show(ASK)  # a second later: the first tap was long ago
    desk.show(TELL)
    desk.tap(edge)
    desk.show(
        Choose(name="wall", title=say("想怎么办？"), choices=tuple(Choice(say(f"{n}"), n) for n in range(6))),
        look=False,
    )
    desk.clock.sleep(0.32)  # long enough to react, too soon for another tap
    desk.tap(edge - QPoint(0, 20))
    assert desk.values == ["seen", "seen"]


def test_what_came_up_too_late_to_be_seen_is_not_meant(desk: Desk) -> None:
    desk.show(TELL)
    desk.show(ASK, look=False)
    desk.clock.sleep(REACTION_SECONDS - 0.01)
    desk.tap(desk.middle("查养老金"))
    assert desk.values == []
    desk.tap(desk.middle("查养老金"))
    assert desk.values == ["payment"]


def test_a_spark_is_no_finger(desk: Desk) -> None:
    desk.tap(desk.middle("查养老金"), seconds=0.04)
    desk.tap(QPoint(500, 420), seconds=0.0)
    assert desk.values == []
    assert desk.sounds == 0


def test_a_touch_lasts_as_long_as_the_panel_says_however_busy_the_screen_is(desk: Desk) -> None:
    fingers, at = desk.window.screen.fingers, desk.middle("查养老金")
    fingers.down(0, at.x(), at.y(), stamp=17.0)
    fingers.up(0, at.x(), at.y(), stamp=17.2)
    assert desk.values == ["payment"]


def test_what_is_as_wide_as_a_palm_is_no_finger(desk: Desk) -> None:
    fingers, at = desk.window.screen.fingers, desk.middle("查养老金")
    palm = 40 * fingers.px_per_mm
    fingers.down(0, at.x(), at.y(), wide=palm)
    assert not desk.button("查养老金").isDown()
    desk.clock.sleep(2.0)
    fingers.up(0, at.x(), at.y())
    fingers.down(0, at.x(), at.y(), wide=palm / 4)
    assert desk.button("查养老金").isDown()
    fingers.move(0, at.x(), at.y(), wide=palm)
    assert not desk.button("查养老金").isDown()
    fingers.move(0, at.x(), at.y(), wide=palm)
    desk.clock.sleep(2.0)
    fingers.up(0, at.x(), at.y())
    assert desk.values == []
    assert desk.sounds == 0


def test_a_finger_that_rolls_a_little_still_clicks(desk: Desk) -> None:
    box = desk.button("查养老金").geometry()
    desk.tap(QPoint(box.center().x(), box.bottom() - 1), roll=QPoint(3, 12))
    assert desk.values == ["payment"]


def test_a_finger_that_slides_out_does_nothing(desk: Desk) -> None:
    box = desk.button("查养老金").geometry()
    desk.tap(QPoint(box.center().x(), box.bottom() - 1), roll=QPoint(0, 16))
    assert desk.values == []
    assert desk.sounds == 1


def test_a_finger_that_slides_in_does_nothing(desk: Desk) -> None:
    box = desk.button("查养老金").geometry()
    desk.tap(QPoint(box.center().x(), box.top() - 40), roll=QPoint(0, 80))
    assert desk.values == []


@pytest.mark.parametrize("seconds", [0.06, 0.5, 5.0, 60.0])
def test_a_hold_is_one_click_however_long_and_shows_itself_at_once(desk: Desk, seconds: float) -> None:
    place = desk.middle("查养老金")
    desk.down(place)
    assert desk.button("查养老金").isDown()
    desk.clock.sleep(seconds)
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
    desk.clock.sleep(0.1)
    QTest.touchEvent(screen, desk.device).stationary(1).release(2, finger, screen).commit()
    assert desk.values == ["payment"]
    QTest.touchEvent(screen, desk.device).release(1, palm, screen).commit()
    assert desk.values == ["payment"]


@pytest.mark.parametrize("finger_first", [True, False], ids=["finger-first", "palm-first"])
@pytest.mark.parametrize("seconds", [0.8, 2.0, 5.0])
def test_of_a_hold_and_a_palm_that_lands_meanwhile_only_what_lifts_first_is_meant(
    desk: Desk, *, seconds: float, finger_first: bool
) -> None:
    finger, palm = desk.middle("查养老金"), desk.middle("查养老认证")
    screen = desk.window.screen
    QTest.touchEvent(screen, desk.device).press(0, finger, screen).commit()
    desk.clock.sleep(seconds)
    QTest.touchEvent(screen, desk.device).move(0, finger, screen).press(1, palm, screen).commit()
    assert desk.button("查养老金").isDown()
    desk.clock.sleep(0.2)
    first, at, then, there = (0, finger, 1, palm) if finger_first else (1, palm, 0, finger)
    QTest.touchEvent(screen, desk.device).move(then, there, screen).release(first, at, screen).commit()
    assert not desk.button("查养老金").isDown()
    assert not desk.button("查养老认证").isDown()
    desk.clock.sleep(0.2)
    QTest.touchEvent(screen, desk.device).release(then, there, screen).commit()
    assert desk.values == (["payment"] if finger_first else ["certification"])


def test_what_has_rested_on_a_button_for_longer_than_anybody_holds_is_a_palm(desk: Desk) -> None:
    palm, finger = desk.middle("查养老认证"), desk.middle("查养老金")
    screen = desk.window.screen
    QTest.touchEvent(screen, desk.device).press(1, palm, screen).commit()
    desk.clock.sleep(5.5)
    QTest.touchEvent(screen, desk.device).stationary(1).press(0, finger, screen).commit()
    assert not desk.button("查养老认证").isDown()
    desk.clock.sleep(0.1)
    QTest.touchEvent(screen, desk.device).stationary(0).release(1, palm, screen).commit()
    assert desk.values == []
    QTest.touchEvent(screen, desk.device).release(0, finger, screen).commit()
    assert desk.values == ["payment"]


def test_a_palm_that_rests_beside_everything_has_missed_nothing_when_it_lifts(desk: Desk) -> None:
    palm, finger = QPoint(500, 420), desk.middle("查养老金")
    screen = desk.window.screen
    QTest.touchEvent(screen, desk.device).press(1, palm, screen).commit()
    desk.clock.sleep(0.7)
    QTest.touchEvent(screen, desk.device).stationary(1).press(0, finger, screen).commit()
    desk.clock.sleep(0.1)
    QTest.touchEvent(screen, desk.device).stationary(0).release(1, palm, screen).commit()
    assert desk.sounds == 0
    QTest.touchEvent(screen, desk.device).release(0, finger, screen).commit()
    assert desk.values == ["payment"]


def test_a_tap_beside_everything_is_answered_and_the_third_offers_larger_text_and_help(desk: Desk) -> None:
    for tap in range(3):
        assert desk.sounds == tap
        assert not desk.button("请人帮忙").item.beckons
        desk.tap(QPoint(500, 420))
        assert desk.window.screen._ripple.isVisible()
    assert desk.button("请人帮忙").item.beckons
    assert desk.button("看不清，点大字版").item.beckons
    QTest.qWait(500)
    assert not desk.window.screen._ripple.isVisible()
    desk.clock.sleep(1.0)
    desk.tap(desk.middle("看不清，点大字版"))
    assert desk.command.asked == [("present", Presentation(TextSize.LARGE))]
    assert not desk.button("请人帮忙").item.beckons


def test_what_is_offered_is_not_hit_by_who_goes_on_tapping(desk: Desk) -> None:
    for _ in range(3):
        desk.tap(QPoint(500, 420))
    offered = desk.middle("看不清，点大字版")
    desk.tap(offered)  # at once: nobody has read it yet
    desk.clock.sleep(1.0)
    fingers = desk.window.screen.fingers
    fingers._still.add(fingers._round(offered.x(), offered.y(), desk.clock.monotonic() + 2.0, 2.0, felt=True))
    for _ in range(6):  # had it come up where they tap
        desk.tap(offered)
        desk.clock.sleep(1.0)
    assert desk.command.asked == []
    desk.clock.sleep(2.0)
    desk.tap(offered)
    assert desk.command.asked == [("present", Presentation(TextSize.LARGE))]


def test_home_and_the_largest_text_offer_what_they_have(desk: Desk) -> None:
    for page, presentation, button in (
        (replace(ASK, idle=True), Presentation(), "大字版"),
        (ASK, Presentation(TextSize.EXTRA_LARGE), "请人帮忙"),
    ):
        desk.show(page, presentation=presentation)
        for _ in range(3):
            desk.tap(QPoint(540, 6))
        assert desk.button(button).item.beckons
        assert "offer" not in desk.window.screen.pieces


def test_where_nobody_may_be_called_nothing_is_offered(desk: Desk) -> None:
    desk.show(replace(ASK, footer=Footer(help=False)))
    for _ in range(9):
        desk.tap(QPoint(500, 420))
    assert desk.sounds == 9
    assert not any(p.item.beckons for p in desk.window.screen.pieces.values() if isinstance(p, TargetButton))


def test_a_knock_is_heard_by_who_has_missed_before(desk: Desk) -> None:
    for _ in range(2):
        desk.tap(QPoint(500, 420))
    desk.clock.sleep(3.0)
    for x in (5, 1075, 5, 1075, 5, 1075):
        desk.tap(QPoint(x, 5))
        desk.clock.sleep(0.45)
    assert [what for what, _ in desk.command.asked] == ["staff_wanted"]


@pytest.mark.parametrize("x", [500, 40])
def test_the_touch_that_wakes_the_dark_page_does_nothing_else(desk: Desk, x: int) -> None:
    desk.show(NIGHT)
    desk.tap(QPoint(x, 900))
    desk.show(ASK, look=False)
    for _ in range(3):
        desk.clock.sleep(0.1)
        desk.tap(desk.middle("查养老金"))
    assert desk.values == ["awake"]


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


AT_HOME = replace(ASK, idle=True)


def test_what_is_pressed_while_home_takes_its_own_place_is_still_meant(desk: Desk) -> None:
    desk.show(AT_HOME)
    place = desk.middle("查养老金")
    desk.down(place)
    desk.show(replace(AT_HOME, name="home_without_reader"), look=False)
    assert desk.button("查养老金").isDown()
    desk.clock.sleep(0.1)
    desk.up(place)
    assert desk.command.asked == [("answered", (Ticket(3), "payment"))]


def test_a_tap_just_after_home_has_taken_its_own_place_counts_if_nothing_moved(desk: Desk) -> None:
    desk.show(AT_HOME)
    desk.show(AT_HOME, look=False)
    desk.tap(desk.middle("查养老金"))
    assert desk.values == ["payment"]


def test_what_is_pressed_at_home_and_becomes_another_thing_is_not_meant(desk: Desk) -> None:
    desk.show(AT_HOME)
    fingers, upper, lower = desk.window.screen.fingers, desk.middle("查养老金"), desk.middle("查养老认证")
    fingers.down(0, upper.x(), upper.y())
    fingers.down(1, lower.x(), lower.y())
    other = (Choice(say("查养老金"), "something else"), AT_HOME.choices[1])
    desk.show(replace(AT_HOME, choices=other), look=False)
    assert not desk.button("查养老金").isDown()
    assert desk.button("查养老认证").isDown()
    desk.clock.sleep(0.1)
    fingers.up(0, upper.x(), upper.y())
    desk.tap(upper, finger=2)  # nobody has read it yet
    assert desk.values == []
    fingers.up(1, lower.x(), lower.y())
    assert desk.values == ["certification"]


def test_home_that_comes_after_another_page_takes_no_press_with_it(desk: Desk) -> None:
    desk.show(AT_HOME)
    place = desk.middle("查养老金")
    for before, after in ((ASK, AT_HOME), (AT_HOME, ASK), (NIGHT, AT_HOME)):
        desk.show(before)
        desk.down(place)
        desk.show(after)
        desk.up(place)
    assert desk.values == []


def test_contacts_the_system_takes_away_mean_nothing(desk: Desk) -> None:
    desk.down(desk.middle("查养老金"))
    desk.window.screen.fingers.cancel()
    assert not desk.button("查养老金").isDown()
    desk.up(desk.middle("查养老金"))
    assert desk.values == []


def test_the_mouse_is_a_finger(desk: Desk) -> None:
    screen = desk.window.screen
    for button, words in ((Qt.MouseButton.LeftButton, "查养老认证"), (Qt.MouseButton.RightButton, "查养老金")):
        QTest.mousePress(screen, button, pos=desk.middle(words))
        desk.clock.sleep(0.1)
        QTest.mouseMove(screen, desk.middle(words) + QPoint(3, 3))
        QTest.mouseRelease(screen, button, pos=desk.middle(words) + QPoint(3, 3))
        desk.clock.sleep(1.0)
    QTest.mouseDClick(screen, Qt.MouseButton.LeftButton, pos=desk.middle("查养老金"))
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
    at = focused(desk.window)
    assert isinstance(at, TargetButton)
    assert at.item.words == "查养老金"
    QTest.keyClick(at, Qt.Key.Key_Down)
    at = focused(desk.window)
    assert isinstance(at, TargetButton)
    assert at.item.words == "查养老认证"
    for key in (Qt.Key.Key_F1, Qt.Key.Key_Escape, Qt.Key.Key_A, Qt.Key.Key_Menu, Qt.Key.Key_F4):
        QTest.keyClick(at, key)
        QTest.keyClick(screen, key, Qt.KeyboardModifier.AltModifier)
    assert desk.values == []
    QTest.keyClick(at, Qt.Key.Key_Return)
    assert desk.values == ["certification"]


def test_assistive_technology_presses_without_a_finger(desk: Desk) -> None:
    desk.button("查养老金").click()
    assert desk.values == ["payment"]


def test_nothing_closes_the_window_or_opens_a_menu(desk: Desk) -> None:
    screen = desk.window.screen
    before = [w for w in QApplication.topLevelWidgets() if w.isVisible()]  # the gallery keeps its windows
    assert not screen.close()
    assert screen.isVisible()
    place = desk.middle("查养老金")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, screen.mapToGlobal(place))
    QApplication.sendEvent(screen, event)
    assert QApplication.activePopupWidget() is None
    assert {w for w in QApplication.topLevelWidgets() if w.isVisible()} == {*before}


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
    cast("VirtualClock", window._clock).sleep(1.0)
    QTest.touchEvent(view.viewport(), device).press(0, at, view.viewport()).commit()
    cast("VirtualClock", window._clock).sleep(0.1)
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
    at = focused(desk.window)
    assert isinstance(at, TargetButton)
    assert at.item.words == "查养老认证"
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
