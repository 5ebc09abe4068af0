"""How far the audit has come, as something to keep elsewhere: against it lines cut off at the end show."""

from __future__ import annotations

import base64
import re
from datetime import datetime
from typing import Final

from kiosk.core.values import dataclass

DIGEST_DIGITS: Final = 64
SIGNATURE_BYTES: Final = 64
_FORM: Final = "yiban-head-1"
_TEXT: Final = re.compile(rf"{_FORM} ([1-9][0-9]{{0,17}}) ([0-9a-f]{{64}}) (\S{{25,32}}) ([0-9]{{1,3}}) (\S{{86}})")
_SHORT: Final = re.compile(r"([1-9][0-9]{0,17}) ([0-9A-F]{4}(?:-[0-9A-F]{4}){4})")
_GROUPS: Final = 5


@dataclass(frozen=True)
class Head:
    """How far a chain has come: the number of its last line, and that line's hash in hexadecimal."""

    seq: int
    digest: str

    @property
    def short(self) -> str:
        """The head for paper and for the eye: the number and 80 bits of the hash, `1204 7F3A-91C2-05DE-8B44-A0E1`."""
        groups = (self.digest[at : at + 4].upper() for at in range(0, 4 * _GROUPS, 4))
        return f"{self.seq} {'-'.join(groups)}"


START: Final = Head(0, "0" * DIGEST_DIGITS)
"""Before the first line of a terminal's first log."""


@dataclass(frozen=True)
class SignedHead:
    """A head, when it was reached, and the terminal's signature over both: 64 bytes, Ed25519."""

    head: Head
    at: datetime
    key_id: int
    signature: bytes

    @property
    def text(self) -> str:
        """One line of ASCII that holds all of it: of the file of heads, of an export, of a QR code."""
        signature = base64.urlsafe_b64encode(self.signature).rstrip(b"=").decode("ascii")
        return f"{_FORM} {self.head.seq} {self.head.digest} {self.at.isoformat()} {self.key_id} {signature}"


def signed_message(head: Head, at: datetime) -> bytes:
    """Return what is signed of a head."""
    return f"yiban audit head 1\n{head.seq}\n{head.digest}\n{at.isoformat()}".encode("ascii")


def read_signed_head(text: str) -> SignedHead:
    """Read what `SignedHead.text` wrote. Raises `ValueError` for anything else; the signature is not checked here."""
    match = _TEXT.fullmatch(text.strip())
    if match is None:
        raise ValueError("not a signed head")
    seq, digest, at, key_id, signature = match.groups()
    return SignedHead(
        Head(int(seq), digest), datetime.fromisoformat(at), int(key_id), base64.urlsafe_b64decode(f"{signature}==")
    )


def read_short_head(text: str) -> tuple[int, str]:
    """Read what `Head.short` wrote: the number and the hash's first twenty digits. Raises `ValueError`."""
    match = _SHORT.fullmatch(text.strip().upper())
    if match is None:
        raise ValueError("a head is the number of a line and five groups of four digits: 1204 7F3A-91C2-05DE-8B44-A0E1")
    return int(match[1]), match[2].replace("-", "").lower()
