"""The citizen identity number against published samples and its own rules."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import identity_number
from devices.roles import Sex

PUBLISHED = [
    "11010519491231002X",
    "440308199901101512",
    "830000199201300022",
    "810000199408230021",
    "820000200009100032",
    "911124198108030024",
    "932682198501010017",
]


@pytest.mark.parametrize("number", PUBLISHED)
def test_published_numbers_are_valid(number: str) -> None:
    assert identity_number.is_valid(number)


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",
        "911124198108030028",
        "11010519491231002x",
        "１1010519491231002X",
        "",
        "1101051949123100",
        "110105194902300027",
        "110105184912310022",
    ],
)
def test_wrong_numbers_are_not(number: str) -> None:
    assert not identity_number.is_valid(number)


def test_a_number_tells_birth_and_sex() -> None:
    assert identity_number.birth_of("11010519491231002X") == date(1949, 12, 31)
    assert identity_number.sex_of("11010519491231002X") is Sex.FEMALE
    assert identity_number.sex_of("440308199901101512") is Sex.MALE
    assert identity_number.normalised("11010519491231002x") == "11010519491231002X"


@pytest.mark.parametrize(
    ("ask", "number"),
    [
        (identity_number.birth_of, "110105194902300020"),
        (identity_number.birth_of, "110105184912310020"),
        (identity_number.birth_of, "nothing"),
        (identity_number.sex_of, "nothing"),
        (identity_number.check_digit, "1234567890123456"),
    ],
)
def test_what_is_no_number_is_refused_without_telling_it(ask: object, number: str) -> None:
    assert callable(ask)
    with pytest.raises(ValueError, match=r"identity number|17 digits") as caught:
        ask(number)
    assert number not in str(caught.value)


def test_foreigners_numbers_are_told_by_their_form() -> None:
    assert identity_number.has_foreign_form("911124198108030024")
    assert identity_number.has_foreign_form("932682198501010017")
    assert identity_number.has_old_foreign_form("CAN110080010110")
    for citizen in ("11010519491231002X", "830000199201300022", "", "９11124198108030024"):
        assert not identity_number.has_foreign_form(citizen)
        assert not identity_number.has_old_foreign_form(citizen)
    assert not identity_number.has_foreign_form("CAN110080010110")
    assert not identity_number.has_old_foreign_form("can110080010110")
    assert not identity_number.has_old_foreign_form("CAN1100800101100")


@given(st.from_regex(r"[0-9]{17}", fullmatch=True), st.integers(0, 16), st.integers(1, 9))
def test_every_single_wrong_digit_changes_the_check_digit(first17: str, at: int, by: int) -> None:
    other = first17[:at] + str((int(first17[at]) + by) % 10) + first17[at + 1 :]
    assert identity_number.check_digit(first17) != identity_number.check_digit(other)


@given(st.from_regex(r"[0-9]{17}", fullmatch=True), st.integers(0, 15))
def test_two_digits_swapped_are_noticed(first17: str, at: int) -> None:
    swapped = first17[:at] + first17[at + 1] + first17[at] + first17[at + 2 :]
    same = first17[at] == first17[at + 1]
    assert (identity_number.check_digit(first17) == identity_number.check_digit(swapped)) is same


@given(st.text(max_size=20))
def test_any_text_is_valid_or_not(text: str) -> None:
    assert identity_number.is_valid(text) in (True, False)
