"""Lamps and contacts on an I/O board as the kiosk sees them: lamps are told, contacts tell by themselves.

The board is asked for its inputs four times a second, in `listen`; so is the pulse of the lamps kept up. A request that has
begun is finished, which may take `listen` a fraction of a second past its time. A board that is lost makes every sense unknown;
once it is back all lamps are written anew, and at every probe its coils are read, because a board whose power failed for a moment
answers as if nothing had been.
"""

from __future__ import annotations

import contextlib
import threading
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from devices.condition import Condition
from devices.connection import BareLine, Connection
from devices.deadline import Deadline
from devices.errors import DeviceError, DeviceGone, NoReply, OperationCancelled, OperationTimedOut
from devices.finding import link_opener
from devices.health import Ability, Capabilities, DeviceInfo, DeviceState, Health, SelfTest
from devices.link import LineSettings, OpenLink, OpenPort, serial_opener
from devices.modbus.asking import question
from devices.modbus.frames import Refusal, WriteCoils
from devices.modbus.lamps import Lamps
from devices.modbus.master import ATTEMPTS, BoardRefused, Master
from devices.modbus.senses import Senses
from devices.modbus.wiring import Wiring, wiring_of
from devices.roles import DeviceEvent, Sense, Sensed
from devices.self_test import tested
from devices.setting import Setting, Written, line_settings, only

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from devices.deadline import Time
    from devices.roles import Glow, Lamp

POLL_SECONDS: Final = 0.25
SETTLING_POLL_SECONDS: Final = 0.1
"""While a contact settles it is asked more often."""

DARK_SECONDS: Final = 0.4
"""What switching the lamps off at the end may take: less than the end of the program waits for a lane."""

ONE_REQUEST_SECONDS: Final = 2.0
"""More than one request of `listen` can take at any speed."""

LINE: Final = LineSettings(baud=9600)
"""8 data bits, no parity, 1 stop bit, as such boards are delivered."""


SETTINGS: Final = (
    *line_settings(LINE),
    Setting("address", Written.WHOLE, "The board's number on its bus.", "1"),
    Setting("lamps", Written.TABLE, "Which lamp hangs on which coil.", "{}", "{ receipt = 0, chime = 7 }"),
    Setting("senses", Written.TABLE, "Which contact hangs on which input.", "{}", "{ presence = 0, headset = 1 }"),
    Setting("inverted", Written.LIST, "Senses whose contact is open when they hold.", "[]", '["presence"]'),
)


def indicators(settings: Mapping[str, object], clock: Time, open_port: OpenPort = serial_opener) -> ModbusIndicators:
    """Make them from their table in kiosk.toml: `port`, `baud` (9600), `address` (1), `lamps`, `senses`, `inverted`.

    For example `lamps = { receipt = 0 }`, numbers of coils; `senses = { door = 0 }`, numbers of inputs; `inverted = ["door"]`.
    Raises `ValueError` naming a wrong setting.
    """
    only(settings, SETTINGS)
    wiring = wiring_of(settings)
    opener, line = link_opener(settings, LINE, lambda at: question(at, wiring.address), clock, open_port)
    return ModbusIndicators(opener, clock, wiring, baud=line.baud)


class ModbusIndicators:
    """`Indicators` on one board."""

    def __init__(self, open_link: OpenLink, clock: Time, wiring: Wiring, *, baud: int = LINE.baud) -> None:
        self._clock = clock
        self._condition = Condition(clock)
        self._line = BareLine(open_link)
        self._connection = Connection(self._condition, self._line, self._check)
        self._master = Master(self._line, baud)
        self._lamps = Lamps(wiring)
        self._senses = Senses(wiring, clock)
        self._poll_at = clock.monotonic()
        self._lamps_refused = self._senses_refused = self._coils_unreadable = False
        self._at_work = threading.Lock()
        """Held by whoever talks with the board. Never waited for."""
        self._told_state = DeviceState.UNKNOWN
        self._told: Mapping[Sense, bool] = {}

    def info(self) -> DeviceInfo:
        """Say who made it: such boards don't tell."""
        return DeviceInfo()

    def capabilities(self) -> Capabilities:
        """Say what it can do as it is fitted here, without I/O."""
        return Capabilities("serial", frozenset({Ability.ANSWERS, *self._lamps.abilities, *self._senses.abilities}))

    def health(self) -> Health:
        """Say how it is, from what is known, without I/O."""
        return self._condition.health

    def probe(self, deadline: Deadline) -> Health:
        """Ask the board how it is. While a lost one is not to be tried again yet, say what is known."""
        # A board that refuses something does the rest: it is asked all the same, and not begun anew.
        if not self._line.is_open and not self._connection.due(deadline):
            return self.health()
        try:
            with self._talking():
                self._check(deadline)
        except OperationCancelled:
            pass  # nothing was learned
        except OperationTimedOut:
            self._failed(NoReply("no answer within the time of a probe"))
        except DeviceError as error:
            self._failed(error)
        return self.health()

    def listen(self, deadline: Deadline) -> Sequence[DeviceEvent | Sensed]:
        """Poll the contacts and keep up the pulse until the deadline, or until something changed."""
        try:
            if self._line.is_open:
                with self._talking():
                    self._tend(deadline)
            elif not self._news():
                deadline.rest()
        except DeviceError as error:
            self._failed(error)
        news = self._news()
        self._told_state, self._told = self.health().state, self._senses.known()
        return news

    def show(self, lamps: Mapping[Lamp, Glow], deadline: Deadline) -> None:
        """Let each wired lamp shine as told, those not named go out. What can't be told a lost board is told it once it is back.

        Raises `LinkError` and `ProtocolFault`.
        """
        self._lamps.show(lamps, self._clock.monotonic())
        if not self._line.is_open and not self._connection.due(deadline):
            raise DeviceGone("not to be tried again yet")
        try:
            with self._talking():
                self._open(deadline)
                self._write_lamps(deadline)
                self._well()
        except DeviceError as error:
            self._failed(error)
            raise
        self._condition.count(operations=1)

    def reset(self, deadline: Deadline) -> None:
        """Open the port anew and write every lamp. Raises `DeviceError`."""
        self._line.close()
        try:
            with self._talking():
                self._check(deadline)
        except DeviceError as error:
            self._failed(error)
            raise

    def self_test(self, deadline: Deadline) -> SelfTest:
        """Reset it, ask how it is, and say what came of it. Raises `OperationCancelled`."""
        return tested(self, deadline)

    def close(self) -> None:
        """Switch all lamps off and let go of the port.

        Safe from another thread: one that finds an order under way, which may be stuck, lets go at once, and it ends with
        `DeviceGone`.
        """
        if self._at_work.acquire(blocking=False):
            try:
                self._go_dark()
            finally:
                self._at_work.release()
        self._line.close()

    @contextlib.contextmanager
    def _talking(self) -> Generator[None]:
        """Keep whoever closes from talking, too. Raises `DeviceGone` where that one was first."""
        if not self._at_work.acquire(blocking=False):
            raise DeviceGone("being closed")
        try:
            yield
        finally:
            self._at_work.release()

    def _go_dark(self) -> None:
        if self._line.is_open:
            self._lamps.show({}, self._clock.monotonic())
            # A board that doesn't hear it now is away, and whoever opens it next writes all lamps anew.
            with contextlib.suppress(DeviceError):
                self._write_lamps(Deadline(self._clock, DARK_SECONDS))

    # -- the board

    def _open(self, deadline: Deadline) -> None:
        if not self._line.is_open:
            self._connection.wait_due(deadline)
            self._line.open()
            self._forget()
            self._coils_unreadable = False  # it may be another board

    def _forget(self) -> None:
        self._lamps.forget()
        self._senses.forget()

    def _check(self, deadline: Deadline) -> None:
        """See that the board answers, and that its coils are as they should be; what it refused before is tried again."""
        self._open(deadline)
        refused: BoardRefused | None = None
        if self._senses.wired:
            try:
                self._poll(deadline, ATTEMPTS)
            except BoardRefused as error:
                refused = error
        if self._lamps.wired:
            self._read_coils(deadline)
            self._write_lamps(deadline)
        if refused is not None:
            raise refused
        self._well()

    def _read_coils(self, deadline: Deadline) -> None:
        if not self._coils_unreadable:
            try:
                self._lamps.learn(self._master.read(self._lamps.question(), deadline))
            except BoardRefused:
                self._coils_unreadable = True
            else:
                return
        self._lamps.forget()  # so all are written

    def _write_lamps(self, deadline: Deadline, attempts: int = ATTEMPTS) -> None:
        """Make the coils as they should be now; one that is refused keeps no other lamp dark. Raises `BoardRefused`."""
        refused: BoardRefused | None = None
        for request in self._lamps.requests(self._clock.monotonic()):
            try:
                self._master.write(request, deadline, attempts=attempts)
            except BoardRefused as error:
                if isinstance(request, WriteCoils) and error.reason is Refusal.ILLEGAL_FUNCTION:
                    self._lamps.singly = True
                    self._write_lamps(deadline, attempts)
                    return
                refused = error
            else:
                self._lamps.done(request)
        self._lamps_refused = refused is not None
        if refused is not None:
            raise refused

    def _poll(self, deadline: Deadline, attempts: int) -> None:
        """Ask for the inputs."""
        self._poll_at = self._clock.monotonic() + POLL_SECONDS
        try:
            self._senses.learn(self._master.read(self._senses.question(), deadline, attempts=attempts))
        except BoardRefused:
            self._senses_refused = True
            self._senses.forget()
            raise
        self._senses_refused = False
        if self._senses.settling:
            self._poll_at = self._clock.monotonic() + SETTLING_POLL_SECONDS

    def _well(self) -> None:
        """Note that it answered, and whether it does all that is asked of it."""
        if self._lamps_refused or self._senses_refused:
            self._condition.answered()
        else:
            tampered = self._senses.known().get(Sense.TAMPER, False)
            self._condition.online(DeviceState.POTENTIAL_FRAUD if tampered else DeviceState.ONLINE)

    def _failed(self, error: DeviceError) -> None:
        action = error.staff_action if isinstance(error, BoardRefused) else None
        self._connection.failed(error, action)
        if not self._line.is_open:
            self._forget()

    # -- listening

    def _tend(self, deadline: Deadline) -> None:
        """Do what is due, and wait for what is due next with an ear on the line. What arrives unasked is dropped."""
        while not deadline.cancelled and deadline.remaining() != 0.0:
            self._do_due()
            if self._news():
                return
            now = self._clock.monotonic()
            turn = None if self._lamps_refused else self._lamps.next_change(now)
            poll = self._poll_at if self._senses.wired and not self._senses_refused else None
            wait = min((moment - now for moment in (turn, poll) if moment is not None), default=POLL_SECONDS)
            if wait > 0:
                self._line.read(deadline.within(wait, slice_seconds=wait))

    def _do_due(self) -> None:
        """Poll and write what is due by now, each once: the next poll is the second attempt."""
        if not self._lamps_refused:
            self._write_lamps(Deadline(self._clock, ONE_REQUEST_SECONDS), attempts=1)
        if self._senses.wired and not self._senses_refused and self._clock.monotonic() >= self._poll_at:
            self._poll(Deadline(self._clock, ONE_REQUEST_SECONDS), attempts=1)
            self._well()

    def _news(self) -> list[DeviceEvent | Sensed]:
        """Return what changed since it was last told."""
        news: list[DeviceEvent | Sensed] = []
        if self.health().state is not self._told_state:
            news.append(DeviceEvent(self.health()))
        known = self._senses.known()
        if known != self._told:
            news.append(Sensed(MappingProxyType(known)))
        return news
