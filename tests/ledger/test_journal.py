"""The print journal step by step."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.money import IdNumber
from kiosk.core.pseudonym import Pseudonym, pseudonym
from kiosk.core.record import DiskFull, StoreDamaged, StoreMissing
from kiosk.core.serial import DocumentSerial
from kiosk.ledger.document import Document, Entry, PrintState, PrintTicket
from kiosk.ledger.file import LedgerInUse, LedgerTooNew, open_ledger
from kiosk.ledger.journal import MIGRATIONS, PrintJournal, WrongStep
from kiosk.ledger.sealing import Seal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = bytes(range(32))
START = datetime(2026, 11, 21, 9, 0, tzinfo=SHANGHAI)
NUMBER = IdNumber("110101194912310028")
WANG = pseudonym(KEY, NUMBER)
LIU = pseudonym(KEY, IdNumber("11010119500101001X"))


def document(subject: Pseudonym = WANG, kind: str = "yearly-record", period: str = "2025") -> Document:
    return Document(kind, subject, period, 7, date(2026, 10, 31), b"figures-digest-1", "printer")


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(START)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def journal(path: Path, clock: VirtualClock) -> Iterator[PrintJournal]:
    journal = PrintJournal(path, KEY, clock)
    yield journal
    journal.close()


def proved(journal: PrintJournal, printed: Document) -> PrintTicket:
    ticket = journal.intend(printed)
    journal.sending(ticket)
    journal.proved(ticket)
    return ticket


def test_a_print_goes_from_intended_over_sending_to_proved(journal: PrintJournal, clock: VirtualClock) -> None:
    ticket = journal.intend(document())
    assert journal.entry(ticket).state is PrintState.INTENDED
    clock.sleep(2)
    journal.sending(ticket)
    assert journal.entry(ticket).state is PrintState.SENDING
    clock.sleep(3)
    journal.proved(ticket)
    entry = journal.entry(ticket)
    assert entry.state is PrintState.PROVED
    assert entry.document == document()
    assert entry.intended_at == START
    assert entry.changed_at == START + timedelta(seconds=5)


def test_the_same_sheet_today_is_known_as_printed(journal: PrintJournal, clock: VirtualClock) -> None:
    assert not journal.printed_today(WANG, "yearly-record", "2025")
    proved(journal, document())
    assert journal.printed_today(WANG, "yearly-record", "2025")
    assert not journal.printed_today(WANG, "yearly-record", "2024")
    assert not journal.printed_today(WANG, "payments", "2025")
    assert not journal.printed_today(LIU, "yearly-record", "2025")
    clock.sleep(24 * 3600)
    assert not journal.printed_today(WANG, "yearly-record", "2025")


def test_a_failed_sheet_does_not_make_the_next_one_a_second_copy(journal: PrintJournal) -> None:
    ticket = journal.intend(document())
    journal.sending(ticket)
    journal.failed(ticket, "paper-out")
    assert journal.entry(ticket).code == "paper-out"
    assert not journal.printed_today(WANG, "yearly-record", "2025")


def test_an_unknown_sheet_counts_as_printed_until_somebody_has_looked(journal: PrintJournal) -> None:
    ticket = journal.intend(document())
    journal.sending(ticket)
    journal.unproven(ticket, "print-unproven")
    assert [entry.ticket for entry in journal.unknown()] == [ticket]
    assert journal.printed_today(WANG, "yearly-record", "2025")
    journal.settle(ticket, printed=False, by="0217")
    assert journal.unknown() == ()
    assert not journal.printed_today(WANG, "yearly-record", "2025")
    assert (journal.entry(ticket).code, journal.entry(ticket).by) == ("print-unproven", "0217")


def test_who_has_looked_may_say_it_is_printed(journal: PrintJournal) -> None:
    ticket = journal.intend(document())
    journal.sending(ticket)
    journal.settle(ticket, printed=True, by="0217")
    assert journal.entry(ticket).state is PrintState.SETTLED_PRINTED
    assert journal.printed_today(WANG, "yearly-record", "2025")


def test_who_goes_away_before_anything_is_sent_abandons_the_print(journal: PrintJournal) -> None:
    ticket = journal.intend(document())
    journal.abandoned(ticket)
    assert journal.entry(ticket).state is PrintState.ABANDONED
    assert journal.counters()[PrintState.ABANDONED] == 1
    assert journal.counters()[PrintState.PROVED] == 0


def test_a_step_that_is_not_allowed_is_a_bug_and_changes_nothing(journal: PrintJournal) -> None:
    ticket = proved(journal, document())
    with pytest.raises(WrongStep, match="proved -> sending"):
        journal.sending(ticket)
    with pytest.raises(WrongStep):
        journal.settle(ticket, printed=False, by="0217")
    assert journal.entry(ticket).state is PrintState.PROVED


def test_free_text_is_no_code_and_no_staff_number(journal: PrintJournal) -> None:
    ticket = journal.intend(document())
    with pytest.raises(ValueError, match="stable code"):
        journal.failed(ticket, "王秀兰的纸卡住了")
    with pytest.raises(ValueError, match="stable code"):
        journal.settle(ticket, printed=True, by="王 秀兰")


def test_a_strange_ticket_is_refused(journal: PrintJournal) -> None:
    ticket = journal.intend(document())
    with pytest.raises(KeyError):
        journal.sending(PrintTicket(DocumentSerial(ticket.serial.number + 1)))
    with pytest.raises(KeyError):
        journal.sending(PrintTicket(DocumentSerial(ticket.serial.number ^ 1 << 40)))


def test_after_a_restart_what_was_sending_is_unknown_and_what_was_intended_was_never_sent(
    path: Path, clock: VirtualClock
) -> None:
    with closing(PrintJournal(path, KEY, clock)) as before:
        intended, sending = before.intend(document()), before.intend(document(LIU))
        before.sending(sending)
        done = proved(before, document(period="2024"))
    told: list[Entry] = []
    with closing(PrintJournal(path, KEY, clock, watch=told.append)) as after:
        assert [entry.ticket for entry in after.unknown()] == [sending]
        assert after.unknown()[0].code == "restart"
        assert after.entry(intended).state is PrintState.ABANDONED
        assert after.entry(done).state is PrintState.PROVED
        assert not after.printed_today(WANG, "yearly-record", "2025")
    assert [(entry.ticket, entry.state) for entry in told] == [
        (intended, PrintState.ABANDONED),
        (sending, PrintState.UNKNOWN),
    ]


def test_the_watch_hears_each_step_once(path: Path, clock: VirtualClock) -> None:
    told: list[PrintState] = []
    with closing(PrintJournal(path, KEY, clock, watch=lambda entry: told.append(entry.state))) as journal:
        proved(journal, document())
    assert told == [PrintState.INTENDED, PrintState.SENDING, PrintState.PROVED]


def test_a_serial_is_eight_bytes_and_reads_as_sixteen_digits(journal: PrintJournal) -> None:
    serial = journal.intend(document()).serial
    assert serial.to_bytes() == bytes.fromhex(str(serial))
    assert len(serial.to_bytes()) == 8


def test_a_terminal_restored_from_an_old_image_does_not_give_a_serial_again(path: Path, clock: VirtualClock) -> None:
    with closing(PrintJournal(path, KEY, clock)) as journal:
        journal.intend(document())
    image = path.read_bytes()
    with closing(PrintJournal(path, KEY, clock)) as journal:
        given = {journal.intend(document()).serial for _ in range(5)}
    path.write_bytes(image)
    clock.sleep(60)
    with closing(PrintJournal(path, KEY, clock)) as journal:
        assert given.isdisjoint(journal.intend(document()).serial for _ in range(5))


def test_serials_rise_even_when_the_clock_is_set_back_or_far_ahead(journal: PrintJournal, clock: VirtualClock) -> None:
    serials = [journal.intend(document()).serial]
    for days in (-30, 400, -800, 365 * 300, 1):
        clock.jump(timedelta(days=days))
        serials.append(journal.intend(document()).serial)
    assert serials == sorted(set(serials))
    assert len({serial.number >> 32 for serial in serials}) == 1


def test_two_journals_have_different_epochs(tmp_path: Path, clock: VirtualClock) -> None:
    with closing(PrintJournal(tmp_path / "a", KEY, clock)) as a, closing(PrintJournal(tmp_path / "b", KEY, clock)) as b:
        assert a.intend(document()).serial != b.intend(document()).serial


def test_nothing_in_the_files_is_readable(journal: PrintJournal, path: Path) -> None:
    proved(journal, document())
    failed = journal.intend(document(period="2024"))
    journal.failed(failed, "cutter-fault")
    kept = b"".join(file.read_bytes() for file in path.parent.iterdir())
    planted = [NUMBER.reveal().encode(), WANG.tag, str(WANG).encode(), b"yearly-record", b"figures-digest-1", b"2025"]
    planted += [b"cutter-fault", b"proved", b"printer"]
    assert [word for word in planted if word in kept] == []


def test_a_second_process_is_kept_out(journal: PrintJournal, path: Path, clock: VirtualClock) -> None:
    journal.intend(document())
    with pytest.raises(LedgerInUse):
        PrintJournal(path, KEY, clock)


def test_another_terminals_key_does_not_open_it(path: Path, clock: VirtualClock) -> None:
    PrintJournal(path, KEY, clock).close()
    with pytest.raises(StoreMissing):
        PrintJournal(path, bytes(32), clock)
    with pytest.raises(ValueError, match="32 bytes"):
        PrintJournal(path, b"short", clock)


@pytest.mark.parametrize("column", ["state = 2", "tag = zeroblob(16)", "sealed = zeroblob(80)", "sealed = x'00'"])
def test_an_altered_row_is_noticed(path: Path, clock: VirtualClock, column: str) -> None:
    with closing(PrintJournal(path, KEY, clock)) as journal:
        ticket = journal.intend(document())
        journal.failed(ticket, "paper-out")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE print SET " + column)  # noqa: S608 - `column` is one of the four above
    with closing(PrintJournal(path, KEY, clock)) as journal, pytest.raises(StoreDamaged):
        journal.entry(ticket)


def test_a_row_put_in_anothers_place_is_noticed(path: Path, clock: VirtualClock) -> None:
    with closing(PrintJournal(path, KEY, clock)) as journal:
        first, _ = proved(journal, document()), proved(journal, document(LIU))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE print SET (tag, sealed) = (SELECT tag, sealed FROM print ORDER BY count DESC LIMIT 1)")
    with closing(PrintJournal(path, KEY, clock)) as journal, pytest.raises(StoreDamaged):
        journal.entry(first)


def test_a_file_of_garbage_is_a_damaged_store(path: Path, clock: VirtualClock) -> None:
    path.write_bytes(b"not a database, but long enough to be looked at" * 100)
    with pytest.raises(StoreDamaged):
        PrintJournal(path, KEY, clock)


def test_another_programs_database_is_left_alone(path: Path, clock: VirtualClock) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.executescript("PRAGMA application_id=1; CREATE TABLE theirs (a); PRAGMA user_version=1")
    with pytest.raises(StoreDamaged, match="not a ledger"):
        PrintJournal(path, KEY, clock)


def test_a_place_that_can_not_be_written_to_takes_nothing_more(tmp_path: Path, clock: VirtualClock) -> None:
    with pytest.raises(DiskFull):
        PrintJournal(tmp_path / "nowhere" / "journal.db", KEY, clock)


def test_a_closed_journal_is_a_bug_not_a_damaged_store(path: Path, clock: VirtualClock) -> None:
    journal = PrintJournal(path, KEY, clock)
    journal.close()
    with pytest.raises(sqlite3.ProgrammingError):
        journal.unknown()


def test_a_later_version_s_file_is_not_touched(path: Path, clock: VirtualClock) -> None:
    PrintJournal(path, KEY, clock).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version=99")
    with pytest.raises(LedgerTooNew):
        PrintJournal(path, KEY, clock)


def test_an_older_file_is_brought_up_step_by_step_or_not_at_all(path: Path, clock: VirtualClock) -> None:
    with closing(PrintJournal(path, KEY, clock)) as journal:
        ticket = proved(journal, document())

    def more(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE booking (a)")

    def wrong(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE half (a)")
        raise StoreDamaged("half done")

    with pytest.raises(StoreDamaged, match="half done"):
        open_ledger(path, (*MIGRATIONS, more, wrong))
    with closing(PrintJournal(path, KEY, clock)) as journal:
        assert journal.entry(ticket).state is PrintState.PROVED
    with closing(open_ledger(path, (*MIGRATIONS, more))) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
        assert db.execute("SELECT count(*) FROM booking").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM print").fetchone() == (1,)


def test_steps_from_several_threads_do_not_mix(journal: PrintJournal) -> None:
    tickets: list[PrintTicket] = []

    def work() -> None:
        tickets.extend(proved(journal, document()) for _ in range(20))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(tickets)) == 80
    assert journal.counters()[PrintState.PROVED] == 80


def test_tags_keep_their_parts_apart() -> None:
    seal = Seal(KEY, b"12345678")
    assert seal.tag(b"ab", b"c") != seal.tag(b"a", b"bc")
    assert seal.tag(b"ab") != Seal(KEY, b"87654321").tag(b"ab")


def test_a_pseudonym_is_the_same_for_the_same_person_and_key_only() -> None:
    assert pseudonym(KEY, IdNumber("110101194912310028")) == WANG
    assert pseudonym(bytes(32), NUMBER) != WANG != LIU
    assert NUMBER.reveal() not in f"{WANG!r} {WANG}"
    with pytest.raises(ValueError, match="16 bytes"):
        Pseudonym(b"short")
