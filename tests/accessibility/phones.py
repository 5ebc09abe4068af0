"""The platform of a hall that knows the electronic card of one phone, whatever the hour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.electronic_card import TokenRefused
from kiosk.core.money import IdNumber

if TYPE_CHECKING:
    from devices.deadline import Deadline

PLATFORM: Final = f"{__name__}:Platform"
"""As a configuration names it."""
PHONE: Final = "8f2c-phone-of-person-7"
"""What the phone of person 7 shows."""
STRANGE_PHONE: Final = "0b71-phone-of-nobody"
"""What no platform knows."""
NUMBER: Final = "990101195803119667"
"""Of person 7."""


class Platform:
    """A `Resolver`."""

    def resolve(self, token: str, deadline: Deadline) -> IdNumber:
        """Return the holder's number. Raises `TokenRefused` for every other phone."""
        deadline.check()
        if token != PHONE:
            raise TokenRefused
        return IdNumber(NUMBER)
