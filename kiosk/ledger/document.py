"""What the print journal tells: documents, and how far a print has come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from kiosk.core.pseudonym import Pseudonym
    from kiosk.core.serial import DocumentSerial


@dataclass(frozen=True, slots=True)
class PrintTicket:
    """What a print is named by from `intend` on."""

    serial: DocumentSerial


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be printed, without any of its figures.

    `kind` names the kind of statement, `period` what it is about (`2025`, `2026-10`), `digest` is over its figures, `lane`
    the printer's lane. `again` marks 补打: the same sheet has been printed today.
    """

    kind: str
    subject: Pseudonym
    period: str
    data_version: int
    cut_off: date
    digest: bytes
    lane: str
    again: bool = False


class PrintState(StrEnum):
    """How far a print has come.

    Not printed: intended (nothing sent yet), abandoned (never sent), failed (known not complete), settled not printed.
    Printed: proved, settled printed, taken back (nobody took it, and the printer drew it in). On its way: sending. Nobody
    knows: unknown, until a person has looked.
    """

    INTENDED = "intended"
    SENDING = "sending"
    PROVED = "proved"
    FAILED = "failed"
    ABANDONED = "abandoned"
    UNKNOWN = "unknown"
    SETTLED_PRINTED = "settled-printed"
    SETTLED_NOT_PRINTED = "settled-not-printed"
    TAKEN_BACK = "taken-back"


_SETTLED: Final = frozenset({PrintState.SETTLED_PRINTED, PrintState.SETTLED_NOT_PRINTED})

NEXT: Final[Mapping[PrintState, frozenset[PrintState]]] = MappingProxyType(
    {
        PrintState.INTENDED: frozenset({PrintState.SENDING, PrintState.FAILED, PrintState.ABANDONED}),
        PrintState.SENDING: frozenset({PrintState.PROVED, PrintState.FAILED, PrintState.UNKNOWN}) | _SETTLED,
        PrintState.UNKNOWN: _SETTLED,
        PrintState.PROVED: frozenset({PrintState.TAKEN_BACK}),
    },
)
"""Where a print may go from a state; from the others nowhere."""

MAY_BE_ON_PAPER: Final = frozenset(
    {PrintState.SENDING, PrintState.PROVED, PrintState.UNKNOWN, PrintState.SETTLED_PRINTED, PrintState.TAKEN_BACK},
)
"""Whole sheets may exist of these, so that the next one the same day is 补打."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the journal. `code` says why it failed or is unknown, `by` is the number of who settled it."""

    ticket: PrintTicket
    document: Document
    state: PrintState
    intended_at: datetime
    changed_at: datetime
    code: str = ""
    by: str = ""
