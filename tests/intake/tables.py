"""An agency's export as its core system would write it: records as the tables they came from."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, Final

from kiosk.intake.tables import (
    ACCOUNTS,
    ADJUSTMENTS,
    BENEFITS,
    CERTIFICATION,
    CONTRIBUTIONS,
    PARTICIPATION,
    PAYMENTS,
    PERSONS,
    TABLES,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from kiosk.core.money import Fen, Month
    from kiosk.core.record import Record


Line = tuple[Any, ...]
"""A row without the agency's number of a person."""


def _person(record: Record) -> Iterator[Line]:
    person, card = record.person, record.card
    social = ("", "", "", "") if card is None else (card.number, card.bank, card.account_tail, f"{card.issued:%Y%m%d}")
    who = (person.number.reveal(), person.name, person.sex.value, person.nation, f"{person.birth:%F}", person.address)
    yield (*who, record.deemed_contribution_months, *social, ";".join(record.marks))


def _participation(record: Record) -> Iterator[Line]:
    for each in record.participations:
        yield each.scheme, each.status, _month(each.first_month), each.employer


def _contributions(record: Record) -> Iterator[Line]:
    for each in record.contributions:
        amounts = (_yuan(each.base), _yuan(each.employer), _yuan(each.personal))
        yield each.scheme, _month(each.month), *amounts, each.state


def _accounts(record: Record) -> Iterator[Line]:
    for each in record.account_years:
        interest = (_yuan(each.interest_on_opening), _yuan(each.interest_on_credits))
        sums = (_yuan(each.opening), _yuan(each.credited), *interest, _yuan(each.paid_out), _yuan(each.closing))
        yield each.scheme, each.year, *sums, each.months, each.total_months


def _benefits(record: Record) -> Iterator[Line]:
    for each in record.benefits:
        since = "" if each.suspended_since is None else _month(each.suspended_since)
        yield each.scheme, _month(each.first_month), f"{each.retired_on:%F}", _yuan(each.monthly), each.status, since


def _payments(record: Record) -> Iterator[Line]:
    for each in record.payments:
        paid_on = "" if each.paid_on is None else f"{each.paid_on:%Y%m%d}"
        whole = (each.state, paid_on, each.paid_to, each.account_tail, each.return_reason, _yuan(each.amount))
        for item in each.items:
            what = (item.code, item.name, _month(item.for_month), _yuan(item.amount), item.kind)
            yield each.scheme, _month(each.month), *what, *whole


def _adjustments(record: Record) -> Iterator[Line]:
    for each in record.adjustments:
        parts = [_yuan(amount) for amount in (each.monthly, each.fixed, each.by_years, each.by_level, each.by_age)]
        yield _month(each.effective), _month(each.paid_in), *parts, each.back_pay_months, each.document


def _certification(record: Record) -> Iterator[Line]:
    each = record.certification
    if each is not None:
        when = (each.last_on, each.due_on, each.registered_on, each.check_again_on)
        days = ["" if day is None else f"{day:%F}" for day in when]
        yield days[0], days[1], each.method or "", days[2], days[3]


_ROWS: Final[Mapping[Table, Callable[[Record], Iterator[Line]]]] = {
    PERSONS: _person,
    PARTICIPATION: _participation,
    CONTRIBUTIONS: _contributions,
    ACCOUNTS: _accounts,
    BENEFITS: _benefits,
    PAYMENTS: _payments,
    ADJUSTMENTS: _adjustments,
    CERTIFICATION: _certification,
}


def _month(month: Month) -> str:
    return f"{month.year:04d}{month.month:02d}"


def _yuan(amount: Fen) -> str:
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def write(folder: Path, people: Iterable[Record], encoding: str = "utf-8") -> Path:
    """Write people's tables into a folder, each in the order of the agency's numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    ordered = sorted(people, key=lambda record: record.person.personal_number)
    for table in TABLES:
        with (folder / table.file).open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column.name for column in table.columns])
            writer.writerows([(r.person.personal_number, *row) for r in ordered for row in _ROWS[table](r)])
    return folder
