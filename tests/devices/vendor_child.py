"""A process that stands where the vendor library's does, and misbehaves at one moment as it is told. Standard library only.

    vendor_child.py FOLDER MOMENT DEED ARGUMENT

It finds no card twice, then one until it was asked for it twice, then none. Each answer has a number, the one that says that
the library is loaded being 0; at `MOMENT` it does `DEED`. A file `over` in the folder mends it: from then on it is well, and a
card is there while there is a file `card`.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

CARD = (
    "110105|11010519491231002X|X00000019|110105D15600000500BF7C7A48FB4966|测试|00814E43238697159900BF7C7A|2.00|"
    "20210101|20310101|000000000001|000001|"
)
LOADED, NO_CARD = b"0 0\n", b"-2 0\n"
TEXT = CARD.encode("gbk")
READ = b"0 %d\n%s" % (len(TEXT), TEXT)
CARD_IS_THERE = (3, 4)
"""The questions that a card is there for."""

_never = threading.Event()


def wait(seconds: float | None) -> None:
    """Let real time pass; None: for ever."""
    _never.wait(seconds)


def say(data: bytes) -> None:
    """Write to the terminal."""
    os.write(1, data)


def usual(number: int) -> bytes:
    """Return the answer that this number has when all is well."""
    if number == 0:
        return LOADED
    return READ if number in CARD_IS_THERE else NO_CARD


def _answers_and_ends(argument: str, good: bytes) -> None:
    say(good)
    os._exit(int(argument))


def _closes(argument: str, _good: bytes) -> None:
    os.close(int(argument))
    wait(None)


def _answers_and_closes(argument: str, good: bytes) -> None:
    say(good)
    os.close(int(argument))


def _says_and_ends(argument: str, _good: bytes) -> None:
    say(bytes.fromhex(argument))
    os._exit(0)


def _split(argument: str, good: bytes) -> None:
    at, seconds = argument.split()
    say(good[: int(at)])
    wait(float(seconds))
    say(good[int(at) :])


def _cut(argument: str, good: bytes) -> None:
    say(good[: int(argument)])
    wait(None)


def _torn(argument: str, good: bytes) -> None:
    say(good[: int(argument)])
    os._exit(0)


def _flipped(argument: str, good: bytes) -> None:
    at, bit = map(int, argument.split())
    say(good[:at] + bytes([good[at] ^ 1 << bit]) + good[at + 1 :])


def _trickles(argument: str, good: bytes) -> None:
    for byte in good:
        say(bytes([byte]))
        wait(float(argument))


def _late(argument: str, good: bytes) -> None:
    wait(float(argument))
    say(good)


DEEDS: dict[str, Callable[[str, bytes], None]] = {
    "signal": lambda argument, _: os.kill(os.getpid(), signal.Signals[argument]),
    "exit": lambda argument, _: os._exit(int(argument)),
    "answer-and-exit": _answers_and_ends,
    "hang": lambda _, __: wait(None),
    "close": _closes,
    "answer-and-close": _answers_and_closes,
    "say": lambda argument, _: say(bytes.fromhex(argument)),
    "say-first": lambda argument, good: say(bytes.fromhex(argument) + good),
    "say-and-exit": _says_and_ends,
    "split": _split,
    "cut": _cut,
    "torn": _torn,
    "flip": _flipped,
    "trickle": _trickles,
    "late": _late,
    "twice": lambda _, good: say(good * 2),
}
"""What it does in place of a good answer, once."""


def main(folder: Path, moment: int, deed: str, argument: str) -> None:
    """Serve until the orders end."""
    number = 0
    while True:
        if (folder / "over").exists():
            say(LOADED if number == 0 else READ if (folder / "card").exists() else NO_CARD)
        elif number == moment:
            DEEDS[deed](argument, usual(number))
        else:
            say(usual(number))
        if not sys.stdin.buffer.readline():
            return
        number += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4])
