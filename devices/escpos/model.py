"""What a model of ESC/POS printer can do, as kiosk.toml says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from devices.escpos.encoder import Charset
from devices.escpos.makes import EPSON, MAKES, Make
from devices.escpos.roll_book import RollBook
from devices.setting import Setting, Written

if TYPE_CHECKING:
    from collections.abc import Mapping

BUFFER_BYTES: Final = 4096
"""The receive buffer of most makes."""
RESERVE_BYTES: Final = 64
"""What we leave free of it: a printer that is full holds the line off, and no question or clearing would get through."""
BATCH_BYTES: Final = 1024
"""A job longer than the buffer is marked about this often, to know how much of it has been printed."""
CUTTER_DOTS: Final = 96
"""From the print head to the cutter: what each piece takes of the roll beyond its own length. Unverified for each make."""
PRESENT_STEPS: Final = 12
"""84 mm on the Reliance, whose manual has this as its example."""
PICTURES_FROM_BAUD: Final = 38_400
"""A page of Tibetan is 135 kB: 12 s at 115,200 baud, 35 s at this, and two and a half minutes at 9,600."""
_MOST_STEPS: Final = 255
_LONGEST_ROLL_MM: Final = 200_000

_FONTS: Final = ("noto-sans-sc/NotoSansSC-Regular.ttf", "hanazono/HanaMinB.ttf")


_BY_MODEL: Final = "as the model has it"
MODEL_SETTINGS: Final = (
    Setting("model", Written.TEXT, f"Whose status and presenter it has: {', '.join(MAKES)}.", '"epson"'),
    Setting("charset", Written.TEXT, "gbk, or gb2312 for old firmware.", '"gbk"'),
    Setting(
        "process_ids",
        Written.TRUTH,
        "Whether it says a mark back once everything before is printed; false for most clones.",
        _BY_MODEL,
        "false",
    ),
    Setting("clears_buffers", Written.TRUTH, "Whether it confirms that its buffers were cleared.", _BY_MODEL, "false"),
    Setting(
        "pictures",
        Written.TRUTH,
        "Whether slips may carry words in scripts it has no letters of; they take seconds. false: Chinese and Latin only.",
        f"true from {PICTURES_FROM_BAUD} baud on",
        "false",
    ),
    Setting("buffer_bytes", Written.WHOLE, "Bytes its receive buffer holds.", str(BUFFER_BYTES)),
    Setting("buffer_room", Written.TRUTH, "Whether it says how much room its buffer has (SNBC).", _BY_MODEL, "true"),
    Setting(
        "near_end_mm",
        Written.WHOLE,
        "Millimetres of paper left when it first says that the end is near: measure it once.",
        _BY_MODEL,
        str(EPSON.near_end_mm),
    ),
    Setting(
        "present_steps",
        Written.WHOLE,
        "How far a Custom or Reliance presenter holds the paper out, in steps of its own.",
        str(PRESENT_STEPS),
    ),
    Setting(
        "roll_metres",
        Written.WHOLE,
        "Metres on a new roll; with it staff see how many statements it still holds. 0: not known.",
        "0",
        "80",
    ),
    Setting(
        "memory",
        Written.TEXT,
        "The file in which the roll is remembered.",
        "a file in the data folder",
        '"/var/lib/yiban/receipt_printer.roll"',
    ),
    Setting("fonts", Written.LIST, "Font files that draw what the printer lacks, in order.", "ours", '["/srv/a.ttf"]'),
)  # fmt: skip
"""Keys beside those of the line."""


@dataclass(frozen=True, slots=True)
class PrinterModel:
    """What a model can do. Without process ids (many clones) a buffered paper question after the cut is the end marker.

    That is the weaker proof: it says that the cut was carried out, by a printer that doesn't get that far without paper.
    """

    baud: int = 115200
    charset: Charset = Charset.GBK
    process_ids: bool = True
    clears_buffers: bool = True
    buffer_bytes: int = BUFFER_BYTES
    make: Make = EPSON
    asks_room: bool = False
    near_end_mm: int = EPSON.near_end_mm
    present_steps: int = PRESENT_STEPS
    roll_mm: int = 0
    pictures: bool = True

    @property
    def window(self) -> int:
        """Unprinted bytes we let it hold."""
        return self.buffer_bytes - RESERVE_BYTES

    @property
    def ending(self) -> bytes:
        """What ends a receipt: the cut, and what holds the paper out to the person."""
        presenter = self.make.presenter
        offer = presenter.offer + bytes((self.present_steps,)) if presenter is not None and presenter.offer else b""
        return self.make.cut + offer


def model_of(settings: Mapping[str, object], baud: int) -> PrinterModel:
    """Take the model from a printer's table. Raises `ValueError` naming the setting that is wrong."""
    name = settings.get("model", "epson")
    make = MAKES.get(name) if isinstance(name, str) else None
    if make is None:
        raise ValueError(f"model: one of {', '.join(MAKES)}")
    charset = settings.get("charset", "gbk")
    if charset not in ("gbk", "gb2312"):
        raise ValueError("charset: gbk or gb2312")
    return PrinterModel(
        baud,
        Charset.GBK if charset == "gbk" else Charset.GB2312,
        _truth(settings, "process_ids", make.process_ids),
        _truth(settings, "clears_buffers", make.clears_buffers),
        _number(settings, "buffer_bytes", BUFFER_BYTES, 2 * BATCH_BYTES, 1 << 20),
        make,
        _truth(settings, "buffer_room", make.asks_room),
        _number(settings, "near_end_mm", make.near_end_mm, 0, _LONGEST_ROLL_MM),
        _number(settings, "present_steps", PRESENT_STEPS, 1, _MOST_STEPS),
        1000 * _number(settings, "roll_metres", 0, 0, _LONGEST_ROLL_MM // 1000),
        _truth(settings, "pictures", make.pictures and baud >= PICTURES_FROM_BAUD),
    )


def _truth(settings: Mapping[str, object], name: str, usual: bool) -> bool:  # noqa: FBT001 - it is the value
    value = settings.get(name, usual)
    if not isinstance(value, bool):
        raise ValueError(f"{name}: true or false")  # noqa: TRY004 - the factory's contract
    return value


def _number(settings: Mapping[str, object], name: str, usual: int, least: int, most: int) -> int:
    value = settings.get(name, usual)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f"{name}: a whole number from {least} to {most}")
    return value


def book_of(settings: Mapping[str, object]) -> RollBook | None:
    """The file in which the roll is remembered, if one is named. Raises `ValueError` naming the setting that is wrong."""
    memory = settings.get("memory")
    if memory is None:
        return None
    if not isinstance(memory, str) or not memory:
        raise ValueError("memory: the name of a file")
    return RollBook(Path(memory))


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
