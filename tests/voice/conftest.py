"""A machine with two outputs, and engines that speak on them and leave no file behind."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

import pytest

from kiosk.voice.clip_engine import ClipEngine, command
from tests.voice.outputs import Output, outputs
from tests.voice.recorded import voice

HALL: Final = "Hall speaker"
EAR: Final = "Headset socket"


class Engines(Protocol):
    """Makes an engine on the machine's outputs; it is closed at the end of the test."""

    def __call__(self, *order: str, loudspeaker: str = HALL, headset: str = EAR, one: bool = False) -> ClipEngine: ...


@pytest.fixture
def heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Output]]:
    """The machine's outputs, and a folder for temporary files that nobody else uses."""
    (tmp_path / "scratch").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    made = outputs(tmp_path, monkeypatch, HALL, EAR)
    yield made
    for each in made.values():
        each.close()


@pytest.fixture
def engines(tmp_path: Path, heard: dict[str, Output]) -> Iterator[Engines]:
    """Make engines that speak on them; at the end they are closed, and have left no file."""
    made: list[ClipEngine] = []
    voice(tmp_path / "hum", 您好=0.3, 三千=0.3, 元=0.3, 很长的话=5.0)

    def make(*order: str, loudspeaker: str = HALL, headset: str = EAR, one: bool = False) -> ClipEngine:
        folder = tmp_path / "hum"
        made.append(ClipEngine(folder, command(folder, loudspeaker, headset, order, one=one), order))
        return made[-1]

    assert set(heard) == {HALL, EAR}
    yield make
    for engine in made:
        engine.close()
    assert list((tmp_path / "scratch").iterdir()) == []


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Put another pyttsx3 before the real one."""
    package = folder / "stand-in" / "pyttsx3"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(program, encoding="utf-8")
    before = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(package.parent), before))))
