"""FAULTS.md: each phase of the fault matrix as a table of Markdown, written by the test that went through it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tests.visits.fault_walks import BACK, CALL_OFF, LEAVE, MENDED, NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.visits.fault_walks import Row

HEAD: Final = "| fault | stands | touched | 上一步 | 退出 | mended | left alone |"
UNSEEN: Final = "As with nothing wrong, page and way home: "
_FOOTER: Final = (BACK, LEAVE, CALL_OFF)


def section(found: Mapping[str, Row]) -> str:
    """Write a phase: faults that lead to the same by every way share a row, what nobody meets there is one line."""
    shown: dict[tuple[object, ...], list[str]] = {}
    unseen = [fault for fault, row in found.items() if not row.ways and not row.lived and fault != NOTHING]
    for fault, row in found.items():
        if fault not in unseen:
            shown.setdefault(row.told, []).append(fault)
    lines = [HEAD, re.sub(r"[^|]+", " --- ", HEAD)]
    lines += [f"| {', '.join(faults)} | {_cells(found[faults[0]])} |" for faults in shown.values()]
    if unseen:
        lines += ["", f"{UNSEEN}{', '.join(unseen)}."]
    return "\n".join(lines) + "\n"


def faults_in(part: str) -> set[str]:
    """Return the faults that a phase's part of the page has."""
    table, _, unseen = part.partition(UNSEEN)
    names = [row.split(" | ")[0].removeprefix("| ") for row in table.splitlines()[2:] if row]
    return {fault for name in (*names, unseen.strip().rstrip(".")) for fault in name.split(", ") if fault}


def _cells(row: Row) -> str:
    touched = [f"{words}: {_led(after)}" for words, after in row.ways.items() if words not in (*_FOOTER, MENDED)]
    called_off = f"不等了: {_led(row.ways[CALL_OFF])}" if CALL_OFF in row.ways else ""
    back, left, mended = (_led(row.ways[way]) if way in row.ways else "" for way in (BACK, LEAVE, MENDED))
    return " | ".join((" or ".join(row.stood), "<br>".join(touched), back, called_off or left, mended, _led(row.lived)))


def _led(after: tuple[str, ...]) -> str:
    return " → ".join(after) or "stays"


def heading(phase: str) -> str:
    """Return what stands above a phase's table."""
    return "### At home" if phase == "home" else f"### While {phase}"


def part_of(page: str, heading: str) -> str:
    """Return what stands under a heading, up to the next of its level or above; empty where it isn't."""
    _, found, after = page.partition(f"\n{heading}\n\n")
    return after[: _end(after, heading)].rstrip("\n") + "\n" if found else ""


def with_part(page: str, heading: str, part: str) -> str:
    """Return the page with what stands under a heading replaced, or heading and part added at its end."""
    before, found, after = page.partition(f"\n{heading}\n\n")
    if not found:
        return f"{page.rstrip()}\n\n{heading}\n\n{part}"
    rest = after[_end(after, heading) :]
    return f"{before}\n{heading}\n\n{part}{rest}"


def _end(after: str, heading: str) -> int:
    level = len(heading.split(maxsplit=1)[0])
    found = re.search(rf"^#{{1,{level}}} ", after, re.MULTILINE)
    return len(after) if found is None else found.start() - 1
