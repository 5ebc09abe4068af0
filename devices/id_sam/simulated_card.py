"""Writes the chip of a simulated identity card: the other way round from `document`, and with offsets of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.id_sam.document import NATIONS, NO_END
from devices.roles import DocumentKind, IdCard

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

APPENDED_BYTES: Final = 70
_FLAG_AT: Final = 248
_BIRTH_DECADE_AT: Final = 36 + 2 * 2
"""The third digit of the year."""

_Field = tuple[str, int]
_SEAM: Final = 35
"""The English name of a Y card goes on elsewhere after so many characters."""


def chip_text(card: IdCard) -> bytes:
    """Write the text block of a card of any kind. Raises `ValueError` (without the value) if a field is too long for the chip."""
    return _filled(_LAYOUTS[card.kind](card))


def appended_text(address: str) -> bytes:
    """Write an appended address. Raises `ValueError` (without the value) if it is too long for the chip."""
    return _filled([(address, APPENDED_BYTES)])


def unsupported(text: bytes) -> bytes:
    """Return a text block with the flag of a kind that has no layout."""
    return text[:_FLAG_AT] + "Q".encode("utf-16-le") + text[_FLAG_AT + 2 :]


def contradicting(text: bytes) -> bytes:
    """Return a citizen's text block with a birth date that is not that of the number: another tenth of the century."""
    digit = text[_BIRTH_DECADE_AT]
    return text[:_BIRTH_DECADE_AT] + bytes([digit ^ 1]) + text[_BIRTH_DECADE_AT + 1 :]


def _resident(card: IdCard) -> Sequence[_Field]:
    codes = {name: code for code, name in NATIONS.items()}
    nation = codes.get(card.nation, card.nation.removeprefix("其他(").removesuffix(")"))
    return [*_citizen(card, nation), ("", 36)]


def _hmt_resident(card: IdCard) -> Sequence[_Field]:
    return [*_citizen(card, ""), (card.pass_number, 18), ("01", 4), ("", 6), ("J", 2), ("", 6)]


def _citizen(card: IdCard, nation: str) -> Sequence[_Field]:
    return [
        (card.name, 30),
        (card.sex.value, 2),
        (nation, 4),
        (_day(card.birth), 16),
        (card.address, 70),
        (card.number, 36),
        (card.issuer, 30),
        (_day(card.valid_from), 16),
        (_day(card.valid_until), 16),
    ]


def _foreign_2017(card: IdCard) -> Sequence[_Field]:
    return [
        (card.english_name, 120),
        (card.sex.value, 2),
        (card.number, 30),
        (card.nation, 6),
        (_chinese_name(card), 30),
        (_day(card.valid_from), 16),
        (_day(card.valid_until), 16),
        (_day(card.birth), 16),
        ("01", 4),
        ("1100", 8),
        ("I", 2),
        ("", 6),
    ]


def _foreign_2023(card: IdCard) -> Sequence[_Field]:
    return [
        (_chinese_name(card), 30),
        (card.sex.value, 2),
        ("00", 4),
        (_day(card.birth), 16),
        (card.english_name[:_SEAM], 70),
        (card.number, 36),
        ("", 30),
        (_day(card.valid_from), 16),
        (_day(card.valid_until), 16),
        (card.english_name[_SEAM:], 22),
        (card.nation, 6),
        ("Y", 2),
        ("", 6),
    ]


_LAYOUTS: Final[Mapping[DocumentKind, Callable[[IdCard], Sequence[_Field]]]] = {
    DocumentKind.RESIDENT: _resident,
    DocumentKind.HMT_RESIDENCE: _hmt_resident,
    DocumentKind.FOREIGN_RESIDENCE_2017: _foreign_2017,
    DocumentKind.FOREIGN_RESIDENCE_2023: _foreign_2023,
}


def _chinese_name(card: IdCard) -> str:
    return "" if card.name == card.english_name else card.name


def _day(day: date | None) -> str:
    return NO_END if day is None else f"{day:%Y%m%d}"


def _filled(fields: Sequence[_Field]) -> bytes:
    block = b""
    for text, length in fields:
        encoded = text.encode("utf-16-le")
        if len(encoded) > length:
            raise ValueError(f"a field of {length} bytes is too short for what it shall hold")
        block += encoded + b" \0" * ((length - len(encoded)) // 2)
    return block
