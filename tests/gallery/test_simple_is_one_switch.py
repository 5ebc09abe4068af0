"""简洁版 changes eight things with one touch: size, wording, choices, steps, voice, pace, time-outs and target size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from kiosk.core.config import IdleConfig
from kiosk.core.page import Page
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import Showing, Ticket
from kiosk.screens.goodbye import everything_in_hand, goodbye
from kiosk.screens.sample import PLACES
from kiosk.screens.take_paper import take_paper
from kiosk.statement.model import Paper
from kiosk.ui.items import Drawing, Target, Words
from kiosk.ui.pieces import TargetButton
from tests.core.rehearsal import Rehearsal, ask, work
from tests.gallery.hanging import PANELS, Listener, Wall, window_on
from tests.gallery.pages import pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.core.clock import VirtualClock
    from kiosk.ui.items import Item
    from kiosk.ui.window import Window

PAGES = pages()
PX_PER_MM = min(PANELS[0][0] / PANELS[0][2], PANELS[0][1] / PANELS[0][3])


@pytest.fixture
def window(qapp: object) -> Iterator[Window]:  # noqa: ARG001
    standing = window_on(Wall(*PANELS[0], TextSize.MEDIUM, Theme.DEFAULT, simple=False), command=Listener())
    standing.open()
    yield standing
    standing.close()


def switched(window: Window, mode: str, before: Presentation) -> Presentation:
    """Touch a mode on home, once."""
    cast("VirtualClock", window._clock).sleep(1.0)  # the same touch again at once would be a trembling hand's
    window.show(Showing(Ticket(1), PAGES["home.home"], before))
    button = window.screen.pieces[f"mode-{mode}"]
    assert isinstance(button, TargetButton)
    button.click()
    return cast("Presentation", cast("Listener", window._command).asked[-1][1])


def switched_on(window: Window) -> Presentation:
    """Touch 简洁版 on home, once."""
    return switched(window, "simple", Presentation())


def items(window: Window, name: str, presentation: Presentation) -> list[Item]:
    window.show(Showing(Ticket(2), PAGES[name], presentation, can_go_back=True, cut_off=None))
    sheet = window.sheet
    assert sheet is not None
    return sheet.items


def buttons(shown: list[Item]) -> list[Target]:
    return [item for item in shown if isinstance(item, Target)]


def asked(presentation: Presentation) -> list[str]:
    """Which pages somebody answers of a service with two usual answers."""

    async def service() -> None:
        await ask("home", idle=True)
        await ask("choose_year", usual=True)
        await ask("review")
        await ask("which_paper", usual=True)
        await ask("printing")

    r = Rehearsal(service)
    r.visit.present(presentation)
    seen = [r.page]
    while r.page != "printing":
        seen.append(r.touch("a"))
    return seen


def stands(page: Page[Any], presentation: Presentation) -> float:
    """How many seconds a page stands before it goes on by itself."""

    async def service() -> None:
        await ask("home", idle=True)
        await page

    r = Rehearsal(service)
    r.visit.present(presentation)
    r.touch("a")
    left = r.stage.shown[-1].left_seconds
    assert left is not None
    return left


def asks_after(presentation: Presentation) -> tuple[float, float]:
    """After how much quiet 您还在吗 is asked, and for how long it waits."""

    async def service() -> None:
        await ask("home", idle=True)
        await ask("year")

    r = Rehearsal(service)
    r.visit.present(presentation)
    r.touch("a")
    begun, due = r.clock.monotonic(), r.visit.next_due
    assert due is not None
    r.pass_time(due - begun + 0.01)
    assert r.page == "still_there"
    left = r.stage.shown[-1].left_seconds
    assert left is not None
    return round(due - begun), round(left)


def busy(presentation: Presentation) -> float:
    """How long a page at least says that a card is being read."""

    async def service() -> None:
        await ask("home", idle=True)
        await work("reading")
        await ask("end")

    r = Rehearsal(service)
    r.visit.present(presentation)
    r.touch("a")
    r.report("busy")
    begun = r.clock.monotonic()
    r.finish()
    due = r.visit.next_due
    assert due is not None
    return due - begun


def least_mm(window: Window, presentation: Presentation) -> float:
    names = ("home.home", "payment.M4a", "take_paper.R8", "kinds.digits", "how_to_certify.C5")
    targets = [target for name in names for target in buttons(items(window, name, presentation))]
    return min(min(target.box.w, target.box.h) for target in targets) / PX_PER_MM


def test_one_touch_changes_all_eight(window: Window) -> None:
    usual, simple = Presentation(), switched_on(window)
    assert simple.simple

    # size
    assert (usual.size, simple.size) == (TextSize.MEDIUM, TextSize.LARGE)
    bodies = [
        next(item.px for item in items(window, "home.home", how) if isinstance(item, Words) and item.key == "trust")
        for how in (usual, simple)
    ]
    assert bodies[1] > bodies[0]

    # wording
    words = [{target.words for target in buttons(items(window, "payment.M4a", how))} for how in (usual, simple)]
    assert "退出" in words[0]
    assert "不办了" in words[1]

    # choices
    offered = [
        [target for target in buttons(items(window, "months.M6", how)) if target.key.startswith("action")]
        for how in (usual, simple)
    ]
    assert (len(offered[0]), len(offered[1])) == (4, 2)

    # steps
    assert asked(usual) == ["home", "choose_year", "review", "which_paper", "printing"]
    assert asked(simple) == ["home", "review", "printing"]

    # voice
    assert (usual.voice, simple.voice) == (False, True)

    # pace
    assert [busy(usual), busy(simple)] == pytest.approx([0.8, 1.2])
    moving = [
        next(item.moving for item in items(window, "take_paper.R8", how) if isinstance(item, Drawing))
        for how in (usual, simple)
    ]
    assert moving == [True, False]

    # time-outs
    idle = IdleConfig()
    assert asks_after(usual) == (idle.quiet_seconds, idle.alert_seconds) == (120, 30)
    assert asks_after(simple) == (idle.simple_quiet_seconds, idle.simple_alert_seconds) == (180, 45)
    for page, seconds in ((take_paper(Paper.SLIP, PLACES), 20), (everything_in_hand(), 10), (goodbye(), 5)):
        assert stands(page, usual) == pytest.approx(seconds)
        assert stands(page, simple) == pytest.approx(1.5 * seconds)

    # target size
    assert least_mm(window, usual) >= 20.0
    assert least_mm(window, simple) >= 25.0 > least_mm(window, usual)


def test_another_touch_gives_back_what_it_changed(window: Window) -> None:
    for before in (
        Presentation(),
        Presentation(TextSize.SMALL, Theme.SOFT),
        Presentation(TextSize.EXTRA_LARGE, voice=True, covered=True),
    ):
        assert switched(window, "simple", switched(window, "simple", before)) == before


def test_what_somebody_has_chosen_meanwhile_stays(window: Window) -> None:
    simple = switched_on(window)
    larger = switched(window, "simple", switched(window, "large", simple))
    assert larger == Presentation(TextSize.EXTRA_LARGE)
    black = switched(window, "simple", switched(window, "black", simple))
    assert black == Presentation(TextSize.LARGE, Theme.HIGH_CONTRAST)
    silent = switched(window, "voice", simple)
    assert switched(window, "simple", silent) == Presentation()
    assert switched(window, "simple", switched(window, "voice", silent)) == Presentation(voice=True)
