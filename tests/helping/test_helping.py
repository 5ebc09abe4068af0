"""请人帮忙 before a real visit, in virtual time: what the person sees is what the desk has said."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import datetime
from math import inf
from typing import Any

import pytest

from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.config import IdleConfig, PlaceConfig
from kiosk.core.help import HelpAnswer, HelpKind, Turn
from kiosk.core.house import Ending, Onward
from kiosk.core.page import Page
from kiosk.core.stage import Chorus
from kiosk.core.text import Text, Wording, say
from kiosk.core.visit import Visit
from kiosk.desk.board import LATE_SECONDS, MOST_AGAIN, Board
from kiosk.helping import MOST_ROUNDS, Helping
from tests.core.rehearsal import House, Orders, ask


class OnVisit:
    """Lays pages over a visit."""

    visit: Visit

    def lay_over(self, page: Page[Any], answered: Callable[[object], None]) -> None:
        self.visit.lay_over(page, answered)

    def replace(self, page: Page[Any], answered: Callable[[object], None]) -> None:
        self.visit.replace(page, answered)

    def lift(self) -> None:
        self.visit.lift()

    def onward(self, value: Onward) -> None:
        self.visit.onward(value)


async def script() -> None:
    await ask("home", idle=True)
    await ask("figures")


def _is_a_bug(error: BaseException) -> None:
    raise error


class Person:
    """A person before the terminal, and somebody at the desk."""

    def __init__(self) -> None:
        self.clock = VirtualClock(datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI))
        self.board = Board(self.clock)
        self.turns: list[tuple[HelpKind, Turn]] = []
        self.board.listen(lambda news: self.turns.append((news.call.kind, news.turn)))
        self.told, self.served, self.opening = True, True, None
        laying = OnVisit()
        self.helping = Helping(
            self.board,
            laying,
            PlaceConfig(),
            told=lambda: self.told,
            served=lambda: self.served,
            opening=lambda: self.opening,
        )

        def begin() -> Coroutine[Page[Any], Any, None]:
            return script()

        self.visit = laying.visit = Visit(
            begin,
            house=House(),
            stage=Chorus([self.helping]),
            orders=Orders(),
            clock=self.clock,
            idle=IdleConfig(),
            on_bug=_is_a_bug,
            read_now=lambda: None,
        )
        self.visit.begin()
        self.answers("a")

    opening: Text | None

    @property
    def sees(self) -> str:
        page = self.visit.page
        assert page is not None
        return page.name

    @property
    def reads(self) -> list[str]:
        page = self.visit.page
        assert page is not None
        return [text.written(Wording()) for text in (page.title, *page.body)]

    def answers(self, value: object) -> None:
        ticket = self.visit.ticket
        assert ticket is not None
        self.visit.answered(ticket, value)

    def waits(self, seconds: float) -> None:
        until = self.clock.monotonic() + seconds
        while True:
            due = min((d for d in (self.board.next_due, self.visit.next_due) if d is not None), default=inf)
            if due > until:
                break
            self.clock.sleep(max(0.0, due - self.clock.monotonic()) + 1e-6)
            self.board.tick()
            self.visit.tick()
        self.clock.sleep(max(0.0, until - self.clock.monotonic()))

    @property
    def call_id(self) -> int:
        return self.board.calls[0].id


@pytest.fixture
def person() -> Person:
    return Person()


def test_one_touch_calls_and_says_so(person: Person) -> None:
    assert person.sees == "figures"
    person.helping.pressed()
    assert person.turns == [(HelpKind.HELP, Turn.CALLED)]
    assert person.reads == ["已经叫人了", "请在这里等一等。", "您办的事，都还在。"]


def test_at_home_too(person: Person) -> None:
    person.visit.begin()
    person.helping.pressed()
    assert person.sees == "help_called"
    person.board.here(person.call_id)
    assert person.sees == "home"


def test_the_desks_answer_is_told_with_the_minutes_only_if_somebody_said_them(person: Person) -> None:
    person.helping.pressed()
    person.board.answered(person.call_id)
    assert person.reads == ["有人正在过来", "请在这里等一等。"]
    person.board.answered(person.call_id, 3)
    assert person.reads == ["有人正在过来", "请在这里等一等。", "大概要等3分钟。"]


def test_who_has_come_finds_the_page_that_was_called_from(person: Person) -> None:
    person.helping.pressed()
    person.board.answered(person.call_id)
    person.board.here(person.call_id)
    assert person.sees == "figures"


def test_nobody_in_a_minute_is_called_again_and_said_so(person: Person) -> None:
    person.helping.pressed()
    person.waits(59)
    assert person.sees == "help_called"
    person.waits(1)
    assert person.sees == "help_called_again"
    assert person.turns[-1] == (HelpKind.HELP, Turn.CALLED_AGAIN)
    person.answers(HelpAnswer.WAIT)
    assert person.sees == "help_called"
    person.waits(60)
    assert person.sees == "help_called_again"
    person.answers(HelpAnswer.GO_ON)
    assert person.sees == "figures"
    person.waits(60)
    assert person.sees == "figures"
    assert person.turns[-1] == (HelpKind.HELP, Turn.CALLED_AGAIN)


def test_who_said_they_come_and_does_not_is_called_again(person: Person) -> None:
    person.helping.pressed()
    person.board.answered(person.call_id, 5)
    person.waits(5 * 60 + LATE_SECONDS)
    assert person.sees == "help_called_again"


def test_a_page_that_nobody_touches_gives_the_visit_back_to_its_own_quiet(person: Person) -> None:
    person.helping.pressed()
    person.waits(60 * MOST_ROUNDS + 1)
    assert person.sees == "figures"
    person.waits(120)
    assert person.sees == "still_there"
    person.waits(30 + 5)
    assert person.sees == "home"
    assert person.board.open(HelpKind.HELP) is not None
    person.waits(60 * MOST_AGAIN)
    assert person.sees == "home"
    assert person.board.next_due is None


def test_feeling_unwell_stands_until_somebody_is_there(person: Person) -> None:
    person.helping.pressed()
    person.answers(HelpAnswer.UNWELL)
    assert person.reads == ["请坐下，别着急", "已经叫人来了。", "急救电话120。"]
    assert [call.kind for call in person.board.calls] == [HelpKind.UNWELL]
    person.waits(300)
    person.board.answered(person.call_id, 1)
    assert person.sees == "unwell"
    person.board.here(person.call_id)
    assert person.sees == "figures"


def test_who_feels_better_is_looked_after_all_the_same(person: Person) -> None:
    person.helping.pressed()
    person.answers(HelpAnswer.UNWELL)
    person.answers(Onward.GO_ON)
    assert person.sees == "figures"
    assert [call.kind for call in person.board.calls] == [HelpKind.UNWELL]
    person.helping.pressed()
    assert person.sees == "unwell"


@pytest.mark.parametrize("leaves", [True, False])
def test_the_next_one_is_not_told_to_sit_down(person: Person, *, leaves: bool) -> None:
    if not leaves:
        person.visit.begin()
    person.helping.pressed()
    person.answers(HelpAnswer.UNWELL)
    person.answers(Onward.GO_ON)
    if leaves:
        person.visit.end(Ending.FINISHED)
    assert person.sees == "home"
    person.helping.pressed()
    assert person.sees == "help_called"
    assert [call.kind for call in person.board.calls] == [HelpKind.UNWELL]
    person.waits(60)
    assert person.sees == "help_called_again"
    person.board.answered(person.call_id, 3)
    assert person.sees == "help_coming"
    person.answers(HelpAnswer.CALL_OFF)
    assert person.sees == "help_called_off"
    assert [call.kind for call in person.board.calls] == [HelpKind.UNWELL]
    person.helping.pressed()
    person.answers(HelpAnswer.UNWELL)
    assert person.reads == ["请坐下，别着急", "已经叫人来了。", "急救电话120。"]
    person.board.here(person.call_id)
    assert person.sees == "home"


def test_called_off(person: Person) -> None:
    person.helping.pressed()
    person.answers(HelpAnswer.CALL_OFF)
    assert person.reads == ["好，不叫了", "要帮忙，再点右下角。"]
    assert person.board.calls == ()
    person.answers(Onward.GO_ON)
    assert person.sees == "figures"


def test_pressing_again_shows_how_far_it_has_come(person: Person) -> None:
    person.helping.pressed()
    person.helping.pressed()
    assert person.sees == "help_called"
    person.board.answered(person.call_id)
    person.helping.pressed()
    assert person.sees == "help_coming"
    assert person.turns == [(HelpKind.HELP, Turn.CALLED), (HelpKind.HELP, Turn.ANSWERED)]


def test_out_of_hours_nobody_is_called(person: Person) -> None:
    person.opening = say("星期一9点开门，请再来。")
    person.helping.pressed()
    assert person.reads == ["现在没有人值班", "星期一9点开门，请再来。", "也可以打12333问。"]
    assert person.turns == []
    person.answers(Onward.LEAVE)
    assert person.sees == "bye"


@pytest.mark.parametrize("told", [False, True])
def test_who_feels_unwell_calls_at_any_hour_and_is_promised_nobody_who_is_not_there(
    person: Person, *, told: bool
) -> None:
    person.opening, person.told = say("星期一9点开门，请再来。"), told
    person.helping.pressed()
    person.answers(HelpAnswer.UNWELL)
    assert person.reads == ["请坐下，别着急", "急救电话120。"]
    assert person.turns == [(HelpKind.UNWELL, Turn.CALLED)]
    person.waits(60)
    assert person.sees == "unwell"
    assert person.turns[-1] == (HelpKind.UNWELL, Turn.CALLED_AGAIN)
    person.answers(Onward.GO_ON)
    assert person.sees == "figures"


def test_where_no_desk_hears_a_window_is_named_and_nothing_claimed_but_it_is_called_all_the_same(
    person: Person,
) -> None:
    person.told = person.served = False
    person.helping.pressed()
    assert person.reads == ["请到3号窗口", "那里有人帮您。", "您办的事，都还在。"]
    assert person.turns == [(HelpKind.HELP, Turn.CALLED)]
    person.waits(60)
    assert person.sees == "help_here"
    assert person.turns[-1] == (HelpKind.HELP, Turn.CALLED_AGAIN)
    person.waits(60 * (MOST_ROUNDS - 1) + 1)
    assert person.sees == "figures"
    assert person.board.open(HelpKind.HELP) is not None


@pytest.mark.parametrize(("goes", "then"), [(Onward.GO_ON, "figures"), (Onward.LEAVE, "bye")])
def test_where_no_desk_may_look_who_goes_on_or_leaves_ends_the_call(person: Person, goes: Onward, then: str) -> None:
    person.told = person.served = False
    person.helping.pressed()
    person.answers(goes)
    assert person.sees == then
    assert person.turns == [(HelpKind.HELP, Turn.CALLED), (HelpKind.HELP, Turn.CALLED_OFF)]


def test_where_a_desk_may_look_later_the_call_stands(person: Person) -> None:
    person.told = False
    person.helping.pressed()
    person.answers(Onward.GO_ON)
    assert person.board.open(HelpKind.HELP) is not None


def test_who_feels_unwell_before_no_desk_calls_more_urgently(person: Person) -> None:
    person.told = person.served = False
    person.helping.pressed()
    person.answers(HelpAnswer.UNWELL)
    assert person.reads == ["请坐下，别着急", "急救电话120。"]
    assert person.turns[-1] == (HelpKind.UNWELL, Turn.CALLED)
    person.helping.pressed()
    assert person.sees == "unwell"
    person.board.somebody_is_here()
    assert person.sees == "figures"


def test_a_desk_that_looks_later_finds_the_call_and_its_answer_is_told(person: Person) -> None:
    person.told = False
    person.helping.pressed()
    assert person.sees == "help_here"
    person.told = True
    person.board.answered(person.call_id, 1)
    assert person.sees == "help_coming"


def test_a_desk_that_has_gone_is_not_claimed_to_hear(person: Person) -> None:
    person.helping.pressed()
    person.told = False
    person.waits(60)
    assert person.sees == "help_here"
    person.answers(Onward.GO_ON)
    assert person.sees == "figures"


def test_what_the_desk_says_of_other_calls_touches_no_page(person: Person) -> None:
    person.helping.pressed()
    paper = person.board.call(HelpKind.NO_PAPER)
    person.board.answered(paper.id)
    person.board.here(paper.id)
    assert person.sees == "help_called"


def test_a_parked_visit_is_left_alone(person: Person) -> None:
    person.helping.pressed()
    person.visit.park()
    person.waits(60)
    person.board.somebody_is_here()
    person.visit.resume()
    assert person.sees == "figures"


def test_a_call_goes_on_while_the_visit_is_parked_and_comes_back_as_far_as_it_has_come(person: Person) -> None:
    person.helping.pressed()
    person.visit.park()
    person.visit.resume()
    assert person.sees == "help_called"
    person.visit.park()
    person.waits(60)
    person.board.answered(person.call_id, 3)
    person.visit.resume()
    assert person.sees == "help_coming"
    person.visit.park()
    person.board.answered(person.call_id, 5)
    person.board.here(person.call_id)
    person.visit.resume()
    assert person.sees == "figures"


def test_who_feels_unwell_is_left_in_peace_by_whoever_knocks(person: Person) -> None:
    person.helping.pressed()
    person.answers(HelpAnswer.UNWELL)
    person.visit.park()
    person.waits(200)
    person.visit.resume()
    assert person.sees == "unwell"
    person.visit.park()
    person.board.somebody_is_here()
    person.visit.resume()
    assert person.sees == "figures"


def test_an_answer_is_told_though_the_modes_lie_over_the_call(person: Person) -> None:
    person.helping.pressed()
    person.visit.choose_modes()
    person.board.answered(person.call_id, 3)
    assert person.sees == "modes"
    person.answers(Onward.GO_ON)
    assert person.reads == ["有人正在过来", "请在这里等一等。", "大概要等3分钟。"]
    person.visit.choose_modes()
    person.board.here(person.call_id)
    assert person.sees == "modes"
    person.answers(Onward.GO_ON)
    assert person.sees == "figures"


def test_who_chooses_modes_with_no_call_open_is_left_alone(person: Person) -> None:
    person.helping.pressed()
    person.answers(HelpAnswer.CALL_OFF)
    person.answers(Onward.GO_ON)
    person.visit.choose_modes()
    person.board.call(HelpKind.HELP)
    person.board.answered(person.call_id)
    assert person.sees == "modes"
    person.answers(Onward.GO_ON)
    assert person.sees == "figures"
