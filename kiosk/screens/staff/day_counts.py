"""The figures of a day, on the screen: nobody is in them."""

from __future__ import annotations

from datetime import date
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from kiosk.core.day import DayCounts, ServiceCount, Waiting
from kiosk.core.page import Action, Row, Table, Tone
from kiosk.core.text import Day, Word, say
from kiosk.screens.page_titles import page_titles
from kiosk.screens.staff.phrases import FOOTER, SAMPLE_AUDITOR, header
from kiosk.screens.staff.stick import BOOKS
from kiosk.screens.staff.working import SECONDS, asking, looking
from kiosk.statement.day_report import NOT_BY_AGE, SERVICES, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from devices.deadline import Deadline
    from kiosk.books.books import Books
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember

_MOST_PAGES: Final = 6


def counting(days_ago: int) -> Page[DayCounts]:
    """Count a day's figures. Raises `OSError`."""

    def work(books: Books, deadline: Deadline, _report: Report) -> DayCounts:
        page_titles()  # so that nobody waits for the screens to be read on the window's thread
        return books.day(days_ago, asking(deadline))

    return looking("counting_day", BOOKS.job(work, seconds=SECONDS))


class DayWish(Enum):
    """What next."""

    PRINT = auto()
    TAKE = auto()
    DAY_BEFORE = auto()
    ENOUGH = auto()


def day_counts(counts: DayCounts, titles: Mapping[str, str], member: StaffMember) -> Page[DayWish]:
    """Show them; `titles` are the titles of pages by name."""
    return Table(
        name="day_counts",
        title=say("{day}的数字", day=Day(counts.day, 0, private=False)),
        rows=tuple(_rows(counts, titles)),
        actions=(
            Action(say("打印"), DayWish.PRINT, "printer", Tone.GO),
            Action(say("存到U盘"), DayWish.TAKE, "log-out"),
            Action(say("前一天"), DayWish.DAY_BEFORE, "calendar-days"),
            Action(say("看好了"), DayWish.ENOUGH, "check"),
        ),
        header=header(member),
        footer=FOOTER,
    )


def _rows(counts: DayCounts, titles: Mapping[str, str]) -> Iterator[Row]:
    waiting = counts.waiting
    yield _row("办事的人次", f"{counts.visits}次", f"有人帮{share(counts.helped_visits, counts.visits)}")
    yield _row("打好的单子", f"{counts.printed}张", f"没打成{counts.failed}张，不知道{counts.unknown}张")
    yield _row("叫人", f"{waiting.calls}次", f"有人来{waiting.answered}次")
    if waiting.answered:
        yield _row("等人来", f"{waiting.median_seconds}秒", f"一半人以内；最久{waiting.longest_seconds}秒")
    for each in counts.services:
        helped = f"有人帮{share(each.helped, each.uses)}"
        yield _row(SERVICES.get(each.service, each.service), f"{each.uses}次", helped)
        ages = "，".join(f"{band}岁{uses}次" for band, uses in each.ages)
        yield _row("其中", ages or NOT_BY_AGE.removesuffix("。"), "")
    for page, times in counts.left_at[:_MOST_PAGES]:
        yield _row("没办完就走了", f"{times}次", f"停在“{titles.get(page, page)}”")


def _row(label: str, figure: str, note: str) -> Row:
    beside = say("{note}", note=Word(note)) if note else None
    return Row(say("{label}", label=Word(label)), say("{figure}", figure=Word(figure)), beside)


_COUNTS: Final = DayCounts(
    date(2026, 11, 21),
    61,
    7,
    (ServiceCount("payment", 41, 5, (("60-69", 22), ("70-79", 19))), ServiceCount("yearly_record", 8, 2)),
    (("choose_year", 3), ("place_id_card", 2)),
    38,
    1,
    1,
    Waiting(6, 5, 48, 190),
)

EXAMPLES: Mapping[str, Page[object]] = {
    "day": day_counts(_COUNTS, {"choose_year": "要哪一年的？", "place_id_card": "请放身份证"}, SAMPLE_AUDITOR),
    "nothing": day_counts(DayCounts(date(2026, 11, 22)), {}, SAMPLE_AUDITOR),
}
