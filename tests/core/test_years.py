import pytest

from kiosk.core.text import Wording, say
from kiosk.core.years import YearsAndMonths


@pytest.mark.parametrize(
    ("months", "written", "spoken"),
    [
        (0, "0个月", "零个月"),
        (2, "2个月", "两个月"),
        (11, "11个月", "十一个月"),
        (24, "2年", "两年"),
        (26, "2年2个月", "两年两个月"),
        (392, "32年8个月", "三十二年八个月"),
    ],
)
def test_months_are_written_and_said_as_years_and_months(months: int, written: str, spoken: str) -> None:
    value = YearsAndMonths(months)
    assert (value.written(), value.spoken(), value.size) == (written, spoken, months)


def test_years_are_covered_on_the_page_and_in_speech() -> None:
    text = say("一共{years}。", years=YearsAndMonths(392))
    assert text.private
    covered = Wording(covered=True)
    assert text.written(covered) == "一共●●●●年。"
    assert text.spoken(covered) == "一共遮住的数字。"
