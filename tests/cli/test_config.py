"""`yiban config`: says what is wrong before anybody stands there, explains keys, changes them or nothing."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kiosk import settings
from kiosk.__main__ import main
from kiosk.core.clock import SystemClock
from kiosk.core.config import Config, DeviceConfig
from kiosk.fitting import CATALOGUES
from kiosk.notary import open_audit
from tests.visits.terminal import audit_lines

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A terminal that was just provisioned."""
    path = tmp_path / "kiosk.toml"
    assert main(["--config", str(path), "init", "--id", "T1", "--agency", "某县", "--county", "990101"]) == 0
    capsys.readouterr()
    return path


def said(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    return out + err


def test_a_terminal_that_was_just_provisioned_is_right(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", str(file), "config", "check"]) == 0
    assert main(["config", "check", str(file)]) == 0
    assert main(["config", "check", "--config", str(file)]) == 0
    assert said(capsys) == f"{file}: everything is right\n" * 3


def test_what_is_named_and_not_there_is_a_warning(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = ["id_reader.make", "sam", "id_reader.port", "/dev/ttyNOWHERE", "scanner.make", "line", "scanner.port",
             "usb:ffff:0001", "keypad.make", "ascii", "keypad.port", "socket://localhost:1"]  # fmt: skip
    pairs += ["staff.records_from", "/nowhere/new", "data", "elsewhere", "key", "file:none.key"]
    assert main(["--config", str(file), "config", "set", *pairs]) == 0
    capsys.readouterr()
    assert main(["--config", str(file), "config", "check"]) == 1
    lines = said(capsys).splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("missing  [id_reader] port: /dev/ttyNOWHERE is not there; found: ")
    assert lines[1].startswith("missing  [scanner] port: usb:ffff:0001 is not there")
    assert lines[2].endswith("elsewhere is not there; `yiban init` makes it")
    assert lines[3] == "missing  [staff] records_from: /nowhere/new is not there"
    assert lines[4].startswith("missing  key: ")
    assert main(["--config", str(file), "config", "set", "staff.records_from", "new"]) == 2
    assert "write the folder's whole path" in said(capsys)


def test_a_headset_that_may_be_the_loudspeaker_is_a_warning_with_its_line(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def checked(*pairs: str) -> tuple[int, list[str]]:
        assert main(["--config", str(file), "config", "set", *pairs]) == 0
        capsys.readouterr()
        code = main(["--config", str(file), "config", "check"])
        return code, said(capsys).splitlines()

    def line(of: str) -> int:
        return 1 + next(
            n for n, each in enumerate(file.read_text(encoding="utf-8").splitlines()) if each.startswith(of)
        )

    unsafe = ": what is private might be heard by everybody, so the headset counts as absent; name two outputs, "
    board = ("indicators.make", "modbus", "indicators.port", "socket://localhost:1")
    code, (told,) = checked(*board, "indicators.senses", "{ headset = 1 }")
    assert code == 1
    assert told.startswith(f"unsafe   {file}, line {line('headset =')}: [sound] headset{unsafe}")
    code, (told,) = checked("sound.headset", "USB Audio")
    assert code == 1
    assert told.startswith(f"unsafe   {file}, line {line('loudspeaker =')}: [sound] loudspeaker{unsafe}")
    assert checked("sound.loudspeaker", "USB Audio")[0] == 1
    assert checked("sound.jack_switches", "true")[0] == 0
    assert checked("sound.jack_switches", "false", "sound.loudspeaker", "HDA Intel")[0] == 0
    file.write_text(
        '[indicators]\nmake = "modbus"\nport = "socket://localhost:1"\nsenses = { headset = 1 }\n', encoding="utf-8"
    )
    assert main(["--config", str(file), "config", "check"]) == 1
    assert f"unsafe   {file}, line 4: [sound] headset" in said(capsys)
    file.write_text('sound.headset = "USB Audio"\n', encoding="utf-8")
    main(["--config", str(file), "config", "check"])
    assert f"unsafe   {file}: [sound] loudspeaker" in said(capsys)


def test_what_the_terminal_or_a_device_can_t_start_with_is_wrong(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = file.read_text(encoding="utf-8")
    bad = good.replace('[id_reader]\nmake = ""', '[id_reader]\nmake = "samm"').replace(
        '[scanner]\nmake = ""', '[scanner]\nmake = "line"\nport = "usb:12"'
    )
    file.write_text(bad.replace('resolver = ""', 'resolver = "kiosk.nowhere:resolver"'), encoding="utf-8")
    assert main(["--config", str(file), "config", "check"]) == 2
    lines = said(capsys).splitlines()
    assert lines[0] == "wrong    [id_reader] make: there is no 'samm'; did you mean sam?"
    assert lines[1].startswith("wrong    [scanner] port: write usb:VID:PID")
    assert lines[2] == "wrong    [electronic_card] resolver: No module named 'kiosk.nowhere'"
    file.write_text(good.replace('resolver = ""', 'resolver = "kiosk.settings:nothing"'), encoding="utf-8")
    assert main(["--config", str(file), "config", "check"]) == 2
    assert said(capsys) == "wrong    [electronic_card] resolver: kiosk.settings has no 'nothing'\n"
    file.write_text(good + "\n[pannel]\nscreen = 1\n", encoding="utf-8")
    assert main(["--config", str(file), "config", "check"]) == 2
    assert "there is no such key; did you mean panel?" in said(capsys)


def test_a_key_is_explained_and_a_wrong_one_leads_to_the_right_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "explain", "panel.rotation"]) == 0
    assert said(capsys) == (
        "panel.rotation\n  How it is turned: 0, 90, 180 or 270 degrees.\n  Write a whole number, like 3.\n  Default: 0\n"
        "  Allowed: write 0, 90, 180 or 270\n  Example:\n    [panel]\n    rotation = 0\n"
    )
    assert main(["config", "explain", "id_reader"]) == 0
    assert "  Makes: sam\n" in said(capsys)
    assert main(["config", "explain"]) == 0
    assert said(capsys).count("  Default: ") > 50
    assert main(["config", "explain", "policy.due_son_days"]) == 2
    assert said(capsys).startswith(
        "yiban: policy.due_son_days: there is no such key; did you mean policy.due_soon_days"
    )
    assert main(["config", "explain", "qqqqqqqq"]) == 2
    assert "tells all of them" in said(capsys)


def test_keys_are_set_together_or_not_at_all(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def change(*pairs: str) -> int:
        return main(["--config", str(file), "config", "set", *pairs])

    assert change("policy.due_soon_days", "60", "terminal.county", "110101", "places.window", '"5号窗口"') == 0
    assert said(capsys).startswith("changed: policy.due_soon_days, terminal.county, places.window;")
    config = settings.read(file)
    assert (config.policy.due_soon_days, config.terminal.county, config.places.window) == (60, "110101", "5号窗口")
    assert change("hours.special", '["2026-10-01"]', "hours.monday", "09:00-17:00", "id_reader.make", "") == 0
    assert settings.read(file).hours.special == ("2026-10-01",)
    capsys.readouterr()
    assert change("policy.due_soon_days", "60") == 0
    assert said(capsys) == "it stands so already\n"
    before = file.read_bytes()
    for pairs, why in (
        (("id_reader.make", "sam"), "[id_reader] port: the name of a serial port is missing"),
        (("policy.due_soon_days", "30", "policy.due_son_days", "3"), "did you mean due_soon_days"),
        (("policy.due_soon_days",), "write each key and then its value"),
        (("policy.due_soon_days", "3\npanel = 4"), "write a whole number"),
    ):
        assert change(*pairs) == 2
        assert why in said(capsys)
    assert file.read_bytes() == before


def test_every_kind_of_device_has_its_makes() -> None:
    assert CATALOGUES.keys() == {name for name, value in vars(Config()).items() if isinstance(value, DeviceConfig)}


def lines_of(config: Config) -> list[tuple[str, str]]:
    return [(line["by"], line["fields"]["key"]) for line in audit_lines(config) if line["event"] == "config-changed"]


def test_what_is_changed_at_the_command_line_stands_in_the_audit(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change = ["--config", str(file), "config", "set"]
    assert main([*change, "policy.due_soon_days", "60", "places.window", "5号窗口", "policy.home_visit_age", "80"]) == 0
    assert main([*change, "policy.due_soon_days", "60"]) == 0
    assert main([*change, "policy.due_son_days", "3"]) == 2
    config = settings.read(file)
    assert lines_of(config) == [("console", "policy.due_soon_days"), ("console", "places.window")]
    capsys.readouterr()
    assert main(["--config", str(file), "audit", "verify", str(config.data / "audit.jsonl")]) == 0
    assert "5号窗口" not in (config.data / "audit.jsonl").read_text(encoding="utf-8")
    assert main(["--config", str(file), "audit", "show", str(config.data / "audit.jsonl")]) == 0
    assert "改了设置places.window。" in said(capsys)


def test_while_the_terminal_runs_nothing_is_changed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = file.read_bytes()
    log, _heads = open_audit(settings.read(file), SystemClock())
    with closing(log):
        assert main(["--config", str(file), "config", "set", "policy.due_soon_days", "60"]) == 2
    assert said(capsys).startswith("not changed: the terminal is running and has the audit open: stop it")
    assert file.read_bytes() == before
    assert main(["--config", str(file), "config", "set", "policy.due_soon_days", "60"]) == 0


def test_without_its_key_there_is_no_audit_and_no_change(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = file.read_bytes()
    (file.parent / "var.key").unlink()
    assert main(["--config", str(file), "config", "set", "policy.due_soon_days", "60"]) == 2
    assert said(capsys).startswith("not changed: ")
    assert file.read_bytes() == before


def test_a_file_of_no_terminal_yet_is_changed_without_an_audit(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text(settings.written(Config()), encoding="utf-8")
    assert main(["--config", str(path), "config", "set", "policy.due_soon_days", "60"]) == 0
    assert settings.read(path).policy.due_soon_days == 60
    assert not (tmp_path / "var").exists()


def test_cards_are_asked_for_only_where_one_can_be_read_and_an_administrator_has_one(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change = ["--config", str(file), "config", "set"]
    assert not settings.read(file).staff.card_needed
    assert main([*change, "staff.card_needed", "true"]) == 2
    assert "no administrator has a card yet" in said(capsys)
    scanner = ("scanner.make", "line", "scanner.port", "socket://localhost:1")
    staff = ["--config", str(file), "staff"]
    assert main([*staff, "add", "0100", "administrator"]) == 0
    assert main([*staff, "add", "0217", "attendant", "--code-card", str(tmp_path / "0217.pdf")]) == 0
    assert main([*change, *scanner, "staff.card_needed", "true"]) == 2
    assert main([*staff, "card", "0100", "--code-card", str(tmp_path / "0100.pdf")]) == 0
    capsys.readouterr()
    assert main([*change, "staff.card_needed", "true"]) == 2
    assert "[staff] card_needed: true asks for a card, and nothing that reads one is fitted" in said(capsys)
    assert main([*change, *scanner, "staff.card_needed", "true"]) == 0
    assert settings.read(file).staff.card_needed
    assert main([*change, "scanner.make", ""]) == 2
    assert main(["--config", str(file), "config", "check"]) == 0
