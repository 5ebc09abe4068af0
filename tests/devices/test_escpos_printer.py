"""The receipt printer at work: every trouble is named at once, and nobody gets a stranger's figures."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from devices import makes
from devices.bench.cables import Bytewise, Silent
from devices.bench.memory_line import MemoryLine
from devices.deadline import Deadline, SystemTime
from devices.errors import (
    CoverOpen,
    CutterFault,
    DeviceError,
    DeviceGone,
    NoReply,
    OperationCancelled,
    OperationTimedOut,
    PaperJam,
    PaperOut,
    PrinterFault,
    PrintUnproven,
)
from devices.escpos import frames
from devices.escpos.adapter import EscPosPrinter
from devices.escpos.encoder import Encoder
from devices.escpos.glyphs import FontGlyphs
from devices.escpos.model import PrinterModel
from devices.escpos.simulator import EscPosSimulator
from devices.health import DeviceState, Supply
from devices.paper import Align, Pair, QrCode, Receipt, Rule, TextLine
from devices.truetype import FontUnreadable
from kiosk.core.clock import VirtualClock
from tests.devices.receipts import HANAMIN, NOTO, SHORT, bench, yearly

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from devices.roles import PrintProgress
    from tests.devices.receipts import Bench

OTHER = Receipt((TextLine("下一位", Align.CENTRE), Rule()))


def status_came_at(bench: Bench) -> float:
    """When the newest automatic status with trouble in it arrived at the host."""
    return max(r.at_seconds for r in bench.line.line.recorded if not r.at_device and r.data[:1] in (b"\x18", b"\x38"))


# -- the good one -------------------------------------------------------------------------------------------


def test_a_receipt_is_printed_cut_and_proved() -> None:
    with bench() as b:
        b.print()
        (receipt,) = b.simulator.receipts()
        assert receipt.text() == " " * 12 + "养老金对账单\n姓名" + " " * 38 + "王建国\n" + "─" * 24
        assert b.simulator.faults == []
        assert b.simulator.held == 0
        assert b.printer.health().usable
        assert b.printer.health().supplies == {"paper": Supply.FULL}
        assert b.printer.health().counters.operations == 1
        assert b.printer.info().model == "SIM-80"


def test_it_returns_only_when_the_paper_is_cut() -> None:
    with bench() as b:
        b.printer.probe(b.within())
        began = b.clock.monotonic()
        b.print(yearly())
        (receipt,) = b.simulator.receipts()
        assert b.clock.monotonic() - began > receipt.height / 8 / 150 + 0.2


def test_progress_counts_the_bytes() -> None:
    told: list[PrintProgress] = []
    with bench() as b:
        b.print(yearly(), told.append)
    assert [p.done for p in told] == sorted({p.done for p in told})
    assert told[-1].done == told[-1].total > 2000
    assert len(told) > 4


def test_an_order_meets_a_busy_printer_in_health() -> None:
    states: list[DeviceState] = []
    with bench() as b:
        b.print(SHORT, lambda _: states.append(b.printer.health().state))
        assert set(states) == {DeviceState.DEVICE_BUSY}
        assert b.printer.health().state is DeviceState.ONLINE


def test_marks_go_on_after_the_ten_thousandth(monkeypatch: pytest.MonkeyPatch) -> None:
    with bench() as b:
        monkeypatch.setattr(b.printer, "_job", 9998)
        for _ in range(3):
            b.print()
        assert len(b.simulator.receipts()) == 3


def test_a_job_longer_than_the_buffer_never_fills_it() -> None:
    long = Receipt(tuple(Pair(f"第{n}行", "1,234.56元") for n in range(400)))
    fullest = 0

    def look(_: PrintProgress) -> None:
        nonlocal fullest
        fullest = max(fullest, b.simulator.held)

    with bench() as b:
        b.print(long, look)
        assert len(b.simulator.receipts()) == 1
        assert len(b.simulator.receipts()[0].text().splitlines()) == 400
        assert 1000 < fullest <= 4096 - 64


def test_the_picture_is_as_wide_as_the_paper() -> None:
    with bench() as b:
        b.print(yearly("司马㛃"))
        picture = Image.open(io.BytesIO(b.simulator.receipts()[0].png()))
        assert picture.width == 640
        assert picture.height > 2000
        assert 0.02 < picture.histogram()[0] / (picture.width * picture.height) < 0.2


# -- trouble ------------------------------------------------------------------------------------------------

TROUBLES: list[tuple[str, Callable[[EscPosSimulator], None], type[DeviceError], Callable[[EscPosSimulator], None]]] = [
    ("paper out", EscPosSimulator.paper_out, PaperOut, EscPosSimulator.refill),
    ("cover open", EscPosSimulator.cover_open, CoverOpen, EscPosSimulator.cover_close),
    ("jam", EscPosSimulator.jam, PaperJam, EscPosSimulator.clear_jam),
    ("head hot", EscPosSimulator.heat_head, PrinterFault, EscPosSimulator.cool_head),
]
ALL = pytest.mark.parametrize(("verb", "error", "remedy"), [t[1:] for t in TROUBLES], ids=[t[0] for t in TROUBLES])


@ALL
@pytest.mark.parametrize("after", [0.05, 0.2, 0.7, 1.1])
def test_trouble_in_the_middle_is_raised_at_once_and_nothing_stale_is_printed_later(
    after: float,
    verb: Callable[[EscPosSimulator], None],
    error: type[DeviceError],
    remedy: Callable[[EscPosSimulator], None],
) -> None:
    with bench() as b:
        b.print(OTHER)
        b.later(after, lambda: verb(b.simulator))
        with pytest.raises(error):
            b.print(yearly())
        assert b.clock.monotonic() - status_came_at(b) <= 0.1
        assert not b.printer.health().usable
        assert b.printer.health().last_error is not None
        b.listen(5.0)
        remedy(b.simulator)
        b.listen(5.0)
        before = b.simulator.hanging().height
        b.printer.clear(b.within())
        b.listen(2.0)
        assert b.printer.health().usable
        piece = b.simulator.receipts()[-1]  # what hung out of the mouth is cut off, before anybody else's receipt
        assert before <= piece.height < before + 150
        b.print(OTHER)
        assert b.simulator.receipts()[-1].text() == b.simulator.receipts()[0].text()
        assert len(b.simulator.receipts()) == 3
        assert b.simulator.faults == []


@ALL
def test_trouble_before_the_job_is_raised_before_a_byte_is_sent(
    verb: Callable[[EscPosSimulator], None],
    error: type[DeviceError],
    remedy: Callable[[EscPosSimulator], None],
) -> None:
    with bench() as b:
        b.printer.probe(b.within())
        verb(b.simulator)
        with pytest.raises(error):
            b.print()
        remedy(b.simulator)
        b.printer.clear(b.within())
        b.print()
        # What an earlier process may have left hanging was cut off first: here, nothing.
        assert [bool(piece.text()) for piece in b.simulator.receipts()] == [False, True]


def test_paper_that_ends_in_the_middle_is_noticed_where_it_ends() -> None:
    with bench() as b:
        b.simulator.paper_runs_out_after(60)
        with pytest.raises(PaperOut):
            b.print(yearly())
        assert 60 <= b.simulator.hanging().height / 8 < 68
        assert b.printer.health().supplies == {"paper": Supply.OUT}


def test_a_printer_that_was_not_cleared_prints_the_stale_rest() -> None:
    """The real danger, and why the adapter clears: seen by writing to the simulator past the adapter."""
    with bench() as b:
        link = b.line.open()
        b.simulator.paper_runs_out_after(30)
        data = b"".join(Encoder(FontGlyphs([])).pieces(yearly())) + frames.cut(8)
        link.write(data, b.within())
        b.clock.sleep(5.0)
        assert b.simulator.receipts() == []
        b.simulator.refill()
        b.clock.sleep(5.0)
        assert len(b.simulator.receipts()) == 1
        link.close()


def test_a_failed_job_is_cut_off_even_if_nobody_cleared() -> None:
    with bench() as b:
        b.simulator.paper_runs_out_after(60)
        with pytest.raises(PaperOut):
            b.print(yearly())
        b.simulator.refill()
        b.print(OTHER)
        half, other = b.simulator.receipts()
        assert "年度个人权益记录单" in half.text()
        assert other.text().strip().startswith("下一位")


def test_a_clearing_that_was_lost_is_made_up_for_before_the_next_job() -> None:
    def cover_opens_and_the_wire_breaks() -> None:
        b.line.line.use_cables(to_device=Silent())
        b.simulator.cover_open()

    with bench() as b:
        b.printer.probe(b.within())
        b.later(0.7, cover_opens_and_the_wire_breaks)
        with pytest.raises(CoverOpen):
            b.print(yearly())
        b.line.line.use_cables()
        b.simulator.cover_close()
        b.print(OTHER)
        half, other = (piece.text() for piece in b.simulator.receipts())
        assert "校验码" not in half
        assert other.strip().startswith("下一位")


def test_a_stuck_cutter_is_named_and_works_again_when_freed() -> None:
    with bench() as b:
        b.simulator.stick_cutter()
        with pytest.raises(CutterFault):
            b.print()
        with pytest.raises(CutterFault):
            b.print()
        b.simulator.free_cutter()
        b.printer.clear(b.within())
        b.print(OTHER)
        assert b.simulator.receipts()[-1].text().strip().startswith("下一位")


def test_what_only_a_technician_mends_is_a_printer_fault() -> None:
    with bench() as b:
        b.printer.probe(b.within())
        b.simulator.break_down()
        with pytest.raises(PrinterFault):
            b.print()
        assert b.printer.health().state is DeviceState.HARDWARE_ERROR


def test_a_thin_roll_is_low_and_prints_on() -> None:
    with bench() as b:
        b.printer.probe(b.within())
        b.simulator.near_end()
        events = b.printer.listen(b.within(0.1))
        assert [e.health.supplies for e in events] == [{"paper": Supply.LOW}]
        b.print()
        assert b.printer.health().supplies == {"paper": Supply.LOW}
        assert b.printer.health().usable


@pytest.mark.parametrize("after", [0.01, 0.3])
def test_a_printer_that_loses_its_power_is_unproven_or_silent(after: float) -> None:
    with bench() as b:
        b.printer.probe(b.within())
        b.later(after, b.simulator.power_off)
        with pytest.raises((NoReply, PrintUnproven)):
            b.print(yearly())
        assert b.printer.health().state is DeviceState.OFFLINE
        assert b.printer.health().supplies == {"paper": Supply.UNKNOWN}
        b.listen(10.0)
        assert b.printer.health().state is DeviceState.OFFLINE
        b.simulator.power_on()
        b.listen(5.0)
        assert b.printer.health().usable
        b.print(OTHER)
        assert b.simulator.receipts()[-1].text().strip().startswith("下一位")


def test_silence_after_everything_was_sent_is_unproven_within_seconds() -> None:
    with bench() as b:
        b.printer.probe(b.within())
        b.later(0.9, b.simulator.power_off)
        began = b.clock.monotonic()
        with pytest.raises(PrintUnproven):
            b.print(yearly())
        assert b.clock.monotonic() - began < 4.0


def test_an_end_marker_that_stays_away_is_unproven() -> None:
    with bench(EscPosSimulator(process_ids=False)) as b:
        with pytest.raises(PrintUnproven):
            b.print()
        assert len(b.simulator.receipts()) == 1  # it was printed, but nobody can know


@pytest.mark.parametrize(
    "verb",
    [
        EscPosSimulator.paper_out,
        EscPosSimulator.jam,
        EscPosSimulator.cover_open,
        EscPosSimulator.heat_head,
        EscPosSimulator.power_off,
        EscPosSimulator.stick_cutter,
    ],
)
def test_whenever_trouble_comes_nothing_is_called_done_or_failed_that_is_not(
    verb: Callable[[EscPosSimulator], None],
) -> None:
    for moment in range(40):
        with bench() as b:
            b.printer.probe(b.within())
            b.later(moment * 0.04, partial(verb, b.simulator))
            try:
                b.print(yearly(lines=30))
            except PrintUnproven:
                continue
            except DeviceError:
                b.clock.sleep(3.0)
                assert b.simulator.receipts() == []
            else:
                assert len(b.simulator.receipts()) == 1


def test_a_receipt_whose_mark_came_with_the_covers_opening_is_printed() -> None:
    """Who pulls the paper off may open the cover in the same moment."""

    def mark_and_cover(data: bytes) -> None:
        if data[:2] == b"\x37\x22":
            marks.append(data)
        send(data + b"\x38\x00\x00\x0f" if len(marks) == 2 else data)

    marks: list[bytes] = []
    with bench() as b:
        b.printer.probe(b.within())
        send = b.line.line.send
        b.simulator.attach(mark_and_cover, b.clock)
        b.print()
        assert len(b.simulator.receipts()) == 1
        assert b.printer.health().state is DeviceState.USER_ERROR


@pytest.mark.parametrize("mark", [b"p001", b"0007", b"9998", b" 1.2"], ids=["damaged", "newer", "older", "no number"])
def test_a_mark_of_no_part_of_the_job_proves_nothing(mark: bytes) -> None:
    with bench() as b:
        b.printer.probe(b.within())
        b.later(0.15, lambda: b.line.line.send(b"\x37\x22" + mark + b"\x00"))
        b.print(yearly())
        assert len(b.simulator.receipts()) == 1


def test_the_zeros_of_a_printer_that_loses_its_power_prove_nothing() -> None:
    """A line that falls to zero reads as bytes of zero, which is also what a clone answers when there is paper."""
    clone = PrinterModel(process_ids=False, clears_buffers=False)

    def cut_power() -> None:
        b.simulator.power_off()
        b.line.line.send(bytes(3))

    with bench(EscPosSimulator(process_ids=False, clears_buffers=False), clone) as b:
        b.printer.probe(b.within())
        b.later(0.6, cut_power)
        with pytest.raises(PrintUnproven):
            b.print(yearly())
        assert b.simulator.receipts() == []


def test_a_clone_on_a_slow_line_proves_a_job_longer_than_its_buffer() -> None:
    long = Receipt(tuple(Pair(f"第{n}行", "1,234.56元") for n in range(300)))
    clock = VirtualClock(datetime(2026, 7, 31, 2, 0, tzinfo=UTC))
    simulator = EscPosSimulator(process_ids=False, clears_buffers=False)
    line = MemoryLine(simulator, clock, baud=9600)
    clone = PrinterModel(baud=9600, process_ids=False, clears_buffers=False)
    printer = EscPosPrinter(line.open, clock, Encoder(FontGlyphs([])), clone)
    printer.print(long, Deadline(clock, 60.0), progress=lambda _: None)
    assert len(simulator.receipts()) == 1
    printer.close()
    line.close()


def test_a_long_job_that_stops_being_proved_is_known_to_be_incomplete() -> None:
    long = Receipt(tuple(Pair(f"第{n}行", "1,234.56元") for n in range(400)))
    with bench(EscPosSimulator(process_ids=False)) as b:
        with pytest.raises(NoReply):
            b.print(long)
        assert b.simulator.receipts() == []


def test_what_a_killed_process_left_hanging_is_cut_off_by_clear() -> None:
    with bench() as b:
        b.later(0.6, b.line.pull)
        with pytest.raises(PrintUnproven):
            b.print(yearly())
        b.line.plug()
        again = EscPosPrinter(b.line.open, b.clock, Encoder(FontGlyphs([NOTO, HANAMIN])))
        again.clear(b.within())
        again.print(OTHER, b.within(), progress=lambda _: None)
        half, other = (piece.text() for piece in b.simulator.receipts())
        assert "年度个人权益记录单" in half
        assert other.strip().startswith("下一位")
        again.close()


def test_lines_of_a_receipt_do_not_tell_whom_they_are_about() -> None:
    receipt = Receipt((TextLine("王建国"), Pair("姓名", "王建国"), QrCode("0123")))
    for told in (receipt, *receipt.items):
        assert "王建国" not in repr(told)
        assert "0123" not in repr(told)


def test_a_clone_without_process_ids_proves_itself_by_a_buffered_answer() -> None:
    clone = PrinterModel(process_ids=False, clears_buffers=False)
    with bench(EscPosSimulator(process_ids=False, clears_buffers=False), clone) as b:
        b.print(yearly())
        assert len(b.simulator.receipts()) == 1
        b.simulator.paper_runs_out_after(60)
        with pytest.raises(PaperOut):
            b.print(yearly())
        b.simulator.refill()
        b.printer.clear(b.within())
        b.print(OTHER)
        assert len(b.simulator.receipts()) == 3
        assert b.simulator.faults == []


def test_a_printer_that_cannot_clear_though_it_should_is_not_trusted() -> None:
    with bench(EscPosSimulator(clears_buffers=False)) as b:
        b.print()
        with pytest.raises(NoReply):
            b.printer.clear(b.within())


@pytest.mark.parametrize(
    ("after", "error"), [(0.01, DeviceGone), (0.2, DeviceGone), (0.3, PrintUnproven), (0.8, PrintUnproven)]
)
def test_a_pulled_cable_is_gone_or_unproven_and_found_again(after: float, error: type[DeviceError]) -> None:
    """Everything is sent after a quarter of a second: from then on nobody knows how far it came."""
    with bench() as b:
        b.printer.probe(b.within())
        b.later(after, b.line.pull)
        with pytest.raises(error):
            b.print(yearly())
        assert b.printer.health().state is DeviceState.NO_DEVICE
        b.listen(5.0)
        assert b.printer.health().state is DeviceState.NO_DEVICE
        b.line.plug()
        b.listen(3.0)
        assert b.printer.health().usable
        b.print(OTHER)
        assert b.simulator.receipts()[-1].text().strip().startswith("下一位")


def test_a_cable_that_is_not_there_at_the_start_raises_only_when_printing() -> None:
    with bench() as b:
        b.line.pull()
        assert b.printer.health().state is DeviceState.UNKNOWN
        assert b.printer.probe(b.within()).state is DeviceState.NO_DEVICE
        with pytest.raises(DeviceGone):
            b.print()
        b.line.plug()
        b.print()


def test_a_broken_wire_is_no_reply() -> None:
    with bench() as b:
        b.line.line.use_cables(to_host=Silent())
        with pytest.raises(NoReply):
            b.print()
        assert b.simulator.receipts() == []


def test_a_driver_that_takes_nothing_is_no_reply() -> None:
    with bench() as b:
        b.printer.probe(b.within())
        b.line.hold(stuck=True)
        began = b.clock.monotonic()
        with pytest.raises(NoReply):
            b.print()
        assert b.clock.monotonic() - began < 3.0


def test_a_printer_that_says_stop_is_waited_for_and_then_no_reply() -> None:
    with bench() as b:
        b.printer.probe(b.within())
        b.line.line.send(b"\x13")
        b.later(1.0, lambda: b.line.line.send(b"\x11"))
        b.print()
        b.line.line.send(b"\x13")
        b.clock.sleep(0.1)
        with pytest.raises(NoReply):
            b.print()


def test_a_cable_that_delivers_byte_by_byte_changes_nothing() -> None:
    with bench() as b:
        b.line.line.use_cables(to_host=Bytewise(0.002))
        b.print()
        assert len(b.simulator.receipts()) == 1


def test_a_cancelled_print_ends_within_a_slice_and_leaves_nothing_behind() -> None:
    with bench() as b:
        b.printer.probe(b.within())
        deadline = b.within()
        b.later(0.3, deadline.cancel)
        began = b.clock.monotonic()
        with pytest.raises(OperationCancelled):
            b.printer.print(yearly(), deadline, progress=lambda _: None)
        assert b.clock.monotonic() - began <= 0.36
        assert b.printer.health().counters.failures == 0
        b.clock.sleep(5.0)
        assert b.simulator.receipts() == []
        assert b.simulator.held == 0


def test_a_deadline_too_short_times_out() -> None:
    with bench() as b, pytest.raises(OperationTimedOut):
        b.printer.print(yearly(), b.within(0.5), progress=lambda _: None)


def test_a_closed_port_ends_a_stuck_order() -> None:
    with bench() as b:
        b.printer.probe(b.within())
        b.later(0.1, b.printer.close)
        with pytest.raises(DeviceGone):
            b.print(yearly())


def test_somebody_at_the_feed_button_is_waited_for() -> None:
    with bench() as b:
        b.printer.probe(b.within())
        b.simulator.press_feed()
        b.later(1.0, b.simulator.release_feed)
        b.print()
        b.simulator.press_feed()
        with pytest.raises(PrinterFault, match="off line"):
            b.print()
        assert b.printer.health().state is DeviceState.OFFLINE


def test_a_font_that_is_missing_stops_only_whom_it_concerns(tmp_path: Path) -> None:
    with bench() as b:
        printer = EscPosPrinter(b.line.open, b.clock, Encoder(FontGlyphs([tmp_path / "none.ttf"])))
        printer.print(SHORT, b.within(), progress=lambda _: None)
        with pytest.raises(FontUnreadable):
            printer.print(yearly("王𠮷"), b.within(), progress=lambda _: None)
        assert len(b.simulator.receipts()) == 1
        printer.close()


# -- between jobs -------------------------------------------------------------------------------------------


def test_what_happens_between_jobs_is_heard() -> None:
    with bench() as b:
        b.printer.probe(b.within())
        for verb, usable in (
            (b.simulator.heat_head, False),
            (b.simulator.cool_head, True),
            (b.simulator.cover_open, False),
            (b.simulator.cover_close, True),
            (b.simulator.paper_out, False),
            (b.simulator.refill, True),
        ):
            verb()
            (event,) = b.printer.listen(b.within(0.35 if verb == b.simulator.cover_open else 0.05))
            assert event.health.usable is usable
        assert b.printer.listen(b.within(0.05)) == []


def test_a_printer_switched_off_between_jobs_is_noticed_and_found() -> None:
    with bench() as b:
        b.listen(3.0)
        assert b.printer.health().usable
        b.simulator.power_off()
        b.listen(4.0)
        assert b.printer.health().state is DeviceState.OFFLINE
        assert b.printer.health().counters.communication_errors == 1
        b.simulator.power_on()
        b.listen(4.0)
        assert b.printer.health().usable


def test_a_quiet_printer_is_asked_how_it_is_and_stays_on_line() -> None:
    with bench() as b:
        b.listen(60.0)
        assert b.printer.health().usable
        assert b.printer.health().counters.communication_errors == 0


def test_a_printer_without_paper_at_the_start_says_so_and_is_known_later() -> None:
    with bench() as b:
        b.simulator.paper_out()
        assert b.printer.probe(b.within()).supplies == {"paper": Supply.OUT}
        b.simulator.refill()
        b.listen(0.5)
        assert b.printer.health().usable


def test_half_a_job_of_a_killed_process_is_thrown_away_at_the_next_start() -> None:
    with bench() as b:
        b.simulator.paper_runs_out_after(30)
        link = b.line.open()
        data = b"".join(Encoder(FontGlyphs([])).pieces(yearly()))
        link.write(data[:-70], b.within())  # in the midst of a command
        b.clock.sleep(2.0)
        link.close()
        assert b.simulator.held > 0
        b.printer.probe(b.within())
        assert b.simulator.held < 10
        b.simulator.refill()
        b.listen(2.0)
        b.print(OTHER)
        assert b.simulator.receipts()[-1].text().count("养老金") < 20
        assert b.simulator.faults == []


def test_reset_brings_it_back() -> None:
    with bench() as b:
        b.print()
        b.printer.reset(b.within())
        b.print()
        assert len(b.simulator.receipts()) == 2


def test_after_a_full_buffer_the_printer_holds_the_line_off_until_there_is_room() -> None:
    with bench() as b:
        b.simulator.cover_open()
        link = b.line.open()
        link.write(b"a" * 47 + b"\n", b.within())
        for _ in range(90):
            link.write(b"a" * 47 + b"\n", b.within())
        b.clock.sleep(3.0)
        assert 4096 - 16 < b.simulator.held <= 4096
        assert b.simulator.room() == 0
        b.simulator.cover_close()
        b.clock.sleep(5.0)
        assert b.simulator.held == 0
        assert b.simulator.room() == 4096
        link.close()


# -- configuration ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({}, "port"),
        ({"port": "x", "charset": "big5"}, "charset"),
        ({"port": "x", "process_ids": 1}, "process_ids"),
        ({"port": "x", "fonts": [1]}, "fonts"),
        ({"port": "x", "fonts": "one"}, "fonts"),
        ({"port": "x", "buffer_bytes": 100}, "buffer_bytes"),
    ],
)
def test_a_wrong_setting_is_named(settings: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        makes.RECEIPT_PRINTERS["escpos"](settings, SystemTime())


def test_it_is_made_from_its_settings_without_opening_anything() -> None:
    time = SystemTime()
    printer = makes.RECEIPT_PRINTERS["escpos"]({"port": "/dev/does-not-exist", "charset": "gb2312", "fonts": []}, time)
    assert printer.health().state is DeviceState.UNKNOWN
    with pytest.raises(DeviceGone):
        printer.print(SHORT, Deadline(time, 1.0), progress=lambda _: None)
    assert isinstance(printer.health().last_error, object)
    printer.close()


# -- the simulator's strictness -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ("1B 7A", "unknown command 1b 7a"),
        ("D1 F8", "hanzi without FS &"),
        ("1C 26 1D 21 11 D1 F8", "hanzi and Latin of different size"),
        ("FE 20", "no such hanzi fe 20"),
        ("1D 28 4A 01 00 00", "unknown function 1d 28 4a 01 00 00"),
        ("1D 28 6B 03 00 31 99 00", "unknown QR function 99"),
        ("61 1D 56 42 00", "cut in the midst of a line"),
        ("61 1B 61 01", "alignment in the midst of a line"),
        ("10 04 09", "real-time command 10 04 09"),
    ],
)
def test_the_simulator_does_not_pass_over_what_a_printer_would_not_understand(sent: str, fault: str) -> None:
    with bench() as b:
        b.line.open().write(bytes.fromhex(sent), b.within())
        b.clock.sleep(1.0)
        assert fault in b.simulator.faults


def test_a_line_too_long_goes_on_in_the_next() -> None:
    with bench() as b:
        b.print(Receipt((TextLine("一" * 25), TextLine("\U0010fffd" * 2))))
        assert b.simulator.receipts()[0].text() == "一" * 24 + "\n一\n〓〓"
