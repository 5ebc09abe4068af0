"""What a value of `kiosk.toml` must be beyond its type: checked when the file is read, told by `yiban config explain`."""

from __future__ import annotations

import re
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from kiosk.core.people import TextSize, Theme
from kiosk.core.values import dataclass
from kiosk.voice.names import ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

_RIGHT_ANGLES: Final = (0, 90, 180, 270)
_LARGEST_PANEL: Final = 10_000
_LAST_SCREEN: Final = 99
_LONGEST_SECONDS: Final = 86_400.0
_MOST: Final = 1_000_000
_QUIET: Final = 900.0
_MINUTES: Final = 240
_HOURS: Final = 24
_PORTS: Final = range(1, 65_536)
_COUNTY: Final = re.compile(r"[0-9]{6}")
_KEY: Final = re.compile(r"systemd|file(:.*)?", re.DOTALL)


@dataclass(frozen=True)
class Limit:
    """A condition, and what to write so that it holds."""

    holds: Callable[[Any], bool]
    advice: str


def _one_of(kind: type[StrEnum]) -> str:
    *others, last = map(str, kind)
    return f"{', '.join(others)} or {last}"


_SIZE: Final = Limit(lambda mm: 0 < mm <= _LARGEST_PANEL, f"a size is more than 0 and at most {_LARGEST_PANEL} mm")
_SECONDS: Final = Limit(lambda seconds: 0 < seconds <= _LONGEST_SECONDS, "write seconds, more than 0 and a day at most")
_STAFF_QUIET: Final = Limit(
    lambda seconds: 0 < seconds <= _QUIET, f"write seconds, more than 0 and {_QUIET:.0f} at most"
)
_COUNT: Final = Limit(lambda number: 0 < number <= _MOST, f"write a number from 1 to {_MOST}")
_NAMED: Final = Limit(lambda text: bool(text.strip()), "papers have to name it")
_TOLD: Final = Limit(lambda text: bool(text.strip()), "people have to be told something")

LIMITS: Final[Mapping[str, Limit]] = MappingProxyType(
    {
        "data": Limit(lambda folder: "\0" not in str(folder), "no folder is called that"),
        "key": Limit(lambda key: bool(_KEY.fullmatch(key)), "write file, file:PATH or systemd"),
        "terminal.id": Limit(lambda name: bool(name.strip()), "a terminal has an id"),
        "terminal.number": Limit(lambda number: 0 <= number <= _MOST, f"write a number from 0 to {_MOST}"),
        "terminal.agency": _NAMED,
        "terminal.agency_phone": _NAMED,
        "terminal.county": Limit(lambda code: bool(_COUNTY.fullmatch(code)), "write six digits in quotes"),
        "panel.width_mm": _SIZE,
        "panel.height_mm": _SIZE,
        "panel.screen": Limit(lambda number: 0 <= number <= _LAST_SCREEN, "screens count from 0"),
        "panel.rotation": Limit(lambda degrees: degrees in _RIGHT_ANGLES, "write 0, 90, 180 or 270"),
        "panel.same_touch_seconds": Limit(lambda seconds: 0 <= seconds <= 1, "write seconds from 0 to 1"),
        "presentation.size": Limit(lambda size: size in set(TextSize), f"write {_one_of(TextSize)}"),
        "presentation.theme": Limit(lambda theme: theme in set(Theme), f"write {_one_of(Theme)}"),
        **{
            f"places.{key}": _TOLD
            for key in ("id_reader", "scanner", "card_slot", "card_side_up", "receipt_slot", "document_slot", "window",
                        "desk", "phone")
        },
        **{
            f"idle.{key}": _SECONDS
            for key in ("quiet_seconds", "alert_seconds", "simple_quiet_seconds", "simple_alert_seconds")
        },
        **{
            f"policy.{key}": _COUNT
            for key in ("due_soon_days", "code_valid_days", "home_visit_age", "look_ups_per_minute")
        },
        "sound.loudness": Limit(lambda loudness: 20 <= loudness <= 100, "write a number from 20 to 100"),  # noqa: PLR2004 - as the advice says
        "sound.engines": Limit(
            lambda names: set(names) <= set(ENGINES) and len(set(names)) == len(names),
            f"write some of {', '.join(ENGINES)}, each once, in brackets",
        ),
        **{f"staff.{key}": _STAFF_QUIET for key in ("idle_seconds", "attendant_idle_seconds")},
        **{
            f"staff.{key}": Limit(lambda number: 0 < number <= _MINUTES, f"write minutes from 1 to {_MINUTES}")
            for key in ("maintenance_minutes", "helping_minutes")
        },
        "staff.absolute_hours": Limit(lambda number: 0 < number <= _HOURS, f"write hours from 1 to {_HOURS}"),
        "staff.pin_days": Limit(lambda number: 0 <= number <= _MOST, f"write a number from 0 to {_MOST}"),
        "staff.records_from": Limit(
            lambda folder: not folder or Path(folder).is_absolute(), 'write the folder\'s whole path, or "" for none'
        ),
        "desk.port": Limit(lambda number: number in _PORTS, "write a number from 1 to 65535"),
    }
)  # fmt: skip
"""Key, with its section before it, and its limit."""
