"""Every key is explained, from the declarations that read it."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from typing import Any, cast

import pytest

from kiosk import settings
from kiosk.core.config import Config, DeviceConfig
from kiosk.settings.explaining import explain, explained
from kiosk.settings.limits import LIMITS
from kiosk.settings.told import TOLD


def keys() -> list[str]:
    config = Config()
    names: list[str] = []
    for each in fields(config):
        value: object = getattr(config, each.name)
        if isinstance(value, DeviceConfig):
            names.append(f"{each.name}.make")
        elif hasattr(value, "__dataclass_fields__"):
            names += [f"{each.name}.{key.name}" for key in fields(cast("Any", value))]
        else:
            names.append(each.name)
    return names


def test_every_key_has_its_meaning_and_every_meaning_its_key() -> None:
    every = list(explained())
    assert [each.key for each in every] == keys()
    devices = {key.removesuffix(".make") for key in keys() if key.endswith(".make")}
    assert {key for key in keys() if key not in TOLD and key.partition(".")[0] not in devices} == set()
    sections = {key.partition(".")[0] for key in keys()}
    assert {key for key in TOLD if key not in keys() and key not in sections} == set()
    assert LIMITS.keys() <= set(keys())


def test_a_default_is_written_as_the_file_has_it_and_an_example_is_read() -> None:
    for each in explained():
        section, _, name = each.key.rpartition(".")
        if name == "make" and section:
            continue
        default = f"[{section}]\n{name} = {each.default}" if section else f"{name} = {each.default}"
        assert settings.parsed(default) == Config()
        assert tomllib.loads(each.example)


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("policy.due_soon_days", ["policy.due_soon_days"]),
        ("data", ["data"]),
        ("panel", [f"panel.{key}" for key in ("width_mm", "height_mm", "screen", "rotation", "same_touch_seconds")]),
        ("id_reader", ["id_reader.make"]),
        ("id_reader.make", ["id_reader.make"]),
    ],
)
def test_a_key_or_a_section_is_found(key: str, found: list[str]) -> None:
    told, near = explain(key)
    assert [each.key for each in told] == found
    assert near == ()


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("policy.due_son_days", "policy.due_soon_days"),
        ("width_mm", "panel.width_mm"),
        ("pannel.widht_mm", "panel.width_mm"),
        ("polcy", "policy"),
    ],
)
def test_the_nearest_right_name_is_told(key: str, near: str) -> None:
    told, names = explain(key)
    assert told == ()
    assert near in names
