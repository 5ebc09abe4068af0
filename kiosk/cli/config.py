"""`yiban config`: checks a configuration before anybody stands at the terminal, explains its keys, changes one of them."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tomllib
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices.setting import Written
from kiosk import fitting, settings
from kiosk.audit.alone import LogInUse
from kiosk.audit.declaring import Unnamed
from kiosk.audit.maintenance_events import CONFIG_CHANGED
from kiosk.cli.audited import audited
from kiosk.core.assets import asset
from kiosk.core.clock import SystemClock
from kiosk.core.keys import KeyUnavailable
from kiosk.core.record import RecordError
from kiosk.core.staff import StaffRole
from kiosk.ledger.file import LedgerInUse
from kiosk.settings import changing, explaining
from kiosk.settings.reading import KINDS, line_of
from kiosk.store.keys import key_provider
from kiosk.wiring import staff_room

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kiosk.core.config import Config
    from kiosk.settings.explaining import Explained

WELL: Final = 0
WARNED: Final = 1
"""The terminal starts with it, and something it names is not there, or a part of it is left out for safety."""
WRONG: Final = 2
"""The terminal doesn't start with it, or a device of it can't be made."""
FONTS: Final = (("noto-sans-sc", "NotoSansSC-Regular.ttf"), ("noto-sans-sc", "NotoSansSC-Bold.ttf"),
                ("hanazono", "HanaMinB.ttf"))  # fmt: skip


_RUNNING: Final = (
    "the terminal is running and has the audit open: stop it (systemctl stop yiban), or use its own screen"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    verbs = parser.add_subparsers(dest="verb", metavar="check|explain|set", required=True)
    check = verbs.add_parser("check", help="is everything right? 0: yes, 1: something named isn't there, 2: wrong")
    check.add_argument("file", type=Path, nargs="?", help="the configuration (as --config says)")
    explain = verbs.add_parser("explain", help="what a key means, or all of them")
    explain.add_argument("key", nargs="?", help="section.key, or a section")
    change = verbs.add_parser("set", help="change keys; the old file is kept beside it as .1")
    change.add_argument(
        "pairs",
        nargs="+",
        metavar="KEY VALUE",
        help="section.key and its value as it stands in the file; quotes round a text may be left out",
    )
    for verb in (check, explain, change):
        verb.add_argument("--config", type=Path, default=argparse.SUPPRESS, help="the terminal's kiosk.toml")


def run(args: argparse.Namespace) -> int:
    """Do what is asked; return the exit status."""
    if args.verb == "check":
        return check(args.file or args.config)
    return explain(args.key or "") if args.verb == "explain" else change(args.config, args.pairs)


def check(path: Path) -> int:
    """Say everything that is wrong with a configuration and with what it names."""
    try:
        config = settings.read(path)
    except settings.SettingsError as error:
        print(f"wrong    {error}")
        return WRONG
    wrong = [*fitting.misfits(config), *_unresolved(config)]
    missing = [*fitting.missing_ports(config), *_folders(config), *_fonts()]
    unsafe = [*_shared_headset(config, path)]
    for line in wrong:
        print(f"wrong    {line}")
    for line in missing:
        print(f"missing  {line}")
    for line in unsafe:
        print(f"unsafe   {line}")
    if not wrong and not missing and not unsafe:
        print(f"{path}: everything is right")
    return WRONG if wrong else WARNED if missing or unsafe else WELL


def explain(key: str) -> int:
    """Say what a key, a section or every key is."""
    if not key:
        print("\n\n".join(map(_told, explaining.explained(fitting.tables()))))
        return WELL
    found, near = explaining.explain(key, fitting.tables())
    if not found:
        advice = f"did you mean {' or '.join(near)}?" if near else "`yiban config explain` tells all of them"
        print(f"yiban: {key}: there is no such key; {advice}", file=sys.stderr)
        return WRONG
    print("\n\n".join(map(_told, found)))
    return WELL


def change(path: Path, pairs: list[str]) -> int:
    """Change keys of a file that is there; all of them or none."""
    if len(pairs) % 2:
        print("not changed: write each key and then its value", file=sys.stderr)
        return WRONG
    changes = {key: _value(key, written) for key, written in zip(pairs[::2], pairs[1::2], strict=True)}
    try:
        different = _changed(path, changes)
    except (LedgerInUse, LogInUse):
        print(f"not changed: {_RUNNING}", file=sys.stderr)
        return WRONG
    except (settings.SettingsError, KeyUnavailable, RecordError, ValueError, OSError) as error:
        print(f"not changed: {error}", file=sys.stderr)
        return WRONG
    print(f"changed: {', '.join(different)}; it holds from the next start" if different else "it stands so already")
    return WELL


def _changed(path: Path, changes: Mapping[str, object]) -> tuple[str, ...]:
    """Write a change, and into the audit which keys are others now. Where no data folder is yet, there is no audit of it.

    Raises what `changing.change`, the keys, the audit and the roll raise; nothing is changed then.
    """
    before = settings.read(path)
    if not before.data.is_dir():
        return changing.change(path, changes, valid=fitting.must_fit)
    with audited(before) as note:
        if changes.get("staff.card_needed") is True and not before.staff.card_needed:
            _somebody_has_a_card(before)
        different = changing.change(path, changes, valid=fitting.must_fit)
        for key in different:
            note(CONFIG_CHANGED(Unnamed.CONSOLE, key=key))
    return different


def _somebody_has_a_card(config: Config) -> None:
    """See that cards can be asked for: an administrator has one, who can give the others theirs. Raises `SettingsError`."""
    with closing(staff_room(config, SystemClock())) as room:
        if any(
            each.cards and each.role is StaffRole.ADMINISTRATOR and each.removed_at is None for each in room.everybody()
        ):
            return
    raise settings.SettingsError(
        "staff.card_needed: no administrator has a card yet, so that nobody could sign in; give them one at the screen, "
        "or with `yiban staff card NUMBER`"
    )


def _told(one: Explained) -> str:
    lines = [one.key, f"  {one.meaning}", f"  Write {one.kind}.", f"  Default: {one.default}"]
    if one.allowed:
        lines.append(f"  Allowed: {one.allowed}")
    section = one.key.removesuffix(".make")
    if section in fitting.CATALOGUES:
        lines.append(f"  Makes: {', '.join(sorted(fitting.CATALOGUES[section]))}")
    lines.append("  Example:")
    lines.extend(f"    {each}" for each in one.example.splitlines())
    return "\n".join(line for line in lines if line.strip())


def _value(key: str, written: str) -> object:
    """Read a value as the file has it; what is no TOML, or belongs to a key of text, is text."""
    texts = (KINDS[str], KINDS[Path], Written.TEXT)
    if any(one.key == key and one.kind in texts for one in explaining.explained(fitting.tables())):
        return _literal(written) if written.startswith(('"', "'")) else written
    return _literal(written)


def _literal(written: str) -> object:
    try:
        table = tomllib.loads(f"x = {written}")
    except tomllib.TOMLDecodeError:
        return written
    return table["x"] if table.keys() == {"x"} else written


def _unresolved(config: Config) -> Iterator[str]:
    """Yield whether the platform of electronic cards can't be had."""
    module, _, name = config.electronic_card.resolver.partition(":")
    if not module:
        return
    try:
        if not callable(getattr(importlib.import_module(module), name or "?", None)):
            yield f"[electronic_card] resolver: {module} has no {name!r}"
    except ImportError as error:
        yield f"[electronic_card] resolver: {error}"


def _shared_headset(config: Config, path: Path) -> Iterator[str]:
    """Yield, with its line, why nothing private is said into the headset: it might be heard on the loudspeaker."""
    if not config.headset_shared:
        return
    key = "loudspeaker" if config.sound.headset and not config.sound.loudspeaker else "headset"
    places = [("sound", key), ("indicators", "senses")]
    line = next((line for place in places if (line := line_of(path, *place)) is not None), None)
    where = f", line {line}" if line else ""
    yield (
        f"{path}{where}: [sound] {key}: what is private might be heard by everybody, so the headset counts as absent; name two "
        "outputs, or set jack_switches where one output's socket silences the loudspeaker"
    )


def _folders(config: Config) -> Iterator[str]:
    """Yield what is wrong with the data folder and the key."""
    if not config.data.is_dir():
        yield f"data: {config.data} is not there; `yiban init` makes it"
    elif not os.access(config.data, os.W_OK | os.X_OK):
        yield f"data: {config.data} can't be written to"
    if config.staff.records_from and not Path(config.staff.records_from).is_dir():
        yield f"[staff] records_from: {config.staff.records_from} is not there"
    try:
        key_provider(config.key, config.data).terminal_key()
    except (KeyUnavailable, ValueError) as error:
        yield f"key: {error}"


def _fonts() -> Iterator[str]:
    for folder, name in FONTS:
        try:
            asset("fonts", folder, name)
        except FileNotFoundError as error:
            yield f"fonts: {error} is not there"
