"""From wanted to in the hand: flow 6 of the wording and R6 to R8, as conversations."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from devices.errors import (
    CoverOpen,
    CutterFault,
    DeviceGone,
    NoReply,
    OperationTimedOut,
    PaperJam,
    PaperOut,
    PrinterFault,
    PrintUnproven,
)
from kiosk.core.config import PlaceConfig
from kiosk.core.house import Onward
from kiosk.core.lane import LaneStuck, OutOfService
from kiosk.core.mandate import MandateNumber
from kiosk.core.text import Wording
from kiosk.flows.hall import Hall
from kiosk.flows.printing import print_slip, print_statement
from kiosk.screens.paper_trouble import Waiting
from kiosk.screens.printing import Prepared, Presented, Printed
from kiosk.statement import compose
from kiosk.statement.model import Issue, Paper, Statement
from kiosk.statement.slips import Matter, window_slip
from kiosk.statement.trial import trial_print
from tests.flows.dialogue import TODAY, Dialogue, found, hall

if TYPE_CHECKING:
    from collections.abc import Callable

TOLD = PlaceConfig(staff_told=True)


def statement(where: Hall | None = None, *, simple: bool = False) -> Dialogue:
    return Dialogue(print_statement(where or hall(), lambda issue: window_slip(Matter.OTHER, issue)), simple=simple)


def only_slips(places: PlaceConfig | None = None) -> Dialogue:
    return statement(hall(sheets=False, places=places)).prepares()


def test_the_large_sheet_is_chosen_printed_and_taken() -> None:
    talk = statement().sees("请等一等").prepares().prepares()
    talk.sees("要哪种纸？", "大张字大，好保存。", "小条好拿，会褪色。").touches("大张纸")
    talk.sees("正在打印", "纸从屏幕下面出来。").brings(2)
    talk.sees("请拿好单子", "一共2张，在屏幕下面。").touches("拿好了")
    assert talk.result is True


def test_the_slip_is_chosen() -> None:
    talk = statement().prepares().prepares().touches("小条")
    assert talk.page.hand == "receipt"
    talk.brings(1).sees("请拿好单子", "一共1张，在屏幕下面。")


def test_the_simple_version_takes_the_large_sheet_without_asking() -> None:
    talk = statement(simple=True).prepares().prepares().sees("正在打印")
    assert talk.page.hand == "document"


def test_what_the_simple_version_prints_is_composed_anew_in_large_print() -> None:
    issues: list[Issue] = []

    def make(issue: Issue) -> Statement:
        issues.append(issue)
        return window_slip(Matter.OTHER, issue)

    Dialogue(print_statement(hall(), make), simple=True).prepares().prepares().sees("正在打印")
    assert [(issue.paper, issue.large_print) for issue in issues] == [(Paper.SHEET, True)]
    issues.clear()
    Dialogue(print_statement(hall(), make)).prepares().prepares().touches("大张纸").sees("正在打印")
    assert issues == []


def test_it_is_not_asked_which_paper_when_only_one_printer_is_ready() -> None:
    assert statement().prepares(ready=False).prepares().sees("正在打印").page.hand == "receipt"


def test_it_is_not_asked_which_paper_where_only_one_printer_is_fitted() -> None:
    only_slips().sees("正在打印")


def test_a_printer_that_hangs_leaves_the_other_one() -> None:
    assert statement().fails(LaneStuck()).prepares().sees("正在打印").page.hand == "receipt"


def test_without_any_printer_that_answers_the_window_is_named() -> None:
    talk = statement().fails(LaneStuck()).fails(OutOfService())
    talk.sees("打印的机器坏了", "不怪您。", "要打印，请到3号窗口。").touches("知道了")
    assert talk.result is True


def test_a_slip_goes_to_the_small_paper_without_asking() -> None:
    talk = Dialogue(print_slip(hall(), lambda issue: window_slip(Matter.OTHER, issue)))
    assert talk.prepares().prepares().sees("正在打印").page.hand == "receipt"


def test_paper_nobody_takes_is_spoken_of_once_more() -> None:
    talk = only_slips().brings(1).waits().sees("单子拿好了吗？").touches("拿好了")
    assert talk.result is True


# -- the same again today -----------------------------------------------------------------------------------


def test_the_same_again_today_is_allowed_and_marked() -> None:
    talk = statement().prepares(printed_today=True).prepares(printed_today=True)
    talk.sees("今天打过一次了", "还要再打一张吗？").touches("再打一张").touches("大张纸")
    job = talk.page.jobs[0].work
    statement_to_print = next(c.cell_contents for c in job.__closure__ or () if hasattr(c.cell_contents, "issue"))
    assert statement_to_print.issue.reprint
    assert talk.prints().result is True


def test_whoever_has_enough_goes_back_to_looking() -> None:
    assert statement().prepares().prepares(printed_today=True).touches("不用了").result is False


# -- no paper before anything was printed ---------------------------------------------------------------------


def test_without_paper_it_can_still_be_looked_at() -> None:
    talk = only_slips().brings(Printed.NO_PAPER_YET)
    talk.sees("没纸了，先看看吧", "请告诉3号窗口。", "内容照样能看。").touches("先看看")
    assert talk.result is False


def test_whoever_waits_for_paper_gets_it_printed() -> None:
    talk = only_slips().brings(Printed.NO_PAPER_YET).touches("等换纸").sees("纸用完了，别着急", "换好了，接着打。")
    talk.brings(Waiting.READY).sees("纸换好了，接着打").prints()
    assert talk.result is True


def test_whoever_waits_no_longer_needs_nothing_cleared_before_it_began() -> None:
    talk = only_slips().brings(Printed.NO_PAPER_YET).touches("等换纸").touches("不等了")
    talk.sees("好，不打了", "没打完的，已经清掉。", "要打印，请到3号窗口。").touches("知道了")
    assert talk.result is True


def test_an_open_cover_is_called_a_cover() -> None:
    talk = only_slips().brings(Printed.COVER_OPEN_YET).sees("盖子开着，先看看吧").touches("等一等")
    talk.sees("盖子开着，别着急", "合上了，接着打。").brings(Waiting.READY).sees("纸换好了，接着打")


# -- paper out in the middle --------------------------------------------------------------------------------


@pytest.mark.parametrize(("error", "title"), [(PaperOut(), "纸用完了，别着急"), (CoverOpen(), "盖子开着，别着急")])
def test_it_stops_in_the_middle_is_cleared_and_printed_again(error: Exception, title: str) -> None:
    talk = only_slips().fails(error).sees(title).brings(Waiting.READY)
    talk.sees("请等一等", "正在清掉没打完的。").clears()
    talk.sees("半张的不要了", "请交给3号窗口的工作人员。").touches("知道了")
    talk.sees("纸换好了，接着打").prints()
    assert talk.result is True


def test_the_half_sheets_page_goes_on_by_itself() -> None:
    only_slips().fails(PaperOut()).brings(Waiting.READY).clears().waits().sees("纸换好了，接着打")


def test_paper_may_end_twice() -> None:
    talk = only_slips()
    for _ in range(2):
        talk.fails(PaperOut()).brings(Waiting.READY).clears().touches("知道了")
    talk.prints()
    assert talk.result is True


def test_after_a_minute_it_is_asked_whether_to_go_on_waiting() -> None:
    talk = only_slips().fails(PaperOut()).fails(OperationTimedOut())
    talk.sees("纸还没换好", "再等等，还是去3号窗口？").touches("再等等")
    talk.sees("纸用完了，别着急").fails(OperationTimedOut()).brings(Waiting.READY).sees("请等一等")


def test_whoever_doesnt_wait_is_told_only_after_the_buffer_is_cleared() -> None:
    talk = only_slips().fails(PaperOut()).fails(OperationTimedOut()).touches("去3号窗口")
    talk.sees("请等一等", "正在清掉没打完的。").clears().sees("好，不打了", "没打完的，已经清掉。").touches("知道了")
    assert talk.result is True


def test_when_nobody_is_left_waiting_the_buffer_is_cleared_all_the_same() -> None:
    only_slips().fails(PaperOut()).fails(OperationTimedOut()).waits().sees("请等一等", "正在清掉没打完的。")


def test_a_buffer_that_cannot_be_cleared_is_not_called_clear() -> None:
    talk = only_slips().fails(PaperOut()).touches("不等了").clears(well=False)
    talk.sees("好，不打了", "没打完的，可能还在里面。", "要打印，请到3号窗口。").touches("知道了")
    assert talk.result is True


def test_it_is_not_printed_again_over_a_buffer_that_cannot_be_cleared() -> None:
    talk = only_slips().fails(PaperOut()).brings(Waiting.READY).clears(well=False)
    talk.sees("打印的机器坏了", "没打完的，可能还在里面。").touches("知道了")
    assert talk.result is True


def test_a_lane_that_hangs_while_clearing_has_not_cleared() -> None:
    only_slips().fails(PaperOut()).touches("不等了").fails(LaneStuck()).sees("好，不打了", "没打完的，可能还在里面。")


def test_a_lane_that_hangs_while_waiting_names_the_window() -> None:
    talk = only_slips().fails(PaperOut()).fails(LaneStuck()).sees("打印的机器坏了", "没打完的，可能还在里面。")
    assert talk.touches("知道了").result is True


def test_that_somebody_was_called_is_said_only_where_it_is_so() -> None:
    talk = only_slips(TOLD).fails(PaperOut()).sees("纸用完了，别着急", "已经叫人来换纸。", "您不用动，等等就好。")
    talk.fails(OperationTimedOut()).sees("人还没到", "再叫一次，还是去窗口？")
    assert talk.buttons() == ["再叫一次", "去3号窗口"]


# -- other troubles -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [PrintUnproven(), OperationTimedOut()])
def test_nothing_prints_twice_when_nobody_knows_how_it_ended(error: Exception) -> None:
    talk = only_slips().fails(error)
    talk.sees("机器刚才停了一下", "请看屏幕下面，有没有单子。", "没有的话，请到3号窗口。").touches("知道了")
    assert talk.result is True


@pytest.mark.parametrize("error", [PaperJam(), CutterFault(), PrinterFault()])
def test_a_printer_only_staff_can_mend_is_cleared_first(error: Exception) -> None:
    talk = only_slips().fails(error).sees("请等一等", "正在清掉没打完的。").clears()
    talk.sees("打印的机器坏了", "要打印，请到3号窗口。").touches("知道了")
    assert talk.result is True


@pytest.mark.parametrize("error", [DeviceGone(), NoReply()])
def test_a_printer_that_cannot_be_reached_may_still_hold_something(error: Exception) -> None:
    only_slips().fails(error).sees("打印的机器坏了", "没打完的，可能还在里面。", "要打印，请到3号窗口。")


def test_a_print_cannot_be_gone_back_over() -> None:
    talk = only_slips()
    assert talk.page.seals
    assert talk.page.patient
    assert not talk.page.footer.leave


# -- whose paper it is ------------------------------------------------------------------------------------------


def taken(make: Callable[[Issue], Statement], mandate: MandateNumber | None = None) -> Dialogue:
    """Something is printed, and lies in the slot."""
    here = replace(hall(sheets=False), mandate=mandate)
    ready = Prepared(Paper.SLIP, make(here.issue(TODAY, Paper.SLIP)), ready=True, printed_today=False)
    return Dialogue(print_statement(here, make)).brings(ready).brings(1).sees("请拿好单子")


def test_only_a_paper_with_their_data_on_it_is_said_to_have_it() -> None:
    person = found("retired")
    theirs = partial(compose.payment_year, person, 2025)
    taken(theirs).sees("请拿好单子", "上面有您的资料，请收好。")
    taken(theirs, MandateNumber("2026-1121-0042")).sees("请拿好单子", "上面有本人的资料，请收好。")
    slip = taken(lambda issue: window_slip(Matter.OTHER, issue))
    assert [text.written(Wording()) for text in slip.page.body] == ["一共1张，在屏幕下面。"]
    trial = taken(trial_print).sees("请拿好单子", "这张给工作人员看。")
    assert trial.page.band is None
    assert slip.page.band is not None


# -- a presenter ------------------------------------------------------------------------------------------------


def in_the_mouth() -> Dialogue:
    """A slip hangs in the printer's mouth."""
    talk = Dialogue(print_statement(hall(sheets=False), lambda issue: window_slip(Matter.OTHER, issue)))
    talk.prepares().sees("正在打印").brings(Presented(1))
    assert talk.page.name == "take_from_mouth"
    assert talk.buttons() == []
    return talk


def test_paper_that_is_taken_from_the_mouth_needs_no_touch() -> None:
    talk = in_the_mouth().sees("请拿好单子").brings(Onward.GO_ON)
    assert talk.result is True


def test_who_comes_back_for_the_paper_gets_it() -> None:
    talk = in_the_mouth().waits().sees("单子还没拿", "在屏幕下面，请拿好。").brings(Onward.GO_ON)
    assert talk.result is True


def test_paper_that_nobody_takes_is_drawn_in_and_waits_at_the_desk() -> None:
    talk = in_the_mouth().waits().waits().brings(True).sees("有一张单子收起来了", "请到服务台领。")  # noqa: FBT003 - it is what the job brings
    talk.helper_sees("取出收起来的单子", "打开机器的门。", "从废纸盒里取出，别看。", "对着证，还给本人。")
    assert talk.waits().result is True


def test_paper_that_was_taken_unseen_is_not_spoken_of() -> None:
    assert in_the_mouth().waits().waits().brings(False).result is True  # noqa: FBT003 - as above


@pytest.mark.parametrize("waits", [0, 1, 2])
def test_a_printer_that_no_longer_sees_its_mouth_asks_the_person(waits: int) -> None:
    talk = in_the_mouth()
    for _ in range(waits):
        talk.waits()
    talk.fails(DeviceGone()).sees("请拿好单子").touches("拿好了")
    assert talk.result is True
