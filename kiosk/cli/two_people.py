"""What takes two people at the screen takes them at the command line too: number and PIN of each, within a minute."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from kiosk.audit import staff_events as events
from kiosk.cli.keyboard import asked, unseen
from kiosk.core.pin import Pin
from kiosk.core.staff import StaffCard, StaffNumber
from kiosk.staff.errors import NotAllowed, SamePerson, TooLate
from kiosk.staff.two_people import WITHIN_SECONDS, TwoPeople

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.audit.declaring import Event
    from kiosk.core.clock import Clock
    from kiosk.core.staff import StaffMember
    from kiosk.staff.room import StaffRoom
    from kiosk.staff.two_people import Agreed, Matter

_HOW: Final = (
    f"this takes two people: each gives their number, or code card, and PIN, the second within {WITHIN_SECONDS:.0f} s"
)


def agreed(room: StaffRoom, matter: Matter, clock: Clock, note: Callable[[Event], None]) -> Agreed:
    """Let two people agree to it; `note` has both noted, granted or refused.

    Raises what `StaffRoom.sign_in` and `TwoPeople` raise, and `ValueError` for what is no number, card or PIN.
    """
    if sys.stdin.isatty():
        print(_HOW, file=sys.stderr)
    what = events.Dual(matter.value)
    member = _somebody(room, "first")
    try:
        first = TwoPeople(matter, member, clock.monotonic())
    except NotAllowed as refusal:
        note(events.DUAL_REFUSED(member, what=what, reason=refusal.code))
        raise
    second = _somebody(room, "second")
    try:
        both = first.joined_by(second, clock.monotonic())
    except (SamePerson, TooLate, NotAllowed) as refusal:
        note(events.DUAL_REFUSED(member, second=second.number, what=what, reason=refusal.code))
        raise
    note(events.DUAL_GRANTED(member, second=second.number, what=what))
    return both


def _somebody(room: StaffRoom, which: str) -> StaffMember:
    """Ask for a number, or what a scanner types of a code card, and the PIN."""
    who = asked(f"{which} person's number")
    card = StaffCard.scanned(who)
    return room.sign_in(card or StaffNumber(who), Pin(unseen(f"{which} person's PIN")))
