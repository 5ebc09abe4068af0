"""The A4 printer: a real cupsd, a real IPP printer, real sockets; what goes wrong ends as a named error and an empty spool."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from devices import makes
from devices.bench.private_cups import NEEDED, QUEUE, PrivateCups
from devices.cups.adapter import SWEEP_SECONDS, CupsPrinter
from devices.cups.simulator import SimulatedPrinter, find, missing
from devices.deadline import Deadline, SystemTime
from devices.errors import (
    CoverOpen,
    DeviceGone,
    DocumentFault,
    LinkError,
    NoReply,
    NotConfigured,
    OperationCancelled,
    OperationTimedOut,
    PaperJam,
    PaperOut,
    PrinterError,
    PrintUnproven,
    TonerOut,
)
from devices.health import DeviceState, Supply
from devices.roles import PrintProgress

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

TIME: Final = SystemTime()
PERSON: Final = "王建国 11010519490307002X"
SHEET_SECONDS: Final = 0.25
PAGES: Final = 3


def pdf(mark: str = "the statement") -> bytes:
    """A document of three pages, with a person's name in it."""
    pages = b"".join(b"%d 0 obj <</Type /Page /Parent 2 0 R>> endobj\n" % (number + 3) for number in range(PAGES))
    tree = b"2 0 obj <</Type /Pages /Count 3 /Kids [3 0 R 4 0 R 5 0 R]>> endobj\n"
    head = b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
    return head + tree + pages + b"% " + f"{PERSON} {mark}".encode() + b"\n%%EOF\n"


def absent() -> list[str]:
    names = missing() + [name for name in NEEDED if find(name) is None]
    try:
        import cups as _  # noqa: F401
    except ImportError:
        names.append("pycups")
    return names


pytestmark = [
    pytest.mark.wire,
    # CI must have all of them: there they fail instead.
    pytest.mark.skipif(bool(absent()) and "CI" not in os.environ, reason=f"not installed here: {absent()}"),
]


class Bed:
    """A printer, a CUPS that keeps everything as it does unless told otherwise, and the kiosk's end of it."""

    def __init__(self, paper: SimulatedPrinter, cups: PrivateCups) -> None:
        self.paper = paper
        self.cups = cups
        self.printer = self.adapter()
        self.told: list[PrintProgress] = []

    def adapter(self, **settings: object) -> CupsPrinter:
        made = makes.DOCUMENT_PRINTERS["cups"]({"printer": QUEUE, "server": self.cups.server, **settings}, TIME)
        assert isinstance(made, CupsPrinter)
        return made

    def print(self, mark: str = "the statement", deadline: Deadline | None = None) -> None:
        self.told.clear()
        self.printer.print_pdf(
            pdf(mark), f"{PERSON} 的权益单", deadline or Deadline(TIME, 60.0), progress=self.told.append
        )

    def probe(self) -> DeviceState:
        return self.printer.probe(Deadline(TIME, 3.0)).state

    def supply(self, name: str) -> Supply:
        return self.printer.health().supplies[name]

    def wait(self, fact: Callable[[], bool], seconds: float = 5.0) -> float:
        """Probe as a lane would, only more often, until something is so; return how long that took."""
        begun = time.monotonic()
        deadline = Deadline(TIME, seconds)
        while not fact():
            deadline.pause(0.1)
            self.probe()
        return time.monotonic() - begun

    @contextmanager
    def later(self, what: Callable[[], object], seconds: float = SHEET_SECONDS * 1.5) -> Generator[None]:
        """Do something while a sheet is coming out; the second, as a rule."""
        thread = threading.Timer(seconds, what)
        thread.start()
        yield
        thread.join()

    def nothing_left(self) -> bool:
        """Whether CUPS keeps nothing of any job: no document, not even that there was one."""
        return not self.cups.spooled()


@contextmanager
def a_bed(**settings: str) -> Generator[Bed]:
    folder = Path(tempfile.mkdtemp(prefix="yiban-a4-"))
    paper = SimulatedPrinter(folder, sheet_seconds=SHEET_SECONDS)
    cups = None
    try:
        paper.switch_on()
        scheme, _, rest = paper.uri.partition(":")
        # The same backend by a name that doesn't say that it speaks IPP: what CUPS says is then all there is.
        cups = PrivateCups(f"http:{rest}" if settings.pop("deaf", "") else f"{scheme}:{rest}", **settings)  # type: ignore[arg-type]
        yield Bed(paper, cups)
    finally:
        paper.close()
        if cups is not None:
            cups.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def installed() -> Iterator[Bed]:
    # PreserveJobFiles as CUPS has it by itself: a day. What leaves the spool leaves by our doing.
    with a_bed(files="86400") as bed:
        yield bed


@pytest.fixture
def bed(installed: Bed) -> Bed:
    """The one installation, with a kiosk just started."""
    installed.printer = installed.adapter()
    installed.paper.forget()
    installed.wait(lambda: installed.probe() is DeviceState.ONLINE)
    return installed


# -- the good print -------------------------------------------------------------------------------------------


def test_a_document_is_printed_as_it_is_and_leaves_no_trace(bed: Bed) -> None:
    bed.print()
    assert bed.paper.printed() == [pdf()]
    assert bed.told[-1] == PrintProgress(PAGES, PAGES)
    assert [each.done for each in bed.told] == sorted({each.done for each in bed.told})
    assert bed.nothing_left()
    assert bed.probe() is DeviceState.ONLINE
    health = bed.printer.health()
    assert (health.counters.operations, health.counters.failures, health.last_error) == (1, 0, None)
    assert bed.printer.info().model == "Yiban A4"


def test_no_log_and_no_printer_is_told_whose_document_it_is(bed: Bed) -> None:
    bed.print()
    for place in (bed.cups.logs(), bed.paper.log()):
        assert b"yiban" in place
        for part in PERSON.split():
            assert part.encode() not in place


def test_a_kiosk_that_finds_the_printer_well_says_so(bed: Bed) -> None:
    assert bed.printer.health().usable
    assert bed.supply("paper") is Supply.FULL
    assert bed.supply("toner") is Supply.FULL
    assert bed.printer.listen(Deadline(TIME, 0.05)) == []
    bed.printer.reset(Deadline(TIME, 3.0))
    assert bed.printer.health().state is DeviceState.ONLINE


# -- what staff can mend --------------------------------------------------------------------------------------


def test_paper_that_runs_out_in_the_middle_stops_the_job_and_new_paper_brings_nobodys_sheets(bed: Bed) -> None:
    with bed.later(bed.paper.paper_out), pytest.raises(PaperOut):
        bed.print("of the first person")
    assert bed.nothing_left()
    assert bed.supply("paper") is Supply.OUT
    assert not bed.printer.health().usable
    last = bed.printer.health().last_error
    assert last is not None
    assert (last.code, last.detail) == ("paper-out", "media-empty")
    bed.paper.refill()
    bed.wait(lambda: bed.printer.health().usable)
    bed.print("of the second person")
    assert bed.paper.printed() == [pdf("of the second person")]
    assert bed.nothing_left()
    assert bed.printer.health().counters.failures == 1


def test_paper_that_ran_out_between_visits_is_seen_before_anybody_starts(bed: Bed) -> None:
    bed.paper.paper_out()
    assert bed.wait(lambda: bed.supply("paper") is Supply.OUT) > 0.9, "it has to stand for a while"
    assert not bed.printer.health().usable
    with pytest.raises(PaperOut):
        bed.print()
    assert bed.nothing_left()
    bed.paper.refill()
    bed.wait(lambda: bed.printer.health().usable)
    assert bed.paper.printed() == []


@pytest.mark.parametrize(
    ("happens", "mended", "error", "state"),
    [
        ("jam", "clear_jam", PaperJam, DeviceState.HARDWARE_ERROR),
        ("open_cover", "close_cover", CoverOpen, DeviceState.USER_ERROR),
        ("toner_out", "new_toner", TonerOut, DeviceState.ONLINE),
    ],
)
def test_what_stops_a_job_has_its_own_error_and_comes_back_by_itself(
    bed: Bed, happens: str, mended: str, error: type[PrinterError], state: DeviceState
) -> None:
    with bed.later(getattr(bed.paper, happens)), pytest.raises(error):
        bed.print()
    assert bed.nothing_left()
    assert bed.printer.health().state is state
    getattr(bed.paper, mended)()
    bed.wait(lambda: bed.printer.health().usable and bed.printer.health().state is DeviceState.ONLINE)
    assert bed.paper.printed() == []


def test_a_jam_that_ends_the_job_at_the_printer_is_still_a_jam(bed: Bed) -> None:
    with bed.later(lambda: bed.paper.jam(eaten=True)), pytest.raises(PaperJam):
        bed.print()
    assert bed.nothing_left()
    bed.paper.clear_jam()


def test_a_jam_that_comes_and_goes_is_a_phantom(bed: Bed) -> None:
    def flicker() -> None:
        bed.paper.jam()
        bed.paper.clear_jam()

    with bed.later(flicker):
        bed.print()
    assert bed.paper.printed() == [pdf()]


def test_little_toner_prints_and_is_told(bed: Bed) -> None:
    bed.paper.toner_low()
    bed.wait(lambda: bed.supply("toner") is Supply.LOW)
    assert bed.printer.health().usable
    bed.print()
    bed.paper.new_toner()
    bed.wait(lambda: bed.supply("toner") is Supply.FULL)


def test_a_tray_nobody_fills_can_be_ignored(bed: Bed) -> None:
    bed.printer = bed.adapter(ignore=["media-empty", "media-needed"])
    bed.paper.paper_out()
    bed.probe()
    assert bed.printer.health().usable
    assert bed.supply("paper") is Supply.FULL


# -- a printer that vanishes ----------------------------------------------------------------------------------


def test_a_printer_that_vanishes_during_a_job_is_no_reply_and_prints_nothing_when_it_comes_back(bed: Bed) -> None:
    begun = time.monotonic()
    with bed.later(bed.paper.vanish), pytest.raises(NoReply):
        bed.print("of the first person")
    assert time.monotonic() - begun < 12.0
    assert bed.nothing_left()
    bed.wait(lambda: bed.printer.health().state is DeviceState.OFFLINE)
    bed.paper.switch_on()
    assert bed.wait(lambda: bed.printer.health().state is DeviceState.ONLINE) < 5.0
    bed.print("of the second person")
    assert bed.paper.printed() == [pdf("of the second person")]


def test_a_printer_that_vanished_between_visits_is_lost_after_three_misses_and_back_by_itself(bed: Bed) -> None:
    bed.paper.vanish()
    states = [bed.probe() for _ in range(3)]
    assert states == [DeviceState.ONLINE, DeviceState.ONLINE, DeviceState.OFFLINE]
    assert bed.printer.health().counters.communication_errors == 3
    with pytest.raises(NoReply):
        bed.print()
    assert bed.nothing_left()
    bed.paper.switch_on()
    assert bed.wait(lambda: bed.probe() is DeviceState.ONLINE) < 5.0
    bed.print()


def test_a_printer_that_answers_nothing_holds_nobody_up(bed: Bed) -> None:
    bed.paper.hang()
    try:
        for _ in range(4):
            begun = time.monotonic()
            bed.probe()
            assert time.monotonic() - begun < 3.1
        assert bed.printer.health().state is DeviceState.OFFLINE
        begun = time.monotonic()
        with pytest.raises((LinkError, OperationTimedOut)):
            bed.print(deadline=Deadline(TIME, 4.0))
        assert time.monotonic() - begun < 4.0 + SWEEP_SECONDS + 0.5
    finally:
        bed.paper.wake()
    assert bed.wait(lambda: bed.probe() is DeviceState.ONLINE) < 5.0


# -- who calls it off -----------------------------------------------------------------------------------------


def test_a_cancelled_job_ends_soon_and_leaves_nothing_in_spool_or_printer(bed: Bed) -> None:
    deadline = Deadline(TIME, 60.0)
    cancelled: list[float] = []

    def cancel() -> None:
        cancelled.append(time.monotonic())
        deadline.cancel()

    with bed.later(cancel), pytest.raises(OperationCancelled):
        bed.print(deadline=deadline)
    assert time.monotonic() - cancelled[0] < SWEEP_SECONDS + 0.5
    assert bed.nothing_left()
    bed.print("of the second person")
    assert bed.paper.printed() == [pdf("of the second person")]
    assert bed.printer.health().counters.failures == 0


def test_a_job_ends_with_its_deadline_and_leaves_nothing(bed: Bed) -> None:
    bed.paper.sheet_seconds(30.0)
    begun = time.monotonic()
    with pytest.raises(OperationTimedOut):
        bed.print(deadline=Deadline(TIME, 1.5))
    assert time.monotonic() - begun < 1.5 + SWEEP_SECONDS + 0.5
    assert bed.nothing_left()
    assert bed.paper.printed() == []


def test_a_printer_that_is_closed_lets_its_thread_go(bed: Bed) -> None:
    bed.paper.sheet_seconds(30.0)
    closed: list[float] = []

    def close() -> None:
        closed.append(time.monotonic())
        bed.printer.close()

    with bed.later(close, 1.0), pytest.raises(DeviceGone):
        bed.print()
    assert time.monotonic() - closed[0] < 1.0
    bed.probe()  # who opens it next throws away what was left
    assert bed.wait(bed.nothing_left) < 5.0


# -- CUPS -----------------------------------------------------------------------------------------------------


def test_what_a_killed_kiosk_left_in_the_spool_is_thrown_away_at_the_next_start(bed: Bed) -> None:
    bed.paper.sheet_seconds(30.0)
    from devices.cups.spooler import Spooler

    killed = Spooler(QUEUE, bed.cups.server)
    killed.submit(pdf("of somebody long gone"))
    assert any(PERSON.encode() in file for file in bed.cups.spooled().values())
    bed.printer = bed.adapter()
    assert bed.wait(bed.nothing_left) < 5.0
    assert bed.paper.printed() == []


def test_cups_that_ends_during_a_job_leaves_it_unproven_and_printed_no_more_than_once(bed: Bed) -> None:
    with bed.later(bed.cups.stop), pytest.raises(PrintUnproven):
        bed.print("of the first person")
    assert bed.probe() is DeviceState.NO_DEVICE
    bed.cups.start()  # which would print the job anew
    assert bed.wait(lambda: bed.probe() is DeviceState.ONLINE) < 5.0
    assert bed.wait(bed.nothing_left) < 5.0
    bed.print("of the second person")
    *first, second = bed.paper.printed()
    assert first in ([], [pdf("of the first person")])  # the printer had it, and nobody to tell it otherwise
    assert second == pdf("of the second person")


def test_cups_that_answers_nothing_holds_nobody_up(bed: Bed) -> None:
    bed.cups.signal(signal.SIGSTOP)
    try:
        begun = time.monotonic()
        bed.probe()
        assert time.monotonic() - begun < 3.1
        with pytest.raises((LinkError, OperationTimedOut)):
            bed.print(deadline=Deadline(TIME, 3.0))
    finally:
        bed.cups.signal(signal.SIGCONT)
    assert bed.wait(lambda: bed.probe() is DeviceState.ONLINE) < 5.0
    assert bed.wait(bed.nothing_left) < 5.0


def test_a_queue_somebody_has_stopped_takes_no_job(bed: Bed) -> None:
    bed.cups.admin("cupsdisable", QUEUE)
    try:
        with pytest.raises(DocumentFault, match="stopped"):
            bed.print()
        assert bed.nothing_left()
    finally:
        bed.cups.admin("cupsenable", QUEUE)
    bed.cups.admin("cupsreject", QUEUE)
    try:
        bed.wait(lambda: bed.printer.health().state is DeviceState.HARDWARE_ERROR)
        with pytest.raises(DocumentFault, match="takes no jobs"):
            bed.print()
    finally:
        bed.cups.admin("cupsaccept", QUEUE)
    bed.wait(lambda: bed.printer.health().state is DeviceState.ONLINE)
    bed.print()


def test_a_queue_that_isnt_there_is_a_matter_of_configuration(bed: Bed) -> None:
    bed.printer = bed.adapter(printer="nowhere")
    assert bed.probe() is DeviceState.HARDWARE_ERROR
    with pytest.raises(NotConfigured, match="nowhere"):
        bed.print()
    with pytest.raises(NotConfigured):
        bed.printer.reset(Deadline(TIME, 3.0))
    last = bed.printer.health().last_error
    assert last is not None
    assert last.code == "not-configured"


def test_an_address_of_the_printers_own_is_asked_first(bed: Bed) -> None:
    bed.printer = bed.adapter(uri=bed.paper.uri.replace("/ipp/print", "/elsewhere"))
    with pytest.raises(NotConfigured):
        bed.print()
    bed.printer = bed.adapter(uri=bed.paper.uri)
    bed.print()


def test_no_cups_at_all_is_no_device(tmp_path: Path) -> None:
    printer = makes.DOCUMENT_PRINTERS["cups"]({"printer": QUEUE, "server": str(tmp_path / "cups.sock")}, TIME)
    assert printer.probe(Deadline(TIME, 3.0)).state is DeviceState.NO_DEVICE
    begun = time.monotonic()
    with pytest.raises(DeviceGone):
        printer.print_pdf(pdf(), "", Deadline(TIME, 30.0), progress=lambda _: None)
    assert time.monotonic() - begun < 3.0


def test_a_cups_that_forgets_its_jobs_at_once_proves_nothing() -> None:
    with a_bed(history="No") as bed:
        # Whoever asks in the one moment that CUPS still knows it has a proof; then the sheet is there.
        with contextlib.suppress(PrintUnproven):
            bed.print()
            assert bed.paper.printed() == [pdf()]
        assert bed.nothing_left()


def test_a_printer_that_cant_be_asked_itself_prints_and_what_cups_says_of_it_counts_late() -> None:
    with a_bed(deaf="yes", raw="yes") as bed:
        assert bed.probe() is DeviceState.ONLINE
        assert bed.supply("paper") is Supply.UNKNOWN
        bed.print()
        assert bed.paper.printed() == [pdf()]
        with bed.later(bed.paper.paper_out), pytest.raises(PaperOut):
            bed.print()
        bed.paper.refill()
        bed.print("of the second person")
        assert bed.paper.printed() == [pdf(), pdf("of the second person")]
        assert bed.nothing_left()


def test_cups_is_reached_by_a_port_of_this_machine_too(bed: Bed) -> None:
    bed.printer = bed.adapter(server=f"localhost:{bed.cups.port}")
    bed.print()
    assert bed.paper.printed() == [pdf()]
    assert bed.nothing_left()


def test_on_a_print_server_another_terminals_job_is_left_alone(bed: Bed) -> None:
    from devices.cups.spooler import Spooler

    server = f"127.0.0.2:{bed.cups.port}"  # not one of the names of this machine
    bed.paper.sheet_seconds(30.0)
    other = Spooler(QUEUE, server)
    job = other.submit(pdf("of another terminal"))
    bed.printer = bed.adapter(server=server)
    bed.probe()
    bed.printer.reset(Deadline(TIME, 3.0))
    kept = other.job(job)
    assert kept is not None
    assert not kept.ended
    assert bed.printer.health().state is DeviceState.DEVICE_BUSY
    deadline = Deadline(TIME, 1.0)
    with pytest.raises(OperationTimedOut):
        bed.print("of ours, behind it", deadline)
    assert list(other.ours()) == [job]
    bed.printer = bed.adapter()
    assert bed.wait(bed.nothing_left) < 5.0


@pytest.mark.parametrize(
    ("kind", "words", "error"),
    [
        ("IPPError", (0x0406, PERSON), None),
        ("IPPError", (0x0403, PERSON), NotConfigured),
        ("IPPError", (0x0404, PERSON), DocumentFault),
        ("IPPError", (0x0507, PERSON), DocumentFault),
        ("IPPError", (), DocumentFault),
        ("HTTPError", (401,), NotConfigured),
        ("HTTPError", (503,), DeviceGone),
        ("HTTPError", (), DeviceGone),
    ],
)
def test_what_pycups_raises_becomes_ours_without_its_text(
    kind: str, words: tuple[object, ...], error: type[Exception] | None
) -> None:
    import cups

    from devices.cups import spooler

    with pytest.raises(error or spooler._NotFound) as caught, spooler._translated(DeviceGone):
        raise {"IPPError": cups.IPPError, "HTTPError": cups.HTTPError}[kind](*words)
    assert PERSON not in str(caught.value)


@pytest.mark.parametrize("raised", [RuntimeError(PERSON), UnicodeDecodeError("utf-8", PERSON.encode(), 0, 1, "bad")])
def test_an_answer_that_makes_no_sense_is_silence(raised: Exception) -> None:
    from devices.cups import spooler

    with pytest.raises(NoReply) as caught, spooler._translated(NoReply):
        raise raised
    assert PERSON not in str(caught.value)


# -- settings -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"printer": ""},
        {"printer": 7},
        {"printer": "a4 2"},
        {"printer": "a/4"},
        {"printer": "a4", "server": "two words"},
        {"printer": "a4", "server": 631},
        {"printer": "a4", "uri": "usb://HP/LaserJet"},
        {"printer": "a4", "uri": None},
        {"printer": "a4", "ignore": "media-empty"},
        {"printer": "a4", "ignore": ["Media Empty"]},
    ],
)
def test_a_wrong_setting_is_named(settings: dict[str, object]) -> None:
    name = next(reversed(settings), "printer")
    with pytest.raises(ValueError, match=f"^{name}: "):
        makes.DOCUMENT_PRINTERS["cups"](settings, TIME)


def test_without_pycups_the_technician_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cups", None)
    monkeypatch.delitem(sys.modules, "devices.cups.spooler", raising=False)
    printer = makes.DOCUMENT_PRINTERS["cups"]({"printer": "a4"}, TIME)
    assert printer.probe(Deadline(TIME, 3.0)).state is DeviceState.HARDWARE_ERROR
    with pytest.raises(NotConfigured, match=r"yiban\[cups\] or python3-cups"):
        printer.print_pdf(pdf(), "", Deadline(TIME, 3.0), progress=lambda _: None)
