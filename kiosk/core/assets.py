"""Where the product's own files are: in the source tree, in an installed wheel and in the built folder alike."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

_BUILT: Final = getattr(sys, "_MEIPASS", None)
ROOT: Final = (Path(_BUILT) if isinstance(_BUILT, str) else Path(__file__).parents[2]) / "assets"
"""The assets folder. A PyInstaller folder names its data's place in `sys._MEIPASS`; a wheel has it beside `kiosk`."""


def asset(*parts: str) -> Path:
    """Return the path of an asset: `asset("fonts", "hanazono", "HanaMinB.ttf")`. Raises `FileNotFoundError`."""
    path = ROOT.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError("/".join(("assets", *parts)))
    return path
