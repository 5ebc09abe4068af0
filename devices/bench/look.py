"""How the dock looks: the kiosk's colours, smaller; it stands on a desk, not in a hall."""

from __future__ import annotations

from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

W = TypeVar("W", bound=QWidget)

GROUND: Final = "#F6F4EF"
CARD: Final = "#FFFFFF"
TEXT: Final = "#1B1F24"
QUIET: Final = "#303840"
PRIMARY: Final = "#0F3860"
GO: Final = "#0B4A30"
HELP: Final = "#6B2C00"
TROUBLE: Final = "#7A1414"
LINE: Final = "#7A858F"
FAINT: Final = "#D9D5CC"
STEEL: Final = "#E4EBF3"
LAMP_ON: Final = "#2FB36D"
LAMP_WARN: Final = "#E8A317"
LAMP_BAD: Final = "#D64545"
LAMP_OFF: Final = "#B4BBC2"
GUIDE_ON: Final = "#39D2FF"
SOCIAL_CARD: Final = "#DCEBFA"
CHIP: Final = "#E3C36A"
GLASS: Final = "#20262C"
BODY: Final = "#EDF1F5"

FONTS: Final = Path(__file__).parents[2] / "assets" / "fonts"
FILES: Final = ("noto-sans-sc/NotoSansSC-Regular.ttf", "noto-sans-sc/NotoSansSC-Bold.ttf", "hanazono/HanaMinB.ttf")

SHEET: Final = f"""
* {{ color: {TEXT}; font-size: 14px; }}
QWidget#dock {{ background: {GROUND}; }}
QLabel#title {{ font-size: 22px; font-weight: 700; }}
QLabel#quiet, QLabel#said {{ color: {QUIET}; font-size: 13px; }}
QLabel#said[refused="true"] {{ color: {TROUBLE}; font-weight: 700; }}
QLabel#heading {{ font-size: 15px; font-weight: 700; }}
QFrame#panel {{ background: {CARD}; border: 1px solid {FAINT}; border-radius: 10px; }}
QFrame#machine {{ background: {BODY}; border: 2px solid {LINE}; border-radius: 16px; }}
QLineEdit {{ background: {CARD}; border: 1px solid {LINE}; border-radius: 6px; padding: 5px 8px; min-height: 22px; }}
QComboBox QAbstractItemView {{ background: {CARD}; selection-background-color: {PRIMARY}; selection-color: white; }}
QMenu {{ background: {CARD}; border: 1px solid {LINE}; }}
QMenu::item {{ padding: 6px 18px; }}
QMenu::item:selected {{ background: {PRIMARY}; color: white; }}
QListView {{ background: {CARD}; border: 1px solid {FAINT}; border-radius: 6px; outline: 0; }}
QListView::item {{ padding: 4px 6px; }}
QListView::item:selected {{ background: {PRIMARY}; color: white; }}
QPushButton {{ background: {CARD}; border: 1px solid {LINE}; border-radius: 6px; padding: 5px 10px; min-height: 24px; }}
QPushButton:hover {{ border-color: {PRIMARY}; }}
QPushButton:pressed {{ background: {STEEL}; }}
QPushButton:checked {{ background: {PRIMARY}; border-color: {PRIMARY}; color: white; }}
QPushButton:disabled {{ color: {LINE}; border-color: {FAINT}; }}
QPushButton#primary {{ background: {PRIMARY}; border-color: {PRIMARY}; color: white; font-weight: 700; }}
QPushButton#primary:disabled {{ background: {LAMP_OFF}; border-color: {LAMP_OFF}; }}
QPushButton#small {{ padding: 4px 5px; font-size: 13px; min-height: 22px; }}
QPushButton#go {{ background: {GO}; border-color: {GO}; color: white; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: 0; }}
QScrollBar:vertical {{ background: transparent; width: 10px; }}
QScrollBar::handle:vertical {{ background: {LAMP_OFF}; border-radius: 5px; min-height: 30px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def bundled_font() -> QFont:
    """Return the product's own font, so that every character of a name shows whatever the desk has installed."""
    families: list[str] = []
    for file in FILES:
        families += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(FONTS / file)))
    return QFont(list(dict.fromkeys(families)))


def named(name: str, widget: W) -> W:
    """Give a widget the name the sheet knows it by."""
    widget.setObjectName(name)
    return widget


class Panel(QFrame):
    """A white panel under a heading; what belongs to it goes into `inside`."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(12, 10, 12, 12)
        self.inside.setSpacing(8)
        self.inside.addWidget(named("heading", QLabel(heading)))
