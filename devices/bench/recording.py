"""What went over a line: the bytes of the newest job, and how long they took against the line's own speed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from devices.bench.state import Sent
from devices.bench.wire import BITS_A_BYTE
from devices.escpos import frames
from devices.escpos.makes import MAKES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from devices.bench.line import Recorded

RECEIPT_STARTS: Final = re.compile(
    re.escape(frames.INITIALISE)
    + b"(?:"
    + b"|".join(re.escape(make.setup) for make in MAKES.values())
    + b")?"
    + re.escape(frames.CHINESE_ON)
)
"""What a receipt of any make begins with; opening the printer initialises it too, but without Chinese."""
RECEIPT_ENDS: Final = re.compile(
    b"(?:" + b"|".join(sorted({re.escape(make.cut[:3]) for make in MAKES.values()})) + b").(?:\x1de\x03.)?", re.DOTALL
)
"""The cut, and what makes a presenter hold the paper out."""
_MARK_BYTES: Final = len(frames.mark(bytes(4)))
QUIET_SECONDS: Final = 1.0
"""A pause this long ends a run of bytes."""


def newest_receipt(pieces: Sequence[Recorded]) -> list[Recorded]:
    """Return the pieces of the newest receipt that was sent whole, from its first command to its end marker."""
    sent = [piece for piece in pieces if piece.at_device]
    data = b"".join(piece.data for piece in sent)
    cuts = list(RECEIPT_ENDS.finditer(data))
    starts = [found.start() for found in RECEIPT_STARTS.finditer(data, 0, cuts[-1].start() if cuts else 0)]
    if not starts:
        return []
    end = cuts[-1].end()
    if data.startswith(frames.mark(b"")[:7], end):
        end += _MARK_BYTES
    elif data.startswith(frames.ASK_PAPER_BUFFERED, end):
        end += len(frames.ASK_PAPER_BUFFERED)
    return _between(sent, starts[-1], end)


def newest_run(pieces: Sequence[Recorded]) -> list[Recorded]:
    """Return the newest pieces from the host that came without a long pause between them."""
    run: list[Recorded] = []
    for piece in reversed(pieces):
        if not piece.at_device:
            continue
        if run and run[-1].at_seconds - piece.at_seconds > QUIET_SECONDS:
            break
        run.append(piece)
    return run[::-1]


def timing(run: Sequence[Recorded], baud: int) -> Sent | None:
    """Measure a run of bytes at the device's end of a line; None if nothing was sent."""
    if not run:
        return None
    count = sum(len(piece.data) for piece in run)
    # A piece is noted when its last byte has come, so the first one's own time on the line is added.
    first_byte = run[0].at_seconds - len(run[0].data) * BITS_A_BYTE / baud
    seconds = run[-1].at_seconds - first_byte
    line_seconds = count * BITS_A_BYTE / baud
    return Sent(count, first_byte, run[-1].at_seconds, seconds, line_seconds, seconds / line_seconds)


def _between(pieces: Sequence[Recorded], start: int, end: int) -> list[Recorded]:
    """Return what lies between two places in the bytes of `pieces`."""
    found: list[Recorded] = []
    at = 0
    for piece in pieces:
        data = piece.data[max(0, start - at) : max(0, end - at)]
        if data:
            found.append(type(piece)(piece.at_seconds, piece.at_device, data))
        at += len(piece.data)
    return found
