"""The notary writes what happens, also after a disk that took nothing for a while."""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from devices.health import DeviceState, Health, Supply
from kiosk.core.clock import ClockJump, SystemClock
from kiosk.core.config import Config
from kiosk.core.lane import HealthChanged
from kiosk.core.record import DiskFull
from kiosk.notary import AUDIT, Notary
from kiosk.store.keys import FileKey, key_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with its key; what the notary hooks into is put back."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    folder = tmp_path / "var"
    folder.mkdir()
    FileKey(key_file(folder)).make()
    return folder


def test_an_audit_that_could_not_be_opened_is_opened_later(data: Path) -> None:
    """The terminal serves again as soon as its records answer; without this nothing would be noted until a restart."""
    troubles: list[Exception] = []
    (data / AUDIT).mkdir()
    kept = Notary(replace(Config(), data=data), SystemClock(), troubles.append)
    kept.open()
    kept.clock_jumped(ClockJump(60.0))
    assert [type(trouble) for trouble in troubles] == [DiskFull]
    (data / AUDIT).rmdir()
    kept.clock_jumped(ClockJump(60.0))
    assert not (data / AUDIT).exists()  # let be for as long as it was told at first
    kept._open_again_at = 0.0
    kept.clock_jumped(ClockJump(60.0))
    kept.close()
    lines = (data / AUDIT).read_text(encoding="utf-8").splitlines()
    assert [line.split('"event":"')[1].split('"')[0] for line in lines] == ["started", "clock-jumped", "stopped"]
    assert len(troubles) == 1


def test_paper_that_runs_low_is_noted_once(data: Path) -> None:
    kept = Notary(replace(Config(), data=data), SystemClock(), lambda _error: None)
    kept.open()
    for level in (Supply.UNKNOWN, Supply.FULL, Supply.LOW, Supply.LOW, Supply.OUT):
        kept.health_changed(HealthChanged("receipt_printer", Health(DeviceState.ONLINE, supplies={"paper": level})))
    kept.close()
    lines = [json.loads(line) for line in (data / AUDIT).read_text(encoding="utf-8").splitlines()]
    assert [line["event"] for line in lines] == ["started", "device-changed", *["supply-changed"] * 3, "stopped"]
    assert [line["fields"]["level"] for line in lines[2:5]] == ["full", "low", "out"]
