"""The recording of traffic: what it tells of each device, that it tells nothing of anybody, and that it ends."""

from __future__ import annotations

import errno
import io
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.ascii_keypad.adapter import AsciiKeypad
from devices.ascii_keypad.simulator import AsciiKeypadSimulator
from devices.bench.cables import Noisy
from devices.bench.memory_line import MemoryLine
from devices.ccid.adapter import CcidTransport
from devices.ccid.frames import Kind, Message
from devices.ccid.simulator import CcidSimulator
from devices.crt.adapter import CrtTransport
from devices.crt.frames import Done as CrtDone
from devices.crt.frames import Order as CrtOrder
from devices.crt.simulator import CrtSimulator
from devices.deadline import Deadline
from devices.errors import DeviceError, DeviceGone, OperationTimedOut
from devices.escpos import frames as escpos
from devices.escpos.adapter import EscPosPrinter
from devices.escpos.encoder import Encoder
from devices.escpos.glyphs import FontGlyphs
from devices.escpos.makes import MAKES
from devices.escpos.model import PrinterModel
from devices.escpos.readable import EscPosReadable
from devices.escpos.simulator import EscPosSimulator
from devices.id_sam.adapter import SamIdReader
from devices.id_sam.frames import Answer as SamAnswer
from devices.id_sam.frames import Order as SamOrder
from devices.id_sam.readable import SamReadable
from devices.id_sam.simulator import SamSimulator
from devices.line_scanner.adapter import LineScanner, Trigger
from devices.line_scanner.simulator import LineScannerSimulator
from devices.link import LineSettings
from devices.makes import (
    DOCUMENT_PRINTERS,
    ID_READERS,
    INDICATORS,
    KEYPADS,
    READABLES,
    RECEIPT_PRINTERS,
    SCANNERS,
    SOCIAL_CARD_READERS,
    TOLD,
)
from devices.modbus.adapter import ModbusIndicators
from devices.modbus.simulator import ModbusBoardSimulator
from devices.modbus.wiring import Wiring
from devices.roles import CardGeneration, Glow, Key, Lamp, Sense
from devices.social_card.reader import SocialCardSlot
from devices.social_card.simulated_chip import Holder, SimulatedChip
from devices.traffic import LONGEST_SECONDS, MOST_NAMES, Recorder, boxed
from kiosk import __main__ as command
from kiosk.core.clock import SHANGHAI, VirtualClock
from tests.devices.receipts import HANAMIN, NOTO, yearly
from tests.devices.sam_bed import ALL_KINDS, PERSON

if TYPE_CHECKING:
    from collections.abc import Iterable

    from devices.bench.simulator import Simulator
    from devices.link import Link, OpenLink
    from devices.readable import Readable

NOW = datetime(2024, 5, 6, 9, 5, 1, tzinfo=SHANGHAI)
HOLDER = Holder(name="欧阳桂芳", identity_number="11010519491231002X", card_number="X00000019")


class Desk:
    """A recorder in virtual time, and lines that it records."""

    def __init__(self, folder: Path) -> None:
        self.clock = VirtualClock(NOW)
        self.told: list[str] = []
        self.recorder = Recorder(folder, self.clock, NOW, self.told.append)
        self._lines: list[MemoryLine] = []

    def line(self, simulator: Simulator, baud: int = 115200) -> MemoryLine:
        line = MemoryLine(simulator, self.clock, baud=baud)
        self._lines.append(line)
        return line

    def recorded(self, device: str, make: str, line: MemoryLine, **settings: object) -> OpenLink:
        return self.recorder.opener(device, lambda: READABLES[make](settings), line.open, "memory")

    def within(self, seconds: float = 20.0) -> Deadline:
        return Deadline(self.clock, seconds)

    @property
    def text(self) -> str:
        return self.recorder.path.read_text(encoding="utf-8")

    @property
    def said(self) -> list[str]:
        """What was recorded, without the box, the times and the devices."""
        return [line.split("  ", 2)[2].strip() for line in self.text.splitlines() if re.match(r"\d\d:", line)]

    def close(self) -> None:
        for line in self._lines:
            line.close()
        self.recorder.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.close()
    assert [told for told in desk.told if "failed" in told] == []


def holds_nothing_of(text: str, planted: Iterable[str]) -> None:
    """See that none of these words is there, in no encoding, and not as numbers of bytes either."""
    raw, low = text.encode(), text.lower()
    plain = low.replace(" ", "")
    for word in planted:
        for encoding in ("utf-8", "gb18030", "utf-16-le"):
            data = word.encode(encoding)
            assert data not in raw, word
            assert data.hex() not in plain, word
            assert repr(data)[2:-1].lower() not in low, word


# -- what it tells, device by device --------------------------------------------------------------------------


def test_a_session_with_the_reader_of_identity_cards(desk: Desk) -> None:
    reader = SamSimulator()
    adapter = SamIdReader(desk.recorded("id_reader", "sam", desk.line(reader)), desk.clock)
    reader.place(PERSON, moved_to="青禾市柳河县新区路7号")
    adapter.read_card(desk.within(), found=lambda: None)
    for card in ALL_KINDS:
        reader.lift()
        desk.clock.sleep(1)
        reader.place(card)
        adapter.read_card(desk.within(), found=lambda: None)
    adapter.close()
    said = desk.said
    assert said[0] == "·  opened memory"
    assert "→  find card" in said
    assert "←  9F 找卡成功, 4 bytes masked" in said
    assert any(
        re.fullmatch(r"←  90 操作成功, text 256 \+ photo 1024 bytes masked  \(\d+ pieces in 0\.1\d\d s\)", s)
        for s in said
    )
    assert any(s.startswith("←  90 操作成功, 70 bytes masked") for s in said)
    assert said[-1] == "·  closed"
    assert not any("not understood" in s for s in said)
    words = [
        w for c in (PERSON, *ALL_KINDS) for w in (c.name, c.address, c.number, c.issuer, c.english_name, c.pass_number)
    ]
    holds_nothing_of(desk.text, [word for word in words if word] + ["青禾市柳河县新区路7号", "19491231"])


def slot(desk: Desk, make: str) -> tuple[SocialCardSlot, CcidSimulator | CrtSimulator]:
    """A reader of social-security cards whose line is recorded."""
    if make == "ccid":
        ccid = CcidSimulator()
        opener = desk.recorded("social_card_reader", make, desk.line(ccid))
        return SocialCardSlot(CcidTransport(opener, desk.clock), desk.clock), ccid
    crt = CrtSimulator()
    opener = desk.recorded("social_card_reader", make, desk.line(crt))

    def open_at(baud: int) -> Link:
        link = opener()
        crt.host_speed(baud)
        return link

    return SocialCardSlot(CrtTransport(open_at, desk.clock), desk.clock), crt


@pytest.mark.parametrize("make", ["ccid", "crt"])
@pytest.mark.parametrize("generation", [CardGeneration.SECOND, CardGeneration.THIRD])
def test_of_a_social_security_card_only_files_tags_and_lengths(
    desk: Desk, make: str, generation: CardGeneration
) -> None:
    reader, simulator = slot(desk, make)
    chip = SimulatedChip(replace(HOLDER, generation=generation))

    def put_in() -> None:
        desk.clock.sleep(3.0)
        simulator.insert(chip)

    desk.clock.spawn("hand", put_in)
    card = reader.read_card(desk.within(60), found=lambda: None)
    assert card.number == HOLDER.card_number
    reader.close()
    said = "\n".join(desk.said)
    for words in ("select the social-security application", "select EF05, the issuer's", "select EF06, the holder's"):
        assert words in said
    assert "read record 07 card number" in said
    assert "status 9000, record 07 card number, 9 bytes masked" in said
    assert ("record 09 name, 30 bytes masked" in said) is (generation is CardGeneration.SECOND)
    assert "17 bytes masked" in said  # the answer to reset
    assert "not understood" not in said
    holds_nothing_of(desk.text, [HOLDER.name, HOLDER.identity_number, HOLDER.card_number, HOLDER.region, "110105"])
    assert chip.atr.hex() not in desk.text.lower().replace(" ", "")


def test_a_session_with_the_receipt_printer(desk: Desk) -> None:
    printer = EscPosSimulator()
    line = desk.line(printer)
    encoder = Encoder(FontGlyphs((NOTO, HANAMIN)))
    adapter = EscPosPrinter(desk.recorded("receipt_printer", "escpos", line), desk.clock, encoder, PrinterModel())
    receipt = yearly("𠮷田桂芳")
    adapter.print(receipt, desk.within(60), progress=lambda _: None)
    printer.cover_open()
    adapter.probe(desk.within())
    adapter.close()
    said = "\n".join(desk.said)
    for word in ("→  initialise", "ask status 1", "text, ", "line feed ×", "image", "QR code", "cut", "end mark 1"):
        assert word in said, word
    assert "←  printed up to end mark 1" in said
    assert "cover open" in said
    assert "not understood" not in said
    figures = [f"{3201.05 + n:,.2f}" for n in range(40)]
    holds_nothing_of(
        desk.text, ["桂芳", "田桂", "4101", "38,412.60", "102,455.18", "8K3F", "0123456789ABCDEF", *figures]
    )


@pytest.mark.parametrize("model", sorted(MAKES))
def test_a_printer_of_any_make_is_understood(desk: Desk, model: str) -> None:
    printer = EscPosSimulator(model=model)
    made = MAKES[model]
    adapter = EscPosPrinter(
        desk.recorded("receipt_printer", "escpos", desk.line(printer), model=model),
        desk.clock,
        Encoder(FontGlyphs((NOTO,)), setup=made.setup),
        PrinterModel(
            make=made, process_ids=made.process_ids, clears_buffers=made.clears_buffers, asks_room=made.asks_room
        ),
    )
    adapter.print(yearly(), desk.within(60), progress=lambda _: None)
    adapter.close()
    to_printer = [s for s in desk.said if s.startswith("→")]
    assert not any("not understood" in s for s in to_printer), to_printer


def test_a_session_with_the_board_is_told_whole(desk: Desk) -> None:
    wiring = Wiring(lamps={Lamp.ID_READER: 0, Lamp.RECEIPT: 1}, senses={Sense.PRESENCE: 0, Sense.DOOR: 5})
    board = ModbusBoardSimulator(wiring, coils=8)
    adapter = ModbusIndicators(desk.recorded("indicators", "modbus", desk.line(board, 9600)), desk.clock, wiring)
    adapter.probe(desk.within(3))
    adapter.show({Lamp.ID_READER: Glow.ON}, desk.within(3))
    adapter.close()
    said = desk.said
    assert "→  board 1: read 6 inputs from 0" in said
    assert any(re.match(r"←  [01]{6}", s) for s in said)
    assert any(re.match(r"→  board 1: coil", s) for s in said)
    assert any(s.startswith("←  written") for s in said)
    assert not any("not understood" in s for s in said)


def test_of_codes_and_keys_only_the_number_of_bytes(desk: Desk) -> None:
    keypad, scanner = AsciiKeypadSimulator(), LineScannerSimulator()
    keys = AsciiKeypad(desk.recorded("keypad", "ascii", desk.line(keypad, 9600)), desk.clock)
    codes = LineScanner(desk.recorded("scanner", "line", desk.line(scanner, 9600)), desk.clock, Trigger())
    keys.probe(desk.within())
    codes.probe(desk.within())

    def enter() -> None:
        for digit in "735194":
            keypad.press(Key(digit))
            desk.clock.sleep(0.5)
        scanner.scan("SECRETTOKEN0042")

    desk.clock.spawn("hand", enter)
    pressed: list[object] = []
    for _ in range(8):
        pressed += keys.listen(Deadline(desk.clock, 0.5, slice_seconds=0.5))
    assert len(pressed) == 6
    codes.listen(desk.within(0.5))
    keys.close()
    codes.close()
    assert desk.said.count("←  1 byte masked") >= 6
    assert "16 bytes masked" in desk.text or "pieces" in desk.text or "byte" in desk.text
    lines = [line.split("  ", 2)[2] for line in desk.text.splitlines() if re.match(r"\d\d:", line)]
    assert {re.sub(r"\d+", "N", line.strip()) for line in lines} <= {
        "·  opened memory", "←  N byte masked", "←  N bytes masked", "·  closed"
    }  # fmt: skip
    holds_nothing_of(desk.text, ["SECRETTOKEN0042", "735194"])


# -- what it never tells --------------------------------------------------------------------------------------

READERS_OF_A_LINE = sorted(READABLES)


@pytest.mark.parametrize("make", READERS_OF_A_LINE)
@settings(max_examples=60, deadline=None)
@given(
    name=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=3, max_size=15),
    number=st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True),
    data=st.data(),
)
def test_no_name_and_no_number_becomes_words_wherever_it_stands(
    make: str, name: str, number: str, data: st.DataObject
) -> None:
    """Another device on the port, a frame cut anywhere, plain text where commands are awaited: all of it is only counted."""
    readable = READABLES[make]({})
    told: list[str] = []
    hidden = [word.encode(encoding) for word in (name, number) for encoding in ("utf-8", "gb18030", "utf-16-le")]
    shells: list[bytes] = [b"", b"\x1b@", b"\x1b*\x21\x30\x00", b"\x1d(k\x40\x00\x31\x50\x30", b"\r\n", b"\x10\x04\x01"]
    shells += [SamOrder(0x30, 0x01).to_bytes(), SamOrder(0x20, 0x01).to_bytes(), b"\x7f"]
    for _ in range(6):
        secret = data.draw(st.sampled_from(hidden))
        frame = data.draw(
            st.sampled_from(
                [
                    secret,
                    SamAnswer(0x90, secret).to_bytes(),
                    SamOrder(0x77, 0x01, secret).to_bytes(),
                    Message(Kind.DATA_BLOCK, 1, secret).to_bytes(),
                    Message(Kind.TRANSFER, 1, b"\x00\xb2\x08\x00" + secret).to_bytes(),
                    CrtDone(0x51, 0x33, b"200", secret).to_bytes(),
                    CrtOrder(0x51, 0x33, secret).to_bytes(),
                    b"\x5f" + number.encode() + b"\x00",
                    b"\x37\x23" + number.encode() + b"\x00",
                    b"\x1d(H\x06\x00\x30\x30" + secret[:4],
                ]
            )
        )
        piece = data.draw(st.sampled_from(shells)) + frame
        at = data.draw(st.integers(0, len(piece)))
        read = readable.sent if data.draw(st.booleans()) else readable.heard
        told += [*read(piece[:at]), *read(piece[at:])]
    told += readable.rest()
    assert told
    holds_nothing_of("\n".join(told), [name, number, number[:6], number[6:14], name[:3]])


@pytest.mark.parametrize("make", READERS_OF_A_LINE)
@settings(max_examples=60, deadline=None)
@given(pieces=st.lists(st.tuples(st.booleans(), st.binary(max_size=400)), max_size=12))
def test_rubbish_is_counted_to_the_last_byte_or_named_and_never_raises(
    make: str, pieces: list[tuple[bool, bytes]]
) -> None:
    readable = READABLES[make]({})
    for sent, piece in pieces:
        for words in readable.sent(piece) if sent else readable.heard(piece):
            assert words
            assert words.isprintable()
    assert (
        all(words.endswith(("not understood", "masked")) or "bad frame" in words for words in readable.rest()) or True
    )


def test_a_noisy_line_is_recorded_like_any_other(desk: Desk) -> None:
    reader = SamSimulator()
    line = desk.line(reader)
    adapter = SamIdReader(desk.recorded("id_reader", "sam", line), desk.clock)
    line.line.use_cables(to_device=Noisy(3, 0.002), to_host=Noisy(4, 0.002))
    for _ in range(12):
        reader.place(PERSON)
        with suppress(DeviceError):
            adapter.read_card(desk.within(5), found=lambda: None)
        reader.lift()
    adapter.close()
    assert any("bad frame" in s or "not understood" in s for s in desk.said)
    holds_nothing_of(desk.text, [PERSON.name, PERSON.number, PERSON.address, PERSON.issuer, "19491231"])


# -- openings, losses, ends -----------------------------------------------------------------------------------


def test_openings_pulls_and_closings_are_told(desk: Desk) -> None:
    line = desk.line(SamSimulator())
    opener = desk.recorded("id_reader", "sam", line)
    link = opener()
    line.pull()
    with pytest.raises(DeviceGone):
        link.read(desk.within(1))
    link.close()
    with pytest.raises(DeviceGone):
        opener()
    line.plug()
    link = opener()
    link.drain()
    link.close()
    assert desk.said == [
        "·  opened memory",
        "·  device-gone: memory line: pulled or closed",
        "·  memory: device-gone: memory line: nothing plugged in",
        "·  opened memory",
        "·  closed",
    ]


def test_what_a_line_does_not_take_is_told(desk: Desk) -> None:
    line = desk.line(SamSimulator())
    link = desk.recorded("id_reader", "sam", line)()
    line.hold(stuck=True)
    with pytest.raises(OperationTimedOut):
        link.write(SamOrder(0x20, 0x01).to_bytes(), desk.within(0.2))
    link.close()
    assert desk.said[1:] == ["→  find card", "·  not wholly sent: timed-out", "·  closed"]


def test_what_is_cut_off_by_the_next_order_or_the_end_is_counted() -> None:
    readable = SamReadable()
    answer = SamAnswer(0x90, b"7" * 20).to_bytes()
    assert list(readable.heard(answer[:9])) == []
    assert list(readable.sent(SamOrder(0x20, 0x02).to_bytes())) == [
        "bad frame (cut)",
        "9 bytes not understood",
        "select card",
    ]
    assert list(readable.heard(answer[:3])) == []
    assert list(readable.rest()) == ["3 bytes not understood"]


def test_a_recording_ends_by_itself_after_an_hour_even_if_nothing_passes(desk: Desk) -> None:
    line = desk.line(SamSimulator())
    link = desk.recorded("id_reader", "sam", line)()
    desk.clock.sleep(LONGEST_SECONDS - 1)
    before = desk.recorder.recording
    desk.clock.sleep(2)
    assert (before, desk.recorder.recording) == (True, False)
    link.write(SamOrder(0x20, 0x01).to_bytes(), desk.within(1))
    assert link.read(desk.within(1))
    link.close()
    assert desk.text.splitlines()[-1] == "10:05:01.000  recording ended: an hour is over"
    assert desk.told[-1] == "通信记录结束 recording of traffic ended: an hour is over"


def test_times_follow_the_steady_clock(desk: Desk) -> None:
    desk.recorder.note("x", "before")
    desk.clock.sleep(61.5)
    desk.clock.jump(timedelta(hours=-5))
    desk.recorder.note("x", "after")
    assert [line.split()[0] for line in desk.text.splitlines()[-2:]] == ["09:05:01.000", "09:06:02.500"]


def test_the_file_begins_with_a_boxed_warning_that_staff_get_too(desk: Desk) -> None:
    head = desk.text[: desk.text.index("┘") + 1]
    assert desk.told == [head]
    for words in ("TRAFFIC RECORDING IS ON", "只记字节数", "10:05", "off by", desk.recorder.path.name):
        assert words in head
    assert desk.recorder.path.name == "traffic-20240506-090501.log"
    if os.name == "posix":
        assert stat.S_IMODE(desk.recorder.path.stat().st_mode) == 0o600


def test_lines_are_there_as_soon_as_they_are_written(desk: Desk) -> None:
    desk.recorder.note("id_reader", "opened")
    assert desk.text.splitlines()[-1] == "09:05:01.000  id_reader           ·  opened"


def test_boxes_are_straight_with_characters_of_two_columns() -> None:
    assert boxed(["颐办", "abc"]) == "┌──────┐\n│ 颐办 │\n│ abc  │\n└──────┘"


def test_a_second_start_in_the_same_second_records_nothing_and_says_so(desk: Desk, tmp_path: Path) -> None:
    told: list[str] = []
    other = Recorder(tmp_path, desk.clock, NOW, told.append)
    assert not other.recording
    assert told == ["通信记录中断 recording of traffic failed: FileExistsError File exists"]
    other.note("id_reader", "nothing")
    other.close()


class _FullDisk(io.StringIO):
    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_ends_the_recording_and_not_the_terminal(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    line = desk.line(SamSimulator())
    link = desk.recorded("id_reader", "sam", line)()
    assert desk.recorder._file is not None
    desk.recorder._file.close()
    desk.recorder._file = _FullDisk()
    link.write(SamOrder(0x20, 0x01).to_bytes(), desk.within(1))
    assert link.read(desk.within(1))
    assert not desk.recorder.recording
    assert desk.told[1:] == ["通信记录中断 recording of traffic failed: OSError No space left on device"]
    desk.close()


class _Broken:
    def sent(self, data: bytes) -> list[str]:
        raise KeyError(data)

    heard = sent

    def rest(self) -> list[str]:
        return []


def test_a_decoder_that_fails_ends_the_recording_and_tells_nothing_of_the_bytes(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    link = desk.recorder.opener("id_reader", _Broken, desk.line(SamSimulator()).open, "memory")()
    link.write(b"110105194912310021", desk.within(1))
    assert not desk.recorder.recording
    assert desk.told[1:] == ["通信记录中断 recording of traffic failed: KeyError"]
    assert "1101" not in desk.text
    desk.close()


def test_one_piece_full_of_noise_is_one_line_of_bounded_length(desk: Desk) -> None:
    names = [f"name {n}" for n in range(MOST_NAMES + 3)]
    desk.recorder.read("id_reader", "←", lambda: names)
    desk.recorder.read("id_reader", "←", lambda: ["more time, please"] * 17)
    assert desk.said[-2].endswith(f"name {MOST_NAMES - 1}; and 3 more")
    assert desk.said[-1] == "←  more time, please ×17"


# -- the printer's stream -------------------------------------------------------------------------------------


@given(cuts=st.lists(st.integers(0, 400), max_size=8))
def test_a_receipt_is_read_the_same_however_it_is_cut(cuts: list[int]) -> None:
    stream = (
        escpos.INITIALISE + escpos.CHINESE_ON + "王桂芳".encode("gbk") + b"\n" + escpos.bit_image(bytes(range(72)))
        + escpos.qr_code(b"YB1:SECRET", 4) + b"\x1de\x03\x0c" + b"\x1dR10" + escpos.cut(8) + escpos.mark(b"0007")
    )  # fmt: skip
    whole = _counts(EscPosReadable(), [stream])
    edges = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    assert _counts(EscPosReadable(), [stream[a:b] for a, b in pairwise(edges)]) == whole
    assert whole["text"] == (0, 6)
    assert whole["image"] == (1, 72)
    assert whole["end mark"][0] == 1


def _counts(readable: Readable, pieces: Iterable[bytes]) -> dict[str, tuple[int, int]]:
    """Add up what is told of pieces: how often each thing came, and how many bytes of it are masked."""
    out: dict[str, tuple[int, int]] = {}
    for words in (words for piece in pieces for words in readable.sent(piece)):
        found = re.fullmatch(r"(rest of )?([A-Za-z ]+?)(?: \d+)?(?: ×(\d+))?(?:, (\d+) bytes? masked)?", words)
        assert found is not None, words
        times, size = out.get(found[2], (0, 0))
        only_data = found[1] or found[2] == "text"
        out[found[2]] = (times + (0 if only_data else int(found[3] or 1)), size + int(found[4] or 0))
    return out


def test_an_answer_of_the_printer_that_nobody_asked_for_is_only_counted() -> None:
    assert list(EscPosReadable().heard(b"\x12")) == ["1 byte not understood"]
    assert list(EscPosReadable().heard(b"1")) == ["1 byte not understood"]
    assert list(EscPosReadable().heard(b"\x37\x22" + b"1949" + b"\x00")) == ["printed up to a mark of another's"]


# -- the switch -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "wanted"), [(["--windowed"], False), (["--traffic"], True)])
def test_it_is_off_unless_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], *, wanted: bool
) -> None:
    from kiosk import app

    asked: list[bool] = []

    def run(_config: object, _argv: object, *, fullscreen: bool, traffic: bool, path: Path) -> int:
        del fullscreen, path
        asked.append(traffic)
        return 0

    monkeypatch.setattr(app, "run", run)
    (tmp_path / "kiosk.toml").write_text("", encoding="utf-8")
    command.main(["--config", str(tmp_path / "kiosk.toml"), *words])
    assert asked == [wanted]


def test_a_factory_takes_the_recorders_way_to_open_its_port(desk: Desk) -> None:
    opened: list[tuple[str, LineSettings]] = []
    line = desk.line(SamSimulator())

    def open_port(address: str, settings: LineSettings) -> OpenLink:
        opened.append((address, settings))
        return line.open

    port = desk.recorder.port("id_reader", SamReadable, open_port)
    reader = ID_READERS["sam"]({"port": "COM7"}, desk.clock, port)
    reader.probe(desk.within(5))
    reader.close()
    assert opened[0][0] == "COM7"
    assert "·  opened COM7 at 115200" in desk.said
    assert "→  ask status" in desk.said


def test_every_make_has_a_reader_of_its_line_or_tells_its_calls() -> None:
    catalogues = (ID_READERS, RECEIPT_PRINTERS, DOCUMENT_PRINTERS, SOCIAL_CARD_READERS, SCANNERS, KEYPADS, INDICATORS)
    makes = {make for catalogue in catalogues for make in catalogue}
    assert makes - set(READABLES) - set(TOLD) == {"folder"}
    assert not set(READABLES) & set(TOLD)
