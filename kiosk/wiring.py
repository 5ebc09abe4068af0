"""Which lanes the terminal has and what each carries; nothing is imported or opened before a lane's thread needs it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from kiosk.core.lane import ID_READER, Lane, Lanes, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.clock import Clock
    from kiosk.core.config import Config, DeviceConfig
    from kiosk.ledger.document import Entry
    from kiosk.ledger.journal import PrintJournal
    from kiosk.statement.press import Output, Press

# ruff: noqa: PLC0415 - every import below waits until home is painted


class Workshop:
    """What both printing lanes share: keys, journal, signing key. The first that needs it opens it; any thread may ask."""

    def __init__(self, config: Config, clock: Clock, printed: Callable[[object], None]) -> None:
        self._config = config
        self._clock = clock
        self._printed = printed
        self._lock = threading.Lock()
        self._journal: PrintJournal | None = None
        self._unclean: set[str] = set()

    def press(self, output: Output[Any]) -> Press:
        """Make a press for one printer. Raises what the keys and the journal raise."""
        from kiosk.ledger.journal import PrintJournal
        from kiosk.statement.press import Press
        from kiosk.statement.seal import Sealer, code_key
        from kiosk.store.keys import Purpose, key_provider, sub_key
        from kiosk.store.signing import open_signing_key

        data = self._config.data
        keys = key_provider(self._config.key, data)
        terminal_key = keys.terminal_key()
        sealer = Sealer(open_signing_key(data, keys), code_key(terminal_key))
        with self._lock:
            if self._journal is None:
                key = sub_key(terminal_key, Purpose.JOURNAL)
                self._journal = PrintJournal(data / "journal.db", key, self._clock, watch=self._noted)
            left_over = output.lane in self._unclean
            # Whoever comes next on this lane comes because this one hung.
            self._unclean.add(output.lane)
            subjects = sub_key(terminal_key, Purpose.AUDIT_PSEUDONYM)
            return Press(output, self._journal, sealer, subjects, self._clock, left_over=left_over)

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


def make_lanes(config: Config, clock: Clock, workshop: Workshop, post: Callable[[Message], None]) -> Lanes:
    """Make a lane for every device that is fitted, and the store's."""

    def id_reader() -> object:
        from devices.makes import ID_READERS

        return ID_READERS[config.id_reader.make](config.id_reader.settings, clock)

    def receipts() -> object:
        from devices.makes import RECEIPT_PRINTERS
        from kiosk.statement.press import Slips

        fitted = config.receipt_printer
        return workshop.press(Slips(RECEIPT_PRINTERS[fitted.make](fitted.settings, clock)))

    def documents() -> object:
        from devices.makes import DOCUMENT_PRINTERS
        from kiosk.statement.press import Sheets

        fitted = config.document_printer
        press = workshop.press(Sheets(DOCUMENT_PRINTERS[fitted.make](fitted.settings, clock)))
        press.warm()
        return press

    def records() -> object:
        from kiosk.store.keys import key_provider
        from kiosk.store.limit import LookUpLimit
        from kiosk.store.records import Records

        limit = LookUpLimit(per_minute=config.policy.look_ups_per_minute)
        return Records(config.data, key_provider(config.key, config.data), clock, limit)

    fittings: tuple[tuple[str, DeviceConfig, Callable[[], object]], ...] = (
        (ID_READER.name, config.id_reader, id_reader),
        ("receipt_printer", config.receipt_printer, receipts),
        ("document_printer", config.document_printer, documents),
    )
    lanes: dict[str, Lane[Any]] = {
        name: Lane(name, open_device, clock, post, tended=True) for name, fitted, open_device in fittings if fitted.make
    }
    lanes["store"] = Lane("store", records, clock, post)
    return Lanes(lanes, post)
