"""查养老金: this month's payment, every month's, why one was more, and the statement of a year."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from kiosk.core.house import Onward
from kiosk.flows.certification import certification
from kiosk.flows.pictures import show_account_growth, show_made_of, show_years_paid
from kiosk.flows.printing import print_slip, print_statement, slip_aloud, statement_aloud
from kiosk.flows.yearly_record import pick_year, yearly_record
from kiosk.pension.account import whole_years
from kiosk.pension.growth import has_growth
from kiosk.pension.made_of import has_parts
from kiosk.pension.payment import (
    PaymentCase,
    PaymentStanding,
    newest_first,
    payment_status,
    payments_of,
    reconcile,
    why_more,
)
from kiosk.pension.years_paid import years_paid
from kiosk.screens import payment as pages
from kiosk.screens.greeting import header_for
from kiosk.screens.months import MonthsWish, every_month, months_as_bars
from kiosk.screens.payment import PaymentWish
from kiosk.screens.statement_review import ReviewWish, review_payment_year
from kiosk.screens.why_more import why_more as why_more_page
from kiosk.statement.compose import payment_year
from kiosk.statement.slips import Matter, window_slip

if TYPE_CHECKING:
    from kiosk.core.page import Header, Page
    from kiosk.core.record import Found, Payment
    from kiosk.flows.hall import Hall
    from kiosk.pension.payment import WhyMore


PICTURES: Final = {
    PaymentWish.MADE_OF: show_made_of,
    PaymentWish.YEARS: show_years_paid,
    PaymentWish.ACCOUNT: show_account_growth,
}
"""What is shown of a record when one of these is wished."""


async def payment(hall: Hall, found: Found) -> Onward:
    """Say how this month's pension stands, and whatever is wanted from there. Raises `DoesNotReconcile`."""
    standing = payment_status(found, found.today)
    if standing.case is PaymentCase.STOPPED_CERTIFICATION:
        return await certification(hall, found)
    page = _page(hall, found, standing)
    slip = partial(window_slip, Matter.PAYMENT_RETURNED if standing.case is PaymentCase.RETURNED else Matter.PAYMENT)
    if any(action.value is PaymentWish.SLIP for action in page.actions):
        page = replace(page, paper=slip_aloud(hall, slip))
    while True:
        wish = await page
        if wish is PaymentWish.DONE:
            return Onward.LEAVE
        if wish is PaymentWish.CONTRIBUTIONS:
            return await yearly_record(hall, found)
        if wish is PaymentWish.EVERY_MONTH:
            return await _every_month(hall, found)
        if wish in PICTURES:
            await PICTURES[wish](found)
            continue
        if wish is PaymentWish.SLIP:
            over = await print_slip(hall, slip)
        else:
            over = await print_statement(hall, partial(payment_year, found, standing.month.year))
        if over:
            return Onward.GO_ON


def _page(hall: Hall, found: Found, standing: PaymentStanding) -> Page[PaymentWish]:
    """Find the page for a standing. No figure is shown that doesn't add up."""
    header, today, places, paid = header_for(found), found.today, hall.places, standing.payment
    for shown in (paid, standing.also_returned):
        if shown is not None:
            reconcile(shown)
    if standing.case is PaymentCase.NOT_YET:
        return pages.pension_not_begun(
            header,
            contributions=bool(whole_years(found)),
            years=years_paid(found.record) is not None,
            account=has_growth(found.record),
        )
    if standing.case is PaymentCase.TOO_OLD:
        return pages.payment_too_old(
            standing.month, paid, found.data.cut_off, today=today, places=places, header=header
        )
    if paid is None:
        return pages.ask_in_person(places, header)
    if standing.case is PaymentCase.SENT:
        return pages.payment_sent(paid, today, header)
    if standing.case is PaymentCase.RETURNED:
        return pages.payment_returned(places, header)
    return pages.payment_paid(
        paid, standing.also_returned, today=today, places=places, header=header, parts=has_parts(paid)
    )


async def _every_month(hall: Hall, found: Found) -> Onward:
    """List a year's payments, newest first, and the years before it."""
    header, years = header_for(found), _years(found)
    at = 0
    while True:
        listed = payments_of(found.record, years[at])[::-1]
        why = _explained(found, listed)
        wish = await every_month(listed, found.today, header, earlier=at + 1 < len(years), explained=why is not None)
        if wish is MonthsWish.EARLIER:
            at += 1
        elif wish is MonthsWish.WHY and why is not None:
            around = [p for p in listed[::-1] if abs(p.month - why.month) <= 1]
            await why_more_page(why, around, found.today, header)
        elif wish is MonthsWish.BARS:
            await months_as_bars(listed, found.today, header)
        elif await _print_year(hall, found, years, years[at], header):
            return Onward.GO_ON


def _years(found: Found) -> tuple[int, ...]:
    return tuple(dict.fromkeys(p.month.year for p in newest_first(found.record)))


def _explained(found: Found, listed: tuple[Payment, ...]) -> WhyMore | None:
    """Find the newest month that was more, and why."""
    return next((why for p in listed if (why := why_more(found.record, p.month)) is not None), None)


async def _print_year(hall: Hall, found: Found, years: tuple[int, ...], year: int, header: Header) -> bool:
    """M8: print the statement of a year; False when the person goes back to the list."""
    while True:
        this_year = year == found.today.year
        paper = statement_aloud(hall, partial(payment_year, found, year))
        other = len(years) > 1
        wish = await review_payment_year(year, header, this_year=this_year, other_years=other, paper=paper)
        if wish is ReviewWish.NO:
            return False
        if wish is ReviewWish.OTHER_YEAR:
            year = await pick_year(years, header, ask=True, whole=False)
        elif await print_statement(hall, partial(payment_year, found, year)):
            return True
