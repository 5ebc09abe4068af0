"""Ties the terminal together: the one file that knows everything.

Order matters at the start: home is painted first, then the lanes start and load what they need, then the audit opens.
Until then their orders and lines wait.
"""

from __future__ import annotations

import signal
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QLockFile, QObject, QTimer

from kiosk.core.clock import SystemClock, WallWatch, is_plausible
from kiosk.core.lane import ID_READER, Failed, HealthChanged, Lane, Lanes, Message, Succeeded
from kiosk.core.page import Job
from kiosk.core.record import DataState, RecordError
from kiosk.core.stage import Chorus, Stage, Ticket
from kiosk.core.visit import Visit
from kiosk.flows.hall import Hall
from kiosk.flows.house import TerminalHouse
from kiosk.flows.menu import attend
from kiosk.ui.application import make_application
from kiosk.ui.mailbox import Mailbox
from kiosk.ui.window import Window
from kiosk.voice.engine import SilentEngine
from kiosk.voice.stage import VoiceStage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from devices.health import DeviceState
    from kiosk.audit.crash import CrashReports
    from kiosk.audit.log import AuditLog
    from kiosk.core.clock import Clock
    from kiosk.core.config import Config, DeviceConfig
    from kiosk.core.people import Presentation
    from kiosk.ledger.journal import PrintJournal
    from kiosk.statement.press import Output, Press
    from kiosk.voice.engine import Engine

ALREADY_RUNNING: Final = 3
"""Exit code of a second start."""
SUPERVISE_MS: Final = 1000
RECORDS_SECONDS: Final = 30.0
"""How often, while nobody is served, the records are asked what they are; ten times as often while they can't be read."""


class Workshop:
    """What several lanes share, opened by the first that needs it: keys, journal, signing key. Any lane's thread may ask."""

    def __init__(self, config: Config, clock: Clock, printed: Callable[[object], None]) -> None:
        self._config = config
        self._clock = clock
        self._printed = printed
        self._lock = threading.Lock()
        self._journal: PrintJournal | None = None

    def press(self, output: Output[Any]) -> Press:
        """Make a press for one printer. Raises what the keys and the journal raise."""
        from kiosk.ledger.journal import PrintJournal  # noqa: PLC0415 - home is painted before the store's libraries load
        from kiosk.statement.press import Press  # noqa: PLC0415 - as above
        from kiosk.statement.seal import Sealer, code_key  # noqa: PLC0415 - as above
        from kiosk.store.keys import Purpose, key_provider, sub_key  # noqa: PLC0415 - as above
        from kiosk.store.signing import open_signing_key  # noqa: PLC0415 - as above

        keys = key_provider(self._config.key, self._config.data)
        terminal_key = keys.terminal_key()
        sealer = Sealer(open_signing_key(self._config.data, keys), code_key(terminal_key))
        with self._lock:
            if self._journal is None:
                path = self._config.data / "journal.db"
                self._journal = PrintJournal(
                    path, sub_key(terminal_key, Purpose.JOURNAL), self._clock, watch=self._printed
                )
            return Press(output, self._journal, sealer, sub_key(terminal_key, Purpose.AUDIT_PSEUDONYM), self._clock)

    def close(self) -> None:
        """Let go of the journal."""
        with self._lock:
            if self._journal is not None:
                self._journal.close()
                self._journal = None


def make_lanes(config: Config, clock: Clock, workshop: Workshop, post: Callable[[Message], None]) -> Lanes:
    """Make the lanes of what is fitted. Nothing is opened or imported before they start."""
    lanes: dict[str, Lane[Any]] = {}

    def fit(name: str, device: DeviceConfig, open_device: Callable[[], Any]) -> None:
        if device.make:
            lanes[name] = Lane(name, open_device, clock, post, tended=True)

    def id_reader() -> object:
        from devices.makes import ID_READERS  # noqa: PLC0415 - as above

        return ID_READERS[config.id_reader.make](config.id_reader.settings, clock)

    def receipts() -> object:
        from devices.makes import RECEIPT_PRINTERS  # noqa: PLC0415 - as above
        from kiosk.statement.press import Slips  # noqa: PLC0415 - as above

        make = config.receipt_printer
        return workshop.press(Slips(RECEIPT_PRINTERS[make.make](make.settings, clock)))

    def documents() -> object:
        from devices.makes import DOCUMENT_PRINTERS  # noqa: PLC0415 - as above
        from kiosk.statement.press import Sheets  # noqa: PLC0415 - as above

        make = config.document_printer
        press = workshop.press(Sheets(DOCUMENT_PRINTERS[make.make](make.settings, clock)))
        press.warm()
        return press

    def records() -> object:
        from kiosk.store.keys import key_provider  # noqa: PLC0415 - as above
        from kiosk.store.records import Records  # noqa: PLC0415 - as above

        return Records(config.data, key_provider(config.key, config.data), clock)

    fit(ID_READER.name, config.id_reader, id_reader)
    fit("receipt_printer", config.receipt_printer, receipts)
    fit("document_printer", config.document_printer, documents)
    lanes["store"] = Lane("store", records, clock, post)
    return Lanes(lanes, post)


@dataclass(slots=True)
class _Late:
    """A stage that is opened after home is painted; what it missed by then is nobody's data."""

    stage: Stage | None = None

    def show(self, showing: Any) -> None:
        if self.stage is not None:
            self.stage.show(showing)

    def ended(self, ending: Any) -> None:
        if self.stage is not None:
            self.stage.ended(ending)

    def over(self) -> None:
        if self.stage is not None:
            self.stage.over()


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
    ) -> None:
        super().__init__()
        self._config = config
        self._clock = clock
        self._mailbox = Mailbox(self._heard)
        self._workshop = Workshop(config, clock, self._mailbox.post)
        self.lanes = make_lanes(config, clock, self._workshop, self._mailbox.post)
        self._closed_for: Exception | None = None
        self._bug_code = ""
        hall = Hall(config, lambda: clock.now().date())
        self.window = Window(config, self, clock, fullscreen=fullscreen, size=size, show_cursor=not fullscreen)
        self._voice = VoiceStage(engine or SilentEngine())
        self._audit_stage = _Late()
        self._audit: AuditLog | None = None
        self._crashes: CrashReports | None = None
        self.visit = Visit(
            lambda: attend(hall),
            house=TerminalHouse(hall, lambda: self._closed_for is None, lambda: self._bug_code),
            stage=Chorus([self.window, self._voice, self._audit_stage, *witnesses]),
            orders=self.lanes,
            clock=clock,
            idle=config.idle,
            on_bug=self._bug,
            read_now=self._voice.private_now,
        )
        self._wall = WallWatch(clock)
        self._known: dict[str, tuple[DeviceState, str | None]] = {}
        self._asking: Ticket | None = None
        self._ask_at = 0.0
        self._asked = 0
        self._due = QTimer(self, singleShot=True)
        self._due.timeout.connect(self._tick)
        self._supervisor = QTimer(self, interval=SUPERVISE_MS)
        self._supervisor.timeout.connect(self._supervise)

    # -- start and end ----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show home; everything else follows once it is painted."""
        self.window.open()
        self.visit.begin()
        self._wind()
        # A timer of nothing runs after what is already posted: the first paint.
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, self._after_home))

    def _after_home(self) -> None:
        """Open what home could do without."""
        self._open_audit()
        self.lanes.start()
        self._supervisor.start()
        self._ask_records()

    def _open_audit(self) -> None:
        from kiosk.audit.crash import CrashReports  # noqa: PLC0415 - home is painted before this is needed
        from kiosk.audit.events import STARTED  # noqa: PLC0415 - as above
        from kiosk.audit.log import AuditLog  # noqa: PLC0415 - as above
        from kiosk.audit.stage import AuditStage  # noqa: PLC0415 - as above
        from kiosk.core.keys import KeyUnavailable  # noqa: PLC0415 - as above
        from kiosk.store.keys import Purpose, key_provider, sub_key  # noqa: PLC0415 - as above

        self._crashes = CrashReports(self._config.data / "crashes", self._clock, say=None)
        sys.excepthook = self._crashes.excepthook
        threading.excepthook = self._crashes.thread_excepthook
        try:
            key = sub_key(key_provider(self._config.key, self._config.data).terminal_key(), Purpose.AUDIT_PSEUDONYM)
            self._audit = AuditLog(self._config.data / "audit.jsonl", key, self._clock)
            self._audit.write(STARTED(version="v0-1-0"))
        except (KeyUnavailable, RecordError, ValueError, OSError) as error:
            self._close_for(error)
            return
        self._audit_stage.stage = AuditStage(self._audit, self._close_for)

    def end(self) -> None:
        """Stop in order: the visit is forgotten, lanes let go of their devices, the audit is synced."""
        self._due.stop()
        self._supervisor.stop()
        self.visit.close()
        self.lanes.close()
        if self._audit is not None:
            from kiosk.audit.events import STOPPED  # noqa: PLC0415 - as above

            self._audit.write(STOPPED(reason="asked"))
            self._audit.close()
        self._workshop.close()
        self.window.close()

    # -- the person's commands: the window calls them -----------------------------------------------------------

    def answered(self, ticket: Ticket, value: object) -> None:
        """A touch answered the page."""
        self._then(lambda: self.visit.answered(ticket, value))

    def back(self, ticket: Ticket) -> None:
        """上一步."""
        self._then(lambda: self.visit.back(ticket))

    def leave(self, ticket: Ticket) -> None:
        """退出."""
        self._then(lambda: self.visit.leave(ticket))

    def call_help(self) -> None:
        """请人帮忙."""
        self._then(self.visit.call_help)

    def present(self, presentation: Presentation) -> None:
        """Another size, theme, wording or voice."""
        self._then(lambda: self.visit.present(presentation))

    def read_aloud(self) -> None:
        """念给我听."""
        self._then(self.visit.read_aloud)

    def touched(self) -> None:
        """Somebody touched the screen anywhere."""
        self._then(self.visit.touched)

    def _then(self, act: Callable[[], None]) -> None:
        act()
        self._wind()

    # -- what lanes and time bring ------------------------------------------------------------------------------

    def _heard(self, message: object) -> None:
        if isinstance(message, Succeeded | Failed) and message.ticket == self._asking:
            self._records_said(message)
        elif isinstance(message, HealthChanged):
            self._audit_health(message)
            self.visit.heard(message)
        elif isinstance(message, Message):
            self.visit.heard(message)
        else:
            self._audit_print(message)
        self._wind()

    def _tick(self) -> None:
        self.visit.tick()
        self._wind()

    def _wind(self) -> None:
        """Set the alarm for the next moment the visit asked for."""
        due = self.visit.next_due
        if due is None:
            self._due.stop()
        else:
            self._due.start(max(0, int((due - self._clock.monotonic()) * 1000) + 1))

    def _supervise(self) -> None:
        self.lanes.supervise()
        jump = self._wall.check()
        if jump is not None and self._audit is not None:
            from kiosk.audit.events import clock_jumped  # noqa: PLC0415 - as above

            self._audit.write(clock_jumped(jump))
            self._ask_at = 0.0
        if self._clock.monotonic() >= self._ask_at and self._asking is None:
            self._ask_records()

    # -- the records --------------------------------------------------------------------------------------------

    def _ask_records(self) -> None:
        """Ask the store what its records are, under a ticket no page has."""
        self._asked -= 1
        self._asking = Ticket(self._asked)
        self.lanes.submit(self._asking, Job("store", lambda records, _deadline, _report: records.state(), 20.0))

    def _records_said(self, message: Succeeded | Failed) -> None:
        self._asking = None
        if isinstance(message, Succeeded) and isinstance(message.value, DataState):
            self._ask_at = self._clock.monotonic() + RECORDS_SECONDS
            self.visit.know_cut_off(message.value.cut_off)
            self._open_if_plausible(message.value.cut_off)
        elif isinstance(message, Failed):
            self._ask_at = self._clock.monotonic() + RECORDS_SECONDS / 10
            self._close_for(message.error)

    def _open_if_plausible(self, cut_off: date) -> None:
        from kiosk.screens.look_up import ClockNotPlausible  # noqa: PLC0415 - as above

        if not is_plausible(self._clock.now().date(), cut_off):
            self._close_for(ClockNotPlausible())
        elif self._closed_for is not None:
            self._closed_for = None
            self.visit.reconsider()

    def _close_for(self, error: Exception) -> None:
        """Take the terminal out of service between visits for as long as `error` holds."""
        if type(self._closed_for) is not type(error):
            self._closed_for = error
            self.visit.reconsider()

    # -- what is noted ------------------------------------------------------------------------------------------

    def _bug(self, error: BaseException) -> None:
        if self._crashes is not None:
            self._bug_code = self._crashes.write(error).code

    def _audit_health(self, message: HealthChanged) -> None:
        if self._audit is None:
            return
        from kiosk.audit.events import DEVICE_CHANGED  # noqa: PLC0415 - as above

        health, last = message.health, message.health.last_error
        known = self._known.get(message.lane)
        now = (health.state, None if last is None else last.code)
        if now != known:
            self._known[message.lane] = now
            self._audit.write(
                DEVICE_CHANGED(
                    lane=message.lane.replace("_", "-"),
                    state=health.state,
                    error=None if last is None else last.code,
                    action=None if last is None else last.action,
                )
            )

    def _audit_print(self, entry: Any) -> None:
        if self._audit is not None:
            from kiosk.audit.events import PRINT_CHANGED  # noqa: PLC0415 - as above

            self._audit.write(PRINT_CHANGED(serial=entry.ticket.serial, state=entry.state.value))


def size_of(config: Config, height: int = 900) -> tuple[int, int]:
    """Return the pixels of a window with the panel's shape, `height` or less high, for trying out on a desk."""
    panel = config.panel
    upright = panel.width_mm <= panel.height_mm
    return (
        (round(height * panel.width_mm / panel.height_mm), height)
        if upright
        else (round(height * 4 / 3), round(height * 4 / 3 * panel.height_mm / panel.width_mm))
    )


def run(config: Config, argv: list[str], *, fullscreen: bool) -> int:
    """Run the terminal until it is told to stop; return the exit code."""
    application = make_application(argv)
    config.data.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(config.data / "yiban.lock"))
    lock.setStaleLockTime(0)
    if not lock.tryLock(0):
        print(f"yiban: another terminal already runs on {config.data}", file=sys.stderr)  # noqa: T201 - a command's word
        return ALREADY_RUNNING
    app = App(config, SystemClock(), fullscreen=fullscreen, size=size_of(config))
    # exit, not quit: quit asks the window to close, which nobody may.
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: application.exit(0))
    app.begin()
    code = application.exec()
    app.end()
    lock.unlock()
    return code
