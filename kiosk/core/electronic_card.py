"""The electronic social-security card (电子社保卡): a code on a phone, worth something only to the platform that made it.

A token is opaque, good for one use and about a minute. Its content is not public: nothing here parses it, keeps it or logs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from devices.deadline import Deadline
    from kiosk.core.money import IdNumber


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
