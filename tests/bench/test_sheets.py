"""The bench's A4 printer with a real CUPS behind it: its verbs, and the product's own adapter on the other side."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from devices import makes
from devices.bench import private_cups, sheets
from devices.bench.refusal import BenchRefusal
from devices.bench.sheets import SheetFolder, SheetPrinter
from devices.bench.terminal import Terminal
from devices.cups import simulator
from devices.deadline import Deadline, SystemTime
from devices.errors import DocumentFault, LinkError, PaperJam, PaperOut
from devices.health import DeviceState
from tests.bench.running import RunningBench, told
from tests.devices.test_cups_printer import absent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.roles import DocumentPrinter

TIME = SystemTime()
PDF = b"%PDF-1.7\n1 0 obj <</Type /Page>> endobj\n%%EOF\n"

needs_cups = pytest.mark.skipif(bool(absent()) and "CI" not in os.environ, reason=f"not installed here: {absent()}")


@pytest.fixture(scope="module")
def bench() -> Iterator[RunningBench]:
    # A short path of its own: sockets lie in it.
    folder = Path(tempfile.mkdtemp(prefix="yb-"))
    with RunningBench(folder / "bench", "--documents", "cups") as running:
        yield running
    assert running.errors == ""
    shutil.rmtree(folder)


def a4(bench: RunningBench) -> DocumentPrinter:
    return makes.DOCUMENT_PRINTERS["cups"](bench.toml["document_printer"], TIME)


def prints(bench: RunningBench) -> None:
    with closing(a4(bench)) as printer:
        printer.print_pdf(PDF, "a statement", Deadline(TIME, 30), progress=lambda _: None)


def troubles(bench: RunningBench) -> list[str]:
    state = cast("dict[str, list[str]]", bench.state()["document_printer"])
    return state["troubles"]


@needs_cups
@pytest.mark.wire
def test_a_sheet_comes_out_of_a_real_cups_and_stays_with_the_papers(bench: RunningBench) -> None:
    before = cast("int", bench.state()["documents"])
    prints(bench)
    state = bench.state()
    assert state["documents"] == before + 1
    newest = Path(cast("str", state["newest_document"]))
    assert newest.parent == bench.folder / "papers" / "documents"
    assert newest.read_bytes() == PDF


@needs_cups
@pytest.mark.wire
@pytest.mark.parametrize(
    ("trouble", "called", "remedy", "error"),
    [
        ("a4-paper-out", "paper-out", "a4-refill", PaperOut),
        ("a4-jam-eaten", "jam", "a4-unjam", PaperJam),
        ("a4-tray-full", "tray-full", "a4-tray-empty", DocumentFault),
        ("a4-fuser-hot", "fuser-hot", "a4-fuser-cool", DocumentFault),
        ("a4-queue-stop", "queue-stopped", "a4-queue-start", DocumentFault),
    ],
)
def test_its_trouble_is_a_named_error_until_a_hand_mends_it(
    bench: RunningBench, trouble: str, called: str, remedy: str, error: type[Exception]
) -> None:
    bench.do(trouble)
    assert troubles(bench) == [called]
    with pytest.raises(error):
        prints(bench)
    bench.do(remedy)
    assert troubles(bench) == []
    prints(bench)


@needs_cups
@pytest.mark.wire
def test_a_printer_that_vanished_is_gone_and_hears_no_hand_until_it_is_back(bench: RunningBench) -> None:
    bench.do("a4-paper-out")
    bench.do("a4-vanish")
    assert troubles(bench) == ["no-power", "paper-out"]
    with pytest.raises(LinkError):
        prints(bench)
    assert "plug document_printer first" in bench.refused("a4-refill")
    bench.do("a4-back")
    assert troubles(bench) == ["paper-out"], "its tray is as empty as before"
    bench.do("a4-jam")
    assert troubles(bench) == ["paper-out", "jam"]
    bench.do("a4-refill")
    bench.do("a4-unjam")
    bench.do("a4-hang")
    assert "a4-wake first" in bench.refused("a4-jam")
    bench.do("a4-wake")
    with closing(a4(bench)) as printer:
        assert printer.probe(Deadline(TIME, 10)).state is DeviceState.ONLINE


def test_a_folder_has_no_paper_to_run_out_of(tmp_path: Path) -> None:
    folder = SheetFolder(tmp_path / "documents")
    with pytest.raises(BenchRefusal, match="start the bench with --documents cups"):
        _ = folder.printer
    with pytest.raises(BenchRefusal, match="start the bench with --documents cups"):
        folder.hang(hangs=True)
    folder.pull()
    assert folder.state().troubles == ("no-power",)
    folder.close()
    assert folder.state().troubles == ()


def test_where_cups_is_not_installed_the_refusal_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(private_cups, "NEEDED", ("a-cupsd-nobody-has",))
    monkeypatch.setattr(simulator, "NEEDED", ())
    with pytest.raises(BenchRefusal) as refusal:
        SheetPrinter(tmp_path / "documents")
    assert refusal.value.code == "no-cups"
    assert "not installed: a-cupsd-nobody-has (Debian: cups-daemon" in str(refusal.value)
    assert "--documents folder" in str(refusal.value)


def test_kiosk_toml_may_ask_for_cups_and_the_command_line_wins(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('[document_printer]\nmake = "cups"\nprinter = "office"\n')
    assert Terminal(file).make("document_printer") == "cups"
    assert Terminal(file, documents="folder").make("document_printer") == "folder"


def test_every_word_of_ipp_for_trouble_has_one_of_the_benchs() -> None:
    from devices.cups.engine import TELLABLE, WORDLESS

    assert {*TELLABLE, *WORDLESS, simulator.PAPER} == set(sheets.TROUBLES)


def test_the_command_line_names_its_choices(tmp_path: Path) -> None:
    assert "A4 printer (--documents cups):" in told(tmp_path, "--help").stdout
