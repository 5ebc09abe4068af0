"""The two short papers: when the next certification is due, and which window to go to with what in hand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.record import CertificationMethod
from kiosk.core.text import Day, Word, say
from kiosk.pension.certification import CertificationCase, certification_standing
from kiosk.pension.errors import AskAtWindow
from kiosk.statement.compose import notes_of
from kiosk.statement.masked import masked_name
from kiosk.statement.model import TITLES, Field, Fields, Issue, Kind, Lead, Statement, Words, written_day

if TYPE_CHECKING:
    from datetime import date

    from kiosk.core.config import PolicyConfig
    from kiosk.core.record import Found
    from kiosk.core.text import Text
    from kiosk.pension.certification import CertificationStanding
    from kiosk.statement.model import Block

_METHODS: Final = {
    CertificationMethod.SILENT: "系统已帮您认证",
    CertificationMethod.SELF: "您自己办的",
    CertificationMethod.STAFF: "工作人员办的",
    CertificationMethod.HOME_VISIT: "上门办的",
}
_HOW: Final = ("带身份证，到{window}办。", "走不动的，请人上门办。", "手机上、就近网点也能办。")
_SAFE: Final = ("认证不收钱，不要密码。", "短信里的链接，别点。")


@dataclass(frozen=True, slots=True)
class _Saying:
    """What a slip says of a case: the sentences on it, and whether how to certify stands on it."""

    lines: tuple[str, ...]
    how: bool = True


_SAYINGS: Final = {
    CertificationCase.OK: _Saying(("没到期，请放心。", "到期前再办就行。")),
    CertificationCase.SILENT: _Saying(("已经帮您认证好了。", "您不用再办。"), how=False),
    CertificationCase.DUE_SOON: _Saying(("该办养老认证了。", "请在到期前办好，来得及。")),
    CertificationCase.OVERDUE: _Saying(("过期了，别着急。", "早点办，不耽误领钱。")),
    CertificationCase.SUSPENDED: _Saying(("养老金先停了，别着急。", "是认证过期了。", "办好认证，会接着发。")),
    CertificationCase.PENDING: _Saying(("登记了，还没办完。", "正在等社保中心确认。"), how=False),
    CertificationCase.NOT_REQUIRED: _Saying(("您现在不用认证。", "要办的时候，机器会提醒。"), how=False),
}
_BACK_PAY: Final = "停的几个月，也会补发。"


def certification_slip(found: Found, policy: PolicyConfig, issue: Issue) -> Statement:
    """Make the 养老认证提醒条. Raises `AskAtWindow` where the data don't tell: then a `window_slip` is right."""
    standing = certification_standing(found, policy)
    saying = _SAYINGS.get(standing.case)
    if saying is None:
        raise AskAtWindow("the data don't tell when a certification is due")
    suspended = standing.case == CertificationCase.SUSPENDED
    lines = (*saying.lines, _BACK_PAY) if suspended and policy.back_pay_after_certification else saying.lines
    person, certification = found.record.person, found.record.certification
    fields = [Field("姓名", masked_name(person.name)), Field("社会保障号码", person.number.masked())]
    if certification is not None and certification.last_on is not None:
        fields.append(Field("上次认证", written_day(certification.last_on)))
        if certification.method is not None:
            fields.append(Field("怎么办的", _METHODS[certification.method]))
    blocks: list[Block] = [Fields("", tuple(fields)), *_dates(standing), Words("", lines)]
    if saying.how:
        how = tuple(line.format(window=issue.window) for line in _HOW)
        blocks.append(Words("怎么办", how))
    blocks.append(Words("", _SAFE))
    cut_off = found.data.cut_off
    return Statement(
        Kind.CERTIFICATION_SLIP,
        TITLES[Kind.CERTIFICATION_SLIP],
        "",
        issue,
        tuple(blocks),
        notes_of(Kind.CERTIFICATION_SLIP, issue),
        _headline(standing, lines, found.today, cut_off),
        person.number,
        cut_off,
        found.data.version,
    )


def _dates(standing: CertificationStanding) -> list[Lead]:
    """The date that matters, in large type."""
    if standing.case == CertificationCase.PENDING:
        leads = [("登记日期", standing.registered_on), ("请在这天以后再来查", standing.check_again_on)]
    else:
        leads = [("认证到期" if standing.case != CertificationCase.SILENT else "在这天以前都不用管", standing.due)]
    return [Lead(label, written_day(day)) for label, day in leads if day is not None]


def _headline(standing: CertificationStanding, lines: tuple[str, ...], today: date, cut_off: date) -> tuple[Text, ...]:
    dates = {"到期日是{day}。": standing.due, "{day}后再来查。": standing.check_again_on}
    return (
        *(say(line) for line in lines),
        *(say(message, day=Day(day, today.year)) for message, day in dates.items() if day is not None),
        say("数据到{cut_off}。", cut_off=Day(cut_off, today.year, private=False)),
    )


class Matter(StrEnum):
    """What a person is sent to a window for: as it stands on the slip, which says nothing about the person."""

    PAYMENT_RETURNED = "改养老金账号"
    PAYMENT = "问养老金发放"
    CERTIFICATION = "问养老认证"
    CARD_EXPIRED = "身份证过期，要办社保的事"
    NOT_FOUND = "问在哪里参保"
    OTHER = "当面咨询"


_BRING: Final = {
    Matter.PAYMENT_RETURNED: ("身份证", "社保卡或存折"),
    Matter.PAYMENT: ("身份证", "社保卡"),
    Matter.CARD_EXPIRED: ("身份证", "户口簿"),
    Matter.NOT_FOUND: ("身份证", "社保卡"),
}
_ALWAYS_BRING: Final = ("身份证",)


def window_slip(matter: Matter, issue: Issue) -> Statement:
    """Make the 办事条: which window, for what, and what to bring. No figures, no name, no code."""
    blocks = (
        Lead("请到", issue.window),
        Words("办什么", (matter.value,)),
        Words("请带上", _BRING.get(matter, _ALWAYS_BRING)),
        Words("", ("把这张条给窗口看就行。",)),
    )
    headline = (say("请到{window}。", window=Word(issue.window)), say("要带的东西，都在这上面。"))
    return Statement(
        Kind.WINDOW_SLIP,
        TITLES[Kind.WINDOW_SLIP],
        "",
        issue,
        blocks,
        notes_of(Kind.WINDOW_SLIP, issue),
        headline,
    )
