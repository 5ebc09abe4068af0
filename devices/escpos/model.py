"""What a make of ESC/POS printer can do, as kiosk.toml says.

Settings beside those of the line: `charset` ("gbk", or "gb2312" for old firmware), `process_ids` and `clears_buffers` (false
for clones that don't know them), `buffer_bytes`, and `fonts` (files that draw what the printer lacks, in order; ours if not
given).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from devices.escpos.encoder import Charset

if TYPE_CHECKING:
    from collections.abc import Mapping

BUFFER_BYTES: Final = 4096
"""The receive buffer of most makes."""
RESERVE_BYTES: Final = 64
"""What we leave free of it: a printer that is full holds the line off, and no question or clearing would get through."""
BATCH_BYTES: Final = 1024
"""A job longer than the buffer is marked about this often, to know how much of it has been printed."""

_FONTS: Final = ("noto-sans-sc/NotoSansSC-Regular.ttf", "hanazono/HanaMinB.ttf")


@dataclass(frozen=True, slots=True)
class PrinterModel:
    """What a make can do. Without process ids (many clones) a buffered paper question after the cut is the end marker.

    That is the weaker proof: it says that the cut was carried out, by a printer that doesn't get that far without paper.
    """

    baud: int = 115200
    charset: Charset = Charset.GBK
    process_ids: bool = True
    clears_buffers: bool = True
    buffer_bytes: int = BUFFER_BYTES

    @property
    def window(self) -> int:
        """Unprinted bytes we let it hold."""
        return self.buffer_bytes - RESERVE_BYTES


def model_of(settings: Mapping[str, object], baud: int) -> PrinterModel:
    """Take the model from a printer's table. Raises `ValueError` naming the setting that is wrong."""
    charset = settings.get("charset", "gbk")
    if charset not in ("gbk", "gb2312"):
        raise ValueError("charset: gbk or gb2312")
    process_ids, clears = settings.get("process_ids", True), settings.get("clears_buffers", True)
    if not (isinstance(process_ids, bool) and isinstance(clears, bool)):
        raise ValueError("process_ids, clears_buffers: true or false")  # noqa: TRY004 - the factory's contract
    size = settings.get("buffer_bytes", BUFFER_BYTES)
    if not isinstance(size, int) or size < 2 * BATCH_BYTES:
        raise ValueError(f"buffer_bytes: a number, at least {2 * BATCH_BYTES}")
    return PrinterModel(baud, Charset.GBK if charset == "gbk" else Charset.GB2312, process_ids, clears, size)


def fonts_of(settings: Mapping[str, object]) -> tuple[Path, ...]:
    """The fonts that draw what the printer lacks. Raises `ValueError` naming the setting that is wrong."""
    fonts = settings.get("fonts")
    if fonts is None:
        folder = Path(__file__).parents[2] / "assets" / "fonts"
        return tuple(folder / font for font in _FONTS)
    files = cast("Sequence[object]", fonts) if isinstance(fonts, Sequence) and not isinstance(fonts, str) else (None,)
    if not all(isinstance(file, str | Path) for file in files):
        raise ValueError("fonts: a list of files")
    return tuple(Path(str(file)) for file in files)
