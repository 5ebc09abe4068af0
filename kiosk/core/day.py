"""The figures of a day as values; counted by `kiosk.books.day`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class ServiceCount:
    """How often a service was used that day, how often with help, and by whom by age band; empty where that may not be told."""

    service: str
    uses: int
    helped: int
    ages: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Waiting:
    """How long somebody was waited for, in seconds: of the calls that sounded, those somebody came for (`answered`).

    Half of them waited at most the median.
    """

    calls: int = 0
    answered: int = 0
    median_seconds: int = 0
    longest_seconds: int = 0


@dataclass(frozen=True)
class DayCounts:
    """The figures of a day. `left_at` counts the pages at which visits were given up, most first.

    `failed` prints are known not to be complete, of `unknown` ones nobody knows.
    """

    day: date
    visits: int = 0
    helped_visits: int = 0
    services: tuple[ServiceCount, ...] = ()
    left_at: tuple[tuple[str, int], ...] = ()
    printed: int = 0
    failed: int = 0
    unknown: int = 0
    waiting: Waiting = Waiting()
