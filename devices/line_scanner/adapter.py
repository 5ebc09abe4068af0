"""The code scanner as the kiosk sees it: waits for one code while it is asked to, and lets every other pass.

Scanners in presentation mode scan always and need no orders; one in host-trigger mode is switched on for as long as a code
is asked for. Most say nothing unless they see a code, so that a scanner can't be told from an empty port: ONLINE means only
that the port is open.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.condition import Condition
from devices.connection import BareLine, Connection
from devices.deadline import Deadline
from devices.errors import DeviceError
from devices.health import Ability, Capabilities, DeviceInfo, Health, SelfTest
from devices.line_scanner.frames import IDLE_SECONDS, Fault, Line, LineDecoder
from devices.link import LineSettings, OpenLink, OpenPort, line_of, serial_opener
from devices.roles import DeviceEvent, ScannedCode
from devices.self_test import tested
from devices.setting import Setting, Written, line_settings, only

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from devices.deadline import Time
    from devices.line_scanner.frames import BadLine

REPEAT_SECONDS: Final = 2.0
"""The same code counts again only after it was away this long: a telephone held still is scanned again and again."""

TRIGGER_AGAIN_SECONDS: Final = 10.0
"""A triggered scanner gives up by itself after a while, and one that restarted has forgotten: it is told again. Unverified: how
long each make waits (Honeywell 30 s as delivered)."""

TRIGGER_PAUSE_SECONDS: Final = 0.5
"""A triggered scanner is done with the first thing it sees: after one that doesn't count it is told again, but not to beep on."""

SWITCH_OFF_SECONDS: Final = 0.2
"""What switching it off may take, however the scan ended."""

LINE: Final = LineSettings(baud=9600)
"""8 data bits, no parity, 1 stop bit; 9600 is the commonest, USB and 2-D engines often have 115200."""


SETTINGS: Final = (
    *line_settings(LINE, looked_for=False),
    Setting(
        "trigger_on", Written.TEXT, "Bytes in hex that switch a scanner in host-trigger mode on, like 16 54 0D.", '""'
    ),
    Setting("trigger_off", Written.TEXT, "Bytes in hex that switch it off, like 16 55 0D.", '""'),
    Setting("trigger_reset", Written.TEXT, "Bytes in hex it is sent first after every opening.", '""'),
    Setting("trigger_reply", Written.TEXT, "Bytes in hex it answers a trigger with; they are no code.", '""'),
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """What switches a scanner in host-trigger mode; all empty for presentation mode. `reply` is what it answers, if it does.

    Honeywell, Datalogic and Canmax: on 16 54 0D, off 16 55 0D.
    """

    on: bytes = b""
    off: bytes = b""
    reset: bytes = b""
    reply: bytes = b""


def scanner(settings: Mapping[str, object], clock: Time, open_port: OpenPort = serial_opener) -> LineScanner:
    """Make the scanner from its table in kiosk.toml: `port`, `baud` (9600), and for host-trigger mode hex strings.

    They are `trigger_on`, `trigger_off`, `trigger_reset` and `trigger_reply`. Raises `ValueError` naming a wrong setting.
    """
    only(settings, SETTINGS)
    address, line = line_of(settings, LINE)
    on, off, reset, reply = (_hex(settings, f"trigger_{name}") for name in ("on", "off", "reset", "reply"))
    if off and not on:
        raise ValueError("trigger_off: there is no trigger_on")
    if any(end in reply for end in b"\r\n"):
        raise ValueError("trigger_reply: CR and LF end a line anyway; leave them out")
    return LineScanner(open_port(address, line), clock, Trigger(on, off, reset, reply))


def _hex(settings: Mapping[str, object], name: str) -> bytes:
    written = settings.get(name, "")
    try:
        if isinstance(written, str):
            return bytes.fromhex(written)
    except ValueError:
        pass
    raise ValueError(f'{name}: write bytes as hex digits, like "16 54 0D"')


class LineScanner:
    """A `CodeScanner` that sends text and a suffix. What it read is told to nobody but who asked."""

    def __init__(self, open_link: OpenLink, clock: Time, trigger: Trigger | None = None) -> None:
        self._clock = clock
        self._condition = Condition(clock)
        self._line = BareLine(open_link)
        self._connection = Connection(self._condition, self._line, self._begin)
        self._trigger = trigger or Trigger()
        self._decoder = LineDecoder(self._trigger.reply)
        self._salt = secrets.token_bytes(16)
        self._last_code = b""
        self._last_at = 0.0
        self._heard_at = 0.0

    def info(self) -> DeviceInfo:
        """Say who made it: such scanners don't tell."""
        return DeviceInfo()

    def capabilities(self) -> Capabilities:
        """Say what it can do as it is fitted here, without I/O."""
        return Capabilities("serial", frozenset({Ability.TRIGGERED} if self._trigger.on else ()))

    def health(self) -> Health:
        """Say how it is, from what is known, without I/O."""
        return self._condition.health

    def probe(self, deadline: Deadline) -> Health:
        """See whether the port can be opened; more can't be asked. While a lost one is not to be tried yet, say what is known."""
        return self._connection.probe(deadline)

    def listen(self, deadline: Deadline) -> Sequence[DeviceEvent]:
        """Notice a pulled cable. A code that nobody asked for passes."""
        before = self.health().state
        self._connection.listen(deadline, self._take)
        return () if self.health().state is before else (DeviceEvent(self.health()),)

    def reset(self, deadline: Deadline) -> None:
        """Open the port anew, and send the scanner its reset order where one is set. Raises `DeviceError`."""
        self._line.close()
        with self._connection.order(deadline):
            self._line.write(self._trigger.reset, deadline)

    def self_test(self, deadline: Deadline) -> SelfTest:
        """Reset it, ask how it is, and say what came of it. Raises `OperationCancelled`."""
        return tested(self, deadline)

    def close(self) -> None:
        """Let go of the port; safe from another thread, so that a stuck order ends with `DeviceGone`."""
        self._connection.close()

    def scan(self, deadline: Deadline) -> ScannedCode:
        """Wait for a code that is shown from now on."""
        with self._connection.order(deadline):
            self._let_pass(deadline)
            try:
                code = self._wait(deadline)
            finally:
                self._switch_off()
        self._condition.count(operations=1)
        return code

    def _begin(self, _deadline: Deadline) -> None:
        self._line.open()
        self._decoder = LineDecoder(self._trigger.reply)

    def _let_pass(self, deadline: Deadline) -> None:
        """Let a code pass that was under way when nobody had asked: its end must not be taken for a code."""
        self._line.drain()
        quiet_at = self._clock.monotonic() + IDLE_SECONDS
        while (left := quiet_at - self._clock.monotonic()) > 0:
            deadline.check()
            data = self._line.read(deadline.within(left))
            if data:
                self._heard_at = self._clock.monotonic()
                self._decoder.feed(data)
                if not self._decoder.in_line:
                    break
                quiet_at = self._clock.monotonic() + IDLE_SECONDS
        self._decoder.forget()

    def _wait(self, deadline: Deadline) -> ScannedCode:
        switch_on_at = self._clock.monotonic()
        while True:
            deadline.check()
            if self._clock.monotonic() >= switch_on_at:
                self._line.write(self._trigger.on, deadline)
                switch_on_at += TRIGGER_AGAIN_SECONDS
            for line in self._take(deadline):
                if isinstance(line, Line) and not self._is_repeat(line):
                    return ScannedCode(line.text)
                switch_on_at = self._clock.monotonic() + TRIGGER_PAUSE_SECONDS

    def _take(self, deadline: Deadline) -> list[Line | BadLine]:
        """Return what came within a slice, or ended with it."""
        patience = self._decoder.patience
        left = None if patience is None else self._heard_at + patience - self._clock.monotonic()
        data = self._line.read(deadline if left is None else deadline.within(max(0.0, left)))
        if data:
            self._heard_at = self._clock.monotonic()
            found = self._decoder.feed(data)
        elif patience is not None and self._clock.monotonic() >= self._heard_at + patience:
            found = self._decoder.pause()
        else:
            return []
        bad = [line for line in found if not isinstance(line, Line) and line.fault is not Fault.NOTHING_READ]
        self._condition.count(communication_errors=len(bad))
        return found

    def _is_repeat(self, line: Line) -> bool:
        """Whether it is the code of a moment ago. Only a salted hash of that one is kept."""
        now = self._clock.monotonic()
        code = hashlib.blake2b(line.text.encode("utf-8", "surrogatepass"), key=self._salt, digest_size=16).digest()
        repeat = code == self._last_code and now - self._last_at < REPEAT_SECONDS
        self._last_code, self._last_at = code, now
        return repeat

    def _switch_off(self) -> None:
        if self._trigger.off:
            # The scan has ended as it has ended; a port that is gone is met by the next order.
            with contextlib.suppress(DeviceError):
                self._line.write(self._trigger.off, Deadline(self._clock, SWITCH_OFF_SECONDS))
