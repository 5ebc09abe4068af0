"""Makes words of the bytes on a line, for a recording that technicians read: what is known by name, everything else only counted.

Bytes are personal until a decoder knows better: names, numbers, digits and print data never become words, whatever stands there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Readable(Protocol):
    """Reads both directions of one open line. Keeps of its bytes only what may be the beginning of something."""

    def sent(self, data: bytes) -> Sequence[str]:
        """Name what the terminal sent and is now complete."""
        ...

    def heard(self, data: bytes) -> Sequence[str]:
        """Name what the device sent and is now complete."""
        ...

    def rest(self) -> Sequence[str]:
        """Count what was begun and will not be completed: the line is closed."""
        ...


def counted(number: int) -> str:
    """Say how many bytes."""
    return "1 byte" if number == 1 else f"{number} bytes"


def masked(number: int) -> str:
    """Say how many bytes are kept from the reader, because they may be somebody's."""
    return f"{counted(number)} masked"


def unknown(number: int) -> list[str]:
    """Say how many bytes belong to nothing, if there are any."""
    return [f"{counted(number)} not understood"] if number > 0 else []


F_co = TypeVar("F_co", covariant=True)
F = TypeVar("F")


class Decoder(Protocol[F_co]):
    """What the `frames` of every make have."""

    @property
    def waiting(self) -> int:
        """Bytes kept because they may be the beginning of a frame."""
        ...

    def feed(self, data: bytes) -> Sequence[F_co]:
        """Take in bytes and return what is now complete."""
        ...

    def give_up(self) -> Sequence[F_co]:
        """Treat what is incomplete as bad, and return what was hidden inside it."""
        ...


class Frames(Generic[F]):
    """Names the frames of one direction, and counts what lies between them.

    `size` says how many bytes a frame had on the line; none for what only says that something was bad.
    """

    def __init__(self, decoder: Decoder[F], size: Callable[[F], int], name: Callable[[F], str]) -> None:
        self._decoder = decoder
        self._size = size
        self._name = name

    def feed(self, data: bytes) -> list[str]:
        """Name what is now complete."""
        return self._told(self._decoder.waiting + len(data), self._decoder.feed(data))

    def rest(self) -> list[str]:
        """Name what was hidden in something that will not be completed."""
        return self._told(self._decoder.waiting, self._decoder.give_up())

    def _told(self, before: int, found: Sequence[F]) -> list[str]:
        strays = before - self._decoder.waiting - sum(map(self._size, found))
        return [*map(self._name, found), *unknown(strays)]


class OnlyCounted:
    """Reads a line on which everything may be somebody's: a scanner's code, a keypad's digits."""

    def sent(self, data: bytes) -> Sequence[str]:
        """Count."""
        return (masked(len(data)),)

    def heard(self, data: bytes) -> Sequence[str]:
        """Count."""
        return (masked(len(data)),)

    def rest(self) -> Sequence[str]:
        """Nothing is kept."""
        return ()
