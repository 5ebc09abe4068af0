"""The whole terminal with its window, in which one visit performs itself: `visiting_child.py CONFIG BENCH_FOLDER`.

Says `printing` once a print has begun. SIGTERM ends it in order, as the product's own start does.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from devices.bench.control import tell
from kiosk import settings
from kiosk.app import App
from kiosk.ui.application import make_application
from kiosk.ui.hand import Hand
from tests.visits.diary import Diary
from tests.visits.terminal import Morning

TOUCHES = {"home": "查养老金", "payment_paid": "打印", "which_paper": "小条", "end_not_known": "知道了"}
LOOK_MS = 20
THINK_LOOKS = 30


def main() -> int:
    """Run until signalled."""
    config, bench = settings.read(Path(sys.argv[1])), Path(sys.argv[2])
    application = make_application(["yiban"])
    diary = Diary()
    app = App(config, Morning(), fullscreen=False, size=(540, 960), witnesses=[diary])
    hand = Hand(app.window)
    signal.signal(signal.SIGTERM, lambda _number, _frame: application.exit(0))
    seen: dict[str, int] = {}

    def look() -> None:
        showing = diary.showing
        if showing is None or showing.phase is not None:
            return
        page = showing.page.name
        seen[page] = seen.get(page, 0) + 1
        if page == "place_id_card" and seen[page] == 1:
            tell(bench, "place-id-card", ["7"])
        elif page == "printing" and seen[page] == 1:
            os.write(1, b"printing\n")
        elif (
            page in TOUCHES and seen[page] % THINK_LOOKS == 0 and hand.sees(TOUCHES[page])
        ):  # again, if it came too soon
            hand.touch(TOUCHES[page])

    timer = QTimer()
    timer.setInterval(LOOK_MS)
    timer.timeout.connect(look)
    timer.start()
    app.begin()
    code = application.exec()
    timer.stop()
    app.end()
    return code


if __name__ == "__main__":
    sys.exit(main())
