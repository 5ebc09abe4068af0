"""No room of the product uses a widget that opens something, drags, scrolls or leads to another program (A17, S1)."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

KIOSK: Final = Path(__file__).parents[2] / "kiosk"
ON_A_DESK: Final = frozenset({Path("desk/window.py")})
"""What runs on the attendant's own computer may have a list that scrolls."""
OPENING: Final = frozenset(
    {
        "QCalendarWidget", "QColorDialog", "QComboBox", "QCompleter", "QDateEdit", "QDateTimeEdit", "QDesktopServices",
        "QDialog", "QErrorMessage", "QFileDialog", "QFileSystemModel", "QFontComboBox", "QFontDialog", "QInputDialog",
        "QMenu", "QMenuBar", "QMessageBox", "QPrintDialog", "QPrintPreviewDialog", "QProgressDialog", "QPageSetupDialog",
        "QSystemTrayIcon", "QTextBrowser", "QToolTip", "QWebEngineView", "QWhatsThis", "QWizard", "QMainWindow", "QDockWidget",
        "QMdiArea", "QShortcut", "QAction",
    }
)  # fmt: skip
"""Opens a window of its own, a menu, a list, a link, or another program."""
TYPED_INTO: Final = frozenset(
    {"QLineEdit", "QPlainTextEdit", "QTextEdit", "QSpinBox", "QDoubleSpinBox", "QKeySequenceEdit"}
)
"""Has a menu, the clipboard, and wants a keyboard: the product has keys of its own."""
DRAGGED: Final = frozenset(
    {
        "QDrag", "QDial", "QGestureRecognizer", "QListView", "QListWidget", "QPanGesture", "QPinchGesture", "QScrollArea",
        "QScrollBar", "QScroller", "QScrollerProperties", "QSlider", "QSplitter", "QSwipeGesture", "QTableView", "QTableWidget",
        "QTapAndHoldGesture", "QTreeView", "QTreeWidget",
    }
)  # fmt: skip
"""Works by dragging, swiping or holding for a time."""
CALLS: Final = frozenset(
    {"clipboard", "grabGesture", "setAcceptDrops", "setDragEnabled", "startDrag", "setToolTip", "setWhatsThis"}
)
STARTED: Final = frozenset({"startfile", "webbrowser", "xdg-open"})


def names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield every name that a module's code has, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.alias):
            yield node.lineno, node.name.rpartition(".")[2]
        elif isinstance(node, ast.Constant) and node.value in STARTED:
            yield node.lineno, str(node.value)


def ways_out(path: Path) -> list[str]:
    """Return what of a file could lead out."""
    forbidden = OPENING | STARTED
    if path.relative_to(KIOSK) not in ON_A_DESK:
        forbidden |= TYPED_INTO | DRAGGED | CALLS
    found = names(ast.parse(path.read_text(encoding="utf-8")))
    return [f"{path.relative_to(KIOSK)}:{line} {name}" for line, name in found if name in forbidden]


def test_nothing_in_the_product_opens_drags_or_leads_out() -> None:
    assert [way for path in KIOSK.rglob("*.py") for way in ways_out(path)] == []


@pytest.mark.parametrize("name", ["QFileDialog", "QMenu", "QComboBox", "clipboard", "webbrowser"])
def test_a_way_out_would_be_found(name: str) -> None:
    assert name in {found for _, found in names(ast.parse(f"from PySide6.QtWidgets import {name}\nx.{name}()"))}
