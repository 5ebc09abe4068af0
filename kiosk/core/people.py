"""Who stands there and how they want to be spoken to. Pages and flows never ask; only stages do."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from kiosk.core.values import dataclass


class TextSize(StrEnum):
    """The four text sizes: 小 中 大 特大 (capital height 3.9 / 5.2 / 7.4 / 8.8 mm)."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    EXTRA_LARGE = "extra_large"


class Theme(StrEnum):
    """Colours: the calm default; 黑底大字, white on black; 白底黑字, black on white; 不刺眼, soft on dark, where glare hurts."""

    DEFAULT = "default"
    HIGH_CONTRAST = "high_contrast"
    BLACK_ON_WHITE = "black_on_white"
    SOFT = "soft"


SIMPLE_PACE: Final = 1.5
"""How many times as long as usual things last in 简洁版: the 180 and 45 seconds of A12 against 120 and 30."""


@dataclass(frozen=True)
class Presentation:
    """How pages are shown and spoken to this person; made anew for every visit.

    `simple` is 简洁版: short wording, usual answers given, longer times. `covered` hides every figure (遮住数字).
    """

    size: TextSize = TextSize.MEDIUM
    theme: Theme = Theme.DEFAULT
    simple: bool = False
    voice: bool = False
    covered: bool = False
    language: str = "zh"

    @property
    def pace(self) -> float:
        """How many times as long as usual a page waits before it goes on by itself."""
        return SIMPLE_PACE if self.simple else 1.0
