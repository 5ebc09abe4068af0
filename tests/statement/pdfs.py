"""What a PDF shows, as another program reads it."""

from typing import Any, cast

import pypdfium2  # type: ignore[import-untyped]  # it has no stubs
import zxingcpp

Box = tuple[float, float, float, float]


def _opened(data: bytes) -> Any:
    return cast("Any", pypdfium2.PdfDocument(data))


def text(data: bytes) -> str:
    """All its text, page after page."""
    texts: list[str] = [page.get_textpage().get_text_range() for page in _opened(data)]
    return "\n".join(texts).replace("\r\n", "\n")


def title_and_more(data: bytes) -> dict[str, str]:
    """What it says about itself."""
    about: dict[str, str] = _opened(data).get_metadata_dict()
    return about


def text_boxes(data: bytes) -> list[list[Box]]:
    """Left, bottom, right, top of each text on each page, in points."""
    raw = cast("Any", pypdfium2.raw)
    return [[item.get_bounds() for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,))] for page in _opened(data)]


def shades(data: bytes) -> list[int]:
    """How many points of the first page have each of 256 shades of grey."""
    counts: list[int] = _opened(data)[0].render(scale=1).to_pil().convert("L").histogram()
    return counts


def scanned(data: bytes) -> list[str]:
    """What a camera reads on the last page, seen with four points to a module of the code."""
    pages = _opened(data)
    seen = pages[len(pages) - 1].render(scale=2.6).to_pil()
    return [code.text for code in zxingcpp.read_barcodes(seen)]
