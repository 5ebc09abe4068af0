"""One reader at the PC/SC service, and the card in it. Its library calls run in a worker's thread, never in the lane's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from devices.errors import CardLifted, DeviceError, DeviceGone, NoReply, OperationTimedOut
from devices.health import Media
from devices.pcsc import library
from devices.pcsc.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from devices.deadline import Deadline, Time
    from devices.pcsc.library import Library

T = TypeVar("T")

CALL_SECONDS: Final = 10.0
"""Longest one call may take: a card may work for seconds, a service that takes longer hangs."""


class Service:
    """A reader of the service, opened by name. The lane calls; only `close` may come from another thread."""

    def __init__(self, wanted: str, load: Callable[[], Library], clock: Time) -> None:
        self._wanted = wanted
        self._clock = clock
        self._load = load
        self._session: _Session | None = None

    @property
    def is_open(self) -> bool:
        """Whether the reader was found and is held."""
        return self._session is not None

    @property
    def at_work(self) -> bool:
        """Whether a call that was given up is still going on: never, for then the session is given up with it."""
        return False

    @property
    def name(self) -> str:
        """The reader's name at the service."""
        return "" if self._session is None else self._session.reader

    def open(self, deadline: Deadline) -> None:
        """Find the reader. Raises `NotConfigured` without the library, `DeviceGone` without the service or the reader."""
        self.close()
        session = _Session(self._load(), self._clock)
        try:
            self._call(session, lambda: session.begin(self._wanted), deadline)
        except DeviceError:
            session.end()
            raise
        self._session = session

    def media(self, deadline: Deadline) -> Media:
        """Say whether a card is in."""
        session = self._held()
        return self._call(session, session.look, deadline)

    def wait_change(self, deadline: Deadline) -> Media:
        """Return whether a card is in as soon as that changed, or after a slice."""
        session, seconds = self._held(), deadline.slice()
        return self._call(session, lambda: session.wait_change(seconds), deadline)

    def power_on(self, deadline: Deadline) -> bytes:
        """Power the card for us alone; return its ATR."""
        session = self._held()
        return self._call(session, session.power_on, deadline)

    def transmit(self, command: bytes, deadline: Deadline) -> bytes:
        """Send a command to the powered card."""
        session = self._held()
        return self._call(session, lambda: session.transmit(command), deadline)

    def power_off(self, deadline: Deadline) -> None:
        """Let go of the card."""
        session = self._held()
        self._call(session, session.power_off, deadline)

    def close(self) -> None:
        """Let go of the reader; safe from another thread."""
        session, self._session = self._session, None
        if session is not None:
            session.end()

    def _held(self) -> _Session:
        if self._session is None:
            raise DeviceGone("PC/SC: closed")
        return self._session

    def _call(self, session: _Session, call: Callable[[], T], deadline: Deadline) -> T:
        try:
            result = session.worker.do(call, deadline.within(CALL_SECONDS), session.interrupt)
        except OperationTimedOut:
            if deadline.remaining() == 0.0:
                raise
            raise NoReply(f"PC/SC: nothing within {CALL_SECONDS:.0f} s") from None
        finally:
            if session.worker.stuck:
                self.close()
        if session.closed:
            raise DeviceGone("PC/SC: closed")
        return result


class _Session:
    """What the worker's thread works on."""

    def __init__(self, scard: Library, clock: Time) -> None:
        self._scard = scard
        self._context: int | None = None
        self._state = library.STATE_UNAWARE
        self._card: int | None = None
        self._protocol = library.PROTOCOL_T0
        self.reader = ""
        self.closed = False
        self.worker = Worker("pcsc", clock)

    def begin(self, wanted: str) -> None:
        result, context = self._scard.SCardEstablishContext(library.SCOPE_USER)
        _check(result, "service")
        self._context = context
        result, readers = self._scard.SCardListReaders(context, [])
        _check(result, "readers")
        self.reader = choose(readers, wanted)

    def look(self) -> Media:
        return self._ask(0, library.STATE_UNAWARE)

    def wait_change(self, seconds: float) -> Media:
        return self._ask(int(seconds * 1000), self._state)

    def _ask(self, milliseconds: int, known: int) -> Media:
        result, states = self._scard.SCardGetStatusChange(self._held(), milliseconds, [(self.reader, known)])
        if result & 0xFFFFFFFF not in (library.TIMED_OUT, library.CANCELLED):
            _check(result, "status")
            self._state = states[0][1] & ~library.STATE_CHANGED
        if self._state & (library.STATE_UNKNOWN | library.STATE_UNAVAILABLE):
            raise DeviceGone(f"PC/SC: {self.reader} is gone")
        return Media.PRESENT if self._state & library.STATE_PRESENT else Media.NOT_PRESENT

    def power_on(self) -> bytes:
        self.power_off()
        result, card, self._protocol = self._scard.SCardConnect(
            self._held(), self.reader, library.SHARE_EXCLUSIVE, library.PROTOCOL_T0 | library.PROTOCOL_T1
        )
        _check(result, "power on")
        self._card = card
        result, _, _, _, atr = self._scard.SCardStatus(card)
        _check(result, "ATR")
        return bytes(atr)

    def transmit(self, command: bytes) -> bytes:
        if self._card is None:
            raise CardLifted("not powered")
        result, answer = self._scard.SCardTransmit(self._card, self._protocol, list(command))
        _check(result, "command")
        return bytes(answer)

    def power_off(self) -> None:
        card, self._card = self._card, None
        if card is not None:
            # A card that was drawn, or a reader that is gone, has no power any more either.
            self._scard.SCardDisconnect(card, library.UNPOWER_CARD)

    def interrupt(self) -> None:
        """Bring a wait for a change back; from any thread."""
        if self._context is not None:
            self._scard.SCardCancel(self._context)

    def end(self) -> None:
        """Let the worker tidy up once it is free."""
        self.closed = True
        self.interrupt()
        self.worker.dismiss(self._release)

    def _release(self) -> None:
        self.power_off()
        if self._context is not None:
            self._scard.SCardReleaseContext(self._context)
            self._context = None

    def _held(self) -> int:
        if self._context is None:
            raise DeviceGone("PC/SC: closed")
        return self._context


def choose(readers: Sequence[str], wanted: str) -> str:
    """Return the reader that is meant: the first whose name holds `wanted`; "" means the first that isn't for a SAM.

    Raises `DeviceGone` if there is none.
    """
    for name in readers:
        if wanted in name if wanted else "SAM" not in name:
            return name
    raise DeviceGone(f"PC/SC: no such reader among {len(readers)}")


def _check(result: int, what: str) -> None:
    if result & 0xFFFFFFFF != library.SUCCESS:
        raise library.refusal(result, what)
