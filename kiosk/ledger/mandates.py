"""Mandates in one sealed file: one row a fact (made, used, taken back), each on the disk before anybody acts on it.

Kept are the names that stand on the paper and keyed pseudonyms of who they are; numbers and addresses stay on the paper,
which the hall keeps (domain: 代办委托书). A row may go `KEPT_YEARS` after its mandate was made at the earliest: no mandate
is longer than a year, so everything is there three years after it ended (网络数据安全管理条例 Art. 12). The file's own
newest rows say what time it is for that: a clock that is set wrong can't make it forget.
"""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import msgspec

from kiosk.core.mandate import (
    AgentKind,
    Draft,
    Errand,
    Mandate,
    MandateDid,
    MandateFact,
    MandateNumber,
    MandateOver,
    Relation,
)
from kiosk.core.pseudonym import Pseudonym, pseudonym
from kiosk.core.staff import StaffNumber
from kiosk.ledger.file import LedgerDamaged, named_errors, open_ledger, transaction
from kiosk.ledger.identity import file_schema, identify

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.core.clock import Clock
    from kiosk.core.money import IdNumber

KEPT_YEARS: Final = 4
LONGEST_DAYS: Final = 366
_CHECK: Final = b"yiban mandates"
_FIRST: Final = 1


class _Fact(msgspec.Struct, array_like=True, frozen=True):
    """What is sealed of a row. Fields are in their order on the disk; new ones go to the end, with a default."""

    did: MandateDid
    at: datetime
    by: str
    errand: Errand | None = None
    kind: AgentKind | None = None
    person_name: str = ""
    agent: bytes = b""
    agent_name: str = ""
    relation: Relation | None = None
    errands: tuple[Errand, ...] = ()
    until: date | None = None
    person: bytes = b""

    def __repr__(self) -> str:
        return f"<_Fact {self.did}>"


def _first_schema(db: sqlite3.Connection) -> None:
    file_schema(db)
    db.execute(
        "CREATE TABLE fact (seq INTEGER PRIMARY KEY, mandate TEXT NOT NULL, tag BLOB NOT NULL, sealed BLOB NOT NULL)"
    )
    db.execute("CREATE INDEX fact_mandate ON fact (mandate)")
    db.execute("CREATE INDEX fact_tag ON fact (tag)")


MIGRATIONS: Final = (_first_schema,)


class Mandates:
    """The ledger of mandates; any thread may call it, each call returns once the fact is on the disk.

    `key` and `subject_key` are 32 bytes each, derived from the terminal's key; the second is the audit's for pseudonyms.
    `watch` hears of every fact once it is on the disk, and must not raise. Opening raises `LedgerInUse`, `LedgerTooNew`,
    `LedgerDamaged`, `LedgerOfAnother` or `DiskFull`; so may every call.
    """

    def __init__(
        self,
        path: Path,
        key: bytes,
        subject_key: bytes,
        clock: Clock,
        *,
        watch: Callable[[MandateFact], None] | None = None,
    ) -> None:
        self._subject_key = subject_key
        self._clock = clock
        self._watch = watch
        self._lock = threading.Lock()
        self._db = open_ledger(path, MIGRATIONS)
        try:
            with named_errors():
                self._epoch, self._seal = identify(self._db, key, _CHECK)
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def subject(self, number: IdNumber) -> Pseudonym:
        """Return who this number names here."""
        return pseudonym(self._subject_key, number)

    # -- facts ------------------------------------------------------------------------------------------------

    def make(self, draft: Draft, by: StaffNumber) -> Mandate:
        """Give a mandate its number; `by` has compared the paper.

        Raises `ValueError` for one that ends before today or later than a year from now, or is for nothing.
        """
        now = self._clock.now()
        if not 0 <= (draft.until - now.date()).days <= LONGEST_DAYS or not draft.errands:
            raise ValueError("a mandate is for something, and for at most a year from today")
        fact = _Fact(
            MandateDid.MADE,
            now,
            str(by),
            None,
            draft.kind,
            draft.person_name,
            draft.agent.tag,
            draft.agent_name,
            draft.relation,
            draft.errands,
            draft.until,
            draft.person.tag,
        )
        with self._lock, named_errors(), transaction(self._db):
            self._forget(now.date())
            number = self._next_number(now.date())
            self._write(number, draft.person, fact)
        mandate = Mandate(number, draft, now.date(), by)
        self._tell(MandateFact(MandateDid.MADE, mandate, draft.errands, by))
        return mandate

    def use(self, number: MandateNumber, errand: Errand, by: StaffNumber) -> Mandate:
        """Note that somebody acts on it now. Must return before they do. Raises `MandateOver` and `KeyError`."""
        now = self._clock.now()
        with self._lock, named_errors(), transaction(self._db):
            mandate = self._mandate(number)
            if not mandate.holds(now.date()) or errand not in mandate.draft.errands:
                raise MandateOver
            self._write(number, mandate.draft.person, _Fact(MandateDid.USED, now, str(by), errand))
        self._tell(MandateFact(MandateDid.USED, mandate, (errand,), by))
        return mandate

    def revoke(self, number: MandateNumber, by: StaffNumber) -> None:
        """The person takes it back; doing it again changes nothing. Raises `KeyError`."""
        now = self._clock.now()
        with self._lock, named_errors(), transaction(self._db):
            mandate = self._mandate(number)
            if mandate.revoked:
                return
            self._write(number, mandate.draft.person, _Fact(MandateDid.REVOKED, now, str(by)))
        self._tell(MandateFact(MandateDid.REVOKED, mandate, mandate.draft.errands, by))

    # -- what is known ----------------------------------------------------------------------------------------

    def of(self, person: Pseudonym) -> tuple[Mandate, ...]:
        """Return the mandates of a person that hold today, oldest first."""
        today = self._clock.now().date()
        tag = self._seal.tag(person.tag)
        with self._lock, named_errors():
            rows = self._db.execute(
                "SELECT DISTINCT mandate FROM fact WHERE tag = ? ORDER BY mandate", (tag,)
            ).fetchall()
            found = tuple(self._mandate(MandateNumber(written)) for (written,) in rows)
        return tuple(mandate for mandate in found if mandate.holds(today))

    def mandate(self, number: MandateNumber) -> Mandate:
        """Return what is known of one. Raises `KeyError` for a number that was never given, or is forgotten."""
        with self._lock, named_errors():
            return self._mandate(number)

    # -- inside -----------------------------------------------------------------------------------------------

    def _next_number(self, day: date) -> MandateNumber:
        begins = f"{day:%Y-%m%d}-"
        (last,) = self._db.execute("SELECT max(mandate) FROM fact WHERE mandate LIKE ?", (f"{begins}%",)).fetchone()
        count = _FIRST if last is None else int(last.removeprefix(begins)) + 1
        return MandateNumber(f"{begins}{count:04d}")

    def _forget(self, today: date) -> None:
        """Delete what need not be kept any longer, by the earlier of the clock's day and that of the newest mandate."""
        (newest,) = self._db.execute("SELECT max(mandate) FROM fact").fetchone()
        limit = f"{today.year - KEPT_YEARS:04d}-{today:%m%d}"
        if newest is not None:
            limit = min(limit, f"{int(newest[:4]) - KEPT_YEARS:04d}-{newest[5:9]}")
        self._db.execute("DELETE FROM fact WHERE mandate < ?", (limit,))

    def _bound(self, seq: int, number: MandateNumber, tag: bytes) -> bytes:
        return msgspec.msgpack.encode((self._epoch, seq, str(number), tag))

    def _write(self, number: MandateNumber, person: Pseudonym, fact: _Fact) -> None:
        (last,) = self._db.execute("SELECT coalesce(max(seq), 0) FROM fact").fetchone()
        seq, tag = int(last) + 1, self._seal.tag(person.tag)
        sealed = self._seal.seal(msgspec.msgpack.encode(fact), self._bound(seq, number, tag))
        self._db.execute("INSERT INTO fact VALUES (?, ?, ?, ?)", (seq, str(number), tag, sealed))

    def _mandate(self, number: MandateNumber) -> Mandate:
        query = "SELECT seq, tag, sealed FROM fact WHERE mandate = ? ORDER BY seq"
        with closing(self._db.execute(query, (str(number),))) as rows:
            facts = [
                msgspec.msgpack.decode(self._seal.open(sealed, self._bound(seq, number, tag)), type=_Fact)
                for seq, tag, sealed in rows
            ]
        if not facts:
            raise KeyError(str(number))
        made = facts[0]
        if made.kind is None or made.until is None:
            raise LedgerDamaged("a mandate was never made")
        draft = Draft(
            made.kind,
            Pseudonym(made.person),
            made.person_name,
            Pseudonym(made.agent),
            made.agent_name,
            made.relation,
            made.errands,
            made.until,
        )
        did = [fact.did for fact in facts]
        since = date(int(number.written[:4]), int(number.written[5:7]), int(number.written[7:9]))
        return Mandate(
            number, draft, since, StaffNumber(made.by), MandateDid.REVOKED in did, did.count(MandateDid.USED)
        )

    def _tell(self, fact: MandateFact) -> None:
        if self._watch is not None:
            self._watch(fact)
