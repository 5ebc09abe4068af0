"""The whole terminal on the panel, as it stands in a hall, on the day of the rehearsals: `terminal_child.py CONFIG`.

What each button said that was activated is a line of `pressed.txt` beside the configuration.
"""

from __future__ import annotations

import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import settings
from kiosk.app import App
from kiosk.ui.application import make_application
from kiosk.voice.engine import SilentEngine
from tests.accessibility.stick import plugged_in
from tests.visits.terminal import Morning

if TYPE_CHECKING:
    from kiosk.ui.items import Target
    from kiosk.ui.screen import Screen

PRESSED = "pressed.txt"


def main() -> int:
    """Run until signalled."""
    application = make_application(["yiban"])
    engine = SilentEngine()
    engine.speaks = True  # what is said is read off the engine's calls elsewhere; here its buttons must stand
    file = Path(sys.argv[1])
    app = App(settings.read(file), Morning(), engine=engine)
    app.hall = replace(app.hall, sticks=lambda: plugged_in(file))
    signal.signal(signal.SIGTERM, lambda _number, _frame: application.exit(0))
    _note_presses(app.window.screen, file.with_name(PRESSED))
    app.begin()
    code = application.exec()
    app.end()
    return code


def _note_presses(screen: Screen, file: Path) -> None:
    do = screen._do

    def noted(target: Target) -> None:
        with file.open("a", encoding="utf-8") as lines:
            lines.write(target.words + "\n")
        do(target)

    screen._do = noted


if __name__ == "__main__":
    sys.exit(main())
