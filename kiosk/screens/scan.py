"""The code scanner: check a paper's own code, or let a phone's electronic card say who it is where a platform answers."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.electronic_card import NoToken, no_token
from kiosk.core.help import HelpKind
from kiosk.core.house import Onward
from kiosk.core.lane import SCANNER
from kiosk.core.page import Action, Notice, Phase, Picture, Progress, Review, Slot, Tone, Wait
from kiosk.core.text import Day, Word, say
from kiosk.screens import sample
from kiosk.screens.card_trouble import INSERT_INSTEAD
from kiosk.screens.insert_social_card import PLACE_INSTEAD
from kiosk.screens.phrases import KNOWN, NOT_YOUR_FAULT, SEE_SCREEN, ask_at_window, go_to_window, window
from kiosk.screens.place_id_card import USE_ID_CARD, USE_SOCIAL_CARD
from kiosk.screens.staff.card_fixes import mend_scanner
from kiosk.statement.verify import Checked, CodeCheck

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from devices.roles import CodeScanner
    from kiosk.core.config import PlaceConfig
    from kiosk.core.electronic_card import ElectronicCard
    from kiosk.core.page import Page, Report
    from kiosk.screens.place_id_card import NoCard


EITHER_CARD: Final = say("请用身份证，或社保卡。")


class ScanWish(StrEnum):
    """The other answers than a code."""

    ENOUGH = "enough"
    AGAIN = "again"
    CHECK_PAPER = "check_paper"


PLATFORM_SECONDS: Final = 10.0
"""How long a platform may take to say whose card it is."""
ASKING: Final = Phase("asking", say("正在查"), (say("请等一等。"),), picture=Picture.LOOKING, at_least=0.8)
"""A platform is asked whose card it is."""


def scan_paper(places: PlaceConfig, check: Callable[[str], Checked]) -> Page[Checked | ScanWish]:
    """Hold a paper's code to the scanner. The code itself never leaves the job."""

    def work(scanner: CodeScanner, deadline: Deadline, _report: Report) -> Checked:
        return check(scanner.scan(deadline).text)

    return Wait["Checked | ScanWish"](
        name="scan_paper",
        title=say("请扫单子上的码"),
        body=(say("单子上的码，对着{place}。", place=Word(places.scanner)),),
        picture=Picture.SCAN_CODE,
        loudspeaker=(say("请把单子上的码，对着{place}。", place=Word(places.scanner)),),
        actions=(Action(say("不扫了"), ScanWish.ENOUGH, "x"),),
        jobs=(SCANNER.job(work),),
        hand=Slot.SCANNER,
    )


def paper_checked(places: PlaceConfig, checked: Checked, *, electronic: bool = False) -> Page[Onward]:
    """Say what the code tells, and no more: the figures beside it are a window's to compare.

    A strange code may be a phone's card; `electronic`: this machine takes those, on the page that asks who it is.
    """
    no_phones = () if electronic else (say("电子社保卡，这里用不了。"), EITHER_CARD)
    if checked.check is CodeCheck.UNKNOWN or checked.printed_at is None:
        return Notice(
            name="code_unknown",
            aside=True,
            title=say("这个码不认识"),
            body=(ask_at_window(places), *no_phones),
            picture=Picture.HELP,
            loudspeaker=SEE_SCREEN,
            actions=(KNOWN,),
        )
    day = Day(checked.printed_at.date(), checked.today.year)
    expired = checked.check is CodeCheck.EXPIRED
    return Review(
        name="code_expired" if expired else "code_ours",
        aside=True,
        title=say("这个码过期了") if expired else say("是这里打的单子"),
        body=(
            say("{day}打的。", day=day),
            say("请重新打印一张。") if expired else say("数对不对，请窗口核对。"),
            say("不代替盖章。", short=""),
        ),
        picture=Picture.CODE,
        loudspeaker=SEE_SCREEN,
        actions=(KNOWN,),
    )


def show_electronic_card(
    places: PlaceConfig, resolve: Callable[[str, Deadline], ElectronicCard], *, identity: bool = True
) -> Page[ElectronicCard | NoToken | NoCard]:
    """Hold the phone to the scanner. The token is used once, in the job, and kept nowhere; what is none goes to no platform.

    `identity`: the machine reads ID cards, too; without, the social-security card is the other way.
    """

    def work(scanner: CodeScanner, deadline: Deadline, report: Report) -> ElectronicCard | NoToken:
        token = scanner.scan(deadline).text
        other = no_token(token)
        if other is not None:
            return other
        report(Progress(ASKING.name))
        return resolve(token, deadline.within(PLATFORM_SECONDS))

    return Wait["ElectronicCard | NoToken | NoCard"](
        name="show_electronic_card",
        title=say("请扫电子社保卡"),
        body=(say("手机上的码，对着{place}。", place=Word(places.scanner)), say("不要密码，不用付钱。", short="")),
        picture=Picture.SCAN_CODE,
        loudspeaker=(say("请把手机上的码，对着{place}。", place=Word(places.scanner)),),
        actions=(USE_ID_CARD if identity else USE_SOCIAL_CARD,),
        jobs=(SCANNER.job(work),),
        phases=(ASKING,),
        hand=Slot.SCANNER,
    )


def not_an_electronic_card(places: PlaceConfig, shown: NoToken, *, identity: bool = True) -> Page[ScanWish | NoCard]:
    """Another code was shown than a phone's card: how to go on. A paper's own has a page that checks it."""
    paper = shown is NoToken.PAPER
    check: tuple[Action[ScanWish | NoCard], ...] = (
        (Action(say("核对单子上的码"), ScanWish.CHECK_PAPER, "qr-code"),) if paper else ()
    )
    other: Action[ScanWish | NoCard] = USE_ID_CARD if identity else USE_SOCIAL_CARD
    return Notice["ScanWish | NoCard"](
        name="not_an_electronic_card",
        title=say("这是单子上的码") if paper else say("这不是电子社保卡"),
        body=(
            say("这个码，不能当卡用。") if paper else NOT_YOUR_FAULT,
            say("请打开手机上的电子社保卡。"),
            say("再对着{place}。", short="", place=Word(places.scanner)),
        ),
        picture=Picture.SCAN_CODE,
        loudspeaker=SEE_SCREEN,
        actions=(Action(say("再扫一次"), ScanWish.AGAIN, "smartphone", Tone.GO), *check, other),
    )


def electronic_card_unknown(places: PlaceConfig) -> Page[Onward]:
    """The platform doesn't know the token, is not reached, or the code was none."""
    return Notice(
        name="electronic_card_unknown",
        title=say("电子社保卡用不了"),
        body=(NOT_YOUR_FAULT, EITHER_CARD, go_to_window(places)),
        picture=Picture.HELP,
        loudspeaker=SEE_SCREEN,
        actions=(KNOWN,),
    )


def electronic_card_not_here(places: PlaceConfig, *, identity: bool, social: bool) -> Page[Onward | NoCard]:
    """No platform answers this machine, so no phone's card says who somebody is: which cards do. One kind is read at least."""
    both = identity and social
    cards: tuple[Action[Onward | NoCard], ...] = (
        *((USE_ID_CARD,) if identity else ()),
        *((USE_SOCIAL_CARD,) if social else ()),
    )
    return Notice["Onward | NoCard"](
        name="electronic_card_not_here",
        title=say("电子社保卡，这里用不了", short="电子社保卡用不了"),
        body=(
            EITHER_CARD if both else PLACE_INSTEAD if identity else INSERT_INSTEAD,
            say("也可以到{window}问。", short="", window=window(places)),
        ),
        picture=Picture.HELP,
        loudspeaker=SEE_SCREEN,
        actions=(*cards, KNOWN),
    )


def scanner_broken(places: PlaceConfig) -> Page[Onward | None]:
    """The scanner doesn't answer. Answers None when who helps has it tried again."""
    return Notice["Onward | None"](
        name="scanner_broken",
        title=say("扫码的机器坏了", short="机器坏了，不怪您"),
        body=(say("不怪您。", short=""), go_to_window(places)),
        picture=Picture.TROUBLE,
        loudspeaker=(say("机器坏了，不怪您。"), say("请看屏幕。")),
        actions=(KNOWN,),
        tells=HelpKind.STUCK,
        staff=mend_scanner(mended=None, given_up=Onward.GO_ON),
    )


def _nothing(_token: str, _deadline: Deadline) -> ElectronicCard:
    raise LookupError


EXAMPLES: Mapping[str, Page[object]] = {
    "scan": scan_paper(sample.FAR, lambda _code: Checked(CodeCheck.UNKNOWN, sample.TODAY)),
    "ours": paper_checked(sample.PLACES, Checked(CodeCheck.OURS, sample.TODAY, sample.NOW)),
    "expired": paper_checked(sample.PLACES, Checked(CodeCheck.EXPIRED, sample.TODAY, sample.NOW)),
    "unknown": paper_checked(sample.FAR, Checked(CodeCheck.UNKNOWN, sample.TODAY)),
    "e-card": show_electronic_card(sample.FAR, _nothing),
    "e-card-slot-only": show_electronic_card(sample.FAR, _nothing, identity=False),
    "e-card-paper": not_an_electronic_card(sample.FAR, NoToken.PAPER),
    "e-card-other": not_an_electronic_card(sample.FAR, NoToken.OTHER, identity=False),
    "e-card-unknown": electronic_card_unknown(sample.FAR),
    "e-card-not-here": electronic_card_not_here(sample.FAR, identity=True, social=True),
    "e-card-not-here-reader-only": electronic_card_not_here(sample.PLACES, identity=True, social=False),
    "e-card-not-here-slot-only": electronic_card_not_here(sample.PLACES, identity=False, social=True),
    "broken": scanner_broken(sample.FAR),
}
