"""The audit log: one JSON line per event, appended at once, synced by a thread of its own.

What is lost when: nothing by a crash or kill of the program, since every line is handed to the system in one write as it
happens. By a power cut, at most what came after the last *durable* event (a page left, any event of the machine); these wake
the syncing thread, so that one sync serves a whole page and the window never waits for the disk.

A torn last line, as a power cut leaves it, is cut off at the next opening and told. A log whose end is damaged in any other
way, is of an older form, or ends before a head that was kept of it, is kept beside it under another name; a new one goes on
from the newest head known and says so. So does one that has grown too long to be looked through in one go: nothing is ever
deleted here, and no log may be before six months are over.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import threading
from typing import TYPE_CHECKING, Final

from kiosk.audit.alone import hold
from kiosk.audit.chain import Break, follows_with, head_before, macs, next_line, read_head
from kiosk.audit.declaring import CauseRefused
from kiosk.audit.events import LOG_CONTINUES, LOG_MISSING, LOG_SET_ASIDE, LOG_TORN
from kiosk.audit.fields import FileDigest
from kiosk.core.head import START, Head
from kiosk.core.record import DiskFull

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.audit.declaring import Event
    from kiosk.core.clock import Clock

_LONGEST_LINE: Final = 4096
LONGEST_BYTES: Final = 128 << 20
"""Some 500,000 lines: two seconds to verify, months of a hall."""


class AuditLog:
    """The log in one file; any thread may write. `key` is 32 bytes derived from the terminal's key for the audit alone.

    `known` is the newest head that was kept elsewhere. `synced` is told, by the syncing thread, each head whose lines are
    on the disk; it must not raise. Opening raises `LogInUse` while another process has the log; opening and writing raise
    `DiskFull` when the disk takes nothing more; no half line stays behind.
    """

    def __init__(
        self,
        path: Path,
        key: bytes,
        clock: Clock,
        *,
        known: Head = START,
        synced: Callable[[Head], None] | None = None,
        longest_bytes: int = LONGEST_BYTES,
    ) -> None:
        self._path = path
        self._mac = macs(key)
        self._clock = clock
        self._synced = synced
        self._longest = longest_bytes
        self._writing = threading.Lock()
        self._syncing = threading.Lock()
        self._closed = False
        self._homeless = False
        self._trouble: OSError | None = None
        self._bell = clock.bell()
        self._head = known
        try:
            told = self._resume(known)
        except OSError as error:
            raise DiskFull("the audit log can't be opened") from error
        try:
            if told is not None:
                self.write(told)
        except BaseException:
            self._file.close()
            raise
        clock.spawn("audit", self._sync_when_rung)

    @property
    def head(self) -> Head:
        """How far the chain has come."""
        with self._writing:
            return self._head

    def write(self, event: Event) -> None:
        """Append the event. Raises `DiskFull`, also for a sync that failed since the last call, and `CauseRefused`."""
        if not event.kind.may_be_caused_by(event.actor):
            raise CauseRefused(f"{event.kind.id}: not by {event.by}")
        if self._end >= self._longest:
            self._begin_another()
        with self._writing:
            trouble, self._trouble = self._trouble, None
            if trouble is not None:
                raise DiskFull("the audit log can't be synced") from trouble
            if self._homeless:  # nothing could be opened when the long one was left
                self._open_again()
            if self._end == 0 and self._head != START:
                self._write(self._continues())
            self._write(event)
        if event.kind.durable:
            self._bell.ring()

    def sync(self) -> Head:
        """Wait until all that is written is on the disk; return how far that is. Raises `DiskFull`."""
        with self._syncing:
            head = self.head
            try:
                self._fsync()
            except OSError as error:
                raise DiskFull("the audit log can't be synced") from error
        return head

    def close(self) -> None:
        """Sync what is written and let go of the file."""
        with self._syncing, self._writing:
            if not self._closed:
                self._closed = True
                try:
                    self._fsync()
                finally:
                    self._file.close()
        self._bell.ring()

    def _fsync(self) -> None:
        if self._homeless:
            raise OSError(errno.EBADF, "the audit log has no file")
        os.fsync(self._file.fileno())

    def _open_again(self) -> None:
        try:
            self._open()
        except OSError as error:
            raise DiskFull("the audit log can't be opened") from error

    def _write(self, event: Event) -> None:
        line, head = next_line(self._mac, self._head, self._clock.now(), event)
        self._append(line + b"\n")
        self._head = head

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
                head = self.head
                try:
                    self._fsync()
                except OSError as error:
                    self._trouble = error
                    continue
            if self._synced is not None:
                self._synced(head)

    # -- one file and the next --------------------------------------------------------------------------------

    def _resume(self, known: Head) -> Event | None:
        """Open the file where its chain ends; return what has to be told of its end."""
        if not self._path.exists() and self._next.exists():  # a power cut came between the two names
            self._next.rename(self._path)
        self._open()
        if self._end == 0:
            return None if known == START else LOG_MISSING()
        before, line, torn = _last_lines(self._path, self._end)
        read = self._checked(before, line)
        if isinstance(read, Head) and torn > _LONGEST_LINE:
            read = Break.TORN
        elif isinstance(read, Head) and read.seq < known.seq:
            read = Break.SHORTER_THAN_EXPECTED
        elif isinstance(read, Head) and read.seq == known.seq and read != known:
            read = Break.NOT_AS_EXPECTED
        if isinstance(read, Break):
            return self._set_aside(read)
        self._head = read
        if not torn:
            return None
        self._end -= torn
        os.ftruncate(self._file.fileno(), self._end)
        return LOG_TORN(bytes=torn)

    def _checked(self, before: bytes, line: bytes) -> Head | Break:
        """Return the head that the last line makes, if it follows the line before it and was made with our key."""
        head = read_head(line)
        previous = read_head(before) if before else head_before(line)
        if isinstance(head, Break) or isinstance(previous, Break):
            return head if isinstance(head, Break) else Break.WRONG_HASH
        if head.seq != previous.seq + 1:
            return Break.WRONG_SEQ
        if follows_with(self._mac)(line + b"\n", previous.digest.encode("ascii")) is None:
            return Break.WRONG_MAC
        return head

    def _open(self) -> None:
        self._file = self._path.open("ab", buffering=0)
        try:
            hold(self._file)
        except BaseException:
            self._file.close()
            raise
        self._end = os.fstat(self._file.fileno()).st_size
        self._homeless = False

    def _set_aside(self, reason: Break) -> Event:
        """Keep the log that can't be gone on with as evidence and begin a new one."""
        self._file.close()
        self._rename("older" if reason is Break.OLDER_FORM else "damaged")
        self._open()
        return LOG_SET_ASIDE(reason=reason.value)

    def _begin_another(self) -> None:
        """Go on in a new file; the long one stays beside it. A disk that doesn't let us leaves us in the old one."""
        with self._syncing, self._writing, contextlib.suppress(OSError):
            if self._end < self._longest or self._homeless:
                return
            os.fsync(self._file.fileno())
            line, head = next_line(self._mac, self._head, self._clock.now(), self._continues())
            with self._next.open("wb") as begun:
                begun.write(line + b"\n")
                begun.flush()
                os.fsync(begun.fileno())
            self._file.close()
            self._homeless = True
            try:
                self._rename("until")
                self._next.rename(self._path)
                self._head = head
            finally:
                self._open()

    def _continues(self) -> Event:
        return LOG_CONTINUES(digest=FileDigest(bytes.fromhex(self._head.digest)))

    @property
    def _next(self) -> Path:
        return self._path.with_name(f"{self._path.stem}.next{self._path.suffix}")

    def _rename(self, why: str) -> None:
        name = f"{self._path.stem}.{why}-{self._clock.now():%Y%m%dT%H%M%S}"
        names = (f"{name}{number or ''}{self._path.suffix}" for number in itertools.count(0, -1))
        # A machine without a battery for its clock may have been here at the same second before.
        self._path.rename(next(p for name in names if not (p := self._path.with_name(name)).exists()))


def _last_lines(path: Path, size: int) -> tuple[bytes, bytes, int]:
    """Return the last two whole lines without their ends, and how many bytes lie after them; empty where there is none."""
    reach = 3 * _LONGEST_LINE
    with path.open("rb") as file:
        while True:
            start = max(0, size - reach)
            file.seek(start)
            whole, _, torn = file.read(size - start).rpartition(b"\n")
            lines = whole.split(b"\n")
            if start == 0 or lines[2:]:  # the first of them may be cut
                return (lines[-2] if lines[1:] else b""), lines[-1], len(torn)
            reach *= 2
