"""How long a receipt will be on the paper, known before it is printed: so that none is begun that can't be finished.

Never less than what the printer makes of it; a QR code of mixed kinds of characters may come out a little smaller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.escpos.encoder import (
    CELL_DOTS,
    DOUBLE_LINE_DOTS,
    LINE_DOTS,
    QUIET_MODULES,
    RULE_DOTS,
    Charset,
    bands,
    columns,
    drawable,
    pair_fits,
)
from devices.paper import COLUMNS, Feed, Pair, Picture, QrCode, Receipt, Rule, TextLine

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATA_CODEWORDS: Final = (
    *(13, 22, 34, 48, 62, 76, 88, 110, 132, 154),
    *(180, 206, 244, 261, 295, 325, 367, 397, 445, 485),
    *(512, 568, 614, 664, 718, 754, 808, 871, 911, 985),
    *(1033, 1115, 1171, 1231, 1286, 1354, 1426, 1502, 1582, 1666),
)
"""Bytes of data in QR codes of versions 1 to 40 at level Q. Source: ISO/IEC 18004, table 7."""
_DIGITS: Final = frozenset("0123456789")
_ALPHANUMERIC: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
_BITS_A_BYTE: Final = 8
_MODE_BITS: Final = 4


def length(receipt: Receipt, charset: Charset) -> int:
    """Dots from the first line of `receipt` to the end of its last, without the cut."""
    return sum(_drawn(item) if isinstance(item, Picture) else _item(item, charset) for item in receipt.items)


def _drawn(picture: Picture) -> int:
    """The height of a picture; its last band may reach below it."""
    return sum(band.white + (CELL_DOTS if band.columns else 0) for band in bands(picture))


def _item(item: TextLine | Pair | Rule | Feed | QrCode, charset: Charset) -> int:
    match item:
        case TextLine(text, double=double):
            return _line((drawable(text),), charset, double=double)
        case Pair(label, value, double=double):
            parts = drawable(label), drawable(value)
            if not pair_fits(*parts, double=double):
                return sum(_line((part,), charset, double=double) for part in parts)
            return DOUBLE_LINE_DOTS if double else LINE_DOTS
        case Rule():
            return RULE_DOTS
        case Feed(dots):
            return dots
        case QrCode(data, module_dots):
            return (_modules(data) + 2 * QUIET_MODULES) * module_dots


def _line(parts: Sequence[str], charset: Charset, *, double: bool) -> int:
    """The height of text that the printer breaks at the edge; what is drawn whole stays one line."""
    if double and not all(charset.native(ch) for part in parts for ch in part):
        return DOUBLE_LINE_DOTS
    width = COLUMNS // 2 if double else COLUMNS
    lines, column = 1, 0
    for ch in "".join(parts):
        if column + columns(ch) > width:
            lines, column = lines + 1, 0
        column += columns(ch)
    return lines * (DOUBLE_LINE_DOTS if double else LINE_DOTS)


def _modules(data: str) -> int:
    """The modules on a side of the QR code; the largest there is for data that fits none."""
    for version, codewords in enumerate(_DATA_CODEWORDS, 1):
        if _bits(data, version) <= codewords * _BITS_A_BYTE:
            return 17 + 4 * version
    return 17 + 4 * len(_DATA_CODEWORDS)


def _bits(data: str, version: int) -> int:
    """What the data takes in one piece: as digits, letters and signs, or bytes. Source: ISO/IEC 18004, 7.4."""
    step = (version > 9) + (version > 26)  # noqa: PLR2004 - where the length field grows
    if _DIGITS.issuperset(data):
        return _MODE_BITS + (10, 12, 14)[step] + -(-10 * len(data) // 3)
    if _ALPHANUMERIC.issuperset(data):
        return _MODE_BITS + (9, 11, 13)[step] + -(-11 * len(data) // 2)
    return _MODE_BITS + (8, 16, 16)[step] + _BITS_A_BYTE * len(data)
