"""查养老认证: flow 4 of the wording, as conversations with people of every kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.core.config import PolicyConfig
from kiosk.core.house import Onward
from kiosk.core.record import Found
from kiosk.core.text import Wording
from kiosk.flows.certification import age, certification
from kiosk.screens.printing import Printed
from tests.flows.dialogue import TODAY, Dialogue, found, hall

SLIPS = hall(sheets=False)


def ask(case: str, *, simple: bool = False, policy: PolicyConfig | None = None) -> Dialogue:
    return Dialogue(certification(hall(sheets=False, policy=policy), found(case)), simple=simple)


def test_not_due_means_nothing_to_do_today() -> None:
    talk = ask("retired").sees("没到期，请放心", "今天不用办。")
    assert "前再办就行。" in talk.page.body[0].written(Wording())
    assert talk.touches("办完了").result is Onward.LEAVE
    ask("retired", simple=True).sees("今天不用办")


def test_certified_silently_saves_a_trip() -> None:
    talk = ask("silent").sees("已经帮您认证好了", "您不用再办。")
    assert talk.buttons() == ["打印提醒条", "办完了"]
    assert "养老认证提醒条" in [line[0].written(Wording()) for line in talk.page.paper]
    assert ask("silent", simple=True).sees("已经帮您办好了", "您不用再办。").buttons() == ["办完了"]


def test_due_soon_tells_until_when_and_how() -> None:
    talk = ask("due_soon").sees("该办养老认证了", "请在12月20日前办好。", "还有29天，来得及。")
    talk.touches("看看怎么办").sees("想怎么办？", "认证不收钱，不要密码。", "短信里的链接，别点。")
    assert talk.buttons() == ["请工作人员办", "手机上办", "就近网点办", "请人上门办"]


def test_the_last_day_still_counts() -> None:
    person = found("due_soon")
    assert person.record.certification is not None
    due = replace(person.record, certification=replace(person.record.certification, due_on=TODAY))
    Dialogue(certification(SLIPS, Found(due, person.data, TODAY))).sees("该办养老认证了", "今天办，来得及。")


def test_from_eighty_on_somebody_comes_to_them_first() -> None:
    assert ask("over_80_due").touches("看看怎么办").buttons()[0] == "请人上门办"
    assert ask("over_80_due", simple=True).touches("看看怎么办").buttons() == ["请人上门办", "请工作人员办"]


def test_overdue_is_said_without_alarm() -> None:
    ask("overdue").sees("过期了，别着急", "早点办，不耽误领钱。")
    ask("overdue", simple=True).sees("该办认证了，别着急")


def test_suspended_says_that_it_goes_on_after_certifying() -> None:
    ask("suspended_certification").sees("养老金先停了", "停的几个月，也会补发。")
    without = ask("suspended_certification", policy=PolicyConfig(back_pay_after_certification=False))
    assert [text.message for text in without.page.body] == ["别着急，是认证过期了。", "办好认证，会接着发。"]


def test_registered_is_not_yet_done() -> None:
    talk = ask("registered").sees("登记了，还没办完", "11月20日登记的。", "正在等社保中心确认。", "11月30日后再来查。")
    assert talk.touches("打印提醒条").prepares().prints().result is Onward.GO_ON


@pytest.mark.parametrize("case", ["no_date", "odd_date", "deceased", "conflict"])
def test_what_the_data_dont_tell_a_window_does(case: str) -> None:
    talk = ask(case).sees("这里查不到日期", "请到3号窗口问问。")
    assert "办事条" in [line[0].written(Wording()) for line in talk.page.paper]
    assert talk.touches("打印办事条").prepares().prints().result is Onward.GO_ON


@pytest.mark.parametrize("case", ["newly_retired", "contributing"])
def test_who_need_not_certify_is_told_so(case: str) -> None:
    talk = ask(case).sees("您现在不用认证", "要办的时候，这里会提醒。")
    assert talk.buttons() == ["办完了"]


def test_the_counter_is_named_with_what_to_bring() -> None:
    talk = ask("due_soon").touches("看看怎么办").touches("请工作人员办").sees("请到3号窗口办", "带上身份证就行。")
    assert talk.touches("办完了").result is Onward.LEAVE


def test_a_home_visit_is_agreed_at_the_window() -> None:
    talk = ask("due_soon").touches("看看怎么办").touches("请人上门办")
    talk.sees("上门办，要先约好", "请到3号窗口约。", "也可以打12333约。").touches("打印提醒条").prepares().prints()
    assert talk.result is Onward.GO_ON


@pytest.mark.parametrize("way", ["手机上办", "就近网点办"])
def test_other_ways_are_printed(way: str) -> None:
    assert ask("due_soon").touches("看看怎么办").touches(way).prepares().prints().result is Onward.GO_ON


def test_the_reminder_is_had_on_either_paper() -> None:
    talk = Dialogue(certification(hall(), found("retired"))).touches("打印提醒条").prepares().prepares()
    assert talk.sees("要哪种纸？").buttons() == ["大张纸", "小条"]
    talk.touches("小条")
    assert talk.page.hand == "receipt"
    assert talk.prints().result is Onward.GO_ON


def test_how_to_certify_is_had_on_either_paper() -> None:
    talk = Dialogue(certification(hall(), found("due_soon"))).touches("看看怎么办").touches("手机上办")
    talk.prepares().prepares().sees("要哪种纸？").touches("大张纸")
    assert talk.page.hand == "document"
    assert talk.prints().result is Onward.GO_ON


def test_the_simple_version_prints_the_reminder_large_without_asking() -> None:
    talk = Dialogue(certification(hall(), found("retired")), simple=True).touches("打印提醒条").prepares().prepares()
    assert talk.sees("正在打印").page.hand == "document"


@pytest.mark.parametrize("ready", [(True, False), (False, True)])
def test_where_one_printer_works_nobody_is_asked_for_the_paper(ready: tuple[bool, bool]) -> None:
    sheet, small = ready
    talk = Dialogue(certification(hall(), found("retired"))).touches("打印提醒条")
    talk.prepares(ready=sheet).prepares(ready=small).sees("正在打印")
    assert talk.page.hand == ("document" if sheet else "receipt")


def test_the_way_to_the_window_comes_on_the_slip_without_asking() -> None:
    talk = Dialogue(certification(hall(), found("no_date"))).touches("打印办事条").prepares().prepares()
    assert talk.sees("正在打印").page.hand == "receipt"


def test_without_paper_the_page_stays() -> None:
    talk = ask("retired").touches("打印提醒条").prepares().brings(Printed.NO_PAPER_YET).touches("先看看")
    talk.sees("没到期，请放心")


@pytest.mark.parametrize(
    ("birth", "years"),
    [(date(1946, 11, 21), 80), (date(1946, 11, 22), 79), (date(1944, 2, 29), 82)],
)
def test_age_is_in_whole_years(birth: date, years: int) -> None:
    assert age(birth, TODAY) == years
