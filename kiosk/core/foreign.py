"""How values look in a sentence that is not Chinese: by formats that stand in the catalogues, so that translators say them.

A format without a translation leaves the value as it is in Chinese. A month's number gives way to its name where the catalogue
has one: 11月 is November. A window of any number is said by the message for windows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.hours import Opening
from kiosk.core.money import written_yuan
from kiosk.core.reader import Reader
from kiosk.core.text import COVERED, Day, Money, MonthName, Word, Year, say
from kiosk.core.years import YEAR, YearsAndMonths

if TYPE_CHECKING:
    from kiosk.core.text import Text, Value, Wording

_MONEY: Final = say("{amount}元")
_DAY: Final = say("{month}月{day}日")
_DAY_OF_YEAR: Final = say("{year}年{month}月{day}日")
_MONTH: Final = say("{month}月")
_MONTH_OF_YEAR: Final = say("{year}年{month}月")
_YEAR: Final = say("{year}年")
_YEARS: Final = say("{years}年")
_MONTHS: Final = say("{months}个月")
_YEARS_AND_MONTHS: Final = say("{years}年{months}个月")
_MONTHS_BY_NAME: Final = tuple(
    map(say, ("1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"))
)


def written(value: Value, wording: Wording) -> str:
    """Return a value as it looks in the wording's language, covered where figures are."""
    if isinstance(value, Word):
        return _word(value.word, wording)
    if isinstance(value, Opening):
        return _opening(value, wording)
    form, parts = _form(value, wording)
    if form is None or (translated := wording.translate(form.message)) == form.message:
        return value.covered() if wording.covered else value.written()
    return translated.format(**parts)


def _word(word: str, wording: Wording) -> str:
    """A hall's own words stay as they are; one with a number is said as all of its kind."""
    said = wording.translate(word)
    return said if said != word else Reader(wording.translate).says(word) or word


def _form(value: Value, wording: Wording) -> tuple[Text | None, dict[str, str]]:
    """Return the format of a value and what stands in it; no format for what looks the same everywhere."""
    form: Text | None = None
    parts: dict[str, str] = {}
    match value:
        case Money(amount):
            form, parts = _MONEY, {"amount": COVERED if wording.covered else written_yuan(amount)}
        case Day(day, this_year):
            form = _DAY if day.year == this_year else _DAY_OF_YEAR
            parts = {"year": str(day.year), "month": _month(wording, day.month), "day": str(day.day)}
        case MonthName(month, this_year):
            form = _MONTH if month.year == this_year else _MONTH_OF_YEAR
            parts = {"year": str(month.year), "month": _month(wording, month.month)}
        case Year(year):
            form, parts = _YEAR, {"year": str(year)}
        case YearsAndMonths(months):
            form, parts = _duration(months, covered=wording.covered)
        case _:
            pass
    return form, parts


def _month(wording: Wording, month: int) -> str:
    name = _MONTHS_BY_NAME[month - 1].message
    translated = wording.translate(name)
    return str(month) if translated == name else translated


def _duration(all_months: int, *, covered: bool) -> tuple[Text, dict[str, str]]:
    years, months = divmod(all_months, YEAR)
    form = _YEARS_AND_MONTHS if years and months else _YEARS if years else _MONTHS
    return (_YEARS, {"years": COVERED}) if covered else (form, {"years": str(years), "months": str(months)})


def _opening(value: Opening, wording: Wording) -> str:
    """The day as it is called, and the time as a clock shows it."""
    day = value.day
    called = written(day, wording) if isinstance(day, Day) else day.written(wording)
    return f"{called} {value.at.hour}:{value.at.minute:02d}"
