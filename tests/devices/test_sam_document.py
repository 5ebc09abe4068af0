"""The text block of an identity card: what is read, what is only warned of, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import identity_number
from devices.errors import CardDataInvalid, CardError, UnsupportedDocument
from devices.id_sam.document import NATIONS, nation_name, read_document
from devices.id_sam.simulator import resident_text
from devices.roles import DocumentKind, IdCard, Sex
from tests.devices.sam_bed import OTHER, PERSON


def changed(offset: int, text: str) -> bytes:
    """The manual's person with something else written at an offset."""
    block, new = resident_text(PERSON), text.encode("utf-16-le", errors="surrogatepass")
    return block[:offset] + new + block[offset + len(new) :]


def number_of(birth: date, region: str, sequence: int) -> str:
    first17 = f"{region}{birth:%Y%m%d}{sequence:03d}"
    return first17 + identity_number.check_digit(first17)


letters = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], max_codepoint=0x2FA1F)


@st.composite
def people(draw: st.DrawFn) -> IdCard:
    birth = draw(st.dates(date(1900, 1, 1), date(2020, 12, 31)))
    sex = draw(st.sampled_from([Sex.MALE, Sex.FEMALE]))
    sequence = draw(st.integers(0, 499)) * 2 + (sex is Sex.MALE)
    start = draw(st.dates(birth, date(2024, 12, 31)))

    def text(most_bytes: int) -> str:
        drawn = draw(st.text(letters, max_size=most_bytes // 2)).strip(" ")
        while len(drawn.encode("utf-16-le")) > most_bytes:
            drawn = drawn[:-1].strip(" ")
        return drawn

    return IdCard(
        kind=DocumentKind.RESIDENT,
        name=text(30) or "测",
        sex=sex,
        nation=nation_name(f"{draw(st.integers(0, 99)):02d}"),
        birth=birth,
        address=text(70),
        number=number_of(birth, draw(st.sampled_from(["110105", "440308", "650102"])), sequence),
        issuer=text(30),
        valid_from=start,
        valid_until=draw(st.one_of(st.none(), st.just(start + timedelta(days=3650)))),
    )


@given(people())
def test_what_is_written_is_read(person: IdCard) -> None:
    read = read_document(resident_text(person))
    assert replace(read, warnings=()) == person
    assert set(read.warnings) <= {"text-damaged"}


def test_the_manuals_person_is_read() -> None:
    assert read_document(resident_text(PERSON)) == PERSON
    assert read_document(resident_text(OTHER)) == OTHER


def test_a_field_filled_with_zeros_is_read_too() -> None:
    assert read_document(resident_text(PERSON).replace(b" \0", b"\0\0")) == PERSON


def test_a_small_x_is_a_capital_x() -> None:
    assert read_document(changed(122, "11010519491231002x")).number == PERSON.number


@pytest.mark.parametrize("code", ["81", "83", "99", "00", "ZZ"])
def test_an_unknown_nation_is_told_by_its_code_and_stops_nobody(code: str) -> None:
    assert read_document(changed(32, code)).nation == f"其他({code})"


def test_no_nation_at_all_stops_nobody() -> None:
    assert read_document(changed(32, "  ")).nation == "其他"


def test_there_are_56_nations_and_two_other_names() -> None:
    assert len(NATIONS) == 58
    assert (NATIONS["01"], NATIONS["56"], NATIONS["15"], NATIONS["97"]) == ("汉", "基诺", "土家", "其他")


def test_a_sex_that_differs_from_the_number_is_only_warned_of() -> None:
    card = read_document(changed(30, "1"))
    assert (card.sex, card.warnings) == (Sex.MALE, ("sex-differs",))


@pytest.mark.parametrize("code", ["0", "9"])
def test_a_sex_that_says_nothing_contradicts_nothing(code: str) -> None:
    assert read_document(changed(30, code)).warnings == ()


def test_a_sex_no_table_has_is_only_warned_of() -> None:
    card = read_document(changed(30, "X"))
    assert (card.sex, card.warnings) == (Sex.UNKNOWN, ("sex-unknown",))


def test_a_region_no_table_has_is_only_warned_of() -> None:
    odd = number_of(PERSON.birth, "990105", 2)
    assert read_document(resident_text(replace(PERSON, number=odd))).warnings == ("province-unknown",)


def test_half_a_character_is_only_warned_of() -> None:
    card = read_document(changed(52, "\ud842"))
    assert card.warnings == ("text-damaged",)
    assert card.address.startswith("\N{REPLACEMENT CHARACTER}")


def test_a_rare_name_beyond_the_basic_plane_is_read() -> None:
    assert read_document(resident_text(replace(PERSON, name="𠮷𬭚测"))).name == "𠮷𬭚测"


def test_an_order_to_a_printer_hidden_in_a_name_is_left_out() -> None:
    assert read_document(changed(0, "测\x1b\x10试\x7f")).name == "测试"


@pytest.mark.parametrize(
    ("offset", "text"),
    [
        (0, " " * 15),  # no name
        (36, "19491230"),  # another birth date than in the number
        (36, "19490231"),
        (36, "1949123 "),
        (36, "１９４９１２３１"),
        (122, "110105194912310021"),  # wrong check digit
        (122, "110105194913310028"),
        (122, " " * 18),
        (188, "20200230"),
        (188, "长期    "),
        (188, "19480101"),  # valid before birth
        (204, "20191231"),  # ends before it begins
        (204, "20300230"),
        (204, "        "),
    ],
)
def test_what_contradicts_itself_is_refused_and_not_told(offset: int, text: str) -> None:
    with pytest.raises(CardDataInvalid) as caught:
        read_document(changed(offset, text))
    told = str(caught.value)
    assert not any(ch.isdigit() for ch in told)
    assert "测" not in told


@pytest.mark.parametrize("flag", ["I", "J", "Y", "Z", "居"])
def test_other_kinds_are_named_unsupported(flag: str) -> None:
    with pytest.raises(UnsupportedDocument):
        read_document(changed(248, flag))


@pytest.mark.parametrize("size", [0, 255, 257, 1024])
def test_a_block_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(CardDataInvalid):
        read_document(bytes(size))


@given(st.binary(min_size=256, max_size=256))
def test_rubbish_raises_nothing_but_card_errors(block: bytes) -> None:
    with pytest.raises(CardError):
        read_document(block)


@given(st.integers(0, 255), st.integers(1, 255))
def test_a_damaged_byte_is_read_or_refused(at: int, change: int) -> None:
    block = bytearray(resident_text(PERSON))
    block[at] ^= change
    try:
        read_document(bytes(block))
    except CardError as error:
        assert PERSON.number not in str(error)  # noqa: PT017 - most damage is read, some is refused


def test_a_name_too_long_for_the_chip_is_not_cut_silently() -> None:
    with pytest.raises(ValueError, match="30 bytes"):
        resident_text(replace(PERSON, name="测" * 16))
