"""The slot of a serial CCID reader, a card's transport: a hand pushes the card in and takes it out, nothing moves it.

    start     escape 02 (firmware; also: is anybody there), escape 01 01 01 (tell movements only when spoken to), slot status
    card      power on -> ATR, parameters of T=0, then command after command

The reader is asked for its slot five times a second while a card is waited for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.ccid.asking import question
from devices.ccid.codes import BUSY, MUTE, code
from devices.ccid.exchange import ANSWER_SECONDS, LONGEST_SECONDS, Exchange
from devices.ccid.frames import CardIs, Kind, Message, Went
from devices.ccid.t0 import Reset, as_t0
from devices.condition import Condition
from devices.connection import Connection
from devices.errors import (
    CardError,
    CardLifted,
    CardMute,
    CardUnreadable,
    DeviceError,
    LinkError,
    NotASocialCard,
    ProtocolFault,
)
from devices.finding import link_opener
from devices.health import DeviceInfo, Health, Media
from devices.link import LineSettings, OpenLink, OpenPort, serial_opener
from devices.setting import Setting, Written, line_settings, only

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.deadline import Deadline, Time
    from devices.roles import SocialCardReader

LINE: Final = LineSettings(baud=115200, stopbits=2, rts=False)
"""8 data bits, no parity, 2 stop bits; a high RTS would make the reader tell its plug-and-play name."""

POLL_SECONDS: Final = 0.2
"""Between two questions for a card while one is waited for."""

STATUS_SECONDS: Final = 1.0
"""For a question that the reader answers by itself, without the card."""

HELLO_SECONDS: Final = 2.0
"""For the first order, which finds out whether a reader is there."""

HELLO_AGAIN_SECONDS: Final = 0.5
"""The first order goes out again this often, so that a reader plugged in meanwhile is found soon."""

BUSY_SECONDS: Final = 3.0
"""How long a slot may be busy with something that was called off."""

VOLTS: Final = (b"\x01\0\0", b"\x02\0\0")
"""5 V, then 3 V for a card that is mute at 5 V."""

_STATUS_WORD: Final = 2

_FIRMWARE: Final = Message(Kind.ESCAPE, 0, b"\x02")
_TELL_WHEN_SPOKEN_TO: Final = Message(Kind.ESCAPE, 0, b"\x01\x01\x01")
_SLOT_STATUS: Final = Message(Kind.GET_SLOT_STATUS, 0)
_POWER_OFF: Final = Message(Kind.POWER_OFF, 0)

_MEDIA: Final = {
    CardIs.POWERED: Media.PRESENT,
    CardIs.THERE: Media.PRESENT,
    CardIs.ABSENT: Media.NOT_PRESENT,
    CardIs.UNKNOWN: Media.UNKNOWN,
}


SETTINGS: Final = (
    *line_settings(LINE),
    Setting(
        "echo", Written.TRUTH, "Whether it sends back what it is sent; false for GemCore POS Pro and SIM Pro.", "true"
    ),
)


def reader(settings: Mapping[str, object], clock: Time, open_port: OpenPort = serial_opener) -> SocialCardReader:
    """Make the reader from its table in kiosk.toml.

    `port`; `baud` if it isn't 115200; `echo = false` for readers that don't echo (GemCore POS Pro, GemCore SIM Pro).
    """
    from devices.social_card.reader import SocialCardSlot  # noqa: PLC0415 - the transport is of use without it

    only(settings, SETTINGS)
    opener, _ = link_opener(settings, LINE, question, clock, open_port)
    echo = settings.get("echo", True)
    if not isinstance(echo, bool):
        raise ValueError("echo: true or false")  # noqa: TRY004 - a wrong setting, whatever its type
    return SocialCardSlot(CcidTransport(opener, clock, echo=echo), clock)


class CcidTransport:
    """A `CardTransport` over a serial CCID reader."""

    interface = "serial"
    moves = False

    def __init__(self, open_link: OpenLink, clock: Time, *, echo: bool = True) -> None:
        self._clock = clock
        self._condition = Condition(clock)
        self._exchange = Exchange(open_link, echo=echo)
        self._connection = Connection(self._condition, self._exchange, self._begin)
        self._info = DeviceInfo()
        self._looked_at = clock.monotonic() - POLL_SECONDS

    # -- the reader

    def info(self) -> DeviceInfo:
        """Say who made it; from what was read at the last opening, without I/O."""
        return self._info

    def health(self) -> Health:
        """Say how it is, from what is known, without I/O."""
        return self._condition.health

    def probe(self, deadline: Deadline) -> Health:
        """Ask the reader for its slot. While a lost one is not to be tried again yet, say what is known."""
        return self._connection.probe(deadline, self._look)

    def listen(self, deadline: Deadline) -> None:
        """Take in a card's movement if the reader tells one, and notice a pulled cable. Never raises."""
        self._connection.listen(deadline, self._exchange.listen)

    def reset(self, deadline: Deadline) -> None:
        """Open the line anew and start from the beginning."""
        self._exchange.close()
        with self._connection.order(deadline):
            pass  # connecting is all

    def close(self) -> None:
        """Let go of the port; safe from another thread."""
        self._connection.close()

    # -- the card

    def presence(self, deadline: Deadline) -> Media:
        """Say whether a card is in the slot: PRESENT or NOT_PRESENT."""
        with self._connection.order(deadline):
            self._look(deadline)
        return self._condition.health.media

    def wait_change(self, deadline: Deadline) -> Media:
        """Return as soon as a card came or went, or after a slice, with where it is now."""
        with self._connection.order(deadline):
            deadline.check()
            left = self._looked_at + POLL_SECONDS - self._clock.monotonic()
            if left > 0 and not self._exchange.moved:
                self._exchange.listen(deadline.within(left))
            if self._exchange.moved or self._clock.monotonic() >= self._looked_at + POLL_SECONDS:
                self._look(deadline)
        return self._condition.health.media

    def power_on(self, deadline: Deadline) -> bytes:
        """Power the card, at 5 V and if it is mute at 3 V, and return its ATR."""
        with self._connection.order(deadline):
            atr = self._wake(deadline)
            reset = Reset.from_atr(atr)
            if 0 not in reset.protocols:
                raise NotASocialCard("the card doesn't speak T=0")
            answer = self._ask(Message(Kind.SET_PARAMETERS, 0, reset.parameters), deadline)
            if answer.went is not Went.WELL and answer.error != 0:  # 0: a reader that sees to it by itself
                raise self._refusal(answer, CardMute)
            return atr

    def transmit(self, command: bytes, deadline: Deadline) -> bytes:
        """Send one command and return the card's answer with its status word; see `CardTransport`."""
        with self._connection.order(deadline):
            answer = self._ask(Message(Kind.TRANSFER, 0, as_t0(command)), deadline)
            if answer.went is not Went.WELL:
                raise self._refusal(answer, CardUnreadable)
            if len(answer.data) < _STATUS_WORD:
                raise CardUnreadable("an answer without a status word")
            self._condition.count(operations=1)
            return answer.data

    def power_off(self, deadline: Deadline) -> None:
        """Take the power off the card, if there is one."""
        with self._connection.order(deadline):
            answer = self._ask(_POWER_OFF, deadline)
            if answer.went is not Went.WELL and answer.error != MUTE:
                raise self._refusal(answer, None)

    def admit(self, deadline: Deadline, *, on: bool) -> None:
        """Nothing: the mouth is always open."""

    def eject(self, deadline: Deadline) -> None:
        """Nothing: the card is taken by hand."""

    def capture(self, deadline: Deadline) -> bool:  # noqa: ARG002 - see CardTransport
        """Say that nothing here keeps a card."""
        return False

    # -- on the line

    def _begin(self, deadline: Deadline) -> None:
        """Open the line if need be, hear who is there, and look into the slot."""
        if not self._exchange.is_open:
            self._exchange.open()
        hello = self._ask(
            _FIRMWARE, deadline, seconds=HELLO_SECONDS, longest=HELLO_SECONDS, repeat_seconds=HELLO_AGAIN_SECONDS
        )
        firmware = hello.data.decode("ascii", "replace").strip("\0 ") if hello.went is Went.WELL else ""
        self._info = DeviceInfo(model="CCID", firmware=firmware)
        self._ask(
            _TELL_WHEN_SPOKEN_TO, deadline, seconds=STATUS_SECONDS
        )  # a reader that doesn't know the order tells movements at any time
        self._look(deadline)

    def _look(self, deadline: Deadline) -> None:
        """Ask whether a card is there."""
        self._exchange.moved = False
        answer = self._ask(_SLOT_STATUS, deadline, seconds=STATUS_SECONDS)
        self._looked_at = self._clock.monotonic()
        if answer.went is not Went.WELL and answer.error != MUTE:
            raise self._refusal(answer, None)

    def _wake(self, deadline: Deadline) -> bytes:
        """Return the answer to reset at the first voltage the card answers at."""
        first: DeviceError | None = None
        for volts in VOLTS:
            answer = self._ask(Message(Kind.POWER_ON, 0, extra=volts), deadline)
            if answer.went is Went.WELL:
                if answer.data[:1] not in (b"\x3b", b"\x3f"):
                    raise CardUnreadable("what came is no answer to reset")
                return answer.data
            refusal = self._refusal(answer, CardMute)
            if isinstance(refusal, CardLifted):
                raise refusal
            first = first or refusal
            if not isinstance(refusal, CardError):
                break
        raise first or CardMute

    def _ask(
        self,
        order: Message,
        deadline: Deadline,
        *,
        seconds: float = ANSWER_SECONDS,
        longest: float = LONGEST_SECONDS,
        repeat_seconds: float = LONGEST_SECONDS,
    ) -> Message:
        """Send an order, again while the slot is busy, and note what the answer says of the card."""
        patience = self._clock.monotonic() + BUSY_SECONDS
        damaged = self._exchange.damaged
        try:
            while True:
                answer = self._exchange.ask(
                    order, deadline, seconds=seconds, longest=longest, repeat_seconds=repeat_seconds
                )
                busy = answer.went is Went.WRONG and answer.error == BUSY
                if not busy or self._clock.monotonic() >= patience:
                    break
                deadline.pause(POLL_SECONDS)
        except LinkError:
            damaged += 1  # the order's own ending counts it
            raise
        finally:
            self._condition.count(communication_errors=max(0, self._exchange.damaged - damaged))
        self._condition.answered()
        self._condition.media(_MEDIA[answer.card])
        return answer

    def _refusal(self, answer: Message, mute: type[CardError] | None) -> DeviceError:
        """Return what an answer that isn't well means.

        `mute` is what a card that is there and says nothing is called; None for an order that is not about the card.
        """
        entry = code(answer.error)
        error: type[DeviceError] = entry.error
        if answer.went is Went.UNKNOWN or (mute is None and issubclass(error, CardError)):
            error = ProtocolFault
        elif mute is not None and answer.card is CardIs.ABSENT:
            error = CardLifted
        elif mute is not None and error is CardMute:
            error = mute
        told = error(f"bError {answer.error:02X} {entry.meaning}。{entry.advice}")
        if error is entry.error:
            self._connection.advise(told, entry.action)
        return told
