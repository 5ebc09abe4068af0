"""What signing in and the roll tell the audit: what happened, to whom, by whom. Never a PIN, a card or a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.core.staff import StaffNumber, StaffRole


class Did(StrEnum):
    """What happened."""

    SIGNED_IN = "signed-in"
    REFUSED = "sign-in-refused"
    LOCKED = "staff-locked"
    UNLOCKED = "staff-unlocked"
    PIN_CHANGED = "pin-changed"
    ADDED = "staff-added"
    RESET = "staff-reset"
    REMOVED = "staff-removed"
    CARD_GIVEN = "staff-card-given"
    CARDS_TAKEN = "staff-cards-taken"
    CODE_MADE = "setup-code-made"
    CODE_REFUSED = "setup-code-refused"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that happened, told once it is on the disk.

    `whom`: None for somebody the roll doesn't know. `by`: None for the machine's own command line, or where nobody had signed
    in. `code` is the refusal's. `wrong` is how many tries were wrong so far. `role` is that of
    who was added.
    """

    did: Did
    whom: StaffNumber | None = None
    by: StaffNumber | None = None
    code: str = ""
    wrong: int = 0
    role: StaffRole | None = None


Watch = Callable[[Deed], None]
