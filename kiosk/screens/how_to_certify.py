"""C5: the ways to certify, and what to do for each."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.page import Action, Choice, Choose, Picture, Review, Tone
from kiosk.core.text import Digits, say
from kiosk.screens import sample
from kiosk.screens.phrases import SEE_SCREEN, window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Header, Page


class Way(StrEnum):
    """How somebody wants to certify."""

    STAFF = "staff"
    PHONE = "phone"
    NEARBY = "nearby"
    HOME_VISIT = "home_visit"


class SlipWish(StrEnum):
    """Whether to take it away on paper."""

    PRINT = "print"
    DONE = "done"


_SLIP: Final = Action(say("打印提醒条"), SlipWish.PRINT, "printer", Tone.GO)
_DONE: Final = Action(say("办完了"), SlipWish.DONE, "check")


def how_to_certify(header: Header, *, home_visit_first: bool) -> Page[Way]:
    """C5: `home_visit_first` for who is old enough that somebody should come to them."""
    staff = Choice(say("请工作人员办"), Way.STAFF, "users")
    visit = Choice(say("请人上门办"), Way.HOME_VISIT, "house")
    phone = Choice(say("手机上办", short=""), Way.PHONE, "smartphone")
    nearby = Choice(say("就近网点办", short=""), Way.NEARBY, "map-pin")
    return Choose(
        name="how_to_certify",
        title=say("想怎么办？"),
        body=(say("认证不收钱，不要密码。"), say("短信里的链接，别点。", short="")),
        loudspeaker=(say("认证不收钱，也不问密码。"),),
        choices=(visit, staff, phone, nearby) if home_visit_first else (staff, phone, nearby, visit),
        header=header,
    )


def certify_at_window(places: PlaceConfig, header: Header) -> Page[SlipWish]:
    """C5, 请工作人员办: where to go and what to have in hand."""
    return Review(
        name="certify_at_window",
        title=say("请到{window}办", window=window(places)),
        body=(say("带上身份证就行。"), say("认证不收钱，不要密码。", short="")),
        picture=Picture.HELP,
        loudspeaker=SEE_SCREEN,
        actions=(_SLIP, _DONE),
        header=header,
    )


def certify_at_home(places: PlaceConfig, header: Header) -> Page[SlipWish]:
    """C5, 请人上门办: whom to tell. The terminal itself can't book it yet, so it doesn't say it has."""
    return Review(
        name="certify_at_home",
        title=say("上门办，要先约好"),
        body=(
            say("请到{window}约。", window=window(places)),
            say("也可以打{phone}约。", short="", phone=Digits(places.phone, private=False)),
        ),
        picture=Picture.HELP,
        loudspeaker=SEE_SCREEN,
        actions=(_SLIP, _DONE),
        header=header,
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "C5": how_to_certify(sample.HEADER, home_visit_first=False),
    "C5-eighty": how_to_certify(sample.LONG_HEADER, home_visit_first=True),
    "C5-window": certify_at_window(sample.PLACES, sample.HEADER),
    "C5-window-far": certify_at_window(sample.FAR, sample.LONG_HEADER),
    "C5-home": certify_at_home(sample.PLACES, sample.HEADER),
    "C5-home-far": certify_at_home(sample.FAR, sample.LONG_HEADER),
}
