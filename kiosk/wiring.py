"""Which lanes the terminal has and what each carries; nothing is imported or opened before a lane's thread needs it."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from devices.errors import NotConfigured
from kiosk.core.lane import ID_READER, INDICATORS, SCANNER, SOCIAL_CARD_READER, Lane, Lanes, Message
from kiosk.core.paper_language import PaperLanguage
from kiosk.trials import Fittings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.makes import Make
    from devices.traffic import Recorder
    from kiosk.books.books import Books, Keeper
    from kiosk.core.clock import Clock
    from kiosk.core.config import Config, DeviceConfig, SoundConfig
    from kiosk.core.upkeep import Missed
    from kiosk.ledger.document import Entry
    from kiosk.ledger.journal import PrintJournal
    from kiosk.ledger.mandates import Mandates
    from kiosk.ledger.requests import Requests
    from kiosk.staff.deeds import Watch
    from kiosk.staff.room import StaffRoom
    from kiosk.statement.press import Output, Press
    from kiosk.store.records import Records
    from kiosk.voice.engine import Engine

    Makes = Mapping[str, Make["D"]]

D = TypeVar("D")

# ruff: noqa: PLC0415 - every import below waits until home is painted


class Workshop:
    """What both printing lanes share: keys, journal, signing key, language. Who needs it first opens it; any thread may ask."""

    def __init__(self, config: Config, clock: Clock, printed: Callable[[object], None]) -> None:
        self._config = config
        self._clock = clock
        self._printed = printed
        self._lock = threading.Lock()
        self._journal: PrintJournal | None = None
        self._unclean: set[str] = set()
        self.language = PaperLanguage()

    def press(self, output: Output[Any]) -> Press:
        """Make a press for one printer. Raises what the keys and the journal raise."""
        from kiosk.statement.press import Press
        from kiosk.statement.seal import Sealer, code_key
        from kiosk.store.keys import Purpose, key_provider, sub_key
        from kiosk.store.signing import open_signing_key

        data = self._config.data
        keys = key_provider(self._config.key, data)
        terminal_key = keys.terminal_key()
        sealer = Sealer(open_signing_key(data, keys), code_key(terminal_key))
        journal = self.journal()
        with self._lock:
            left_over = output.lane in self._unclean
            # Whoever comes next on this lane comes because this one hung.
            self._unclean.add(output.lane)
            subjects = sub_key(terminal_key, Purpose.AUDIT_PSEUDONYM)
            return Press(output, journal, sealer, subjects, self._clock, left_over=left_over)

    def journal(self) -> PrintJournal:
        """Return the print journal, opened by who first asks for it. Raises what the keys and the journal raise."""
        from kiosk.ledger.journal import PrintJournal
        from kiosk.store.keys import Purpose, key_provider, sub_key

        with self._lock:
            if self._journal is None:
                data = self._config.data
                key = sub_key(key_provider(self._config.key, data).terminal_key(), Purpose.JOURNAL)
                self._journal = PrintJournal(data / "journal.db", key, self._clock, watch=self._noted)
            return self._journal

    def mandates(self) -> Mandates:
        """Open the ledger of mandates; its facts are told as the journal's are. Raises what the keys and the ledger raise."""
        from kiosk.ledger.mandates import Mandates
        from kiosk.store.keys import Purpose, key_provider, sub_key

        data = self._config.data
        terminal_key = key_provider(self._config.key, data).terminal_key()
        key, subjects = (sub_key(terminal_key, each) for each in (Purpose.MANDATES, Purpose.AUDIT_PSEUDONYM))
        return Mandates(data / "mandates.db", key, subjects, self._clock, watch=self._printed)

    def requests(self) -> Requests:
        """Open the ledger of requests. Tells and raises as `mandates` does."""
        from kiosk.ledger.requests import Requests
        from kiosk.store.keys import Purpose, key_provider, sub_key

        data = self._config.data
        key = sub_key(key_provider(self._config.key, data).terminal_key(), Purpose.REQUESTS)
        return Requests(data / "requests.db", key, self._clock, watch=self._printed)

    def _noted(self, entry: Entry) -> None:
        """Pass on what the journal noted; what it finds when it is opened is what the last run left in a printer."""
        if self._journal is None:
            self._unclean.add(entry.document.lane)
        self._printed(entry)

    def close(self) -> None:
        """Let go of the journal."""
        with self._lock:
            if self._journal is not None:
                self._journal.close()
                self._journal = None


def _made(make: Make[D], section: str, fitted: DeviceConfig, clock: Clock, recorder: Recorder | None) -> D:
    """Make an adapter, with a recorder on its line if there is one. Raises `ValueError`."""
    if recorder is None:
        return make(fitted.settings, clock)
    from devices.makes import READABLES, TOLD

    told = TOLD.get(fitted.make)
    if told is not None:
        made: D = told(fitted.settings, clock, recorder.calls(section))
        return made
    readable = READABLES.get(fitted.make)
    if readable is None:
        recorder.note(section, f"{fitted.make} has no line: not recorded")
        return make(fitted.settings, clock)
    return make(fitted.settings, clock, recorder.port(section, lambda: readable(fitted.settings)))


def make_lanes(
    config: Config,
    clock: Clock,
    workshop: Workshop,
    post: Callable[[Message], None],
    recorder: Recorder | None = None,
    *,
    told: Callable[[object], None] | None = None,
    tables: Fittings | None = None,
    keeper: Keeper | None = None,
) -> Lanes:
    """Make a lane for every device that is fitted, the store's and the staff's.

    `recorder` records what goes over the devices' lines. `told` hears, in the lanes' threads, what the staff's room did.
    `tables` are what devices are made with, where that may change while the terminal runs.
    `keeper` keeps the audit open; without one nobody looks into the books.
    """
    complained: set[str] = set()
    table = (tables or Fittings(config)).of

    def make(section: str, makes: Makes[D], fitted: DeviceConfig) -> D:
        """Make an adapter. What is wrong with its table is told on standard error: no page is for the technician."""
        known = makes.get(fitted.make)
        try:
            if known is None:
                raise ValueError(f"make: there is no {fitted.make!r}; known here: {', '.join(sorted(makes))}")  # noqa: TRY301
            return _made(known, section, fitted, clock, recorder)
        except ValueError as error:
            if section not in complained:  # a lane tries again and again
                complained.add(section)
                print(f"yiban: [{section}] {error}", file=sys.stderr)  # noqa: T201 - see above
            raise NotConfigured(str(error)) from None

    def device(section: str, catalogue: str) -> Callable[[], object]:
        """Make what opens a device that its lane carries as it is. `catalogue` is the name of its makes."""

        def opened() -> object:
            from devices import makes

            return make(section, getattr(makes, catalogue), table(section))

        return opened

    def receipts() -> object:
        from devices.makes import RECEIPT_PRINTERS
        from kiosk.statement.press import Slips

        # What is known of the roll is kept beside the journal, unless the technician wants it elsewhere.
        own = table("receipt_printer")
        fitted = replace(own, settings={"memory": str(config.data / "receipt_printer.roll"), **own.settings})
        press = workshop.press(Slips(make("receipt_printer", RECEIPT_PRINTERS, fitted), lambda: workshop.language.code))
        press.warm()
        return press

    def documents() -> object:
        from devices.makes import DOCUMENT_PRINTERS
        from kiosk.statement.press import Sheets

        made = make("document_printer", DOCUMENT_PRINTERS, table("document_printer"))
        press = workshop.press(Sheets(made, lambda: workshop.language.code))
        press.warm()
        return press

    plain: tuple[tuple[str, str, DeviceConfig], ...] = (
        (ID_READER.name, "ID_READERS", config.id_reader),
        (SOCIAL_CARD_READER.name, "SOCIAL_CARD_READERS", config.social_card_reader),
        (SCANNER.name, "SCANNERS", config.scanner),
        ("keypad", "KEYPADS", config.keypad),
        (INDICATORS.name, "INDICATORS", config.indicators),
    )
    fittings: tuple[tuple[str, DeviceConfig, Callable[[], object]], ...] = (
        *((name, fitted, device(name, catalogue)) for name, catalogue, fitted in plain),
        ("receipt_printer", config.receipt_printer, receipts),
        ("document_printer", config.document_printer, documents),
    )
    lanes: dict[str, Lane[Any]] = {
        name: Lane(name, open_device, clock, post, tended=True) for name, fitted, open_device in fittings if fitted.make
    }
    lanes["store"] = Lane("store", lambda: _records(config, clock), clock, post)
    if keeper is not None:
        kept = keeper
        lanes["books"] = Lane("books", lambda: books(config, clock, workshop, kept), clock, post)
    lanes["staff"] = Lane("staff", lambda: staff_room(config, clock, told), clock, post)
    lanes |= _ledger_lanes(config, clock, workshop, post)
    return Lanes(lanes, post)


def _ledger_lanes(
    config: Config, clock: Clock, workshop: Workshop, post: Callable[[Message], None]
) -> dict[str, Lane[Any]]:
    """Make the lanes of what the staff notes for people; that of requests only where the agency lets them be made."""
    lanes: dict[str, Lane[Any]] = {"mandates": Lane("mandates", workshop.mandates, clock, post)}
    if config.staff.presence_registration:
        lanes["requests"] = Lane("requests", workshop.requests, clock, post)
    return lanes


def upkeep_lane(
    config: Config,
    clock: Clock,
    lanes: Lanes,
    tables: Fittings,
    told: Callable[[object], None],
    *,
    path: Path | None = None,
    missed: Callable[[], Missed],
    rests: Callable[[], bool],
) -> Lane[Any]:
    """Make the lane a technician keeps the machine by; it is about the other `lanes`.

    `told` takes its outcomes, and hears that a pause turned. `path` is the configuration's file, None if there is none to
    change; `missed` tells of today's missed taps, `rests` whether the terminal rests after crashes.
    """

    def upkeep() -> object:
        from kiosk.upkeep import MachineUpkeep

        return MachineUpkeep(config, clock, lanes, tables, told, path=path, missed=missed, rests=rests)

    return Lane("upkeep", upkeep, clock, told)


def _records(config: Config, clock: Clock) -> Records:
    from kiosk.store.keys import key_provider
    from kiosk.store.limit import LookUpLimit
    from kiosk.store.records import Records

    limit = LookUpLimit(per_minute=config.policy.look_ups_per_minute)
    return Records(config.data, key_provider(config.key, config.data), clock, limit)


def books(config: Config, clock: Clock, workshop: Workshop, keeper: Keeper) -> Books:
    """Open the terminal's books. Raises what the keys raise; without a signing key nothing of them is taken along."""
    from kiosk.books.books import Books, Keys
    from kiosk.core.keys import KeyUnavailable
    from kiosk.store.keys import Purpose, key_provider, sub_key
    from kiosk.store.signing import open_signing_key, read_keyring

    data, provider = config.data, key_provider(config.key, config.data)
    keyring = {key_id: each.public for key_id, each in read_keyring(data).items()}
    try:
        signing = open_signing_key(data, provider)
    except KeyUnavailable:
        signing = None
    keys = Keys(sub_key(provider.terminal_key(), Purpose.AUDIT_CHAIN), keyring, signing)
    return Books(keys, keeper, workshop.journal, clock, terminal=config.terminal.id)


def engine_of(sound: SoundConfig) -> Engine:
    """Return what speaks: what the configuration names, in its order, or nothing."""
    from kiosk.voice.names import CLIPS

    order = tuple(name for name in sound.engines if sound.voice or name != CLIPS)
    if not order:
        from kiosk.voice.engine import SilentEngine

        return SilentEngine()
    from kiosk.voice.late import LateEngine

    return LateEngine(lambda: _clip_engine(sound, order))


def _clip_engine(sound: SoundConfig, order: tuple[str, ...]) -> Engine:
    from kiosk.core.assets import ROOT
    from kiosk.voice.clip_engine import ClipEngine, command

    own = Path(sound.voice)
    folder = own if own.is_absolute() else ROOT / "voice" / sound.voice
    return ClipEngine(folder, command(folder, sound.loudspeaker, sound.headset, order, one=sound.jack_switches), order)


def sticks_of(config: Config) -> Callable[[], tuple[Path, ...]]:
    """Return what looks for sticks that are plugged in."""

    def found() -> tuple[Path, ...]:
        from kiosk.store.sticks import mounted

        return mounted(config.staff.media)

    return found


def roll_of(config: Config) -> Path:
    """Where the roll of staff is kept."""
    return config.data / "staff.db"


def staff_room(config: Config, clock: Clock, watch: Watch | None = None) -> StaffRoom:
    """Open the staff's room with the keys made for it; `watch` hears what the audit has to.

    Raises what the key provider and `StaffRoom` raise: `LedgerInUse` while another process has it.
    """
    from kiosk.staff.room import StaffRoom
    from kiosk.staff.secrets import StaffKeys
    from kiosk.store.keys import Purpose, key_provider, sub_key

    terminal_key = key_provider(config.key, config.data).terminal_key()
    purposes = (Purpose.STAFF, Purpose.PIN_PEPPER, Purpose.STAFF_CARDS)
    keys = StaffKeys(*(sub_key(terminal_key, purpose) for purpose in purposes))
    return StaffRoom(roll_of(config), keys, config.staff, clock, watch=watch)
