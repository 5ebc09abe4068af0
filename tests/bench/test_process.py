"""The bench as a person starts it: a process, its command line, and the product's own adapters on its ports."""

from __future__ import annotations

import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import pytest

from devices import makes
from devices.deadline import Deadline, SystemTime
from devices.errors import (
    CardDataInvalid,
    CardMute,
    CardUnreadable,
    ChipWorn,
    DeviceGone,
    NoReply,
    NotAnIdCard,
    NotASocialCard,
    OperationTimedOut,
    PaperOut,
    UnsupportedDocument,
)
from devices.escpos.adapter import printer
from devices.folder.adapter import printer as folder_printer
from devices.health import DeviceState
from devices.id_sam.adapter import reader
from devices.paper import Align, Pair, QrCode, Receipt, Rule, TextLine
from devices.roles import REGION_UNKNOWN, Event, Glow, Key, KeyPressed, Lamp, Sense, Sensed
from tests.bench.running import RunningBench, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.escpos.adapter import EscPosPrinter
    from devices.id_sam.adapter import SamIdReader
    from devices.roles import Device, SocialCardReader

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


E = TypeVar("E", bound=Event)


def heard(device: Device, kind: type[E], count: int = 1) -> list[E]:
    """Listen until so many events of a kind have come."""
    events: list[E] = []
    for _ in range(10):
        events += [event for event in device.listen(Deadline(TIME, 1)) if isinstance(event, kind)]
        if len(events) >= count:
            break
    return events


def settled(board: Device) -> dict[Sense, bool]:
    """Listen until every contact has settled, and return what they say."""
    senses: dict[Sense, bool] = {}
    end = Deadline(TIME, 3)
    while end.remaining():
        for event in board.listen(end.within(0.5)):
            if isinstance(event, Sensed):
                senses |= event.senses
    return senses


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
    with closing(reader_of(bench)) as slow, pytest.raises(OperationTimedOut):
        slow.read_card(Deadline(TIME, 0.4), found=lambda: None)
    bench.do("normal", "id_reader")
    assert part(bench.state(), "cables", "id_reader", "line") == "normal"
    assert read_name(bench) == "王桂芳"


@pytest.mark.parametrize("character", ["stuck", "wedged"])
def test_a_line_that_takes_nothing_reads_no_card_until_it_is_normal_again(bench: RunningBench, character: str) -> None:
    bench.do(character, "id_reader")
    assert part(bench.state(), "cables", "id_reader", "line") == character
    bench.do("place-id-card", "7")
    with closing(reader_of(bench)) as waiting, pytest.raises((OperationTimedOut, NoReply)):
        waiting.read_card(Deadline(TIME, 1.0), found=lambda: None)
    bench.do("normal", "id_reader")
    assert read_name(bench) == "王桂芳"


def test_a_reader_left_at_another_speed_is_found(bench: RunningBench) -> None:
    assert bench.do("leave-at-speed", "id_reader") == "id_reader is set to 9600 baud"
    bench.do("place-id-card", "7")
    assert read_name(bench) == "王桂芳"


def test_a_restless_reader_finds_a_card_that_lies_again(bench: RunningBench) -> None:
    bench.do("place-id-card", "7")
    with closing(reader_of(bench)) as reading:
        reading.read_card(Deadline(TIME, 5), found=lambda: None)
        with pytest.raises(OperationTimedOut):
            reading.read_card(Deadline(TIME, 1.0), found=lambda: None)
    bench.do("reader-restless")
    assert read_name(bench) == "王桂芳"
    assert read_name(bench) == "王桂芳"


def test_an_old_reader_knows_no_appended_address_and_reads_all_the_same(bench: RunningBench) -> None:
    assert "30 03" in bench.do("reader-appended")
    bench.do("place-id-card", "7")
    assert read_name(bench) == "王桂芳"


@pytest.mark.parametrize(("kind", "error"), [("unsupported", UnsupportedDocument), ("contradictory", CardDataInvalid)])
def test_a_document_nobody_can_look_up_is_told(bench: RunningBench, kind: str, error: type[Exception]) -> None:
    bench.do("damage-card", kind)
    bench.do("place-id-card", "7")
    with closing(reader_of(bench)) as reading, pytest.raises(error):
        reading.read_card(Deadline(TIME, 5), found=lambda: None)


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
        (("pull",), "usage: pull DEVICE; DEVICE: id_reader, social_card_reader, scanner"),
        (("place-id-card", "seven"), "NUMBER: 'seven' is not a whole number"),
        (("place-id-card", "8"), "there is no person 8; they are numbered 7 to 31"),
        (("slow", "document_printer"), "'document_printer' is none of id_reader, social_card_reader, scanner"),
        (("key", "F1"), "KEY: 'F1' is none of up, down"),
        (("headset", "on"), "'on' is none of in, out"),
        (("place-social-card", "31"), "person 31 has no social-security card"),
        (("take-paper",), "start the bench with --receipts custom"),
        (("card-jam",), "start the bench with --social crt"),
        (("scan-paper",), "no receipt with a code has come out yet"),
    ],
)
def test_a_wrong_order_is_told_what_would_be_right(bench: RunningBench, words: tuple[str, ...], answer: str) -> None:
    assert answer in bench.refused(*words)


def test_a_staff_card_is_put_inserted_and_scanned_by_its_staff_number(bench: RunningBench) -> None:
    assert bench.do("place-staff-card", "0217") == "the card of staff 0217 (attendant) lies on the reader"
    assert read_name(bench) == "周小兰"
    assert part(bench.state(), "card", "staff") == "0217"
    assert bench.do("insert-staff-card", "0217") == "the social-security card of staff 0217 (attendant) is put in"
    assert part(bench.state(), "slot", "card", "staff") == "0217"
    scanning = makes.SCANNERS["line"](bench.toml["scanner"], TIME)
    with closing(scanning), ThreadPoolExecutor() as hands:
        code = hands.submit(scanning.scan, Deadline(TIME, 10))
        TIME.sleep(0.5)
        assert bench.do("scan-staff-card", "0217") == "the code was read"
        assert code.result().text == "YBS1:ABCDEFGHIJKLMNOPQRSTUVWXY2"
    assert "there are 0217" in bench.refused("scan-staff-card", "0999")


def social_reader_of(bench: RunningBench) -> SocialCardReader:
    settings = bench.toml["social_card_reader"]
    return makes.SOCIAL_CARD_READERS[str(settings["make"])](settings, TIME)


@pytest.mark.parametrize("make", ["ccid", "crt"])
def test_a_social_security_card_is_read_over_its_port(tmp_path: Path, make: str) -> None:
    with RunningBench(tmp_path / "bench", "--social", make) as bench:
        reading = social_reader_of(bench)
        bench.do("turn-card")
        bench.do("place-social-card", "7")
        with pytest.raises(CardMute):
            reading.read_card(Deadline(TIME, 20), found=lambda: None)
        bench.do("turn-card")
        card = reading.read_card(Deadline(TIME, 20), found=lambda: None)
        assert (card.number, card.name, card.region) == ("Y00000007", "王桂芳", "000000")
        reading.give_back(Deadline(TIME, 20))
        assert bench.do("take-card") == "the card is taken"
        reading.wait_taken(Deadline(TIME, 5))
        reading.close()


@pytest.mark.parametrize(("kind", "error"), [("mute", CardMute), ("not-social", NotASocialCard), ("shorted", ChipWorn)])
def test_a_damaged_social_security_card_is_told(bench: RunningBench, kind: str, error: type[Exception]) -> None:
    bench.do("damage-social-card", kind)
    bench.do("place-social-card", "7")
    reading = social_reader_of(bench)
    with pytest.raises(error):
        reading.read_card(Deadline(TIME, 20), found=lambda: None)
    reading.close()


def test_an_expired_card_and_one_of_elsewhere_say_so(bench: RunningBench) -> None:
    reading = social_reader_of(bench)
    bench.do("place-social-card", "7")
    bench.do("damage-social-card", "expired")
    card = reading.read_card(Deadline(TIME, 20), found=lambda: None)
    assert card.valid_until == date(2011, 6, 30)
    bench.do("remove-card")
    reading.wait_taken(Deadline(TIME, 5))
    bench.do("damage-social-card", "elsewhere")
    bench.do("place-social-card", "7")
    card = reading.read_card(Deadline(TIME, 20), found=lambda: None)
    assert (card.region, card.holder_protected, card.number) == ("639900", True, "E00000007")
    bench.do("remove-card")
    reading.wait_taken(Deadline(TIME, 5))
    bench.do("damage-social-card", "unknown-region")
    bench.do("place-social-card", "7")
    assert REGION_UNKNOWN in reading.read_card(Deadline(TIME, 20), found=lambda: None).warnings
    reading.close()


def test_keys_codes_and_contacts_come_over_their_ports(bench: RunningBench) -> None:
    keys = makes.KEYPADS["ascii"](bench.toml["keypad"], TIME)
    scanner = makes.SCANNERS["line"](bench.toml["scanner"], TIME)
    board = makes.INDICATORS["modbus"](bench.toml["indicators"], TIME)
    assert all(device.probe(Deadline(TIME, 3)).usable for device in (keys, scanner, board))
    bench.do("key", "HELP")
    assert heard(keys, KeyPressed) == [KeyPressed(Key.HELP)]
    print_receipt(bench)
    with ThreadPoolExecutor(1) as hands:
        scan = hands.submit(lambda: scanner.scan(Deadline(TIME, 10)).text)
        TIME.sleep(0.5)
        assert bench.do("scan-paper") == "the code was read"
        assert scan.result() == "HTTPS://EXAMPLE.CN/V/ABC234"
    bench.do("headset", "in")
    bench.do("mains", "lost")
    assert settled(board) == dict.fromkeys(Sense, False) | {Sense.HEADSET: True, Sense.MAINS_LOST: True}
    board.show({Lamp.HELP: Glow.ON}, Deadline(TIME, 3))
    assert bench.do("lights") == "help on"
    for device in (keys, scanner, board):
        device.close()


def test_a_renumbered_port_changes_nothing(bench: RunningBench) -> None:
    link = bench.folder / "social_card_reader"
    before = link.readlink()
    reading = social_reader_of(bench)
    assert reading.probe(Deadline(TIME, 3)).usable
    assert bench.do("renumber", "social_card_reader") == f"social_card_reader is {link.readlink()} now"
    assert link.readlink() != before
    bench.do("place-social-card", "7")
    with suppress(DeviceGone):
        reading.read_card(Deadline(TIME, 10), found=lambda: None)
    assert reading.read_card(Deadline(TIME, 10), found=lambda: None).name == "王桂芳"
    reading.close()


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
    for word in ("--help", "help"):
        done = told(tmp_path, word)
        assert done.returncode == 0
        for verb in ("place-id-card NUMBER", "paper-out-after MM", "printer-power-cut", "quit", "headset in|out"):
            assert verb in done.stdout


def test_a_bad_config_is_named(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text("[id_reader\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"kiosk\.toml: "):
        RunningBench(tmp_path / "bench", "--config", str(tmp_path / "kiosk.toml")).__enter__()
