"""Signs how far the audit has come and has it kept elsewhere, so that lines cut off at the end show."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.core.head import SignedHead, signed_message
from kiosk.core.record import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kiosk.core.clock import Clock
    from kiosk.core.head import Head
    from kiosk.core.keys import SigningKey

EVERY: Final = 256
"""Lines between two signed heads: a few visits."""


class HeadsKept(Protocol):
    """Where signed heads are kept, away from the log."""

    def append(self, signed: SignedHead) -> None:
        """Keep one for good. Raises `DiskFull`."""
        ...


class Heads:
    """Signs a head every `every` lines, on the first occasion of each day, and when asked; any thread may call it.

    What keeps a head from being kept waits in `trouble`, since it comes up in the thread that syncs the log.
    """

    def __init__(
        self, kept: HeadsKept, key: SigningKey, clock: Clock, newest: SignedHead | None = None, *, every: int = EVERY
    ) -> None:
        self.trouble: RecordError | None = None
        self._kept = kept
        self._key = key
        self._clock = clock
        self._newest = newest
        self._every = every
        self._lock = threading.Lock()

    def synced(self, head: Head) -> None:
        """The log is on the disk up to here: sign it if it is time. Never raises a `RecordError`."""
        last = self._newest
        if last is None or head.seq - last.head.seq >= self._every or self._clock.now().date() != last.at.date():
            try:
                self.sign(head)
            except RecordError as error:
                self.trouble = error

    def sign(self, head: Head) -> SignedHead:
        """Sign a head whose lines are on the disk, and keep it. Raises `DiskFull`."""
        with self._lock:
            if self._newest is not None and self._newest.head == head:
                return self._newest
            at = self._clock.now().replace(microsecond=0)
            signed = SignedHead(head, at, self._key.key_id, self._key.sign(signed_message(head, at)))
            self._kept.append(signed)
            self._newest = signed
            return signed


def is_signed(signed: SignedHead, keyring: Mapping[int, bytes]) -> bool:
    """Whether a key of the keyring, by its id the 32 public bytes, has signed the head."""
    public = keyring.get(signed.key_id)
    if public is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signed.signature, signed_message(signed.head, signed.at))
    except InvalidSignature:
        return False
    return True


def newest(heads: Iterable[SignedHead], keyring: Mapping[int, bytes]) -> SignedHead | None:
    """Return the head that has come furthest among those that are truly signed."""
    furthest_first = sorted(heads, key=lambda each: each.head.seq, reverse=True)
    return next((each for each in furthest_first if is_signed(each, keyring)), None)
