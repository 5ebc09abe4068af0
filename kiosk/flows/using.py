"""Marks the pages of a service as its own, so that the day's statistics can count it; nothing of the person but the age."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kiosk.core.page import Used

if TYPE_CHECKING:
    from collections.abc import Coroutine, Generator

    from kiosk.core.page import Page
    from kiosk.core.record import Found

T = TypeVar("T")
_OLDEST = 150
"""More is a birthday that can't be true."""


class Using(Generic[T]):
    """Awaits the flow of a service; each of its pages says which one it is."""

    def __init__(self, flow: Coroutine[Page[Any], Any, T], service: str, found: Found) -> None:
        self._flow = flow
        self._used = Used(service, age_of(found))

    def __await__(self) -> Generator[Page[Any], Any, T]:
        """Pass pages out and answers in."""
        answer: object = None
        failed: Exception | None = None
        try:
            while True:
                page = self._flow.send(answer) if failed is None else self._flow.throw(failed)
                answer, failed = None, None
                try:
                    answer = yield replace(page, used=self._used)
                except Exception as error:  # noqa: BLE001 - whatever ends a page is the flow's to hear
                    failed = error
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            self._flow.close()


def age_of(found: Found) -> int | None:
    """Return the age in whole years on the day of the visit; None where the record's birthday can't be true."""
    birth, today = found.record.person.birth, found.today
    age = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    return age if 0 <= age <= _OLDEST else None
