"""How a print ended is for the person at the tray first, and for the journal where the disk lets it."""

from __future__ import annotations

import contextlib
import sys
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from devices.deadline import Deadline
from devices.errors import DeviceGone, OperationTimedOut, PaperOut, PaperTooLittle, PrintUnproven
from devices.folder.adapter import FolderPrinter
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.page import Progress
from kiosk.core.record import DiskFull
from kiosk.ledger.document import PrintState
from kiosk.ledger.journal import PrintJournal
from kiosk.statement.press import Press, Sheets
from tests.statement.papers import PAPERS, SEALER, SHEET, SLIP

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from devices.roles import PrintProgress

STATEMENT = PAPERS["payment-year"](SHEET)


class FullDisk(Sheets):
    """Prints, while the journal's disk takes no more; then ends as it is told."""

    def __init__(self, printer: FolderPrinter, journal: PrintJournal, end: Exception | None) -> None:
        super().__init__(printer)
        self._journal = journal
        self._end = end

    def send(
        self, rendered: tuple[str, bytes, int], deadline: Deadline, progress: Callable[[PrintProgress], None]
    ) -> int:
        self._journal._db.execute("PRAGMA query_only=1")
        sheets = super().send(rendered, deadline, progress)
        if self._end is not None:
            raise self._end
        return sheets


def clock_at_nine() -> VirtualClock:
    return VirtualClock(datetime(2026, 11, 21, 9, 0, tzinfo=SHANGHAI))


def printed(tmp_path: Path, end: Exception | None) -> tuple[object, PrintJournal]:
    clock = clock_at_nine()
    journal = PrintJournal(tmp_path / "journal.db", bytes(32), clock)
    output: Any = FullDisk(FolderPrinter(tmp_path, clock), journal, end)
    press = Press(output, journal, SEALER, bytes(32), clock)
    try:
        return press.print(STATEMENT, Deadline(clock, 60.0), lambda _: None), journal
    except Exception as error:  # noqa: BLE001 - it is what is asked for
        return error, journal


def test_a_sheet_that_is_out_is_told_though_the_disk_is_full(tmp_path: Path) -> None:
    sheets, journal = printed(tmp_path, None)
    with closing(journal):
        assert sheets == 2
        assert journal.counters()[PrintState.SENDING] == 1
    with closing(PrintJournal(tmp_path / "journal.db", bytes(32), clock_at_nine())) as again:
        assert len(again.unknown()) == 1


@pytest.mark.parametrize("end", [PaperOut("out"), ValueError("a bug")])
def test_a_full_disk_does_not_hide_why_a_print_stopped(tmp_path: Path, end: Exception) -> None:
    """Who doesn't hear of the paper doesn't clear the printer, and the rest comes out for the next person."""
    error, journal = printed(tmp_path, end)
    with closing(journal):
        assert error is end


def test_nothing_is_sent_that_could_not_be_written_down(tmp_path: Path) -> None:
    _, journal = printed(tmp_path, None)
    with closing(journal):
        clock = clock_at_nine()
        press = Press(Sheets(FolderPrinter(tmp_path, clock)), journal, SEALER, bytes(32), clock)
        with pytest.raises(DiskFull):
            press.print(STATEMENT, Deadline(clock, 60.0), lambda _: None)
    assert len(list(tmp_path.glob("*.pdf"))) == 1


def test_a_bug_while_sending_leaves_somebody_to_look(tmp_path: Path) -> None:
    class Broken(Sheets):
        def send(
            self, rendered: tuple[str, bytes, int], deadline: Deadline, progress: Callable[[PrintProgress], None]
        ) -> int:
            del rendered, deadline, progress
            raise KeyError

    clock = clock_at_nine()
    with closing(PrintJournal(tmp_path / "journal.db", bytes(32), clock)) as journal:
        press = Press(Broken(FolderPrinter(tmp_path, clock)), journal, SEALER, bytes(32), clock)
        with pytest.raises(KeyError):
            press.print(STATEMENT, Deadline(clock, 60.0), lambda _: None)
        assert [entry.code for entry in journal.unknown()] == ["bug"]


def test_what_an_earlier_life_left_in_the_printer_is_cleared_once_it_answers(tmp_path: Path) -> None:
    """A process that was killed in mid-print leaves half a sheet; it must not hang on the next person's."""
    from kiosk.statement.press import Slips
    from tests.devices.receipts import SHORT, bench

    with bench() as hall:
        clock = hall.clock
        with closing(PrintJournal(tmp_path / "journal.db", bytes(32), clock)) as journal:
            press = Press(Slips(hall.printer), journal, SEALER, bytes(32), clock, left_over=True)
            link = hall.line.open()
            link.write("一个人的半张\n".encode("gb18030"), Deadline(clock, 5.0))
            clock.sleep(2.0)
            link.close()
            assert hall.simulator.hanging().rows
            hall.line.pull()
            assert not press.probe(Deadline(clock, 3.0)).usable
            hall.line.plug()
            for _ in range(4):
                clock.sleep(2.0)
                press.probe(Deadline(clock, 5.0))
            assert not hall.simulator.hanging().rows
            press.probe(Deadline(clock, 5.0))
            hall.printer.print(SHORT, Deadline(clock, 30.0), progress=lambda _: None)
            assert "半张" not in hall.simulator.receipts()[-1].text()


def test_a_printer_that_cannot_be_cleared_is_tried_again(tmp_path: Path) -> None:
    class Stubborn(Sheets):
        tries = 0

        def clear(self, deadline: Deadline) -> None:
            self.tries += 1
            if self.tries == 1:
                raise PaperOut("out")
            super().clear(deadline)

    clock = clock_at_nine()
    with closing(PrintJournal(tmp_path / "journal.db", bytes(32), clock)) as journal:
        output = Stubborn(FolderPrinter(tmp_path, clock))
        press = Press(output, journal, SEALER, bytes(32), clock, left_over=True)
        for _ in range(3):
            assert press.probe(Deadline(clock, 3.0)).usable
        assert output.tries == 2
        assert press.info() == output.device.info()


def test_clearing_ends_with_the_probe_it_is_part_of(tmp_path: Path) -> None:
    """Else the lane counts as hung, and twice in a row the printer is out of service until the next start."""

    class Slow(Sheets):
        seconds = 4.0

        def clear(self, deadline: Deadline) -> None:
            deadline.pause(self.seconds)
            super().clear(deadline)

    clock = clock_at_nine()
    with closing(PrintJournal(tmp_path / "journal.db", bytes(32), clock)) as journal:
        output = Slow(FolderPrinter(tmp_path, clock))
        press = Press(output, journal, SEALER, bytes(32), clock, left_over=True)

        def probed() -> float:
            began = clock.monotonic()
            assert press.probe(Deadline(clock, 3.0)).usable
            return clock.monotonic() - began

        assert probed() <= 3.1
        Slow.seconds = 1.0
        assert 1.0 <= probed() <= 1.1  # it is tried again
        assert probed() == 0.0


def test_a_sheet_that_cannot_be_drawn_is_never_sent(tmp_path: Path) -> None:
    class Blank(Sheets):
        def render(self, statement: object) -> tuple[str, bytes, int]:
            raise KeyError(statement)

    clock = clock_at_nine()
    with closing(PrintJournal(tmp_path / "journal.db", bytes(32), clock)) as journal:
        press = Press(Blank(FolderPrinter(tmp_path, clock)), journal, SEALER, bytes(32), clock)
        with pytest.raises(KeyError):
            press.print(STATEMENT, Deadline(clock, 60.0), lambda _: None)
        assert journal.counters()[PrintState.ABANDONED] == 1


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (PaperOut("out"), PrintState.FAILED),
        (PrintUnproven(""), PrintState.UNKNOWN),
        (DeviceGone(""), PrintState.FAILED),
    ],
)
def test_how_a_print_stopped_is_written_down(tmp_path: Path, error: Exception, state: PrintState) -> None:
    class Stopping(Sheets):
        def send(
            self, rendered: tuple[str, bytes, int], deadline: Deadline, progress: Callable[[PrintProgress], None]
        ) -> int:
            del rendered, deadline, progress
            raise error

    clock = clock_at_nine()
    with closing(PrintJournal(tmp_path / "journal.db", bytes(32), clock)) as journal:
        press = Press(Stopping(FolderPrinter(tmp_path, clock)), journal, SEALER, bytes(32), clock)
        with pytest.raises(type(error)):
            press.print(STATEMENT, Deadline(clock, 60.0), lambda _: None)
        assert journal.counters()[state] == 1


def test_a_roll_that_was_too_short_is_waited_for_until_it_is_changed(tmp_path: Path) -> None:
    from kiosk.statement.press import Slips
    from tests.devices.receipts import bench

    with bench() as hall:
        clock = hall.clock
        with closing(PrintJournal(tmp_path / "journal.db", bytes(32), clock)) as journal:
            press = Press(Slips(hall.printer), journal, SEALER, bytes(32), clock)
            slip = PAPERS["payment-year"](SLIP)
            hall.simulator.near_end()
            press.probe(Deadline(clock, 5.0))
            printed = 0
            with contextlib.suppress(PaperTooLittle):
                while printed < 60:
                    press.print(slip, Deadline(clock, 60.0), lambda _: None)
                    printed += 1
            assert printed < 60
            with pytest.raises(OperationTimedOut):
                press.wait_until_ready(Deadline(clock, 20.0), lambda _: None)
            hall.simulator.paper_out()
            press.probe(Deadline(clock, 5.0))
            hall.simulator.refill()
            press.wait_until_ready(Deadline(clock, 20.0), lambda _: None)
            press.print(slip, Deadline(clock, 60.0), lambda _: None)


def test_staff_hear_what_the_roll_still_holds_and_say_that_they_changed_it(tmp_path: Path) -> None:
    from devices.escpos.model import PrinterModel
    from kiosk.statement.press import Slips
    from tests.devices.receipts import bench

    with bench(model=PrinterModel(near_end_mm=100, roll_mm=50_000)) as hall:
        clock = hall.clock
        with closing(PrintJournal(tmp_path / "journal.db", bytes(32), clock)) as journal:
            press = Press(Slips(hall.printer), journal, SEALER, bytes(32), clock)
            slip = PAPERS["payment-year"](SLIP)
            hall.simulator.near_end_at(100)
            hall.simulator.near_end()
            press.probe(Deadline(clock, 5.0))
            with pytest.raises(PaperTooLittle):
                press.print(slip, Deadline(clock, 60.0), lambda _: None)
            assert press.sheets_left() == 0
            hall.simulator.refill()
            press.probe(Deadline(clock, 5.0))
            press.paper_changed()
            assert press.device is hall.printer
            press.print(slip, Deadline(clock, 60.0), lambda _: None)
            left = press.sheets_left()
            assert left is not None
            assert left > 30
            assert press.health().counters.prints_since_roll == 1


def test_nobody_counts_the_sheets_of_a_tray(tmp_path: Path) -> None:
    clock = clock_at_nine()
    with closing(PrintJournal(tmp_path / "journal.db", bytes(32), clock)) as journal:
        press = Press(Sheets(FolderPrinter(tmp_path, clock)), journal, SEALER, bytes(32), clock)
        press.paper_changed()
        assert press.sheets_left() is None


def test_a_slip_in_the_mouth_is_taken_or_drawn_in_and_noted(tmp_path: Path) -> None:
    from devices.escpos.model import model_of
    from devices.escpos.simulator import EscPosSimulator
    from kiosk.statement.press import Slips
    from tests.devices.receipts import bench

    with bench(EscPosSimulator(model="custom"), model_of({"model": "custom"}, 115200)) as hall:
        clock = hall.clock
        with closing(PrintJournal(tmp_path / "journal.db", bytes(32), clock)) as journal:
            press = Press(Slips(hall.printer), journal, SEALER, bytes(32), clock)
            assert press.presents
            slip = PAPERS["payment-year"](SLIP)
            press.print(slip, Deadline(clock, 60.0), lambda _: None)
            hall.simulator.take_paper()
            press.wait_taken(Deadline(clock, 10.0), lambda _: None)
            assert not press.take_back(Deadline(clock, 10.0), lambda _: None)
            assert journal.counters()[PrintState.TAKEN_BACK] == 0
            press.print(slip, Deadline(clock, 60.0), lambda _: None)
            with pytest.raises(OperationTimedOut):
                press.wait_taken(Deadline(clock, 5.0), lambda _: None)
            assert press.take_back(Deadline(clock, 20.0), lambda _: None)
            assert journal.counters()[PrintState.TAKEN_BACK] == 1


def test_nobody_sees_the_tray_of_an_a4_printer(tmp_path: Path) -> None:
    clock = clock_at_nine()
    with closing(PrintJournal(tmp_path / "journal.db", bytes(32), clock)) as journal:
        press = Press(Sheets(FolderPrinter(tmp_path, clock)), journal, SEALER, bytes(32), clock)
        assert not press.presents
        assert not press.take_back(Deadline(clock, 1.0), lambda _: None)
        begun = clock.monotonic()
        press.wait_taken(Deadline(clock, 0.04), lambda _: None)
        assert clock.monotonic() - begun == pytest.approx(0.04)


class TwoSheets(Sheets):
    """Tells of its sheets one after the other, as CUPS does."""

    def send(
        self, rendered: tuple[str, bytes, int], deadline: Deadline, progress: Callable[[PrintProgress], None]
    ) -> int:
        from devices.roles import PrintProgress as Told

        sheets = super().send(rendered, deadline, lambda _: None)
        for done in range(1, sheets + 1):
            progress(Told(done, sheets))
        return sheets


def test_which_sheet_is_printed_is_told_from_the_beginning(tmp_path: Path) -> None:
    clock = clock_at_nine()
    told: list[Progress] = []
    with closing(PrintJournal(tmp_path / "journal.db", bytes(32), clock)) as journal:
        press = Press(TwoSheets(FolderPrinter(tmp_path, clock)), journal, SEALER, bytes(32), clock)
        assert press.print(STATEMENT, Deadline(clock, 60.0), told.append) == 2
    assert told == [
        Progress(total=2, sheet=1, sheets=2),
        Progress(done=1, total=2, sheet=2, sheets=2),
        Progress(done=2, total=2, sheet=2, sheets=2),
    ]


def test_a_slip_is_one_however_long(tmp_path: Path) -> None:
    from kiosk.statement.press import Slips
    from tests.devices.receipts import bench

    told: list[Progress] = []
    with bench() as hall, closing(PrintJournal(tmp_path / "journal.db", bytes(32), hall.clock)) as journal:
        press = Press(Slips(hall.printer), journal, SEALER, bytes(32), hall.clock)
        press.print(PAPERS["payment-year"](SLIP), Deadline(hall.clock, 120.0), told.append)
    assert told[0] == Progress(total=1, sheet=1, sheets=1)
    assert told[-1].done == told[-1].total > 1
    assert {progress.sheets for progress in told} == {1}


def test_what_lays_out_slips_is_loaded_before_anybody_waits_for_it(tmp_path: Path) -> None:
    from kiosk.statement.press import Slips

    sys.modules.pop("kiosk.statement.receipt", None)
    Slips(FolderPrinter(tmp_path, clock_at_nine())).warm()  # type: ignore[arg-type]  # no printer is asked for it
    assert "kiosk.statement.receipt" in sys.modules
