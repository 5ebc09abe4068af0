"""From the card being put to the next page painted, against what the wire and the card alone need.

The peer is a dozen lines that send the four orders over the same port and wait for the four answers: the reader's own
time and the line's. What has to be added is the wait until the reader is asked again (a find that just missed, and the
pause after it) and, where reading is quicker, the least time 正在读证 stands so that it doesn't flash past. What is left is
the terminal's: frames, threads, look-up, the page. Cards are put at random moments, and the slowest counts.
"""

from __future__ import annotations

import time
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING, Final

import serial

from devices.ccid.adapter import POLL_SECONDS as SLOT_POLL_SECONDS
from devices.id_sam import frames
from devices.id_sam.adapter import LINE, POLL_SECONDS
from devices.id_sam.frames import Answer, AnswerDecoder
from devices.link import line_of
from devices.social_card.watch import SETTLE_SECONDS
from kiosk import settings
from kiosk.screens.reading import READING, READING_SOCIAL
from tests.benchmarks.machine import PATIENCE_SECONDS
from tests.benchmarks.row import Row, share
from tests.benchmarks.taps import PERSON

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from devices.id_sam.frames import Order
    from tests.benchmarks.machine import Machine

LIMIT_MS: Final = 50.0
READING_ORDERS: Final = (frames.SELECT, frames.READ_TEXT_AND_PHOTO, frames.READ_APPENDED_ADDRESS)
TIMES: Final = 12
SOCIAL_TIMES: Final = 6
BARE_TIMES: Final = 5


def measure(machine: Machine) -> list[float]:
    """Put a card again and again; return the seconds until the page after it was painted."""
    chance = Random(1)
    found: list[float] = []
    for _ in range(TIMES):
        machine.tap("查养老金")
        machine.tell("lift")
        machine.rest(2 * POLL_SECONDS + chance.uniform(0, POLL_SECONDS))
        begun = time.monotonic()
        machine.put_card(PERSON)
        machine.until(lambda: not machine.page.startswith("place_id_card"), "the next page")
        machine.until_painted()
        found.append(time.monotonic() - begun)
        machine.go_home()
    machine.tell("lift")
    return found


def social(machine: Machine) -> list[Row]:
    """Push a social-security card in again and again; it is found once it lay still, and read while 正在读卡 still stands."""
    chance = Random(2)
    found: list[float] = []
    for _ in range(SOCIAL_TIMES):
        machine.tap("查养老金")
        machine.rest(2 * SLOT_POLL_SECONDS + chance.uniform(0, SLOT_POLL_SECONDS))
        begun = time.monotonic()
        machine.tell("place-social-card", str(PERSON))
        machine.until(lambda: not machine.page.startswith("place_id_card"), "the next page")
        machine.until_painted()
        found.append(time.monotonic() - begun)
        machine.tell("remove-card")
        machine.go_home()
    parts = {"poll": SLOT_POLL_SECONDS, "lying still": SETTLE_SECONDS, "正在读卡": READING_SOCIAL.at_least}
    return _beyond("social-security card", found, parts)


def rows(found: list[float], bare: tuple[float, float, float]) -> list[Row]:
    """Compare them with the bare wire."""
    missed, finding, reading = bare
    longest = "正在读证" if reading <= READING.at_least else "select and read"
    parts = {
        "a find that missed": missed,
        "poll": POLL_SECONDS,
        "find": finding,
        longest: max(reading, READING.at_least),
    }
    return [
        Row("card, bare wire: find, select and read", f"{(finding + reading) * 1000:.0f} ms"),
        *_beyond("ID card", found, parts),
    ]


def _beyond(card: str, found: Sequence[float], parts: Mapping[str, float]) -> list[Row]:
    """Compare with the sum of what no terminal could leave out, and say what that is."""
    unavoidable = sum(parts.values())
    told = " + ".join(f"{what} {seconds * 1000:.0f}" for what, seconds in parts.items())
    slowest = (max(found) - unavoidable) * 1000
    against = f"goal {LIMIT_MS:.0f} ms; less {told} ms"
    return [
        Row(
            f"{card} put to next page painted, p50",
            f"{share(found, 50) * 1000:.0f} ms",
            f"{unavoidable * 1000:.0f} ms at most for all these: {told}",
        ),
        Row(
            f"{card}, slowest of {len(found)} beyond these",
            f"{slowest:.0f} ms",
            against,
            slowest / LIMIT_MS,
            slowest <= LIMIT_MS,
        ),
    ]


def bare(machine: Machine, bench_toml: Path) -> tuple[float, float, float]:
    """Return seconds of a find that misses, one that finds, and of select and read, by a bare program on the same port."""
    address, line = line_of(settings.read(bench_toml).id_reader.settings, LINE)
    with closing(serial.serial_for_url(address, line.baud, timeout=1)) as port:
        missed: list[float] = []
        finding: list[float] = []
        reading: list[float] = []
        for _ in range(BARE_TIMES):
            machine.tell("lift")
            missed.append(_asked(port, frames.FIND))
            machine.put_card(PERSON)
            finding.append(_asked(port, frames.FIND))
            reading.append(sum(_asked(port, order) for order in READING_ORDERS))
        machine.tell("lift")
    return min(missed), min(finding), min(reading)


def _asked(port: serial.Serial, order: Order) -> float:
    begun = time.monotonic()
    port.write(order.to_bytes())
    decoder = AnswerDecoder()
    while not any(isinstance(frame, Answer) for frame in decoder.feed(port.read(max(1, port.in_waiting)))):
        if time.monotonic() - begun > PATIENCE_SECONDS:
            raise TimeoutError("the reader does not answer")
    return time.monotonic() - begun
