"""A data folder with its key, and synthetic people sealed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.demo.people import people
from kiosk.store.builder import build
from kiosk.store.keys import FileKey, key_file
from tests.store.terminal import ORIGIN, TODAY, Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.record import Record


@pytest.fixture(scope="session")
def some_people() -> tuple[Record, ...]:
    return tuple(people(200, 7, TODAY))


@pytest.fixture
def terminal(tmp_path: Path, some_people: tuple[Record, ...]) -> Terminal:
    data = tmp_path / "var"
    key = FileKey(key_file(data))
    key.make()
    build(data, key, ORIGIN, some_people)
    return Terminal(data, key, some_people)
