"""A spoken sentence as pieces that were recorded: whole where it was, else phrase by phrase, else words and numbers in a row.

What is spoken comes as Chinese characters that typed values have made (`kiosk.core.spoken`), so that nothing here has to guess
whether digits are an amount, a year or a card's tail.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kiosk.core.spoken import DIGITS, NOT_SAID, spoken_digits, spoken_number, spoken_year
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

GAP: Final = "\0"
"""Stands in a sentence for a value that differs from person to person."""
LONGEST: Final = 30
"""Characters of the longest recorded piece that is looked for inside a phrase."""
PHRASE_SECONDS: Final = 0.18
SENTENCE_SECONDS: Final = 0.35
YEARS: Final = range(1930, 2061)
_MOST_READ_AS_NUMBER: Final = 3
_SENTENCES: Final = re.compile(r"[^。？！]+[。？！]?")
_PHRASES: Final = re.compile(r"[，；：、]")
_SILENT: Final = str.maketrans("", "", "“”‘’（）《》() \u3000·")
_HALF: Final = str.maketrans(",;:?!-‐–", "，；：？！、、、")
"""A telephone number has hyphens where whoever says it draws breath."""
_MEASURES: Final = (
    *("元", "角", "分", "年", "月", "日", "个月", "张", "次", "岁", "人", "天", "小时", "分钟", "秒", "号", "号窗口"),
    *("上午", "下午", "点半", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    *("万", "亿", "负", "点", "百分之", "前", "到", "和", "第", "共", "约", "从", "在", "月的", "年的"),
    *("分之", "叉", NOT_SAID, "尾号", "窗口", "今天", "明天", "中午", "晚上"),
)


@dataclass(frozen=True)
class Part:
    """A recorded piece, and how long it is silent after it, in seconds."""

    text: str
    pause: float = 0.0


def normal(sentence: str) -> str:
    """Return a sentence as clips are named: no quotes or blanks, digits as characters, no full stop at its end."""
    return in_characters(sentence.translate(_HALF).translate(_SILENT)).removesuffix("。")


def in_characters(sentence: str) -> str:
    """Return a sentence with its digits as characters, as every voice is given it."""
    return re.sub(r"\d+", _as_characters, sentence)


def _as_characters(found: re.Match[str]) -> str:
    digits = found[0]
    alone = len(digits) <= _MOST_READ_AS_NUMBER and not digits.startswith("0")
    return spoken_number(int(digits)) if alone else spoken_digits(digits)


def units() -> tuple[str, ...]:
    """Return what amounts, dates, months, counts and card numbers are put together from."""
    numbers = [spoken_number(number) for number in range(100)]
    inside = [f"一{number}" for number in numbers[10:20]]  # 二百一十四, but 十四
    thousands = [f"{number}万" for number in numbers[1:]]
    yuan = [f"{number}元" for number in (*numbers[1:], *inside, "两")]
    large = [f"{digit}{place}" for digit in DIGITS[1:] + "两" for place in ("百", "千")]
    money = [f"{digit}{unit}" for digit in DIGITS[1:] + "两" for unit in ("角", "分")]
    sheets = [f"{number}张" for number in (*numbers[1:11], "两")]
    months = [f"{spoken_number(month)}月" for month in range(1, 13)]
    days = [f"{spoken_number(day)}日" for day in range(1, 32)]
    years = [spoken_year(year) for year in YEARS]
    return tuple(
        dict.fromkeys(
            (*numbers, "两", *inside, *thousands, *yuan, *large, *money, *sheets, *months, *days, *years, *_MEASURES)
        )
    )


def fixed(sentence: str) -> Iterator[tuple[str, bool]]:
    """Yield what is to be recorded of a sentence, and whether it ends one: all of it, or what stands round its gaps."""
    for each in _SENTENCES.findall(sentence):
        whole = normal(each)
        if GAP not in whole:
            if whole:
                yield whole, True
            continue
        for phrase in _PHRASES.split(whole):
            yield from ((part, False) for part in phrase.split(GAP) if part.strip("？！"))


def phrases(sentence: str) -> tuple[str, ...]:
    """Return what stands between its commas."""
    return tuple(filter(None, _PHRASES.split(normal(sentence))))


def composed(sentence: str, recorded: Container[str]) -> tuple[Part, ...] | None:
    """Return the pieces of which a sentence is put together; None if a part of it was never recorded."""
    parts: list[Part] = []
    for each in _SENTENCES.findall(sentence):
        whole = normal(each)
        found = [Part(whole)] if whole in recorded else _by_phrases(whole, recorded)
        if found is None:
            return None
        parts += [*found[:-1], Part(found[-1].text, SENTENCE_SECONDS)] if found else []
    return tuple(parts)


def _by_phrases(whole: str, recorded: Container[str]) -> list[Part] | None:
    parts: list[Part] = []
    for phrase in phrases(whole):
        cut = [phrase] if phrase in recorded else _cut(phrase, recorded)
        if cut is None:
            return None
        parts += [*map(Part, cut[:-1]), Part(cut[-1], PHRASE_SECONDS)]
    return parts


def _cut(phrase: str, recorded: Container[str]) -> list[str] | None:
    """Cut a phrase into the fewest recorded pieces, the longest first among equals. None if it can't be."""
    best: list[list[str] | None] = [None] * len(phrase) + [[]]
    for start in range(len(phrase) - 1, -1, -1):
        for end in range(min(len(phrase), start + LONGEST), start, -1):
            rest, piece = best[end], phrase[start:end]
            if rest is None or not (piece in recorded or (end == len(phrase) and piece.rstrip("？！") in recorded)):
                continue
            now = best[start]
            if now is None or len(rest) + 1 < len(now):
                best[start] = [piece if piece in recorded else piece.rstrip("？！"), *rest]
    return best[0]
