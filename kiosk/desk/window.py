"""The desk's window: the calls of all terminals in one list of large letters, the most urgent and longest first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kiosk.core.help import CallState, HelpKind
from kiosk.desk.line import DeskHeard
from kiosk.desk.view import DeskAnswer
from kiosk.ui.theme import CALM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QCloseEvent

    from kiosk.core.clock import Clock
    from kiosk.desk.line import Terminal
    from kiosk.desk.view import DeskCall

SECOND_MS: Final = 1000
MINUTE_SECONDS: Final = 60
BUTTON_PX: Final = 58
_ANSWERS: Final = (("我去", None), ("马上到", 1), ("3分钟", 3), ("5分钟", 5))
_STYLE: Final = f"""
QWidget#desk, QWidget#list {{ background: {CALM.ground}; color: {CALM.text}; font-size: 20px; }}
QLabel {{ color: {CALM.text}; font-size: 20px; }}
QLabel[part="what"] {{ font-size: 34px; font-weight: bold; }}
QLabel[part="long"] {{ font-size: 24px; }}
QLabel#none {{ font-size: 28px; color: {CALM.quiet}; }}
QLabel#lost {{ background: {CALM.trouble}; color: {CALM.on_trouble}; font-size: 24px; font-weight: bold;
    padding: 12px; border-radius: 10px; }}
QFrame[part="card"] {{ background: {CALM.card}; border: 4px solid {CALM.line}; border-radius: 12px; }}
QFrame[mood="waiting"] {{ border-color: {CALM.help}; }}
QFrame[mood="unwell"] {{ border-color: {CALM.trouble}; background: #FBEDED; }}
QFrame[mood="coming"] {{ border-color: {CALM.go}; }}
QPushButton {{ background: {CALM.card}; color: {CALM.primary}; border: 2px solid {CALM.primary}; border-radius: 10px;
    font-size: 24px; font-weight: bold; padding: 0 18px; }}
QPushButton:pressed, QPushButton:checked {{ background: {CALM.pressed}; }}
QPushButton:focus {{ border: 4px solid {CALM.focus}; }}
QPushButton[part="go"] {{ background: {CALM.go}; color: {CALM.on_go}; border-color: {CALM.go}; }}
"""


def how_long(line: DeskCall, seconds: float) -> str:
    """Say how long a call has waited and how far it is, as the desk reads it."""
    minutes, rest = divmod(int(line.waited_seconds + seconds), MINUTE_SECONDS)
    words = f"等了{minutes}分{rest}秒" if minutes else f"等了{rest}秒"
    if line.again:
        words += f" · 又叫了{line.again}次"
    if line.state is CallState.COMING:
        words += " · 有人去了" if line.minutes is None else f" · 有人去了，{line.minutes}分钟到"
    return words


class _Card(QFrame):
    """One call, with what may be answered."""

    def __init__(self, machine: int, line: DeskCall, at: float, answer: Callable[[DeskAnswer], None]) -> None:
        super().__init__()
        self._line, self._at = line, at
        coming = line.state is CallState.COMING
        self.setProperty("part", "card")
        if not line.kind.quiet:
            urgent = "unwell" if line.kind is HelpKind.UNWELL else "waiting"
            self.setProperty("mood", "coming" if coming else urgent)
        what = QLabel(f"{machine}号机 · {line.words}")
        what.setProperty("part", "what")
        self._long = QLabel()
        self._long.setProperty("part", "long")
        row = QHBoxLayout()
        for words, minutes in () if coming else _ANSWERS:
            row.addWidget(self._button(words, DeskAnswer(line.id, minutes), answer, go=minutes is None))
        row.addWidget(self._button("到了", DeskAnswer(line.id, here=True), answer, go=coming))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(4)
        column.addWidget(what)
        column.addWidget(self._long)
        column.addLayout(row)

    @staticmethod
    def _button(words: str, says: DeskAnswer, answer: Callable[[DeskAnswer], None], *, go: bool) -> QPushButton:
        button = QPushButton(words)
        button.setMinimumHeight(BUTTON_PX)
        button.setObjectName(f"{words} {says.call_id}")
        if go:
            button.setProperty("part", "go")
        button.clicked.connect(lambda: answer(says))
        return button

    def pass_time(self, now: float) -> None:
        """Let the waiting time rise."""
        self._long.setText(how_long(self._line, now - self._at))


class DeskWindow(QWidget):
    """See the module. `answer(terminal, answer)` carries what is touched; `heard` takes what the lines bring."""

    def __init__(
        self, terminals: Sequence[Terminal], clock: Clock, answer: Callable[[Terminal, DeskAnswer], None]
    ) -> None:
        super().__init__()
        self.setObjectName("desk")
        self.setWindowTitle("服务台")
        self.setStyleSheet(_STYLE)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._clock = clock
        self._answer = answer
        self._heard: dict[Terminal, DeskHeard | None] = dict.fromkeys(terminals)
        self._machines: dict[Terminal, int] = {}
        self._rung: set[tuple[Terminal, int, int]] = set()
        self._cards: list[_Card] = []
        self._shown: list[tuple[Terminal, int, CallState, int, int | None]] = []
        self._lost = QLabel()
        self._lost.setObjectName("lost")
        self._lost.setWordWrap(True)
        self._none = QLabel("现在没有人叫。")
        self._none.setObjectName("none")
        self._on_top = QPushButton("总在最前面")
        self._on_top.setObjectName("on_top")
        self._on_top.setCheckable(True)
        self._on_top.setMinimumHeight(BUTTON_PX)
        self._on_top.toggled.connect(self._toggled)
        inner = QWidget()
        inner.setObjectName("list")
        self._list = QVBoxLayout(inner)
        self._list.addWidget(self._none)
        self._list.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the list scrolls, however small the window
        column.addWidget(self._lost)
        column.addWidget(area, 1)
        column.addWidget(self._on_top, 0, Qt.AlignmentFlag.AlignLeft)
        self._second = QTimer(self)
        self._second.setInterval(SECOND_MS)
        self._second.timeout.connect(self._pass_time)
        self._second.start()
        self._show()

    def heard(self, message: object) -> None:
        """Take what one line has heard; ring for what is new."""
        if isinstance(message, DeskHeard) and message.terminal in self._heard:
            before = self._heard[message.terminal]
            self._heard[message.terminal] = message
            if message.view is not None:
                self._machines[message.terminal] = message.view.machine
            if self._new_calls(message) or (before is not None and before.view is not None and message.view is None):
                QApplication.beep()
                QApplication.alert(self)
            self._show()

    def keep_on_top(self, *, on_top: bool) -> None:
        """Show the window, above all others or not."""
        self._on_top.setChecked(on_top)
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on_top)
        self.show()

    def _toggled(self, on_top: bool) -> None:  # noqa: FBT001 - Qt's
        self.keep_on_top(on_top=on_top)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's
        """Closing ends the desk."""
        self._second.stop()
        super().closeEvent(event)

    # -- what is shown ----------------------------------------------------------------------------------------

    def _new_calls(self, heard: DeskHeard) -> bool:
        """Whether a call has come in, or came in again. A line that was lost for a while is no reason to ring twice."""
        if heard.view is None:
            return False
        waiting = {
            (heard.terminal, line.id, line.again)
            for line in heard.view.lines
            if line.state is CallState.WAITING and not line.kind.quiet
        }
        new = waiting - self._rung
        self._rung = {key for key in self._rung if key[0] != heard.terminal} | waiting
        return bool(new)

    def _show(self) -> None:
        now = self._clock.monotonic()
        calls = [
            (terminal, heard.at, call)
            for terminal, heard in self._heard.items()
            if heard is not None and heard.view is not None
            for call in heard.view.lines
        ]
        calls.sort(key=lambda each: (each[2].kind.urgency, each[1] - now - each[2].waited_seconds))
        shown = [(terminal, call.id, call.state, call.again, call.minutes) for terminal, _, call in calls]
        if shown != self._shown:  # otherwise only time has passed, and a button may be under somebody's finger
            self._shown = shown
            self._lay_cards(calls)
        lost = [self._trouble(terminal, heard) for terminal, heard in self._heard.items()]
        self._lost.setText("\n".join(words for words in lost if words))
        self._lost.setVisible(any(lost))
        self._none.setVisible(not self._cards and not any(lost))
        self._pass_time()

    def _lay_cards(self, calls: Sequence[tuple[Terminal, float, DeskCall]]) -> None:
        for card in self._cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        for place, (terminal, at, call) in enumerate(calls):
            card = _Card(self._machines[terminal], call, at, partial(self._answer, terminal))
            self._cards.append(card)
            self._list.insertWidget(place, card)

    def _trouble(self, terminal: Terminal, heard: DeskHeard | None) -> str:
        """Say what is the matter with a terminal; empty where nothing is."""
        if heard is not None and heard.view is not None:
            return ""
        machine = self._machines.get(terminal)
        name = terminal.place if machine is None else f"{machine}号机"
        if heard is None:
            return f"{name}：正在连。"
        return f"{name}：口令不对。" if heard.refused else f"{name}：连不上，请去看看。"

    def _pass_time(self) -> None:
        now = self._clock.monotonic()
        for card in self._cards:
            card.pass_time(now)
