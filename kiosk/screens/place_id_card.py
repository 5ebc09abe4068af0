"""R1 and R2: put the identity card on the reader; and the same again after a try that went wrong (K1, K2, K4, K5, K10, K11).

Where the machine has a slot for social-security cards, every one of these pages takes such a card too.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.page import Action, Picture, Slot, Tone, Wait
from kiosk.core.text import Word, say
from kiosk.screens import sample
from kiosk.screens.reading import CARD, CARD_AGAIN, READING, READING_SOCIAL, SOCIAL_CARD_ASIDE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.roles import IdCard, SocialCard
    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Job, Page, Phase
    from kiosk.core.text import Text


class NoCard(StrEnum):
    """The other answers than a card: none at hand, or one of the other kind."""

    NO_CARD = "no_card"
    SOCIAL_CARD = "social_card"
    ID_CARD = "id_card"
    ELECTRONIC_CARD = "electronic_card"


USE_ELECTRONIC_CARD: Final = Action(say("用电子社保卡"), NoCard.ELECTRONIC_CARD, "smartphone")
NONE_AT_HAND: Final = Action(say("没带证怎么办", short="没带证"), NoCard.NO_CARD, "circle-help")
USE_SOCIAL_CARD: Final = Action(say("用社保卡"), NoCard.SOCIAL_CARD, "credit-card")
USE_SOCIAL_CARD_NEXT: Final = Action(say("用社保卡"), NoCard.SOCIAL_CARD, "credit-card", Tone.GO)
"""Where that is the next step."""
USE_ID_CARD: Final = Action(say("放身份证"), NoCard.ID_CARD, "id-card")
USE_ID_CARD_NEXT: Final = Action(say("放身份证"), NoCard.ID_CARD, "id-card", Tone.GO)
"""Where that is the next step."""


def _jobs(first: Job[IdCard], *, social: bool) -> tuple[Job[IdCard | SocialCard], ...]:
    return (first, SOCIAL_CARD_ASIDE) if social else (first,)


def _phases(*, social: bool) -> tuple[Phase, ...]:
    return (READING, READING_SOCIAL) if social else (READING,)


def place_id_card(places: PlaceConfig, *, social: bool = False) -> Page[IdCard | SocialCard | NoCard]:
    """R1: where to put the card, with a drawing of this machine. `social`: the slot takes social-security cards meanwhile."""
    place = Word(places.id_reader)
    other = (say("也可以插社保卡。", short=""),) if social else ()
    return Wait["IdCard | SocialCard | NoCard"](
        name="place_id_card",
        title=say("请放身份证"),
        body=(say("放在{place}。", place=place), *other, say("您走后，屏幕不留您的资料。", short="")),
        picture=Picture.PLACE_CARD,
        loudspeaker=(say("请把身份证，放在{place}。", place=place),),
        actions=(NONE_AT_HAND,),
        jobs=_jobs(CARD, social=social),
        phases=_phases(social=social),
        hand=Slot.ID_READER,
    )


def _again(
    name: str,
    title: Text,
    body: tuple[Text, ...],
    loudspeaker: tuple[Text, ...],
    picture: Picture,
    *,
    social: bool,
) -> Page[IdCard | SocialCard | NoCard]:
    return Wait["IdCard | SocialCard | NoCard"](
        name=name,
        title=title,
        body=tuple(body),
        picture=picture,
        loudspeaker=loudspeaker,
        actions=(USE_SOCIAL_CARD if social else NONE_AT_HAND,),
        jobs=_jobs(CARD_AGAIN, social=social),
        phases=_phases(social=social),
        hand=Slot.ID_READER,
    )


def put_flat(places: PlaceConfig, *, social: bool = False) -> Page[IdCard | SocialCard | NoCard]:
    """K1: the first time a card can't be read."""
    place = Word(places.id_reader)
    return _again(
        "put_flat",
        say("请再放一次"),
        (say("平放在{place}。", short="平放，别动。", place=place), say("等“嘀”一声，再拿。", short="")),
        (say("没读出来，请再放一次。"), say("等“嘀”一声，再拿。")),
        Picture.PLACE_CARD,
        social=social,
    )


def take_off_sleeve(*, social: bool = False) -> Page[IdCard | SocialCard | NoCard]:
    """K2: the second time. Sleeves and a phone under the card are the usual cause."""
    return _again(
        "take_off_sleeve",
        say("拿掉卡套试试"),
        (say("手机和别的卡，放远点。", short=""), say("再放一次。")),
        (say("请拿掉卡套，再放一次。"),),
        Picture.SLEEVE,
        social=social,
    )


def lifted_early(*, social: bool = False) -> Page[IdCard | SocialCard | NoCard]:
    """K4: the card was taken away while it was read."""
    body = (say("等“嘀”一声，再拿。"),)
    spoken = (say("请再放一次。"), *body)
    return _again("lifted_early", say("请再放一次"), body, spoken, Picture.PLACE_CARD, social=social)


def other_card(*, social: bool = False) -> Page[IdCard | SocialCard | NoCard]:
    """K5: something lies on the reader, but no identity card."""
    return _again(
        "other_card",
        say("这张不是身份证", short="请换身份证"),
        (say("请换身份证，再放一次。", short="再放一次。"),),
        (say("请换身份证，再放一次。"),),
        Picture.PLACE_CARD,
        social=social,
    )


def id_card_too(places: PlaceConfig) -> Page[IdCard | NoCard]:
    """K10: the agency asks for the ID card beside the social-security card."""
    return Wait(
        name="id_card_too",
        title=say("再放一下身份证"),
        body=(say("多看一张，资料更安全。", short="放在{place}。", place=Word(places.id_reader)),),
        picture=Picture.PLACE_CARD,
        loudspeaker=(say("请再放一下身份证。"),),
        actions=(Action(say("没带身份证"), NoCard.NO_CARD, "circle-help"),),
        jobs=(CARD,),
        phases=(READING,),
        hand=Slot.ID_READER,
    )


def id_card_again(places: PlaceConfig) -> Page[IdCard | NoCard]:
    """K10 after a try that went wrong."""
    return Wait(
        name="id_card_again",
        title=say("请再放一次"),
        body=(say("平放在{place}。", place=Word(places.id_reader)), say("等“嘀”一声，再拿。", short="")),
        picture=Picture.PLACE_CARD,
        loudspeaker=(say("没读出来，请再放一次。"), say("等“嘀”一声，再拿。")),
        actions=(Action(say("没带身份证"), NoCard.NO_CARD, "circle-help"),),
        jobs=(CARD_AGAIN,),
        phases=(READING,),
        hand=Slot.ID_READER,
    )


def another_persons(places: PlaceConfig) -> Page[IdCard | NoCard]:
    """K11: the two cards are not one person's. The other card is read anew when it is put again."""
    return Wait(
        name="another_persons",
        title=say("两张不是一个人的"),
        body=(say("请放同一个人的。"), say("放在{place}。", short="", place=Word(places.id_reader))),
        picture=Picture.PLACE_CARD,
        loudspeaker=(say("请看屏幕。也可以请人帮忙。"),),
        actions=(Action(say("没带身份证"), NoCard.NO_CARD, "circle-help"),),
        jobs=(CARD_AGAIN,),
        phases=(READING,),
        hand=Slot.ID_READER,
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "R1": place_id_card(sample.PLACES),
    "R1-far": place_id_card(sample.FAR),
    "R1-slot": place_id_card(sample.PLACES, social=True),
    "R1-both": place_id_card(sample.FAR, social=True),
    "K1": put_flat(sample.PLACES),
    "K1-far": put_flat(sample.FAR, social=True),
    "K2": take_off_sleeve(),
    "K4": lifted_early(),
    "K5": other_card(social=True),
    "K10": id_card_too(sample.PLACES),
    "K10-far": id_card_too(sample.FAR),
    "K10-again": id_card_again(sample.FAR),
    "K11": another_persons(sample.FAR),
}
