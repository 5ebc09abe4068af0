"""How much paper is left, and that nothing is begun that can't be finished; faults that are none; losing and finding."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.bench.cables import Piece, Silent
from devices.errors import Action, CoverOpen, NoReply, PaperJam, PaperOut, PaperTooLittle
from devices.escpos import frames
from devices.escpos.adapter import EscPosPrinter
from devices.escpos.encoder import Charset, Encoder
from devices.escpos.forecast import Forecast
from devices.escpos.length import length
from devices.escpos.makes import MAKES
from devices.escpos.model import PrinterModel, model_of
from devices.escpos.simulator import EscPosSimulator
from devices.escpos.status import Status
from devices.health import DeviceState, Supply
from devices.paper import QrCode, Receipt
from tests.devices.receipts import SHORT, bench, yearly
from tests.devices.test_escpos_encoder import GLYPHS, ITEMS, understood

if TYPE_CHECKING:
    from devices.deadline import Deadline
    from devices.link import Link
    from devices.paper import PaperItem
    from tests.devices.receipts import Bench

NEAR, ENOUGH, OUT = Status(near_end=True), Status(), Status(paper_end=True, near_end=True)
OPEN = Status(cover_open=True, paper_end=True, near_end=True)


# -- the forecast -------------------------------------------------------------------------------------------


def test_nobody_knows_how_long_a_roll_is_before_its_end_is_near() -> None:
    roll = Forecast(1000)
    roll.see(ENOUGH)
    roll.printed(5000)
    assert roll.pieces(800) is None
    roll.check(10**9)


def test_from_near_end_on_what_is_printed_is_taken_off() -> None:
    roll = Forecast(1000)
    roll.see(NEAR)
    assert roll.pieces(800) == 10
    roll.printed(800)
    roll.see(NEAR)
    assert roll.pieces(800) == 9
    roll.check(7200)
    with pytest.raises(PaperTooLittle) as refused:
        roll.check(7201)
    assert refused.value.action is Action.REFILL
    roll.printed(10_000)
    assert roll.pieces(800) == 0


def test_a_sensor_that_flutters_makes_no_new_roll() -> None:
    roll = Forecast(1000)
    for status in (NEAR, ENOUGH, NEAR):
        roll.see(status)
        roll.printed(800)
    assert roll.left == 8000 - 3 * 800


def test_an_end_that_was_seen_once_and_never_again_was_none() -> None:
    """Else a full roll is refused once so much was printed as a thin one holds."""
    roll = Forecast(1000)
    roll.changed()
    for status in (ENOUGH, NEAR, ENOUGH):
        roll.see(status)
    for _ in range(20):
        roll.check(800)
        roll.printed(800)
        roll.see(ENOUGH)
    assert roll.left is None
    assert roll.printed_pieces == 20
    roll.see(NEAR)
    assert roll.left == 8000


@pytest.mark.parametrize(
    ("seen", "left"),
    [
        ((OPEN, ENOUGH), None),  # a new roll
        ((OUT, OPEN, ENOUGH), None),
        ((OPEN, NEAR), 4000),  # somebody looked, and put the same roll back
        ((OPEN,), 4000),
        ((OUT,), 0),
        ((OUT, OPEN, NEAR), 8000),  # it was out, so this thin roll is another one
        ((OPEN, ENOUGH, NEAR), 8000),
        ((OUT, OPEN, NEAR, OPEN, NEAR), 8000),
    ],
)
def test_it_is_counted_anew_after_the_roll_was_changed(seen: tuple[Status, ...], left: int | None) -> None:
    roll = Forecast(1000)
    roll.see(NEAR)
    roll.printed(4000)
    for status in seen:
        roll.see(status)
    assert roll.left == left


def test_a_printer_that_was_out_of_sight_may_have_another_roll() -> None:
    roll = Forecast(1000)
    roll.see(NEAR)
    roll.printed(4000)
    roll.lost()
    roll.see(NEAR)
    assert roll.left == 4000
    roll.lost()
    roll.see(ENOUGH)
    assert roll.left is None


@pytest.mark.parametrize("name", MAKES)
def test_statements_left_are_those_that_really_come_out(name: str) -> None:
    """The simulator's roll ends where the forecast says: as many come out as were promised, and none is torn off."""
    model = model_of({"model": name, "near_end_mm": 1500}, 115200)
    with bench(EscPosSimulator(model=name), model) as b:
        dots = length(SHORT, Charset.GBK)
        b.printer.probe(b.within())
        assert b.printer.statements_left(dots) is None
        b.simulator.near_end_at(1500)
        b.simulator.paper_runs_out_after(1502)
        b.print()
        b.simulator.take_paper()
        promised = b.printer.statements_left(dots)
        assert promised is not None
        assert promised > 20
        for left in range(promised, 0, -1):
            assert b.printer.statements_left(dots) == left
            b.print()
            b.simulator.take_paper()
        with pytest.raises(PaperTooLittle):
            b.print()
        assert len(b.simulator.receipts()) == promised + 1
        assert b.printer.health().supplies == {"paper": Supply.LOW}
        assert b.printer.health().usable
        b.simulator.cover_open()
        b.simulator.refill()
        b.listen(1.0)
        b.simulator.cover_close()
        b.listen(1.0)
        assert b.printer.statements_left(dots) is None
        b.print()


def test_what_does_not_fit_is_refused_before_a_byte_and_what_fits_is_printed() -> None:
    model = PrinterModel(near_end_mm=100)
    with bench(model=model) as b:
        b.printer.probe(b.within())
        b.simulator.near_end()
        b.listen(0.2)
        b.line.line.recorded.clear()
        with pytest.raises(PaperTooLittle):
            b.print(yearly())
        assert all(len(r.data) <= 3 for r in b.line.line.recorded if r.at_device)  # questions only
        assert b.printer.health().last_error is not None
        assert b.printer.health().state is DeviceState.ONLINE
        b.print(SHORT)
        assert len(b.simulator.receipts()) == 1


def test_a_receipt_that_failed_counts_as_if_all_of_it_had_been_printed() -> None:
    with bench(model=PrinterModel(near_end_mm=3000)) as b:
        b.printer.probe(b.within())
        b.simulator.near_end()
        b.listen(0.2)
        whole = b.printer.statements_left(800)
        b.later(0.5, b.simulator.jam)
        with pytest.raises(PaperJam):
            b.print(yearly())
        after = b.printer.statements_left(800)
        assert whole is not None
        assert after is not None
        assert after == (24000 - length(yearly(), Charset.GBK) - 104) // 904


# -- how long a receipt is ----------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(st.lists(ITEMS, max_size=6), st.sampled_from(Charset))
def test_a_receipt_is_never_longer_than_was_reckoned(items: list[PaperItem], charset: Charset) -> None:
    receipt = Receipt(tuple(items))
    piece, _ = understood(b"".join(Encoder(GLYPHS, charset).pieces(receipt)))
    codes = sum(isinstance(item, QrCode) for item in items)
    assert 0 <= length(receipt, charset) - piece.height <= codes * 4 * 6 * 2


def test_a_statement_is_reckoned_to_the_dot() -> None:
    for receipt in (SHORT, yearly(), yearly("王𠮷")):
        piece, _ = understood(b"".join(Encoder(GLYPHS).pieces(receipt)))
        assert length(receipt, Charset.GBK) == piece.height


@pytest.mark.parametrize(
    ("data", "modules"),
    [("1" * 20, 21), ("A" * 16, 21), ("A" * 17, 25), ("a" * 11, 21), ("a" * 12, 25), ("A" * 3000, 177)],
)
def test_a_code_grows_with_what_it_holds(data: str, modules: int) -> None:
    """ISO/IEC 18004, table 7: version 1-Q holds 27 digits, 16 letters or 11 bytes."""
    assert length(Receipt((QrCode(data, 4),)), Charset.GBK) == (modules + 8) * 4


# -- no false commands --------------------------------------------------------------------------------------


class Tap:
    """A line that notes each order as it is written."""

    def __init__(self, link: Link, written: list[bytes]) -> None:
        self._link = link
        self._written = written
        self.read, self.drain, self.close = link.read, link.drain, link.close

    def write(self, data: bytes, deadline: Deadline) -> None:
        """Note it, and pass it on."""
        self._written.append(data)
        self._link.write(data, deadline)


MEANT = (*(frames.ask(n) for n in (1, 2, 3, 4, 20)), frames.CLEAR_BUFFERS, frames.RECOVER_AND_CLEAR, frames.ASK_ROOM)


@settings(max_examples=60, deadline=None)
@given(st.lists(ITEMS, max_size=3), st.sampled_from(sorted(MAKES)), st.integers(1, 255))
def test_no_job_holds_a_real_time_command_that_is_not_meant(items: list[PaperItem], name: str, steps: int) -> None:
    """From ESC @ to the mark behind the cut, on every make: nothing that is acted upon before its turn."""
    model = model_of({"model": name, "present_steps": steps}, 115200)
    written: list[bytes] = []
    with bench(EscPosSimulator(model=name), model) as b:
        encoder = Encoder(GLYPHS, model.charset, model.make.setup)
        printer = EscPosPrinter(lambda: Tap(b.line.open(), written), b.clock, encoder, model)
        printer.print(Receipt(tuple(items)), b.within(), progress=lambda _: None)
        printer.close()
        assert b.simulator.faults == []
    sent = b"".join(data for data in written if data not in MEANT)
    assert model.ending in sent
    assert not any(a == frames.DLE and b in frames.REAL_TIME for a, b in pairwise(sent))


# -- faults that are none -----------------------------------------------------------------------------------


def told(b: Bench, seconds: float) -> list[DeviceState]:
    """The states a lane hears of."""
    heard: list[DeviceState] = []
    until = b.clock.monotonic() + seconds
    while b.clock.monotonic() < until:
        heard += [event.health.state for event in b.printer.listen(b.within(0.5))]
    return heard


@pytest.mark.parametrize("name", MAKES)
def test_a_jam_that_appears_and_resolves_between_jobs_is_not_told(name: str) -> None:
    with bench(EscPosSimulator(model=name), model_of({"model": name}, 115200)) as b:
        b.listen(1.0)
        b.simulator.ghost_jam(0.2)
        assert told(b, 2.0) == []
        assert b.printer.health().usable
        b.simulator.ghost_jam(0.6)
        assert told(b, 2.0) == [DeviceState.HARDWARE_ERROR, DeviceState.ONLINE]


def test_a_cover_that_is_only_touched_is_not_told_and_an_open_one_is_within_half_a_second() -> None:
    with bench() as b:
        b.listen(1.0)
        for _ in range(5):
            b.simulator.cover_open()
            b.later(0.15, b.simulator.cover_close)
            assert told(b, 0.4) == []
        b.simulator.cover_open()
        began = b.clock.monotonic()
        (event,) = b.printer.listen(b.within(2.0))
        assert event.health.state is DeviceState.USER_ERROR
        assert 0.3 <= b.clock.monotonic() - began < 0.4


def test_who_asks_hears_the_truth_and_waits_for_it() -> None:
    with bench() as b:
        b.printer.probe(b.within())
        b.simulator.ghost_jam(0.2)
        assert b.printer.probe(b.within()).state is DeviceState.ONLINE
        b.simulator.cover_open()
        assert b.printer.probe(b.within()).state is DeviceState.USER_ERROR


def test_a_job_that_meets_a_ghost_waits_for_it_to_pass() -> None:
    with bench() as b:
        b.printer.probe(b.within())
        b.simulator.ghost_jam(0.2)
        b.print()
        assert len(b.simulator.receipts()) == 1


def test_paper_that_runs_out_is_told_at_once() -> None:
    with bench() as b:
        b.listen(1.0)
        b.later(0.2, b.simulator.paper_out)
        began = b.clock.monotonic()
        (event,) = b.printer.listen(b.within(2.0))
        assert event.health.supplies == {"paper": Supply.OUT}
        assert b.clock.monotonic() - began < 0.25


def test_while_it_prints_an_open_cover_is_no_ghost() -> None:
    with bench() as b:
        b.printer.probe(b.within())
        b.later(0.5, b.simulator.cover_open)
        began = b.clock.monotonic()
        with pytest.raises(CoverOpen):
            b.print(yearly())
        assert b.clock.monotonic() - began < 0.6
        assert b.printer.health().state is DeviceState.USER_ERROR


# -- lost and found -----------------------------------------------------------------------------------------


class Deaf:
    """A line that loses the first so many questions."""

    def __init__(self, questions: int) -> None:
        self.left = questions

    def carry(self, data: bytes) -> list[Piece]:
        if data[:2] == b"\x10\x04" and self.left:
            self.left -= 1
            return []
        return [Piece(data)]


@pytest.mark.parametrize(("missed", "lost"), [(1, False), (2, False), (3, True)])
def test_a_printer_is_lost_after_three_misses(missed: int, *, lost: bool) -> None:
    with bench() as b:
        b.printer.probe(b.within())
        b.line.line.use_cables(to_device=Deaf(missed))
        assert b.printer.probe(b.within()).state is (DeviceState.OFFLINE if lost else DeviceState.ONLINE)
        assert b.printer.health().counters.communication_errors == lost
        b.listen(3.0)
        assert b.printer.health().usable


def test_a_silent_printer_is_lost_between_jobs_and_found_without_being_asked_for() -> None:
    with bench() as b:
        b.listen(1.0)
        b.line.line.use_cables(to_host=Silent())
        b.listen(3.0)
        assert b.printer.health().state is DeviceState.OFFLINE
        with pytest.raises(NoReply):
            b.print()
        b.line.line.use_cables()
        b.listen(5.0)
        assert b.printer.health().usable


def test_paper_out_on_a_lost_line_is_not_remembered_as_enough() -> None:
    with bench() as b:
        b.simulator.near_end()
        b.printer.probe(b.within())
        assert b.printer.statements_left(800) is not None
        b.line.pull()
        b.listen(1.0)
        b.simulator.refill()
        b.line.plug()
        b.listen(4.0)
        assert b.printer.statements_left(800) is None
        b.simulator.paper_out()
        b.listen(1.0)
        assert b.printer.statements_left(800) == 0
        with pytest.raises(PaperOut):
            b.print()
