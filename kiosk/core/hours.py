"""When the hall is open: days and their spans as `[hours]` of kiosk.toml has them, and when it opens next, in words."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from kiosk.core import spoken
from kiosk.core.clock import SHANGHAI
from kiosk.core.text import Day, say
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.config import HoursConfig
    from kiosk.core.text import Text

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_WORDS: Final = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_WEEKDAY_TEXTS: Final = tuple(map(say, _WEEKDAY_WORDS))
_NEXT: Final = (say("今天"), say("明天"))
_SPAN: Final = r"([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})"
_SPECIAL: Final = r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\.\.([0-9]{4}-[0-9]{2}-[0-9]{2}))?(?: +(\S.*))?"
_LONGEST: Final = 62
"""Days of the longest range of dates: more is a slip of the pen."""
_FARTHEST: Final = 366
"""How many days ahead an opening is looked for."""
_DAY_MINUTES: Final = 24 * 60
_NOON: Final = 12
_EVENING: Final = 18
_HALF: Final = 30
_WEEK: Final = 7

Minutes = tuple[tuple[int, int], ...]
"""Spans of one day: opening and closing in minutes from midnight, in order; 1440 is midnight at the end."""


class HoursNotClear(ValueError):
    """What stands in `[hours]` can't be read; `key` is where, the text says what to write."""

    def __init__(self, key: str, advice: str) -> None:
        super().__init__(advice)
        self.key = key


@dataclass(frozen=True)
class Opening:
    """When the hall opens next, as seen from `today`: 星期一9点, 明天9点, 今天下午1点半, 10月8日9点. A `Value` of a text."""

    at: datetime
    today: date
    private: bool = False

    def written(self) -> str:
        """In Arabic numerals."""
        day, hour, minute = self._parts()
        return f"{day}{hour[0]}{hour[1]}点{'半' if minute == _HALF else f'{minute}分' if minute else ''}"

    def covered(self) -> str:
        """An opening is not covered."""
        return self.written()

    def spoken(self) -> str:
        """With its numbers as they are said."""
        day, hour, minute = self._parts()
        said = day if self._near else spoken.spoken_date(self.at.date()).partition("年")[2]
        minutes = "半" if minute == _HALF else f"{spoken.spoken_number(minute)}分" if minute else ""
        return f"{said}{hour[0]}{spoken.spoken_count(hour[1])}点{minutes}"

    @property
    def day(self) -> Text | Day:
        """The day as it is called from `today`: by its own word if it is near, else by its date."""
        if not self._near:
            return Day(self.at.date(), self.today.year, private=False)
        ahead = (self.at.date() - self.today).days
        return _NEXT[ahead] if ahead < len(_NEXT) else _WEEKDAY_TEXTS[self.at.weekday()]

    @property
    def _near(self) -> bool:
        return (self.at.date() - self.today).days < _WEEK

    def _parts(self) -> tuple[str, tuple[str, int], int]:
        """Return the day in words, the hour with its part of the day, and the minute."""
        ahead = (self.at.date() - self.today).days
        if ahead <= 1:
            day = ("今天", "明天")[ahead]
        elif self._near:
            day = _WEEKDAY_WORDS[self.at.weekday()]
        else:
            year = "" if self.at.year == self.today.year else f"{self.at.year}年"
            day = f"{year}{self.at.month}月{self.at.day}日"
        hour = self.at.hour
        if hour < _NOON:
            return day, ("", hour), self.at.minute
        if hour == _NOON:
            return day, ("中午", hour), self.at.minute
        return day, ("下午" if hour < _EVENING else "晚上", hour - _NOON), self.at.minute


class Hours:
    """The hours of one hall. Where nothing is configured they are not known, and unknown is never shown as closed."""

    def __init__(self, week: tuple[Minutes, ...], special: Mapping[date, Minutes]) -> None:
        self._week = week
        self._special = special

    @classmethod
    def of(cls, config: HoursConfig) -> Hours:
        """Read the configuration. Raises `HoursNotClear`."""
        week = tuple(_spans(day, getattr(config, day)) for day in WEEKDAYS)
        special: dict[date, Minutes] = {}
        for line in config.special:
            special.update(_dates(line))
        return cls(week, special)

    @property
    def known(self) -> bool:
        """Whether the hall has said when it is open."""
        return any(self._week)

    def open_at(self, moment: datetime) -> bool:
        """Whether the hall is open; always where its hours are not known."""
        minute = moment.hour * 60 + moment.minute
        return not self.known or any(opens <= minute < closes for opens, closes in self._on(moment.date()))

    def next_opening(self, moment: datetime) -> Opening | None:
        """When it opens after `moment`; None where nothing is known or no opening is near. Spans that touch are one."""
        if not self.known:
            return None
        today = moment.date()
        for ahead in range(_FARTHEST):
            day = today + timedelta(days=ahead)
            for opens, _ in self._on(day):
                at = datetime.combine(day, time(opens // 60, opens % 60), SHANGHAI)
                if at > moment and not self._open_before(at):
                    return Opening(at, today)
        return None

    def _open_before(self, at: datetime) -> bool:
        return self.open_at(at - timedelta(minutes=1))

    def _on(self, day: date) -> Minutes:
        return self._special.get(day, self._week[day.weekday()])


def _spans(key: str, text: str) -> Minutes:
    """Read the spans of one day; none means closed. Raises `HoursNotClear`."""
    spans: list[tuple[int, int]] = []
    for part in text.split():
        found = re.fullmatch(_SPAN, part)
        if found is None:
            raise HoursNotClear(key, 'write spans like "09:00-12:00 13:30-17:00", or "" for a closed day')
        opens, closes = (int(found[n]) * 60 + int(found[n + 1]) for n in (1, 3))
        if int(found[2]) > 59 or int(found[4]) > 59 or closes > _DAY_MINUTES:  # noqa: PLR2004 - minutes of an hour
            raise HoursNotClear(key, f"there is no such time of day as in {part}")
        if opens >= closes or (spans and spans[-1][1] > opens):
            raise HoursNotClear(key, "spans come one after another, each ends after it begins and before midnight")
        spans.append((opens, closes))
    return tuple(spans)


def _dates(line: str) -> dict[date, Minutes]:
    """Read one exceptional date or range of dates. Raises `HoursNotClear`."""
    found = re.fullmatch(_SPECIAL, line.strip())
    if found is None:
        raise HoursNotClear("special", 'write dates like "2026-10-01..2026-10-07" or "2026-10-10 09:00-12:00"')
    try:
        first, last = (date.fromisoformat(found[n] or found[1]) for n in (1, 2))
    except ValueError:
        raise HoursNotClear("special", f"there is no such date as in {line}") from None
    days = (last - first).days + 1
    if not 1 <= days <= _LONGEST:
        raise HoursNotClear("special", f"a range goes forward and has at most {_LONGEST} days")
    spans = _spans("special", found[3] or "")
    return {first + timedelta(days=n): spans for n in range(days)}
