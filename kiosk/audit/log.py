"""The audit log: one JSON line per event, appended at once, synced by a thread of its own.

What is lost when: nothing by a crash or kill of the program, since every line is handed to the system in one write as it
happens. By a power cut, at most what came after the last *durable* event (a page left, any event of the machine); these wake
the syncing thread, so that one sync serves a whole page and the window never waits for the disk.

A torn last line, as a power cut leaves it, is cut off at the next opening and told. A log whose end is damaged in any other
way is kept beside it under another name, and a new one is begun and says so.
"""

from __future__ import annotations

import itertools
import os
import threading
from typing import TYPE_CHECKING, Final

from kiosk.audit.chain import START, Break, Head, head_after, next_line, read_line
from kiosk.audit.events import LOG_SET_ASIDE, LOG_TORN
from kiosk.core.keys import KEY_BYTES
from kiosk.core.record import DiskFull

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.audit.events import Event
    from kiosk.core.clock import Clock

_LONGEST_LINE: Final = 4096


class AuditLog:
    """The log in one file; any thread may write. `key` is 32 bytes derived from the terminal's key for the audit alone.

    Opening and writing raise `DiskFull` when the disk takes nothing more; no half line stays behind.
    """

    def __init__(self, path: Path, key: bytes, clock: Clock) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("the key has 32 bytes")
        self._path = path
        self._key = key
        self._clock = clock
        self._writing = threading.Lock()
        self._syncing = threading.Lock()
        self._closed = False
        self._trouble: OSError | None = None
        self._bell = clock.bell()
        self._head = START
        try:
            told = self._resume()
        except OSError as error:
            raise DiskFull("the audit log can't be opened") from error
        if told is not None:
            self.write(told)
        clock.spawn("audit", self._sync_when_rung)

    @property
    def head(self) -> Head:
        """How far the chain has come."""
        with self._writing:
            return self._head

    def write(self, event: Event) -> None:
        """Append the event. Raises `DiskFull`, also for a sync that failed since the last call."""
        with self._writing:
            trouble, self._trouble = self._trouble, None
            if trouble is not None:
                raise DiskFull("the audit log can't be synced") from trouble
            line = next_line(self._key, self._head, self._clock.now(), event)
            self._append(line + b"\n")
            self._head = head_after(line, self._head.seq + 1)
        if event.kind.durable:
            self._bell.ring()

    def close(self) -> None:
        """Sync what is written and let go of the file."""
        with self._syncing, self._writing:
            if not self._closed:
                self._closed = True
                try:
                    os.fsync(self._file.fileno())
                finally:
                    self._file.close()
        self._bell.ring()

    def _append(self, line: bytes) -> None:
        trouble: OSError | None = None
        try:
            if self._file.write(line) == len(line):
                self._end += len(line)
                return
        except OSError as error:
            trouble = error
        try:
            os.ftruncate(self._file.fileno(), self._end)
        except OSError as error:  # a half line stays: the chain shows where
            trouble = error
        raise DiskFull("the audit log can't be written") from trouble

    def _sync_when_rung(self) -> None:
        while True:
            self._bell.wait(None)
            with self._syncing:
                if self._closed:
                    return
                try:
                    os.fsync(self._file.fileno())
                except OSError as error:
                    self._trouble = error

    def _resume(self) -> Event | None:
        """Open the file where its chain ends; return what has to be told of its end."""
        self._file = self._path.open("ab", buffering=0)
        self._end = os.fstat(self._file.fileno()).st_size
        line, torn = _last_line(self._path, self._end)
        read = read_line(self._key, line)
        if self._end and (isinstance(read, Break) or torn > _LONGEST_LINE):
            return self._set_aside(read if isinstance(read, Break) else Break.TORN)
        if not isinstance(read, Break):
            self._head = head_after(line, read[0])
        if not torn:
            return None
        self._end -= torn
        os.ftruncate(self._file.fileno(), self._end)
        return LOG_TORN(bytes=torn)

    def _set_aside(self, reason: Break) -> Event:
        """Keep the damaged log as evidence and begin a new one."""
        self._file.close()
        name = f"{self._path.stem}.damaged-{self._clock.now():%Y%m%dT%H%M%S}"
        names = (f"{name}{number or ''}{self._path.suffix}" for number in itertools.count(0, -1))
        # A machine without a battery for its clock may have been here at the same second before.
        self._path.rename(next(p for name in names if not (p := self._path.with_name(name)).exists()))
        self._file = self._path.open("ab", buffering=0)
        self._end = 0
        return LOG_SET_ASIDE(reason=reason.value)


def _last_line(path: Path, size: int) -> tuple[bytes, int]:
    """Return the last whole line without its end, and how many bytes lie after it."""
    reach = 2 * _LONGEST_LINE
    with path.open("rb") as file:
        while True:
            start = max(0, size - reach)
            file.seek(start)
            tail = file.read(size - start)
            end = tail.rfind(b"\n")
            before = tail.rfind(b"\n", 0, max(end, 0))
            if start == 0 or (end >= 0 and before >= 0):
                return (tail[before + 1 : end] if end >= 0 else b""), size - start - (end + 1)
            reach *= 2
