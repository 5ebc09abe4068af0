"""The pictures in the README: one visit on one sheet, from what `yiban demo --headless` has left in a folder.

`python -m tests.gallery.contact_sheet out/demo assets/pictures/contact-sheet.png`, and with `--simple` for one in 简洁版.
"""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pypdfium2  # type: ignore[import-untyped]  # it has no stubs
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGES: Final = (
    "01-home",
    "02-place_id_card",
    "03-place_id_card-reading",
    "05-review_yearly_record",
    "06-which_paper",
    "07-printing",
    "08-take_paper",
)
SIMPLE_PAGES: Final = (
    "01-home",
    "02-home",
    "03-place_id_card",
    "04-place_id_card-reading",
    "05-review_yearly_record",
    "06-printing",
    "07-take_paper",
)
WIDTH, HEIGHT, GAP = 270, 480, 12
COLOURS: Final = 64
BEHIND: Final = (120, 126, 134)


def contact_sheet(folder: Path, pages: Sequence[str]) -> Image.Image:
    """Return the pages in the order of the visit, and the paper last, four in a row."""
    pictures = [Image.open(folder / f"{page}.png").convert("RGB").resize((WIDTH, HEIGHT)) for page in pages]
    paper = _paper(folder)
    high = round(paper.height * WIDTH / paper.width)
    pictures.append(paper.resize((WIDTH, high)).crop((0, 0, WIDTH, min(high, HEIGHT))))
    sheet = Image.new("RGB", (4 * (WIDTH + GAP) + GAP, 2 * (HEIGHT + GAP) + GAP), BEHIND)
    for place, picture in enumerate(pictures):
        row, column = divmod(place, 4)
        sheet.paste(picture, (GAP + column * (WIDTH + GAP), GAP + row * (HEIGHT + GAP)))
    return sheet.quantize(COLOURS)


def _paper(folder: Path) -> Image.Image:
    """Return the slip, or the first page of the sheet where there is no slip."""
    slip = folder / "receipt.png"
    if slip.exists():
        return Image.open(slip).convert("RGB")
    with closing(pypdfium2.PdfDocument(folder / "statement.pdf")) as document, closing(document[0]) as page:
        return page.render(scale=2).to_pil().convert("RGB")  # type: ignore[no-any-return]


def main() -> None:
    """Make the picture."""
    parser = argparse.ArgumentParser(prog="python -m tests.gallery.contact_sheet", description=__doc__)
    parser.add_argument("--simple", action="store_true", help="the visit is one in 简洁版")
    parser.add_argument("visit", type=Path, help="folder of the visit")
    parser.add_argument("picture", type=Path, help="file to write")
    asked = parser.parse_args()
    contact_sheet(asked.visit, SIMPLE_PAGES if asked.simple else PAGES).save(asked.picture, optimize=True)


if __name__ == "__main__":
    main()
