"""`yiban staff` at the machine, from the first administrator to the last card."""

from __future__ import annotations

import io
import re
import stat
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kiosk import settings
from kiosk.__main__ import main
from kiosk.core.clock import SystemClock
from kiosk.core.pin import Pin
from kiosk.core.staff import CardKind, StaffCard, StaffNumber, StaffRole
from kiosk.notary import open_audit
from kiosk.staff.errors import MustChange
from kiosk.wiring import staff_room
from tests.statement.pdfs import scanned, text
from tests.visits.terminal import audit_lines

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.staff.room import StaffRoom

NEEDED = ["--id", "T007", "--agency", "柳河县社会保险事业管理局", "--county", "990101"]
CHIEF = StaffNumber("0100")
SETUP_CODE = re.compile(r"setup code +(\d{4}) (\d{4}) (\d{4}):")


@pytest.fixture
def config(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "kiosk.toml"
    assert main(["--config", str(path), "init", *NEEDED]) == 0
    capsys.readouterr()
    return path


def yiban(config: Path, *words: str) -> int:
    return main(["--config", str(config), "staff", *words])


def room(config: Path) -> StaffRoom:
    return staff_room(settings.read(config), SystemClock())


def pin_in(shown: str) -> Pin:
    found = re.search(r"PIN (\d+):", shown)
    assert found is not None
    return Pin(found[1])


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_init_shows_the_code_for_the_first_administrator_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "kiosk.toml"
    init = ["--config", str(path), "init", *NEEDED]
    assert main(init) == 0
    first = SETUP_CODE.search(capsys.readouterr().out)
    assert first is not None
    assert main([*init, "--force"]) == 0
    assert "setup code" not in capsys.readouterr().out
    with closing(room(path)) as staff_here:
        staff_here.first_administrator(Pin("".join(first.groups())), CHIEF, Pin("39164827"))
    assert yiban(path, "code") == 1
    assert "there is an administrator already" in capsys.readouterr().err


def test_a_lost_code_is_made_anew(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert yiban(config, "code") == 0
    code = SETUP_CODE.search(capsys.readouterr().out)
    assert code is not None
    with closing(room(config)) as staff_here:
        staff_here.first_administrator(Pin("".join(code.groups())), CHIEF, Pin("39164827"))


def test_who_is_added_gets_a_pin_shown_once_that_they_change(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert yiban(config, "list") == 0
    assert "nobody yet" in capsys.readouterr().out
    assert yiban(config, "add", "0217", "attendant") == 1
    assert "make the first administrator" in capsys.readouterr().err
    assert yiban(config, "add", "0100", "administrator") == 0
    pin = pin_in(capsys.readouterr().out)
    with closing(room(config)) as staff_here:
        with pytest.raises(MustChange):
            staff_here.sign_in(CHIEF, pin)
        staff_here.change_pin(CHIEF, pin, Pin("39164827"))
    assert yiban(config, "list") == 0
    listed = capsys.readouterr().out
    assert re.fullmatch(r"0100 +administrator +since 20\d\d-\d\d-\d\d\n", listed)


def test_a_pin_of_ones_own_is_typed_twice_and_never_shown(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "39164827", "39164828")
    assert yiban(config, "add", "0100", "administrator", "--pin", "-") == 1
    assert "not the same" in capsys.readouterr().err
    typed(monkeypatch, "12345678", "12345678")
    assert yiban(config, "add", "0100", "administrator", "--pin", "-") == 1
    assert "choose another PIN: run" in capsys.readouterr().err
    typed(monkeypatch, "39164827", "39164827")
    assert yiban(config, "add", "0100", "administrator", "--pin", "-") == 0
    assert capsys.readouterr().out == "0100 added\n"
    with closing(room(config)) as staff_here:
        assert staff_here.sign_in(CHIEF, Pin("39164827")).role is StaffRole.ADMINISTRATOR


def test_a_code_card_is_printed_from_a_file_only_its_maker_may_read(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf = tmp_path / "card.pdf"
    assert yiban(config, "add", "0100", "administrator", "--code-card", str(pdf)) == 0
    assert "print it, then delete the file" in capsys.readouterr().out
    assert stat.S_IMODE(pdf.stat().st_mode) == 0o600
    (code,) = scanned(pdf.read_bytes())
    card = StaffCard.scanned(code)
    assert card is not None
    assert "工号 0100" in text(pdf.read_bytes())
    with closing(room(config)) as staff_here:
        known = staff_here.recognise(card)
    assert known is not None
    assert known.number == CHIEF
    before = pdf.read_bytes()
    assert yiban(config, "card", "0100", "--code-card", str(pdf)) == 1
    assert pdf.read_bytes() == before


def test_a_refused_deed_leaves_no_card_behind(config: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "card.pdf"
    assert yiban(config, "add", "0217", "attendant", "--code-card", str(pdf)) == 1
    assert yiban(config, "card", "0217", "--code-card", str(pdf)) == 1
    assert not pdf.exists()


def test_cards_are_typed_unseen_and_forgotten(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "990101198803021234", "A12345678")
    assert yiban(config, "add", "0100", "administrator", "--id-card", "--social-card") == 0
    assert yiban(config, "card", "0100") == 1
    assert "say which card" in capsys.readouterr().err
    typed(monkeypatch, "990101198803021234")
    assert yiban(config, "card", "0100", "--id-card") == 1
    said = capsys.readouterr().err
    assert "belongs to somebody" in said
    assert "990101" not in said
    card = StaffCard(CardKind.SOCIAL_CARD, "a12345678")
    with closing(room(config)) as staff_here:
        assert staff_here.recognise(card) is not None
    assert yiban(config, "card", "0100", "--forget") == 0
    with closing(room(config)) as staff_here:
        assert staff_here.recognise(card) is None


def test_reset_unlock_and_remove_say_what_they_did(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert yiban(config, "add", "0100", "administrator") == 0
    assert yiban(config, "add", "0217", "attendant", "--may-unlock") == 0
    capsys.readouterr()
    assert yiban(config, "reset", "0217") == 0
    assert pin_in(capsys.readouterr().out)
    assert yiban(config, "unlock", "0217") == 0
    assert capsys.readouterr().out == "0217 unlocked\n"
    assert yiban(config, "list") == 0
    assert re.search(r"0217 .*PIN to be changed  may unlock\n", capsys.readouterr().out)
    assert yiban(config, "remove", "0100") == 1
    assert "last administrator" in capsys.readouterr().err
    assert yiban(config, "remove", "0217") == 0
    assert yiban(config, "add", "0217", "attendant") == 1
    assert "has or had this staff number" in capsys.readouterr().err
    assert yiban(config, "remove", "12") == 1


def test_while_the_terminal_runs_it_says_so(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(room(config)):
        assert yiban(config, "list") == 1
    assert "the terminal is running" in capsys.readouterr().err


def test_without_the_terminals_key_nobody_is_added(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (config.parent / "var.key").unlink()
    assert yiban(config, "add", "0100", "administrator") == 1
    assert "var.key" in capsys.readouterr().err


def test_what_is_done_at_the_machine_stands_in_the_audit(config: Path) -> None:
    assert yiban(config, "add", "0100", "administrator") == 0
    assert yiban(config, "add", "0217", "attendant") == 0
    assert yiban(config, "reset", "0217") == 0
    assert yiban(config, "remove", "0217") == 0
    told = [(line["event"], line["by"], line["fields"].get("subject")) for line in audit_lines(settings.read(config))]
    assert told == [
        ("setup-code-made", "console", None),
        ("staff-added", "console", "0100"),
        ("staff-added", "console", "0217"),
        ("staff-reset", "console", "0217"),
        ("staff-removed", "console", "0217"),
    ]


def test_nothing_is_done_at_the_machine_that_the_audit_cannot_note(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read = settings.read(config)
    log, _ = open_audit(read, SystemClock())
    with closing(log):
        assert yiban(config, "add", "0100", "administrator") == 1
    assert "the terminal is running" in capsys.readouterr().err
    with closing(room(config)) as staff_here:
        assert staff_here.is_empty


def test_to_look_at_the_roll_is_no_deed(config: Path) -> None:
    before = len(audit_lines(settings.read(config)))
    assert yiban(config, "list") == 0
    assert len(audit_lines(settings.read(config))) == before
