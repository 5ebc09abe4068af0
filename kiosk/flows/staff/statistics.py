"""The figures of a day: on the screen, on paper, and on a stick for a spreadsheet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk.audit.maintenance_events import Lines
from kiosk.core.text import say
from kiosk.flows.printing import print_statement
from kiosk.flows.staff.service import Stay
from kiosk.flows.staff.taking_along import take_along
from kiosk.screens.page_titles import page_titles
from kiosk.screens.staff.audit import taking_files
from kiosk.screens.staff.day_counts import DayWish, counting, day_counts
from kiosk.screens.staff.working import books_shut
from kiosk.statement.day_report import day_report, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.books.books import Books
    from kiosk.core.day import DayCounts
    from kiosk.flows.staff.service import OnDuty
    from kiosk.statement.model import Issue, Statement


async def statistics(duty: OnDuty) -> Stay:
    """Show today's, and the days before."""
    days_ago = 0
    while True:
        try:
            counts = await counting(days_ago)
        except OSError:
            await books_shut()
            return Stay.MENU
        wish = await day_counts(counts, page_titles(), duty.member)
        if wish is DayWish.PRINT:
            await print_statement(duty.hall, partial(_report, counts))
        elif wish is DayWish.TAKE:
            await _take(duty, counts)
        elif wish is DayWish.DAY_BEFORE:
            days_ago += 1
        else:
            return Stay.MENU


def _report(counts: DayCounts, issue: Issue) -> Statement:
    return day_report(counts, page_titles(), issue)


async def _take(duty: OnDuty, counts: DayCounts) -> None:
    def make(_books: Books) -> Mapping[str, bytes]:
        return {f"day-{counts.day.isoformat()}.csv": table(counts, page_titles())}

    member, note = duty.member, duty.hall.note
    await take_along(
        duty,
        say("一天的数字"),
        lambda stick: taking_files(stick, Lines.STATISTICS, "statistics", make, member=member, note=note),
    )
