"""What a reader of identity cards is recognised by on a port nobody knows: any frame that answers a question for its status."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from devices.finding import Question
from devices.id_sam import frames
from devices.id_sam.frames import Answer, AnswerDecoder
from devices.id_sam.speeds import SPEEDS

if TYPE_CHECKING:
    from devices.link import LineSettings


def question(line: LineSettings) -> Question:
    """Ask for the status, at the speed that is set and then at the others."""
    others = (replace(line, baud=baud) for baud in SPEEDS if baud != line.baud)
    return Question((line, *others), (frames.STATUS.to_bytes(),), _answered)


def _answered(_place: int, heard: bytes) -> bool:
    return any(isinstance(frame, Answer) for frame in AnswerDecoder().feed(heard))
