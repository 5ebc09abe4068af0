"""What is looked at as a picture, and nothing more: a month's parts, the years paid, how the account has grown.

A page offers one only where there is something in it to see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.pension import growth
from kiosk.pension.payment import payment_status
from kiosk.pension.years_paid import years_paid
from kiosk.screens.account_growth import account_growth
from kiosk.screens.greeting import header_for
from kiosk.screens.made_of import made_of
from kiosk.screens.years_paid import years_paid as years_paid_page

if TYPE_CHECKING:
    from kiosk.core.record import Found


async def show_made_of(found: Found) -> None:
    """Show the parts of the payment that this month's page shows. Raises `DoesNotReconcile`."""
    payment = payment_status(found, found.today).payment
    if payment is not None:
        await made_of(payment, found.today, header_for(found))


async def show_years_paid(found: Found) -> None:
    """Show the years paid, kind by kind."""
    years = years_paid(found.record)
    if years is not None:
        await years_paid_page(years, header_for(found))


async def show_account_growth(found: Found) -> None:
    """Show how the account has grown. Raises `DoesNotReconcile`."""
    await account_growth(growth.account_growth(found.record), header_for(found))
