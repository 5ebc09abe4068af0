"""Takes the audit to a stick: the lines, the signed heads and the public keys, re-read from the stick and compared.

Everything a folder holds can be checked on another machine with `yiban audit verify FOLDER`.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from kiosk.audit.chain import head_before
from kiosk.audit.fields import FileDigest
from kiosk.audit.verifying import verify
from kiosk.core.record import DiskFull

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from kiosk.core.head import SignedHead

_PIECE: Final = 1 << 20
_OFTEN: Final = 1_000
"""After so many lines somebody may call it off."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What lies on the stick: how many lines, the digest of the file with them, and whether it reads as it was written.

    `files` is how many files there are.
    """

    folder: Path
    lines: int
    sha256: FileDigest
    verified: bool
    files: int = 1


def export(
    log: Path,
    signed: SignedHead,
    beside: Mapping[str, bytes],
    folder: Path,
    *,
    older: Iterable[Path] = (),
    told: Callable[[], None] = lambda: None,
) -> Exported:
    """Write the log's lines up to a signed head into a new folder, with the small files `beside` by name, and older logs whole.

    All of it is handed to the stick, read back from it and compared; the lines' chain must hold and lead to the head.
    `told` is called now and then; what it raises ends the export, and what was written so far stays. Raises
    `FileExistsError` rather than write over anything, `DiskFull`, and `OSError` for a stick that is gone.
    """
    holding = new_folder(folder)
    place = folder / log.name
    wanted: dict[Path, FileDigest] = {}
    with log.open("rb") as lines:
        begin = head_before(lines.readline().removesuffix(b"\n"))
        lines.seek(0)
        count = max(0, signed.head.seq - begin.seq)
        wanted[place] = written(place, _counted(islice(lines, count), told))
    for name, content in beside.items():
        wanted[folder / name] = written(folder / name, [content])
    for file in older:
        wanted[folder / file.name] = written(folder / file.name, _counted(_pieces(file), told))
    hand_over(holding)
    alike = all(read_back(file) == digest for file, digest in wanted.items())
    verdict = verify(place, None, known=[signed.head])
    return Exported(folder, count, wanted[place], alike and verdict.whole and verdict.head == signed.head, len(wanted))


def _counted(pieces: Iterable[bytes], told: Callable[[], None]) -> Iterator[bytes]:
    for number, piece in enumerate(pieces):
        if number % _OFTEN == 0:
            told()
        yield piece


def written(place: Path, pieces: Iterable[bytes]) -> FileDigest:
    """Write a new file and wait until it is on the stick. Raises `FileExistsError`, `DiskFull`."""
    digest = hashlib.sha256()
    try:
        with place.open("xb") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise
    except OSError as error:
        raise DiskFull("the place of the export takes nothing more") from error
    return FileDigest(digest.digest())


def new_folder(folder: Path) -> tuple[Path, ...]:
    """Make a folder; return it, those over it that were missing too, and the one in which the uppermost name is new.

    Raises `FileExistsError`, `OSError`.
    """
    made = [folder]
    while not made[-1].parent.exists():
        made.append(made[-1].parent)
    folder.mkdir(parents=True)
    return (*made, made[-1].parent)


def hand_over(folders: Iterable[Path]) -> None:
    """Hand the names in these folders to the stick, then what its file system still keeps for itself.

    Windows has no such calls and does it by itself.
    """
    if os.name == "posix":
        for folder in folders:
            _sync_folder(folder)
        os.sync()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as content:
        while piece := content.read(_PIECE):
            yield piece


def read_back(place: Path) -> FileDigest:
    """Digest a file as it lies on the stick, which must have been handed over. Raises `OSError`."""
    digest = hashlib.sha256()
    with place.open("rb", buffering=0) as file:
        if hasattr(os, "posix_fadvise"):  # from the stick, not from what the system remembers of it
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while piece := file.read(_PIECE):
            digest.update(piece)
    return FileDigest(digest.digest())
