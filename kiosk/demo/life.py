"""The plan of one synthetic person: what a whole record is then worked out from."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from kiosk.core.record import BenefitStatus, ContributionState, Mark, PaidTo, Scheme

if TYPE_CHECKING:
    from datetime import date

    from devices.roles import Sex
    from kiosk.core.money import Fen, Month


class CertificationCase(StrEnum):
    """How a person's certification stands."""

    NOT_NEEDED = "not_needed"
    OK = "ok"
    SILENT = "silent"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    SUSPENDED = "suspended"
    REGISTERED = "registered"
    NO_DATE = "no_date"
    ODD_DATE = "odd_date"


class LatestPayment(StrEnum):
    """How the payment of the newest month stands."""

    PAID = "paid"
    SENT = "sent"
    RETURNED = "returned"
    RETURNED_NO_REASON = "returned_no_reason"
    MISSING = "missing"


class CardValidity(StrEnum):
    """How long a person's ID card is good for."""

    BY_AGE = "by_age"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Spell:
    """Contributions in one go: `index` is the base in hundredths of the average wage, for residents the yearly 元."""

    scheme: Scheme
    first: Month
    last: Month
    index: int
    employer: str
    flexible: bool = False
    ongoing: bool = False
    with_others: bool = False
    state: ContributionState = ContributionState.PAID


@dataclass(frozen=True, slots=True)
class Drawing:
    """A pension drawn: `amount` a month in the year `anchor`, from which every other year's is worked out."""

    scheme: Scheme
    retired_on: date
    amount: Fen
    years: int
    """Years paid, deemed ones included, as the yearly rise counts them."""
    anchor: int = 2026
    status: BenefitStatus = BenefitStatus.PAYING
    suspended_months: int = 0
    latest: LatestPayment = LatestPayment.PAID
    paid_to: PaidTo = PaidTo.CARD
    account_tail: str = ""
    deduction: int = 0
    """分 taken from each of the last three payments (扣发)."""


@dataclass(frozen=True, slots=True, repr=False)
class Life:
    """One person's plan. `county` is an index of `COUNTIES`; `birth` and `sequence` make the number."""

    case: str
    name: str
    sex: Sex
    birth: date
    county: int
    sequence: int
    nation: str = "汉"
    spells: tuple[Spell, ...] = ()
    deemed_months: int = 0
    drawing: Drawing | None = None
    certification: CertificationCase = CertificationCase.NOT_NEEDED
    certified_on: tuple[int, int] | None = None
    """Month and day of the last certification, to fix it for the design's pictures."""
    validity: CardValidity = CardValidity.BY_AGE
    social_card: bool = True
    in_records: bool = True
    marks: tuple[Mark, ...] = field(default=())
