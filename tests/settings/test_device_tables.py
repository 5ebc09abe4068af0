"""Every make says what may stand in its table: nothing else is taken, each key is explained, each wrong type refused."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pytest

from devices.setting import Setting, Written
from devices.tables import SETTINGS
from kiosk import settings
from kiosk.__main__ import main
from kiosk.core.config import Config, DeviceConfig
from kiosk.fitting import CATALOGUES, misfits, must_fit, tables
from kiosk.settings.explaining import explain, explained
from kiosk.settings.told import TOLD

MAKES: Final = [(section, make) for section, makes in CATALOGUES.items() for make in makes]
KEYS: Final = [(section, make, each) for section, make in MAKES for each in SETTINGS[make]]
NEEDED: Final = {"modbus": {"lamps": {"receipt": 0}, "senses": {"presence": 1}}}
"""What a make can't do without, though no single key of it is needed."""
WRONG: Final = {
    Written.TEXT: 7,
    Written.WHOLE: "many",
    Written.TRUTH: "yes",
    Written.LIST: 7,
    Written.TABLE: 7,
    Written.PORT: 7,
    Written.LOOKED_FOR: 7,
}


def table_of(make: str) -> dict[str, object]:
    """The least a make can be made with."""
    own: dict[str, object] = {}
    for each in SETTINGS[make]:
        if each.default is None:
            own |= tomllib.loads(f"{each.name} = {each.example}")
    return own | NEEDED.get(make, {})


def with_device(section: str, make: str, table: dict[str, object]) -> Config:
    changes: dict[str, Any] = {section: DeviceConfig(make, MappingProxyType(table))}
    return replace(Config(), **changes)


def misspelt(name: str) -> str:
    """Two letters change places, or one is doubled: what a hand does."""
    changed = name[:1] + name[2] + name[1] + name[3:]
    return changed if changed != name else name[:2] + name[1:]


def test_every_make_declares_its_keys_and_no_others_are_declared() -> None:
    assert SETTINGS.keys() == {make for makes in CATALOGUES.values() for make in makes}


@pytest.mark.parametrize(("section", "make"), MAKES)
def test_a_table_of_examples_fits(section: str, make: str) -> None:
    assert list(misfits(with_device(section, make, table_of(make)))) == []
    everything = table_of(make)
    for each in SETTINGS[make]:
        written = each.example or each.default
        everything |= {} if each.name in everything else tomllib.loads(f"{each.name} = {written}")
    trigger = {"trigger_on": "16540D", "trigger_off": "16550D"} if make == "line" else {}
    assert list(misfits(with_device(section, make, everything | trigger))) == []


@pytest.mark.parametrize(("section", "make", "each"), KEYS, ids=lambda value: str(getattr(value, "name", value)))
def test_a_misspelt_key_is_refused_and_the_right_one_named(section: str, make: str, each: Setting) -> None:
    slip = misspelt(each.name)
    assert slip not in {other.name for other in SETTINGS[make]}
    table = {**table_of(make), slip: 1}
    with pytest.raises(settings.SettingsError) as refused:
        must_fit(with_device(section, make, table))
    assert str(refused.value) == f"[{section}] {slip}: there is no such key; did you mean {each.name}?"


@pytest.mark.parametrize(("section", "make", "each"), KEYS, ids=lambda value: str(getattr(value, "name", value)))
def test_a_value_of_another_kind_is_refused_and_its_key_named(section: str, make: str, each: Setting) -> None:
    wrong = list(misfits(with_device(section, make, {**table_of(make), each.name: WRONG[each.written]})))
    assert len(wrong) == 1
    assert each.name in wrong[0].removeprefix(f"[{section}] ").partition(":")[0].split(", ")


@pytest.mark.parametrize(("section", "make", "each"), KEYS, ids=lambda value: str(getattr(value, "name", value)))
def test_every_key_is_explained(section: str, make: str, each: Setting, capsys: pytest.CaptureFixture[str]) -> None:
    found, near = explain(f"{section}.{each.name}", tables())
    assert near == ()
    (one,) = (
        one for one in found if one.meaning.startswith(each.meaning) and one.default == (each.default or one.default)
    )
    assert one.kind == each.written
    assert tomllib.loads(one.example)[section].keys() == {"make", each.name} or each.default == "as the model has it"
    assert main(["config", "explain", f"{section}.{each.name}"]) == 0
    told = capsys.readouterr().out
    assert each.meaning in told
    assert f"Write {each.written}." in told
    assert make in told or len(CATALOGUES[section]) > 1


def test_a_key_of_some_makes_says_of_which() -> None:
    found, _ = explain("social_card_reader.echo", tables())
    assert [one.meaning.endswith(" Of ccid.") for one in found] == [True]
    found, _ = explain("social_card_reader.port", tables())
    assert [one.meaning.endswith(" Of ccid and crt.") for one in found] == [True]


def test_a_wrong_key_of_a_device_leads_to_the_right_one() -> None:
    assert explain("scanner.trigger_onn", tables())[1][0] == "scanner.trigger_on"
    assert explain("id_reader.buad", tables())[1][0] == "id_reader.baud"


@pytest.mark.parametrize("section", list(CATALOGUES))
def test_the_file_names_every_key_of_every_make(section: str) -> None:
    told = TOLD[section] + (TOLD["id_reader"] if section == "id_reader" else "")
    words = set(re.findall(r"[a-z_]+", told))
    line = (
        {"baud", "rtscts", "xonxoff"} if section == "id_reader" else set[str]()
    )  # as `yiban config explain` tells them
    assert {each.name for make in CATALOGUES[section] for each in SETTINGS[make]} - line <= words


def test_what_one_make_knows_another_refuses() -> None:
    wrong = list(misfits(with_device("social_card_reader", "crt", {**table_of("crt"), "echo": True})))
    assert wrong == [
        "[social_card_reader] echo: there is no such key; known here: baud, hold_at_gate, port, rtscts, xonxoff"
    ]


def test_a_table_without_a_make_is_looked_at_too() -> None:
    assert list(misfits(settings.parsed('[id_reader]\nmake = ""\nport = "COM3"'))) == []
    assert list(misfits(settings.parsed('[id_reader]\nmake = ""\nprot = "COM3"'))) == [
        "[id_reader] prot: there is no such key; did you mean port?"
    ]
    with pytest.raises(settings.SettingsError) as refused:
        settings.parsed('[id_reader]\nmaek = "sam"\nport = "COM3"')
    assert str(refused.value) == "kiosk.toml, line 2: [id_reader] maek: there is no such key; did you mean make?"
    assert list(misfits(settings.parsed('[document_printer]\nodd = "COM3"'))) == [
        "[document_printer] odd: there is no such key; known here: folder, ignore, printer, server, uri"
    ]


def test_a_make_that_is_misspelt_leads_to_the_right_one() -> None:
    assert list(misfits(with_device("receipt_printer", "ecspos", {}))) == [
        "[receipt_printer] make: there is no 'ecspos'; did you mean escpos?"
    ]


def test_the_command_refuses_what_no_make_knows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('[id_reader]\nmake = "sam"\nport = "/dev/null"\nbuad = 9600\n', encoding="utf-8")
    assert main(["config", "check", str(file)]) == 2
    assert "wrong    [id_reader] buad: there is no such key; did you mean baud?" in capsys.readouterr().out
    file.write_text('[receipt_printer]\nmake = "escpos"\nport = "/dev/null"\n', encoding="utf-8")
    change = ["--config", str(file), "config", "set"]
    assert main([*change, "receipt_printer.mdoel", "custom"]) == 2
    assert "did you mean model?" in capsys.readouterr().err
    assert main([*change, "receipt_printer.model", "custom"]) == 0
    assert settings.read(file).receipt_printer.settings["model"] == "custom"


def test_what_is_explained_of_devices_is_no_key_twice() -> None:
    ours = [(one.key, one.meaning) for one in explained(tables())]
    assert len(ours) == len(set(ours))
