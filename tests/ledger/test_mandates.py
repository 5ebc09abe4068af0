"""Mandates: numbered, in force for their time, used within their scope, taken back, and sealed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.mandate import (
    AgentKind,
    Draft,
    Errand,
    MandateDid,
    MandateFact,
    MandateNumber,
    MandateOver,
    Relation,
)
from kiosk.core.money import IdNumber
from kiosk.core.pseudonym import pseudonym
from kiosk.core.staff import StaffNumber
from kiosk.ledger.file import LedgerDamaged, LedgerInUse, LedgerOfAnother
from kiosk.ledger.mandates import KEPT_YEARS, Mandates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY, SUBJECTS = bytes(range(32)), bytes(32)
MORNING = datetime(2026, 11, 21, 9, tzinfo=SHANGHAI)
BY = StaffNumber("0217")
PERSON = pseudonym(SUBJECTS, IdNumber("110101194912310028"))
AGENT = pseudonym(SUBJECTS, IdNumber("11010119500101001X"))
DRAFT = Draft(
    AgentKind.FAMILY,
    PERSON,
    "王桂芳",
    AGENT,
    "王小明",
    Relation.SON,
    (Errand.YEARLY_RECORD,),
    date(2026, 12, 21),
)


class Book:
    """A ledger with the clock it goes by and what it told."""

    def __init__(self, path: Path, now: datetime = MORNING) -> None:
        self.path = path
        self.clock = VirtualClock(now)
        self.told: list[MandateFact] = []
        self.mandates = Mandates(path, KEY, SUBJECTS, self.clock, watch=self.told.append)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    book = Book(tmp_path / "mandates.db")
    yield book
    book.mandates.close()


def test_a_mandate_has_a_number_of_its_day_and_is_found_by_its_person(book: Book) -> None:
    first, second = book.mandates.make(DRAFT, BY), book.mandates.make(DRAFT, BY)
    assert [str(each.number) for each in (first, second)] == ["2026-1121-0001", "2026-1121-0002"]
    assert book.mandates.of(PERSON) == (first, second)
    assert book.mandates.of(AGENT) == ()
    assert [(fact.did, fact.by) for fact in book.told] == [(MandateDid.MADE, BY)] * 2


def test_what_was_made_is_there_after_a_restart(book: Book) -> None:
    made = book.mandates.make(DRAFT, BY)
    book.mandates.use(made.number, Errand.YEARLY_RECORD, BY)
    book.mandates.close()
    again = Book(book.path)
    with closing(again.mandates):
        assert again.mandates.mandate(made.number) == replace(made, used=1)
        assert str(again.mandates.make(DRAFT, BY).number) == "2026-1121-0002"


def test_it_may_be_used_only_for_what_was_written_and_only_in_its_time(book: Book) -> None:
    made = book.mandates.make(DRAFT, BY)
    book.mandates.use(made.number, Errand.YEARLY_RECORD, BY)
    with pytest.raises(MandateOver):
        book.mandates.use(made.number, Errand.PENSION_STATEMENT, BY)
    assert book.mandates.mandate(made.number).used == 1
    assert not made.holds(date(2026, 11, 20))
    assert made.holds(date(2026, 12, 21))
    assert not made.holds(date(2026, 12, 22))
    book.clock.sleep(timedelta(days=31).total_seconds())
    assert book.mandates.of(PERSON) == ()
    with pytest.raises(MandateOver):
        book.mandates.use(made.number, Errand.YEARLY_RECORD, BY)


def test_what_is_taken_back_holds_no_more(book: Book) -> None:
    made = book.mandates.make(DRAFT, BY)
    book.mandates.revoke(made.number, BY)
    book.mandates.revoke(made.number, BY)
    assert book.mandates.of(PERSON) == ()
    assert [fact.did for fact in book.told] == [MandateDid.MADE, MandateDid.REVOKED]
    with pytest.raises(MandateOver):
        book.mandates.use(made.number, Errand.YEARLY_RECORD, BY)


@pytest.mark.parametrize(
    "draft",
    [
        replace(DRAFT, until=date(2026, 11, 20)),
        replace(DRAFT, until=date(2027, 11, 23)),
        replace(DRAFT, errands=()),
    ],
)
def test_nobody_gives_a_mandate_without_an_end_or_for_nothing(book: Book, draft: Draft) -> None:
    with pytest.raises(ValueError, match="at most a year"):
        book.mandates.make(draft, BY)


def test_a_number_that_was_never_given_is_not_known(book: Book) -> None:
    with pytest.raises(KeyError):
        book.mandates.mandate(MandateNumber("2026-1121-0009"))
    with pytest.raises(ValueError, match="digits"):
        MandateNumber("0009")


def test_nothing_of_anybody_can_be_read_in_the_file(book: Book) -> None:
    book.mandates.make(DRAFT, BY)
    book.mandates.close()
    files = b"".join(path.read_bytes() for path in book.path.parent.iterdir())
    for word in ("王桂芳", "王小明", "110101194912310028", "yearly-record"):
        assert word.encode() not in files
    assert PERSON.tag not in files


def test_a_row_that_was_altered_or_moved_does_not_open(book: Book) -> None:
    made = book.mandates.make(DRAFT, BY)
    book.mandates.close()
    with closing(sqlite3.connect(book.path)) as db, db:
        db.execute("UPDATE fact SET mandate = '2026-1121-0042'")
    again = Book(book.path)
    with closing(again.mandates), pytest.raises(LedgerDamaged):
        again.mandates.mandate(MandateNumber("2026-1121-0042"))
    assert made.witness == BY


def test_a_mandate_whose_beginning_was_cut_away_is_damage(book: Book) -> None:
    made = book.mandates.make(DRAFT, BY)
    book.mandates.use(made.number, Errand.YEARLY_RECORD, BY)
    book.mandates.close()
    with closing(sqlite3.connect(book.path)) as db, db:
        db.execute("DELETE FROM fact WHERE seq = 1")
    again = Book(book.path)
    with closing(again.mandates), pytest.raises(LedgerDamaged):
        again.mandates.of(PERSON)


def test_the_file_belongs_to_one_terminal_and_one_process(book: Book) -> None:
    with pytest.raises(LedgerInUse):
        Mandates(book.path, KEY, SUBJECTS, book.clock)
    book.mandates.close()
    with pytest.raises(LedgerOfAnother):
        Mandates(book.path, SUBJECTS, SUBJECTS, book.clock)
    with closing(sqlite3.connect(book.path)) as db, db:
        db.execute("UPDATE file SET epoch = 'none'")
    with pytest.raises(LedgerDamaged):
        Mandates(book.path, KEY, SUBJECTS, book.clock)


def test_it_is_kept_three_years_after_its_end_and_a_wrong_clock_forgets_nothing(book: Book) -> None:
    made = book.mandates.make(DRAFT, BY)
    for now, known in ((datetime(2094, 1, 1, tzinfo=SHANGHAI), True), (datetime(2094, 1, 2, tzinfo=SHANGHAI), False)):
        book.mandates.close()
        again = Book(book.path, now)
        with closing(again.mandates):
            again.mandates.make(replace(DRAFT, until=now.date()), BY)
            if known:
                assert again.mandates.mandate(made.number).number == made.number
            else:
                with pytest.raises(KeyError):
                    again.mandates.mandate(made.number)
    assert KEPT_YEARS >= 4
