"""The signed code on a paper, and the short one for typing. Neither holds personal data.

QR code: `YB1:` and base45 of 106 bytes (version 9, level Q, alphanumeric), big endian:

     0  1  version (4 bits), algorithm (4 bits; 1 is Ed25519)
     1  1  key id
     2  1  document type (`Kind`)
     3  3  region: the county's code
     6  4  minutes since 2020-01-01 00:00 in Shanghai
    10  8  document serial
    18  8  subject tag: a keyed hash, never the number
    26 16  content digest: over the figures as printed
    42 64  signature of a fixed prefix and the 42 bytes before

Short code, 15 characters of five bits and a check character, as 4-4-4-4:

    type 4 bits | day since 2020-01-01 14 bits | terminal's tag 20 bits | tag of the figures 37 bits

Both tags are keyed with the terminal's key, so that the terminal that printed a paper can check it from typed figures with
no list of what it printed; nobody else can, which is what the QR code is for. Layout after `printing.md` 6.
"""

from __future__ import annotations

import base64
import hashlib
import struct
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from kiosk.core import code_heads
from kiosk.core.clock import SHANGHAI
from kiosk.statement import base45
from kiosk.statement.model import MARK

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX: Final = code_heads.PAPER
SIGNED_BYTES: Final = 42
SIGNATURE_BYTES: Final = 64
QR_VERSION: Final = 9
"""What 163 characters take at level Q, whatever they say: nobody has to try which version is large enough."""
DIGEST_BYTES: Final = 16
TAG_BYTES: Final = 8
CONTEXT: Final = b"yiban statement 1\0"
"""Stands before what is signed, so that no signature made for another purpose fits a paper."""
EPOCH: Final = datetime(2020, 1, 1, tzinfo=SHANGHAI)
_LAYOUT: Final = struct.Struct(">BBB3sI8s8s16s")
_VERSION_AND_ALGORITHM: Final = 0x11
_REGION_BYTES: Final = 3


class CodeUnreadable(Exception):
    """What was scanned or typed is no code of ours: damaged, mistyped, or somebody else's."""


@dataclass(frozen=True, slots=True, repr=False)
class Payload:
    """What the QR code says, before it is signed."""

    key_id: int
    kind: int
    region: int
    issued_at: datetime
    serial: bytes
    subject: bytes
    digest: bytes

    def to_bytes(self) -> bytes:
        """Return the 42 bytes that are signed."""
        minutes = int((self.issued_at - EPOCH) / timedelta(minutes=1))
        region = self.region.to_bytes(_REGION_BYTES, "big")
        return _LAYOUT.pack(
            _VERSION_AND_ALGORITHM, self.key_id, self.kind, region, minutes, self.serial, self.subject, self.digest
        )


@dataclass(frozen=True, slots=True, repr=False)
class SignedPayload:
    """A payload as it was scanned, with the bytes that are signed and the signature, not yet checked."""

    payload: Payload
    signed: bytes
    signature: bytes


def written(signed: bytes, signature: bytes) -> tuple[str, str]:
    """Write a payload and its signature for the QR code, and in letters and digits alone for selectable text."""
    data = signed + signature
    return PREFIX + base45.encode(data), PREFIX + base64.b32encode(data).decode().rstrip("=")


def read(text: str) -> SignedPayload:
    """Read what `written` wrote, in either form. Raises `CodeUnreadable`."""
    # A scanner may leave a line end; base45 itself has blanks, so nothing else is taken away.
    text = text.strip("\r\n\t")
    if not text.startswith(PREFIX):
        raise CodeUnreadable("no code of this make")
    body = text.removeprefix(PREFIX)
    try:
        plain = len(body) == _PLAIN_CHARACTERS
        data = base64.b32decode(body + "=" * (-len(body) % 8)) if plain else base45.decode(body)
    except ValueError:
        raise CodeUnreadable("damaged code") from None
    if len(data) != SIGNED_BYTES + SIGNATURE_BYTES or data[0] != _VERSION_AND_ALGORITHM:
        raise CodeUnreadable("a code of another version")
    signed, signature = data[:SIGNED_BYTES], data[SIGNED_BYTES:]
    _, key_id, kind, region, minutes, serial, subject, digest = _LAYOUT.unpack(signed)
    try:
        issued_at = EPOCH + timedelta(minutes=minutes)
    except OverflowError:  # after the year 9999
        raise CodeUnreadable("a date that can't be") from None
    payload = Payload(key_id, kind, int.from_bytes(region, "big"), issued_at, serial, subject, digest)
    return SignedPayload(payload, signed, signature)


_PLAIN_CHARACTERS: Final = -(-(SIGNED_BYTES + SIGNATURE_BYTES) * 8 // 5)
_SAME: Final = str.maketrans(
    {
        "，": ",",
        "．": ".",
        "－": "-",
        "−": "-",
        "–": "-",
        "—": "-",
        "△": "△",
        "（": "(",
        "）": ")",
        "：": ":",
        "＊": "*",
    }
)
_TYPED_SIGNS: Final = {"已缴": "●", "已实缴": "●", "欠费": "△", "转入": "○", "外地转入": "○", "未制定计划": "-"}


def canonical_value(value: str) -> str:
    """Bring a printed, extracted or typed value to one form: no blanks, no thousands commas, half-width digits."""
    text = unicodedata.normalize("NFC", "".join(value.replace(MARK, "").split())).translate(_SAME)
    text = "".join(chr(ord(ch) - 0xFEE0) if "０" <= ch <= "９" else ch for ch in text)
    whole, dot, rest = text.partition(".")
    if dot and whole.replace(",", "").removeprefix("-").isdigit():
        text = whole.replace(",", "") + dot + rest
    return _TYPED_SIGNS.get(text, text)


def digest_of(kind: int, values: Iterable[str]) -> bytes:
    """Digest the figures of a paper: BLAKE2b over the type and each value, so that none can move into its neighbour."""
    hasher = hashlib.blake2b(bytes((kind,)), digest_size=DIGEST_BYTES, person=b"yiban figures")
    for value in values:
        data = canonical_value(value).encode()
        if data:
            hasher.update(len(data).to_bytes(4, "big") + data)
    return hasher.digest()


# -- the short code -----------------------------------------------------------------------------------------

LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two characters nobody mistakes for another: no 0, O, 1, I."""
_DAY_BITS, _HEAD_BITS, _FIGURES_BITS = 14, 20, 37
_CHARACTERS: Final = 15
_FIELD: Final = 0b100101
"""x^5 + x^2 + 1: makes GF(32), in which the check character is worked out."""


@dataclass(frozen=True, slots=True)
class ShortCode:
    """What the short code says: document type, day, and two tags that only the terminal's key explains."""

    kind: int
    day: int
    head_tag: int
    figures_tag: int

    @property
    def printed_on(self) -> datetime:
        """The day the paper was printed."""
        return EPOCH + timedelta(days=self.day)

    def __str__(self) -> str:
        number = ((self.kind << _DAY_BITS | self.day) << _HEAD_BITS | self.head_tag) << _FIGURES_BITS | self.figures_tag
        values = [number >> 5 * place & 31 for place in reversed(range(_CHARACTERS))]
        text = "".join(LETTERS[value] for value in (*values, _check(values)))
        return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def short_code(key: bytes, kind: int, printed_at: datetime, digest: bytes) -> ShortCode:
    """Make the short code of a paper; `key` is 32 bytes of the terminal's own."""
    day = (printed_at.astimezone(SHANGHAI) - EPOCH).days
    head = kind.to_bytes(1, "big") + day.to_bytes(2, "big")
    return ShortCode(
        kind, day, _tag(key, b"head", head, _HEAD_BITS), _tag(key, b"figures", head + digest, _FIGURES_BITS)
    )


def _tag(key: bytes, person: bytes, data: bytes, bits: int) -> int:
    tag = hashlib.blake2b(data, key=key, digest_size=TAG_BYTES, person=b"yiban " + person).digest()
    return int.from_bytes(tag, "big") >> 8 * TAG_BYTES - bits


def read_short(text: str) -> ShortCode:
    """Read a typed short code, with or without its dashes. Raises `CodeUnreadable` if a character is wrong."""
    typed = "".join(text.upper().replace("-", "").split())
    if len(typed) != _CHARACTERS + 1 or any(ch not in LETTERS for ch in typed):
        raise CodeUnreadable("not a short code")
    values = [LETTERS.index(ch) for ch in typed]
    if _check(values[:-1]) != values[-1]:
        raise CodeUnreadable("a character is wrong")
    number = 0
    for value in values[:-1]:
        number = number << 5 | value
    number, figures_tag = divmod(number, 1 << _FIGURES_BITS)
    number, head_tag = divmod(number, 1 << _HEAD_BITS)
    kind, day = divmod(number, 1 << _DAY_BITS)
    return ShortCode(kind, day, head_tag, figures_tag)


def _check(values: list[int]) -> int:
    """Weigh each place with another power of x: any one wrong character and any two neighbours swapped show."""
    check = 0
    for value in values:
        check ^= value
        check <<= 1
        if check & 32:
            check ^= _FIELD
    return check


def subject_tag(key: bytes, number: str) -> bytes:
    """Tag whose paper it is, so that the terminal can tell two people's papers apart and nobody else learns the number."""
    return hashlib.blake2b(number.encode(), key=key, digest_size=TAG_BYTES, person=b"yiban subject").digest()
