"""Document serials: what a paper, the print journal and the audit call one print by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SERIAL_BYTES: Final = 8


@dataclass(frozen=True, slots=True, order=True)
class DocumentSerial:
    """The number of one print attempt, never given twice: half the journal's epoch, then a count."""

    number: int

    def to_bytes(self) -> bytes:
        """Return the eight bytes that stand in the document's code."""
        return self.number.to_bytes(SERIAL_BYTES, "big")

    def __str__(self) -> str:
        return f"{self.number:016x}"
