"""A real bench in a process of its own, and its verbs by the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

ROOT = Path(__file__).parents[2]
CARDS = """
[[card]]
person = 7
case = "retired"
name = "王桂芳"
sex = "2"
nation = "汉"
birth = 1958-03-11
address = "云川省青禾市柳河县柳河镇建设路180号"
number = "990101195803119667"
issuer = "柳河县公安局"
valid_from = 2018-04-28
valid_until = "长期"
social_card = "Y00000007"
social_generation = 2
social_issued = 2019-05-06
social_valid_until = 2099-05-06
social_region = "000000"

[[card]]
person = 31
case = "long_name"
name = "阿卜杜热合曼·吐尔逊买买提艾力"
sex = "1"
nation = "维吾尔"
birth = 1955-06-02
address = "云川省青禾市柳河县东坪乡石桥村147号"
number = "990101195506029614"
issuer = "柳河县公安局"
valid_from = 2018-04-28
valid_until = 2038-04-28
social_card = ""

[[staff]]
number = "0217"
role = "attendant"
code = "YBS1:ABCDEFGHIJKLMNOPQRSTUVWXY2"
[staff.card]
name = "周小兰"
sex = "2"
nation = "汉"
birth = 1994-05-21
address = "云川省青禾市南塘区人民路8号"
number = "990102199405219624"
issuer = "南塘区公安局"
valid_from = 2016-09-01
valid_until = 2036-09-01
social_card = "W00000003"
social_generation = 2
social_issued = 2024-06-01
social_valid_until = 2034-06-01
social_region = "000000"
"""


class RunningBench:
    """`python -m devices.bench` until the end of a `with` block."""

    def __init__(self, folder: Path, *arguments: str, headless: bool = True) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        cards = folder.parent / "cards.toml"
        cards.write_text(CARDS, encoding="utf-8")
        self._given = ("--dir", str(folder), "--cards", str(cards), *arguments, *(["--headless"] if headless else []))

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            (sys.executable, "-m", "devices.bench", *self._given),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        self.said: list[str] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if line.startswith("ready: "):
                return self
        _, errors = self.process.communicate(timeout=10)
        raise AssertionError(f"no bench: {errors}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        try:
            _, self.errors = self.process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise

    @property
    def toml(self) -> Mapping[str, Mapping[str, object]]:
        """The tables of bench.toml."""
        return cast("dict[str, dict[str, object]]", self.said_toml())

    def said_toml(self) -> dict[str, object]:
        """All of bench.toml."""
        return tomllib.loads((self.folder / "bench.toml").read_text(encoding="utf-8"))

    def do(self, *words: str) -> str:
        """Do a verb by the command line and return what it says."""
        done = told(self.folder, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def refused(self, *words: str) -> str:
        """Do a verb that is refused and return why."""
        done = told(self.folder, *words)
        assert done.returncode == 2
        return done.stderr.strip()

    def state(self) -> dict[str, object]:
        """Return the bench's state."""
        return cast("dict[str, object]", json.loads(self.do("state")))


def told(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        (sys.executable, "-m", "devices.bench", "do", "--dir", str(folder), *words),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
