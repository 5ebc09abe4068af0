"""Long work while somebody of the staff waits: how far it is, and a way to call it off."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, TypeVar

from kiosk.core.page import Action, Job, Notice, Picture, Progress, Table, Wait
from kiosk.core.text import say
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_OUT, UNDERSTOOD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from kiosk.core.page import Header, Page, Report, Row
    from kiosk.core.text import Text

T = TypeVar("T")
SECONDS = 1800.0
"""A slow stick and half a million people take minutes; who waits can call it off long before."""


class Stopped(Enum):
    """Somebody called it off."""

    BY_HAND = auto()


def working(name: str, title: Text, job: Job[T], *body: Text, seals: bool = False) -> Page[T | Stopped]:
    """Do it, with how far it is. What is quick never shows; what takes long can be called off and changes nothing then.

    `seals`: what it does can't be taken back once it is done.
    """
    return Wait["T | Stopped"](
        name=name,
        shows_after=0.3,
        title=title,
        body=(*body, say("停下来，什么也不会变。")),
        actions=(Action(say("停下来"), Stopped.BY_HAND, "x"),),
        picture=Picture.WAITING,
        jobs=(job,),
        footer=NO_WAY_OUT,
        seals=seals,
        patient=True,
    )


def looking(name: str, job: Job[T]) -> Page[T]:
    """Look something up that takes a moment; when it takes long, who waits may sign out."""
    return Wait(
        name=name,
        shows_after=0.3,
        title=say("请等一等"),
        body=(say("正在看。"),),
        picture=Picture.WAITING,
        jobs=(job,),
        footer=NO_WAY_OUT,
        patient=True,
        may_be_called_off=True,
    )


def listed(
    name: str, title: Text, rows: tuple[Row, ...], *body: Text, actions: tuple[Action[T], ...], header: Header
) -> Page[T]:
    """Show a list, or that there is nothing in it."""
    if rows:
        return Table(name=name, title=title, body=body, rows=rows, actions=actions, header=header, footer=FOOTER)
    return Notice(
        name=name, title=title, body=body, picture=Picture.DONE, actions=actions, header=header, footer=FOOTER
    )


def telling(deadline: Deadline, report: Report) -> Callable[[int, int], None]:
    """Return what says how far work is; it raises `OperationCancelled` once the page is left."""

    def told(done: int, total: int) -> None:
        deadline.check()
        report(Progress(done=done, total=total))

    return told


def asking(deadline: Deadline) -> Callable[[], None]:
    """Return what raises `OperationCancelled` once the page is left."""
    return deadline.check


def books_shut() -> Page[None]:
    """The books can't be read: the file is gone, or the disk does not answer."""
    return Notice(
        name="books_shut",
        title=say("现在看不了"),
        body=(say("文件打不开，或磁盘没有回应。"), say("重启后再看；还不行，换磁盘。")),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


_NOTHING: Job[None] = Job("books", lambda _books, _deadline, _report: None)

EXAMPLES: Mapping[str, Page[object]] = {
    "working": working("checking_records", say("正在核对数据"), _NOTHING, say("每一行都要看。")),
    "looking": looking("looking", _NOTHING),
    "shut": books_shut(),
}
