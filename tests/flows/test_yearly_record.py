"""打印权益记录单: flow 2 of the wording, as conversations."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.core.house import Onward
from kiosk.core.money import Fen, Month
from kiosk.core.record import Found, Scheme
from kiosk.core.text import Wording
from kiosk.flows.yearly_record import yearly_record
from kiosk.pension.errors import AskAtWindow, DoesNotReconcile
from kiosk.screens.printing import Printed
from tests.flows.dialogue import TODAY, Dialogue, found, hall

SLIPS = hall(sheets=False)


def ask(case: str, *, simple: bool = False) -> Dialogue:
    return Dialogue(yearly_record(SLIPS, found(case)), simple=simple)


def test_a_pensioner_sees_what_was_received_first() -> None:
    talk = ask("retired").sees("要哪一年的？", "最新一整年是2025年。")
    assert talk.buttons() == ["2025年", "2024年", "2023年", "更早的"]
    talk.touches("2025年").sees("打印2025年的，对吗？", "领了12个月养老金。")
    talk.touches("打印").prepares().prints()
    assert talk.result is Onward.GO_ON


def test_who_still_pays_sees_what_was_paid_in() -> None:
    talk = ask("contributing").touches("2025年").sees("打印2025年的，对吗？", "缴了12个月。")
    assert talk.page.body[1].written(Wording()).startswith("账户里有")


def test_what_stands_on_the_paper_can_be_heard_before_it_is_printed() -> None:
    """As it would be printed: covered on a slip, in full on a sheet."""
    wording = Wording()
    for place, covered in ((SLIPS, True), (hall(), False)):
        page = Dialogue(yearly_record(place, found("retired"))).touches("2025年").page
        said = ["，".join(text.spoken(wording) for text in line) for line in page.paper]
        assert "社会保险个人权益记录单" in said
        number = next(line for line in said if line.startswith("社会保障号码"))
        assert ("中间不念" in number) is covered


def test_the_simple_version_is_two_touches() -> None:
    talk = ask("retired", simple=True).sees("要打印吗？", "2025年的社保记录单。").touches("打印").prepares().prints()
    assert talk.result is Onward.GO_ON


def test_the_simple_version_asks_for_the_year_when_another_is_wanted() -> None:
    talk = ask("retired", simple=True).touches("换一年").sees("要哪一年的？").touches("更早的").touches("2021年")
    talk.sees("要打印吗？", "2021年的社保记录单。")


def test_a_year_with_nothing_of_the_pension_is_empty_and_another_can_be_taken() -> None:
    person = found("newly_retired")
    # Unemployment money was paid that year, which is no part of this record.
    odd = person.record.payments[0]._replace(month=Month(1990, 5), scheme=Scheme.UNEMPLOYMENT)
    with_odd = replace(person.record, payments=(odd, *person.record.payments))
    talk = Dialogue(yearly_record(SLIPS, Found(with_odd, person.data, TODAY)))
    while "1990年" not in talk.buttons():
        talk.touches("更早的")
    talk.touches("1990年").sees("1990年没有记录", "换一年看看。", "也可以请人帮忙。")
    talk.touches("换一年").touches("2025年").sees("打印2025年的，对吗？")


def test_who_has_only_one_year_is_not_asked_which() -> None:
    person = found("contributing")
    kept = tuple(c for c in person.record.contributions if c.month.year == 2025)
    one = replace(person.record, contributions=kept, account_years=())
    talk = Dialogue(yearly_record(SLIPS, Found(one, person.data, TODAY))).sees("打印2025年的，对吗？")
    assert talk.buttons() == ["打印", "不打了", "缴了多少年"]
    assert talk.touches("不打了").result is Onward.GO_ON


def test_who_has_no_whole_year_yet_is_told_so() -> None:
    person = found("contributing")
    none = replace(person.record, contributions=(), account_years=())
    talk = Dialogue(yearly_record(SLIPS, Found(none, person.data, TODAY))).sees(
        "这里还没有整年的记录", "请到3号窗口问问。"
    )
    assert talk.touches("知道了").result is Onward.GO_ON


def test_without_paper_the_review_stays() -> None:
    talk = ask("retired").touches("2025年").touches("打印").prepares().brings(Printed.NO_PAPER_YET).touches("先看看")
    talk.sees("打印2025年的，对吗？")


@pytest.mark.parametrize("case", ["retired_institution", "deceased", "conflict"])
def test_some_records_are_a_matter_for_a_window(case: str) -> None:
    talk = ask(case)
    with pytest.raises(AskAtWindow):
        talk.touches("2025年")


def test_an_account_that_doesnt_reconcile_is_not_shown() -> None:
    person = found("contributing")
    *rest, last = person.record.account_years
    wrong = replace(person.record, account_years=(*rest, last._replace(closing=Fen(last.closing + 1))))
    talk = Dialogue(yearly_record(SLIPS, Found(wrong, person.data, TODAY)))
    with pytest.raises(DoesNotReconcile):
        talk.touches("2025年")
