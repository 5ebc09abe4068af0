"""The text block of an identity card's chip: parsed, checked, and told as an `IdCard`.

    256 bytes of UTF-16LE, fields filled up with spaces (offset: length); 248: 2 is the type flag of every kind

    resident ' '   0: 30 name   30: 2 sex   32: 4 nation   36: 16 birth   52: 70 address   122: 36 number   158: 30 issuer
                   188: 16 valid from   204: 16 valid until, or 长期   220: 36 reserved
    J              as resident, without nation; 220: 18 pass number   238: 4 count of issues
    I              0: 120 English name   120: 2 sex   122: 30 number   152: 6 nationality   158: 30 Chinese name
                   188: 16 issued   204: 16 valid until   220: 16 birth   236: 4 version   240: 8 authority's code
    Y              0: 30 Chinese name   30: 2 sex   32: 4 count of renewals   36: 16 birth   52: 70 and 220: 22 English name
                   122: 36 number   188: 16 issued   204: 16 valid until   242: 6 nationality   250: 6 end of the old number

Source: eight and more public descriptions agree on the resident layout, four on the flag, three on I, two on J.
Unverified: the offsets of Y stand in one; four agree on its fields. What a machine can't know (a region code, a nation
code, a form of number) never turns anybody away; what contradicts itself (check digit, dates) does.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from devices import identity_number
from devices.errors import CardDataInvalid, UnsupportedDocument
from devices.roles import DocumentKind, IdCard, Sex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

BLOCK_BYTES: Final = 256
FLAG: Final = (248, 2)
NO_END: Final = "长期"

_NATIONS: Final = (
    "01汉 02蒙古 03回 04藏 05维吾尔 06苗 07彝 08壮 09布依 10朝鲜 11满 12侗 13瑶 14白 15土家 16哈尼 17哈萨克 18傣 19黎 20傈僳"
    " 21佤 22畲 23高山 24拉祜 25水 26东乡 27纳西 28景颇 29柯尔克孜 30土 31达斡尔 32仫佬 33羌 34布朗 35撒拉 36毛南 37仡佬"
    " 38锡伯 39阿昌 40普米 41塔吉克 42怒 43乌孜别克 44俄罗斯 45鄂温克 46德昂 47保安 48裕固 49京 50塔塔尔 51独龙 52鄂伦春"
    " 53赫哲 54门巴 55珞巴 56基诺 97其他 98外国血统中国籍人士"
)
NATIONS: Final[Mapping[str, str]] = {entry[:2]: entry[2:] for entry in _NATIONS.split()}
"""Nationalities by code. Source: GB/T 3304; 97 and 98 from two public tables."""

_PROVINCES: Final = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
)
PROVINCES: Final = frozenset(_PROVINCES.split())
"""Province prefixes of identity numbers. Another one is only a warning."""

SEX_DIFFERS: Final = "sex-differs"
SEX_UNKNOWN: Final = "sex-unknown"
PROVINCE_UNKNOWN: Final = "province-unknown"
NUMBER_UNUSUAL: Final = "number-unusual"
"""The number has a form, or a region, that such a document was never seen with."""
NATIONALITY_UNUSUAL: Final = "nationality-unusual"
TEXT_DAMAGED: Final = "text-damaged"

_ANY_NUMBER: Final = re.compile(r"[0-9A-Z]{1,18}")
_NATIONALITY: Final = re.compile(r"[A-Z]{3}")


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
    flag = _field(text, FLAG)
    layout = LAYOUTS.get(flag)
    if layout is None:
        # The flag is a kind of document, not a person; an unprintable one is told by its code.
        raise UnsupportedDocument("type flag " + " ".join(f"U+{ord(ch):04X}" for ch in flag))
    return _checked(layout(text))


def moved(card: IdCard, appended: bytes) -> IdCard:
    """Return the card with its appended address (追加住址) in the place of the first one, unless it is empty."""
    address = _field(appended, (0, len(appended)))
    return _checked(replace(card, address=address)) if address else card


def _resident(text: bytes) -> IdCard:
    """Read a resident card (居民身份证)."""
    return replace(_citizen(text, DocumentKind.RESIDENT), nation=nation_name(_field(text, (32, 4))))


def _hmt_resident(text: bytes) -> IdCard:
    """Read a residence permit of Hong Kong, Macao and Taiwan residents (港澳台居民居住证)."""
    card = replace(_citizen(text, DocumentKind.HMT_RESIDENCE), pass_number=_field(text, (220, 18)))
    usual = card.number[:6] in identity_number.HMT_REGIONS
    return card if usual else _warned(card, NUMBER_UNUSUAL)


def _citizen(text: bytes, kind: DocumentKind) -> IdCard:
    """Read what residents' and permits' blocks have in common, with a citizen's number."""
    sex, warnings = _sex(_field(text, (30, 2)))
    card = IdCard(
        kind=kind,
        name=_field(text, (0, 30)),
        sex=sex,
        nation="",
        birth=_date(_field(text, (36, 16)), "birth date"),
        address=_field(text, (52, 70)),
        number=identity_number.normalised(_field(text, (122, 36))),
        issuer=_field(text, (158, 30)),
        valid_from=_date(_field(text, (188, 16)), "first day of validity"),
        valid_until=_end(_field(text, (204, 16))),
        warnings=warnings,
    )
    if not identity_number.is_valid(card.number):
        raise CardDataInvalid("identity number")
    if identity_number.birth_of(card.number) != card.birth:
        raise CardDataInvalid("birth date and identity number differ")
    if sex in (Sex.MALE, Sex.FEMALE) and sex is not identity_number.sex_of(card.number):
        card = _warned(card, SEX_DIFFERS)
    return card if card.number[:2] in PROVINCES else _warned(card, PROVINCE_UNKNOWN)


def _foreign_2017(text: bytes) -> IdCard:
    """Read a foreigner's permanent residence card of 2017 (外国人永久居留身份证)."""
    return _foreigner(
        DocumentKind.FOREIGN_RESIDENCE_2017,
        names=(_field(text, (158, 30)), _field(text, (0, 120))),
        sex=_field(text, (120, 2)),
        nationality=_field(text, (152, 6)),
        birth=_field(text, (220, 16)),
        number=_field(text, (122, 30)),
        validity=(_field(text, (188, 16)), _field(text, (204, 16))),
    )


def _foreign_2023(text: bytes) -> IdCard:
    """Read a foreigner's permanent residence card of 2023 (外国人永久居留身份证, 五星卡).

    Unverified: these offsets stand in one description only. A space where the two parts of the English name meet belongs to it.
    """
    card = _foreigner(
        DocumentKind.FOREIGN_RESIDENCE_2023,
        names=(_field(text, (0, 30)), _field(text, (52, 70), (220, 22))),
        sex=_field(text, (30, 2)),
        nationality=_field(text, (242, 6)),
        birth=_field(text, (36, 16)),
        number=_field(text, (122, 36)),
        validity=(_field(text, (188, 16)), _field(text, (204, 16))),
    )
    if identity_number.has_foreign_form(card.number):
        if not identity_number.is_valid(card.number):
            raise CardDataInvalid("identity number")
        if identity_number.birth_of(card.number) != card.birth:
            raise CardDataInvalid("birth date and identity number differ")
    return card


def _foreigner(
    kind: DocumentKind,
    *,
    names: tuple[str, str],
    sex: str,
    nationality: str,
    birth: str,
    number: str,
    validity: tuple[str, str],
) -> IdCard:
    """Make the card of a foreigner: no address, no issuer's name; of the number only what is known is checked."""
    chinese, english = names
    what, warnings = _sex(sex)
    card = IdCard(
        kind=kind,
        name=chinese or english,
        sex=what,
        nation=nationality,
        birth=_date(birth, "birth date"),
        address="",
        number=identity_number.normalised(number),
        issuer="",
        valid_from=_date(validity[0], "first day of validity"),
        valid_until=_end(validity[1]),
        warnings=warnings,
        english_name=english,
    )
    if not _ANY_NUMBER.fullmatch(card.number):
        raise CardDataInvalid("identity number")
    usual_of_kind = {
        DocumentKind.FOREIGN_RESIDENCE_2017: identity_number.has_old_foreign_form,
        DocumentKind.FOREIGN_RESIDENCE_2023: identity_number.has_foreign_form,
    }
    if not usual_of_kind[kind](card.number):
        card = _warned(card, NUMBER_UNUSUAL)
    return card if _NATIONALITY.fullmatch(nationality) else _warned(card, NATIONALITY_UNUSUAL)


LAYOUTS: Final[Mapping[str, Callable[[bytes], IdCard]]] = {
    "": _resident,
    "J": _hmt_resident,
    "I": _foreign_2017,
    "Y": _foreign_2023,
}
"""What reads a block, by its type flag without spaces."""


def _checked(card: IdCard) -> IdCard:
    """Check what holds for every kind. Raises `CardDataInvalid`."""
    if not card.name:
        raise CardDataInvalid("no name")
    if card.birth.year < identity_number.EARLIEST_YEAR:
        raise CardDataInvalid("birth date")
    if card.valid_from < card.birth or (card.valid_until is not None and card.valid_until < card.valid_from):
        raise CardDataInvalid("order of dates")
    told = card.name + card.english_name + card.nation + card.address + card.issuer + card.pass_number
    damaged = "\N{REPLACEMENT CHARACTER}" in told and TEXT_DAMAGED not in card.warnings
    return _warned(card, TEXT_DAMAGED) if damaged else card


def _warned(card: IdCard, warning: str) -> IdCard:
    return replace(card, warnings=(*card.warnings, warning))


def _field(text: bytes, *spans: tuple[int, int]) -> str:
    """Return one field (offset, length), or one in several parts, without its filling.

    Half a character shows as U+FFFD; control characters are left out: they have no business on a card, and would be orders
    to a receipt printer.
    """
    parts = [text[start : start + length].decode("utf-16-le", errors="replace") for start, length in spans]
    return "".join(ch for ch in "".join(parts) if unicodedata.category(ch) != "Cc").strip(" ")


def _end(last: str) -> date | None:
    """Read the last day of validity, None for 长期."""
    return None if last == NO_END else _date(last, "last day of validity")


def _date(digits: str, what: str) -> date:
    """Read YYYYMMDD. Raises `CardDataInvalid` that names the field, not the value."""
    if not re.fullmatch("[0-9]{8}", digits):
        raise CardDataInvalid(what)
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise CardDataInvalid(what) from None


def _sex(code: str) -> tuple[Sex, tuple[str, ...]]:
    """Read the sex and what to warn of: it never stops anybody."""
    return (Sex(code), ()) if code in tuple(Sex) else (Sex.UNKNOWN, (SEX_UNKNOWN,))
