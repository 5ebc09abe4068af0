"""查养老金: flow 3 of the wording, as conversations with people of every kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.core.house import Onward
from kiosk.core.money import Fen
from kiosk.core.page import Chart, Table
from kiosk.core.record import Found, PaidTo, PaymentState
from kiosk.core.text import Wording
from kiosk.flows.payment import payment
from kiosk.pension.errors import DoesNotReconcile
from tests.flows.dialogue import TODAY, Dialogue, found, hall

SLIPS = hall(sheets=False)


def ask(case: str, *, simple: bool = False, cut_off: date | None = None) -> Dialogue:
    person = found(case) if cut_off is None else found(case, cut_off=cut_off)
    return Dialogue(payment(SLIPS, person), simple=simple)


def test_this_months_pension_was_paid() -> None:
    talk = ask("retired").sees("11月养老金发了")
    figure = talk.page.figure
    assert figure is not None
    assert figure.written().endswith("元")
    assert talk.page.body[0].written(Wording()).startswith("11月")
    assert talk.page.body[0].written(Wording()).endswith("的社保卡。")
    assert talk.page.header is not None
    assert talk.page.header.greeting.written(Wording()) == "王女士，您好"
    talk.touches("打印").prepares().prints()
    assert talk.result is Onward.GO_ON


def test_to_whom_a_passbook_is_left_it_is_called_a_passbook() -> None:
    assert ask("passbook").page.body[0].written(Wording()).endswith("的存折。")
    ask("passbook", simple=True).sees("11月养老金发了", "发到您的存折了。")


def test_it_was_sent_to_the_bank() -> None:
    talk = ask("sent").sees("已经送到银行了", "银行入账还要等等。").touches("办完了")
    assert talk.result is Onward.LEAVE
    ask("sent", simple=True).sees("已经送到银行了", "过两天再来看。")


def test_data_older_than_this_month_dont_mean_nothing_was_paid() -> None:
    talk = ask("data_old", cut_off=date(2026, 10, 31))
    talk.sees("还看不到11月的", "机器的数据到10月31日。", "看不到，不等于没发。")
    assert "发了" in "".join(text.written(Wording()) for text in talk.page.body)
    assert talk.touches("看每个月").sees("每个月发了多少").over is False


def test_the_bank_sent_it_back_and_the_window_is_on_the_slip() -> None:
    talk = ask("returned").sees("这笔钱被银行退回了", "钱没有丢，别着急。", "请到3号窗口改账号。")
    assert "改养老金账号" in [line[0].written(Wording()) for line in talk.page.paper]
    talk.touches("打印办事条").prepares().prints()
    assert talk.result is Onward.GO_ON


def test_while_there_is_no_paper_the_page_stays() -> None:
    from kiosk.screens.printing import Printed

    talk = ask("returned").touches("打印办事条").prepares().brings(Printed.NO_PAPER_YET).touches("先看看")
    talk.sees("这笔钱被银行退回了")


def test_an_older_payment_that_came_back_is_spoken_of_beside_this_months() -> None:
    person = found("retired")
    payments = list(person.record.payments)
    # September came back from the bank; October and November are fine.
    september = payments[-3]
    payments[-3] = september._replace(state=PaymentState.RETURNED, amount=september.amount)
    talk = Dialogue(payment(SLIPS, Found(replace(person.record, payments=tuple(payments)), person.data, TODAY)))
    talk.sees("11月养老金发了", "9月的，被银行退回了。", "钱没有丢，请到3号窗口。")


def test_stopped_for_certification_leads_to_that_page() -> None:
    ask("suspended_certification").sees("养老金先停了", "办好认证，会接着发。", "停的几个月，也会补发。")


@pytest.mark.parametrize("case", ["suspended_other", "deceased", "conflict"])
def test_any_other_reason_is_only_told_at_the_window(case: str) -> None:
    talk = ask(case).sees("请到3号窗口问问", "这件事，要当面帮您看。")
    assert talk.touches("打印办事条").prepares().prints().result is Onward.GO_ON


def test_the_simple_version_only_tells_the_window() -> None:
    assert Dialogue(payment(SLIPS, found("deceased")), simple=True).buttons() == ["办完了"]


def test_who_pays_in_sees_the_contributions() -> None:
    talk = ask("contributing").sees("您还没开始领养老金", "可以看看缴了多少。").touches("看我的缴费")
    talk.sees("要哪一年的？", "最新一整年是2025年。")


def test_who_has_no_year_of_contributions_yet_is_not_sent_to_them() -> None:
    person = found("not_started")
    bare = replace(person.record, contributions=(), account_years=(), payments=())
    talk = Dialogue(payment(SLIPS, Found(bare, person.data, TODAY))).sees("您还没开始领养老金")
    assert talk.buttons() == ["办完了"]


def test_nothing_known_of_any_payment_still_says_that_it_is_not_lost() -> None:
    person = found("retired")
    talk = Dialogue(payment(SLIPS, Found(replace(person.record, payments=()), person.data, TODAY)))
    talk.sees("还看不到11月的", "看不到，不等于没发。")
    assert talk.buttons() == ["办完了"]


def test_a_payment_that_doesnt_add_up_is_not_shown() -> None:
    person = found("retired")
    *rest, last = person.record.payments
    wrong = replace(person.record, payments=(*rest, last._replace(amount=Fen(last.amount + 1))))
    with pytest.raises(DoesNotReconcile):
        Dialogue(payment(SLIPS, Found(wrong, person.data, TODAY)))


# -- every month --------------------------------------------------------------------------------------------


def test_every_month_is_listed_newest_first() -> None:
    talk = ask("retired").touches("看每个月").sees("每个月发了多少")
    assert isinstance(talk.page, Table)
    labels = [row.label.written(Wording()) for row in talk.page.rows]
    assert labels[0] == "11月"
    assert labels[-1] == "1月"
    notes = [row.note.written(Wording()) for row in talk.page.rows if row.note is not None]
    assert notes == ["有补发"]


def test_the_years_before_are_one_touch_each() -> None:
    talk = ask("retired").touches("看每个月").touches("更早的")
    assert isinstance(talk.page, Table)
    assert talk.page.rows[0].label.written(Wording()) == "2025年12月"
    while "更早的" in talk.buttons():
        talk.touches("更早的")


def test_why_july_was_more_is_told_with_its_neighbours() -> None:
    talk = ask("retired").touches("看每个月").touches("为什么有多有少").sees("为什么7月多了？", "从1月算起。")
    assert isinstance(talk.page, Chart)
    assert [bar.label.written(Wording()) for bar in talk.page.bars] == ["6月", "7月", "8月"]
    talk.touches("明白了").sees("每个月发了多少")


def test_the_bars_are_one_more_touch_away() -> None:
    talk = ask("retired").touches("看每个月").touches("看图")
    assert isinstance(talk.page, Chart)
    assert len(talk.page.bars) == 11
    talk.touches("明白了").sees("每个月发了多少")


def yearful(*amounts: int) -> Dialogue:
    """A conversation with somebody who was paid these amounts from January on, at the list of the months."""
    person = found("retired")
    this_year = [p for p in person.record.payments if p.month.year == TODAY.year]
    paid = tuple(
        p._replace(amount=Fen(amount), items=(p.items[0]._replace(amount=Fen(amount)),))
        for p, amount in zip(this_year, amounts, strict=False)
    )
    return Dialogue(payment(SLIPS, Found(replace(person.record, payments=paid), person.data, TODAY))).touches(
        "看每个月"
    )


def test_a_year_in_which_nothing_changed_has_no_bars() -> None:
    assert yearful(*[300_000] * 11).buttons() == ["打印对账单"]
    assert yearful(300_000).buttons() == ["打印对账单"]


@pytest.mark.parametrize(
    ("amounts", "sentences"),
    [
        ((3000, 3000, 3600, 3100), ("3月最多。", "那个月是36.00元。")),
        ((3000, 3000, 3100, 3100), ("3月起多了。", "那以后每月31.00元。")),
        ((3000, 3100, 3000, 3100), ("最多的月份，是31.00元。",)),
        ((3000, 3100), ("2月最多。", "那个月是31.00元。")),
        ((3100, 3000), ("1月最多。", "那个月是31.00元。")),
    ],
)
def test_where_something_changed_the_sentence_says_what_the_bars_show(
    amounts: tuple[int, ...], sentences: tuple[str, ...]
) -> None:
    talk = yearful(*amounts, *[amounts[-1]] * (11 - len(amounts)) if len(amounts) > 2 else ())
    talk.touches("看图")
    assert tuple(text.written(Wording()) for text in talk.page.body) == sentences


def test_the_simple_list_has_neither_reasons_nor_bars() -> None:
    talk = ask("retired", simple=True).touches("看每个月")
    assert talk.buttons() == ["打印对账单", "更早的"]
    talk.touches("打印对账单").sees("要打印吗？", "今年每个月发了多少。").touches("不用了").sees("每个月发了多少")


def test_the_statement_of_another_year_is_printed() -> None:
    talk = ask("retired").touches("看每个月").touches("打印对账单").sees("打印2026年对账单？")
    assert "养老金对账单" in [line[0].written(Wording()) for line in talk.page.paper]
    talk.touches("换一年").sees("要哪一年的？").touches("2024年")
    talk.sees("打印2024年对账单？").touches("打印").prepares(printed_today=True).touches("不用了")
    talk.sees("打印2024年对账单？").touches("打印").prepares().prints()
    assert talk.result is Onward.GO_ON


def test_money_may_go_to_the_card_without_a_day_known() -> None:
    person = found("retired")
    *rest, last = person.record.payments
    bare = last._replace(paid_on=None, paid_to=PaidTo.CARD)
    talk = Dialogue(payment(SLIPS, Found(replace(person.record, payments=(*rest, bare)), person.data, TODAY)))
    talk.sees("11月养老金发了", "发到您的社保卡了。")


def test_back_pay_without_a_rise_is_told_as_it_is() -> None:
    person = found("retired")
    talk = Dialogue(payment(SLIPS, Found(replace(person.record, adjustments=()), person.data, TODAY)))
    talk.touches("看每个月").touches("为什么有多有少").sees("为什么7月多了？")
    assert "7月补发了" in talk.page.body[0].written(Wording())
