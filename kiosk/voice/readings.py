"""The reviewed dictionary: words whose characters have several readings, and how they are read here.

It lies in `assets/voice/readings.tsv`. Who renders clips says words by it, who checks what was heard expects them so, and voices
of the system are given them respelled (`respelling.py`).
"""

# pyright: basic, reportMissingImports=false
from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from kiosk.core.assets import ROOT
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SYLLABLE: Final = re.compile(r"[a-zü]+[1-5]")
_FIELDS: Final = 3


class ReadingsDamaged(Exception):
    """A line of the dictionary can't be used. Its text names the line."""


@dataclass(frozen=True)
class Readings:
    """Word -> its syllables, each with its tone (5: none), as `("chong2", "qing4")`."""

    FILE: ClassVar[str] = "readings.tsv"

    words: Mapping[str, tuple[str, ...]]

    @staticmethod
    def read(folder: Path = ROOT / "voice") -> Readings:
        """Read the dictionary: word, syllables and source, between tabs; `#` begins a remark. Raises `ReadingsDamaged`."""
        words: dict[str, tuple[str, ...]] = {}
        for line in (folder / Readings.FILE).read_text(encoding="utf-8").splitlines():
            if not line or line.startswith("#"):
                continue
            fields = line.split("\t")
            syllables = tuple(fields[1].split()) if len(fields) == _FIELDS else ()
            well = len(syllables) == len(fields[0]) and all(map(_SYLLABLE.fullmatch, syllables))
            if not well or not fields[-1].strip() or fields[0] in words:
                raise ReadingsDamaged(line)
            words[fields[0]] = syllables
        return Readings(words)

    def teach(self) -> None:
        """Have pypinyin read the words so, and jieba keep them whole."""
        import logging  # noqa: PLC0415 - only who renders or hears clips has these

        import jieba  # noqa: PLC0415 - as above
        from pypinyin import load_phrases_dict  # noqa: PLC0415 - as above
        from pypinyin.contrib.tone_convert import to_tone  # noqa: PLC0415 - as above

        jieba.setLogLevel(logging.WARNING)
        for word in self.words:
            jieba.add_word(word)
        load_phrases_dict(
            {word: [[to_tone(each.removesuffix("5"))] for each in syllables] for word, syllables in self.words.items()}
        )


_DIGITS: Final = "零一二三四五六七八九十"
_NAMED_AFTER: Final = "月日号"
"""一月, 一日, 一号: what is numbered, not counted."""


def with_changed_tones(text: str, syllables: list[str]) -> list[str]:
    """Return syllables with the tones 一 and 不 take on before the next one; as a digit 一 keeps its own.

    不用 bu2 yong4, 一次 yi2 ci4, 一张 yi4 zhang1; but 一九四一年, 十一, 一月, 第一 yi1.
    """
    made = list(syllables)
    for at, char in enumerate(text[:-1]):
        before, after = text[at - 1] if at else "", text[at + 1]
        falls = syllables[at + 1].endswith("4") or syllables[at + 1] == "ge5"
        if char == "不" and made[at].startswith("bu"):
            made[at] = "bu2" if falls else made[at]
        elif char == "一":
            twice = bool(before) and before == after
            made[at] = "yi1" if _a_digit(before, after) else "yi5" if twice else "yi2" if falls else "yi4"
    return made


def _a_digit(before: str, after: str) -> bool:
    return after in _DIGITS + _NAMED_AFTER or (before != "" and before in _DIGITS + "第期初")
