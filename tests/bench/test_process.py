"""The bench as a person starts it: a process, its command line, and the product's own adapters on its ports."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from devices.deadline import Deadline, SystemTime
from devices.errors import CardUnreadable, DeviceGone, NotAnIdCard, OperationTimedOut, PaperOut
from devices.escpos.adapter import printer
from devices.folder.adapter import printer as folder_printer
from devices.health import DeviceState
from devices.id_sam.adapter import reader
from devices.paper import Align, Pair, QrCode, Receipt, Rule, TextLine
from tests.bench.running import RunningBench, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.escpos.adapter import EscPosPrinter
    from devices.id_sam.adapter import SamIdReader

pytestmark = pytest.mark.wire

TIME = SystemTime()
RECEIPT = Receipt(
    (
        TextLine("本月养老金", Align.CENTRE, double=True),
        Rule(),
        Pair("实发", "3,402.16元", bold=True),
        QrCode("HTTPS://EXAMPLE.CN/V/ABC234"),
    )
)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[RunningBench]:
    with RunningBench(tmp_path / "bench") as running:
        yield running
    assert running.errors == ""


def reader_of(bench: RunningBench) -> SamIdReader:
    return reader(bench.toml["id_reader"], TIME)


def printer_of(bench: RunningBench) -> EscPosPrinter:
    return printer(bench.toml["receipt_printer"], TIME)


def read_name(bench: RunningBench) -> str:
    reading = reader_of(bench)
    try:
        return reading.read_card(Deadline(TIME, 10), found=lambda: None).name
    finally:
        reading.close()


def print_receipt(bench: RunningBench) -> None:
    printing = printer_of(bench)
    try:
        printing.print(RECEIPT, Deadline(TIME, 20), progress=lambda _: None)
    finally:
        printing.close()


def part(state: dict[str, object], *names: str) -> object:
    for name in names:
        state = cast("dict[str, object]", state[name])
    return state


def test_a_card_placed_by_the_command_line_is_read_over_the_port(bench: RunningBench) -> None:
    assert bench.do("place-id-card", "7") == "the card of person 7 (retired) lies on the reader"
    assert read_name(bench) == "王桂芳"
    assert part(bench.state(), "card", "number") == 7
    assert bench.do("lift") == "the card is taken away"
    assert bench.do("lift") == "no card lay there"
    bench.do("place-id-card", "31")
    assert read_name(bench) == "阿卜杜热合曼·吐尔逊买买提艾力"


def test_damage_is_for_one_placing(bench: RunningBench) -> None:
    bench.do("place-id-card", "7")
    bench.do("damage-card", "not-an-id-card")
    with pytest.raises(NotAnIdCard):
        read_name(bench)
    bench.do("lift")
    assert bench.do("damage-card") == "the next card will be: unreadable"
    bench.do("place-id-card", "7")
    with pytest.raises(CardUnreadable):
        read_name(bench)
    bench.do("place-id-card", "7")
    assert read_name(bench) == "王桂芳"


def test_a_receipt_is_kept_as_bytes_text_and_picture(bench: RunningBench) -> None:
    bench.do("record", "receipt_printer")
    print_receipt(bench)
    state = bench.state()
    assert part(state, "receipts") == 1
    assert "3,402.16元" in Path(str(part(state, "newest_receipt", "txt"))).read_text(encoding="utf-8")
    assert Path(str(part(state, "newest_receipt", "png"))).read_bytes().startswith(b"\x89PNG")
    assert "实发".encode("gbk") in Path(str(part(state, "newest_receipt", "bin"))).read_bytes()
    wire = Path(bench.do("bytes", "receipt_printer")).read_bytes()
    assert wire.startswith(b"\x1b@")
    assert wire[-11:-4] == b"\x1d(H\x06\x00\x30\x30"
    assert wire.count(b"\x1dVB") == 1
    assert part(state, "cables", "receipt_printer", "sent", "bytes") == len(wire)
    ratio = part(state, "cables", "receipt_printer", "sent", "ratio")
    assert isinstance(ratio, float)
    assert 0.9 < ratio < 3.0
    assert (bench.folder / "papers" / "receipt-0001.png").exists()


def test_documents_land_in_the_folder_bench_toml_names(bench: RunningBench) -> None:
    printing = folder_printer(bench.toml["document_printer"], TIME)
    printing.print_pdf(b"%PDF-1.7 ...", "record", Deadline(TIME, 5), progress=lambda _: None)
    state = bench.state()
    assert part(state, "documents") == 1
    assert Path(str(part(state, "newest_document"))).read_bytes() == b"%PDF-1.7 ..."
    bench.do("pull", "document_printer")
    assert printing.probe(Deadline(TIME, 5)).state is DeviceState.OFFLINE
    bench.do("plug", "document_printer")
    assert printing.probe(Deadline(TIME, 5)).state is DeviceState.ONLINE
    assert part(bench.state(), "documents") == 1


def test_a_pulled_reader_is_gone_and_comes_back(bench: RunningBench) -> None:
    bench.do("pull", "id_reader")
    with pytest.raises(DeviceGone):
        read_name(bench)
    assert part(bench.state(), "cables", "id_reader", "plugged") is False
    assert "pulled already" in bench.refused("pull", "id_reader")
    bench.do("plug", "id_reader")
    bench.do("place-id-card", "7")
    assert read_name(bench) == "王桂芳"


def test_paper_runs_out_and_is_refilled(bench: RunningBench) -> None:
    bench.do("paper-out-after", "10")
    with pytest.raises(PaperOut):
        print_receipt(bench)
    assert part(bench.state(), "printer", "troubles") == ["paper-out"]
    bench.do("refill")
    print_receipt(bench)
    assert part(bench.state(), "printer", "paper") == "enough"


def test_a_slow_line_is_slow_and_normal_again(bench: RunningBench) -> None:
    bench.do("slow", "id_reader")
    assert part(bench.state(), "cables", "id_reader", "line") == "slow"
    bench.do("place-id-card", "7")
    with pytest.raises(OperationTimedOut):
        reader_of(bench).read_card(Deadline(TIME, 0.4), found=lambda: None)
    bench.do("normal", "id_reader")
    assert part(bench.state(), "cables", "id_reader", "line") == "normal"
    assert read_name(bench) == "王桂芳"


def test_a_slow_line_is_no_silent_printer(bench: RunningBench) -> None:
    bench.do("slow", "receipt_printer")
    printer = printer_of(bench)
    assert printer.probe(Deadline(TIME, 10.0)).usable
    printer.print(RECEIPT, Deadline(TIME, 20.0), progress=lambda _: None)
    printer.close()


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("place-idcard", "7"), "there is no verb 'place-idcard'; did you mean 'place-id-card'?"),
        (("paper-empty",), "there is no verb 'paper-empty'; did you mean 'paper-out'?"),
        (("pull", "id-reader"), "did you mean 'id_reader'?"),
        (("pull",), "usage: pull id_reader|receipt_printer|document_printer"),
        (("place-id-card", "seven"), "NUMBER: 'seven' is not a whole number"),
        (("place-id-card", "8"), "there is no person 8; they are numbered 7 to 31"),
        (("slow", "document_printer"), "'document_printer' is none of id_reader, receipt_printer"),
    ],
)
def test_a_wrong_order_is_told_what_would_be_right(bench: RunningBench, words: tuple[str, ...], answer: str) -> None:
    assert answer in bench.refused(*words)


def test_two_benches_stand_side_by_side(tmp_path: Path) -> None:
    with RunningBench(tmp_path / "one") as one, RunningBench(tmp_path / "two") as two:
        one.do("place-id-card", "7")
        two.do("place-id-card", "31")
        assert read_name(one) == "王桂芳"
        assert read_name(two) == "阿卜杜热合曼·吐尔逊买买提艾力"


def test_one_folder_has_one_bench(bench: RunningBench) -> None:
    with pytest.raises(AssertionError, match=r"runs in .* already"):
        RunningBench(bench.folder).__enter__()
    assert bench.do("lift") == "no card lay there"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither kill -9 nor ptys")
def test_what_a_killed_bench_leaves_stops_nobody(tmp_path: Path) -> None:
    killed = RunningBench(tmp_path / "bench")
    with killed:
        print_receipt(killed)
        killed.do("pull", "document_printer")
        assert killed.do("state")
        killed.process.kill()
        killed.process.wait(timeout=10)
        assert (killed.folder / "bench.toml").exists()
        assert "no bench runs in" in killed.refused("lift")
    with RunningBench(tmp_path / "bench") as again:
        again.do("place-id-card", "7")
        assert read_name(again) == "王桂芳"
        print_receipt(again)
        assert str(part(again.state(), "newest_receipt", "bin")).endswith("receipt-0002.bin")
        assert part(again.state(), "cables", "document_printer", "plugged") is True


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")
@pytest.mark.parametrize("ending", ["quit", signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_and_leaves_only_papers(bench: RunningBench, ending: str | signal.Signals) -> None:
    print_receipt(bench)
    if isinstance(ending, str):
        assert bench.do(ending) == "the bench ends"
    else:
        bench.process.send_signal(ending)
    assert bench.process.wait(timeout=10) == 0
    assert sorted(path.name for path in bench.folder.iterdir()) == ["bench.lock", "papers"]
    assert "no bench runs" in bench.refused("state")


@pytest.mark.parametrize("ending", ["quit", signal.SIGTERM])
def test_with_a_dock_it_ends_as_cleanly(tmp_path: Path, ending: str | signal.Signals) -> None:
    with RunningBench(tmp_path / "bench", headless=False) as bench:
        bench.do("place-id-card", "7")
        if isinstance(ending, str):
            bench.do(ending)
        else:
            bench.process.send_signal(ending)
        assert bench.process.wait(timeout=10) == 0
        assert not (bench.folder / "bench.toml").exists()


def test_over_tcp_it_is_the_same(tmp_path: Path) -> None:
    with RunningBench(tmp_path / "bench", "--socket-links") as bench:
        assert str(bench.toml["id_reader"]["port"]).startswith("socket://127.0.0.1:")
        bench.do("place-id-card", "7")
        assert read_name(bench) == "王桂芳"
        print_receipt(bench)
        assert part(bench.state(), "receipts") == 1
        bench.do("pull", "id_reader")
        with pytest.raises(DeviceGone):
            read_name(bench)


def test_a_folder_too_deep_for_a_local_socket_is_told_by_tcp(tmp_path: Path) -> None:
    with RunningBench(tmp_path / ("deep" * 20) / "bench") as bench:
        assert '"tcp"' in (bench.folder / "control.json").read_text(encoding="utf-8")
        assert bench.do("lift") == "no card lay there"


def test_bench_toml_is_the_terminals_own_with_the_benchs_ports(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text(
        'data = "records"\n[terminal]\nid = "T042"\n[id_reader]\nmake = "sam"\nport = "/dev/ttyS9"\nbaud = 57600\n'
        '[receipt_printer]\nmake = "other"\nport = "COM9"\nodd = 1\n',
        encoding="utf-8",
    )
    with RunningBench(tmp_path / "bench", "--config", str(config)) as bench:
        assert bench.said_toml()["data"] == (tmp_path / "records").as_posix()
        assert bench.toml["terminal"] == {"id": "T042"}
        assert bench.toml["id_reader"] == {"make": "sam", "port": str(bench.folder / "id_reader"), "baud": 57600}
        assert bench.toml["receipt_printer"] == {"make": "escpos", "port": str(bench.folder / "receipt_printer")}
        assert bench.said[-1] == f"ready: {bench.folder / 'bench.toml'}"
        bench.do("place-id-card", "7")
        assert read_name(bench) == "王桂芳"


def test_every_verb_is_listed(tmp_path: Path) -> None:
    done = told(tmp_path, "--help")
    assert done.returncode == 0
    for verb in ("place-id-card NUMBER", "paper-out-after MM", "printer-power-cut", "quit"):
        assert verb in done.stdout


def test_a_bad_config_is_named(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text("[id_reader\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"kiosk\.toml: "):
        RunningBench(tmp_path / "bench", "--config", str(tmp_path / "kiosk.toml")).__enter__()
