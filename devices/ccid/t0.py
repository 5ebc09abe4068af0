"""What a reader at TPDU level has to know of T=0 (ISO 7816-3): a card's answer to reset, and how a command is carried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_HEADER: Final = 4


@dataclass(frozen=True, slots=True)
class Reset:
    """What a card's answer to reset (ISO 7816-3) says that its reader has to know; the rest is the maker's."""

    protocols: frozenset[int] = frozenset({0})
    speed: int = 0x11
    """Fi and Di, as TA1 codes them; only where the card insists (TA2), else the default."""
    guard: int = 0
    waiting: int = 0x0A

    @classmethod
    def from_atr(cls, atr: bytes) -> Reset:
        """Take an answer to reset apart; what is cut off has its default. Never raises."""
        letters, protocols = _interface_bytes(atr)
        insists = ("A", 2) in letters
        return cls(
            protocols=frozenset(protocols or {0}),
            speed=letters.get(("A", 1), 0x11) if insists else 0x11,
            guard=letters.get(("C", 1), 0),
            waiting=letters.get(("C", 2), 0x0A),
        )

    @property
    def parameters(self) -> bytes:
        """The data of SET_PARAMETERS for T=0."""
        return bytes([self.speed, 0, self.guard, self.waiting, 0])


def _interface_bytes(atr: bytes) -> tuple[dict[tuple[str, int], int], set[int]]:
    """Return TA1, TB1, ... by letter and number, and the protocols offered."""
    letters: dict[tuple[str, int], int] = {}
    protocols: set[int] = set()
    rest = iter(atr[1:])
    follows = next(rest, 0)
    number = 1
    while follows & 0xF0:
        for bit, letter in ((0x10, "A"), (0x20, "B"), (0x40, "C"), (0x80, "D")):
            value = next(rest, None) if follows & bit else None
            if value is not None:
                letters[letter, number] = value
        follows = letters.get(("D", number), 0)
        if ("D", number) in letters and follows & 0x0F != _GLOBAL:
            protocols.add(follows & 0x0F)
        number += 1
    return letters, protocols


_GLOBAL: Final = 15
"""T=15 isn't a protocol: it introduces the global interface bytes."""


def as_t0(command: bytes) -> bytes:
    """Return a command as T=0 carries it: four bytes get a fifth, and no Le follows data.

    Raises `ValueError` (without the command) for one that T=0 can't carry.
    """
    if len(command) == _HEADER:
        return command + b"\0"
    if len(command) < _HEADER:
        raise ValueError("a command has four bytes at least")
    data = _HEADER + 1 + command[_HEADER]
    if len(command) == data + 1 and len(command) > _HEADER + 2:
        return command[:-1]
    if len(command) not in (_HEADER + 1, data):
        raise ValueError("the length in a command contradicts it")
    return command
