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
def new_terminal(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Provision terminals; each call returns the kiosk.toml of another, in a folder of its own."""
    template: Path = provision(tmp_path_factory.mktemp("template"))
    numbers = count()

    def new() -> Path:
        return another(template, tmp_path_factory.mktemp("hall") / str(next(numbers)) / "terminal")

    return new


@pytest.fixture(scope="session")
def bus() -> None:
    """What assistive technology needs is no matter of choice: without it the tests fail."""
    if sys.platform != "linux":
        pytest.skip("AT-SPI is of Linux")
    if lacking := missing():
        pytest.fail(f"run .ci/system-packages: there is no {', no '.join(lacking)}")


@pytest.fixture(scope="session")
def new_hall(new_terminal: Callable[[], Path], bus: None) -> Callable[[IdleConfig | None], Hall]:  # noqa: ARG001
    """Make halls, each with a terminal of its own."""

    def new(idle: IdleConfig | None = None) -> Hall:
        config = new_terminal()
        return Hall(config, config.parents[1] / "desk", idle=idle)

    return new


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    from PySide6.QtWidgets import QApplication as Application

    standing = Application.instance()
    return make_application(["yiban"]) if standing is None else cast("QApplication", standing)
