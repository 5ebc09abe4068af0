"""The folder that stands for the A4 printer."""

from __future__ import annotations

import errno
import os
import re
import stat
from typing import TYPE_CHECKING

import pytest

from devices import makes
from devices.deadline import Deadline, SystemTime
from devices.errors import DocumentFault, OperationCancelled, PrintUnproven
from devices.folder import adapter
from devices.folder.adapter import FolderPrinter
from devices.health import DeviceState
from devices.roles import PrintProgress

if TYPE_CHECKING:
    from pathlib import Path

TIME = SystemTime()
PDF = b"%PDF-1.7 " + bytes(200_000)


def put(printer: FolderPrinter, pdf: bytes = PDF) -> list[PrintProgress]:
    told: list[PrintProgress] = []
    printer.print_pdf(pdf, "王建国的对账单", Deadline(TIME, 5.0), progress=told.append)
    return told


def test_a_document_is_a_file_named_by_time_and_number_only(tmp_path: Path) -> None:
    printer = FolderPrinter(tmp_path, TIME)
    assert put(printer) == [PrintProgress(1, 1)]
    (file,) = tmp_path.iterdir()
    assert re.fullmatch(r"\d{8}-\d{6}-0001\.pdf", file.name)
    assert file.read_bytes() == PDF
    assert printer.health().state is DeviceState.ONLINE
    assert printer.health().counters.operations == 1


def test_two_documents_and_another_start_in_one_second_never_overwrite(tmp_path: Path) -> None:
    first, again = (FolderPrinter(tmp_path, TIME, lambda: "20260731-101502") for _ in range(2))
    put(first)
    put(first)
    put(again)
    assert sorted(file.name[-8:] for file in tmp_path.iterdir()) == ["0001.pdf", "0002.pdf", "0003.pdf"]


def test_a_missing_folder_is_offline_and_a_fault_and_is_not_made(tmp_path: Path) -> None:
    printer = FolderPrinter(tmp_path / "gone", TIME)
    assert printer.probe(Deadline(TIME, 1.0)).state is DeviceState.OFFLINE
    with pytest.raises(DocumentFault):
        put(printer)
    with pytest.raises(DocumentFault):
        printer.reset(Deadline(TIME, 1.0))
    assert not (tmp_path / "gone").exists()
    assert printer.health().last_error is not None
    (tmp_path / "gone").mkdir()
    printer.reset(Deadline(TIME, 1.0))
    put(printer)


def test_a_file_in_the_folders_place_is_offline(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert FolderPrinter(tmp_path / "file", TIME).probe(Deadline(TIME, 1.0)).state is DeviceState.OFFLINE


def test_a_cancelled_document_leaves_nothing(tmp_path: Path) -> None:
    deadline = Deadline(TIME, 5.0)
    deadline.cancel()
    printer = FolderPrinter(tmp_path, TIME)
    with pytest.raises(OperationCancelled):
        printer.print_pdf(PDF, "", deadline, progress=lambda _: None)
    assert list(tmp_path.iterdir()) == []
    assert printer.health().counters.failures == 0


@pytest.mark.skipif(os.name != "posix", reason="sets a limit of the file size")
def test_a_full_disk_is_a_document_fault_and_leaves_nothing(tmp_path: Path) -> None:
    import resource
    import signal

    printer = FolderPrinter(tmp_path, TIME)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(DocumentFault):
            put(printer)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert list(tmp_path.iterdir()) == []
    put(printer)


def test_what_a_killed_process_left_half_written_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".yiban-abc.part").write_bytes(b"half of a statement")
    (tmp_path / "another.part").touch()
    FolderPrinter(tmp_path, TIME).probe(Deadline(TIME, 1.0))
    assert [file.name for file in tmp_path.iterdir()] == ["another.part"]


@pytest.mark.skipif(os.name != "posix", reason="Windows syncs no folders")
@pytest.mark.parametrize("number", [errno.EINVAL, errno.EIO])
def test_a_document_that_lies_there_is_never_called_not_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """A network file system that syncs no folders answers EINVAL; after any other answer the name may not last."""

    def fsync(file: int) -> None:
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fsync)
    printer = FolderPrinter(tmp_path, TIME)
    if number == errno.EINVAL:
        put(printer)
    else:
        with pytest.raises(PrintUnproven):
            put(printer)
    assert [file.suffix for file in tmp_path.iterdir()] == [".pdf"]


def test_listening_notices_the_folder_going_and_coming(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "LOOK_SECONDS", 0.0)
    printer = FolderPrinter(tmp_path / "mount", TIME)
    (event,) = printer.listen(Deadline(TIME, 0.001))
    assert event.health.state is DeviceState.OFFLINE
    assert printer.listen(Deadline(TIME, 0.001)) == []
    (tmp_path / "mount").mkdir()
    (event,) = printer.listen(Deadline(TIME, 0.001))
    assert event.health.usable


def test_it_is_made_from_its_settings(tmp_path: Path) -> None:
    printer = makes.DOCUMENT_PRINTERS["folder"]({"folder": str(tmp_path)}, TIME)
    assert printer.info().model == "folder"
    assert printer.health().state is DeviceState.UNKNOWN
    printer.close()
    with pytest.raises(ValueError, match="folder"):
        makes.DOCUMENT_PRINTERS["folder"]({}, TIME)
