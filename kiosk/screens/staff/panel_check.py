"""The panel: whether touches land where they are meant, where they met nothing today, and how large it really is."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from kiosk.core.config import PanelConfig
from kiosk.core.page import (
    Action,
    Cell,
    Dot,
    Footer,
    Gauge,
    Grid,
    Hit,
    Notice,
    Outline,
    Panel,
    Picture,
    Review,
    Row,
    Tone,
    Wait,
)
from kiosk.core.staff import StaffNumber
from kiosk.core.text import Count, Word, say
from kiosk.core.upkeep import COLUMNS, ROWS, UPKEEP, Check, Checked, Missed
from kiosk.core.values import dataclass
from kiosk.screens import sample
from kiosk.screens.staff.device_words import CHECKS, outcome_of, when
from kiosk.screens.staff.maintenance import LOOK_SECONDS
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_OUT, SAMPLE_TECHNICIAN, UNDERSTOOD, header

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.deadline import Deadline
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.upkeep import Upkeep

DOTS: Final = (
    (0.0, 0.0),
    (0.5, 0.0),
    (1.0, 0.0),
    (0.0, 0.5),
    (0.5, 0.5),
    (1.0, 0.5),
    (0.0, 1.0),
    (0.5, 1.0),
    (1.0, 1.0),
)
"""Corners, edges and the middle, as shares of what is left beside a dot's own size."""
GOOD_MM: Final = 5.0
"""So far beside the middle a finger may be: a quarter of the smallest button."""
CARD_WIDTH_MM: Final = 85.60
CARD_HEIGHT_MM: Final = 53.98
"""ISO/IEC 7810 ID-1: a bank card, an ID card."""
FIRST_STEP: Final = 0.10
LAST_STEP: Final = 0.005
"""By how much of its size the rectangle changes at a touch: halved whenever it has become too much, so that few will do."""


PANEL: Final = "panel"
"""As the panel's tests are kept."""


class ScreenWish(Enum):
    """What to do with the panel."""

    TOUCH = auto()
    MISSED = auto()
    SIZE = auto()
    OTHERS = auto()


@dataclass(frozen=True)
class Screened:
    """What is known of the panel: its last touch check, and where taps met nothing today."""

    test: Checked | None = None
    missed: Missed = Missed(())


def looking_at_screen() -> Page[Screened]:
    """Look what is known of the panel."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> Screened:
        return Screened(upkeep.tests().get((PANEL, Check.TOUCH)), upkeep.missed())

    return Wait(
        name="checks_panel",
        shows_after=0.3,
        title=say("请等一等"),
        picture=Picture.WAITING,
        jobs=(UPKEEP.job(work, seconds=LOOK_SECONDS),),
        footer=NO_WAY_OUT,
    )


def screen_panel(seen: Screened, size: PanelConfig, member: StaffMember) -> Page[ScreenWish]:
    """How the panel is: its last touch check with its time, the taps that met nothing today, and its size."""
    outcome, passed = outcome_of(seen.test)
    tested = None if seen.test is None else when(seen.test)
    measured = Word(f"{size.width_mm:g}×{size.height_mm:g}")
    return Panel(
        name="screen_panel",
        title=say("屏幕"),
        gauges=(
            Gauge(
                CHECKS[Check.TOUCH], outcome, passed, tested,
                Action(say("再试") if seen.test else say("试一试"), ScreenWish.TOUCH), "hand",
            ),
            Gauge(
                say("点空的地方"), say("今天{n}次", n=Count(seen.missed.total)), None, None,
                Action(say("看一看"), ScreenWish.MISSED), "map-pin", "info",
            ),
            Gauge(
                say("屏幕大小"), say("{size}毫米", size=measured), None, say("拿银行卡量"),
                Action(say("量一量"), ScreenWish.SIZE), "a-large-small", "info",
            ),
        ),
        actions=(Action(say("看别的"), ScreenWish.OTHERS, "layout-grid"),),
        header=header(member),
        footer=Footer(back=False, help=False),
    )  # fmt: skip


class Fit(Enum):
    """How the rectangle is beside the card."""

    MORE = auto()
    LESS = auto()
    FITS = auto()


class Miss(Enum):
    """A dot that can't be hit."""

    MISSED = auto()


def dot(number: int) -> Page[Hit | Miss]:
    """The dot that is to be touched now."""
    across, down = DOTS[number]
    left = len(DOTS) - number
    return Dot["Hit | Miss"](
        name="touch_dot",
        title=say("请点绿块，还有{left}个", left=Count(left)),
        across=across,
        down=down,
        read=lambda hit: hit,
        actions=(Action(say("点不到"), Miss.MISSED),),
        footer=NO_WAY_OUT,
    )


def touched(hits: tuple[Hit, ...]) -> Page[None]:
    """How far beside each dot the finger was."""
    worst = max((abs(mm) for hit in hits for mm in (hit.across_mm, hit.down_mm)), default=0.0)
    good = worst <= GOOD_MM
    rows = tuple(
        Row(say("{place}", place=Word(place)), say("横{x}　竖{y}毫米", x=_mm(hit.across_mm), y=_mm(hit.down_mm)))
        for place, hit in zip(PLACES, hits, strict=False)
    )
    return Review(
        name="touch_good" if good else "touch_off",
        title=say("触摸屏准") if good else say("触摸屏偏了，要校准"),
        body=(say("最多偏{worst}毫米。", worst=_mm(worst)),),
        rows=rows,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


def not_touched(hits: tuple[Hit, ...]) -> Page[None]:
    """A dot could not be hit at all."""
    return Notice(
        name="touch_dead",
        title=say("{place}点不到", place=Word(PLACES[len(hits)])),
        body=(say("触摸屏要校准，或者坏了。"),),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


PLACES: Final = ("左上", "上边", "右上", "左边", "中间", "右边", "左下", "下边", "右下")


def _mm(millimetres: float) -> Word:
    return Word(f"{millimetres:.1f}")


def is_good(hits: tuple[Hit, ...]) -> bool:
    """Whether no finger was further off than it may be."""
    return all(abs(mm) <= GOOD_MM for hit in hits for mm in (hit.across_mm, hit.down_mm))


def missed(counts: Missed) -> Page[None]:
    """Where taps met nothing today, as a map of the panel."""
    most = max((count for row in counts.cells for count in row), default=0)
    cells = tuple(tuple(Cell(say("{n}", n=Count(count)), count / most if most else 0.0) for count in row)
                  for row in counts.cells)  # fmt: skip
    return Grid(
        name="missed_taps",
        title=say("今天点空了{n}次", n=Count(counts.total)),
        body=(say("深的地方点空得多。"), say("只记次数，不记是谁。")),
        cells=cells,
        actions=(UNDERSTOOD,),
        footer=FOOTER,
    )


def measure(across: float, down: float, *, upright: bool) -> Page[Fit]:
    """A card is held against the rectangle until both are the same: first its width, then, `upright`, its height.

    `across` and `down` are its shares of the panel.
    """
    return Outline(
        name="measure_height" if upright else "measure_width",
        title=say("框和卡一样高吗？") if upright else say("框和卡一样宽吗？"),
        body=(say("拿银行卡贴着屏幕比。"),),
        across=across,
        down=down,
        actions=(
            Action(say("一样高") if upright else say("一样宽"), Fit.FITS, "check", Tone.GO),
            Action(say("框要高些") if upright else say("框要宽些"), Fit.MORE),
            Action(say("框要矮些") if upright else say("框要窄些"), Fit.LESS),
        ),
        footer=FOOTER,
    )


_PASSED: Final = Checked(PANEL, Check.TOUCH, passed=True, at=sample.NOW, by=StaffNumber("1003"))

EXAMPLES: Mapping[str, Page[object]] = {
    "looking": looking_at_screen(),
    "screen": screen_panel(Screened(_PASSED, Missed(((0, 4), (1, 0)))), PanelConfig(), SAMPLE_TECHNICIAN),
    "screen-off": screen_panel(Screened(replace(_PASSED, passed=False)), PanelConfig(), SAMPLE_TECHNICIAN),
    "screen-untried": screen_panel(Screened(), PanelConfig(), SAMPLE_TECHNICIAN),
    "dot-first": dot(0),
    "dot-middle": dot(4),
    "dot-last": dot(8),
    "touched": touched(tuple(Hit(0.4, -1.2) for _ in DOTS)),
    "touched-off": touched(tuple(Hit(7.5, 2.0) for _ in DOTS)),
    "not-touched": not_touched(()),
    "missed": missed(
        Missed(tuple(tuple((row * 7 + column * 3) % 9 for column in range(COLUMNS)) for row in range(ROWS)))
    ),
    "missed-none": missed(Missed(tuple((0,) * COLUMNS for _ in range(ROWS)))),
    "measure": measure(0.32, 0.113, upright=False),
    "measure-large": measure(0.4, 0.2, upright=True),
}
