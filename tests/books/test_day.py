"""The figures of a day: what is counted, and what is not told because it might be somebody."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from kiosk.audit.catalogue import Shown
from kiosk.books.day import FEWEST, counted
from kiosk.core.clock import SHANGHAI
from kiosk.core.day import DayCounts, ServiceCount, Waiting

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI)


def line(event: str, **fields: object) -> Shown:
    return Shown(1, AT, event, "", "", trouble=False, fields=fields)


def counts(*lines: Shown) -> DayCounts:
    return counted(DAY, lines)


def ended(page: str, by: str) -> Shown:
    return line("page-ended", page=page, by=by)


def uses(ages: Iterable[str | None], service: str = "payment") -> list[Shown]:
    return [line("service-used", service=service, assisted=False, **({"age": age} if age else {})) for age in ages]


OVER = line("visit-over")


def test_visits_and_those_that_were_helped_are_counted() -> None:
    day = counts(OVER, line("assistance-begun"), OVER, OVER)
    assert (day.visits, day.helped_visits) == (3, 1)


def test_a_visit_is_given_up_where_somebody_left_or_went_away() -> None:
    day = counts(
        ended("home", "person"), ended("choose_year", "left"), ended("everything_in_hand", "time"), OVER,
        ended("choose_year", "idle"), ended("gone", "time"), OVER,
        ended("place_id_card", "left"), OVER,
        ended("goodbye", "time"), OVER,
    )  # fmt: skip
    assert day.left_at == (("choose_year", 2), ("place_id_card", 1))


def test_who_goes_on_after_all_has_not_given_up() -> None:
    assert counts(ended("choose_year", "left"), ended("choose_year", "person"), OVER).left_at == ()


def test_what_the_staff_leave_is_no_visit_given_up() -> None:
    day = counts(line("signed-in"), ended("staff_menu", "left"), line("signed-out"), ended("home", "person"), OVER)
    assert day.left_at == ()


def test_services_are_counted_with_help_and_by_age() -> None:
    helped = line("service-used", service="payment", age="70-79", assisted=True)
    day = counts(*uses(["60-69"] * 5 + ["70-79"] * 5), helped, *uses(["80-89"], "certification"))
    assert day.services == (
        ServiceCount("payment", 11, 1, (("60-69", 5), ("70-79", 6))),
        ServiceCount("certification", 1, 0),
    )


def test_the_last_state_of_a_print_is_the_one_that_counts() -> None:
    states = {"a": ["intended", "sending", "proved"], "b": ["sending", "failed"], "c": ["unknown"],
              "d": ["unknown", "settled-printed"], "e": ["unknown", "settled-not-printed"], "f": ["proved", "taken-back"],
              "g": ["abandoned"]}  # fmt: skip
    day = counts(*(line("print-changed", serial=serial, state=s) for serial, each in states.items() for s in each))
    assert (day.printed, day.failed, day.unknown) == (3, 2, 1)


def called(kind: str) -> Shown:
    return line("help-called", kind=kind)


def settled(kind: str, seconds: int, *, came: bool) -> Shown:
    return line("help-settled", kind=kind, seconds=seconds, came=came)


def test_how_long_people_waited_until_somebody_was_there() -> None:
    day = counts(
        called("help"), line("help-answered", kind="help", seconds=40), settled("help", 90, came=True),
        called("help"), line("help-called-again", kind="help", seconds=60), settled("help", 80, came=True),
        called("help"), line("help-called-off", kind="help", seconds=5),
        called("help"), line("help-answered", kind="help", seconds=200),
    )  # fmt: skip
    assert day.waiting == Waiting(calls=4, answered=2, median_seconds=85, longest_seconds=90)


def test_each_kind_waits_for_itself_and_what_is_quiet_or_came_right_alone_was_not_answered() -> None:
    day = counts(
        called("no_paper"), called("hesitates"), called("help"), settled("help", 30, came=True),
        settled("hesitates", 900, came=False), OVER, settled("no_paper", 240, came=False),
    )  # fmt: skip
    assert day.waiting == Waiting(calls=2, answered=1, median_seconds=30, longest_seconds=30)
    both = counts(
        called("help"), called("no_paper"), settled("no_paper", 20, came=True), settled("help", 50, came=True)
    )
    assert both.waiting == Waiting(calls=2, answered=2, median_seconds=35, longest_seconds=50)


def test_who_feels_unwell_while_they_wait_for_help_has_called_once() -> None:
    day = counts(called("help"), called("unwell"), settled("unwell", 45, came=True), settled("help", 70, came=True))
    assert day.waiting == Waiting(calls=1, answered=1, median_seconds=45, longest_seconds=45)


def test_the_end_of_yesterdays_call_and_a_kind_no_longer_known_are_passed_over() -> None:
    assert counts(settled("help", 70, came=True), called("tea"), settled("tea", 9, came=True)).waiting == Waiting()


def test_a_day_on_which_nothing_happened_has_zeros() -> None:
    assert counts() == DayCounts(DAY)


BANDS = st.lists(st.sampled_from(["0-49", "60-69", "70-79", "90+", None]), max_size=40)


@given(BANDS)
def test_no_small_number_is_told_nor_can_be_had_by_subtraction(ages: list[str | None]) -> None:
    for service in counts(*uses(ages)).services:
        told = dict(service.ages)
        assert service.uses == len(ages)
        assert all(number >= FEWEST for number in told.values())
        if told:
            rest = service.uses - sum(told.values())
            assert rest == ages.count(None)
            assert rest == 0 or rest >= FEWEST
