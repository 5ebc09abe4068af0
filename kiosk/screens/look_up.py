"""Looking the person up in the terminal's records, and what may come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.roles import IdCard, SocialCard
from kiosk.core.clock import is_plausible
from kiosk.core.electronic_card import ElectronicCard
from kiosk.core.money import IdNumber
from kiosk.core.page import Footer, LaneKey, Picture, Wait
from kiosk.core.record import Found, RecordError
from kiosk.core.text import say
from kiosk.core.typed_number import TypedNumber
from kiosk.screens import sample

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from devices.deadline import Deadline
    from kiosk.core.page import Page, Report
    from kiosk.core.record import Record
    from kiosk.store.records import Records

LOOK_UP: Final[LaneKey[Records]] = LaneKey("store")
SECONDS: Final = 20.0
"""Far more than a look-up takes; bringing old records up to date after an upgrade takes longest. After ten there is 不等了."""


class CardOutOfDate(RecordError):
    """The card is past its last day, and the agency doesn't answer such cards here."""


class ClockNotPlausible(RecordError):
    """The terminal's date lies before its data's, so no date it shows could be trusted."""


class NobodyHelps(RecordError):
    """A number was typed, and nobody of the staff answers for it any more."""


Names = IdCard | SocialCard | ElectronicCard | TypedNumber
"""What says who somebody is."""


def look_up(
    card: Names,
    today: Callable[[], date],
    *,
    expired_may_look: bool,
    typed: Callable[[TypedNumber], None] = lambda _number: None,
    looked_up: Callable[[IdNumber], None] = lambda _number: None,
) -> Page[Found]:
    """Find the holder of a card. `today` is asked once, in the job: the visit keeps the date it began with.

    `typed` is told of a number that was typed, before it is looked up, `looked_up` of whose record was found. Raises
    `CardOutOfDate` and what `typed` raises before anything is looked up, `ClockNotPlausible`, and what
    `Records.find_by_number` raises.
    """

    def work(records: Records, _deadline: Deadline, _report: Report) -> Found:
        day = today()
        until = card.valid_until if isinstance(card, (IdCard, SocialCard)) else None
        if until is not None and until < day and not expired_may_look:
            raise CardOutOfDate
        data = records.state()
        if not is_plausible(day, data.cut_off):
            raise ClockNotPlausible
        if isinstance(card, TypedNumber):
            typed(card)
        record = _record(records, card)
        looked_up(record.person.number)
        return Found(record, data, day)

    return Wait(
        name="look_up",
        shows_after=0.3,
        title=say("正在查"),
        body=(say("请等一等。"),),
        jobs=(LOOK_UP.job(work, seconds=SECONDS),),
        picture=Picture.LOOKING,
        footer=Footer(back=False, leave=False),
        patient=True,
        may_be_called_off=True,
    )


def _record(records: Records, card: Names) -> Record:
    """Find by ID number where the card says it, else by the social-security card's own number."""
    if isinstance(card, (ElectronicCard, TypedNumber)):
        return records.find_by_number(card.number)
    if isinstance(card, IdCard):
        return records.find_by_number(IdNumber(card.number))
    if card.identity_number is not None:
        return records.find_by_number(IdNumber(card.identity_number))
    return records.find_by_card(card.number)


EXAMPLES: Mapping[str, Page[object]] = {
    "looking": look_up(sample.CARD, lambda: sample.TODAY, expired_may_look=False),
}
