"""What is known of a printer's roll, kept in a small file: a restart must not forget that the paper is nearly used up.

    {"roll": {"left": 12000, "pieces": 41, ...}, "check": "1c291ca3"}

The file appears whole or not at all. One that is missing, damaged or another printer's says nothing: unknown is a legal answer.
"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from pathlib import Path

_MOST_BYTES: Final = 4096
_MOST: Final = 10**9


@dataclass(frozen=True, slots=True)
class Roll:
    """One roll; lengths are in dots. None: nobody can tell.

    `left` is known from near end on, `dots` and `pieces` were printed since the roll was changed, `longest` is the longest
    piece ever, `out` says that the roll was used up. `serial` is the printer's own number, empty where it doesn't say.
    """

    left: int | None = None
    dots: int | None = None
    pieces: int | None = None
    longest: int = 0
    out: bool = False
    serial: str = ""


class RollBook:
    """The file. Written by the printer's lane only."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Roll:
        """Return what was written last; nothing known where that can't be read."""
        try:
            with self._path.open("rb") as file:
                kept: object = json.loads(file.read(_MOST_BYTES))
        except (OSError, ValueError, RecursionError):
            return Roll()
        if not isinstance(kept, dict):
            return Roll()
        page = cast("dict[str, object]", kept)
        roll = page.get("roll")
        return _roll(cast("dict[str, object]", roll), page.get("check")) if isinstance(roll, dict) else Roll()

    def write(self, roll: Roll, *, lasting: bool = True) -> None:
        """Write it. Not `lasting`: through the end of the process, maybe not through a power cut.

        A disk that takes nothing stops no printer: then the old file goes, which would promise too much.
        """
        page = asdict(roll)
        text = json.dumps({"roll": page, "check": _check(page)}, ensure_ascii=True)
        new = self._path.with_name(self._path.name + ".new")
        try:
            with new.open("w", encoding="ascii") as file:
                file.write(text)
                if lasting:
                    file.flush()
                    os.fsync(file.fileno())
            new.replace(self._path)
        except OSError:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)


def _check(page: dict[str, object]) -> str:
    return f"{zlib.crc32(json.dumps(page, sort_keys=True).encode('ascii')):08x}"


def _roll(page: dict[str, object], check: object) -> Roll:
    """Take a page for true only if it is whole and every value in it can be."""
    if set(page) != {field.name for field in fields(Roll)} or check != _check(page):
        return Roll()
    numbers = [page[name] for name in ("left", "dots", "pieces") if page[name] is not None] + [page["longest"]]
    sound = all(isinstance(n, int) and not isinstance(n, bool) and 0 <= n <= _MOST for n in numbers)
    if not (sound and isinstance(page["out"], bool) and isinstance(page["serial"], str)):
        return Roll()
    return Roll(**page)  # type: ignore[arg-type]  # each was looked at above
