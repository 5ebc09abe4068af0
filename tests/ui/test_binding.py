"""R11: the installed PySide6 must not lose references to None and True (6.12 on Python 3.11 does, and aborts)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

CALLS = 200_000
SLACK = 1000


class _Bell(QObject):
    rung = Signal()


def test_two_hundred_thousand_calls_lose_no_reference(qapp: QApplication) -> None:  # noqa: ARG001
    label, bell = QLabel(), _Bell()
    none, true = sys.getrefcount(None), sys.getrefcount(True)  # noqa: FBT003
    for number in range(CALLS):
        label.setText("1" if number % 2 else "2")
        bell.rung.emit()
    assert abs(sys.getrefcount(None) - none) < SLACK
    assert abs(sys.getrefcount(True) - true) < SLACK  # noqa: FBT003
