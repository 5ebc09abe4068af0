"""The recording of makes without a line: APDUs, operations of CUPS, calls of a vendor's library, and nothing of anybody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import makes
from devices.calls import telling
from devices.cups.reports import JobReport, PrinterReport
from devices.deadline import Deadline, SystemTime
from devices.errors import CardUnreadable, DeviceError, DeviceGone, NotConfigured
from devices.pcsc.adapter import PcscTransport
from devices.roles import CardGeneration
from devices.social_card.reader import SocialCardSlot
from devices.social_card.simulated_chip import SimulatedChip
from devices.traffic import Recorder
from devices.vendor_card import frames
from devices.vendor_card.process import Answer
from devices.vendor_card.recorded import _said
from kiosk.core.clock import SHANGHAI
from tests.devices.pcsc_faults import FailingLibrary
from tests.devices.test_cups_printer import PAGES, PERSON, a_bed, absent, pdf
from tests.devices.test_traffic import HOLDER, holds_nothing_of
from tests.devices.test_vendor_card import ANSWER, library

if TYPE_CHECKING:
    from devices.roles import SocialCardReader

__all__ = ["library"]  # a fixture

TIME = SystemTime()
NOW = datetime(2024, 5, 6, 9, 5, 1, tzinfo=SHANGHAI)


class Desk:
    """A recorder, and what it wrote."""

    def __init__(self, folder: Path) -> None:
        self.told: list[str] = []
        self.recorder = Recorder(folder, TIME, NOW, self.told.append)

    @property
    def text(self) -> str:
        return self.recorder.path.read_text(encoding="utf-8")

    @property
    def said(self) -> list[str]:
        """What was recorded, without the box, the times and the devices."""
        return [line.split("  ", 2)[2].strip() for line in self.text.splitlines() if re.match(r"\d\d:", line)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.recorder.close()
    assert [told for told in desk.told if "failed" in told] == []


def within(seconds: float = 20.0) -> Deadline:
    return Deadline(TIME, seconds)


# -- PC/SC


@pytest.mark.parametrize("generation", [CardGeneration.SECOND, CardGeneration.THIRD])
def test_of_a_card_at_the_pcsc_service_only_files_tags_and_lengths(desk: Desk, generation: CardGeneration) -> None:
    scard = FailingLibrary()
    scard.chip = SimulatedChip(replace(HOLDER, generation=generation))
    transport = PcscTransport(TIME, load=lambda: scard, tell=desk.recorder.calls("social_card_reader"))
    reader: SocialCardReader = SocialCardSlot(transport, TIME)
    card = reader.read_card(within(), found=lambda: None)
    assert card.number == HOLDER.card_number
    scard.state = 0
    reader.probe(within(3.0))
    reader.close()
    said = "\n".join(desk.said)
    for words in (
        "→  find the reader",
        "←  found",
        "·  card present",
        "→  power on",
        "←  ATR 17 bytes masked",
        "→  select the social-security application",
        "→  read record 07 card number",
        "←  status 9000, record 07 card number, 9 bytes masked",
        "→  power off",
        "·  card not present",
        "·  closed",
    ):
        assert words in said, words
    assert ("record 09 name, 30 bytes masked" in said) is (generation is CardGeneration.SECOND)
    holds_nothing_of(desk.text, [HOLDER.name, HOLDER.identity_number, HOLDER.card_number, HOLDER.region, "110105"])
    assert scard.chip.atr.hex() not in desk.text.lower().replace(" ", "")


def test_what_the_pcsc_service_refuses_is_told_by_its_name(desk: Desk) -> None:
    scard = FailingLibrary()
    scard.results = {"establish": 0x8010001D}
    transport = PcscTransport(TIME, load=lambda: scard, tell=desk.recorder.calls("social_card_reader"))
    transport.probe(within(3.0))
    assert desk.said == ["→  find the reader", "·  device-gone"]


# -- the vendor's library


def test_of_the_vendors_library_only_results_and_lengths(
    desk: Desk, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "script"
    monkeypatch.setenv("YIBAN_TEST_SCRIPT", str(script))
    script.write_bytes(b"answer -2\n")
    reader = makes.TOLD["sscard_driver"]({"library": str(library)}, TIME, desk.recorder.calls("social_card_reader"))
    reader.probe(within())
    script.write_bytes(b"answer 0\n" + ANSWER.encode("gb18030"))
    assert reader.read_card(within(), found=lambda: None).name == "测试"
    script.write_bytes(b"answer -11\n")
    with pytest.raises(DeviceGone):
        reader.wait_taken(within())
    reader.close()
    assert desk.said[:4] == [
        "→  load the library",
        "←  loaded",
        "→  read a card, interface 3",
        "←  result -2: no card",
    ]
    assert f"←  result 0: read, text {len(ANSWER.encode('gb18030'))} bytes masked" in desk.said
    assert "←  result -11: no reader" in desk.said
    assert "·  closed" in desk.said
    holds_nothing_of(desk.text, ["11010519491231002X", "X00000019", "测试", "110105", "000000000001"])


def test_what_a_library_that_can_not_be_loaded_says_is_not_repeated(desk: Desk, tmp_path: Path) -> None:
    where = {"library": str(tmp_path / "王桂芳.so")}
    reader = makes.TOLD["sscard_driver"](where, TIME, desk.recorder.calls("social_card_reader"))
    with pytest.raises(NotConfigured):
        reader.reset(within())
    reader.close()
    assert "·  not-configured" in desk.said
    holds_nothing_of(desk.text, ["王桂芳"])


@given(
    result=st.integers(-(2**31), 2**31) | st.sampled_from(sorted(frames.RESULTS)) | st.integers(-0xA000, 0),
    text=st.binary(max_size=60),
)
def test_no_result_and_no_text_of_a_library_becomes_words(result: int, text: bytes) -> None:
    said = _said(Answer(result, text))
    assert said.isprintable()
    known = result in (frames.DONE, frames.NO_CARD, *frames.RESULTS) or -result in frames.STATUS_WORDS
    assert said.startswith(f"result {result}" if known else "a result nobody knows")
    assert (f"{len(text)} byte" in said) is bool(text)


# -- CUPS


@pytest.mark.wire
@pytest.mark.skipif(bool(absent()), reason=f"not installed here: {absent()}")
def test_of_a_document_at_cups_only_operations_states_and_lengths(desk: Desk) -> None:
    with a_bed() as bed:
        settings = {"printer": "a4", "server": bed.cups.server}
        heard: list[object] = []
        printer = makes.TOLD["cups"](settings, TIME, desk.recorder.calls("document_printer"))
        printer.probe(within(3.0))
        printer.print_pdf(pdf(), f"{PERSON} 的权益单", within(60.0), progress=heard.append)
        printer.close()
    said = desk.said
    assert f"→  Create-Job, Send-Document {len(pdf())} bytes masked" in said
    text = "\n".join(said)
    for words in (
        "→  Get-Printer-Attributes of the queue",
        "→  Get-Printer-Attributes of the printer itself",
        "←  idle",
        "←  job 1",
        "→  Get-Job-Attributes 1",
        f"←  completed, sheets {PAGES}",
        "→  Get-Jobs",
        "→  Cancel-Job 1, purge it",
        "←  none",
    ):
        assert words in text, words
    holds_nothing_of(desk.text, [*PERSON.split(), "权益单", "the statement"])


def test_words_that_are_no_standards_are_only_counted() -> None:
    recorded = pytest.importorskip("devices.cups.recorded", exc_type=ImportError)
    report = PrinterReport(reasons=("media-empty-warning", "for-wang-jianguo-error"), accepting=False, stopped=True)
    assert recorded._printer(report) == "stopped, takes no jobs, media-empty-warning, 1 other reasons"
    assert (
        recorded._job(JobReport(77, ("none", "wang-jianguo")))
        == "a state nobody knows, sheets 0, none, 1 other reasons"
    )
    assert recorded._job(None) == "forgotten"
    assert recorded._jobs({}) == "none"
    assert recorded._jobs({3: JobReport(7)}) == "job 3: cancelled, sheets 0"


# -- all of them


def test_a_call_that_fails_is_told_by_its_code_alone_and_raises_as_before(desk: Desk) -> None:
    def fails() -> None:
        raise CardUnreadable("a library's own text about 王桂芳")

    with pytest.raises(CardUnreadable):
        telling(desk.recorder.calls("x"), lambda: "do it", fails, str)
    assert desk.said == ["→  do it", "·  card-unreadable"]


def test_words_that_can_not_be_made_end_the_recording_and_nothing_else(tmp_path: Path) -> None:
    told: list[str] = []
    recorder = Recorder(tmp_path, TIME, NOW, told.append)

    def broken(_result: int) -> str:
        raise KeyError("110105194912310021")

    assert telling(recorder.calls("x"), lambda: "do it", lambda: 5, broken) == 5
    assert not recorder.recording
    assert "1101" not in recorder.path.read_text(encoding="utf-8")


def test_what_hangs_on_no_line_is_made_the_same_with_and_without_a_recording(desk: Desk) -> None:
    settings: dict[str, dict[str, object]] = {
        "pcsc": {},
        "cups": {"printer": "a4"},
        "sscard_driver": {"library": "/nowhere.so"},
    }
    catalogue: dict[str, Callable[..., object]] = {**makes.SOCIAL_CARD_READERS, **makes.DOCUMENT_PRINTERS}
    for make, told in makes.TOLD.items():
        plain = catalogue[make](settings[make], TIME)
        assert type(told(settings[make], TIME, desk.recorder.calls(make))) is type(plain)
        with pytest.raises((ValueError, DeviceError)):
            told({"printer": 3, "library": 3, "reader": 3}, TIME, desk.recorder.calls(make))
