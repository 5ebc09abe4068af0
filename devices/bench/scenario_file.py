"""Reads scenario files; what is wrong in one is told with its file and step."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from devices.bench.scenario import (
    FITTINGS,
    LONGEST_SECONDS,
    Happening,
    Moment,
    Order,
    Scenario,
    ScenarioWrong,
    Step,
    Touch,
)
from devices.bench.verb import near

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from devices.bench.toml import Table


def read(file: Path) -> Scenario:
    """Read a scenario. Raises `ScenarioWrong`; whether its verbs are known is asked when it is played."""
    try:
        table: Table = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ScenarioWrong(file, None, f"{error.strerror}") from None
    except ValueError as error:
        raise ScenarioWrong(file, None, str(error)) from None
    whole = _Place(file, None, table)
    whole.knows("title", "english", "teaches", "devices", "before", "visit", "step")
    rows = whole.rows("step")
    if not rows:
        raise whole.wrong("there is no [[step]]")
    steps = tuple(_step(_Place(file, number, row)) for number, row in enumerate(rows, 1))
    return Scenario(
        name=file.stem,
        title=whole.text("title"),
        english=whole.text("english"),
        teaches=whole.text("teaches"),
        devices=whole.devices(),
        before=whole.orders("before"),
        visit=whole.touches("visit"),
        steps=_in_order(file, steps),
    )


def _step(place: _Place) -> Step:
    place.knows("at", "after", "when", "receipt", "card", "sheet", "mm", "do", "say")
    orders = place.orders("do")
    say = place.text("say", usual="")
    if not orders and not say:
        raise place.wrong("nothing to do or to say")
    return Step(_moment(place), orders, say)


def _moment(place: _Place) -> Moment:
    at, after = place.seconds("at"), place.seconds("after")
    when = place.happening()
    if when is None:
        for key in ("receipt", "card", "sheet", "mm"):
            if key in place.table:
                raise place.wrong(f"{key}: there is no `when` that it could belong to")
        if (at is None) is (after is None):
            raise place.wrong("write one of at, after, when")
        return Moment(at=at, after=after or 0.0)
    if at is not None:
        raise place.wrong("at and when don't go together; with `when` write after")
    counted = _COUNTED[when]
    for key in ("receipt", "card", "sheet"):
        if key != counted and key in place.table:
            raise place.wrong(f"{key}: {when} is {f'counted by {counted}' if counted else 'not counted'}")
    if "mm" in place.table and when is not Happening.PRINTING:
        raise place.wrong(f"mm: only {Happening.PRINTING} has a length")
    return Moment(
        when=when, number=place.count(counted) if counted else 1, mm=place.seconds("mm") or 0.0, after=after or 0.0
    )


_COUNTED: Final[Mapping[Happening, str]] = {
    Happening.CARD_FOUND: "card",
    Happening.CARD_READ: "card",
    Happening.PRINTING: "receipt",
    Happening.RECEIPT_OUT: "receipt",
    Happening.SHEET_OUT: "sheet",
    Happening.SCANNING: "",
}


def _in_order(file: Path, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """See that fixed moments don't run backwards."""
    latest = 0.0
    for number, step in enumerate(steps, 1):
        if step.moment.at is not None:
            if step.moment.at < latest:
                raise ScenarioWrong(file, number, f"at = {step.moment.at} lies before the step that comes first")
            latest = step.moment.at
    return steps


@dataclass(frozen=True, slots=True)
class _Place:
    """One table of a file, which knows where it stands."""

    file: Path
    step: int | None
    table: Table

    def wrong(self, text: str) -> ScenarioWrong:
        return ScenarioWrong(self.file, self.step, text)

    def knows(self, *keys: str) -> None:
        for key in self.table:
            if key not in keys:
                raise self.wrong(f"there is no {key!r}{near(key, keys)}")

    def text(self, key: str, usual: str | None = None) -> str:
        value = self.table.get(key, usual)
        if not isinstance(value, str) or (usual is None and not value.strip()):
            raise self.wrong(f"{key}: a text is wanted")
        return value

    def seconds(self, key: str) -> float | None:
        value = self.table.get(key)
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= LONGEST_SECONDS:
            raise self.wrong(f"{key}: a number from 0 to {LONGEST_SECONDS:.0f} is wanted")
        return float(value)

    def count(self, key: str) -> int:
        value = self.table.get(key, 1)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.wrong(f"{key}: a whole number from 1 on is wanted")
        return value

    def happening(self) -> Happening | None:
        value = self.table.get("when")
        names = tuple(each.value for each in Happening)
        if value is None:
            return None
        if value not in names:
            raise self.wrong(f"when: {value!r} is none of {', '.join(names)}{near(str(value), names)}")
        return Happening(value)

    def devices(self) -> tuple[str, ...]:
        names = self.table.get("devices")
        if not isinstance(names, list) or not all(name in FITTINGS for name in cast("list[object]", names)):
            raise self.wrong(f"devices: a list of some of {', '.join(FITTINGS)} is wanted")
        return tuple(cast("list[str]", names))

    def orders(self, key: str) -> tuple[Order, ...]:
        value = self.table.get(key, [])
        lines = [value] if isinstance(value, str) else value
        if not isinstance(lines, list):
            raise self.wrong(f"{key}: a verb or a list of verbs is wanted")
        return tuple(self._order(key, line) for line in cast("list[object]", lines))

    def _order(self, key: str, line: object) -> Order:
        words = line.split() if isinstance(line, str) else []
        if not words:
            raise self.wrong(f'{key}: a verb as on the command line is wanted, like "place-id-card 7"')
        return Order(words[0], tuple(words[1:]))

    def touches(self, key: str) -> tuple[Touch, ...]:
        rows = self.table.get(key, [])
        if not isinstance(rows, list):
            raise self.wrong(f"{key}: a list of pages is wanted")
        return tuple(self._touch(key, row) for row in cast("list[object]", rows))

    def _touch(self, key: str, row: object) -> Touch:
        words = cast("list[object]", row) if isinstance(row, list) else []
        if len(words) not in (1, 2) or not all(isinstance(word, str) and word for word in words):
            raise self.wrong(f'{key}: a page and what is touched there are wanted, like ["home", "查养老金"]')
        return Touch(*cast("list[str]", words))

    def rows(self, key: str) -> Sequence[Table]:
        rows = self.table.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in cast("list[object]", rows)):
            raise self.wrong(f"{key}: write [[{key}]]")
        return cast("list[Table]", rows)
