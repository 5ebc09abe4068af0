"""The whole terminal in virtual time with its real window, its staff's room and all: what touches it comes through Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.audit.stage import AuditStage
from kiosk.commands import Commands
from kiosk.core.lane import Lane
from kiosk.core.pseudonym import Pseudonym
from kiosk.shift import Shift
from kiosk.staffing import Staffing, Unnoted
from kiosk.ui.pieces import TargetButton
from kiosk.ui.touch import RESTS_SECONDS, SAME_SECONDS
from kiosk.ui.window import Window
from kiosk.unasked import Unasked
from kiosk.wiring import staff_room
from tests.visits.virtual import VirtualTerminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random
    from typing import Self

    from kiosk.core.house import Ending, Onward
    from kiosk.core.page import Page
    from kiosk.core.staff import StaffNumber
    from kiosk.core.stage import Stage
    from kiosk.core.visit import Visit
    from kiosk.ui.items import Sheet, Target
    from kiosk.ui.theme import Look

SIZE: Final = (540, 960)
PATIENCE_SECONDS: Final = 60.0
HOLDS: Final = (0.06, 0.1, 0.4, 1.2, 5.0)
"""Seconds that a finger stays down (A14: up to 5 s)."""
LANDS: Final = 0.5
"""How often a palm that doesn't rest yet lands while the finger holds."""
ROLL_PX: Final = 25.0
"""On a panel of 1080 pixels; this window has half as many."""


ATTENDANT_PIN: Final = "482215"
"""Of 0217. With a digit that is meant twice."""


class WindowedTerminal(VirtualTerminal):
    """A `VirtualTerminal` with the window people touch, and the staff's visit behind the knock."""

    def __init__(self, config_file: Path, papers: Path, **fitted: Any) -> None:
        self.night: Page[Onward] | None = None
        """What stands in place of home, if anything."""
        super().__init__(config_file, papers, **fitted)
        self.left: list[int] = []
        """With which codes the staff has ended the program."""
        self._staffing = Staffing(
            self.hall,
            self._audit.write,
            pseudonym=lambda _number: Pseudonym(bytes(16)),
            arrived=self.calling.somebody_is_here,
            leave=self.left.append,
        )
        self.turn = self.shift = Shift(self.visit, self._staff_visit, self.clock, lambda: self._staffing)
        self._unasked = Unasked(self.window, self.shift, self.voice, self.closures, self.calling, alone=lambda: True)
        self.activated: list[str] = []
        """Keys of the targets that were activated."""
        self.pressed: list[str] = []
        """What each of them said."""
        self.drawn = 0
        """How often something new was drawn."""
        do, show_sheet = self.window.screen._do, self.window.screen.show_sheet

        def noted(target: Target) -> None:
            self.activated.append(target.key)
            self.pressed.append(target.words)
            do(target)

        def counted(look: Look, sheet: Sheet, *, fresh: bool, again: bool = False) -> None:
            self.drawn += 1
            show_sheet(look, sheet, fresh=fresh, again=again)

        self.window.screen._do = noted
        self.window.screen.show_sheet = counted  # type: ignore[method-assign]
        self.window.open()

    def more_stages(self) -> list[Stage]:
        commands = Commands(lambda: self.shift, lambda: self.calling, lambda: None, voice=self.voice)
        self.window = Window(self.config, commands, self.clock, fullscreen=False, size=SIZE, sound=lambda: None)
        self.voice.marks = self.window.captions
        return [self.window]

    def more_lanes(self) -> dict[str, Lane[Any]]:
        return {"staff": Lane("staff", lambda: staff_room(self.config, self.clock), self.clock, self._post)}

    def on_duty(self) -> StaffNumber | None:
        return self.shift.on_duty

    def instead(self) -> Page[Onward] | None:
        return self.night

    def _staff_visit(self, done: Callable[[Ending, object], None]) -> Visit:
        stages = [Unnoted(stage) if isinstance(stage, AuditStage) else stage for stage in self.stages]
        return self._staffing.visit(
            lambda: self.shift.parked,
            stages,
            self.lanes,
            self.clock,
            self.tickets,
            on_bug=self.bugs.append,
            bug_code=lambda: "4711",
            done=done,
        )

    def goes_on(self, until: float) -> None:
        """Let it live, and Qt with it."""
        super().goes_on(until)
        self.shift.look()
        QApplication.processEvents()

    def close(self) -> None:
        super().close()
        self.window.close()
        QApplication.processEvents()

    def target(self, words: str) -> TargetButton | None:
        """Return the button that says these words, if one stands."""
        pieces = self.window.screen.pieces.values()
        named = [p for p in pieces if isinstance(p, TargetButton) and not p.item.closed and words in p.item.words]
        return next((p for p in named if p.item.words == words), named[0] if named else None)


class Hand:
    """A person with a steady hand: every touch comes through Qt, held for a moment and lifted where it came down."""

    def __init__(self, terminal: WindowedTerminal) -> None:
        self.terminal = self._terminal = terminal
        self._device = QTest.createTouchDevice()

    def sees(self, page: str, within: float = PATIENCE_SECONDS) -> Self:
        """Wait for a page."""
        terminal = self._terminal

        def there() -> bool:
            showing = terminal.diary.showing
            return showing is not None and showing.page.name == page and showing.phase is None

        came = terminal.lives(within, there)
        assert came, f"{page} did not come: {terminal.diary.pages[-6:]}, {terminal.bugs}"
        return self

    def puts_card(self, number: int) -> Self:
        """Put a person's card on the reader, and take it away a while later."""
        self._terminal.reader.place(self._terminal.cards[number])
        return self

    def lifts_card(self) -> Self:
        """Take the card away."""
        self._terminal.reader.lift()
        return self

    def inserts_card(self, number: int) -> Self:
        """Push a person's social-security card into the slot, once both readers are found."""
        healths = self._terminal.healths
        self._terminal.lives(8.0, lambda: len(healths) == 4 and all(health.usable for health in healths.values()))
        self._terminal.slot.insert(self._terminal.chip(number))
        return self

    def removes_card(self) -> Self:
        """Take it out of the slot."""
        self._pause(2.0)
        self._terminal.slot.remove()
        return self

    def knocks(self) -> Self:
        """Knock as the staff does, whose hands are steady."""
        width = self._terminal.window.screen.width()
        for x in (6, width - 6, 6, width - 6):
            self._pause(0.6)
            self._tap(QPoint(x, 6), QPoint(x, 6), 0.1)
        return self

    def touches(self, words: str, having: Callable[[], object] = lambda: None) -> Self:
        """Touch the button that says these words, as soon as it stands, `having` done something just before."""
        terminal = self._terminal
        assert terminal.lives(PATIENCE_SECONDS, lambda: terminal.target(words) is not None), words
        self._pause(SAME_SECONDS + 0.1)
        button = terminal.target(words)
        assert button is not None, f"{words} is gone from {terminal.diary.pages[-1]}"
        at = button.geometry().center()
        having()
        self._tap(at, at, HOLDS[1])
        return self

    def types(self, digits: str) -> Self:
        """Type digits and 好了."""
        for digit in digits:
            self.touches(digit)
        return self.touches("好了")

    def signs_in(self, number: str, pin: str) -> Self:
        """Knock, and type a staff number and its PIN, key by key. A card that lies about is no staff card."""
        self.knocks().sees("staff_card")
        not_read = self._terminal.lives(4.0, lambda: self._terminal.diary.pages[-1] == "staff_card_not_read")
        self.touches("知道了" if not_read else "输工号").sees("staff_number").types(number).sees("staff_pin")
        return self.types(pin)

    def _tap(self, begin: QPoint, end: QPoint, seconds: float) -> None:
        self._event("press", 0, begin)
        self._pause(seconds / 2)
        self._event("move", 0, end)
        self._pause(seconds / 2)
        self._event("release", 0, end)

    def _event(self, kind: str, finger: int, at: QPoint) -> None:
        screen = self._terminal.window.screen
        event = QTest.touchEvent(screen, self._device)
        getattr(event, kind)(finger, at, screen)
        event.commit()

    def _pause(self, seconds: float) -> None:
        self._terminal.lives(seconds)


class TremblingHand(Hand):
    """A person whose taps come twice, whose fingers roll and whose palm rests on the screen or lands there in mid-hold.

    What they mean is counted.
    """

    def __init__(self, terminal: WindowedTerminal, chance: Random) -> None:
        super().__init__(terminal)
        self._chance = chance
        self._palm: QPoint | None = None
        self.meant: list[str] = []
        """Keys of the targets that were meant."""
        self.hurried = False
        """They have little time: no palm rests, and no finger stays down for long."""

    def touches(self, words: str, having: Callable[[], object] = lambda: None) -> Self:
        """Mean a button: tap it twice or more, however the fingers roll, with the palm down now and then."""
        terminal, chance = self._terminal, self._chance
        assert terminal.lives(PATIENCE_SECONDS, lambda: terminal.target(words) is not None), words
        self._pause(SAME_SECONDS + chance.uniform(0.1, 1.0))
        if not self.hurried and chance.random() < 0.5:
            self._rests()
        button = terminal.target(words)
        assert button is not None, f"{words} is gone from {terminal.diary.pages[-1]}"
        self.meant.append(button.item.key)
        having()
        box = button.geometry()
        begin = QPoint(chance.randrange(box.left(), box.right() + 1), chance.randrange(box.top(), box.bottom() + 1))
        shown = terminal.diary.showing
        passes = (
            shown is not None and shown.page.after is not None
        )  # a page that ends by itself may be gone before a long hold is
        lands = not self.hurried and self._palm is None and chance.random() < LANDS
        holds = HOLDS[:3] if self.hurried else HOLDS[:-1] if passes else HOLDS
        self._tap(begin, self._rolled(begin, button), chance.choice(holds), palm=lands)
        assert terminal.activated == self.meant, f"{words}: the first tap was not taken"
        for _ in range(chance.choice((1, 1, 2, 3))):
            self._pause(0.1)
            self._tap(self._near(begin), self._near(begin), 0.1)
        if self._palm is not None:
            self._pause(chance.uniform(0.0, 2.0))
            self._event("release", 1, self._palm)
            self._palm = None
        assert terminal.activated == self.meant, (self.meant[-3:], terminal.activated[-4:], terminal.diary.pages[-3:])
        return self

    def _rests(self) -> None:
        screen = self._terminal.window.screen
        self._palm = QPoint(self._chance.randrange(screen.width()), self._chance.randrange(screen.height()))
        self._event("press", 1, self._palm)
        self._pause(RESTS_SECONDS + self._chance.uniform(0.0, 1.0))

    def _rolled(self, begin: QPoint, button: TargetButton) -> QPoint:
        """Return where a finger that has rolled about is lifted: inside the button, or a little beside it."""
        slop = int(self._terminal.window.screen.fingers.slop) - 1
        room = button.geometry().adjusted(-slop, -slop, slop, slop)
        for _ in range(99):
            end = self._near(begin)
            if room.contains(end):
                return end
        return begin

    def _near(self, at: QPoint) -> QPoint:
        reach = int(ROLL_PX * self._terminal.window.screen.width() / 1080)
        return at + QPoint(self._chance.randint(-reach, reach), self._chance.randint(-reach, reach))

    def _tap(self, begin: QPoint, end: QPoint, seconds: float, *, palm: bool = False) -> None:
        self._event("press", 0, begin)
        self._pause(seconds / 2)
        if palm:
            screen = self._terminal.window.screen
            lands = QPoint(self._chance.randrange(screen.width()), self._chance.randrange(screen.height()))
            QTest.touchEvent(screen, self._device).move(0, begin, screen).press(1, lands, screen).commit()
            self._palm = lands
        self._event("move", 0, end)
        self._pause(seconds / 2)
        self._event("release", 0, end)

    def _event(self, kind: str, finger: int, at: QPoint) -> None:
        screen = self._terminal.window.screen
        event = QTest.touchEvent(screen, self._device)
        if self._palm is not None and finger != 1:
            event.stationary(1)
        getattr(event, kind)(finger, at, screen)
        event.commit()
