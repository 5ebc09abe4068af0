"""The two serial card readers on real ports at true line speed: a small sample of what virtual time tries by the hundred."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from devices.bench.cables import Bytewise, Cable, Cut, Noisy
from devices.bench.ports import Plug, Port, TcpPlug
from devices.ccid.adapter import LINE as CCID_LINE
from devices.ccid.adapter import CcidTransport
from devices.ccid.simulator import CcidSimulator
from devices.crt.adapter import CrtTransport
from devices.crt.simulator import CrtSimulator, Timings
from devices.deadline import Deadline, SystemTime
from devices.errors import DeviceError, DeviceGone, OperationCancelled
from devices.health import DeviceState, Media
from devices.link import LineSettings, Link, SerialLink, serial_opener
from devices.makes import SOCIAL_CARD_READERS
from devices.social_card.simulated_chip import SimulatedChip
from tests.devices.slot_bed import Misheard, read_all
from tests.devices.tiny_chip import TinyChip

pytestmark = pytest.mark.wire

KINDS = ["pty", "tcp"] if sys.platform != "win32" else ["tcp"]


def plug_of(kind: str, tmp_path: Path) -> Plug:
    if kind == "pty":
        from devices.bench.ports import PtyPlug

        return PtyPlug(tmp_path / "card-reader")
    return TcpPlug()


class Stand:
    """A reader on a real port."""

    def __init__(self, make: str, plug: Plug, *, baud: int = 115200) -> None:
        self.clock = SystemTime()
        self.simulator: CcidSimulator | CrtSimulator
        self.transport: CcidTransport | CrtTransport
        if make == "ccid":
            self.simulator = CcidSimulator()
            self.port = Port(self.simulator, plug)
            self.transport = CcidTransport(serial_opener(self.port.address, CCID_LINE), self.clock)
        else:
            self.simulator = CrtSimulator(Timings(start=0.1, entry=0.3, move=0.2))
            self.port = Port(self.simulator, plug, baud=baud, minds_speed=True)
            self.transport = CrtTransport(self._open_at, self.clock)

    def _open_at(self, baud: int) -> Link:
        return SerialLink(self.port.address, LineSettings(baud=baud))

    def deadline(self, seconds: float = 10.0) -> Deadline:
        return Deadline(self.clock, seconds)

    def reading(self, seconds: float = 10.0) -> None:
        deadline = self.deadline(seconds)
        self.transport.admit(deadline, on=True)
        read_all(self.transport, deadline)
        self.transport.eject(deadline)

    def close(self) -> None:
        self.transport.close()
        self.port.close()


@pytest.fixture(params=[(make, kind) for make in ("ccid", "crt") for kind in KINDS], ids="-".join)
def stand(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    make, kind = request.param
    with closing(Stand(make, plug_of(kind, tmp_path))) as made:
        yield made


@contextmanager
def later(seconds: float, deed: Callable[[], None]) -> Generator[None]:
    """Do something after some time, and be sure that it was done."""
    timer = threading.Timer(seconds, deed)
    timer.start()
    try:
        yield
    finally:
        timer.join()


def test_a_card_is_read_through_a_real_port(stand: Stand) -> None:
    stand.simulator.insert(TinyChip())
    stand.reading()
    assert stand.transport.health().counters.communication_errors == 0


def test_a_reading_takes_the_time_of_line_and_card_and_little_more(stand: Stand) -> None:
    if stand.transport.moves:
        pytest.skip("a motor's time is its own")
    stand.transport.probe(stand.deadline())
    stand.simulator.insert(TinyChip())
    start = time.perf_counter()
    stand.reading()
    assert 0.2 < time.perf_counter() - start < 0.9


def test_a_reader_pulled_and_plugged_is_lost_at_once_and_works_again_within_five_seconds(stand: Stand) -> None:
    assert stand.transport.probe(stand.deadline()).state is DeviceState.ONLINE
    with later(0.3, stand.port.pull):
        start = time.perf_counter()
        with pytest.raises(DeviceGone):
            stand.reading()
        assert time.perf_counter() - start < 1.0
    assert stand.transport.health().state is DeviceState.NO_DEVICE
    stand.port.plug()
    stand.simulator.insert(TinyChip())
    plugged = time.perf_counter()
    stand.reading()
    assert time.perf_counter() - plugged < 5.0


def test_waiting_is_called_off_within_a_slice(stand: Stand) -> None:
    stand.transport.probe(stand.deadline())
    deadline = Deadline(stand.clock, None)
    cancelled: list[float] = []

    def cancel() -> None:
        cancelled.append(time.perf_counter())
        deadline.cancel()

    with later(0.3, cancel), pytest.raises(OperationCancelled):
        read_all(stand.transport, deadline)
    assert time.perf_counter() - cancelled[0] < 0.2


def test_closing_from_another_thread_ends_an_order(stand: Stand) -> None:
    stand.transport.probe(stand.deadline())
    with later(0.3, stand.transport.close), pytest.raises(DeviceGone):
        stand.reading()


def test_a_whole_social_card_is_read_given_back_and_taken_through_the_make(stand: Stand) -> None:
    make = "crt" if stand.transport.moves else "ccid"
    stand.transport.close()
    found = threading.Event()
    with closing(SOCIAL_CARD_READERS[make]({"port": stand.port.address}, stand.clock)) as reader:
        with later(0.8, lambda: stand.simulator.insert(SimulatedChip())):
            card = reader.read_card(stand.deadline(), found=found.set)
        assert found.is_set()
        assert (card.identity_number, card.number) == ("11010519491231002X", "X00000019")
        reader.give_back(stand.deadline())
        with later(0.3, stand.simulator.remove):
            reader.wait_taken(stand.deadline())
        assert reader.health().media is Media.NOT_PRESENT
        assert reader.health().usable


@pytest.mark.skipif(sys.platform == "win32", reason="a pty is a POSIX thing")
def test_a_motor_reader_left_at_another_speed_is_found(tmp_path: Path) -> None:
    with closing(Stand("crt", plug_of("pty", tmp_path), baud=9600)) as stand:
        stand.simulator.insert(TinyChip())
        stand.reading(20.0)
        assert stand.transport.health().usable


CRUEL: dict[str, Cable] = {"one byte at a time": Bytewise(), "noise": Noisy(4, 0.005), "cut": Cut(6, 0.2)}


@pytest.mark.parametrize("make", ["ccid", "crt"])
@pytest.mark.parametrize("name", CRUEL)
def test_cruel_cables_end_typed_and_a_good_one_reads_again(name: str, make: str, tmp_path: Path) -> None:
    with closing(Stand(make, plug_of(KINDS[0], tmp_path))) as stand:
        stand.port.line.use_cables(to_host=CRUEL[name])
        stand.simulator.insert(TinyChip())
        start = time.perf_counter()
        try:
            stand.reading(5.0)
        except (DeviceError, Misheard) as error:
            assert not isinstance(error, DeviceGone)  # noqa: PT017 - a cruel cable may let a card through
        assert time.perf_counter() - start < 5.5
        stand.port.line.use_cables()
        stand.simulator.remove()
        stand.simulator.insert(TinyChip())
        mended = time.perf_counter()
        while True:
            try:
                stand.reading(5.0)
            except DeviceError:
                assert time.perf_counter() - mended < 5.0
            else:
                break
        assert stand.transport.presence(stand.deadline()) in (Media.PRESENT, Media.ENTERING)
