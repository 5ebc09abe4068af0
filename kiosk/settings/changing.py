"""Changing keys of a `kiosk.toml` that is there: its comments and order stay, the old file is kept, a slip changes nothing.

The text is edited where the key stands, and the result is read back twice: as TOML it must differ from the old one in the
named keys and in nothing else, and as a configuration it must be one the terminal starts with. Only then it takes the
place of the old file, which stays beside it as `kiosk.toml.1`, the one before as `.2`, and so on.
"""

from __future__ import annotations

import copy
import hashlib
import re
import tomllib
from typing import TYPE_CHECKING, Any, Final, cast

from kiosk.settings.reading import SettingsError, parsed
from kiosk.settings.writing import line, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kiosk.core.config import Config

GENERATIONS: Final = 5
"""How many old files are kept."""
_HEADER: Final = re.compile(r"\s*\[\s*([\w.-]+)\s*\]\s*(#.*)?")
_ANY_HEADER: Final = re.compile(r"\s*\[")
_BESIDE: Final = re.compile(r"\s*(#.*)?")
_MARK: Final = "\ufeff"
_RARE: Final = "it is written in a rarer way of TOML: change it by hand"


class FileChanged(SettingsError):
    """The file is no longer the one the change was made for."""


def fingerprint(path: Path) -> str:
    """Name a file's content, so that a change made for it is refused once it is another. Raises `SettingsError`."""
    return hashlib.sha256(_bytes(path)).hexdigest()


def changed(text: str, changes: Mapping[str, object], name: str = "kiosk.toml") -> tuple[str, tuple[str, ...]]:
    """Set keys in the text of a configuration; return the new text and the keys whose value is another now.

    A key is named with its section: `policy.due_soon_days`, `id_reader.baud`, `data`; values are texts, numbers, true or
    false, lists and tables of these. Raises `SettingsError`.
    """
    before = _table(text, name)
    end = "\r\n" if "\r\n" in text else "\n"
    mark = _MARK if text.startswith(_MARK) else ""
    lines = text.removeprefix(mark).replace("\r\n", "\n").split("\n")
    different = tuple(key for key, value in changes.items() if not _same(_found(before, key), _plain(value)))
    for key in different:
        _set(lines, key, changes[key])
    result = "\n".join(lines)
    wanted = _with(before, {key: changes[key] for key in different})
    try:
        right = _same(tomllib.loads(result), wanted)
    except tomllib.TOMLDecodeError:
        right = False
    if not right:
        raise SettingsError(f"{name}: {', '.join(different)}: {_RARE}")
    parsed(result, name)
    return mark + result.replace("\n", end), different


def change(
    path: Path,
    changes: Mapping[str, object],
    *,
    seen: str | None = None,
    valid: Callable[[Config], None] = lambda _config: None,
) -> tuple[str, ...]:
    """Change a file; return the keys whose value is another now, for the audit, which never holds a value.

    `seen` is the `fingerprint` of the file that whoever made the changes was shown. `valid` may refuse the new
    configuration with a `SettingsError`, as makes refuse the settings of their devices. Raises `FileChanged`,
    `SettingsError`, and `DiskFull` (`kiosk.core.record`); the old file then stands unharmed.
    """
    from kiosk.store import files  # noqa: PLC0415 - a terminal starts without ever changing anything

    old = _bytes(path)
    if seen is not None and hashlib.sha256(old).hexdigest() != seen:
        raise FileChanged(f"{path}: the file was changed meanwhile; look at it again first")
    try:
        text = old.decode("utf-8")
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: not UTF-8; save it as UTF-8") from None
    new, different = changed(text, changes, str(path))
    if not different:
        return ()
    valid(parsed(new.removeprefix(_MARK), str(path)))
    mode = path.stat().st_mode & 0o777
    with files.room():
        for number in range(GENERATIONS - 1, 0, -1):
            kept = _generation(path, number)
            if kept.exists():
                kept.replace(_generation(path, number + 1))
    files.write(_generation(path, 1), old, mode)
    if _bytes(path) != old:
        raise FileChanged(f"{path}: the file was changed meanwhile; look at it again first")
    files.write(path, new.encode("utf-8"), mode)
    return different


def _generation(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error


def _table(text: str, name: str) -> dict[str, object]:
    """Read the text as TOML, having found it a configuration. Raises `SettingsError`."""
    clean = text.removeprefix(_MARK)
    parsed(clean, name)
    return tomllib.loads(clean)


def _split(key: str) -> tuple[str, str]:
    section, _, name = key.rpartition(".")
    return section, name


def _found(table: Mapping[str, object], key: str) -> object:
    """Return the value of a key, None where it is left out."""
    section, name = _split(key)
    inside = table.get(section) if section else table
    return cast("Mapping[str, object]", inside).get(name) if isinstance(inside, dict) else None


def _with(table: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    """Return the table as it is to be."""
    wanted: dict[str, Any] = copy.deepcopy(dict(table))
    for key, value in changes.items():
        section, name = _split(key)
        inside = wanted.setdefault(section, {}) if section else wanted
        inside[name] = _plain(value)
    return wanted


def _plain(value: object) -> object:
    """Return a value as TOML gives it back."""
    return tomllib.loads(f"x = {literal(value)}")["x"]


def _same(one: object, other: object) -> bool:
    """Whether two values of TOML are the same in every type: 3 is not 3.0 and not true. Tables have no order."""
    return repr(_ordered(one)) == repr(_ordered(other))


def _ordered(value: object) -> object:
    if isinstance(value, dict):
        return {key: _ordered(inner) for key, inner in sorted(cast("dict[str, object]", value).items())}
    return value


def _set(lines: list[str], key: str, value: object) -> None:
    """Put a key's new value where the old one stands, or the key at the end of its section, or both at the end."""
    section, name = _split(key)
    start, stop = _section(lines, section)
    for at in range(start, stop):
        written = re.match(rf"(\s*[\"']?{re.escape(name)}[\"']?\s*=\s*)(.*)", lines[at], re.DOTALL)
        if written is not None:
            length, beside = _value(lines, at, written[2])
            lines[at : at + length] = [f"{written[1]}{literal(value)}{beside}"]
            return
    new = line(name, value).rstrip("\n")
    if start > len(lines):
        gap = [""] if lines and lines[-1] else []
        while lines and not lines[-1].strip():
            lines.pop()
        lines += ["", f"[{section}]", new, *(gap or [""])]
        return
    while stop > start and _BESIDE.fullmatch(lines[stop - 1]):
        stop -= 1
    lines.insert(stop, new)


def _section(lines: list[str], section: str) -> tuple[int, int]:
    """Return where the lines of a section begin and end; beyond the last line where there is no such section."""
    start = 0
    if section:
        headers = (n for n, each in enumerate(lines) if (found := _HEADER.fullmatch(each)) and found[1] == section)
        start = next(headers, len(lines)) + 1
    stop = next((n for n in range(start, len(lines)) if _ANY_HEADER.match(lines[n])), len(lines))
    return start, stop


def _value(lines: list[str], at: int, first: str) -> tuple[int, str]:
    """Return how many lines a value takes from line `at` on, and the comment behind it.

    What reads as a value is one: TOML itself is asked, with one line more each time.
    """
    rest = first
    for count in range(1, len(lines) - at + 1):
        if _reads(rest):
            marks = (n for n, sign in enumerate(rest) if sign == "#" and _reads(rest[:n]))
            end = len(rest[: next(marks, len(rest))].rstrip())
            return count, rest[end:].rstrip()
        rest = "\n".join(lines[at : at + count + 1]).partition("=")[2].lstrip()
    return 1, ""


def _reads(text: str) -> bool:
    try:
        return tomllib.loads(f"x = {text}").keys() == {"x"}
    except tomllib.TOMLDecodeError:
        return False
