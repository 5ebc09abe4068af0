"""Puts each A4 document as a PDF file into a folder, where a print server or a person takes it from.

The file appears whole or not at all, and its name tells nothing of anybody: `20260731-101502-0001.pdf`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from devices.errors import DeviceError, DocumentFault, OperationCancelled, PrintUnproven
from devices.health import Ability, Capabilities, Counters, DeviceInfo, DeviceState, Health, LastError, SelfTest, Supply
from devices.roles import DeviceEvent, PrintProgress
from devices.self_test import tested
from devices.setting import Setting, Written, only

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.deadline import Deadline, Time

LOOK_SECONDS: Final = 2.0
"""The folder is looked at this often between jobs."""
CHUNK_BYTES: Final = 64 * 1024
"""Written at a time, so that a cancelled order ends soon."""
PART: Final = (".yiban-", ".part")
"""How the name of a document still being written begins and ends."""
_UNSYNCABLE: Final = frozenset((errno.EINVAL, errno.ENOTSUP))
"""What network file systems answer that have no folders to sync."""
_BEIJING: Final = timedelta(hours=8)
_LAST_SEQUENCE: Final = 9999


def _stamp() -> str:
    """Beijing time without a table of time zones: China has had no summer time since 1991."""
    return f"{datetime.now(UTC) + _BEIJING:%Y%m%d-%H%M%S}"


class FolderPrinter:
    """A folder as a `DocumentPrinter`. `stamp` says what time files are named after."""

    def __init__(self, folder: Path, clock: Time, stamp: Callable[[], str] = _stamp) -> None:
        self._folder = folder
        self._clock = clock
        self._stamp = stamp
        self._sequence = 0
        self._swept = False
        self._look_again_at = clock.monotonic()
        self._health = Health(
            supplies=MappingProxyType({"paper": Supply.UNKNOWN}),
            counters=Counters(since_seconds=clock.monotonic()),
            since_seconds=clock.monotonic(),
        )

    def info(self) -> DeviceInfo:
        """Say that it is a folder."""
        return DeviceInfo(model="folder")

    def capabilities(self) -> Capabilities:
        """Say what it can do as it is fitted here, without I/O."""
        return Capabilities("folder", frozenset({Ability.ANSWERS, Ability.PROVES_PRINTS}), ("paper",))

    def health(self) -> Health:
        """Say whether the folder was there and writable when last looked at."""
        return self._health

    def probe(self, deadline: Deadline) -> Health:
        """Look whether a file can be made in the folder."""
        del deadline
        self._look_again_at = self._clock.monotonic() + LOOK_SECONDS
        try:
            with tempfile.TemporaryFile(dir=self._folder):
                self._remove_parts()
            state = DeviceState.ONLINE
        except OSError:
            state = DeviceState.OFFLINE
        self._health = self._health.turned(state, self._clock.monotonic())
        return self._health

    def listen(self, deadline: Deadline) -> Sequence[DeviceEvent]:
        """Look at the folder now and then; let the rest of the slice pass."""
        before = self._health
        if self._clock.monotonic() >= self._look_again_at:
            self.probe(deadline)
        deadline.rest()
        return [] if self._health == before else [DeviceEvent(self._health)]

    def reset(self, deadline: Deadline) -> None:
        """Look anew. Raises `DocumentFault` if the folder can't be used."""
        if self.probe(deadline).state is not DeviceState.ONLINE:
            raise DocumentFault("the folder is missing or not writable")

    def self_test(self, deadline: Deadline) -> SelfTest:
        """Reset it, ask how it is, and say what came of it. Raises `OperationCancelled`."""
        return tested(self, deadline)

    def close(self) -> None:
        """Nothing is held between orders."""

    def print_pdf(
        self, pdf: bytes, title: str, deadline: Deadline, *, progress: Callable[[PrintProgress], None]
    ) -> None:
        """Put the document into the folder, synced.

        Raises `DocumentFault` and leaves no partial file behind, or `PrintUnproven` when it lies there and may not last.
        """
        del title  # a file name is no place for it
        counters = self._health.counters
        self._health = replace(self._health, counters=replace(counters, operations=counters.operations + 1))
        try:
            self._put(pdf, deadline)
        except DeviceError as error:
            self._failed(error)
            raise
        except OSError as error:
            fault = DocumentFault(error.strerror or type(error).__name__)
            self._failed(fault)
            self.probe(deadline)
            raise fault from None
        self._health = self._health.turned(DeviceState.ONLINE, self._clock.monotonic())
        progress(PrintProgress(1, 1))

    def _put(self, pdf: bytes, deadline: Deadline) -> None:
        self._remove_parts()
        number, name = tempfile.mkstemp(prefix=PART[0], suffix=PART[1], dir=self._folder)
        part = Path(name)
        try:
            with os.fdopen(number, "wb") as file:
                for start in range(0, len(pdf), CHUNK_BYTES):
                    deadline.check()
                    file.write(pdf[start : start + CHUNK_BYTES])
                file.flush()
                os.fsync(file.fileno())
            part.rename(self._free_name())
        except BaseException:
            with contextlib.suppress(OSError):  # a disk that vanished has no file to remove
                part.unlink()
            raise
        self._sync_folder()

    def _remove_parts(self) -> None:
        """Remove what a process that was killed left half written: it is somebody's statement. One kiosk has one folder."""
        if not self._swept:
            for part in self._folder.glob(PART[0] + "*" + PART[1]):
                part.unlink(missing_ok=True)
            self._swept = True

    def _free_name(self) -> Path:
        """A name no file has; another start of the kiosk in the same second may have used ours."""
        stamp = self._stamp()
        while True:
            self._sequence = self._sequence % _LAST_SEQUENCE + 1
            path = self._folder / f"{stamp}-{self._sequence:04d}.pdf"
            if not path.exists():
                return path

    def _sync_folder(self) -> None:
        """Make the new name last through a power cut; Windows does so by itself and can't open folders."""
        if os.name != "posix":
            return
        try:
            number = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(number)
            finally:
                os.close(number)
        except OSError as error:
            if error.errno not in _UNSYNCABLE:
                raise PrintUnproven(error.strerror or type(error).__name__) from None

    def _failed(self, error: DeviceError) -> None:
        if isinstance(error, OperationCancelled):
            return
        counters = self._health.counters
        self._health = replace(
            self._health,
            counters=replace(counters, failures=counters.failures + 1),
            last_error=LastError(error.code, error.action, error.detail, self._clock.monotonic()),
        )


SETTINGS: Final = (
    Setting("folder", Written.TEXT, "The folder each document becomes a file in.", None, '"/srv/yiban/sheets"'),
)


def printer(settings: Mapping[str, object], clock: Time) -> FolderPrinter:
    """Make the printer from its table in kiosk.toml: `folder`. Raises `ValueError` naming the setting that is wrong."""
    only(settings, SETTINGS)
    folder = settings.get("folder")
    if not isinstance(folder, str) or not folder:
        raise ValueError("folder: the name of a folder is missing")
    return FolderPrinter(Path(folder), clock)
