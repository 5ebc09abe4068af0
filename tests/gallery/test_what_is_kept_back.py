"""What the loudspeaker keeps back can be read aloud on every page that keeps something back, and figures can be covered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import Wording
from kiosk.ui.pieces import TargetButton
from kiosk.voice.words import for_loudspeaker, read_aloud
from tests.gallery.hanging import HELPED, PANELS, Wall, has_figures, window_on
from tests.gallery.pages import pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.core.page import Page
    from kiosk.ui.window import Window

pytestmark = pytest.mark.usefixtures("qapp")
PAGES: Final = {name: page for name, page in pages().items() if not name.startswith(("staff.", "kinds.", "night."))}
"""Of the dark page anything that is touched leads home."""
FIGURES: Final = {"payment.M4a", "months.M6", "months.M6-chart", "made_of.made-of", "years_paid.years-paid"}
WORDED: Final = {"payment.M4b", "statement_review.R5"}
"""Their amounts stand in sentences that 简洁版 puts without."""


@pytest.fixture
def window() -> Iterator[Window]:
    made = window_on(Wall(*PANELS[0], TextSize.MEDIUM, Theme.DEFAULT, simple=False))
    made.open()
    yield made
    made.close()


def _offered(window: Window, page: Page[object], *, simple: bool, laid_over: bool = False) -> set[str]:
    window.over()
    window.show(Showing(Ticket(1), page, Presentation(simple=simple), laid_over=laid_over))
    return {p.item.words for p in window.screen.pieces.values() if isinstance(p, TargetButton)}


def _said(page: Page[object]) -> tuple[str, str]:
    now, wording = Showing(Ticket(1), page, Presentation(voice=True)), Wording()
    return "".join(for_loudspeaker(now, wording)), "".join(read_aloud(now, wording))


@pytest.mark.parametrize("simple", [False, True])
def test_who_is_sent_to_the_screen_may_have_it_read_and_figures_can_be_covered(window: Window, *, simple: bool) -> None:
    offered = {name: _offered(window, page, simple=simple) for name, page in PAGES.items()}

    kept = {name for name, page in PAGES.items() if any(text.private for text in (page.title, *page.body))}
    kept |= {name for name, page in PAGES.items() if "看屏幕" in _said(page)[0] or page.paper}
    assert {"payment.M4d", "payment.M4f", "payment.M4g", "statement_review.R5b", "at_the_window.K8"} < kept
    assert {f"certification.C4{one}" for one in "abcdefgh"} < kept
    assert {name for name, words in offered.items() if "念给我听" in words} == kept
    assert all(_said(PAGES[name])[1] for name in kept)

    covered = {name for name, words in offered.items() if "遮住数字" in words}
    there = {name for name, page in PAGES.items() if has_figures(page)}
    assert covered >= FIGURES
    assert (covered >= WORDED) is not simple
    assert there >= WORDED
    assert covered - there <= {name for name in PAGES if name.startswith(("years_paid.", "statement_review."))}


@pytest.mark.parametrize("name", ["payment.M4a", "payment.M4d"])
def test_nothing_is_read_where_there_is_no_voice_nor_from_a_page_that_lies_over(window: Window, name: str) -> None:
    page = PAGES[name]
    assert "念给我听" not in _offered(window, page, simple=False, laid_over=True)
    window.speaks = False
    assert "念给我听" not in _offered(window, page, simple=False)


@pytest.mark.parametrize(("name", "asked"), [("payment.M4a", True), ("payment.M4d", False)])
def test_nothing_is_read_while_figures_are_covered_for_who_helps(window: Window, name: str, *, asked: bool) -> None:
    """Where there are none, they see what the person sees, and may read it themselves."""
    helped = Showing(Ticket(2), PAGES[name], Presentation(covered=True), assistance=HELPED)
    window.show(helped)
    assert "read" not in window.screen.pieces
    assert ("consent" in window.screen.pieces) is asked
    window.show(replace(helped, presentation=Presentation(), assistance=None))
    assert "read" in window.screen.pieces
