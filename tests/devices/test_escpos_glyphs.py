"""Our outlines against FreeType's, through Pillow."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw, ImageFont

from devices.dots import coverage, dots
from devices.escpos.glyphs import FontGlyphs
from devices.truetype import FontUnreadable, TrueTypeFont
from tests.devices.receipts import HANAMIN, NOTO

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 120


def by_freetype(path: Path, character: str) -> list[float]:
    font = ImageFont.truetype(str(path), SIZE, layout_engine=ImageFont.Layout.BASIC)
    image = Image.new("L", (SIZE, SIZE), 0)
    ImageDraw.Draw(image).text((0, round(SIZE * 0.88)), character, font=font, fill=255, anchor="ls")
    return [value / 255 for value in image.tobytes()]


def by_us(path: Path, character: str) -> list[float]:
    font = TrueTypeFont(path)
    scale = SIZE / font.units
    baseline = round(SIZE * 0.88)
    rows = coverage(font.outline(font.glyph(character)), lambda x, y: (x * scale, baseline - y * scale), SIZE, SIZE)
    return [value for row in rows for value in row]


@pytest.mark.parametrize(
    ("path", "characters"),
    [(NOTO, "王建国永鬱A8@é"), (HANAMIN, "𠮷𪚥𫝀𡈽𠀋")],
    ids=["noto", "hanamin"],
)
def test_outlines_are_those_freetype_draws(path: Path, characters: str) -> None:
    for character in characters:
        theirs, ours = by_freetype(path, character), by_us(path, character)
        together = sum(map(min, theirs, ours))
        either = sum(map(max, theirs, ours))
        assert together / either > 0.9, character  # FreeType moves outlines to whole dots


def test_the_first_font_that_has_the_character_draws_it() -> None:
    both, rare = FontGlyphs([NOTO, HANAMIN]), FontGlyphs([HANAMIN])
    assert both.draw("𠮷", 24, 24) == rare.draw("𠮷", 24, 24)
    assert both.draw("王", 24, 24) == FontGlyphs([NOTO]).draw("王", 24, 24)


def test_nobody_has_the_last_code_point() -> None:
    assert FontGlyphs([NOTO, HANAMIN]).draw("\U0010fffd", 24, 24) is None


def test_a_wide_letter_is_squeezed_into_its_cell() -> None:
    drawn = FontGlyphs([NOTO]).draw("W", 12, 24)
    assert drawn is not None
    assert len(drawn) == 12 * 3
    assert any(drawn[:6])
    assert any(drawn[-6:])


def test_a_space_is_white() -> None:
    assert FontGlyphs([NOTO]).draw(" ", 12, 24) == bytes(36)


def test_hairlines_do_not_vanish() -> None:
    light = [[0.0] * 9, [0.0] * 9, [0.25] * 9, [0.2] * 9, [0.0] * 9, [0.0] * 9]
    assert dots(light) == [[y == 2] * 9 for y in range(6)]


def test_white_lines_between_strokes_stay_white() -> None:
    dense = [[1.0] * 9, [0.25] * 9, [0.25] * 9, [1.0] * 9]
    assert dots(dense) == [[True] * 9, [False] * 9, [False] * 9, [True] * 9]


def test_big_letters_have_no_line_of_one_dot() -> None:
    rows = [[1.0 if y == 20 else 0.0] * 9 for y in range(48)]
    assert [y for y, row in enumerate(dots(rows)) if all(row)] == [20, 21]


def test_a_font_that_is_missing_or_none_says_so(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    for content in (b"", b"\0" * 64, NOTO.read_bytes()[:4000]):
        broken.write_bytes(content)
        with pytest.raises(FontUnreadable):
            FontGlyphs([broken]).draw("王", 24, 24)
    with pytest.raises(FontUnreadable):
        FontGlyphs([tmp_path / "none.ttf"]).draw("王", 24, 24)


def test_a_damaged_outline_says_so(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(small_font()[:-90])
    with pytest.raises(FontUnreadable) as told:
        FontGlyphs([broken]).draw("B", 24, 24)
    assert not any(ch.isdigit() for ch in str(told.value))


# -- a font made by hand, for what the bundled ones don't need -----------------------------------------------


def square(size: int) -> bytes:
    """A square from the baseline up, with long coordinates."""
    return (
        struct.pack(">5h2H", 1, 0, 0, size, size, 3, 0)
        + b"\x01" * 4
        + struct.pack(">8h", 0, size, 0, -size, 0, 0, size, 0)
    )


def composite(*parts: bytes) -> bytes:
    return struct.pack(">5h", -1, 0, 0, 0, 0) + b"".join(parts)


def small_font(*, short_offsets: bool = False) -> bytes:
    """Glyphs: 1 a square, 2 two of it (one moved), 3 it scaled, 4 in both axes, 5 turned, 6 itself. A-F, and a by an array."""
    glyphs = [
        b"",
        square(400),
        composite(struct.pack(">HHhh", 0x23, 1, 0, 0), struct.pack(">HHbb", 0x02, 1, 100, 100)),
        composite(struct.pack(">HHbbh", 0x0A, 1, 0, 0, 0x2000)),
        composite(struct.pack(">HHbbhh", 0x42, 1, 0, 0, 0x2000, 0x4000)),
        composite(struct.pack(">HHbbhhhh", 0x82, 1, 0, 0, 0, 0x4000, -0x4000, 0)),
        composite(struct.pack(">HHbb", 0x02, 6, 0, 0)),
    ]
    glyphs = [glyph + b"\0" * (-len(glyph) % 4) for glyph in glyphs]
    starts = [sum(map(len, glyphs[:n])) for n in range(len(glyphs) + 1)]
    loca = struct.pack(
        f">{len(starts)}{'H' if short_offsets else 'I'}", *(s // 2 if short_offsets else s for s in starts)
    )
    ends, firsts, deltas, offsets = (0x46, 0x62, 0xFFFF), (0x41, 0x61, 0xFFFF), (-0x40 & 0xFFFF, 0, 1), (0, 4, 0)
    segments = struct.pack(">3HH3H3H3H2H", *ends, 0, *firsts, *deltas, *offsets, 3, 0)
    cmap = struct.pack(">HHHHI", 0, 1, 3, 1, 12) + struct.pack(">7H", 4, 14 + len(segments), 0, 6, 0, 0, 0) + segments
    tables = {
        b"cmap": cmap,
        b"head": bytes(18) + struct.pack(">H", 1000) + bytes(30) + struct.pack(">hh", 0 if short_offsets else 1, 0),
        b"hhea": bytes(34) + struct.pack(">H", 1),
        b"hmtx": struct.pack(">Hh", 1000, 0),
        b"loca": loca,
        b"glyf": b"".join(glyphs),
    }
    at = 12 + 16 * len(tables)
    directory = struct.pack(">IHHHH", 0x00010000, len(tables), 0, 0, 0)
    for name, table in tables.items():
        directory += struct.pack(">4sIII", name, 0, at, len(table))
        at += len(table)
    return directory + b"".join(tables.values())


@pytest.mark.parametrize("short_offsets", [False, True])
def test_composites_are_put_together(tmp_path: Path, *, short_offsets: bool) -> None:
    path = tmp_path / "small.ttf"
    path.write_bytes(small_font(short_offsets=short_offsets))
    font = TrueTypeFont(path)

    def corners(character: str) -> list[list[tuple[float, float]]]:
        return [[(x, y) for x, y, _ in contour] for contour in font.outline(font.glyph(character))]

    assert corners("A") == [[(0, 0), (400, 0), (400, 400), (0, 400)]]
    assert corners("B") == [corners("A")[0], [(100, 100), (500, 100), (500, 500), (100, 500)]]
    assert corners("C") == [[(0, 0), (200, 0), (200, 200), (0, 200)]]
    assert corners("D") == [[(0, 0), (200, 0), (200, 400), (0, 400)]]
    assert corners("E") == [[(0, 0), (0, 400), (-400, 400), (-400, 0)]]
    with pytest.raises(FontUnreadable, match="holds itself"):
        corners("F")
    assert [font.glyph(ch) for ch in "ab@G\uffffĀ𠮷"] == [3, 0, 0, 0, 0, 0, 0]


def test_a_font_without_a_unicode_map_says_so(tmp_path: Path) -> None:
    path = tmp_path / "symbol.ttf"
    path.write_bytes(small_font().replace(struct.pack(">HHI", 3, 1, 12), struct.pack(">HHI", 3, 0, 12)))
    with pytest.raises(FontUnreadable):
        TrueTypeFont(path)
