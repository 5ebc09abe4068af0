"""One line of the table: what was measured, against what, and whether that is good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Row:
    """`good` is None where there is nothing to be held to."""

    what: str
    measured: str
    against: str = ""
    ratio: float | None = None
    good: bool | None = None


def limited(what: str, value: float, limit: float, unit: str, limit_name: str = "limit") -> Row:
    """A figure that has to stay under a limit."""
    return Row(what, figure(value, unit), f"{limit_name} {figure(limit, unit)}", value / limit, value <= limit)


def compared(what: str, value: float, peer: float, unit: str, *, beside: str, goal: float) -> Row:
    """A figure beside the same of a peer; `goal` is the highest ratio that is good."""
    against = f"{beside} {figure(peer, unit)}, goal {goal:g} x"
    return Row(what, figure(value, unit), against, value / peer, value / peer <= goal)


def not_measured(what: str, why: str) -> Row:
    """A figure that can't be had here."""
    return Row(what, f"not measured: {why}")


def figure(value: float, unit: str) -> str:
    """Write a figure with as many decimals as mean something."""
    decimals = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
    return f"{value:,.{decimals}f} {unit}"


def share(values: Sequence[float], percent: float) -> float:
    """Return the value that `percent` of all values don't exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def table(rows: Sequence[Row]) -> str:
    """Write the table."""
    cells = [("what", "measured", "against", "ratio", "")]
    for row in rows:
        verdict = "" if row.good is None else "ok" if row.good else "OVER"
        cells.append((row.what, row.measured, row.against, "" if row.ratio is None else f"{row.ratio:.2f}", verdict))
    widths = [max(len(line[at]) for line in cells) for at in range(5)]
    lines = ["  ".join(cell.ljust(wide) for cell, wide in zip(line, widths, strict=True)).rstrip() for line in cells]
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join(lines)
