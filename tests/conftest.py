"""What holds for every test: no screen, and machines that are slow or busy."""

from __future__ import annotations

import os
import weakref
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from kiosk.core.clock import VirtualClock
from tests.listening import Listener

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A busy machine is no reason to fail; in CI the same examples are tried each time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(autouse=True)
def _no_thread_outlives_its_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close every virtual clock a test made: thousands of faulty devices would leave thousands of threads waiting."""
    made: list[weakref.ref[VirtualClock]] = []
    begin = VirtualClock.__init__

    def noted(clock: VirtualClock, start: datetime) -> None:
        begin(clock, start)
        made.append(weakref.ref(clock))

    monkeypatch.setattr(VirtualClock, "__init__", noted)
    yield
    for ref in made:
        clock = ref()
        if clock is not None:
            clock.close()


@pytest.fixture(autouse=True)
def listener(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    """Listen to the loudspeaker in every test; nothing that is somebody's may be said on it (A19)."""
    listener = Listener(reviewed="tests/visits/" in request.path.as_posix())
    listener.listen(monkeypatch)
    yield listener
    if request.node.get_closest_marker("own_ears") is None:
        assert listener.wrong == [], "said aloud, before anybody has said yes"
