"""The blocks that tell what was paid in: twelve months with their signs, and the personal account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.money import Fen, written_yuan
from kiosk.core.record import PENSIONS, ContributionState, Scheme
from kiosk.pension.account import months_of
from kiosk.statement.model import EMPTY, Column, Field, Fields, Paper, Side, Table
from kiosk.statement.wording import ACCOUNT_EMPTY, ACCOUNT_FORMULA, LEGEND, SCHEMES, SIGNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.core.record import AccountYear, Record
    from kiosk.pension.account import MonthOfContributions


def _written(amount: Fen) -> str:
    return written_yuan(amount) if amount else EMPTY


def _cells(month: MonthOfContributions) -> tuple[str, ...]:
    return SIGNS[month.state], _written(month.base), _written(month.employer), _written(month.personal)


def _sums(months: Sequence[MonthOfContributions]) -> tuple[str, str]:
    return _written(Fen(sum(m.employer for m in months))), _written(Fen(sum(m.personal for m in months)))


def _signs(months: Sequence[MonthOfContributions]) -> str:
    return "".join(SIGNS[m.state] for m in months)


def contribution_blocks(
    record: Record, schemes: Sequence[Scheme], year: int, paper: Paper
) -> tuple[Table | Fields, ...]:
    """Every pension scheme's grid, and the other insurances: signs in the grid's columns, or a line each on a slip."""
    others = {s: months for s in Scheme if s not in PENSIONS if (months := months_of(record, s, year))}
    grids = [(scheme, months) for scheme in schemes if (months := months_of(record, scheme, year))]
    blocks: list[Table | Fields] = []
    for at, (scheme, months) in enumerate(grids):
        if scheme == Scheme.RESIDENT_PENSION:
            blocks.append(_resident_grid(months))
        elif paper == Paper.SLIP:
            blocks.append(_short_grid(months))
        else:
            blocks.append(_grid(scheme, months, others if at == 0 else {}))
    in_grid = paper == Paper.SHEET and bool(grids) and grids[0][0] != Scheme.RESIDENT_PENSION
    if others and not in_grid:
        fields = tuple(Field(f"{SCHEMES[scheme]}保险", _signs(months)) for scheme, months in others.items())
        blocks.append(Fields("其他保险　1月到12月", fields, "" if grids else LEGEND))
    return tuple(blocks)


def _grid(
    scheme: Scheme,
    months: Sequence[MonthOfContributions],
    others: dict[Scheme, tuple[MonthOfContributions, ...]],
) -> Table:
    employer, personal = _sums(months)
    return Table(
        f"缴费情况　{SCHEMES[scheme]}",
        (
            Column("月份"),
            Column("养老", Side.CENTRE),
            Column("缴费基数"),
            Column("单位缴费"),
            Column("个人缴费"),
            *(Column(SCHEMES[other], Side.CENTRE) for other in others),
        ),
        tuple(
            (f"{month.month.month}月", *_cells(month), *(SIGNS[o[at].state] for o in others.values()))
            for at, month in enumerate(months)
        ),
        ("合计", "", "", employer, personal, *("" for _ in others)),
        LEGEND,
    )


def _short_grid(months: Sequence[MonthOfContributions]) -> Table:
    rows = tuple((f"{m.month.month}月", SIGNS[m.state], _written(m.personal)) for m in months)
    columns = (Column("月份"), Column("养老", Side.CENTRE), Column("个人缴费"))
    return Table("缴费情况", columns, rows, ("合计", "", _sums(months)[1]), LEGEND)


def _resident_grid(months: Sequence[MonthOfContributions]) -> Table:
    """Residents pay once a year or a few times: only the months in which something was due."""
    rows = tuple(
        (f"{m.month.month}月", SIGNS[m.state], _written(m.personal), _written(m.employer))
        for m in months
        if m.state != ContributionState.NONE
    )
    employer, personal = _sums(months)
    columns = (Column("月份"), Column("养老", Side.CENTRE), Column("个人缴费"), Column("政府补贴"))
    return Table("缴费情况　城乡居民基本养老保险", columns, rows, ("合计", "", personal, employer), LEGEND)


def account_fields(account: AccountYear, deemed_months: int, *, receives: bool) -> Fields:
    """The account as the yearly record prints it, ① to ⑤, with the months behind it."""

    def yuan(amount: Fen) -> str:
        return f"{written_yuan(amount)}元"

    fields = [
        Field("① 上年末累计储存额", yuan(account.opening)),
        Field("② 本年记账金额", yuan(account.credited)),
        Field("③ 上年末储存额的利息", yuan(account.interest_on_opening)),
        Field("④ 本年记账金额的利息", yuan(account.interest_on_credits)),
        Field("本年支出", yuan(account.paid_out)),
        Field("⑤ 年末累计储存额", yuan(account.closing), strong=True),
    ]
    if account.months:
        fields.append(Field("本年缴费月数", f"{account.months}个月"))
    fields.append(Field("累计实际缴费月数", f"{account.total_months}个月"))
    if deemed_months:
        fields.append(Field("视同缴费月数", f"{deemed_months}个月"))
    remark = ACCOUNT_FORMULA
    if receives:
        remark += f"。{ACCOUNT_EMPTY}"
    return Fields(f"个人账户　{SCHEMES[account.scheme]}", tuple(fields), remark)
