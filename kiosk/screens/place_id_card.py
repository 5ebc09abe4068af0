"""R1 and R2: put the identity card on the reader; and the same again after a try that went wrong (K1, K2, K4, K5)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from kiosk.core.page import Action, Picture, Slot, Wait
from kiosk.core.text import Word, say
from kiosk.screens import sample
from kiosk.screens.reading import CARD, CARD_AGAIN, READING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.roles import IdCard
    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Page
    from kiosk.core.text import Text


class NoCard(StrEnum):
    """The other answer than a card."""

    NO_CARD = "no_card"


def place_id_card(places: PlaceConfig) -> Page[IdCard | NoCard]:
    """R1: where to put the card, with a drawing of this machine."""
    place = Word(places.id_reader)
    return Wait(
        name="place_id_card",
        title=say("请放身份证"),
        body=(say("放在{place}。", place=place), say("您走后，屏幕不留您的资料。", short="")),
        picture=Picture.PLACE_CARD,
        loudspeaker=(say("请把身份证，放在{place}。", place=place),),
        actions=(Action(say("没带证怎么办", short="没带证"), NoCard.NO_CARD, "circle-help"),),
        jobs=(CARD,),
        phases=(READING,),
        hand=Slot.ID_READER,
    )


def _again(
    name: str, title: Text, body: tuple[Text, ...], loudspeaker: tuple[Text, ...], picture: Picture
) -> Page[IdCard | NoCard]:
    return Wait(
        name=name,
        title=title,
        body=tuple(body),
        picture=picture,
        loudspeaker=loudspeaker,
        actions=(Action(say("没带证怎么办", short="没带证"), NoCard.NO_CARD, "circle-help"),),
        jobs=(CARD_AGAIN,),
        phases=(READING,),
        hand=Slot.ID_READER,
    )


def put_flat(places: PlaceConfig) -> Page[IdCard | NoCard]:
    """K1: the first time a card can't be read."""
    place = Word(places.id_reader)
    return _again(
        "put_flat",
        say("请再放一次"),
        (say("平放在{place}。", short="平放，别动。", place=place), say("等“嘀”一声，再拿。", short="")),
        (say("没读出来，请再放一次。"), say("等“嘀”一声，再拿。")),
        Picture.PLACE_CARD,
    )


def take_off_sleeve() -> Page[IdCard | NoCard]:
    """K2: the second time. Sleeves and a phone under the card are the usual cause."""
    return _again(
        "take_off_sleeve",
        say("拿掉卡套试试"),
        (say("手机和别的卡，放远点。", short=""), say("再放一次。")),
        (say("请拿掉卡套，再放一次。"),),
        Picture.SLEEVE,
    )


def lifted_early() -> Page[IdCard | NoCard]:
    """K4: the card was taken away while it was read."""
    body = (say("等“嘀”一声，再拿。"),)
    return _again("lifted_early", say("请再放一次"), body, (say("请再放一次。"), *body), Picture.PLACE_CARD)


def other_card() -> Page[IdCard | NoCard]:
    """K5: something lies on the reader, but no identity card."""
    return _again(
        "other_card",
        say("这张不是身份证", short="请换身份证"),
        (say("请换身份证，再放一次。", short="再放一次。"),),
        (say("请换身份证，再放一次。"),),
        Picture.PLACE_CARD,
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "R1": place_id_card(sample.PLACES),
    "R1-far": place_id_card(sample.FAR),
    "K1": put_flat(sample.PLACES),
    "K1-far": put_flat(sample.FAR),
    "K2": take_off_sleeve(),
    "K4": lifted_early(),
    "K5": other_card(),
}
