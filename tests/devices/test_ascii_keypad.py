"""The keypad: which byte is which key, what counts as one press, and what becomes of every fault."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.ascii_keypad.adapter import AsciiKeypad
from devices.ascii_keypad.frames import AGAIN_SECONDS, HELD_SECONDS, USUAL_BYTES, KeyDecoder, key_map
from devices.ascii_keypad.simulator import AsciiKeypadSimulator
from devices.bench.memory_line import MemoryLine
from devices.deadline import Deadline
from devices.errors import DeviceGone
from devices.health import DeviceInfo, DeviceState
from devices.makes import KEYPADS
from devices.roles import DeviceEvent, Key, KeyPressed
from kiosk.core.clock import SHANGHAI, VirtualClock
from tests.devices.fuzzing import held
from tests.devices.serial_faults import endure_all, faults

if TYPE_CHECKING:
    from collections.abc import Callable


class Bed:
    """A keypad on a line in virtual time."""

    def __init__(self) -> None:
        self.clock = VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI))
        self.simulator = AsciiKeypadSimulator()
        self.line = MemoryLine(self.simulator, self.clock, baud=9600)
        self.keypad = AsciiKeypad(self.line.open, self.clock)
        self.keypad.probe(self.deadline())

    def deadline(self, seconds: float | None = 3.0) -> Deadline:
        return Deadline(self.clock, seconds)

    def listen(self, seconds: float = 0.5) -> list[Key]:
        """Listen as a lane does, and return the keys."""
        return [event.key for event in self.events(seconds) if isinstance(event, KeyPressed)]

    def events(self, seconds: float = 0.5) -> list[DeviceEvent | KeyPressed]:
        events: list[DeviceEvent | KeyPressed] = []
        end = self.clock.monotonic() + seconds
        while (left := end - self.clock.monotonic()) > 0:
            events += self.keypad.listen(Deadline(self.clock, left, slice_seconds=left))
        return events

    def later(self, seconds: float, deed: Callable[[], object]) -> None:
        def wait_and_do() -> None:
            self.clock.sleep(seconds)
            deed()

        self.clock.spawn("later", wait_and_do)

    def close(self) -> None:
        self.keypad.close()
        self.line.close()


@pytest.fixture
def bed() -> Iterator[Bed]:
    made = Bed()
    yield made
    made.close()


# -- which byte is which key


@pytest.mark.parametrize(
    ("byte", "key"),
    [
        *((str(digit).encode(), Key(str(digit))) for digit in range(10)),
        (b"\x0d", Key.ENTER),
        (b"\x08", Key.CLEAR),
        (b"\x1b", Key.BACK),
        (b"A", Key.UP),
        (b"B", Key.DOWN),
        (b"C", Key.RIGHT),
        (b"D", Key.LEFT),
        (b"H", Key.HELP),
        (b"R", Key.REPEAT),
        (b"+", Key.LOUDER),
        (b"-", Key.SOFTER),
    ],
)
def test_every_key_has_its_usual_byte(byte: bytes, key: Key) -> None:
    assert KeyDecoder(key_map({})).feed(byte, 1.0) == [key]


def test_every_key_there_is_has_a_byte_of_its_own() -> None:
    assert set(USUAL_BYTES) == set(Key)
    assert len(set(USUAL_BYTES.values())) == len(Key)


def test_the_key_map_is_configuration() -> None:
    keys = key_map({"help": "F", "up": "11", "repeat": "", "clear": "7f"})
    assert (keys[ord("F")], keys[0x11], keys[0x7F]) == (Key.HELP, Key.UP, Key.CLEAR)
    assert ord("A") not in keys
    assert ord("H") not in keys
    assert ord("R") not in keys
    assert 0x08 not in keys


def test_a_usual_byte_given_to_another_key_is_that_keys() -> None:
    keys = key_map({"back": "08"})
    assert keys[0x08] is Key.BACK
    assert Key.CLEAR not in keys.values()


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ({"halp": "H"}, "halp"),
        ({"help": 7}, "help"),
        ({"help": "0x0D"}, "help"),
        ({"help": "XY"}, "help"),
        ({"help": "帮"}, "help"),
        ({"help": "+1"}, "help"),
        ({"help": "H", "up": "48"}, "up"),
    ],
)
def test_a_key_that_is_written_wrong_is_named(written: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=f"^{named}: "):
        key_map(written)


# -- what is one press


def test_a_bouncing_contact_is_one_press() -> None:
    decoder = KeyDecoder(key_map({}))
    assert decoder.feed(b"111", 1.0) == [Key.DIGIT_1]
    assert decoder.feed(b"1", 1.039) == []


def test_a_key_pressed_twice_counts_twice() -> None:
    decoder = KeyDecoder(key_map({}))
    assert [*decoder.feed(b"1", 1.0), *decoder.feed(b"1", 1.0 + HELD_SECONDS + 0.001)] == [Key.DIGIT_1] * 2


def test_different_keys_count_however_fast() -> None:
    assert KeyDecoder(key_map({})).feed(b"1213", 1.0) == [Key.DIGIT_1, Key.DIGIT_2, Key.DIGIT_1, Key.DIGIT_3]


@pytest.mark.parametrize("pause", [0.02, 0.033, 0.1, 0.14])
def test_a_key_held_down_counts_once_in_four_tenths_of_a_second(pause: float) -> None:
    decoder, counted = KeyDecoder(key_map({})), list[float]()
    for n in range(int(3.0 / pause)):
        counted += [1.0 + n * pause] * len(decoder.feed(b"B", 1.0 + n * pause))
    assert len(counted) > 5
    assert all(b - a >= AGAIN_SECONDS - 1e-9 for a, b in pairwise(counted))
    assert all(b - a <= AGAIN_SECONDS + pause + 1e-9 for a, b in pairwise(counted))


def test_a_key_that_sticks_says_nothing_after_ten_seconds_until_it_is_pressed_anew() -> None:
    decoder, counted, now = KeyDecoder(key_map({})), list[float](), 0.0
    while (now := now + 0.05) < 60.0:
        counted += [now] * len(decoder.feed(b"B", now))
    assert 9.0 < counted[-1] <= 10.1
    assert decoder.feed(b"6", now) == [Key.DIGIT_6], "the other keys go on"
    assert decoder.feed(b"B", now + 5.0) == [Key.DOWN]


def test_unknown_bytes_are_counted_and_nothing_else() -> None:
    decoder = KeyDecoder(key_map({}))
    assert decoder.feed(b"\x00x\xff5", 1.0) == [Key.DIGIT_5]
    assert decoder.unknown == 3


@given(st.lists(st.tuples(st.binary(max_size=40), st.floats(0, 1)), max_size=20))
def test_no_byte_is_lost_count_of_and_no_key_invented(pieces: list[tuple[bytes, float]]) -> None:
    decoder, now, pressed = KeyDecoder(key_map({})), 0.0, 0
    for data, pause in pieces:
        now += pause
        keys = decoder.feed(data, now)
        assert all(USUAL_BYTES[key] in data for key in keys)
        pressed += len(keys)
    assert pressed + decoder.unknown <= sum(len(data) for data, _ in pieces)


@given(st.lists(st.sampled_from(list(Key)), max_size=30), st.data())
def test_keys_typed_by_hand_come_as_typed_however_they_are_cut(keys: list[Key], data: st.DataObject) -> None:
    decoder, now, heard = KeyDecoder(key_map({})), 0.0, list[Key]()
    for key in keys:
        now += data.draw(st.floats(0.2, 2.0))
        heard += decoder.feed(bytes([USUAL_BYTES[key]]), now)
    assert heard == keys


def _fuzz(times: int) -> None:
    chance = random.Random(20240506)
    decoder, now = KeyDecoder(key_map({})), 0.0
    for _ in range(times):
        piece = chance.randbytes(chance.randrange(1, 12))
        now += chance.random()
        keys = held(decoder.feed, piece, now)
        assert len(keys) <= len(piece)
    assert decoder.unknown > times


def test_ten_thousand_pieces_of_rubbish_raise_nothing() -> None:
    _fuzz(10_000)


@pytest.mark.soak
def test_a_million_pieces_of_rubbish_raise_nothing() -> None:
    _fuzz(1_000_000)


# -- through the line


def test_a_key_is_told_as_soon_as_it_is_pressed(bed: Bed) -> None:
    bed.later(0.2, lambda: bed.simulator.press(Key.HELP))
    (event,) = bed.keypad.listen(Deadline(bed.clock, 0.5, slice_seconds=0.5))
    assert isinstance(event, KeyPressed)
    assert event.key is Key.HELP
    assert bed.clock.monotonic() < 0.21
    assert bed.keypad.health().counters.operations == 1


@pytest.mark.parametrize("key", list(Key))
def test_every_key_goes_through(bed: Bed, key: Key) -> None:
    bed.simulator.press(key)
    assert bed.listen() == [key]


def test_worn_contacts_are_one_press(bed: Bed) -> None:
    bed.simulator.press(Key.DIGIT_7, bounces=5)
    assert bed.listen() == [Key.DIGIT_7]


def test_a_key_held_for_three_seconds_is_a_few_presses_and_then_none(bed: Bed) -> None:
    bed.simulator.hold(Key.DOWN)
    bed.later(3.05, bed.simulator.let_go)
    assert bed.listen(5.0) == [Key.DOWN] * 8  # at once, after the keypad's own half second, then each four tenths
    bed.simulator.press(Key.DOWN)
    assert bed.listen() == [Key.DOWN]


def test_nothing_wakes_the_lane_while_nobody_presses(bed: Bed) -> None:
    start = bed.clock.monotonic()
    assert bed.keypad.listen(Deadline(bed.clock, 0.5, slice_seconds=0.5)) == ()
    assert bed.clock.monotonic() - start == pytest.approx(0.5)


def test_no_key_is_in_a_repr(bed: Bed) -> None:
    bed.simulator.press(Key.DIGIT_7)
    assert "7" not in repr(bed.events()).split("0x")[0]


def test_unknown_bytes_show_in_its_counters(bed: Bed) -> None:
    bed.line.line.send(b"xyz")
    assert bed.listen() == []
    assert bed.keypad.health().counters.communication_errors == 3


# -- its health


def test_it_is_unknown_before_and_online_once_the_port_is_open() -> None:
    bed = Bed()
    fresh = AsciiKeypad(bed.line.open, bed.clock)
    assert fresh.health().state is DeviceState.UNKNOWN
    assert fresh.listen(bed.deadline(0.1)) == ()
    assert bed.keypad.probe(bed.deadline()).state is DeviceState.ONLINE
    assert bed.keypad.info() == DeviceInfo()
    bed.close()


def test_a_pulled_cable_is_told_once_and_it_is_back_by_itself(bed: Bed) -> None:
    bed.later(0.2, bed.line.pull)
    events = bed.events(2.0)
    assert [e.health.state for e in events if isinstance(e, DeviceEvent)] == [DeviceState.NO_DEVICE]
    assert bed.keypad.probe(bed.deadline()).state is DeviceState.NO_DEVICE
    bed.line.plug()
    bed.clock.sleep(2.0)
    assert bed.keypad.probe(bed.deadline()).state is DeviceState.ONLINE
    bed.simulator.press(Key.ENTER)
    assert bed.listen() == [Key.ENTER]


def test_a_reset_of_a_keypad_that_is_not_there_says_so(bed: Bed) -> None:
    bed.line.pull()
    with pytest.raises(DeviceGone):
        bed.keypad.reset(bed.deadline())


# -- settings


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({}, "port"),
        ({"port": "COM3", "baud": "9600"}, "baud"),
        ({"port": "COM3", "keys": "H"}, "keys"),
        ({"port": "COM3", "keys": {"halp": "H"}}, "keys: halp"),
    ],
)
def test_a_wrong_setting_is_named(settings: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=f"^{named}"):
        KEYPADS["ascii"](settings, VirtualClock(datetime(2024, 5, 6, tzinfo=SHANGHAI)))


def test_a_key_map_in_the_settings_is_taken() -> None:
    settings = {"port": "COM3", "keys": {"help": "F", "up": "11"}}
    made = KEYPADS["ascii"](settings, VirtualClock(datetime(2024, 5, 6, tzinfo=SHANGHAI)))
    assert made.health().state is DeviceState.UNKNOWN


# -- every fault


class InUse(Bed):
    """A keypad on which somebody types 1 to 9 over and over."""

    def __init__(self) -> None:
        super().__init__()
        self._typing = True
        self.clock.spawn("hand", self._type)

    def _type(self) -> None:
        digit = 0
        while self._typing:
            digit = digit % 9 + 1
            self.simulator.press(Key(str(digit)))
            self.clock.sleep(0.1)

    def use(self, seconds: float, *, harmless: bool) -> None:
        self.keypad.probe(self.deadline(seconds / 2))
        keys = self.listen(seconds / 2)
        assert not harmless or all(Key.DIGIT_1 <= key <= Key.DIGIT_9 for key in keys)

    def works(self) -> bool:
        self.keypad.probe(self.deadline(0.5))
        keys = "".join(self.listen(0.45))
        return len(keys) > 2 and keys in "123456789123456789"

    def close(self) -> None:
        self._typing = False
        super().close()


def test_every_fault_ends_in_time_and_the_keypad_works_again() -> None:
    cases = list(faults())
    assert len(cases) >= 500
    assert all(trial.back_seconds <= 5.0 for trial in endure_all(InUse, cases[::3]))
