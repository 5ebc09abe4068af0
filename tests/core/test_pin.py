"""PINs: what is refused and why, and that none of them ever shows itself."""

from __future__ import annotations

import traceback
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.core.pin import FEWEST_DIGITS, MOST_DIGITS, Pin, Weakness, fewest_digits, weakness
from kiosk.core.staff import StaffNumber, StaffRole

SOMEBODY = StaffNumber("0217")
DIGITS = st.text("0123456789", min_size=FEWEST_DIGITS, max_size=MOST_DIGITS)


@pytest.mark.parametrize(
    ("digits", "reason"),
    [
        ("000000", Weakness.TOO_ALIKE),
        ("888878", Weakness.TOO_ALIKE),
        ("123456", Weakness.RUN),
        ("987654", Weakness.RUN),
        ("890123", Weakness.RUN),
        ("135791", Weakness.RUN),
        ("123489", Weakness.RUN),
        ("123589", None),
        ("512345", Weakness.RUN),
        ("411117", Weakness.RUN),
        ("482482", Weakness.REPEATED),
        ("123123", Weakness.REPEATED),
        ("4824824", Weakness.REPEATED),
        ("48294829", Weakness.REPEATED),
        ("482284", Weakness.REPEATED),
        ("4829284", Weakness.REPEATED),
        ("112277", Weakness.REPEATED),
        ("440312", Weakness.DATE),  # 1944, 3 December
        ("031244", Weakness.DATE),
        ("121944", Weakness.DATE),
        ("196607", Weakness.DATE),
        ("071966", Weakness.DATE),
        ("19661109", Weakness.DATE),
        ("09111966", Weakness.DATE),
        ("11251966", Weakness.DATE),
        ("25111966", Weakness.DATE),
        ("7420261128", Weakness.DATE),
        ("19661340", None),
        ("18661109", None),
        ("147258", Weakness.WELL_KNOWN),
        ("52013147", Weakness.WELL_KNOWN),
        ("950217", Weakness.OWN_NUMBER),
        ("957120", Weakness.OWN_NUMBER),
        ("482915", None),
        ("70419628", None),
    ],
)
def test_a_pin_that_is_guessed_first_is_refused_with_the_reason(digits: str, reason: Weakness | None) -> None:
    assert weakness(Pin(digits), StaffRole.ATTENDANT, SOMEBODY) is reason


@pytest.mark.parametrize("role", [role for role in StaffRole if role is not StaffRole.ATTENDANT])
def test_all_but_attendants_need_eight_digits(role: StaffRole) -> None:
    assert weakness(Pin("4829157"), role, SOMEBODY) is Weakness.TOO_SHORT
    assert weakness(Pin("48291573"), role, SOMEBODY) is None
    assert fewest_digits(StaffRole.ATTENDANT) == 6


@pytest.mark.parametrize("digits", ["", "48291", "4829157364821", "48291a", "４８２９１５", "482915\n", "-82915"])
def test_what_is_no_pin_is_refused_without_being_named(digits: str) -> None:
    with pytest.raises(ValueError, match="6 to 12 digits") as refused:
        Pin(digits)
    assert not digits or digits not in str(refused.value)


@given(DIGITS)
def test_no_pin_shows_itself(digits: str) -> None:
    pin = Pin(digits)
    with pytest.raises(TypeError) as refused:
        f"{pin}"
    told = "".join(traceback.format_exception(refused.value))
    assert repr(pin) == "<Pin>"
    assert digits not in told
    assert pin.reveal() == digits
    assert len(pin) == len(digits)
    assert pin == Pin(digits)
    assert hash(pin) == hash(Pin(digits))
    assert pin != digits


@given(DIGITS)
def test_a_pin_turned_round_is_as_weak_by_pattern(digits: str) -> None:
    """Runs, repetitions and sameness don't depend on which end one begins at."""
    patterns = {Weakness.TOO_ALIKE, Weakness.RUN, Weakness.REPEATED}
    here = weakness(Pin(digits), StaffRole.ATTENDANT, SOMEBODY)
    there = weakness(Pin(digits[::-1]), StaffRole.ATTENDANT, SOMEBODY)
    assert (here in patterns) == (there in patterns)


@given(st.dates().filter(lambda day: 1900 <= day.year <= 2099), st.sampled_from(["%Y%m%d", "%m%d%Y", "%d%m%Y"]))
def test_every_birthday_of_the_living_is_refused(day: date, form: str) -> None:
    digits = format(day, form)
    assert weakness(Pin(digits), StaffRole.ADMINISTRATOR, StaffNumber("777")) is not None


@given(st.text("0123456789", min_size=3, max_size=8), st.data())
def test_the_own_number_is_refused_wherever_it_stands(number: str, data: st.DataObject) -> None:
    more = MOST_DIGITS - len(number)
    before = data.draw(st.text("0123456789", max_size=more))
    after = data.draw(st.text("0123456789", max_size=more - len(before)))
    digits = before + number + after
    assume(len(digits) >= FEWEST_DIGITS)
    assert weakness(Pin(digits), StaffRole.ATTENDANT, StaffNumber(number)) is not None
