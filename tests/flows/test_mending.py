"""The two stages of a fault: what the person is told, what who helps is shown, and how the flow goes on from there."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from devices.deadline import Deadline
from devices.errors import (
    CardJam,
    CardUnreadable,
    CutterFault,
    DeviceError,
    DeviceGone,
    NoReply,
    OperationTimedOut,
    PaperJam,
    PaperOut,
    PrinterFault,
    PrintUnproven,
    SocialCardUnreadable,
    TonerOut,
    TrayFull,
)
from devices.folder.adapter import FolderPrinter
from kiosk.audit.declaring import Event
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.deeds import Deed, NumberTyped
from kiosk.core.lane import LaneStuck
from kiosk.core.money import IdNumber
from kiosk.core.page import Answer, EnterDigits, Fix
from kiosk.core.staff import Reason, StaffMember, StaffNumber, StaffRole
from kiosk.core.text import Text
from kiosk.core.typed_number import TypedNumber
from kiosk.flows.give_back import give_back
from kiosk.flows.hall import Hall
from kiosk.flows.identify import identify
from kiosk.flows.look_up import note_typed
from kiosk.flows.printing import print_statement
from kiosk.flows.scan import check_paper
from kiosk.flows.staff.card_unreadable import card_unreadable
from kiosk.flows.staff.outcome import Serves
from kiosk.flows.staff.service import OnDuty
from kiosk.ledger.document import PrintState
from kiosk.ledger.journal import PrintJournal
from kiosk.screens.look_up import NobodyHelps
from kiosk.screens.paper_trouble import Waiting
from kiosk.screens.printing import Printed
from kiosk.screens.take_social_card import CardFate
from kiosk.statement.press import Press, Sheets
from kiosk.statement.slips import Matter, window_slip
from tests.flows.dialogue import PEOPLE, TODAY, Dialogue, card_of, found, hall
from tests.statement.papers import PAPERS, SEALER, SHEET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from devices.roles import PrintProgress

ROLL = ("打开前盖。", "放新纸，拉出一截。", "合上盖子。")
BY = StaffNumber("0217")


def slips() -> Dialogue:
    talk = Dialogue(print_statement(hall(sheets=False), lambda issue: window_slip(Matter.OTHER, issue)))
    return talk.prepares()


def sheets(where: Hall | None = None) -> Dialogue:
    talk = Dialogue(print_statement(where or hall(slips=False), lambda issue: window_slip(Matter.OTHER, issue)))
    return talk.prepares()


# -- paper ------------------------------------------------------------------------------------------------------


def test_who_helps_changes_the_paper_and_the_print_goes_on() -> None:
    talk = slips().fails(PaperOut()).sees("纸用完了，别着急").helper_sees("换纸", *ROLL)
    talk.helper_touches("换好了，接着打").clears().touches("知道了").sees("纸换好了，接着打").prints()
    assert talk.result is True


def test_the_person_is_never_shown_the_fix() -> None:
    talk = slips().fails(PaperOut())
    assert "前盖" not in "".join(text.message for text in (talk.page.title, *talk.page.body))
    assert not isinstance(talk.page, Fix)


def test_who_helps_gives_up_and_the_rest_is_cleared() -> None:
    talk = slips().fails(PaperOut()).helper_touches("打不了").clears().sees("好，不打了").touches("知道了")
    assert talk.result is True


def test_paper_that_was_missing_from_the_beginning_is_changed_and_printed_on() -> None:
    talk = slips().brings(Printed.NO_PAPER_YET).helper_sees("换纸", *ROLL).helper_touches("换好了，接着打")
    talk.sees("纸用完了，别着急").brings(Waiting.READY).sees("纸换好了，接着打").prints()


def test_the_fix_stays_when_the_minute_of_waiting_is_over() -> None:
    talk = slips().fails(PaperOut()).fails(OperationTimedOut()).sees("纸还没换好").helper_sees("换纸", *ROLL)
    talk.helper_touches("换好了，接着打").clears().touches("知道了").sees("纸换好了，接着打")


def test_sheets_go_into_a_tray() -> None:
    sheets().fails(PaperOut()).helper_sees("换纸", "拉出纸盒。", "放进A4纸，理整齐。", "推回纸盒。")


# -- what stops a printer -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "title"),
    [(PaperJam(), "纸卡住了"), (CutterFault(), "切刀卡住了"), (PrinterFault(), "打印机没反应")],
)
def test_a_slip_printer_is_mended_and_prints_once_more(error: DeviceError, title: str) -> None:
    talk = slips().fails(error).clears().sees("打印的机器坏了")
    assert talk.page.staff is not None
    assert talk.page.staff.title.message == title
    talk.helper_touches("好了，再打一次").clears().sees("正在打印").prints()
    assert talk.result is True


@pytest.mark.parametrize(
    ("error", "title"), [(PaperJam(), "纸卡住了"), (TonerOut(), "墨用完了"), (TrayFull(), "出纸口满了")]
)
def test_a_sheet_printer_has_fixes_of_its_own(error: DeviceError, title: str) -> None:
    talk = sheets().fails(error).clears()
    assert talk.page.staff is not None
    assert talk.page.staff.title.message == title


def test_a_printer_that_cannot_be_mended_is_given_up() -> None:
    assert slips().fails(PaperJam()).clears().helper_touches("打不了").result is True


def test_nothing_is_printed_over_a_rest_that_could_not_be_cleared() -> None:
    talk = slips().fails(DeviceGone()).sees("打印的机器坏了", "没打完的，可能还在里面。")
    talk.helper_sees("打印机没反应", "看看线插紧没有。", "关掉电源，等一会再开。").helper_touches("好了，再打一次")
    talk.clears(well=False).sees("打印的机器坏了").helper_touches("好了，再打一次").clears().sees("正在打印")


def test_a_lane_that_hung_while_it_waited_for_paper_is_mended_too() -> None:
    talk = slips().fails(PaperOut()).fails(LaneStuck()).helper_touches("好了，再打一次").clears().sees("正在打印")
    talk.fails(PaperOut()).brings(Waiting.READY).clears(well=False).helper_touches("好了，再打一次").clears()
    talk.sees("正在打印")


def test_printers_that_all_hang_are_tried_again_once_somebody_has_looked() -> None:
    talk = Dialogue(print_statement(hall(sheets=False), lambda issue: window_slip(Matter.OTHER, issue)))
    talk.fails(LaneStuck()).sees("打印的机器坏了").helper_touches("好了，再打一次").prepares().sees("正在打印")


def test_a_hall_without_printers_says_where_to_go() -> None:
    talk = Dialogue(print_statement(hall(sheets=False, slips=False), lambda issue: window_slip(Matter.OTHER, issue)))
    talk.sees("打印的机器坏了").touches("知道了")
    assert talk.result is True


# -- an end that nobody knows -------------------------------------------------------------------------------------


class Silent(Sheets):
    """Prints into a folder, but never proves it."""

    def send(
        self, rendered: tuple[str, bytes, int], deadline: Deadline, progress: Callable[[PrintProgress], None]
    ) -> int:
        super().send(rendered, deadline, progress)
        raise PrintUnproven("no end marker")


class Silence:
    """A print whose end is unknown, with the journal that says so."""

    def __init__(self, folder: Path) -> None:
        self.clock = VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI))
        self.journal = PrintJournal(folder / "journal.db", bytes(32), self.clock)
        self.press = Press(Silent(FolderPrinter(folder, self.clock)), self.journal, SEALER, bytes(32), self.clock)
        self.by: StaffNumber | None = BY
        where = Hall(hall(slips=False).config, lambda: TODAY, lambda: self.by)
        flow = print_statement(where, lambda _issue: PAPERS["payment-year"](SHEET))
        self.talk = Dialogue(flow).prepares().performs(self.press, self.clock).sees("机器刚才停了一下")

    @property
    def states(self) -> list[PrintState]:
        return [state for state, count in self.journal.counters().items() if count]


@pytest.fixture
def silence(tmp_path: Path) -> Iterator[Silence]:
    silent = Silence(tmp_path)
    with closing(silent.journal):
        yield silent


def test_what_has_come_out_is_noted_with_who_said_so(silence: Silence) -> None:
    (entry,) = silence.press.unsettled()
    silence.talk.helper_sees("单子出来了吗？").helper_touches("出来了").performs(silence.press, silence.clock)
    assert silence.talk.result is True
    settled = silence.journal.entry(entry.ticket)
    assert (settled.state, settled.by) == (PrintState.SETTLED_PRINTED, "0217")


@pytest.mark.parametrize("half", [False, True])
def test_what_has_not_come_out_is_printed_again_only_when_it_is_wanted(silence: Silence, *, half: bool) -> None:
    talk = silence.talk.helper_touches("只有一半" if half else "没出来").performs(silence.press, silence.clock)
    assert silence.states == [PrintState.SETTLED_NOT_PRINTED]
    if half:
        talk.sees("半张的不要了").touches("知道了")
    talk.sees("再打一次吗？").touches("再打一次").clears().sees("正在打印").prints()
    assert talk.result is True


def test_what_has_not_come_out_need_not_be_printed_again(silence: Silence) -> None:
    talk = silence.talk.helper_touches("没出来").performs(silence.press, silence.clock).touches("不打了")
    assert talk.result is True


def test_a_printer_that_still_holds_it_is_mended_first(silence: Silence) -> None:
    talk = silence.talk.helper_touches("没出来").performs(silence.press, silence.clock).touches("再打一次")
    talk.clears(well=False).sees("打印的机器坏了").helper_touches("打不了")
    assert talk.result is True


def test_without_anybody_who_has_looked_it_stays_unknown(silence: Silence) -> None:
    assert silence.talk.touches("知道了").result is True
    assert silence.states == [PrintState.UNKNOWN]


def test_what_nobody_of_the_staff_has_said_is_not_noted(silence: Silence) -> None:
    silence.by = None
    silence.talk.helper_touches("出来了").performs(silence.press, silence.clock)
    assert silence.states == [PrintState.UNKNOWN]
    assert silence.press.settle_last(printed=True, by="0217")
    assert not silence.press.settle_last(printed=True, by="0217")


# -- cards --------------------------------------------------------------------------------------------------------


def test_a_card_that_was_taken_out_by_hand_lets_the_visit_go_on() -> None:
    talk = Dialogue(give_back(hall(social=True).places)).fails(CardJam()).sees("卡出不来，别着急")
    assert talk.helper_touches("拿出来了").result is True


def test_a_card_that_stays_inside_ends_the_visit() -> None:
    talk = Dialogue(give_back(hall(social=True).places)).fails(CardJam())
    assert talk.helper_touches("拿不出来").result is False


def test_a_card_given_out_of_the_bin_ends_the_visit_of_who_has_left() -> None:
    talk = Dialogue(give_back(hall(social=True).places)).brings(CardFate.LEFT).brings(CardFate.LEFT)
    talk.brings(CardFate.KEPT).sees("卡收起来了").helper_touches("拿出来了")
    assert talk.result is False


def test_a_forgotten_card_is_taken_to_the_desk() -> None:
    talk = Dialogue(give_back(hall(social=True).places)).brings(CardFate.LEFT).brings(CardFate.LEFT)
    talk.brings(CardFate.NOT_KEPT).sees("有人的卡忘在这儿了").helper_touches("拿出来了")
    assert talk.result is False


def test_a_reader_that_was_looked_after_is_asked_again() -> None:
    talk = Dialogue(identify(hall())).fails(DeviceGone()).sees("读证的机器坏了").helper_touches("好了，再试一次")
    talk.sees("请放身份证").fails(DeviceGone()).fails(LaneStuck()).sees("读证的机器坏了")
    talk.helper_touches("好了，再试一次").brings(card_of(next(iter(PEOPLE))))
    assert talk.over


def test_a_slot_that_was_looked_after_is_asked_again() -> None:
    talk = Dialogue(identify(hall(identity=False, social=True))).fails(DeviceGone()).sees("插卡的机器坏了")
    talk.helper_touches("好了，再试一次").sees("请插社保卡")


# -- scanner, and paper that was left -----------------------------------------------------------------------------


def test_a_scanner_that_was_looked_after_is_asked_again() -> None:
    talk = Dialogue(check_paper(hall())).fails(DeviceGone()).sees("扫码的机器坏了")
    talk.helper_sees("扫码的机器没反应", "看看线插紧没有。", "关掉电源，等一会再开。")
    assert (
        not talk.helper_touches("好了，再试一次")
        .sees("请扫单子上的码")
        .fails(NoReply())
        .helper_touches("修不好")
        .result
    )


def test_paper_that_lies_there_is_taken_away_by_who_helps() -> None:
    talk = slips().brings(1).waits().sees("单子拿好了吗？")
    talk.helper_sees("拿走忘下的单子", "从出纸口拿走单子，别看。", "交到服务台，等本人领。")
    assert talk.helper_touches("收好了").result is True


# -- a number typed from the original -----------------------------------------------------------------------------


def worn(where: Hall | None = None) -> Dialogue:
    talk = Dialogue(identify(where or hall(social=True)))
    for _ in range(3):
        talk.fails(CardUnreadable())
    return talk.sees("这张证读不出来")


def types(talk: Dialogue, typed: str) -> Dialogue:
    """Who helps types on their own page."""
    page = talk.page.staff
    assert isinstance(page, EnterDigits)
    answer = page.read(typed)
    assert isinstance(answer, Answer)
    return talk._go(answer.value, None)


NUMBER = card_of(next(iter(PEOPLE))).number


def test_who_helps_types_the_number_of_an_original_and_compares() -> None:
    talk = types(worn(), NUMBER).sees("原件在手，人证相符吗？", "请看原件，看本人。").touches("是本人")
    assert isinstance(talk.result, TypedNumber)
    assert talk.result.number.reveal() == NUMBER
    assert NUMBER not in repr(talk.result)


def test_an_original_of_somebody_else_leads_back_to_the_reader() -> None:
    types(worn(), NUMBER).touches("不是").sees("请放身份证")


def test_the_number_of_a_social_security_card_that_cannot_be_read_is_typed_too() -> None:
    talk = Dialogue(identify(hall(identity=False, social=True)))
    for _ in range(3):
        talk.fails(SocialCardUnreadable())
    types(talk.sees("这张卡读不出来"), NUMBER).touches("不是").sees("请插社保卡")
    for _ in range(3):
        talk.fails(SocialCardUnreadable())
    types(talk, NUMBER).touches("是本人")
    assert isinstance(talk.result, TypedNumber)


def test_without_help_there_is_no_way_to_type() -> None:
    talk = worn(hall())
    assert not isinstance(talk.page, EnterDigits)
    assert talk.touches("知道了").result is None
    assert worn().buttons() == ["用社保卡", "知道了"]


@pytest.mark.parametrize(
    ("typed", "why"), [(NUMBER[:-1], "十八位"), (f"{NUMBER[:-1]}{'1X'[NUMBER[-1] == '1']}", "不对")]
)
def test_a_number_that_cannot_be_is_refused_with_a_reason(typed: str, why: str) -> None:
    page = worn().page.staff
    assert isinstance(page, EnterDigits)
    said = page.read(typed)
    assert isinstance(said, Text)
    assert why in said.message
    assert page.letter == "X"


@pytest.mark.parametrize("by", [BY, None])
def test_a_typed_number_is_audited_and_looked_up_only_while_somebody_helps(by: StaffNumber | None) -> None:
    noted: list[Deed | Event] = []
    where = Hall(hall().config, lambda: TODAY, lambda: by, note=noted.append)
    typed = TypedNumber(IdNumber(NUMBER))
    if by is None:
        with pytest.raises(NobodyHelps):
            note_typed(where, typed)
    else:
        note_typed(where, typed)
    assert noted == ([] if by is None else [NumberTyped(typed.number, by)])


def test_who_is_served_by_a_typed_number_is_served_as_everybody() -> None:
    duty = OnDuty(hall(), StaffMember(BY, StaffRole.ATTENDANT))
    order = Dialogue(card_unreadable(duty)).result
    assert isinstance(order, Serves)
    assert order.assistance.reason is Reason.UNREADABLE_CARD
    talk = Dialogue(order.script())
    page = talk.page
    assert isinstance(page, EnterDigits)
    answer = page.read(NUMBER)
    assert isinstance(answer, Answer)
    talk._go(answer.value, None).touches("是本人").brings(found(next(iter(PEOPLE)))).sees("您想办什么？")
    talk = Dialogue(order.script())
    assert talk._go(answer.value, None).touches("不是").over
