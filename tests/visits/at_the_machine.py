"""The whole terminal on real ports, and a person in front of it: a test reads as what happens at the machine."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from kiosk import settings
from kiosk.app import App
from kiosk.core.page import Choose
from kiosk.core.text import Wording
from kiosk.ui.hand import Hand
from kiosk.ui.pieces import TargetButton, WordsLabel
from tests.visits.diary import Diary
from tests.visits.terminal import (
    Morning,
    Truth,
    audit_lines,
    entries,
    on_ports,
    serials_of_sheets,
    serials_of_slips,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from pytestqt.qtbot import QtBot

    from kiosk.core.config import Config, IdleConfig
    from kiosk.ui.items import Target
    from kiosk.voice.engine import Engine

from devices.bench.control import tell

PATIENCE_SECONDS: Final = 10.0
LANES_END_SECONDS: Final = 5.0


class Bench:
    """A running bench: its verbs, and what came out of its slots since it was put in order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._slips = self._sheets = 0

    def do(self, verb: str, *words: str) -> dict[str, object]:
        """Do a verb, as its command line does."""
        return tell(self.folder, verb, words)

    def put_in_order(self) -> None:
        """Mend, plug in, refill and take away whatever an earlier test has left."""
        state = cast("dict[str, dict[str, dict[str, object]]]", self.do("state")["state"])
        for name, cable in state["cables"].items():
            if not cable["plugged"]:
                self.do("plug", name)
        for verb in ("lift", "cover-close", "unjam", "cutter-free", "head-cool", "refill", "printer-power-cut"):
            self.do(verb)
        self.do("printer-power-on")
        self.do("reader-fault", "none")
        self.do("place-id-card", "1")  # a damage that waits for the next card is used up
        self.do("lift")
        self._slips, self._sheets = len(self._all_slips()), len(self._all_sheets())

    def with_terminal(self, config_file: Path) -> Path:
        """Write another terminal's configuration with this bench's ports; return the file."""
        file = config_file.with_name("on-the-bench.toml")
        file.write_text(settings.written(self.config(config_file)), encoding="utf-8")
        return file

    def config(self, config_file: Path) -> Config:
        """Return another terminal's configuration with this bench's ports."""
        return on_ports(settings.read(config_file), self.folder / "bench.toml")

    def slips(self) -> list[str]:
        """Return the words of the slips that came out, oldest first."""
        return [path.read_text(encoding="utf-8") for path in self._all_slips()[self._slips :]]

    def sheets(self) -> list[Path]:
        """Return the PDFs that came out, oldest first."""
        return self._all_sheets()[self._sheets :]

    def _all_slips(self) -> list[Path]:
        self.do("state")  # the bench takes what lies in the slot
        return sorted((self.folder / "papers").glob("receipt-*.txt"))

    def _all_sheets(self) -> list[Path]:
        self.do("state")  # as above
        return sorted((self.folder / "papers" / "documents").glob("*.pdf"))


class Machine:
    """The unchanged product with its window, on a bench. Entered, it stands at home; left, its books are compared."""

    def __init__(
        self,
        config_file: Path,
        bench: Bench,
        qtbot: QtBot,
        *,
        idle: IdleConfig | None = None,
        clock: Morning | None = None,
        printers: tuple[str, ...] = ("receipt_printer", "document_printer"),
        engine: Engine | None = None,
    ) -> None:
        config = bench.config(config_file)
        without = {
            name: replace(getattr(config, name), make="")
            for name in ("receipt_printer", "document_printer")
            if name not in printers
        }
        self.config: Config = replace(config, idle=idle or config.idle, **without)
        self.bench = bench
        self.clock = clock or Morning()
        self.diary = Diary()
        self._qtbot = qtbot
        self._hooks = sys.excepthook, threading.excepthook
        self.app = App(
            self.config,
            self.clock,
            fullscreen=False,
            size=(540, 960),
            engine=engine,
            witnesses=[self.diary],
            path=config_file,
        )
        # This person knows each page before it comes.
        self.app.window.screen.fingers.reaction_seconds = 0.0
        self.person = Person(self)
        self._ended = False
        audit = self.config.data / "audit.jsonl"
        self._told_before = len(audit.read_bytes().splitlines()) if audit.exists() else 0

    def __enter__(self) -> Self:
        self.app.begin()
        audit = self.config.data / "audit.jsonl"
        self.waits(lambda: audit.exists() and self.app.serving.ask_at > 0, "an answer of the records")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()
        if kind is None:
            self.books_agree()

    def end(self) -> None:
        """Stop it in order, as a signal does."""
        if not self._ended:
            self._ended = True
            self.app.end()
            sys.excepthook, threading.excepthook = self._hooks
            self.waits(lambda: not any(t.name.startswith("lane-") for t in threading.enumerate()), "its threads")

    def waits(self, over: Callable[[], object], what: str, within: float = PATIENCE_SECONDS) -> None:
        """Let the window live until something is so."""
        from pytestqt.exceptions import TimeoutError as Late

        try:
            self._qtbot.waitUntil(lambda: bool(over()), timeout=round(within * 1000))
        except Late:
            raise AssertionError(f"{what}: not within {within} s; {self.diary.pages[-8:]}") from None

    def lives(self, seconds: float) -> None:
        """Let some time pass."""
        self._qtbot.wait(round(seconds * 1000))

    def books_agree(self) -> Truth:
        """Compare the papers with the journal and the pages with the audit. The machine must have ended."""
        assert not list((self.config.data / "crashes").glob("*"))
        truth = Truth(
            entries(self.config),
            (*serials_of_slips(self.bench.slips()), *serials_of_sheets(self.bench.sheets())),
        )
        truth.agrees()
        lines = audit_lines(self.config)[self._told_before :]
        shown = [fields["page"] for kind, fields in _told(lines) if kind == "page-shown"]
        # What stood before the audit was opened is home, or what stands in its place.
        assert self.diary.pages[len(self.diary.pages) - len(shown) :] == shown
        assert len(self.diary.pages) - len(shown) <= 2
        ended = [fields["page"] for kind, fields in _told(lines) if kind == "page-ended"]
        assert ended == [ending.page for ending in self.diary.endings][-len(ended) :] if ended else True
        told: dict[object, object] = {f["serial"]: f["state"] for kind, f in _told(lines) if kind == "print-changed"}
        for entry in truth.entries:
            # What an earlier start told stands further up; what is settled by opening the journal, nowhere.
            if entry.code != "restart" and str(entry.ticket.serial) in told:
                assert told[str(entry.ticket.serial)] == entry.state
        return truth


def _told(lines: list[dict[str, object]]) -> list[tuple[object, dict[str, object]]]:
    return [(line["event"], cast("dict[str, object]", line["fields"])) for line in lines]


class Person:
    """Somebody in front of a machine: looks, touches, and puts cards."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._hand = Hand(machine.app.window)
        self._last: tuple[float, Target] | None = None

    def sees(self, page: str, *words: str, within: float = PATIENCE_SECONDS) -> Self:
        """Wait for a page, and look for words on the screen."""
        self._machine.waits(lambda: self._stands(page), page, within)
        shown = self.shown()
        assert [word for word in words if word not in shown] == [], shown
        return self

    def passes(self, page: str, phase: str = "", within: float = PATIENCE_SECONDS) -> Self:
        """Wait until a page or its phase is shown, however short it stands."""
        diary = self._machine.diary

        def there() -> bool:
            showing = diary.showing
            now = showing is not None and showing.page.name == page
            return now and (not phase or (showing.phase is not None and showing.phase.name == phase))  # type: ignore[union-attr]

        self._machine.waits(there, f"{page} {phase}", within)
        return self

    def sees_no(self, *words: str) -> Self:
        """See that none of these words stands on the screen."""
        shown = self.shown()
        assert [word for word in words if word in shown] == [], shown
        return self

    def touches(self, words: str) -> Self:
        """Touch what says these words, as soon as it can be touched."""
        machine = self._machine
        machine.waits(lambda: self._target(words) is not None, f"a button {words} in {self.buttons()}")
        target = self._target(words)
        assert target is not None
        machine.waits(lambda: not self._trembles(target), "a calm hand")
        self._last = (machine.clock.monotonic(), target)
        self._hand.touch(target.words)
        return self

    def touches_first(self) -> Self:
        """Touch the first choice."""
        page = self._machine.app.visit.page
        assert isinstance(page, Choose)
        return self.touches(page.choices[0].label.written(Wording()))

    def puts_card(self, number: int, damage: str = "") -> Self:
        """Put the card of a person on the reader."""
        if damage:
            self._machine.bench.do("damage-card", damage)
        self._machine.bench.do("place-id-card", str(number))
        return self

    def knocks(self) -> Self:
        """Knock as the staff does."""
        width = self._machine.app.window.screen.width()
        for x in (6.0, width - 6.0, 6.0, width - 6.0):
            self._hand.tap(x, 6.0)
        return self

    def signs_in(self, number: str, pin: str) -> Self:
        """Type a staff number and its PIN, key by key."""
        self.touches("输工号").sees("staff_number").types(number).sees("staff_pin").types(pin)
        return self

    def types(self, digits: str) -> Self:
        """Type digits and 好了."""
        for digit in digits:
            self.touches(digit)
        return self.touches("好了")

    def lifts_card(self) -> Self:
        """Take the card away."""
        self._machine.bench.do("lift")
        return self

    def takes_paper(self) -> Self:
        """Take the paper, and card and all."""
        return self.sees("take_paper", within=30).touches("拿好了")

    def goes(self) -> Self:
        """Say that it is enough, and go."""
        self.sees("anything_else").touches("办完了").sees("everything_in_hand").touches("都拿好了")
        return self.lifts_card().sees("goodbye")

    def shown(self) -> str:
        """Return every word on the screen."""
        pieces = self._machine.app.window.screen.pieces.values()
        return "\n".join(p.text() if isinstance(p, WordsLabel) else p.accessibleName() for p in pieces)

    def buttons(self) -> list[str]:
        """Return what can be touched."""
        pieces = self._machine.app.window.screen.pieces.values()
        return [piece.accessibleName() for piece in pieces if isinstance(piece, TargetButton) and not piece.item.closed]

    def _stands(self, page: str) -> bool:
        showing = self._machine.diary.showing
        return showing is not None and showing.page.name == page and showing.phase is None

    def _target(self, words: str) -> Target | None:
        pieces = self._machine.app.window.screen.pieces.values()
        names = [p for p in pieces if isinstance(p, TargetButton) and not p.item.closed and words in p.accessibleName()]
        exact = [piece for piece in names if piece.accessibleName() == words]
        return (exact or names)[0].item if names else None

    def _trembles(self, target: Target) -> bool:
        """Whether a touch here would be taken for the same one again."""
        fingers = self._machine.app.window.screen.fingers
        if self._last is None or self._machine.clock.monotonic() - self._last[0] > fingers.same_seconds + 0.05:
            return False
        slop = fingers.slop
        last, box, before = self._last[1], target.box, self._last[1].box
        x, y = box.x + box.w / 2, box.y + box.h / 2
        inside = before.x - slop <= x < before.right + slop and before.y - slop <= y < before.bottom + slop
        return last.key == target.key or inside
