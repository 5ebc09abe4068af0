"""The slot for social-security cards as the kiosk sees it, on any transport: waits for a card, reads it, gives it back.

    a hand's slot    wait, let it settle, power on, read, power off                         the person draws the card
    a motor's        open the mouth, wait, shut it, let it settle, power on, read, off      give back, or keep

A card that was read, or failed, counts again only after the slot was seen without it: else the next person could be shown
the record of one who forgot the card. One whose reading was torn off by the line or the deadline counts still, until it is
given back. While a card that was given back is still there, nothing is read: it is an earlier person's. What is still there
after minutes, and answers no power in a hand's slot or stays at the mouth when a motor has kept it, is no card but a contact
that sticks, or one as good as dead: the slot is out of order until it was seen empty, so that nobody else waits for it.

None of these slots has the keys of a PSAM, so no card proves anything here. Nor can any of them tell a card that is turned
round from a chip that is mute: the sensors of a motor see where a card is and not its face, and a chip that isn't reached
answers like one that is dead. Only a chip that answers nonsense, or draws too much power, is known to be reached.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from devices.deadline import Deadline
from devices.errors import (
    CardBinFull,
    CardDataInvalid,
    CardError,
    CardLeftBehind,
    CardLifted,
    CardMute,
    CardUnreadable,
    ChipWorn,
    DeviceError,
    GarbledReply,
    LinkError,
    NoReply,
    NotASocialCard,
    OperationCancelled,
    OperationTimedOut,
    SlotBlocked,
    SocialCardDataInvalid,
    SocialCardError,
    SocialCardLifted,
    SocialCardUnreadable,
)
from devices.health import Ability, Capabilities, DeviceState, LastError, Media
from devices.roles import CardMoved, Detailed, DeviceEvent, InSlot
from devices.self_test import tested
from devices.social_card.card import read_social_card
from devices.social_card.transport import CARD_BIN, CARD_STACKER
from devices.social_card.watch import EMPTY, INSIDE, THERE, CardWatch

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from devices.deadline import Time
    from devices.health import DeviceInfo, Health, SelfTest
    from devices.roles import Detail, Event, SocialCard
    from devices.social_card.transport import CardTransport

ATTEMPTS: Final = 2
"""How often one card is powered and read: a cold reset mends a contact that was bad once, and a lost frame."""

BLOCKED_SECONDS: Final = 300.0
"""How long a card may stay in a hand's slot before it is tried whether one is there at all, and again as long as one is."""

AFTERWARDS_SECONDS: Final = 0.5
"""What is given to power off and shut the mouth after an operation that is over, called off or out of time."""

_AGAIN: Final = (CardMute, CardUnreadable, NoReply, GarbledReply)


class SocialCardSlot:
    """A `SocialCardReader` on a `CardTransport`."""

    def __init__(self, transport: CardTransport, clock: Time) -> None:
        self._transport = transport
        self._clock = clock
        self._operations = 0
        self._failures = 0
        self._last_error: LastError | None = None
        self._watch = CardWatch(transport, clock)
        self._blocked_at = 0.0
        self._told = self.health()
        # Nobody's hand brought in what lies in a motor's slot before the mouth was ever opened: it is left from before.
        self._opened = not transport.moves

    @property
    def moves(self) -> bool:
        """Whether the machine moves the card itself: then it can eject and keep it."""
        return self._transport.moves

    @property
    def proves_card(self) -> bool:
        """Say no: without a PSAM a card is an identifier, not a proof."""
        return False

    def info(self) -> DeviceInfo:
        """Say who made it; from what was read at the last opening, without I/O."""
        return self._transport.info()

    def capabilities(self) -> Capabilities:
        """Say what it can do as it is fitted here, without I/O."""
        moved = frozenset({Ability.MOVES_CARDS} if self.moves else ())
        supplies = (CARD_BIN, CARD_STACKER) if self.moves else ()
        return Capabilities(self._transport.interface, moved | {Ability.ANSWERS, Ability.SEES_CARD_TAKEN}, supplies)

    def health(self) -> Health:
        """Say how it is, from what is known, without I/O: the transport's health, and what became of the cards."""
        health = self._transport.health()
        counters = replace(
            health.counters, operations=self._operations, failures=health.counters.failures + self._failures
        )
        last, own = health.last_error, self._last_error
        if last is None or (own is not None and own.at_seconds >= last.at_seconds):
            last = own
        health = replace(health, counters=counters, last_error=last)
        if not self._watch.blocked or not health.usable:
            return health
        return replace(health, media=Media.UNKNOWN).turned(DeviceState.HARDWARE_ERROR, self._blocked_at)

    def probe(self, deadline: Deadline) -> Health:
        """Ask the reader how it is. Never raises for a reader that is not well."""
        self._transport.probe(deadline)
        self._watch.notice(self._transport.health().media)
        return self.health()

    def listen(self, deadline: Deadline) -> Sequence[Event]:
        """Take in what arrives unasked for a slice; return what changed. Never raises for a lost link."""
        if self._watch.due() and self._transport.health().usable:
            # What is wrong stands in the health, and is told below.
            with contextlib.suppress(DeviceError):
                self._watch.look(deadline)
        self._transport.listen(deadline)
        self._watch.notice(self._transport.health().media)
        return self._changes()

    def reset(self, deadline: Deadline) -> None:
        """Bring the reader back to its start. Raises `DeviceError`."""
        self._transport.reset(deadline)

    def self_test(self, deadline: Deadline) -> SelfTest:
        """Reset it, ask how it is, and say what came of it. Raises `OperationCancelled`."""
        return tested(self, deadline)

    def details(self, deadline: Deadline) -> Sequence[Detail]:
        """Ask the machine round the slot for what only a technician wants to know; nothing of one that has no more to tell."""
        return self._transport.details(deadline) if isinstance(self._transport, Detailed) else ()

    def close(self) -> None:
        """Let go of the port; safe from another thread, so that a stuck order ends with `DeviceGone`."""
        self._transport.close()

    def read_card(self, deadline: Deadline, *, found: Callable[[], None]) -> SocialCard:
        """Wait for a card and read it; `found` is called once when one is in the slot, before the reading.

        A motor keeps the card until `give_back`, or gives it back itself with a `CardError`. Called off, or out of time, it
        may hold one too: whoever ends a visit gives back.
        """
        try:
            if self._watch.blocked:
                raise SlotBlocked
            with self._noted():
                left_behind = self._left_behind(deadline)
            if left_behind:  # no failure of the reader's, nor of a card that is read
                raise CardLeftBehind
            return self._wait_and_read(deadline, found)
        except CardError as error:
            raise _of_the_slot(error) from None

    def _wait_and_read(self, deadline: Deadline, found: Callable[[], None]) -> SocialCard:
        with self._noted():
            if self.moves:
                if self._watch.spent:
                    self._watch.wait_empty(deadline)
                with self._mouth_open(deadline):
                    self._watch.wait_for_card(deadline)
            else:
                self._watch.wait_for_card(deadline)
            self._operations += 1
            found()
            try:
                card = self._read(deadline)
            except CardError as error:
                # A card that was drawn is away: what is in next was put in anew.
                self._watch.spent = self.moves or not isinstance(error, CardLifted)
                self._eject_after(error, deadline)
                raise
            self._watch.spent = True
            return card

    def give_back(self, deadline: Deadline) -> None:
        """Let the person have the card: power it off, and move it to the mouth where a motor can. Raises `DeviceError`."""
        # Should the line be lost now, whatever card is there later was there before.
        self._watch.given_back(self._transport.health().media)
        with self._noted():
            self._transport.power_off(deadline)
            if self.moves:
                self._watch.spent = True
                self._transport.eject(deadline)
            self._watch.given_back(self._watch.look(deadline))

    def in_slot(self, deadline: Deadline) -> InSlot:
        """Look what the slot holds. Never raises for a reader that is not well: then nothing is known."""
        if not self.health().usable:
            return InSlot.UNKNOWN
        media = self.probe(deadline).media
        if media in THERE:
            return InSlot.LEFT_BEHIND if self._watch.left_behind else InSlot.A_CARD
        return InSlot.NOTHING if media in EMPTY else InSlot.UNKNOWN

    def wait_taken(self, deadline: Deadline) -> None:
        """Return when no card is there any more. Raises `OperationTimedOut` when it still is, and `LinkError`.

        Raises `SlotBlocked` where after minutes no chip answers in a hand's slot.
        """
        with self._noted():
            while True:
                try:
                    self._watch.wait_empty(deadline if self.moves else deadline.within(BLOCKED_SECONDS))
                except OperationTimedOut:
                    deadline.check()
                else:
                    return
                if not self._chip_answers(deadline):
                    raise self._blocked("no chip answers")

    def keep(self, deadline: Deadline) -> bool:
        """Draw a forgotten card in and keep it; False where the machine can't, or none is there. Raises `DeviceError`.

        Raises `SlotBlocked` where a card is told of as before.
        """
        with self._noted():
            if not self.moves or not self._captured(deadline):
                return False
            if self._watch.look(deadline) in THERE:
                raise self._blocked("it is drawn in, and the sensor tells of it as before")
            return True

    # -- the card

    def _read(self, deadline: Deadline) -> SocialCard:
        """Power the card, read it, and take the power off again whatever came of it."""
        attempt = 0
        while True:
            attempt += 1
            try:
                with self._powered(deadline):
                    return read_social_card(self._transport, deadline)
            except _AGAIN:
                if attempt == ATTEMPTS:
                    raise
            deadline.check()

    def _chip_answers(self, deadline: Deadline) -> bool:
        """Whether there is a chip at all, of whatever card. Raises `LinkError`, and what the deadline raises."""
        try:
            with self._powered(deadline):
                return True
        except (ChipWorn, NotASocialCard, CardLifted):
            return True
        except CardError:
            return False

    def _captured(self, deadline: Deadline) -> bool:
        """Have the motor draw the card in. One that it can't move is told once: nobody is called back to it again and again."""
        try:
            return self._transport.capture(deadline)
        except (CardBinFull, LinkError, OperationCancelled, OperationTimedOut):
            raise
        except DeviceError:
            self._blocked("it can't be drawn in")
            raise

    def _blocked(self, why: str) -> SlotBlocked:
        """Note that the slot is out of order until it was seen empty."""
        self._watch.blocked, self._blocked_at = True, self._clock.monotonic()
        return SlotBlocked(why)

    @contextlib.contextmanager
    def _powered(self, deadline: Deadline) -> Generator[None]:
        within_reach = True
        try:
            self._transport.power_on(deadline)
            yield
        except LinkError:
            # It would wait for another answer that doesn't come; the next reading begins with a cold reset anyway.
            within_reach = False
            raise
        finally:
            if within_reach:
                # The card is read, or has failed, whatever becomes of this; a trouble that stays is met by the next order.
                with contextlib.suppress(DeviceError):
                    self._transport.power_off(self._afterwards())

    def _eject_after(self, error: CardError, deadline: Deadline) -> None:
        """Give a card that failed back. Raises what is worse than a bad card: a card that doesn't come out."""
        if self.moves:
            try:
                self._transport.eject(deadline)
            except (OperationCancelled, OperationTimedOut):
                raise error from None

    def _left_behind(self, deadline: Deadline) -> bool:
        """Whether a card is there that an earlier person has left.

        A motor first lets out what was dealt with and is inside, or lay inside before anybody was here.
        """
        if self.moves and self._watch.look(deadline) in INSIDE and (self._watch.spent or not self._opened):
            self._watch.left_behind = self._watch.left_behind or not self._watch.spent
            self._watch.spent = True
            self._transport.eject(deadline)
        return self._watch.left_behind and self._watch.look(deadline) in THERE

    @contextlib.contextmanager
    def _mouth_open(self, deadline: Deadline) -> Generator[None]:
        within_reach = True
        try:
            self._transport.admit(deadline, on=True)
            self._opened = True
            yield
        except LinkError:
            within_reach = False
            raise
        finally:
            if within_reach:
                with contextlib.suppress(DeviceError):
                    self._transport.admit(self._afterwards(), on=False)

    def _afterwards(self) -> Deadline:
        return Deadline(self._clock, AFTERWARDS_SECONDS)

    # -- what is told

    def _changes(self) -> Sequence[Event]:
        before, now = self._told, self.health()
        self._told = now
        events: list[Event] = []
        if now.media is not before.media:
            events.append(CardMoved(now.media))
        if (now.state, now.supplies) != (before.state, before.supplies):
            events.append(DeviceEvent(now))
        return events

    @contextlib.contextmanager
    def _noted(self) -> Generator[None]:
        """Note an error that the transport didn't: what the card logic found wrong with a card."""
        before = self._transport.health().last_error
        try:
            yield
        except (OperationCancelled, OperationTimedOut):
            raise  # what a person or the deadline ended is no failure
        except DeviceError as error:
            last = self._transport.health().last_error
            if last is None or last is before or last.code != error.code:
                self._failures += 1
                self._last_error = LastError(error.code, error.action, error.detail, self._clock.monotonic())
            raise


def _of_the_slot(error: CardError) -> CardError:
    """Say the same of a card in the slot: whoever asked for two kinds of card must know which one is in trouble."""
    if isinstance(error, SocialCardError):
        return error
    if isinstance(error, CardLifted):
        return SocialCardLifted(error.detail)
    invalid = isinstance(error, CardDataInvalid)
    return SocialCardDataInvalid(error.detail) if invalid else SocialCardUnreadable(error.detail)
