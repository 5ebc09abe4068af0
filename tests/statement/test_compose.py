from dataclasses import replace
from datetime import date

import pytest

from kiosk.core.money import Fen, Month
from kiosk.core.record import (
    Contribution,
    ContributionState,
    Mark,
    Participation,
    ParticipationStatus,
    PaymentItem,
    PaymentState,
    Record,
    Scheme,
)
from kiosk.pension.errors import AskAtWindow, DoesNotReconcile, NothingThatYear
from kiosk.statement.compose import payment_year, yearly_record
from kiosk.statement.model import Fields, Issue, Lead, Paper, Statement, Table
from kiosk.statement.slips import Matter, certification_slip, window_slip
from tests.statement.papers import NO_POLICY, SHEET, SLIP, certified
from tests.statement.records import PENSION, contributor, found, issue, payment, pensioner, resident


def labels(statement: Statement) -> list[str]:
    return [field.label for block in statement.blocks if isinstance(block, Fields) for field in block.fields]


def tables(statement: Statement) -> list[Table]:
    return [block for block in statement.blocks if isinstance(block, Table)]


def test_who_receives_a_pension_sees_first_what_was_received() -> None:
    statement = yearly_record(found(pensioner()), 2025, SHEET)
    leads = [block for block in statement.blocks if isinstance(block, Lead)]
    assert [lead.value for lead in leads] == ["39,431.52元"]
    assert statement.blocks.index(leads[0]) == 1
    assert not any(table.title.startswith("缴费") for table in tables(statement))


def test_who_still_pays_sees_first_what_was_paid_in() -> None:
    statement = yearly_record(found(contributor()), 2025, SHEET)
    assert tables(statement)[0].title.startswith("缴费情况")
    assert not any(isinstance(block, Lead) for block in statement.blocks)


def test_a_sheet_shows_the_whole_number_and_a_slip_does_not() -> None:
    number = pensioner().person.number
    sheet = {figure.value for figure in yearly_record(found(pensioner()), 2025, SHEET).figures}
    slip = {figure.value for figure in yearly_record(found(pensioner()), 2025, SLIP).figures}
    assert {"王秀芳", number.reveal()} <= sheet
    assert {"王*芳", number.masked()} <= slip
    assert number.reveal() not in slip
    yearly_payments = {figure.value for figure in payment_year(found(pensioner()), 2026, SHEET).figures}
    assert number.reveal() not in yearly_payments


def test_never_more_of_a_bank_account_than_four_digits() -> None:
    record = pensioner()
    whole = tuple(p._replace(account_tail="6222020000000428") for p in record.payments)
    statement = payment_year(found(replace(record, payments=whole)), 2026, SHEET)
    assert "社保卡（尾号0428）" in {figure.value for figure in statement.figures}
    assert not any("62220200" in figure.value for figure in statement.figures)


def test_a_payment_that_is_not_the_sum_of_its_items_makes_no_paper() -> None:
    record = pensioner()
    wrong = record.payments[-1]._replace(amount=Fen(1))
    for make in (payment_year, yearly_record):
        with pytest.raises(DoesNotReconcile, match="payment"):
            make(found(replace(record, payments=(*record.payments[:-1], wrong))), 2026, SHEET)


def test_an_account_that_does_not_add_up_makes_no_paper() -> None:
    record = contributor()
    first, second = record.account_years
    wrong = second._replace(closing=Fen(second.closing + 1))
    with pytest.raises(DoesNotReconcile, match="account"):
        yearly_record(found(replace(record, account_years=(first, wrong))), 2025, SHEET)


def test_a_rise_that_is_not_the_sum_of_its_parts_makes_no_paper() -> None:
    record = pensioner()
    wrong = record.adjustments[0]._replace(fixed=Fen(1))
    with pytest.raises(DoesNotReconcile, match="adjustment"):
        payment_year(found(replace(record, adjustments=(wrong,))), 2026, SHEET)


def test_a_rise_counted_from_last_year_names_that_year() -> None:
    record = pensioner()
    earlier = record.adjustments[0]._replace(effective=Month(2025, 7))
    statement = payment_year(found(replace(record, adjustments=(earlier,))), 2026, SHEET)
    assert "2025年7月" in {figure.value for figure in statement.figures}


def test_a_rise_without_matching_back_pay_claims_none() -> None:
    record = pensioner()
    other = record.adjustments[0]._replace(back_pay_months=5)
    statement = payment_year(found(replace(record, adjustments=(other,))), 2026, SHEET)
    assert "每月涨" in labels(statement)
    assert "补发金额" not in labels(statement)


@pytest.mark.parametrize("paper", list(Paper))
def test_money_on_its_way_or_returned_is_shown_but_not_added_up(paper: Paper) -> None:
    record = pensioner()
    last = (
        payment(Month(2026, 10), state=PaymentState.RETURNED),
        payment(Month(2026, 11), state=PaymentState.SENT),
    )
    statement = payment_year(found(replace(record, payments=(*record.payments[12:21], *last))), 2026, issue(paper))
    (table,) = tables(statement)
    assert [row[-1] for row in table.rows[-2:]] == ["银行退回", "已送银行"]
    assert table.remark == "已送银行和被银行退回的，没有算进合计。"
    months_paid = 6 * 328596 + 409936 + 2 * 340216
    total = next(cell for cell in reversed(table.total) if cell)
    assert total == f"{months_paid // 100:,}.{months_paid % 100:02d}"


def test_many_items_are_gathered_and_their_sums_still_agree() -> None:
    month = Month(2026, 10)
    lines = tuple(PaymentItem(f"X{n}", f"补贴{n}", month, Fen(n * 1000)) for n in range(1, 7))
    many = payment(month)._replace(items=lines, amount=Fen(21000))
    (table, *_) = tables(payment_year(found(replace(pensioner(), payments=(many,), adjustments=())), 2026, SHEET))
    assert [column.title for column in table.columns] == ["月份", "发放日", "补贴4", "补贴5", "补贴6", "其他", "合计"]
    assert table.rows == (("10月", "10月15日", "40.00", "50.00", "60.00", "60.00", "210.00"),)
    assert statement_period(many) == "2026年10月"


def statement_period(only: object) -> str:
    return payment_year(found(replace(pensioner(), payments=(only,), adjustments=())), 2026, SHEET).period  # type: ignore[arg-type]


def test_large_print_leaves_the_items_out_for_larger_figures() -> None:
    (table,) = tables(payment_year(found(pensioner()), 2026, issue(large_print=True)))
    assert [column.title for column in table.columns] == ["月份", "发放日", "金额", "说明"]


@pytest.mark.parametrize("mark", list(Mark))
def test_a_marked_record_makes_no_paper(mark: Mark) -> None:
    record = replace(pensioner(), marks=(mark,))
    for make in (payment_year, yearly_record):
        with pytest.raises(AskAtWindow):
            make(found(record), 2025, SHEET)
    with pytest.raises(AskAtWindow):
        certification_slip(found(record), NO_POLICY, SLIP)


def test_members_of_institutions_are_sent_to_a_window() -> None:
    member = Participation(Scheme.INSTITUTION_PENSION, ParticipationStatus.ACTIVE, Month(2000, 1), "某某中学")
    with pytest.raises(AskAtWindow):
        yearly_record(found(replace(pensioner(), participations=(member,))), 2025, SHEET)


def test_a_year_with_nothing_in_it_makes_no_paper() -> None:
    with pytest.raises(NothingThatYear):
        yearly_record(found(pensioner()), 1999, SHEET)
    with pytest.raises(NothingThatYear):
        payment_year(found(contributor()), 2025, SHEET)


def test_a_person_of_two_schemes_sees_both() -> None:
    record = contributor()
    beside = Contribution(
        Month(2025, 12), Scheme.RESIDENT_PENSION, Fen(0), Fen(3000), Fen(20000), ContributionState.PAID
    )
    both = replace(
        record,
        participations=(*record.participations, resident().participations[0]),
        contributions=(*record.contributions, beside),
        account_years=(*record.account_years, *resident().account_years),
    )
    for at in (SHEET, SLIP):
        statement = yearly_record(found(both), 2025, at)
        titles = [block.title for block in statement.blocks if isinstance(block, Table | Fields)]
        assert "缴费情况　城乡居民基本养老保险" in titles
        assert "个人账户　城乡居民基本养老保险" in titles
        assert "个人账户　企业职工基本养老保险" in titles


def test_other_insurances_stand_by_themselves_where_there_is_no_grid() -> None:
    record = contributor()
    others = tuple(c for c in record.contributions if c.scheme == Scheme.MEDICAL)
    for at in (SHEET, SLIP):
        alone = yearly_record(found(replace(record, contributions=others)), 2025, at)
        (block,) = [b for b in alone.blocks if isinstance(b, Fields) and b.title.startswith("其他保险")]
        assert [(f.label, f.value) for f in block.fields] == [("医疗保险", "●○●●●●●●△●●●")]
        assert block.remark.startswith("● 已实缴")


def test_contributions_without_an_account_still_make_a_paper() -> None:
    statement = yearly_record(found(replace(contributor(), account_years=())), 2025, SHEET)
    assert "① 上年末累计储存额" not in labels(statement)


def test_an_account_that_is_used_up_comes_with_comfort() -> None:
    record = pensioner()
    first, second = record.account_years
    used_up = second._replace(
        paid_out=Fen(second.opening + second.interest_on_opening + second.interest_on_credits),
        closing=Fen(0),
    )
    statement = yearly_record(found(replace(record, account_years=(first, used_up))), 2025, SHEET)
    remarks = [block.remark for block in statement.blocks if isinstance(block, Fields)]
    assert any("账户发完了，养老金照样发。" in remark for remark in remarks)


def test_a_person_without_an_employer_or_scheme_data_has_no_empty_lines() -> None:
    record: Record = replace(contributor(), participations=contributor().participations[:1])
    nobody = replace(record, participations=(replace(record.participations[0], employer=""),))
    assert "单位名称" not in labels(yearly_record(found(nobody), 2025, SHEET))
    none = replace(record, participations=())
    assert "首次参保" not in labels(yearly_record(found(none), 2025, SHEET))


@pytest.mark.parametrize(
    ("record", "lead"),
    [
        (certified(), "认证到期"),
        (certified(due_on=date(2026, 11, 1)), "认证到期"),
        (certified(registered_on=date(2026, 11, 10), check_again_on=date(2026, 12, 1)), "登记日期"),
        (replace(contributor(), certification=None), None),
        (certified(method=None), "认证到期"),
    ],
)
def test_a_certification_slip_leads_with_the_date_that_matters(record: Record, lead: str | None) -> None:
    statement = certification_slip(found(record), NO_POLICY, SLIP)
    leads = [block.label for block in statement.blocks if isinstance(block, Lead)]
    assert leads[:1] == ([] if lead is None else [lead])


@pytest.mark.parametrize("matter", list(Matter))
def test_a_window_slip_names_window_and_papers_and_nobody(matter: Matter) -> None:
    statement = window_slip(matter, SLIP)
    assert statement.holder is None
    assert "3号窗口" in {figure.value for figure in statement.figures}


def test_an_issue_takes_its_place_from_the_configuration() -> None:
    from kiosk.core.config import Config
    from tests.statement.records import PRINTED_AT

    config = Config()
    at = Issue.at(config, PRINTED_AT, Paper.SLIP, reprint=True)
    assert (at.terminal, at.window, at.reprint) == (config.terminal.id, config.places.window, True)


def test_a_scheme_beside_the_one_drawn_keeps_its_deemed_months_to_itself() -> None:
    record = replace(contributor(), deemed_contribution_months=24)
    assert labels(yearly_record(found(record), 2025, SHEET)).count("视同缴费月数") == 1
    assert PENSION in {p.scheme for p in record.participations}
