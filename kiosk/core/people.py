"""Who stands there and how they want to be spoken to. Pages and flows never ask; only stages do."""

from __future__ import annotations

from dataclasses import replace
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
    `size_before` is the size that 简洁版 made larger, None where it didn't or somebody has chosen one since; `brought_voice`:
    the voice is on because of it. Both go when it does.
    """

    size: TextSize = TextSize.MEDIUM
    theme: Theme = Theme.DEFAULT
    simple: bool = False
    voice: bool = False
    covered: bool = False
    language: str = "zh"
    size_before: TextSize | None = None
    brought_voice: bool = False

    @property
    def at_least_large(self) -> TextSize:
        """The size that modes bring which come with large text: this one, if it is large already."""
        return self.size if self.size in (TextSize.LARGE, TextSize.EXTRA_LARGE) else TextSize.LARGE

    @property
    def pace(self) -> float:
        """How many times as long as usual a page waits before it goes on by itself."""
        return SIMPLE_PACE if self.simple else 1.0

    def sized(self, size: TextSize) -> Presentation:
        """Text of a size that somebody asked for, which 简洁版 doesn't take back."""
        return replace(self, size=size, size_before=None)

    def voiced(self, *, voice: bool) -> Presentation:
        """With the voice on or off, as somebody asked for, which 简洁版 doesn't take back."""
        return replace(self, voice=voice, brought_voice=False)

    def simplified(self, *, speaks: bool) -> Presentation:
        """简洁版 on, which brings large text and, on a terminal that `speaks`, the voice."""
        return replace(
            self,
            simple=True,
            size=self.at_least_large,
            size_before=None if self.size is self.at_least_large else self.size,
            voice=self.voice or speaks,
            brought_voice=speaks and not self.voice,
        )

    def in_full(self) -> Presentation:
        """简洁版 off, and with it what it brought, unless somebody has asked for another size or voice since."""
        return replace(
            self,
            simple=False,
            size=self.size if self.size_before is None else self.size_before,
            size_before=None,
            voice=self.voice and not self.brought_voice,
            brought_voice=False,
        )
