"""The whole terminal on the panel, as it stands in a hall, on the day of the rehearsals: `terminal_child.py CONFIG`."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from kiosk import settings
from kiosk.app import App
from kiosk.ui.application import make_application
from kiosk.voice.engine import SilentEngine
from tests.visits.terminal import Morning


def main() -> int:
    """Run until signalled."""
    application = make_application(["yiban"])
    engine = SilentEngine()
    engine.speaks = True  # what is said is read off the engine's calls elsewhere; here its buttons must stand
    app = App(settings.read(Path(sys.argv[1])), Morning(), engine=engine)
    signal.signal(signal.SIGTERM, lambda _number, _frame: application.exit(0))
    app.begin()
    code = application.exec()
    app.end()
    return code


if __name__ == "__main__":
    sys.exit(main())
