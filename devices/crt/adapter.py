"""The slot of a CRT motor reader, a card's transport: it draws a card in, holds it at its contacts, gives it back or keeps it.

    start     start-leave at each speed until it is heard (the reader takes its speed from the first start after power-up)
    card      entry on ... card inside ... to the contacts, cold reset -> ATR, command after command
    end       out of the gate, where it lies until it is taken; or into the bin when it is forgotten

The reader never speaks unasked: it is asked for its status five times a second while a card is waited for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from devices.condition import Condition
from devices.crt import codes, orders
from devices.crt.asking import question
from devices.crt.codes import told
from devices.crt.frames import LONGEST_DATA, Bin, CardAt, Done, NotDone
from devices.crt.machine import Machine
from devices.errors import (
    CardBinFull,
    CardJam,
    CardLifted,
    CardMute,
    CardUnreadable,
)
from devices.finding import link_opener, looked_for
from devices.link import LineSettings, Link, OpenPort, line_of, serial_opener
from devices.roles import Detail
from devices.setting import Setting, Written, line_settings, only

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from devices.crt.frames import Answer
    from devices.crt.machine import OpenAt
    from devices.deadline import Deadline, Time
    from devices.health import DeviceInfo, Health, Media
    from devices.roles import SocialCardReader

SPEEDS: Final = (115200, 9600, 38400, 19200, 57600)
"""In the order they are tried; a reader comes from its maker at 9600, newer ones at 115200."""

LINE: Final = LineSettings(baud=SPEEDS[0])
"""8 data bits, no parity, 1 stop bit."""

POLL_SECONDS: Final = 0.2
"""Between two questions for a card while one is waited for."""

_STATUS_WORD: Final = 2
_SENSORS: Final = 8
_SENSORS_A_ROW: Final = 4


SETTINGS: Final = (
    *line_settings(LINE),
    Setting(
        "hold_at_gate", Written.TRUTH, "Whether its rollers hold a card that is given back until it is pulled.", "false"
    ),
)


def reader(settings: Mapping[str, object], clock: Time, open_port: OpenPort = serial_opener) -> SocialCardReader:
    """Make the reader from its table in kiosk.toml.

    `port`; `baud`, if one of the five speeds is to be tried first, or it is another one; `hold_at_gate = true` to have the
    rollers hold a card that is given back until it is pulled.
    """
    from devices.social_card.reader import SocialCardSlot  # noqa: PLC0415 - the transport is of use without it

    only(settings, SETTINGS)
    hold = settings.get("hold_at_gate", False)
    if not isinstance(hold, bool):
        raise ValueError("hold_at_gate: true or false")  # noqa: TRY004 - a wrong setting, whatever its type
    if looked_for(settings) is not None:
        opener, line = link_opener(settings, LINE, lambda at: question(at, _speeds(at)), clock, open_port)
        # It is found at its speed, and at that speed only it is open.
        found = CrtTransport(lambda _baud: opener(), clock, speeds=(line.baud,), hold_at_gate=hold)
        return SocialCardSlot(found, clock)
    address, line = line_of(settings, LINE)

    def open_at(baud: int) -> Link:
        return open_port(address, replace(line, baud=baud))()

    return SocialCardSlot(CrtTransport(open_at, clock, speeds=_speeds(line), hold_at_gate=hold), clock)


def _speeds(line: LineSettings) -> tuple[int, ...]:
    """The one that is set, then the others."""
    return (line.baud, *(speed for speed in SPEEDS if speed != line.baud))


class CrtTransport:
    """A `CardTransport` over a CRT motor reader."""

    interface = "serial"
    moves = True

    def __init__(
        self, open_at: OpenAt, clock: Time, *, speeds: Sequence[int] = SPEEDS, hold_at_gate: bool = False
    ) -> None:
        self._clock = clock
        self._condition = Condition(clock)
        self._machine = Machine(open_at, self._condition, speeds)
        self._order = self._machine.connection.order
        self._give_back = orders.HOLD_AT_GATE if hold_at_gate else orders.OUT_OF_GATE
        self._protocol = 0

    # -- the reader

    def info(self) -> DeviceInfo:
        """Say who made it; from what was read at the last opening, without I/O."""
        return self._machine.info

    def health(self) -> Health:
        """Say how it is, from what is known, without I/O."""
        return self._condition.health

    def probe(self, deadline: Deadline) -> Health:
        """Ask the reader for its status. While a lost one is not to be tried again yet, say what is known."""
        return self._machine.connection.probe(deadline, self._machine.look)

    def listen(self, deadline: Deadline) -> None:
        """Notice a pulled cable, and take in what a called-off order still brings. Never raises."""
        self._machine.connection.listen(deadline, self._machine.listen)

    def reset(self, deadline: Deadline) -> None:
        """Start the reader anew and have it bring a card that is inside to the gate. Raises `CardJam` if it can't."""
        self._machine.start_with = orders.INIT_TO_GATE
        self._machine.connection.forget()
        try:
            with self._order(deadline):
                pass  # beginning is all
        finally:
            self._machine.start_with = orders.INIT_LEAVE

    def close(self) -> None:
        """Let go of the port; safe from another thread."""
        self._machine.connection.close()

    # -- the card

    def presence(self, deadline: Deadline) -> Media:
        """Say where a card is: NOT_PRESENT, ENTERING (at the gate), PRESENT (inside) or LATCHED (at the contacts)."""
        with self._order(deadline):
            self._machine.look(deadline)
        return self._condition.health.media

    def wait_change(self, deadline: Deadline) -> Media:
        """Return after a slice with where the card is now: the reader never speaks unasked."""
        with self._order(deadline):
            deadline.check()
            left = self._machine.looked_at + POLL_SECONDS - self._clock.monotonic()
            if left > 0:
                self._machine.listen(deadline.within(left))
            if self._clock.monotonic() >= self._machine.looked_at + POLL_SECONDS:
                self._machine.look(deadline)
        return self._condition.health.media

    def power_on(self, deadline: Deadline) -> bytes:
        """Bring the card to the contacts, power it at 5 V and if it is mute at 3 V, and return its ATR."""
        with self._order(deadline):
            if self._machine.look(deadline).card is CardAt.NOWHERE:
                raise CardLifted
            there_already = self._machine.at_contacts
            if not there_already:
                self._to_contacts(deadline)
            answer = self._cold_reset(deadline)
            if there_already and isinstance(answer, NotDone) and answer.error == codes.NOT_NOW:
                # It is another card, put in while nobody looked.
                self._to_contacts(deadline)
                answer = self._cold_reset(deadline)
            if isinstance(answer, NotDone):
                raise self._machine.refusal(answer, CardMute, deadline)
            return self._atr(answer)

    def transmit(self, command: bytes, deadline: Deadline) -> bytes:
        """Send one command and return the card's answer with its status word; see `CardTransport`.

        Unverified: whether a model follows 61xx and 6Cxx by itself; either way the answer is passed on as it came.
        """
        if len(command) > LONGEST_DATA:
            raise ValueError("a longer command than the reader takes")
        with self._order(deadline):
            answer = self._machine.ask(orders.apdu(command, self._protocol), deadline)
            if isinstance(answer, NotDone):
                raise self._machine.refusal(answer, CardUnreadable, deadline)
            if len(answer.data) < _STATUS_WORD:
                raise CardUnreadable("an answer without a status word")
            self._condition.count(operations=1)
            return answer.data

    def power_off(self, deadline: Deadline) -> None:
        """Take the power off the card, if there is one."""
        with self._order(deadline):
            answer = self._machine.ask(orders.POWER_OFF, deadline)
            if isinstance(answer, NotDone) and answer.error not in (
                codes.NOT_NOW,
                codes.NOT_ACTIVE,
                codes.MOVED_BY_HAND,
            ):
                raise self._machine.refusal(answer, None, deadline)

    def admit(self, deadline: Deadline, *, on: bool) -> None:
        """Open or shut the mouth for cards; an open one draws a card in by itself."""
        self._machine.mouth_open = on
        with self._order(deadline):
            self._machine.admit(deadline)

    def eject(self, deadline: Deadline) -> None:
        """Move the card to the gate, so that it can be taken; one that lies there already is left. Raises `CardJam`."""
        with self._order(deadline):
            if self._machine.look(deadline).card is not CardAt.INSIDE:
                return
            self._machine.at_contacts = False
            answer = self._machine.move(self._give_back, deadline)
            if isinstance(answer, NotDone) and answer.error != codes.MOVED_BY_HAND:
                raise self._machine.refusal(answer, CardJam, deadline)
            self._machine.look(deadline)

    def capture(self, deadline: Deadline) -> bool:
        """Draw the card in and keep it; False when none is there. Raises `CardJam` and `CardBinFull`."""
        with self._order(deadline):
            status = self._machine.look(deadline)
            if status.card is CardAt.NOWHERE:
                return False
            if status.bin is Bin.FULL:
                raise CardBinFull(told(codes.BIN_FULL))
            self._machine.at_contacts = False
            answer = self._machine.move(orders.CAPTURE, deadline)
            if isinstance(answer, NotDone):
                if self._machine.look(deadline).card is CardAt.NOWHERE:
                    return False  # taken at the last moment
                raise self._machine.refusal(answer, CardJam, deadline)
            self._machine.look(deadline)
            self._condition.count(operations=1)
            return True

    # -- what only a technician asks

    def details(self, deadline: Deadline) -> Sequence[Detail]:
        """Ask for the sensors S1 to S8, in the reader's own characters, and for the cards in the bin. Raises `DeviceError`."""
        sensors = self.sensors(deadline)
        kept = self.cards_kept(deadline)
        return (
            Detail("感应点S1到S4", " ".join(sensors[:_SENSORS_A_ROW])),
            Detail("感应点S5到S8", " ".join(sensors[_SENSORS_A_ROW:])),
            Detail("收卡箱里", "" if kept is None else f"{kept}张卡"),
        )

    def sensors(self, deadline: Deadline) -> str:
        """Ask for the sensors along the way of the card, a character each, S1 first; empty where the reader doesn't tell them.

        Unverified: which character says that a card covers it, so they are told as they come.
        """
        with self._order(deadline):
            answer = self._machine.ask(orders.SENSORS, deadline)
        told = answer.data[:_SENSORS] if isinstance(answer, Done) else b""
        return told.decode("ascii") if told.isalnum() else ""

    def cards_kept(self, deadline: Deadline) -> int | None:
        """Ask how many cards the bin holds; None where the reader doesn't count them."""
        with self._order(deadline):
            answer = self._machine.ask(orders.BIN_COUNTER, deadline)
        digits = answer.data.strip(b"\0 ") if isinstance(answer, Done) else b""
        return int(digits) if digits.isdigit() else None

    # -- a card at the contacts

    def _to_contacts(self, deadline: Deadline) -> None:
        answer = self._machine.move(orders.TO_CONTACTS, deadline)
        if isinstance(answer, NotDone):
            raise self._machine.refusal(answer, CardUnreadable, deadline)
        self._machine.at_contacts = True
        self._machine.note(answer)

    def _cold_reset(self, deadline: Deadline) -> Answer:
        answer = self._machine.ask(orders.COLD_RESET_5V, deadline)
        if isinstance(answer, NotDone) and answer.error not in (codes.MOVED_BY_HAND, codes.NOT_NOW):
            answer = self._machine.ask(orders.COLD_RESET_3V, deadline)
        return answer

    def _atr(self, answer: Done) -> bytes:
        """Return the ATR behind the protocol's digit."""
        protocol, atr = answer.data[:1], answer.data[1:]
        if protocol not in (b"0", b"1") or atr[:1] not in (b"\x3b", b"\x3f"):
            raise CardUnreadable("what came is no answer to reset")
        self._protocol = int(protocol)
        return atr
