"""Where an audit log has been altered: every edited, deleted, moved and inserted line, and lines cut off that a head knew of.

What the terminal's key adds: without it everybody can check that no byte was altered since the last line was written, but who
made the whole chain anew from some line on is found only against a head kept elsewhere. With it that line itself is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from kiosk.audit.chain import Break, follows, follows_with, head_before, macs, read_head
from kiosk.core.head import Head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import BinaryIO

_OFTEN: Final = 10_000
"""After so many lines somebody hears how far it is."""


@dataclass(frozen=True, slots=True)
class Known:
    """A head that was kept elsewhere: the number of a line, and its hash or the hash's first digits, in hexadecimal."""

    seq: int
    digits: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: the head of what holds, and the first line that doesn't, counted from 1.

    `vouched` is the number (`seq`) of the last line that a head kept elsewhere agrees with, 0 if there is none: what is not
    as such a head says was altered behind it.
    """

    head: Head
    broken_line: int | None = None
    reason: Break | None = None
    vouched: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing is broken."""
        return self.broken_line is None


def verify(
    path: Path,
    key: bytes | None,
    *,
    known: Iterable[Head | Known] = (),
    after: Head | None = None,
    told: Callable[[int], None] | None = None,
) -> Verdict:
    """Check a whole log; `key` may be None: then the MACs are not checked.

    `told` hears now and then how many lines hold so far; what it raises ends the check.

    `known` are heads kept elsewhere: the log must still have their lines, unless they lie before its first. `after` is the
    head of the file before, which the first line must follow. Raises `OSError`.
    """
    with path.open("rb") as file:
        first = file.readline()
        begin = head_before(first.removesuffix(b"\n"))
        if after is not None and first and begin != after:
            return Verdict(after, 1, Break.NOT_FROM_BEFORE)
        file.seek(0)
        walk = _Walk(file, begin, key, told)
        vouched = 0
        for head in sorted(map(_known, known), key=lambda each: each.seq):
            if head.seq < begin.seq:
                continue
            broken = walk.to(head.seq)
            if broken is not None:
                return Verdict(walk.head, walk.line + 1, broken, vouched)
            if walk.head.seq < head.seq:
                return Verdict(walk.head, walk.line + 1, Break.SHORTER_THAN_EXPECTED, vouched)
            if not walk.head.digest.startswith(head.digits):
                return Verdict(walk.head, max(1, walk.line), Break.NOT_AS_EXPECTED, vouched)
            vouched = head.seq
        broken = walk.to(None)
        return Verdict(walk.head, None if broken is None else walk.line + 1, broken, vouched)


def _known(head: Head | Known) -> Known:
    return Known(head.seq, head.digest) if isinstance(head, Head) else head


class _Walk:
    """Goes along the lines of a log for as long as they hold: `head` is that of the last one, `line` its place in the file."""

    def __init__(self, file: BinaryIO, head: Head, key: bytes | None, told: Callable[[int], None] | None) -> None:
        self._told = told
        self.head = head
        self.line = 0
        self._file = file
        self._key = key

    def to(self, seq: int | None) -> Break | None:
        """Go on up to the line of this number, or to the end; say what is wrong with the next line, if anything is."""
        if self._told is None:
            return self._to(seq)
        while True:
            stop = self.head.seq + _OFTEN if seq is None else min(seq, self.head.seq + _OFTEN)
            broken = self._to(stop)
            self._told(self.line)
            if broken is not None or self.head.seq < stop or stop == seq:
                return broken

    def _to(self, seq: int | None) -> Break | None:
        lines = islice(self._file, None if seq is None else seq - self.head.seq)
        last, digest = self.head.seq, self.head.digest.encode("ascii")
        step = follows if self._key is None else follows_with(macs(self._key))
        begun = last
        broken = None
        for line in lines:
            following = step(line, digest)
            if following is None or not line.startswith(b'{"seq":%d,"at":"' % (last + 1)):
                broken = self._broken(line, last + 1, digest)
                break
            digest = following
            last += 1
        self.line += last - begun
        self.head = Head(last, digest.decode("ascii"))
        return broken

    def _broken(self, line: bytes, seq: int, digest: bytes) -> Break:
        """Say what is wrong with a line that is known to be."""
        if not line.endswith(b"\n"):
            return Break.TORN
        read = read_head(line[:-1])
        if isinstance(read, Break):
            return read
        if read.seq != seq:
            return Break.WRONG_SEQ
        return Break.WRONG_HASH if follows(line, digest) is None else Break.WRONG_MAC
