"""The identity-card reader on a real port at true line speed."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from devices.bench.cables import Bytewise, Cut, Doubled, Lossy, Noisy, Silent, together
from devices.bench.ports import Plug, Port, TcpPlug
from devices.deadline import Deadline, SystemTime
from devices.errors import CardError, CardLifted, CardUnreadable, DeviceGone, LinkError, OperationCancelled
from devices.health import DeviceState
from devices.id_sam import adapter
from devices.id_sam.simulator import CardFault, SamSimulator, Timings
from devices.id_sam.speeds import SPEEDS
from devices.link import LineSettings, SerialLink, serial_opener
from tests.devices.sam_bed import ALL_KINDS, OTHER, PERSON

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from devices.bench.cables import Cable
    from devices.roles import IdCard

pytestmark = pytest.mark.wire

KINDS = ["pty", "tcp"] if sys.platform != "win32" else ["tcp"]


class Stand:
    def __init__(self, plug: Plug, *, baud: int = 115200, minds_speed: bool = False) -> None:
        self.clock = SystemTime()
        self.simulator = SamSimulator(Timings(read=0.2))
        self.port = Port(self.simulator, plug, baud=baud, minds_speed=minds_speed)
        self.reader = adapter.reader({"port": self.port.address}, self.clock)
        self.found = threading.Event()

    def read(self, seconds: float = 10.0) -> IdCard:
        return self.reader.read_card(Deadline(self.clock, seconds), found=self.found.set)

    def probe(self, seconds: float = 3.0) -> DeviceState:
        return self.reader.probe(Deadline(self.clock, seconds)).state

    def close(self) -> None:
        self.reader.close()
        self.port.close()


def plug_of(kind: str, folder: Path) -> Plug:
    plug: Plug = TcpPlug()
    if kind == "pty" and sys.platform != "win32":
        from devices.bench.ports import PtyPlug

        plug = PtyPlug(folder / "id_reader")
    return plug


@pytest.fixture(params=KINDS)
def stand(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    with closing(Stand(plug_of(request.param, tmp_path))) as made:
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
    stand.simulator.place(PERSON)
    assert stand.read() == PERSON
    assert stand.found.is_set()


@pytest.mark.parametrize("card", ALL_KINDS, ids=lambda card: card.kind)
def test_every_kind_of_document_is_read_through_a_real_port(tmp_path: Path, card: IdCard) -> None:
    with closing(Stand(plug_of(KINDS[0], tmp_path))) as stand:
        stand.simulator.place(card)
        assert stand.read() == card


@pytest.mark.skipif(sys.platform == "win32", reason="only a pty tells the speed its other end has set")
@pytest.mark.parametrize("baud", [SPEEDS[0], SPEEDS[-1]])
def test_a_reader_left_at_another_speed_is_found_on_a_real_port_and_read(tmp_path: Path, baud: int) -> None:
    with closing(Stand(plug_of("pty", tmp_path), baud=baud, minds_speed=True)) as stand:
        opener = serial_opener(stand.port.address, LineSettings(baud=57600))
        with closing(adapter.SamIdReader(opener, stand.clock)) as deaf:
            state = deaf.probe(Deadline(stand.clock, 1.5)).state
        assert state is DeviceState.UNKNOWN, "a speed apart they don't hear each other"
        assert stand.probe() is DeviceState.ONLINE
        stand.simulator.place(PERSON)
        assert stand.read() == PERSON
        assert not any(order.cmd == 0x60 for order in stand.simulator.orders), "it never sets a speed"


def test_the_reading_takes_the_time_a_line_takes_and_little_more(stand: Stand) -> None:
    stand.probe()
    stand.simulator.place(PERSON)
    stand.read()
    stand.simulator.lift()
    stand.simulator.place(OTHER)
    start = time.perf_counter()
    stand.read()
    taken = time.perf_counter() - start
    own = 0.03 + 0.05 + 0.2 + 0.05 + (1295 + 15 + 19 + 11 + 40) * 10 / 115200
    assert own <= taken < own + 0.3  # the goal of 50 ms is the benchmark's; here others share the machine


def test_the_1295_bytes_arrive_no_faster_than_115200_baud_carries_them(stand: Stand) -> None:
    stand.simulator.place(PERSON)
    stand.read()
    answer: list[tuple[float, int]] = []
    for piece in tuple(stand.port.line.recorded):
        if piece.at_device:
            answer.clear()
            continue
        answer.append((piece.at_seconds, len(piece.data)))
        if sum(size for _, size in answer) == 1295:
            break
    assert sum(size for _, size in answer) == 1295
    # Where others share the machine the first of them is seen late.
    assert answer[-1][0] - answer[0][0] >= (1295 - 16) * 10 / 115200 * 0.9


def test_a_reader_pulled_and_plugged_is_lost_at_once_and_works_again_within_five_seconds(stand: Stand) -> None:
    assert stand.probe() is DeviceState.ONLINE
    with later(0.3, stand.port.pull):
        start = time.perf_counter()
        with pytest.raises(DeviceGone):
            stand.read()
        assert time.perf_counter() - start < 1.0
    assert stand.probe() is DeviceState.NO_DEVICE
    stand.port.plug()
    stand.simulator.place(PERSON)
    plugged = time.perf_counter()
    assert stand.read() == PERSON
    assert time.perf_counter() - plugged < 5.0


def test_a_reader_pulled_in_the_middle_of_a_reading_is_gone(stand: Stand) -> None:
    stand.probe()
    stand.simulator.place(PERSON)
    with later(0.2, stand.port.pull), pytest.raises(DeviceGone):
        stand.read()


def test_a_card_lifted_in_the_middle_of_a_reading_is_lifted(stand: Stand) -> None:
    stand.simulator.place(PERSON, CardFault.LIFTED_TOO_EARLY)
    with pytest.raises(CardLifted):
        stand.read()
    stand.simulator.place(PERSON)
    assert stand.read() == PERSON


def test_waiting_for_a_card_is_called_off_within_a_slice(stand: Stand) -> None:
    stand.probe()
    deadline = Deadline(stand.clock, None)
    cancelled: list[float] = []

    def cancel() -> None:
        cancelled.append(time.perf_counter())
        deadline.cancel()

    with later(0.3, cancel), pytest.raises(OperationCancelled):
        stand.reader.read_card(deadline, found=lambda: None)
    assert time.perf_counter() - cancelled[0] < 0.2


def test_closing_from_another_thread_ends_an_order_with_device_gone(stand: Stand) -> None:
    stand.probe()
    with later(0.3, stand.reader.close), pytest.raises(DeviceGone):
        stand.read()


@pytest.mark.skipif(sys.platform == "win32", reason="ports are exclusive there anyway")
def test_nobody_else_can_open_the_port_meanwhile(tmp_path: Path) -> None:
    with closing(Stand(plug_of("pty", tmp_path))) as stand:
        stand.probe()
        with pytest.raises(DeviceGone):
            SerialLink(stand.port.address, LineSettings())


def test_listening_notices_a_pulled_cable(stand: Stand) -> None:
    stand.probe()
    stand.port.pull()
    events = [*stand.reader.listen(Deadline(stand.clock, 0.05)), *stand.reader.listen(Deadline(stand.clock, 0.05))]
    assert [event.health.state for event in events] == [DeviceState.NO_DEVICE]


CRUEL: dict[str, Cable] = {
    "one byte at a time": Bytewise(),
    "twice": Doubled(1, 1.0),
    "noise": Noisy(4, 0.005),
    "loss": Lossy(5, 0.002),
    "cut": Cut(6, 0.4),
    "everything": together(Doubled(7, 0.3), Cut(7, 0.1), Lossy(7, 0.001), Bytewise()),
}


@pytest.mark.parametrize("name", CRUEL)
def test_cruel_cables_end_typed_and_a_good_one_reads_again(name: str, tmp_path: Path) -> None:
    with closing(Stand(plug_of(KINDS[0], tmp_path))) as stand:
        stand.port.line.use_cables(to_host=CRUEL[name])
        stand.simulator.place(PERSON)
        try:
            assert stand.read(6.0) == PERSON
        except (LinkError, CardError) as error:
            assert not isinstance(error, DeviceGone)  # noqa: PT017 - a cruel cable may let a card through
        stand.port.line.use_cables()
        stand.simulator.lift()
        stand.simulator.place(OTHER)
        assert stand.read(20.0) == OTHER


def test_silence_is_an_answer_too(tmp_path: Path) -> None:
    with closing(Stand(plug_of(KINDS[0], tmp_path))) as stand:
        stand.probe()
        stand.port.line.use_cables(to_host=Silent())
        start = time.perf_counter()
        with pytest.raises(LinkError):
            stand.read(30.0)
        assert time.perf_counter() - start < 6.0
        assert stand.reader.health().state is DeviceState.OFFLINE


@pytest.mark.skipif(sys.platform == "win32", reason="a pty is a POSIX thing")
def test_twenty_pulls_leave_no_file_open_and_no_thread_behind(tmp_path: Path) -> None:
    with closing(Stand(plug_of("pty", tmp_path))) as stand:
        stand.probe()
        files, threads = open_files(), threading.active_count()
        for _ in range(20):
            stand.port.pull()
            stand.reader.listen(Deadline(stand.clock, 0.05))
            stand.port.plug()
            stand.reader.close()
            SerialLink(stand.port.address, LineSettings()).close()
        stand.port.pull()
        stand.reader.listen(Deadline(stand.clock, 0.05))
        stand.port.plug()
        assert threading.active_count() == threads
        assert open_files() <= files


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("fault", [CardFault.UNREADABLE])
def test_an_unreadable_card_is_told_through_a_real_port(stand: Stand, fault: CardFault) -> None:
    stand.simulator.place(PERSON, fault)
    with pytest.raises(CardUnreadable):
        stand.read()
