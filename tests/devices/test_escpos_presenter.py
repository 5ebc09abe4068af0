"""The paper in the presenter: taken, left behind, drawn back, stuck; and printers that have none."""

from __future__ import annotations

import pytest

from devices.bench.cables import Piece, Silent
from devices.deadline import SLICE_SECONDS
from devices.errors import (
    DeviceGone,
    LinkError,
    OperationCancelled,
    OperationTimedOut,
    PaperJam,
    PaperOut,
    PrintUnproven,
)
from devices.escpos.model import PrinterModel, model_of
from devices.escpos.simulator import EscPosSimulator
from devices.health import DeviceState, Media
from devices.paper import Align, Receipt, TextLine
from tests.devices.receipts import SHORT, bench, yearly

OTHER = Receipt((TextLine("下一位", Align.CENTRE),))
EACH = pytest.mark.parametrize("name", ["custom", "citizen"])
WITHOUT = pytest.mark.parametrize("name", ["epson", "snbc"])


def model(name: str) -> PrinterModel:
    return model_of({"model": name}, 115200)


@EACH
def test_paper_is_held_out_after_the_cut_and_its_taking_is_seen(name: str) -> None:
    with bench(EscPosSimulator(model=name), model(name)) as b:
        assert b.printer.presents
        b.print()
        hanging = b.simulator.at_mouth()
        assert hanging is not None
        assert "养老金对账单" in hanging.text()
        assert b.printer.health().media is Media.PRESENT
        b.later(4.0, b.simulator.take_paper)
        began = b.clock.monotonic()
        b.printer.wait_taken(b.within())
        assert 4.0 < b.clock.monotonic() - began < 4.7
        assert b.simulator.taken() == [hanging]
        assert b.printer.health().media is Media.NOT_PRESENT
        assert b.simulator.faults == []


@EACH
def test_waiting_for_paper_that_is_gone_returns_at_once(name: str) -> None:
    with bench(EscPosSimulator(model=name), model(name)) as b:
        b.print()
        b.simulator.take_paper()
        began = b.clock.monotonic()
        b.printer.wait_taken(b.within())
        assert b.clock.monotonic() - began < 0.6


@EACH
def test_paper_left_behind_is_drawn_back(name: str) -> None:
    with bench(EscPosSimulator(model=name), model(name)) as b:
        b.print()
        began = b.clock.monotonic()
        with pytest.raises(OperationTimedOut):
            b.printer.wait_taken(b.within(30.0))
        assert b.clock.monotonic() - began < 30.0 + 2 * SLICE_SECONDS
        assert b.simulator.at_mouth() is not None  # no printer draws it back by itself before the flow says so
        assert b.printer.health().usable
        assert b.printer.health().media is Media.PRESENT
        assert b.printer.take_back(b.within())
        assert b.simulator.at_mouth() is None
        assert len(b.simulator.drawn_back()) == 1
        assert b.simulator.taken() == []
        assert b.printer.health().media is Media.RETRACTED
        assert not b.printer.take_back(b.within())
        b.listen(2.0)
        assert b.printer.health().media is Media.RETRACTED
        b.print()
        assert b.printer.health().media is Media.PRESENT


@EACH
def test_nobody_finds_what_the_last_one_left(name: str) -> None:
    with bench(EscPosSimulator(model=name), model(name)) as b:
        b.print()
        b.print(OTHER)
        hanging = b.simulator.at_mouth()
        assert hanging is not None
        assert hanging.text().strip() == "下一位"
        assert ["养老金对账单" in piece.text() for piece in b.simulator.drawn_back()] == [True]


@EACH
def test_half_a_receipt_is_drawn_in_and_not_held_out(name: str) -> None:
    with bench(EscPosSimulator(model=name), model(name)) as b:
        b.simulator.paper_runs_out_after(60)
        with pytest.raises(PaperOut):
            b.print(yearly())
        b.simulator.refill()
        b.printer.clear(b.within())
        b.listen(4.0)
        assert b.simulator.at_mouth() is None
        assert b.simulator.taken() == []
        assert "年度个人权益记录单" in b.simulator.drawn_back()[0].text()


@EACH
def test_paper_stuck_in_the_presenter_is_printed_but_nobody_knows_who_has_it(name: str) -> None:
    with bench(EscPosSimulator(model=name), model(name)) as b:
        b.printer.probe(b.within())
        b.simulator.jam_presenter()
        with pytest.raises((PrintUnproven, PaperJam)):
            b.print()
        assert b.printer.health().state is DeviceState.HARDWARE_ERROR
        b.listen(3.0)  # Citizen's says it only when it is asked
        assert b.printer.health().media is Media.PRESENT
        assert b.simulator.take_paper() is None
        with pytest.raises(PaperJam):
            b.printer.take_back(b.within())
        b.simulator.clear_jam()
        assert b.simulator.take_paper() is not None
        b.printer.clear(b.within())
        b.listen(1.0)
        b.print(OTHER)
        assert b.printer.health().media is Media.PRESENT


def test_paper_that_will_not_be_drawn_back_is_a_jam() -> None:
    """As with Citizen's switch that forbids it."""
    with bench(EscPosSimulator(model="citizen"), model("citizen")) as b:
        b.print()
        held = b.simulator.at_mouth()
        b.line.line.use_cables(to_device=_Without(b"\x1dR\x30"))
        began = b.clock.monotonic()
        with pytest.raises(PaperJam, match="not drawn back"):
            b.printer.take_back(b.within())
        assert b.clock.monotonic() - began < 9.0
        assert b.simulator.at_mouth() is held
        assert b.printer.health().media is Media.PRESENT


class _Without:
    """A line that loses one order."""

    def __init__(self, lost: bytes) -> None:
        self._lost = lost

    def carry(self, data: bytes) -> list[Piece]:
        return [Piece(data.replace(self._lost, b""))]


@EACH
def test_waiting_for_the_paper_is_called_off_within_a_slice(name: str) -> None:
    with bench(EscPosSimulator(model=name), model(name)) as b:
        b.print()
        deadline = b.within()
        b.later(1.0, deadline.cancel)
        began = b.clock.monotonic()
        with pytest.raises(OperationCancelled):
            b.printer.wait_taken(deadline)
        assert b.clock.monotonic() - began <= 1.0 + 2 * SLICE_SECONDS
        assert b.printer.health().counters.failures == 0


@EACH
@pytest.mark.parametrize("order", ["wait_taken", "take_back"])
def test_a_printer_that_goes_while_paper_hangs_there_is_a_link_error(name: str, order: str) -> None:
    with bench(EscPosSimulator(model=name), model(name)) as b:
        b.print()
        b.later(0.05, b.line.pull)
        with pytest.raises(DeviceGone):
            getattr(b.printer, order)(b.within())
        assert b.printer.health().state is DeviceState.NO_DEVICE
        assert b.printer.health().media is Media.UNKNOWN
        b.line.plug()
        b.listen(3.0)
        assert b.printer.health().usable
        b.printer.probe(b.within())
        assert b.printer.health().media in (Media.PRESENT, Media.NOT_PRESENT)


@WITHOUT
def test_a_printer_without_a_presenter_lets_the_time_pass_and_knows_nothing(name: str) -> None:
    with bench(EscPosSimulator(model=name), model(name)) as b:
        b.print()
        assert not b.printer.presents
        began = b.clock.monotonic()
        with pytest.raises(OperationTimedOut):
            b.printer.wait_taken(b.within(5.0))
        assert 5.0 <= b.clock.monotonic() - began < 5.1
        assert not b.printer.take_back(b.within())
        assert b.printer.health().media is Media.UNKNOWN
        assert b.printer.health().usable
        assert b.printer.health().last_error is None


def test_a_printer_without_a_presenter_is_still_heard_while_it_is_waited_for() -> None:
    with bench() as b:
        b.print()
        b.line.line.use_cables(to_host=Silent())
        with pytest.raises(LinkError):
            b.printer.wait_taken(b.within(30.0))


def test_custom_is_told_to_keep_the_paper_in_after_each_initialising() -> None:
    with bench(EscPosSimulator(model="custom"), model("custom")) as b:
        b.print()
        b.printer.clear(b.within())
        b.print(SHORT)
        assert b.simulator.faults == []
