"""K7 and K8: the card is past its day, or nobody with it is in the records; the way to the window, on paper if wanted."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.page import Action, Picture, Review, Tone
from kiosk.core.text import say
from kiosk.screens import sample
from kiosk.screens.phrases import LOOK_AT_SCREEN, ask_at_window, go_to_window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Page
    from kiosk.core.text import Text


PLACE_TOO: Final = say("也可以放身份证再查。", short="")
"""What is said where a social-security card didn't do and an ID card may."""


class WindowWish(StrEnum):
    """Whether to take the way to the window along on paper."""

    PRINT = "print"
    DONE = "done"


def _ways_on(on_paper: Text) -> tuple[Action[WindowWish], ...]:
    return (
        Action(on_paper, WindowWish.PRINT, "printer", Tone.GO, private=True),  # what was found, or not
        Action(say("知道了"), WindowWish.DONE, "check"),
    )


def not_found(places: PlaceConfig, *, identity: bool = False) -> Page[WindowWish]:
    """K8: never the person's fault; the data may be old, or they are insured elsewhere.

    `identity`: they were looked up by their card's own number, which changes with every new card, and an ID card may find them.
    """
    elsewhere, blameless = say("可能在外地参保。", short=""), say("不是您弄错了。", short="不怪您。")
    return Review(
        name="not_found",
        title=say("这里没查到您", short="这里没查到"),
        body=(*((blameless, PLACE_TOO) if identity else (elsewhere, blameless)), ask_at_window(places)),
        picture=Picture.HELP,
        loudspeaker=LOOK_AT_SCREEN,
        actions=_ways_on(say("打印咨询电话", short="")),
    )


def card_out_of_date(places: PlaceConfig) -> Page[WindowWish]:
    """K7: the ID card is no longer valid, and the agency doesn't answer such cards here."""
    return _out_of_date(
        "card_out_of_date", say("这张证过期了"), go_to_window(places), say("换证要到派出所。", short="")
    )


def social_card_out_of_date(places: PlaceConfig, *, identity: bool) -> Page[WindowWish]:
    """K7 for the social-security card. `identity`: this machine reads ID cards."""
    other = (PLACE_TOO,) if identity else ()
    return _out_of_date("social_card_out_of_date", say("这张卡过期了"), go_to_window(places), *other)


def _out_of_date(name: str, title: Text, *body: Text) -> Page[WindowWish]:
    return Review(
        name=name,
        title=title,
        body=body,
        picture=Picture.HELP,
        loudspeaker=(say("请看屏幕。也可以请人帮忙。"),),
        actions=_ways_on(say("打印办事条", short="")),
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "K7": card_out_of_date(sample.PLACES),
    "K7-far": card_out_of_date(sample.FAR),
    "K7-social": social_card_out_of_date(sample.PLACES, identity=True),
    "K7-social-far": social_card_out_of_date(sample.FAR, identity=False),
    "K8": not_found(sample.PLACES),
    "K8-far": not_found(sample.FAR),
    "K8-new-card": not_found(sample.FAR, identity=True),
}
