"""Where the terminal's key is kept, and the sub-keys that are made of it, one for each purpose."""

from __future__ import annotations

import os
import secrets
import stat
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.core.keys import KEY_BYTES, KeyProvider, KeyUnavailable
from kiosk.store import files

if TYPE_CHECKING:
    from collections.abc import Mapping

CREDENTIAL: Final = "yiban-terminal-key"
"""Name of the systemd credential (`LoadCredentialEncrypted=` in the unit)."""


class Purpose(Enum):
    """What a sub-key is for. The value goes into the derivation and may never change."""

    RECORDS = b"yiban 1 records"
    JOURNAL = b"yiban 1 journal"
    AUDIT_PSEUDONYM = b"yiban 1 audit pseudonym"
    AUDIT_CHAIN = b"yiban 1 audit chain"
    SIGNING = b"yiban 1 signing"
    STAFF = b"yiban 1 staff"
    PIN_PEPPER = b"yiban 1 pin pepper"
    STAFF_CARDS = b"yiban 1 staff cards"
    MANDATES = b"yiban 1 mandates"
    TALLY = b"yiban 1 tally"
    REQUESTS = b"yiban 1 requests"


def sub_key(terminal_key: bytes, purpose: Purpose) -> bytes:
    """Derive the 32-byte key for one purpose (HKDF-SHA256, RFC 5869), so that no two parts share a key."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.value).derive(terminal_key)


@dataclass(frozen=True, slots=True)
class FileKey:
    """The key in a file of its own, outside the data folder: for development, and for machines without a better place."""

    path: Path

    def terminal_key(self) -> bytes:
        """Return the key. Raises `KeyUnavailable` if the file is missing, damaged, or others may read it."""
        try:
            with self.path.open("rb") as file:
                if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                    raise KeyUnavailable(f"{self.path} is readable by others: chmod 600 it")
                key = file.read(KEY_BYTES + 1)
        except OSError as error:
            raise KeyUnavailable(f"{self.path}: {error.strerror}; `yiban init` makes it") from error
        return _checked(key, str(self.path))

    def make(self) -> None:
        """Make a new key, readable by this account only, whole or not at all.

        Raises `FileExistsError` rather than replace one, and `DiskFull`.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists():
            raise FileExistsError(f"{self.path} is there already")
        files.write(self.path, secrets.token_bytes(KEY_BYTES), mode=0o600)


@dataclass(frozen=True, slots=True)
class CredentialKey:
    """The key as a systemd credential, which the service manager opens with the TPM and hands to this service alone."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def terminal_key(self) -> bytes:
        """Return the key. Raises `KeyUnavailable` outside a service that was given the credential."""
        folder = self.environment.get("CREDENTIALS_DIRECTORY")
        if folder is None:
            raise KeyUnavailable("no systemd credentials here: start yiban as its service")
        try:
            key = (Path(folder) / CREDENTIAL).read_bytes()
        except OSError as error:
            raise KeyUnavailable(f"credential {CREDENTIAL}: {error.strerror}; name it in the unit") from error
        return _checked(key, f"credential {CREDENTIAL}")


def key_file(data: Path) -> Path:
    """Where the `file` provider keeps the key of a data folder: beside it, so that a copy of the folder opens nothing."""
    return data.parent / f"{data.name}.key"


def key_provider(name: str, data: Path) -> KeyProvider:
    """Return the provider named in `kiosk.toml`: `file`, `file:PATH` (relative to the data folder's parent) or `systemd`.

    Raises `ValueError` for any other name, and for a key file inside the data folder.
    """
    kind, _, place = name.partition(":")
    if kind == "systemd" and not place:
        return CredentialKey()
    if kind != "file":
        raise ValueError(f"unknown key provider {name!r}: use file, file:PATH or systemd")
    path = data.parent / place if place else key_file(data)
    if path.resolve().is_relative_to(data.resolve()):
        raise ValueError("the key file must not lie in the data folder: whoever copies the folder would have both")
    return FileKey(path)


def _checked(key: bytes, place: str) -> bytes:
    if len(key) != KEY_BYTES:
        raise KeyUnavailable(f"{place} is not a key of {KEY_BYTES} bytes")
    return key
