"""The records on a social-security card: their layout, and bytes to values. No I/O.

    tag length value      one record, as READ RECORD gives it

    EF05, issuer          01 identification 16   02 category 1   03 version 4   04 agency 12   05 issued 4
                          06 valid until 4   07 card number 9
    EF06, holder          08 identity number 18   09 name 30   4E name, continued 20   0A sex 1   0B nation 1
                          0C birthplace 3   0D birth 4

Texts are ASCII filled up with NUL, names GB18030; codes and dates are packed decimals, codes filled up with F on the right.
Source: LD/T 32-2015 as ten and more public programs use it. A region, nation or sex that no table has never turns anybody
away, what contradicts itself (tag, length, check digit, dates of validity) does.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from devices import identity_number
from devices.errors import CardDataInvalid
from devices.id_sam.document import PROVINCES, SEX_DIFFERS, SEX_UNKNOWN, TEXT_DAMAGED, nation_name
from devices.roles import REGION_UNKNOWN, CardGeneration, Sex, SocialCard

if TYPE_CHECKING:
    from collections.abc import Mapping


class Tag(IntEnum):
    """The identifiers of the records."""

    IDENTIFICATION = 0x01
    CATEGORY = 0x02
    VERSION = 0x03
    AGENCY = 0x04
    ISSUED = 0x05
    VALID_UNTIL = 0x06
    CARD_NUMBER = 0x07
    IDENTITY_NUMBER = 0x08
    NAME = 0x09
    NAME_CONTINUED = 0x4E
    SEX = 0x0A
    NATION = 0x0B
    BIRTHPLACE = 0x0C
    BIRTH = 0x0D


LENGTHS: Final[Mapping[int, int]] = {
    Tag.IDENTIFICATION: 16,
    Tag.CATEGORY: 1,
    Tag.VERSION: 4,
    Tag.AGENCY: 12,
    Tag.ISSUED: 4,
    Tag.VALID_UNTIL: 4,
    Tag.CARD_NUMBER: 9,
    Tag.IDENTITY_NUMBER: 18,
    Tag.NAME: 30,
    Tag.NAME_CONTINUED: 20,
    Tag.SEX: 1,
    Tag.NATION: 1,
    Tag.BIRTHPLACE: 3,
    Tag.BIRTH: 4,
}
"""Bytes of each record's value. It says which Le is asked for first; a card that has another length is believed."""

HEAD_BYTES: Final = 2
REGION_BYTES: Final = 3
NAME_NEARLY_FULL: Final = 27
"""From so many bytes on a name may go on in its extension: a character has up to four, and 30 is full."""

GENERATION_UNKNOWN: Final = "generation-unknown"
BIRTH_DIFFERS: Final = "birth-differs"
FIELD_DAMAGED: Final = "field-damaged"
OTHER_NUMBER: Final = "identity-number-of-another-form"

_CITIZEN: Final = re.compile(r"[0-9]{17}[0-9X]")
_ANY_NUMBER: Final = re.compile(r"[0-9A-Z]{1,18}")


def value_of(record: bytes, tag: int | None) -> tuple[int, bytes]:
    """Take a record apart into its tag and value; `tag` is the one that was asked for.

    Raises `CardDataInvalid` for a record of another tag, or one whose length isn't what it says.
    """
    if len(record) < HEAD_BYTES:
        raise CardDataInvalid("a record without tag and length")
    if tag is not None and record[0] != tag:
        raise CardDataInvalid(f"record {record[0]:02X} where {tag:02X} was asked for")
    if record[1] != len(record) - HEAD_BYTES:
        raise CardDataInvalid(f"record {record[0]:02X} of {len(record) - HEAD_BYTES} bytes says it has {record[1]}")
    return record[0], record[HEAD_BYTES:]


def name_goes_on(value: bytes) -> bool:
    """Whether a name is so long that the rest of it may stand in its extension."""
    return len(_trimmed(value)) >= NAME_NEARLY_FULL


def generation_of(records: Mapping[int, bytes]) -> CardGeneration:
    """Return the generation by the version's first digit ("3.00", or a later edition of it)."""
    version = _text(records.get(Tag.VERSION, b""))
    return next((known for known in CardGeneration if known.value[:1] == version[:1]), CardGeneration.UNKNOWN)


def social_card(records: Mapping[int, bytes], *, holder_protected: bool) -> SocialCard:
    """Make the card of the records that could be read.

    Raises `CardDataInvalid` for a card that names nobody or contradicts itself; the text never says what stood on it.
    """
    warnings: list[str] = []
    number = _text(records.get(Tag.CARD_NUMBER, b""))
    identity = _identity_number(records.get(Tag.IDENTITY_NUMBER, b""), warnings)
    if not number and identity is None:
        raise CardDataInvalid("not personalised: neither a card number nor an identity number")
    generation = generation_of(records)
    if generation is CardGeneration.UNKNOWN:
        warnings.append(GENERATION_UNKNOWN)
    identification = records.get(Tag.IDENTIFICATION, b"")
    region = identification[:REGION_BYTES].hex()
    if not region.isdecimal() or region[:2] not in PROVINCES:
        warnings.append(REGION_UNKNOWN)
    issued = _validity(records.get(Tag.ISSUED, b""), "date of issue")
    valid_until = _validity(records.get(Tag.VALID_UNTIL, b""), "last day of validity")
    if issued is not None and valid_until is not None and valid_until < issued:
        raise CardDataInvalid("order of dates")
    sex = _sex(records.get(Tag.SEX, b""), identity, warnings)
    birth = _birth(records.get(Tag.BIRTH, b""), identity, warnings)
    nation = _digits(records.get(Tag.NATION, b""), warnings)
    return SocialCard(
        generation=generation,
        region=region,
        identification=identification.hex().upper(),
        number=number,
        issued=issued,
        valid_until=valid_until,
        holder_protected=holder_protected,
        identity_number=identity,
        name=_name(records, warnings),
        sex=sex,
        nation=None if nation in (None, "00") else nation_name(nation),
        birthplace=_digits(records.get(Tag.BIRTHPLACE, b""), warnings),
        birth=birth,
        category=_text(records.get(Tag.CATEGORY, b"")),
        agency=records.get(Tag.AGENCY, b"").hex().upper(),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _trimmed(value: bytes) -> bytes:
    """Return a text without its filling: NUL, on some cards spaces, on a field never written FF."""
    return value.rstrip(b"\0 \xff")


def _text(value: bytes) -> str:
    """Return an ASCII text. Anything that isn't a visible character is left out."""
    return "".join(chr(byte) for byte in _trimmed(value) if 0x21 <= byte <= 0x7E)  # noqa: PLR2004 - visible ASCII


def _name(records: Mapping[int, bytes], warnings: list[str]) -> str | None:
    first = records.get(Tag.NAME, b"")
    whole = _trimmed(first)
    if name_goes_on(first):
        # Joined before they are decoded: a character may lie across the border.
        whole += _trimmed(records.get(Tag.NAME_CONTINUED, b""))
    characters = whole.decode("gb18030", errors="replace")
    if "\N{REPLACEMENT CHARACTER}" in characters:
        warnings.append(TEXT_DAMAGED)
    # A control character has no business on a card, and would be an order to a receipt printer.
    return "".join(ch for ch in characters if unicodedata.category(ch) != "Cc").strip(" ") or None


def _identity_number(value: bytes, warnings: list[str]) -> str | None:
    """Return the social-security number, which for citizens is the identity number; only of that form is more known."""
    number = identity_number.normalised(_text(value))
    if not number:
        return None
    if _CITIZEN.fullmatch(number):
        if not identity_number.is_valid(number):
            raise CardDataInvalid("identity number")
    elif _ANY_NUMBER.fullmatch(number):
        warnings.append(OTHER_NUMBER)
    else:
        raise CardDataInvalid("identity number")
    return number


def _sex(value: bytes, identity: str | None, warnings: list[str]) -> Sex | None:
    code = _text(value)
    if not code:
        return None
    if code not in tuple(Sex):
        warnings.append(SEX_UNKNOWN)
        return Sex.UNKNOWN
    sex = Sex(code)
    told = sex in (Sex.MALE, Sex.FEMALE) and identity is not None and _CITIZEN.fullmatch(identity)
    if told and sex is not identity_number.sex_of(identity or ""):
        warnings.append(SEX_DIFFERS)
    return sex


def _birth(value: bytes, identity: str | None, warnings: list[str]) -> date | None:
    """Read the birth date. A wrong one is only a warning: the identity number has its own, under a check digit."""
    try:
        birth = _date(value)
    except ValueError:
        warnings.append(FIELD_DAMAGED)
        return None
    if (
        birth is not None
        and identity is not None
        and _CITIZEN.fullmatch(identity)
        and birth != identity_number.birth_of(identity)
    ):
        warnings.append(BIRTH_DIFFERS)
    return birth


def _validity(value: bytes, what: str) -> date | None:
    try:
        return _date(value)
    except ValueError:
        raise CardDataInvalid(what) from None


def _date(value: bytes) -> date | None:
    """Read YYYYMMDD in packed decimals; None for a date never written. Raises `ValueError` (without the value)."""
    if not value.strip(b"\0") or not value.strip(b"\xff"):
        return None
    digits = value.hex()
    if not re.fullmatch("[0-9]{8}", digits):
        raise ValueError("not a date")
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise ValueError("not a date") from None


def _digits(value: bytes, warnings: list[str]) -> str | None:
    """Read a code in packed decimals, filled up with F; None for one never written."""
    digits = value.hex().rstrip("f")
    if not digits.strip("0"):
        return None
    if not digits.isdecimal():
        warnings.append(FIELD_DAMAGED)
        return None
    return digits
