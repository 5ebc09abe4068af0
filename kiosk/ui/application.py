"""The Qt application with the product's own fonts, so that every machine draws the same pixels."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.core.assets import asset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QApplication

FAMILY: Final = "Noto Sans SC"
BRIDGE: Final = "QT_LINUX_ACCESSIBILITY_ALWAYS_ON"
"""Qt's own switch for AT-SPI, 1 in the tests only."""
NO_BUS: Final = "disabled:"
"""An address of a session bus at which libdbus looks for none (dbus-daemon(1), `DBUS_SESSION_BUS_ADDRESS`)."""

_FONTS_CONF: Final = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="autohint" mode="assign"><bool>false</bool></edit>
    <edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
    <edit name="embeddedbitmap" mode="assign"><bool>false</bool></edit>
  </match>
</fontconfig>
"""


def make_application(argv: Sequence[str]) -> QApplication:
    """Make the one `QApplication`, seeing only the bundled sans family.

    On Linux fontconfig is pointed at a file of our own before Qt starts; elsewhere the fonts are added to the system's.
    """
    own_fontconfig = sys.platform == "linux"
    if own_fontconfig:
        close_the_bridge()
        os.environ["FONTCONFIG_FILE"] = str(_write_fonts_conf(_cache_folder()))
    from PySide6.QtCore import Qt  # noqa: PLC0415 - fontconfig reads its file when Qt starts
    from PySide6.QtGui import QFont, QFontDatabase  # noqa: PLC0415 - as above
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - as above

    QApplication.setAttribute(Qt.ApplicationAttribute.AA_SynthesizeMouseForUnhandledTouchEvents, on=False)
    application = QApplication(list(argv))
    if not own_fontconfig:
        for weight in ("Regular", "Bold"):
            QFontDatabase.addApplicationFont(str(asset("fonts", "noto-sans-sc", f"NotoSansSC-{weight}.ttf")))
    font = QFont(FAMILY)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    application.setFont(font)
    application.setApplicationName("yiban")
    application.setQuitOnLastWindowClosed(False)
    return application


def close_the_bridge() -> None:
    """Keep Qt off the session bus, unless a test asks for AT-SPI.

    Whoever is on that bus could read what the page says of somebody and press its buttons, and Qt would let them in as soon as
    the bus says that a screen reader runs. The terminal speaks by itself and needs nothing else of the bus.
    """
    if os.environ.get(BRIDGE) != "1":
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = NO_BUS


def _cache_folder() -> Path:
    """Return a folder for fontconfig's index; the index is rebuilt whenever it is missing."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    folder = base / "yiban"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # a read-only root, as kiosks have
        folder = Path(tempfile.mkdtemp(prefix="yiban-"))
    return folder


def _escaped(path: Path) -> str:
    """Write a path as XML text. The standard library's escape brings its whole network client into the start."""
    return str(path).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _write_fonts_conf(folder: Path) -> Path:
    path = folder / "fonts.conf"
    text = _FONTS_CONF.format(fonts=_escaped(asset("fonts", "noto-sans-sc")), cache=_escaped(folder / "fontconfig"))
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return path
