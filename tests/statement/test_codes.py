from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kiosk.statement import base45
from kiosk.statement.a4 import a4
from kiosk.statement.code import (
    LETTERS,
    PREFIX,
    SIGNED_BYTES,
    CodeUnreadable,
    ShortCode,
    canonical_value,
    digest_of,
    read,
    read_short,
    written,
)
from kiosk.statement.model import MARK, Statement
from kiosk.statement.seal import Sealer, code_key, digest
from kiosk.statement.verify import EMPTY_KEYRING, Answer, Keyring, Verdict, typed_figures, verify_code, verify_text
from tests.statement.papers import KEYRING, SEALER, SERIAL, SHEET, SLIP, TERMINAL, FixedKey, paper
from tests.statement.pdfs import text
from tests.statement.records import PRINTED_AT, TODAY

SLIPS = [paper(name, SLIP) for name in ("yearly-record-contributor", "payment-year", "certification-silent")]
SHEET_PAPER = paper("yearly-record-contributor", SHEET)
SHEET_TEXT = text(a4(SHEET_PAPER).pdf)
FIGURES = [figure.value for figure in SHEET_PAPER.figures]


def codes() -> tuple[str, str, str]:
    assert SHEET_PAPER.code is not None
    return SHEET_PAPER.code.qr, SHEET_PAPER.code.plain, SHEET_PAPER.code.short


def changed(value: str, at: int, to: str) -> str:
    place = at % len(value)
    return value[:place] + to + value[place + 1 :]


# -- base45 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "written"),
    [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0"), (b"", "")],
)
def test_the_examples_of_rfc_9285(data: bytes, written: str) -> None:
    assert base45.encode(data) == written
    assert base45.decode(written) == data


@given(st.binary(max_size=200))
def test_bytes_survive_base45(data: bytes) -> None:
    assert base45.decode(base45.encode(data)) == data


@pytest.mark.parametrize("text", ["GGW", "ab", ":::", "A", "BB8A", "::"])
def test_what_is_no_base45_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not base45"):
        base45.decode(text)


@given(st.text(alphabet=base45.ALPHABET, max_size=12))
def test_base45_is_read_in_one_way_only(text: str) -> None:
    try:
        data = base45.decode(text)
    except ValueError:
        return
    assert base45.encode(data) == text


# -- what is signed -----------------------------------------------------------------------------------------


def test_the_code_holds_no_personal_data_and_fits_its_size() -> None:
    qr, plain, short = codes()
    signed = read(qr)
    assert len(signed.signed) == SIGNED_BYTES == 42
    assert len(signed.signature) == 64
    assert (signed.payload.key_id, signed.payload.kind, signed.payload.region) == (3, 1, 0)
    assert signed.payload.issued_at == PRINTED_AT
    assert signed.payload.serial == SERIAL
    assert signed.payload.digest == digest(SHEET_PAPER)
    number = SHEET_PAPER.holder
    assert number is not None
    for code in (qr, plain, short):
        assert number.reveal() not in code
    # 189 is what version 9, level Q holds in the alphanumeric mode.
    assert len(qr) <= 189
    assert read(plain).payload.digest == signed.payload.digest


def test_the_same_figures_have_the_same_digest_on_either_paper() -> None:
    assert digest_of(SHEET_PAPER.kind, FIGURES) == digest(SHEET_PAPER)
    assert digest_of(2, FIGURES) != digest(SHEET_PAPER)


def test_a_paper_without_figures_gets_no_code() -> None:
    assert paper("window-slip", SLIP).code is None


def test_the_key_of_the_codes_is_not_the_terminals_key() -> None:
    assert code_key(TERMINAL) != TERMINAL
    assert len(code_key(TERMINAL)) == 32


@pytest.mark.parametrize(
    "text", ["", "YB1:", "YB1:" + "A" * 170, "YB1:" + "0" * 159, "YB2:ABC", "YB1:" + "1" * 170, "YB1:ab"]
)
def test_what_was_scanned_and_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(CodeUnreadable):
        read(text)


# -- figures ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("3,402.16", "3402.16"),
        ("3，402.16元", "3402.16元"),
        ("３４０２.16", "3402.16"),
        ("－100.00", "-100.00"),
        (" 2025年1月至 12月 ", "2025年1月至12月"),
        ("已缴", "●"),
        ("欠费", "△"),
        ("●", "●"),
        ("110***********002X", "110***********002X"),
        ("1,2", "1,2"),
        ("A,B.C", "A,B.C"),
    ],
)
def test_the_same_figure_may_be_typed_in_more_than_one_way(typed: str, canonical: str) -> None:
    assert canonical_value(typed) == canonical


def test_a_figure_can_not_move_into_its_neighbour() -> None:
    assert digest_of(1, ("12", "3")) != digest_of(1, ("1", "23"))
    assert digest_of(1, ("12", " ", "3")) == digest_of(1, ("12", "3"))


# -- the answer ---------------------------------------------------------------------------------------------


def test_an_unchanged_sheet_is_unchanged() -> None:
    assert verify_text(SHEET_TEXT, KEYRING, TODAY) == Answer(Verdict.UNCHANGED, PRINTED_AT)
    for code in codes():
        assert verify_code(code, FIGURES, KEYRING, TODAY).verdict == Verdict.UNCHANGED


@settings(max_examples=150)
@given(st.integers(0, len(FIGURES) - 1), st.integers(0, 40), st.sampled_from("0123456789.△●王X"))
def test_any_one_changed_figure_of_a_sheet_shows(which: int, at: int, to: str) -> None:
    pieces = SHEET_TEXT.split(MARK)
    before = pieces[2 * which + 1]
    pieces[2 * which + 1] = changed(before, at, to)
    assume(canonical_value(pieces[2 * which + 1]) != canonical_value(before))
    assert verify_text(MARK.join(pieces), KEYRING, TODAY).verdict == Verdict.ALTERED


@settings(max_examples=100)
@given(st.sampled_from(SLIPS), st.data())
def test_any_one_changed_typed_figure_shows_by_either_code(slip: Statement, data: st.DataObject) -> None:
    assert slip.code is not None
    figures = [figure.value for figure in slip.figures]
    which = data.draw(st.integers(0, len(figures) - 1))
    wrong = changed(figures[which], data.draw(st.integers(0, 30)), data.draw(st.sampled_from("0123456789X△●")))
    assume(canonical_value(wrong) != canonical_value(figures[which]))
    for code in (slip.code.qr, slip.code.short):
        assert verify_code(code, figures, KEYRING, TODAY).verdict == Verdict.UNCHANGED
        changed_figures = [*figures[:which], wrong, *figures[which + 1 :]]
        assert verify_code(code, changed_figures, KEYRING, TODAY).verdict == Verdict.ALTERED
        assert verify_code(code, figures[:-1], KEYRING, TODAY).verdict == Verdict.ALTERED


def test_another_moment_or_another_cut_off_date_on_any_page_shows() -> None:
    for true, false in (
        ("打印时间 2026年11月20日", "打印时间 2026年12月20日"),
        ("数据统计截止至 2026年11月18日", "数据统计截止至 2026年11月19日"),
    ):
        assert true in SHEET_TEXT
        assert verify_text(SHEET_TEXT.replace(true, false, 1), KEYRING, TODAY).verdict == Verdict.ALTERED


def test_a_code_from_elsewhere_is_not_known() -> None:
    qr, _, short = codes()
    assert verify_text(SHEET_TEXT, EMPTY_KEYRING, TODAY) == Answer(Verdict.UNKNOWN)
    assert verify_code(short, FIGURES, EMPTY_KEYRING, TODAY) == Answer(Verdict.UNKNOWN)
    stranger = Keyring({3: bytes(range(32))}, bytes(32))
    assert verify_code(short, FIGURES, stranger, TODAY) == Answer(Verdict.UNKNOWN)
    other = Sealer(FixedKey(), TERMINAL).seal(SHEET_PAPER, bytes(8))
    assert other.code is not None
    mixed = qr[:70] + other.code.qr[70:]
    assert verify_code(mixed, FIGURES, KEYRING, TODAY) == Answer(Verdict.UNKNOWN)
    assert verify_code("no code at all", FIGURES, KEYRING, TODAY) == Answer(Verdict.UNKNOWN)


def test_text_without_a_code_or_with_two_is_not_known() -> None:
    _, plain, _ = codes()
    assert verify_text(SHEET_TEXT.replace(plain, ""), KEYRING, TODAY) == Answer(Verdict.UNKNOWN)
    second = plain[:-1] + ("A" if plain[-1] != "A" else "B")
    assert verify_text(f"{SHEET_TEXT} {second}", KEYRING, TODAY) == Answer(Verdict.UNKNOWN)


def test_text_without_marks_is_altered() -> None:
    """As another program's copy of the text is."""
    assert verify_text(SHEET_TEXT.replace(MARK, ""), KEYRING, TODAY).verdict == Verdict.ALTERED


def test_an_amount_that_is_no_figure_shows() -> None:
    """Laid over a true one that is hidden, it would otherwise pass for it."""
    assert "单位：元" in SHEET_TEXT
    assert verify_text(SHEET_TEXT.replace("单位：元", "单位：元 9,999.00"), KEYRING, TODAY).verdict == Verdict.ALTERED


@given(st.binary(min_size=42, max_size=42))
def test_whatever_a_code_says_it_is_read_or_refused(signed: bytes) -> None:
    for code in written(b"\x11" + signed[1:], bytes(64)):
        assert verify_code(code, FIGURES, KEYRING, TODAY) == Answer(Verdict.UNKNOWN)


def test_a_date_after_the_last_year_is_refused() -> None:
    for code in written(b"\x11" + bytes(5) + b"\xff" * 4 + bytes(32), bytes(64)):
        with pytest.raises(CodeUnreadable):
            read(code)


def test_the_agency_may_answer_for_as_long_as_it_likes() -> None:
    for_ever = Keyring(KEYRING.public, KEYRING.key, 10**12)
    for code in codes():
        assert verify_code(code, FIGURES, for_ever, TODAY).verdict == Verdict.UNCHANGED


def test_a_code_is_answered_for_as_many_days_as_the_agency_says() -> None:
    last = TODAY + timedelta(days=90)
    for code in codes():
        assert verify_code(code, FIGURES, KEYRING, last).verdict == Verdict.UNCHANGED
        assert verify_code(code, FIGURES, KEYRING, last + timedelta(days=1)).verdict == Verdict.EXPIRED


def test_typed_lines_are_read_as_they_stand_on_the_paper() -> None:
    lines = "\n".join(FIGURES)
    assert verify_code(codes()[2], typed_figures(lines), KEYRING, TODAY).verdict == Verdict.UNCHANGED


# -- the short code -----------------------------------------------------------------------------------------

short_codes = st.builds(
    ShortCode, st.integers(0, 15), st.integers(0, 2**14 - 1), st.integers(0, 2**20 - 1), st.integers(0, 2**37 - 1)
)


@given(short_codes)
def test_a_short_code_is_read_as_it_was_written(code: ShortCode) -> None:
    assert read_short(str(code)) == code
    assert read_short(str(code).lower().replace("-", " ")) == code


def test_a_short_code_has_no_letters_that_look_alike() -> None:
    assert len(LETTERS) == len(set(LETTERS)) == 32
    assert not set("0O1I") & set(LETTERS)
    short = codes()[2]
    assert [len(part) for part in short.split("-")] == [4, 4, 4, 4]
    assert read_short(short).printed_on.date() == date(2026, 11, 20)


@given(short_codes, st.integers(0, 15), st.sampled_from(LETTERS))
def test_one_wrong_character_shows(code: ShortCode, at: int, to: str) -> None:
    typed = str(code).replace("-", "")
    wrong = changed(typed, at, to)
    assume(wrong != typed)
    with pytest.raises(CodeUnreadable):
        read_short(wrong)


@given(short_codes, st.integers(0, 14))
def test_two_neighbours_swapped_show(code: ShortCode, at: int) -> None:
    typed = str(code).replace("-", "")
    swapped = typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :]
    assume(swapped != typed)
    with pytest.raises(CodeUnreadable):
        read_short(swapped)


@pytest.mark.parametrize("typed", ["", "ABCD", "0000-0000-0000-0000", "ABCD-EFGH-JKLM-NPQR-S"])
def test_what_can_be_no_short_code_is_refused(typed: str) -> None:
    with pytest.raises(CodeUnreadable):
        read_short(typed)


def test_a_prefix_alone_tells_the_two_codes_apart() -> None:
    assert codes()[0].startswith(PREFIX)
    assert SEALER.signing.key_id == 3
