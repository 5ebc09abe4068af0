"""How figures are said in Mandarin: amounts as amounts, years digit by digit, numbers as digits.

三千四百零二元一角六分; 二零二六年十一月十五日; 尾号零四二八; 百分之五点八. Two is 二 inside a number (both 二 and 两 are heard
there, only 二 everywhere); alone and first before a unit it is 两 (两元二角, 两角, 两个月).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from kiosk.core.money import Fen, Month

DIGITS: Final = "零一二三四五六七八九"
_PLACES: Final = ("", "十", "百", "千")
_GROUPS: Final = ((10**8, "亿"), (10**4, "万"))
_LARGEST: Final = 10**16
_LETTER: Final = "叉"
"""How the X at the end of an identity number is said."""
NOT_SAID: Final = "中间不念"
"""What is said for digits that are covered."""
_IDENTITY: Final = (6, 8, 4)
"""Place, day of birth, and the rest: as people say the number of their own card."""
_GROUP: Final = 4


def _spoken_positive(number: int) -> str:
    """Say a number from 1 on; zeros between two digits once, none at the end: 30400 is 三万零四百."""
    for size, unit in _GROUPS:
        if number >= size:
            high, low = divmod(number, size)
            # A zero is said where the rest does not fill its first place: 一万零三百, but 一万三千.
            gap = "零" if 0 < low < size // 10 else ""
            return _spoken_positive(high) + unit + gap + (_spoken_positive(low) if low else "")
    words, skipped = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if skipped and words else "") + DIGITS[digit] + _PLACES[place]
        skipped = not digit
    return words


def spoken_number(number: int) -> str:
    """Say a whole number: 二, 十二, 一百零五, 一万零三百, 三亿. Raises `ValueError` from 10^16 on."""
    if abs(number) >= _LARGEST:
        raise ValueError("too large a number to say")
    if number < 0:
        return "负" + spoken_number(-number)
    words = _spoken_positive(number) or DIGITS[0]
    return words.removeprefix("一") if words.startswith("一十") else words


def spoken_count(number: int) -> str:
    """Say how many, before a measure word: 两个月, 十二个月 (without the measure word)."""
    return "两" if number == 2 else spoken_number(number)  # noqa: PLR2004 - the one number with a word of its own


def spoken_fen(amount: Fen) -> str:
    """Say an amount: 三千四百零二元一角六分, 两元零五分, 五角, 零元; a deduction as 负一百元."""
    yuan, cents = divmod(abs(amount), 100)
    jiao, fen = divmod(cents, 10)
    words = "负" if amount < 0 else ""
    if yuan or not cents:
        words += spoken_count(yuan) + "元"
    if jiao:
        words += (spoken_number(jiao) if yuan else spoken_count(jiao)) + "角"
    if fen:
        alone = not yuan and not jiao
        words += ("零" if yuan and not jiao else "") + (spoken_count(fen) if alone else spoken_number(fen)) + "分"
    return words


def spoken_digits(text: str) -> str:
    """Say a number digit by digit, as account tails and telephone numbers are; anything else is left as it is."""
    return "".join(DIGITS[int(ch)] if ch.isascii() and ch.isdigit() else ch for ch in text)


def spoken_grouped(text: str) -> str:
    """Say a long number in groups, one digit at a time: an identity number by place, birth and the rest, any other by fours.

    Stars stand for what is covered, and are said to be left out: 一一零，中间不念，零零二八.
    """
    shown = [part for part in text.split("*") if part]
    if "*" in text:
        groups = [*shown[:1], NOT_SAID, *shown[1:]] if not text.startswith("*") else [NOT_SAID, *shown]
    else:
        sizes = _IDENTITY if len(text) == sum(_IDENTITY) else (_GROUP,) * len(text)
        starts = [sum(sizes[:number]) for number in range(len(sizes))]
        groups = [text[start : start + size] for start, size in zip(starts, sizes, strict=True) if start < len(text)]
    return "，".join(spoken_digits(group.replace("X", _LETTER)) for group in groups)


def spoken_decimal(number: Decimal) -> str:
    """Say a number with what stands after its point, digit by digit: 五点八, 零点零五."""
    whole, _, part = f"{abs(number):f}".partition(".")
    part = part.rstrip("0")
    words = spoken_number(int(whole)) + (f"点{spoken_digits(part)}" if part else "")
    return f"负{words}" if number < 0 else words


def spoken_percent(number: Decimal) -> str:
    """Say so many percent: 百分之五点八."""
    return ("负" if number < 0 else "") + "百分之" + spoken_decimal(abs(number))


def spoken_fraction(part: int, of: int) -> str:
    """Say a part of a whole: 三分之二."""
    return f"{spoken_number(of)}分之{spoken_number(part)}"


def spoken_year(year: int) -> str:
    """Say a year digit by digit: 二零二六年."""
    return spoken_digits(f"{year:04d}") + "年"


def spoken_month(month: Month) -> str:
    """Say a month with its year: 二零二六年十一月."""
    return f"{spoken_year(month.year)}{spoken_number(month.month)}月"


def spoken_date(day: date) -> str:
    """Say a date with its year: 二零二六年十一月十五日."""
    return f"{spoken_year(day.year)}{spoken_number(day.month)}月{spoken_number(day.day)}日"
