"""Somebody who listens to figures and writes them down: a strict reader of spoken Mandarin, independent of what says them.

It refuses what nobody would say: a place twice or out of order, a zero too many, one too few, or one at the end.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

FIGURES = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"两": 2}
PLACES = {"千": 1000, "百": 100, "十": 10}
MONEY = re.compile(r"(负?)(?:(.+)元)?(零?)(?:(.)角)?(?:(.)分)?")
DATE = re.compile(r"(....)年(.+)月(.+)日")
SPAN = re.compile(r"(?:(.+?)年)?(?:(.+)个月)?")


class NobodySaysThat(ValueError):
    pass


def section(words: str) -> int:
    """Understand a number under ten thousand, its zeros where places are left out."""
    if words == "零":
        return 0
    total, size, owed = 0, 10_000, False
    rest = words
    while rest:
        zero, rest = rest.startswith("零"), rest.removeprefix("零")
        unit = next((rest[at] for at in (0, 1) if rest[at : at + 1] in PLACES), "") if rest else ""
        figure = FIGURES.get(rest[:1], 0)
        place = PLACES.get(unit, 1)
        bare_ten = unit == "十" and rest[:1] == "十"
        if bare_ten and total == 0 and not zero and size == 10_000:
            figure, taken = 1, 1
        elif figure and (not unit or rest[1:2] == unit):
            taken = 2 if unit else 1
        else:
            raise NobodySaysThat(words)
        owed = place < size // 10 and size != 10_000
        if place >= size or zero != owed:
            raise NobodySaysThat(words)
        total, size, rest = total + figure * place, place, rest[taken:]
    if not total:
        raise NobodySaysThat(words)
    return total


def number(words: str) -> int:
    """Understand a whole number with its 亿 and 万."""
    if words.startswith("负"):
        return -number(words[1:])
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        high, found, low = words.rpartition(unit)
        if found:
            if not low:
                return number(high) * size
            rest = number(low.removeprefix("零"))
            if low.startswith("零") is not (rest < size // 10):
                raise NobodySaysThat(words)
            return number(high) * size + rest
    return section(words)


def fen(words: str) -> int:
    """Understand an amount, in 分."""
    found = MONEY.fullmatch(words)
    if found is None:
        raise NobodySaysThat(words)
    minus, yuan, zero, jiao, rest = found.groups()
    if bool(zero) is not (yuan is not None and jiao is None and rest is not None):
        raise NobodySaysThat(words)
    cents = FIGURES[jiao or "零"] * 10 + FIGURES[rest or "零"]
    if yuan is None and not cents:
        raise NobodySaysThat(words)
    amount = (number(yuan) if yuan else 0) * 100 + cents
    return -amount if minus else amount


def day(words: str) -> date:
    """Understand a date: the year digit by digit."""
    found = DATE.fullmatch(words)
    if found is None:
        raise NobodySaysThat(words)
    return date(int(digits(found[1])), section(found[2]), section(found[3]))


def digits(words: str) -> str:
    """Write down digits that are said one by one."""
    if "两" in words:
        raise NobodySaysThat(words)
    return "".join(str(FIGURES[char]) for char in words)


def grouped(words: str) -> str:
    """Write down a long number that is said in groups; what is left out as one star."""
    return "".join(
        "*" if group == "中间不念" else digits(group.removesuffix("叉")) + "X" * group.endswith("叉")
        for group in words.split("，")
    )


def decimal(words: str) -> Decimal:
    """Understand a number with a point in it."""
    minus, (whole, _, part) = words.startswith("负"), words.removeprefix("负").partition("点")
    value = Decimal(f"{number(whole)}.{digits(part)}" if part else number(whole))
    return -value if minus else value


def percent(words: str) -> Decimal:
    """Understand so many percent."""
    minus, rest = words.startswith("负"), words.removeprefix("负")
    if not rest.startswith("百分之"):
        raise NobodySaysThat(words)
    value = decimal(rest.removeprefix("百分之"))
    return -value if minus else value


def months(words: str) -> int:
    """Understand years and months, in months."""
    found = SPAN.fullmatch(words)
    if found is None or not any(found.groups()):
        raise NobodySaysThat(words)
    return number(found[1] or "零") * 12 + number(found[2] or "零")
