"""A code card for one of the staff as a PDF of a bank card's size (ISO/IEC 7810 ID-1), to print, cut out and laminate."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final, cast

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from reportlab.pdfgen.canvas import Canvas

from kiosk.statement.fonts import BOLD, REGULAR, font
from kiosk.statement.sheet import POINTS_PER_MM

if TYPE_CHECKING:
    from kiosk.core.staff import StaffCard, StaffNumber

_WIDTH_MM: Final = 85.6
_HEIGHT_MM: Final = 53.98
_QR_VERSION: Final = 3
"""What the 31 characters of a token take at level Q."""
_MODULE_MM: Final = 1.0
_QUIET_MODULES: Final = 4
_MARGIN_MM: Final = 5.0
_LINE_MM: Final = 0.2
_LARGE: Final = 18.0
_SMALL: Final = 10.0


def staff_card(card: StaffCard, number: StaffNumber) -> bytes:
    """Draw the code of `card` and its owner's staff number. Whoever has the PDF has the card: print it and delete it."""
    for name in (REGULAR, BOLD):
        font(name)
    file = BytesIO()
    canvas = Canvas(
        file,
        pagesize=(_WIDTH_MM * POINTS_PER_MM, _HEIGHT_MM * POINTS_PER_MM),
        pageCompression=1,
        initialFontName=REGULAR,  # type: ignore[arg-type]  # a name, whatever its stubs say
        lang="zh-CN",
    )
    canvas.setTitle("工作人员卡")
    canvas.setCreator("颐办")
    canvas.scale(POINTS_PER_MM, POINTS_PER_MM)
    canvas.setLineWidth(_LINE_MM)
    canvas.rect(0, 0, _WIDTH_MM, _HEIGHT_MM, stroke=1, fill=0)
    modules = _modules(card.reveal())
    side = len(modules) + 2 * _QUIET_MODULES
    left = _WIDTH_MM - side * _MODULE_MM - 1 + _QUIET_MODULES
    bottom = (_HEIGHT_MM - len(modules) * _MODULE_MM) / 2
    for y, row in enumerate(reversed(modules)):
        for x, dark in enumerate(row):
            if dark:
                canvas.rect(left + x * _MODULE_MM, bottom + y * _MODULE_MM, _MODULE_MM, _MODULE_MM, stroke=0, fill=1)
    for text, name, size, height in (
        ("颐办", BOLD, _LARGE, 0.72),
        ("工作人员卡", REGULAR, _SMALL, 0.56),
        (f"工号 {number}", BOLD, _SMALL, 0.36),
        ("丢了马上告诉管理员", REGULAR, _SMALL * 0.8, 0.2),
    ):
        canvas.setFont(name, size / POINTS_PER_MM)
        canvas.drawString(_MARGIN_MM, height * _HEIGHT_MM, text)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _modules(text: str) -> list[list[bool]]:
    code = qrcode.QRCode(_QR_VERSION, ERROR_CORRECT_Q, border=0)
    code.add_data(text, optimize=0)
    code.make(fit=False)
    return cast("list[list[bool]]", code.modules)
