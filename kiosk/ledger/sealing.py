"""Seals the rows of a ledger file: nothing in it is readable without the terminal's key, nothing can be altered unseen."""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.core.keys import KEY_BYTES
from kiosk.ledger.file import LedgerDamaged

NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16


class Seal:
    """AES-256-GCM under a key of this one file, derived from `key` and the file's `epoch`.

    Nonces are random: fewer than 2^32 seals a key keep them apart (NIST SP 800-38D), some 10,000 years of a kiosk.
    """

    def __init__(self, key: bytes, epoch: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("the key has 32 bytes")
        keys = HKDF(SHA256(), 2 * KEY_BYTES, salt=epoch, info=b"yiban ledger 1").derive(key)
        self._aead = AESGCM(keys[:KEY_BYTES])
        self._tag_key = keys[KEY_BYTES:]

    def seal(self, body: bytes, bound: bytes) -> bytes:
        """Seal `body`; it opens only together with the same `bound`."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, body, bound)

    def open(self, sealed: bytes, bound: bytes) -> bytes:
        """Return what was sealed. Raises `LedgerDamaged`."""
        try:
            return self._aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
        except (
            InvalidTag,
            ValueError,
            TypeError,
        ):  # TypeError: damaged so that SQLite takes it for a number or nothing
            raise LedgerDamaged("a row of the ledger does not open") from None

    def tag(self, *parts: bytes) -> bytes:
        """Return a keyed hash to find rows by, that tells nothing without the key."""
        framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
        return hmac.digest(self._tag_key, framed, hashlib.sha256)[:TAG_BYTES]
