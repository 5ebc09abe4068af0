"""What somebody of the staff did beside a person that no ledger tells of: for the audit. Never a name or a card.

Told by jobs, through `Hall.note`, once it is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from kiosk.core.money import IdNumber
    from kiosk.core.staff import StaffNumber


@dataclass(frozen=True, repr=False)
class NumberTyped:
    """An identity number was typed from the original card, which could not be read. The audit keeps a pseudonym of it."""

    subject: IdNumber
    by: StaffNumber


@dataclass(frozen=True, repr=False)
class LookedUp:
    """Somebody's record was looked up while one of the staff helped."""

    subject: IdNumber
    by: StaffNumber


@dataclass(frozen=True)
class PaperChanged:
    """New paper was put into the printer of this lane. `printed` is what the old one was used for, None where nobody counts."""

    lane: str
    by: StaffNumber
    printed: int | None = None


Deed = NumberTyped | LookedUp | PaperChanged
