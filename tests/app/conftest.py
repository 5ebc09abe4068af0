"""The running terminal needs the product's own application: offscreen, with the bundled fonts."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, cast

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from kiosk.ui.application import make_application

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    from PySide6.QtWidgets import QApplication as Application

    standing = Application.instance()
    return make_application(["yiban"]) if standing is None else cast("QApplication", standing)


@pytest.fixture(autouse=True)
def _hooks_stay_in_their_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put back what a terminal hears of bugs with."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
