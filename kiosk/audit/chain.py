"""The chain of an audit log: how a line is made from the one before, and what a line looks like.

A line is one JSON object in ASCII with these fields, in this order, without spaces:

    {"seq":1,"at":"2026-11-21T09:00:00.000000+08:00","event":"started","by":"machine","fields":{...},"mac":"…","hash":"…"}

`mac` is HMAC-SHA256, cut to 16 bytes, of the hash before and the line up to `mac`: nobody without the terminal's key makes a
line. `hash` is SHA-256 of the hash before and the line up to `hash`: anybody finds every altered byte, and where. Both are
written in hexadecimal, and the hash before goes in as its 64 digits, zeros for a terminal's first line.

A log that goes on from another file begins with the event `log-continues`, whose `digest` is the hash before. Lines cut off at
the end show only against a head kept elsewhere, see `kiosk.audit.verifying`.

The form before this one had the SHA-256 of the whole line before as `prev`, and `mac` last. Such a log is told as older.
"""

from __future__ import annotations

import hashlib
import json
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.head import DIGEST_DIGITS, START, Head
from kiosk.core.keys import KEY_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from kiosk.audit.declaring import Event

MAC_DIGITS: Final = 32
CONTINUES: Final = "log-continues"
_BLOCK: Final = 64
_INNER, _OUTER = bytes(each ^ 0x36 for each in range(256)), bytes(each ^ 0x5C for each in range(256))

MAC_NAME: Final = b',"mac":"'
HASH_NAME: Final = b',"hash":"'
END: Final = b'"}'
UNHASHED: Final = len(HASH_NAME) + DIGEST_DIGITS + len(END)
"""How long a line's end is that its hash can't cover: `hash` itself."""
UNKEYED: Final = len(MAC_NAME) + MAC_DIGITS + len(b'"') + UNHASHED
"""How long a line's end is that its MAC can't cover: from `mac` on."""
_LINE: Final = re.compile(
    rb'\{"seq":([1-9][0-9]{0,17}),"at":"[^"]*","event":"[^"]*",.*,"mac":"[0-9a-f]{32}","hash":"([0-9a-f]{64})"\}'
)
_FIRST: Final = re.compile(
    rb'\{"seq":([1-9][0-9]{0,17}),"at":"[^"]*","event":"%s","by":"machine","fields":\{"digest":"([0-9a-f]{64})"\},"mac":.*'
    % CONTINUES.encode()
)
_OLDER: Final = re.compile(rb'\{"seq":[0-9]+,"at":"[^"]*","event":.*,"prev":"[0-9a-f]{64}","mac":"[0-9a-f]{32}"\}')


class Break(StrEnum):
    """What is wrong with the first broken line."""

    NOT_A_LINE = "not-a-line"
    OLDER_FORM = "older-form"
    WRONG_SEQ = "wrong-seq"
    WRONG_HASH = "wrong-hash"
    WRONG_MAC = "wrong-mac"
    TORN = "torn"
    SHORTER_THAN_EXPECTED = "shorter-than-expected"
    NOT_AS_EXPECTED = "not-as-expected"
    NOT_FROM_BEFORE = "not-from-before"


def macs(key: bytes) -> Callable[[bytes], str]:
    """Return what makes the MAC of a line from the hash before and its body: HMAC-SHA256 (RFC 2104), both halves keyed once.

    The library's one-shot keys itself anew each time, which is half of its cost. Raises `ValueError` for a key that is not
    32 bytes long.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("the key has 32 bytes")
    padded = key.ljust(_BLOCK, b"\0")
    inner, outer = hashlib.sha256(padded.translate(_INNER)), hashlib.sha256(padded.translate(_OUTER))

    def mac(message: bytes) -> str:
        within, around = inner.copy(), outer.copy()
        within.update(message)
        around.update(within.digest())
        return around.hexdigest()[:MAC_DIGITS]

    return mac


def next_line(mac: Callable[[bytes], str], head: Head, at: datetime, event: Event) -> tuple[bytes, Head]:
    """Return the line, without its end, that follows `head`, and the head it makes. `mac` is one of `macs`."""
    body = json.dumps(
        {
            "seq": head.seq + 1,
            "at": at.isoformat(timespec="microseconds"),
            "event": event.kind.id,
            "by": event.by,
            "fields": dict(event.fields),
        },
        separators=(",", ":"),
    ).encode("ascii")[:-1]
    before = head.digest.encode("ascii")
    hashed = b'%b,"mac":"%b"' % (body, mac(before + body).encode("ascii"))
    digest = hashlib.sha256(before + hashed).hexdigest()
    return b'%b,"hash":"%b"}' % (hashed, digest.encode("ascii")), Head(head.seq + 1, digest)


def read_head(line: bytes) -> Head | Break:
    """Return the head a line claims to make, or that it is none. Neither its hash nor its MAC is checked."""
    match = _LINE.fullmatch(line)
    if match is None:
        return Break.OLDER_FORM if _OLDER.fullmatch(line) else Break.NOT_A_LINE
    return Head(int(match[1]), match[2].decode("ascii"))


def head_before(first: bytes) -> Head:
    """Return the head that a log's first line says it follows: that of another file, or the start."""
    match = _FIRST.fullmatch(first)
    return START if match is None else Head(int(match[1]) - 1, match[2].decode("ascii"))


def follows(line: bytes, before: bytes) -> bytes | None:
    """Return the hash of a line, with its line feed, that follows the one whose hash is `before`; None if it doesn't."""
    digest = hashlib.sha256(before + line[: -UNHASHED - 1]).hexdigest().encode("ascii")
    return digest if line[-UNHASHED - 1 :] == b',"hash":"%b"}\n' % digest else None


def follows_with(mac: Callable[[bytes], str]) -> Callable[[bytes, bytes], bytes | None]:
    """Return a `follows` that checks the MAC too."""

    def follows_made_with_key(line: bytes, before: bytes) -> bytes | None:
        body = before + line[: -UNKEYED - 1]
        end = b',"mac":"%b"' % mac(body).encode("ascii")
        digest = hashlib.sha256(body + end).hexdigest().encode("ascii")
        return digest if line[-UNKEYED - 1 :] == b'%b,"hash":"%b"}\n' % (end, digest) else None

    return follows_made_with_key
