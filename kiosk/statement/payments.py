"""The blocks that tell what was received: month by month, what it is made of, and what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.money import Fen, Month, written_yuan
from kiosk.core.record import ItemKind, PaidTo, PaymentState
from kiosk.pension.errors import DoesNotReconcile
from kiosk.pension.payment import has_back_pay
from kiosk.statement.model import EMPTY, Column, Field, Fields, Paper, Side, Table
from kiosk.statement.wording import NOT_IN_TOTAL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kiosk.core.record import Adjustment, Payment, PaymentItem
    from kiosk.pension.payment import WhyMore

    _Belongs = Callable[[PaymentItem], bool]

_MOST_ITEMS: Final = 3
"""So many items get a column each; the others are added up under 其他."""
_STATES: Final = {PaymentState.SENT: "已送银行", PaymentState.RETURNED: "银行退回"}
_ACCOUNTS: Final = {PaidTo.CARD: "社保卡", PaidTo.PASSBOOK: "存折"}


def paid_to(payment: Payment) -> str:
    """Where it goes, with no more than the account's last four: 社保卡（尾号0428）."""
    return f"{_ACCOUNTS[payment.paid_to]}（尾号{payment.account_tail[-4:]}）"


def _paid_on(payment: Payment) -> str:
    day = payment.paid_on
    return EMPTY if day is None else f"{day.month}月{day.day}日"


def _paid(payments: Sequence[Payment]) -> list[Payment]:
    return [payment for payment in payments if payment.state == PaymentState.PAID]


def _remark(payment: Payment) -> str:
    """What to say beside a payment that isn't an ordinary one."""
    return _STATES.get(payment.state, "有补发" if has_back_pay(payment) else "")


def received_table(payments: Sequence[Payment], paper: Paper) -> Table:
    """Month, day and amount, with a word where a month is not an ordinary one; a slip leaves the day out for large type."""
    rows = tuple((f"{p.month.month}月", _paid_on(p), written_yuan(p.amount), _remark(p)) for p in payments)
    total = written_yuan(Fen(sum(p.amount for p in _paid(payments))))
    columns = (Column("月份"), Column("发放日"), Column("金额"), Column("说明", Side.LEFT))
    table = Table("每个月领了多少", columns, rows, ("合计", "", total, ""), _total_remark(payments))
    return _without_empty(_without(table, 1) if paper == Paper.SLIP else table)


def _total_remark(payments: Sequence[Payment]) -> str:
    return NOT_IN_TOTAL if len(_paid(payments)) < len(payments) else ""


def _without_empty(table: Table) -> Table:
    """Leave out every column in which no row has anything."""
    empty = [at for at in range(len(table.columns)) if all(row[at] in ("", EMPTY) for row in table.rows)]
    for at in reversed(empty):
        table = _without(table, at)
    return table


def _without(table: Table, at: int) -> Table:
    def rest(row: tuple[str, ...]) -> tuple[str, ...]:
        return row[:at] + row[at + 1 :]

    columns = table.columns[:at] + table.columns[at + 1 :]
    return Table(table.title, columns, tuple(rest(row) for row in table.rows), rest(table.total), table.remark)


def itemised_table(payments: Sequence[Payment]) -> Table:
    """Month, day, a column for each of the largest items, 补发, 扣发 and the sum; only paid months are added up."""
    regular: dict[str, int] = {}
    for item in (item for payment in payments for item in payment.items if item.kind == ItemKind.REGULAR):
        regular[item.name] = regular.get(item.name, 0) + item.amount
    # The largest get columns, in the order the payments have them.
    largest = set(sorted(regular, key=lambda name: -regular[name])[:_MOST_ITEMS])
    names = [name for name in regular if name in largest]

    def named(name: str) -> _Belongs:
        return lambda item: item.kind == ItemKind.REGULAR and item.name == name

    def other(item: PaymentItem) -> bool:
        return item.kind == ItemKind.REGULAR and item.name not in largest

    def of_kind(kind: ItemKind) -> _Belongs:
        return lambda item: item.kind == kind

    columns: list[tuple[str, _Belongs]] = [(name, named(name)) for name in names]
    columns += [("其他", other), ("补发", of_kind(ItemKind.BACK_PAY)), ("扣发", of_kind(ItemKind.DEDUCTION))]

    def cells(some: Sequence[Payment]) -> list[str]:
        sums = [[item.amount for p in some for item in p.items if belongs(item)] for _, belongs in columns]
        return [written_yuan(Fen(sum(amounts))) if amounts else EMPTY for amounts in sums]

    paid = _paid(payments)
    return _without_empty(
        Table(
            "每个月发了多少",
            (
                Column("月份"),
                Column("发放日"),
                *(Column(title) for title, _ in columns),
                Column("合计"),
                Column("说明", Side.LEFT),
            ),
            tuple(
                (f"{p.month.month}月", _paid_on(p), *cells([p]), written_yuan(p.amount), _STATES.get(p.state, ""))
                for p in payments
            ),
            ("合计", "", *cells(paid), written_yuan(Fen(sum(p.amount for p in paid))), ""),
            _total_remark(payments),
        )
    )


def adjustment_fields(adjustment: Adjustment, why: WhyMore | None, year: int) -> Fields:
    """What the yearly rise is made of and what was paid afterwards for it. Raises `DoesNotReconcile`."""

    def month(when: Month) -> str:
        return f"{when.month}月" if when.year == year else f"{when.year}年{when.month}月"

    parts = (
        ("其中：定额", adjustment.fixed),
        ("其中：按缴费年限", adjustment.by_years),
        ("其中：按养老金水平", adjustment.by_level),
        ("其中：高龄", adjustment.by_age),
    )
    if sum(amount for _, amount in parts) != adjustment.monthly:
        raise DoesNotReconcile("adjustment")
    fields = [Field("每月涨", f"{written_yuan(adjustment.monthly)}元", strong=True)]
    fields += [Field(label, f"{written_yuan(amount)}元") for label, amount in parts if amount]
    fields.append(Field("从几月算起", month(adjustment.effective)))
    if why is not None and why.rise is not None:
        fields += [
            Field("在几月补发", month(why.month)),
            Field("补发几个月", f"{why.back_pay_months}个月"),
            Field("补发金额", f"{written_yuan(why.back_pay)}元"),
        ]
    fields.append(Field("文件", adjustment.document))
    return Fields("养老金调整", tuple(field for field in fields if field.value))
