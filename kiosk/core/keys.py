"""Where the terminal's key comes from. The interface only; providers are in `kiosk.store.keys`."""

from __future__ import annotations

from typing import Final, Protocol

from kiosk.core.record import RecordError

KEY_BYTES: Final = 32


class KeyUnavailable(RecordError):
    """The terminal's key can't be had: not provisioned, or the credential store refuses."""


class KeyProvider(Protocol):
    """Gives the terminal's key: 32 random bytes made when the terminal was provisioned, kept outside the data folder."""

    def terminal_key(self) -> bytes:
        """Return the key. Raises `KeyUnavailable`."""
        ...


class SigningKey(Protocol):
    """Signs what the terminal prints."""

    @property
    def key_id(self) -> int:
        """Which key it is: 0 to 255, printed in every code."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature of `message`."""
        ...
