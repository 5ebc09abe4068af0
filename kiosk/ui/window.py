"""The window: the stage people see. Turns what a visit performs into a laid-out screen, and touches into commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from kiosk.core.house import Onward
from kiosk.core.languages import CATALOGUES, CHINESE, LANGUAGES, on_offer
from kiosk.core.page import Answer, Choose, EnterDigits, Hit, Night, Panel
from kiosk.core.text import Wording
from kiosk.ui import words
from kiosk.ui.captions import Captions
from kiosk.ui.items import Aim, Ask, Digit, Give, Present, Speak, Target, Turn
from kiosk.ui.knock import KeyKnock
from kiosk.ui.layout import lay_out
from kiosk.ui.naming import label_of, label_of_line
from kiosk.ui.scene import Memory, Scene
from kiosk.ui.screen import Screen
from kiosk.ui.telling import Teller
from kiosk.ui.theme import at_night, look_of
from kiosk.ui.touch import Met

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from devices.roles import Key
    from kiosk.core.clock import Clock
    from kiosk.core.config import Config
    from kiosk.core.people import Presentation
    from kiosk.core.stage import Command, PageEnded, Showing, Ticket
    from kiosk.ui.items import Line, Sheet

_TICK_MS: Final = 500
_UPRIGHT: Final = (90, 270)


class Window:
    """A `Stage`. Made, opened and called on Qt's thread only; `widget` is the top-level window.

    `languages` maps codes to whether they are drafts; None: those the configuration offers. `size` is the window's in pixels when
    it is not `fullscreen`; the panel's millimetres come from the configuration. `missed` hears of every tap that met nothing, as
    shares of the width and height; `sound` is made then, and when a page begins to count down. `speaks`: there is a voice.
    """

    def __init__(
        self,
        config: Config,
        command: Command,
        clock: Clock,
        *,
        languages: Mapping[str, bool] | None = None,
        fullscreen: bool = True,
        size: tuple[int, int] = (1080, 1920),
        show_cursor: bool = False,
        locale: Path | None = CATALOGUES,
        missed: Callable[[float, float], None] = lambda _across, _down: None,
        sound: Callable[[], None] = QApplication.beep,
        speaks: bool = True,
    ) -> None:
        self._config = config
        self._command = command
        self._clock = clock
        if languages is None:
            languages = {language.code: draft for language, draft in on_offer(config.languages.offered)}
        self._languages = languages
        words.load(LANGUAGES[code] for code in languages)
        self._plain_asks: Mapping[Ask, Callable[[], None]] = {
            Ask.HELP: command.call_help,
            Ask.READ_ALOUD: command.read_aloud,
            Ask.CONSENT: command.ask_consent,
            Ask.HELPED: command.helped,
            Ask.MODES: command.choose_modes,
            Ask.VOICE: command.choose_voice,
            Ask.LANGUAGES: command.choose_language,
        }
        self._fullscreen = fullscreen
        self._locale = locale
        self._count_missed = missed
        self._sound = sound
        self.speaks = speaks
        self._showing: Showing | None = None
        self._until: float | None = None
        self._whole = 1.0
        self._memory = Memory()
        self._left = False
        self._covered: dict[Ticket, tuple[str, Memory]] = {}
        self._scene: Scene | None = None
        self.screen = Screen(
            clock, self._do, command.touched, self._missed, command.staff_wanted, sound=sound, walked=self._walked
        )
        self.screen.fingers.same_seconds = config.panel.same_touch_seconds
        self._knock = KeyKnock(clock)
        self._teller = Teller(self.screen)
        self.captions = Captions(self.screen)
        turned = config.panel.rotation % 360
        self.widget: QWidget = _turned(self.screen, turned) if turned else self.screen
        if not show_cursor:
            self.widget.setCursor(Qt.CursorShape.BlankCursor)
        self._resize(*size, turned)
        self._timer = QTimer(self.screen)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def _resize(self, width: int, height: int, turned: int) -> None:
        """Give the window its size on the panel, and the screen its size as people see it."""
        self.widget.resize(width, height)
        if turned:
            self.screen.resize(*((height, width) if turned in _UPRIGHT else (width, height)))

    def open(self) -> None:
        """Show the window, on its screen."""
        if self._fullscreen:
            screens = QGuiApplication.screens()
            chosen = screens[min(self._config.panel.screen, len(screens) - 1)].geometry()
            self.widget.move(chosen.topLeft())
            self._resize(chosen.width(), chosen.height(), self._config.panel.rotation % 360)
            self.widget.showFullScreen()
        else:
            self.widget.show()
        if self._showing is not None:
            self._render(fresh=True)

    def close(self) -> None:
        """Close the window for good; nothing of it moves any more."""
        self.screen.may_close = True
        self.over()
        self.screen.bury()
        for timer in self.screen.findChildren(QTimer):
            timer.stop()
        self.widget.close()
        self.widget.deleteLater()

    # -- the stage --------------------------------------------------------------------------------------------

    def show(self, showing: Showing) -> None:
        """Perform this page now."""
        before = self._showing
        fresh = before is None or before.ticket != showing.ticket
        if fresh:
            sheet = self._memory.sheet if _panel_again(before, showing) else 0
            self._turn_to(showing.ticket)
            self._memory.sheet = max(self._memory.sheet, sheet)  # a panel that is put anew stays turned
        left = showing.left_seconds
        self._until = None if left is None else self._clock.monotonic() + left
        if left is not None and (fresh or self._whole < left):
            self._whole = max(1.0, left)
        self._showing = showing
        self._render(fresh=fresh, again=fresh and (_home_again(before, showing) or _panel_again(before, showing)))
        if fresh and self._scene is not None and self._scene.counts_down:
            self._sound()  # A12: who looks away is told, too, that the visit is about to end

    def _turn_to(self, ticket: Ticket) -> None:
        """Put the memory of the page that goes away by, unless it was left; give the one that comes its own again.

        A page that comes back under its ticket was only laid over, or parked. What was typed under cover is never put by.
        """
        before = self._showing
        done = before is not None and not self._left and self._memory != Memory()
        if before is not None and done and not (isinstance(before.page, EnterDigits) and before.page.covered):
            self._covered[before.ticket] = before.page.name, self._memory
        self._left = False
        _, self._memory = self._covered.pop(ticket, ("", Memory()))

    def ended(self, ending: PageEnded) -> None:
        """Forget what was done on the page; the next one takes its place."""
        if self._showing is not None and self._showing.page.name == ending.page:
            self._left = True
        self._covered = {ticket: kept for ticket, kept in self._covered.items() if kept[0] != ending.page}

    def over(self) -> None:
        """Forget everything of the visit, measured words too."""
        self._showing, self._scene, self._until = None, None, None
        self._memory, self._left = Memory(), False
        self._covered.clear()
        self.screen.fingers.forget()
        self.captions.silent()
        self.screen.wipe()
        self._teller.forget()
        words.forget()

    # -- drawing ----------------------------------------------------------------------------------------------

    @property
    def sheet(self) -> Sheet | None:
        """Lay out what is shown now; None before the first page."""
        scene = self._scene_now()
        return None if scene is None else _laid_out(scene)

    def _scene_now(self) -> Scene | None:
        showing = self._showing
        if showing is None:
            return None
        now = showing.presentation
        left = None if self._until is None else max(0.0, self._until - self._clock.monotonic())
        look = look_of(self._config.panel, self.screen.width(), self.screen.height(), now)
        return Scene(
            showing=showing,
            look=at_night(look) if isinstance(showing.page, Night) else look,
            wording=Wording(CHINESE if showing.for_staff else now.language, now.simple, showing.covered, self._locale),
            now=self._clock.now(),
            places=self._config.places,
            memory=self._memory,
            languages={} if showing.for_staff else self._languages,
            seconds_left=left,
            seconds_whole=self._whole,
            speaks=self.speaks,
        )

    def _render(self, *, fresh: bool, again: bool = False) -> None:
        scene = self._scene = self._scene_now()
        if scene is None:
            return
        sheet = _laid_out(scene)
        way = Qt.LayoutDirection.RightToLeft if words.spoken().right_to_left else Qt.LayoutDirection.LeftToRight
        self.screen.setLayoutDirection(way)
        self.screen.show_sheet(scene.look, sheet, fresh=fresh and not again, again=again)
        self.captions.another_sheet(scene.look)
        self._teller.tell(scene, sheet)
        if scene.counts_down or scene.shows_time:
            self._timer.start()
        else:
            self._timer.stop()

    def _tick(self) -> None:
        """The countdown goes on, or home's clock."""
        scene = self._scene
        if scene is not None and (scene.counts_down or scene.now.minute != self._clock.now().minute):
            self._render(fresh=False)

    # -- keys -------------------------------------------------------------------------------------------------

    def key(self, key: Key) -> None:
        """A key of the keypad was pressed: what stands is walked through in reading order."""
        from devices.roles import Key  # noqa: PLC0415 - home is painted before this is needed

        showing = self._showing
        self._command.touched()
        if showing is None or self._wakes(showing) or self._knocked(showing, key):
            return
        match key:
            case Key.LEFT | Key.RIGHT:
                self.screen.step(forward=(key is Key.LEFT) is words.spoken().right_to_left)
            case Key.UP | Key.DOWN:
                self.screen.step(forward=key is Key.DOWN)
            case Key.ENTER:
                # On a page of digits enter means what was typed, unless a button has been walked to.
                if not self.screen.enter() and isinstance(showing.page, EnterDigits):
                    self._enter(showing)
            case Key.BACK:
                self._ask(Ask.BACK, showing)
            case Key.HELP:
                self._ask(Ask.HELP, showing)
            case Key.CLEAR:
                self._ask(Ask.RUB_OUT, showing)
            case _ if key.value.isdigit():
                self._type(key.value)
            case _:
                pass

    def _knocked(self, showing: Showing, key: Key) -> bool:
        """Call the sign-in page if the staff has knocked with keys; where digits are typed, they are typed."""
        if isinstance(showing.page, EnterDigits) or not self._knock.key(key.value):
            return False
        self._command.staff_wanted()
        return True

    # -- touches ----------------------------------------------------------------------------------------------

    def _do(self, target: Target) -> None:
        showing = self._showing
        if showing is None:
            return
        if self._memory.offers:
            self._memory.offers = False
            self._render(fresh=False)
        scene = self._scene_now()
        if scene is not None and showing.presentation.voice:
            self._command.pressed(label_of(scene, target))
        self._follow(target, showing)
        self._command.released()

    def _walked(self, stop: Target | Line) -> None:
        """Keys have come to it: who listens can't see where they are."""
        scene = self._scene_now()
        if scene is not None and scene.showing.presentation.voice:
            self._command.walked(label_of(scene, stop) if isinstance(stop, Target) else label_of_line(scene, stop))

    def _follow(self, target: Target, showing: Showing) -> None:
        match target.deed:
            case Give(value):
                self._command.answered(showing.ticket, value)
            case Aim(read):
                self._command.answered(showing.ticket, read(self._hit(target)))
            case Present(presentation, onward):
                self._present(presentation, showing if onward else None)
            case Turn(by):
                self._memory.sheet = max(0, self._memory.sheet + by)
                self._render(fresh=False)
            case Digit(digit):
                self._type(digit)
            case Speak(tune, back):
                if back:
                    self._command.answered(showing.ticket, showing.page.actions[0].value)
                self._command.tune(tune)
            case Ask() as ask:
                self._ask(ask, showing)
            case None:
                pass

    def _present(self, presentation: Presentation, over: Showing | None) -> None:
        """Show everything in another way, and leave the page that lies over for the one beneath."""
        self._command.present(presentation)
        if over is not None:
            self._command.answered(over.ticket, Onward.GO_ON)

    def _hit(self, target: Target) -> Hit:
        """How far beside a target's middle it was touched; a key hits the middle."""
        at, box, panel = self.screen.fingers.at, target.box, self._config.panel
        if at is None:
            return Hit(0.0, 0.0)
        turned = panel.rotation % 360 in _UPRIGHT
        wide, high = (panel.height_mm, panel.width_mm) if turned else (panel.width_mm, panel.height_mm)
        across, down = at[0] - box.x - box.w / 2, at[1] - box.y - box.h / 2
        return Hit(across * wide / self.screen.width(), down * high / self.screen.height())

    def _ask(self, ask: Ask, showing: Showing) -> None:
        match ask:
            case Ask.BACK:
                self._command.back(showing.ticket)
            case Ask.LEAVE:
                self._command.leave(showing.ticket)
            case Ask.RUB_OUT:
                self._memory.digits, self._memory.wrong = self._memory.digits[:-1], None
                self._render(fresh=False)
            case Ask.ENTER:
                self._enter(showing)
            case _:
                self._plain_asks[ask]()

    def _type(self, digit: str) -> None:
        page = None if self._showing is None else self._showing.page
        if isinstance(page, EnterDigits) and len(self._memory.digits) < page.most:
            self._memory.digits += digit
            self._memory.wrong = None
            self._render(fresh=False)

    def _enter(self, showing: Showing) -> None:
        if not isinstance(showing.page, EnterDigits):
            return
        read = showing.page.read(self._memory.digits)
        if isinstance(read, Answer):
            self._command.answered(showing.ticket, read.value)
        else:
            self._memory.digits, self._memory.wrong = "", read
            self._render(fresh=False)

    def _missed(self, x: float, y: float, *, often: bool) -> Met:
        """Say what a tap beside every target comes to.

        Anywhere will do where people are told to touch the screen: 您还在吗, and the dark page. Elsewhere larger text and help
        are offered to who misses often.
        """
        self._count_missed(x / max(1, self.screen.width()), y / max(1, self.screen.height()))
        scene = self._scene
        if scene is None:
            return Met.NOTHING
        if scene.counts_down and scene.page.actions:
            self._command.answered(scene.showing.ticket, scene.page.actions[0].value)
            return Met.ENOUGH
        if self._wakes(scene.showing):
            return Met.ENOUGH
        if not often or self._memory.offers or not scene.page.footer.help:
            return Met.NOTHING
        self._memory.offers = True
        self._render(fresh=False)
        return Met.OFFER

    def _wakes(self, showing: Showing) -> bool:
        """Answer the dark page, whatever was touched or pressed; say whether it stands."""
        wakes = isinstance(showing.page, Night) and bool(showing.page.actions)
        if wakes:
            self._command.answered(showing.ticket, showing.page.actions[0].value)
        return wakes


def _laid_out(scene: Scene) -> Sheet:
    """Lay a page out in its language."""
    words.speak(scene.wording.language)
    if words.spoken().vertical:
        from dataclasses import replace  # noqa: PLC0415 - one script is

        from kiosk.ui.columns import lying, stood_up  # noqa: PLC0415

        return stood_up(lay_out(replace(scene, look=lying(scene.look))), scene.look)
    sheet = lay_out(scene)
    if not words.spoken().right_to_left:
        return sheet
    from kiosk.ui.mirror import mirrored  # noqa: PLC0415 - few languages are read from the right

    return mirrored(sheet, scene.look.width)


def _home_again(before: Showing | None, now: Showing) -> bool:
    """Whether home takes its own place, as when a device first answers: nobody has asked for it, and somebody may be pressing."""
    standing = [showing for showing in (before, now) if showing is not None]
    return len(standing) == 2 and all(  # noqa: PLR2004 - both
        showing.page.idle and isinstance(showing.page, Choose) and showing.phase is None and not showing.laid_over
        for showing in standing
    )


def _panel_again(before: Showing | None, now: Showing) -> bool:
    """Whether a panel takes its own place, as when a device is otherwise now: somebody may be at a button, or pressing it.

    One with another title tells of something else.
    """
    page = now.page
    return (
        before is not None
        and isinstance(page, Panel)
        and (before.page.name, before.page.title) == (page.name, page.title)
    )


def _turned(screen: Screen, degrees: int) -> QWidget:
    from kiosk.ui.turned import Turned  # noqa: PLC0415 - few panels are, and the others start sooner without it

    return Turned(screen, degrees)
