"""Orders and answers of a CRT card reader in words, for a recording of traffic; what a card says is only counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.crt import orders
from devices.crt.codes import told
from devices.crt.frames import AnswerDecoder, BadFrame, Bin, CardAt, Done, NotDone, Order, OrderDecoder, Sign
from devices.readable import Frames, masked
from devices.social_card.readable import Commands

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMES: Final = {
    (order.cm, order.pm): name
    for order, name in {
        orders.INIT_TO_GATE: "start, card to the gate",
        orders.INIT_CAPTURE: "start, keep the card",
        orders.INIT_LEAVE: "start, leave the card",
        orders.STATUS: "ask status",
        orders.SENSORS: "ask sensors",
        orders.HOLD_AT_GATE: "card to the gate, held",
        orders.TO_CONTACTS: "card to the contacts",
        orders.CAPTURE: "keep the card",
        orders.OUT_OF_GATE: "card out of the gate",
        orders.ENTRY_ON: "let cards in",
        orders.ENTRY_OFF: "let no cards in",
        orders.DETECT_CHIP: "look for a chip",
        orders.COLD_RESET_5V: "power the chip",
        orders.POWER_OFF: "chip's power off",
        orders.WARM_RESET: "reset the chip",
        orders.SERIAL: "ask serial number",
        orders.VERSION: "ask version",
        orders.VERSION_BY_OTHERS: "ask version",
        orders.BIN_COUNTER: "ask how many were kept",
    }.items()
}
_CARDS: Final = {CardAt.NOWHERE: "no card", CardAt.GATE: "card at the gate", CardAt.INSIDE: "card inside"}
_SIGNS: Final = {Sign.HEARD: "heard", Sign.BADLY: "heard badly", Sign.LET_BE: "let it be"}
_TO_CHIP: Final = frozenset((order.cm, order.pm) for order in (orders.apdu(b"", 0), orders.apdu(b"", 1)))


class CrtReadable:
    """Reads the line of one CRT reader."""

    def __init__(self) -> None:
        self._chip = Commands()
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

    def _order(self, item: Order | Sign | BadFrame) -> str:
        if not isinstance(item, Order):
            return _other(item)
        if (item.cm, item.pm) in _TO_CHIP:
            return f"chip: {self._chip.command(item.data)}"
        name = _name(item.cm, item.pm)
        return f"{name}, {masked(len(item.data))}" if item.data else name

    def _answer(self, item: Done | NotDone | Sign | BadFrame) -> str:
        if isinstance(item, NotDone):
            more = f", {masked(len(item.data))}" if item.data else ""
            return f"not done: {_name(item.cm, item.pm)}: {told(item.error)}{more}"
        if not isinstance(item, Done):
            return _other(item)
        card = "card nobody knows where" if item.card is None else _CARDS[item.card]
        done = f"done: {_name(item.cm, item.pm)}: {card}"
        if item.bin is Bin.FULL:
            done += ", bin full"
        if not item.data:
            return done
        if (item.cm, item.pm) in _TO_CHIP:
            return f"{done}, {self._chip.answer(item.data)}"
        return f"{done}, {masked(len(item.data))}"


def _name(cm: int, pm: int) -> str:
    return "chip" if (cm, pm) in _TO_CHIP else _NAMES.get((cm, pm), f"order {cm:02X} {pm:02X}")


def _other(item: Sign | BadFrame) -> str:
    return f"bad frame ({item.value})" if isinstance(item, BadFrame) else _SIGNS[item]


def _size(item: Order | Done | NotDone | Sign | BadFrame) -> int:
    return 0 if isinstance(item, BadFrame) else len(item.to_bytes())
