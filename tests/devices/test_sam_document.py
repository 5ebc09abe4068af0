"""The text block of an identity card of each kind: what is read, what is only warned of, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import identity_number
from devices.errors import CardDataInvalid, CardError, UnsupportedDocument
from devices.id_sam.document import NATIONS, moved, nation_name, read_document
from devices.id_sam.simulated_card import appended_text, chip_text
from devices.roles import DocumentKind, IdCard, Sex
from kiosk.core.money import IdNumber
from tests.devices.sam_bed import ALL_KINDS, FOREIGN_2017, FOREIGN_2023, HMT, OTHER, PERSON


def changed(offset: int, text: str, card: IdCard = PERSON) -> bytes:
    """The manual's person, or another, with something else written at an offset."""
    block, new = chip_text(card), text.encode("utf-16-le", errors="surrogatepass")
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
    read = read_document(chip_text(person))
    assert replace(read, warnings=()) == person
    assert set(read.warnings) <= {"text-damaged"}


def test_the_manuals_person_is_read() -> None:
    assert read_document(chip_text(PERSON)) == PERSON
    assert read_document(chip_text(OTHER)) == OTHER


def test_a_field_filled_with_zeros_is_read_too() -> None:
    assert read_document(chip_text(PERSON).replace(b" \0", b"\0\0")) == PERSON


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
    assert read_document(chip_text(replace(PERSON, number=odd))).warnings == ("province-unknown",)


def test_half_a_character_is_only_warned_of() -> None:
    card = read_document(changed(52, "\ud842"))
    assert card.warnings == ("text-damaged",)
    assert card.address.startswith("\N{REPLACEMENT CHARACTER}")


def test_a_rare_name_beyond_the_basic_plane_is_read() -> None:
    assert read_document(chip_text(replace(PERSON, name="𠮷𬭚测"))).name == "𠮷𬭚测"


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


@pytest.mark.parametrize("flag", ["Z", "居", "j", "1"])
def test_other_kinds_are_named_unsupported(flag: str) -> None:
    with pytest.raises(UnsupportedDocument):
        read_document(changed(248, flag))


# -- permits and foreigners' cards


@pytest.mark.parametrize("card", ALL_KINDS, ids=lambda card: card.kind)
def test_every_kind_that_is_written_is_read(card: IdCard) -> None:
    assert read_document(chip_text(card)) == card


@pytest.mark.parametrize(
    ("number", "birth"),
    [("810000199408230021", date(1994, 8, 23)), ("820000200009100032", date(2000, 9, 10)), (HMT.number, HMT.birth)],
)
def test_the_published_permit_numbers_are_usual(number: str, birth: date) -> None:
    card = replace(HMT, number=number, birth=birth, sex=Sex.UNKNOWN, warnings=())
    assert read_document(chip_text(card)) == card


def test_a_permit_with_a_number_of_another_region_is_only_warned_of() -> None:
    card = replace(HMT, number=PERSON.number, birth=PERSON.birth, sex=PERSON.sex, warnings=())
    assert read_document(chip_text(card)).warnings == ("number-unusual",)


def test_a_permit_whose_number_says_another_birth_date_is_refused() -> None:
    with pytest.raises(CardDataInvalid):
        read_document(changed(36, "19920131", HMT))


def test_the_parts_of_an_english_name_are_joined_before_they_are_stripped() -> None:
    name = FOREIGN_2023.english_name
    assert name[34] == " "
    block = chip_text(FOREIGN_2023)
    assert block[52:122].decode("utf-16-le") == name[:35]
    assert read_document(block).english_name == name
    turned = name[:34] + "X" + " " + name[36:]  # now the space is the first character of the second part
    assert read_document(chip_text(replace(FOREIGN_2023, english_name=turned))).english_name == turned


@pytest.mark.parametrize("card", [FOREIGN_2017, FOREIGN_2023], ids=lambda card: card.kind)
def test_a_foreigner_without_a_chinese_name_goes_by_the_english_one(card: IdCard) -> None:
    nameless = replace(card, name=card.english_name)
    assert read_document(chip_text(nameless)) == nameless
    with pytest.raises(CardDataInvalid):
        read_document(chip_text(replace(card, name="", english_name="")))


@pytest.mark.parametrize("card", [FOREIGN_2017, FOREIGN_2023], ids=lambda card: card.kind)
@pytest.mark.parametrize("number", ["A1234567", "CAN1100800101", "123456789012345"])
def test_a_foreigners_number_of_another_form_is_only_warned_of(card: IdCard, number: str) -> None:
    read = read_document(chip_text(replace(card, number=number)))
    assert (read.number, read.warnings) == (number, ("number-unusual",))


@pytest.mark.parametrize("card", [FOREIGN_2017, FOREIGN_2023], ids=lambda card: card.kind)
@pytest.mark.parametrize("number", ["", "CAN 1100800101", "CAN-110080010"])
def test_a_foreigners_number_that_is_none_is_refused(card: IdCard, number: str) -> None:
    with pytest.raises(CardDataInvalid):
        read_document(chip_text(replace(card, number=number)))


@pytest.mark.parametrize("number", ["911124198108030028", "911124198113030024"])
def test_a_new_foreigners_number_that_contradicts_itself_is_refused(number: str) -> None:
    with pytest.raises(CardDataInvalid):
        read_document(chip_text(replace(FOREIGN_2023, number=number)))


def test_a_new_foreigners_number_with_another_birth_date_is_refused() -> None:
    with pytest.raises(CardDataInvalid):
        read_document(chip_text(replace(FOREIGN_2023, birth=date(1981, 8, 4))))


@pytest.mark.parametrize("card", [FOREIGN_2017, FOREIGN_2023], ids=lambda card: card.kind)
def test_an_odd_nationality_is_only_warned_of(card: IdCard) -> None:
    read = read_document(chip_text(replace(card, nation="C4")))
    assert (read.nation, read.warnings) == ("C4", ("nationality-unusual",))


@pytest.mark.parametrize("card", [FOREIGN_2017, FOREIGN_2023], ids=lambda card: card.kind)
def test_dates_that_cannot_be_are_refused_on_a_foreigners_card_too(card: IdCard) -> None:
    for odd in (replace(card, valid_until=card.birth), replace(card, valid_from=card.birth - timedelta(1))):
        with pytest.raises(CardDataInvalid):
            read_document(chip_text(odd))


def test_nobody_was_born_before_1850() -> None:
    with pytest.raises(CardDataInvalid):
        read_document(chip_text(replace(FOREIGN_2017, birth=date(1849, 12, 31))))


def test_a_foreigners_card_without_end_is_read() -> None:
    endless = replace(FOREIGN_2017, valid_until=None)
    assert read_document(chip_text(endless)) == endless


@pytest.mark.parametrize("card", ALL_KINDS, ids=lambda card: card.kind)
def test_every_number_read_is_one_the_records_can_be_asked_for(card: IdCard) -> None:
    assert IdNumber(read_document(chip_text(card)).number).reveal() == card.number


@pytest.mark.parametrize("card", ALL_KINDS, ids=lambda card: card.kind)
@given(data=st.data())
def test_a_damaged_block_of_any_kind_is_read_or_refused_and_its_number_is_one(
    card: IdCard, data: st.DataObject
) -> None:
    block = bytearray(chip_text(card))
    for _ in range(data.draw(st.integers(1, 3))):
        block[data.draw(st.integers(0, 255))] = data.draw(st.integers(0, 255))
    try:
        IdNumber(read_document(bytes(block)).number)
    except CardError as error:
        assert card.number not in str(error)  # noqa: PT017 - much damage is read, some is refused


# -- the appended address


def test_an_appended_address_replaces_the_first_unless_it_is_empty() -> None:
    assert moved(PERSON, appended_text("北京市海淀区测试路3号")).address == "北京市海淀区测试路3号"
    assert moved(PERSON, appended_text("")) == PERSON
    assert moved(PERSON, b"") == PERSON


def test_half_a_character_in_an_appended_address_is_only_warned_of() -> None:
    card = moved(PERSON, "测".encode("utf-16-le") + b"\x42\xd8" + b" \0" * 33)
    assert card.warnings == ("text-damaged",)
    assert moved(card, b"\x42\xd8").warnings == ("text-damaged",)


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
    block = bytearray(chip_text(PERSON))
    block[at] ^= change
    try:
        read_document(bytes(block))
    except CardError as error:
        assert PERSON.number not in str(error)  # noqa: PT017 - most damage is read, some is refused


def test_a_name_too_long_for_the_chip_is_not_cut_silently() -> None:
    with pytest.raises(ValueError, match="30 bytes"):
        chip_text(replace(PERSON, name="测" * 16))
