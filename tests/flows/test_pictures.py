"""The pictures of what was paid and paid in, as conversations: offered where there is something to see, never in 简洁版."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.core.money import Fen
from kiosk.core.page import Chart
from kiosk.core.record import Found
from kiosk.core.text import Wording
from kiosk.flows.payment import payment
from kiosk.flows.pictures import show_made_of, show_years_paid
from kiosk.flows.yearly_record import yearly_record
from kiosk.pension.errors import DoesNotReconcile
from tests.flows.dialogue import TODAY, Dialogue, found, hall

SLIPS = hall(sheets=False)
NORMAL = Wording()


def bars(talk: Dialogue) -> dict[str, str]:
    page = talk.page
    assert isinstance(page, Chart)
    return {bar.label.written(NORMAL): bar.figure.written() for bar in page.bars}


def test_what_the_months_pension_is_made_of_is_one_touch_from_it() -> None:
    talk = Dialogue(payment(SLIPS, found("retired"))).sees("11月养老金发了")
    figure = talk.page.figure
    assert figure is not None
    talk.touches("钱怎么来的").sees("11月的钱怎么来的？", f"加起来一共{figure.written()}。")
    assert list(bars(talk)) == ["基础养老金", "个人账户养老金", "历年增加养老金"]
    assert talk.buttons() == ["明白了"]
    talk.touches("明白了").sees("11月养老金发了").touches("打印").prepares().prints()
    assert talk.over


def test_the_parts_are_those_of_the_month_that_is_shown_though_it_holds_back_pay() -> None:
    july = found("retired", cut_off=date(2026, 7, 20), today=date(2026, 7, 21))
    talk = Dialogue(payment(SLIPS, july)).sees("7月养老金发了")
    figure = talk.page.figure
    assert figure is not None
    talk.touches("钱怎么来的").sees("7月的钱怎么来的？", f"加起来一共{figure.written()}。")
    assert list(bars(talk))[-1] == "补发"


def test_what_is_taken_off_stands_last_and_is_taken_off_the_sum() -> None:
    talk = Dialogue(payment(SLIPS, found("deduction"))).touches("钱怎么来的")
    assert list(bars(talk))[-1] == "扣回多发养老金"
    assert bars(talk)["扣回多发养老金"] == "-150.00元"
    assert talk.page.body[-1].written(NORMAL).startswith("减去扣的，一共")


def test_a_pension_of_one_part_offers_no_picture_of_it() -> None:
    person = found("retired")
    *rest, last = person.record.payments
    whole = last._replace(items=(last.items[0]._replace(amount=last.amount),))
    talk = Dialogue(payment(SLIPS, Found(replace(person.record, payments=(*rest, whole)), person.data, TODAY)))
    assert talk.buttons() == ["打印", "看每个月"]


def test_a_record_with_nothing_to_see_shows_nothing() -> None:
    person = found("contributing")
    nothing = Found(replace(person.record, contributions=(), payments=()), person.data, TODAY)
    assert Dialogue(show_made_of(nothing)).over
    assert Dialogue(show_years_paid(nothing)).over


def test_who_is_not_paid_yet_sees_the_years_and_the_account() -> None:
    talk = Dialogue(payment(SLIPS, found("flexible"))).sees("您还没开始领养老金")
    assert talk.buttons() == ["看我的缴费", "缴了多少年", "账户怎么变的", "办完了"]
    talk.touches("缴了多少年").sees("缴了多少年？", "自己缴的最长。", "职工养老一共25年8个月。")
    assert bars(talk) == {"单位一起缴": "11年4个月", "自己缴": "14年4个月"}
    talk.touches("明白了").sees("您还没开始领养老金").touches("账户怎么变的").sees("账户里的钱怎么变的？")
    assert list(bars(talk)) == [f"{year}年" for year in range(2016, 2026)]
    first, second = (text.written(NORMAL) for text in talk.page.body)
    assert first == f"2025年底有{bars(talk)['2025年']}。"
    assert second.startswith("这一年的利息是")
    talk.touches("明白了").touches("看我的缴费").sees("要哪一年的？")


def test_arrears_are_told_and_not_counted() -> None:
    talk = Dialogue(payment(SLIPS, found("arrears"))).touches("缴了多少年")
    assert "还欠5个月，没有算进去。" in [text.written(NORMAL) for text in talk.page.body]


def test_the_yearly_record_leads_to_both_and_back() -> None:
    talk = Dialogue(yearly_record(SLIPS, found("retired"))).touches("2025年").sees("打印2025年的，对吗？")
    assert talk.buttons() == ["打印", "换一年", "缴了多少年", "账户怎么变的"]
    talk.touches("缴了多少年").sees("缴了多少年？")
    assert bars(talk) == {"单位一起缴": "20年3个月", "视同缴费": "11年9个月"}
    talk.touches("明白了").sees("打印2025年的，对吗？").touches("账户怎么变的").sees("账户里的钱怎么变的？")
    assert "发养老金，会用掉一些。" in [text.written(NORMAL) for text in talk.page.body]
    talk.touches("明白了").touches("打印").prepares().prints()
    assert talk.over


def test_residents_years_stand_beside_an_employees_and_are_not_added_up() -> None:
    talk = Dialogue(yearly_record(SLIPS, found("two_schemes"))).touches("2025年").touches("缴了多少年")
    said = [text.written(NORMAL) for text in talk.page.body]
    assert said[0].startswith("职工养老一共")
    assert said[1].startswith("居民养老一共")


def test_a_later_years_fault_is_found_when_the_account_is_wanted() -> None:
    person = found("contributing")
    *rest, last = person.record.account_years
    wrong = replace(person.record, account_years=(*rest, last._replace(closing=Fen(last.closing + 1))))
    talk = Dialogue(payment(SLIPS, Found(wrong, person.data, TODAY))).sees("您还没开始领养老金")
    with pytest.raises(DoesNotReconcile):
        talk.touches("账户怎么变的")


@pytest.mark.parametrize("case", ["retired", "flexible"])
def test_the_simple_version_offers_no_pictures(case: str) -> None:
    pictures = {"钱怎么来的", "缴了多少年", "账户怎么变的", "看图"}
    assert not pictures & set(Dialogue(payment(SLIPS, found(case)), simple=True).buttons())
    assert not pictures & set(Dialogue(yearly_record(SLIPS, found(case)), simple=True).buttons())
