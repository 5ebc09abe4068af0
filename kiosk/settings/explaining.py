"""What each key of `kiosk.toml` means, from the declarations that read it: type, default, limits, example."""

from __future__ import annotations

import difflib
from dataclasses import fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast, get_type_hints

from kiosk.core.config import Config, DeviceConfig
from kiosk.core.values import dataclass
from kiosk.settings.limits import LIMITS
from kiosk.settings.reading import KINDS
from kiosk.settings.told import TOLD
from kiosk.settings.writing import line, literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from devices.setting import Setting

    Tables = Mapping[str, Mapping[str, tuple[Setting, ...]]]

_NO_TABLES: Final[Tables] = MappingProxyType({})
_EXAMPLE: Final = "For example:"


@dataclass(frozen=True)
class Explained:
    """One key. `kind` is how its value is written, `allowed` what it must be besides; `example` is lines of the file."""

    key: str
    meaning: str
    kind: str
    default: str
    allowed: str
    example: str


def explained(tables: Tables = _NO_TABLES) -> Iterator[Explained]:
    """Yield every key. `tables` is what each make declares for each device; without it, a device's make alone is known."""
    config = Config()
    hints = get_type_hints(Config)
    for each in fields(config):
        value: object = getattr(config, each.name)
        if isinstance(value, DeviceConfig):
            meaning, example = _told(each.name)
            kind = "a name in quotes, and what the make itself needs"
            yield Explained(f"{each.name}.make", meaning, kind, '""', "", example)
            yield from _of_device(each.name, tables.get(each.name, {}))
        elif hints[each.name] in KINDS:
            yield _one(each.name, "", hints[each.name], value)
        else:
            inner = get_type_hints(type(value))
            for key in fields(cast("Any", value)):
                yield _one(key.name, each.name, inner[key.name], getattr(value, key.name))


def explain(key: str, tables: Tables = _NO_TABLES) -> tuple[tuple[Explained, ...], tuple[str, ...]]:
    """Return what a key, or every key of a section, is; for an unknown one nothing, and the nearest right names."""
    every = tuple(explained(tables))
    section, _, name = key.partition(".")
    found = tuple(each for each in every if each.key == key or (not name and each.key.partition(".")[0] == key))
    if found:
        return found, ()
    whole = [each.key for each in every]
    last = {each.rpartition(".")[2]: each for each in whole}
    own = {each.rpartition(".")[2]: each for each in whole if each.startswith(f"{section}.")}
    near = [own[each] for each in difflib.get_close_matches(name, own, n=2, cutoff=0.6)]
    near += difflib.get_close_matches(key, whole, n=3, cutoff=0.6)
    near += [last[each] for each in difflib.get_close_matches(name or key, last, n=2, cutoff=0.6)]
    near += difflib.get_close_matches(key, {each.partition(".")[0] for each in whole}, n=1, cutoff=0.6)
    return (), tuple(dict.fromkeys(near))


def _of_device(section: str, makes: Mapping[str, tuple[Setting, ...]]) -> Iterator[Explained]:
    """Yield what the makes of a device declare; a key that several makes have alike is told once."""
    makers: dict[tuple[str, Setting], list[str]] = {}
    for make, settings in makes.items():
        for each in settings:
            makers.setdefault((each.name, each), []).append(make)
    for (name, each), own in sorted(makers.items(), key=lambda item: item[0][0]):
        default = "none: it can't be left out" if each.default is None else each.default
        meaning = each.meaning if len(own) == len(makes) else f"{each.meaning} Of {' and '.join(own)}."
        example = f'[{section}]\nmake = "{own[0]}"\n{name} = {each.example or each.default}'
        yield Explained(f"{section}.{name}", meaning, each.written, default, "", example)


def _one(name: str, section: str, hint: object, value: object) -> Explained:
    key = f"{section}.{name}" if section else name
    meaning, example = _told(key)
    limit = LIMITS.get(key)
    usual = (f"[{section}]\n" if section else "") + line(name, value).rstrip("\n")
    return Explained(key, meaning, KINDS[hint], literal(value), limit.advice if limit else "", example or usual)


def _told(key: str) -> tuple[str, str]:
    """Return the meaning of a key or section, and its example."""
    text = TOLD.get(key, "").replace("\n# ", "\n").replace("\n#", "\n")
    meaning, _, example = text.partition(_EXAMPLE)
    lines = [each.removeprefix("  ") for each in example.strip("\n").splitlines()]
    return " ".join(meaning.split()), "\n".join(lines)
