"""How espeak-ng reads a text, syllable by syllable, without a sound."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    Syllable = tuple[str, str]
    """Its sounds, and its tone from 1 to 5 (5: none)."""

_TONES: Final = {"55": "1", "35": "2", "214": "3", "21": "3", "51": "4", "53": "4"}
"""As espeak-ng writes how they rise and fall; 21 is the third before another one. What is none of them has no tone."""
_MARKS: Final = str.maketrans("", "", "',_|")


def read(texts: Sequence[str]) -> list[list[Syllable]]:
    """Return each text as the voice that is used reads it. A text is one sentence, without a full stop."""
    said = subprocess.run(
        ["espeak-ng", "-v", "cmn-latn-pinyin", "-x", "-q", "--stdin"],
        input="".join(f"{text}。\n" for text in texts),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert len(said) == len(texts)
    return [[_syllable(each) for each in line.translate(_MARKS).split()] for line in said]


def _syllable(written: str) -> Syllable:
    return re.sub(r"\d", "", written), _TONES.get(re.sub(r"\D", "", written), "5")


def by_pinyin(syllables: Sequence[str]) -> dict[str, Syllable]:
    """Return what espeak-ng makes of syllables that are spelled out with their tone, as `chong2`."""
    return {
        syllable: (sounds, syllable[-1]) for syllable, [(sounds, _tone)] in zip(syllables, read(syllables), strict=True)
    }


def same(said: Syllable, wanted: Syllable, after: str = "") -> bool:
    """Whether a syllable was said before one of the tone `after`; a third tone before another one is said as the second."""
    return said[0] == wanted[0] and (said[1] == wanted[1] or (said[1], wanted[1], after) == ("2", "3", "3"))


def alike(said: Sequence[Syllable], wanted: Sequence[Syllable]) -> bool:
    """Whether these syllables were said."""
    after = [*(tone for _sounds, tone in wanted[1:]), ""]
    return len(said) == len(wanted) and all(map(same, said, wanted, after))
