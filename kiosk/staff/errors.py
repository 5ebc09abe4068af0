"""Why somebody is not signed in, or what they asked for is not done. Each has a code for the audit and says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from kiosk.core.pin import Weakness


class StaffRefused(Exception):
    """Nothing was done. `code` is what the audit notes."""

    code: ClassVar[str]


class WrongPin(StaffRefused):
    """The PIN was wrong. `left` tries remain before the member is locked; the next may be made in `seconds` (0: at once)."""

    code = "wrong-pin"

    def __init__(self, left: int, seconds: float) -> None:
        super().__init__(f"the PIN is not right: {left} tries left, the next in {seconds:.0f} s")
        self.left = left
        self.seconds = seconds


class Locked(StaffRefused):
    """No PIN was looked at: too many were wrong before. The next try may be made in `seconds`."""

    code = "wait"

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many wrong PINs: wait {seconds:.0f} s")
        self.seconds = seconds


class LockedForGood(StaffRefused):
    """Ten PINs were wrong: only a second person who may unlock lets them in again."""

    code = "locked"

    def __init__(self) -> None:
        super().__init__("locked after ten wrong PINs: an administrator has to unlock this number")


class UnknownStaff(StaffRefused):
    """Nobody on the roll has this card or number. The next try by somebody unknown may be made in `seconds` (0: at once)."""

    code = "unknown"

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__("nobody on the roll has this card or number")
        self.seconds = seconds


class CardNeeded(StaffRefused):
    """Here a typed number is not enough."""

    code = "card-needed"

    def __init__(self) -> None:
        super().__init__("put the staff card: a typed number is not enough here")


class MustChange(StaffRefused):
    """The PIN is right, but was given by somebody else: choose one's own with `change_pin`."""

    code = "must-change"

    def __init__(self) -> None:
        super().__init__("this PIN was given by somebody else: choose your own")


class PinTooOld(StaffRefused):
    """The PIN is right, but has grown too old: choose another with `change_pin`."""

    code = "pin-too-old"

    def __init__(self, days: int) -> None:
        super().__init__(f"this PIN is {days} days old: choose another")
        self.days = days


class WeakPin(StaffRefused):
    """The new PIN is one of those that are guessed first, or was used before."""

    code = "weak-pin"

    def __init__(self, weakness: Weakness) -> None:
        super().__init__(f"choose another PIN: {weakness}")
        self.weakness = weakness


class NobodyYet(StaffRefused):
    """There is no administrator yet: make the first one with `first_administrator`."""

    code = "nobody-yet"

    def __init__(self) -> None:
        super().__init__("the roll is empty: make the first administrator")


class SomebodyAlready(StaffRefused):
    """The roll has its first administrator; they add everybody else."""

    code = "somebody-already"

    def __init__(self) -> None:
        super().__init__("there is an administrator already: they add everybody else")


class NoSetupCode(StaffRefused):
    """There is no setup code, or it was wrong ten times: `yiban staff code` makes a new one."""

    code = "no-setup-code"

    def __init__(self) -> None:
        super().__init__("no setup code holds: make one with `yiban staff code`")


class WrongSetupCode(StaffRefused):
    """The setup code was wrong. `left` tries remain before it is void; the next may be made in `seconds` (0: at once)."""

    code = "wrong-setup-code"

    def __init__(self, left: int, seconds: float) -> None:
        super().__init__(f"the setup code is not right: {left} tries left, the next in {seconds:.0f} s")
        self.left = left
        self.seconds = seconds


class NotAllowed(StaffRefused):
    """Who asks may not do this."""

    code = "not-allowed"

    def __init__(self) -> None:
        super().__init__("this is not theirs to do: ask an administrator")


class SamePerson(StaffRefused):
    """It takes a second person."""

    code = "same-person"

    def __init__(self) -> None:
        super().__init__("this takes a second person")


class NotYours(StaffRefused):
    """The card is somebody else's, or nobody's: only one's own card changes one's own PIN."""

    code = "not-yours"

    def __init__(self) -> None:
        super().__init__("this card is not yours: put your own")


class TooLate(StaffRefused):
    """The second person came after the first one's time was over: both begin again."""

    code = "too-late"

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the second person came {seconds:.0f} s after the first: begin again")
        self.seconds = seconds


class NumberTaken(StaffRefused):
    """Somebody has this number or once had it; numbers are never given to another."""

    code = "number-taken"

    def __init__(self) -> None:
        super().__init__("somebody has or had this staff number: choose another")


class CardTaken(StaffRefused):
    """The card belongs to somebody already."""

    code = "card-taken"

    def __init__(self) -> None:
        super().__init__("this card belongs to somebody on the roll")


class NoSuchStaff(StaffRefused):
    """Nobody with this number works here."""

    code = "no-such-staff"

    def __init__(self) -> None:
        super().__init__("nobody with this staff number works here")


class LastAdministrator(StaffRefused):
    """Nobody would be left to look after the roll."""

    code = "last-administrator"

    def __init__(self) -> None:
        super().__init__("this is the last administrator: add another one first")
