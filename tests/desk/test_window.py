"""The desk's window: what is called, where and for how long, and one touch to answer."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from kiosk.core.help import Call, CallState, HelpKind
from kiosk.desk.line import DeskHeard, Terminal
from kiosk.desk.view import DeskAnswer, view_of
from kiosk.desk.window import DeskWindow
from tests.gallery.hanging import virtual_clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

GALLERY = Path(os.environ.get("YIBAN_GALLERY", "out/gallery")) / "desk"
THREE = Terminal("192.168.1.23", 8130, "t")
FIVE = Terminal("192.168.1.25", 8130, "t")


class Desk:
    """A window, its time, what was answered, and how often it rang."""

    def __init__(self, bot: QtBot, patch: pytest.MonkeyPatch) -> None:
        self.bot = bot
        self.clock = virtual_clock()
        self.clock.sleep(1000)
        self.answers: list[tuple[Terminal, DeskAnswer]] = []
        self.rings = 0
        patch.setattr(QApplication, "beep", self._ring)
        self.window = DeskWindow((THREE, FIVE), self.clock, self._answered)
        bot.addWidget(self.window)
        self.window.resize(760, 900)
        self.window.show()

    def _answered(self, terminal: Terminal, answer: DeskAnswer) -> None:
        self.answers.append((terminal, answer))

    def _ring(self) -> None:
        self.rings += 1

    def hears(self, terminal: Terminal, *calls: Call) -> None:
        machine = 3 if terminal is THREE else 5
        now = self.clock.monotonic()
        self.window.heard(DeskHeard(terminal, view_of(machine, "v", calls, now), now))

    def loses(self, terminal: Terminal, *, refused: bool = False) -> None:
        self.window.heard(DeskHeard(terminal, None, self.clock.monotonic(), refused))

    def words(self, part: str) -> list[str]:
        found = [card.findChildren(QLabel) for card in self.window._cards]
        return [label.text() for labels in found for label in labels if label.property("part") == part]

    @property
    def lost(self) -> str:
        label = self.window._lost
        return label.text() if label.isVisibleTo(self.window) else ""

    def touches(self, name: str) -> None:
        button = self.window.findChild(QPushButton, name)
        assert isinstance(button, QPushButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def photograph(self, name: str) -> None:
        self.bot.wait(100)  # Qt lays out again what a style sheet has made larger
        GALLERY.mkdir(parents=True, exist_ok=True)
        self.window.grab().save(str(GALLERY / f"{name}.png"))


@pytest.fixture
def desk(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    made = Desk(qtbot, monkeypatch)
    yield made
    made.window.close()


def call(number: int, kind: HelpKind, since: float, state: CallState = CallState.WAITING, **more: int) -> Call:
    return Call(number, kind, since, state, more.get("again", 0), more.get("minutes"))


def test_all_terminals_calls_are_one_list_the_most_urgent_and_longest_first(desk: Desk) -> None:
    desk.hears(THREE, call(1, HelpKind.HELP, 900), call(2, HelpKind.READING, 700))
    desk.hears(
        FIVE,
        call(1, HelpKind.UNWELL, 980),
        call(4, HelpKind.HELP, 850, again=2),
        call(3, HelpKind.NO_PAPER, 995, CallState.COMING, minutes=3),
    )
    desk.photograph("calls")
    assert desk.words("what") == [
        "5号机 · 有人不舒服",
        "5号机 · 请人帮忙",
        "3号机 · 请人帮忙",
        "5号机 · 没纸",
        "3号机 · 读证不顺",
    ]
    assert desk.words("long") == [
        "等了20秒",
        "等了2分30秒 · 又叫了2次",
        "等了1分40秒",
        "等了5秒 · 有人去了，3分钟到",
        "等了5分0秒",
    ]


def test_a_call_that_three_repeats_did_not_answer_is_marked_for_the_supervisor_until_somebody_goes(desk: Desk) -> None:
    desk.hears(THREE, call(1, HelpKind.HELP, 800, again=2))
    assert desk.words("what") == ["3号机 · 请人帮忙"]
    desk.hears(THREE, call(1, HelpKind.HELP, 800, again=3))
    assert desk.words("what") == ["3号机 · 请人帮忙 · 叫组长"]
    assert desk.rings == 2
    desk.hears(THREE, call(1, HelpKind.HELP, 800, CallState.COMING, again=3))
    assert desk.words("what") == ["3号机 · 请人帮忙"]


def test_no_word_and_no_button_is_cut_off(desk: Desk) -> None:
    desk.hears(THREE, *(call(number, kind, 900, again=number) for number, kind in enumerate(HelpKind)))
    desk.photograph("full")
    for card in desk.window._cards:
        for part in (*card.findChildren(QLabel), *card.findChildren(QPushButton)):
            assert card.rect().contains(part.geometry())
            assert part.width() >= part.minimumSizeHint().width()
            assert part.height() >= part.minimumSizeHint().height()


def test_the_waiting_time_rises_by_itself(desk: Desk, qtbot: QtBot) -> None:
    desk.hears(THREE, call(1, HelpKind.HELP, 1000))
    desk.clock.sleep(61)
    qtbot.waitUntil(lambda: desk.words("long") == ["等了1分1秒"], timeout=3000)


def test_one_touch_answers_at_the_right_terminal(desk: Desk) -> None:
    desk.hears(FIVE, call(7, HelpKind.HELP, 990))
    for name in ("我去 7", "马上到 7", "3分钟 7", "5分钟 7", "到了 7"):
        desk.touches(name)
    assert desk.answers == [
        (FIVE, DeskAnswer(7)),
        (FIVE, DeskAnswer(7, 1)),
        (FIVE, DeskAnswer(7, 3)),
        (FIVE, DeskAnswer(7, 5)),
        (FIVE, DeskAnswer(7, here=True)),
    ]


def test_who_is_on_the_way_can_only_arrive(desk: Desk) -> None:
    desk.hears(THREE, call(7, HelpKind.HELP, 990, CallState.COMING))
    buttons = [b.text() for card in desk.window._cards for b in card.findChildren(QPushButton)]
    assert buttons == ["到了"]
    assert desk.words("long") == ["等了10秒 · 有人去了"]


def test_it_rings_for_each_call_and_each_repeat_and_not_for_what_is_quiet(desk: Desk) -> None:
    desk.hears(THREE, call(2, HelpKind.HESITATES, 990))
    assert desk.rings == 0
    desk.hears(THREE, call(3, HelpKind.HELP, 990))
    desk.hears(THREE, call(3, HelpKind.HELP, 990))
    desk.hears(THREE, call(3, HelpKind.HELP, 990, CallState.COMING))
    assert desk.rings == 1
    desk.hears(THREE, call(3, HelpKind.HELP, 990, again=1))
    assert desk.rings == 2


def test_a_terminal_that_cannot_be_reached_is_named_and_rings_once(desk: Desk) -> None:
    assert desk.lost == "192.168.1.23:8130：正在连。\n192.168.1.25:8130：正在连。"
    desk.hears(THREE)
    desk.loses(FIVE, refused=True)
    desk.photograph("refused")
    assert desk.lost == "192.168.1.25:8130：口令不对。"
    desk.loses(THREE)
    desk.loses(THREE)
    assert desk.lost.startswith("3号机：连不上，请去看看。")
    assert desk.rings == 1


def test_nobody_calls(desk: Desk) -> None:
    desk.hears(THREE, call(3, HelpKind.HELP, 990))
    desk.hears(THREE)
    desk.hears(FIVE)
    desk.photograph("nobody")
    assert desk.lost == ""
    assert desk.window._none.isVisibleTo(desk.window)
    assert desk.words("what") == []


def test_as_long_as_only_time_passes_a_button_stays_under_the_finger(desk: Desk) -> None:
    desk.hears(THREE, call(3, HelpKind.HELP, 990))
    before = desk.window.findChild(QPushButton, "我去 3")
    desk.hears(THREE, call(3, HelpKind.HELP, 990))
    desk.window.heard("something else")
    assert desk.window.findChild(QPushButton, "我去 3") is before


def test_it_can_be_kept_above_all_other_windows(desk: Desk) -> None:
    desk.touches("on_top")
    assert desk.window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    desk.window.keep_on_top(on_top=False)
    assert not desk.window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert desk.window.isVisible()
