"""A record comes back from its bytes as it was, whatever its order, and bytes that are none are called damage."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.assets import asset
from kiosk.core.money import Fen, Month
from kiosk.core.record import Contribution, ContributionState, Scheme
from kiosk.demo.people import people
from kiosk.store import body
from tests.store.terminal import TODAY

if TYPE_CHECKING:
    from kiosk.core.record import Record

ONE = next(iter(people(1, 1, TODAY)))
CONTRIBUTIONS = st.builds(
    Contribution,
    month=st.builds(Month, st.integers(2019, 2020), st.integers(1, 12)),
    scheme=st.sampled_from(Scheme),
    base=st.integers(0, 3).map(Fen),
    employer=st.integers(-1, 1).map(Fen),
    personal=st.integers(0, 1).map(Fen),
    state=st.sampled_from(ContributionState),
)


@given(st.lists(CONTRIBUTIONS, max_size=30))
def test_contributions_keep_their_order_and_values(contributions: list[Contribution]) -> None:
    record = replace(ONE, contributions=tuple(contributions))
    assert body.unpack(body.FORM, body.pack(record)) == record


@given(st.integers(1, 40), CONTRIBUTIONS)
def test_months_in_a_row_are_one_run(months: int, first: Contribution) -> None:
    run = tuple(first._replace(month=month) for month in first.month.to(first.month + (months - 1)))
    record = replace(ONE, contributions=run)
    assert body.unpack(body.FORM, body.pack(record)) == record
    assert len(body.unpacked(record)) < len(body.unpacked(replace(ONE, contributions=()))) + 60


@given(st.binary(max_size=200), st.integers(0, 255))
def test_bytes_that_are_no_record_are_damage(content: bytes, form: int) -> None:
    with pytest.raises(body.BodyDamaged):
        body.unpack(form, content)


def test_a_record_of_the_wrong_shape_is_damage_that_tells_nothing(some_people: tuple[Record, ...]) -> None:
    import msgspec

    fields = msgspec.msgpack.decode(body.unpacked(some_people[6]))
    fields[0]["sex"] = "secret"
    packed = body._compressor().compress(msgspec.msgpack.encode(fields))
    with pytest.raises(body.BodyDamaged) as damage:
        body.unpack(2, packed)
    assert "secret" not in str(damage.value)
    assert damage.value.__suppress_context__


def test_a_person_takes_about_a_kilobyte(some_people: tuple[Record, ...]) -> None:
    sizes = [len(body.pack(record)) for record in some_people]
    assert sum(sizes) / len(sizes) < 1500


def test_the_dictionary_is_the_one_named(some_people: tuple[Record, ...]) -> None:
    import zstandard

    folder = asset("store")
    content = (folder / f"records-{body.DICTIONARY}.dict").read_bytes()
    assert (folder / "SHA256SUMS").read_text() == f"{hashlib.sha256(content).hexdigest()}  records-1.dict\n"
    assert zstandard.get_frame_parameters(body.pack(some_people[0])).dict_id == body.DICTIONARY


def test_a_row_sealed_by_an_earlier_build_is_still_understood() -> None:
    """The file was written when format 2 was made. If this fails, terminals in halls can't read their records any more."""
    kept = (Path(__file__).parent / "person7.format2").read_bytes()
    record = body.unpack(2, kept)
    assert (record.person.name, record.benefits[0].monthly, len(record.contributions)) == ("王桂芳", 340216, 243)
    assert (record.payments[-1].month, record.payments[-1].account_tail) == (Month(2026, 11), "0428")
    assert record.account_years[-1].closing == 2711026
