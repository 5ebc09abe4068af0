"""Taking new records from a stick: looked at, copied to the terminal's own disk, verified whole there, then put in use.

What is taken is a full sealed store made for this terminal (`kiosk.store.builder`), as it lies in a data folder:

    records/current             names the file
    records/records-a.db        or -b; sealed for this terminal's key

in the stick's own folder or in one of its folders. The stick may vanish at any byte: until the copy has been verified, nothing
of the terminal's has changed, and what is verified is the copy, so that nobody can change it in between.
"""

from __future__ import annotations

import hmac
import os
import shutil
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from kiosk.core.record import DataState, DiskFull, StoreDamaged, StoreMissing
from kiosk.store import files, layout
from kiosk.store.seal import DataKey, WrongSchema, WrongSeal

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from pathlib import Path
    from typing import BinaryIO

    from kiosk.store.layout import About

    Told = Callable[[int, int], None]
    """Hears how far it is, `done` of `total`; what it raises ends the work and leaves everything as it was."""

_PIECE: Final = 1 << 20
_MAGIC: Final = b"SQLite format 3\0"
_HEADER_BYTES: Final = 100
_LARGEST_PAGE: Final = 65_536
_SPARE_BYTES: Final = 64 << 20
"""What has to be left on the disk beside new records: the journal and the audit go on."""
_ROWS: Final = 5_000
"""How often, in rows, a check says how far it is."""


class RecordsRefused(Exception):
    """New records are not put in use; those in use stay. `code` is what the audit notes."""

    code: ClassVar[str]


class StickGone(RecordsRefused):
    """The stick was pulled out, or can't be read."""

    code = "stick-gone"


class NoRecordsThere(RecordsRefused):
    """No records lie on the stick."""

    code = "nothing-there"


class CutShort(RecordsRefused):
    """The file ends before its end: a copy that was not finished."""

    code = "cut-short"


class NotWhole(RecordsRefused):
    """The file was damaged or changed after it was sealed."""

    code = "damaged"


class TooNew(RecordsRefused):
    """A later version of the product made them."""

    code = "too-new"


class ForAnotherTerminal(RecordsRefused):
    """They were sealed for another terminal's key."""

    code = "another-terminal"


class OfAnotherAgency(RecordsRefused):
    """They are another agency's, or of another county."""

    code = "another-agency"


class NotNewer(RecordsRefused):
    """They are no newer than those in use: of the same version or an earlier one, or reach less far."""

    code = "not-newer"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose records this terminal takes, and which it has now: None where those can't be read."""

    agency: str
    county: str
    ours: DataState | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Records that lie somewhere: the folder that has `records/`, what they say of themselves, and the file's bytes."""

    folder: Path
    state: DataState
    bytes: int
    on_stick: bool = True
    """False: in the folder that the configuration names."""


def offers(places: Iterable[Path]) -> tuple[Offer, ...]:
    """Look for records in these folders and in the folders in them. What can't be read is left out."""
    found: list[Offer] = []
    for place in places:
        try:
            folders = [place, *sorted(each for each in place.iterdir() if each.is_dir() and not each.is_symlink())]
        except OSError:
            continue
        for folder in folders:
            if (folder / layout.FOLDER / layout.POINTER).is_file():
                try:
                    found.append(offer(folder))
                except RecordsRefused:
                    continue
    return tuple(found)


def offer(folder: Path) -> Offer:
    """Say what the records in this folder say of themselves, unproved. Raises `RecordsRefused`."""
    with _stick():
        file = _file(folder)
        size = file.stat().st_size
        _whole_length(file)
        with _readable(), layout.reading(file) as connection:
            about = layout.about(layout.meta(connection))
    return Offer(folder, about.state(), size)


def take(data: Path, terminal_key: bytes, folder: Path, wanted: Wanted, told: Told) -> DataState:
    """Copy the records of a folder beside those in use, verify the copy whole and put it in use.

    Raises `RecordsRefused`, `DiskFull`, and what `told` raises; those in use stay then. The ones before are kept, see
    `go_back`.
    """
    with _stick():
        source = _file(folder)
        size = source.stat().st_size
        _whole_length(source)
    place = layout.other(data)
    new = place.with_suffix(".new")
    try:
        with files.room():
            place.parent.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(place.parent).free < size + _SPARE_BYTES:
                raise DiskFull("the disk has no room for new records beside the old ones")
            new.unlink(missing_ok=True)
            _copy(source, new, size, lambda done: told(done, 2 * size))
            files.sync_file(new)
        about = examined(new, terminal_key, lambda done, total: told(size + size * done // max(1, total), 2 * size))
        _must_be_wanted(about, wanted)
        with files.room():
            files.move(new, place)
        layout.point_to(place)
    finally:
        files.discard(new)
    return about.state()


def go_back(data: Path, terminal_key: bytes, told: Told) -> DataState:
    """Put the records that were in use before in use again, once they have been verified whole.

    Raises `NoRecordsThere` if there are none, `RecordsRefused`, `DiskFull`.
    """
    before = layout.other(data)
    if not before.exists():
        raise NoRecordsThere("there are no earlier records")
    about = examined(before, terminal_key, told)
    layout.point_to(before)
    return about.state()


def earlier(data: Path) -> DataState | None:
    """Say what the records that were in use before say of themselves; None if there are none that can be read."""
    try:
        with layout.reading(layout.other(data)) as connection:
            return layout.about(layout.meta(connection)).state()
    except StoreDamaged:
        return None


def examined(file: Path, terminal_key: bytes, told: Told) -> About:
    """Read all of a records file and see that it is what was sealed, every byte of every row; return what it says of itself.

    Rows can't be opened here: that takes their people's numbers. But the digest over all of them is proved by the data key.
    Raises `RecordsRefused`.
    """
    _whole_length(file)
    with _readable(), layout.reading(file) as connection:
        values = layout.meta(connection)
        about = layout.about(values)
        if about.schema < layout.PROVED:
            raise NotWhole("records of so old a form prove nothing: have them made anew")
        try:
            key = DataKey.unwrapped(values.get("key", b""), terminal_key, about.schema)
        except WrongSchema:
            raise NotWhole("the records say they have another form than they were sealed with") from None
        except WrongSeal:
            raise ForAnotherTerminal("the records were sealed for another terminal") from None
        if not hmac.compare_digest(key.proves(values["about"]), values.get("proof", b"")):
            raise NotWhole("what the records say of themselves was changed")
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise NotWhole("the records file is damaged")
        rows = sum(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in layout.TABLES)  # noqa: S608 - ours

        def counted(done: int) -> None:
            if done % _ROWS == 0 or done == rows:
                told(done, rows)

        if layout.digest(connection, counted) != about.digest:
            raise NotWhole("the records don't hold what they say they hold")
    return about


def _must_be_wanted(about: About, wanted: Wanted) -> None:
    if about.agency != wanted.agency or about.county != wanted.county:
        raise OfAnotherAgency("the records are another agency's")
    ours = wanted.ours
    if ours is not None and (about.version <= ours.version or about.cut_off < ours.cut_off):
        raise NotNewer("the records are no newer than those in use")


def _file(folder: Path) -> Path:
    try:
        file = layout.current(folder)
    except (StoreMissing, StoreDamaged):
        raise NoRecordsThere("no records lie there") from None
    if file.is_symlink() or not file.is_file():
        raise NoRecordsThere("no records lie there")
    return file


def _whole_length(file: Path) -> None:
    """See that a file is as long as its own head says (SQLite's file format, 1.3). Raises `CutShort`, `NotWhole`."""
    try:
        with file.open("rb") as begun:
            head = begun.read(_HEADER_BYTES)
            length = os.fstat(begun.fileno()).st_size
    except OSError as error:
        raise StickGone("the records can't be read") from error
    if len(head) < _HEADER_BYTES:
        raise CutShort("the records file is cut off")
    if not head.startswith(_MAGIC):
        raise NotWhole("not a records file")
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    if length < pages * (_LARGEST_PAGE if page == 1 else page):
        raise CutShort("the records file is cut off")


def _copy(source: Path, new: Path, size: int, told: Callable[[int], None]) -> None:
    """Copy piece by piece. Raises `StickGone`, `CutShort`, and `OSError` for the terminal's own disk."""
    done = 0
    with _stick():
        begun = source.open("rb")
    with begun, new.open("xb") as file:
        while piece := _piece(begun):
            file.write(piece)
            done += len(piece)
            told(done)
    if done < size:
        raise CutShort("the records file ended before its end")


def _piece(file: BinaryIO) -> bytes:
    with _stick():
        return file.read(_PIECE)


@contextmanager
def _stick() -> Generator[None]:
    """Call what goes wrong while a stick is read by its name."""
    try:
        yield
    except OSError as error:
        raise StickGone("the stick can't be read any more") from error


@contextmanager
def _readable() -> Generator[None]:
    """Call what SQLite and the layout say of a file that is not in use by the names that are for one that is offered."""
    try:
        yield
    except layout.StoreTooNew as error:
        raise TooNew(str(error)) from error
    except StoreDamaged as error:
        raise NotWhole(str(error)) from error
    except (sqlite3.Error, UnicodeDecodeError, KeyError) as error:
        raise NotWhole("the records file can't be read") from error
