"""The pictures made of bars: nothing of them is seen or said while figures are covered, and each bar is a line to keys."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kiosk.core.page import Chart
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import Wording
from kiosk.ui.gauges import MeterBar
from kiosk.ui.line_stop import LineStop
from kiosk.voice.words import for_headset, read_aloud
from tests.gallery.hanging import PANELS, Wall, picture_of, walked, window_on
from tests.gallery.pages import pages

if TYPE_CHECKING:
    from kiosk.ui.window import Window

pytestmark = pytest.mark.usefixtures("qapp")
CHARTS = {name: page for name, page in pages().items() if isinstance(page, Chart) and not name.startswith("kinds.")}
FIGURE = re.compile(r"[0-9.,]+元|[0-9]+年[0-9]+个月|(?<![前0-9])[0-9]+个月")


def hung(name: str, *, covered: bool) -> tuple[Window, Showing]:
    wall = Wall(*PANELS[0], TextSize.MEDIUM, Theme.DEFAULT, simple=False)
    window = window_on(wall)
    window.open()
    showing = Showing(Ticket(1), CHARTS[name], Presentation(covered=covered))
    window.show(showing)
    return window, showing


def seen(window: Window) -> list[str]:
    """Everything that is to be read on the page, by eyes or by assistive technology."""
    pieces = window.screen.pieces.values()
    return [text for piece in pieces for text in (piece.accessibleName(), getattr(piece, "text", str)())]


@pytest.mark.parametrize("name", CHARTS)
def test_covered_figures_are_neither_seen_nor_said_nor_drawn(name: str) -> None:
    window, showing = hung(name, covered=True)
    assert [text for text in seen(window) if FIGURE.search(text)] == []
    assert not [piece for piece in window.screen.pieces.values() if isinstance(piece, MeterBar)]
    assert "看数字" in seen(window)
    window.close()
    wording = Wording(covered=True)
    written = {bar.figure.spoken() for bar in CHARTS[name].bars}
    for said in (read_aloud(showing, wording), for_headset(showing, wording)):
        assert not [sentence for sentence in said if any(figure in sentence for figure in written)]
        assert sum("遮住的数字" in sentence for sentence in said) >= len(CHARTS[name].bars)


@pytest.mark.parametrize("name", CHARTS)
def test_keys_stop_at_every_bar_and_it_is_read_with_its_figure(name: str) -> None:
    window, _ = hung(name, covered=False)
    lines = [piece for piece in window.screen.pieces.values() if isinstance(piece, LineStop)]
    bars = CHARTS[name].bars
    wording = Wording()
    assert [line.item.words for line in lines] == [f"{b.label.written(wording)}，{b.figure.written()}" for b in bars]
    assert [key for key in walked(window) if key.startswith("line")] == [line.item.key for line in lines]
    window.close()


@pytest.mark.parametrize("theme", Theme)
def test_bars_are_as_long_as_their_figures_in_every_look(theme: Theme) -> None:
    wall = Wall(*PANELS[0], TextSize.MEDIUM, theme, simple=False)
    window = window_on(wall)
    window.open()
    page = CHARTS["made_of.made-of-many"]
    window.show(Showing(Ticket(1), page, Presentation(theme=theme)))
    drawn = {key: piece.width() for key, piece in window.screen.pieces.items() if isinstance(piece, MeterBar)}
    sizes = {f"bar{n}": bar.figure.size for n, bar in enumerate(page.bars) if bar.figure.size > 0}
    most = max(sizes.values())
    assert drawn.keys() == sizes.keys()
    assert all(abs(drawn[key] - drawn["bar0"] * size / most) <= 1 for key, size in sizes.items())
    picture, geometry = picture_of(window), window.screen.pieces["bar0"].geometry()
    inside = picture.getpixel((geometry.center().x(), geometry.center().y()))
    beside = picture.getpixel((geometry.center().x(), geometry.bottom() + 4))
    assert inside != beside
    window.close()


def test_what_says_nothing_private_has_nothing_to_cover() -> None:
    page = CHARTS["years_paid.years-paid-resident"]
    bars = tuple(replace(bar, figure=replace(bar.figure, private=False)) for bar in page.bars)
    public = replace(page, bars=bars, body=())
    wall = Wall(*PANELS[0], TextSize.MEDIUM, Theme.DEFAULT, simple=False)
    window = window_on(wall)
    window.open()
    window.show(Showing(Ticket(1), public, Presentation()))
    assert "遮住数字" not in seen(window)
    window.show(Showing(Ticket(2), replace(public, body=page.body), Presentation()))
    assert "遮住数字" in seen(window)
    window.close()
