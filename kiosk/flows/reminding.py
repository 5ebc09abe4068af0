"""R3 where the reader can't see a card being taken: no page and no touch, the next page reminds of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kiosk.core.page import Slot, Wait
from kiosk.screens.phrases import READ_TAKE_CARD, TAKE_CARD_FIRST

if TYPE_CHECKING:
    from collections.abc import Coroutine, Generator

    from kiosk.core.page import Page

T = TypeVar("T")


class Reminding(Generic[T]):
    """Awaits a flow; its first page that is shown for long opens with 请先收好身份证."""

    def __init__(self, flow: Coroutine[Page[Any], Any, T]) -> None:
        self._flow = flow

    def __await__(self) -> Generator[Page[Any], Any, T]:
        """Pass pages out and answers in."""
        reminded = False
        answer: object = None
        failed: Exception | None = None
        try:
            while True:
                page = self._flow.send(answer) if failed is None else self._flow.throw(failed)
                shown = page
                if not reminded and not isinstance(page, Wait):
                    # A page that 简洁版 answers by itself may never be seen.
                    reminded = page.usual is None
                    shown = with_reminder(page)
                answer, failed = None, None
                try:
                    answer = yield shown
                except Exception as error:  # noqa: BLE001 - whatever ends a page is the flow's to hear
                    failed = error
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            self._flow.close()


def with_reminder(page: Page[T]) -> Page[T]:
    """Return the page with the band, the lamp at the reader and the sentence before its own."""
    return replace(
        page, band=TAKE_CARD_FIRST, hand=page.hand or Slot.ID_READER, loudspeaker=(READ_TAKE_CARD, *page.loudspeaker)
    )
