"""The keypad as the kiosk sees it: keys come as events from `listen`.

What is pressed goes over the wire as plain text. So the PIN of a card is never asked for through it, whatever the page: that
needs a pad that encrypts by itself, which this is not.

A keypad says nothing until a key is pressed and can't be told from an empty port: ONLINE means only that the port is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from devices.ascii_keypad.frames import KeyDecoder, key_map
from devices.condition import Condition
from devices.connection import BareLine, Connection
from devices.health import Capabilities, DeviceInfo, Health, SelfTest
from devices.link import LineSettings, OpenLink, OpenPort, line_of, serial_opener
from devices.roles import DeviceEvent, Key, KeyPressed
from devices.self_test import tested
from devices.setting import Setting, Written, line_settings, only

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from devices.deadline import Deadline, Time

LINE: Final = LineSettings(baud=9600)
"""8 data bits, no parity, 1 stop bit."""


SETTINGS: Final = (
    *line_settings(LINE, looked_for=False),
    Setting(
        "keys",
        Written.TABLE,
        'Keys whose byte is another than usual: a character, two hex digits, or "" for one that isn\'t there.',
        "{}",
        '{ help = "F", up = "11", repeat = "" }',
    ),
)


def keypad(settings: Mapping[str, object], clock: Time, open_port: OpenPort = serial_opener) -> AsciiKeypad:
    """Make the keypad from its table in kiosk.toml: `port`, `baud` (9600) and `keys`, a table of names and bytes.

    For example `keys = { help = "F", up = "11", repeat = "" }`: a character, two hex digits, or a key that isn't there.
    Raises `ValueError` naming a wrong setting.
    """
    only(settings, SETTINGS)
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
        self._line = BareLine(open_link)
        self._connection = Connection(self._condition, self._line, self._begin)
        self._decoder = KeyDecoder(key_map({}) if keys is None else keys)

    def info(self) -> DeviceInfo:
        """Say who made it: such keypads don't tell."""
        return DeviceInfo()

    def capabilities(self) -> Capabilities:
        """Say what it can do as it is fitted here, without I/O."""
        return Capabilities("serial")

    def health(self) -> Health:
        """Say how it is, from what is known, without I/O."""
        return self._condition.health

    def probe(self, deadline: Deadline) -> Health:
        """See whether the port can be opened; more can't be asked. While a lost one is not to be tried yet, say what is known."""
        return self._connection.probe(deadline)

    def listen(self, deadline: Deadline) -> Sequence[DeviceEvent | KeyPressed]:
        """Return the keys that were pressed, as soon as one was, and notice a pulled cable."""
        before, pressed = self.health().state, list[KeyPressed]()
        self._connection.listen(deadline, lambda part: pressed.extend(self._pressed(part)))
        return tuple(pressed) if self.health().state is before else (*pressed, DeviceEvent(self.health()))

    def reset(self, deadline: Deadline) -> None:
        """Open the port anew. Raises `DeviceError`."""
        self._line.close()
        with self._connection.order(deadline):
            pass  # connecting is all

    def self_test(self, deadline: Deadline) -> SelfTest:
        """Reset it, ask how it is, and say what came of it. Raises `OperationCancelled`."""
        return tested(self, deadline)

    def close(self) -> None:
        """Let go of the port; safe from another thread."""
        self._connection.close()

    def _begin(self, _deadline: Deadline) -> None:
        self._line.open()

    def _pressed(self, deadline: Deadline) -> Sequence[KeyPressed]:
        data = self._line.read(deadline)
        unknown = self._decoder.unknown
        pressed = self._decoder.feed(data, self._clock.monotonic())
        self._condition.count(operations=len(pressed), communication_errors=self._decoder.unknown - unknown)
        return tuple(map(KeyPressed, pressed))
