"""Somebody who tries wrong PINs until they are stopped: `trying_child.py ROLL ANSWERS`. Each answer they saw is one dot."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kiosk.core.clock import VirtualClock
from kiosk.staff.errors import LockedForGood, WrongPin
from tests.staff.hall import DESKS_CARD, LONG, NINE, WRONG, opened


def main() -> None:
    roll, answers = (Path(word) for word in sys.argv[1:])
    seen = os.open(answers, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    clock = VirtualClock(NINE)
    room = opened(roll, clock, kib=4096)
    os.write(1, b"+")
    while True:
        clock.sleep(LONG)
        try:
            room.sign_in(DESKS_CARD, WRONG)
        except WrongPin:
            os.write(seen, b".")
        except LockedForGood:
            return


if __name__ == "__main__":
    main()
