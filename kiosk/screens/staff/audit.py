"""The audit for who keeps watch: its lines as sentences, filtered; whether any was altered; and taken along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from kiosk.audit.catalogue import BROKEN, Shown
from kiosk.audit.chain import Break
from kiosk.audit.maintenance_events import AUDIT_VERIFIED, EXPORT_MADE, Lines
from kiosk.books.books import Crash, Verified
from kiosk.books.lines import Filter, Group, Place
from kiosk.books.lines import Lines as SomeLines
from kiosk.core.clock import SHANGHAI
from kiosk.core.page import Action, Answer, Choice, Choose, EnterDigits, Notice, Picture, Row, Tone
from kiosk.core.text import Count, Word, say
from kiosk.core.values import dataclass
from kiosk.screens.page_titles import page_titles
from kiosk.screens.staff.audit_words import sentence
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_OUT, SAMPLE_AUDITOR, UNDERSTOOD, header
from kiosk.screens.staff.stick import BOOKS
from kiosk.screens.staff.working import SECONDS, Stopped, asking, listed, looking, telling, working

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from devices.deadline import Deadline
    from kiosk.audit.declaring import Event
    from kiosk.audit.export import Exported
    from kiosk.books.books import Books
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text

    Note = Callable[[Event], None]


class AuditWish(Enum):
    """What to do with the audit."""

    READ = auto()
    VERIFY = auto()
    TAKE = auto()
    CRASHES = auto()
    ENOUGH = auto()


def audit_menu(member: StaffMember) -> Page[AuditWish]:
    """What there is to do."""
    return Choose(
        name="audit_menu",
        title=say("机器的记录"),
        choices=(
            Choice(say("看记录"), AuditWish.READ, "list", say("谁在什么时候做了什么")),
            Choice(say("核对记录"), AuditWish.VERIFY, "shield-check", say("有没有被改过、少过")),
            Choice(say("导出记录"), AuditWish.TAKE, "log-out", say("签了名，存到U盘")),
            Choice(say("出错报告"), AuditWish.CRASHES, "triangle-alert", say("程序在哪里出过错")),
            Choice(say("看好了"), AuditWish.ENOUGH, "check"),
        ),
        header=header(member),
        footer=FOOTER,
    )


# -- reading ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MonthDay:
    """A day as somebody types it, without its year."""

    month: int
    day: int

    def newest(self, today: date) -> date:
        """Return the last such day up to today; today where there is none."""
        for year in range(today.year, today.year - 8, -1):  # 29 February comes again within eight years
            try:
                found = date(year, self.month, self.day)
            except ValueError:
                continue
            if found <= today:
                return found
        return today


@dataclass(frozen=True)
class Asked:
    """Which lines somebody wants to see; the day is made whole by the job that reads them."""

    filter: Filter = Filter()
    day: MonthDay | None = None


def reading_lines(asked: Asked, begin: Place | None, today: Callable[[], date]) -> Page[SomeLines]:
    """Read the next page of them. Raises `OSError`."""

    def work(books: Books, deadline: Deadline, _report: Report) -> SomeLines:
        wanted = asked.filter if asked.day is None else replace(asked.filter, day=asked.day.newest(today()))
        page_titles()  # so that nobody waits for the screens to be read on the window's thread
        return books.lines(wanted, begin, asking(deadline))

    return looking("reading_audit", BOOKS.job(work, seconds=SECONDS))


class LinesWish(Enum):
    """What next."""

    EARLIER = auto()
    OTHERS = auto()
    ENOUGH = auto()


_GROUPS: Final[Mapping[Group, Text]] = {
    Group.ALL: say("全部"),
    Group.TROUBLE: say("有问题的"),
    Group.STAFF: say("工作人员"),
    Group.HELP: say("帮助和代办"),
    Group.PRINTS: say("打印"),
    Group.DEVICES: say("设备"),
    Group.KEEPING: say("维护"),
}


def audit_lines(some: SomeLines, asked: Asked, titles: Mapping[str, str], member: StaffMember) -> Page[LinesWish]:
    """A page of lines, the newest first; `titles` are those of the pages."""
    actions = [Action(say("换个条件"), LinesWish.OTHERS, "list")]
    if some.earlier is not None:
        actions.insert(0, Action(say("再往前看"), LinesWish.EARLIER, "history", Tone.GO))
    body = [say("{what}，新的在前。", what=Word(_GROUPS[asked.filter.group].message))]
    if not some.lines:
        body = [say("没有这样的记录。")]
    if some.unreadable:
        body.append(say("有{count}行读不出来，请核对记录。", count=Count(some.unreadable)))
    return listed(
        "audit_lines",
        say("机器的记录"),
        tuple(_row(line, titles) for line in some.lines),
        *body,
        actions=(*actions, Action(say("看好了"), LinesWish.ENOUGH, "check")),
        header=header(member),
    )


def _row(line: Shown, titles: Mapping[str, str]) -> Row:
    at = f"{line.at.month}月{line.at.day}日 {line.at:%H:%M}"
    return Row(
        say("{said}", said=Word(sentence(line, titles))), say("{at}", at=Word(at)), say("{by}", by=Word(line.by))
    )


class FilterWish(Enum):
    """By what the lines are chosen."""

    ALL = auto()
    TROUBLE = auto()
    KIND = auto()
    STAFF = auto()
    DAY = auto()


def which_lines() -> Page[FilterWish]:
    """By what to choose them."""
    return Choose(
        name="which_lines",
        title=say("看哪些记录？"),
        choices=(
            Choice(say("全部"), FilterWish.ALL, "list"),
            Choice(say("有问题的"), FilterWish.TROUBLE, "triangle-alert"),
            Choice(say("按种类"), FilterWish.KIND, "layout-grid"),
            Choice(say("按工号"), FilterWish.STAFF, "users"),
            Choice(say("按日子"), FilterWish.DAY, "calendar-days"),
        ),
        footer=FOOTER,
    )


def which_kind() -> Page[Group]:
    """Which kind of lines."""
    icons = {
        Group.STAFF: "users",
        Group.HELP: "hand-helping",
        Group.PRINTS: "printer",
        Group.DEVICES: "id-card",
        Group.KEEPING: "wrench",
    }
    return Choose(
        name="which_kind",
        title=say("看哪一类？"),
        choices=tuple(Choice(_GROUPS[group], group, icon) for group, icon in icons.items()),
        footer=FOOTER,
    )


_MONTH_AND_DAY: Final = 4
_LEAP_YEAR: Final = 2028


def _month_day(typed: str) -> Answer[MonthDay] | Text:
    if len(typed) == _MONTH_AND_DAY:
        month, day = int(typed[:2]), int(typed[2:])
        try:
            date(_LEAP_YEAR, month, day)
        except ValueError:
            pass
        else:
            return Answer(MonthDay(month, day))
    return say("四位数，例如1121。")


def which_day() -> Page[MonthDay]:
    """Which day, without its year: the last one of that name."""
    return EnterDigits(
        name="which_day",
        title=say("看哪一天？"),
        body=(say("月和日，四位数。"), say("例如1121，是11月21日。")),
        most=_MONTH_AND_DAY,
        read=_month_day,
        footer=FOOTER,
    )


# -- was anything altered ---------------------------------------------------------------------------------------


def verifying_audit(member: StaffMember, note: Note) -> Page[Verified | Stopped]:
    """Check every line; the audit is told what came of it. Raises `OSError`."""

    def work(books: Books, deadline: Deadline, report: Report) -> Verified:
        verified = books.verify(telling(deadline, report))
        note(AUDIT_VERIFIED(member, whole=verified.whole))
        return verified

    return working("verifying_audit", say("正在核对记录"), BOOKS.job(work, seconds=SECONDS), say("每一行都要看。"))


def audit_verified(verified: Verified) -> Page[None]:
    """What came of it: whole, or the exact line that is broken."""
    lines = say("核对了{lines}行。", lines=Count(verified.lines))
    if verified.reason is None:
        vouched = say("和留存的末行对得上。") if verified.vouched else say("没有留存的末行可比，少没少看不出来。")
        return Notice(
            name="audit_whole",
            title=say("记录完好"),
            body=(lines, vouched),
            picture=Picture.DONE,
            actions=(UNDERSTOOD,),
            footer=NO_WAY_OUT,
        )
    return Notice(
        name="audit_broken",
        title=say("第{line}行不对", line=Count(verified.broken_line)),
        body=(
            say("{why}", why=Word(BROKEN[verified.reason])),
            say("文件{log}。", log=Word(verified.log)),
            say("前面{lines}行完好。", lines=Count(verified.lines)),
            say("请导出一份，交给审计的人。"),
        ),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


# -- taking it along --------------------------------------------------------------------------------------------


def taking_audit(stick: Path, member: StaffMember, note: Note) -> Page[Exported | Stopped]:
    """Take the audit to a stick. Raises `KeyUnavailable`, `DiskFull`, `OSError`."""

    def work(books: Books, deadline: Deadline, _report: Report) -> Exported:
        made = books.take_audit(stick, asking(deadline))
        note(EXPORT_MADE(member, kind=Lines.AUDIT, lines=made.lines, sha256=made.sha256, verified=made.verified))
        return made

    return working("taking_audit", say("正在存到U盘"), BOOKS.job(work, seconds=SECONDS), say("U盘先别拔。"))


def taking_files(
    stick: Path,
    kind: Lines,
    name: str,
    make: Callable[[Books], Mapping[str, bytes]],
    *,
    member: StaffMember,
    note: Note,
) -> Page[Exported | Stopped]:
    """Take small files to a stick, signed. `name` is that of their folder. Raises as `taking_audit` does."""

    def work(books: Books, deadline: Deadline, _report: Report) -> Exported:
        contents = make(books)
        deadline.check()
        made = books.take_files(stick, name, contents)
        note(EXPORT_MADE(member, kind=kind, lines=made.lines, sha256=made.sha256, verified=made.verified))
        return made

    return working("taking_files", say("正在存到U盘"), BOOKS.job(work, seconds=SECONDS), say("U盘先别拔。"))


# -- crash reports ----------------------------------------------------------------------------------------------


def reading_crashes() -> Page[tuple[Crash, ...]]:
    """Read the crash reports."""
    return looking("reading_crashes", BOOKS.job(lambda books, _deadline, _report: books.crashes(), seconds=20.0))


class CrashWish(Enum):
    """What next."""

    TAKE = auto()
    ENOUGH = auto()


def crash_reports(crashes: tuple[Crash, ...], member: StaffMember) -> Page[CrashWish]:
    """Where the program went wrong: a code, when last, what kind, which place. Never whose visit it was."""
    take = (Action(say("导出"), CrashWish.TAKE, "log-out", Tone.GO),) if crashes else ()
    return listed(
        "crash_reports",
        say("出错报告"),
        tuple(
            Row(
                say("{code} {kind}", code=Word(crash.code), kind=Word(crash.kind)),
                say("{at}", at=Word(f"{crash.at.month}月{crash.at.day}日 {crash.at:%H:%M}")),
                say("{place}", place=Word(crash.place.rpartition("/")[2])),
            )
            for crash in crashes
        ),
        say("里面没有任何人的资料。") if crashes else say("没有出过错。"),
        actions=(*take, Action(say("看好了"), CrashWish.ENOUGH, "check")),
        header=header(member),
    )


_AT: Final = datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI)


def _line(seq: int, event: str, called: str, /, **fields: object) -> Shown:
    return Shown(seq, _AT, event, called, "", trouble=False, fields=fields)


_LINES: Final = SomeLines(
    (
        _line(812, "signed-in", "维护员", staff="1003", role="technician"),
        _line(811, "page-ended", "办事人", page="home", by="person"),
        _line(810, "print-changed", "机器", serial="3f2a000000000001", state="proved"),
    ),
    None,
)
_CRASH: Final = Crash("482-913", _AT, "KeyError", "kiosk/flows/payment.py:_page:112")

EXAMPLES: Mapping[str, Page[object]] = {
    "menu": audit_menu(SAMPLE_AUDITOR),
    "lines": audit_lines(_LINES, Asked(), {"home": "您想办什么？"}, SAMPLE_AUDITOR),
    "no-lines": audit_lines(SomeLines((), None, 2), Asked(Filter(Group.TROUBLE)), {}, SAMPLE_AUDITOR),
    "which": which_lines(),
    "kind": which_kind(),
    "day": which_day(),
    "whole": audit_verified(Verified(1204, vouched=1200)),
    "whole-alone": audit_verified(Verified(12)),
    "broken": audit_verified(Verified(811, "audit.jsonl", 812, Break.WRONG_HASH)),
    "crashes": crash_reports((_CRASH,), SAMPLE_AUDITOR),
    "no-crashes": crash_reports((), SAMPLE_AUDITOR),
}
