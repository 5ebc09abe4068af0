"""What a plain keypad sends, as values: one byte a key, no frame, no check sum, no word of a key let go. No I/O.

    31 30 0D    the keys 1, 0 and enter

Digits, 0D (enter), 08 (clear) and 1B (cancel, here: back) are what such keypads agree on. Unverified: every other byte; there
is no standard, so the defaults below are our own and a keypad's real ones stand in kiosk.toml.

Because a byte is all that comes, a bouncing contact, a key held down and a key pressed twice are told apart by time alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.roles import Key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

USUAL_BYTES: Final[Mapping[Key, int]] = {
    **{Key(str(digit)): ord(str(digit)) for digit in range(10)},
    Key.ENTER: 0x0D,
    Key.CLEAR: 0x08,
    Key.BACK: 0x1B,
    # The letters that end a terminal's cursor sequences (ESC [ A).
    Key.UP: ord("A"),
    Key.DOWN: ord("B"),
    Key.RIGHT: ord("C"),
    Key.LEFT: ord("D"),
    Key.HELP: ord("H"),
    Key.REPEAT: ord("R"),
    Key.LOUDER: ord("+"),
    Key.SOFTER: ord("-"),
    Key.SLOWER: ord("<"),
    Key.FASTER: ord(">"),
    Key.PAUSE: ord("P"),
}

HELD_SECONDS: Final = 0.15
"""The same byte again and again with no longer pauses is one press: a contact that bounces does so within 40 ms, a key held
down repeats 7 to 30 times a second, and who presses a key twice takes longer. Unverified: no manual tells how fast keypads
repeat; a repeat that begins after a longer pause counts as a press."""

AGAIN_SECONDS: Final = 0.4
"""A key held down counts once in this time."""

_NAMES: Final = tuple(key.value for key in Key)
_HEX_DIGITS: Final = 2
_BYTES: Final = 256


def key_map(written: Mapping[str, object]) -> Mapping[int, Key]:
    """Return which byte is which key: the usual ones, with what kiosk.toml says in their place.

    A value is one character or two hex digits; an empty one says that the key isn't there. A usual byte given to another
    key is that key's. Raises `ValueError` naming the key that is wrong.
    """
    own: dict[int, Key] = {}
    for name, value in written.items():
        if name not in _NAMES:
            raise ValueError(f"{name}: there is no such key; there are {', '.join(_NAMES)}")
        if value == "":
            continue
        byte = _byte(name, value)
        if byte in own:
            raise ValueError(f"{name}: {own[byte]} has the same byte")
        own[byte] = Key(name)
    usual = {byte: key for key, byte in USUAL_BYTES.items() if key not in written}
    return {**usual, **own}


def _byte(name: str, value: object) -> int:
    if isinstance(value, str):
        if len(value) == 1 and ord(value) < _BYTES:
            return ord(value)
        if len(value) == _HEX_DIGITS and value.isalnum():
            try:
                return int(value, 16)
            except ValueError:
                pass
    raise ValueError(f'{name}: write one character ("H") or two hex digits ("0D")')


STUCK_SECONDS: Final = 10.0
"""A key held for longer is one that sticks: nobody presses it, and what it says keeps no visit open."""


class KeyDecoder:
    """Makes keys of bytes and keeps nothing but the last one, when it came, and since when it repeats."""

    def __init__(self, keys: Mapping[int, Key]) -> None:
        self._keys = keys
        self._last: int | None = None
        self._last_at = 0.0
        self._counted_at = 0.0
        self._repeats_since = 0.0
        self.unknown = 0
        """Bytes that are no key, since the start."""

    def feed(self, data: bytes, now: float) -> Sequence[Key]:
        """Take in what came at this moment, in seconds, and return the keys that were pressed, in order."""
        pressed: list[Key] = []
        for byte in data:
            key = self._keys.get(byte)
            if key is None:
                self.unknown += 1
            elif self._counts(byte, now):
                pressed.append(key)
        return pressed

    def _counts(self, byte: int, now: float) -> bool:
        """Whether this is a press of its own: neither a bounce, nor the repeat of a key held down, nor of one that sticks."""
        since_counted, since_last = now - self._counted_at, now - self._last_at
        same, self._last, self._last_at = byte == self._last, byte, now
        repeats = same and since_last < HELD_SECONDS
        if not repeats:
            self._repeats_since = now
        elif since_counted < AGAIN_SECONDS or now - self._repeats_since > STUCK_SECONDS:
            return False
        self._counted_at = now
        return True
