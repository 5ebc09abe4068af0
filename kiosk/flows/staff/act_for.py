"""代办: from two cards and a paper to a visit on somebody's behalf; and the way to take a mandate back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from devices.errors import CardError, DeviceError
from devices.roles import SocialCard
from kiosk.core.mandate import AgentKind, Errand, MandateNumber
from kiosk.core.record import PersonNotFound
from kiosk.core.staff import Assistance, Figures, Reason, StaffCard
from kiosk.flows.look_up import note_looked_up, note_typed
from kiosk.flows.staff.absent import attend_absent, summary_of
from kiosk.flows.staff.outcome import Serves
from kiosk.flows.staff.service import Stay
from kiosk.screens.staff.acting import (
    Acting,
    Instead,
    Shown,
    Whose,
    acting_for,
    card_not_for_this,
    family_matter,
    free_of_charge,
    guardian,
    nobodys_card,
    not_own_card,
    own_card_not_read,
    put_card,
    put_own_card,
    same_person,
    two_cards,
    whose_card,
)
from kiosk.screens.staff.mandate_notes import Taken, asking_mandates, last_day, making, noting_typed, revoking
from kiosk.screens.staff.mandate_paper import (
    Summary,
    compare_paper,
    relation_stated,
    tick_errands,
    until_when,
    write_number,
)
from kiosk.screens.staff.mandates import mandates_there_are, no_mandates, taken_back, which_mandate
from kiosk.screens.staff.roll import on_the_roll
from kiosk.screens.staff.typed_number import enter_id_number, original_in_hand
from kiosk.staff.errors import NotYours
from kiosk.statement.masked import masked_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.mandate import Mandate
    from kiosk.core.staff import StaffNumber
    from kiosk.flows.hall import Hall
    from kiosk.flows.staff.service import OnDuty
    from kiosk.staff.room import StaffRoom


async def act_for(duty: OnDuty) -> Serves | Stay:
    """Ask on whose behalf, and go on from there; what only a window may do is told so."""
    wanted = await acting_for()
    if wanted is Acting.FAMILY:
        return await _family(duty)
    if wanted is Acting.AGENCY:
        return await _agency(duty)
    if wanted is Acting.REVOKE:
        await _revoke(duty.hall)
    else:
        await (guardian if wanted is Acting.GUARDIAN else family_matter)(duty.hall.places)
    return Stay.MENU


async def _family(duty: OnDuty) -> Serves | Stay:
    """Both cards, one after the other."""
    if not await two_cards():
        return Stay.MENU
    person = await _card(duty.hall, Whose.ABSENT)
    if person is None:
        return Stay.MENU
    while (agent := await _card(duty.hall, Whose.AGENT)) is not None:
        if agent.number != person.number:
            return await _with_paper(duty, person, agent)
        await same_person()
    return Stay.MENU


async def _agency(duty: OnDuty) -> Serves | Stay:
    """The absent person's card, and that of whose hands it is in: signing in with it has shown it."""
    if not await free_of_charge():
        return Stay.MENU
    person = await _card(duty.hall, Whose.ABSENT)
    if person is None or not (duty.card_shown or await _own_card(duty)):
        return Stay.MENU
    return await _with_paper(duty, person, None)


async def _own_card(duty: OnDuty) -> bool:
    """Have who acts put a card they are enrolled with, until it is theirs; False when it is given up."""
    hall = duty.hall
    page = put_own_card(identity=hall.reads_id_cards, social=hall.reads_social_cards, scans=hall.scans)
    while True:
        try:
            answer = await page
        except DeviceError:
            await own_card_not_read()
            continue
        if not isinstance(answer, StaffCard):
            return False
        try:
            await on_the_roll("checking_card", _owning(answer, duty.member.number))
        except NotYours:
            await not_own_card()
        else:
            return True


def _owning(card: StaffCard, number: StaffNumber) -> Callable[[StaffRoom], None]:
    return lambda room: room.must_own(card, number)


async def _card(hall: Hall, whose: Whose) -> Shown | None:
    """Have a card put until it is read, or its number typed from it; None when it is given up."""
    while True:
        try:
            answer = await put_card(whose, identity=hall.reads_id_cards, social=hall.reads_social_cards)
        except DeviceError as error:
            await card_not_for_this(error)
            if isinstance(error, CardError):
                continue
            # Who wants to take a mandate back has to show it with a card that is read.
            answer = Instead.NOT_NOW if whose is Whose.PRESENT else Instead.TYPE
        if isinstance(answer, Shown):
            return answer
        if isinstance(answer, SocialCard):
            owner = await _owner(hall, answer, whose)
            if owner is not None:
                return owner
            continue
        if answer is Instead.NOT_NOW:
            return None
        typed = await enter_id_number()
        if await original_in_hand(typed, here=whose is Whose.AGENT):
            await noting_typed(partial(note_typed, hall, typed))
            return Shown(typed.number, "", typed)


async def _owner(hall: Hall, card: SocialCard, whose: Whose) -> Shown | None:
    """Find whose a card is that names nobody, as a visit does; None when the records don't know it."""
    try:
        return await whose_card(card, partial(note_looked_up, hall))
    except PersonNotFound:
        await nobodys_card(whose, identity=hall.reads_id_cards)
        return None


async def _with_paper(duty: OnDuty, person: Shown, agent: Shown | None) -> Serves | Stay:
    """Find the mandate that holds, or take down a new one and compare it with its paper. `agent` None: the member."""
    hall = duty.hall
    who = duty.member.number if agent is None else agent.number
    held = await asking_mandates(person.number, who, hall.today)
    if held.mandates:
        known = {str(mandate.number): mandate for mandate in held.mandates}
        chosen = await which_mandate(
            tuple((number, summary_of(mandate, held.day)) for number, mandate in known.items())
        )
        if chosen is not None:
            return _serves(duty, known[chosen], person)
    kind = AgentKind.AGENCY if agent is None else AgentKind.FAMILY
    relation = None if agent is None else await relation_stated()
    errands = await _ticked()
    until = last_day(held.day, await until_when())
    names = _named(person), f"工号{duty.member.number}" if agent is None else _named(agent)
    if not await compare_paper(Summary(kind, *names, relation, errands, until, held.day.year, duty.member.number)):
        return Stay.MENU
    agent_name = str(duty.member.number) if agent is None else agent.name
    taken = Taken(kind, person.number, person.name, who, agent_name, relation, errands, until)
    mandate = await making(taken, hall.on_duty)
    if not await write_number(str(mandate.number)):
        return Stay.MENU
    return _serves(duty, mandate, person)


def _named(shown: Shown) -> str:
    """The name as screens show it; the number, covered, where only that is known."""
    return masked_name(shown.name) if shown.name else shown.number.masked()


async def _ticked() -> tuple[Errand, ...]:
    ticked: frozenset[Errand] = frozenset()
    while (errand := await tick_errands(ticked)) is not None:
        ticked ^= {errand}
    return tuple(errand for errand in Errand if errand in ticked)


def _serves(duty: OnDuty, mandate: Mandate, person: Shown) -> Serves:
    family = mandate.draft.kind is AgentKind.FAMILY
    reason = Reason.FOR_FAMILY if family else Reason.BY_AGENT
    return Serves(partial(attend_absent, duty.hall, mandate, person), Assistance(duty.member, reason, Figures.NEVER))


async def _revoke(hall: Hall) -> None:
    """Show a person what they have given, and take back what they want to."""
    person = await _card(hall, Whose.PRESENT)
    while person is not None:
        held = await asking_mandates(person.number, None, hall.today)
        if not held.mandates:
            await no_mandates()
            return
        there = tuple((str(mandate.number), summary_of(mandate, held.day)) for mandate in held.mandates)
        chosen = await mandates_there_are(there)
        if chosen is None:
            return
        await revoking(MandateNumber(chosen), hall.on_duty)
        await taken_back(chosen)
