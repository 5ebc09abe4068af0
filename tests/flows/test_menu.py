"""Whole visits from home to good-bye, as conversations."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from devices.errors import CardLifted, CardUnreadable, DeviceGone, UnsupportedDocument
from kiosk.core.config import PlaceConfig, PolicyConfig, ServicesConfig
from kiosk.core.lane import OutOfService
from kiosk.core.page import Choose, Slot
from kiosk.core.record import PersonNotFound, StoreDamaged
from kiosk.core.text import Wording
from kiosk.flows import menu, troubles
from kiosk.flows.menu import attend
from kiosk.screens.look_up import CardOutOfDate
from kiosk.statement.press import DOCUMENTS, RECEIPTS
from tests.flows.dialogue import Dialogue, card_of, found, hall


def visit(*, simple: bool = False, slips: bool = True, policy: PolicyConfig | None = None) -> Dialogue:
    return Dialogue(attend(hall(sheets=False, slips=slips, policy=policy)), simple=simple)


def band(talk: Dialogue) -> str:
    return "" if talk.page.band is None else talk.page.band.written(Wording())


def test_a_whole_visit_with_a_paper_at_the_end() -> None:
    talk = visit().sees("您想办什么？", "点下面，或先放身份证。", "不收钱，不问密码。")
    talk.touches("打印权益记录单").sees("请放身份证").brings(card_of("retired")).sees("正在查").brings(found("retired"))
    talk.sees("要哪一年的？").touches("2025年").touches("打印").prepares().prints()
    talk.sees("还要办别的吗？").touches("办完了").sees("东西都拿好了吗？").touches("都拿好了").sees(
        "办好了，请慢走"
    ).waits()
    assert talk.over


def test_the_simple_version_is_two_touches_to_the_paper() -> None:
    talk = visit(simple=True)
    assert talk.buttons() == ["查养老金", "查养老认证", "打印社保记录单", "其他的事"]
    talk.touches("打印社保记录单").brings(card_of("retired")).brings(found("retired"))
    talk.touches("打印").prepares().prints().sees("还要办别的吗？")


def test_what_is_said_after_a_card_put_first_is_said_once() -> None:
    talk = visit().brings(card_of("retired")).brings(found("retired"))
    assert [text.message for text in talk.page.loudspeaker] == ["读好了。请收好身份证。", "要办什么，请点屏幕。"]


def test_nobody_is_asked_how_content_they_are_unless_the_agency_wants_it() -> None:
    talk = visit().touches("查养老金").brings(card_of("retired")).brings(found("retired")).touches("打印")
    talk.prepares().prints().touches("办完了").sees("东西都拿好了吗？")


ASKED = PolicyConfig(ask_rating=True)


@pytest.mark.parametrize("answer", ["非常满意", "非常不满意", "不评了", None])
def test_who_is_asked_how_content_they_are_goes_on_whatever_they_say(answer: str | None) -> None:
    talk = visit(policy=ASKED).brings(card_of("sent")).brings(found("sent")).touches("查养老金").touches("办完了")
    talk.sees("今天办得满意吗？", "心里怎么想，就怎么点。")
    assert talk.page.counted
    talk = talk.waits() if answer is None else talk.touches(answer)
    talk.sees("东西都拿好了吗？").touches("都拿好了").sees("办好了，请慢走")


def test_the_simple_version_and_who_was_not_served_are_not_asked_how_content_they_are() -> None:
    talk = visit(simple=True, policy=ASKED).brings(card_of("sent")).brings(found("sent"))
    talk.touches("查养老金").touches("办完了").sees("东西都拿好了吗？")
    talk = visit(policy=ASKED).touches("查养老金").brings(card_of("retired")).fails(PersonNotFound())
    talk.touches("知道了").sees("东西都拿好了吗？")


def test_more_is_done_without_the_card() -> None:
    talk = visit().touches("查养老金").brings(card_of("retired")).brings(found("retired")).sees("11月养老金发了")
    talk.touches("打印").prepares().prints().touches("接着办")
    talk.sees("您想办什么？").touches("查养老认证").sees("没到期，请放心").touches("办完了").sees("东西都拿好了吗？")


def test_a_card_first_is_greeted_and_asked() -> None:
    talk = visit().brings(card_of("retired")).brings(found("retired")).sees("您想办什么？")
    assert talk.page.header is not None
    assert talk.page.header.greeting.written(Wording()) == "王女士，您好"
    assert talk.buttons() == ["查养老金", "查养老认证", "打印权益记录单", "更多"]
    talk.touches("查养老认证").sees("没到期，请放心")


@pytest.mark.parametrize("case", ["due_soon", "overdue", "suspended_certification"])
def test_a_due_certification_comes_first(case: str) -> None:
    talk = visit().brings(card_of(case)).brings(found(case))
    assert talk.buttons() == ["养老认证该办了", "查养老金", "打印权益记录单", "更多"]
    talk.touches("养老认证该办了")
    assert "看看怎么办" in talk.buttons()


def test_the_first_page_after_the_card_reminds_of_it_and_the_next_one_not() -> None:
    talk = visit().touches("查养老金").brings(card_of("retired"))
    assert band(talk) == ""
    talk.brings(found("retired"))
    assert band(talk) == "请先收好身份证"
    assert talk.page.hand is Slot.ID_READER
    assert talk.page.loudspeaker[0].message == "读好了。请收好身份证。"
    talk.touches("看每个月")
    assert band(talk) == ""


def test_the_reminder_is_not_lost_on_a_page_that_the_simple_version_skips() -> None:
    talk = visit(simple=True).touches("打印社保记录单").brings(card_of("retired")).brings(found("retired"))
    assert talk.sees("要打印吗？").page.name == "review_yearly_record"
    assert band(talk) == "请先收好身份证"


def test_troubles_pass_through_a_reminded_flow() -> None:
    talk = visit().touches("打印权益记录单").brings(card_of("contributing")).brings(found("contributing"))
    talk.touches("2025年").touches("打印").fails(OutOfService()).sees("打印的机器坏了").touches("知道了")
    talk.sees("还要办别的吗？")


# -- home ---------------------------------------------------------------------------------------------------


def test_home_greys_what_needs_the_reader_or_the_only_printer() -> None:
    page = visit().page
    assert isinstance(page, Choose)
    assert [choice.works(frozenset({"id_reader"})) for choice in page.choices] == [False, False, False, True]
    assert [choice.works(frozenset({"receipt_printer"})) for choice in page.choices] == [True, True, False, True]


def test_with_two_readers_either_will_do() -> None:
    page = Dialogue(attend(hall(social=True))).page
    assert isinstance(page, Choose)
    one, both = frozenset({"id_reader"}), frozenset({"id_reader", "social_card_reader"})
    assert all(choice.works(one) for choice in page.choices)
    assert [choice.works(both) for choice in page.choices] == [False, False, False, True]


def test_home_names_the_lanes_that_the_presses_have() -> None:
    assert hall().printers == (DOCUMENTS.name, RECEIPTS.name)


def test_what_visits_need_can_be_imported_before_anybody_comes() -> None:
    menu.preload()
    assert "kiosk.flows.yearly_record" in sys.modules


def test_with_two_printers_either_will_do_and_without_both_nothing_is_printed() -> None:
    page = Dialogue(attend(hall(social=True))).page
    assert isinstance(page, Choose)
    one, both = frozenset({"receipt_printer"}), frozenset({"receipt_printer", "document_printer"})
    assert all(choice.works(one) for choice in page.choices)
    assert all(choice.works(frozenset({"document_printer", "id_reader"})) for choice in page.choices)
    assert [choice.works(both) for choice in page.choices] == [True, True, False, True]
    assert [choice.works(both | {"id_reader"}) for choice in page.choices] == [True, True, False, True]


def test_who_is_known_needs_no_reader_but_a_printer_still() -> None:
    page = Dialogue(attend(hall())).brings(card_of("retired")).brings(found("retired")).page
    assert isinstance(page, Choose)
    down = frozenset({"id_reader", "receipt_printer", "document_printer"})
    assert [choice.works(down) for choice in page.choices] == [True, True, False, True]


def test_without_a_printer_nothing_is_offered_that_prints() -> None:
    assert visit(slips=False).buttons() == ["查养老金", "查养老认证", "更多"]


def test_a_card_that_cannot_be_read_on_home_is_asked_for_again() -> None:
    talk = visit().fails(CardUnreadable()).sees("请再放一次").brings(card_of("retired")).brings(found("retired"))
    talk.sees("您想办什么？")


def test_a_document_nobody_knows_ends_at_the_window_with_the_card_in_hand() -> None:
    talk = visit().fails(UnsupportedDocument()).sees("这种证，这里读不了").touches("知道了")
    assert talk.sees("东西都拿好了吗？").touches("都拿好了").over


def test_a_card_lifted_on_home_and_then_left_out() -> None:
    talk = visit().fails(CardLifted()).sees("请再放一次").touches("没带证怎么办").touches("知道了")
    assert talk.touches("都拿好了").over


def test_a_reader_given_up_is_tried_again_from_home() -> None:
    talk = visit().fails(OutOfService()).sees("您想办什么？")
    assert talk.page.name == "home_without_reader"
    assert talk.waits().page.name == "home"
    talk.fails(OutOfService()).touches("查养老金").sees("请放身份证").fails(DeviceGone()).sees("读证的机器坏了")


def test_privacy_can_be_read_before_a_card_is_put() -> None:
    talk = visit().touches("更多").sees("您的资料，这样保护", "不拍照，不留照片。", "有疑问，到3号窗口问。")
    assert talk.touches("明白了").over


def test_privacy_can_be_read_in_a_visit() -> None:
    talk = visit().brings(card_of("retired")).brings(found("retired")).touches("更多").touches("明白了")
    talk.sees("您想办什么？").touches("查养老金").sees("11月养老金发了")


# -- looking up ---------------------------------------------------------------------------------------------


def test_nobody_found_is_nobodys_fault() -> None:
    talk = visit().touches("查养老金").brings(card_of("retired")).fails(PersonNotFound())
    talk.sees("这里没查到您", "可能在外地参保。", "不是您弄错了。", "请到3号窗口问问。").touches("知道了")
    assert talk.sees("东西都拿好了吗？").waits().over


def test_the_way_to_the_window_can_be_taken_along() -> None:
    talk = visit().touches("查养老金").brings(card_of("expired_card")).fails(CardOutOfDate())
    talk.sees("这张证过期了", "请到3号窗口办。", "换证要到派出所。")
    assert "办事条" in [line[0].written(Wording()) for line in talk.page.paper]
    talk.touches("打印办事条").prepares().prints()
    talk.sees("东西都拿好了吗？")


def test_without_paper_the_way_to_the_window_stays_on_the_screen() -> None:
    from kiosk.screens.printing import Printed

    talk = visit().touches("查养老金").brings(card_of("retired")).fails(PersonNotFound())
    talk.touches("打印咨询电话").prepares().brings(Printed.NO_PAPER_YET).touches("先看看").sees("这里没查到您")


def test_a_damaged_store_is_the_tables_matter() -> None:
    talk = visit().touches("查养老金").brings(card_of("retired"))
    with pytest.raises(StoreDamaged):
        talk.fails(StoreDamaged())


# -- troubles in a service ----------------------------------------------------------------------------------


def test_a_matter_for_the_window_doesnt_end_the_visit() -> None:
    talk = visit().brings(card_of("retired_institution")).brings(found("retired_institution"))
    talk.touches("打印权益记录单").touches("2025年").sees("请到3号窗口办", "这件事，要当面帮您看。").touches("知道了")
    talk.sees("还要办别的吗？")


def no_page(_error: Exception, _places: PlaceConfig) -> None:
    """A table without rows."""


def test_an_error_that_is_in_no_table_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(troubles, "trouble", no_page)
    talk = visit().brings(card_of("retired_institution")).brings(found("retired_institution"))
    from kiosk.pension.errors import AskAtWindow

    talk.touches("打印权益记录单")
    with pytest.raises(AskAtWindow):
        talk.touches("2025年")


def test_a_service_that_is_switched_off_stands_nowhere() -> None:
    here = hall()
    off = replace(here, config=replace(here.config, services=ServicesConfig(payment=False, certification=False)))
    talk = Dialogue(attend(off))
    assert talk.buttons() == ["打印权益记录单", "更多"]
    due = Dialogue(attend(off)).brings(card_of("due_soon")).brings(found("due_soon"))
    assert not [button for button in due.buttons() if "认证" in button or "养老金" in button]
