"""R10: how content somebody was. Asked only where the agency wants it; the audit notes the answer without a name."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.page import After, Answer, Choice, Choose, Footer
from kiosk.core.text import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page

RATING_SECONDS: Final = 15.0
"""Who says nothing is not kept: the next page asks whether everything is in hand."""


class Rating(StrEnum):
    """The five official levels (好差评)."""

    VERY_SATISFIED = "very-satisfied"
    SATISFIED = "satisfied"
    FAIRLY_SATISFIED = "fairly-satisfied"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very-dissatisfied"


def rating() -> Page[Rating | None]:
    """R10. Not asked in 简洁版; None from who would rather not say."""
    return Choose(
        name="rating",
        title=say("今天办得满意吗？"),
        body=(say("心里怎么想，就怎么点。"),),
        loudspeaker=(say("今天满意吗？不评也行。"),),
        choices=(
            Choice(say("非常满意"), Rating.VERY_SATISFIED, "laugh", private=True),
            Choice(say("满意"), Rating.SATISFIED, "smile", private=True),
            Choice(say("基本满意"), Rating.FAIRLY_SATISFIED, "meh", private=True),
            Choice(say("不满意"), Rating.DISSATISFIED, "frown", private=True),
            Choice(say("非常不满意"), Rating.VERY_DISSATISFIED, "angry", private=True),
            Choice(say("不评了"), None, "x"),
        ),
        usual=Answer(None),
        after=After(RATING_SECONDS, None),
        footer=Footer(back=False, leave=False),
        counted=True,
    )


EXAMPLES: Mapping[str, Page[object]] = {"R10": rating()}
