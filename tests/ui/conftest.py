"""Every test of the window runs in the product's own application: offscreen, with the bundled fonts."""

from __future__ import annotations

import os
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
