"""Each make says how it is in bits of its own, and its presenter obeys orders of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import makes as adapters
from devices.deadline import SystemTime
from devices.errors import CutterFault, NoReply, PaperJam, PaperOut, PrinterFault, PrintUnproven
from devices.escpos import frames
from devices.escpos.makes import CITIZEN, CUSTOM, MAKES, SNBC, Make
from devices.escpos.model import PrinterModel, model_of
from devices.escpos.replies import AutomaticStatus, BufferedAnswer, RealTimeAnswer, StatusDecoder
from devices.escpos.simulator import EscPosSimulator
from devices.escpos.status import Status
from devices.health import DeviceState, Supply
from tests.devices.receipts import SHORT, bench, yearly

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.errors import DeviceError

STATUSES = st.builds(Status, *[st.booleans()] * 10)
EACH = pytest.mark.parametrize("name", MAKES)


def hexed(text: str) -> bytes:
    return bytes.fromhex(text)


def model(name: str) -> PrinterModel:
    return model_of({"model": name}, 115200)


# -- the bits -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "data", "status"),
    [
        # Custom KPM150 p. 10, Reliance: paper, user, recoverable, fatal
        (CUSTOM, "10 0F 00 00 00 00", Status()),
        (CUSTOM, "10 0F 05 00 00 00", Status(paper_end=True, near_end=True)),
        (CUSTOM, "10 0F 20 00 00 00", Status(at_mouth=True)),
        (CUSTOM, "10 0F 40 00 02 00", Status()),  # virtual paper end, a parity error: not read
        (CUSTOM, "10 0F 00 01 00 00", Status(cover_open=True)),
        (CUSTOM, "10 0F 00 02 00 00", Status(cover_open=True)),
        (CUSTOM, "10 0F 00 08 00 00", Status()),  # the paper motor runs
        (CUSTOM, "10 0F 00 20 00 00", Status(feeding=True)),
        (CUSTOM, "10 0F 00 00 40 00", Status(recoverable=True)),
        (CUSTOM, "10 0F 00 00 08 00", Status(auto_recoverable=True)),
        (CUSTOM, "10 0F 00 00 00 01", Status(cutter=True)),
        (CUSTOM, "10 0F 00 00 00 08", Status(unrecoverable=True)),
        # Citizen PPU-700II p. 61
        (CITIZEN, "10 00 01 00", Status(near_end=True)),
        (CITIZEN, "10 00 02 00", Status(near_end=True)),
        (CITIZEN, "18 00 04 00", Status(offline=True, paper_end=True)),
        (CITIZEN, "10 00 08 00", Status()),  # the presenter's bit, which its manual contradicts
        # SNBC BT-T080 p. 43
        (SNBC, "18 04 00 00", Status(offline=True, recoverable=True)),
        (SNBC, "10 00 03 00", Status(near_end=True)),
    ],
)
def test_automatic_status_of_each_make_is_understood(make: Make, data: str, status: Status) -> None:
    assert StatusDecoder(make.coding).feed(hexed(data)) == [AutomaticStatus(status)]


@pytest.mark.parametrize(
    ("make", "n", "answer", "status"),
    [
        # Citizen PPU-700 p. 57-58: on Epson's 40 would be paper end
        (CITIZEN, 4, 0x52, Status(at_mouth=True)),
        (CITIZEN, 4, 0x32, Status(paper_end=True)),
        (CITIZEN, 4, 0x16, Status(near_end=True)),
        (CITIZEN, 3, 0x16, Status(recoverable=True)),
        # SNBC BT-T080 p. 41
        (SNBC, 1, 0x16, Status()),
        (SNBC, 1, 0x76, Status()),
        (SNBC, 1, 0x1E, Status(offline=True)),
        (SNBC, 2, 0x1A, Status(feeding=True)),
        (SNBC, 3, 0x16, Status(recoverable=True)),
        (SNBC, 3, 0x52, Status(auto_recoverable=True)),
    ],
)
def test_answers_of_each_make_are_understood(make: Make, n: int, answer: int, status: Status) -> None:
    assert StatusDecoder(make.coding).feed(bytes((answer,))) == [RealTimeAnswer(answer)]
    assert make.coding.answered(Status(), n, answer) == status


@EACH
@given(status=STATUSES, before=STATUSES)
def test_all_a_make_can_say_survives_the_wire(name: str, status: Status, before: Status) -> None:
    coding = MAKES[name].coding
    (event,) = StatusDecoder(coding).feed(coding.to_bytes(status))
    assert isinstance(event, AutomaticStatus)
    known = coding.after(before, event.status)
    for n in coding.questions if coding.answers else ():
        answer = coding.answer(status, n)
        assert StatusDecoder(coding).feed(bytes((answer,))) == [RealTimeAnswer(answer)]
        known = coding.answered(known, n, answer)
    silent = {"epson": ("at_mouth",), "snbc": ("at_mouth",), "citizen": (), "custom": ("offline",)}[name]
    for field in ("offline", "cover_open", "feeding", "near_end", "paper_end", "error", "at_mouth"):
        assert getattr(known, field) == getattr(before if field in silent else status, field)


def test_a_full_status_that_lost_a_byte_does_not_swallow_the_next() -> None:
    decoder = StatusDecoder(CUSTOM.coding)
    assert decoder.feed(hexed("10 0F 00 00 00 10 0F 01 00 00 00")) == [AutomaticStatus(Status(paper_end=True))]
    assert decoder.feed(hexed("10 10 0F 20 00 00 00")) == [AutomaticStatus(Status(at_mouth=True))]
    assert decoder.feed(hexed("03 12 12")) == [BufferedAnswer(3)]  # it is never asked what 12 would answer
    assert decoder.noise == 8


@given(st.binary(max_size=300), st.sampled_from(sorted(MAKES)))
def test_garbage_neither_raises_nor_piles_up_whatever_the_make(garbage: bytes, name: str) -> None:
    coding = MAKES[name].coding
    decoder = StatusDecoder(coding)
    for byte in garbage:
        decoder.feed(bytes((byte,)))
        assert decoder.held <= 84
    good = decoder.feed(b"\0" * 8 + coding.to_bytes(Status(paper_end=True)))
    assert good[-1] == AutomaticStatus(coding.status(coding.to_bytes(Status(paper_end=True))))


@given(STATUSES, st.sampled_from(sorted(MAKES)), st.integers(1, 3))
def test_it_does_not_matter_how_a_status_is_cut_up(status: Status, name: str, size: int) -> None:
    coding = MAKES[name].coding
    stream = coding.to_bytes(status) * 3
    split, whole = StatusDecoder(coding), StatusDecoder(coding)
    assert [e for i in range(0, len(stream), size) for e in split.feed(stream[i : i + size])] == whole.feed(stream)


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("epson", "1D 56 42 08"),
        ("snbc", "1D 56 42 08"),
        ("citizen", "1D 56 41 08"),
        ("custom", "1D 56 41 08 1D 65 03 0C"),
    ],
)
def test_each_make_ends_a_receipt_in_its_own_way(name: str, ending: str) -> None:
    assert model(name).ending == hexed(ending)


def test_orders_are_the_bytes_of_the_manuals() -> None:
    assert CUSTOM.setup == hexed("1D E0 0F 1D 65 12")
    assert CITIZEN.setup == hexed("1D 61 0E 1D 52 31 00")
    assert CUSTOM.presenter is not None
    assert CITIZEN.presenter is not None
    assert CUSTOM.presenter.take_back == hexed("1D 65 02")
    assert CITIZEN.presenter.take_back == hexed("1D 52 30")
    assert CUSTOM.coding.questions == (20,)
    assert frames.ask(20) == hexed("10 04 14")
    assert hexed("10 08 01") == frames.ASK_ROOM


# -- at work ------------------------------------------------------------------------------------------------


@EACH
def test_every_make_prints_and_proves_it(name: str) -> None:
    with bench(EscPosSimulator(model=name), model(name)) as b:
        b.print()
        b.print(yearly("王𠮷"))
        assert len(b.simulator.receipts()) == 2
        assert b.simulator.faults == []
        assert b.simulator.held == 0
        assert b.printer.health().usable
        assert b.printer.health().supplies == {"paper": Supply.FULL}
        b.listen(20.0)
        assert b.printer.health().usable
        assert b.printer.health().counters.communication_errors == 0


TROUBLES: list[tuple[str, Callable[[EscPosSimulator], None], type[DeviceError], Callable[[EscPosSimulator], None]]] = [
    ("paper out", EscPosSimulator.paper_out, PaperOut, EscPosSimulator.refill),
    ("jam", EscPosSimulator.jam, PaperJam, EscPosSimulator.clear_jam),
    ("head hot", EscPosSimulator.heat_head, PrinterFault, EscPosSimulator.cool_head),
    ("cutter", EscPosSimulator.stick_cutter, CutterFault, EscPosSimulator.free_cutter),
]


@EACH
@pytest.mark.parametrize(("verb", "error", "remedy"), [t[1:] for t in TROUBLES], ids=[t[0] for t in TROUBLES])
def test_every_make_names_the_same_trouble_and_nothing_stale_comes_out_later(
    name: str,
    verb: Callable[[EscPosSimulator], None],
    error: type[DeviceError],
    remedy: Callable[[EscPosSimulator], None],
) -> None:
    with bench(EscPosSimulator(model=name), model(name)) as b:
        b.print()
        b.simulator.take_paper()
        b.clock.sleep(0.1)
        b.later(0.5, lambda: verb(b.simulator))
        began = b.clock.monotonic()
        with pytest.raises(error):
            b.print(yearly())
        assert b.clock.monotonic() - began < (3.0 if error is CutterFault else 0.8)
        b.listen(3.0)
        remedy(b.simulator)
        b.listen(3.0)
        assert len(b.simulator.receipts()) == 1
        b.printer.clear(b.within())
        b.listen(2.0)
        assert b.printer.health().usable
        b.print()
        assert b.simulator.receipts()[-1].text() == b.simulator.receipts()[0].text()
        assert len(b.simulator.receipts()) == 3  # the half one was cut off before
        assert b.simulator.faults == []


@pytest.mark.parametrize("name", ["snbc", "citizen", "custom"])
def test_noise_that_passes_for_marks_proves_nothing(name: str) -> None:
    """Where a mark is one byte, a status that lost its first byte reads as several."""
    with bench(EscPosSimulator(model=name), model(name)) as b:
        b.printer.probe(b.within())
        b.later(0.1, lambda: b.line.line.send(bytes(4)))
        b.print(yearly(lines=20))
        assert len(b.simulator.receipts()) == 1


@pytest.mark.parametrize("at", [0.2, 0.5, 0.9])
def test_trouble_after_noise_that_passed_for_marks_leaves_open_what_came_out(at: float) -> None:
    with bench(EscPosSimulator(model="snbc"), model("snbc")) as b:
        b.printer.probe(b.within())
        b.later(0.1, lambda: b.line.line.send(bytes(4)))
        b.later(at, b.simulator.cover_open)
        with pytest.raises(PrintUnproven, match="cover-open at the end"):
            b.print(yearly(lines=20))


def test_a_citizen_that_is_off_line_without_a_reason_is_asked_at_once() -> None:
    """Its automatic status doesn't tell an error of the presenter: only 08, off line."""

    def hides_the_error(data: bytes) -> None:
        hidden = bytes((data[0], 0, *data[2:])) if len(data) == 4 and data[1] == 0x04 else data
        send(hidden)

    with bench(EscPosSimulator(model="citizen"), model("citizen")) as b:
        b.printer.probe(b.within())
        send = b.line.line.send
        b.simulator.attach(hides_the_error, b.clock)
        b.later(0.6, b.simulator.jam)
        began = b.clock.monotonic()
        with pytest.raises((PaperJam, PrintUnproven)):
            b.print(yearly())
        assert b.clock.monotonic() - began < 1.2


# -- the buffer ---------------------------------------------------------------------------------------------


def test_an_snbc_that_cannot_say_that_it_cleared_is_asked_for_the_room_in_its_buffer() -> None:
    with bench(EscPosSimulator(model="snbc"), model("snbc")) as b:
        b.simulator.paper_runs_out_after(30)
        with pytest.raises(PaperOut):
            b.print(yearly())
        b.printer.clear(b.within())
        asked = [r.data for r in b.line.line.recorded if r.at_device and frames.ASK_ROOM in r.data]
        assert len(asked) == 4  # twice at the opening, twice when it was cleared
        assert b.simulator.held < 20


def test_an_snbc_whose_buffer_did_not_empty_is_not_trusted() -> None:
    class Stubborn(EscPosSimulator):
        def _forget(self) -> None:
            """It keeps what it has."""

    with bench(Stubborn(model="snbc"), model("snbc")) as b:
        b.simulator.paper_runs_out_after(30)
        with pytest.raises(PaperOut):
            b.print(yearly())
        with pytest.raises(NoReply, match="not cleared"):
            b.printer.clear(b.within())


def test_a_small_buffer_is_never_filled() -> None:
    with bench(EscPosSimulator(model="snbc"), model_of({"model": "snbc", "buffer_bytes": 1 << 16}, 115200)) as b:
        fullest = 0

        def look(_: object) -> None:
            nonlocal fullest
            fullest = max(fullest, b.simulator.held)

        b.print(yearly(lines=150), look)
        assert 1000 < fullest <= 4096 - 64


def test_a_printer_that_does_not_know_the_question_for_room_works_without() -> None:
    settings = model_of({"model": "snbc"}, 115200)
    with bench(EscPosSimulator(process_ids=False, clears_buffers=False), settings) as b:
        b.print()
        b.printer.clear(b.within())
        assert len(b.simulator.receipts()) == 1


# -- configuration ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"model": "star"}, "model"),
        ({"model": 3}, "model"),
        ({"near_end_mm": -1}, "near_end_mm"),
        ({"near_end_mm": True}, "near_end_mm"),
        ({"present_steps": 256}, "present_steps"),
        ({"buffer_room": "yes"}, "buffer_room"),
        ({"clears_buffers": 0}, "clears_buffers"),
    ],
)
def test_a_wrong_setting_is_named(settings: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        adapters.RECEIPT_PRINTERS["escpos"]({"port": "x", **settings}, SystemTime())


def test_a_setting_overrides_what_the_make_usually_does() -> None:
    assert not model("custom").process_ids
    assert model_of({"model": "custom", "process_ids": True}, 9600).process_ids
    assert [model_of({}, baud).pictures for baud in (9600, 38_400, 115_200)] == [False, True, True]
    assert model_of({"pictures": True}, 9600).pictures
    assert model_of({"model": "custom", "near_end_mm": 900}, 9600).near_end_mm == 900
    assert model("epson").process_ids
    printer = adapters.RECEIPT_PRINTERS["escpos"]({"port": "x", "model": "custom"}, SystemTime())
    assert printer.presents
    assert printer.health().state is DeviceState.UNKNOWN


def test_short_receipts_fit() -> None:
    with bench(EscPosSimulator(model="custom"), model("custom")) as b:
        b.print(SHORT)
        assert b.printer.info().maker == ""
