"""隐私说明, behind 更多: what is read, what stays, whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.core.house import Onward
from kiosk.core.page import Action, Picture, Review, Tone
from kiosk.core.text import Word, say
from kiosk.screens import sample
from kiosk.screens.phrases import SEE_SCREEN, window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import PlaceConfig
    from kiosk.core.page import Page


def privacy(agency: str, places: PlaceConfig) -> Page[Onward]:
    """Tell what happens to what is read from the card."""
    return Review(
        name="privacy",
        title=say("您的资料，这样保护"),
        body=(
            say("读证只用来查您的社保。"),
            say("不拍照，不留照片。"),
            say("您走后，屏幕不留您的资料。"),
            say("只记打过哪种单子。", short=""),
            say("资料由{agency}管。", agency=Word(agency)),
            say("有疑问，到{window}问。", window=window(places)),
        ),
        picture=Picture.SHIELD,
        loudspeaker=SEE_SCREEN,
        actions=(Action(say("明白了"), Onward.GO_ON, "check", Tone.GO),),
    )


EXAMPLES: Mapping[str, Page[object]] = {
    "privacy": privacy(sample.AGENCY, sample.PLACES),
    "privacy-far": privacy(sample.AGENCY, sample.FAR),
}
