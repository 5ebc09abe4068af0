"""`yiban verify`: says whether a paper's figures are still what was printed. It proves the content, not a seal."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk import settings
from kiosk.core.clock import SystemClock
from kiosk.core.config import Config
from kiosk.core.keys import KeyUnavailable
from kiosk.statement.model import written_day, written_moment
from kiosk.statement.seal import code_key
from kiosk.statement.verify import Keyring, Verdict, text_of, typed_figures, verify_code, verify_text
from kiosk.store.keys import key_provider
from kiosk.store.signing import KeyringDamaged, read_keyring

if TYPE_CHECKING:
    from datetime import date

    from kiosk.statement.verify import Answer

EXIT: Final = {Verdict.UNCHANGED: 0, Verdict.ALTERED: 1, Verdict.UNKNOWN: 2, Verdict.EXPIRED: 3}
UNREADABLE: Final = 4
_HOW: Final = """\
Type the paper's figures as they stand on it, from top to bottom: the period if it has one, every value beside a label
(name and number too, with their stars) and every line of every table (signs too, or 已缴 欠费 转入), the data's cut-off date
last. Blanks part them, thousands commas and labels can be left out.
End with Ctrl-D (Windows: Ctrl-Z, Enter).
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "paper",
        help="a PDF; or the scanned text of a QR code, or the sixteen letters under it, and the figures typed in",
    )
    parser.add_argument(
        "--config", type=Path, default=argparse.SUPPRESS, help="the terminal's kiosk.toml, for its keys"
    )
    parser.add_argument("--keyring", type=Path, help="a folder with keyring.toml, in place of the configuration's data")


def run(args: argparse.Namespace) -> int:
    """Answer in the words of the counter; return 0 unchanged, 1 altered, 2 unknown, 3 expired, 4 not readable."""
    today = SystemClock().now().date()
    try:
        keyring = _keyring(args)
        answer = _answer(args.paper, keyring, today)
    except (OSError, ValueError, settings.SettingsError, KeyringDamaged) as error:
        print(f"yiban: {error}", file=sys.stderr)
        return UNREADABLE
    print(answer.verdict.value)
    if answer.printed_at is not None:
        written = written_day if answer.to_the_day else written_moment
        print(f"打印时间 {written(answer.printed_at)}")
    if answer.verdict == Verdict.UNCHANGED:
        print("只能查内容改没改过，不代替盖章。")
    if answer.verdict is Verdict.ALTERED and not _is_pdf(args.paper):
        print("打错一个字也会这样，请再对一遍。", file=sys.stderr)
    return EXIT[answer.verdict]


def _is_pdf(paper: str) -> bool:
    return paper.lower().endswith(".pdf")


def _answer(paper: str, keyring: Keyring, today: date) -> Answer:
    path = Path(paper)
    if _is_pdf(paper):
        if not path.is_file():
            raise FileNotFoundError(f"{path}: no such file")
        return verify_text(text_of(path), keyring, today)
    # Never from the command line: others can see it, and a shell keeps it.
    if sys.stdin.isatty():
        print(_HOW, file=sys.stderr)
    return verify_code(paper, typed_figures(sys.stdin.read()), keyring, today)


def _keyring(args: argparse.Namespace) -> Keyring:
    """Take the public keys, and the terminal's own key if this is the terminal."""
    config = settings.read(args.config) if args.config.is_file() else Config()
    data: Path = args.keyring or config.data
    public = {key_id: key.public for key_id, key in read_keyring(data).items()}
    try:
        own = code_key(key_provider(config.key, config.data).terminal_key())
    except KeyUnavailable:
        own = None
    return Keyring(public, own, config.policy.code_valid_days)
