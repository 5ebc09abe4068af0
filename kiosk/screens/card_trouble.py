"""K3, K9 and a document of another kind: the card or the reader won't do, a window will."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from kiosk.core.help import HelpKind
from kiosk.core.house import Onward
from kiosk.core.page import Action, Notice, Picture, Wait
from kiosk.core.text import say
from kiosk.screens import sample
from kiosk.screens.phrases import KNOWN, KNOWN_TOO, NOT_YOUR_FAULT, go_to_window
from kiosk.screens.place_id_card import USE_SOCIAL_CARD_NEXT
from kiosk.screens.reading import READER_BACK
from kiosk.screens.staff.card_fixes import mend_reader
from kiosk.screens.staff.typed_number import enter_id_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Page
    from kiosk.core.text import Text
    from kiosk.core.typed_number import TypedNumber
    from kiosk.screens.place_id_card import NoCard

A = TypeVar("A")
INSERT_INSTEAD: Final = say("可以插社保卡。")
"""What is said where the other reader works."""


def card_worn(places: PlaceConfig) -> Page[Onward]:
    """K3: the third time the card can't be read."""
    return _card_worn(go_to_window(places), (KNOWN,), None)


def card_worn_here(places: PlaceConfig, *, social: bool) -> Page[Onward | NoCard | TypedNumber]:
    """K3 while a card is asked for: a `social`-security card may do instead, and who helps may type the number."""
    actions: tuple[Action[Onward | NoCard], ...] = (USE_SOCIAL_CARD_NEXT, KNOWN_TOO) if social else (KNOWN,)
    advice = say("换社保卡，或请人帮忙。", short="请人来帮忙吧。") if social else go_to_window(places)
    return _card_worn(advice, actions, enter_id_number())


def _card_worn(advice: Text, actions: tuple[Action[A], ...], staff: Page[A] | None) -> Page[A]:
    return Notice(
        name="card_worn",
        title=say("这张证读不出来", short="读不出来，不怪您"),
        body=(say("不怪您，可能证磨坏了。", short=""), advice),
        picture=Picture.HELP,
        loudspeaker=(say("没读出来，不怪您。"), say("可以请人帮忙。")),
        actions=actions,
        tells=HelpKind.READING,
        staff=staff,
    )


def other_document(places: PlaceConfig) -> Page[Onward]:
    """K5 for a document this machine doesn't know, or one whose data contradict each other: only people can look."""
    return Notice(
        name="other_document",
        title=say("这种证，这里读不了"),
        body=(NOT_YOUR_FAULT, go_to_window(places)),
        picture=Picture.HELP,
        loudspeaker=(say("没读出来，不怪您。"), say("可以请人帮忙。")),
        actions=(KNOWN,),
    )


def reader_broken(places: PlaceConfig, *, social: bool = False) -> Page[Onward | NoCard | None]:
    """K9: the reader doesn't answer. Answers None, by itself, when it works again."""
    reported = (say("不怪您，已经报修。", short=""),) if places.staff_told else (say("不怪您。", short=""),)
    return Wait["Onward | NoCard | None"](
        name="reader_broken",
        title=say("读证的机器坏了", short="机器坏了，不怪您"),
        body=(*reported, INSERT_INSTEAD if social else go_to_window(places)),
        picture=Picture.TROUBLE,
        loudspeaker=(say("机器坏了，不怪您。"), INSERT_INSTEAD if social else say("请看屏幕。")),
        actions=(USE_SOCIAL_CARD_NEXT, KNOWN_TOO) if social else (KNOWN,),
        jobs=(READER_BACK,),
        tells=HelpKind.STUCK,
        staff=mend_reader(mended=None, given_up=Onward.GO_ON),
    )


def reader_given_up(places: PlaceConfig) -> Page[Onward]:
    """K9 for a reader that hung and gets no more orders: nothing to wait for."""
    return _reader_given_up(go_to_window(places), (KNOWN,), mend_reader(mended=Onward.GO_ON, given_up=Onward.GO_ON))


def reader_to_mend(places: PlaceConfig, *, social: bool) -> Page[Onward | NoCard | None]:
    """K9 for such a reader while a card is asked for. Answers None when who helps has it tried again."""
    actions: tuple[Action[Onward | NoCard], ...] = (USE_SOCIAL_CARD_NEXT, KNOWN_TOO) if social else (KNOWN,)
    advice = INSERT_INSTEAD if social else go_to_window(places)
    return _reader_given_up(advice, actions, mend_reader(mended=None, given_up=Onward.GO_ON))


def _reader_given_up(advice: Text, actions: tuple[Action[A], ...], staff: Page[A]) -> Page[A]:
    return Notice(
        name="reader_given_up",
        title=say("读证的机器坏了", short="机器坏了，不怪您"),
        body=(say("不怪您。", short=""), advice),
        picture=Picture.TROUBLE,
        loudspeaker=(say("机器坏了，不怪您。"), advice if advice is INSERT_INSTEAD else say("请看屏幕。")),
        actions=actions,
        tells=HelpKind.STUCK,
        staff=staff,
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "K3": card_worn(sample.PLACES),
    "K3-far": card_worn(sample.FAR),
    "K3-both": card_worn_here(sample.FAR, social=True),
    "K5-document": other_document(sample.FAR),
    "K9": reader_broken(sample.PLACES),
    "K9-both": reader_broken(sample.FAR, social=True),
    "K9-staffed": reader_broken(sample.STAFFED),
    "K9-staffed-both": reader_broken(sample.STAFFED, social=True),
    "K9-given-up": reader_given_up(sample.FAR),
    "K9-given-up-both": reader_to_mend(sample.FAR, social=True),
    "K9-to-mend": reader_to_mend(sample.PLACES, social=False),
}
