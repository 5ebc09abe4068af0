"""Sealing rows: where a row lies and what opens it both need the data key and the number it is found by.

    place = HMAC-SHA256(index key, number), first 16 bytes
    key   = HKDF-Expand(row key, number)
    row   = format (1 byte) | nonce (12) | AES-256-GCM(key, nonce, body, place | format)

Whoever holds the file alone sees keyed hashes and ciphertext. Whoever also holds the data key must guess numbers one by one.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from kiosk.core.keys import KEY_BYTES
from kiosk.store.keys import Purpose, sub_key

PLACE_BYTES: Final = 16
_NONCE: Final = 12
_WRAPPING: Final = b"yiban records data key"


class WrongSeal(Exception):
    """A row or key doesn't open: damaged, or not sealed with this key."""


@dataclass(frozen=True, slots=True, repr=False)
class Drawer:
    """The keys of one table: `index` says where a row lies, `rows` opens it."""

    index: bytes
    rows: bytes

    def place(self, name: bytes) -> bytes:
        """Return the 16 bytes under which the row of `name` lies."""
        return hmac.digest(self.index, name, "sha256")[:PLACE_BYTES]

    def seal(self, name: bytes, place: bytes, body: bytes, form: int) -> bytes:
        """Seal the body of the row of `name`; `form` is the number of the body's format."""
        nonce = os.urandom(_NONCE)
        mark = bytes((form,))
        return mark + nonce + AESGCM(self._row_key(name)).encrypt(nonce, body, place + mark)

    def open(self, name: bytes, place: bytes, row: bytes) -> tuple[int, bytes]:
        """Open a row; return its format and its body. Raises `WrongSeal`."""
        try:
            nonce, sealed = row[1 : 1 + _NONCE], row[1 + _NONCE :]
            return row[0], AESGCM(self._row_key(name)).decrypt(nonce, sealed, place + row[:1])
        except (
            InvalidTag,
            ValueError,
            IndexError,
            TypeError,
        ):  # TypeError: damaged so that SQLite takes it for a number
            raise WrongSeal("a row does not open") from None

    def _row_key(self, name: bytes) -> bytes:
        # One block of HKDF-Expand (RFC 5869): HMAC(PRK, info | 0x01).
        return hmac.digest(self.rows, name + b"\x01", "sha256")


@dataclass(frozen=True, slots=True, repr=False)
class DataKey:
    """The key of one records file, and what is derived from it."""

    key: bytes
    people: Drawer
    cards: Drawer
    proof: bytes

    @classmethod
    def of(cls, key: bytes) -> DataKey:
        """Derive what a data key of 32 bytes opens."""
        return cls(
            key,
            Drawer(_part(key, b"people index"), _part(key, b"people rows")),
            Drawer(_part(key, b"cards index"), _part(key, b"cards rows")),
            _part(key, b"proof"),
        )

    @classmethod
    def make(cls) -> DataKey:
        """Make a new data key."""
        return cls.of(os.urandom(KEY_BYTES))

    def wrapped(self, terminal_key: bytes) -> bytes:
        """Return the data key sealed for one terminal."""
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(sub_key(terminal_key, Purpose.RECORDS)).encrypt(nonce, self.key, _WRAPPING)

    @classmethod
    def unwrapped(cls, wrapped: bytes, terminal_key: bytes) -> DataKey:
        """Open a wrapped data key. Raises `WrongSeal` if it was wrapped for another terminal."""
        try:
            seal = AESGCM(sub_key(terminal_key, Purpose.RECORDS))
            return cls.of(seal.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _WRAPPING))
        except (InvalidTag, ValueError):
            raise WrongSeal("the data key was not wrapped for this terminal") from None

    def proves(self, text: bytes) -> bytes:
        """Return the proof that `text` stands beside these rows."""
        return hmac.digest(self.proof, text, "sha256")


def _part(key: bytes, info: bytes) -> bytes:
    return HKDFExpand(SHA256(), KEY_BYTES, info=b"yiban records " + info).derive(key)
