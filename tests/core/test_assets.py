import hashlib
import re

import pytest

from kiosk.core.assets import ROOT, asset


def test_a_font_is_found() -> None:
    assert asset("fonts", "hanazono", "HanaMinB.ttf").stat().st_size > 1_000_000


def test_a_missing_asset_is_named_without_this_machines_paths() -> None:
    with pytest.raises(FileNotFoundError, match=r"^assets/fonts/none\.ttf$"):
        asset("fonts", "none.ttf")


def test_the_fonts_are_those_the_readme_says() -> None:
    told = dict(re.findall(r"\| `(\S+\.ttf)` .*`([0-9a-f]{64})`", asset("fonts", "README.md").read_text("utf-8")))
    files = {path.relative_to(ROOT / "fonts").as_posix(): path for path in (ROOT / "fonts").rglob("*.ttf")}
    assert told == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
