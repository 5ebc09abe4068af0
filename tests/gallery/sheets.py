"""The whole gallery on few sheets, to be looked at: every page at 中 and at 特大, in portrait and landscape.

`python -m tests.gallery.sheets [out/gallery/sheets] [PART OF A PAGE'S NAME]`; `make gallery` makes them, too.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageFont

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from kiosk.core.people import TextSize, Theme
from kiosk.ui.application import make_application
from tests.gallery.hanging import GALLERY, PANELS, Wall, picture_of, showings, turn_on, window_on
from tests.gallery.pages import pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kiosk.core.page import Page

    Named = tuple[str, Image.Image]

SIZES: Final = {"中": TextSize.MEDIUM, "特大": TextSize.EXTRA_LARGE}
SHAPES: Final = {"portrait": (PANELS[0], 270, 6, 3), "landscape": (PANELS[1], 440, 4, 5)}
"""Panel, pixels a picture is wide on the sheet, and how many stand in a row and under one another."""
GAP, CAPTION = 10, 18
BEHIND: Final = (120, 126, 134)


def pictures(wall: Wall, hung: Mapping[str, Page[object]], wide: int) -> Iterator[Named]:
    """Yield every page in all its states and sheets on a wall, by name, so many pixels wide."""
    window = window_on(wall)
    window.open()
    for name, page in hung.items():
        for state, showing in showings(page, wall):
            window.over()
            window.show(showing)
            number = 0
            while True:
                picture = picture_of(window)
                yield (
                    f"{name}{state}{f' {number + 1}' if number else ''}",
                    picture.resize((wide, round(picture.height * wide / picture.width)), Image.Resampling.LANCZOS),
                )
                number += 1
                if not turn_on(window):
                    break
    window.close()


def sheet(named: Sequence[Named], across: int) -> Image.Image:
    """Return pictures in rows, each with its name under it."""
    wide, high = named[0][1].size
    step = high + CAPTION + GAP
    rows = -(-len(named) // across)
    made = Image.new("RGB", (across * (wide + GAP) + GAP, rows * step + GAP), BEHIND)
    draw, font = ImageDraw.Draw(made), ImageFont.load_default(13)
    for place, (name, picture) in enumerate(named):
        row, column = divmod(place, across)
        x, y = GAP + column * (wide + GAP), GAP + row * step
        made.paste(picture, (x, y))
        draw.text((x, y + high + 2), name[-wide // 7 :], (255, 255, 255), font)
    return made


def main(folder: Path, part: str) -> None:
    """Make all of them, or those of pages whose name has `part`."""
    make_application(["yiban"])
    folder.mkdir(parents=True, exist_ok=True)
    hung = {name: page for name, page in pages().items() if part in name and not name.startswith("kinds.")}
    # What people see comes first.
    hung = dict(sorted(hung.items(), key=lambda item: item[0].startswith("staff.")))
    for shape, (panel, wide, across, down) in SHAPES.items():
        for size, text_size in SIZES.items():
            wall = Wall(*panel, text_size, Theme.DEFAULT, simple=False)
            made = list(pictures(wall, hung, wide))
            for number, first in enumerate(range(0, len(made), across * down), start=1):
                sheet(made[first : first + across * down], across).save(folder / f"{shape}-{size}-{number}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else GALLERY / "sheets", sys.argv[2] if sys.argv[2:] else "")
