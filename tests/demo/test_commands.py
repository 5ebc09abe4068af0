"""`yiban init` and `yiban demo-data` make a terminal whose people are found, and refuse to destroy anything."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tomllib
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from devices.bench import scenario_file
from devices.bench.cards import people, staff
from devices.bench.refusal import BenchRefusal
from devices.bench.scenario import files
from devices.deadline import SystemTime
from devices.roles import CardGeneration
from kiosk import __main__, settings
from kiosk.cli import demo, demo_case, demo_data, init
from kiosk.core.money import IdNumber
from kiosk.core.record import PersonNotFound
from kiosk.core.staff import StaffNumber, StaffRole
from kiosk.demo.people import people as synthetic
from kiosk.last_page import FILE as LAST_PAGE
from kiosk.store.builder import Origin, build
from kiosk.store.keys import CREDENTIAL, key_provider
from kiosk.store.records import Records
from kiosk.store.signing import open_signing_key, read_keyring

if TYPE_CHECKING:
    from pathlib import Path

AGENCY = "柳河县社会保险事业管理局"


def provision(config: Path, *more: str) -> int:
    parser = argparse.ArgumentParser()
    init.add_arguments(parser)
    needed = ["--config", str(config), "--id", "T007", "--agency", AGENCY, "--county", "990101"]
    return init.run(parser.parse_args([*needed, *more]))


def fill(config: Path, *more: str) -> int:
    parser = argparse.ArgumentParser()
    demo_data.add_arguments(parser)
    return demo_data.run(parser.parse_args(["--config", str(config), "--people", "60", "--today", "2026-11-21", *more]))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "kiosk.toml"
    assert provision(path, "--panel", "344x194", "--rotation", "90") == 0
    return path


def test_a_provisioned_terminal_has_its_configuration_and_keys(config: Path) -> None:
    read = settings.read(config)
    assert (read.terminal.id, read.terminal.agency, read.terminal.county) == ("T007", AGENCY, "990101")
    assert (read.panel.width_mm, read.panel.height_mm, read.panel.rotation) == (344.0, 194.0, 90)
    keys = key_provider(read.key, read.data)
    assert open_signing_key(read.data, keys).public_bytes() == read_keyring(read.data)[0].public


def test_a_second_init_is_refused_and_force_keeps_the_keys(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in config.parent.rglob("*") if path.is_file()}
    assert provision(config) == 1
    assert "--force" in capsys.readouterr().err
    assert provision(config, "--force", "--number", "8") == 0
    after = {path: path.read_bytes() for path in config.parent.rglob("*") if path.is_file()}
    assert {path for path in before if after[path] != before[path]} == {config, *config.parent.rglob(LAST_PAGE)}, (
        "the page for when it can't start says the new number"
    )
    assert settings.read(config).terminal.number == 8


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--panel", "wide"], "WIDTHxHEIGHT"),
        (["--county", "99"], "six digits"),
        (["--key", "file:var/inside"], "must not lie in the data folder"),
        (["--key", "usb"], "write file, file:PATH or systemd"),
        (["--key", "systemd"], f"systemd-creds encrypt --name={CREDENTIAL}"),
    ],
)
def test_what_cannot_be_provisioned_is_said_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    assert provision(tmp_path / "kiosk.toml", *more) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "kiosk.toml").exists()


def test_a_terminal_can_be_provisioned_with_a_credential(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / CREDENTIAL).write_bytes(bytes(32))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert provision(tmp_path / "kiosk.toml", "--key", "systemd") == 0
    assert not (tmp_path / "var.key").exists()
    assert fill(tmp_path / "kiosk.toml") == 0


def test_the_people_of_the_cards_file_are_found_but_for_strangers(config: Path) -> None:
    assert fill(config, "--cards", "50") == 0
    read = settings.read(config)
    cards = tomllib.loads((read.data / "cards.toml").read_text(encoding="utf-8"))["card"]
    assert [card["person"] for card in cards] == list(range(1, 51))
    assert (cards[6]["name"], cards[6]["birth"]) == ("王桂芳", date(1958, 3, 11))
    assert {type(card["valid_until"]) for card in cards} == {date, str}
    social = [card for card in cards if card["social_card"]]
    assert {card["social_generation"] for card in social} == {1, 2, 3}
    assert cards[6]["social_generation"] == 2
    assert {card["social_region"] for card in social} == {"990101"}
    assert all(card["social_issued"] < date(2026, 11, 21) < card["social_valid_until"] for card in social)
    chips = {number: person.social for number, person in people(read.data / "cards.toml").items()}
    assert [number for number, chip in chips.items() if chip is None] == [39]
    assert chips[7] is not None
    assert (chips[7].card_number, chips[7].name, chips[7].generation) == ("Y00000007", "王桂芳", CardGeneration.SECOND)
    with closing(Records(read.data, key_provider(read.key, read.data), SystemTime(), None)) as records:
        assert (records.state().people, records.state().cut_off) == (60, date(2026, 11, 20))
        for card in cards:
            if card["case"] == "nobody":
                with pytest.raises(PersonNotFound):
                    records.find_by_number(IdNumber(card["number"]))
                continue
            assert records.find_by_number(IdNumber(card["number"])).person.name == card["name"]
            if card["social_card"]:
                assert records.find_by_card(card["social_card"]).person.number == IdNumber(card["number"])


def test_the_staff_of_the_cards_file_can_sign_in_and_are_nobody_in_the_records(config: Path) -> None:
    assert fill(config) == 0
    read = settings.read(config)
    members = staff(read.data / "cards.toml")
    assert len(members) == 10
    assert {member.person.case for member in members.values()} == {role.value for role in StaffRole}
    assert [member.person.case for member in members.values()].count("administrator") == 2, "for dual control"
    assert members["0217"].person.called == "staff 0217"
    codes = [member.code for member in members.values()]
    assert len(set(codes)) == 10
    assert all(re.fullmatch("YBS1:[A-Z2-7]{26}", code) for code in codes), "128 bits in base32"
    known = {person.card.number for person in people(read.data / "cards.toml").values()}
    with closing(Records(read.data, key_provider(read.key, read.data), SystemTime(), None)) as records:
        for number, member in members.items():
            assert str(StaffNumber(number)) == number
            assert member.person.social is not None
            assert member.person.social.identity_number == member.person.card.number
            assert member.person.card.number not in known
            with pytest.raises(PersonNotFound):
                records.find_by_number(IdNumber(member.person.card.number))
            with pytest.raises(PersonNotFound):
                records.find_by_card(member.person.social.card_number)


def test_an_older_cards_file_has_no_staff(tmp_path: Path) -> None:
    (tmp_path / "cards.toml").write_text("card = []\n", encoding="utf-8")
    assert staff(tmp_path / "cards.toml") == {}


@pytest.mark.parametrize("wrong", ["number = 217", "role = 1", "code = 2", "card = 3"])
def test_what_is_wrong_with_a_row_of_staff_is_named(tmp_path: Path, wrong: str) -> None:
    whole = {"number": '"0217"', "role": '"attendant"', "code": '"YBS1:A"', "card": "{}"}
    key, _, value = wrong.partition(" = ")
    rows = "\n".join(f"{name} = {said}" for name, said in (whole | {key: value}).items())
    (tmp_path / "cards.toml").write_text(f"card = []\n[[staff]]\n{rows}\n", encoding="utf-8")
    with pytest.raises(BenchRefusal, match="wanted"):
        staff(tmp_path / "cards.toml")


def test_demo_data_can_be_made_again_and_be_older(config: Path) -> None:
    assert fill(config) == 0
    assert fill(config, "--cut-off", "2026-10-31") == 0
    read = settings.read(config)
    with closing(Records(read.data, key_provider(read.key, read.data), SystemTime(), None)) as records:
        assert (records.state().version, records.state().cut_off) == (2, date(2026, 10, 31))


def test_records_that_were_not_made_here_are_kept(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fill(config) == 0
    data = settings.read(config).data
    cards = data / "cards.toml"
    cards.unlink()
    assert fill(config) == 1
    assert "--force" in capsys.readouterr().err
    assert not cards.exists()
    assert fill(config, "--force") == 0
    assert fill(config) == 0


def test_an_agencys_records_are_kept_where_made_up_people_were_before(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fill(config) == 0
    read = settings.read(config)
    origin = Origin(AGENCY, "990101", date(2026, 10, 31), 7)
    build(read.data, key_provider(read.key, read.data), origin, synthetic(20, 9, date(2026, 11, 21)))
    assert fill(config) == 1
    assert "--force" in capsys.readouterr().err
    with closing(Records(read.data, key_provider(read.key, read.data), SystemTime(), None)) as records:
        assert records.state().version == 7


@pytest.mark.parametrize("more", [["--people", "-1"], ["--cut-off", "2026-11-22"]])
def test_impossible_wishes_are_refused(config: Path, more: list[str]) -> None:
    assert fill(config, *more) == 2


def test_without_a_key_or_configuration_no_data_are_made(config: Path, tmp_path: Path) -> None:
    (tmp_path / "var.key").unlink()
    assert fill(config) == 1
    assert fill(tmp_path / "none.toml") == 1


def test_the_configuration_may_be_named_before_the_command_and_after_it(tmp_path: Path) -> None:
    before, after = tmp_path / "before.toml", tmp_path / "after.toml"
    needed = ["--id", "T007", "--agency", AGENCY, "--county", "990101", "--data"]
    assert __main__.main(["--config", str(before), "init", *needed, "one"]) == 0
    assert __main__.main(["init", *needed, "two", "--config", str(after)]) == 0
    assert (settings.read(before).data.name, settings.read(after).data.name) == ("one", "two")


@pytest.mark.parametrize("file", files(), ids=lambda file: file.stem)
def test_a_training_case_is_read_as_the_bench_reads_it(file: Path) -> None:
    case, scenario = demo_case.read(file.stem), scenario_file.read(file)
    assert case is not None
    assert case.visit == tuple((touch.page, touch.words) for touch in scenario.visit)
    assert case.visit[0][0] == "home", "its player is started there"
    fitted = set(scenario.devices) & {"card_motor", "presenter"}
    assert bool(case.makes) is bool(fitted)


def test_the_demos_training_cases_are_named(capfd: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["demo", "--scenario", "list"]) == 0
    assert {line.partition(" ")[0] for line in capfd.readouterr().out.splitlines()} == {file.stem for file in files()}
    assert __main__.main(["demo", "--scenario", "../kiosk"]) == 2
    assert __main__.main(["demo", "--headless", "--scenario", "paper-jams"]) == 2
    assert "--scenario list" in capfd.readouterr().err


@pytest.mark.wire
def test_a_training_case_plays_by_itself(tmp_path: Path) -> None:
    words = ["--headless", "--dir", str(tmp_path / "demo"), "--people", "20", "--out", str(tmp_path / "out")]
    command = [sys.executable, "-m", "kiosk", "demo", *words, "--scenario", "strange-code"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert (summary["scenario"], summary["trouble"]) == ("strange-code", "")
    pages = [step["what"].removeprefix("page ") for step in summary["steps"] if step["what"].startswith("page ")]
    assert pages == ["home", "more", "scan_paper", "code_unknown", "scan_paper", "home"]


def test_a_demo_keeps_no_paper_of_an_earlier_one(tmp_path: Path) -> None:
    papers, out = tmp_path / "papers", tmp_path / "out"
    for folder in (papers / "documents", out):
        folder.mkdir(parents=True)
    (papers / "documents" / "somebody-elses.pdf").write_bytes(b"old")
    (papers / "receipt-0001.txt").write_bytes(b"old")
    before = frozenset(papers.rglob("*"))
    (papers / "receipt-0002.txt").write_bytes(b"new")
    demo.keep_papers(papers, before, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {"receipt.txt": b"new"}
