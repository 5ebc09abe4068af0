"""The figures of a day on paper and as a table for a spreadsheet: how much was done here, and nobody in it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from kiosk.core.text import Count, say
from kiosk.statement.model import (
    EMPTY,
    TITLES,
    Column,
    Field,
    Fields,
    Kind,
    Lead,
    Paper,
    Side,
    Statement,
    Table,
    written_day,
)
from kiosk.statement.wording import FADES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kiosk.core.day import DayCounts, ServiceCount
    from kiosk.statement.model import Block, Issue

SERVICES: Final = {"payment": "查养老金", "certification": "查养老认证", "yearly_record": "打印权益记录单"}
"""What the services are called; one that is not here goes by its code."""
NOT_BY_AGE: Final = "人少的，不分年龄。"
_MOST_PAGES: Final = 8


def day_report(counts: DayCounts, titles: Mapping[str, str], issue: Issue) -> Statement:
    """Make the report of a day; `titles` are the titles of pages by name."""
    blocks: list[Block] = [
        Lead("办事的人次", f"{counts.visits}次"),
        Fields(
            "办事",
            (
                Field("有人帮的", share(counts.helped_visits, counts.visits)),
                Field("打好的单子", f"{counts.printed}张"),
                Field("没打成的", f"{counts.failed}张"),
                Field("不知道的", f"{counts.unknown}张"),
            ),
            paired=True,
        ),
        *_services(counts),
        *_left_at(counts, titles),
        Fields(
            "叫人",
            (
                Field("叫了", f"{counts.waiting.calls}次"),
                Field("有人来的", f"{counts.waiting.answered}次"),
                Field("一半人等了", _seconds(counts.waiting.median_seconds, counts)),
                Field("最久等了", _seconds(counts.waiting.longest_seconds, counts)),
            ),
            paired=True,
        ),
    ]
    notes = ("里面没有任何人的资料。", *((FADES,) if issue.paper == Paper.SLIP else ()))
    headline = (say("办了{visits}人次。", visits=Count(counts.visits)),)
    return Statement(Kind.DAY, TITLES[Kind.DAY], written_day(counts.day), issue, tuple(blocks), notes, headline)


def share(part: int, whole: int) -> str:
    """Write a part of a whole: 12次，占8%."""
    return f"{part}次，占{round(100 * part / whole)}%" if whole else f"{part}次"


def _seconds(seconds: int, counts: DayCounts) -> str:
    return f"{seconds}秒" if counts.waiting.answered else EMPTY


def _services(counts: DayCounts) -> Iterator[Block]:
    if not counts.services:
        return
    rows = tuple(
        (SERVICES.get(each.service, each.service), str(each.uses), str(each.helped)) for each in counts.services
    )
    yield Table("办了什么", (Column("事项", Side.LEFT), Column("次数"), Column("有人帮")), rows)
    for each in counts.services:
        yield _ages(each)


def _ages(each: ServiceCount) -> Block:
    title = f"{SERVICES.get(each.service, each.service)}　按年龄"
    if not each.ages:
        return Fields(title, (), remark=NOT_BY_AGE)
    return Fields(title, tuple(Field(f"{band}岁", f"{uses}次") for band, uses in each.ages), paired=True)


def _left_at(counts: DayCounts, titles: Mapping[str, str]) -> Iterator[Block]:
    if counts.left_at:
        fields = tuple(Field(titles.get(page, page), f"{times}次") for page, times in counts.left_at[:_MOST_PAGES])
        yield Fields("没办完，停在哪一页", fields)


def table(counts: DayCounts, titles: Mapping[str, str]) -> bytes:
    """Write the figures as CSV in UTF-8 with its mark, so that spreadsheets read the characters."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(("日期", "项目", "细目", "年龄段", "数"))
    for what, detail, band, number in _rows(counts, titles):
        writer.writerow((counts.day.isoformat(), what, detail, band, number))
    return file.getvalue().encode("utf-8-sig")


def _rows(counts: DayCounts, titles: Mapping[str, str]) -> Iterator[tuple[str, str, str, int]]:
    yield "办事", "人次", "", counts.visits
    yield "办事", "有人帮", "", counts.helped_visits
    for each in counts.services:
        name = SERVICES.get(each.service, each.service)
        yield "事项", name, "", each.uses
        yield "事项有人帮", name, "", each.helped
        for band, uses in each.ages:
            yield "事项按年龄", name, band, uses
    for page, times in counts.left_at:
        yield "停在哪一页", titles.get(page, page), "", times
    yield "单子", "打好", "", counts.printed
    yield "单子", "没打成", "", counts.failed
    yield "单子", "不知道", "", counts.unknown
    yield "叫人", "次数", "", counts.waiting.calls
    yield "叫人", "有人来", "", counts.waiting.answered
    yield "叫人", "一半人等的秒数", "", counts.waiting.median_seconds
    yield "叫人", "最久等的秒数", "", counts.waiting.longest_seconds
