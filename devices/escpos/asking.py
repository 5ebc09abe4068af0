"""What a receipt printer is recognised by on a port nobody knows: it answers every real-time question for its status (DLE EOT).

An answer is a single byte of a certain form, which chance may bring once, but not to each question and with nothing beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.escpos import frames
from devices.escpos.replies import AutomaticStatus, RealTimeAnswer, StatusDecoder
from devices.finding import Question

if TYPE_CHECKING:
    from devices.escpos.status import Coding
    from devices.link import LineSettings


def question(line: LineSettings, coding: Coding) -> Question:
    """Ask what the make's status consists of, one after the other."""

    def answered(_place: int, heard: bytes) -> bool:
        decoder = StatusDecoder(coding)
        wanted = RealTimeAnswer if coding.answers else AutomaticStatus
        events = decoder.feed(heard)
        return any(isinstance(event, wanted) for event in events) and not (decoder.noise or decoder.held)

    return Question((line,), tuple(frames.ask(n) for n in coding.questions), answered)
