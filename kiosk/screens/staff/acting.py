"""代办: somebody acts for a person who isn't here. Both cards, what they say they are, what for, how long, and the paper."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from devices.errors import CardDataInvalid, CardError
from devices.roles import CardGeneration, SocialCard
from kiosk.core.lane import ID_READER, SOCIAL_CARD_READER
from kiosk.core.money import IdNumber
from kiosk.core.page import (
    Action,
    Choice,
    Choose,
    Footer,
    Notice,
    Page,
    Picture,
    Progress,
    Slot,
    Tone,
    Wait,
)
from kiosk.core.text import Text, say
from kiosk.core.values import dataclass
from kiosk.screens import sample
from kiosk.screens.look_up import LOOK_UP
from kiosk.screens.look_up import SECONDS as LOOK_UP_SECONDS
from kiosk.screens.phrases import window
from kiosk.screens.reading import READING, READING_SOCIAL
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_BACK, UNDERSTOOD
from kiosk.screens.staff.sign_in import Typed, put_staff_card

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from devices.roles import IdCard, IdCardReader, SocialCardReader
    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Job, Phase, Report
    from kiosk.core.staff import StaffCard, StaffNumber
    from kiosk.core.typed_number import TypedNumber
    from kiosk.store.records import Records


class Acting(StrEnum):
    """What somebody came for on another's behalf."""

    FAMILY = "family"
    AGENCY = "agency"
    REVOKE = "revoke"
    GUARDIAN = "guardian"
    DEATH = "death"


class Whose(StrEnum):
    """Whose card is wanted."""

    ABSENT = "absent"
    AGENT = "agent"
    PRESENT = "present"


class Instead(StrEnum):
    """Another answer than a card."""

    TYPE = "type"
    NOT_NOW = "not_now"


@dataclass(frozen=True, repr=False)
class Shown:
    """Whom a card names, and the card; the name is empty where the number was typed from it."""

    number: IdNumber
    name: str
    card: IdCard | SocialCard | TypedNumber


def acting_for() -> Page[Acting]:
    """What is wanted."""
    return Choose(
        name="acting_for",
        title=say("替谁办？"),
        body=(say("本人可以随时收回。"),),
        choices=(
            Choice(say("替家人办"), Acting.FAMILY, "users", say("要两张证，加委托书")),
            Choice(say("工作人员代办"), Acting.AGENCY, "hand-helping", say("我们免费替您跑")),
            Choice(say("收回委托"), Acting.REVOKE, "ban", say("本人带证来收回")),
            Choice(say("本人做不了主"), Acting.GUARDIAN, "shield-check"),
            Choice(say("家里有事"), Acting.DEATH, "house"),
        ),
        footer=FOOTER,
    )


def two_cards() -> Page[bool]:
    """What family needs; the paper is asked for before anything is read."""
    return Notice(
        name="two_cards",
        title=say("替家人办，要两张证"),
        body=(say("再加一张委托书。"), say("本人可以随时收回。")),
        picture=Picture.PLACE_CARD,
        actions=(
            Action(say("都带了"), value=True, icon="check", tone=Tone.GO),
            Action(say("没带齐"), value=False, icon="x"),
        ),
        footer=FOOTER,
    )


def free_of_charge() -> Page[bool]:
    """What is said before the hall's own people act for somebody."""
    return Notice(
        name="free_of_charge",
        title=say("我们免费替您跑"),
        body=(say("办到哪步，告诉您。"), say("要本人的证、代办人的证。"), say("再加一张委托书。")),
        picture=Picture.HELP,
        actions=(
            Action(say("都带了"), value=True, icon="check", tone=Tone.GO),
            Action(say("没带齐"), value=False, icon="x"),
        ),
        footer=FOOTER,
    )


def guardian(places: PlaceConfig) -> Page[None]:
    """Who can't decide any more can't give a mandate either."""
    return Notice(
        name="guardian",
        title=say("监护人办，请到{window}", window=window(places)),
        body=(say("这里不收委托书。"), say("要带监护的证明。")),
        picture=Picture.HELP,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_BACK,
    )


def family_matter(places: PlaceConfig) -> Page[None]:
    """Somebody has died: nothing of it is done at a machine."""
    return Notice(
        name="family_matter",
        title=say("家里有事，我们帮您办"),
        body=(say("请到{window}。", window=window(places)),),
        picture=Picture.HELP,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_BACK,
    )


# -- cards --------------------------------------------------------------------------------------------------------


def _id_card(reader: IdCardReader, deadline: Deadline, report: Report) -> Shown:
    card = reader.read_card(deadline, found=lambda: report(Progress(READING.name)))
    return Shown(IdNumber(card.number), card.name, card)


def _social_card(reader: SocialCardReader, deadline: Deadline, report: Report) -> Shown | SocialCard:
    card = reader.read_card(deadline, found=lambda: report(Progress(READING_SOCIAL.name)))
    reader.give_back(deadline)
    return card if card.identity_number is None else Shown(IdNumber(card.identity_number), card.name or "", card)


_WHOSE: Final[Mapping[Whose, tuple[Text, Text]]] = MappingProxyType(
    {
        Whose.ABSENT: (say("请放本人的证"), say("没来的那一位的证。")),
        Whose.AGENT: (say("请放代办人的证"), say("来办的这一位的证。")),
        Whose.PRESENT: (say("请放本人的证"), say("要本人自己来。")),
    }
)


def put_card(whose: Whose, *, identity: bool, social: bool) -> Page[Shown | SocialCard | Instead]:
    """Read one of the cards, on whatever reads cards here. Raises `CardError` and what a reader raises.

    A social-security card that doesn't say who its holder is, as those of generation 3, comes as it was read.
    """
    jobs: list[Job[Shown | SocialCard]] = []
    phases: list[Phase] = []
    if identity:
        jobs.append(ID_READER.job(_id_card, aside=social))
        phases.append(READING)
    if social:
        jobs.append(SOCIAL_CARD_READER.job(_social_card, aside=identity))
        phases.append(READING_SOCIAL)
    title, body = _WHOSE[whose]
    types = Action[Shown | SocialCard | Instead](say("证读不出来"), Instead.TYPE, "keyboard")
    return Wait["Shown | SocialCard | Instead"](
        name=f"put_card_{whose}",
        title=title,
        body=(body,),
        picture=Picture.PLACE_CARD if identity else Picture.INSERT_CARD,
        actions=(*(() if whose is Whose.PRESENT else (types,)), Action(say("先不办"), Instead.NOT_NOW, "x")),
        jobs=tuple(jobs),
        phases=tuple(phases),
        footer=Footer(back=False, leave=False, help=False),
        hand=Slot.ID_READER if identity else Slot.CARD_SLOT,
    )


def whose_card(card: SocialCard, looked_up: Callable[[IdNumber], None]) -> Page[Shown]:
    """Find the holder of a card that names nobody by its own number; `looked_up` hears who was found, for the audit.

    Raises what `Records.find_by_card` raises.
    """

    def work(records: Records, _deadline: Deadline, _report: Report) -> Shown:
        person = records.find_by_card(card.number).person
        looked_up(person.number)
        return Shown(person.number, person.name, card)

    return Wait(
        name="whose_card",
        shows_after=0.3,
        title=say("正在查"),
        body=(say("请等一等。"),),
        picture=Picture.LOOKING,
        jobs=(LOOK_UP.job(work, seconds=LOOK_UP_SECONDS),),
        footer=NO_WAY_BACK,
        patient=True,
    )


def nobodys_card(whose: Whose, *, identity: bool) -> Page[None]:
    """The records know nobody by this card's number: what else there is. `identity`: ID cards are read here."""
    types = whose is not Whose.PRESENT
    other = {
        (True, True): say("请放身份证，或输号码。"),
        (True, False): say("请放身份证。"),
        (False, True): say("请照着证，输号码。"),
        (False, False): say("请本人到窗口收回。"),
    }[identity, types]
    return Notice(
        name="acting_card_unknown",
        title=say("这张卡查不到是谁的"),
        body=(other,),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_BACK,
    )


def card_not_for_this(error: Exception) -> Page[None]:
    """The card, or its reader, won't do."""
    card = isinstance(error, CardError)
    return Notice(
        name="acting_card_unread" if card else "acting_reader_broken",
        title=say("没读出来") if card else say("读证的机器没反应"),
        body=(say("请再放一次，或输号码。"),),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_BACK,
    )


def put_own_card(*, identity: bool, social: bool, scans: bool) -> Page[StaffCard | StaffNumber | Typed]:
    """Ask who acts for the hall for a card they are enrolled with; they signed in by number. A number won't do here."""
    page = put_staff_card(identity=identity, social=social, scans=scans, typed=False)
    return replace(
        page,
        name="put_own_card",
        title=say("请放您自己的证"),
        body=(say("登记过的那一张。"), *page.body),
        actions=(Action(say("先不办"), Typed.NOT_NOW, "x"),),
        after=None,
    )


def not_own_card() -> Page[None]:
    """The card belongs to somebody else, or is on no roll. What was put before is kept."""
    return Notice(
        name="not_own_card",
        title=say("这张不是您登记过的"),
        body=(say("请放您自己的。"), say("没登记过，请管理员登记。")),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_BACK,
    )


def own_card_not_read() -> Page[None]:
    """The staff's card could not be read; there is no other way to show it."""
    return Notice(
        name="own_card_not_read",
        title=say("没读出来"),
        body=(say("请再放一次您的证。"),),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_BACK,
    )


def same_person() -> Page[None]:
    """Both cards name the same person."""
    return Notice(
        name="same_person",
        title=say("两张证是同一个人的"),
        body=(say("请放代办人自己的证。"),),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_BACK,
    )


_CARD: Final = SocialCard(CardGeneration.THIRD, "", "", "", None, None, holder_protected=True)

EXAMPLES: Mapping[str, Page[object]] = {
    "for-whom": acting_for(),
    "two-cards": two_cards(),
    "free": free_of_charge(),
    "guardian": guardian(sample.FAR),
    "family-matter": family_matter(sample.FAR),
    "card-absent": put_card(Whose.ABSENT, identity=True, social=True),
    "card-agent": put_card(Whose.AGENT, identity=False, social=True),
    "card-present": put_card(Whose.PRESENT, identity=True, social=False),
    "card-looked-up": whose_card(_CARD, lambda _number: None),
    "card-nobodys": nobodys_card(Whose.AGENT, identity=True),
    "card-nobodys-window": nobodys_card(Whose.PRESENT, identity=False),
    "card-unread": card_not_for_this(CardDataInvalid()),
    "reader-broken": card_not_for_this(TimeoutError()),
    "same-person": same_person(),
    "own-card": put_own_card(identity=True, social=True, scans=True),
    "own-card-only": put_own_card(identity=False, social=True, scans=False),
    "not-own-card": not_own_card(),
    "own-card-unread": own_card_not_read(),
}
