"""What a CRT card reader is recognised by on a port nobody knows: it starts, leaving a card where it is, and says so.

A reader that has just got its power takes its speed from the first start and hears nothing before, so its status can't be
asked for instead. This start moves nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from devices.crt import orders
from devices.crt.frames import AnswerDecoder, Done, NotDone, Sign
from devices.finding import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from devices.link import LineSettings

START_SECONDS: Final = 2.0
"""What a reader that heard the order may take to answer: it tests its rollers for about a second."""


def question(line: LineSettings, speeds: Sequence[int]) -> Question:
    """Start it at each speed, and confirm the answer."""
    return Question(
        tuple(replace(line, baud=baud) for baud in speeds),
        (orders.INIT_LEAVE.to_bytes(),),
        _answered,
        patience_seconds=START_SECONDS,
        thanks=Sign.HEARD.to_bytes(),
    )


def _answered(_place: int, heard: bytes) -> bool:
    return any(isinstance(item, Done | NotDone) for item in AnswerDecoder().feed(heard))
