"""A pseudo-language proves that every word on the screen goes through the catalogue: what doesn't stays bare Chinese."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.core.config import Config, PanelConfig
from kiosk.core.people import Presentation
from kiosk.core.stage import Showing, Ticket
from kiosk.ui.items import Target, Words
from kiosk.ui.window import Window
from tests.core.test_text import catalogue
from tests.gallery.hanging import ALL_WALLS, Listener, virtual_clock
from tests.gallery.pages import pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

KIOSK = Path(__file__).parents[2] / "kiosk"
OPEN, CLOSE = "«", "»"
FIGURE = re.compile(r"-?[\d,.●]*元|(?=.)(\d+年)?(\d+个月)?|[\d年月日 ]*星期. \d+:\d\d")
"""Amounts and dates are values: what is written around them is translated, they are not."""


def messages() -> Iterator[str]:
    """Yield every message of the product: what `say` and `Text` are called with."""
    for path in KIOSK.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("say", "Text"):
                named = [keyword.value for keyword in node.keywords if keyword.arg in ("short", "aloud")]
                for part in (*node.args[:1], *named):
                    for leaf in ast.walk(part):
                        if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                            yield leaf.value


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    translations = {message: f"{OPEN}{message}{CLOSE}" for message in messages() if message}
    return catalogue(tmp_path_factory.mktemp("locale"), "zz", translations)


def lines_of(window: Window) -> Iterator[str]:
    """Yield every piece of text on the screen, unbroken."""
    sheet = window.sheet
    assert sheet is not None
    for item in sheet.items:
        if isinstance(item, Words):
            yield "".join(item.lines)
        elif isinstance(item, Target):
            yield "".join(item.lines)
            if item.note:
                yield "".join(item.note)


def test_every_word_on_every_page_is_translated(qapp: QApplication, pseudo: Path) -> None:
    assert qapp is not None
    wall = ALL_WALLS[0]
    panel = PanelConfig(width_mm=wall.width_mm, height_mm=wall.height_mm)
    window = Window(
        Config(panel=panel),
        Listener(),
        virtual_clock(),
        fullscreen=False,
        size=(wall.width, wall.height),
        locale=pseudo,
        languages={},
    )
    bare: set[str] = set()
    for page in (page for name, page in pages().items() if not name.startswith("kinds.")):
        hint = () if page.hint is None else page.hint.sentences
        window.show(Showing(ticket=Ticket(1), page=page, presentation=Presentation(language="zz"), hint=hint))
        for line in lines_of(window):
            if re.search(r"[\u4e00-\u9fff]", line) and OPEN not in line and not FIGURE.fullmatch(line):
                bare.add(line)
    window.close()
    assert not bare, "\n".join(sorted(bare))


def test_the_catalogue_holds_whole_sentences() -> None:
    assert [m for m in messages() if m.count("{") != m.count("}")] == []
