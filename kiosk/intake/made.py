"""Records of rows: each person's rows of every table become one `Record`, and what they contradict each other in is noted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from devices import identity_number
from devices.roles import Sex
from kiosk.core.money import Fen, Month
from kiosk.core.record import (
    AccountYear,
    Adjustment,
    Benefit,
    Certification,
    Contribution,
    Participation,
    Payment,
    PaymentItem,
    PaymentState,
    Person,
    Record,
    SocialSecurityCard,
)
from kiosk.intake import tables
from kiosk.pension.account import reconcile
from kiosk.pension.errors import DoesNotReconcile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from kiosk.intake.problems import Problems
    from kiosk.intake.rows import Row
    from kiosk.intake.tables import Table

_OF_PAYMENT: Final = ("AAE117", "paid_on", "AAE145", "AAE010", "return_reason", "AIC910")
"""What every item of a payment says alike."""


@dataclass(frozen=True)
class Maker:
    """Makes records up to a day, and notes what doesn't agree."""

    cut_off: date
    problems: Problems

    def record(self, person: Row, own: Mapping[Table, Sequence[Row]]) -> Record | None:
        """Make somebody's record of their row and their rows of the other tables; None where a row is not whole."""
        if not person.whole or not all(row.whole for rows in own.values() for row in rows):
            return None
        who = self._person(person)
        if who is None:
            return None
        certified = own[tables.CERTIFICATION]
        return Record(
            who,
            self._card(person),
            tuple(self._participation(row) for row in own[tables.PARTICIPATION]),
            person.values["AAE200"],
            self._contributions(own[tables.CONTRIBUTIONS]),
            self._accounts(own[tables.ACCOUNTS]),
            tuple(self._benefit(row) for row in own[tables.BENEFITS]),
            self._payments(own[tables.PAYMENTS]),
            self._adjustments(own[tables.ADJUSTMENTS]),
            self._certification(certified[0]) if certified else None,
            person.values["marks"],
        )

    # -- who it is --------------------------------------------------------------------------------------------

    def _person(self, row: Row) -> Person | None:
        values = row.values
        number = values["AAC002"].reveal()
        told = identity_number.is_valid(number)
        birth = values["AAC006"] or (identity_number.birth_of(number) if told else None)
        if birth is None:
            self._wrong(tables.PERSONS, row, "AAC006 出生日期: empty, and the number doesn't tell it: write the day")
            return None
        sex = values["AAC004"] or (identity_number.sex_of(number) if told else Sex.UNSPECIFIED)
        return Person(values["AAC002"], row.key, values["AAC003"], sex, values["AAC005"], birth, values["AAC010"])

    def _card(self, row: Row) -> SocialSecurityCard | None:
        values = row.values
        if values["AAZ500"] is None:
            return None
        if values["card_issued"] is None:
            self._wrong(tables.PERSONS, row, "card_issued 发卡日期: empty beside a card: write the day")
            return None
        return SocialSecurityCard(values["AAZ500"], values["AAF200"], values["AAZ501"], values["card_issued"])

    # -- what was paid in -------------------------------------------------------------------------------------

    def _participation(self, row: Row) -> Participation:
        values = row.values
        return Participation(values["AAE140"], values["AAC008"], values["AAC049"], values["AAB004"])

    def _contributions(self, rows: Sequence[Row]) -> tuple[Contribution, ...]:
        seen: set[tuple[Month, str]] = set()
        made: list[Contribution] = []
        for row in rows:
            values = row.values
            month, scheme = values["AAE003"], values["AAE140"]
            if (month, scheme) in seen:
                self._wrong(tables.CONTRIBUTIONS, row, "the same month and scheme as on a line above: one row for each")
            self._not_after(tables.CONTRIBUTIONS, row, month)
            seen.add((month, scheme))
            amounts = (values["AAE180"], values["AAE020"], values["AAE022"])
            made.append(Contribution(month, scheme, *amounts, values["AAE114"]))
        return tuple(sorted(made, key=lambda each: each.month))

    def _accounts(self, rows: Sequence[Row]) -> tuple[AccountYear, ...]:
        made: dict[tuple[str, int], AccountYear] = {}
        for row in sorted(rows, key=lambda row: row.values["AAE001"]):
            values = row.values
            year, scheme = values["AAE001"], values["AAE140"]
            if (scheme, year) in made:
                self._wrong(tables.ACCOUNTS, row, "the same year and scheme as on a line above: one row for each")
            self._not_after(tables.ACCOUNTS, row, Month(year, 1))
            account = AccountYear(
                year,
                scheme,
                values["opening"],
                values["AAE381"],
                values["interest_on_opening"],
                values["interest_on_credits"],
                values["AAE357"],
                values["AAE382"],
                values["AIC079"],
                values["AAE201"],
            )
            made[scheme, year] = account
            try:
                reconcile(account)
            except DoesNotReconcile:
                self._odd(tables.ACCOUNTS, row, "opening, credits and interest, less what was paid out, are not AAE382")
            before = made.get((scheme, year - 1))
            if before is not None and before.closing != account.opening:
                self._odd(tables.ACCOUNTS, row, "opening is not the year before's AAE382")
        return tuple(made.values())

    # -- what is paid out -------------------------------------------------------------------------------------

    def _benefit(self, row: Row) -> Benefit:
        values = row.values
        return Benefit(
            values["AAE140"],
            values["AIC160"],
            values["AIC162"],
            values["AIC263"],
            values["AAE116"],
            values["suspended_since"],
        )

    def _payments(self, rows: Sequence[Row]) -> tuple[Payment, ...]:
        ordered = sorted(rows, key=lambda row: (row.values["AAE002"], row.values["AAE140"], row.line))
        of_payments = groupby(ordered, lambda row: (row.values["AAE002"], row.values["AAE140"]))
        return tuple(self._payment(list(items)) for _, items in of_payments)

    def _payment(self, rows: Sequence[Row]) -> Payment:
        first = rows[0].values
        for row in rows[1:]:
            if any(row.values[name] != first[name] for name in _OF_PAYMENT):
                self._wrong(
                    tables.PAYMENTS, row, f"says another {', '.join(_OF_PAYMENT)} than its payment's first item"
                )
        self._not_after(tables.PAYMENTS, rows[0], first["AAE002"])
        amount = Fen(sum(row.values["AAE019"] for row in rows))
        if first["AIC910"] is not None and first["AIC910"] != amount:
            self._wrong(tables.PAYMENTS, rows[0], "AIC910 发放金额 is not the sum of its items: send every item")
        if (first["paid_on"] is None) is not (first["AAE117"] is PaymentState.SENT):
            self._wrong(tables.PAYMENTS, rows[0], "paid_on 发放日期: write it for paid and returned, and not for sent")
        return Payment(
            first["AAE002"],
            first["AAE140"],
            amount,
            tuple(_item(row.values) for row in rows),
            first["AAE117"],
            first["paid_on"],
            first["AAE145"],
            first["AAE010"],
            first["return_reason"],
        )

    def _adjustments(self, rows: Sequence[Row]) -> tuple[Adjustment, ...]:
        made: list[Adjustment] = []
        for row in rows:
            values = row.values
            parts = (values["BIC447"], values["BIC449"], values["by_level"], values["BIC450"])
            if sum(parts) != values["BIC239"]:
                self._odd(tables.ADJUSTMENTS, row, "BIC239 调整合计 is not the sum of its parts")
            made.append(
                Adjustment(
                    values["effective"], values["AAE212"], values["BIC239"], *parts, values["AAC125"], values["AAA134"]
                )
            )
        return tuple(sorted(made, key=lambda each: each.paid_in))

    def _certification(self, row: Row) -> Certification:
        values = row.values
        return Certification(
            values["AAE230"], values["AAE278"], values["AAA049"], values["registered_on"], values["check_again_on"]
        )

    # -- what is wrong ----------------------------------------------------------------------------------------

    def _not_after(self, table: Table, row: Row, month: Month) -> None:
        if month > Month.of(self.cut_off):
            self._wrong(table, row, "later than the day the data reach: compare it with --cut-off")

    def _wrong(self, table: Table, row: Row, says: str) -> None:
        self.problems.add(table.file, row.line, says)

    def _odd(self, table: Table, row: Row, says: str) -> None:
        self.problems.add(table.file, row.line, says, grave=False)


def _item(values: Mapping[str, object]) -> PaymentItem:
    return PaymentItem._make(values[name] for name in ("AAA036", "AAA037", "AAE003", "AAE019", "AAA088"))
