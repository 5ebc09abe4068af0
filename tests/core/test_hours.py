"""When the hall is open, and how its next opening is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.clock import SHANGHAI
from kiosk.core.config import HoursConfig
from kiosk.core.hours import Hours, HoursNotClear, Opening

USUAL = "9:00-12:00 13:30-17:00"
OFFICE = HoursConfig(
    monday=USUAL,
    tuesday=USUAL,
    wednesday=USUAL,
    thursday=USUAL,
    friday=USUAL,
    special=("2026-10-01..2026-10-07", "2026-10-10 09:00-12:00", "2026-12-31..2027-01-02"),
)
HOURS = Hours.of(OFFICE)
SATURDAY = date(2026, 11, 21)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-20 08:59", False),
        ("2026-11-20 09:00", True),
        ("2026-11-20 11:59:59", True),
        ("2026-11-20 12:00", False),
        ("2026-11-20 13:30", True),
        ("2026-11-20 17:00", False),
        ("2026-11-20 23:59", False),
        ("2026-11-21 10:00", False),  # Saturday
        ("2026-10-01 10:00", False),  # a Thursday of the holiday
        ("2026-10-08 10:00", True),
        ("2026-10-10 10:00", True),  # a Saturday that is worked
        ("2026-10-10 14:00", False),
        ("2026-12-31 10:00", False),
        ("2027-01-04 10:00", True),
    ],
)
def test_the_hall_is_open_within_its_spans(moment: str, is_open: bool) -> None:  # noqa: FBT001 - a column
    assert HOURS.open_at(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "written", "spoken"),
    [
        ("2026-11-20 00:00", "今天9点", "今天九点"),
        ("2026-11-20 12:10", "今天下午1点半", "今天下午一点半"),
        ("2026-11-20 17:00", "星期一9点", "星期一九点"),
        ("2026-11-22 23:59", "明天9点", "明天九点"),
        ("2026-11-23 00:00", "今天9点", "今天九点"),
        ("2026-09-30 18:00", "10月8日9点", "十月八日九点"),
        ("2026-12-30 17:30", "星期一9点", "星期一九点"),
        ("2026-11-20 09:00", "今天下午1点半", "今天下午一点半"),
    ],
)
def test_the_next_opening_is_said_in_words(moment: str, written: str, spoken: str) -> None:
    opening = HOURS.next_opening(at(moment))
    assert opening is not None
    assert (opening.written(), opening.covered(), opening.spoken()) == (written, written, spoken)
    assert not opening.private


@pytest.mark.parametrize(
    ("when", "written", "spoken"),
    [
        ("2026-11-21 12:00", "今天中午12点", "今天中午十二点"),
        ("2026-11-21 14:15", "今天下午2点15分", "今天下午两点十五分"),
        ("2026-11-21 18:30", "今天晚上6点半", "今天晚上六点半"),
        ("2026-11-27 08:30", "星期五8点半", "星期五八点半"),
        ("2026-11-28 08:30", "11月28日8点半", "十一月二十八日八点半"),
        ("2027-02-18 09:00", "2027年2月18日9点", "二月十八日九点"),
    ],
)
def test_a_time_of_day_is_said_as_people_say_it(when: str, written: str, spoken: str) -> None:
    opening = Opening(at(when), SATURDAY)
    assert (opening.written(), opening.spoken()) == (written, spoken)


def test_hours_that_are_not_known_close_nothing() -> None:
    nothing = Hours.of(HoursConfig(special=("2026-11-20",)))
    assert not nothing.known
    assert nothing.open_at(at("2026-11-20 03:00"))
    assert nothing.next_opening(at("2026-11-20 03:00")) is None


def test_a_hall_that_stays_closed_has_no_next_opening() -> None:
    closed = tuple(
        f"{date(2027, 1, 1) + timedelta(days=62 * n)}..{date(2027, 1, 1) + timedelta(days=62 * n + 61)}"
        for n in range(7)
    )
    hours = Hours.of(HoursConfig(monday=USUAL, special=closed))
    assert hours.next_opening(at("2027-01-01 10:00")) is None


def test_a_hall_that_is_open_day_and_night_never_opens_again() -> None:
    day = "00:00-24:00"
    hours = Hours.of(HoursConfig(day, day, day, day, day))
    assert hours.open_at(at("2026-11-20 23:59"))
    opening = hours.next_opening(at("2026-11-17 12:00"))
    assert opening is not None
    assert opening.at == at("2026-11-23 00:00")
    assert opening.written() == "星期一0点"


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("monday", "9-12", "write spans"),
        ("tuesday", "09:00-12:60", "no such time of day"),
        ("tuesday", "09:60-12:00", "no such time of day"),
        ("wednesday", "09:00-24:01", "no such time of day"),
        ("thursday", "12:00-09:00", "one after another"),
        ("friday", "09:00-12:00 11:00-13:00", "one after another"),
    ],
)
def test_a_span_that_is_none_is_said_to_be(key: str, text: str, said: str) -> None:
    with pytest.raises(HoursNotClear, match=said) as error:
        Hours.of(replace(HoursConfig(), **{key: text}))  # type: ignore[arg-type]  # a day
    assert error.value.key == key


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("tomorrow", "write dates"),
        ("2026-02-30", "no such date"),
        ("2026-10-07..2026-10-01", "goes forward"),
        ("2026-01-01..2026-12-31", "at most 62 days"),
        ("2026-10-10 nine", "write spans"),
    ],
)
def test_a_date_that_is_none_is_said_to_be(line: str, said: str) -> None:
    with pytest.raises(HoursNotClear, match=said) as error:
        Hours.of(HoursConfig(special=(line,)))
    assert error.value.key == "special"


@given(st.integers(0, 180 * 24 * 60))
def test_the_next_opening_is_the_first_moment_it_is_open_again(minutes: int) -> None:
    moment = at("2026-09-01 00:00") + timedelta(minutes=minutes)
    opening = HOURS.next_opening(moment)
    assert opening is not None
    assert opening.at > moment
    assert HOURS.open_at(opening.at)
    assert not HOURS.open_at(opening.at - timedelta(minutes=1))
    # Nothing opens in between: where it is closed now, it is closed until then.
    halfway = moment + (opening.at - moment) / 2
    assert HOURS.open_at(moment) or not HOURS.open_at(halfway)
