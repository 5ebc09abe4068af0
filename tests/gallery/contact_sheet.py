"""Makes one picture of many, for a README or a look over everything: `python -m tests.gallery.contact_sheet OUT.png`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from PIL import Image

from kiosk.core.people import TextSize, Theme
from kiosk.ui.application import make_application
from tests.gallery.hanging import PANELS, Wall, picture_of, showings, window_on
from tests.gallery.pages import pages

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN: Final = (
    "home.home",
    "place_id_card.R1",
    "payment.M4a",
    "months.M6",
    "why_more.M7",
    "certification.C4c",
    "statement_review.R5",
    "printing.R7",
    "take_paper.R8",
    "paper_trouble.P1",
    "walked_away.W1",
    "card_trouble.K3",
)
WALLS: Final = (
    Wall(*PANELS[0], TextSize.MEDIUM, Theme.DEFAULT, simple=False),
    Wall(*PANELS[0], TextSize.LARGE, Theme.HIGH_CONTRAST, simple=True),
)
_WIDE: Final = 360
_GAP: Final = 12


def contact_sheet(names: Sequence[str], walls: Sequence[Wall], *, across: int = 6) -> Image.Image:
    """Return the pages on the walls as one picture, a wall under another."""
    found = pages()
    pictures: list[Image.Image] = []
    for wall in walls:
        window = window_on(wall)
        window.open()
        for name in names:
            window.show(next(showings(found[name], wall))[1])
            picture = picture_of(window)
            window.over()
            high = round(picture.height * _WIDE / picture.width)
            pictures.append(picture.resize((_WIDE, high), Image.Resampling.LANCZOS))
        window.close()
    high = max(picture.height for picture in pictures) + _GAP
    rows = -(-len(pictures) // across)
    sheet = Image.new("RGB", (across * (_WIDE + _GAP) + _GAP, rows * high + _GAP), (120, 124, 128))
    for number, picture in enumerate(pictures):
        row, column = divmod(number, across)
        sheet.paste(picture, (_GAP + column * (_WIDE + _GAP), _GAP + row * high))
    return sheet


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application(["gallery"])
    contact_sheet(SHOWN, WALLS).save(sys.argv[1])
