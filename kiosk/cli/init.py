"""`yiban init`: make a machine a terminal: its configuration, its keys, and an empty data folder."""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk import settings
from kiosk.cli.staff import audited_room, told_setup_code
from kiosk.core.clock import SystemClock
from kiosk.core.config import Config, PanelConfig, TerminalConfig
from kiosk.core.keys import KeyUnavailable
from kiosk.core.record import RecordError
from kiosk.last_page import keep_last_page
from kiosk.store import files
from kiosk.store.keys import CREDENTIAL, CredentialKey, FileKey, key_provider
from kiosk.store.signing import KeyringDamaged, make_signing_key, open_signing_key, read_keyring
from kiosk.wiring import roll_of

if TYPE_CHECKING:
    from kiosk.core.keys import KeyProvider

_PANEL: Final = re.compile(r"(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)")
_STANDARD: Final = Config()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    terminal, panel = _STANDARD.terminal, _STANDARD.panel
    # It may stand before the command too, where it has its default.
    parser.add_argument("--config", type=Path, default=argparse.SUPPRESS, help="where to write the configuration")
    parser.add_argument("--id", required=True, help="the terminal's id, as papers name it: T001")
    parser.add_argument("--number", type=int, default=terminal.number, help="as people are told: 3号机")
    parser.add_argument("--agency", required=True, help="the agency's full name")
    parser.add_argument("--agency-phone", default=terminal.agency_phone, help="its telephone (12333)")
    parser.add_argument("--county", required=True, help="the county's code, six digits")
    parser.add_argument("--panel", default=f"{panel.width_mm}x{panel.height_mm}", help="visible WIDTHxHEIGHT in mm")
    parser.add_argument("--rotation", type=int, choices=(0, 90, 180, 270), default=0, help="how the screen is turned")
    parser.add_argument("--screen", type=int, default=0, help="which screen, counted from 0")
    parser.add_argument("--data", type=Path, default=_STANDARD.data, help="data folder, relative to the configuration")
    parser.add_argument("--key", default=_STANDARD.key, help="file, file:PATH or systemd (the TPM's)")
    parser.add_argument("--force", action="store_true", help="write the configuration anew; keys and data stay")


def run(args: argparse.Namespace) -> int:
    """Provision the terminal; return the exit status."""
    path: Path = args.config
    if path.exists() and not args.force:
        print(f"{path} is there already; --force writes it anew and keeps keys and data", file=sys.stderr)
        return 1
    try:
        config = _config(args)
        settings.parsed(settings.written(config), f"{path} (not yet written)")
        data = path.absolute().parent / config.data
        keys = _provided(key_provider(config.key, data))
        data.mkdir(parents=True, exist_ok=True)
        key_id = _signing_key(data, keys)
        files.write(path, settings.written(config).encode())
        keep_last_page(replace(config, data=data))
        setup_code = _setup_code(replace(config, data=data))
    except (settings.SettingsError, KeyUnavailable, KeyringDamaged, RecordError, ValueError, OSError) as error:
        print(f"not provisioned: {error}", file=sys.stderr)
        if isinstance(error, KeyUnavailable) and args.key == "systemd":
            print(_HOW_SYSTEMD, file=sys.stderr)
        return 1
    print(f"terminal {config.terminal.id} of {config.terminal.agency}")
    print(f"configuration  {path}")
    print(f"data           {data}")
    print(f"key            {keys.path if isinstance(keys, FileKey) else f'systemd credential {CREDENTIAL}'}")
    print(f"signing key    number {key_id}, public half in {data / 'keyring.toml'}")
    if setup_code is not None:
        print(setup_code)
    if isinstance(keys, FileKey):
        print("A key in a file is for development: on a terminal in a hall use --key systemd and a TPM.")
    print(
        "Next: bring in records (`yiban records` seals an agency's own tables), or `yiban demo-data` for made-up people; "
        "then name the devices in the configuration."
    )
    print("Once everybody of the staff has a card: yiban config set staff.card_needed true")
    return 0


_HOW_SYSTEMD: Final = f"""\
Make the credential once, on this machine, and run init where the service sees it:
  head -c 32 /dev/urandom | systemd-creds encrypt --name={CREDENTIAL} - /etc/credstore.encrypted/{CREDENTIAL}
  systemd-run --pty -p LoadCredentialEncrypted={CREDENTIAL} yiban init ..."""


def _config(args: argparse.Namespace) -> Config:
    found = _PANEL.fullmatch(args.panel)
    if found is None:
        raise ValueError("write --panel as WIDTHxHEIGHT in mm, like 267.8x476.1")
    panel = PanelConfig(float(found[1]), float(found[2]), args.screen, args.rotation)
    terminal = TerminalConfig(args.id, args.number, args.agency, args.agency_phone, args.county)
    return replace(_STANDARD, terminal=terminal, panel=panel, data=args.data, key=args.key)


def _provided(keys: KeyProvider) -> KeyProvider:
    """Make the key if it is a file that isn't there yet, and see that it can be had. A key is never replaced."""
    if isinstance(keys, FileKey) and not keys.path.exists():
        keys.make()
    if not isinstance(keys, FileKey | CredentialKey):
        raise TypeError("a key provider init doesn't know")
    keys.terminal_key()
    return keys


def _setup_code(config: Config) -> str | None:
    """Make the code that lets the first administrator in, and return what to say of it; None if there is a roll already.

    `yiban staff code` makes another.
    """
    if roll_of(config).exists():
        return None
    with audited_room(config) as room:
        return told_setup_code(room.make_setup_code())


def _signing_key(data: Path, keys: KeyProvider) -> int:
    """Return the id of the terminal's signing key, made if there is none that opens."""
    if read_keyring(data):
        return open_signing_key(data, keys).key_id
    return make_signing_key(data, keys, SystemClock().now().date()).key_id
