"""Lays a page out: the frame round it, its view inside, roomy where there is room and never below the smallest sizes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from kiosk.core.languages import CHINESE
from kiosk.core.page import (
    Chart,
    Choose,
    Dot,
    EnterDigits,
    Fix,
    Grid,
    Hearing,
    Languages,
    Modes,
    Night,
    Outline,
    Page,
    Panel,
    Review,
    Table,
)
from kiosk.ui import footer, frame, modes
from kiosk.ui.items import Box, Item, Sheet
from kiosk.ui.views import (
    chart,
    choose,
    digits,
    dot,
    fix,
    grid,
    night,
    notice,
    outline,
    panel,
    review,
    table,
    tongues,
    ways,
)

if TYPE_CHECKING:
    from kiosk.ui.scene import Scene

COMFORTS: Final = (1.0, 0.5, 0.0)
"""How far above the smallest sizes buttons are tried, roomiest first."""


class View(Protocol):
    """Lays out the content of one kind of page."""

    def __call__(self, scene: Scene, box: Box, *, last: bool) -> Sheet | None:
        """Fill the box; None if it doesn't fit in it whole, unless this is the last try: then split into sheets."""
        ...


VIEWS: Final[tuple[tuple[type[Page[Any]], View], ...]] = (
    (Choose, choose.lay),
    (Review, review.lay),
    (Table, table.lay),
    (Chart, chart.lay),
    (EnterDigits, digits.lay),
    (Panel, panel.lay),
    (Fix, fix.lay),
    (Grid, grid.lay),
    (Outline, outline.lay),
    (Modes, ways.lay),
    (Hearing, ways.lay),
    (Languages, tongues.lay),
)


def view_for(page: Page[object]) -> View:
    """Return the view for the page's kind; what only says or waits, or has but sentences beside its picture, is a notice."""
    bare = (isinstance(page, Review) and page.figure is None and not page.rows) or (
        isinstance(page, Choose) and not page.choices
    )
    if bare and page.picture is not None:
        return notice.lay
    return next((view for kind, view in VIEWS if isinstance(page, kind)), notice.lay)


def lay_out(scene: Scene) -> Sheet:
    """Return everything that is to be seen of a page, in reading order."""
    if isinstance(scene.page, Night):
        return night.lay(scene)
    if isinstance(scene.page, Dot):
        return dot.lay(scene)
    look = scene.look
    staff, banner = frame.banner(scene)
    area = frame.whole(look)
    if banner:
        area = Box(area.x, banner + look.gap, area.w, area.bottom - banner - look.gap)
    high = footer.footer_height(scene)
    foot = Box(area.x, area.bottom - high, area.w, high)
    above = footer.height_above(scene)
    view = notice.lay if scene.showing.phase is not None else view_for(scene.page)
    tries = [(comfort, False) for comfort in COMFORTS]
    if (scene.offers_modes or isinstance(scene.page, Languages)) and scene.wording.language != CHINESE:
        # Where words are long, home's modes go behind one button, and the pages of modes and languages do without their header.
        tries.append((COMFORTS[-1], True))
    over = Box(area.x - look.head, area.y, area.w + look.head, area.h)
    for comfort, compact in tries:
        upper, high = frame.top(scene, over, comfort, tight=compact)
        lower, depth = frame.actions(scene, area.w, comfort)
        if scene.home:
            switches, more = modes.mode_rows(scene, area.w, comfort, compact=compact)
            lower = [*lower, *(frame.moved(s, 0, depth + look.gap if depth else 0) for s in switches)]
            depth += more + (look.gap if depth else 0)
        start = foot.y - above - look.gap - depth
        bottom = start - look.gap if depth else start
        box = Box(area.x, area.y + high, area.w, bottom - area.y - high)
        content = view(scene, box, last=(comfort, compact) == tries[-1])
        if content is not None:
            upper = _lowered(scene, upper, content, box.y)
            content.items = [
                *staff,
                *upper,
                *content.items,
                *(frame.moved(target, area.x, start) for target in lower),
                *footer.footer(scene, foot),
            ]
            return content
    raise RuntimeError("a view's last try always lays the page out")


def _lowered(scene: Scene, upper: list[Item], content: Sheet, top: int) -> list[Item]:
    """Keep what home asks beside its answers: where these stand lower than they might, title and band stand lower, too."""
    down = min((item.box.y for item in content.items), default=top) - top
    if not scene.home or down <= 0:
        return upper
    return [
        item if frame.in_header(item) else replace(item, box=item.box._replace(y=item.box.y + down)) for item in upper
    ]
