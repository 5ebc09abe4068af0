"""The night: dark outside the hours, woken by a touch, dark again; and a page that moves so evenly that nothing burns in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.config import Config, HoursConfig
from kiosk.core.page import Notice, Phase
from kiosk.core.people import Presentation
from kiosk.core.stage import EndedBy, PageEnded, Showing, Ticket
from kiosk.core.text import Wording, say
from kiosk.night import AWAKE_SECONDS, Night
from kiosk.ui.views.night import place

if TYPE_CHECKING:
    from kiosk.core.page import Page

FRIDAY_EVENING = datetime(2026, 11, 20, 16, 59, 50, tzinfo=SHANGHAI)
READING = Phase("reading", say("正在读证"))
TOUCHED = PageEnded("night", EndedBy.PERSON)


class Evening:
    """A terminal's night, and its clock."""

    def __init__(self, *, dark: bool = True, serves: bool = False, start: datetime = FRIDAY_EVENING) -> None:
        self.clock = VirtualClock(start)
        day = "09:00-17:00"
        hours = HoursConfig(day, day, day, day, day, night_screen=dark, serve_outside_hours=serves)
        self.night = Night(Config(hours=hours), self.clock)

    def stands(self) -> tuple[str, ...]:
        """The name of what stands in place of home and its first sentence; nothing for home."""
        page = self.night.page()
        return () if page is None else (page.name, *(text.written(Wording()) for text in page.body[:1]))

    def turned(self) -> bool:
        return self.night.turned

    def shows(self, page: Page[object] | None = None, phase: Phase | None = None) -> None:
        self.night.show(Showing(Ticket(1), page or Notice(name="page", title=say("好")), Presentation(), phase))


def test_at_closing_time_home_becomes_dark_and_at_opening_time_it_comes_back() -> None:
    evening = Evening()
    assert evening.stands() == ()
    assert not evening.turned()
    evening.clock.sleep(10)
    assert evening.turned()
    assert evening.stands() == ("night", "星期一9点开门。")
    assert not evening.turned()
    evening.clock.sleep(timedelta(days=2, hours=15, minutes=59).total_seconds())
    evening.night.page()
    assert not evening.turned()
    evening.clock.sleep(60)
    assert evening.turned()
    assert evening.stands() == ()


def test_at_midnight_tomorrow_becomes_today() -> None:
    evening = Evening(start=datetime(2026, 11, 22, 23, 59, tzinfo=SHANGHAI))
    assert evening.stands() == ("night", "明天9点开门。")
    evening.clock.sleep(60)
    assert evening.turned()
    assert evening.stands() == ("night", "今天9点开门。")


def test_over_new_year_the_year_is_said_only_where_it_is_another() -> None:
    evening = Evening(start=datetime(2026, 12, 31, 23, 59, tzinfo=SHANGHAI))
    assert evening.stands() == ("night", "明天9点开门。")
    evening.clock.sleep(60)
    assert evening.stands() == ("night", "今天9点开门。")


def test_a_clock_that_is_set_turns_it_too() -> None:
    evening = Evening()
    evening.night.page()
    evening.clock.jump(timedelta(hours=3))
    assert evening.turned()


def test_a_touch_says_when_the_hall_opens_and_then_it_is_dark_again() -> None:
    evening = Evening(start=FRIDAY_EVENING + timedelta(hours=1))
    assert evening.stands()[0] == "night"
    evening.night.ended(TOUCHED)
    assert evening.stands() == ("hall_closed", "星期一9点开门，请再来。")
    page = evening.night.page()
    assert page is not None
    assert page.after is not None
    evening.night.ended(PageEnded("hall_closed", EndedBy.TIME))
    assert evening.stands()[0] == "night"


def test_a_touch_serves_where_the_hall_wants_it_until_nothing_comes_up_for_a_while() -> None:
    evening = Evening(serves=True, start=FRIDAY_EVENING + timedelta(hours=1))
    assert evening.stands()[0] == "night"
    evening.night.ended(TOUCHED)
    assert evening.stands() == ()
    for _ in range(5):
        evening.clock.sleep(AWAKE_SECONDS - 1)
        assert not evening.turned()
        evening.shows()
    evening.clock.sleep(AWAKE_SECONDS - 1)
    evening.shows(phase=READING)
    evening.clock.sleep(AWAKE_SECONDS)
    assert not evening.turned()  # a card is being read
    evening.night.ended(PageEnded("home", EndedBy.JOB))
    assert evening.turned()
    assert evening.stands()[0] == "night"


def test_nothing_but_a_touch_wakes_it() -> None:
    evening = Evening(serves=True, start=FRIDAY_EVENING + timedelta(hours=1))
    evening.night.ended(PageEnded("night", EndedBy.TIME))
    evening.shows()
    evening.night.over()
    assert evening.stands()[0] == "night"


def test_without_a_dark_page_the_terminal_serves_on_or_says_when_it_opens() -> None:
    start = FRIDAY_EVENING + timedelta(hours=1)
    assert Evening(dark=False, serves=True, start=start).stands() == ()
    closed = Evening(dark=False, start=start)
    assert closed.stands() == ("hall_closed", "星期一9点开门，请再来。")
    page = closed.night.page()
    assert page is not None
    assert (page.after, page.actions) == (None, ())


def test_without_hours_there_is_no_night() -> None:
    clock = VirtualClock(datetime(2026, 11, 22, 3, tzinfo=SHANGHAI))
    night = Night(Config(hours=HoursConfig(night_screen=True, serve_outside_hours=False)), clock)
    assert night.page() is None


@given(st.integers(0, 24 * 60 - 1), st.integers(1, 2000), st.integers(1, 2000))
def test_the_dark_page_never_leaves_the_panel(minute: int, across: int, down: int) -> None:
    x, y = place(minute, (across, down))
    assert 0 <= x <= across
    assert 0 <= y <= down


@pytest.mark.parametrize("hours", [1, 4, 14, 24])
def test_no_place_of_the_panel_is_lit_much_longer_than_another(hours: int) -> None:
    side = 4
    often = dict.fromkeys(((x, y) for x in range(side) for y in range(side)), 0)
    for minute in range(hours * 60):
        x, y = place(minute, (10_000, 10_000))
        often[min(side - 1, x * side // 10_000), min(side - 1, y * side // 10_000)] += 1
    fair = hours * 60 / side**2
    assert all(fair * 0.5 <= each <= fair * 1.5 for each in often.values())
    # It has moved far from one minute to the next, and comes back to no place soon.
    assert all(place(n, (100, 100)) != place(n + 1, (100, 100)) for n in range(hours * 60))
