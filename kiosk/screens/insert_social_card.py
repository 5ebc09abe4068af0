"""The social-security card in its slot: put it in, and the same again after a try that went wrong (K6 and its like)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.help import HelpKind
from kiosk.core.house import Onward
from kiosk.core.page import Notice, Picture, Slot, Wait
from kiosk.core.text import Digits, Word, say
from kiosk.screens import sample
from kiosk.screens.phrases import (
    KNOWN,
    KNOWN_TOO,
    LOOK_AT_SCREEN,
    NOT_YOUR_FAULT,
    ask_at_window,
    go_to_window,
    window,
)
from kiosk.screens.place_id_card import NONE_AT_HAND, USE_ID_CARD, USE_ID_CARD_NEXT
from kiosk.screens.reading import CARD_AT_HOME, READING, READING_SOCIAL, SOCIAL_CARD, SOCIAL_READER_BACK
from kiosk.screens.staff.card_fixes import mend_reader
from kiosk.screens.staff.typed_number import enter_id_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.roles import IdCard, SocialCard
    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Page
    from kiosk.core.text import Text
    from kiosk.core.typed_number import TypedNumber
    from kiosk.screens.place_id_card import NoCard


PLACE_INSTEAD: Final = say("可以放身份证。")
"""What is said where the other reader works."""


def _slot_page(
    name: str,
    title: Text,
    body: tuple[Text, ...],
    loudspeaker: tuple[Text, ...],
    picture: Picture,
    *,
    identity: bool,
) -> Page[IdCard | SocialCard | NoCard]:
    """`identity`: the ID card's reader takes a card meanwhile."""
    return Wait["IdCard | SocialCard | NoCard"](
        name=name,
        title=title,
        body=body,
        picture=picture,
        loudspeaker=loudspeaker,
        actions=(USE_ID_CARD if identity else NONE_AT_HAND,),
        jobs=(SOCIAL_CARD, CARD_AT_HOME) if identity else (SOCIAL_CARD,),
        phases=(READING_SOCIAL, READING) if identity else (READING_SOCIAL,),
        hand=Slot.CARD_SLOT,
    )


def insert_social_card(places: PlaceConfig, *, identity: bool) -> Page[IdCard | SocialCard | NoCard]:
    """Where to put the social-security card, and which way round."""
    slot, side = Word(places.card_slot), Word(places.card_side_up)
    return _slot_page(
        "insert_social_card",
        say("请插社保卡"),
        (say("{side}，插进{slot}。", side=side, slot=slot), say("您走后，屏幕不留您的资料。", short="")),
        (say("请把社保卡，插进{slot}。", slot=slot),),
        Picture.INSERT_CARD,
        identity=identity,
    )


def turned_round(places: PlaceConfig, *, identity: bool) -> Page[IdCard | SocialCard | NoCard]:
    """K6: the chip doesn't answer; mostly the card is turned round, and no reader can tell that from a worn chip."""
    return _slot_page(
        "turned_round",
        say("卡插反了"),
        (say("{side}，再插一次。", side=Word(places.card_side_up)),),
        (say("请换个方向，再插一次。"),),
        Picture.TURN_CARD,
        identity=identity,
    )


def chip_mute(places: PlaceConfig, *, identity: bool) -> Page[IdCard | SocialCard | NoCard]:
    """The chip doesn't answer the other way round either, or is known to be reached: worn or dirty, and nobody's fault."""
    other = say("也可以放身份证。") if identity else say("也可以到{window}。", window=window(places))
    return _slot_page(
        "chip_mute",
        say("卡没有反应"),
        (say("不怪您，可能芯片磨坏了。", short="不怪您。"), say("擦擦芯片，再插一次。"), other),
        (say("卡没有反应，不怪您。"), say("擦擦芯片，再插一次。")),
        Picture.INSERT_CARD,
        identity=identity,
    )


def insert_again(*, identity: bool) -> Page[IdCard | SocialCard | NoCard]:
    """The card could not be read, or was pulled out too soon."""
    return _slot_page(
        "insert_again",
        say("请再插一次"),
        (say("插到底，先别拔。"),),
        (say("没读出来，请再插一次。"),),
        Picture.INSERT_CARD,
        identity=identity,
    )


def not_a_social_card(*, identity: bool) -> Page[IdCard | SocialCard | NoCard]:
    """A smart card of another kind is in the slot."""
    return _slot_page(
        "not_a_social_card",
        say("这张不是社保卡", short="请换社保卡"),
        (say("请换社保卡，再插一次。", short="再插一次。"),),
        (say("请换社保卡，再插一次。"),),
        Picture.INSERT_CARD,
        identity=identity,
    )


def social_card_worn(places: PlaceConfig, *, identity: bool) -> Page[Onward | NoCard | TypedNumber]:
    """The third time the chip can't be read. Who helps may type the number of the original."""
    return Notice["Onward | NoCard | TypedNumber"](
        name="social_card_worn",
        title=say("这张卡读不出来", short="读不出来，不怪您"),
        body=(say("不怪您，可能卡磨坏了。", short=""), go_to_window(places)),
        picture=Picture.HELP,
        loudspeaker=(say("没读出来，不怪您。"), say("可以请人帮忙。")),
        actions=(USE_ID_CARD_NEXT, KNOWN_TOO) if identity else (KNOWN,),
        tells=HelpKind.READING,
        staff=enter_id_number(),
    )


def card_of_elsewhere(places: PlaceConfig) -> Page[Onward]:
    """The card was issued in a region whose people this terminal doesn't have: their own agency helps."""
    return Notice(
        name="card_of_elsewhere",
        title=say("这张卡是外地的"),
        body=(
            say("这里没有外地的资料。", short=""),
            say("请到参保的地方办。"),
            say("也可以打{phone}问。", short="", phone=Digits(places.phone, private=False)),
            say("有疑问，到{window}问。", window=window(places)),
        ),
        picture=Picture.HELP,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(KNOWN,),
    )


def card_region_unknown(places: PlaceConfig, *, identity: bool) -> Page[Onward]:
    """Nobody is found by the card, and the region it names is in no table. `identity`: an ID card may find them."""
    other = (say("也可以放身份证再查。", short=""),) if identity else ()
    return Notice(
        name="card_region_unknown",
        title=say("认不出是哪里的卡"),
        body=(NOT_YOUR_FAULT, *other, ask_at_window(places)),
        picture=Picture.HELP,
        loudspeaker=LOOK_AT_SCREEN,
        actions=(KNOWN,),
    )


def social_reader_broken(places: PlaceConfig, *, identity: bool) -> Page[Onward | NoCard | None]:
    """K9 for the slot. Answers None, by itself, when it works again."""
    return Wait["Onward | NoCard | None"](
        name="social_reader_broken",
        title=say("插卡的机器坏了", short="机器坏了，不怪您"),
        body=(say("不怪您。", short=""), PLACE_INSTEAD if identity else go_to_window(places)),
        picture=Picture.TROUBLE,
        loudspeaker=(say("机器坏了，不怪您。"), PLACE_INSTEAD if identity else say("请看屏幕。")),
        actions=(USE_ID_CARD_NEXT, KNOWN_TOO) if identity else (KNOWN,),
        jobs=(SOCIAL_READER_BACK,),
        tells=HelpKind.STUCK,
        staff=mend_reader(mended=None, given_up=Onward.GO_ON, slot=True),
    )


def social_reader_given_up(places: PlaceConfig, *, identity: bool) -> Page[Onward | NoCard | None]:
    """K9 for a slot that hung and gets no more orders. Answers None when who helps has it tried again."""
    return Notice["Onward | NoCard | None"](
        name="social_reader_given_up",
        title=say("插卡的机器坏了", short="机器坏了，不怪您"),
        body=(say("不怪您。", short=""), PLACE_INSTEAD if identity else go_to_window(places)),
        picture=Picture.TROUBLE,
        loudspeaker=(say("机器坏了，不怪您。"), PLACE_INSTEAD if identity else say("请看屏幕。")),
        actions=(USE_ID_CARD_NEXT, KNOWN_TOO) if identity else (KNOWN,),
        tells=HelpKind.STUCK,
        staff=mend_reader(mended=None, given_up=Onward.GO_ON, slot=True),
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "insert": insert_social_card(sample.PLACES, identity=True),
    "insert-far": insert_social_card(sample.FAR, identity=False),
    "K6": turned_round(sample.PLACES, identity=True),
    "K6-far": turned_round(sample.FAR, identity=False),
    "mute": chip_mute(sample.PLACES, identity=True),
    "mute-far": chip_mute(sample.FAR, identity=False),
    "again": insert_again(identity=True),
    "not-a-social-card": not_a_social_card(identity=True),
    "worn": social_card_worn(sample.FAR, identity=True),
    "elsewhere": card_of_elsewhere(sample.PLACES),
    "elsewhere-far": card_of_elsewhere(sample.FAR),
    "region-unknown": card_region_unknown(sample.PLACES, identity=True),
    "region-unknown-far": card_region_unknown(sample.FAR, identity=False),
    "K9-slot": social_reader_broken(sample.PLACES, identity=True),
    "K9-slot-only": social_reader_broken(sample.FAR, identity=False),
    "K9-slot-given-up": social_reader_given_up(sample.PLACES, identity=True),
    "K9-slot-only-given-up": social_reader_given_up(sample.FAR, identity=False),
}
