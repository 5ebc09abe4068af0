"""Looking people up in the sealed records: by social-security number or by card number, one row each."""

from __future__ import annotations

import hmac
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from kiosk.core.keys import KeyUnavailable
from kiosk.core.money import IdNumber
from kiosk.core.record import PersonNotFound, RecordError, StoreDamaged, StoreMissing, TooManyLookUps
from kiosk.store import body, layout, migration, replacing, wiping
from kiosk.store.limit import Bucket, LookUpLimit
from kiosk.store.seal import DataKey, Drawer, WrongSchema, WrongSeal

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from devices.deadline import Time
    from kiosk.core.keys import KeyProvider
    from kiosk.core.record import DataState, Record
    from kiosk.store.layout import About


class KeyMissing(KeyUnavailable, StoreMissing):
    """There are records, and the terminal's key, which opens them, can't be had: new records wouldn't help."""


class _Open(NamedTuple):
    pointer: tuple[int, int]
    connection: sqlite3.Connection
    about: About
    key: DataKey


class Records:
    """The terminal's records, read only. Belongs to one thread; opens at the first look-up, so making one costs nothing.

    New records put beside the old ones by `builder.build` are seen at the next look-up. `limit=None` is for measuring.
    """

    def __init__(self, data: Path, keys: KeyProvider, time: Time, limit: LookUpLimit | None = LookUpLimit()) -> None:  # noqa: B008 - frozen
        self._data = data
        self._pointer_file = data / layout.FOLDER / layout.POINTER
        self._keys = keys
        self._bucket = None if limit is None else Bucket(limit, time)
        self._opened: _Open | None = None

    def find_by_number(self, number: IdNumber) -> Record:
        """Return the record of the person with this social-security number.

        Raises `PersonNotFound`, `TooManyLookUps`, `StoreMissing`, `StoreDamaged`, or `DiskFull` when the records first have
        to be brought up to date.
        """
        self._count()
        return self._find(number)

    def find_by_card(self, card_number: str) -> Record:
        """Return the record of the holder of a social-security card. Raises as `find_by_number` does."""
        self._count()
        with self._store() as store:
            number = self._row(store, "cards", store.key.cards, card_name(card_number))[1]
        return self._find(IdNumber(number.decode("ascii")))

    def state(self) -> DataState:
        """Say what the records are: agency, county, cut-off, version, people. Raises as `find_by_number` does."""
        with self._store() as store:
            return store.about.state()

    def check(self, told: Callable[[int, int], None] = lambda _done, _total: None) -> None:
        """Read everything and compare it with the state digest. Raises `StoreDamaged`. Takes a second for 500,000 people.

        `told` hears how far it is; what it raises ends the check.
        """
        with self._store():
            file = layout.current(self._data)
        try:
            replacing.examined(file, self._terminal_key(), told)
        except replacing.RecordsRefused as refusal:
            raise StoreDamaged(str(refusal)) from refusal

    # -- new records, for staff -------------------------------------------------------------------------------

    def earlier(self) -> DataState | None:
        """Say what the records in use before were; None if there are none."""
        return replacing.earlier(self._data)

    def take(
        self, folder: Path, agency: str, county: str, told: Callable[[int, int], None] = lambda _done, _total: None
    ) -> DataState:
        """Put the records of a folder, on a stick, in use. Raises what `replacing.take` raises."""
        try:
            ours = self.state()
        except RecordError:
            ours = None
        return replacing.take(self._data, self._terminal_key(), folder, replacing.Wanted(agency, county, ours), told)

    def go_back(self, told: Callable[[int, int], None] = lambda _done, _total: None) -> DataState:
        """Put the records in use again that were before. Raises what `replacing.go_back` raises."""
        return replacing.go_back(self._data, self._terminal_key(), told)

    def wipe(self, told: Callable[[int, int], None] = lambda _done, _total: None) -> int:
        """Do away with all records; return how many bytes there were. Raises `wiping.NotWiped`."""
        self.close()
        return wiping.wipe(self._data, told)

    @property
    def looked_up(self) -> int:
        """Look-ups allowed since the start, for counters."""
        return 0 if self._bucket is None else self._bucket.taken

    @property
    def refused(self) -> int:
        """Look-ups refused since the start: somebody may be trying numbers."""
        return 0 if self._bucket is None else self._bucket.refused

    def close(self) -> None:
        """Let go of the file and the data key."""
        if self._opened is not None:
            self._opened.connection.close()
            self._opened = None

    def _count(self) -> None:
        if self._bucket is not None and not self._bucket.take():
            raise TooManyLookUps("more look-ups in a short time than a hall can have")

    def _find(self, number: IdNumber) -> Record:
        with self._store() as store:
            form, packed = self._row(store, "people", store.key.people, number.reveal().encode("ascii"))
            try:
                return body.unpack(form, packed)
            except body.BodyDamaged as error:
                raise StoreDamaged("a row is no record") from error

    def _row(self, store: _Open, table: str, drawer: Drawer, name: bytes) -> tuple[int, bytes]:
        place = drawer.place(name)
        key = layout.row_key(place, store.about.key_bits)
        found = store.connection.execute(f"SELECT row FROM {table} WHERE key = ?", (key,)).fetchone()  # noqa: S608 - our name
        if found is None:
            query = f"SELECT row FROM {table}_overflow WHERE place = ?"  # noqa: S608 - as above
            found = store.connection.execute(query, (place,)).fetchone()
        if found is None:
            raise PersonNotFound("nobody with this card is in the records")
        try:
            return drawer.open(name, place, found[0])
        except WrongSeal as error:
            raise StoreDamaged("a row does not open") from error

    @contextmanager
    def _store(self) -> Generator[_Open]:
        try:
            yield self._current()
        except (sqlite3.Error, UnicodeDecodeError) as error:  # what SQLite says of a damaged file may be no text itself
            self.close()
            raise StoreDamaged("the records file can't be read") from error

    def _current(self) -> _Open:
        """Return the open store, opened anew if the pointer moved."""
        pointer = self._pointer()
        if self._opened is not None and self._opened.pointer != pointer:
            self.close()
        if self._opened is None:
            self._opened = self._open(pointer)
        return self._opened

    def _pointer(self) -> tuple[int, int]:
        try:
            status = self._pointer_file.stat()
        except OSError:
            raise StoreMissing("the terminal has no records yet") from None
        return status.st_mtime_ns, status.st_ino

    def _open(self, pointer: tuple[int, int]) -> _Open:
        connection = layout.opened(layout.current(self._data))
        try:
            values = layout.meta(connection)
            about = layout.about(values)
            terminal_key = self._terminal_key()
            key = _data_key(values, terminal_key, about.schema)
            if about.schema >= layout.PROVED:
                _prove(key, values)
            if about.schema < layout.SCHEMA:
                connection.close()
                migration.migrate(self._data, key, terminal_key)
                return self._open(self._pointer())
        except BaseException:
            connection.close()
            raise
        return _Open(pointer, connection, about, key)

    def _terminal_key(self) -> bytes:
        try:
            return self._keys.terminal_key()
        except KeyUnavailable as error:
            raise KeyMissing("the terminal's key can't be had") from error


def _data_key(values: dict[str, bytes], terminal_key: bytes, schema: int) -> DataKey:
    try:
        return DataKey.unwrapped(values.get("key", b""), terminal_key, schema)
    except WrongSchema as error:
        raise StoreDamaged("the records file says it has another schema than it was sealed with") from error
    except WrongSeal as error:
        raise StoreMissing("the records were sealed for another terminal") from error


def _prove(key: DataKey, values: dict[str, bytes]) -> None:
    if not hmac.compare_digest(key.proves(values["about"]), values.get("proof", b"")):
        raise StoreDamaged("what the records file says of itself was changed")


def card_name(card_number: str) -> bytes:
    """Return a social-security-card number as rows are found by it: without blanks, in upper case."""
    return "".join(card_number.split()).upper().encode()
