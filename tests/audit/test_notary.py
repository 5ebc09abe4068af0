"""The notary writes what happens, also after a disk that took nothing for a while."""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from devices.health import DeviceState, Health, Supply
from kiosk.audit.maintenance_events import MAINTENANCE_ENTERED
from kiosk.audit.verifying import verify
from kiosk.core.clock import ClockJump, SystemClock
from kiosk.core.config import Config
from kiosk.core.lane import HealthChanged
from kiosk.core.record import DiskFull
from kiosk.core.staff import StaffMember, StaffNumber, StaffRole
from kiosk.ledger.heads import HEADS, HeadFile
from kiosk.notary import AUDIT, Notary
from kiosk.store.keys import FileKey, key_file
from kiosk.store.signing import make_signing_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def raised(error: Exception) -> None:
    raise error


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with its key; what the notary hooks into is put back."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    folder = tmp_path / "var"
    folder.mkdir()
    FileKey(key_file(folder)).make()
    make_signing_key(folder, FileKey(key_file(folder)), date(2026, 11, 1))
    return folder


def told(data: Path) -> list[str]:
    """Return what the audit says that happened."""
    return [json.loads(line)["event"] for line in (data / AUDIT).read_text(encoding="utf-8").splitlines()]


def notary(data: Path, trouble: Callable[[Exception], None] = raised) -> Notary:
    return Notary(replace(Config(), data=data), SystemClock(), trouble)


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
    assert told(data) == ["started", "clock-jumped", "stopped"]
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


def test_a_board_whose_tamper_contact_speaks_is_told_by_that_event_alone(data: Path) -> None:
    kept = Notary(replace(Config(), data=data), SystemClock(), lambda _error: None)
    kept.open()
    for state in (DeviceState.ONLINE, DeviceState.POTENTIAL_FRAUD, DeviceState.ONLINE, DeviceState.NO_DEVICE):
        kept.health_changed(HealthChanged("indicators", Health(state)))
    kept.close()
    lines = [json.loads(line) for line in (data / AUDIT).read_text(encoding="utf-8").splitlines()]
    assert [line["fields"]["state"] for line in lines if line["event"] == "device-changed"] == ["online", "no_device"]


def test_the_end_of_the_audit_is_signed_and_kept_apart(data: Path) -> None:
    kept = notary(data)
    kept.open()
    head = kept.signed_head()
    kept.close()
    heads = HeadFile(data / HEADS).read()
    assert head in heads
    assert heads[-1].head.seq == 2
    assert verify(data / AUDIT, None, known=[each.head for each in heads]).whole


@pytest.mark.parametrize("left", [0, 1, 3])
def test_lines_cut_off_while_the_terminal_was_down_are_told_at_the_next_start(data: Path, left: int) -> None:
    kept = notary(data)
    kept.open()
    for _ in range(3):
        kept.clock_jumped(ClockJump(60.0))
    kept.close()
    lines = (data / AUDIT).read_bytes().splitlines(keepends=True)
    (data / AUDIT).write_bytes(b"".join(lines[:left]))
    again = notary(data)
    again.open()
    again.close()
    assert told(data) == ["log-continues", "log-set-aside" if left else "log-missing", "started", "stopped"]


def test_what_another_room_notes_stands_in_the_audit(data: Path) -> None:
    kept = notary(data)
    kept.open()
    kept.note(MAINTENANCE_ENTERED(StaffMember(StaffNumber("0217"), StaffRole.TECHNICIAN)))
    kept.close()
    assert told(data) == ["started", "maintenance-entered", "stopped"]


def test_an_export_is_whole_while_the_terminal_runs(data: Path, tmp_path: Path) -> None:
    kept = notary(data)
    assert kept.signed_head() is None
    assert kept.export(tmp_path / "nothing") is None
    kept.open()
    exported = kept.export(tmp_path / "stick")
    kept.close()
    assert exported is not None
    assert exported.verified
    assert sorted(file.name for file in exported.folder.iterdir()) == [HEADS, AUDIT, "keyring.toml"]


def test_a_terminal_without_a_signing_key_says_so_and_goes_on(data: Path) -> None:
    (data / "keyring.toml").unlink()
    kept = notary(data)
    kept.open()
    assert kept.signed_head() is None
    kept.close()
    assert told(data) == ["started", "heads-not-signed", "stopped"]


def test_heads_that_can_not_be_kept_are_told(data: Path) -> None:
    (data / HEADS).mkdir()
    troubles: list[Exception] = []
    kept = notary(data, troubles.append)
    kept.open()
    assert [type(trouble) for trouble in troubles] == [IsADirectoryError]
    (data / HEADS).rmdir()
    troubles.clear()
    kept._open_again_at = 0.0
    kept.clock_jumped(ClockJump(60.0))
    (data / HEADS).unlink(missing_ok=True)
    (data / HEADS).mkdir()
    assert kept._heads is not None
    kept._heads._newest = None
    for _ in range(500):
        kept.clock_jumped(ClockJump(60.0))
        if troubles:
            break
        SystemClock().sleep(0.01)
    assert [type(trouble) for trouble in troubles] == [DiskFull]
    kept.close()
    assert told(data)[-1] == "stopped"
