"""The fonts of A4 papers: Noto Sans SC for everything, HanaMinB for a character only it has, loaded when one comes.

reportlab writes every character's code with four hexadecimal digits into the map from glyphs to text, which cuts those
beyond the first plane: 李𬱖 prints right and is extracted as 李ⳅ. `Font` writes that map itself (UTF-16BE, at most 100 to a
block, PDF 32000-1 9.10.3).
"""

from __future__ import annotations

import unicodedata
import zlib
from threading import Lock
from typing import TYPE_CHECKING, Final, cast

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts

from kiosk.core.assets import asset
from kiosk.statement.model import MARK

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDocument, PDFStream

# ASCII armour takes a fifth of the time and nobody reads it.
rl_config.useA85 = 0

REGULAR: Final = "NotoSansSC"
BOLD: Final = "NotoSansSC-Bold"
RARE: Final = "HanaMinB"
CAPITAL_HEIGHT: Final = 0.733
"""Height of a capital letter in Noto Sans SC, as a share of the type size (OS/2 sCapHeight of the font file)."""
_FILES: Final = {
    REGULAR: ("noto-sans-sc", "NotoSansSC-Regular.ttf"),
    BOLD: ("noto-sans-sc", "NotoSansSC-Bold.ttf"),
    RARE: ("hanazono", "HanaMinB.ttf"),
}
_BLOCK: Final = 100
_SUBSET: Final = 256
_FIRST_PLANE: Final = 0xFFFF
_MISSING: Final = "〓"
_loading = Lock()


class _Outlines:
    """The table of a font's outlines, of which nothing is copied but what is asked for."""

    def __init__(self, file: bytes, start: int) -> None:
        self._file = file
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        return self._file[self._start + part.start : self._start + part.stop]


class _QuickFlate:
    """Packs as a PDF's FlateDecode does, in the quickest way: outlines hardly get smaller in the thorough one."""

    pdfname = "FlateDecode"

    def encode(self, data: bytes) -> bytes:
        """Pack a font program."""
        return zlib.compress(data, 1)


class _Face(ttfonts.TTFontFace):
    """A font file from which a document takes only the outlines it shows; reportlab copies all 10 MB each time."""

    def addSubsetObjects(self, doc: PDFDocument, fontname: str, subset: list[int]) -> object:  # noqa: N802 - reportlab's name
        """Add a subset to a finished document."""
        reference = cast("object", super().addSubsetObjects(doc, fontname, subset))  # type: ignore[no-untyped-call]  # as below
        program = cast("PDFStream", doc.idToObject[f"fontFile:{self.filename}({fontname})"])
        program.filters = [_QuickFlate()]
        return reference

    def get_table(self, tag: str) -> bytes | _Outlines:
        if tag == "glyf":
            start, _ = self.get_table_pos(tag)
            return _Outlines(self.__dict__["_ttf_data"], start)
        return cast("bytes", super().get_table(tag))  # type: ignore[no-untyped-call]  # its stubs name no types


class Font(ttfonts.TTFont):
    """A TrueType font whose text can be extracted whole, with an unseen glyph of no width for `MARK`."""

    def __init__(self, name: str) -> None:
        super().__init__(name, str(asset("fonts", *_FILES[name])))
        self.face.__class__ = _Face  # reportlab can't be told what to make a face of
        self.face.charToGlyph[ord(MARK)] = self.face.charToGlyph[ord(" ")]
        self.face.charWidths[ord(MARK)] = 0

    def stand_in(self, character: str) -> None:
        """Show 〓 for a character no font has, nothing for one that shows nothing; its text can still be extracted."""
        like = MARK if _is_unseen(character) else _MISSING
        self.face.charToGlyph[ord(character)] = self.face.charToGlyph[ord(like)]
        self.face.charWidths[ord(character)] = self.face.charWidths[ord(like)]

    def has(self, character: str) -> bool:
        """Whether the font has a glyph for a character."""
        return ord(character) in self.face.charToGlyph

    def has_all(self, text: str) -> bool:
        """Whether the font has a glyph for every character of a text."""
        return all(map(self.face.charToGlyph.__contains__, map(ord, text)))

    def splitString(self, text: str, doc: PDFDocument, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802 - reportlab's name
        """Part text into runs of one subset (at most 256 glyphs) each, every mark in one run with the figure it stands at.

        Alone in a subset of its own it is a text object without extent, which extraction leaves out.
        """
        runs: list[tuple[int, bytes]] = super().splitString(text, doc, encoding)
        state = self.state[doc]
        newest: list[int] = state.subsets[-1]
        if len(state.subsets) > 1 and ord(MARK) not in newest and len(newest) < _SUBSET:
            if len(newest) == ord(" "):  # reportlab keeps this place for the blank
                newest.append(ord(" "))
            newest.append(ord(MARK))
            state.nextCode = (len(state.subsets) - 1) * _SUBSET + len(newest)
        if len(runs) == 1:
            return runs
        marks = [subset.index(ord(MARK)) if ord(MARK) in subset else None for subset in state.subsets]
        return _joined(runs, marks)

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 - reportlab's name
        """Add the font to a finished document, then replace the maps that reportlab wrote."""
        subsets = [tuple(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = b"".join((ttfonts.SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)).decode("ascii")
            stream = cast("PDFStream", doc.idToObject[f"toUnicodeCMap:{name}"])
            stream.content = _to_unicode(name, subset)


def _joined(runs: list[tuple[int, bytes]], marks: list[int | None]) -> list[tuple[int, bytes]]:
    """Join runs of marks alone with their neighbours; `marks` is the code of the mark in each subset, if it has one."""
    joined: list[tuple[int, bytes]] = []
    for subset, codes in runs:
        mark = marks[subset]
        before = joined[-1] if joined else None
        if before is not None and set(codes) == {mark} and (there := marks[before[0]]) is not None:
            joined[-1] = (before[0], before[1] + bytes([there] * len(codes)))
        elif before is not None and set(before[1]) == {marks[before[0]]} and mark is not None:
            joined[-1] = (subset, bytes([mark] * len(before[1])) + codes)
        else:
            joined.append((subset, codes))
    return joined


def _is_unseen(character: str) -> bool:
    """Whether it only says how its neighbour looks: joiners, and the variation selectors that some names have."""
    return unicodedata.category(character) == "Cf" or "VARIATION SELECTOR" in unicodedata.name(character, "")


def _utf_16(character: int) -> str:
    return f"{character:04X}" if character <= _FIRST_PLANE else chr(character).encode("utf-16-be").hex().upper()


def _to_unicode(name: str, subset: tuple[int, ...]) -> str:
    pairs = [f"<{code:02X}> <{_utf_16(character)}>" for code, character in enumerate(subset)]
    blocks = [pairs[at : at + _BLOCK] for at in range(0, len(pairs), _BLOCK)]
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        )
    )


def font(name: str) -> Font:
    """Return a font, loading it the first time: some 50 ms for Noto Sans SC, 100 ms for HanaMinB."""
    loaded = _loaded.get(name)
    if loaded is None:
        with _loading:
            loaded = _loaded.get(name) or _load(name)
    return loaded


def _load(name: str) -> Font:
    made = Font(name)
    pdfmetrics.registerFont(made)
    _loaded[name] = made  # last, so that whoever finds it there finds it registered
    return made


_loaded: dict[str, Font] = {}


def runs(text: str, name: str) -> list[tuple[str, str]]:
    """Part text into runs of one font each. A character that no font has is shown as 〓, never left out."""
    main = font(name)
    if main.has_all(text):
        return [(name, text)]
    parted: list[tuple[str, str]] = []
    marks = ""
    for character in text:
        if character == MARK and not parted:
            # A mark alone in its font is a text object without extent, which extraction leaves out: it joins a neighbour.
            marks += character
            continue
        run_name = parted[-1][0] if character == MARK else name
        if not main.has(character):
            if font(RARE).has(character):
                run_name = RARE
            else:
                main.stand_in(character)
        if parted and parted[-1][0] == run_name:
            parted[-1] = (run_name, parted[-1][1] + character)
        else:
            parted.append((run_name, marks + character))
            marks = ""
    return parted


def width(text: str, name: str, size: float) -> float:
    """Width of text in points."""
    main = font(name)
    if main.has_all(text):
        return main.stringWidth(text, size)
    return sum(font(run_name).stringWidth(run, size) for run_name, run in runs(text, name))
