"""The plug-in point for a vendor's reader library (SSCardDriver), for halls whose readers hold a PSAM or reach an HSM.

It is an extension point and not a finished driver: the interface is standardised and closed, and was tried against libraries
of our own only. In kiosk.toml:

    make = "sscard_driver"
    library = "/opt/vendor/libSSCardDriver.so"
    interface = "auto"          # contact, contactless, auto (contact first), auto-contactless
    convention = "cdecl"        # stdcall for most Windows libraries
    command = []                # another Python's words to run devices/vendor_card/child.py, for a library of 32 bits

Not done: the reading in two steps over an HSM (`iReadCardBas_HSM_Step1`, `_Step2`), whose server is the hall's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from devices.condition import Condition
from devices.connection import Connection
from devices.errors import CardError, CardLeftBehind, CardMute, DeviceError, SlotBlocked
from devices.health import Ability, Capabilities, DeviceInfo, DeviceState, Health, Media, SelfTest
from devices.roles import CardMoved, DeviceEvent, InSlot
from devices.self_test import tested
from devices.setting import Setting, Written, only
from devices.social_card.reader import BLOCKED_SECONDS
from devices.vendor_card.frames import DONE, NO_CARD, action, read_answer, refusal
from devices.vendor_card.process import Process, child_command

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.calls import Tell
    from devices.deadline import Deadline, Time
    from devices.roles import Event, SocialCard
    from devices.vendor_card.process import Answer

POLL_SECONDS: Final = 0.5
"""Between two readings while no card is there: the library has no other way to ask."""

INTERFACES: Final[Mapping[str, int]] = {"contact": 1, "contactless": 2, "auto": 3, "auto-contactless": 4}
CONVENTIONS: Final = ("cdecl", "stdcall")
SETTINGS: Final = (
    Setting("library", Written.TEXT, "The vendor's library, with its path.", None, '"/opt/vendor/libSSCardDriver.so"'),
    Setting("interface", Written.TEXT, f"Where the card is read: {', '.join(INTERFACES)}.", '"auto"'),
    Setting("convention", Written.TEXT, "How it is called: cdecl, or stdcall as most of Windows are.", '"cdecl"'),
    Setting("command", Written.LIST, "Another Python's words to run child.py, for a library of 32 bits.", "[]"),
)


def reader(settings: Mapping[str, object], clock: Time, tell: Tell | None = None) -> VendorCardReader:
    """Make the reader from its table in kiosk.toml; its calls are told where `tell` is.

    Raises `ValueError` naming a setting that is missing or wrong.
    """
    only(settings, SETTINGS)
    library = settings.get("library")
    if not isinstance(library, str) or not library:
        raise ValueError("library: the path of the vendor's library is missing")
    interface = settings.get("interface", "auto")
    if not isinstance(interface, str) or interface not in INTERFACES:
        raise ValueError(f"interface: not one of {', '.join(INTERFACES)}")
    convention = settings.get("convention", CONVENTIONS[0])
    if not isinstance(convention, str) or convention not in CONVENTIONS:
        raise ValueError(f"convention: not one of {', '.join(CONVENTIONS)}")
    given = settings.get("command", [])
    if not isinstance(given, list):
        raise ValueError("command: not a list of words")  # noqa: TRY004 - a wrong setting, whatever its type
    given = cast("list[object]", given)
    words = [word for word in given if isinstance(word, str)]
    if words != given:
        raise ValueError("command: not a list of words")
    return VendorCardReader([*(words or child_command()), library, convention], INTERFACES[interface], clock, tell)


def _recorded(command: Sequence[str], clock: Time, tell: Tell) -> Process:
    from devices.vendor_card.recorded import RecordedProcess  # noqa: PLC0415 - hardly ever is anything recorded

    return RecordedProcess(command, clock, tell)


class VendorCardReader:
    """A `SocialCardReader` on a vendor's library."""

    def __init__(self, command: Sequence[str], interface: int, clock: Time, tell: Tell | None = None) -> None:
        self._interface = interface
        self._condition = Condition(clock)
        self._process = Process(command, clock) if tell is None else _recorded(command, clock, tell)
        self._connection = Connection(self._condition, self._process, self._begin)
        self._spent = False
        """Whether the card that may be in was dealt with: it counts again only after none was there."""
        self._left_behind = False
        """Whether it was given back, and none was seen to be there since."""
        self._blocked = False
        """Whether it told of a card for minutes that never answered: a contact sticks, or the card is as good as dead."""
        self._told = self.health()

    @property
    def moves(self) -> bool:
        """The library moves no card."""
        return False

    @property
    def proves_card(self) -> None:
        """Say that it isn't known: a library with a PSAM has cards prove themselves, and doesn't tell whether it has one."""

    def info(self) -> DeviceInfo:
        """Say what is known: the library tells nothing of the reader without a card."""
        return DeviceInfo(model="SSCardDriver")

    def capabilities(self) -> Capabilities:
        """Say what it can do as it is fitted here, without I/O."""
        return Capabilities("library", frozenset({Ability.ANSWERS}))

    def health(self) -> Health:
        """Say how it is, from what is known, without I/O."""
        return self._condition.health

    def probe(self, deadline: Deadline) -> Health:
        """See that the library's process lives. Only a reader that isn't known to be well is asked, for that reads a card."""
        return self._connection.probe(deadline, self._ask_if_unwell)

    def listen(self, deadline: Deadline) -> Sequence[Event]:
        """Let the time pass, and notice a process that ended. Never raises."""
        deadline.rest()
        try:
            self._process.check()
        except DeviceError as error:
            self._connection.failed(error)
        before, now = self._told, self.health()
        self._told = now
        events: list[Event] = []
        if now.media is not before.media:
            events.append(CardMoved(now.media))
        if now.state is not before.state:
            events.append(DeviceEvent(now))
        return events

    def reset(self, deadline: Deadline) -> None:
        """Start the library's process anew. Raises `DeviceError`."""
        self._process.close()
        with self._connection.order(deadline):
            pass  # connecting is all

    def self_test(self, deadline: Deadline) -> SelfTest:
        """Reset it, ask how it is, and say what came of it. Raises `OperationCancelled`."""
        return tested(self, deadline)

    def close(self) -> None:
        """End the library's process; safe from another thread."""
        self._connection.close()

    def read_card(self, deadline: Deadline, *, found: Callable[[], None]) -> SocialCard:
        """Wait for a card and read it. The library finds and reads in one, so `found` is called when it is read already."""
        while True:
            deadline.check()
            with self._connection.order(deadline):
                answer = self._ask(deadline)
                if answer is not None and not self._spent:
                    return self._card(answer, found)
            if self._left_behind:  # no failure of the reader's
                raise CardLeftBehind
            deadline.pause(POLL_SECONDS)

    def give_back(self, deadline: Deadline) -> None:  # noqa: ARG002 - what the contract hands over
        """Note that a card which is in is to be taken: the library powers it off itself, and moves none."""
        self._left_behind = self.health().media is Media.PRESENT
        self._spent = self._spent or self._left_behind

    def in_slot(self, deadline: Deadline) -> InSlot:  # noqa: ARG002 - what the contract hands over
        """Say what was seen last: asking anew would read the card."""
        media = self.health().media
        if media is Media.PRESENT:
            return InSlot.LEFT_BEHIND if self._left_behind else InSlot.A_CARD
        return InSlot.NOTHING if media is Media.NOT_PRESENT else InSlot.UNKNOWN

    def wait_taken(self, deadline: Deadline) -> None:
        """Return when no card is there any more. Raises `OperationTimedOut` when it still is, and `LinkError`.

        Raises `SlotBlocked` where after minutes no chip answers.
        """
        until = deadline.clock.monotonic() + BLOCKED_SECONDS
        while True:
            deadline.check()
            with self._connection.order(deadline):
                if (answer := self._ask(deadline)) is None:
                    return
                self._blocked = _is_mute(answer) and deadline.clock.monotonic() >= until
                if self._blocked:
                    raise SlotBlocked("no chip answers")
            deadline.pause(POLL_SECONDS)

    def keep(self, deadline: Deadline) -> bool:  # noqa: ARG002 - what the contract hands over
        """Nothing: the library moves no card."""
        return False

    def _begin(self, deadline: Deadline) -> None:
        """Start the library and ask once: one that loads and then crashes, or has no reader, is not well."""
        self._process.open(deadline)
        self._ask(deadline)

    def _ask(self, deadline: Deadline) -> Answer | None:
        """Have the library read; None where no card is. Raises for a reader that has a trouble of its own."""
        answer = self._process.read(self._interface, deadline)
        if answer.result == NO_CARD:
            self._spent = self._left_behind = self._blocked = False
            self._condition.media(Media.NOT_PRESENT)
            return None
        if self._blocked and _is_mute(answer):
            raise SlotBlocked("no chip answers")
        if answer.result != DONE and not isinstance(error := refusal(answer.result), CardError):
            raise error
        self._condition.media(Media.PRESENT)
        return answer

    def _ask_if_unwell(self, deadline: Deadline) -> None:
        if self.health().state is not DeviceState.ONLINE or self.health().media is Media.UNKNOWN:
            self._ask(deadline)

    def _card(self, answer: Answer, found: Callable[[], None]) -> SocialCard:
        self._condition.count(operations=1)
        self._spent = True
        found()
        if answer.result != DONE:
            error = refusal(answer.result)
            if (advice := action(error)) is not None:
                self._connection.advise(error, advice)
            raise error
        return read_answer(answer.text)


def _is_mute(answer: Answer) -> bool:
    """Whether a card is said to be there and doesn't answer."""
    return answer.result != DONE and isinstance(refusal(answer.result), CardMute)
