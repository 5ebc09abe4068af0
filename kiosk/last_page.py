"""The page that names the window when the program can't even start: made while all is well, shown by `deploy/last-page`.

A grey picture in the data folder (PGM, P5, 8 bits), in the shape of the panel and turned as it hangs, so that whoever shows it
needs neither this program nor its fonts. What it says stands in its header, too, a line each; it is made anew when that differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from devices.truetype import TrueTypeFont
    from kiosk.core.config import Config, PanelConfig

# ruff: noqa: PLC0415 - home is painted before any of this is needed

FILE: Final = "last-page.pgm"
LONG_SIDE: Final = 1920
"""Pixels; whoever shows it scales it."""
DARK, LIGHT = 24, 245
ASCENT: Final = 0.88
"""The ideographic em box stands this far above the baseline."""
_SIZES: Final = (0.1, 0.055, 0.075, 0.055)
"""Of the shorter side of the page: how high the characters of each line are at most."""
_MARGIN: Final = 0.06


def keep_last_page(config: Config) -> None:
    """Make the page if there is none that says the same. Raises `DiskFull`, `OSError`."""
    file = config.data / FILE
    lines = _lines(config)
    head = _head(config.panel, lines)
    if not _begins_with(file, head):
        from kiosk.store import files

        files.write(file, head + b"".join(_turned(_drawn(config.panel, lines), config.panel.rotation)))


def _lines(config: Config) -> tuple[str, ...]:
    """What it says: the page that stands out of service, and whom to call."""
    from kiosk.core.closed import Closed
    from kiosk.core.text import Digits, Wording, say
    from kiosk.screens.sorry import out_of_service

    page = out_of_service(config.places, Closed.CRASHES)
    phone = config.places.phone
    call = (say("也可以打{phone}问。", phone=Digits(phone, private=False)),) if phone else ()
    return tuple(text.written(Wording()) for text in (page.title, *page.body, *call))


def _size(panel: PanelConfig) -> tuple[int, int]:
    """Return how wide and high the picture is, as the panel is made."""
    scale = LONG_SIDE / max(panel.width_mm, panel.height_mm)
    return round(panel.width_mm * scale), round(panel.height_mm * scale)


def _head(panel: PanelConfig, lines: tuple[str, ...]) -> bytes:
    width, height = _size(panel)
    said = "".join(f"# {line}\n" for line in (*lines, f"turned by {panel.rotation}"))
    return f"P5\n{said}{width} {height}\n255\n".encode()


def _begins_with(file: Path, head: bytes) -> bool:
    try:
        with file.open("rb") as read:
            return read.read(len(head)) == head
    except OSError:
        return False


def _drawn(panel: PanelConfig, lines: tuple[str, ...]) -> list[bytearray]:
    """Draw the lines below each other, as they are read: upright."""
    from devices.truetype import TrueTypeFont
    from kiosk.core.assets import asset

    width, height = _size(panel) if panel.rotation % 180 == 0 else _size(panel)[::-1]
    font = TrueTypeFont(asset("fonts", "noto-sans-sc", "NotoSansSC-Bold.ttf"))
    rows = [bytearray([DARK]) * width for _ in range(height)]
    room = width * (1 - 2 * _MARGIN)
    sizes = [
        min(share * min(width, height), room / _ems(font, line)) for share, line in zip(_SIZES, lines, strict=False)
    ]
    top = (height - sum(size * 1.8 for size in sizes)) / 2
    for size, line in zip(sizes, lines, strict=False):
        _write(rows, font, line, ((width - _ems(font, line) * size) / 2, top), size)
        top += size * 1.8
    return rows


def _ems(font: TrueTypeFont, line: str) -> float:
    """Return how long a line is, in heights of its characters."""
    return sum(font.advance(font.glyph(character)) for character in line) / font.units


def _write(rows: list[bytearray], font: TrueTypeFont, line: str, at: tuple[float, float], size: float) -> None:
    """Write a line, each dot as light as the outline covers it."""
    from devices.dots import coverage

    (left, top), scale = at, size / font.units
    for character in line:
        glyph = font.glyph(character)
        wide = font.advance(glyph) * scale
        x, y = int(left), int(top)

        def place(across: float, up: float, right: float = left - x, down: float = top - y) -> tuple[float, float]:
            return right + across * scale, down + ASCENT * size - up * scale

        for n, row in enumerate(coverage(font.outline(glyph), place, int(wide) + 2, int(size) + 2)):
            for m, covered in enumerate(row):
                if covered:
                    rows[y + n][x + m] = max(rows[y + n][x + m], round(DARK + covered * (LIGHT - DARK)))
        left += wide


def _turned(rows: list[bytearray], degrees: int) -> list[bytes]:
    """Turn what is upright as the window turns its page: clockwise."""
    turned = [bytes(row) for row in rows]
    for _ in range(degrees // 90 % 4):
        turned = [bytes(column) for column in zip(*reversed(turned), strict=True)]
    return turned
