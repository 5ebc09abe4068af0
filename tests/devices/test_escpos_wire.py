"""The receipt printer on a real port at true line speed, and on bad cables in virtual time."""

from __future__ import annotations

import random
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from devices import makes
from devices.bench.cables import Bytewise, Cut, Doubled, Lossy, Noisy, together
from devices.bench.ports import Port, TcpPlug
from devices.deadline import Deadline, SystemTime
from devices.errors import DeviceError, DeviceGone, OperationTimedOut, PaperOut
from devices.escpos.replies import StatusDecoder
from devices.escpos.simulator import EscPosSimulator
from tests.devices.receipts import SHORT, bench, yearly
from tests.devices.unwatched import unwatched

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from devices.bench.cables import Cable
    from devices.bench.ports import Plug
    from devices.roles import PrintProgress, ReceiptPrinter

TIME = SystemTime()


@contextmanager
def real(
    plug: Plug, baud: int = 115200, model: str = "epson"
) -> Generator[tuple[ReceiptPrinter, EscPosSimulator, Port]]:
    simulator = EscPosSimulator(model=model)
    port = Port(simulator, plug, baud=baud)
    printer = makes.RECEIPT_PRINTERS["escpos"]({"port": port.address, "baud": baud, "model": model}, TIME)
    try:
        yield printer, simulator, port
    finally:
        printer.close()
        port.close()


def quiet(_: PrintProgress) -> None:
    pass


@pytest.mark.wire
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty; socket:// is tested everywhere")
@pytest.mark.parametrize("baud", [115200, 57600])
def test_sixty_lines_go_out_at_line_speed(tmp_path: Path, baud: int, capsys: pytest.CaptureFixture[str]) -> None:
    from devices.bench.ports import PtyPlug

    sent = 0
    ratios: list[float] = []
    starts: list[float] = []
    with real(PtyPlug(tmp_path / "printer"), baud) as (printer, simulator, port):
        printer.print(SHORT, Deadline(TIME, 20.0), progress=quiet)
        for _ in range(3):  # a busy machine may spoil one
            port.line.recorded.clear()
            tapped = TIME.monotonic()
            with unwatched():
                printer.print(yearly("王𠮷"), Deadline(TIME, 20.0), progress=quiet)
            assert len(simulator.receipts()[-1].data) <= 4096
            job = [r for r in port.line.recorded if r.at_device and len(r.data) > 3]  # not the questions
            sent = sum(len(r.data) for r in job[1:])
            ratios.append((job[-1].at_seconds - job[0].at_seconds) / (sent * 10 / baud))
            starts.append(job[0].at_seconds - tapped)
            if ratios[-1] <= 1.05 and starts[-1] <= 0.05:
                break
        assert simulator.faults == []
    with capsys.disabled():
        sys.stdout.write(
            f" [{sent} bytes at {baud} baud: {min(ratios):.3f} of line time, first after {min(starts):.3f} s] "
        )
    assert min(ratios) <= 1.05
    assert min(starts) <= 0.05


@pytest.mark.wire
def test_it_works_over_tcp() -> None:
    with real(TcpPlug()) as (printer, simulator, _):
        printer.print(SHORT, Deadline(TIME, 10.0), progress=quiet)
        assert len(simulator.receipts()) == 1


@pytest.mark.wire
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
def test_it_survives_a_pulled_cable(tmp_path: Path) -> None:
    from devices.bench.ports import PtyPlug

    with real(PtyPlug(tmp_path / "printer")) as (printer, simulator, port):
        printer.print(SHORT, Deadline(TIME, 10.0), progress=quiet)
        port.pull()
        with pytest.raises(DeviceGone):
            printer.print(SHORT, Deadline(TIME, 10.0), progress=quiet)
        port.plug()
        printer.print(SHORT, Deadline(TIME, 10.0), progress=quiet)
        assert len(simulator.receipts()) == 2


@pytest.mark.wire
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
def test_paper_out_on_a_real_port_is_raised_within_a_tenth_of_a_second(tmp_path: Path) -> None:
    from devices.bench.ports import PtyPlug

    with real(PtyPlug(tmp_path / "printer")) as (printer, simulator, port):
        simulator.paper_runs_out_after(60)
        with pytest.raises(PaperOut):
            printer.print(yearly(), Deadline(TIME, 20.0), progress=quiet)
        raised = TIME.monotonic()
        came = max(r.at_seconds for r in port.line.recorded if not r.at_device and r.data[:1] == b"\x18")
        assert raised - came <= 0.1


@pytest.mark.wire
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
@pytest.mark.parametrize("model", ["custom", "citizen"])
def test_paper_is_held_out_on_a_real_port_and_its_taking_is_seen(tmp_path: Path, model: str) -> None:
    from devices.bench.ports import PtyPlug

    with real(PtyPlug(tmp_path / "printer"), model=model) as (printer, simulator, _):
        printer.print(SHORT, Deadline(TIME, 10.0), progress=quiet)
        with pytest.raises(OperationTimedOut):
            printer.wait_taken(Deadline(TIME, 1.0))
        assert simulator.take_paper() is not None
        printer.wait_taken(Deadline(TIME, 2.0))
        printer.print(SHORT, Deadline(TIME, 10.0), progress=quiet)
        assert printer.take_back(Deadline(TIME, 5.0))
        assert len(simulator.drawn_back()) == 1
        assert simulator.faults == []


@pytest.mark.parametrize("seed", range(40))
def test_on_a_bad_cable_a_print_is_proved_or_fails_with_a_name(seed: int) -> None:
    cables: list[Cable] = [
        Noisy(seed, 0.02),
        Noisy(seed, 0.2),
        Lossy(seed, 0.05),
        Doubled(seed, 0.3),
        Cut(seed, 0.2),
        together(Bytewise(0.001), Lossy(seed, 0.02)),
    ]
    cable = random.Random(seed).choice(cables)
    with bench() as b:
        b.line.line.use_cables(to_host=cable, to_device=Lossy(seed, 0.0005) if seed % 3 == 0 else None)
        for _ in range(3):
            before, began = len(b.simulator.receipts()), b.clock.monotonic()
            try:
                b.print(yearly("王𠮷", 20))
            except DeviceError:
                pass  # named; which one depends on the day
            else:
                assert len(b.simulator.receipts()) > before
            assert b.clock.monotonic() - began < 30.0
        b.line.line.use_cables()
        b.listen(6.0)
        assert b.printer.probe(b.within()).usable
        b.printer.clear(b.within())
        b.listen(1.0)
        before = len(b.simulator.receipts())
        b.print()
        assert len(b.simulator.receipts()) == before + 1
        assert b.simulator.receipts()[-1].text().lstrip().startswith("养老金对账单")


def test_ten_thousand_pieces_of_garbage_neither_raise_nor_pile_up() -> None:
    noise, decoder = random.Random(7), StatusDecoder()
    for _ in range(10_000):
        decoder.feed(noise.randbytes(noise.randrange(24)))
        assert decoder.held <= 84
