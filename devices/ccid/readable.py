"""Messages of a serial CCID reader in words, for a recording of traffic; what a card says is only counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.ccid.codes import code
from devices.ccid.frames import ASK_AGAIN, Again, BadFrame, Decoder, Kind, Message, MoreTime, Moved, Went
from devices.readable import Frames, masked
from devices.social_card.readable import Commands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from devices.ccid.frames import Item

_WELL: Final = {Went.WELL: "done", Went.WRONG: "failed", Went.ON: "at work", Went.UNKNOWN: "how is not said"}


class CcidReadable:
    """Reads the line of one CCID reader."""

    def __init__(self) -> None:
        self._asked: Message | None = None
        self._chip = Commands()
        self._orders = Frames(Decoder(), _size, self._order)
        self._answers = Frames(Decoder(), _size, self._answer)

    def sent(self, data: bytes) -> Sequence[str]:
        """Name orders; an answer that isn't whole by now will not be."""
        return [*self._answers.rest(), *self._orders.feed(data)]

    def heard(self, data: bytes) -> Sequence[str]:
        """Name answers, notices and echoes."""
        return self._answers.feed(data)

    def rest(self) -> Sequence[str]:
        """Count what was never whole."""
        return [*self._orders.rest(), *self._answers.rest()]

    def _order(self, item: Item) -> str:
        if not isinstance(item, Message):
            return _other(item)
        self._asked = item
        name = f"{_name(item.kind)} {item.seq}"
        if item.kind is Kind.TRANSFER:
            return f"{name}: {self._chip.command(item.data)}"
        return f"{name}, {masked(len(item.data))}" if item.data else name

    def _answer(self, item: Item) -> str:
        if not isinstance(item, Message):
            return _other(item)
        if item.from_host:
            return f"echo of {_name(item.kind)} {item.seq}"
        told = f"{_name(item.kind)} {item.seq}: card {item.card.name.lower()}, {_WELL[item.went]}"
        if item.went is Went.WRONG:
            told += f" {item.error:02X} {code(item.error).meaning}"
        if not item.data:
            return told
        asked = None if self._asked is None else self._asked.kind
        if item.kind is Kind.DATA_BLOCK and asked is Kind.TRANSFER:
            return f"{told}, {self._chip.answer(item.data)}"
        what = "ATR " if item.kind is Kind.DATA_BLOCK and asked is Kind.POWER_ON else ""
        return f"{told}, {what}{masked(len(item.data))}"


def _name(kind: Kind) -> str:
    return kind.name.lower().replace("_", " ")


def _other(item: Moved | Again | MoreTime | BadFrame) -> str:
    if isinstance(item, BadFrame):
        return f"bad frame ({item.value})"
    if isinstance(item, Moved):
        return "card in" if item is Moved.IN else "card out"
    return "again, please" if item is Again.PLEASE else "more time, please"


def _size(item: Item) -> int:
    match item:
        case Message() | Moved():
            return len(item.to_bytes())
        case Again():
            return len(ASK_AGAIN)
        case MoreTime():
            return 1
        case BadFrame():
            return 0
