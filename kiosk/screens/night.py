"""What stands while the hall is closed: the dark page, and the one that says when somebody is here again."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from kiosk.core.clock import SHANGHAI
from kiosk.core.hours import Opening
from kiosk.core.house import Onward
from kiosk.core.page import Action, After, Footer, Night, Notice, Picture
from kiosk.core.text import Digits, say
from kiosk.screens import sample
from kiosk.screens.phrases import KNOWN, SEE_SCREEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Page
    from kiosk.core.text import Text

_LONG: Final = 13
"""So many characters of a time, and 开门，请再来 is a sentence too long: with the year in it."""
CLOSED_SECONDS: Final = 30.0
"""How long the page that says when the hall opens stands before it is dark again."""


def night(opening: Opening | None, *, serves: bool) -> Page[Onward]:
    """The dark page. `serves`: who touches it is served all the same."""
    return Night(
        name="night",
        title=say("现在休息") if not serves else say("窗口休息，机器照用"),
        body=() if opening is None else (say("{opening}开门。", opening=opening),),
        actions=(Action(say("点一下屏幕"), Onward.GO_ON),),
        footer=Footer(back=False, leave=False),
        idle=True,
    )


def hall_closed(opening: Opening | None, places: PlaceConfig, *, dark_again: bool = True) -> Page[Onward]:
    """Outside the hours the terminal doesn't serve (H4). `dark_again`: somebody woke it, and it is dark again by itself."""
    phone = Digits(places.phone, private=False)
    again: tuple[Text, ...] = () if opening is None else (say("{opening}开门，请再来。", opening=opening),)
    if opening is not None and len(opening.written()) > _LONG:
        again = (say("{opening}开门。", opening=opening), say("请再来。"))
    return Notice(
        name="hall_closed",
        title=say("现在没有人值班"),
        body=(*again, say("也可以打{phone}问。" if again else "可以打{phone}问。", phone=phone)),
        picture=Picture.CALENDAR,
        loudspeaker=(say("现在没有人值班。"), *SEE_SCREEN),
        actions=(KNOWN,) if dark_again else (),
        after=After(CLOSED_SECONDS, Onward.GO_ON) if dark_again else None,
        footer=Footer(back=False, leave=False),
    )


_SATURDAY: Final = date(2026, 11, 21)
_MONDAY: Final = Opening(datetime(2026, 11, 23, 9, tzinfo=SHANGHAI), _SATURDAY)
_FAR: Final = Opening(datetime(2027, 2, 18, 13, 30, tzinfo=SHANGHAI), _SATURDAY)
EXAMPLES: Mapping[str, Page[object]] = {
    "night": night(_MONDAY, serves=False),
    "night-serving": night(_FAR, serves=True),
    "night-no-opening-near": night(None, serves=False),
    "hall-closed": hall_closed(_MONDAY, sample.PLACES),
    "hall-closed-far": hall_closed(_FAR, sample.FAR, dark_again=False),
    "hall-closed-no-opening-near": hall_closed(None, sample.PLACES),
}
