"""`yiban staff`: who may sign in at this terminal. For who may use the terminal's key, so for root on a machine in a hall."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk import settings
from kiosk.audit.alone import LogInUse
from kiosk.cli.audited import audited, staff_room_noting
from kiosk.cli.keyboard import unseen
from kiosk.core.clock import SystemClock
from kiosk.core.keys import KeyUnavailable
from kiosk.core.pin import Pin
from kiosk.core.record import RecordError
from kiosk.core.staff import CardKind, StaffCard, StaffNumber, StaffRole
from kiosk.ledger.file import LedgerInUse
from kiosk.staff.errors import StaffRefused
from kiosk.staff.roster import MACHINE
from kiosk.staff.secrets import new_code_card
from kiosk.statement.staff_card import staff_card
from kiosk.wiring import staff_room

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from kiosk.core.config import Config
    from kiosk.staff.room import StaffRoom
    from kiosk.staff.roster import Listed

_RUNNING: Final = "the terminal is running and has the roll open: stop it (systemctl stop yiban), or use its own screen"
_TYPED: Final = "-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--config", type=Path, default=argparse.SUPPRESS, help="the terminal's kiosk.toml")
    deeds = parser.add_subparsers(dest="deed", metavar="DEED", required=True)
    add = deeds.add_parser("add", help="put somebody on the roll and show their first PIN once")
    _whom(add)
    add.add_argument("role", choices=[role.value for role in StaffRole], help="what they are appointed to")
    add.add_argument("--may-unlock", action="store_true", help="they may unlock others without being an administrator")
    _pin(add)
    _cards(add)
    deeds.add_parser("list", help="show the roll")
    reset = deeds.add_parser("reset", help="unlock somebody and show their next PIN once")
    _whom(reset)
    _pin(reset)
    unlock = deeds.add_parser("unlock", help="let somebody try their PIN again")
    _whom(unlock)
    card = deeds.add_parser("card", help="give somebody a card in the place of their earlier one of its kind")
    _whom(card)
    card.add_argument("--forget", action="store_true", help="first forget all their cards, as when one is lost")
    _cards(card)
    remove = deeds.add_parser("remove", help="take somebody off; their number is never given again")
    _whom(remove)
    deeds.add_parser("code", help="make the code that lets the first administrator in at the screen")


def _whom(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", help="their staff number, three to eight digits")


def _pin(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pin", choices=[_TYPED], help="they type their own PIN here, unseen, in place of a random one"
    )


def _cards(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--code-card", type=Path, metavar="PDF", help="make a code card, to be printed from this file")
    parser.add_argument("--id-card", action="store_true", help="their ID card: its number is typed here, unseen")
    parser.add_argument("--social-card", action="store_true", help="their social-security card: its number likewise")


def run(args: argparse.Namespace) -> int:
    """Do it, with an audit of it; return 0, or 1 if it is refused."""
    try:
        config = settings.read(args.config)
        deed = _DEEDS[args.deed](args)
        if args.deed == "list":
            with closing(staff_room(config, SystemClock())) as room:
                deed(room)
        else:
            with audited_room(config) as room:
                deed(room)
    except (LedgerInUse, LogInUse):
        print(f"yiban: {_RUNNING}", file=sys.stderr)
    except (StaffRefused, KeyUnavailable, RecordError, settings.SettingsError, ValueError, OSError) as error:
        print(f"yiban: {error}", file=sys.stderr)
    else:
        return 0
    return 1


@contextmanager
def audited_room(config: Config) -> Generator[StaffRoom]:
    """Open the staff's room so that what is done in it at this command line stands in the terminal's audit.

    Raises what `open_audit` and `staff_room` raise, and does nothing then: the terminal must not be running.
    """
    with audited(config) as write, staff_room_noting(config, write) as room:
        yield room


def told_setup_code(code: Pin) -> str:
    """Say what the setup code is and what it is for."""
    digits = code.reveal()
    return (
        f"setup code     {digits[:4]} {digits[4:8]} {digits[8:]}: at the screen it makes the first administrator, once"
    )


# Each asks for what is typed before the roll is opened, so that nobody waits for it meanwhile.


def _add(args: argparse.Namespace) -> Callable[[StaffRoom], None]:
    number, role, pin, cards = StaffNumber(args.number), StaffRole(args.role), _typed_pin(args), _asked_cards(args)

    def deed(room: StaffRoom) -> None:
        with_code = _written(args.code_card, number)
        try:
            given = [*cards, *([with_code] if with_code else [])]
            first = room.add(MACHINE, number, role, cards=given, pin=pin, may_unlock=args.may_unlock)
        except BaseException:
            if with_code:
                args.code_card.unlink()
            raise
        _told(args, number, first, own=pin is not None)

    return deed


def _reset(args: argparse.Namespace) -> Callable[[StaffRoom], None]:
    number, pin = StaffNumber(args.number), _typed_pin(args)

    def deed(room: StaffRoom) -> None:
        _told(args, number, room.reset(MACHINE, number, pin), own=pin is not None)

    return deed


def _card(args: argparse.Namespace) -> Callable[[StaffRoom], None]:
    number, cards = StaffNumber(args.number), _asked_cards(args)
    if not (cards or args.code_card or args.forget):
        raise ValueError("say which card: --code-card PDF, --id-card, --social-card, or --forget")

    def deed(room: StaffRoom) -> None:
        if args.forget:
            room.take_cards(MACHINE, number)
        for card in cards:
            room.give_card(MACHINE, number, card)
        code = _written(args.code_card, number)
        if code is not None:
            try:
                room.give_card(MACHINE, number, code)
            except BaseException:
                args.code_card.unlink()
                raise
        _told(args, number)

    return deed


def _unlock(args: argparse.Namespace) -> Callable[[StaffRoom], None]:
    number = StaffNumber(args.number)

    def deed(room: StaffRoom) -> None:
        room.unlock(MACHINE, number)
        _told(args, number)

    return deed


def _remove(args: argparse.Namespace) -> Callable[[StaffRoom], None]:
    number = StaffNumber(args.number)

    def deed(room: StaffRoom) -> None:
        room.remove(MACHINE, number)
        _told(args, number)

    return deed


def _list(_args: argparse.Namespace) -> Callable[[StaffRoom], None]:
    def deed(room: StaffRoom) -> None:
        for each in room.everybody():
            print(_line(each))
        if room.is_empty:
            print("nobody yet: yiban staff add NUMBER administrator")

    return deed


def _code(_args: argparse.Namespace) -> Callable[[StaffRoom], None]:
    return lambda room: print(told_setup_code(room.make_setup_code()))


_DEEDS: Final[dict[str, Callable[[argparse.Namespace], Callable[[StaffRoom], None]]]] = {
    "add": _add,
    "list": _list,
    "reset": _reset,
    "unlock": _unlock,
    "card": _card,
    "remove": _remove,
    "code": _code,
}


def _told(args: argparse.Namespace, number: StaffNumber, pin: Pin | None = None, *, own: bool = False) -> None:
    done = {"add": "added", "reset": "reset", "unlock": "unlocked", "card": "cards noted", "remove": "removed"}
    print(f"{number} {done[args.deed]}")
    if pin is not None and not own:
        print(f"PIN {pin.reveal()}: shown this once, and changed at the first sign-in")
    if getattr(args, "code_card", None):
        print(f"code card in {args.code_card}: print it, then delete the file; whoever has it has the card")


def _line(each: Listed) -> str:
    marks = (
        ("removed", each.removed_at is not None),
        ("locked", each.locked and each.removed_at is None),
        (f"{each.wrong} wrong PINs", bool(each.wrong) and not each.locked),
        ("PIN to be changed", each.must_change and each.removed_at is None),
        ("may unlock", each.may_unlock),
    )
    words = [f"{each.number!s:8}", f"{each.role:13}", f"since {each.made_at:%Y-%m-%d}", *each.cards]
    return "  ".join([*words, *(mark for mark, is_so in marks if is_so)])


def _typed_pin(args: argparse.Namespace) -> Pin | None:
    if args.pin is None:
        return None
    pin = Pin(unseen("PIN"))
    if pin != Pin(unseen("PIN again")):
        raise ValueError("the two PINs are not the same")
    return pin


def _asked_cards(args: argparse.Namespace) -> list[StaffCard]:
    cards: list[StaffCard] = []
    if args.id_card:
        cards.append(StaffCard(CardKind.ID_CARD, unseen("number of the ID card")))
    if args.social_card:
        cards.append(StaffCard(CardKind.SOCIAL_CARD, unseen("number of the social-security card")))
    return cards


def _written(path: Path | None, number: StaffNumber) -> StaffCard | None:
    """Make a code card and write its PDF for this account only. Raises `FileExistsError` rather than replace a file."""
    if path is None:
        return None
    card = new_code_card()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(staff_card(card, number))
    return card
