"""The keypad on the dock: a button for each key that the terminal's keypad has."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from devices.bench.look import named
from devices.roles import Key

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS: Final[tuple[tuple[tuple[Key, str], ...], ...]] = (
    (
        (Key.HELP, "帮助"), (Key.UP, "▲"), (Key.REPEAT, "重念"),
        (Key.DIGIT_1, "1"), (Key.DIGIT_2, "2"), (Key.DIGIT_3, "3"), (Key.LOUDER, "大声"), (Key.FASTER, "快念"),
    ),
    (
        (Key.LEFT, "◀"), (Key.ENTER, "确认"), (Key.RIGHT, "▶"),
        (Key.DIGIT_4, "4"), (Key.DIGIT_5, "5"), (Key.DIGIT_6, "6"), (Key.SOFTER, "小声"), (Key.SLOWER, "慢念"),
    ),
    (
        (Key.BACK, "返回"), (Key.DOWN, "▼"), (Key.CLEAR, "清除"),
        (Key.DIGIT_7, "7"), (Key.DIGIT_8, "8"), (Key.DIGIT_9, "9"), (Key.DIGIT_0, "0"), (Key.PAUSE, "停念"),
    ),
)  # fmt: skip
"""The keys as they lie, and what stands on them."""


class KeypadPanel(QWidget):
    """The keys; `do` performs a verb."""

    def __init__(self, do: Callable[..., None]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        for row, keys in enumerate(ROWS):
            for column, (key, label) in enumerate(keys):
                button = named("go" if key is Key.ENTER else "small", QPushButton(label))
                button.setToolTip(f"key {key.value}")
                button.clicked.connect(partial(self._pressed, do, key.value))
                grid.addWidget(button, row, column)

    def _pressed(self, do: Callable[..., None], key: str, checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        del checked
        do("key", key)
