"""Make `assets/voice/homophones.tsv` anew, once words have been added to the dictionary.

    python -m tests.voice.homophones

Runs where misaki is (`.[voice-build]`, which brings pypinyin, pypinyin-dict and jieba), and espeak-ng.
"""

# pyright: basic, reportMissingImports=false
# ruff: noqa: T201 - a command prints
from __future__ import annotations

import sys
from collections import defaultdict
from typing import Final

import jieba
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_tone3
from pypinyin_dict.pinyin_data.ktghz2013 import pinyin_dict

from kiosk.core.assets import ROOT
from kiosk.voice.readings import Readings
from kiosk.voice.respelling import NONE, Homophones
from tests.voice.phonemes import alike, by_pinyin, read, same

HEAD: Final = """\
# For each syllable of readings.tsv: a character that is read so and in no other way, and the characters of the dictionary's
# words that are read so and could be misread; "-" where there is none. Made by `python -m tests.voice.homophones`.
# Readings are those of 通用规范汉字字典 (2013) as pypinyin-dict 0.9 (MIT) has them. Of the characters with one reading stands
# the most frequent (jieba 0.42, MIT) of the first level of GB 2312, else of the second, those first that pypinyin 0.55
# (MIT) gives no rare reading either, and only one that espeak-ng 1.51 reads so. A character could be misread that has another
# reading, isn't of the first level, or is read otherwise by espeak-ng 1.51 in that word.
"""
_LAST_OF_FIRST_LEVEL: Final = 0xD7


def readings(char: str) -> set[str]:
    """Return how a character is read today, and nothing for one that is in no list."""
    return _syllables(pinyin_dict.get(ord(char), ""))


def _syllables(written: str) -> set[str]:
    return {to_tone3(each, neutral_tone_with_five=True, v_to_u=True) for each in written.split(",") if each}


def level(char: str) -> int:
    """Return the level of GB 2312 a character is of, 3 where it is of none."""
    try:
        return 1 if char.encode("gb2312")[0] <= _LAST_OF_FIRST_LEVEL else 2
    except UnicodeEncodeError:
        return 3


def with_one_reading() -> dict[str, list[str]]:
    """Return the characters that are read in one way only, by that reading, the best first."""
    found: dict[str, list[str]] = defaultdict(list)
    for char in map(chr, pinyin_dict):
        if len(readings(char)) == 1 and level(char) <= 2:
            found[next(iter(readings(char)))].append(char)
    for chars in found.values():
        chars.sort(key=lambda char: (level(char), len(_syllables(PINYIN_DICT[ord(char)])), -jieba.dt.FREQ.get(char, 0)))
    return found


def main() -> int:
    jieba.initialize()
    words = Readings.read().words
    syllables = sorted({syllable for read_so in words.values() for syllable in read_so})
    spelled, one = by_pinyin(syllables), with_one_reading()
    lines: list[str] = []
    misread: dict[str, set[str]] = defaultdict(set)
    for (word, wanted), said in zip(words.items(), read([*words]), strict=True):
        after = [*(syllable[-1] for syllable in wanted[1:]), ""]
        for at, (char, syllable) in enumerate(zip(word, wanted, strict=True)):
            well = len(said) == len(wanted) and same(said[at], spelled[syllable], after[at])
            if not well or readings(char) != {syllable} or level(char) > 1:
                misread[syllable].add(char)
    for syllable in syllables:
        chars = one.get(syllable, [])
        best = next(
            (char for char, said in zip(chars, read(chars), strict=True) if alike(said, [spelled[syllable]])), NONE
        )
        lines.append(f"{syllable}\t{best}\t{''.join(sorted(misread[syllable])) or NONE}\n")
    (ROOT / "voice" / Homophones.FILE).write_text(HEAD + "".join(lines), encoding="utf-8")
    print(f"{len(lines)} syllables, {sum(NONE in line.split(chr(9))[1] for line in lines)} without a character")
    return 0


if __name__ == "__main__":
    sys.exit(main())
