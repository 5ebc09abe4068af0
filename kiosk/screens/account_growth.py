"""How the personal account has grown, as bars: what it held at the end of each of the newest years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.house import Onward
from kiosk.core.money import Fen
from kiosk.core.page import Action, Bar, Chart, Tone
from kiosk.core.text import Money, Year, say
from kiosk.pension.growth import SHOWN_YEARS, AccountAtEnd
from kiosk.screens import sample
from kiosk.screens.phrases import LOOK_AT_SCREEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kiosk.core.page import Header, Page


def account_growth(years: Sequence[AccountAtEnd], header: Header) -> Page[Onward]:
    """The `years` oldest first; the sentences speak of the newest."""
    last = years[-1]
    body = [
        say("{year}底有{closing}。", year=Year(last.year), closing=Money(last.closing)),
        say("这一年的利息是{interest}。", interest=Money(last.interest)),
    ]
    if not last.closing:
        body.append(say("账户发完了，养老金照样发。"))
    elif last.paid_out:
        body.append(say("发养老金，会用掉一些。"))
    return Chart(
        name="account_growth",
        aside=True,
        title=say("账户里的钱怎么变的？"),
        body=tuple(body),
        bars=tuple(Bar(say("{year}", year=Year(each.year)), Money(each.closing)) for each in years),
        loudspeaker=LOOK_AT_SCREEN,
        actions=(Action(say("明白了"), Onward.GO_ON, "check", Tone.GO),),
        header=header,
    )


def _example(last: int, *, paid_out: int = 0, count: int = SHOWN_YEARS) -> tuple[AccountAtEnd, ...]:
    """Make up years that grow to `last`, or fall to it while something is paid out."""
    step = last // 15 if not paid_out else -paid_out
    return tuple(
        AccountAtEnd(2025 - back, Fen(last - back * step), Fen(last // 50), Fen(paid_out))
        for back in range(count - 1, -1, -1)
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "account-growth": account_growth(_example(8621450), sample.HEADER),
    "account-growth-two": account_growth(_example(312400, count=2), sample.PLAIN_HEADER),
    "account-growth-one": account_growth(_example(312400, count=1), sample.PLAIN_HEADER),
    "account-growth-paid-out": account_growth(_example(2416020, paid_out=619760), sample.HEADER),
    "account-growth-emptied": account_growth(_example(0, paid_out=743000), sample.HEADER),
    "account-growth-longest": account_growth(_example(sample.MOST, paid_out=-10_000_000), sample.LONG_HEADER),
}
