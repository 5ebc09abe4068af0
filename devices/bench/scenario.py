"""A scenario: what happens at the machine, as a file that tests, demonstrations and training share.

    title = "第二张单子打到一半，纸用完了"
    english = "Paper runs out during the second statement"
    teaches = "先打好的那张不丢；换好纸，第二张自己接着打。"
    devices = ["id_reader", "receipt_printer"]     # what the bench must have
    before = ["refill"]                            # verbs that put the bench in order first
    visit = [["home", "查养老金"], ["place_id_card"]]   # page by page what the person at the screen touches

    [[step]]                                       # one after another
    at = 3.0                                       # seconds after the beginning
    do = "place-id-card 7"

    [[step]]
    when = "printing"                              # something happens; receipt = 2, card = 2: for the second time
    receipt = 2
    mm = 40                                        # so much of it is printed
    do = ["paper-out", "slow receipt_printer"]
    say = "换一卷新纸，合上盖子。"                    # what the trainer says

    [[step]]
    after = 5.0                                    # seconds after the step before (with `when`: after that)
    do = "refill"

`do` are the bench's verbs. Who plays it at the screen, a trainee or a test, does what `visit` says; the bench doesn't touch.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from devices.bench.refusal import BenchRefusal
from devices.bench.verb import near

FOLDER: Final = Path(__file__).parents[2] / "assets" / "scenarios"
LONGEST_SECONDS: Final = 3600.0
FITTINGS: Final = (
    "id_reader",
    "social_card_reader",
    "scanner",
    "keypad",
    "indicators",
    "receipt_printer",
    "document_printer",
    "card_motor",
    "presenter",
)
"""The devices as kiosk.toml names them; a slot with a motor, and a receipt printer that presents its paper."""


class ScenarioWrong(BenchRefusal):
    """A scenario file says something that can't be played; `file` and `step` (from 1; None: not in a step) say where."""

    def __init__(self, file: Path, step: int | None, text: str) -> None:
        place = f"{file.name}: step {step}" if step is not None else file.name
        super().__init__("wrong-scenario", f"{place}: {text}")
        self.file = file
        self.step = step


class Happening(StrEnum):
    """What a step may wait for. Counted from the beginning of the scenario."""

    CARD_FOUND = "card-found"
    CARD_READ = "card-read"
    PRINTING = "printing"
    RECEIPT_OUT = "receipt-out"
    SHEET_OUT = "sheet-out"
    SCANNING = "scanning"
    """The scanner's light is on: it would read a code now. That isn't counted."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When a step is due: `at` so many seconds after the beginning, or `after` the step before or what is waited for."""

    at: float | None = None
    when: Happening | None = None
    number: int = 1
    """For the how manieth time it happens."""
    mm: float = 0.0
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Order:
    """A verb with its words."""

    verb: str
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        """As the command line takes it."""
        return " ".join((self.verb, *self.words))


@dataclass(frozen=True, slots=True)
class Step:
    """What is done at one moment, and what a trainer says then."""

    moment: Moment
    orders: tuple[Order, ...]
    say: str = ""


@dataclass(frozen=True, slots=True)
class Touch:
    """What the person at the screen touches on a page; no words: it passes by itself."""

    page: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole file."""

    name: str
    title: str
    english: str
    teaches: str
    devices: tuple[str, ...]
    before: tuple[Order, ...]
    visit: tuple[Touch, ...]
    steps: tuple[Step, ...]

    @property
    def orders(self) -> tuple[Order, ...]:
        """Every verb it takes, in order."""
        return (*self.before, *(order for step in self.steps for order in step.orders))


def found(name: str, folder: Path = FOLDER) -> Path:
    """Return the file of a scenario by its path or, among ours, by its name. Raises `BenchRefusal` naming the nearest."""
    path = Path(name)
    if path.suffix == ".toml":
        return path
    ours = {file.stem: file for file in files(folder)}
    if name not in ours:
        raise BenchRefusal("no-such-scenario", f"there is no scenario {name!r}{near(name, tuple(ours))}")
    return ours[name]


def files(folder: Path = FOLDER) -> list[Path]:
    """Return the files of all our scenarios."""
    return sorted(folder.glob("*.toml"))
