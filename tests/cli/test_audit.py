"""`yiban audit`: the exact line that was altered, in a plain sentence and by the exit code."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kiosk import settings
from kiosk.__main__ import main
from kiosk.audit.catalogue import document
from kiosk.audit.events import clock_jumped
from kiosk.audit.maintenance_events import SELF_TESTED
from kiosk.cli.audit import ALTERED, CUT_OFF, OLDER, UNREADABLE, WHOLE
from kiosk.cli.two_people import agreed
from kiosk.core.clock import SHANGHAI, ClockJump, SystemClock, VirtualClock
from kiosk.core.config import Config
from kiosk.core.head import Head
from kiosk.core.pin import Pin
from kiosk.core.staff import CardKind, StaffCard, StaffMember, StaffNumber, StaffRole
from kiosk.ledger.heads import HEADS, HeadFile
from kiosk.notary import AUDIT, open_audit
from kiosk.staff.errors import NotAllowed, TooLate
from kiosk.staff.roster import MACHINE
from kiosk.staff.two_people import Matter
from kiosk.store.keys import FileKey, key_provider
from kiosk.store.signing import KEYRING, make_signing_key
from kiosk.wiring import staff_room

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.audit.declaring import Event
    from kiosk.core.head import SignedHead

TECHNICIAN = StaffMember(StaffNumber("0217"), StaffRole.TECHNICIAN)


CHIEF, ATTENDANT, ANOTHER = StaffNumber("1003"), StaffNumber("0217"), StaffNumber("0218")
PINS = {CHIEF: "48291357", ATTENDANT: "482915", ANOTHER: "482915"}
CARD = StaffCard(CardKind.CODE_CARD, "YBS1:" + "A2" * 13)


@pytest.fixture(scope="module")
def provisioned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A provisioned terminal's folder; its audit has eleven lines.

    An administrator with a code card, who may what an auditor may, and an attendant are on the roll.
    """
    folder = tmp_path_factory.mktemp("provisioned")
    config = folder / "kiosk.toml"
    config.write_text(settings.written(Config(data=Path("data"))), encoding="utf-8")
    keys = key_provider("file", folder / "data")
    assert isinstance(keys, FileKey)
    keys.make()
    make_signing_key(folder / "data", keys, date(2026, 11, 1))
    goes_on(config, 10)
    with closing(staff_room(settings.read(config), SystemClock())) as room:
        room.add(MACHINE, CHIEF, StaffRole.ADMINISTRATOR, cards=[CARD], pin=Pin(PINS[CHIEF]))
        room.add(MACHINE, ATTENDANT, StaffRole.ATTENDANT, pin=Pin(PINS[ATTENDANT]))
    return folder


@pytest.fixture
def terminal(provisioned: Path, tmp_path: Path) -> Path:
    """The configuration of a terminal of one's own."""
    shutil.copytree(provisioned, tmp_path, dirs_exist_ok=True)
    return tmp_path / "kiosk.toml"


def goes_on(config: Path, lines: int) -> SignedHead:
    """Let so many lines and a failed self-test be written; return the head that was signed at the end."""
    log, heads = open_audit(settings.read(config), SystemClock())
    assert heads is not None
    for number in range(lines):
        log.write(clock_jumped(ClockJump(float(number))))
    log.write(SELF_TESTED(TECHNICIAN, device="receipt-printer", passed=False))
    log.close()
    return heads.sign(log.head)


@pytest.fixture
def audit(terminal: Path) -> Path:
    return terminal.parent / "data" / AUDIT


def answer(config: Path, *words: str | Path) -> int:
    return main(["--config", str(config), "audit", *map(str, words)])


def lines_of(audit: Path) -> list[bytes]:
    return audit.read_bytes().splitlines(keepends=True)


def test_a_whole_log_is_said_to_be_and_how_far_it_goes(
    terminal: Path, audit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newest = HeadFile(audit.with_name(HEADS)).read()[-1]
    assert answer(terminal, "verify", audit) == WHOLE == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "日志完好。"
    assert said[1].startswith(f"完好的最后一行 {newest.head.short}，时间 20")
    assert said[2:4] == ["用本机密钥核对过每一行。", "和留存的末行对得上，到编号11。"]
    assert said[4].startswith("签名的公钥 0 ")


@pytest.mark.parametrize("words", [(), ("--without-key",)])
def test_the_exact_line_that_was_altered_is_named(
    terminal: Path, audit: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    lines = lines_of(audit)
    altered: dict[str, list[bytes]] = {
        "第5行不对：这一行改过，或者它前面的行换过。": [*lines[:4], lines[4].replace(b":4}", b":5}"), *lines[5:]],
        "第5行不对：编号接不上，有行删了、挪了或者加了。": [*lines[:4], *lines[5:]],
        "第12行不对：这一行没有写完。": [*lines, b'{"seq":12'],
        "第3行不对：不是日志的写法。": [*lines[:2], b"garbage\n", *lines[2:]],
    }
    for sentence, content in altered.items():
        audit.write_bytes(b"".join(content))
        assert answer(terminal, "verify", audit, *words) == ALTERED
        assert capsys.readouterr().out.splitlines()[0] == sentence


def test_lines_cut_off_show_against_the_ledger_s_heads_and_a_printed_one(
    terminal: Path, audit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newest = HeadFile(audit.with_name(HEADS)).read()[-1]
    lines = lines_of(audit)
    audit.write_bytes(b"".join(lines[:6]))
    assert answer(terminal, "verify", audit) == CUT_OFF
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "第7行不对：从这一行起少了，末尾被截掉。"
    assert said[1].startswith("完好的最后一行 6 ")
    audit.with_name(HEADS).unlink()
    assert answer(terminal, "verify", audit) == WHOLE
    assert "没有留存的末行可比，末尾少没少看不出来。" in capsys.readouterr().out
    for text in (newest.head.short, newest.text):
        assert answer(terminal, "verify", audit, "--head", text) == CUT_OFF
    other = newest.head.short[:-1] + ("0" if newest.head.short[-1] != "0" else "1")
    audit.write_bytes(b"".join(lines))
    assert answer(terminal, "verify", audit, "--head", newest.head.short) == WHOLE
    capsys.readouterr()
    assert answer(terminal, "verify", audit, "--head", other) == CUT_OFF
    assert capsys.readouterr().out.splitlines()[1] == "改动在编号1到11之间。"


def test_a_log_cut_off_to_nothing_has_no_last_line(
    terminal: Path, audit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    audit.write_bytes(b"")
    assert answer(terminal, "verify", audit) == CUT_OFF
    assert capsys.readouterr().out.splitlines()[1] == "没有一行是完好的。"


def test_an_older_log_is_not_called_broken(terminal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    older = tmp_path / "older.jsonl"
    older.write_text(
        '{"seq":1,"at":"2026-11-21T09:00:00.000000+08:00","event":"visit-over","fields":{},'
        f'"prev":"{"0" * 64}","mac":"{"0" * 32}"}}\n'
    )
    assert answer(terminal, "verify", older) == OLDER
    assert capsys.readouterr().out.startswith("第1行不对：是旧格式的日志，不是改坏的。")
    assert answer(terminal, "show", older) == 0
    assert capsys.readouterr().out == "2026-11-21 09:00:00  1  机器  一次办理结束。\n"


def typed(monkeypatch: pytest.MonkeyPatch, *who: StaffNumber) -> None:
    """These two give their numbers and PINs, as a script would."""
    lines = [line for number in who for line in (str(number), PINS[number])]
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def exported(terminal: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    typed(monkeypatch, CHIEF, ATTENDANT)
    assert answer(terminal, "export", place) == WHOLE
    (folder,) = place.iterdir()
    return folder


def events_of(audit: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines_of(audit)]


@pytest.mark.parametrize("second", [CHIEF, ANOTHER])
def test_an_export_takes_two_different_people_one_of_them_an_auditor(
    terminal: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    second: StaffNumber,
) -> None:
    first, reason = (CHIEF, "same-person") if second == CHIEF else (ATTENDANT, "not-allowed")
    if second == ANOTHER:
        with closing(staff_room(settings.read(terminal), SystemClock())) as room:
            room.add(MACHINE, ANOTHER, StaffRole.ATTENDANT, pin=Pin(PINS[ANOTHER]))
    typed(monkeypatch, first, second)
    assert answer(terminal, "export", tmp_path / "stick") == UNREADABLE
    assert not (tmp_path / "stick").exists()
    assert capsys.readouterr().err.startswith("yiban: this ")
    audit = terminal.parent / "data" / AUDIT
    last = events_of(audit)[-1]
    assert last["event"] == "dual-refused"
    assert last["fields"] == {"staff": str(first), "second": str(second), "what": "export", "reason": reason}
    assert HeadFile(audit.with_name(HEADS)).read()[-1].head.seq == last["seq"]


def test_a_wrong_pin_exports_nothing_and_is_noted(
    terminal: Path, audit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{CHIEF}\n72018364\n"))
    assert answer(terminal, "export", tmp_path / "stick") == UNREADABLE
    assert not (tmp_path / "stick").exists()
    assert "the PIN is not right: 9 tries left" in capsys.readouterr().err
    assert events_of(audit)[-1]["event"] == "sign-in-refused"


def test_a_code_card_is_scanned_in_the_place_of_a_number(
    terminal: Path, audit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (CARD.reveal(), PINS[CHIEF], str(ATTENDANT), PINS[ATTENDANT])
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    assert answer(terminal, "export", tmp_path / "stick") == WHOLE
    granted, made = events_of(audit)[-2:]
    assert granted["fields"] == {"staff": str(CHIEF), "second": str(ATTENDANT), "what": "export"}
    assert (made["event"], made["by"], made["fields"]["staff"]) == ("export-made", "administrator", str(CHIEF))


class Slow(io.StringIO):
    """Somebody types, and a minute and a half goes by before the second person does."""

    def __init__(self, clock: VirtualClock, *who: StaffNumber) -> None:
        super().__init__("".join(f"{number}\n{PINS[number]}\n" for number in who))
        self._clock = clock
        self._read = 0

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        self._read += 1
        if self._read == 3:
            self._clock.sleep(90)
        return super().readline(size)


@pytest.mark.parametrize("matter", [Matter.EXPORT, Matter.WIPE])
def test_who_comes_too_late_or_may_not_agree_agrees_to_nothing(
    terminal: Path, monkeypatch: pytest.MonkeyPatch, matter: Matter
) -> None:
    told: list[Event] = []
    clock = VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI))
    monkeypatch.setattr("sys.stdin", Slow(clock, ATTENDANT, CHIEF))
    refusal = TooLate if matter is Matter.EXPORT else NotAllowed
    with closing(staff_room(settings.read(terminal), SystemClock())) as room, pytest.raises(refusal):
        agreed(room, matter, clock, told.append)
    second = str(CHIEF) if matter is Matter.EXPORT else None
    assert [(event.kind.id, event.fields.get("second")) for event in told] == [("dual-refused", second)]


def test_an_export_is_checked_on_another_machine_without_the_key(
    terminal: Path, audit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = exported(terminal, tmp_path / "stick", monkeypatch)
    assert "读回来核对过，一样。可以拔了。" in capsys.readouterr().out
    elsewhere = tmp_path / "auditor"
    elsewhere.mkdir()
    copy = shutil.copytree(folder, elsewhere / "export")
    monkeypatch.chdir(elsewhere)
    assert main(["audit", "verify", str(copy)]) == WHOLE
    said = capsys.readouterr().out.splitlines()
    assert said[2:4] == ["没有用本机密钥，核对了前后衔接和签名。", "和留存的末行对得上，到编号12。"]
    lines = lines_of(copy / AUDIT)
    (copy / AUDIT).write_bytes(b"".join([*lines[:3], *lines[4:]]))
    assert main(["audit", "verify", str(copy)]) == ALTERED
    (copy / AUDIT).write_bytes(b"".join(lines[:-1]))
    assert main(["audit", "verify", str(copy)]) == CUT_OFF
    assert lines_of(audit)[-1].count(b'"event":"export-made","by":"administrator"') == 1


def test_heads_somebody_else_signed_count_for_nothing(
    terminal: Path, audit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = exported(terminal, tmp_path / "stick", monkeypatch)
    signed = HeadFile(folder / HEADS).read()[-1]
    forged = replace(signed, signature=bytes(64))
    HeadFile(folder / HEADS).append(forged)
    assert answer(terminal, "verify", folder) == WHOLE
    assert "有1个留存的末行没有本机的签名，没有用。" in capsys.readouterr().err
    assert answer(terminal, "verify", folder, "--head", forged.text) == UNREADABLE
    (folder / KEYRING).unlink()
    assert answer(terminal, "verify", folder, "--keyring", audit.parent, "--heads", folder / HEADS) == WHOLE


def test_files_of_a_long_log_are_checked_one_after_the_other(
    terminal: Path, audit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = audit.with_name("older.jsonl")
    shutil.copy(audit, older)
    audit.unlink()
    goes_on(terminal, 3)
    assert answer(terminal, "verify", older, audit) == WHOLE
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if line.endswith(".jsonl")] == [str(older), str(audit)]
    older.write_bytes(b"".join(lines_of(older)[:-1]))
    assert answer(terminal, "verify", older, audit) == CUT_OFF
    assert answer(terminal, "verify", audit, older) == CUT_OFF


def test_a_folder_means_all_files_of_its_log(
    terminal: Path, audit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for hour in ("10", "09"):  # the clock went back
        audit.rename(audit.with_name(f"audit.until-20261121T{hour}0000.jsonl"))
        goes_on(terminal, 2)
    for folder in (audit.parent, exported(terminal, tmp_path / "stick", monkeypatch)):
        capsys.readouterr()
        assert answer(terminal, "verify", folder) == WHOLE
        assert capsys.readouterr().out.count("日志完好。") == 3
        assert answer(terminal, "show", folder) == 0
        told = [int(line.split("  ")[1]) for line in capsys.readouterr().out.splitlines()]
        assert told == list(range(1, len(told) + 1))


def test_the_audit_is_shown_by_event_time_and_what_went_wrong(
    terminal: Path, audit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def shown(*words: str) -> list[str]:
        assert answer(terminal, "show", audit, *words) == 0
        return capsys.readouterr().out.splitlines()

    everything = shown()
    assert len(everything) == 11
    today = SystemClock().now().date()
    assert shown("--errors") == everything[-1:]
    assert everything[-1].endswith("  11  维护员  工号0217自检设备receipt-printer，通过否。")
    assert shown("--event", "self-tested") == everything[-1:]
    assert shown("--since", str(today), "--until", str(today)) == everything
    assert shown("--since", "2999-01-01") == shown("--until", "2020-01-01T09:00") == []
    audit.write_bytes(b"".join([*lines_of(audit)[:2], b"garbage\n"]))
    assert shown() == [*everything[:2], "第3行读不出来。"]


def test_the_document_of_events_is_written_or_printed(
    terminal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(terminal, "events", tmp_path / "events.md") == 0
    assert (tmp_path / "events.md").read_text(encoding="utf-8") == document()
    assert answer(terminal, "events") == 0
    assert capsys.readouterr().out == document()


def no_such_file(terminal: Path) -> tuple[str, ...]:
    return ("verify", str(terminal.with_name("nothing.jsonl")))


def no_such_head(terminal: Path) -> tuple[str, ...]:
    return ("verify", str(terminal.parent / "data" / AUDIT), "--head", "11 7F3A")


def no_place(terminal: Path) -> tuple[str, ...]:
    terminal.with_name("file").write_text("in the way")
    return ("export", str(terminal.with_name("file")))


def no_signing_key(terminal: Path) -> tuple[str, ...]:
    (terminal.parent / "data" / KEYRING).unlink()
    return ("export", str(terminal.with_name("stick")))


@pytest.mark.parametrize("asked", [no_such_file, no_such_head, no_place, no_signing_key])
def test_what_can_not_be_done_is_said_in_one_line(
    terminal: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    asked: Callable[[Path], tuple[str, ...]],
) -> None:
    typed(monkeypatch, CHIEF, ATTENDANT)
    assert answer(terminal, *asked(terminal)) == UNREADABLE
    assert capsys.readouterr().err.startswith("yiban: ")


def test_a_terminal_that_runs_is_not_written_beside(
    terminal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log, _ = open_audit(settings.read(terminal), SystemClock())
    assert answer(terminal, "export", tmp_path / "stick") == UNREADABLE
    log.close()
    assert "another process writes this audit log" in capsys.readouterr().err


def test_the_key_of_another_terminal_opens_nothing(
    terminal: Path, audit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = key_provider("file", audit.parent)
    assert isinstance(key, FileKey)
    key.path.write_bytes(bytes(32))
    assert answer(terminal, "verify", audit) == ALTERED
    assert capsys.readouterr().out.startswith("第1行不对：这一行不是本机写的。")
    key.path.unlink()
    assert answer(terminal, "verify", audit) == WHOLE


def test_a_line_whose_chain_was_made_anew_need_not_be_readable(
    terminal: Path, audit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the key anybody can make a line; what it says is not trusted to be JSON."""
    audit.with_name(HEADS).unlink()
    body = b'{"seq":1,"at":"never","mac":"%b"' % (b"0" * 32)
    digest = hashlib.sha256(b"0" * 64 + body).hexdigest().encode()
    audit.write_bytes(body + b',"hash":"%b"}\n' % digest)
    assert answer(terminal, "verify", audit, "--without-key") == WHOLE
    assert capsys.readouterr().out.splitlines()[1] == f"完好的最后一行 1 {Head(1, digest.decode()).short[2:]}，读不出来"


def test_the_exit_codes_are_told_by_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["audit", "--help"], ["audit", "verify", "--help"]):
        with pytest.raises(SystemExit):
            main(words)
        assert "\n  2  the end was cut off" in capsys.readouterr().out
