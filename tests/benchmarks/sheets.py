"""An A4 statement as PDF, warm against a bare reportlab canvas that draws the same cells, and cold.

The peer is given the cells as they were placed; it draws them and the code, which it makes with the same library in the
plainest way. So the ratio is what laying out and splitting off rare characters cost on top of reportlab and qrcode. Cold
is the first sheet of a fresh process, with everything it loads.
"""

from __future__ import annotations

import subprocess
import sys
import time
from io import BytesIO
from typing import TYPE_CHECKING, Final

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from reportlab.pdfgen.canvas import Canvas

from kiosk.statement import a4
from kiosk.statement.fonts import REGULAR
from kiosk.statement.layout import lay_out
from kiosk.statement.sheet import QR_POINTS, SHEET
from tests.benchmarks.row import Row, compared
from tests.statement.papers import PAPERS, SEALER, SERIAL
from tests.statement.papers import SHEET as ISSUE

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.statement.model import Statement
    from kiosk.statement.sheet import Page

GOAL: Final = 1.2
TIMES: Final = 30
PAPER: Final = "yearly-record-pensioner"
_COLD: Final = """
from tests.benchmarks.sheets import statement
import time
sealed = statement()
begun = time.perf_counter()
from kiosk.statement.a4 import a4
a4(sealed)
print(time.perf_counter() - begun)
"""


def statement() -> Statement:
    """Make the statement that is drawn."""
    return SEALER.seal(PAPERS[PAPER](ISSUE), SERIAL)


def measure() -> list[Row]:
    """Draw it again and again, both ways in turn."""
    sealed = statement()
    pages = lay_out(sealed)
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(TIMES):
        ours.append(_timed(lambda: a4.a4(sealed)))
        bare.append(_timed(lambda: _bare(pages)))
    return [
        compared(
            "PDF sheet, warm",
            min(ours) * 1000,
            min(bare) * 1000,
            "ms",
            beside="bare reportlab canvas and qrcode",
            goal=GOAL,
        ),
        Row("PDF sheet, cold (first of a process)", f"{_cold() * 1000:.0f} ms"),
    ]


def _cold() -> float:
    done = subprocess.run((sys.executable, "-c", _COLD), check=True, capture_output=True, text=True)
    return float(done.stdout)


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _bare(pages: list[Page]) -> bytes:
    file = BytesIO()
    canvas = Canvas(file, pagesize=SHEET, pageCompression=1, initialFontName=REGULAR)  # type: ignore[arg-type]
    for page in pages:
        for line in page.lines:
            canvas.setStrokeColorRGB(0.5, 0.5, 0.5)
            canvas.setLineWidth(line.thickness)
            canvas.line(line.x0, line.y0, line.x1, line.y1)
        canvas.setFillColorRGB(0, 0, 0)
        for code in page.codes:
            made = qrcode.QRCode(error_correction=ERROR_CORRECT_Q)
            made.add_data(code.data)
            modules = made.get_matrix()
            size = QR_POINTS / len(modules)
            for down, row in enumerate(modules):
                for at, dark in enumerate(row):
                    if dark:
                        canvas.rect(code.x + at * size, code.y + QR_POINTS - (down + 1) * size, size, size, 0, 1)
        for text in page.texts:
            canvas.setFont(text.font, text.size)
            canvas.drawString(text.x, text.y, text.text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()
