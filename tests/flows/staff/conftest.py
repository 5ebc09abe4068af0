"""The terminal at night, for the flows of who keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.flows.staff.night import Night

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    terminal = Night(tmp_path)
    yield terminal
    terminal.close()
