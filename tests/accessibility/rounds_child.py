"""Round after round of flows by one person at a terminal in virtual time: `rounds_child.py CONFIG FOLDER WHO PART ROUNDS`.

WHO is `reader`, for whom this has to run on a desktop with a bus, `keypad`, `keyboard`, or `hand`, which trembles. PART says
which flows: `0/3` is every third from the first on. Ends with 0, or with what went wrong on standard error.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from kiosk.ui.application import BRIDGE, make_application
from tests.accessibility.by_hand import ByTremblingHand
from tests.accessibility.desktop import Desktop
from tests.accessibility.hall import ASKED_TOO_LATE, PANEL, ROOT
from tests.accessibility.on_the_bus import BusReader
from tests.accessibility.paths import FLOWS, performed
from tests.accessibility.people import ByKeyboard, ByKeypad, ByReader
from tests.accessibility.virtual_hall import VirtualHall

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.accessibility.people import Person

READER: Final = "reader"
WHO: Final[Mapping[str, Callable[[VirtualHall, Random], Person]]] = {
    READER: ByReader,
    "keypad": ByKeypad,
    "keyboard": ByKeyboard,
    "hand": ByTremblingHand,
}


def rounds(config: Path, folder: Path, who: str, part: str, count: int) -> None:
    """Perform them. Raises `AssertionError`."""
    first, every = map(int, part.split("/"))
    with ExitStack() as stack:
        hall = stack.enter_context(VirtualHall(config, folder))
        if who == READER:
            hall.reader = stack.enter_context(closing(BusReader(hall.terminal)))
        for done in range(count):
            person = WHO[who](hall, Random(f"{who} {done}"))
            for flow in list(FLOWS)[first::every]:
                try:
                    performed(person, flow)
                except AssertionError as error:
                    raise AssertionError(f"{flow.__name__} after {done} rounds: {error}; {hall.path[-8:]}") from error


def in_a_process(config: Path, folder: Path, who: str, part: str, count: int) -> str:
    """Have them performed in a process of its own, on a desktop where a bus is needed; return what went wrong."""
    words = ("-m", "tests.accessibility.rounds_child", str(config), str(folder), who, part, str(count))
    with ExitStack() as stack:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        if who == READER:
            environment = {**stack.enter_context(Desktop(folder / "desk", PANEL)).environment, BRIDGE: "1"}
        done = subprocess.run(
            (sys.executable, *words), cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, check=False
        )
    said = [line for line in done.stderr.splitlines() if not line.startswith(ASKED_TOO_LATE)]
    return "\n".join((f"{who} {part}: ended with {done.returncode}", *said)) if said or done.returncode else ""


def main() -> int:
    """Do as the command line says."""
    application = make_application(["yiban"])
    config, folder, who, part, count = sys.argv[1:]
    rounds(Path(config), Path(folder), who, part, int(count))
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
