"""The figures of a day, counted from the audit's lines: how much was done and where it went wrong, and nobody's in them."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, Final

from kiosk.core.day import DayCounts, ServiceCount, Waiting
from kiosk.core.help import HelpKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from kiosk.audit.catalogue import Shown

FEWEST: Final = 5
"""A smaller number by age might be somebody: then the ages of that line are not told at all."""
_CLOSING: Final = frozenset({"gone", "everything_in_hand", "goodbye"})
"""Pages that end a visit: whoever left, left the page before."""
_GAVE_UP: Final = frozenset({"left", "idle"})
_LOUD: Final = {kind.value: kind for kind in HelpKind if not kind.quiet}
"""What is called for aloud. Nobody waits for what the desk is told quietly."""


def counted(day: date, lines: Iterable[Shown]) -> DayCounts:
    """Count the lines of a day, the oldest first."""
    counter = _Counter()
    for line in lines:
        counter.take(line)
    prints = Counter(counter.prints.values())
    services = sorted(counter.uses.items(), key=lambda item: (-item[1], item[0]))
    waits = counter.waits
    return DayCounts(
        day,
        counter.visits,
        counter.helped_visits,
        tuple(_service(name, uses, counter) for name, uses in services),
        tuple(sorted(counter.left_at.items(), key=lambda item: (-item[1], item[0]))),
        prints["proved"] + prints["settled-printed"] + prints["taken-back"],
        prints["failed"] + prints["settled-not-printed"],
        prints["unknown"],
        Waiting(counter.calls, len(waits), round(median(waits)), max(waits)) if waits else Waiting(counter.calls),
    )


def _service(name: str, uses: int, counter: _Counter) -> ServiceCount:
    return ServiceCount(name, uses, counter.helped[name], _told(counter.ages.get(name, Counter()), uses))


def _told(ages: Mapping[str, int], uses: int) -> tuple[tuple[str, int], ...]:
    """The ages, if none of their numbers is small: one left out could be had by taking the others away from the whole."""
    without = uses - sum(ages.values())
    if not ages or min(ages.values()) < FEWEST or 0 < without < FEWEST:
        return ()
    return tuple(sorted(ages.items()))


class _Counter:
    """What was counted so far."""

    def __init__(self) -> None:
        self.visits = self.helped_visits = self.calls = 0
        self.uses = Counter[str]()
        self.helped = Counter[str]()
        self.ages: dict[str, Counter[str]] = {}
        self.left_at = Counter[str]()
        self.prints: dict[str, str] = {}
        self.waits: list[int] = []
        self._calling: set[HelpKind] = set()
        """The kinds of which a call is open."""
        self._gave_up = ""
        self._is_helped = self._on_duty = False

    def take(self, line: Shown) -> None:
        """Count one line."""
        fields = line.fields
        match line.event:
            case "page-ended":
                self._ended(str(fields.get("page", "")), str(fields.get("by", "")))
            case "visit-over":
                self._over()
            case "signed-in" | "signed-out":
                self._on_duty = line.event == "signed-in"
            case "assistance-begun":
                self._is_helped = True
            case "service-used":
                self._used(str(fields.get("service", "")), fields.get("age"), helped=fields.get("assisted") is True)
            case "print-changed":
                self.prints[str(fields.get("serial"))] = str(fields.get("state"))
            case "help-called":
                self._called(_LOUD.get(str(fields.get("kind"))))
            case "help-settled" | "help-called-off":
                self._call_over(_LOUD.get(str(fields.get("kind"))), fields.get("seconds"), fields.get("came"))
            case _:
                pass

    def _ended(self, page: str, by: str) -> None:
        if self._on_duty or page in _CLOSING:
            return
        self._gave_up = page if by in _GAVE_UP else ""

    def _over(self) -> None:
        self.visits += 1
        self.helped_visits += self._is_helped
        if self._gave_up:
            self.left_at[self._gave_up] += 1
        self._gave_up, self._is_helped = "", False

    def _used(self, service: str, age: object, *, helped: bool) -> None:
        self.uses[service] += 1
        self.helped[service] += helped
        if isinstance(age, str):
            self.ages.setdefault(service, Counter())[age] += 1

    def _called(self, kind: HelpKind | None) -> None:
        """Count a call. One that takes the place of a lesser one is the same person's, who still waits."""
        if kind is not None:
            lesser = {each for each in self._calling if kind.covers(each)}
            self.calls += not lesser
            self._calling = self._calling - lesser | {kind}

    def _call_over(self, kind: HelpKind | None, seconds: object, came: object) -> None:
        """Take the wait of a call that somebody came for; what came right by itself or was called off has none."""
        if kind is not None and kind in self._calling:
            self._calling.remove(kind)
            if came is True and isinstance(seconds, int):
                self.waits.append(seconds)
