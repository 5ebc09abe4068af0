"""Finding what somebody has plugged in: folders that a stick is mounted on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def mounted(media: Path, is_mounted: Callable[[Path], bool] = os.path.ismount) -> tuple[Path, ...]:
    """Return the mounted folders in `media`, or in a folder of it: /media/STICK, /run/media/USER/STICK.

    A folder that a stick has left behind is none: what is written there would lie on the terminal's own disk.
    """
    return tuple(
        sorted(
            folder
            for outer in _folders(media)
            for folder in ((outer,) if is_mounted(outer) else _folders(outer))
            if is_mounted(folder)
        )
    )


def _folders(place: Path) -> Iterator[Path]:
    try:
        yield from [each for each in place.iterdir() if each.is_dir() and not each.is_symlink()]
    except OSError:  # not there, not ours to look into, or gone this moment
        return
