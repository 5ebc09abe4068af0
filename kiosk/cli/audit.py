"""`yiban audit`: whether the audit was altered and where, what it says, and a signed copy of it for somebody else to check."""

from __future__ import annotations

import argparse
import hashlib
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk import settings
from kiosk.audit.catalogue import BROKEN, document, shown
from kiosk.audit.chain import Break
from kiosk.audit.heads import is_signed
from kiosk.audit.logs import begin_of, logs_of
from kiosk.audit.maintenance_events import EXPORT_MADE, Lines
from kiosk.audit.verifying import Known, Verdict, verify
from kiosk.cli.audited import staff_room_noting
from kiosk.cli.two_people import agreed
from kiosk.core.clock import SHANGHAI, SystemClock
from kiosk.core.head import read_short_head, read_signed_head
from kiosk.core.keys import KeyUnavailable
from kiosk.core.record import RecordError
from kiosk.ledger.heads import HEADS, HeadFile
from kiosk.notary import AUDIT, export_audit, open_audit
from kiosk.staff.errors import StaffRefused
from kiosk.staff.two_people import Matter
from kiosk.store import files
from kiosk.store.keys import Purpose, key_provider, sub_key
from kiosk.store.signing import KEYRING, read_keyring

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kiosk.audit.catalogue import Shown
    from kiosk.core.config import Config

WHOLE, ALTERED, CUT_OFF, OLDER, UNREADABLE = range(5)
_CODES: Final = """\
exit codes of verify:
  0  every line is as it was written
  1  a line was altered, deleted, moved or inserted; it is named
  2  the end was cut off, or the lines are not those of a head that was kept
  3  the log is of an older form, which this version doesn't check
  4  it could not be checked: no such file, a head that is not signed by this terminal, ...

Without the terminal's key (on another machine) the chain and the signed heads are checked; with it also who made each line.
Heads are kept in the data folder, in every export and on the readiness report. The audit is kept for six months at least;
nothing here deletes it."""
_EXIT: Final = {Break.OLDER_FORM: OLDER} | dict.fromkeys(
    (Break.SHORTER_THAN_EXPECTED, Break.NOT_AS_EXPECTED, Break.NOT_FROM_BEFORE), CUT_OFF
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _CODES
    parser.add_argument("--config", type=Path, default=argparse.SUPPRESS, help="the terminal's kiosk.toml")
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    check = what.add_parser(
        "verify",
        help="find every altered line",
        epilog=_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_files(check)
    check.add_argument(
        "--head", action="append", default=[], help="a head kept elsewhere: as printed, or a code's text"
    )
    check.add_argument("--heads", type=Path, help=f"a file of signed heads, in place of {HEADS} beside the log")
    check.add_argument("--keyring", type=Path, help=f"a folder with {KEYRING}: the terminal's public keys")
    check.add_argument("--without-key", action="store_true", help="check as somebody without the terminal's key would")
    show = what.add_parser("show", help="read it as sentences")
    _add_files(show)
    show.add_argument("--event", action="append", default=[], help="only this event; may be given again")
    show.add_argument("--since", type=_moment, help="from this day or moment on: 2026-11-21 or 2026-11-21T09:00")
    show.add_argument("--until", type=_end, help="up to this day, all of it, or this moment")
    show.add_argument("--errors", action="store_true", help="only what went wrong")
    export = what.add_parser(
        "export",
        help="copy it, signed, to a new folder on a stick: two people's matter",
        description="Two different people agree to it, one of them an auditor: each types a staff number, or has a code card "
        "scanned, and their PIN, the second within a minute. From a pipe these are four lines.",
    )
    export.add_argument("place", type=Path, help="the stick's folder")
    events = what.add_parser("events", help="write the document of all events")
    events.add_argument("place", type=Path, nargs="?", help="the file; without it, print")


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="a log, or a folder with all files of one: of an export, or the data folder; several oldest first",
    )


def run(args: argparse.Namespace) -> int:
    """Do one of the things; return the exit code."""
    work = {"verify": _verify, "show": _show, "export": _export, "events": _events}[args.what]
    try:
        return work(args)
    except (OSError, ValueError, settings.SettingsError, RecordError, StaffRefused) as error:
        print(f"yiban: {error}", file=sys.stderr)
        return UNREADABLE


def _events(args: argparse.Namespace) -> int:
    if args.place is None:
        print(document(), end="")
    else:
        files.write(args.place, document().encode())
    return 0


# -- verify -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Means:
    """What a log is checked with."""

    key: bytes | None
    known: Sequence[Known]
    unsigned: int
    keyring: Mapping[int, bytes]


def _verify(args: argparse.Namespace) -> int:
    logs = _logs(args.files)
    means = _means(args, logs[-1].parent)
    begins = [begin_of(log) for log in logs]
    after = None
    for log, begin, following in zip(logs, begins, [*begins[1:], None], strict=True):
        known = [each for each in means.known if following is None or each.seq <= following.seq]
        # A head from before the first file says nothing about these.
        known = [each for each in known if each.seq >= begin.seq]
        verdict = verify(log, means.key, known=known, after=after)
        if len(logs) > 1:
            print(log)
        _say(verdict, _read(log, verdict.head.seq - begin.seq), means)
        if not verdict.whole:
            return _EXIT.get(verdict.reason, ALTERED) if verdict.reason else ALTERED
        after = verdict.head
    return WHOLE


def _say(verdict: Verdict, last: Shown | None, means: _Means) -> None:
    if verdict.reason is None:
        print("日志完好。")
    else:
        print(f"第{verdict.broken_line}行不对：{BROKEN[verdict.reason]}")
        if verdict.reason is Break.NOT_AS_EXPECTED:
            print(f"改动在编号{verdict.vouched + 1}到{verdict.head.seq}之间。")
    if verdict.head.seq == 0:
        print("没有一行是完好的。")
    else:
        when = "读不出来" if last is None else f"时间 {last.at:%Y-%m-%d %H:%M:%S}"
        print(f"完好的最后一行 {verdict.head.short}，{when}")
    print("用本机密钥核对过每一行。" if means.key else "没有用本机密钥，核对了前后衔接和签名。")
    if verdict.vouched:
        print(f"和留存的末行对得上，到编号{verdict.vouched}。")
        for key_id, public in means.keyring.items():
            print(f"签名的公钥 {key_id} {_fingerprint(public)}")
    elif verdict.whole:
        print("没有留存的末行可比，末尾少没少看不出来。")
    if means.unsigned:
        print(f"有{means.unsigned}个留存的末行没有本机的签名，没有用。", file=sys.stderr)


def _means(args: argparse.Namespace, beside: Path) -> _Means:
    """Gather what there is to check with: the terminal's key if this is the terminal, and heads kept elsewhere."""
    config = settings.read(args.config) if args.config.is_file() else None
    folder = args.keyring or (beside if (beside / KEYRING).is_file() or config is None else config.data)
    keyring = {key_id: key.public for key_id, key in read_keyring(folder).items()}
    signed = HeadFile(args.heads or beside / HEADS).read()
    known = [Known(each.head.seq, each.head.digest) for each in signed if is_signed(each, keyring)]
    unsigned = len(signed) - len(known)
    known += [_given(text, keyring) for text in args.head]
    return _Means(None if args.without_key or config is None else _key(config), known, unsigned, keyring)


def _given(text: str, keyring: Mapping[int, bytes]) -> Known:
    if not text.startswith("yiban-head"):
        return Known(*read_short_head(text))
    signed = read_signed_head(text)
    if not is_signed(signed, keyring):
        raise ValueError("the head that was given is not signed by a key of this keyring")
    return Known(signed.head.seq, signed.head.digest)


def _key(config: Config) -> bytes | None:
    try:
        return sub_key(key_provider(config.key, config.data).terminal_key(), Purpose.AUDIT_CHAIN)
    except KeyUnavailable:
        return None


def _fingerprint(public: bytes) -> str:
    """Return what to compare a public key by: twenty digits of its SHA-256, in groups."""
    digits = hashlib.sha256(public).hexdigest()[:20].upper()
    return "-".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _logs(paths: Sequence[Path]) -> list[Path]:
    """Return the logs that are meant, a folder's oldest first."""
    logs: list[Path] = []
    for path in paths:
        if path.is_dir():
            logs += logs_of(path / AUDIT)
        else:
            logs.append(path)
    return logs


# -- show ---------------------------------------------------------------------------------------------------


def _show(args: argparse.Namespace) -> int:
    for log in _logs(args.files):
        for number, line in _lines(log):
            if line is None:
                print(f"第{number}行读不出来。")
            elif _wanted(line, args):
                print(line)
    return 0


def _wanted(line: Shown, args: argparse.Namespace) -> bool:
    in_time = (args.since is None or line.at >= args.since) and (args.until is None or line.at <= args.until)
    return in_time and (not args.event or line.event in args.event) and (not args.errors or line.trouble)


def _lines(log: Path) -> Iterator[tuple[int, Shown | None]]:
    with log.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield number, shown(line)
            except ValueError:
                yield number, None


def _read(log: Path, number: int) -> Shown | None:
    """Return a line by its place in the file, counted from 1; None for one that is no line."""
    with log.open("rb") as lines:
        line = next(islice(lines, max(0, number - 1), None), b"")
    try:
        return shown(line)
    except ValueError:
        return None


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


def _end(text: str) -> datetime:
    at = _moment(text)
    is_day = "T" not in text and " " not in text
    return datetime.combine(at.date(), time.max, at.tzinfo) if is_day else at


# -- export -------------------------------------------------------------------------------------------------


def _export(args: argparse.Namespace) -> int:
    """Let two people agree, sign, copy, re-read and compare; note it in the audit, whether it comes to that or not."""
    config = settings.read(args.config)
    clock = SystemClock()
    log, heads = open_audit(config, clock)
    with closing(log):
        if heads is None:
            raise KeyUnavailable("this terminal has no signing key; `yiban init` makes it")
        try:
            with staff_room_noting(config, log.write) as room:
                both = agreed(room, Matter.EXPORT, clock, log.write)
            folder = args.place / f"yiban-audit-{config.terminal.id}-{clock.now():%Y%m%dT%H%M%S}"
            made = export_audit(config.data, heads.sign(log.sync()), folder)
            kind, verified = Lines.AUDIT, made.verified
            log.write(EXPORT_MADE(both.first, kind=kind, lines=made.lines, sha256=made.sha256, verified=verified))
        finally:
            heads.sign(log.sync())
    print(f"{folder}\n{made.lines}行，SHA-256 {made.sha256}")
    print("读回来核对过，一样。可以拔了。" if made.verified else "读回来不一样，请换一个盘再导出。")
    return WHOLE if made.verified else ALTERED
