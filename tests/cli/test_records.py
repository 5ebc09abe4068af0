"""`yiban records`: an agency's tables are checked and sealed, and taken by the terminal; after a slip nothing is sealed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kiosk import settings
from kiosk.__main__ import main
from kiosk.cli import records as command
from kiosk.core.clock import SystemClock
from kiosk.demo.people import people
from kiosk.intake.codes import CODES
from kiosk.intake.tables import TABLES
from kiosk.store import layout, replacing
from kiosk.store.keys import key_provider
from kiosk.store.records import Records
from kiosk.store.replacing import Wanted
from tests.intake.tables import write

if TYPE_CHECKING:
    from pathlib import Path

AGENCY, COUNTY = "柳河县社会保险事业管理局", "990101"
TODAY, UP_TO = date(2026, 11, 21), "2026-11-20"


@pytest.fixture
def config(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "kiosk.toml"
    assert main(["--config", str(path), "init", "--id", "T007", "--agency", AGENCY, "--county", COUNTY]) == 0
    capsys.readouterr()
    return path


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return write(tmp_path / "tables", people(60, 1, TODAY), "gb18030")


def yiban(config: Path, *words: str) -> int:
    return main(["--config", str(config), "records", *words])


def test_tables_are_sealed_and_the_terminal_takes_them_and_finds_everybody(
    config: Path, tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "stick"
    assert yiban(config, "seal", str(tables), str(stick), "--cut-off", UP_TO) == 0
    assert f"60 people up to {UP_TO}, version 1, sealed in {stick}" in capsys.readouterr().out
    read = settings.read(config)
    keys = key_provider(read.key, read.data)
    taken = replacing.take(read.data, keys.terminal_key(), stick, Wanted(AGENCY, COUNTY), lambda _done, _total: None)
    assert (taken.people, taken.cut_off, taken.version) == (60, date(2026, 11, 20), 1)
    store = Records(read.data, keys, SystemClock())
    for before in people(60, 1, TODAY):
        found = store.find_by_number(before.person.number)
        assert found.person.name == before.person.name
        assert tuple(found.payments) == tuple(before.payments)


def test_each_sealing_is_a_version_newer_than_the_terminal_and_the_folder_have(
    config: Path, tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    for words, version in (((), 1), ((), 2), (("--version", "9"), 9), ((), 10)):
        assert yiban(config, "seal", str(tables), str(out), "--cut-off", UP_TO, *words) == 0
        assert f"version {version}, sealed" in capsys.readouterr().out


def test_a_slip_is_named_and_what_was_sealed_before_stays(
    config: Path, tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert yiban(config, "seal", str(tables), str(out), "--cut-off", UP_TO) == 0
    kept = layout.current(out).read_bytes()
    (tables / "certification.csv").write_text("AAC001,AAE230\nnobody,20260101\n", encoding="utf-8")
    assert yiban(config, "seal", str(tables), str(out), "--cut-off", UP_TO) == 1
    said = capsys.readouterr().err
    assert "wrong: certification.csv, line 2: AAC001: nobody in persons.csv has it" in said
    assert "not sealed: the tables can't be sealed as they are; nothing was written" in said
    assert layout.current(out).read_bytes() == kept
    assert sorted(path.name for path in (out / "records").iterdir()) == ["current", "records-a.db"]


def test_checking_seals_nothing_and_needs_no_terminal(
    tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = tmp_path / "nowhere.toml"
    assert yiban(nowhere, "check", str(tables), "--cut-off", UP_TO) == 0
    assert "60 people: everything is right" in capsys.readouterr().out
    assert yiban(nowhere, "check", str(tables), "--cut-off", "2020-01-01") == 1
    said = capsys.readouterr().err
    assert "later than the day the data reach" in said
    assert "not right: the tables can't be sealed" in said
    assert yiban(nowhere, "seal", str(tables), str(tmp_path / "out"), "--cut-off", UP_TO) == 1
    assert "yiban init --config" in capsys.readouterr().err


def test_what_does_not_add_up_is_told_and_sealed(
    config: Path, tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = next(people(1, 1, TODAY)).person.personal_number
    text = f"AAC001,effective,AAE212,BIC239\n{key},202601,202607,100\n"
    (tables / "adjustments.csv").write_text(text, encoding="utf-8")
    assert yiban(config, "seal", str(tables), str(tmp_path / "out"), "--cut-off", UP_TO) == 0
    assert "note: adjustments.csv, line 2: BIC239 调整合计 is not the sum of its parts" in capsys.readouterr().err


def test_the_terminals_own_folder_and_a_folder_that_is_not_there_are_refused(
    config: Path, tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = settings.read(config).data
    assert yiban(config, "seal", str(tables), str(data), "--cut-off", UP_TO) == 1
    assert "this is the terminal's own data folder: it takes records at the screen" in capsys.readouterr().err
    assert not (data / "records").exists()
    assert yiban(config, "seal", str(tables), str(tmp_path / "out"), "--cut-off", UP_TO, "--version", "0") == 1
    assert "--version is 1 or more" in capsys.readouterr().err
    assert yiban(config, "check", str(tmp_path / "gone"), "--cut-off", UP_TO) == 1
    assert f"{tmp_path / 'gone'}: No such file or directory" in capsys.readouterr().err


def test_many_kinds_of_slips_are_not_all_printed_at_once(
    config: Path, tables: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_MOST", 2)
    for name in ("a", "b", "c"):
        (tables / f"{name}.csv").write_text("", encoding="utf-8")
    assert yiban(config, "check", str(tables), "--cut-off", UP_TO) == 1
    assert "wrong: and 1 more kinds" in capsys.readouterr().err


def test_who_looks_on_sees_how_far_it_is(
    config: Path, tables: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_STEP", 50)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert yiban(config, "check", str(tables), "--cut-off", UP_TO) == 0
    assert "50 people" in capsys.readouterr().err


def test_every_column_is_told(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert yiban(config, "columns") == 0
    said = capsys.readouterr().out
    for table in (*TABLES, CODES):
        assert f"{table.file}: one line is {table.row}" in said
        assert all(f"{column.name:20} {column.label}: " in said for column in table.columns)
