"""A terminal to rehearse on: provisioned with synthetic people, and what its papers, journal and audit tell afterwards."""

from __future__ import annotations

import argparse
import json
import re
import shutil
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pypdfium2  # type: ignore[import-untyped]  # it has no stubs

from devices.bench.cards import people
from kiosk import settings
from kiosk.audit.verifying import verify
from kiosk.cli import demo_data, init
from kiosk.core.clock import SHANGHAI, SystemClock
from kiosk.core.serial import DocumentSerial
from kiosk.ledger.document import Entry, PrintState
from kiosk.ledger.journal import PrintJournal
from kiosk.statement.code import read
from kiosk.store.keys import Purpose, key_provider, sub_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from devices.roles import IdCard
    from kiosk.core.config import Config

MORNING: Final = datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI)
"""The day of all rehearsals; the records reach to the day before."""
PEOPLE: Final = 120
_ON_SLIP: Final = re.compile(r"\[QR (YB1:[^\]]+)\]")
_ON_SHEET: Final = re.compile(r"YB1:[A-Z2-7]{170}")


class Morning(SystemClock):
    """The machine's own time, on the day of the rehearsals. `days` later or earlier for a clock that is wrong."""

    def __init__(self, days: int = 0) -> None:
        self._start = MORNING + timedelta(days=days)
        self._begun = self.monotonic()

    def now(self) -> datetime:
        """Wall time in Asia/Shanghai."""
        return self._start + timedelta(seconds=self.monotonic() - self._begun)

    def jump(self, by: timedelta) -> None:
        """Set the wall clock."""
        self._start += by


def provision(folder: Path, count: int = PEOPLE) -> Path:
    """Make a terminal with its people in a folder, as `yiban init` and `yiban demo-data` do; return its kiosk.toml."""
    config = folder / "kiosk.toml"
    words = ["--config", str(config), "--id", "T003", "--agency", "某某县社会保险事业管理局", "--county", "000000"]
    assert init.run(_parsed(init, words)) == 0
    words = ["--config", str(config), "--people", str(count), "--cards", str(count), "--today", f"{MORNING:%F}"]
    assert demo_data.run(_parsed(demo_data, words)) == 0
    return config


def another(template: Path, folder: Path) -> Path:
    """Copy a provisioned terminal that was never started; return its kiosk.toml."""
    shutil.copytree(template.parent, folder)
    return folder / template.name


def cards(config: Config) -> Mapping[int, IdCard]:
    """Return the people's cards by number."""
    return {number: person.card for number, person in people(config.data / "cards.toml").items()}


def on_ports(config: Config, bench_toml: Path) -> Config:
    """Put a terminal's devices on a bench's ports."""
    bench = settings.read(bench_toml)
    return replace(
        config,
        id_reader=bench.id_reader,
        receipt_printer=bench.receipt_printer,
        document_printer=bench.document_printer,
    )


def _parsed(command: object, words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)  # type: ignore[attr-defined]  # a module of kiosk.cli
    return parser.parse_args(words)


# -- afterwards ---------------------------------------------------------------------------------------------------


def journal_of(config: Config) -> PrintJournal:
    """Open the journal as the next start would, which settles what was left half done."""
    key = key_provider(config.key, config.data).terminal_key()
    return PrintJournal(config.data / "journal.db", sub_key(key, Purpose.JOURNAL), SystemClock())


def entries(config: Config) -> tuple[Entry, ...]:
    """Return every print of the journal, oldest first."""
    with closing(journal_of(config)) as journal:
        return journal._select("count >= ?", (0,))


def audit_lines(config: Config) -> list[dict[str, Any]]:
    """Return the audit, whose chain must hold."""
    path = config.data / "audit.jsonl"
    key = sub_key(key_provider(config.key, config.data).terminal_key(), Purpose.AUDIT_CHAIN)
    assert verify(path, key).whole
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def serials_of_slips(texts: Iterable[str]) -> list[DocumentSerial]:
    """Return the serials that stand in the codes of slips."""
    return [_serial(code) for text in texts for code in _ON_SLIP.findall(text)]


def sheet_text(pdf: Path) -> str:
    """Return the words of a PDF."""
    words: list[str] = []
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for number in range(len(document)):
            with closing(document[number]) as page, closing(page.get_textpage()) as text:
                words.append(text.get_text_range())
    return "\n".join(words)


def serials_of_sheets(pdfs: Iterable[Path]) -> list[DocumentSerial]:
    """Return the serials that stand in the codes of PDFs, on every page of one the same; 办事条 have none."""
    found = [_ON_SHEET.findall("".join(sheet_text(pdf).split())) for pdf in pdfs]
    return [_serial(codes[0]) for codes in found if codes]


def _serial(code: str) -> DocumentSerial:
    return DocumentSerial(int.from_bytes(read(code).payload.serial, "big"))


@dataclass(frozen=True, slots=True)
class Truth:
    """What the papers show, against what journal and audit say."""

    entries: tuple[Entry, ...]
    on_paper: tuple[DocumentSerial, ...]

    def agrees(self) -> None:
        """See that every proved print is on exactly one paper, and none that is known not to be."""
        assert len(set(self.on_paper)) == len(self.on_paper), "one print came out twice"
        states = {entry.ticket.serial: entry.state for entry in self.entries}
        for serial in self.on_paper:
            assert states[serial] in (PrintState.PROVED, PrintState.UNKNOWN, PrintState.FAILED)
        for entry in self.entries:
            if entry.state is PrintState.PROVED and entry.document.kind not in ("window_slip", "test_print"):
                assert entry.ticket.serial in self.on_paper
            assert entry.state not in (PrintState.INTENDED, PrintState.SENDING)

    def states(self) -> list[PrintState]:
        """Return how each print ended, oldest first."""
        return [entry.state for entry in self.entries]


def nothing_personal(config: Config, planted: Iterable[str]) -> None:
    """See that no plain file of the data folder holds any of these words; the bench's own cards.toml aside."""
    files = {path: path.read_bytes() for path in config.data.rglob("*") if path.is_file() and path.name != "cards.toml"}
    for word in planted:
        for path, content in files.items():
            assert word.encode() not in content, path
