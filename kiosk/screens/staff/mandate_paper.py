"""The paper of a mandate as it is taken down: what they say they are, what for, how long, and the comparison."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiosk.core.mandate import AgentKind, Errand, Relation
from kiosk.core.page import (
    Action,
    Choice,
    Choose,
    Gauge,
    Notice,
    Page,
    Panel,
    Picture,
    Review,
    Row,
    Tone,
)
from kiosk.core.text import Day, Text, Word, say
from kiosk.core.values import dataclass
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_BACK, SAMPLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.staff import StaffNumber


MONTH_DAYS: Final = 30
SEASON_DAYS: Final = 90
YEAR_DAYS: Final = 365

RELATIONS: Final[Mapping[Relation, Text]] = MappingProxyType(
    {
        Relation.SON: say("儿子"),
        Relation.DAUGHTER: say("女儿"),
        Relation.SPOUSE: say("老伴"),
        Relation.GRANDCHILD: say("孙辈"),
        Relation.OTHER: say("别的亲属"),
    }
)
ERRANDS: Final[Mapping[Errand, Text]] = MappingProxyType(
    {
        Errand.YEARLY_RECORD: say("打印权益记录单"),
        Errand.PENSION_STATEMENT: say("打印养老金对账单"),
        Errand.CERTIFICATION_SLIP: say("打印认证提醒条"),
    }
)


@dataclass(frozen=True, repr=False)
class Summary:
    """What is to be compared with the paper, with names covered as screens show them. `witness`: who compares it."""

    kind: AgentKind
    person: str
    agent: str
    relation: Relation | None
    errands: tuple[Errand, ...]
    until: date
    this_year: int
    witness: StaffNumber


def relation_stated() -> Page[Relation]:
    """What the agent says they are; it stands as what was said."""
    return Choose(
        name="relation_stated",
        title=say("自称是本人的什么人？"),
        choices=tuple(Choice(words, relation, "users") for relation, words in RELATIONS.items()),
        footer=FOOTER,
    )


def tick_errands(ticked: frozenset[Errand]) -> Page[Errand | None]:
    """Tick what the paper says, one after another; None: that is all."""
    done = (Action[Errand | None](say("就这些"), None, "check", Tone.GO),) if ticked else ()
    return Panel["Errand | None"](
        name="tick_errands",
        title=say("委托书上，写了哪些？"),
        body=(say("没写的，不能办。"),),
        gauges=tuple(
            Gauge(
                words,
                say("选了") if errand in ticked else say("没选"),
                well=True if errand in ticked else None,
                action=Action[Errand | None](say("去掉") if errand in ticked else say("选上"), errand),
                icon="file-text",
            )
            for errand, words in ERRANDS.items()
        ),
        actions=(*done,),
        footer=FOOTER,
    )


def until_when() -> Page[int]:
    """For how many days from today."""
    return Choose(
        name="until_when",
        title=say("委托到什么时候？"),
        choices=(
            Choice(say("只今天"), 0, "calendar"),
            Choice(say("一个月"), MONTH_DAYS, "calendar-days"),
            Choice(say("三个月"), SEASON_DAYS, "calendar-days"),
            Choice(say("一年"), YEAR_DAYS, "calendar-days"),
        ),
        footer=FOOTER,
    )


def rows_of(summary: Summary) -> tuple[Row, ...]:
    """What stands on the paper, line by line."""
    agent = say("{name}", name=Word(summary.agent))
    if summary.relation is not None:
        relation = Word(RELATIONS[summary.relation].message)
        agent = say("{name}　自称：{relation}", name=Word(summary.agent), relation=relation)
    errands = "、".join(ERRANDS[errand].message.removeprefix("打印") for errand in summary.errands)
    return (
        Row(say("本人"), say("{name}", name=Word(summary.person))),
        Row(say("代办人"), agent),
        Row(say("委托事项"), say("{errands}", errands=Word(errands))),
        Row(say("到哪天"), say("{day}", day=Day(summary.until, summary.this_year, private=False))),
        Row(say("核对人"), say("工号{number}", number=Word(str(summary.witness)))),
    )


def compare_paper(summary: Summary) -> Page[bool]:
    """Whether the paper beside the screen says the same and is signed."""
    return Review(
        name="compare_paper",
        title=say("和纸质委托书一样吗？"),
        body=(say("看签名，看日期，看事项。"),),
        rows=rows_of(summary),
        actions=(
            Action(say("已核对"), value=True, icon="check", tone=Tone.GO),
            Action(say("不一样"), value=False, icon="x"),
        ),
        footer=FOOTER,
    )


def write_number(number: str) -> Page[bool]:
    """The number goes onto the paper, which the hall keeps."""
    return Notice(
        name="write_number",
        title=say("请把编号写在委托书上"),
        body=(say("{number}", number=Word(number)), say("委托书请收好，留三年。")),
        picture=Picture.DONE,
        actions=(
            Action(say("写好了，接着办"), value=True, icon="check", tone=Tone.GO),
            Action(say("今天先不办"), value=False, icon="x"),
        ),
        footer=NO_WAY_BACK,
    )


SAMPLE_SUMMARY: Final = Summary(
    AgentKind.FAMILY, "王**", "王*", Relation.SON, (Errand.YEARLY_RECORD,), date(2026, 12, 21), 2026, SAMPLE.number
)
LONG_SUMMARY: Final = Summary(
    AgentKind.FAMILY,
    "阿卜杜热合曼·**",
    "买买提·**",
    Relation.OTHER,
    tuple(Errand),
    date(2027, 11, 21),
    2026,
    SAMPLE.number,
)
SAMPLE_NUMBER: Final = "2026-1121-0042"
"""Nobody real."""

EXAMPLES: Mapping[str, Page[object]] = {
    "relation": relation_stated(),
    "errands": tick_errands(frozenset()),
    "errands-ticked": tick_errands(frozenset({Errand.YEARLY_RECORD})),
    "until": until_when(),
    "compare": compare_paper(SAMPLE_SUMMARY),
    "compare-long": compare_paper(LONG_SUMMARY),
    "number": write_number(SAMPLE_NUMBER),
}
