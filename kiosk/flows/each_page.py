"""Awaits a flow and changes each of its pages on the way out; the flow knows nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator

    from kiosk.core.page import Page

T = TypeVar("T")


class EachPage(Generic[T]):
    """See the module. `change` makes of each page of `flow` the one that stands."""

    def __init__(self, flow: Coroutine[Page[Any], Any, T], change: Callable[[Page[Any]], Page[Any]]) -> None:
        self._flow = flow
        self._change = change

    def __await__(self) -> Generator[Page[Any], Any, T]:
        """Pass pages out and answers in."""
        answer: object = None
        failed: Exception | None = None
        try:
            while True:
                page = self._flow.send(answer) if failed is None else self._flow.throw(failed)
                answer, failed = None, None
                try:
                    answer = yield self._change(page)
                except Exception as error:  # noqa: BLE001 - whatever ends a page is the flow's to hear
                    failed = error
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            self._flow.close()
