"""查养老认证: whether it is due, and how to do it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from kiosk.core.house import Onward
from kiosk.flows.printing import print_slip, print_statement, slip_aloud, statement_aloud
from kiosk.pension.certification import CertificationCase, certification_standing
from kiosk.screens import certification as pages
from kiosk.screens.certification import CertificationWish
from kiosk.screens.greeting import header_for
from kiosk.screens.how_to_certify import SlipWish, Way, certify_at_home, certify_at_window, how_to_certify
from kiosk.statement.slips import Matter, certification_slip, window_slip

if TYPE_CHECKING:
    from datetime import date

    from kiosk.core.config import PolicyConfig
    from kiosk.core.page import Header, Page
    from kiosk.core.record import Found
    from kiosk.flows.hall import Hall
    from kiosk.pension.certification import CertificationStanding


_DUE: Final = (CertificationCase.DUE_SOON, CertificationCase.OVERDUE, CertificationCase.SUSPENDED)


async def certification(hall: Hall, found: Found) -> Onward:
    """Say how the certification stands; show the ways; print what to take along."""
    standing = certification_standing(found, hall.policy)
    known = standing.case is not CertificationCase.UNKNOWN
    reminder = partial(certification_slip, found, hall.policy)
    errand = partial(window_slip, Matter.CERTIFICATION)
    paper = statement_aloud(hall, reminder) if known else slip_aloud(hall, errand)
    page = replace(_page(hall, found, standing), paper=paper)
    while True:
        wish = await page
        if wish is CertificationWish.DONE:
            return Onward.LEAVE
        if wish is CertificationWish.HOW and not await _wants_a_slip(hall, found):
            return Onward.LEAVE
        if known:
            over = await print_statement(hall, reminder)
        else:
            over = await print_slip(hall, errand)
        if over:
            return Onward.GO_ON


async def _wants_a_slip(hall: Hall, found: Found) -> bool:
    """C5: show the ways to certify; whether to print how."""
    header = header_for(found)
    old = age(found.record.person.birth, found.today) >= hall.policy.home_visit_age
    way = await how_to_certify(header, home_visit_first=old)
    if way is Way.STAFF:
        return await certify_at_window(hall.places, header) is SlipWish.PRINT
    if way is Way.HOME_VISIT:
        return await certify_at_home(hall.places, header) is SlipWish.PRINT
    return True


def is_due(found: Found, policy: PolicyConfig) -> bool:
    """Whether a certification is what a person should be told of first."""
    return certification_standing(found, policy).case in _DUE


def age(birth: date, today: date) -> int:
    """Whole years lived; somebody born on 29 February is a year older on 1 March of common years."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def _page(hall: Hall, found: Found, standing: CertificationStanding) -> Page[CertificationWish]:
    header, today, case = header_for(found), found.today, standing.case
    if case is CertificationCase.NOT_REQUIRED:
        return pages.certification_not_needed(header)
    if case is CertificationCase.SUSPENDED:
        return pages.certification_suspended(header, back_pay=hall.policy.back_pay_after_certification)
    if case is CertificationCase.PENDING:
        return pages.certification_pending(standing.registered_on, standing.check_again_on, today, header)
    if case is CertificationCase.OVERDUE:
        return pages.certification_overdue(hall.places, header)
    if standing.due is None:
        return pages.certification_unknown(hall.places, header)
    return _dated_page(standing.case, standing.due, today, header)


def _dated_page(case: CertificationCase, due: date, today: date, header: Header) -> Page[CertificationWish]:
    """Find the page of a case that its due day is said of."""
    if case is CertificationCase.DUE_SOON:
        return pages.certification_due(due, (due - today).days, today, header)
    if case is CertificationCase.SILENT:
        return pages.certified_silently(due, today, header)
    return pages.certification_ok(due, today, header)
