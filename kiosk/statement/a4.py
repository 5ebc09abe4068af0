"""A statement as an A4 PDF: calm, large, black on white, with text that can be extracted whole."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from kiosk.statement.code import QR_VERSION
from kiosk.statement.fonts import BOLD, REGULAR, font, runs, width
from kiosk.statement.layout import lay_out
from kiosk.statement.sheet import QR_POINTS, SHEET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.pdfgen.textobject import PDFTextObject

    from kiosk.statement.companion import Companion
    from kiosk.statement.model import Statement
    from kiosk.statement.sheet import Page, PlacedCode, PlacedText

_TEXT: Final = (0.0, 0.0, 0.0)
_ACCENT: Final = (0x0F / 255, 0x38 / 255, 0x60 / 255)
_LINES: Final = (0x7A / 255, 0x85 / 255, 0x8F / 255)
_QUIET_MODULES: Final = 4
_DARK: Final = re.compile(rb"\x01+")
_MASK: Final = 0
"""Every mask may be read (ISO/IEC 18004). To try all eight and weigh each takes six times as long as the rest of the code, and
gains nothing here: what is signed is as good as random, so that no mask makes a pattern that another wouldn't.
"""


class Drawn(NamedTuple):
    """A PDF and how many sheets it takes."""

    pdf: bytes
    sheets: int


def preload() -> None:
    """Load the fonts before anybody waits for them."""
    font(REGULAR)
    font(BOLD)


def a4(statement: Statement, companion: Companion | None = None) -> Drawn:
    """Draw a statement, and behind it the sheet that says it in another language, if one is wanted.

    Its title names no person: printers and their queues show it.
    """
    preload()
    pages = lay_out(statement)
    file = BytesIO()
    # initialFontName: reportlab would else name Helvetica, which is not embedded.
    canvas = Canvas(
        file,
        pagesize=SHEET,
        pageCompression=1,
        initialFontName=REGULAR,  # type: ignore[arg-type]  # a name, whatever its stubs say
        lang="zh-CN",
    )
    canvas.setTitle(statement.title)
    canvas.setAuthor(statement.issue.agency)
    canvas.setCreator("颐办")
    for page in pages:
        _draw(canvas, page)
        canvas.showPage()
    more = 0 if companion is None else companion.draw(canvas, statement)
    # reportlab gives every page an empty transition effect, which archive formats forbid; no public way leads there.
    document: Any = canvas.__dict__["_doc"]
    for drawn in document.Pages.pages:
        drawn.Trans = None
    canvas.save()
    return Drawn(file.getvalue(), len(pages) + more)


def _draw(canvas: Canvas, page: Page) -> None:
    for line in page.lines:
        canvas.setStrokeColorRGB(*(_ACCENT if line.accent else _LINES))
        canvas.setLineWidth(line.thickness)
        canvas.line(line.x0, line.y0, line.x1, line.y1)
    canvas.setFillColorRGB(*_TEXT)
    for code in page.codes:
        _draw_code(canvas, code)
    # One text object a page: to begin one for each text takes reportlab as long as the text itself.
    writing = canvas.beginText()
    for text in page.texts:
        _write(writing, text)
    canvas.drawText(writing)


def _write(writing: PDFTextObject, text: PlacedText) -> None:
    x = text.x
    for name, run in (parted := runs(text.text, text.font)):
        writing.setFont(name, text.size)
        writing.setTextOrigin(x, text.y)
        writing.textOut(run)
        if len(parted) > 1:
            x += width(run, name, text.size)


def _modules(data: str) -> list[bytes]:
    """Make the rows of modules, 1 for a dark one."""
    code = qrcode.QRCode(QR_VERSION, ERROR_CORRECT_Q, border=0, mask_pattern=_MASK)
    code.add_data(data, optimize=0)
    code.make(fit=False)
    return [bytes(row) for row in cast("list[list[bool]]", code.modules)]


def _draw_code(canvas: Canvas, code: PlacedCode) -> None:
    """Draw the modules as one path of rectangles, a run of dark modules at a time: sharp at any resolution.

    The unit is a module, so that the numbers are whole and need no rounding, which costs reportlab more than all the rest.
    """
    modules = _modules(code.data)
    size = QR_POINTS / (len(modules) + 2 * _QUIET_MODULES)
    canvas.saveState()
    canvas.translate(code.x + _QUIET_MODULES * size, code.y + _QUIET_MODULES * size)
    canvas.scale(size, size)
    canvas.drawPath(PDFPathObject(list(_runs_of_dark(modules))), stroke=0, fill=1)
    canvas.restoreState()


def _runs_of_dark(modules: list[bytes]) -> Iterator[str]:
    """Write each run of dark modules of a row as a rectangle (PDF 32000-1, 8.5.2.1: `x y width height re`)."""
    for y, row in enumerate(reversed(modules)):
        for run in _DARK.finditer(row):
            yield f"{run.start()} {y} {run.end() - run.start()} 1 re"
