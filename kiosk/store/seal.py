"""Sealing rows: where a row lies and what opens it both need the data key and the number it is found by.

    place = HMAC-SHA256(index key, number), first 16 bytes
    key   = HKDF-Expand(row key, number)
    row   = format (1 byte) | nonce (12) | AES-256-GCM(key, nonce, body, place | format)
    data key = nonce (12) | AES-256-GCM(terminal's key, nonce, key, purpose | schema of the file)

Whoever holds the file alone sees keyed hashes and ciphertext. Whoever also holds the data key must guess numbers one by one.
"""

from __future__ import annotations

import hmac
import os
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from kiosk.core.keys import KEY_BYTES
from kiosk.store import layout
from kiosk.store.keys import Purpose, sub_key

PLACE_BYTES: Final = 16
_NONCE: Final = 12
_WRAPPING: Final = b"yiban records data key"
_FIRST_TO_NAME: Final = 3
"""From this schema on a wrapped data key names the schema of its file, so that no file passes for one of another."""


class WrongSeal(Exception):
    """A row or key doesn't open: damaged, or not sealed with this key."""


class WrongSchema(WrongSeal):
    """A file says it has another schema than its data key was wrapped for."""


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

    def wrapped(self, terminal_key: bytes, schema: int) -> bytes:
        """Return the data key sealed for one terminal, for a file of this schema."""
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(sub_key(terminal_key, Purpose.RECORDS)).encrypt(nonce, self.key, _wrapping(schema))

    @classmethod
    def unwrapped(cls, wrapped: bytes, terminal_key: bytes, schema: int) -> DataKey:
        """Open the wrapped data key of a file that says it has this schema.

        Raises `WrongSchema` if the key was wrapped for another schema, `WrongSeal` if for another terminal.
        """
        seal = AESGCM(sub_key(terminal_key, Purpose.RECORDS))
        nonce, sealed = wrapped[:_NONCE], wrapped[_NONCE:]
        for tried in (schema, *range(_FIRST_TO_NAME - 1, layout.SCHEMA + 1)):
            with suppress(InvalidTag, ValueError):
                key = seal.decrypt(nonce, sealed, _wrapping(tried))
                if _wrapping(tried) != _wrapping(schema):
                    raise WrongSchema("the data key was wrapped for a file of another schema")
                return cls.of(key)
        raise WrongSeal("the data key was not wrapped for this terminal")

    def proves(self, text: bytes) -> bytes:
        """Return the proof that `text` stands beside these rows."""
        return hmac.digest(self.proof, text, "sha256")


def _wrapping(schema: int) -> bytes:
    return _WRAPPING if schema < _FIRST_TO_NAME else _WRAPPING + b" of schema %d" % schema


def _part(key: bytes, info: bytes) -> bytes:
    return HKDFExpand(SHA256(), KEY_BYTES, info=b"yiban records " + info).derive(key)
