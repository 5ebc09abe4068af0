"""R3, W3, W3b and W5: the social-security card goes back into the hand before anything else, and what if it doesn't.

W3 to W5 stand at home, too, for a card that the one before has left.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

from devices.errors import DeviceError, OperationCancelled
from kiosk.core.help import HelpKind
from kiosk.core.house import Onward
from kiosk.core.lane import SOCIAL_CARD_READER
from kiosk.core.page import Action, After, Footer, Notice, Picture, Slot, Tone, Wait
from kiosk.core.text import Word, say
from kiosk.screens import sample
from kiosk.screens.phrases import KNOWN, NOT_YOUR_FAULT, window
from kiosk.screens.staff.card_fixes import card_from_bin, forgotten_card, free_card

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.deadline import Deadline
    from devices.roles import InSlot, SocialCardReader
    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Job, Page, Report

A = TypeVar("A")

TAKE_SECONDS: Final = 30.0
"""How long a card may stick out of the slot before its owner is called back."""
CALL_SECONDS: Final = 30.0
"""How long they are called back before a motor takes the card in."""
KEPT_SECONDS: Final = 20.0
MOVE_SECONDS: Final = 30.0
"""Longer than any move of a motor takes."""
LOOK_SECONDS: Final = 2.0
"""A slot that is asked what it holds answers at once, or isn't waited for."""


class CardFate(StrEnum):
    """What became of the card."""

    TAKEN = "taken"
    LEFT = "left"
    UNSEEN = "unseen"
    KEPT = "kept"
    NOT_KEPT = "not_kept"


def _give_back(reader: SocialCardReader, deadline: Deadline, report: Report) -> CardFate:
    try:
        reader.give_back(deadline.within(MOVE_SECONDS))
    except OperationCancelled:
        raise
    except DeviceError:
        if reader.moves:
            raise
        return CardFate.UNSEEN
    return _wait_taken(reader, deadline, report)


def _wait_taken(reader: SocialCardReader, deadline: Deadline, _: Report) -> CardFate:
    """See that the card is taken; where the line is lost, a hand can still draw it from a slot without a motor."""
    try:
        reader.wait_taken(deadline)
    except OperationCancelled:
        raise
    except DeviceError:
        if reader.moves:
            raise
        return CardFate.UNSEEN
    return CardFate.TAKEN


def _watch_it_taken(reader: SocialCardReader, deadline: Deadline, _: Report) -> CardFate:
    """The same where nobody else begins before: a slot that can't tell any more has not told that it is empty."""
    reader.wait_taken(deadline)
    return CardFate.TAKEN


def _keep(reader: SocialCardReader, deadline: Deadline, _: Report) -> CardFate:
    return CardFate.KEPT if reader.keep(deadline) else CardFate.NOT_KEPT


def _clear_slot(reader: SocialCardReader, deadline: Deadline, _: Report) -> None:
    """Give back whatever card is still inside."""
    reader.give_back(deadline)


def _in_slot(reader: SocialCardReader, deadline: Deadline, _: Report) -> InSlot:
    return reader.in_slot(deadline)


CLEAR_SLOT: Final[Job[None]] = SOCIAL_CARD_READER.job(_clear_slot, seconds=MOVE_SECONDS)
"""Ends every visit: a motor brings out what is still inside, and a card that is there is nobody's who comes next."""


def take_social_card() -> Page[CardFate]:
    """R3: as bank machines give the card before the money, nobody forgets a card already in the pocket."""
    return Wait(
        name="take_social_card",
        title=say("请收好社保卡"),
        body=(say("读好了。", short=""), say("拿起卡，就接着办。", short="拿好了，再接着办。")),
        picture=Picture.PULL_CARD,
        loudspeaker=(say("读好了。请收好社保卡。"),),
        jobs=(SOCIAL_CARD_READER.job(_give_back),),
        after=After(TAKE_SECONDS, CardFate.LEFT),
        footer=Footer(back=False, leave=False),
        hand=Slot.CARD_SLOT,
        patient=True,
    )


def looking_into_slot() -> Page[InSlot]:
    """Whether a card lies in the slot that nothing was read from. Mostly over before anybody sees it."""
    return Wait(
        name="looking_into_slot",
        title=say("正在看卡口"),
        body=(say("请等一等。"),),
        picture=Picture.WAITING,
        jobs=(SOCIAL_CARD_READER.job(_in_slot, seconds=LOOK_SECONDS),),
        footer=Footer(back=False, leave=False),
        patient=True,
        shows_after=0.3,
    )


def card_still_there() -> Page[CardFate]:
    """W3: the owner may still be near."""
    return Wait(
        name="card_still_there",
        title=say("卡还在机器上"),
        body=(say("请回来拿卡。"),),
        picture=Picture.PULL_CARD,
        loudspeaker=(say("您的卡忘拿了，请回来拿。"),),
        jobs=(SOCIAL_CARD_READER.job(_wait_taken),),
        after=After(CALL_SECONDS, CardFate.LEFT),
        footer=Footer(back=False, leave=False),
        hand=Slot.CARD_SLOT,
        patient=True,
        tells=HelpKind.CARD_LEFT,
    )


def card_taken() -> Page[CardFate]:
    """R3 where the slot can't see any more whether the card is there: the person says."""
    return Notice(
        name="card_taken",
        title=say("请收好社保卡"),
        body=(say("拿起卡，再接着办。", short="拿好了，再接着办。"),),
        picture=Picture.PULL_CARD,
        loudspeaker=(say("请收好社保卡。"),),
        actions=(Action(say("收好了"), CardFate.TAKEN, "check", Tone.GO),),
        footer=Footer(back=False),
        hand=Slot.CARD_SLOT,
    )


def keeping_card() -> Page[CardFate]:
    """A motor draws the forgotten card in; one that can't answers that it didn't."""
    return Wait(
        name="keeping_card",
        title=say("正在收卡"),
        body=(say("请等一等。"),),
        picture=Picture.WAITING,
        jobs=(SOCIAL_CARD_READER.job(_keep, seconds=MOVE_SECONDS),),
        footer=Footer(back=False, leave=False),
        patient=True,
        shows_after=0.3,
    )


def card_kept(places: PlaceConfig) -> Page[Onward]:
    """W5: the machine has drawn the card in."""
    return Notice(
        name="card_kept",
        title=say("卡收起来了"),
        body=(say("请到服务台，凭证件领。"), say("服务台在{desk}。", short="", desk=_desk(places))),
        picture=Picture.HELP,
        loudspeaker=(say("请看屏幕。"),),
        after=After(KEPT_SECONDS, Onward.LEAVE),
        footer=Footer(back=False, leave=False),
        tells=HelpKind.CARD_LEFT,
        staff=card_from_bin(mended=Onward.LEAVE, given_up=Onward.LEAVE),
    )


def somebodys_card(places: PlaceConfig) -> Page[CardFate]:
    """W3b: no motor to keep the card, so no visit begins until somebody has taken it."""
    told, aloud = (
        (say("请先别动，已经叫人来拿。"), say("有卡忘在这里，已经叫人。"))
        if places.staff_told
        else (say("请交给工作人员，谢谢。"), say("有卡忘在这里，请交工作人员。"))
    )
    return Wait(
        name="somebodys_card",
        title=say("有人的卡忘在这儿了"),
        body=(told,),
        picture=Picture.PULL_CARD,
        loudspeaker=(aloud,),
        jobs=(SOCIAL_CARD_READER.job(_watch_it_taken),),
        footer=Footer(back=False, leave=False),
        hand=Slot.CARD_SLOT,
        patient=True,
        tells=HelpKind.CARD_LEFT,
        staff=forgotten_card(mended=CardFate.TAKEN, given_up=CardFate.UNSEEN),
    )


def card_stuck(places: PlaceConfig) -> Page[Onward]:
    """The card is inside and the machine can't bring it out."""
    return _card_stuck(places, free_card(mended=Onward.GO_ON, given_up=Onward.GO_ON))


def card_to_free(places: PlaceConfig) -> Page[Onward | CardFate]:
    """The same while its owner stands there: who helps takes it out, and it goes on."""
    return _card_stuck(places, free_card(mended=CardFate.TAKEN, given_up=CardFate.LEFT))


def _card_stuck(places: PlaceConfig, staff: Page[A]) -> Page[Onward | A]:
    return Notice["Onward | A"](
        name="card_stuck",
        title=say("卡出不来，别着急"),
        body=(NOT_YOUR_FAULT, say("卡没有丢，在机器里。"), say("请到{window}领。", window=window(places))),
        picture=Picture.TROUBLE,
        loudspeaker=(say("机器坏了，不怪您。"), say("请看屏幕。")),
        actions=(KNOWN,),
        footer=Footer(back=False),
        tells=HelpKind.STUCK,
        staff=staff,
    )


def _desk(places: PlaceConfig) -> Word:
    return Word(places.desk)


EXAMPLES: Mapping[str, Page[object]] = {
    "R3": take_social_card(),
    "looking": looking_into_slot(),
    "W3": card_still_there(),
    "R3-unseen": card_taken(),
    "keeping": keeping_card(),
    "W5": card_kept(sample.FAR),
    "W3b": somebodys_card(sample.PLACES),
    "W3b-staffed": somebodys_card(sample.STAFFED),
    "stuck": card_stuck(sample.FAR),
    "stuck-to-free": card_to_free(sample.PLACES),
}
