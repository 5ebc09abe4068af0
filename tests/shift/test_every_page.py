"""Help over, and staff before, every page there is for people: what stood stands, with all it had."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import pytest

from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.config import IdleConfig, PlaceConfig
from kiosk.core.help import HelpKind
from kiosk.core.page import Night
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import Chorus
from kiosk.core.visit import Visit
from kiosk.desk.board import Board
from kiosk.helping import PAGES, Helping
from tests.core.rehearsal import House, Orders, Stage, ask
from tests.screens.pages import examples

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.house import Onward
    from kiosk.core.page import Page

AWAY_SECONDS: Final = 45.0
"""Less than a call waits for its repeat, and than anybody may be quiet."""
FOR_PEOPLE: Final = {
    name: page
    for name, page in examples()
    if not name.startswith("staff/")
    and not name.endswith("-staff")
    and page.footer.help
    and not isinstance(page, Night)
}


class Standing:
    """One page that stands in a visit of its own, with a call's pages and the board behind them."""

    def __init__(self, page: Page[Any], *, told: bool) -> None:
        self.clock = VirtualClock(datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI))
        self.stage, self.orders, self.board = Stage(), Orders(), Board(self.clock)
        self.bugs: list[BaseException] = []
        self.helping = Helping(
            self.board, self, PlaceConfig(), told=lambda: told, served=lambda: told, opening=lambda: None
        )

        async def script() -> None:
            if not page.idle:
                await ask("home", idle=True)
                await ask("before")
            await page

        self.visit = Visit(
            script,
            house=House(),
            stage=Chorus([self.stage, self.helping]),
            orders=self.orders,
            clock=self.clock,
            idle=IdleConfig(),
            on_bug=self.bugs.append,
            read_now=lambda: None,
        )
        self.visit.begin()
        for _ in range(0 if page.idle else 2):
            assert self.visit.ticket is not None
            self.visit.answered(self.visit.ticket, "a")
        self.visit.present(Presentation(TextSize.LARGE, Theme.HIGH_CONTRAST))
        self.passes(1.0)  # quick work is shown only after a while

    def lay_over(self, page: Page[Any], answered: Callable[[object], None]) -> None:
        self.visit.lay_over(page, answered)

    def replace(self, page: Page[Any], answered: Callable[[object], None]) -> None:
        self.visit.replace(page, answered)

    def lift(self) -> None:
        self.visit.lift()

    def onward(self, value: Onward) -> None:
        self.visit.onward(value)

    def passes(self, seconds: float) -> None:
        """Let time pass; the visit is woken when it asked to be."""
        end = self.clock.monotonic() + seconds
        while (due := self.visit.next_due) is not None and due <= end:
            self.clock.sleep(max(0.0, due - self.clock.monotonic()))
            self.visit.tick()
        self.clock.sleep(max(0.0, end - self.clock.monotonic()))

    def seen(self) -> dict[str, Any]:
        """Everything that must be as it was."""
        visit, shown = self.visit, self.stage.shown[-1]
        standing = visit._standing
        assert standing is not None
        own = visit._own_time(standing)
        return {
            "page": visit.page,
            "ticket": visit.ticket,
            "presentation": visit.presentation,
            "trail": visit.trail,
            "back": visit.can_go_back,
            "over": visit.laid_over,
            "helped": visit.assistance,
            "left": None if own is None else round(own - self.clock.monotonic(), 6),
            "works": sorted(job.lane for job in self.orders.open.values()),
            "shown": (shown.page, shown.ticket, shown.presentation, shown.covered, shown.can_go_back, shown.laid_over),
        }

    def calls(self) -> None:
        """Touch 请人帮忙."""
        self.helping.pressed()
        assert self.visit.page is not None
        assert self.visit.page.name in PAGES
        assert self.stage.shown[-1].covered
        self.passes(AWAY_SECONDS)

    def is_parked(self) -> None:
        """Have the staff before the screen for a while."""
        self.visit.park()
        self.passes(AWAY_SECONDS)
        self.visit.resume()


def test_there_are_pages_for_people() -> None:
    assert len(FOR_PEOPLE) > 150


@pytest.mark.parametrize("told", [True, False], ids=["desk", "no desk"])
@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_help_and_staff_come_and_go_and_nothing_has_changed(name: str, *, told: bool) -> None:
    standing = Standing(FOR_PEOPLE[name], told=told)
    before = standing.seen()
    assert before["page"] is FOR_PEOPLE[name]
    standing.calls()
    assert standing.board.open(HelpKind.HELP) is not None
    standing.board.somebody_is_here()
    assert standing.seen() == before
    standing.is_parked()
    assert standing.seen() == before
    standing.calls()
    standing.visit.park()
    standing.board.somebody_is_here()
    standing.visit.resume()
    assert standing.seen() == before
    assert standing.bugs == []
