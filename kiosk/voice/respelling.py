"""Words of the reviewed dictionary for voices that read characters by themselves: respelled with characters read in one way only.

重庆 becomes 崇庆, which any of them reads right; what a caption shows stays 重庆. The characters are those of
`assets/voice/homophones.tsv`: a syllable, the character that is written for it (`-`: there is none), and, character by character,
those of the dictionary's words that are read so and could be misread.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Final

from kiosk.core.assets import ROOT
from kiosk.core.values import dataclass
from kiosk.voice.readings import Readings, ReadingsDamaged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NONE: Final = "-"
_FIELDS: Final = 3


@dataclass(frozen=True)
class Homophone:
    """A character that is read in one way only, empty where a syllable has none, and the characters it stands in for."""

    char: str
    instead_of: str

    def respelled(self, char: str, syllable: str, *, pinyin: bool) -> str:
        """Return what is written in place of a character; where there is none, the syllable, if `pinyin` is read, or itself."""
        if char not in self.instead_of:
            return char
        return self.char or (f" {syllable} " if pinyin else char)


@dataclass(frozen=True)
class Homophones:
    """Syllable with its tone -> its homophone."""

    FILE: ClassVar[str] = "homophones.tsv"

    of: Mapping[str, Homophone]

    @staticmethod
    def read(folder: Path = ROOT / "voice") -> Homophones:
        """Read the table; `#` begins a remark. Raises `ReadingsDamaged`."""
        found: dict[str, Homophone] = {}
        for line in (folder / Homophones.FILE).read_text(encoding="utf-8").splitlines():
            if not line or line.startswith("#"):
                continue
            syllable, *chars = line.split("\t")
            if len(chars) != _FIELDS - 1 or len(chars[0]) != 1 or syllable in found:
                raise ReadingsDamaged(line)
            found[syllable] = Homophone(*("" if each == NONE else each for each in chars))
        return Homophones(found)

    def respell(self, word: str, syllables: tuple[str, ...], *, pinyin: bool) -> str:
        """Return a word as a voice is given it."""
        return "".join(
            self.of[syllable].respelled(char, syllable, pinyin=pinyin)
            for char, syllable in zip(word, syllables, strict=True)
        )


def respelled(text: str, *, pinyin: bool = False) -> str:
    """Return a text with every word of the dictionary respelled, of two that begin alike the longer one.

    A voice that reads `pinyin` among characters is given it where no character is read in one way only: 朝 zhe5 .
    Raises `ReadingsDamaged`.
    """
    words = _words(pinyin=pinyin)
    return _pattern().sub(lambda found: words[found[0]], text)


@cache
def _words(*, pinyin: bool) -> Mapping[str, str]:
    homophones = Homophones.read()
    return {
        word: homophones.respell(word, syllables, pinyin=pinyin) for word, syllables in Readings.read().words.items()
    }


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(Readings.read().words, key=len, reverse=True)))
