"""The wheel: pure Python, everything the terminal needs in it, and dependencies that halls' systems can install."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Final

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
OLDEST_GLIBC: Final = (2, 28)
"""Kylin V10 and UOS 20."""
SEVERAL_WHEELS: Final = {
    # pip takes the newest its machine can use; .ci/run sees that one for 2.28 exists.
    "cryptography": "has a wheel for 2.28 beside the one for 2.34",
}
_MANYLINUX: Final = re.compile(r"manylinux_(\d+)_(\d+)_|manylinux(1|2010|2014)_")
_LEGACY: Final = {"1": (2, 5), "2010": (2, 12), "2014": (2, 17)}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build it from a copy: setuptools leaves its traces where it builds."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in ("assets", "devices", "kiosk"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    out = tmp_path_factory.mktemp("wheel")
    run("-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "-w", out, source)
    return next(out.glob("*.whl"))


def run(*words: str | Path, folder: Path = ROOT) -> str:
    done = subprocess.run((sys.executable, *words), cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_wheel_is_pure_python_and_has_every_asset(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    assets = {path.relative_to(ROOT).as_posix() for path in (ROOT / "assets").rglob("*") if path.is_file()}
    assert {name for name in assets if not name.startswith("assets/pictures/")} - names == set()
    code = {path.relative_to(ROOT).as_posix() for top in ("kiosk", "devices") for path in (ROOT / top).rglob("*.py")}
    assert code - names == set()
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"assets", "devices", "kiosk"}


def test_an_installed_wheel_finds_its_assets(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "installed"
    run("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile", "--target", place, wheel)
    program = (
        f"import sys; sys.path.insert(0, {str(place)!r}); "
        "from kiosk.core.assets import ROOT, asset; asset('fonts', 'hanazono', 'HanaMinB.ttf'); print(ROOT)"
    )
    assert Path(run("-I", "-c", program, folder=tmp_path)) == place / "assets"


def _needed() -> set[str]:
    """Return the names of all distributions the product needs here, directly or not."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    todo = [Requirement(line) for line in project["dependencies"]]
    names: set[str] = set()
    while todo:
        requirement = todo.pop()
        name = requirement.name.lower().replace("_", "-")
        if name in names or (requirement.marker is not None and not requirement.marker.evaluate({"extra": ""})):
            continue
        names.add(name)
        todo += [Requirement(line) for line in metadata.requires(name) or ()]
    return names


def _glibc(tag: str) -> tuple[int, int] | None:
    """Return the glibc a wheel's tag asks for, None if it asks for none."""
    if (found := _MANYLINUX.search(tag)) is None:
        return None
    return _LEGACY[found[3]] if found[3] else (int(found[1]), int(found[2]))


@pytest.mark.skipif(sys.platform != "linux", reason="wheels for Linux")
def test_the_wheels_we_need_install_where_glibc_is_2_28() -> None:
    newer: dict[str, tuple[int, int]] = {}
    for name in _needed():
        described = metadata.distribution(name).read_text("WHEEL") or ""
        asked = [glibc for line in described.splitlines() if line.startswith("Tag:") and (glibc := _glibc(line))]
        if asked and min(asked) > OLDEST_GLIBC:
            newer[name] = min(asked)
    assert {name: glibc for name, glibc in newer.items() if name not in SEVERAL_WHEELS} == {}
    assert {"pyside6-essentials", "shiboken6", "zstandard", "msgspec", "pypdfium2", "pillow"} <= _needed()
