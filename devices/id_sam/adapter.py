"""The reader of identity cards as the kiosk sees it: finds a card, reads it, and tells typed what went wrong.

    find every 0.35 s    80: wait    9F: select
    select               81: the card moved    90: read
    read                 90: parse

After a success or a failure the card must be lifted and put again: until then "find" answers as if none were there, so
nothing here can say that a card was taken away.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final, NoReturn

from devices.errors import (
    CardDataInvalid,
    CardLifted,
    CardUnreadable,
    DeviceError,
    DeviceGone,
    GarbledReply,
    LinkError,
    NoReply,
    OperationCancelled,
    OperationTimedOut,
    ProtocolFault,
)
from devices.health import DeviceInfo, Health, Media
from devices.id_sam import frames
from devices.id_sam.codes import Outcome, code
from devices.id_sam.condition import Condition
from devices.id_sam.document import read_document
from devices.id_sam.frames import Answer, CardBlocks
from devices.id_sam.module import SILENT_STATUS, Module
from devices.link import LineSettings, OpenLink, line_of, serial_opener
from devices.roles import DeviceEvent, IdCard

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

LINE: Final = LineSettings(baud=115200)
"""8 data bits, no parity, 1 stop bit, no flow control."""


def reader(settings: Mapping[str, object], clock: Time) -> SamIdReader:
    """Make the reader from its table in kiosk.toml: `port`, and `baud` if it isn't 115200."""
    address, line = line_of(settings, LINE)
    return SamIdReader(serial_opener(address, line), clock)


class SamIdReader:
    """An `IdCardReader` with a SAM_V or SAM_A module."""

    def __init__(self, open_link: OpenLink, clock: Time) -> None:
        self._clock = clock
        self._condition = Condition(clock)
        self._module = Module(open_link, self._condition)
        self._misses = 0
        self._same_card_until = clock.monotonic()
        self._lifted_at: float | None = None
        self._card_may_lie = False
        self._restless: bool | None = None

    def info(self) -> DeviceInfo:
        """Say who made it; from what was read at the last opening, without I/O."""
        return self._module.info

    def health(self) -> Health:
        """Say how it is, from what is known, without I/O."""
        return self._condition.health

    def probe(self, deadline: Deadline) -> Health:
        """Ask the module how it is. While a lost reader is not to be tried again yet, say what is known."""
        connected = self._module.connected
        if not connected and self._clock.monotonic() < self._condition.retry_at:
            return self.health()
        try:
            if connected:
                self._module.check(deadline)
            else:
                self._connect(deadline)
        except OperationCancelled:
            pass  # nothing was learned
        except OperationTimedOut:
            self._module.hurried()
        except DeviceError as error:
            self._module.failed(error)
        return self.health()

    def listen(self, deadline: Deadline) -> Sequence[DeviceEvent]:
        """Notice a pulled cable; a reader never speaks unasked."""
        try:
            self._module.listen(deadline)
        except DeviceGone as error:
            self._module.failed(error)
            return (DeviceEvent(self.health()),)
        return ()

    def reset(self, deadline: Deadline) -> None:
        """Reset the security module and wait for its self-test. Raises `DeviceError`."""
        try:
            self._connect(deadline)
            self._module.reset(deadline)
            self._module.check(deadline)
        except DeviceError as error:
            self._module.failed(error)
            raise

    def close(self) -> None:
        """Let go of the port; safe from another thread, so that a stuck order ends with `DeviceGone`."""
        self._module.close()

    def read_card(self, deadline: Deadline, *, found: Callable[[], None]) -> IdCard:
        """Wait for a card and read it. `found` is called once, when one is seen."""
        self._misses = 0
        try:
            while True:
                deadline.check()
                self._connect(deadline)
                if self._find(deadline):
                    found()
                    self._condition.count(operations=1)
                    return self._read(deadline)
                self._rest(deadline)
        except DeviceError as error:
            self._module.failed(error)
            raise

    def _connect(self, deadline: Deadline) -> None:
        if self._module.connect(deadline):
            # It may be another reader, and what lies on it is not known.
            self._card_may_lie, self._restless = False, None

    def _rest(self, deadline: Deadline) -> None:
        """Let the time between two finds pass, with an ear on the line: a pulled cable is noticed at once."""
        until = self._clock.monotonic() + POLL_SECONDS
        while (left := until - self._clock.monotonic()) > 0:
            deadline.check()
            self._module.listen(deadline.within(left))

    # -- the card

    def _find(self, deadline: Deadline) -> bool:
        """Whether there is a card that has not been read yet."""
        try:
            answer = self._module.ask(frames.FIND, deadline)
        except NoReply:
            self._misses += 1
            if self._misses >= SILENT_STATUS:
                raise
            self._module.check(deadline)
            return False
        now = self._clock.monotonic()
        if answer.sw3 == _NONE_FOUND:
            self._misses, self._same_card_until = 0, now
            self._condition.media(Media.UNKNOWN if self._card_may_lie else Media.NOT_PRESENT)
            return False
        refused = code(answer.sw3).outcome is Outcome.REFUSED
        if answer.sw3 != _FOUND and not refused:
            self._misses += 1
            if self._misses >= SILENT_STATUS:
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
                    self._see_if_restless(deadline)
                    self._done_with_card(still_found=bool(self._restless))
                    return self._document(answer)
                still_there = self._module.ask(frames.FIND, deadline).sw3 == _FOUND
                if outcome is Outcome.REFUSED or not still_there or attempts == ATTEMPTS:
                    self._done_with_card(still_found=still_there)
                    self._refuse(answer, still_there=still_there)
        except (NoReply, GarbledReply) as error:
            # One lost frame is no reason to call the reader broken: if the module is well, the card is put again.
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

    def _document(self, answer: Answer) -> IdCard:
        blocks = CardBlocks.from_data(answer.data)
        if blocks is None:
            raise CardDataInvalid("the lengths in the answer contradict it")
        card = read_document(blocks.text)
        self._lifted_at = None
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
