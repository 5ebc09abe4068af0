"""The text block of an identity card's chip: parsed, checked, and told as an `IdCard`.

    resident card, 256 bytes of UTF-16LE, fields filled up with spaces (offset: length)
    0: 30 name   30: 2 sex   32: 4 nation   36: 16 birth   52: 70 address   122: 36 number   158: 30 issuer
    188: 16 valid from   204: 16 valid until, or 长期   220: 36 reserved, in which 248: 2 is the type flag

Source: eight and more public descriptions agree on the resident layout, four on the flag. What a machine can't know
(a region code, a nation code) never turns anybody away; what contradicts itself (check digit, dates) does.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Final

from devices import identity_number
from devices.errors import CardDataInvalid, UnsupportedDocument
from devices.roles import DocumentKind, IdCard, Sex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

BLOCK_BYTES: Final = 256
FLAG: Final = slice(248, 250)
NO_END: Final = "长期"

# fmt: off - a table of six rows, not of fifty-eight
NATIONS: Final[Mapping[str, str]] = {
    "01": "汉",
    "02": "蒙古",
    "03": "回",
    "04": "藏",
    "05": "维吾尔",
    "06": "苗",
    "07": "彝",
    "08": "壮",
    "09": "布依",
    "10": "朝鲜",
    "11": "满",
    "12": "侗",
    "13": "瑶",
    "14": "白",
    "15": "土家",
    "16": "哈尼",
    "17": "哈萨克",
    "18": "傣",
    "19": "黎",
    "20": "傈僳",
    "21": "佤",
    "22": "畲",
    "23": "高山",
    "24": "拉祜",
    "25": "水",
    "26": "东乡",
    "27": "纳西",
    "28": "景颇",
    "29": "柯尔克孜",
    "30": "土",
    "31": "达斡尔",
    "32": "仫佬",
    "33": "羌",
    "34": "布朗",
    "35": "撒拉",
    "36": "毛南",
    "37": "仡佬",
    "38": "锡伯",
    "39": "阿昌",
    "40": "普米",
    "41": "塔吉克",
    "42": "怒",
    "43": "乌孜别克",
    "44": "俄罗斯",
    "45": "鄂温克",
    "46": "德昂",
    "47": "保安",
    "48": "裕固",
    "49": "京",
    "50": "塔塔尔",
    "51": "独龙",
    "52": "鄂伦春",
    "53": "赫哲",
    "54": "门巴",
    "55": "珞巴",
    "56": "基诺",
    "97": "其他",
    "98": "外国血统中国籍人士",
}
"""Nationalities by code. Source: GB/T 3304; 97 and 98 from two public tables."""
# fmt: on

PROVINCES: Final = frozenset(
    (
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    )
)
"""Province prefixes of identity numbers. Another one is only a warning."""

SEX_DIFFERS: Final = "sex-differs"
SEX_UNKNOWN: Final = "sex-unknown"
PROVINCE_UNKNOWN: Final = "province-unknown"
TEXT_DAMAGED: Final = "text-damaged"


def nation_name(code: str) -> str:
    """Return the nationality's name, or 其他(code) for a code that no table has."""
    return NATIONS.get(code) or (f"其他({code})" if code else "其他")


def read_document(text: bytes) -> IdCard:
    """Read a text block of any kind.

    Raises `UnsupportedDocument` for a kind without a layout here, `CardDataInvalid` for one that contradicts itself;
    neither says what stood on the card.
    """
    if len(text) != BLOCK_BYTES:
        raise CardDataInvalid(f"text block of {len(text)} bytes")
    flag = _field(text, FLAG.start, FLAG.stop - FLAG.start)
    layout = LAYOUTS.get(flag)
    if layout is None:
        # The flag is a kind of document, not a person; an unprintable one is told by its code.
        raise UnsupportedDocument("type flag " + " ".join(f"U+{ord(ch):04X}" for ch in flag))
    return layout(text)


def _resident(text: bytes) -> IdCard:
    """Read a resident card (居民身份证)."""
    name, address, issuer = _field(text, 0, 30), _field(text, 52, 70), _field(text, 158, 30)
    number = identity_number.normalised(_field(text, 122, 36))
    birth = _date(_field(text, 36, 16), "birth date")
    valid_from = _date(_field(text, 188, 16), "first day of validity")
    last = _field(text, 204, 16)
    valid_until = None if last == NO_END else _date(last, "last day of validity")
    if not name:
        raise CardDataInvalid("no name")
    if not identity_number.is_valid(number):
        raise CardDataInvalid("identity number")
    if identity_number.birth_of(number) != birth:
        raise CardDataInvalid("birth date and identity number differ")
    if valid_from < birth or (valid_until is not None and valid_until < valid_from):
        raise CardDataInvalid("order of dates")
    sex, warnings = _sex(_field(text, 30, 2), number)
    if number[:2] not in PROVINCES:
        warnings.append(PROVINCE_UNKNOWN)
    if "\N{REPLACEMENT CHARACTER}" in name + address + issuer:
        warnings.append(TEXT_DAMAGED)
    return IdCard(
        kind=DocumentKind.RESIDENT,
        name=name,
        sex=sex,
        nation=nation_name(_field(text, 32, 4)),
        birth=birth,
        address=address,
        number=number,
        issuer=issuer,
        valid_from=valid_from,
        valid_until=valid_until,
        warnings=tuple(warnings),
    )


LAYOUTS: Final[Mapping[str, Callable[[bytes], IdCard]]] = {"": _resident}
"""What reads a block, by its type flag without spaces. I, J and Y are other documents, and have no layout yet."""


def _field(text: bytes, start: int, length: int) -> str:
    """Return one field without its filling. Half a character shows as U+FFFD; control characters are left out.

    A control character has no business on a card, and would be an order to a receipt printer.
    """
    characters = text[start : start + length].decode("utf-16-le", errors="replace")
    return "".join(ch for ch in characters if unicodedata.category(ch) != "Cc").strip(" ")


def _date(digits: str, what: str) -> date:
    """Read YYYYMMDD. Raises `CardDataInvalid` that names the field, not the value."""
    if not re.fullmatch("[0-9]{8}", digits):
        raise CardDataInvalid(what)
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise CardDataInvalid(what) from None


def _sex(code: str, number: str) -> tuple[Sex, list[str]]:
    """Read the sex and what to warn of: it never stops anybody."""
    if code not in tuple(Sex):
        return Sex.UNKNOWN, [SEX_UNKNOWN]
    sex = Sex(code)
    told = sex in (Sex.MALE, Sex.FEMALE)
    return sex, [SEX_DIFFERS] if told and sex is not identity_number.sex_of(number) else []
