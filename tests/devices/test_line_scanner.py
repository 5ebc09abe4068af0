"""The code scanner: what counts as a code, when it scans at all, and what becomes of every fault."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.bench.memory_line import MemoryLine
from devices.deadline import Deadline
from devices.errors import DeviceError, DeviceGone, NoReply, OperationCancelled, OperationTimedOut
from devices.health import DeviceInfo, DeviceState
from devices.line_scanner.adapter import LineScanner, Trigger
from devices.line_scanner.frames import (
    IDLE_SECONDS,
    LONGEST_LINE,
    NO_READ,
    PATIENCE_SECONDS,
    BadLine,
    Fault,
    Line,
    LineDecoder,
)
from devices.line_scanner.simulator import LineScannerSimulator
from devices.makes import SCANNERS
from kiosk.core.clock import SHANGHAI, VirtualClock
from tests.devices.fuzzing import fuzzed, held
from tests.devices.serial_faults import endure_all, faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.link import Link
    from devices.roles import ScannedCode

ON, OFF, RESET = bytes.fromhex("16540D"), bytes.fromhex("16550D"), b"R"
CODE = "8a6f0c51d2e94b07TESTTOKEN"

texts = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=300).filter(
    lambda text: text.strip() and text != NO_READ
)


class Bed:
    """A scanner on a line in virtual time; triggered, unless told otherwise."""

    def __init__(self, trigger: Trigger | None = None, suffix: bytes = b"\r") -> None:
        self.clock = VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI))
        trigger = Trigger(ON, OFF, RESET) if trigger is None else trigger
        self.simulator = LineScannerSimulator(
            on=trigger.on, off=trigger.off, reset=trigger.reset, reply=trigger.reply, suffix=suffix
        )
        self.line = MemoryLine(self.simulator, self.clock, baud=9600)
        self.scanner = LineScanner(self.line.open, self.clock, trigger)

    def deadline(self, seconds: float | None = 5.0) -> Deadline:
        return Deadline(self.clock, seconds)

    def scan(self, seconds: float | None = 5.0) -> ScannedCode:
        return self.scanner.scan(self.deadline(seconds))

    def later(self, seconds: float, deed: Callable[[], object]) -> None:
        def wait_and_do() -> None:
            self.clock.sleep(seconds)
            deed()

        self.clock.spawn("later", wait_and_do)

    def close(self) -> None:
        self.scanner.close()
        self.line.close()


@pytest.fixture
def bed() -> Iterator[Bed]:
    made = Bed()
    yield made
    made.close()


@pytest.fixture
def always() -> Iterator[Bed]:
    made = Bed(Trigger())
    yield made
    made.close()


# -- what counts as a code


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_cr_lf_and_both_end_a_code(end: str) -> None:
    assert LineDecoder().feed(f"{CODE}{end}{CODE}{end}".encode()) == [Line(CODE), Line(CODE)]


def test_without_a_suffix_a_pause_ends_a_code() -> None:
    decoder = LineDecoder()
    assert patience(decoder) is None
    assert decoder.feed(CODE.encode()) == []
    assert patience(decoder) == IDLE_SECONDS
    assert decoder.pause() == [Line(CODE)]
    assert patience(decoder) is None


def patience(decoder: LineDecoder) -> float | None:
    return decoder.patience


def test_a_scanner_with_a_suffix_ends_no_code_by_a_pause_and_a_lost_end_loses_the_tail_too() -> None:
    decoder = LineDecoder()
    decoder.feed(b"first\r")
    decoder.feed(b"sec")
    assert patience(decoder) == PATIENCE_SECONDS
    assert decoder.pause() == [BadLine(Fault.CUT)]
    assert patience(decoder) is None
    assert decoder.feed(b"ond\rthird\r") == [Line("third")]


def test_a_cr_that_was_noise_does_not_silence_a_scanner_without_a_suffix() -> None:
    decoder = LineDecoder()
    assert decoder.feed(b"\r") == []
    decoder.feed(b"first")
    assert decoder.pause() == [BadLine(Fault.CUT)]
    decoder.feed(b"second")
    assert decoder.pause() == []
    decoder.feed(b"third")
    assert decoder.pause() == [Line("third")]


def test_what_was_forgotten_takes_its_tail_along_where_there_is_a_suffix() -> None:
    decoder = LineDecoder()
    decoder.feed(b"first\rsec")
    decoder.forget()
    assert decoder.feed(b"ond\rthird\r") == [Line("third")]
    without = LineDecoder()
    without.feed(b"first")
    without.forget()
    without.feed(b"second")
    assert without.pause() == [Line("second")]


def test_the_longest_code_is_taken_and_a_longer_one_dropped_to_its_end() -> None:
    decoder = LineDecoder()
    assert decoder.feed(b"a" * LONGEST_LINE + b"\r") == [Line("a" * LONGEST_LINE)]
    assert decoder.feed(b"a" * (LONGEST_LINE + 1)) == [BadLine(Fault.TOO_LONG)]
    assert decoder.feed(b"a" * 10_000) == []
    assert decoder.waiting == 0
    assert decoder.feed(b"tail\rnext\r") == [Line("next")]


def test_control_bytes_are_taken_out_and_what_is_empty_then_is_nothing() -> None:
    assert LineDecoder().feed(b"\x02a\x00b\x1d\x7fc\x03\r\x06\r \r\xc2\x85\r") == [Line("abc")]


def test_text_is_utf_8_or_else_gb18030_or_else_nothing() -> None:
    sent = "测试甲".encode() + b"\r" + "测试甲".encode("gb18030") + b"\r" + b"\xff\xff\r"
    assert LineDecoder().feed(sent) == [Line("测试甲"), Line("测试甲"), BadLine(Fault.UNDECODABLE)]


def test_what_the_scanner_itself_says_is_no_code() -> None:
    reply = bytes.fromhex("02000001003331")
    assert LineDecoder(reply).feed(reply * 2 + b"code\r" + reply + b"\r") == [Line("code")]
    assert LineDecoder().feed(b"%%NoRead\r") == [BadLine(Fault.NOTHING_READ)]


def test_no_text_is_in_a_repr() -> None:
    assert CODE not in repr(Line(CODE))


@given(st.lists(texts, max_size=4), st.sampled_from(["\r", "\n", "\r\n"]), st.data())
def test_codes_survive_any_cutting(sent: list[str], end: str, data: st.DataObject) -> None:
    stream = "".join(text + end for text in sent).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    decoder = LineDecoder()
    got = [f for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True) for f in decoder.feed(stream[a:b])]
    assert got == [Line(text) for text in sent]
    assert decoder.waiting == 0


@given(texts.filter(lambda text: not _is_utf_8(text.encode("gb18030"))))
def test_gb18030_survives_wherever_it_can_not_be_taken_for_utf_8(text: str) -> None:
    assert LineDecoder().feed(text.encode("gb18030") + b"\r") == [Line(text)]


def _is_utf_8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@given(st.lists(st.one_of(st.binary(max_size=5000), st.just(b"\r"), st.none()), max_size=12))
def test_nothing_makes_the_decoder_raise_or_keep_more_than_a_line(pieces: list[bytes | None]) -> None:
    decoder = LineDecoder(b"\x02")
    for piece in pieces:
        found = decoder.pause() if piece is None else decoder.feed(piece)
        assert all(isinstance(each, BadLine) or each.text.strip() for each in found)
        assert decoder.waiting <= LONGEST_LINE


def _fuzz(times: int) -> None:
    chance = random.Random(20240506)
    decoder = LineDecoder()
    for number in range(times):
        frame = fuzzed(f"code-{number:06d}".encode() + b"\r\n", chance)
        found = held(decoder.feed, frame)
        assert all(isinstance(each, Line | BadLine) for each in found)
        assert decoder.waiting <= LONGEST_LINE


def test_ten_thousand_damaged_codes_raise_nothing_and_keep_little() -> None:
    _fuzz(10_000)


@pytest.mark.soak
def test_a_million_damaged_codes_raise_nothing_and_keep_little() -> None:
    _fuzz(1_000_000)


# -- scanning


def test_a_code_that_is_shown_is_read_and_the_scanner_switched_off_again(bed: Bed) -> None:
    bed.later(1.0, lambda: bed.simulator.scan(CODE))
    assert bed.scan().text == CODE
    bed.clock.sleep(0.1)
    assert list(bed.simulator.orders) == ["on", "off"]
    assert bed.scanner.health().counters.operations == 1


def test_a_code_ends_with_a_pause_where_there_is_no_suffix() -> None:
    bed = Bed(suffix=b"")
    bed.later(1.0, lambda: bed.simulator.scan(CODE))
    assert bed.scan().text == CODE
    assert bed.clock.monotonic() <= 1.0 + len(CODE) * 10 / 9600 + IDLE_SECONDS + 0.06
    bed.close()


def test_a_scanner_nobody_asked_is_dark(bed: Bed) -> None:
    bed.scanner.probe(bed.deadline())
    assert not bed.simulator.scan(CODE)
    bed.later(0.5, lambda: bed.simulator.scan(CODE))
    bed.scan()
    assert not bed.simulator.reads


@pytest.mark.parametrize("seconds", [0.3, None])
def test_it_is_switched_off_when_the_time_is_over_or_it_is_called_off(bed: Bed, seconds: float | None) -> None:
    deadline = bed.deadline(seconds)
    if seconds is None:
        bed.later(0.7, deadline.cancel)
    with pytest.raises(OperationCancelled if seconds is None else OperationTimedOut):
        bed.scanner.scan(deadline)
    bed.clock.sleep(0.1)
    assert not bed.simulator.reads
    assert list(bed.simulator.orders) == ["on", "off"]
    assert bed.scanner.health().counters.failures == 0


def test_in_presentation_mode_no_order_is_sent(always: Bed) -> None:
    always.later(0.5, lambda: always.simulator.scan(CODE))
    assert always.scan().text == CODE
    assert not [piece for piece in always.line.line.recorded if piece.at_device]


def test_a_code_shown_when_nobody_asked_is_not_the_answer_to_a_later_question(always: Bed) -> None:
    always.scanner.probe(always.deadline())
    always.simulator.scan("an earlier one")
    always.clock.sleep(1.0)
    always.later(1.0, lambda: always.simulator.scan(CODE))
    assert always.scan().text == CODE


def test_the_end_of_a_code_that_was_under_way_is_not_a_code(always: Bed) -> None:
    always.scanner.probe(always.deadline())
    always.simulator.scan("x" * 200)
    always.clock.sleep(0.1)
    always.later(1.0, lambda: always.simulator.scan(CODE))
    assert always.scan().text == CODE


def test_a_code_that_had_begun_and_stuck_is_not_a_code_when_it_goes_on(always: Bed) -> None:
    always.later(0.5, lambda: always.simulator.scan("first"))
    always.scan()
    always.line.line.send(b"stale-")
    always.later(0.3, lambda: always.line.line.send(b"tail\r"))
    always.later(0.6, lambda: always.simulator.scan(CODE))
    assert always.scan().text == CODE


class SmallBites:
    """A link whose driver hands out a few bytes at a time, as some do."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._held = b""

    def read(self, deadline: Deadline) -> bytes:
        self._held = self._held or self._link.read(deadline)
        bite, self._held = self._held[:16], self._held[16:]
        return bite

    def write(self, data: bytes, deadline: Deadline) -> None:
        self._link.write(data, deadline)

    def drain(self) -> None:
        self._held = b""
        self._link.drain()

    def close(self) -> None:
        self._link.close()


def test_what_piled_up_while_nobody_read_is_not_an_answer_however_much_it_is(always: Bed) -> None:
    scanner = LineScanner(lambda: SmallBites(always.line.open()), always.clock)
    scanner.probe(always.deadline())
    for n in range(20):
        always.simulator.scan(f"piled-up-code-{n}")
    always.clock.sleep(2.0)
    always.later(0.5, lambda: always.simulator.scan(CODE))
    assert scanner.scan(always.deadline()).text == CODE
    scanner.close()


def test_a_code_passes_while_it_only_listens(always: Bed) -> None:
    always.scanner.probe(always.deadline())
    always.simulator.scan(CODE)
    assert always.scanner.listen(always.deadline(0.5)) == ()
    with pytest.raises(OperationTimedOut):
        always.scan(0.5)


def test_the_same_code_counts_again_only_after_two_seconds_away(always: Bed) -> None:
    for at in (0.5, 1.5, 3.0, 4.5):
        always.later(at, lambda: always.simulator.scan(CODE))
    always.later(7.0, lambda: always.simulator.scan(CODE))
    assert always.scan(None).text == CODE
    assert always.scan(None).text == CODE
    assert 7.0 < always.clock.monotonic() < 7.2


def test_another_code_counts_at_once(always: Bed) -> None:
    always.later(0.5, lambda: always.simulator.scan(CODE))
    always.later(0.8, lambda: always.simulator.scan("another"))
    assert (always.scan().text, always.scan().text) == (CODE, "another")


def test_after_a_code_that_does_not_count_a_triggered_scanner_is_switched_on_again(bed: Bed) -> None:
    for at in (0.5, 1.0):
        bed.later(at, lambda: bed.simulator.scan(CODE))
    bed.later(2.0, lambda: bed.simulator.scan("another"))
    assert (bed.scan().text, bed.scan().text) == (CODE, "another")


def test_a_scanner_that_gave_up_is_told_again(bed: Bed) -> None:
    bed.later(3.0, lambda: bed.line.line.send(b"%%NoRead\r"))
    with pytest.raises(OperationTimedOut):
        bed.scan(25.0)
    assert list(bed.simulator.orders).count("on") == 4


def test_a_reply_to_the_trigger_is_no_code() -> None:
    bed = Bed(Trigger(ON, OFF, RESET, reply=bytes.fromhex("02000001003331")))
    bed.later(1.0, lambda: bed.simulator.scan(CODE))
    assert bed.scan().text == CODE
    bed.close()


def test_neither_health_nor_any_repr_tells_the_code(bed: Bed) -> None:
    bed.later(0.5, lambda: bed.simulator.scan(CODE))
    code = bed.scan()
    told = repr(code) + repr(bed.scanner.health()) + repr(vars(bed.scanner))
    assert CODE not in told


# -- its health


def test_it_is_unknown_before_and_online_once_the_port_is_open(bed: Bed) -> None:
    assert bed.scanner.health().state is DeviceState.UNKNOWN
    assert bed.scanner.listen(bed.deadline(0.1)) == ()
    assert bed.scanner.probe(bed.deadline()).state is DeviceState.ONLINE
    assert bed.scanner.probe(bed.deadline()).usable
    assert bed.scanner.info() == DeviceInfo()


def test_a_pulled_cable_is_noticed_while_listening_and_it_is_back_by_itself(bed: Bed) -> None:
    bed.scanner.probe(bed.deadline())
    bed.line.pull()
    (event,) = bed.scanner.listen(bed.deadline(0.5))
    assert event.health.state is DeviceState.NO_DEVICE
    assert bed.scanner.probe(bed.deadline()).state is DeviceState.NO_DEVICE
    bed.line.plug()
    bed.later(2.0, lambda: bed.simulator.scan(CODE))
    assert bed.scan().text == CODE


def test_a_port_that_is_not_there_is_gone(bed: Bed) -> None:
    bed.line.pull()
    with pytest.raises(DeviceGone):
        bed.scan()
    bed.clock.sleep(2.0)
    assert bed.scanner.probe(bed.deadline()).state is DeviceState.NO_DEVICE
    bed.clock.sleep(2.0)
    with pytest.raises(DeviceGone):
        bed.scanner.reset(bed.deadline())


def test_a_port_that_takes_no_bytes_is_silent_and_after_three_times_offline(bed: Bed) -> None:
    bed.scanner.probe(bed.deadline())
    bed.line.hold(stuck=True)
    for _ in range(3):
        with pytest.raises(NoReply):
            bed.scan()
        bed.scanner.probe(bed.deadline())
    assert bed.scanner.health().state is DeviceState.OFFLINE


def test_a_reset_opens_the_port_anew_and_sends_the_scanner_its_order(bed: Bed) -> None:
    bed.scanner.reset(bed.deadline())
    bed.clock.sleep(0.1)
    assert list(bed.simulator.orders) == ["reset"]


def test_closing_ends_a_scan_with_device_gone(bed: Bed) -> None:
    bed.later(0.5, bed.scanner.close)
    with pytest.raises(DeviceGone):
        bed.scan()


# -- settings


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({}, "port"),
        ({"port": "auto"}, "port"),
        ({"port": "COM3", "baud": 0}, "baud"),
        ({"port": "COM3", "trigger_on": "1"}, "trigger_on"),
        ({"port": "COM3", "trigger_on": 16}, "trigger_on"),
        ({"port": "COM3", "trigger_off": "50"}, "trigger_off"),
        ({"port": "COM3", "trigger_on": "54", "trigger_reset": "zz"}, "trigger_reset"),
        ({"port": "COM3", "trigger_reply": "06 0D"}, "trigger_reply"),
    ],
)
def test_a_wrong_setting_is_named(settings: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=f"^{named}"):
        SCANNERS["line"](settings, VirtualClock(datetime(2024, 5, 6, tzinfo=SHANGHAI)))


def test_settings_as_in_the_manuals_are_taken() -> None:
    settings = {"port": "COM3", "trigger_on": "16 54 0D", "trigger_off": "16550d", "trigger_reply": "06"}
    made = SCANNERS["line"](settings, VirtualClock(datetime(2024, 5, 6, tzinfo=SHANGHAI)))
    assert made.health().state is DeviceState.UNKNOWN


# -- every fault


class InUse(Bed):
    """A scanner before which somebody shows one code after the other."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = 0
        self._showing = True
        self.clock.spawn("hand", self._show)

    def _show(self) -> None:
        while self._showing:
            self.clock.sleep(0.11)
            self.simulator.scan(f"code-{self._shown:06d}")
            self._shown += 1

    def use(self, seconds: float, *, harmless: bool) -> None:
        text = self.scan(seconds).text
        assert not harmless or self._was_shown(text)

    def works(self) -> bool:
        try:
            return self._was_shown(self.scan(0.6).text)
        except DeviceError:
            self.scanner.listen(self.deadline(0.1))
            return False

    def _was_shown(self, text: str) -> bool:
        return text.startswith("code-") and len(text) == 11 and text[5:].isdigit()

    def close(self) -> None:
        self._showing = False
        super().close()


def test_every_fault_ends_typed_and_in_time_and_the_scanner_works_again() -> None:
    cases = list(faults())
    assert len(cases) >= 500
    assert all(trial.back_seconds <= 5.0 for trial in endure_all(InUse, cases[::3]))
