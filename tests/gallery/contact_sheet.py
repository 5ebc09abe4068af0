"""The picture in the README: one visit on one sheet, from what `make demo` has left in out/demo.

`python -m tests.gallery.contact_sheet out/demo assets/pictures/contact-sheet.png`
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from PIL import Image

PAGES: Final = (
    "01-home",
    "02-place_id_card",
    "03-place_id_card-reading",
    "05-review_yearly_record",
    "06-which_paper",
    "07-printing",
    "08-take_paper",
)
WIDTH, HEIGHT, GAP = 270, 480, 12
COLOURS: Final = 64
BEHIND: Final = (120, 126, 134)


def contact_sheet(folder: Path) -> Image.Image:
    """Return the pages in the order of the visit, and the slip last, four in a row."""
    pictures = [Image.open(folder / f"{page}.png").convert("RGB").resize((WIDTH, HEIGHT)) for page in PAGES]
    slip = Image.open(folder / "receipt.png").convert("RGB")
    high = round(slip.height * WIDTH / slip.width)
    pictures.append(slip.resize((WIDTH, high)).crop((0, 0, WIDTH, min(high, HEIGHT))))
    sheet = Image.new("RGB", (4 * (WIDTH + GAP) + GAP, 2 * (HEIGHT + GAP) + GAP), BEHIND)
    for place, picture in enumerate(pictures):
        row, column = divmod(place, 4)
        sheet.paste(picture, (GAP + column * (WIDTH + GAP), GAP + row * (HEIGHT + GAP)))
    return sheet.quantize(COLOURS)


if __name__ == "__main__":
    contact_sheet(Path(sys.argv[1])).save(sys.argv[2], optimize=True)
