"""The audit log: what it writes, what it survives, and that tampering shows where it was done."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.audit import events
from kiosk.audit.alone import LogInUse
from kiosk.audit.chain import Break, macs, next_line
from kiosk.audit.declaring import CauseRefused, Event
from kiosk.audit.log import AuditLog
from kiosk.audit.stage import AuditStage
from kiosk.audit.verifying import Verdict, verify
from kiosk.core.clock import SHANGHAI, SystemClock, VirtualClock
from kiosk.core.head import START, Head
from kiosk.core.money import Fen
from kiosk.core.page import Notice, Phase, Used
from kiosk.core.people import Presentation
from kiosk.core.record import DiskFull, RecordError
from kiosk.core.staff import Assistance, Reason, StaffMember, StaffNumber, StaffRole
from kiosk.core.stage import EndedBy, PageEnded, Showing, Ticket
from kiosk.core.text import Day, Money, Surname, say
from tests.audit.lines import TECHNICIAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import FileIO

KEY = bytes(range(32))
LINES = 8
ROOT = Path(__file__).parents[2]


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(datetime(2026, 11, 21, 9, 0, tzinfo=SHANGHAI))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "audit.jsonl"


@pytest.fixture
def log(path: Path, clock: VirtualClock) -> Iterator[AuditLog]:
    with closing(AuditLog(path, KEY, clock)) as log:
        yield log


@pytest.fixture
def kept(log: AuditLog, path: Path, clock: VirtualClock) -> Path:
    """A log of eight lines."""
    for number in range(LINES):
        clock.sleep(1)
        log.write(events.CLOCK_JUMPED(seconds=number))
    log.close()
    return path


def test_a_line_reads_as_what_happened(log: AuditLog, path: Path) -> None:
    log.write(events.STARTED(version="v0.1.0"))
    line = json.loads(path.read_text())
    assert len(line.pop("mac")) == 32
    assert len(line.pop("hash")) == 64
    assert line == {
        "seq": 1,
        "at": "2026-11-21T09:00:00.000000+08:00",
        "event": "started",
        "by": "machine",
        "fields": {"version": "v0.1.0"},
    }


def test_a_whole_log_is_whole(kept: Path, log: AuditLog) -> None:
    assert verify(kept, KEY) == Verdict(log.head)
    assert verify(kept, KEY).whole
    assert log.head.seq == LINES


def test_an_empty_log_is_whole(log: AuditLog, path: Path) -> None:
    assert verify(path, KEY) == Verdict(START)
    assert log.head == START
    assert verify(path, KEY, known=[START]).whole


def test_the_chain_goes_on_after_a_restart(kept: Path, clock: VirtualClock) -> None:
    with closing(AuditLog(kept, KEY, clock)) as log:
        log.write(events.VISIT_OVER())
        assert verify(kept, KEY) == Verdict(log.head)
        assert log.head.seq == LINES + 1


def edited(lines: list[bytes], at: int) -> list[bytes]:
    return [*lines[:at], lines[at].replace(b'"seconds":', b'"seconds":1'), *lines[at + 1 :]]


def deleted(lines: list[bytes], at: int) -> list[bytes]:
    return lines[:at] + lines[at + 1 :]


def doubled(lines: list[bytes], at: int) -> list[bytes]:
    return [*lines[: at + 1], *lines[at:]]


def swapped(lines: list[bytes], at: int) -> list[bytes]:
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


def forged(lines: list[bytes], at: int) -> list[bytes]:
    """Insert a line whose chain fits but whose key is another."""
    return [*lines[:at], lines[at].replace(b'"fields":{"seconds":', b'"fields":{"seconds":7'), *lines[at:]]


def reencoded(lines: list[bytes], at: int) -> list[bytes]:
    return [*lines[:at], json.dumps(json.loads(lines[at])).encode() + b"\n", *lines[at + 1 :]]


@pytest.mark.parametrize(
    ("tamper", "positions", "shift", "reasons"),
    [
        (edited, range(LINES), 0, {Break.WRONG_HASH}),
        (deleted, range(LINES - 1), 0, {Break.WRONG_SEQ}),
        (doubled, range(LINES), 1, {Break.WRONG_SEQ}),
        (swapped, range(LINES - 1), 0, {Break.WRONG_SEQ}),
        (forged, range(LINES), 0, {Break.WRONG_HASH}),
        (reencoded, range(LINES), 0, {Break.NOT_A_LINE}),
    ],
)
def test_tampering_at_any_line_is_found_and_the_line_named(
    kept: Path, tamper: Callable[[list[bytes], int], list[bytes]], positions: range, shift: int, reasons: set[Break]
) -> None:
    whole = kept.read_bytes().splitlines(keepends=True)
    for at in positions:
        kept.write_bytes(b"".join(tamper(whole, at)))
        verdict = verify(kept, KEY)
        assert not verdict.whole
        assert verdict.broken_line == at + 1 + shift
        assert verdict.reason in reasons
        assert verdict.head.seq == at + shift


def test_any_single_byte_changed_is_found(kept: Path) -> None:
    whole = kept.read_bytes()
    places = random.Random(7).sample(range(len(whole)), 300)
    for place in [*places, len(whole) - 1]:
        kept.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert verify(kept, KEY).broken_line == whole.count(b"\n", 0, place) + 1


def test_lines_cut_off_at_the_end_show_only_against_a_head_kept_elsewhere(kept: Path, log: AuditLog) -> None:
    whole = kept.read_bytes().splitlines(keepends=True)
    for left in range(LINES):
        kept.write_bytes(b"".join(whole[:left]))
        assert verify(kept, KEY).whole
        assert verify(kept, KEY, known=[log.head]) == Verdict(
            verify(kept, KEY).head, left + 1, Break.SHORTER_THAN_EXPECTED
        )


def test_a_log_that_has_gone_on_since_the_head_was_kept_is_whole(log: AuditLog, path: Path) -> None:
    log.write(events.VISIT_OVER())
    head = log.head
    log.write(events.VISIT_OVER())
    assert verify(path, KEY, known=[head]).whole
    other = Head(head.seq, "f" * 64)
    assert verify(path, KEY, known=[other]) == Verdict(head, 1, Break.NOT_AS_EXPECTED)


def test_another_key_finds_nothing_that_holds(kept: Path) -> None:
    assert verify(kept, bytes(32)) == Verdict(START, 1, Break.WRONG_MAC)


def test_a_seq_that_does_not_count_is_found_even_with_the_key(path: Path, clock: VirtualClock) -> None:
    line, _ = next_line(macs(KEY), Head(4, START.digest), clock.now(), events.VISIT_OVER())
    path.write_bytes(line + b"\n")
    assert verify(path, KEY) == Verdict(START, 1, Break.WRONG_SEQ)


@pytest.mark.parametrize("torn", [b'{"seq":9,"at":"2026', b"\0" * 512, b"{"])
def test_a_torn_end_is_cut_off_and_told(kept: Path, clock: VirtualClock, torn: bytes) -> None:
    before = kept.read_bytes()
    kept.write_bytes(before + torn)
    assert verify(kept, KEY).reason is Break.TORN
    with closing(AuditLog(kept, KEY, clock)):
        lines = kept.read_bytes().splitlines(keepends=True)
    assert b"".join(lines[:LINES]) == before
    assert json.loads(lines[LINES])["fields"] == {"bytes": len(torn)}
    assert verify(kept, KEY).whole


@pytest.mark.parametrize("damage", [b"garbage\n", b"\n", b"x" * 20_000, b'{"seq":9}\n', b"\0" * 9000 + b"\n"])
def test_a_damaged_log_is_kept_aside_and_a_new_one_says_so(kept: Path, clock: VirtualClock, damage: bytes) -> None:
    damaged = kept.read_bytes() + damage
    kept.write_bytes(damaged)
    with closing(AuditLog(kept, KEY, clock)) as log:
        assert log.head.seq == 1
    assert verify(kept, KEY).whole
    assert json.loads(kept.read_text())["event"] == "log-set-aside"
    (aside,) = kept.parent.glob("audit.damaged-*.jsonl")
    assert aside.read_bytes() == damaged


@pytest.mark.parametrize("damage", [b"no line at all", b"\n"])
def test_a_file_that_never_was_a_log_is_kept_aside_too(path: Path, clock: VirtualClock, damage: bytes) -> None:
    path.write_bytes(damage)
    with closing(AuditLog(path, KEY, clock)):
        pass
    (aside,) = path.parent.glob("audit.damaged-*.jsonl")
    assert aside.read_bytes() == damage


def test_a_log_set_aside_never_replaces_another(path: Path) -> None:
    """A machine whose clock has no battery starts at the same second every time."""
    for content in (b"first", b"second", b"third"):
        path.write_bytes(content + b"\n")
        with closing(AuditLog(path, KEY, VirtualClock(datetime(2026, 11, 21, 9, 0, tzinfo=SHANGHAI)))):
            pass
    kept = {file.read_bytes() for file in path.parent.glob("audit.damaged-*.jsonl")}
    assert kept == {b"first\n", b"second\n", b"third\n"}


def test_the_key_must_have_its_length(path: Path, clock: VirtualClock) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        AuditLog(path, b"short", clock)


def test_a_place_that_can_not_be_written_is_named(tmp_path: Path, clock: VirtualClock) -> None:
    with pytest.raises(DiskFull):
        AuditLog(tmp_path / "nowhere" / "audit.jsonl", KEY, clock)


def test_a_full_disk_leaves_no_half_line(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    path = tmp_path / "audit.jsonl"
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from kiosk.audit import events\n"
        "from kiosk.audit.log import AuditLog\n"
        "from kiosk.core.clock import SystemClock\n"
        "from kiosk.core.record import DiskFull\n"
        "log = AuditLog(Path(sys.argv[1]), bytes(range(32)), SystemClock())\n"
        "refused = 0\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))\n"
        "for number in range(10):\n"
        "    try:\n"
        "        log.write(events.CLOCK_JUMPED(seconds=number))\n"
        "    except DiskFull:\n"
        "        refused += 1\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))\n"
        "log.write(events.VISIT_OVER())\n"
        "log.close()\n"
        "sys.exit(0 if refused else 1)\n"
    )
    command = [sys.executable, "-c", program, str(path)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    assert verify(path, KEY).whole
    assert json.loads(path.read_text().splitlines()[-1])["event"] == "visit-over"


def test_what_was_written_before_a_kill_is_there(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from kiosk.audit import events\n"
        "from kiosk.audit.log import AuditLog\n"
        "from kiosk.core.clock import SystemClock\n"
        "log = AuditLog(Path(sys.argv[1]), bytes(range(32)), SystemClock())\n"
        "while True:\n"
        "    log.write(events.PAGE_SHOWN(page='home'))\n"
        "    os.write(1, b'%d\\n' % log.head.seq)\n"
    )
    command = [sys.executable, "-c", program, str(path)]
    for _ in range(3):
        child = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE)
        assert child.stdout is not None
        first = child.stdout.readline()
        SystemClock().sleep(0.01)
        child.kill()
        said = (first + child.communicate()[0]).split()
        with closing(AuditLog(path, KEY, SystemClock())) as log:
            assert log.head.seq >= int(said[-1])
        assert verify(path, KEY).whole


def test_a_sync_that_failed_is_told_by_a_later_write(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SystemClock()

    def refuse(_file: int) -> None:
        raise OSError(5, "input/output error")

    def told_in_time(log: AuditLog) -> bool:
        for _ in range(500):
            try:
                log.write(events.VISIT_OVER())
            except DiskFull as told:
                return "synced" in str(told)
            clock.sleep(0.01)
        return False

    with closing(AuditLog(path, KEY, clock)) as log:
        with monkeypatch.context() as patched:
            patched.setattr("os.fsync", refuse)
            assert told_in_time(log)
        before = log.head.seq
    assert verify(path, KEY).head.seq == before


class StubbornFile:
    """A file on a disk that takes only a part of each line, or nothing at all."""

    def __init__(self, file: FileIO, takes: int | None) -> None:
        self._file = file
        self._takes = takes

    def write(self, line: bytes) -> int:
        if self._takes is None:
            raise OSError(28, "no space left on device")
        return self._file.write(line[: self._takes])

    def fileno(self) -> int:
        return self._file.fileno()


@pytest.mark.parametrize("takes", [None, 0, 17])
def test_a_line_taken_in_part_is_taken_back(path: Path, clock: VirtualClock, takes: int | None) -> None:
    with closing(AuditLog(path, KEY, clock)) as log:
        log.write(events.VISIT_OVER())
        before = path.read_bytes()
        with log._syncing, path.open("ab", buffering=0) as file, pytest.MonkeyPatch.context() as patched:
            patched.setattr(log, "_file", StubbornFile(file, takes))
            with pytest.raises(DiskFull):
                log.write(events.VISIT_OVER())
        assert path.read_bytes() == before
        log.write(events.VISIT_OVER())
    assert verify(path, KEY).head.seq == 2


def test_a_half_line_that_can_not_be_taken_back_shows_in_the_chain(path: Path, clock: VirtualClock) -> None:
    def refuse(_file: int, _size: int) -> None:
        raise OSError(5, "input/output error")

    with closing(AuditLog(path, KEY, clock)) as log:
        log.write(events.VISIT_OVER())
        with log._syncing, path.open("ab", buffering=0) as file, pytest.MonkeyPatch.context() as patched:
            patched.setattr(log, "_file", StubbornFile(file, 17))
            patched.setattr("os.ftruncate", refuse)
            with pytest.raises(DiskFull):
                log.write(events.VISIT_OVER())
    assert verify(path, KEY).broken_line == 2


def test_only_durable_events_wake_the_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = threading.Semaphore(0)
    really = os.fsync

    def count(file: int) -> None:
        really(file)
        synced.release()

    monkeypatch.setattr("os.fsync", count)
    log = AuditLog(path, KEY, SystemClock())
    log.write(events.PAGE_SHOWN(page="home"))
    assert not synced.acquire(timeout=0.1)
    log.write(events.PAGE_ENDED(page="home", by=EndedBy.PERSON))
    assert synced.acquire(timeout=5)
    log.close()
    assert synced.acquire(timeout=5)
    log.close()
    assert not synced.acquire(timeout=0.1)


def test_threads_write_one_chain(path: Path) -> None:
    with closing(AuditLog(path, KEY, SystemClock())) as log:

        def work() -> None:
            for _ in range(100):
                log.write(events.PAGE_SHOWN(page="home"))

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert verify(path, KEY) == Verdict(log.head)
        assert log.head.seq == 400


# -- one log and the next -----------------------------------------------------------------------------------


def test_who_may_not_cause_an_event_does_not_write_it(log: AuditLog) -> None:
    forged = Event(events.STARTED, {"version": "v0.1.0"}, TECHNICIAN)
    with pytest.raises(CauseRefused, match="started: not by technician"):
        log.write(forged)
    assert log.head == START


def test_a_last_line_with_another_key_is_kept_aside(kept: Path, clock: VirtualClock) -> None:
    with closing(AuditLog(kept, bytes(32), clock)):
        pass
    assert json.loads(kept.read_text())["fields"] == {"reason": "wrong-mac"}


def without_the_last_but_one(lines: list[bytes]) -> list[bytes]:
    return [*lines[:-2], lines[-1]]


def with_garbage_for_the_last_but_one(lines: list[bytes]) -> list[bytes]:
    return [*lines[:-2], b"garbage\n", lines[-1]]


def only_the_second(lines: list[bytes]) -> list[bytes]:
    return [lines[1]]


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (without_the_last_but_one, "wrong-seq"),
        (with_garbage_for_the_last_but_one, "wrong-hash"),
        (only_the_second, "wrong-seq"),
    ],
)
def test_an_end_that_does_not_follow_is_kept_aside(
    kept: Path, clock: VirtualClock, damage: Callable[[list[bytes]], list[bytes]], reason: str
) -> None:
    kept.write_bytes(b"".join(damage(kept.read_bytes().splitlines(keepends=True))))
    with closing(AuditLog(kept, KEY, clock)):
        assert json.loads(kept.read_text())["fields"] == {"reason": reason}


def test_a_log_of_the_form_before_is_kept_aside_as_older(path: Path, clock: VirtualClock) -> None:
    line = '{"seq":1,"at":"2026-11-21T09:00:00","event":"visit-over","fields":{},"prev":"%s","mac":"%s"}\n'
    path.write_text(line % ("0" * 64, "0" * 32))
    with closing(AuditLog(path, KEY, clock)):
        assert json.loads(path.read_text())["fields"] == {"reason": "older-form"}
    assert len(list(path.parent.glob("audit.older-*.jsonl"))) == 1


def test_a_log_shorter_than_a_head_that_was_kept_is_kept_aside_and_gone_on_from_there(
    kept: Path, log: AuditLog, clock: VirtualClock
) -> None:
    whole = kept.read_bytes().splitlines(keepends=True)
    for left in range(LINES):
        kept.write_bytes(b"".join(whole[:left]))
        with closing(AuditLog(kept, KEY, clock, known=log.head)) as after:
            assert after.head.seq == LINES + 2
        assert [event for event, _ in happened(kept)] == ["log-continues", "log-set-aside" if left else "log-missing"]
        assert verify(kept, KEY, known=[log.head], after=log.head) == Verdict(after.head, vouched=LINES)


def test_a_log_other_than_the_head_that_was_kept_is_kept_aside(kept: Path, clock: VirtualClock) -> None:
    with closing(AuditLog(kept, KEY, clock, known=Head(LINES, "f" * 64))):
        assert [event for event, _ in happened(kept)] == ["log-continues", "log-set-aside"]


def test_a_log_that_has_the_head_that_was_kept_goes_on(kept: Path, log: AuditLog, clock: VirtualClock) -> None:
    for known in (log.head, Head(3, "f" * 64)):
        with closing(AuditLog(kept, KEY, clock, known=known)) as again:
            assert again.head == log.head


def test_a_log_that_can_not_tell_what_it_found_is_let_go_of(
    kept: Path, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_log: AuditLog, _line: bytes) -> None:
        raise DiskFull

    kept.write_bytes(kept.read_bytes() + b"torn")
    with monkeypatch.context() as patched:
        patched.setattr(AuditLog, "_append", full)
        with pytest.raises(DiskFull):
            AuditLog(kept, KEY, clock)
    with closing(AuditLog(kept, KEY, clock)) as log:
        assert log.head.seq == LINES


def test_two_processes_do_not_write_one_log(log: AuditLog, path: Path, clock: VirtualClock) -> None:
    with pytest.raises(LogInUse):
        AuditLog(path, KEY, clock)
    log.close()
    with closing(AuditLog(path, KEY, clock)):
        pass


def files_of(path: Path) -> list[Path]:
    """Return the files of a log that has grown too long, oldest first."""
    return [*sorted(path.parent.glob("audit.until-*"), key=lambda file: file.stat().st_mtime_ns), path]


def test_a_log_that_has_grown_long_goes_on_in_another_file(path: Path, clock: VirtualClock) -> None:
    with closing(AuditLog(path, KEY, clock, longest_bytes=2000)) as log:
        for number in range(30):
            clock.sleep(1)
            log.write(events.CLOCK_JUMPED(seconds=number))
        before = START
        told: list[int] = []
        for file in files_of(path):
            verdict = verify(file, KEY, after=before)
            assert verdict.whole
            before = verdict.head
            told += [int(fields["seconds"]) for event, fields in happened(file) if event == "clock-jumped"]
        assert len(files_of(path)) > 3
        assert told == list(range(30))
        assert before == log.head


def test_a_power_cut_between_the_two_names_of_a_long_log_loses_nothing(path: Path, clock: VirtualClock) -> None:
    with closing(AuditLog(path, KEY, clock, longest_bytes=1)) as log:
        log.write(events.VISIT_OVER())
        log.write(events.VISIT_OVER())
    path.rename(path.with_name("audit.next.jsonl"))
    with closing(AuditLog(path, KEY, clock)) as again:
        assert again.head == log.head
    assert [event for event, _ in happened(path)] == ["log-continues", "visit-over"]


def test_a_disk_that_lets_no_new_file_be_made_keeps_the_old_one(path: Path, clock: VirtualClock) -> None:
    with closing(AuditLog(path, KEY, clock, longest_bytes=1)) as log:
        log.write(events.VISIT_OVER())
        path.with_name("audit.next.jsonl").mkdir()
        log.write(events.VISIT_OVER())
        assert verify(path, KEY) == Verdict(log.head)
    assert files_of(path) == [path]


def test_a_file_that_can_not_be_renamed_is_gone_on_with(
    path: Path, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_file: Path, _name: Path) -> None:
        raise OSError(13, "permission denied")

    with closing(AuditLog(path, KEY, clock, longest_bytes=1)) as log:
        log.write(events.VISIT_OVER())
        with monkeypatch.context() as patched:
            patched.setattr(Path, "rename", refuse)
            log.write(events.VISIT_OVER())
        assert verify(path, KEY) == Verdict(log.head)


def test_a_disk_that_opens_nothing_for_a_while_loses_no_line_that_was_written(
    path: Path, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = AuditLog._open

    def refuse(_log: AuditLog) -> None:
        raise OSError(24, "too many open files")

    with closing(AuditLog(path, KEY, clock, longest_bytes=1)) as log:
        log.write(events.VISIT_OVER())
        with monkeypatch.context() as patched:
            patched.setattr(AuditLog, "_open", refuse)
            for _ in range(2):
                with pytest.raises(DiskFull):
                    log.write(events.VISIT_OVER())
            with pytest.raises(DiskFull):
                log.sync()
        assert AuditLog._open is really
        log.write(events.VISIT_OVER())
        before, *_, last = files_of(path)
        assert verify(last, KEY, after=verify(before, KEY).head).head.seq <= log.head.seq
    assert [event for event, _ in happened(path)][-1] == "visit-over"


def test_a_head_is_told_only_when_its_lines_are_on_the_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Head] = []
    synced: list[int] = []
    heard = threading.Semaphore(0)
    really = os.fsync

    def count(file: int) -> None:
        synced.append(os.fstat(file).st_size)
        really(file)

    def hear(head: Head) -> None:
        told.append(head)
        heard.release()

    monkeypatch.setattr("os.fsync", count)
    with closing(AuditLog(path, KEY, SystemClock(), synced=hear)) as log:
        log.write(events.VISIT_OVER())
        assert heard.acquire(timeout=5)
        assert told == [log.head]
        assert synced[0] == path.stat().st_size
        assert log.sync() == log.head


def test_a_disk_that_does_not_sync_is_named_when_asked(log: AuditLog, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_file: int) -> None:
        raise OSError(5, "input/output error")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", refuse)
        with pytest.raises(DiskFull):
            log.sync()


# -- the stage ----------------------------------------------------------------------------------------------

PLANTED = ("王", "3,402.16", "340216", "11月15日", "2026-11-15")


def payment(ticket: int = 1, *, simple: bool = False, phase: Phase | None = None) -> Showing:
    page = Notice[None](
        name="payment_paid",
        title=say("{name}女士，您好", name=Surname("王")),
        body=(say("{day}发的。", day=Day(date(2026, 11, 15), 2026)),),
        figure=Money(Fen(340_216)),
    )
    return Showing(Ticket(ticket), page, Presentation(simple=simple), phase)


def happened(path: Path) -> list[tuple[str, dict[str, str]]]:
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    return [(line["event"], line["fields"]) for line in lines]


def no_trouble(error: RecordError) -> None:
    raise error


def test_the_stage_writes_page_names_and_endings_and_no_value(log: AuditLog, path: Path) -> None:
    stage = AuditStage(log, no_trouble)
    stage.show(payment())
    stage.ended(PageEnded("payment_paid", EndedBy.PERSON))
    stage.show(payment(2))
    stage.ended(PageEnded("payment_paid", EndedBy.ERROR, "paper-out"))
    stage.over()
    assert happened(path) == [
        ("page-shown", {"page": "payment_paid"}),
        ("page-ended", {"page": "payment_paid", "by": "person"}),
        ("page-shown", {"page": "payment_paid"}),
        ("page-ended", {"page": "payment_paid", "by": "error", "code": "paper-out"}),
        ("visit-over", {}),
    ]
    text = path.read_text()
    assert [word for word in PLANTED if word in text or json.dumps(word)[1:-1] in text] == []


def test_the_stage_writes_the_answer_of_a_page_whose_answers_are_counted(log: AuditLog, path: Path) -> None:
    stage = AuditStage(log, no_trouble)
    stage.ended(PageEnded("rating", EndedBy.PERSON, answer="very-satisfied"))
    stage.over()
    assert happened(path)[:2] == [
        ("page-ended", {"page": "rating", "by": "person"}),
        ("answered", {"page": "rating", "answer": "very-satisfied"}),
    ]


def test_a_page_shown_again_in_another_way_is_written_once(log: AuditLog, path: Path) -> None:
    stage = AuditStage(log, no_trouble)
    stage.show(payment())
    stage.show(payment(simple=True))
    stage.show(payment(phase=Phase("reading", say("正在读证"))))
    assert len(happened(path)) == 1
    stage.over()
    stage.show(payment())
    assert len(happened(path)) == 3


def test_while_somebody_helps_every_page_says_who_and_why(log: AuditLog, path: Path) -> None:
    stage = AuditStage(log, no_trouble)
    helper = Assistance(StaffMember(StaffNumber("0217"), StaffRole.ATTENDANT), Reason.FOR_FAMILY)
    stage.show(payment())
    stage.show(replace(payment(), assistance=helper))
    stage.ended(PageEnded("payment_paid", EndedBy.BACK))
    stage.show(replace(payment(2), assistance=helper))
    stage.over()
    stage.ended(PageEnded("home", EndedBy.JOB))
    who = {"staff": "0217", "reason": "for-family"}
    assert happened(path) == [
        ("page-shown", {"page": "payment_paid"}),
        ("page-ended", {"page": "payment_paid", "by": "back", **who}),
        ("page-shown", {"page": "payment_paid", **who}),
        ("visit-over", {}),
        ("page-ended", {"page": "home", "by": "job"}),
    ]


def test_a_service_is_counted_once_a_visit_by_age_band_and_whether_somebody_helped(log: AuditLog, path: Path) -> None:
    stage = AuditStage(log, no_trouble)
    helper = Assistance(StaffMember(StaffNumber("0217"), StaffRole.ATTENDANT))

    def at(service: str, ticket: int, age: int | None, assistance: Assistance | None = None) -> Showing:
        shown = payment(ticket)
        return replace(shown, page=replace(shown.page, used=Used(service, age)), assistance=assistance)

    stage.show(at("payment", 1, 71))
    stage.show(at("payment", 2, 71, helper))
    stage.show(at("payment", 3, 71))
    stage.show(at("certification", 4, None))
    stage.over()
    stage.over()
    assert [(event, fields) for event, fields in happened(path) if event in ("service-used", "visit-over")] == [
        ("service-used", {"service": "payment", "age": "70-79", "assisted": True}),
        ("service-used", {"service": "certification", "assisted": False}),
        ("visit-over", {}),
        ("visit-over", {}),
    ]


def test_a_full_disk_is_told_and_the_visit_goes_on(log: AuditLog, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[RecordError] = []
    stage = AuditStage(log, told.append)

    def full(_line: bytes) -> None:
        raise DiskFull

    monkeypatch.setattr(log, "_append", full)
    stage.show(payment())
    stage.ended(PageEnded("payment_paid", EndedBy.PERSON))
    assert [type(error) for error in told] == [DiskFull, DiskFull]
