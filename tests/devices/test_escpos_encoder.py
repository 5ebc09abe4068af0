"""Receipts as bytes, and as a printer understands them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from devices.escpos import frames
from devices.escpos.commands import Interpreter, Motion
from devices.escpos.encoder import CELL_DOTS, Charset, Encoder
from devices.escpos.glyphs import FontGlyphs
from devices.escpos.length import length
from devices.escpos.roll import Dots, Piece, Printed
from devices.paper import DOTS, Align, Feed, Pair, PaperItem, Picture, QrCode, Receipt, Rule, TextLine
from tests.devices.receipts import HANAMIN, NOTO, yearly

GLYPHS = FontGlyphs([NOTO, HANAMIN])
ENCODER = Encoder(GLYPHS)


def body(*items: PaperItem, encoder: Encoder = ENCODER) -> bytes:
    return b"".join(encoder.pieces(Receipt(items))[1:])


def understood(data: bytes) -> tuple[Piece, list[str]]:
    """What a strict printer makes of it."""
    interpreter, piece = Interpreter(), Piece()
    faults: list[str] = []
    while data:
        used = interpreter.step(data)
        assert used, "an unfinished command"
        data = data[used:]
        done = interpreter.take()
        faults += done.faults
        if isinstance(done.motion, Motion):
            piece.rows.append(done.motion.row)
    return piece, faults


def printed(*items: PaperItem, encoder: Encoder = ENCODER) -> Piece:
    piece, faults = understood(b"".join(encoder.pieces(Receipt(items))))
    assert faults == []
    return piece


def test_a_receipt_begins_with_a_printer_in_a_known_state() -> None:
    assert ENCODER.pieces(Receipt(())) == (bytes.fromhex("1B 40 1C 26 1C 53 00 00 1D 61 0E"),)


def test_chinese_is_sent_as_two_bytes_a_character() -> None:
    assert body(TextLine("养老金a")) == b"\x1b3\x22" + "养老金a".encode("gb18030") + b"\n"


def test_a_heading_is_double_centred_and_bold_and_the_next_line_is_not() -> None:
    data = body(TextLine("养老", Align.CENTRE, double=True, bold=True), TextLine("金"))
    assert (
        data
        == bytes.fromhex("1B 61 01 1B 45 01 1D 21 11 1C 21 0C 1B 33 3C")
        + "养老".encode("gbk")
        + b"\n"
        + bytes.fromhex("1B 61 00 1B 45 00 1D 21 00 1C 21 00 1B 33 22")
        + "金".encode("gbk")
        + b"\n"
    )


def test_a_pair_fills_the_line() -> None:
    assert printed(Pair("姓名", "王建国")).text() == "姓名" + " " * 38 + "王建国"
    assert printed(Pair("合计", "1,234.56元", double=True)).text() == "合计" + " " * 10 + "1,234.56元"


def test_a_pair_that_is_too_long_takes_two_lines() -> None:
    label, value = "险" * 15, "9" * 20
    assert printed(Pair(label, value)).text() == f"{label}\n{' ' * 28}{value}"


def test_a_rare_character_is_drawn_in_its_place() -> None:
    row = printed(TextLine("王𠮷来")).rows[0]
    drawn = GLYPHS.draw("𠮷", 24, 24)
    assert drawn is not None
    assert row.elements == (
        Printed(0, "王", double=False, bold=False),
        Dots(24, frames.without_commands(drawn)),
        Printed(48, "来", double=False, bold=False),
    )
    assert len(body(TextLine("王𠮷来"))) == len(body(TextLine("王来"))) + 77


def test_a_bold_rare_character_is_heavier() -> None:
    def ink(*, bold: bool) -> int:
        (element,) = printed(TextLine("𠮷", bold=bold)).rows[0].elements
        assert isinstance(element, Dots)
        return int.from_bytes(element.columns, "big").bit_count()

    assert ink(bold=True) > ink(bold=False) * 1.2


def test_a_double_line_with_a_rare_character_is_drawn_whole_in_two_strips() -> None:
    for item in (TextLine("王𠮷", Align.CENTRE, double=True, bold=True), Pair("王", "𠮷8", double=True)):
        rows = printed(item).rows
        assert [row.feed for row in rows] == [24, 24, 12]
        assert all(isinstance(element, Dots) for row in rows for element in row.elements)
    left, right = printed(Pair("王", "𠮷8", double=True)).rows[0].elements
    assert (left.x, left.width, right.x, right.width) == (0, 48, 576 - 72, 72)
    assert printed(TextLine("王𠮷", Align.RIGHT, double=True)).rows[1].elements[0].x == 480


def test_the_two_strips_are_the_halves_of_the_glyph() -> None:
    upper, lower = (row.elements[0] for row in printed(TextLine("𠮷", double=True)).rows[:2])
    whole = GLYPHS.draw("𠮷", 48, 48)
    assert whole is not None
    assert isinstance(upper, Dots)
    assert isinstance(lower, Dots)
    joined = b"".join(upper.columns[n : n + 3] + lower.columns[n : n + 3] for n in range(0, 144, 3))
    assert joined == whole


def test_a_drawn_line_never_leaves_the_paper() -> None:
    assert printed(TextLine("𠮷" * 40, double=True)).rows[0].elements[0].width == 576


def test_what_no_font_has_is_a_geta_mark() -> None:
    assert printed(TextLine("王\U0010fffd")).text() == "王〓"
    missing, geta = GLYPHS.draw("\U0010fffd", 48, 48), GLYPHS.draw("〓", 48, 48)
    assert missing is None
    assert geta is not None
    (upper,) = printed(TextLine("\U0010fffd", double=True)).rows[0].elements
    assert isinstance(upper, Dots)
    assert upper.columns == b"".join(geta[n : n + 3] for n in range(0, 288, 6))


def test_text_cannot_command_the_printer() -> None:
    data = body(TextLine("a\x10\x04\x01\x1b@\nb\x7f"))
    assert (
        data == b"\x1b3\x22a" + "〓〓〓〓".encode("gbk") + b"@" + "〓".encode("gbk") + b"b" + "〓".encode("gbk") + b"\n"
    )


def test_variation_selectors_and_joiners_have_no_width() -> None:
    assert printed(Pair("葛\U000e0100", "王\u200d")).text() == printed(Pair("葛", "王")).text()


def test_an_old_printer_gets_only_gb2312() -> None:
    old = Encoder(GLYPHS, Charset.GB2312)
    assert Charset.GB2312.native("镕") is None
    assert Charset.GBK.native("镕") == b"\xe9F"
    assert Charset.GBK.native("䶮") is None  # two bytes in GB 18030, but not in the older fonts
    assert isinstance(printed(TextLine("镕"), encoder=old).rows[0].elements[0], Dots)
    assert printed(TextLine("买·提〇"), encoder=old).text() == "买·提▣"


def test_a_drawn_character_that_meets_the_edge_goes_to_the_next_line() -> None:
    rows = printed(TextLine("老" * 23 + "aa𠮷")).rows
    assert [element.x for element in rows[0].elements] == [0]
    assert printed(TextLine("老" * 23 + "aaa𠮷")).text() == "老" * 23 + "aa\na▣"


def test_white_space_is_fed_in_dots() -> None:
    assert [row.feed for row in printed(Feed(300), Rule()).rows] == [255, 45, 24]


def test_a_qr_code_stands_in_the_middle_with_its_quiet_zone() -> None:
    rows = printed(QrCode("HTTPS://A/1", 6)).rows
    assert [row.feed for row in rows] == [24, 21 * 6, 24]
    assert rows[1].elements[0].x == (576 - 126) // 2


def test_sixty_lines_fit_the_printers_buffer() -> None:
    data = b"".join(ENCODER.pieces(yearly()))
    assert len(data) <= 4096


TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from("养老金王𠮷𬱖·，1a"), max_size=30)
DOTS_OF_A_ROW = st.sampled_from((bytes(72), b"\x10\x04\x10\x14" * 18, b"\xff" + bytes(70) + b"\x01")) | st.binary(
    min_size=72, max_size=72
)
PICTURES = st.builds(Picture, st.lists(DOTS_OF_A_ROW, max_size=60).map(tuple))
ITEMS = (
    st.builds(TextLine, TEXTS, st.sampled_from(Align), st.booleans(), st.booleans())
    | st.builds(Pair, TEXTS, TEXTS, st.booleans(), st.booleans())
    | st.just(Rule())
    | st.builds(Feed, st.integers(0, 600))
    | st.builds(QrCode, st.text("0123456789ABC $%", min_size=1, max_size=100), st.integers(4, 6))
    | PICTURES
)


def picture_on(piece: Piece) -> list[int]:
    """The rows of dots that stand on a piece of paper with nothing but pictures, as numbers."""
    rows = [0] * piece.height
    at = 0
    for row in piece.rows:
        for element in row.elements:
            assert isinstance(element, Dots)
            for x in range(element.width):
                column = int.from_bytes(element.columns[3 * x : 3 * x + 3], "big")
                for y in range(CELL_DOTS):
                    rows[at + y] |= (column >> CELL_DOTS - 1 - y & 1) << DOTS - 1 - element.x - x
        at += row.feed
    return rows


@settings(max_examples=60, deadline=None)
@given(PICTURES)
def test_a_picture_is_on_the_paper_as_it_was_but_for_dots_that_would_be_commands(picture: Picture) -> None:
    wanted = [int.from_bytes(row, "big") for row in picture.rows]
    piece = printed(picture)
    there = picture_on(piece)
    assert piece.height == length(Receipt((picture,)), Charset.GBK)
    assert len(wanted) <= len(there) < len(wanted) + CELL_DOTS
    flipped = sum((a ^ b).bit_count() for a, b in zip(there, wanted + [0] * CELL_DOTS, strict=False))
    unflipped = ENCODER.pieces(Receipt((picture,)))
    assert flipped <= sum(piece.count(0x10) + piece.count(0x12) for piece in unflipped)


def test_white_paper_in_a_picture_costs_no_dots_and_no_time_on_the_line() -> None:
    edges = Picture((bytes(72),) * 100 + (b"\x80" + bytes(70) + b"\x01",) * 24 + (bytes(72),) * 30)
    assert [(row.feed, [element.x for element in row.elements]) for row in printed(edges).rows] == [
        (100, []),
        (24, [0, 575]),
        (30, []),
    ]
    assert len(body(edges)) < 50


def test_a_long_picture_goes_in_pieces_that_the_printer_can_hold() -> None:
    pieces = ENCODER.pieces(Receipt((Picture((b"\xaa" * 72,) * 240),)))
    assert len(pieces) == 11
    assert max(map(len, pieces)) < 1800


@settings(max_examples=150, deadline=None)
@given(st.lists(ITEMS, max_size=6))
def test_every_receipt_is_understood_and_holds_no_real_time_command(items: list[PaperItem]) -> None:
    data = b"".join(ENCODER.pieces(Receipt(tuple(items))))
    assert understood(data)[1] == []
    assert not any(a == 0x10 and b in frames.REAL_TIME for a, b in pairwise(data))
