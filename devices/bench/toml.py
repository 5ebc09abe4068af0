"""Writes tables as TOML: the standard library only reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import cast

Table = Mapping[str, object]


def written(table: Table) -> str:
    """Return `table` as TOML. Raises `TypeError` for a value TOML doesn't know."""
    return "\n".join(_lines(table, ())).strip() + "\n"


def _lines(table: Table, path: tuple[str, ...]) -> list[str]:
    """Return a table's own values first and its tables after them, as TOML wants it."""
    lines = [f"{_key(key)} = {_value(value)}" for key, value in table.items() if not _is_table(value)]
    for key, value in table.items():
        name = (*path, key)
        heading = ".".join(map(_key, name))
        if isinstance(value, Mapping):
            lines += ["", f"[{heading}]", *_lines(cast("Table", value), name)]
        elif _is_table(value):
            for row in cast("Sequence[Table]", value):
                lines += ["", f"[[{heading}]]", *_lines(row, name)]
    return lines


def _is_table(value: object) -> bool:
    if isinstance(value, list) and value:
        return all(isinstance(row, Mapping) for row in cast("list[object]", value))
    return isinstance(value, Mapping)


def _key(key: str) -> str:
    plain = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if plain else _text(key)


def _text(text: str) -> str:
    """Return a string. JSON's are TOML's too, but for DEL, which TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: object) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, cast('list[object]', value)))}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in cast("Table", value).items()) + "}"
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(f"TOML has no {type(value).__name__}")
