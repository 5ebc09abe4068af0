"""A1 to A3: what somebody wants, before and after a card was put, and a word to who touches nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from kiosk.core.page import After, Choice, Choose, Footer, Hint, Slot
from kiosk.core.text import say
from kiosk.screens import sample
from kiosk.screens.reading import CARD_AT_HOME, READING, READING_SOCIAL, SOCIAL_CARD_ASIDE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.roles import IdCard, SocialCard
    from kiosk.core.page import Header, Job, Page

S = TypeVar("S")

TRY_AGAIN_SECONDS: Final = 30.0
"""How long home stands without a reader before the reader is tried again."""
_TITLE: Final = say("您想办什么？")
_HINT: Final = Hint(15.0, (say("不会用，没关系。"), say("点右下角，请人帮忙。")))
"""A2."""


def home(
    choices: tuple[Choice[S], ...], *, identity: bool = True, social: bool = False
) -> Page[S | IdCard | SocialCard]:
    """A1: nobody is being served. A touch begins a service; a card may come first.

    `identity` and `social`: which kinds of card the machine reads.
    """
    id_reader: tuple[Job[IdCard | SocialCard], ...] = (CARD_AT_HOME,) if identity else ()
    slot: tuple[Job[IdCard | SocialCard], ...] = (SOCIAL_CARD_ASIDE,) if social else ()
    or_card = say("点下面，或先放身份证。", short="") if identity else say("点下面，或先插社保卡。", short="")
    return Choose["S | IdCard | SocialCard"](
        name="home",
        title=_TITLE,
        body=(or_card, say("不收钱，不问密码。")),
        loudspeaker=(
            say("您好。要办什么，请点屏幕。"),
            say("也可以先放身份证。") if identity else say("也可以先插社保卡。"),
        ),
        choices=choices,
        jobs=(*id_reader, *slot),
        phases=(READING, READING_SOCIAL),
        footer=Footer(back=False, leave=False),
        hand=Slot.ID_READER if identity else Slot.CARD_SLOT,
        hint=_HINT,
        idle=True,
    )


def home_without_reader(choices: tuple[Choice[S], ...]) -> Page[S | None]:
    """A1 while the reader is given up: what needs no card still works. Answers None when it is time to try again."""
    return Choose(
        name="home_without_reader",
        title=_TITLE,
        body=(say("不收钱，不问密码。"),),
        loudspeaker=(say("您好。要办什么，请点屏幕。"),),
        choices=choices,
        after=After(TRY_AGAIN_SECONDS, None, paced=False),
        footer=Footer(back=False, leave=False),
        hint=_HINT,
        idle=True,
    )


def what_else(choices: tuple[Choice[S], ...], header: Header) -> Page[S]:
    """A3: the person is known. 读好了 is said with the reminder to take the card, not twice."""
    return Choose(
        name="what_else",
        title=_TITLE,
        loudspeaker=(say("要办什么，请点屏幕。"),),
        choices=choices,
        header=header,
        footer=Footer(back=False),
    )


def more(choices: tuple[Choice[S], ...]) -> Page[S]:
    """What stands behind 更多."""
    return Choose(name="more", title=_TITLE, loudspeaker=(say("要办什么，请点屏幕。"),), choices=choices)


def _choices(*, due: bool = False) -> tuple[Choice[str], ...]:
    payment = Choice(say("查养老金"), "payment", "wallet", say("每月发了多少"))
    certification = Choice(say("查养老认证"), "certification", "calendar-days", say("到哪天该办"))
    record = Choice(
        say("打印权益记录单", short="打印社保记录单"), "record", "printer", say("一年的社保账"), frozenset({"store"})
    )
    more = Choice(say("更多", short="其他的事"), "more", "layout-grid", say("怎么保护您的资料"))
    if not due:
        return (payment, certification, record, more)
    return (Choice(say("养老认证该办了"), "certification", "calendar-days"), payment, record, more)


EXAMPLES: Mapping[str, Page[object]] = {
    "home": home(_choices()),
    "home-slot-only": home(_choices(), identity=False, social=True),
    "home-without-reader": home_without_reader(_choices()),
    "card-first": what_else(_choices(), sample.HEADER),
    "card-first-certification-due": what_else(_choices(due=True), sample.LONG_HEADER),
    "more": more(
        (
            Choice(say("核对单子上的码"), "check", "qr-code", say("是不是这里打的")),
            Choice(say("怎么保护您的资料"), "privacy", "shield-check"),
        )
    ),
    "something-else": what_else(_choices(), sample.PLAIN_HEADER),
}
