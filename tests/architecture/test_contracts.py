"""The house's contracts hold: who may import whom, and what must not stand in the code at all."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]
PRODUCT = sorted(path for folder in ("kiosk", "devices") for path in (ROOT / folder).rglob("*.py"))


def test_imports_point_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0


def test_no_simulator_is_missing_in_the_contract_that_keeps_them_out_of_the_product() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    kept_out = next(c["forbidden_modules"] for c in contracts if c["name"].startswith("The product never imports"))
    simulators = {f"devices.{path.parent.name}.{path.stem}" for path in (ROOT / "devices").glob("*/simulat*.py")}
    assert {name for name in simulators if not name.startswith("devices.bench.")} - set(kept_out) == set()


def test_every_module_says_what_it_is_for() -> None:
    assert [str(path) for path in PRODUCT if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))] == []


def test_names_say_what_a_thing_is_and_not_which_pattern_it_follows() -> None:
    pattern = re.compile(r"class \w*(Manager|Handler|Helper|Util|Base|Impl|Controller)\b")
    hits = [
        f"{path.name}: {hit.group()}" for path in PRODUCT for hit in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert hits == []
    assert [path for path in PRODUCT if path.stem in {"utils", "common", "misc", "helpers"}] == []


def test_nothing_is_mocked_or_left_for_later() -> None:
    words = re.compile(r"\b(Magic" + r"Mock|mock\." + r"patch|TO" + r"DO|FIX" + r"ME)\b")
    everything = [*PRODUCT, *(ROOT / "tests").rglob("*.py")]
    assert [path.name for path in everything if words.search(path.read_text(encoding="utf-8"))] == []


def test_the_binding_stays_within_the_versions_that_hold() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "PySide6-Essentials>=6.9.3,<6.10" in project["dependencies"]
    assert project["requires-python"] == ">=3.11,<3.14"


STARTED = """
import sys, kiosk.app, kiosk.settings
from kiosk.core.config import SoundConfig
from kiosk.wiring import engine_of
engine_of(SoundConfig())
print(*sys.modules)
"""


def test_home_is_painted_before_what_only_services_need_is_loaded() -> None:
    later = {
        "cryptography",
        "msgspec",
        "zstandard",
        "sqlite3",
        "reportlab",
        "qrcode",
        "serial",
        "xml",
        "email",
        "zoneinfo",
        "subprocess",
        "json",
    }
    later |= {f"kiosk.{room}" for room in ("core.record", "store", "ledger", "audit", "statement", "pension", "demo")}
    loaded = subprocess.run(
        (sys.executable, "-c", STARTED),
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert sorted(later.intersection(loaded.stdout.split())) == []
