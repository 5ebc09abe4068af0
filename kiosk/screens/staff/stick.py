"""The stick: which one, and when it may be pulled out."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.core.page import Action, Choice, Choose, LaneKey, Notice, Picture, Tone
from kiosk.core.text import Count, Word, say
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_OUT, UNDERSTOOD
from kiosk.screens.staff.working import looking

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kiosk.books.books import Books
    from kiosk.core.page import Page
    from kiosk.core.text import Text

BOOKS: Final[LaneKey[Books]] = LaneKey("books")
"""The lane of the audit, the prints' figures and the stick."""
MOST: Final = 6
_LONGEST_NAME: Final = 14


class Again(Enum):
    """Whether to look once more."""

    LOOK = auto()
    NOT_NOW = auto()


def looking_for_sticks(sticks: Callable[[], tuple[Path, ...]]) -> Page[tuple[Path, ...]]:
    """See what is plugged in."""
    return looking("looking_for_sticks", BOOKS.job(lambda _books, _deadline, _report: sticks(), seconds=20.0))


def no_stick() -> Page[Again]:
    """Nothing is plugged in."""
    return Notice(
        name="no_stick",
        title=say("请插上U盘"),
        body=(say("插好后，等灯不闪了再点。"),),
        picture=Picture.HELP,
        actions=(Action(say("插好了"), Again.LOOK, "check", Tone.GO), Action(say("先不办"), Again.NOT_NOW, "x")),
        footer=NO_WAY_OUT,
    )


def name_of(stick: Path) -> Word:
    """What a stick calls itself, cut where it is long."""
    name = stick.name or str(stick)
    return Word(name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…")


def which_stick(sticks: Sequence[Path]) -> Page[Path]:
    """More than one is plugged in."""
    return Choose(
        name="which_stick",
        title=say("用哪个U盘？"),
        choices=tuple(Choice(say("{name}", name=name_of(stick)), stick, "file-text") for stick in sticks[:MOST]),
        footer=FOOTER,
    )


def pull_out(what: Text, files: int, *, alike: bool) -> Page[None]:
    """It lies on the stick, read back and compared; or what was read back is not what was written."""
    if not alike:
        return Notice(
            name="export_not_alike",
            title=say("U盘上读回来不一样"),
            body=(say("这份不能用，请换一个U盘再来。"),),
            picture=Picture.TROUBLE,
            actions=(UNDERSTOOD,),
            footer=NO_WAY_OUT,
        )
    return Notice(
        name="pull_out",
        title=say("可以拔了"),
        body=(
            say("{what}存好了，一共{files}份。", what=Word(what.message), files=Count(files)),
            say("读回来核对过，一样，也签了名。"),
        ),
        picture=Picture.DONE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


class NotExported(Enum):
    """Why nothing usable lies on the stick."""

    STICK_GONE = auto()
    FULL = auto()
    NO_KEY = auto()
    STOPPED = auto()


_WHY: Final = {
    NotExported.STICK_GONE: (say("U盘拔早了，或者坏了。"), say("上面那份不全，不要用。")),
    NotExported.FULL: (say("U盘写不下，或不让写。"), say("换一个，或先腾出地方。")),
    NotExported.NO_KEY: (say("没有签名的密钥，不能导出。"), say("请技术员在后台做一个。")),
    NotExported.STOPPED: (say("停下来了。"), say("上面那份不全，不要用。")),
}


def not_exported(why: NotExported) -> Page[None]:
    """Why not, and what to do."""
    return Notice(
        name=f"not_exported_{why.name.lower()}",
        title=say("没有存好"),
        body=_WHY[why],
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "none": no_stick(),
    "which": which_stick((Path("KINGSTON"), Path("/media/a-very-long-volume-name"))),
    "pull-out": pull_out(say("日志"), 3, alike=True),
    "not-alike": pull_out(say("日志"), 3, alike=False),
    **{f"not-{why.name.lower()}": not_exported(why) for why in NotExported},
}
