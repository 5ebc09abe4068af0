"""Outlines of single characters out of a TrueType font, read where it lies.

Reads `cmap` (formats 4 and 12), `loca`, `glyf` (simple and composite) and `hmtx` from a memory map: opening a 30 MB font costs
nothing. Source: OpenType 1.9, chapters of these names.
"""

from __future__ import annotations

import mmap
import struct
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from devices.errors import PrinterFault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Point = tuple[float, float]
Contour = list[tuple[float, float, bool]]
"""Points with x, y in font units, and whether the outline passes through them."""

_CURVE_STEPS: Final = 4
_DEEPEST_COMPOSITE: Final = 6


class FontUnreadable(PrinterFault):
    """A font file is missing, or holds no TrueType outlines we can draw. Never says which glyph: it is of somebody's name."""

    code = "font-unreadable"


class TrueTypeFont:
    """One font file, read where it lies. Raises `FontUnreadable`."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._tables = self._directory()
            (self.units,) = self._unpack(">H", self._tables[b"head"] + 18)
            (self._long_offsets,) = self._unpack(">h", self._tables[b"head"] + 50)
            (self._metrics,) = self._unpack(">H", self._tables[b"hhea"] + 34)
            self._cmap = self._subtable()
            self._loca, self._glyf, self._hmtx = (self._tables[name] for name in (b"loca", b"glyf", b"hmtx"))
        except (OSError, ValueError, struct.error, KeyError) as broken:
            raise FontUnreadable(path.name) from broken

    def _unpack(self, form: str, at: int) -> tuple[int, ...]:
        return struct.unpack_from(form, self._data, at)

    def _directory(self) -> dict[bytes, int]:
        (count,) = self._unpack(">H", 4)
        records = (struct.unpack_from(">4s4xI", self._data, 12 + 16 * n) for n in range(count))
        return dict(records)

    def _subtable(self) -> int:
        """The best Unicode map: format 12 holds what lies beyond the first 65,536 characters."""
        cmap = self._tables[b"cmap"]
        (count,) = self._unpack(">H", cmap + 2)
        found: dict[int, int] = {}
        for n in range(count):
            platform, encoding, offset = self._unpack(">HHI", cmap + 4 + 8 * n)
            (form,) = self._unpack(">H", cmap + offset)
            if (platform, encoding) in {(0, 3), (0, 4), (3, 1), (3, 10)} and form in (4, 12):
                found[form] = cmap + offset
        if not found:
            raise KeyError(b"cmap")
        return found[max(found)]

    def glyph(self, character: str) -> int:
        """The number of the glyph that draws `character`; 0 if there is none."""
        code, at = ord(character), self._cmap
        if self._unpack(">H", at)[0] == 12:  # noqa: PLR2004 - the format's number
            return self._glyph_by_groups(code, at)
        return self._glyph_by_segments(code, at) if code <= 0xFFFF else 0  # noqa: PLR2004 - format 4 is 16 bits wide

    def _glyph_by_groups(self, code: int, at: int) -> int:
        low, high = 0, self._unpack(">I", at + 12)[0]
        while low < high:
            middle = (low + high) // 2
            first, last, glyph = self._unpack(">III", at + 16 + 12 * middle)
            if code > last:
                low = middle + 1
            elif code < first:
                high = middle
            else:
                return glyph + code - first
        return 0

    def _glyph_by_segments(self, code: int, at: int) -> int:
        (double,) = self._unpack(">H", at + 6)
        ends, starts = at + 14, at + 16 + double
        for n in range(0, double, 2):
            (last,) = self._unpack(">H", ends + n)
            if code > last:
                continue
            (first,) = self._unpack(">H", starts + n)
            (delta,) = self._unpack(">H", starts + double + n)
            where = starts + 2 * double + n
            (offset,) = self._unpack(">H", where)
            if code < first:
                return 0
            if not offset:
                return (code + delta) & 0xFFFF
            (glyph,) = self._unpack(">H", where + offset + 2 * (code - first))
            return (glyph + delta) & 0xFFFF if glyph else 0
        return 0

    def advance(self, glyph: int) -> int:
        """How wide the glyph stands, in font units."""
        return self._unpack(">H", self._hmtx + 4 * min(glyph, self._metrics - 1))[0]

    def outline(self, glyph: int, depth: int = 0) -> list[Contour]:
        """The glyph's contours; an empty list for a space. Raises `FontUnreadable` for a damaged one."""
        try:
            size = 4 if self._long_offsets else 2
            start, end = self._unpack(">II" if self._long_offsets else ">HH", self._loca + size * glyph)
            scale = 1 if self._long_offsets else 2
            if start == end:
                return []
            at = self._glyf + start * scale
            (contours,) = self._unpack(">h", at)
            return self._composite(at + 10, depth) if contours < 0 else self._simple(at + 10, contours)
        except (struct.error, IndexError) as broken:
            raise FontUnreadable("a damaged glyph") from broken

    def _simple(self, at: int, contours: int) -> list[Contour]:
        ends = self._unpack(f">{contours}H", at)
        count = ends[-1] + 1 if ends else 0
        at += 2 * contours
        at += 2 + self._unpack(">H", at)[0]  # past the hinting program
        flags: list[int] = []
        while len(flags) < count:
            flag = self._data[at]
            repeats = self._data[at + 1] if flag & 8 else 0
            at += 2 if flag & 8 else 1
            flags.extend([flag] * (1 + repeats))
        xs, at = self._coordinates(flags[:count], at, 0x02, 0x10)
        ys, at = self._coordinates(flags[:count], at, 0x04, 0x20)
        points = [(x, y, bool(flag & 1)) for x, y, flag in zip(xs, ys, flags, strict=False)]
        return [points[first:last] for first, last in pairwise((0, *(end + 1 for end in ends)))]

    def _coordinates(self, flags: Sequence[int], at: int, short: int, same: int) -> tuple[list[float], int]:
        """One axis of a simple glyph: each point tells how far it lies from the one before it."""
        values: list[float] = []
        value = 0
        for flag in flags:
            if flag & short:
                value += self._data[at] if flag & same else -self._data[at]
                at += 1
            elif not flag & same:
                value += self._unpack(">h", at)[0]
                at += 2
            values.append(value)
        return values, at

    def _composite(self, at: int, depth: int) -> list[Contour]:
        """A glyph put together from others, each moved and perhaps scaled."""
        if depth > _DEEPEST_COMPOSITE:
            raise FontUnreadable("a glyph that holds itself")
        contours: list[Contour] = []
        flags = 0x20
        while flags & 0x20:
            flags, part = self._unpack(">HH", at)
            wide = flags & 1
            dx, dy = self._unpack(">hh" if wide else ">bb", at + 4) if flags & 2 else (0, 0)
            at += 8 if wide else 6
            xx, xy, yx, yy = 1.0, 0.0, 0.0, 1.0
            if flags & 0x08:
                xx = yy = self._unpack(">h", at)[0] / 16384
                at += 2
            elif flags & 0x40:
                xx, yy = (v / 16384 for v in self._unpack(">hh", at))
                at += 4
            elif flags & 0x80:
                xx, xy, yx, yy = (v / 16384 for v in self._unpack(">hhhh", at))
                at += 8
            contours += [
                [(x * xx + y * yx + dx, x * xy + y * yy + dy, on) for x, y, on in contour]
                for contour in self.outline(part, depth + 1)
            ]
        return contours


def polyline(contour: Contour) -> Iterator[Point]:
    """The contour as straight pieces, closed. Between two points off the curve lies one on it, half-way."""
    if not contour:
        return
    full: Contour = []
    for (x0, y0, on0), (x1, y1, on1) in pairwise((contour[-1], *contour)):
        if not on0 and not on1:
            full.append(((x0 + x1) / 2, (y0 + y1) / 2, True))
        full.append((x1, y1, on1))
    start = next((n for n, point in enumerate(full) if point[2]), 0)
    full = [*full[start:], *full[: start + 1]]
    x0, y0, _ = full[0]
    yield x0, y0
    control: Point | None = None
    for x, y, on in full[1:]:
        if not on:
            control = (x, y)
            continue
        if control is not None:
            cx, cy = control
            for step in range(1, _CURVE_STEPS):
                t = step / _CURVE_STEPS
                a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
                yield a * x0 + b * cx + c * x, a * y0 + b * cy + c * y
            control = None
        yield x, y
        x0, y0 = x, y
