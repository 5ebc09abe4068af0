"""A record comes back from its bytes as it was, whatever its order, and bytes that are none are called damage."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.assets import asset
from kiosk.core.money import Fen, Month
from kiosk.core.record import (
    AccountYear,
    Adjustment,
    Contribution,
    ContributionState,
    ItemKind,
    PaidTo,
    Payment,
    PaymentItem,
    PaymentState,
    Record,
    Scheme,
)
from kiosk.demo.people import people
from kiosk.store import body
from kiosk.store.compression import compressed
from kiosk.store.contributions import MOST
from tests.store.older import first_body, second_body
from tests.store.terminal import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

ONE = next(iter(people(1, 1, TODAY)))
PENSIONER = tuple(people(7, 7, TODAY))[6]
CONTRIBUTIONS = st.builds(
    Contribution,
    month=st.builds(Month, st.integers(2019, 2020), st.integers(1, 12)),
    scheme=st.sampled_from(Scheme),
    base=st.integers(0, 3).map(Fen),
    employer=st.integers(-1, 1).map(Fen),
    personal=st.integers(0, 1).map(Fen),
    state=st.sampled_from(ContributionState),
)
FEN = st.one_of(st.integers(-200, 200), st.integers(-(2**63), 2**63 - 1)).map(Fen)
MONTHS = st.builds(Month, st.integers(1, 9999), st.integers(1, 12))
TEXTS = st.text(max_size=5)
ITEMS = st.builds(PaymentItem, TEXTS, TEXTS, MONTHS, FEN, st.sampled_from(ItemKind))
PAYMENTS = st.builds(
    Payment,
    MONTHS,
    st.sampled_from(Scheme),
    FEN,
    st.lists(ITEMS, max_size=4).map(tuple),
    st.sampled_from(PaymentState),
    st.none() | st.dates(),
    st.sampled_from(PaidTo),
    TEXTS,
    TEXTS,
)
YEARS = st.builds(
    AccountYear,
    *(st.integers(0, 9999), st.sampled_from(Scheme), FEN, FEN, FEN, FEN, FEN, FEN),
    *(st.integers(-40, 400), st.integers(-40, 4000)),
)
ADJUSTMENTS = st.builds(Adjustment, MONTHS, MONTHS, FEN, FEN, FEN, FEN, FEN, st.integers(0, 12), TEXTS)


def again(record: Record) -> Record:
    """Return a record after its way through the store."""
    return body.unpack(body.FORM, body.pack(record))


@given(st.lists(CONTRIBUTIONS, max_size=30))
def test_contributions_keep_their_order_and_values(contributions: list[Contribution]) -> None:
    record = replace(ONE, contributions=tuple(contributions))
    assert again(record) == record


@given(st.lists(PAYMENTS, max_size=6), st.lists(YEARS, max_size=6), st.lists(ADJUSTMENTS, max_size=6))
def test_every_amount_day_and_text_comes_back(
    payments: list[Payment], years: list[AccountYear], rises: list[Adjustment]
) -> None:
    record = replace(ONE, payments=tuple(payments), account_years=tuple(years), adjustments=tuple(rises))
    found = again(record)
    assert found == record
    # Equal isn't enough: a named tuple is equal to one of another kind.
    assert [type(each) for each in (*found.payments, *found.account_years, *found.adjustments)] == [
        *[Payment] * len(payments), *[AccountYear] * len(years), *[Adjustment] * len(rises),
    ]  # fmt: skip
    assert all(type(item) is PaymentItem for payment in found.payments for item in payment.items)
    assert hash(found) == hash(record)


def test_everybody_comes_back(some_people: tuple[Record, ...]) -> None:
    assert tuple(map(again, some_people)) == some_people


@given(st.integers(1, 40), CONTRIBUTIONS)
def test_months_in_a_row_are_one_run(months: int, first: Contribution) -> None:
    run = tuple(first._replace(month=month) for month in first.month.to(first.month + (months - 1)))
    record = replace(ONE, contributions=run)
    assert again(record) == record
    assert len(body.unpacked(record)) < len(body.unpacked(replace(ONE, contributions=()))) + 60


def test_what_a_sequence_is_asked_it_answers_as_its_tuple_does() -> None:
    found = again(PENSIONER)
    assert len(found.payments) == len(PENSIONER.payments)
    assert found.payments[-1] == PENSIONER.payments[-1]
    assert found.payments[:-1] == PENSIONER.payments[:-1]
    assert tuple(found.payments) == PENSIONER.payments
    assert found.payments == again(PENSIONER).payments
    assert found.payments != PENSIONER.payments[1:]
    assert PENSIONER.payments[0] in found.payments
    assert not again(replace(PENSIONER, payments=())).payments
    assert found.payments[0] is found.payments[0]


def test_nothing_of_a_record_is_readable_in_its_repr() -> None:
    found = again(PENSIONER)
    values = (found, found.payments, found.payments[0], found.payments[0].items, found.account_years[0])
    text = repr((*values, found.adjustments[0], found.contributions[0], found.contributions))
    payment = PENSIONER.payments[0]
    assert not [
        secret for secret in (payment.account_tail, payment.items[0].name, str(payment.amount)) if secret in text
    ]
    assert PENSIONER.person.name not in text


@given(st.binary(max_size=200), st.integers(0, 255))
def test_bytes_that_are_no_record_are_damage(content: bytes, form: int) -> None:
    with pytest.raises(body.BodyDamaged):
        body.unpack(form, content)


def forged(change: Callable[[list[Any]], None]) -> bytes:
    """Return the body of somebody with a table of theirs changed, as who holds all keys could make it."""
    fields = msgspec.msgpack.decode(body.unpacked(PENSIONER))
    change(fields)
    return compressed(msgspec.msgpack.encode(fields), body.DICTIONARY)


def everything(record: Record) -> list[object]:
    return [*record.contributions, *record.payments, *record.account_years, *record.adjustments]


TABLES = ((4, 1), (4, 2), (5, 1), (7, 1), (7, 3), (8, 1))
"""Where a record's tables stand in its fields."""


@given(st.sampled_from(TABLES), st.data())
def test_a_damaged_table_is_damage_at_once_or_makes_all_its_values(place: tuple[int, int], data: st.DataObject) -> None:
    """Never an error later, when a page reads it."""

    def change(fields: list[Any]) -> None:
        content = bytearray(fields[place[0]][place[1]])
        for _ in range(data.draw(st.integers(1, 3))):
            at = data.draw(st.integers(0, len(content) - 1))
            match data.draw(st.sampled_from(("flip", "cut", "insert"))):
                case "flip":
                    content[at] ^= 1 << data.draw(st.integers(0, 7))
                case "cut" if at:
                    del content[at:]
                case _:
                    content[at:at] = b"\x7f"
        fields[place[0]][place[1]] = bytes(content)

    try:
        found = body.unpack(body.FORM, forged(change))
    except body.BodyDamaged:
        return
    lengths = len(found.contributions) + len(found.payments) + len(found.account_years) + len(found.adjustments)
    assert len(everything(found)) == lengths


def set_to(*place: int | str, value: object) -> Callable[[list[Any]], None]:
    def change(fields: list[Any]) -> None:
        there: Any = fields
        for step in place[:-1]:
            there = there[step]
        there[place[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        set_to(0, "sex", value="secret"),
        set_to(4, 0, value=[]),  # lines of no kind
        set_to(4, 0, 0, value=["secret", "paid"]),
        set_to(4, 1, value=b""),
        set_to(4, 1, value=b"bb"),
        set_to(4, 1, value=b"xbb"),
        set_to(4, 1, value=b"\xffbb"),
        set_to(4, 1, value=b"bbb\x01\x01\x01"),  # one run for all the lines
        set_to(4, 1, value=b"bqb" + b"\x01" + (1 << 62).to_bytes(8, "little") + b"\x01"),
        set_to(4, value=[[["110", "paid"]], b"bqb\x01" + (1 << 62).to_bytes(8, "little") + b"\x00", b"bbbb"]),
        set_to(4, value=[[["110", "paid"]], b"bib\x01" + MOST.to_bytes(4, "little") + b"\x02", b"bbbb" + bytes(8)]),
        set_to(4, value=[[["110", "paid"]], b"bbb\x01\xff\x01", b"bbbb" + bytes(4)]),
        set_to(4, value=[[["110", "paid"]], b"bbb\x01\x01\x01", b"bbbb\xff" + bytes(3)]),
        set_to(5, 0, value=[]),
        set_to(5, 1, value=b"b" * 9),
        set_to(7, 0, value=[]),
        set_to(7, 2, value=[]),
        set_to(7, 3, value=b"bbb"),  # items of no payment
        set_to(7, value=[[["110", "paid", "card", "", ""]], b"bbbbi" + bytes(4) + b"\xff\xff\xff\x7f", [], b"bbb"]),
        set_to(7, value=[[["110", "paid", "card", "", ""]], b"bbbbb" + bytes(4) + b"\xff", [], b"bbb"]),
        set_to(7, value=[[["110", "paid", "card", "", ""]], b"bbbbb" + bytes(3) + b"\xff\x00", [], b"bbb"]),
        set_to(8, 0, value=[]),
        set_to(8, 1, value="text"),
    ],
)  # fmt: skip
def test_a_record_of_the_wrong_shape_is_damage_that_tells_nothing(change: Callable[[list[Any]], None]) -> None:
    with pytest.raises(body.BodyDamaged) as damage:
        body.unpack(body.FORM, forged(change))
    assert "secret" not in str(damage.value)
    assert damage.value.__suppress_context__


def test_what_no_row_can_hold_is_refused_before_it_is_sealed() -> None:
    with pytest.raises(OverflowError):
        body.pack(replace(PENSIONER, adjustments=(PENSIONER.adjustments[0]._replace(monthly=Fen(1 << 63)),)))
    with pytest.raises(OverflowError):
        body.pack(replace(PENSIONER, contributions=(PENSIONER.contributions[0],) * (MOST + 1)))


@given(st.lists(CONTRIBUTIONS, max_size=5), st.lists(PAYMENTS, max_size=3))
def test_records_of_formats_1_and_2_are_understood(contributions: list[Contribution], payments: list[Payment]) -> None:
    record = replace(PENSIONER, contributions=tuple(contributions), payments=tuple(payments))
    assert body.unpack(2, second_body(record)) == record
    assert body.unpack(1, first_body(record)) == replace(record, marks=())
    found = body.unpack(2, second_body(record))
    assert [type(each) for each in found.payments] == [Payment] * len(payments)


def test_a_person_takes_about_half_a_kilobyte(some_people: tuple[Record, ...]) -> None:
    sizes = [len(body.pack(record)) for record in some_people]
    assert sum(sizes) / len(sizes) < 700


def test_the_dictionaries_are_the_ones_named(some_people: tuple[Record, ...]) -> None:
    folder = asset("store")
    sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}" for file in sorted(folder.glob("*.dict"))]
    assert (folder / "SHA256SUMS").read_text().splitlines() == sums
    assert len(sums) == body.DICTIONARY
    assert zstandard.get_frame_parameters(body.pack(some_people[0])).dict_id == body.DICTIONARY


@pytest.mark.parametrize("form", [2, 3])
def test_a_row_sealed_by_an_earlier_build_is_still_understood(form: int) -> None:
    """The files were written when the formats were made. If this fails, terminals in halls can't read their records any more."""
    kept = (Path(__file__).parent / f"person7.format{form}").read_bytes()
    record = body.unpack(form, kept)
    assert (record.person.name, record.benefits[0].monthly, len(record.contributions)) == ("王桂芳", 340216, 243)
    assert (record.payments[-1].month, record.payments[-1].account_tail) == (Month(2026, 11), "0428")
    assert record.account_years[-1].closing == 2711026
