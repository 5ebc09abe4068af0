"""The demo hall's made-up staff, each with an ID card, a social-security card and a code card to sign in with."""

from __future__ import annotations

from base64 import b32encode
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Final

from devices.roles import Sex
from kiosk.core.pin import Pin, fewest_digits, weakness
from kiosk.core.staff import StaffNumber, StaffRole
from kiosk.demo.people import SyntheticCard, SyntheticSocialCard
from kiosk.demo.places import COUNTIES, SEQUENCES, address, identity_number

if TYPE_CHECKING:
    from collections.abc import Sequence

CODE_HEAD: Final = "YBS1:"
"""What the text of a code card begins with."""
CODE_BYTES: Final = 16
"""A code card is a random token of 128 bits; it says nothing of whose it is."""
_HALL: Final = COUNTIES[1]
"""Curated people live in the first county and random ones have lower sequence numbers, so these numbers are nobody else's."""
_A, _T, _U, _M = StaffRole.ATTENDANT, StaffRole.TECHNICIAN, StaffRole.AUDITOR, StaffRole.ADMINISTRATOR
_STAFF: Final[tuple[tuple[str, StaffRole, str, Sex, date], ...]] = (
    ("0101", _M, "陆志远", Sex.MALE, date(1972, 3, 14)),
    ("0102", _M, "沈秋萍", Sex.FEMALE, date(1975, 10, 9)),
    ("0217", _A, "周小兰", Sex.FEMALE, date(1994, 5, 21)),
    ("0218", _A, "韩冬", Sex.MALE, date(1990, 12, 2)),
    ("0219", _A, "欧阳静", Sex.FEMALE, date(1988, 8, 8)),
    ("0220", _A, "马宏伟", Sex.MALE, date(1983, 1, 30)),
    ("0301", _T, "唐建军", Sex.MALE, date(1986, 7, 17)),
    ("0302", _T, "薛磊", Sex.MALE, date(1996, 2, 26)),
    ("0401", _U, "方敏", Sex.FEMALE, date(1979, 4, 6)),
    ("0402", _U, "钟国平", Sex.MALE, date(1970, 11, 19)),
)


@dataclass(frozen=True, slots=True, repr=False)
class SyntheticStaff:
    """Somebody of the demo hall's staff; `code` is the whole text of the code card, `pin` what they sign in with."""

    number: StaffNumber
    role: StaffRole
    card: SyntheticCard
    social_card: SyntheticSocialCard
    code: str
    pin: Pin


def synthetic_staff(seed: int) -> Sequence[SyntheticStaff]:
    """Make all of them. The same seed makes the same people, codes and PINs; real ones are never made like this."""
    return tuple(_member(index, seed) for index in range(len(_STAFF)))


def _member(index: int, seed: int) -> SyntheticStaff:
    digits, role, name, sex, birth = _STAFF[index]
    random = Random(f"{seed}/staff/{digits}")
    number = identity_number(_HALL, birth, SEQUENCES + index, sex)
    card = SyntheticCard(
        name, sex, "汉", birth, address(random, _HALL), number, _HALL.issuer, date(2016, 9, 1), date(2036, 9, 1)
    )
    social = SyntheticSocialCard(f"W{index + 1:08d}", 2, date(2024, 6, 1), date(2034, 6, 1))
    code = CODE_HEAD + b32encode(random.randbytes(CODE_BYTES)).decode().rstrip("=")
    return SyntheticStaff(StaffNumber(digits), role, card, social, code, _pin(random, role, StaffNumber(digits)))


def _pin(random: Random, role: StaffRole, number: StaffNumber) -> Pin:
    """Choose a PIN that the rules let pass."""
    while True:
        pin = Pin("".join(random.choice("0123456789") for _ in range(fewest_digits(role))))
        if weakness(pin, role, number) is None:
            return pin
