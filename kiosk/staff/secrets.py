"""PINs and cards as the roll keeps them: hashes that are worth nothing without the terminal's keys."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kiosk.core.keys import KEY_BYTES
from kiosk.core.pin import MOST_DIGITS, Pin, fewest_digits, weakness
from kiosk.core.staff import CODE_CARD_PREFIX, CardKind, StaffCard
from kiosk.ledger.staff_roll import CardTag, PinHash

if TYPE_CHECKING:
    from kiosk.core.staff import StaffNumber, StaffRole

PASSES: Final = 3
LANES: Final = 1
MEMORY_KIB: Final = 32 * 1024
"""Some 40 to 80 ms a PIN (OWASP asks for 19 MiB and two passes at least), so that nobody waits beside a person who needs help.

Without the pepper 10^6 PINs of six digits would be some 15 core-hours, which is why there is one.
"""
_SALT_BYTES: Final = 16
_DIGEST_BYTES: Final = 32
_TAG_BYTES: Final = 16
_TOKEN_BYTES: Final = 16
"""128 random bits: nobody guesses a code card."""


@dataclass(frozen=True, slots=True, repr=False)
class StaffKeys:
    """Three keys of 32 bytes, each derived from the terminal's for this alone: the roll's, the pepper, and the cards'."""

    roll: bytes
    pepper: bytes
    cards: bytes

    def __post_init__(self) -> None:
        if {len(self.roll), len(self.pepper), len(self.cards)} != {KEY_BYTES}:
            raise ValueError("each key has 32 bytes")


class PinWork:
    """Makes and checks the hashes of PINs: argon2id over the PIN's HMAC under the pepper, with a salt for each.

    `memory_kib` is what one hash costs, and can't be changed for PINs that are kept.
    """

    def __init__(self, pepper: bytes, memory_kib: int = MEMORY_KIB) -> None:
        self._pepper = pepper
        self._memory_kib = memory_kib
        self._nobodys = PinHash(os.urandom(_SALT_BYTES), os.urandom(_DIGEST_BYTES))

    def hashed(self, pin: Pin) -> PinHash:
        """Hash a new PIN."""
        salt = os.urandom(_SALT_BYTES)
        return PinHash(salt, self._digest(pin, salt))

    def matches(self, pin: Pin, kept: PinHash | None) -> bool:
        """Whether it is this PIN. For None, nobody's, the same work is done and never matches."""
        expected = kept or self._nobodys
        return hmac.compare_digest(self._digest(pin, expected.salt), expected.digest) and kept is not None

    def _digest(self, pin: Pin, salt: bytes) -> bytes:
        peppered = hmac.digest(self._pepper, pin.reveal().encode("ascii"), hashlib.sha256)
        work = Argon2id(salt=salt, length=_DIGEST_BYTES, iterations=PASSES, lanes=LANES, memory_cost=self._memory_kib)
        return work.derive(peppered)


def card_tag(key: bytes, card: StaffCard) -> CardTag:
    """Return what the roll keeps of a card."""
    told = f"{card.kind}\0{card.reveal()}".encode("ascii")
    return CardTag(card.kind, hmac.digest(key, told, hashlib.sha256)[:_TAG_BYTES])


def new_code_card() -> StaffCard:
    """Make the token of a new code card."""
    token = base64.b32encode(secrets.token_bytes(_TOKEN_BYTES)).decode("ascii").rstrip("=")
    return StaffCard(CardKind.CODE_CARD, CODE_CARD_PREFIX + token)


def new_pin(role: StaffRole, number: StaffNumber) -> Pin:
    """Make a random PIN that is not weak."""
    while True:
        pin = _random(fewest_digits(role))
        if weakness(pin, role, number) is None:
            return pin


def new_setup_code() -> Pin:
    """Make a random code of twelve digits."""
    return _random(MOST_DIGITS)


def _random(digits: int) -> Pin:
    return Pin(f"{secrets.randbelow(10**digits):0{digits}d}")
