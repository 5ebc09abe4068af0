"""The PC/SC reader: through the real service, Debian's virtual reader and a simulated chip, and with a library that fails."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from devices.deadline import Deadline, SystemTime
from devices.errors import (
    Action,
    CardLifted,
    CardMute,
    CardUnreadable,
    DeviceError,
    DeviceGone,
    LinkError,
    NoReply,
    NotASocialCard,
    NotConfigured,
    OperationCancelled,
    OperationTimedOut,
    ProtocolFault,
)
from devices.health import DeviceState, Media
from devices.makes import SOCIAL_CARD_READERS
from devices.pcsc import library, service
from devices.pcsc.adapter import PcscTransport
from devices.pcsc.service import choose
from devices.pcsc.simulator import VirtualCard
from devices.roles import CardGeneration, CardMoved
from devices.social_card.reader import SocialCardSlot
from devices.social_card.simulated_chip import ChipFault, Holder, SimulatedChip
from tests.devices.pcsc_faults import FailingLibrary, endure, fault_cases

if TYPE_CHECKING:
    from devices.pcsc.library import Library
    from devices.roles import SocialCard

DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
SOCKET = Path("/run/pcscd/pcscd.comm")
START_SECONDS = 10.0


# -- the real service


def missing() -> str:
    """Say what of the real thing isn't here, and what to do about it; "" when all of it is."""
    if sys.platform != "linux":
        return "the virtual PC/SC reader is Linux's"
    if importlib.util.find_spec("smartcard") is None:
        return "pyscard is not installed: pip install pyscard"
    if shutil.which("pcscd") is None or not DRIVER.exists():
        return "pcscd or its virtual reader is not installed: apt-get install pcscd vsmartcard-vpcd"
    if os.geteuid() != 0:
        return "pcscd can be started by root only: run these tests as root"
    if SOCKET.exists() and answers_at(SOCKET):
        return "another pcscd is running: stop it"
    return ""


def left_out(reason: str) -> NoReturn:
    """Leave a test of the real service out. CI must have it: there it fails."""
    if "CI" in os.environ and sys.platform == "linux":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.mark.skipif(sys.platform != "linux", reason="the virtual PC/SC reader is Linux's")
def test_ci_fails_without_the_real_service_and_elsewhere_its_tests_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CI", "1")
    with pytest.raises(pytest.fail.Exception, match="apt-get install"):
        left_out("apt-get install pcscd")
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception):
        left_out("apt-get install pcscd")


def answers_at(path: Path) -> bool:
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as probe, suppress(OSError):
        probe.connect(str(path))
        return True
    return False


def free_ports() -> int:
    """Return a port that is free together with the next: the driver has two slots."""
    for _ in range(50):
        with closing(socket.socket()) as first, closing(socket.socket()) as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            with suppress(OSError, OverflowError):
                second.bind(("127.0.0.1", port + 1))
                return port
    raise AssertionError("no two ports in a row are free")


class Hall:
    """A running service with the virtual reader, and the cards a person puts into it."""

    def __init__(self, folder: Path) -> None:
        self._port = free_ports()
        self._folder = folder
        self._service: subprocess.Popen[bytes] | None = None
        self._card: VirtualCard | None = None
        self.clock = SystemTime()
        self.transport = PcscTransport(self.clock, "Virtual PCD")
        self.reader = SocialCardSlot(self.transport, self.clock)
        self.start()

    def start(self) -> None:
        (self._folder / "reader.conf").write_text(
            f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:{self._port:#x}\n'
            f"LIBPATH {DRIVER}\nCHANNELID {self._port:#x}\n"
        )
        command = ["pcscd", "--foreground", "--config", str(self._folder / "reader.conf")]
        self._service = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait(lambda: answers_at(SOCKET))

    def stop(self) -> None:
        self.draw()
        if self._service is not None:
            self._service.terminate()
            self._service.wait(START_SECONDS)
            self._service = None
        self._wait(lambda: not answers_at(SOCKET))

    def insert(self, chip: SimulatedChip, before_answer: Callable[[bytes], None] | None = None) -> None:
        def connect() -> bool:
            with suppress(OSError):
                self._card = VirtualCard(chip, self._port, before_answer)
            return self._card is not None

        self._wait(connect)

    def draw(self) -> None:
        if self._card is not None:
            self._card.draw()
        self._card = None

    def tear_out(self) -> None:
        """Draw the card from within its own answer."""
        if self._card is not None:
            self._card.hang_up()

    def later(self, seconds: float, deed: Callable[[], object]) -> None:
        threading.Timer(seconds, deed).start()

    def read(self, seconds: float = 10.0) -> SocialCard:
        return self.reader.read_card(self.deadline(seconds), found=lambda: None)

    def deadline(self, seconds: float = 10.0) -> Deadline:
        return Deadline(self.clock, seconds)

    def close(self) -> None:
        self.reader.close()
        self.stop()

    def _wait(self, until: Callable[[], bool]) -> None:
        limit = self.clock.monotonic() + START_SECONDS
        while not until():
            assert self.clock.monotonic() < limit
            self.clock.sleep(0.05)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    if reason := missing():
        left_out(reason)
    made = Hall(tmp_path)
    yield made
    made.close()


def ignore(_outcome: object) -> None:
    pass


wire = pytest.mark.wire  # run one by one: the service has one fixed socket


@wire
def test_a_card_in_the_virtual_reader_is_read_through_the_real_service(hall: Hall) -> None:
    assert hall.reader.probe(hall.deadline()).media is Media.NOT_PRESENT
    assert hall.reader.health().usable
    assert hall.reader.info().model.startswith("Virtual PCD")
    chip = SimulatedChip()
    hall.later(0.5, lambda: hall.insert(chip))
    card = hall.read()
    assert (card.number, card.name, card.holder_protected) == ("X00000019", "测试", False)
    assert bytes.fromhex("00A404000F7378312E73682EC9E7BBE1B1A3D5CF") in chip.log
    hall.later(0.3, hall.draw)
    hall.reader.wait_taken(hall.deadline())
    hall.insert(SimulatedChip(replace(Holder(), generation=CardGeneration.THIRD)))
    assert hall.read().holder_protected


@wire
def test_troubles_of_cards_come_through_the_real_service_typed(hall: Hall) -> None:
    hall.insert(SimulatedChip(Holder(), ChipFault.NOT_A_SOCIAL_CARD))
    with pytest.raises(NotASocialCard):
        hall.read()
    hall.draw()
    hall.reader.wait_taken(hall.deadline())
    hall.insert(SimulatedChip(), lambda command: hall.tear_out() if command[1] == 0xB2 else None)
    with pytest.raises((CardLifted, CardUnreadable)):
        hall.read()
    assert hall.reader.health().usable


@wire
def test_the_service_dies_and_comes_back_and_so_does_the_reader(hall: Hall) -> None:
    hall.insert(SimulatedChip())
    assert hall.read().number == "X00000019"
    hall.stop()
    with pytest.raises(LinkError):
        hall.transport.presence(hall.deadline())
    assert hall.reader.health().state is DeviceState.NO_DEVICE
    hall.start()
    back = hall.clock.monotonic()
    while not hall.reader.probe(hall.deadline(1.0)).usable:
        assert hall.clock.monotonic() - back < 5.0
        hall.reader.listen(hall.deadline(0.2))
    hall.later(0.5, lambda: hall.insert(SimulatedChip()))
    assert hall.read().number == "X00000019"


@wire
def test_a_card_that_hangs_ends_with_the_deadline_and_the_next_is_read(hall: Hall) -> None:
    thaw = threading.Event()
    hall.insert(SimulatedChip(), lambda _: ignore(thaw.wait(10.0)))
    began = hall.clock.monotonic()
    with pytest.raises(OperationTimedOut):
        hall.read(2.0)
    assert hall.clock.monotonic() - began < 3.0
    thaw.set()
    hall.draw()
    hall.later(0.5, lambda: hall.insert(SimulatedChip()))
    assert hall.read().number == "X00000019"


@wire
def test_waiting_for_a_card_is_called_off_at_once(hall: Hall) -> None:
    deadline = hall.deadline(20.0)
    hall.later(0.5, deadline.cancel)
    began = hall.clock.monotonic()
    with pytest.raises(OperationCancelled):
        hall.reader.read_card(deadline, found=lambda: None)
    assert hall.clock.monotonic() - began < 1.0
    events = [event for _ in range(3) for event in hall.reader.listen(hall.deadline(0.05))]
    assert events == [] or isinstance(events[0], CardMoved) or hall.reader.health().usable


# -- a library that fails


def slot(scard: Library, wanted: str = "") -> tuple[SocialCardSlot, PcscTransport]:
    clock = SystemTime()
    transport = PcscTransport(clock, wanted, lambda: scard)
    return SocialCardSlot(transport, clock), transport


def within(seconds: float) -> Deadline:
    return Deadline(SystemTime(), seconds)


def test_without_pyscard_the_reader_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "smartcard.scard", None)
    reader = SOCIAL_CARD_READERS["pcsc"]({}, SystemTime())
    health = reader.probe(within(2.0))
    assert not health.usable
    assert health.last_error is not None
    assert (health.last_error.code, health.last_error.action) == ("not-configured", Action.CONFIGURE)
    assert "pyscard" in health.last_error.detail
    with pytest.raises(NotConfigured):
        library.load()


def test_a_reader_of_a_wrong_type_in_the_settings_is_named() -> None:
    with pytest.raises(ValueError, match="reader"):
        SOCIAL_CARD_READERS["pcsc"]({"reader": 3}, SystemTime())


@pytest.mark.parametrize(
    ("wanted", "chosen"), [("", "ACME Slot 0"), ("SAM", "ACME SAM 0"), ("Slot", "ACME Slot 0"), ("ACME", "ACME SAM 0")]
)
def test_the_reader_is_chosen_by_a_part_of_its_name(wanted: str, chosen: str) -> None:
    assert choose(["ACME SAM 0", "ACME Slot 0"], wanted) == chosen


def test_no_such_reader_is_no_device() -> None:
    with pytest.raises(DeviceGone):
        choose(["ACME SAM 0"], "")


def test_a_library_that_answers_is_read_through() -> None:
    scard = FailingLibrary()
    reader, _ = slot(scard)
    assert reader.read_card(within(5.0), found=lambda: None).number == "X00000019"
    assert not scard.chip.powered
    reader.close()
    assert scard.released.wait(2.0)


@pytest.mark.parametrize(
    ("call", "result", "error"),
    [
        ("establish", 0x8010001D, DeviceGone),
        ("list", library.NO_READERS, DeviceGone),
        ("status", 0x80100009, DeviceGone),
        ("status", -2146435049, DeviceGone),  # 80100017 as pyscard gives it
        ("connect", 0x80100065, CardUnreadable),
        ("connect", 0x80100066, CardMute),
        ("connect", 0x80100069, CardLifted),
        ("connect", 0x8010000B, DeviceGone),
        ("atr", 0x80100068, CardUnreadable),
        ("transmit", 0x80100069, CardLifted),
        ("transmit", 0x80100016, CardUnreadable),
        ("transmit", 0x8010001E, DeviceGone),
        ("transmit", 0x80100001, ProtocolFault),
    ],
)
def test_every_result_has_its_error_and_the_reader_comes_back(call: str, result: int, error: type[DeviceError]) -> None:
    scard = FailingLibrary()
    reader, transport = slot(scard)
    scard.results[call] = result

    def use() -> None:
        transport.presence(within(5.0))
        transport.power_on(within(5.0))
        transport.transmit(b"\x00\xa4\x04\x00", within(5.0))

    with pytest.raises(DeviceError) as caught:
        use()
    assert type(caught.value) is error
    scard.results.clear()
    scard.state = 0
    reader.reset(within(5.0))
    scard.state = library.STATE_PRESENT
    assert reader.read_card(within(5.0), found=lambda: None).number == "X00000019"
    reader.close()


@pytest.mark.parametrize("state", [library.STATE_UNKNOWN, library.STATE_UNAVAILABLE])
def test_a_reader_the_service_does_not_know_any_more_is_gone(state: int) -> None:
    scard = FailingLibrary()
    scard.state = state
    with pytest.raises(DeviceGone):
        slot(scard)[1].presence(within(5.0))


def test_a_command_without_power_is_a_card_that_is_away() -> None:
    _, transport = slot(FailingLibrary())
    with pytest.raises(CardLifted):
        transport.transmit(b"\x00\xa4\x04\x00", within(5.0))
    transport.close()


def test_a_library_that_hangs_ends_with_the_deadline_and_tidies_up_when_it_comes_back() -> None:
    scard = FailingLibrary()
    reader, _ = slot(scard)
    scard.hang = threading.Event()
    with pytest.raises(OperationTimedOut):
        reader.read_card(within(0.8), found=lambda: None)
    assert not scard.released.is_set()
    scard.hang.set()
    assert scard.released.wait(2.0)


def test_a_library_that_hangs_longer_than_any_card_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "CALL_SECONDS", 0.2)
    scard = FailingLibrary()
    _, transport = slot(scard)
    transport.power_on(within(5.0))
    scard.hang = threading.Event()
    with pytest.raises(NoReply):
        transport.transmit(b"\x00\xa4\x04\x00", within(5.0))
    scard.hang.set()
    transport.close()


def test_closed_from_another_thread_a_wait_ends_as_gone() -> None:
    scard = FailingLibrary()
    scard.state = 0
    reader, transport = slot(scard)
    threading.Timer(0.3, transport.close).start()
    with pytest.raises(DeviceGone):
        reader.read_card(within(10.0), found=lambda: None)
    assert scard.released.wait(2.0)


def test_listening_notices_a_card_and_a_reader_that_goes() -> None:
    scard = FailingLibrary()
    scard.state = 0
    reader, _ = slot(scard)
    reader.listen(within(0.05))
    reader.probe(within(2.0))
    assert reader.health().media is Media.NOT_PRESENT
    reader.listen(within(0.1))
    scard.state = library.STATE_PRESENT
    assert CardMoved(Media.PRESENT) in reader.listen(within(0.1))
    scard.results["status"] = 0x80100017
    reader.listen(within(0.1))
    assert reader.health().state is DeviceState.NO_DEVICE
    reader.listen(within(0.05))


def test_it_has_no_motor() -> None:
    reader, transport = slot(FailingLibrary())
    assert not reader.moves
    transport.admit(within(1.0), on=True)
    transport.eject(within(1.0))
    assert transport.capture(within(1.0)) is False
    transport.power_off(within(1.0))


# -- every result at every moment, in virtual time


def test_every_result_at_every_moment_ends_typed_in_time_and_is_recovered_from() -> None:
    cases = list(fault_cases())
    assert len({case.name for case in cases}) == len(cases) >= 500
    ended = {endure(case).what for case in cases}
    assert {
        "read",
        "device-gone",
        "social-card-lifted",
        "card-mute",
        "social-card-unreadable",
        "protocol-fault",
        "timed-out",
    } <= ended
