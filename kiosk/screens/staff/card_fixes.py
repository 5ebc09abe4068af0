"""How a device is mended and what was left is taken out, as numbered pictures: to who helps, in place of the person's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from kiosk.core.device_names import DEVICES
from kiosk.core.page import Action, After, Fix, FixStep, Footer, Picture, Tone
from kiosk.core.text import Word, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page
    from kiosk.core.text import Text

A = TypeVar("A")

MENDING_SECONDS: Final = 600.0
"""Long enough to fetch a roll; whoever goes away without a word has given up, so that nobody's print waits for ever."""
_FOOTER: Final = Footer(back=False, leave=False, help=False)

_DOOR: Final = FixStep(say("打开机器的门。"), Picture.OPEN_DOOR)
CABLE_AND_POWER: Final = (
    FixStep(say("看看线插紧没有。"), Picture.PLUG_CABLE),
    FixStep(say("关掉电源，等一会再开。"), Picture.SWITCH_POWER),
)


def fix(
    name: str,
    title: Text,
    steps: tuple[FixStep, ...],
    mended: Action[A],
    given_up: Action[A],
    *body: Text,
) -> Page[A]:
    """Make the page: what has to be done, and how it ended."""
    return Fix(
        name=name,
        title=title,
        body=body,
        steps=steps,
        actions=(mended, given_up),
        after=After(MENDING_SECONDS, given_up.value),
        footer=_FOOTER,
    )


def mend_reader(*, mended: A, given_up: A, slot: bool = False) -> Page[A]:
    """A card reader that doesn't answer: the one for ID cards, or the `slot`."""
    title = say("插卡的机器没反应") if slot else say("读证的机器没反应")
    return _not_answering("fix_reader", title, mended, given_up)


def mend_scanner(*, mended: A, given_up: A) -> Page[A]:
    """A code scanner that doesn't answer."""
    return _not_answering("fix_scanner", say("扫码的机器没反应"), mended, given_up)


def mend_device(device: str = "", *, mended: A, given_up: A) -> Page[A]:
    """A device of which no page of its own speaks; which one, by its lane, as far as that is known."""
    name = DEVICES.get(device)
    title = say("有一台机器没反应") if name is None else say("{device}没反应", device=Word(name))
    return _not_answering("fix_device", title, mended, given_up)


def _not_answering(name: str, title: Text, mended: A, given_up: A) -> Page[A]:
    return fix(
        name,
        title,
        CABLE_AND_POWER,
        Action(say("好了，再试一次"), mended, "check", Tone.GO),
        Action(say("修不好"), given_up, "x"),
    )


def free_card(*, mended: A, given_up: A) -> Page[A]:
    """A card is inside and the motor can't bring it out."""
    return fix(
        "fix_card_stuck",
        say("取出卡"),
        (
            _DOOR,
            FixStep(say("从读卡器里取出卡。"), Picture.FREE_CARD),
            FixStep(say("对着证，还给本人。"), Picture.HAND_BACK),
        ),
        Action(say("拿出来了"), mended, "check", Tone.GO),
        Action(say("拿不出来"), given_up, "x"),
    )


def card_from_bin(*, mended: A, given_up: A) -> Page[A]:
    """The machine has drawn in a card that nobody took."""
    return fix(
        "fix_card_kept",
        say("取出收起来的卡"),
        (
            _DOOR,
            FixStep(say("从卡盒里取出卡。"), Picture.CARD_BIN),
            FixStep(say("对着证，还给本人。"), Picture.HAND_BACK),
        ),
        Action(say("拿出来了"), mended, "check", Tone.GO),
        Action(say("先放着"), given_up, "x"),
    )


def forgotten_card(*, mended: A, given_up: A) -> Page[A]:
    """Somebody's card sticks out of a slot that can't draw it in."""
    return fix(
        "fix_card_left",
        say("拿走忘下的卡"),
        (
            FixStep(say("从卡口抽出卡。"), Picture.PULL_CARD),
            FixStep(say("交到服务台，等本人领。"), Picture.HAND_BACK),
        ),
        Action(say("拿出来了"), mended, "check", Tone.GO),
        Action(say("没有卡了"), given_up, "x"),
    )


def forgotten_paper(*, mended: A, given_up: A) -> Page[A]:
    """Somebody's paper lies where it came out."""
    return fix(
        "fix_paper_left",
        say("拿走忘下的单子"),
        (
            FixStep(say("从出纸口拿走单子，别看。"), Picture.TAKE_PAPER),
            FixStep(say("交到服务台，等本人领。"), Picture.HAND_BACK),
        ),
        Action(say("收好了"), mended, "check", Tone.GO),
        Action(say("没有单子了"), given_up, "x"),
    )


def paper_from_bin(*, mended: A, given_up: A) -> Page[A]:
    """The printer has drawn in a paper that nobody took."""
    return fix(
        "fix_paper_kept",
        say("取出收起来的单子"),
        (
            _DOOR,
            FixStep(say("从废纸盒里取出，别看。"), Picture.EMPTY_OUTPUT),
            FixStep(say("对着证，还给本人。"), Picture.HAND_BACK),
        ),
        Action(say("拿出来了"), mended, "check", Tone.GO),
        Action(say("先放着"), given_up, "x"),
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "reader": mend_reader(mended=1, given_up=2),
    "scanner": mend_scanner(mended=1, given_up=2),
    "device": mend_device(mended=1, given_up=2),
    "device-named": mend_device("social_card_reader", mended=1, given_up=2),
    "paper-left": forgotten_paper(mended=1, given_up=2),
    "paper-kept": paper_from_bin(mended=1, given_up=2),
    "card-stuck": free_card(mended=1, given_up=2),
    "card-kept": card_from_bin(mended=1, given_up=2),
    "card-left": forgotten_card(mended=1, given_up=2),
}
