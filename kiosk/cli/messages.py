"""Every message of the sources: what `say`, `Text` and `translate` are called with, and where that is.

A message is found where it stands as a constant, also as one of several, or was put into a name or handed to a function of the
same file first. Words of the configuration that people are told are messages, too.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiosk.core.values import dataclass
from kiosk.statement.paper_words import PAPER_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT: Final = Path(__file__).parents[2]
CALLED: Final = frozenset({"say", "Text", "translate"})
NAMED: Final = frozenset({"message", "short", "aloud"})
TABLES: Final = {"kiosk/core/config.py": "PlaceConfig"}
"""Files with a class whose defaults people are told."""
PAPERS: Final = "kiosk/statement/paper_words.py"
"""Where the words of papers are listed, which are plain characters in the statements themselves."""
FOR_STAFF: Final = ("staff", "kiosk/cli", "kiosk/demo", "upkeep", "kiosk/core/remedies")
"""What is only in files of these is read by the staff, who reads Chinese."""


class NoSources(Exception):
    """The program is a built one: its sources, which hold the messages, are not here."""


@dataclass(frozen=True)
class Message:
    """A message and the files it stands in."""

    text: str
    files: tuple[str, ...]

    @property
    def for_people(self) -> bool:
        """Whether somebody else than the staff reads it."""
        return not all(any(part in file for part in FOR_STAFF) for file in self.files)


@cache
def messages(root: Path = ROOT) -> Mapping[str, Message]:
    """Return every message by its text, in the order of files. Raises `NoSources`."""
    files = sorted((root / "kiosk").rglob("*.py"))
    if not files:
        raise NoSources("no sources here: messages are taken from a checkout")
    found: dict[str, Message] = {}
    for path in files:
        name = path.relative_to(root).as_posix()
        source = _Source(ast.parse(path.read_text(encoding="utf-8")), TABLES.get(name, ""))
        for text in source.messages():
            found[text] = Message(text, (*(found[text].files if text in found else ()), name))
    for text in PAPER_WORDS:
        found.setdefault(text, Message(text, (PAPERS,)))
    return MappingProxyType(found)


class _Source:
    """One file: its calls, and what its names stand for, so that a message is found where it was put into a name first."""

    def __init__(self, tree: ast.Module, table: str) -> None:
        self._calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        self._named: dict[str, list[ast.expr]] = {}
        self._takes: dict[str, dict[str, int]] = {}
        self._tables = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == table]
        for node in ast.walk(tree):
            self._know(node)

    def _know(self, node: ast.AST) -> None:
        """Take note of what a name is given, and of the places of a function's parameters."""
        if isinstance(node, ast.Assign):
            self._name(node.targets, node.value)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            self._name([node.target], node.value)
        elif isinstance(node, ast.comprehension | ast.For):
            self._name([node.target], node.iter)
        elif isinstance(node, ast.FunctionDef):
            known = [each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            self._takes.setdefault(node.name, {}).update({each: place for place, each in enumerate(known)})

    def _name(self, targets: list[ast.expr], value: ast.expr) -> None:
        for target in targets:
            for leaf in ast.walk(target):
                if isinstance(leaf, ast.Name):
                    self._named.setdefault(leaf.id, []).append(value)

    def messages(self) -> dict[str, None]:
        """Return the file's messages, each once."""
        found: dict[str, None] = {}
        for call in self._calls:
            parts: list[ast.expr] = []
            if _called(call) in CALLED:
                parts = [*call.args[:1], *(word.value for word in call.keywords if word.arg in NAMED)]
            elif _called(call) == "map" and isinstance(call.args[0], ast.Name) and call.args[0].id in CALLED:
                parts = call.args[1:]
            for part in parts:
                found |= dict.fromkeys(text for text in self._texts(part) if text)
        for table in self._tables:
            defaults = [each.value for each in table.body if isinstance(each, ast.AnnAssign) and each.value is not None]
            for default in defaults:
                found |= dict.fromkeys(text for text in self._texts(default) if _is_chinese(text))
        return found

    def _texts(self, part: ast.expr) -> Iterator[str]:
        """Yield the texts of an expression, and the Chinese ones of the names in it."""
        yield from (
            leaf.value for leaf in _leaves(part) if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
        )
        todo = [leaf.id for leaf in _leaves(part) if isinstance(leaf, ast.Name)]
        met = set(todo)
        while todo:
            name = todo.pop()
            for value in (*self._named.get(name, ()), *self._passed(name)):
                for leaf in _leaves(value):
                    if isinstance(leaf, ast.Name) and leaf.id not in met:
                        met.add(leaf.id)
                        todo.append(leaf.id)
                    elif isinstance(leaf, ast.Constant) and isinstance(leaf.value, str) and _is_chinese(leaf.value):
                        yield leaf.value

    def _passed(self, name: str) -> Iterator[ast.expr]:
        """Yield what functions with a parameter of this name are called with in its place."""
        for call in self._calls:
            place = self._takes.get(_called(call), {}).get(name)
            if place is not None:
                yield from (call.args[place : place + 1])
                yield from (word.value for word in call.keywords if word.arg == name)


def _leaves(part: ast.expr) -> Iterator[ast.expr]:
    """Yield the constants and names an expression may come to: of a call only what it is asked of, not what it is given."""
    if isinstance(part, ast.Constant | ast.Name):
        yield part
    elif isinstance(part, ast.Call):
        if isinstance(part.func, ast.Attribute):
            yield from _leaves(part.func.value)
    elif not isinstance(part, ast.JoinedStr):
        for child in ast.iter_child_nodes(part):
            if isinstance(child, ast.expr):
                yield from _leaves(child)


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _is_chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)
