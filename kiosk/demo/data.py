"""Making a terminal's data of synthetic people: what `yiban demo-data` does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.core.record import StoreMissing
from kiosk.demo.cards import CARDS, made_by_demo_data, write_cards
from kiosk.demo.people import SyntheticPerson, cut_off_before, synthetic_people
from kiosk.demo.staff import synthetic_staff
from kiosk.store import layout
from kiosk.store.builder import Origin, build
from kiosk.store.keys import key_provider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from kiosk.core.config import Config
    from kiosk.core.record import DataState, Record


class RealRecords(Exception):
    """The terminal holds records that were not made here; synthetic people would take their place."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many people, by which seed, as of which day; `cards` is how many of them get a card for the bench."""

    people: int
    seed: int
    today: date
    cut_off: date | None = None
    cards: int = 200
    replace_any: bool = False


def make(config: Config, plan: Plan, progress: Callable[[int], None]) -> DataState:
    """Seal synthetic people into the terminal's records and write `cards.toml` beside them.

    Raises `RealRecords`, `KeyUnavailable` without a provisioned key, `DiskFull`, and `ValueError` for a wrong key setting.
    """
    keys = key_provider(config.key, config.data)
    version = _next_version(config, replace_any=plan.replace_any)
    seen: list[SyntheticPerson] = []
    cut_off = plan.cut_off or cut_off_before(plan.today)
    origin = Origin(config.terminal.agency, config.terminal.county, cut_off, version)
    state = build(config.data, keys, origin, _records(plan, cut_off, seen), progress=progress)
    made = _about(layout.current(config.data)).digest
    write_cards(config.data / CARDS, seen, synthetic_staff(plan.seed), config.terminal.county, made)
    return state


def _records(plan: Plan, cut_off: date, seen: list[SyntheticPerson]) -> Iterator[Record]:
    """Go through the records of the first people, and keep those who get a card."""
    made = 0
    for person in synthetic_people(plan.seed, plan.today, cut_off):
        if made == plan.people:
            return
        if person.number <= plan.cards:
            seen.append(person)
        if person.record is not None:
            made += 1
            yield person.record


def _next_version(config: Config, *, replace_any: bool) -> int:
    try:
        path = layout.current(config.data)
    except StoreMissing:
        return 1
    about = _about(path)
    if not replace_any and not made_by_demo_data(config.data / CARDS, about.digest):
        raise RealRecords("there are records here that demo-data did not make; --force replaces them")
    return about.version + 1


def _about(path: Path) -> layout.About:
    with layout.reading(path) as connection:
        return layout.about(layout.meta(connection))
