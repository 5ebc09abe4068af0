"""H5 and H7: whether who helps may see the figures, and that they are done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.house import Onward
from kiosk.core.page import Action, After, Footer, Notice, Picture, Tone
from kiosk.core.text import say
from kiosk.screens.phrases import DONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page

CONSENT_SECONDS: Final = 60.0
"""Who says nothing has not agreed."""
HELPED_SECONDS: Final = 60.0


def show_staff() -> Page[bool]:
    """H5: the person touches, not the attendant. Answers whether the figures may be seen."""
    return Notice(
        name="show_staff",
        title=say("给工作人员看看吗？"),
        body=(say("会看到金额和缴费。", short=""), say("不给看，也能帮您。")),
        picture=Picture.HELP,
        loudspeaker=(say("请看屏幕，您来决定。"),),
        actions=(
            Action(say("给看"), value=True, icon="eye", tone=Tone.GO),
            Action(say("先不给"), value=False, icon="eye-off"),
        ),
        after=After(CONSENT_SECONDS, value=False),
        footer=Footer(back=False, leave=False),
    )


def helped() -> Page[Onward]:
    """H7: the visit is the person's alone again."""
    return Notice(
        name="helped",
        title=say("帮完了，接着办吧", short="帮完了"),
        body=(say("工作人员看不到您的资料了。", short="要接着办吗？"),),
        picture=Picture.DONE,
        loudspeaker=(say("帮完了，您可以接着办。"),),
        actions=(Action(say("接着办"), Onward.GO_ON, "arrow-right", Tone.GO), DONE),
        after=After(HELPED_SECONDS, Onward.GO_ON),
        footer=Footer(back=False, leave=False),
    )


EXAMPLES: Mapping[str, Page[object]] = {"H5": show_staff(), "H7": helped()}
