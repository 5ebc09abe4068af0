"""The mains fail: finish, tell, stop. And nothing of it where they come back in time."""

from __future__ import annotations

from kiosk.core.config import PlaceConfig
from kiosk.core.incident import Incident
from kiosk.core.page import Footer, Notice, Page, Slot, Wait
from kiosk.core.people import Presentation
from kiosk.core.stage import EndedBy, PageEnded, Showing, Ticket
from kiosk.core.text import say
from kiosk.power import FINISH_SECONDS, SETTLE_SECONDS, TELL_SECONDS, Deed, Power, Supply

PRINTING: Page[object] = Wait(name="printing", title=say("正在打印"), seals=True)
TAKE: Page[object] = Wait(name="take_paper", title=say("请拿好单子"), hand=Slot.RECEIPT, footer=Footer(leave=False))
HOME: Page[object] = Wait(name="home", title=say("？"), hand=Slot.ID_READER, footer=Footer(leave=False), idle=True)
ASK: Page[object] = Notice(name="anything_else", title=say("还要办别的吗？"))


class Failing:
    """A power supply, its time, and what it brought."""

    def __init__(self) -> None:
        self.power = Power(PlaceConfig())
        self.now = 100.0
        self.deeds: list[Deed] = []

    def passes(self, seconds: float) -> list[Deed]:
        """Let seconds pass one by one; return what is to be done."""
        before = len(self.deeds)
        for _ in range(round(seconds)):
            self.now += 1.0
            self.deeds += self.power.turn(self.now)
        return self.deeds[before:]

    def low(self) -> None:
        assert self.power.mains(lost=True) is Incident.MAINS_LOST
        assert self.power.battery(self.now, low=True) is Incident.BATTERY_LOW

    def shows(self, page: Page[object], *, laid_over: bool = False) -> None:
        self.power.show(Showing(Ticket(1), page, Presentation(), laid_over=laid_over))


def test_without_mains_it_goes_on() -> None:
    here = Failing()
    assert here.power.mains(lost=True) is Incident.MAINS_LOST
    assert here.passes(3600) == []
    assert (here.power.supply, here.power.may_begin, here.power.page()) == (Supply.BATTERY, True, None)
    assert here.power.mains(lost=False) is Incident.MAINS_BACK
    assert here.power.supply is Supply.MAINS


def test_on_a_low_battery_nobody_begins_and_after_a_while_it_stops() -> None:
    here = Failing()
    here.low()
    assert here.passes(SETTLE_SECONDS - 1) == []
    assert here.power.may_begin
    assert here.passes(1) == [Deed.TELL]
    page = here.power.page()
    assert page is not None
    assert page.name == "power_out"
    assert here.passes(TELL_SECONDS - 1) == []
    assert here.passes(1) == [Deed.STOP]
    assert here.passes(60) == []


def test_a_print_and_its_paper_come_to_their_end_first() -> None:
    here = Failing()
    here.shows(PRINTING)
    here.low()
    assert here.passes(20) == []
    assert not here.power.may_begin
    here.shows(ASK, laid_over=True)  # help was called over it
    here.power.ended(PageEnded("help_here", EndedBy.TIME))
    assert here.passes(5) == []
    here.power.ended(PageEnded("printing", EndedBy.JOB))
    here.shows(TAKE)
    assert here.passes(5) == []
    here.power.ended(PageEnded("take_paper", EndedBy.PERSON))
    here.shows(ASK)
    assert here.passes(1) == [Deed.TELL]


def test_home_holds_nothing_up() -> None:
    here = Failing()
    here.shows(HOME)
    here.low()
    assert here.passes(SETTLE_SECONDS) == [Deed.TELL]


def test_what_never_ends_is_not_waited_for() -> None:
    here = Failing()
    here.shows(PRINTING)
    here.low()
    assert here.passes(SETTLE_SECONDS + FINISH_SECONDS - 1) == []
    assert here.passes(1) == [Deed.TELL]


def test_a_visit_that_is_over_holds_nothing_up() -> None:
    here = Failing()
    here.shows(PRINTING)
    here.power.over()
    here.low()
    assert here.passes(SETTLE_SECONDS) == [Deed.TELL]


def test_the_mains_back_in_time_let_everything_go_on() -> None:
    here = Failing()
    here.shows(PRINTING)
    here.low()
    here.passes(10)
    here.power.mains(lost=False)
    assert here.passes(1) == []  # nobody was told yet
    assert here.power.may_begin
    here.power.over()
    here.power.mains(lost=True)
    assert here.passes(1) == [Deed.TELL]
    here.power.mains(lost=False)
    assert here.passes(1) == [Deed.SERVE]
    assert here.power.may_begin
    assert here.passes(3600) == []


def test_mains_that_come_back_after_the_stop_don_t_call_it_off() -> None:
    here = Failing()
    here.low()
    here.passes(SETTLE_SECONDS + TELL_SECONDS)
    here.power.mains(lost=False)
    assert here.passes(10) == []
    assert here.power.supply is Supply.STOPPED
    assert not here.power.may_begin


def test_a_contact_that_bounces_stops_nothing() -> None:
    here = Failing()
    here.power.mains(lost=True)
    for _ in range(5):
        here.power.battery(here.now, low=True)
        assert here.passes(SETTLE_SECONDS - 1) == []
        assert here.power.battery(here.now, low=False) is None
        assert here.passes(1) == []


def test_a_battery_that_charges_stops_nothing_and_one_without_a_contact_for_the_mains_does() -> None:
    charging = Failing()
    assert charging.power.mains(lost=False) is None
    charging.power.battery(charging.now, low=True)
    assert charging.passes(600) == []
    unknown = Failing()
    unknown.power.battery(unknown.now, low=True)
    assert unknown.passes(SETTLE_SECONDS) == [Deed.TELL]
