"""The terminal's signing keys: the private one sealed, the public ones in a keyring that anybody may read.

A terminal signs with its newest key. Older public keys stay in the keyring, so that older papers can still be checked.
"""

from __future__ import annotations

import base64
import os
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.core.keys import KeyUnavailable
from kiosk.store import files
from kiosk.store.keys import Purpose, sub_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kiosk.core.keys import KeyProvider

KEYRING: Final = "keyring.toml"
PUBLIC_KEY_BYTES: Final = 32
_NONCE: Final = 12
_LAST_ID: Final = 255
_HEADING: Final = """\
# Public keys of this terminal, for `yiban verify`. Nothing here is secret.
# Keep old keys: papers signed with them are still about.
"""


class KeyringDamaged(KeyUnavailable):
    """The keyring can't be read; restore it from a copy, or from another terminal's list."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One key of the keyring: its id as printed in every code, its 32 bytes, and the day it was made."""

    key_id: int
    public: bytes
    made_on: date


@dataclass(frozen=True, slots=True)
class TerminalSigningKey:
    """An opened signing key; implements `kiosk.core.keys.SigningKey`."""

    key_id: int
    _private: Ed25519PrivateKey = field(repr=False)

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature of `message`."""
        return self._private.sign(message)

    def public_bytes(self) -> bytes:
        """Return the 32 bytes of the public key."""
        return self._private.public_key().public_bytes_raw()


def make_signing_key(data: Path, keys: KeyProvider, today: date) -> TerminalSigningKey:
    """Make the terminal's next signing key, seal it and put its public half into the keyring.

    Raises `KeyUnavailable` without the terminal's key, and when all 256 ids are used up.
    """
    known = read_keyring(data)
    # A keyring that was lost can be made again of the sealed files, so no id of theirs is used again either.
    key_id = max((*known, *_sealed_ids(data)), default=-1) + 1
    if key_id > _LAST_ID:
        raise KeyUnavailable("all 256 key ids are used: provision the terminal anew")
    private = Ed25519PrivateKey.generate()
    key = TerminalSigningKey(key_id, private)
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(sub_key(keys.terminal_key(), Purpose.SIGNING)).encrypt(
        nonce,
        private.private_bytes_raw(),
        _about(key_id),
    )
    data.mkdir(parents=True, exist_ok=True)
    files.write(_sealed_file(data, key_id), nonce + sealed, mode=0o600)
    # The private half is safe before the public half is known: a power cut between leaves an unused file.
    ring = [*known.values(), PublicKey(key_id, key.public_bytes(), today)]
    files.write(data / KEYRING, _written(ring).encode())
    return key


def open_signing_key(data: Path, keys: KeyProvider) -> TerminalSigningKey:
    """Open the newest signing key. Raises `KeyUnavailable` if there is none or it isn't this terminal's."""
    ring = read_keyring(data)
    if not ring:
        raise KeyUnavailable("this terminal has no signing key; `yiban init` makes it")
    key_id = max(ring)
    try:
        sealed = _sealed_file(data, key_id).read_bytes()
        seal = AESGCM(sub_key(keys.terminal_key(), Purpose.SIGNING))
        private = seal.decrypt(sealed[:_NONCE], sealed[_NONCE:], _about(key_id))
    except OSError as error:
        raise KeyUnavailable(f"signing key {key_id}: {error.strerror}") from error
    except (InvalidTag, ValueError):
        raise KeyUnavailable(f"signing key {key_id} does not open with this terminal's key") from None
    key = TerminalSigningKey(key_id, Ed25519PrivateKey.from_private_bytes(private))
    if key.public_bytes() != ring[key_id].public:
        raise KeyUnavailable(f"signing key {key_id} is not the one in the keyring")
    return key


def read_keyring(data: Path) -> Mapping[int, PublicKey]:
    """Read the public keys by id; empty if the terminal has none yet. Raises `KeyringDamaged`."""
    try:
        text = (data / KEYRING).read_bytes().decode()
        keys = [_public_key(entry) for entry in tomllib.loads(text)["key"]]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KeyringDamaged(f"{KEYRING} in the data folder is damaged") from error
    ring = {key.key_id: key for key in keys}
    if len(ring) < len(keys):
        raise KeyringDamaged(f"{KEYRING} in the data folder has an id twice")
    return ring


def _public_key(entry: Mapping[str, Any]) -> PublicKey:
    key = PublicKey(entry["id"], base64.b64decode(entry["public"], validate=True), entry["made_on"])
    whole = type(key.key_id) is int and 0 <= key.key_id <= _LAST_ID and type(key.made_on) is date
    if not whole or len(key.public) != PUBLIC_KEY_BYTES:
        raise ValueError("not a key of a keyring")
    return key


def _written(ring: list[PublicKey]) -> str:
    entries = (
        f'\n[[key]]\nid = {key.key_id}\npublic = "{base64.b64encode(key.public).decode()}"\nmade_on = {key.made_on}\n'
        for key in ring
    )
    return _HEADING + "".join(entries)


def _sealed_file(data: Path, key_id: int) -> Path:
    return data / f"signing-{key_id}.sealed"


def _sealed_ids(data: Path) -> list[int]:
    found = (re.fullmatch(r"signing-([0-9]{1,3})\.sealed", file.name) for file in data.glob("signing-*.sealed"))
    return [int(match[1]) for match in found if match is not None]


def _about(key_id: int) -> bytes:
    return b"yiban signing key %d" % key_id
