"""How many years were paid, by kind, as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.house import Onward
from kiosk.core.page import Action, Bar, Chart, Tone
from kiosk.core.text import say
from kiosk.core.years import YearsAndMonths
from kiosk.pension.years_paid import MonthsOfKind, YearKind, YearsPaid, longest
from kiosk.screens import sample
from kiosk.screens.phrases import LOOK_AT_SCREEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Header, Page
    from kiosk.core.text import Text

_KINDS: Final = {
    YearKind.EMPLOYER: say("单位一起缴"),
    YearKind.OWN: say("自己缴"),
    YearKind.TRANSFERRED: say("外地转来"),
    YearKind.DEEMED: say("视同缴费"),
    YearKind.RESIDENT: say("居民养老"),
}
_LONGEST: Final = {
    YearKind.EMPLOYER: say("单位一起缴的最长。"),
    YearKind.OWN: say("自己缴的最长。"),
    YearKind.TRANSFERRED: say("外地转来的最长。"),
    YearKind.DEEMED: say("视同缴费的最长。"),
    YearKind.RESIDENT: say("居民养老的最长。"),
}


def _sentences(years: YearsPaid) -> tuple[Text, ...]:
    """Say each scheme's own sum: residents' years are not an employee's."""
    said: list[Text] = []
    if years.employee:
        said.append(say("职工养老一共{years}。", years=YearsAndMonths(years.employee)))
    if years.resident:
        said.append(say("居民养老一共{years}。", years=YearsAndMonths(years.resident)))
    most = longest(years)
    if most is not None:
        said.append(_LONGEST[most.kind])
    if years.arrears:
        said.append(say("还欠{years}，没有算进去。", years=YearsAndMonths(years.arrears)))
    return tuple(said)


def years_paid(years: YearsPaid, header: Header) -> Page[Onward]:
    """The kinds there are, each as long as its months."""
    return Chart(
        name="years_paid",
        aside=True,
        title=say("缴了多少年？"),
        body=_sentences(years),
        bars=tuple(Bar(_KINDS[each.kind], YearsAndMonths(each.months)) for each in years.kinds),
        loudspeaker=LOOK_AT_SCREEN,
        actions=(Action(say("明白了"), Onward.GO_ON, "check", Tone.GO),),
        header=header,
    )


def _example(arrears: int = 0, **months: int) -> YearsPaid:
    return YearsPaid(tuple(MonthsOfKind(YearKind(kind), many) for kind, many in months.items()), arrears)


EXAMPLES: Mapping[str, Page[object]] = {
    "years-paid": years_paid(_example(employer=207, deemed=141), sample.HEADER),
    "years-paid-one": years_paid(_example(employer=279), sample.PLAIN_HEADER),
    "years-paid-resident": years_paid(_example(resident=180), sample.HEADER),
    "years-paid-all": years_paid(
        _example(arrears=11, employer=263, own=131, transferred=71, deemed=239, resident=132), sample.LONG_HEADER
    ),
}
