"""A visit on behalf of somebody who isn't here: only what the mandate says, and never an amount on the screen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from devices.errors import DeviceError
from kiosk.core.mandate import Errand, MandateOver
from kiosk.core.page import Header
from kiosk.core.record import RecordError
from kiosk.core.text import say
from kiosk.flows.look_up import look_up
from kiosk.flows.printing import print_statement
from kiosk.flows.troubles import trouble
from kiosk.flows.yearly_record import pick_year
from kiosk.pension.account import whole_years
from kiosk.pension.errors import AskAtWindow, DoesNotReconcile, NothingThatYear
from kiosk.pension.payment import newest_first
from kiosk.screens import sorry
from kiosk.screens.goodbye import everything_in_hand
from kiosk.screens.staff.mandate_notes import using
from kiosk.screens.staff.mandate_paper import Summary
from kiosk.screens.staff.mandates import mandate_menu, mandate_over, take_cards
from kiosk.statement import compose
from kiosk.statement.masked import masked_name
from kiosk.statement.slips import certification_slip

if TYPE_CHECKING:
    from datetime import date

    from kiosk.core.mandate import Mandate
    from kiosk.core.record import Found
    from kiosk.flows.hall import Hall
    from kiosk.screens.staff.acting import Shown


def summary_of(mandate: Mandate, today: date) -> Summary:
    """Return what the staff's pages show of a mandate."""
    draft, acting = mandate.draft, mandate.acting
    return Summary(
        draft.kind,
        masked_name(draft.person_name),
        masked_name(draft.agent_name) if acting is None else f"工号{acting}",
        draft.relation,
        draft.errands,
        draft.until,
        today.year,
        mandate.witness,
    )


async def attend_absent(hall: Hall, mandate: Mandate, person: Shown) -> None:
    """Find the absent person, and do what the mandate says as often as it is wanted."""
    acting = replace(hall, mandate=mandate.number)
    await take_cards()
    found = await look_up(acting, person.card, typing_noted=True)
    if found is None:
        return
    if found.record.marks:
        await sorry.only_in_person(hall.places)
        return
    summary = replace(summary_of(mandate, found.today), person=masked_name(found.record.person.name))
    while (errand := await mandate_menu(summary, str(mandate.number), found.data.cut_off)) is not None:
        await _errand(acting, mandate, found, errand)
    await everything_in_hand()


async def _errand(hall: Hall, mandate: Mandate, found: Found, errand: Errand) -> None:
    """Note the use, then do it; what goes wrong leads back to the menu."""
    try:
        await using(mandate.number, errand, hall.on_duty)
        await _done(hall, found, errand)
    except MandateOver:
        await mandate_over(hall.places)
    except (DeviceError, RecordError, AskAtWindow, DoesNotReconcile, NothingThatYear) as error:
        # Every one of these has a row in the table.
        await (trouble(error, hall.places) or sorry.only_in_person(hall.places))


async def _done(hall: Hall, found: Found, errand: Errand) -> None:
    header = Header(say("代办"), found.data.cut_off)
    if errand is Errand.CERTIFICATION_SLIP:
        await print_statement(hall, partial(certification_slip, found, hall.policy))
    elif errand is Errand.YEARLY_RECORD:
        year = await _year(whole_years(found), header)
        await print_statement(hall, partial(compose.yearly_record, found, year))
    else:
        years = tuple(dict.fromkeys(payment.month.year for payment in newest_first(found.record)))
        year = await _year(years, header, whole=False)
        await print_statement(hall, partial(compose.payment_year, found, year))


async def _year(years: tuple[int, ...], header: Header, *, whole: bool = True) -> int:
    """Ask which year if there are several. Raises `NothingThatYear` where there is none."""
    if not years:
        raise NothingThatYear("no year at all")
    return years[0] if len(years) == 1 else await pick_year(years, header, ask=True, whole=whole)
