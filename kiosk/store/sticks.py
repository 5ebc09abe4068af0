"""Finding what somebody has plugged in, folders that a stick is mounted on, and the records that lie there."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.store.replacing import offers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kiosk.store.replacing import Offer


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


def records_on(sticks: Iterable[Path], folder: str) -> tuple[Offer, ...]:
    """Look for records on these sticks, and in a folder if one is named. A stick mounted in that folder is told once."""
    found = {each.folder.resolve(): each for each in offers(sticks)}
    if folder:
        for each in offers((Path(folder),)):
            found.setdefault(each.folder.resolve(), replace(each, on_stick=False))
    return tuple(found.values())


def _folders(place: Path) -> Iterator[Path]:
    try:
        yield from [each for each in place.iterdir() if each.is_dir() and not each.is_symlink()]
    except OSError:  # not there, not ours to look into, or gone this moment
        return
