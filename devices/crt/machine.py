"""The CRT reader behind the line: its speed found, started, started again after a power cut, asked, and its refusals named."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from devices.connection import Connection
from devices.crt import codes, orders
from devices.crt.codes import code, told
from devices.crt.exchange import RESENDS, Exchange, NotHeard
from devices.crt.frames import Bin, CardAt, Done, NotDone, Stacker
from devices.errors import CardLifted, CardUnreadable, DeviceError, GarbledReply, LinkError, NoReply
from devices.health import DeviceInfo, Media, Supply
from devices.link import Link
from devices.social_card.transport import CARD_BIN, CARD_STACKER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from devices.condition import Condition
    from devices.crt.frames import Answer, Order
    from devices.deadline import Deadline

JAM_SECONDS: Final = 0.5
"""A card that sticks is moved once more after this long before it is called a jam."""

OpenAt = Callable[[int], Link]
"""Opens the line at a speed; raises `DeviceGone` if it isn't there."""

_THE_CARDS: Final = (codes.NOT_NOW, codes.NOT_ACTIVE, codes.MISPLACED, codes.NOT_TO_CONTACTS)
_STUCK: Final = (codes.JAM, codes.MISPLACED, codes.NOT_TO_CONTACTS)


class Machine:
    """One CRT reader. Used by its lane; only `connection.close` by others."""

    def __init__(self, open_at: OpenAt, condition: Condition, speeds: Sequence[int]) -> None:
        self._open_at = open_at
        self._speeds = list(speeds)
        """The one to try first stands in front."""
        self._speed_known = self._identified = False
        self._condition = condition
        self._exchange = Exchange()
        self.connection = Connection(condition, self._exchange, self.begin)
        self.info = DeviceInfo()
        self.start_with = orders.INIT_LEAVE
        self.mouth_open = False
        """Whether it shall draw cards in."""
        self._mouth_told: bool | None = None
        """What it was last told of that; None: it may not have heard."""
        self.at_contacts = False
        """Whether the card inside was brought to the contacts."""
        self.looked_at = float("-inf")
        """When it was last asked where the card is."""

    def listen(self, deadline: Deadline) -> None:
        """Spend a slice with an ear on the line. Raises `DeviceGone`."""
        self._exchange.listen(deadline)

    def begin(self, deadline: Deadline) -> None:
        """Find the reader's speed if the line isn't open, start it, and look where a card is."""
        if self._exchange.is_open:
            self._start_again(deadline)
        else:
            self._identified = False
            self._find_speed(deadline)
        if not self._identified:
            self._identify(deadline)
        self.look(deadline)

    def _find_speed(self, deadline: Deadline) -> None:
        """Open the line and start the reader at the first speed it hears at.

        A reader that was heard before is called at its speed twice and at one other: it is most often only unplugged.
        """
        tries = [(speed, 0) for speed in self._speeds]
        if self._speed_known:
            tries = [(self._speeds[0], 1), *tries[1:2]]
        for speed, resends in tries:
            self._exchange.open(partial(self._open_at, speed))
            try:
                self._start(deadline, resends)
            except NotHeard:
                self._exchange.close()
                continue
            except DeviceError as error:
                if self._exchange.heard:
                    self._found(speed)  # only its answer isn't there yet, or was damaged, or is a refusal
                    raise
                self._exchange.close()
                if not isinstance(error, GarbledReply):
                    raise
                continue
            self._found(speed)
            return
        self._exchange.close()
        self._speeds.append(self._speeds.pop(1 % len(self._speeds)))
        raise NoReply("no reader at any speed")

    def _start_again(self, deadline: Deadline) -> None:
        """Start a reader whose line is open. What was taken for its answer at this speed may have been noise."""
        try:
            self._start(deadline)
        except NotHeard:
            self._exchange.close()
            self._speed_known = False
            raise

    def _found(self, speed: int) -> None:
        self._speed_known = True
        self._speeds.remove(speed)
        self._speeds.insert(0, speed)

    def _start(self, deadline: Deadline, resends: int = RESENDS) -> None:
        """Start the reader, leaving a card where it is, and set its mouth as it was."""
        self.at_contacts = False
        answer = self._send(self.start_with, deadline, resends)
        if isinstance(answer, NotDone):
            raise self.refusal(answer, None, deadline)
        self.info = replace(self.info, model="CRT", firmware=_text(answer.data) or self.info.firmware)
        self._mouth_told = None
        self._set_mouth(self._send(self._mouth, deadline), deadline)

    def admit(self, deadline: Deadline) -> None:
        """Open or shut its mouth, as `mouth_open` says."""
        self._set_mouth(self.ask(self._mouth, deadline), deadline)

    def _set_mouth(self, answer: Answer, deadline: Deadline) -> None:
        if isinstance(answer, NotDone):
            raise self.refusal(answer, None, deadline)
        self._mouth_told = self.mouth_open

    def _identify(self, deadline: Deadline) -> None:
        """Ask who it is; a reader that won't say is as good."""
        self._identified = True
        with contextlib.suppress(NoReply, GarbledReply):
            answer = self._send(orders.SERIAL, deadline)
            self.info = replace(self.info, serial=_text(answer.data) if isinstance(answer, Done) else "")
            for order in (orders.VERSION, orders.VERSION_BY_OTHERS):
                if not self.info.firmware and isinstance(answer := self._send(order, deadline), Done):
                    self.info = replace(self.info, firmware=_text(answer.data))

    @property
    def _mouth(self) -> Order:
        return orders.ENTRY_ON if self.mouth_open else orders.ENTRY_OFF

    def look(self, deadline: Deadline) -> Done:
        """Ask where the card is, and how the bin; a mouth that was not set because time was over is set now."""
        if self._mouth_told is not self.mouth_open:
            self.admit(deadline)
        answer = self.ask(orders.STATUS, deadline)
        self.looked_at = deadline.clock.monotonic()
        if isinstance(answer, NotDone):
            raise self.refusal(answer, None, deadline)
        return answer

    def move(self, order: Order, deadline: Deadline) -> Answer:
        """Move the card; one that sticks, or seems to, once more."""
        answer = self.ask(order, deadline)
        if isinstance(answer, NotDone) and answer.error in _STUCK:
            deadline.pause(JAM_SECONDS)
            answer = self.ask(order, deadline)
        return answer

    def ask(self, order: Order, deadline: Deadline) -> Answer:
        """Send an order; a reader that lost its power meanwhile is started first."""
        answer = self._send(order, deadline)
        if isinstance(answer, NotDone) and answer.error == codes.NOT_STARTED:
            self._start(deadline)
            if order.cm == orders.POWER_OFF.cm and order.data and order.pm != orders.COLD_RESET_5V.pm:
                raise CardUnreadable("the reader lost its power, and the card with it")
            answer = self._send(order, deadline)
        return answer

    def _send(self, order: Order, deadline: Deadline, resends: int = RESENDS) -> Answer:
        damaged = self._exchange.damaged
        try:
            answer = self._exchange.ask(order, deadline, resends=resends)
        except LinkError:
            damaged += 1  # the order's own ending counts it
            raise
        finally:
            self._condition.count(communication_errors=max(0, self._exchange.damaged - damaged))
        self._condition.answered()
        if isinstance(answer, Done):
            self.note(answer)
        return answer

    def note(self, answer: Done) -> None:
        """Keep what an answer says of the card, the stacker and the bin."""
        card = answer.card
        self.at_contacts = self.at_contacts and card is CardAt.INSIDE
        inside = Media.LATCHED if self.at_contacts else Media.PRESENT
        places = {CardAt.NOWHERE: Media.NOT_PRESENT, CardAt.GATE: Media.ENTERING, CardAt.INSIDE: inside}
        self._condition.media(Media.UNKNOWN if card is None else places[card])
        kept = {Bin.ROOM: Supply.LOW, Bin.FULL: Supply.FULL}
        self._condition.supply(CARD_BIN, Supply.UNKNOWN if answer.bin is None else kept[answer.bin])
        if answer.stacker in (Stacker.FEW, Stacker.ENOUGH):
            self._condition.supply(CARD_STACKER, Supply.LOW if answer.stacker is Stacker.FEW else Supply.FULL)

    def refusal(self, answer: NotDone, trouble: type[DeviceError] | None, deadline: Deadline) -> DeviceError:
        """Return what a refusal means.

        `trouble` is what it is called where the card is the likeliest reason and the code tells no more: mute when it
        was powered, unreadable when it was spoken to, stuck when it was moved. None: the order had nothing to do with a card.
        """
        entry = code(answer.error)
        error = entry.error
        if trouble is not None:
            if answer.error == codes.NOT_NOW and self.look(deadline).card is CardAt.NOWHERE:
                error = CardLifted
            elif answer.error not in codes.CODES or answer.error in _THE_CARDS:
                error = trouble
        refused = error(told(answer.error))
        if error is entry.error:
            self.connection.advise(refused, entry.action)
        return refused


def _text(data: bytes) -> str:
    """Read what a reader says of itself."""
    return "".join(chr(b) for b in data if 0x20 < b < 0x7F)  # noqa: PLR2004 - printable ASCII
