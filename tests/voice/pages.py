"""Pages as the wording has them, one of each kind, for what is spoken of them."""

from __future__ import annotations

from datetime import date
from typing import Final

from kiosk.core.money import Fen, Month
from kiosk.core.page import (
    Action,
    Bar,
    Chart,
    Choice,
    Choose,
    EnterDigits,
    Gauge,
    Header,
    Notice,
    Page,
    Panel,
    Phase,
    Review,
    Row,
    Table,
    Wait,
)
from kiosk.core.people import Presentation
from kiosk.core.stage import Showing, Ticket
from kiosk.core.text import Count, Day, Digits, Money, MonthName, Surname, Text, Word, Year, say

YEAR: Final = 2026
CUT_OFF: Final = date(2026, 11, 20)
HEADER: Final = Header(say("{name}女士，您好", name=Surname("欧阳")), CUT_OFF)
FOUND: Final = (say("查好了，请看屏幕。"),)


def action(message: str) -> Action[None]:
    return Action(say(message), None)


def typed(digits: str) -> Text:
    return say("{number}位", number=Count(len(digits)))


def month(number: int) -> MonthName:
    return MonthName(Month(2026, number), YEAR)


def money(amount: int) -> Money:
    return Money(Fen(amount))


HOME: Final = Choose(
    name="home",
    title=say("您想办什么？"),
    body=(say("点下面，或先放身份证。", short=""), say("不收钱，不问密码。")),
    loudspeaker=(say("您好。要办什么，请点屏幕。"), say("也可以先放身份证。")),
    choices=(
        Choice(say("查养老金"), "payment", hint=say("每月发了多少")),
        Choice(say("打印权益记录单", short="打印社保记录单"), "print", needs=frozenset({"printer"})),
        Choice(say("更多", short="其他的事"), "more"),
    ),
    idle=True,
)
PLACE_CARD: Final = Wait(
    name="place_id_card",
    title=say("请放身份证"),
    body=(say("放在{place}。", place=Word("右边亮灯的地方")), say("您走后，屏幕不留您的资料。", short="")),
    loudspeaker=(say("请把身份证，放在{place}。", place=Word("右边亮灯的地方")),),
    actions=(action("没带证怎么办"),),
    phases=(
        Phase(
            "reading",
            say("正在读证"),
            (say("先别拿走，等“嘀”一声。", short="先别拿走。"),),
            (say("正在读，请先别拿走。"),),
        ),
        Phase("quiet", say("正在读证")),
    ),
)
PAID: Final = Review(
    name="payment_paid",
    title=say("{month}养老金发了", month=month(11)),
    figure=money(340_216),
    body=(
        say(
            "{day}发到尾号{tail}的社保卡。",
            short="发到您的社保卡了。",
            day=Day(date(2026, 11, 15), YEAR),
            tail=Digits("0428"),
        ),
    ),
    loudspeaker=FOUND,
    actions=(action("打印"), action("看每个月"), action("念给我听"), action("遮住数字")),
    rows=(Row(say("基础养老金"), say("{amount}", amount=money(210_000))),),
    header=HEADER,
    band=say("请先收好身份证"),
)
MONTHS: Final = Table(
    name="every_month",
    title=say("每个月发了多少"),
    loudspeaker=FOUND,
    rows=(
        Row(say("{month}", month=month(8)), say("{amount}", amount=money(340_216))),
        Row(say("{month}", month=month(7)), say("{amount}", amount=money(409_936)), say("有补发", short="")),
    ),
    actions=(action("打印对账单"),),
)
CHART: Final = Chart[None](
    name="chart",
    title=say("{year}发了多少", year=Year(2025)),
    loudspeaker=FOUND,
    bars=(Bar(say("{month}", month=month(1)), money(328_596)), Bar(say("{month}", month=month(2)), money(328_596))),
)
SHEETS: Final = Wait(
    name="take_paper",
    title=say("请拿好单子"),
    body=(say("一共{count}张，在{place}。", count=Count(2), place=Word("屏幕下面")),),
    loudspeaker=(say("打印好了，请拿好单子。"), say("一共{count}张。", count=Count(2))),
    actions=(action("拿好了"),),
)
ASKED: Final = Choose(
    name="read_aloud",
    title=say("要念出来吗？"),
    body=(say("旁边的人会听见。"),),
    loudspeaker=(say("旁边的人会听见，要念吗？"),),
    actions=(action("念吧"), action("用耳机听"), action("不念了")),
)
DIGITS: Final = EnterDigits(
    name="typed_code", title=say("请输入单据号"), most=8, read=typed, actions=(action("好了"),), loudspeaker=()
)
MACHINE: Final = Panel(
    name="machine",
    title=say("机器怎么样"),
    gauges=(Gauge(say("身份证机"), say("正常"), well=True),),
    actions=(action("好了"),),
)
TWICE: Final = Notice[None](
    name="no_window",
    title=say("请到{window}问问", window=Word("3号窗口")),
    body=(say("请到{window}问问。", window=Word("3号窗口")),),
)

PAGES: Final[tuple[Page[object], ...]] = (
    HOME,
    PLACE_CARD,
    PAID,
    MONTHS,
    CHART,
    SHEETS,
    ASKED,
    DIGITS,
    MACHINE,
    TWICE,
)


def showing(
    page: Page[object],
    ticket: int = 1,
    *,
    voice: bool = True,
    simple: bool = False,
    phase: str = "",
    down: frozenset[str] = frozenset(),
) -> Showing:
    now = next((each for each in page.phases if each.name == phase), None)
    return Showing(Ticket(ticket), page, Presentation(voice=voice, simple=simple), now, down=down)
