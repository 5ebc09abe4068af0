"""Who works at the hall and what they may do. Pages and services for people never ask; the staff's own flows do."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from kiosk.core import code_heads
from kiosk.core.values import dataclass

_NUMBER: Final = r"[0-9]{3,8}"
CODE_CARD_PREFIX: Final = code_heads.CODE_CARD
"""What a code card's text begins with, so that the scanner's page knows one from any other code."""


class StaffRole(StrEnum):
    """What somebody was appointed to. An administrator may do what each of the others may."""

    ATTENDANT = "attendant"
    TECHNICIAN = "technician"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class StaffNumber:
    """A number the hall gave to one of its staff (工号): three to eight digits, shown on the banner. No personal number.

    Raises `ValueError` for anything else.
    """

    digits: str

    def __post_init__(self) -> None:
        if not re.fullmatch(_NUMBER, self.digits):
            raise ValueError("a staff number has three to eight digits")

    def __str__(self) -> str:
        return self.digits


@dataclass(frozen=True)
class StaffMember:
    """One of the hall's staff who has signed in."""

    number: StaffNumber
    role: StaffRole

    def may_act_as(self, role: StaffRole) -> bool:
        """Whether what `role` may do is theirs to do."""
        return self.role in (role, StaffRole.ADMINISTRATOR)


@dataclass(frozen=True)
class SignedIn:
    """Somebody gave their PIN to sign in. Of all that a job can bring, this alone makes them who acts at the screen.

    `by_card`: they put a card they are enrolled with, and did not type their number.
    """

    member: StaffMember
    by_card: bool = False


class CardKind(StrEnum):
    """Which cards may belong to one of the staff: their own ID card or social-security card, or one printed for them."""

    ID_CARD = "id-card"
    SOCIAL_CARD = "social-card"
    CODE_CARD = "code-card"


_ON_CARD: Final = {
    CardKind.ID_CARD: r"[0-9A-Z]{1,18}",
    CardKind.SOCIAL_CARD: r"[0-9A-Z]{1,32}",
    CardKind.CODE_CARD: rf"{CODE_CARD_PREFIX}[A-Z2-7]{{26}}",
}


class StaffCard:
    """What was read from a card that may be one of the staff's: its kind, and a number or token that never shows itself.

    Raises `ValueError`, never naming what was read, for anything such a card can't hold.
    """

    __slots__ = ("_text", "kind")

    def __init__(self, kind: CardKind, text: str) -> None:
        self.kind: Final = kind
        self._text: Final = text.strip().upper()
        if not re.fullmatch(_ON_CARD[kind], self._text):
            raise ValueError(f"no {kind} holds this")

    @classmethod
    def scanned(cls, text: str) -> StaffCard | None:
        """Return the code card a scan shows, None for any other code."""
        try:
            return cls(CardKind.CODE_CARD, text)
        except ValueError:
            return None

    def reveal(self) -> str:
        """Return the number or token, for its keyed hash and for printing a new card."""
        return self._text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StaffCard) and (other.kind, other._text) == (self.kind, self._text)

    def __hash__(self) -> int:
        return hash((self.kind, self._text))

    def __repr__(self) -> str:
        return f"<StaffCard {self.kind}>"


class Reason(StrEnum):
    """Why somebody is helped; the audit notes it with every page."""

    HELP = "help"
    UNREADABLE_CARD = "unreadable-card"
    FOR_FAMILY = "for-family"
    BY_AGENT = "by-agent"
    PRESENCE = "presence"


class Figures(StrEnum):
    """What of the amounts is to be seen while somebody of the staff helps.

    `ASK`: the person has not been asked yet, so they are covered. `SHOWN`: the person touched 给看. `REFUSED`: 先不给.
    `NEVER`: the person is absent; nobody can uncover them.
    """

    ASK = "ask"
    SHOWN = "shown"
    REFUSED = "refused"
    NEVER = "never"


@dataclass(frozen=True)
class Assistance:
    """That a visit is helped: by whom, why, and what they may see."""

    member: StaffMember
    reason: Reason = Reason.HELP
    figures: Figures = Figures.ASK

    @property
    def covered(self) -> bool:
        """Whether amounts are covered whatever the person chose."""
        return self.figures is not Figures.SHOWN
