"""Marks the pages of a service as its own, so that the day's statistics can count it; nothing of the person but the age."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from kiosk.core.page import Used
from kiosk.flows.each_page import EachPage

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from kiosk.core.page import Page
    from kiosk.core.record import Found

T = TypeVar("T")
_OLDEST = 150
"""More is a birthday that can't be true."""


class Using(EachPage[T]):
    """Awaits the flow of a service; each of its pages says which one it is."""

    def __init__(self, flow: Coroutine[Page[Any], Any, T], service: str, found: Found) -> None:
        used = Used(service, age_of(found))
        super().__init__(flow, lambda page: replace(page, used=used))


def age_of(found: Found) -> int | None:
    """Return the age in whole years on the day of the visit; None where the record's birthday can't be true."""
    birth, today = found.record.person.birth, found.today
    age = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    return age if 0 <= age <= _OLDEST else None
