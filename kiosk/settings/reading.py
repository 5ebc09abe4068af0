"""Reading `kiosk.toml`: typed, and strict enough that a slip of the pen is found before anybody stands there."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast, get_type_hints

from kiosk.core.config import Config, DeskConfig, DeviceConfig, LanguagesConfig
from kiosk.core.hours import Hours, HoursNotClear
from kiosk.core.languages import LANGUAGES
from kiosk.settings.limits import LIMITS
from kiosk.settings.writing import literal

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{16,60}")
"""Sixteen of 64 characters by chance are 96 bits."""
LONGEST_TEXT: Final = 60
"""More doesn't fit where it is shown and printed."""
LONGEST_PATH: Final = 1000
_PATHS: Final = frozenset({"staff.records_from", "sound.voice"})
"""Texts that nobody is shown."""
LARGEST_WHOLE: Final = 1_000_000


class SettingsError(Exception):
    """Something in `kiosk.toml` is wrong; the text says where and what to do."""


def read(path: Path) -> Config:
    """Read a configuration; a relative data folder is taken from the file's own folder. Raises `SettingsError`."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # Notepad puts a mark in front
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}; `yiban init --config {path}` makes one") from error
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: not UTF-8; save it as UTF-8") from None
    config = parsed(text, str(path))
    return replace(config, data=path.absolute().parent / config.data)


def line_of(path: Path, section: str, key: str) -> int | None:
    """Return the line of a key in a configuration that was read; None for one that stands nowhere."""
    return _Reader(path.read_text(encoding="utf-8-sig"), str(path)).line(section, key)


def parsed(text: str, name: str = "kiosk.toml") -> Config:
    """Read the text of a configuration. `name` is what errors call it. Raises `SettingsError`."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{name}: {error}") from None
    except (ValueError, RecursionError):
        raise SettingsError(f"{name}: a number with thousands of digits, or brackets in brackets in brackets") from None
    reader = _Reader(text, name)
    config = reader.values(Config, table, "")
    reader.sensible(config)
    return config


class _Reader:
    """One file being read: knows its text, so that errors can name the line."""

    def __init__(self, text: str, name: str) -> None:
        self._lines = text.splitlines()
        self._name = name

    def values(self, kind: type[T], table: Mapping[str, object], section: str) -> T:
        """Make a dataclass of a table; what is left out keeps its default."""
        if issubclass(kind, DeviceConfig):
            return cast("T", self._device(table, section))
        known = {each.name for each in fields(cast("Any", kind))}
        hints = get_type_hints(kind)
        given: dict[str, object] = {}
        for key, value in table.items():
            if key not in known:
                raise self._unknown(section, key, known)
            given[key] = self._value(hints[key], value, section, key)
        return kind(**given)

    def sensible(self, config: Config) -> None:
        """Check what types can't say. Raises `SettingsError`."""
        for name, limit in LIMITS.items():
            section, _, key = name.rpartition(".")
            value = getattr(getattr(config, section) if section else config, key)
            self._must(limit.holds(value), section, key, limit.advice)
        alone = config.policy.social_card_is_enough or not config.social_card_reader.make or bool(config.id_reader.make)
        self._must(alone, "policy", "social_card_is_enough", "false asks for the ID card, and no [id_reader] is fitted")
        self._sensible_languages(config.languages)
        self._sensible_desk(config.desk)
        try:
            Hours.of(config.hours)
        except HoursNotClear as error:
            raise self._error("hours", error.key, str(error)) from None

    def _sensible_languages(self, languages: LanguagesConfig) -> None:
        """Every code is one of a language there is; of one that is not, the code that was meant is told."""
        for code in languages.offered:
            if code not in LANGUAGES:
                raise self._error("languages", "offered", f"{literal(code)} is no language; {_meant(code)}")

    def _sensible_desk(self, desk: DeskConfig) -> None:
        """A page that is served has an address and a token; that of others may be empty."""
        if not desk.serve:
            return
        from ipaddress import ip_address  # noqa: PLC0415 - most terminals serve nothing

        try:
            ip_address(desk.address)
        except ValueError:
            raise self._error("desk", "address", 'write an address, like "127.0.0.1" or "0.0.0.0"') from None
        self._must(
            bool(_TOKEN.fullmatch(desk.token)),
            "desk",
            "token",
            "to serve the page it needs 16 to 60 letters and digits; `openssl rand -hex 16` makes such a token",
        )

    def _value(self, hint: object, value: object, section: str, key: str) -> object:
        if isinstance(hint, type) and is_dataclass(hint):
            if not isinstance(value, dict):
                raise self._error(section, key, f"write it as a table: [{key}]")
            return self.values(hint, cast("dict[str, object]", value), key)
        if hint is float and type(value) is int and abs(value) <= LARGEST_WHOLE:
            return float(value)
        if hint is Path and isinstance(value, str):
            return Path(value)
        if hint == TEXTS and isinstance(value, list):
            return tuple(self._value(str, each, section, key) for each in cast("list[object]", value))
        if type(value) is not hint:
            raise self._error(section, key, f"write {KINDS[hint]}, not {literal(value)}")
        longest = LONGEST_PATH if f"{section}.{key}" in _PATHS else LONGEST_TEXT
        if section and isinstance(value, str) and (len(value) > longest or not value.isprintable()):
            raise self._error(section, key, f"a text has at most {longest} characters, all of them visible")
        return value

    def _device(self, table: Mapping[str, object], section: str) -> DeviceConfig:
        make = table.get("make", "")
        if table and "make" not in table:
            import difflib  # noqa: PLC0415 - hardly any table is like that

            for key in difflib.get_close_matches("make", table):
                raise self._error(section, key, "there is no such key; did you mean make?")
        if not isinstance(make, str):
            raise self._error(section, "make", 'write a name in quotes, like make = "sam"')
        return DeviceConfig(make, MappingProxyType({key: value for key, value in table.items() if key != "make"}))

    def _must(self, condition: bool, section: str, key: str, advice: str) -> None:  # noqa: FBT001 - it is the check
        if not condition:
            raise self._error(section, key, advice)

    def _unknown(self, section: str, key: str, known: set[str]) -> SettingsError:
        import difflib  # noqa: PLC0415 - only a wrong file needs it, and every start would load it

        near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
        advice = f"did you mean {near[0]}?" if near else f"known here: {', '.join(sorted(known))}"
        return self._error(section, key, f"there is no such key; {advice}")

    def _error(self, section: str, key: str, advice: str) -> SettingsError:
        place = f"[{section}] {key}" if section else key
        line = self.line(section, key)
        return SettingsError(f"{self._name}{f', line {line}' if line else ''}: {place}: {advice}")

    def line(self, section: str, key: str) -> int | None:
        """Find the line of a key; None for one that isn't there, or is written in some rarer way of TOML."""
        here = ""
        for number, line in enumerate(self._lines, start=1):
            header = re.match(r"\s*\[\s*([\w.-]+)\s*\]", line)
            if header:
                here = header[1]
                if not section and here == key:
                    return number
            elif here == section and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return number
        return None


def _meant(code: str) -> str:
    """Say which language was meant, by its name or a code of others, or which there are."""
    import difflib  # noqa: PLC0415 - only a wrong file needs it

    names = {name: language.code for language in LANGUAGES.values() for name in (language.code, *language.also)}
    near = difflib.get_close_matches(code.lower(), names, n=1, cutoff=0.5)
    return f'did you mean "{names[near[0]]}"?' if near else f"known are {', '.join(LANGUAGES)}"


TEXTS: Final = tuple[str, ...]
KINDS: Final[Mapping[object, str]] = {
    str: 'text in quotes, like "3号窗口"',
    int: "a whole number, like 3",
    float: "a number, like 267.8",
    bool: "true or false",
    Path: 'a folder in quotes, like "var"',
    TEXTS: 'a list of texts in brackets, like ["3号窗口"]',
}
"""Type of a key -> how its value is written."""
