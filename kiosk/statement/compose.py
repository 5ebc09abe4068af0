"""From a record to a statement: pure, in 分, and reconciled, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.money import Fen, written_yuan
from kiosk.core.record import BenefitStatus, ParticipationStatus, Scheme
from kiosk.core.text import Count, Day, Money, Year, say
from kiosk.pension.account import account_of, pension_schemes
from kiosk.pension.errors import AskAtWindow, NothingThatYear
from kiosk.pension.payment import months_received, payments_of, pension, why_more
from kiosk.statement.contributions import account_fields, contribution_blocks
from kiosk.statement.masked import masked_name
from kiosk.statement.model import TITLES, Field, Fields, Issue, Kind, Lead, Paper, Statement
from kiosk.statement.payments import adjustment_fields, itemised_table, paid_to, received_table
from kiosk.statement.wording import FADES, FOR_CHECKING, FREE, NO_SEAL, OLD_DATA, PHONE, SCAMS, WRONG

if TYPE_CHECKING:
    from kiosk.core.money import Month
    from kiosk.core.record import Found, Record
    from kiosk.core.text import Text
    from kiosk.pension.payment import Received
    from kiosk.statement.model import Block

_STATUSES: Final = {
    ParticipationStatus.ACTIVE: "正常参保",
    ParticipationStatus.SUSPENDED: "暂停参保",
    ParticipationStatus.ENDED: "终止参保",
}


def yearly_record(found: Found, year: int, issue: Issue) -> Statement:
    """Make the 年度个人权益记录单. For who receives a pension it leads with what was received, then the account.

    Raises `DoesNotReconcile`; `AskAtWindow` for 机关事业 members and marked records; `NothingThatYear`.
    """
    record = found.record
    schemes = _schemes(record)
    payments = payments_of(record, year)
    received = months_received(found, year)
    accounts = [account for scheme in schemes if (account := account_of(record, scheme, year)) is not None]
    contributions = contribution_blocks(record, schemes, year, issue.paper)
    if not (payments or accounts or contributions):
        raise NothingThatYear(f"nothing in {year}")
    blocks: list[Block] = [_who(record, issue.paper, full_number=True, schemes=schemes)]
    if payments:
        blocks.append(Lead("这一年领到的养老金", f"{written_yuan(received.total)}元"))
        blocks.append(Fields("", (Field("领了几个月", f"{received.months}个月"),)))
        blocks.append(received_table(payments, issue.paper))
    blocks += contributions
    deemed = record.deemed_contribution_months
    for at, account in enumerate(accounts):
        emptied = bool(payments) and not account.closing
        blocks.append(account_fields(account, 0 if at else deemed, receives=emptied))
    headline = _received_headline(year, received) if payments else _paid_in_headline(found, schemes, year)
    return _statement(
        Kind.YEARLY_RECORD, found, issue, period=f"{year}年1月至12月", blocks=tuple(blocks), headline=headline
    )


def payment_year(found: Found, year: int, issue: Issue) -> Statement:
    """Make the 养老金对账单 of a year: every month, what it is made of, and the yearly rise.

    Raises `DoesNotReconcile`, `AskAtWindow` and `NothingThatYear`.
    """
    record = found.record
    _schemes(record)
    payments = payments_of(record, year)
    if not payments:
        raise NothingThatYear(f"no payments in {year}")
    received = months_received(found, year)
    first, last = payments[0].month.month, payments[-1].month.month
    months = f"{first}月" if first == last else f"{first}月至{last}月"
    # Large print has no room for a column for each item.
    itemised = issue.paper == Paper.SHEET and not issue.large_print
    blocks: list[Block] = [
        _who(record, issue.paper, full_number=False, more=(Field("发到", paid_to(payments[-1])),)),
        Lead("一共领到", f"{written_yuan(received.total)}元"),
        Fields("", (Field("领了几个月", f"{received.months}个月"),)),
        itemised_table(payments) if itemised else received_table(payments, issue.paper),
    ]
    blocks += [
        adjustment_fields(adjustment, why_more(record, adjustment.paid_in), year)
        for adjustment in record.adjustments
        if adjustment.paid_in.year == year
    ]
    return _statement(
        Kind.PAYMENT_YEAR,
        found,
        issue,
        period=f"{year}年{months}",
        blocks=tuple(blocks),
        headline=_received_headline(year, received),
    )


def _schemes(record: Record) -> tuple[Scheme, ...]:
    """The pension schemes, unless only a window may speak of them."""
    schemes = pension_schemes(record)
    if record.marks or Scheme.INSTITUTION_PENSION in schemes:
        raise AskAtWindow("a matter for a window")
    return schemes


def _who(
    record: Record, paper: Paper, *, full_number: bool, schemes: tuple[Scheme, ...] = (), more: tuple[Field, ...] = ()
) -> Fields:
    """Whose it is: in full where the sheet needs it, covered on a slip."""
    person, slip = record.person, paper == Paper.SLIP
    number = person.number.reveal() if full_number and not slip else person.number.masked()
    fields = [Field("姓名", masked_name(person.name) if slip else person.name), Field("社会保障号码", number)]
    if not slip and full_number:
        fields.append(Field("个人编号", person.personal_number))
        current = [p for p in record.participations if p.scheme in schemes]
        current.sort(key=lambda p: schemes.index(p.scheme))
        first = min((p.first_month for p in current), default=None)
        benefit = pension(record)
        if first is not None:
            fields.append(Field("首次参保", _written(first)))
        if benefit is not None and benefit.status != BenefitStatus.NOT_STARTED:
            fields.append(Field("开始领取", _written(benefit.first_month)))
        elif current:
            fields.append(Field("参保状态", _STATUSES[current[0].status]))
        if current and current[0].employer:
            fields.append(Field("单位名称", current[0].employer))
    return Fields("", (*(field for field in fields if field.value), *more), paired=True)


def _written(month: Month) -> str:
    return f"{month.year}年{month.month}月"


def _received_headline(year: int, received: Received) -> tuple[Text, ...]:
    return (
        say("{year}，领了{months}个月养老金。", year=Year(year), months=Count(received.months)),
        say("一共{total}。", total=Money(received.total)),
    )


def _paid_in_headline(found: Found, schemes: tuple[Scheme, ...], year: int) -> tuple[Text, ...]:
    accounts = [a for scheme in schemes if (a := account_of(found.record, scheme, year)) is not None]
    months = max((account.months for account in accounts), default=0)
    balance = Fen(sum(account.closing for account in accounts))
    return (
        say("{year}，缴了{months}个月。", year=Year(year), months=Count(months)),
        say("账户里有{balance}。", balance=Money(balance)),
    )


def _statement(
    kind: Kind, found: Found, issue: Issue, *, period: str, blocks: tuple[Block, ...], headline: tuple[Text, ...]
) -> Statement:
    cut_off = found.data.cut_off
    return Statement(
        kind,
        TITLES[kind],
        period,
        issue,
        blocks,
        notes_of(kind, issue),
        (*headline, say("数据到{cut_off}。", cut_off=Day(cut_off, found.today.year, private=False))),
        found.record.person.number,
        cut_off,
        found.data.version,
    )


def notes_of(kind: Kind, issue: Issue) -> tuple[str, ...]:
    """The small sentences every paper ends with; only a paper with figures speaks of figures."""
    about_figures = kind in (Kind.YEARLY_RECORD, Kind.PAYMENT_YEAR)
    lines = [FOR_CHECKING, OLD_DATA, WRONG.format(window=issue.window)] if about_figures else []
    if kind != Kind.WINDOW_SLIP:
        lines.append(NO_SEAL.format(window=issue.window))
    lines += [FREE, SCAMS]
    if issue.paper == Paper.SLIP:
        lines.append(FADES)
    lines.append(PHONE.format(phone=issue.phone))
    return tuple(lines)
