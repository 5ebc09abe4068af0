"""Where synthetic people live: counties that don't exist, with numbers nobody can have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.identity_number import check_digit

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from devices.roles import Sex


@dataclass(frozen=True, slots=True)
class County:
    """A made-up county. Its code begins with 99, which no province has (GB/T 2260): its numbers are nobody's."""

    code: str
    city: str
    name: str
    villages: tuple[str, ...]

    @property
    def issuer(self) -> str:
        """The authority that issues its ID cards (签发机关)."""
        return f"{self.name}公安局"

    @property
    def bank(self) -> str:
        """The bank of its social-security cards."""
        return f"{self.name.removesuffix('县').removesuffix('区')}农商银行"


COUNTIES: Final = (
    County("990101", "云川省青禾市", "柳河县", ("柳河镇建设路", "东坪乡石桥村", "红旗街道和平里")),
    County("990102", "云川省青禾市", "南塘区", ("南塘街道人民路", "新华街道幸福里", "文昌街道书院巷")),
    County("990103", "云川省青禾市", "安平县", ("安平镇中山路", "马家乡前进村", "白水镇渡口村")),
    County("990204", "云川省临江市", "石门县", ("石门镇解放街", "双河乡向阳村", "龙泉镇柏树村")),
    County("990205", "云川省临江市", "北关区", ("北关街道胜利路", "车站街道铁路新村", "机场街道团结村")),
    County("990306", "云川省海宁州", "永乐县", ("永乐镇光明路", "青山乡梨树村", "大湾镇渔民村")),
)
SEQUENCES: Final = 480
"""Sequence numbers of one sex that random people get; the curated ones have those above."""
_DAYS: Final = 364
_ALL: Final = SEQUENCES * len(COUNTIES) * _DAYS
_STRIDE: Final = 647_873
"""Has no factor in common with `_ALL`, so that every person up to that many gets a place of their own."""


@dataclass(frozen=True, slots=True)
class Place:
    """What makes person N's number unique: a county, a day of the year, a sequence number."""

    county: int
    day: int
    sequence: int


def place_of(number: int) -> Place:
    """Return the place of person `number`. No two of the first million people share one."""
    mixed = number * _STRIDE % _ALL
    mixed, day = divmod(mixed, _DAYS)
    sequence, county = divmod(mixed, len(COUNTIES))
    return Place(county, day, sequence)


def identity_number(county: County, birth: date, sequence: int, sex: Sex) -> str:
    """Return a citizen number with its check digit (GB 11643); `sequence` is 0 to 499."""
    body = f"{county.code}{birth:%Y%m%d}{sequence * 2 + int(sex) % 2:03d}"
    return body + check_digit(body)


def address(random: Random, county: County) -> str:
    """Make up an address there."""
    return f"{county.city}{county.name}{random.choice(county.villages)}{random.randint(1, 198)}号"
