"""An A4 statement as PDF, warm against a bare reportlab canvas that draws the same cells, and cold.

The peer is reportlab as it comes, with the same font files. It is given the cells as they were placed and the modules of the
code ready-made, so that all of laying out, splitting off rare characters and making the code count against us. A second
peer makes the code itself with qrcode in the plainest way, as a program without a care would. Cold is the first sheet of a
fresh process, with everything it loads.
"""

from __future__ import annotations

import subprocess
import sys
import time
from io import BytesIO
from typing import TYPE_CHECKING, Final

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from kiosk.core.assets import asset
from kiosk.statement import a4
from kiosk.statement.fonts import BOLD, REGULAR
from kiosk.statement.layout import lay_out
from kiosk.statement.sheet import QR_POINTS, SHEET
from tests.benchmarks.row import Row, compared
from tests.statement.papers import PAPERS, SEALER, SERIAL
from tests.statement.papers import SHEET as ISSUE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kiosk.statement.model import Statement
    from kiosk.statement.sheet import Page, PlacedCode

    Modules = Sequence[Sequence[bool | None]]

GOAL: Final = 1.2
TIMES, IN_A_ROW = 8, 5
BARE: Final = {REGULAR: "Bare", BOLD: "Bare-Bold"}
"""Our fonts as reportlab loads them by itself."""
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
    """Draw it again and again, all ways in turn."""
    for ours, bare in BARE.items():
        _load_bare(bare, "Bold" if ours == BOLD else "Regular")
    sealed = statement()
    pages = lay_out(sealed)
    ready = {code.data: _modules(code.data) for page in pages for code in page.codes}
    ways: tuple[Callable[[], object], ...] = (
        lambda: a4.a4(sealed),
        lambda: _bare(pages, ready.__getitem__),
        lambda: _bare(pages, _modules),
    )
    # Some of each in turn: what else the machine does falls on all, and each finds its own things in the processor's cache.
    took = [[min(_timed(way) for _ in range(IN_A_ROW)) for way in ways] for _ in range(TIMES)]
    mine, bare, plain = (min(times) * 1000 for times in zip(*took, strict=True))
    return [
        compared("PDF sheet, warm", mine, bare, "ms", beside="bare reportlab canvas, code ready-made", goal=GOAL),
        compared("PDF sheet, warm", mine, plain, "ms", beside="bare reportlab canvas and qrcode", goal=GOAL),
        Row("PDF sheet, cold (first of a process)", f"{_cold() * 1000:.0f} ms"),
    ]


def _load_bare(name: str, weight: str) -> None:
    font = TTFont(name, str(asset("fonts", "noto-sans-sc", f"NotoSansSC-{weight}.ttf")))
    # Under a name of its own: of two fonts with the same face, reportlab draws with the one it met first.
    font.face.name = name.encode()
    pdfmetrics.registerFont(font)


def _cold() -> float:
    done = subprocess.run((sys.executable, "-c", _COLD), check=True, capture_output=True, text=True)
    return float(done.stdout)


def _timed(work: Callable[[], object]) -> float:
    # The processor's time: nothing here waits, and what else the machine does is not ours.
    begun = time.thread_time()
    work()
    return time.thread_time() - begun


def _modules(data: str) -> Modules:
    made = qrcode.QRCode(error_correction=ERROR_CORRECT_Q)
    made.add_data(data)
    return made.get_matrix()


def _bare(pages: list[Page], modules_of: Callable[[str], Modules]) -> bytes:
    file = BytesIO()
    canvas = Canvas(file, pagesize=SHEET, pageCompression=1, initialFontName=BARE[REGULAR])  # type: ignore[arg-type]
    for page in pages:
        for line in page.lines:
            canvas.setStrokeColorRGB(0.5, 0.5, 0.5)
            canvas.setLineWidth(line.thickness)
            canvas.line(line.x0, line.y0, line.x1, line.y1)
        canvas.setFillColorRGB(0, 0, 0)
        for code in page.codes:
            _bare_code(canvas, code, modules_of(code.data))
        for text in page.texts:
            canvas.setFont(BARE[text.font], text.size)
            canvas.drawString(text.x, text.y, text.text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _bare_code(canvas: Canvas, code: PlacedCode, modules: Modules) -> None:
    """Draw the runs of dark modules as one path, which takes reportlab less time than a rectangle for each module."""
    size = QR_POINTS / len(modules)
    path = canvas.beginPath()
    for down, row in enumerate(modules):
        y = code.y + QR_POINTS - (down + 1) * size
        start = 0
        for at, dark in enumerate((*row, False)):
            if dark:
                continue
            if at > start:
                path.rect(code.x + start * size, y, (at - start) * size, size)
            start = at + 1
    canvas.drawPath(path, stroke=0, fill=1)
