"""The README's picture of a paper and the sheets beside it: `python -m tests.gallery.papers_sheet assets/pictures/papers.png`."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Final, cast

import pypdfium2  # type: ignore[import-untyped]  # it has no stubs
from PIL import Image

from kiosk.core.record import Found
from kiosk.pension.account import whole_years
from kiosk.statement.a4 import a4
from kiosk.statement.companion import companion
from kiosk.statement.compose import yearly_record
from tests.gallery.contact_sheet import BEHIND, GAP
from tests.statement.papers import SEALER, SERIAL, SHEET
from tests.statement.test_everybody import EVERYBODY

CODES: Final = ("ug", "kk", "bo", "mn", "ko", "za", "en")
"""The languages that have a sheet: Yi has no word for the paper."""
ACROSS: Final = 4
WIDTH, HEIGHT = 340, 481
"""A sheet of A4, in pixels."""
SHADES: Final = 16


def papers_sheet() -> Image.Image:
    """Return somebody's yearly record in Chinese, and the first sheet beside it in each language."""
    found = next(one for one in EVERYBODY if one.record.benefits)
    pictures = [_page(found, "zh"), *(_page(found, code) for code in CODES)]
    rows = -(-len(pictures) // ACROSS)
    sheet = Image.new("RGB", (ACROSS * (WIDTH + GAP) + GAP, rows * (HEIGHT + GAP) + GAP), BEHIND)
    for place, picture in enumerate(pictures):
        row, column = divmod(place, ACROSS)
        sheet.paste(picture, (GAP + column * (WIDTH + GAP), GAP + row * (HEIGHT + GAP)))
    return sheet.quantize(SHADES)


def _page(found: Found, code: str) -> Image.Image:
    """Return the paper's first page, or the first of the sheets beside it."""
    statement = SEALER.seal(yearly_record(found, whole_years(found)[0], SHEET), SERIAL)
    at = 0 if code == "zh" else a4(statement).sheets
    pdf = a4(statement, companion(code)).pdf
    with closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[at]) as page:
        picture = cast("Image.Image", page.render(scale=2).to_pil().convert("RGB"))
    return picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    papers_sheet().save(Path(sys.argv[1]), optimize=True)
