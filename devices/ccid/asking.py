"""What a serial CCID reader is recognised by on a port nobody knows: it says how its slot is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.ccid.frames import Decoder, Kind, Message
from devices.finding import Question

if TYPE_CHECKING:
    from devices.link import LineSettings

_ORDER: Final = Message(Kind.GET_SLOT_STATUS, 0)


def question(line: LineSettings) -> Question:
    """Ask for the slot; an echo of the question is no answer."""
    return Question((line,), (_ORDER.to_bytes(),), _answered)


def _answered(_place: int, heard: bytes) -> bool:
    return any(
        isinstance(item, Message) and item.kind is Kind.SLOT_STATUS and item.seq == _ORDER.seq
        for item in Decoder().feed(heard)
    )
