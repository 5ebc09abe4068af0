"""What the agency knows of one person: the frozen record a terminal finds by card.

Names follow the field's terms; the code of the national indicator system (指标体系, e.g. AAE019) stands beside a field
where one is confirmed. Amounts are `Fen`. Nothing here computes; `statement.compose` does. No type has a readable `repr`
where it holds personal data.

What a person has tens or hundreds of is a named tuple, made in a quarter of a data class's time; the rest are data classes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from devices.roles import Sex
from kiosk.core.money import Fen, IdNumber, Month


class Scheme(StrEnum):
    """Kinds of insurance (险种, AAE140), by their national code."""

    EMPLOYEE_PENSION = "110"
    INSTITUTION_PENSION = "120"
    RESIDENT_PENSION = "170"
    UNEMPLOYMENT = "210"
    MEDICAL = "310"
    INJURY = "410"
    MATERNITY = "510"


PENSIONS = (Scheme.EMPLOYEE_PENSION, Scheme.INSTITUTION_PENSION, Scheme.RESIDENT_PENSION)


class ParticipationStatus(StrEnum):
    """Whether a person is insured now (人员参保状态, AAC008)."""

    ACTIVE = "1"
    SUSPENDED = "2"
    ENDED = "3"


class ContributionState(StrEnum):
    """Whether a month was paid; the signs of the yearly record's legend."""

    PAID = "paid"  # ●
    ARREARS = "arrears"  # △
    TRANSFERRED = "transferred"  # ○
    NONE = "none"  # -


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """Who it is. `number` is the social-security number (社会保障号码, AAC002), `personal_number` the agency's (AAC001)."""

    number: IdNumber
    personal_number: str
    name: str
    sex: Sex
    nation: str
    birth: date
    address: str


@dataclass(frozen=True, slots=True, repr=False)
class SocialSecurityCard:
    """The social-security card (社会保障卡): its number (AAZ500), the bank and the tail of its account."""

    number: str
    bank: str
    account_tail: str
    issued: date


@dataclass(frozen=True, slots=True, repr=False)
class Participation:
    """Being insured in one scheme (参保): since when, through whom, and whether now."""

    scheme: Scheme
    status: ParticipationStatus
    first_month: Month
    employer: str


class Contribution(NamedTuple):
    """One month's contribution to one scheme (缴费明细): base (AAE180), employer's (AAE020) and own (AAE022) amounts."""

    month: Month
    scheme: Scheme
    base: Fen
    employer: Fen
    personal: Fen
    state: ContributionState

    def __repr__(self) -> str:
        return "<Contribution>"


class AccountYear(NamedTuple):
    """One year of the personal pension account (个人账户), as the yearly record prints it.

    closing (AAE382) = opening + credited (AAE381) + interest on opening + interest on credits (AAE269) - paid_out (AAE357).
    `months` are the months paid in the year; `total_months` all months paid to the year's end, deemed ones left out.
    """

    year: int
    scheme: Scheme
    opening: Fen
    credited: Fen
    interest_on_opening: Fen
    interest_on_credits: Fen
    paid_out: Fen
    closing: Fen
    months: int
    total_months: int

    def __repr__(self) -> str:
        return "<AccountYear>"


class ItemKind(StrEnum):
    """What a line of a payment is (发放类型, AAA088)."""

    REGULAR = "regular"
    BACK_PAY = "back_pay"  # 补发
    DEDUCTION = "deduction"  # 扣发


class PaymentItem(NamedTuple):
    """One line of a payment (待遇支付明细): item code and name (AAA036), the month it is for (AAE003), the amount (AAE019)."""

    code: str
    name: str
    for_month: Month
    amount: Fen
    kind: ItemKind = ItemKind.REGULAR

    def __repr__(self) -> str:
        return "<PaymentItem>"


class PaymentState(StrEnum):
    """How far a payment has come (支付标志, AAE117)."""

    PAID = "paid"
    SENT = "sent"
    RETURNED = "returned"


class PaidTo(StrEnum):
    """Where the money goes (待遇发放方式, AAE145)."""

    CARD = "card"
    PASSBOOK = "passbook"


class Payment(NamedTuple):
    """One month's payment (待遇支付): amount = sum of its items.

    `paid_on` is the day the agency paid, None while sent. `return_reason` is the bank's, and may be empty.
    """

    month: Month
    scheme: Scheme
    amount: Fen
    items: tuple[PaymentItem, ...]
    state: PaymentState
    paid_on: date | None
    paid_to: PaidTo
    account_tail: str
    return_reason: str = ""

    def __repr__(self) -> str:
        return "<Payment>"


class Adjustment(NamedTuple):
    """A yearly rise of the pension (增资): monthly rise in all, counted from `effective`, paid with `paid_in`.

    `back_pay_months` months before `paid_in` were paid together with it (补发). The parts are fixed (定额), by years (按年限),
    by level (按水平) and for age (高龄).
    """

    effective: Month
    paid_in: Month
    monthly: Fen
    fixed: Fen
    by_years: Fen
    by_level: Fen
    by_age: Fen
    back_pay_months: int
    document: str

    def __repr__(self) -> str:
        return "<Adjustment>"


class BenefitStatus(StrEnum):
    """Whether a pension is being paid (待遇发放状态, AAE116; values are ours, the national ones are unverified)."""

    NOT_STARTED = "not_started"
    PAYING = "paying"
    SUSPENDED_CERTIFICATION = "suspended_certification"
    SUSPENDED_OTHER = "suspended_other"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, repr=False)
class Benefit:
    """A pension being drawn: since when (AIC160), in which scheme, how much a month now, and whether it is paid."""

    scheme: Scheme
    first_month: Month
    retired_on: date
    monthly: Fen
    status: BenefitStatus
    suspended_since: Month | None = None


class CertificationMethod(StrEnum):
    """How the last certification came about (认证方式, AAA049; values are ours, the national ones are unverified)."""

    SILENT = "silent"
    SELF = "self"
    STAFF = "staff"
    HOME_VISIT = "home_visit"


@dataclass(frozen=True, slots=True, repr=False)
class Certification:
    """Certification of entitlement (待遇资格认证): last success (AAE230), due date (AAE278), and what waits to be confirmed."""

    last_on: date | None
    due_on: date | None
    method: CertificationMethod | None
    registered_on: date | None = None
    check_again_on: date | None = None


class Mark(StrEnum):
    """What makes a record a matter for a window, without saying so on the screen."""

    DECEASED = "deceased"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, repr=False)
class Record:
    """Everything the terminal holds of one person, in order of time, oldest first.

    What there may be hundreds of is a sequence: a tuple, or what the store makes into one when it is first read.
    """

    person: Person
    card: SocialSecurityCard | None
    participations: tuple[Participation, ...]
    deemed_contribution_months: int
    contributions: Sequence[Contribution]
    account_years: Sequence[AccountYear]
    benefits: tuple[Benefit, ...]
    payments: Sequence[Payment]
    adjustments: Sequence[Adjustment]
    certification: Certification | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class DataState:
    """What a terminal's records are: of which agency and county, up to which day (数据统计截止至), of how many people."""

    agency: str
    county: str
    cut_off: date
    version: int
    people: int


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """A person's record, the state of the data it stands in, and the day it was looked up."""

    record: Record
    data: DataState
    today: date


class RecordError(Exception):
    """Something about the records that a page has to say. Its text never holds personal data."""


class PersonNotFound(RecordError):
    """Nobody with this card is in the terminal's records."""


class StoreDamaged(RecordError):
    """The records store can't be read, or a row does not open."""


class StoreMissing(RecordError):
    """The terminal has no records yet, or not its key."""


class DiskFull(RecordError):
    """Nothing more can be written."""


class TooManyLookUps(RecordError):
    """More look-ups in a short time than a hall can have: somebody is trying numbers."""
