"""登记到场: only with the person and their original card there, never on a mandate, and only where the agency lets it be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from devices.roles import IdCard, SocialCard
from kiosk.core.staff import Assistance, Figures, Reason
from kiosk.flows.give_back import give_back
from kiosk.flows.identify import identify
from kiosk.flows.look_up import look_up
from kiosk.flows.printing import print_slip
from kiosk.flows.staff.outcome import Serves
from kiosk.pension.certification import CertificationCase, certification_standing
from kiosk.screens import sorry
from kiosk.screens.certification import certification_not_needed
from kiosk.screens.goodbye import everything_in_hand, goodbye
from kiosk.screens.greeting import header_for
from kiosk.screens.staff.presence import (
    may_presence_be_registered,
    not_registered,
    presence_registered,
    registering,
    same_person_as_card,
)
from kiosk.statement.presence import presence_receipt

if TYPE_CHECKING:
    from kiosk.core.record import Found
    from kiosk.flows.hall import Hall
    from kiosk.flows.staff.service import OnDuty


async def register_presence(duty: OnDuty) -> Serves:
    """Serve somebody who is here; no amount is needed for it, so none is shown unless they say so."""
    return Serves(partial(attend_present, duty.hall), Assistance(duty.member, Reason.PRESENCE, figures=Figures.REFUSED))


async def attend_present(hall: Hall) -> None:
    """Read the original, compare, ask, register, and print the receipt. Raises what the ledger raises."""
    card = await identify(hall)
    if card is None or (isinstance(card, SocialCard) and not await give_back(hall.places)):
        return
    found = None
    if isinstance(card, (IdCard, SocialCard)):
        found = await look_up(hall, card)
    else:
        # A number that was typed, or a code on a phone, is no original card.
        await not_registered(agreed=True)
    if found is not None:
        await _register(hall, found)
    await everything_in_hand()
    if found is not None:
        await goodbye()


async def _register(hall: Hall, found: Found) -> None:
    header = header_for(found)
    if found.record.marks:
        await sorry.only_in_person(hall.places)
    elif certification_standing(found, hall.policy).case is CertificationCase.NOT_REQUIRED:
        await certification_not_needed(header)
    elif not await same_person_as_card(header):
        await not_registered(agreed=True)
    elif not await may_presence_be_registered(header):
        await not_registered(agreed=False)
    else:
        request = await registering(found.record.person.number, hall.on_duty)
        await presence_registered(request.number, header)
        await print_slip(hall, partial(presence_receipt, found, request))
