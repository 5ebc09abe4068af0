"""The README's picture of one page in four scripts: `python -m tests.gallery.tongues_sheet assets/pictures/scripts.png`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from PIL import Image

from tests.gallery.contact_sheet import BEHIND, COLOURS, GAP, HEIGHT, WIDTH

CODES: Final = ("ug", "bo", "mn", "en")
PAGE: Final = "payment.M4a"


def tongues_sheet() -> Image.Image:
    """Return the month's payment in each of the languages, side by side."""
    from kiosk.core.config import Config, LanguagesConfig
    from kiosk.core.people import Presentation
    from kiosk.core.stage import Showing, Ticket
    from kiosk.ui.application import make_application
    from kiosk.ui.window import Window
    from tests.gallery.hanging import Listener, picture_of, silent, virtual_clock
    from tests.gallery.pages import pages

    application = make_application(["yiban"])
    config = Config(languages=LanguagesConfig(("zh", *CODES)))
    window = Window(config, Listener(), virtual_clock(), fullscreen=False, size=(1080, 1920), sound=silent)
    window.open()
    sheet = Image.new("RGB", (len(CODES) * (WIDTH + GAP) + GAP, HEIGHT + 2 * GAP), BEHIND)
    for place, code in enumerate(CODES):
        window.show(Showing(Ticket(place + 1), pages()[PAGE], Presentation(language=code), can_go_back=True))
        sheet.paste(picture_of(window).resize((WIDTH, HEIGHT)), (GAP + place * (WIDTH + GAP), GAP))
    window.close()
    application.processEvents()
    return sheet.quantize(COLOURS)


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    tongues_sheet().save(Path(sys.argv[1]), optimize=True)
