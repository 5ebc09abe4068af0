"""Reading and writing `kiosk.toml`: typed, and strict enough that a slip of the pen is found before anybody stands there."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast, get_type_hints

from kiosk.core.config import Config, DeskConfig, DeviceConfig

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

T = TypeVar("T")

HEADING: Final = """\
# The configuration of one terminal. Every key may be left out; what stands here then holds.
# `yiban` reads it when it starts, and says what is wrong with it, with the line.
"""
_TOLD: Final[dict[str, str]] = {
    "data": "Folder of the sealed records, the journal and the audit; relative to this file.",
    "key": "Where the terminal's key is: file, file:PATH (relative to the data folder's parent) or systemd.",
    "terminal": "Which terminal this is and for whom it works.",
    "terminal.id": "As papers and the audit name it.",
    "terminal.number": "As people are told: 3号机.",
    "terminal.county": "Six digits; a terminal carries its county, not its province.",
    "panel": "The screen's visible size. All sizes follow from it, so measure it.",
    "panel.screen": "Which screen, counted from 0.",
    "panel.rotation": "How it is turned: 0, 90, 180 or 270 degrees.",
    "places": "Where things are at this machine and in this hall, in the words people are told.",
    "idle": "Seconds of quiet before 您还在吗, and seconds the question stands; simple_ is 简洁版.",
    "policy": "What the agency has decided.",
    "policy.back_pay_after_certification": "Suspended months are paid afterwards: the page says so.",
    "policy.due_soon_days": "How long before its due date a certification is called due.",
    "policy.expired_card_may_look": "Whether an expired ID card still shows its holder's own data.",
    "policy.social_card_is_enough": (
        "Whether a social-security card alone shows its holder's data. Without a PSAM it proves nothing; false asks for the\n"
        "# ID card too."
    ),
    "policy.code_valid_days": "How long a printed code is answered before it counts as expired.",
    "policy.home_visit_age": "From which age 请人上门办 comes first.",
    "policy.look_ups_per_minute": "More look-ups a minute than this, for long, is somebody trying numbers.",
    "policy.ask_rating": "Whether people are asked how content they were. The audit notes the answer without a name.",
    "staff": "How the staff sign in, and for how long. Who they are is not written here: `yiban staff`.",
    "staff.idle_seconds": "Seconds of quiet that end a session; an attendant's has a limit of its own.",
    "staff.maintenance_minutes": "The longest maintenance, however busy.",
    "staff.absolute_hours": "The longest session of any other kind, however busy.",
    "staff.shuffled_keys": "Whether the PIN's pad has its digits in another order each time.",
    "staff.card_needed": "Whether a staff card is needed beside the PIN; false takes a typed staff number in its place.",
    "staff.pin_days": "How old a PIN may become before it has to be changed; 0 is any age.",
    "staff.presence_registration": "Whether an attendant may register for certification that a person was here.",
    "electronic_card": (
        "Electronic social-security cards need a hall's platform and its network. Without a resolver they are not offered.\n"
        '# For example:\n#   resolver = "hall_platform.cards:resolver"'
    ),
    "desk": (
        "The hall's desk sees this terminal's calls for help: a page for any browser, and `yiban desk` for several terminals.\n"
        "# It shows machine, kind and waiting time, nothing else. Pages say that somebody was called only where it is served."
    ),
    "desk.address": 'The address it listens at: "127.0.0.1" is this machine alone, "0.0.0.0" the whole network.',
    "desk.token": "What the staff open it with: 16 to 60 letters and digits, by chance. Opened as http://ADDRESS:8130/#TOKEN",
    "id_reader": (
        "Devices: a make, and what the make itself needs. Without a make it is not fitted.\n"
        "# A port is a name, usb:VID:PID:SERIAL or path:LOCATION. "
        '"auto", or a list of ports, has the device looked for by asking;\n'
        "# scanners and keypads say nothing of themselves, so theirs must be named.\n"
        "# For example:\n"
        '#   make = "sam"\n'
        '#   port = "/dev/ttyUSB0"  # Windows: "COM3"; or "auto"; or ["usb:1a86:7523", "path:1-1.2"]\n#   baud = 115200'
    ),
    "social_card_reader": (
        'For example:\n#   make = "ccid"  # GemPC Twin and GemCore; "crt": motor readers; "pcsc": what pcscd knows\n'
        '#   port = "/dev/ttyUSB2"'
    ),
    "scanner": 'For example:\n#   make = "line"\n#   port = "/dev/ttyACM0"',
    "keypad": 'For example:\n#   make = "ascii"\n#   port = "/dev/ttyUSB3"',
    "indicators": (
        'Lamps and contacts on an I/O board. For example:\n#   make = "modbus"\n#   port = "/dev/ttyUSB4"\n'
        "#   lamps = { id_reader = 0, receipt = 1, chime = 7 }  # coils; the chime sounds once when somebody asks for help\n"
        "#   senses = { presence = 0, headset = 1 }  # inputs"
    ),
    "receipt_printer": (
        'For example:\n#   make = "escpos"\n#   model = "epson"  # or "custom", "citizen", "snbc": their status and presenter\n'
        '#   port = "/dev/ttyUSB1"  # Windows: "COM4"\n#   baud = 115200  # as the printer is set\n'
        "#   near_end_mm = 3000  # paper left when it first says that the end is near: measure it once\n"
        "#   roll_metres = 80  # how long a new roll is; then staff see how many statements it still holds"
    ),
    "document_printer": (
        'For example:\n#   make = "cups"  # CUPS with PreserveJobHistory 300 and PreserveJobFiles No\n'
        '#   printer = "a4"  # the queue\'s name\n#   # server = "/run/cups/cups.sock"\n'
        '#   # uri = "ipp://192.168.1.20/ipp/print"  # the printer itself, where the queue is not by IPP\n'
        '# Or:\n#   make = "folder"\n#   folder = "/srv/yiban/sheets"'
    ),
}
_RIGHT_ANGLES: Final = (0, 90, 180, 270)
_LARGEST_PANEL: Final = 10_000
_LAST_SCREEN: Final = 99
_LONGEST_SECONDS: Final = 86_400.0
_LONGEST_QUIET_SECONDS: Final = 900.0
_LONGEST_MAINTENANCE_MINUTES: Final = 240
_LONGEST_SESSION_HOURS: Final = 24
_LONGEST_TEXT: Final = 60
"""More doesn't fit where it is shown and printed."""
_MOST: Final = 1_000_000
_PORTS: Final = range(1, 65_536)
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{16,60}")
"""Sixteen of 64 characters by chance are 96 bits."""
_COUNTY: Final = re.compile(r"[0-9]{6}")


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


def written(config: Config) -> str:
    """Write a configuration with its comments, as `assets/kiosk.toml` shows it."""
    lines = [HEADING]
    for each in fields(config):
        value = getattr(config, each.name)
        if not is_dataclass(value):
            lines.append(_commented(each.name, value))
    for each in fields(config):
        value = getattr(config, each.name)
        if is_dataclass(value):
            told = _TOLD.get(each.name)
            lines.append("\n" + (f"# {told}\n" if told else "") + f"[{each.name}]\n")
            lines.extend(_section(each.name, value))
    return "".join(lines)


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
        panel, idle, policy, staff = config.panel, config.idle, config.policy, config.staff
        for key, size in (("width_mm", panel.width_mm), ("height_mm", panel.height_mm)):
            self._must(
                0 < size <= _LARGEST_PANEL, "panel", key, f"a size is more than 0 and at most {_LARGEST_PANEL} mm"
            )
        self._must(0 <= panel.screen <= _LAST_SCREEN, "panel", "screen", "screens count from 0")
        self._must(panel.rotation in _RIGHT_ANGLES, "panel", "rotation", "write 0, 90, 180 or 270")
        self._must(bool(_COUNTY.fullmatch(config.terminal.county)), "terminal", "county", "write six digits in quotes")
        self._must(bool(config.terminal.id.strip()), "terminal", "id", "a terminal has an id")
        for key in ("agency", "agency_phone"):
            self._must(bool(getattr(config.terminal, key).strip()), "terminal", key, "papers have to name it")
        self._must(0 <= config.terminal.number <= _MOST, "terminal", "number", f"write a number from 0 to {_MOST}")
        self._must("\0" not in str(config.data), "", "data", "no folder is called that")
        for key in (
            "id_reader",
            "scanner",
            "card_slot",
            "card_side_up",
            "receipt_slot",
            "document_slot",
            "window",
            "desk",
            "phone",
        ):
            self._must(bool(getattr(config.places, key).strip()), "places", key, "people have to be told something")
        for each in fields(idle):
            seconds = getattr(idle, each.name)
            self._must(
                0 < seconds <= _LONGEST_SECONDS, "idle", each.name, "write seconds, more than 0 and a day at most"
            )
        for key in ("due_soon_days", "code_valid_days", "home_visit_age", "look_ups_per_minute"):
            self._must(0 < getattr(policy, key) <= _MOST, "policy", key, f"write a number from 1 to {_MOST}")
        for key in ("idle_seconds", "attendant_idle_seconds"):
            quiet = 0 < getattr(staff, key) <= _LONGEST_QUIET_SECONDS
            self._must(quiet, "staff", key, f"write seconds, more than 0 and {_LONGEST_QUIET_SECONDS:.0f} at most")
        minutes = 0 < staff.maintenance_minutes <= _LONGEST_MAINTENANCE_MINUTES
        self._must(minutes, "staff", "maintenance_minutes", f"write minutes from 1 to {_LONGEST_MAINTENANCE_MINUTES}")
        hours = 0 < staff.absolute_hours <= _LONGEST_SESSION_HOURS
        self._must(hours, "staff", "absolute_hours", f"write hours from 1 to {_LONGEST_SESSION_HOURS}")
        self._must(0 <= staff.pin_days <= _MOST, "staff", "pin_days", f"write a number from 0 to {_MOST}")
        alone = policy.social_card_is_enough or not config.social_card_reader.make or bool(config.id_reader.make)
        self._must(alone, "policy", "social_card_is_enough", "false asks for the ID card, and no [id_reader] is fitted")
        self._sensible_desk(config.desk)
        kind, _, place = config.key.partition(":")
        known = kind == "file" or (kind == "systemd" and not place)
        self._must(known, "", "key", "write file, file:PATH or systemd")

    def _sensible_desk(self, desk: DeskConfig) -> None:
        self._must(desk.port in _PORTS, "desk", "port", "write a number from 1 to 65535")
        if desk.serve:
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
        if hint is float and type(value) is int and abs(value) <= _MOST:
            return float(value)
        if hint is Path and isinstance(value, str):
            return Path(value)
        if type(value) is not hint:
            raise self._error(section, key, f"write {_KINDS[cast('type', hint)]}, not {_written(value)}")
        if section and isinstance(value, str) and (len(value) > _LONGEST_TEXT or not value.isprintable()):
            raise self._error(section, key, f"a text has at most {_LONGEST_TEXT} characters, all of them visible")
        return value

    def _device(self, table: Mapping[str, object], section: str) -> DeviceConfig:
        make = table.get("make", "")
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
        line = self._line(section, key)
        return SettingsError(f"{self._name}{f', line {line}' if line else ''}: {place}: {advice}")

    def _line(self, section: str, key: str) -> int | None:
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


_KINDS: Final[dict[type, str]] = {
    str: 'text in quotes, like "3号窗口"',
    int: "a whole number, like 3",
    float: "a number, like 267.8",
    bool: "true or false",
    Path: 'a folder in quotes, like "var"',
}


def _section(name: str, value: object) -> Iterator[str]:
    if isinstance(value, DeviceConfig):
        yield _line("make", value.make)
        for key, setting in value.settings.items():
            yield _line(key, setting)
        return
    for each in fields(cast("Any", value)):
        yield _commented(each.name, getattr(value, each.name), name)


def _commented(key: str, value: object, section: str = "") -> str:
    told = _TOLD.get(f"{section}.{key}" if section else key)
    return (f"# {told}\n" if told else "") + _line(key, value)


def _line(key: str, value: object) -> str:
    bare = re.fullmatch(r"[A-Za-z0-9_-]+", key)
    return f"{key if bare else quoted(key)} = {_written(value)}\n"


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_written(each) for each in cast("list[object]", value)) + "]"
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        return "{ " + ", ".join(_line(key, each).strip() for key, each in table.items()) + " }"
    return quoted(value.as_posix() if isinstance(value, Path) else str(value))


def quoted(text: str) -> str:
    """Write a text as a basic string of TOML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'
