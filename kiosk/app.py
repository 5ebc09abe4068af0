"""Ties the terminal together: the one file that knows everything.

Order matters at the start: home is painted first, then the lanes start and load what they need, then the audit opens.
Until then their orders wait.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QLockFile, QObject, QTimer

from kiosk.calling import Calling
from kiosk.closures import Closures
from kiosk.commands import Commands
from kiosk.core.clock import SystemClock, WallWatch
from kiosk.core.exits import Exit
from kiosk.core.lane import INDICATORS, Happened, HealthChanged, Message
from kiosk.core.missed import MissedTaps
from kiosk.core.stage import Chorus, Stage, Ticket, Tickets
from kiosk.core.upkeep import LoudnessSet, PauseTurned, TriedAgain
from kiosk.core.visit import Visit
from kiosk.crash_loop import CrashLoop
from kiosk.flows.hall import Hall
from kiosk.flows.house import TerminalHouse
from kiosk.flows.menu import attend, preload
from kiosk.notary import Notary
from kiosk.serving import Serving
from kiosk.shift import Shift
from kiosk.sounding import Sounding
from kiosk.trials import Fittings
from kiosk.ui.application import make_application
from kiosk.ui.mailbox import Mailbox
from kiosk.ui.window import Window
from kiosk.unasked import Unasked
from kiosk.voice.engine import Heard, SilentEngine, VoiceState
from kiosk.voice.stage import VoiceStage
from kiosk.voice.words import trial
from kiosk.wiring import Workshop, engine_of, make_lanes, sticks_of, upkeep_lane

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from devices.traffic import Recorder
    from kiosk.core.clock import Clock
    from kiosk.core.config import Config
    from kiosk.core.house import Ending
    from kiosk.core.incident import Incident
    from kiosk.core.page import Job
    from kiosk.ledger.document import Entry
    from kiosk.lights.stage import LightsStage
    from kiosk.staffing import Staffing
    from kiosk.voice.engine import Engine
    from kiosk.watchdog import Watchdog

ALREADY_RUNNING: Final = 3
"""Exit code of a second start."""
SUPERVISE_MS: Final = 1000
UNPAINTED_MS: Final = 2000
"""How long the lanes wait for home to be painted."""
CLOSED: Final = frozenset({"out_of_service", "power_out", "night", "hall_closed", "paused"})
"""Pages that stand in place of home."""


class _AfterPaint(QObject):
    """Does something once, when the next paint of a widget is done, or is not to be waited for: a screen may be off."""

    def __init__(self, widget: QWidget, work: Callable[[], None]) -> None:
        super().__init__(widget)
        self._work = work
        self._alarm = QTimer(self)
        self._alarm.setSingleShot(True)
        self._alarm.timeout.connect(self._over)
        self._alarm.start(UNPAINTED_MS)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's
        """Wait for the paint; the pixels are there when Qt comes round again."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._alarm.start(0)
        return False

    def _over(self) -> None:
        self.deleteLater()
        self._work()


class App(QObject):
    """The running terminal. Everything here happens in the window's thread."""

    def __init__(
        self,
        config: Config,
        clock: Clock,
        *,
        fullscreen: bool = True,
        size: tuple[int, int] = (1080, 1920),
        engine: Engine | None = None,
        witnesses: Sequence[Stage] = (),
        recorder: Recorder | None = None,
        crash_loop: CrashLoop | None = None,
        incidents: Sequence[Callable[[Incident], None]] = (),
        leave: Callable[[int], None] = QCoreApplication.exit,
        path: Path | None = None,
    ) -> None:
        super().__init__()
        self._clock = clock
        self._incidents = incidents
        self._leave = leave
        self._watchdog: Watchdog | None = None
        self._staffing: Staffing | None = None
        self._bug_code = ""
        self._mailbox = Mailbox(self._heard)
        self._workshop = Workshop(config, clock, self._mailbox.post)
        self._missed_taps = MissedTaps(clock)
        post, tables = self._mailbox.post, Fittings(config)
        self.serving = Serving(clock, self._order, changed=self.reconsider, cut_off=self._know_cut_off)
        self._notary = Notary(config, clock, self.serving.close_for)
        self.lanes = make_lanes(
            config, clock, self._workshop, post, recorder, told=post, tables=tables, keeper=self._notary
        )
        self.lanes.add(
            upkeep_lane(
                config,
                clock,
                self.lanes,
                tables,
                post,
                path=path,
                missed=self._missed_taps.today,
                rests=lambda: self.closures.rests,
            )
        )
        self._engine = engine = SilentEngine() if engine is None else engine
        voice = VoiceStage(engine, loudness=config.sound.loudness)
        self._lights = _lights(self._order) if config.indicators.make else None
        sound = Sounding(config, self._lights).sound
        self.commands = Commands(lambda: self.shift, lambda: self.calling, self._wind, voice=voice, vain=sound)
        self.window = Window(
            config,
            self.commands,
            clock,
            fullscreen=fullscreen,
            size=size,
            show_cursor=not fullscreen,
            missed=self._missed_taps.add,
            sound=sound,
            speaks=engine.speaks,
        )
        self._voice = voice
        voice.marks = self.window.captions
        self.calling = Calling(
            config,
            clock,
            post,
            lambda: self.visit,
            note=self._notary.note,
            lights=self._lights,
            attended=lambda: self.shift.staff_at_it or self.shift.member is not None,
        )
        self.hall = Hall(
            config,
            lambda: clock.now().date(),
            on_duty=lambda: self.shift.on_duty,
            here=self.calling.places,
            note=post,
            sticks=sticks_of(config),
            speaks=lambda: self._engine.speaks,
            closed_for=lambda: self.serving.closed_for or self.closures.closed_for,
            voice=self._voice_state,
            loudness=lambda: voice.usual_loudness,
            try_voice=lambda outlet, loudness: engine.say(trial(outlet, loudness)),
        )
        self._tickets = Tickets()
        self.closures = Closures(config, clock, self._incident, crash_loop)
        self._stages: tuple[Stage, ...] = (
            self.window,
            voice,
            self._notary,
            self._workshop.language,
            *(() if self._lights is None else (self._lights,)),
            *witnesses,
        )
        self.visit = Visit(
            lambda: attend(self.hall),
            house=TerminalHouse(self.hall, lambda: self.serving.closed_for, lambda: self._bug_code, self.closures.page),
            stage=Chorus((*self._stages, *self.closures.stages, *self.calling.stages)),
            orders=self.lanes,
            clock=clock,
            idle=config.idle,
            on_bug=self._bug,
            read_now=voice.private_now,
            tickets=self._tickets,
            usual=config.presentation.usual(speaks=engine.speaks),
        )
        self.shift = Shift(self.visit, self._staff_visit, clock, self._staffed)
        self._unasked = Unasked(
            self.window, self.shift, voice, self.closures, self.calling, alone=lambda: self.hall.hears_alone
        )
        self._wall = WallWatch(clock)
        self._asked = 0
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self._tick)
        self._supervisor = QTimer(self)
        self._supervisor.setInterval(SUPERVISE_MS)
        self._supervisor.timeout.connect(self._supervise)

    # -- start and end ----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show home; everything else follows once it is painted."""
        self.window.open()
        self.visit.begin()
        self._wind()
        _AfterPaint(self.window.screen, self._after_home)

    def _after_home(self) -> None:
        """Open what home could do without."""
        if not gc.isenabled():  # the start put it off; what it made stays to the end and is never looked at again
            gc.freeze()
            gc.enable()
        self._notary.open()
        self.lanes.start()
        self._supervisor.start()
        self.serving.ask()
        self._engine.begin(self._mailbox.post)
        self._clock.spawn("preload", preload)
        self.closures.begun()
        self.calling.open()
        from kiosk.watchdog import Watchdog  # noqa: PLC0415 - home is painted before this is needed

        self._watchdog = Watchdog.of()
        if self._watchdog is not None:
            self._watchdog.ready()
        self._keep_last_page()

    def _keep_last_page(self) -> None:
        """Make what stands when a start fails; where the disk takes none, there is the older one, if any.

        That takes a fifth of a second, once for each change of what it says. What it throws away would be swept up by whatever
        thread made it, and Qt's own things with it: so it is this one.
        """
        from kiosk.core.record import RecordError  # noqa: PLC0415 - home is painted before this is needed
        from kiosk.last_page import keep_last_page  # noqa: PLC0415 - as above

        with suppress(RecordError, OSError):
            keep_last_page(self.hall.config)

    def end(self) -> None:
        """Stop in order: the visit is forgotten, lanes let go of their devices, the audit is synced."""
        if self._watchdog is not None:
            self._watchdog.stopping()
        self._engine.close()
        self._due.stop()
        self._supervisor.stop()
        self.shift.close()
        self.calling.close()
        self.lanes.close()
        self._notary.close()
        self._workshop.close()
        self._mailbox.close()  # what still comes would be shown
        self.window.close()

    # -- the staff --------------------------------------------------------------------------------------------

    def _staff_visit(self, done: Callable[[Ending, object], None]) -> Visit:
        """Make the visit that the staff has on the same window and lanes; its end ends nobody's visit.

        The audit counts none, and the window keeps what the person has typed on the page that is parked.
        """
        from kiosk.staffing import Unnoted  # noqa: PLC0415 - home is painted before this is needed

        return self._staffed().visit(
            lambda: self.shift.parked,
            [Unnoted(stage) if stage in (self._notary, self.window) else stage for stage in self._stages],
            self.lanes,
            self._clock,
            self._tickets,
            on_bug=self._bug,
            bug_code=lambda: self._bug_code,
            done=done,
        )

    def _voice_state(self) -> VoiceState:
        """How the voice is: an engine knows of outputs only, not whether there is a socket for a headset."""
        state = self._engine.state
        shared = self._engine.speaks and self.hall.config.headset_shared
        return replace(state, headset=False, shared=True) if shared else state

    def _staffed(self) -> Staffing:
        if self._staffing is None:
            from kiosk.staffing import Staffing  # noqa: PLC0415 - as above

            self._staffing = Staffing(
                self.hall,
                self._notary.note,
                pseudonym=self._notary.pseudonym,
                arrived=self.calling.somebody_is_here,
                leave=self._leave,
            )
        return self._staffing

    # -- what lanes and time bring ------------------------------------------------------------------------------

    def _heard(self, message: object) -> None:
        if self.serving.heard(message):
            pass
        elif isinstance(message, Message):
            if isinstance(message, HealthChanged):
                self._health_changed(message)
            elif isinstance(message, Happened):
                self._unasked.heard(message.event)
            self.shift.heard(message)
        else:
            self._told(message)
        self._wind()

    def _health_changed(self, message: HealthChanged) -> None:
        self._notary.health_changed(message)
        self.calling.health_changed(message.lane, message.health)
        if self._lights is not None and message.lane == INDICATORS.name:
            self._lights.health_changed(message.health)

    def _told(self, message: object) -> None:
        """A ledger, the staff's room, the upkeep or a desk has told something."""
        from kiosk.ledger.document import Entry  # noqa: PLC0415 - home is painted before this is needed
        from kiosk.staff.deeds import Deed  # noqa: PLC0415 - as above

        if isinstance(message, Entry):
            self._print_changed(message)
        elif isinstance(message, Deed):
            self._staffed().notes.deed(message)
        elif isinstance(message, VoiceState):
            self._unasked.look()
            if self.window.speaks is not self._engine.speaks:
                self.window.speaks = self._engine.speaks
                self.visit.begin_as(self.hall.config.presentation.usual(speaks=self._engine.speaks))
                self.reconsider()
        elif isinstance(message, Heard):
            self._sounds(message)
        elif isinstance(message, LoudnessSet):
            self._voice.begin_at(message.loudness)
        elif isinstance(message, PauseTurned):
            self.closures.pause_turned(self)
        elif isinstance(message, TriedAgain):
            self.closures.serve_again(self)
        elif not self.calling.heard(message):
            self._staffed().notes.told(message)

    def _sounds(self, sounding: Heard) -> None:
        """A sentence begins, or the last is over; who asked to hear them is there as long as they go on."""
        self._voice.heard(sounding)
        if self._voice.reads:
            self.visit.listening()

    def _print_changed(self, entry: Entry) -> None:
        """Note it; at home a print whose end is unknown is one that a power cut or a crash has left behind."""
        from kiosk.ledger.document import PrintState  # noqa: PLC0415 - as above
        from kiosk.screens.paper_trouble import end_not_known  # noqa: PLC0415 - as above
        from kiosk.statement.model import Paper  # noqa: PLC0415 - as above

        self._notary.print_changed(entry)
        if entry.by:
            self._staffed().notes.settled(entry)
        if entry.state is PrintState.UNKNOWN:
            paper = Paper.SHEET if entry.document.lane == "document_printer" else Paper.SLIP
            self.visit.announce(end_not_known(paper, self.hall.places))

    def _tick(self) -> None:
        self.shift.tick()
        self.calling.tick()
        self._wind()

    def _wind(self) -> None:
        """Set the alarm for the next moment somebody asked for."""
        self.shift.look()
        moments = (self.shift.next_due, self.calling.next_due)
        due = min((moment for moment in moments if moment is not None), default=None)
        if due is None:
            self._due.stop()
        else:
            self._due.start(max(0, int((due - self._clock.monotonic()) * 1000) + 1))

    def _supervise(self) -> None:
        self.lanes.supervise()
        if self._watchdog is not None and self.lanes.alive:
            self._watchdog.alive()
        self.closures.turn(self)
        self._wind()
        jump = self._wall.check()
        if jump is not None:
            self._notary.clock_jumped(jump)
        self.serving.turn(at_once=jump is not None)

    # -- whether the terminal may serve -------------------------------------------------------------------------

    def reconsider(self) -> None:
        """Another page may be due in place of home."""
        self.visit.reconsider()
        self._wind()

    @property
    def staff_sealing(self) -> bool:
        """Whether something of the staff's is being done that can't be taken back."""
        return self.shift.staff_sealing

    def interrupt(self) -> None:
        """End whatever visit stands, now, with its farewell, and show what stands in place of home."""
        self.shift.interrupt()
        self._wind()

    def ask_exit(self, code: Exit) -> None:
        """End the program in order. Whoever asks has seen to it that nobody is being served."""
        self._leave(int(code))

    def _incident(self, incident: Incident) -> None:
        from kiosk.notes import incident_event  # noqa: PLC0415 - as above

        self._notary.note(incident_event(incident, staff_there=self.shift.member is not None))
        for hear in self._incidents:
            hear(incident)

    def _know_cut_off(self, cut_off: date | None) -> None:
        self.shift.know_cut_off(cut_off)

    def _order(self, job: Job[Any]) -> Ticket:
        """Order something no page waits for, under a ticket no page has."""
        self._asked -= 1
        ticket = Ticket(self._asked)
        self.lanes.submit(ticket, job)
        return ticket

    def _bug(self, error: BaseException) -> None:
        self._bug_code = self._notary.crashed(error)


def _lights(order: Callable[[Job[None]], object]) -> LightsStage:
    from kiosk.lights.stage import LightsStage  # noqa: PLC0415 - a terminal without lamps starts without it

    return LightsStage(order, closed=CLOSED, help_page="help_here")


def _recorder(config: Config, clock: Clock) -> Recorder:
    from devices.traffic import Recorder  # noqa: PLC0415 - hardly ever is anything recorded

    return Recorder(config.data, clock, clock.now(), lambda words: print(words, file=sys.stderr, flush=True))  # noqa: T201


def size_of(config: Config, longest: int = 900) -> tuple[int, int]:
    """Return the pixels of a window with the panel's shape for trying out on a desk."""
    panel = config.panel
    scale = longest / max(panel.width_mm, panel.height_mm)
    return round(panel.width_mm * scale), round(panel.height_mm * scale)


def run(config: Config, argv: list[str], *, fullscreen: bool, traffic: bool = False, path: Path | None = None) -> int:
    """Run the terminal until it is told to stop; return the exit code. `path` is the configuration's file.

    `traffic`: record what goes over the devices' lines.
    """
    application = make_application(argv)
    config.data.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(config.data / "yiban.lock"))
    lock.setStaleLockTime(0)
    if not lock.tryLock(0):
        print(f"yiban: another terminal already runs on {config.data}", file=sys.stderr)  # noqa: T201 - a command's word
        return ALREADY_RUNNING
    # exit, not quit: quit asks the window to close, which nobody may. By the loop, which is told before it runs, too.
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _number, _frame: QTimer.singleShot(0, lambda: application.exit(Exit.STOP)))
    clock = SystemClock()
    recorder = _recorder(config, clock) if traffic else None
    crash_loop = CrashLoop(config.data, clock)
    crash_loop.begin()
    app = App(
        config,
        clock,
        fullscreen=fullscreen,
        size=size_of(config),
        engine=engine_of(config.sound),
        recorder=recorder,
        crash_loop=crash_loop,
        path=path,
    )
    app.begin()
    code = application.exec()
    app.end()
    if recorder is not None:
        recorder.close()
    crash_loop.end()
    lock.unlock()
    if code in (Exit.RESTART_MACHINE, Exit.SHUT_DOWN) and hasattr(os, "sync"):
        os.sync()
    return code
