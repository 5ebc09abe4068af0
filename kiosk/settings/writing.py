"""Writing a whole `kiosk.toml` with its comments, and single values as TOML has them."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kiosk.core.config import DeviceConfig
from kiosk.settings.told import HEADING, TOLD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.core.config import Config

__all__ = ["HEADING", "line", "literal", "quoted", "written"]


def written(config: Config) -> str:
    """Write a configuration with its comments, as `assets/kiosk.toml` shows it."""
    lines = [HEADING]
    for each in fields(config):
        given = getattr(config, each.name)
        if not is_dataclass(given):
            lines.append(_commented(each.name, given))
    for each in fields(config):
        given = getattr(config, each.name)
        if is_dataclass(given):
            told = TOLD.get(each.name)
            lines.append("\n" + (f"# {told}\n" if told else "") + f"[{each.name}]\n")
            lines.extend(_section(each.name, given))
    return "".join(lines)


def _section(name: str, section: object) -> Iterator[str]:
    if isinstance(section, DeviceConfig):
        yield line("make", section.make)
        for key, setting in section.settings.items():
            yield line(key, setting)
        return
    for each in fields(cast("Any", section)):
        yield _commented(each.name, getattr(section, each.name), name)


def _commented(key: str, value: object, section: str = "") -> str:
    told = TOLD.get(f"{section}.{key}" if section else key)
    return (f"# {told}\n" if told else "") + line(key, value)


def line(key: str, value: object) -> str:
    """Write a key and its value as a line of TOML."""
    bare = re.fullmatch(r"[A-Za-z0-9_-]+", key)
    return f"{key if bare else quoted(key)} = {literal(value)}\n"


def literal(value: object) -> str:
    """Write a value as TOML has it: booleans, numbers, texts, lists and tables of these."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(literal(each) for each in cast("list[object]", value)) + "]"
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        return "{ " + ", ".join(line(key, each).strip() for key, each in table.items()) + " }"
    return quoted(value.as_posix() if isinstance(value, Path) else str(value))


def quoted(text: str) -> str:
    """Write a text as a basic string of TOML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'
