"""What a screen reader does: looks at what is showing, presses what has a name, hears what is told. See `client.py`."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

from tests.accessibility.desktop import SYSTEM_PYTHON

if TYPE_CHECKING:
    from collections.abc import Mapping

CLIENT: Final = Path(__file__).with_name("client.py")


@dataclass(frozen=True, slots=True)
class Seen:
    """A widget as assistive technology knows it; `box` is x, y, width and height in pixels."""

    name: str
    role: str
    description: str
    id: str
    states: frozenset[str]
    actions: tuple[str, ...]
    box: tuple[int, int, int, int]

    @property
    def button(self) -> bool:
        """Whether it can be pressed."""
        return "Press" in self.actions

    @property
    def focusable(self) -> bool:
        """Whether keys lead to it."""
        return "focusable" in self.states

    @property
    def focused(self) -> bool:
        """Whether keys have led to it."""
        return "focused" in self.states


class Reader:
    """A running client on a desktop."""

    def __init__(self, environment: Mapping[str, str], application: str = "yiban") -> None:
        self._client = subprocess.Popen(
            (SYSTEM_PYTHON, "-W", "ignore::DeprecationWarning", str(CLIENT), application),  # the bindings' own
            env={**environment, "PYTHONPATH": "", "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def read(self) -> list[str]:
        """Return everything that is said, line by line, in reading order."""
        return cast("list[str]", self._ask(do="read")["names"])

    def buttons(self) -> list[str]:
        """Return the names of what can be pressed."""
        return cast("list[str]", self._ask(do="buttons")["names"])

    def look(self) -> list[Seen]:
        """Return what is showing, in reading order; the window itself comes first."""
        widgets = cast("list[dict[str, Any]]", self._ask(do="look")["widgets"])
        return [
            Seen(w["name"], w["role"], w["description"], w["id"], frozenset(w["states"]), tuple(w["actions"]),
                 cast("tuple[int, int, int, int]", tuple(w["box"])))
            for w in widgets
        ]  # fmt: skip

    def press(self, name: str) -> bool:
        """Do the action of the button with this name; false if there is none."""
        return bool(self._ask(do="press", name=name)["pressed"])

    def key(self, key: str) -> None:
        """Press a key of the keyboard."""
        self._ask(do="key", key=key)

    def tap(self, x: int, y: int) -> None:
        """Touch a point of the panel."""
        self._ask(do="tap", x=x, y=y)

    def heard(self) -> list[tuple[str, str]]:
        """Return what was told since the last time: kind (announcement, focus, name) and words."""
        return [(kind, words) for kind, words in cast("list[list[str]]", self._ask(do="heard")["events"])]

    def announce(self) -> None:
        """Tell every program on the bus that a screen reader runs."""
        self._ask(do="announce")

    def close(self) -> None:
        """End it."""
        assert self._client.stdin is not None
        assert self._client.stdout is not None
        self._client.stdin.close()
        self._until_answered(self._client.stdout)
        self._client.stdout.close()
        self._client.wait(timeout=10)

    def _until_answered(self, answers: IO[str]) -> None:
        """Let pass what has to before the answer can come."""

    def _ask(self, **words: object) -> dict[str, Any]:
        assert self._client.stdin is not None
        assert self._client.stdout is not None
        self._client.stdin.write(json.dumps(words) + "\n")
        self._client.stdin.flush()
        self._until_answered(self._client.stdout)
        line = self._client.stdout.readline()
        assert line, "the assistive technology has ended"
        return cast("dict[str, Any]", json.loads(line))
