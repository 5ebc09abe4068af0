"""On which side of the screen each slot is, read out of the words that people are told as well."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from kiosk.core.page import Slot
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Page


class Side(StrEnum):
    """Where a slot is, seen from in front of the screen."""

    LEFT = "left"
    RIGHT = "right"
    BELOW = "below"


def side_in(words: str, unsaid: Side = Side.BELOW) -> Side:
    """Read the side out of the configured words for a place: 右边亮灯的地方; `unsaid` where they name none."""
    if "左" in words:
        return Side.LEFT
    if "右" in words:
        return Side.RIGHT
    return Side.BELOW if "下" in words or "中" in words else unsaid


@dataclass(frozen=True)
class Sides:
    """Where the slots of this terminal are; `paper` is the one the paper of this page comes out of."""

    reader: Side = Side.RIGHT
    card: Side = Side.LEFT
    paper: Side = Side.BELOW
    scanner: Side = Side.BELOW


def sides_for(places: PlaceConfig, page: Page[object]) -> Sides:
    """Return where the slots are, for the drawings of a page.

    Words that name no side (卡口) leave a card's slot beside the ID card's reader: opposite of it.
    """
    reader = side_in(places.id_reader)
    opposite = Side.LEFT if reader is Side.RIGHT else Side.RIGHT
    sheet = Slot.DOCUMENT in (page.hand, page.slot)
    return Sides(
        reader,
        side_in(places.card_slot, opposite),
        side_in(places.document_slot if sheet else places.receipt_slot),
        side_in(places.scanner),
    )
