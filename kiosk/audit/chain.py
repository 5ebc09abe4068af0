"""The chain of an audit log: how a line is made from the one before, and where a log has been altered.

A line is one JSON object in ASCII with these fields, in this order, without spaces:

    {"seq":1,"at":"2026-11-21T09:00:00.000000+08:00","event":"started","fields":{...},"prev":"<64 hex>","mac":"<32 hex>"}

`prev` is the SHA-256 of the whole line before (zeros for the first), so that anyone can check the chain; `mac` is
HMAC-SHA256, cut to 16 bytes, of the line up to it, so that nobody without the terminal's key can make a new chain. Lines cut
off at the end show only against a head kept elsewhere: pass it as `expected`. Signed heads will be made of `Head`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from kiosk.audit.events import Event

MAC_BYTES: Final = 16
_MAC: Final = re.compile(rb'(.*),"mac":"([0-9a-f]{32})"\}', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain has come: the number of its last line and that line's SHA-256 in hexadecimal."""

    seq: int
    digest: str


START: Final = Head(0, "0" * 64)


class Break(StrEnum):
    """What is wrong with the first broken line."""

    NOT_A_LINE = "not-a-line"
    WRONG_MAC = "wrong-mac"
    WRONG_PREVIOUS = "wrong-previous"
    WRONG_SEQ = "wrong-seq"
    TORN = "torn"
    SHORTER_THAN_EXPECTED = "shorter-than-expected"
    NOT_AS_EXPECTED = "not-as-expected"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: the head of what holds, and the first line that doesn't, counted from 1."""

    head: Head
    broken_line: int | None = None
    reason: Break | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing is broken."""
        return self.broken_line is None


def next_line(key: bytes, head: Head, at: datetime, event: Event) -> bytes:
    """Return the line, without its end, that follows `head`."""
    body = json.dumps(
        {
            "seq": head.seq + 1,
            "at": at.isoformat(timespec="microseconds"),
            "event": event.kind.id,
            "fields": dict(event.fields),
            "prev": head.digest,
        },
        separators=(",", ":"),
    ).encode("ascii")[:-1]
    return body + b',"mac":"' + _mac(key, body).encode("ascii") + b'"}'


def head_after(line: bytes, seq: int) -> Head:
    """Return the head of a chain that ends with this line."""
    return Head(seq, hashlib.sha256(line).hexdigest())


def read_line(key: bytes, line: bytes) -> tuple[int, str] | Break:
    """Return a line's `seq` and `prev`, or what is wrong with it."""
    match = _MAC.fullmatch(line)
    if match is None:
        return Break.NOT_A_LINE
    body, mac = match.groups()
    if not hmac.compare_digest(_mac(key, body).encode("ascii"), mac):
        return Break.WRONG_MAC
    # Who made the mac made the body: from here on it is our own JSON.
    values = cast("dict[str, object]", json.loads(line))
    return cast("int", values["seq"]), cast("str", values["prev"])


def verify(path: Path, key: bytes, *, expected: Head | None = None) -> Verdict:
    """Check a whole log; with `expected`, also that it still has the line that head was made of."""
    head = START
    reached = expected is None or expected == START
    with path.open("rb") as lines:
        for number, ended in enumerate(lines, start=1):
            line = ended.removesuffix(b"\n")
            broken = Break.TORN if line == ended else _break(key, line, head)
            if broken is not None:
                return Verdict(head, number, broken)
            head = head_after(line, number)
            if expected is not None and number == expected.seq:
                if head != expected:
                    return Verdict(head, number, Break.NOT_AS_EXPECTED)
                reached = True
    return Verdict(head) if reached else Verdict(head, head.seq + 1, Break.SHORTER_THAN_EXPECTED)


def _break(key: bytes, line: bytes, head: Head) -> Break | None:
    """Say what keeps the line from following `head`."""
    read = read_line(key, line)
    if isinstance(read, Break):
        return read
    seq, previous = read
    if previous != head.digest:
        return Break.WRONG_PREVIOUS
    return None if seq == head.seq + 1 else Break.WRONG_SEQ


def _mac(key: bytes, body: bytes) -> str:
    return hmac.digest(key, body, hashlib.sha256)[:MAC_BYTES].hex()
