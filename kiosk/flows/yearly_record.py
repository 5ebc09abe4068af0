"""打印权益记录单: which year, look at it, print it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.core.house import Onward
from kiosk.core.money import Fen
from kiosk.flows.pictures import show_account_growth, show_years_paid
from kiosk.flows.printing import print_statement, statement_aloud
from kiosk.pension.account import account_of, pension_schemes, whole_years
from kiosk.pension.errors import NothingThatYear
from kiosk.pension.growth import has_growth
from kiosk.pension.payment import months_received, payments_of
from kiosk.pension.years_paid import years_paid
from kiosk.screens.greeting import header_for
from kiosk.screens.statement_review import (
    MOST_YEARS,
    Beside,
    Earlier,
    ReviewWish,
    choose_year,
    nothing_recorded,
    review_paid_in,
    review_received,
    year_is_empty,
)
from kiosk.statement import compose

if TYPE_CHECKING:
    from kiosk.core.page import Header, Page
    from kiosk.core.record import Found
    from kiosk.flows.hall import Hall


async def yearly_record(hall: Hall, found: Found) -> Onward:
    """Find the year, show what stands in it, print it. Raises `AskAtWindow` and `DoesNotReconcile`."""
    header, years = header_for(found), whole_years(found)
    if not years:
        await nothing_recorded(hall.places, header)
        return Onward.GO_ON
    year = years[0] if len(years) == 1 else await pick_year(years, header, ask=False)
    while True:
        wish = await _review(hall, found, year, header, other_years=len(years) > 1)
        if wish is ReviewWish.OTHER_YEAR:
            year = await pick_year(years, header, ask=True)
        elif wish is ReviewWish.YEARS:
            await show_years_paid(found)
        elif wish is ReviewWish.ACCOUNT:
            await show_account_growth(found)
        elif wish is ReviewWish.NO or await print_statement(hall, partial(compose.yearly_record, found, year)):
            return Onward.GO_ON


async def pick_year(years: tuple[int, ...], header: Header, *, ask: bool, whole: bool = True) -> int:
    """Ask for a year, newest first, older ones page by page. Unless `ask`, 简洁版 takes the newest."""
    left = years
    while True:
        answer = await choose_year(left, years[0] if whole else None, header, ask=ask)
        if not isinstance(answer, Earlier):
            return answer
        left = left[MOST_YEARS:]


def _review(hall: Hall, found: Found, year: int, header: Header, *, other_years: bool) -> Page[ReviewWish]:
    """Find the page for a year: for who received a pension then, for who paid in, or empty."""
    try:
        paper = statement_aloud(hall, partial(compose.yearly_record, found, year))
    except NothingThatYear:
        return year_is_empty(year, hall.places, header, other_years=other_years)
    beside = Beside(
        other_years, years=years_paid(found.record) is not None, account=has_growth(found.record), paper=paper
    )
    if payments_of(found.record, year):
        return review_received(year, months_received(found, year), header, beside)
    schemes = pension_schemes(found.record)
    accounts = [a for scheme in schemes if (a := account_of(found.record, scheme, year)) is not None]
    months = max((account.months for account in accounts), default=0)
    balance = Fen(sum(account.closing for account in accounts))
    return review_paid_in(year, months, balance, header, beside)
