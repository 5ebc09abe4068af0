"""How a certification of entitlement (待遇资格认证) stands: due when, and what is to be said about it.

Source: 人社厅发〔2018〕107号: any success starts a new term of twelve months; places with other terms set `cycle_months`.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.money import Month
from kiosk.core.record import BenefitStatus, CertificationMethod
from kiosk.pension.payment import pension

if TYPE_CHECKING:
    from kiosk.core.config import PolicyConfig
    from kiosk.core.record import Benefit, Certification, Found

CYCLE_MONTHS: Final = 12


class CertificationCase(StrEnum):
    """What is to be said about a certification; one page each."""

    NOT_REQUIRED = "not_required"
    OK = "ok"
    SILENT = "silent"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    SUSPENDED = "suspended"
    PENDING = "pending"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, repr=False)
class CertificationStanding:
    """How a certification stands. `days_left` counts to the due day, which still counts; negative after it."""

    case: CertificationCase
    due: date | None = None
    days_left: int | None = None
    registered_on: date | None = None
    check_again_on: date | None = None


def next_due(last_on: date, cycle_months: int = CYCLE_MONTHS, *, end_of_month: bool = False) -> date:
    """Day by which the next certification is due; a day the month lacks becomes its last one (29 February to 28).

    `end_of_month` gives the whole month of grace that some places give.
    """
    month = Month.of(last_on) + cycle_months
    length = monthrange(month.year, month.month)[1]
    return date(month.year, month.month, length if end_of_month else min(last_on.day, length))


def certification_standing(found: Found, policy: PolicyConfig) -> CertificationStanding:
    """Judge a certification. A marked or contradictory record is `UNKNOWN`: a window answers, without saying why."""
    record, certification = found.record, found.record.certification
    benefit = pension(record)
    if record.marks or _contradicts(certification, found.today):
        return CertificationStanding(CertificationCase.UNKNOWN)
    if benefit is None or benefit.status == BenefitStatus.NOT_STARTED:
        return CertificationStanding(CertificationCase.NOT_REQUIRED)
    if benefit.status in (BenefitStatus.SUSPENDED_OTHER, BenefitStatus.ENDED):
        return CertificationStanding(CertificationCase.UNKNOWN)
    if certification is not None and _is_pending(certification):
        return CertificationStanding(
            CertificationCase.PENDING,
            registered_on=certification.registered_on,
            check_again_on=certification.check_again_on,
        )
    return _of_pensioner(benefit, certification, found.today, policy.due_soon_days)


def _of_pensioner(
    benefit: Benefit, certification: Certification | None, today: date, due_soon_days: int
) -> CertificationStanding:
    due = _due(certification)
    if benefit.status == BenefitStatus.SUSPENDED_CERTIFICATION:
        return CertificationStanding(CertificationCase.SUSPENDED, due, None if due is None else (due - today).days)
    if certification is None or due is None:
        # Certified from the year after the first payment on.
        first_year = benefit.first_month.year >= today.year
        return CertificationStanding(CertificationCase.NOT_REQUIRED if first_year else CertificationCase.UNKNOWN)
    return CertificationStanding(_term(certification, due, today, due_soon_days), due, (due - today).days)


def _contradicts(certification: Certification | None, today: date) -> bool:
    """Whether dates can't be true: a success or registration in the future, or due before the last success."""
    if certification is None:
        return False
    last, due, registered = certification.last_on, certification.due_on, certification.registered_on
    return (
        (last is not None and last > today)
        or (registered is not None and registered > today)
        or (last is not None and due is not None and due < last)
    )


def _is_pending(certification: Certification) -> bool:
    """Whether a registration waits to be confirmed: none has succeeded since."""
    registered, last = certification.registered_on, certification.last_on
    return registered is not None and (last is None or last < registered)


def _due(certification: Certification | None) -> date | None:
    if certification is None or certification.due_on is not None:
        return None if certification is None else certification.due_on
    return None if certification.last_on is None else next_due(certification.last_on)


def _term(certification: Certification, due: date, today: date, due_soon_days: int) -> CertificationCase:
    days_left = (due - today).days
    if days_left < 0:
        return CertificationCase.OVERDUE
    if days_left <= due_soon_days:
        return CertificationCase.DUE_SOON
    silent = certification.method == CertificationMethod.SILENT
    return CertificationCase.SILENT if silent else CertificationCase.OK
