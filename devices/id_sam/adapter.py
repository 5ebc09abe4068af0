"""The reader of identity cards as the kiosk sees it: finds a card, reads it, and tells typed what went wrong.

    find every 0.35 s    80: wait    9F: select
    select               81: the card moved    90: read
    read                 90: parse, and ask for the address that was appended when its holder moved

After a success or a failure the card must be lifted and put again: until then "find" answers as if none were there, so
nothing here can say that a card was taken away.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NoReturn

from devices.condition import MISSES, Condition
from devices.errors import (
    CardDataInvalid,
    CardLifted,
    CardUnreadable,
    DeviceError,
    GarbledReply,
    LinkError,
    NoReply,
    OperationTimedOut,
    ProtocolFault,
)
from devices.finding import link_opener
from devices.health import Ability, Capabilities, DeviceInfo, Health, Media, SelfTest
from devices.id_sam import frames
from devices.id_sam.asking import question
from devices.id_sam.codes import Outcome, code
from devices.id_sam.document import moved, read_document
from devices.id_sam.exchange import APPENDED_SECONDS
from devices.id_sam.frames import Answer, CardBlocks
from devices.id_sam.module import Module
from devices.id_sam.speeds import SPEEDS
from devices.link import LineSettings, OpenLink, OpenPort, serial_opener
from devices.ports import AUTO
from devices.roles import DeviceEvent, DocumentKind, IdCard
from devices.self_test import tested
from devices.setting import line_settings, only

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.deadline import Deadline, Time

POLL_SECONDS: Final = 0.35
"""Between two finds; readers ask for more than 0.3 s."""

DEBOUNCE_SECONDS: Final = 2.0
"""Some readers find a card again that was read and still lies (unconfirmed; most answer as if none were there). With one that
was seen doing so, a card counts again only after it was not found, or not asked for, this long."""

SAME_HAND_SECONDS: Final = 30.0
"""A second "lifted" within this time may be a card that lies still and can't be read: it is called unreadable."""

ATTEMPTS: Final = 3
"""How often one card is selected and read while it keeps being found."""

WITH_ADDRESS: Final = (DocumentKind.RESIDENT, DocumentKind.HMT_RESIDENCE)

LINE: Final = LineSettings(baud=SPEEDS[0])
"""8 data bits, no parity, 1 stop bit, no flow control."""


SETTINGS: Final = line_settings(LINE)


def reader(settings: Mapping[str, object], clock: Time, open_port: OpenPort = serial_opener) -> SamIdReader:
    """Make the reader from its table in kiosk.toml: `port`, and `baud` if it isn't 115200, which is asked for first."""
    only(settings, SETTINGS)
    opener, line = link_opener(settings, LINE, question, clock, open_port)
    address = settings["port"]
    # A line over TCP has no speed of its own, and one that is looked for is found at its speed.
    speeds = () if not isinstance(address, str) or address == AUTO or "://" in address else SPEEDS
    others = [open_port(str(address), replace(line, baud=baud)) for baud in speeds if baud != line.baud]
    return SamIdReader(opener, clock, at_other_speeds=others)


class SamIdReader:
    """An `IdCardReader` with a SAM_V or SAM_A module. `at_other_speeds` open the same port, in the order they are tried."""

    def __init__(self, open_link: OpenLink, clock: Time, *, at_other_speeds: Sequence[OpenLink] = ()) -> None:
        self._clock = clock
        self._condition = Condition(clock)
        self._module = Module((open_link, *at_other_speeds), self._condition, self._begun)
        self._same_card_until = clock.monotonic()
        self._lifted_at: float | None = None
        self._begun()

    def info(self) -> DeviceInfo:
        """Say who made it; from what was read at the last opening, without I/O."""
        return self._module.info

    def capabilities(self) -> Capabilities:
        """Say what it can do as it is fitted here, without I/O."""
        return Capabilities("serial", frozenset({Ability.ANSWERS}))

    def health(self) -> Health:
        """Say how it is, from what is known, without I/O."""
        return self._condition.health

    def probe(self, deadline: Deadline) -> Health:
        """Ask the module how it is. While a lost reader is not to be tried again yet, say what is known."""
        return self._module.probe(deadline)

    def listen(self, deadline: Deadline) -> Sequence[DeviceEvent]:
        """Notice a pulled cable; a reader never speaks unasked."""
        before = self.health().state
        self._module.connection.listen(deadline, self._module.listen)
        return () if self.health().state is before else (DeviceEvent(self.health()),)

    def reset(self, deadline: Deadline) -> None:
        """Reset the security module and wait for its self-test. Raises `DeviceError`."""
        with self._module.connection.order(deadline):
            self._module.reset(deadline)
            self._module.check(deadline)

    def self_test(self, deadline: Deadline) -> SelfTest:
        """Reset it, ask how it is, and say what came of it. Raises `OperationCancelled`."""
        return tested(self, deadline)

    def close(self) -> None:
        """Let go of the port; safe from another thread, so that a stuck order ends with `DeviceGone`."""
        self._module.connection.close()

    def read_card(self, deadline: Deadline, *, found: Callable[[], None]) -> IdCard:
        """Wait for a card and read it. `found` is called once, when one is seen."""
        self._misses = 0
        with self._module.connection.order(deadline):
            while not self._find(deadline):
                self._rest(deadline)
            found()
            self._condition.count(operations=1)
            return self._read(deadline)

    def _begun(self) -> None:
        """It may be another reader, and what lies on it is not known."""
        self._misses = 0
        self._card_may_lie = False
        self._restless: bool | None = None
        self._unappended = 0

    def _rest(self, deadline: Deadline) -> None:
        """Let the time between two finds pass, with an ear on the line: a pulled cable is noticed at once."""
        until = self._clock.monotonic() + POLL_SECONDS
        while (left := until - self._clock.monotonic()) > 0:
            deadline.check()
            self._module.listen(deadline.within(left))
        deadline.check()

    # -- the card

    def _find(self, deadline: Deadline) -> bool:
        """Whether there is a card that has not been read yet."""
        try:
            answer = self._module.ask(frames.FIND, deadline)
        except (NoReply, GarbledReply) as error:
            self._module.missed(error)
            self._module.check(deadline)
            self._misses += 1
            if self._misses >= MISSES:
                raise ProtocolFault("the module is well, and never answers whether there is a card") from error
            return False
        now = self._clock.monotonic()
        if answer.sw3 == _NONE_FOUND:
            self._misses, self._same_card_until = 0, now
            self._condition.media(Media.UNKNOWN if self._card_may_lie else Media.NOT_PRESENT)
            return False
        refused = code(answer.sw3).outcome is Outcome.REFUSED
        if answer.sw3 != _FOUND and not refused:
            self._misses += 1
            if self._misses >= MISSES:
                self._module.refuse(ProtocolFault, answer)
            return False
        self._misses = 0
        self._condition.media(Media.PRESENT)
        if now < self._same_card_until:
            self._same_card_until = now + DEBOUNCE_SECONDS
            return False
        if refused:
            self._done_with_card(still_found=True)
            self._module.refuse(code(answer.sw3).error, answer)
        return True

    def _read(self, deadline: Deadline) -> IdCard:
        """Select and read the card that was found."""
        attempts = 0
        try:
            while True:
                attempts += 1
                answer = self._select_and_read(deadline)
                outcome = code(answer.sw3).outcome
                if outcome is Outcome.DONE:
                    return self._document(answer, deadline)
                still_there = self._module.ask(frames.FIND, deadline).sw3 == _FOUND
                if outcome is Outcome.REFUSED or not still_there or attempts == ATTEMPTS:
                    self._done_with_card(still_found=still_there)
                    self._refuse(answer, still_there=still_there)
        except (NoReply, GarbledReply) as error:
            # One lost frame is no reason to call the reader broken: if the module is well, the card is put again.
            self._module.missed(error)
            self._module.check(deadline)
            self._done_with_card(still_found=False)
            raise CardUnreadable(f"while reading: {error}") from None

    def _see_if_restless(self, deadline: Deadline) -> None:
        """Ask once, a moment after a card was read, whether this reader finds it again: nobody lifts one so fast."""
        if self._restless is None:
            # The card is read, whatever becomes of this; a trouble that stays is met by the next order.
            with contextlib.suppress(LinkError, OperationTimedOut):
                self._restless = self._module.ask(frames.FIND, deadline).sw3 == _FOUND

    def _done_with_card(self, *, still_found: bool) -> None:
        """Remember that this card was read, or failed; if the reader still finds it, it must be lifted before it counts."""
        self._card_may_lie = True
        self._same_card_until = self._clock.monotonic() + (DEBOUNCE_SECONDS if still_found else 0.0)
        self._condition.media(Media.UNKNOWN)

    def _select_and_read(self, deadline: Deadline) -> Answer:
        selected = self._module.ask(frames.SELECT, deadline)
        if code(selected.sw3).outcome is not Outcome.DONE:
            return selected
        return self._module.ask(frames.READ_TEXT_AND_PHOTO, deadline)

    def _document(self, answer: Answer, deadline: Deadline) -> IdCard:
        """Make the card of what was read, with what else may be asked for while it lies."""
        self._done_with_card(still_found=False)
        blocks = CardBlocks.from_data(answer.data)
        if blocks is None:
            raise CardDataInvalid("the lengths in the answer contradict it")
        card = read_document(blocks.text)
        if card.kind in WITH_ADDRESS:
            card = self._with_appended_address(card, deadline)
        self._see_if_restless(deadline)
        self._done_with_card(still_found=bool(self._restless))
        self._lifted_at = None
        return card

    def _with_appended_address(self, card: IdCard, deadline: Deadline) -> IdCard:
        """Ask for the address the police appended when the holder moved. Whatever becomes of that, the card is read."""
        if self._unappended >= MISSES:
            return card
        try:
            answer = self._module.ask(frames.READ_APPENDED_ADDRESS, deadline.within(APPENDED_SECONDS))
            self._unappended = 0
            return moved(card, answer.data) if code(answer.sw3).outcome is Outcome.DONE else card
        except ProtocolFault:
            self._unappended = MISSES  # an old module, which doesn't know the order
        except DeviceError:
            self._unappended += 1  # a trouble that stays is met by the next order
        return card

    def _refuse(self, answer: Answer, *, still_there: bool) -> NoReturn:
        """Raise what a failed card means.

        Not found afterwards, it was taken away or it lies and has to be put again: the reader answers the same. A status
        word of the card's own proves that it answered to the end; else it was lifted, unless that was the finding a
        moment ago too.
        """
        entry, now = code(answer.sw3), self._clock.monotonic()
        silent = entry.outcome is Outcome.CARD and not still_there and answer.card_status == 0
        if silent and (self._lifted_at is None or now - self._lifted_at > SAME_HAND_SECONDS):
            self._lifted_at = now
            self._module.refuse(CardLifted, answer)
        self._module.refuse(entry.error, answer)


_FOUND: Final = 0x9F
_NONE_FOUND: Final = 0x80
