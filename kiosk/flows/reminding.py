"""R3 where the reader can't see a card being taken: no page and no touch, the next page reminds of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from kiosk.core.page import Slot, Wait
from kiosk.flows.each_page import EachPage
from kiosk.screens.phrases import READ_TAKE_CARD, TAKE_CARD_FIRST

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from kiosk.core.page import Page

T = TypeVar("T")


class Reminding(EachPage[T]):
    """Awaits a flow; its first page that is shown for long opens with 请先收好身份证."""

    def __init__(self, flow: Coroutine[Page[Any], Any, T]) -> None:
        self._reminded = False
        super().__init__(flow, self._remind)

    def _remind(self, page: Page[Any]) -> Page[Any]:
        if self._reminded or isinstance(page, Wait):
            return page
        # A page that 简洁版 answers by itself may never be seen.
        self._reminded = page.usual is None
        return with_reminder(page)


def with_reminder(page: Page[T]) -> Page[T]:
    """Return the page with the band, the lamp at the reader and the sentence before its own."""
    return replace(
        page, band=TAKE_CARD_FIRST, hand=page.hand or Slot.ID_READER, loudspeaker=(READ_TAKE_CARD, *page.loudspeaker)
    )
