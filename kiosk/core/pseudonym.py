"""People as pseudonyms: the same for the same person at this terminal, and nobody for who has not its key."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kiosk.core.money import IdNumber

PSEUDONYM_BYTES: Final = 16


@dataclass(frozen=True, slots=True, repr=False)
class Pseudonym:
    """A person in the print journal and the audit: 16 bytes of a keyed hash. Raises `ValueError` for another length."""

    tag: bytes

    def __post_init__(self) -> None:
        if len(self.tag) != PSEUDONYM_BYTES:
            raise ValueError("a pseudonym has 16 bytes")

    def __str__(self) -> str:
        return self.tag.hex()


def pseudonym(key: bytes, number: IdNumber) -> Pseudonym:
    """Return the pseudonym of who has this number; `key` is 32 bytes derived from the terminal's key for this alone."""
    return Pseudonym(hmac.digest(key, number.reveal().encode("ascii"), hashlib.sha256)[:PSEUDONYM_BYTES])
