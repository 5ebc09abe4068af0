"""The number of an original card that can't be read, typed by who helps and has it in their hand. Nobody is searched by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.money import IdNumber
from kiosk.core.page import Action, Answer, EnterDigits, Footer, Notice, Picture, Tone
from kiosk.core.text import Digits, say
from kiosk.core.typed_number import TypedNumber

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page
    from kiosk.core.text import Text

CITIZEN_DIGITS: Final = 18
"""GB 11643: seventeen digits and a check digit, which may be X."""


def _read(typed: str) -> Answer[TypedNumber] | Text:
    if len(typed) != CITIZEN_DIGITS:
        return say("号码是十八位，请数一数。")
    number = IdNumber(typed)
    if not number.is_citizen_number:
        return say("有一位输得不对，请再看。")
    return Answer(TypedNumber(number))


def enter_id_number() -> Page[TypedNumber]:
    """The number as it stands on the original."""
    return EnterDigits(
        name="enter_id_number",
        title=say("照着原件，输号码"),
        body=(say("原件要在您手里。"),),
        most=CITIZEN_DIGITS,
        read=_read,
        letter="X",
        footer=Footer(help=False),
    )


def original_in_hand(typed: TypedNumber, *, here: bool = True) -> Page[bool]:
    """Whether the attendant holds the original, and it is the person's who stands there, if they are `here`."""
    number = typed.number.reveal()
    first, birth, last = (Digits(digits, in_hand=True) for digits in (number[:6], number[6:14], number[14:]))
    return Notice(
        name="original_in_hand" if here else "original_of_absent",
        title=say("原件在手，人证相符吗？") if here else say("原件在手，号码一样吗？"),
        body=(
            say("请看原件，看本人。") if here else say("请看原件。"),
            say("{first} {birth} {last}", first=first, birth=birth, last=last),
        ),
        picture=Picture.HELP,
        actions=(
            Action(say("是本人") if here else say("一样"), value=True, icon="check", tone=Tone.GO),
            Action(say("不是") if here else say("不一样"), value=False, icon="x"),
        ),
        footer=Footer(help=False),
    )


_SAMPLE: Final = TypedNumber(IdNumber("990101194912310028"))
"""Nobody's: the region is real, the person is not."""

EXAMPLES: Mapping[str, Page[object]] = {
    "K3": enter_id_number(),
    "K3-confirm": original_in_hand(_SAMPLE),
    "absent": original_in_hand(_SAMPLE, here=False),
}
