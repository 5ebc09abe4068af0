"""An identity number that was typed, because the original card could not be read while somebody of the staff held it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from kiosk.core.money import IdNumber


@dataclass(frozen=True, repr=False)
class TypedNumber:
    """Whom a number names that one of the staff has typed. Has no readable `repr`: it is personal data."""

    number: IdNumber
