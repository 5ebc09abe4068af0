"""Orders and answers of an identity-card reader in words, for a recording of traffic; what a card says is only counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.id_sam import frames
from devices.id_sam.codes import code
from devices.id_sam.frames import Answer, AnswerDecoder, BadFrame, CardBlocks, Order, OrderDecoder
from devices.readable import Frames, masked

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMES: Final = {
    frames.RESET: "reset",
    frames.STATUS: "ask status",
    frames.READ_SAM_ID: "read module number",
    frames.FIND: "find card",
    frames.SELECT: "select card",
    frames.READ_TEXT_AND_PHOTO: "read text and photo",
    frames.READ_APPENDED_ADDRESS: "read appended address",
}


class SamReadable:
    """Reads the line of one identity-card reader."""

    def __init__(self) -> None:
        self._asked: Order | None = None
        self._orders = Frames(OrderDecoder(), _size, self._order)
        self._answers = Frames(AnswerDecoder(), _size, self._answer)

    def sent(self, data: bytes) -> Sequence[str]:
        """Name orders; an answer that isn't whole by now will not be."""
        return [*self._answers.rest(), *self._orders.feed(data)]

    def heard(self, data: bytes) -> Sequence[str]:
        """Name answers."""
        return self._answers.feed(data)

    def rest(self) -> Sequence[str]:
        """Count what was never whole."""
        return [*self._orders.rest(), *self._answers.rest()]

    def _order(self, order: Order | BadFrame) -> str:
        if isinstance(order, BadFrame):
            return _bad(order)
        self._asked = order
        name = _NAMES.get(order, f"order {order.cmd:02X} {order.para:02X}")
        return name if order in _NAMES or not order.data else f"{name}, {masked(len(order.data))}"

    def _answer(self, answer: Answer | BadFrame) -> str:
        if isinstance(answer, BadFrame):
            return _bad(answer)
        told = f"{answer.sw3:02X} {code(answer.sw3).meaning}"
        if answer.card_status:
            told += f", card status {answer.card_status:04X}"
        if not answer.data:
            return told
        blocks = CardBlocks.from_data(answer.data) if self._asked == frames.READ_TEXT_AND_PHOTO else None
        if blocks is None:
            return f"{told}, {masked(len(answer.data))}"
        return f"{told}, text {len(blocks.text)} + photo {masked(blocks.photo_bytes)}"


def _size(frame: Order | Answer | BadFrame) -> int:
    return 0 if isinstance(frame, BadFrame) else len(frame.to_bytes())


def _bad(frame: BadFrame) -> str:
    return f"bad frame ({frame.fault.value})"
