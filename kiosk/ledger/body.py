"""What is sealed of a row of the print journal, as bytes and back."""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - msgspec reads the annotations when it runs
from typing import TYPE_CHECKING

import msgspec

from kiosk.core.clock import SHANGHAI
from kiosk.core.pseudonym import Pseudonym
from kiosk.ledger.document import Document, Entry

if TYPE_CHECKING:
    from kiosk.ledger.document import PrintState, PrintTicket


class _Body(msgspec.Struct, array_like=True, frozen=True):
    """The fields in their order on the disk; new ones go to the end, with a default."""

    kind: str
    subject: bytes
    period: str
    data_version: int
    cut_off: date
    digest: bytes
    lane: str
    again: bool
    intended_at: datetime
    changed_at: datetime
    code: str
    by: str


def packed(entry: Entry) -> bytes:
    """Return the bytes to seal; ticket and state are not in them, since the row is bound to both."""
    document = entry.document
    return msgspec.msgpack.encode(
        _Body(
            document.kind,
            document.subject.tag,
            document.period,
            document.data_version,
            document.cut_off,
            document.digest,
            document.lane,
            document.again,
            entry.intended_at,
            entry.changed_at,
            entry.code,
            entry.by,
        )
    )


def unpacked(plain: bytes, ticket: PrintTicket, state: PrintState) -> Entry:
    """Return the entry that was packed."""
    body = msgspec.msgpack.decode(plain, type=_Body)
    document = Document(
        body.kind,
        Pseudonym(body.subject),
        body.period,
        body.data_version,
        body.cut_off,
        body.digest,
        body.lane,
        body.again,
    )
    intended_at, changed_at = body.intended_at.astimezone(SHANGHAI), body.changed_at.astimezone(SHANGHAI)
    return Entry(ticket, document, state, intended_at, changed_at, body.code, body.by)
