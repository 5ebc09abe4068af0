"""The electronic social-security card (电子社保卡): a code on a phone, worth something only to the platform that made it.

A token is opaque, good for one use and about a minute. Its content is not public: nothing here parses it, keeps it or logs it.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final, Protocol

from kiosk.core import code_heads
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from devices.deadline import Deadline
    from kiosk.core.money import IdNumber


SHORTEST_TOKEN: Final = 8
LONGEST_TOKEN: Final = 512
"""In characters. No standard says so: what is shorter or longer is surely something else, and no business of a platform's."""


class NoToken(Enum):
    """What was scanned in place of a phone's card."""

    PAPER = auto()
    OTHER = auto()


def no_token(code: str) -> NoToken | None:
    """Say what a code is that can't be a token; None for what only a platform can judge.

    The terminal's own codes go to nobody: that of a paper, and still less what somebody of the staff signs in with.
    """
    if code.startswith(code_heads.PAPER):
        return NoToken.PAPER
    fits = SHORTEST_TOKEN <= len(code) <= LONGEST_TOKEN and code.isascii() and code.isprintable()
    return NoToken.OTHER if not fits or code.startswith(code_heads.CODE_CARD) else None


class TokenRefused(Exception):
    """The platform does not know the token, or its time is over."""


class Resolver(Protocol):
    """Asks a hall's platform whose token it is. A terminal without a network has none."""

    def resolve(self, token: str, deadline: Deadline) -> IdNumber:
        """Return the holder's number. Raises `TokenRefused`, `LinkError`, and what the deadline raises."""
        ...


@dataclass(frozen=True, repr=False)
class ElectronicCard:
    """Who a platform says the holder is. Has no readable `repr`: it is personal data."""

    number: IdNumber
