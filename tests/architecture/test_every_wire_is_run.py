"""Whether CI runs every test that uses real ports: it names the folders and files, so as not to collect all others again."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
WIRE = re.compile(r"pytest\.mark\.wire")


def named(variable: str) -> list[Path]:
    """Return the paths that the Makefile gives a variable."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    found = re.search(rf"^{variable} *:= *(.*)$", text, re.MULTILINE)
    assert found is not None, variable
    return [ROOT / path for path in found.group(1).split()]


def test_every_test_of_real_ports_is_where_they_are_run() -> None:
    places = [*named("SIDE"), *named("ALONE")]
    assert [place for place in places if not place.exists()] == []
    wires = [file for file in (ROOT / "tests").rglob("test_*.py") if WIRE.search(file.read_text(encoding="utf-8"))]
    assert len(wires) > 20
    assert [file for file in wires if not any(file == place or place in file.parents for place in places)] == []
