"""Halls with assistive technology in them: a provisioned terminal a run, and a copy of it for every hall."""

from __future__ import annotations

import sys
from itertools import count
from typing import TYPE_CHECKING, cast

import pytest

from kiosk.ui.application import make_application
from tests.accessibility.desktop import missing
from tests.accessibility.hall import Hall
from tests.visits.terminal import another, provision

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from kiosk.core.config import IdleConfig


@pytest.fixture(scope="session")
def new_hall(tmp_path_factory: pytest.TempPathFactory) -> Callable[[IdleConfig | None], Hall]:
    """Make halls, each with a terminal of its own. What they need is no matter of choice: without it the tests fail."""
    if sys.platform != "linux":
        pytest.skip("AT-SPI is of Linux")
    if lacking := missing():
        pytest.fail(f"run .ci/system-packages: there is no {', no '.join(lacking)}")
    template: Path = provision(tmp_path_factory.mktemp("template"))
    numbers = count()

    def new(idle: IdleConfig | None = None) -> Hall:
        folder = tmp_path_factory.mktemp("hall") / str(next(numbers))
        return Hall(another(template, folder / "terminal"), folder / "desk", idle=idle)

    return new


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    from PySide6.QtWidgets import QApplication as Application

    standing = Application.instance()
    return make_application(["yiban"]) if standing is None else cast("QApplication", standing)
