"""M7: why one month was more than the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.house import Onward
from kiosk.core.money import Fen, Month
from kiosk.core.page import Action, Bar, Chart, Tone
from kiosk.core.text import Count, Money, MonthName, Year, say
from kiosk.pension.payment import WhyMore
from kiosk.screens import sample
from kiosk.screens.months import example_year
from kiosk.screens.phrases import LOOK_AT_SCREEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from kiosk.core.page import Header, Page
    from kiosk.core.record import Payment
    from kiosk.core.text import Text


def _rise(why: WhyMore, today: date, rise: Fen, since: Month) -> tuple[Text, ...]:
    month = MonthName(why.month, today.year)
    this_year = since.year == today.year
    in_year = say("{year}每月涨{rise}。", rise=Money(rise), year=Year(since.year))
    return (
        say("今年每月涨{rise}。", rise=Money(rise)) if this_year else in_year,
        say("从{since}算起。", short="", since=MonthName(since, since.year)),
        say(
            "{month}补发了前{months}个月的。",
            short="前几个月的，{month}补给您。",
            month=month,
            months=Count(why.back_pay_months),
        ),
    )


def why_more(why: WhyMore, around: Sequence[Payment], today: date, header: Header) -> Page[Onward]:
    """M7: the month between its neighbours, and what was paid afterwards in it. `around` are those, oldest first."""
    month = MonthName(why.month, today.year)
    if why.rise is not None and why.counted_from is not None:
        body = _rise(why, today, why.rise, why.counted_from)
    else:
        body = (
            say("{month}补发了{amount}。", month=month, amount=Money(why.back_pay)),
            say("是前{months}个月的。", short="", months=Count(why.back_pay_months)),
        )
    return Chart(
        name="why_more",
        aside=True,
        title=say("为什么{month}多了？", month=month),
        body=body,
        bars=tuple(Bar(say("{month}", month=MonthName(p.month, today.year)), Money(p.amount)) for p in around),
        loudspeaker=LOOK_AT_SCREEN,
        actions=(Action(say("明白了"), Onward.GO_ON, "check", Tone.GO),),
        header=header,
    )


def _example(year: int, rise: Fen | None) -> Page[Onward]:
    why = WhyMore(Month(year, 7), Fen(69720), 6, rise, None if rise is None else Month(year, 1))
    around = [p for p in reversed(example_year(year, 12)) if 6 <= p.month.month <= 8]  # noqa: PLR2004 - June to August
    return why_more(why, around, sample.TODAY, sample.HEADER)


EXAMPLES: Mapping[str, Page[object]] = {
    "M7": _example(2026, Fen(11620)),
    "M7-last-year": _example(2025, Fen(99_999_00)),
    "M7-no-rise": _example(2026, None),
}
