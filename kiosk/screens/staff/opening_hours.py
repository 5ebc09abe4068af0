"""When the hall is open, day by day, and what stands outside these hours: read, set with the digits' pad, and written at once."""

from __future__ import annotations

from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from kiosk.core.hours import WEEKDAYS
from kiosk.core.page import Action, Answer, Choice, Choose, EnterDigits, Gauge, Panel, Tone
from kiosk.core.text import Count, Word, say
from kiosk.core.values import dataclass
from kiosk.screens.staff.phrases import FOOTER, SAMPLE_TECHNICIAN, header

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.core.page import Page
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text

KEYS: Final = (*WEEKDAYS, "special", "night_screen", "serve_outside_hours")
"""What is shown of [hours] in kiosk.toml."""
_DAYS: Final = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_DIGITS: Final = 4
_HALF: Final = 30
_MIDNIGHT: Final = 24 * 60
NOTHING_BEFORE: Final = -1


@dataclass(frozen=True)
class Open:
    """What [hours] says: the spans of each day as they are written, from Monday on; exceptional dates; the rest as there."""

    days: tuple[str, ...]
    special: tuple[str, ...] = ()
    night_screen: bool = False
    serve_outside_hours: bool = True

    def written(self) -> Mapping[str, object]:
        """Return the keys of kiosk.toml with their values; exceptional dates are not set here."""
        days: dict[str, object] = {f"hours.{day}": spans for day, spans in zip(WEEKDAYS, self.days, strict=True)}
        return days | {
            "hours.night_screen": self.night_screen,
            "hours.serve_outside_hours": self.serve_outside_hours,
        }


class HoursWish(Enum):
    """What else may be set than a day."""

    NIGHT = auto()
    SERVE = auto()
    ALL_SET = auto()


def opening_hours(hours: Open, member: StaffMember) -> Page[HoursWish | int]:
    """The week. Answers the number of the day that is to be set, Monday is 0, or what else."""
    unknown = () if any(hours.days) else (say("一天都没写，就当一直开着。"),)
    return Panel["HoursWish | int"](
        name="opening_hours",
        title=say("开放时间"),
        body=unknown,
        gauges=(
            *(
                Gauge(
                    _word(name),
                    _word(told(spans)) if spans else say("休息"),
                    True if spans else None,
                    action=Action[HoursWish | int](say("改"), number),
                    sign="" if spans else "ban",
                )
                for number, (name, spans) in enumerate(zip(_DAYS, hours.days, strict=True))
            ),
            Gauge(say("节假日"), say("{n}条", n=Count(len(hours.special))), None, say("在设置文件里改。"), sign="info"),
            _switch(say("夜里黑屏"), say("关门以后，屏幕变暗。"), HoursWish.NIGHT, on=hours.night_screen),
            _switch(say("关门后还能办"), say("点一下屏幕，照样办。"), HoursWish.SERVE, on=hours.serve_outside_hours),
        ),
        actions=(Action(say("就这样"), HoursWish.ALL_SET, "check", Tone.GO),),
        header=header(member),
        footer=FOOTER,
    )


def _switch(label: Text, detail: Text, wish: HoursWish, *, on: bool) -> Gauge[HoursWish | int]:
    turn: Action[HoursWish | int] = Action(say("关上") if on else say("打开"), wish)
    return Gauge(label, say("已打开") if on else say("没打开"), on or None, detail, turn, sign="" if on else "ban")


def _word(words: str) -> Text:
    return say("{words}", words=Word(words))


class How(Enum):
    """How a day is open."""

    THROUGH = auto()
    NOON_BREAK = auto()
    CLOSED = auto()
    AS_BEFORE = auto()


def how_open(day: int, hours: Open) -> Page[How]:
    """How a day is open: in one or two spans, not at all, or as the day before it."""
    before = hours.days[day - 1]
    as_before = Choice(
        say("和{day}一样", day=Word(_DAYS[day - 1])),
        How.AS_BEFORE,
        "history",
        _word(told(before)) if before else say("也休息一天"),
    )
    return Choose(
        name="how_open",
        title=say("这一天怎么开？"),
        body=(say("{day}。", day=Word(_DAYS[day])),),
        choices=(
            Choice(say("上午、下午"), How.NOON_BREAK, "calendar-days", say("中午休息")),
            Choice(say("中午不休息"), How.THROUGH, "calendar", say("一直开到关门")),
            Choice(say("休息一天"), How.CLOSED, "ban"),
            *((as_before,) if day else ()),
        ),
        footer=FOOTER,
    )


class Edge(NamedTuple):
    """An end of a span: in which part of the day, whether it opens there, and whether nothing comes after it."""

    part: str
    opens: bool
    last: bool = False


EDGES: Final[Mapping[How, tuple[Edge, ...]]] = MappingProxyType(
    {
        How.THROUGH: (Edge("", opens=True), Edge("", opens=False, last=True)),
        How.NOON_BREAK: (
            Edge("上午", opens=True),
            Edge("上午", opens=False),
            Edge("下午", opens=True),
            Edge("下午", opens=False, last=True),
        ),
        How.CLOSED: (),
    }
)
"""What has to be asked of a day."""


def enter_edge(day: int, edge: Edge, after: int) -> Page[int]:
    """When that is, in minutes from midnight: four digits, later than `after`."""
    when = Word(_DAYS[day] + edge.part)
    return EnterDigits(
        name="hours_open" if edge.opens else "hours_close",
        title=say("几点开门？") if edge.opens else say("几点关门？"),
        body=(say("{when}。", when=when), say("四位数，例如0830，是8点半。")),
        most=_DIGITS,
        read=_later_than(after, latest=_MIDNIGHT if edge.last else _MIDNIGHT - 1),
        footer=FOOTER,
    )


def _later_than(after: int, *, latest: int) -> Callable[[str], Answer[int] | Text]:
    def read(typed: str) -> Answer[int] | Text:
        minutes = int(typed[:2]) * 60 + int(typed[2:]) if len(typed) == _DIGITS else latest + 1
        if minutes > latest or int(typed[2:]) > 59:  # noqa: PLR2004 - minutes of an hour
            return say("要四位数，像0830。")
        return Answer(minutes) if minutes > after else say("要比{time}晚。", time=Word(_hour(clock(after))))

    return read


def clock(minutes: int) -> str:
    """Write minutes from midnight as a time of day; 24:00 is midnight at the end."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def told(spans: str) -> str:
    """Say the spans of a day as they are written in kiosk.toml in words: 9点到12点，13点半到17点."""
    return "，".join("到".join(map(_hour, span.split("-"))) for span in spans.split())


def _hour(time: str) -> str:
    hour, minute = map(int, time.split(":"))
    return f"{hour}点" + ("半" if minute == _HALF else f"{minute}分" if minute else "")


_WEEK: Final = Open(
    (*("09:00-12:00 13:30-17:00",) * 5, "09:00-12:00", ""), ("2026-10-01..2026-10-07",), night_screen=True
)

EXAMPLES: Mapping[str, Page[object]] = {
    "week": opening_hours(_WEEK, SAMPLE_TECHNICIAN),
    "nothing": opening_hours(Open(("",) * 7), SAMPLE_TECHNICIAN),
    "how-monday": how_open(0, _WEEK),
    "how-sunday": how_open(6, _WEEK),
    "how-as-closed": how_open(1, Open(("",) * 7)),
    "opens": enter_edge(0, EDGES[How.NOON_BREAK][0], NOTHING_BEFORE),
    "closes": enter_edge(5, EDGES[How.THROUGH][1], 540),
}
