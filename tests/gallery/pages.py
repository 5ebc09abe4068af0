"""The pages of the gallery: every example of every screen, and pages of every kind with the longest data."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import date
from typing import TYPE_CHECKING, cast

import kiosk.screens
from kiosk.core.money import Fen, Month
from kiosk.core.page import (
    Action,
    Answer,
    Bar,
    Chart,
    Choice,
    Choose,
    EnterDigits,
    Fix,
    FixStep,
    Footer,
    Gauge,
    Header,
    Notice,
    Page,
    Panel,
    Phase,
    Picture,
    Review,
    Row,
    Slot,
    Table,
    Tone,
    Wait,
)
from kiosk.core.text import Count, Digits, Money, MonthName, Surname, Word, say

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = Money(Fen(99_999_999_99))
BANK = "中国农业银行股份有限公司内蒙古自治区呼和浩特市赛罕区大学东街支行营业室储蓄专柜"
NAME = "阿卜杜热合曼·买买提吐尔逊江"
HEADER = Header(say("{surname}先生，您好", surname=Surname("欧阳")), date(2025, 12, 31))
PRINT = Action(say("打印"), "print", "printer", Tone.GO)

KINDS: Mapping[str, Page[object]] = {
    "choose-eight": Choose(
        name="choose_eight",
        title=say("还想办什么？"),
        body=(say("认证不收钱，不要密码。"),),
        choices=tuple(
            Choice(say("打印企业职工养老金对账单{n}", n=Count(n)), n, "printer", say("一整年每个月发了多少"))
            for n in range(8)
        ),
        header=HEADER,
    ),
    "choose-six-down": Choose(
        name="home",
        title=say("您想办什么？"),
        body=(say("点下面，或先放身份证。", short=""), say("不收钱，不问密码。")),
        choices=tuple(
            Choice(say(words), words, "wallet", say(hint), frozenset({"printer"}) if "打印" in words else frozenset())
            for words, hint in (
                ("查养老金", "每月发了多少"),
                ("查养老认证", "到哪天该办"),
                ("打印权益记录单", "一年的社保账"),
                ("养老金明白账", "钱是怎么算的"),
                ("社保卡怎么办", "启用、补办、丢了怎么办"),
                ("更多", "取号、上门、指南"),
            )
        ),
        footer=Footer(back=False, leave=False),
        hand=Slot.ID_READER,
        idle=True,
    ),
    "review-longest": Review(
        name="review_longest",
        title=say("打印2025年的企业职工养老金对账单，对吗？"),
        body=(say("领了{n}个月养老金。", n=Count(12)), say("一共{total}。", total=MOST)),
        figure=MOST,
        rows=(
            Row(say("姓名"), say("{name}", name=Word(NAME))),
            Row(say("开户银行"), say("{bank}", bank=Word(BANK))),
            Row(say("账户"), say("尾号{tail}", tail=Digits("0428")), say("有补发")),
        ),
        actions=(
            PRINT,
            Action(say("看每个月"), "months", "list"),
            Action(say("为什么有多有少"), "why", "circle-question-mark"),
        ),
        header=HEADER,
        band=say("请先收好身份证，再接着办。"),
    ),
    "table-longest": Table(
        name="table_longest",
        title=say("每个月发了多少"),
        body=(say("银行入账还要等等，过两天再来看。"),),
        rows=tuple(
            Row(say("{m}", m=MonthName(Month(2025, 12 - n), 2026)), say("{a}", a=MOST), say("被银行退回了"))
            for n in range(12)
        ),
        actions=(PRINT, Action(say("换一年"), "year", "calendar-days")),
        header=HEADER,
    ),
    "chart-twelve": Chart(
        name="chart_twelve",
        title=say("每个月发了多少"),
        body=(say("{m}最多，补发了前六个月的。", m=MonthName(Month(2026, 7), 2026)),),
        bars=tuple(
            Bar(say("{m}", m=MonthName(Month(2025, n), 2025)), Money(Fen(340216 + n * 9999))) for n in range(1, 13)
        ),
        actions=(Action(say("明白了"), None, "", Tone.GO),),
        header=HEADER,
    ),
    "digits": EnterDigits(
        name="digits",
        title=say("请输入工号"),
        body=(say("工号在胸牌上。"),),
        most=8,
        read=lambda typed: Answer(typed) if typed else say("请先输入。"),
    ),
    "digits-covered": EnterDigits(
        name="digits_covered",
        title=say("请输入密码"),
        most=6,
        covered=True,
        read=lambda _typed: say("不对，请再试一次。"),
    ),
    "panel": Panel(
        name="panel",
        title=say("机器的情况"),
        body=(say("终端{n}号，数据到10月31日。", n=Count(3)),),
        gauges=(
            Gauge(
                say("身份证阅读器"),
                say("正常"),
                well=True,
                detail=say("今天143次，没读出1次"),
                action=Action(say("自检"), 3, "wrench"),
                icon="id-card",
            ),
            Gauge(
                say("小条打印机"),
                say("纸快没了，请准备换纸"),
                well=False,
                detail=say("今天61张，约剩38张"),
                action=Action(say("换纸"), 4),
                icon="printer",
            ),
            Gauge(say("A4打印机"), say("不知道"), well=None, action=Action(say("看原因"), 5), icon="file-text"),
            Gauge(say("社保卡读卡器"), say("没连上，三秒后再试，第七次"), well=False),
        ),
        actions=(Action(say("打印就绪报告"), 1, "printer", Tone.GO), Action(say("恢复服务"), 2, "check")),
    ),
    "fix": Fix(
        name="fix",
        title=say("换纸"),
        body=(say("换好了，会打一张试样。"),),
        steps=(
            FixStep(say("打开前盖。"), Picture.NO_PAPER),
            FixStep(say("放新纸，拉出一截。"), Picture.TAKE_PAPER),
            FixStep(say("合上盖子。"), Picture.PRINTING),
        ),
        actions=(Action(say("换好了，接着打"), 1, "check", Tone.GO), Action(say("打不了"), 2, "x")),
    ),
    "digits-letter": EnterDigits(
        name="digits_letter",
        title=say("照着原件，输号码"),
        body=(say("原件要在您手里。"),),
        most=18,
        letter="X",
        read=lambda _typed: say("有一位输得不对，请再看。"),
    ),
    "digits-shuffled": EnterDigits(
        name="digits_shuffled",
        title=say("请输入密码"),
        most=12,
        covered=True,
        shuffled=True,
        read=lambda _typed: say("不对，请再试一次。"),
    ),
    "notice-long": Notice(
        name="notice_long",
        title=say("您的资料，这样保护"),
        body=tuple(say(f"第{n}条，读证只用来查您自己的社保账。") for n in range(1, 10)),
        actions=(Action(say("明白了"), None, "check", Tone.GO),),
    ),
    "wait-reading": Wait(
        name="wait_reading",
        title=say("请放身份证"),
        picture=Picture.PLACE_CARD,
        phases=(Phase("reading", say("正在读证"), (say("先别拿走，等“嘀”一声。"),), (), Picture.READING),),
    ),
    **{
        f"picture-{picture}": Wait(
            name=f"picture_{picture}", title=say("请看图"), body=(say("放在右边亮灯的地方。"),), picture=picture
        )
        for picture in Picture
    },
}


def pages() -> dict[str, Page[object]]:
    """Return every page of the gallery by name."""
    found = {f"kinds.{name}": page for name, page in KINDS.items()}
    for module in pkgutil.walk_packages(kiosk.screens.__path__, "kiosk.screens."):
        examples = getattr(importlib.import_module(module.name), "EXAMPLES", {})
        short = module.name.removeprefix("kiosk.screens.")
        found |= {f"{short}.{name}": page for name, page in cast("Mapping[str, Page[object]]", examples).items()}
    return found
