"""The keypad as the kiosk sees it: keys come as events from `listen`.

What is pressed goes over the wire as plain text. So the PIN of a card is never asked for through it, whatever the page: that
needs a pad that encrypts by itself, which this is not.

A keypad says nothing until a key is pressed and can't be told from an empty port: ONLINE means only that the port is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from devices.ascii_keypad.frames import KeyDecoder, key_map
from devices.condition import Condition
from devices.errors import DeviceError, DeviceGone
from devices.health import DeviceInfo, Health
from devices.held_line import HeldLine
from devices.link import LineSettings, OpenLink, OpenPort, line_of, serial_opener
from devices.roles import DeviceEvent, Key, KeyPressed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from devices.deadline import Deadline, Time

LINE: Final = LineSettings(baud=9600)
"""8 data bits, no parity, 1 stop bit."""


def keypad(settings: Mapping[str, object], clock: Time, open_port: OpenPort = serial_opener) -> AsciiKeypad:
    """Make the keypad from its table in kiosk.toml: `port`, `baud` (9600) and `keys`, a table of names and bytes.

    For example `keys = { help = "F", up = "11", repeat = "" }`: a character, two hex digits, or a key that isn't there.
    Raises `ValueError` naming a wrong setting.
    """
    address, line = line_of(settings, LINE)
    written = settings.get("keys", {})
    if not isinstance(written, dict):
        raise ValueError('keys: write a table, like { help = "H" }')  # noqa: TRY004 - a wrong setting, whatever its type
    try:
        keys = key_map(cast("Mapping[str, object]", written))
    except ValueError as error:
        raise ValueError(f"keys: {error}") from None
    return AsciiKeypad(open_port(address, line), clock, keys)


class AsciiKeypad:
    """A `Keypad` that sends one plain byte a key."""

    def __init__(self, open_link: OpenLink, clock: Time, keys: Mapping[int, Key] | None = None) -> None:
        self._clock = clock
        self._condition = Condition(clock)
        self._line = HeldLine(open_link, self._condition)
        self._decoder = KeyDecoder(key_map({}) if keys is None else keys)

    def info(self) -> DeviceInfo:
        """Say who made it: such keypads don't tell."""
        return DeviceInfo()

    def health(self) -> Health:
        """Say how it is, from what is known, without I/O."""
        return self._condition.health

    def probe(self, deadline: Deadline) -> Health:
        """See whether the port can be opened; more can't be asked. While a lost one is not to be tried yet, say what is known."""
        if not self._line.is_open and self._line.may_open(deadline):
            try:
                self._connect(deadline)
            except DeviceError as error:
                self._line.failed(error)
        return self.health()

    def listen(self, deadline: Deadline) -> Sequence[DeviceEvent | KeyPressed]:
        """Return the keys that were pressed, as soon as one was, and notice a pulled cable."""
        if not self._line.is_open:
            deadline.rest()
            return ()
        try:
            data = self._line.read(deadline)
        except DeviceGone as error:
            self._line.failed(error)
            return (DeviceEvent(self.health()),)
        unknown = self._decoder.unknown
        pressed = self._decoder.feed(data, self._clock.monotonic())
        self._condition.count(operations=len(pressed), communication_errors=self._decoder.unknown - unknown)
        return tuple(map(KeyPressed, pressed))

    def reset(self, deadline: Deadline) -> None:
        """Open the port anew. Raises `DeviceError`."""
        self._line.close()
        try:
            self._connect(deadline)
        except DeviceError as error:
            self._line.failed(error)
            raise

    def close(self) -> None:
        """Let go of the port; safe from another thread."""
        self._line.close()

    def _connect(self, deadline: Deadline) -> None:
        if self._line.open(deadline):
            self._condition.online()
