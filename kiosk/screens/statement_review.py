"""R4, R5, R5b and M8: which year, and is this what should be printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.money import Fen
from kiosk.core.page import Action, Answer, Choice, Choose, Picture, Review, Tone
from kiosk.core.text import Count, Money, Year, say
from kiosk.pension.payment import Received
from kiosk.screens import sample
from kiosk.screens.phrases import LOOK_AT_SCREEN, ask_at_window, look_at_pictures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Header, Page
    from kiosk.core.text import Text

    Paper = tuple[tuple[Text, ...], ...]

MOST_YEARS: Final = 3
"""Years on one page, beside 更早的."""


class Earlier(StrEnum):
    """The answer that is no year."""

    EARLIER = "earlier"


class ReviewWish(StrEnum):
    """What may be wanted of a paper that was found."""

    PRINT = "print"
    OTHER_YEAR = "other_year"
    YEARS = "years"
    ACCOUNT = "account"
    NO = "no"


_TO_PRINT: Final = say("要打印，请点“打印”。")
_PRINT: Final = Action(say("打印"), ReviewWish.PRINT, "printer", Tone.GO)
_OTHER_YEAR: Final = Action(say("换一年"), ReviewWish.OTHER_YEAR, "calendar-days")
_NO: Final = Action(say("不打了"), ReviewWish.NO, "x")


def choose_year(years: tuple[int, ...], latest: int | None, header: Header, *, ask: bool) -> Page[int | Earlier]:
    """R4: the `years` newest first.

    `latest` is the latest whole year, None where the newest is not over. Unless `ask`, 简洁版 takes it without asking.
    """
    shown = years[:MOST_YEARS] if len(years) > MOST_YEARS + 1 else years
    choices: list[Choice[int | Earlier]] = [Choice(say("{year}", year=Year(y)), y, "calendar") for y in shown]
    if len(shown) < len(years):
        choices.append(Choice(say("更早的"), Earlier.EARLIER, "history"))
    return Choose(
        name="choose_year",
        title=say("要哪一年的？"),
        body=() if latest is None else (say("最新一整年是{year}。", year=Year(latest)),),
        loudspeaker=(say("要哪一年的？请点屏幕。"),),
        choices=tuple(choices),
        usual=None if ask else Answer(years[0]),
        header=header,
    )


@dataclass(frozen=True)
class Beside:
    """What can be had beside the paper itself: another year, and the pictures of the years paid and of the account.

    `paper` is what stands on it, line by line, for who would hear it.
    """

    other_years: bool
    years: bool = False
    account: bool = False
    paper: Paper = ()


def _review(year: int, figures: tuple[Text, ...], header: Header, beside: Beside) -> Page[ReviewWish]:
    pictures = look_at_pictures(
        ReviewWish.YEARS if beside.years else None, ReviewWish.ACCOUNT if beside.account else None
    )
    return Review(
        name="review_yearly_record",
        title=say("打印{year}的，对吗？", short="要打印吗？", year=Year(year)),
        body=(*figures, say("", short="{year}的社保记录单。", year=Year(year))),
        picture=Picture.SHEET,
        loudspeaker=(*LOOK_AT_SCREEN, _TO_PRINT),
        actions=(_PRINT, _OTHER_YEAR if beside.other_years else _NO, *pictures),
        header=header,
        paper=beside.paper,
    )


def review_received(year: int, received: Received, header: Header, beside: Beside) -> Page[ReviewWish]:
    """R5 for who receives a pension: leads with what was received."""
    figures = (
        say("领了{months}个月养老金。", short="", months=Count(received.months)),
        say("一共{total}。", short="", total=Money(received.total)),
    )
    return _review(year, figures, header, beside)


def review_paid_in(year: int, months: int, balance: Fen, header: Header, beside: Beside) -> Page[ReviewWish]:
    """R5 for who still pays: months paid and what the account holds."""
    figures = (
        say("缴了{months}个月。", short="", months=Count(months)),
        say("账户里有{balance}。", short="", balance=Money(balance)),
    )
    return _review(year, figures, header, beside)


def year_is_empty(year: int, places: PlaceConfig, header: Header, *, other_years: bool) -> Page[ReviewWish]:
    """R5b: nothing stands in that year."""
    seen = Action(say("知道了"), ReviewWish.NO, "check", Tone.PLAIN if other_years else Tone.GO)
    other = Action(say("换一年"), ReviewWish.OTHER_YEAR, "calendar-days", Tone.GO)
    advice = (say("换一年看看。"), say("也可以请人帮忙。", short="")) if other_years else (ask_at_window(places),)
    return Review(
        name="year_is_empty",
        title=say("{year}没有记录", short="这一年没有记录", year=Year(year)),
        body=advice,
        picture=Picture.CALENDAR,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(other, seen) if other_years else (seen,),
        header=header,
    )


def nothing_recorded(places: PlaceConfig, header: Header) -> Page[ReviewWish]:
    """R5b when there is no whole year at all."""
    return Review(
        name="nothing_recorded",
        title=say("这里还没有整年的记录"),
        body=(say("看不到，不等于没有。"), ask_at_window(places)),
        picture=Picture.HELP,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(Action(say("知道了"), ReviewWish.NO, "check", Tone.GO),),
        header=header,
    )


def review_payment_year(
    year: int, header: Header, *, this_year: bool, other_years: bool, paper: Paper = ()
) -> Page[ReviewWish]:
    """M8: every month's payment of a year on one paper."""
    short = "今年每个月发了多少。" if this_year else "{year}每个月发了多少。"
    other = [Action(say("换一年", short=""), ReviewWish.OTHER_YEAR, "calendar-days")] if other_years else []
    return Review(
        name="review_payment_year",
        title=say("打印{year}对账单？", short="要打印吗？", year=Year(year)),
        body=(say("每个月发了多少，都在上面。", short=short, year=Year(year)),),
        picture=Picture.SHEET,
        loudspeaker=(_TO_PRINT,),
        actions=(_PRINT, *other, Action(say("", short="不用了"), ReviewWish.NO, "x")),
        header=header,
        paper=paper,
    )


def _examples() -> Mapping[str, Page[object]]:

    head, long = sample.HEADER, sample.LONG_HEADER
    years = (2025, 2024, 2023, 2022, 2021)
    everything = Beside(other_years=True, years=True, account=True)
    return {
        "R4": choose_year(years, 2025, head, ask=False),
        "R4-asked": choose_year(years[1:], 2025, head, ask=True),
        "R4-not-over": choose_year(years, None, head, ask=True),
        "R5": review_received(2025, Received(12, Fen(3943200)), head, Beside(other_years=True)),
        "R5-longest": review_received(2025, Received(12, sample.MOST), long, everything),
        "R5-paying": review_paid_in(2025, 12, Fen(8621450), head, everything),
        "R5-paying-longest": review_paid_in(2025, 12, sample.MOST, long, Beside(other_years=False)),
        "R5b": year_is_empty(2025, sample.PLACES, head, other_years=True),
        "R5b-only-year": year_is_empty(2025, sample.FAR, head, other_years=False),
        "R5b-no-year": nothing_recorded(sample.FAR, head),
        "M8": review_payment_year(2026, head, this_year=True, other_years=True, paper=sample.PAPER),
        "M8-last-year": review_payment_year(2025, head, this_year=False, other_years=False, paper=sample.PAPER),
    }


EXAMPLES: Mapping[str, Page[object]] = _examples()
