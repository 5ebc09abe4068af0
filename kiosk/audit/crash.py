"""Crash reports without the values of variables: what kind of error, where in the program, and a code to say on the phone.

The message of an error is left out unless the error is one of ours, whose texts never hold personal data: what Python and
libraries put into theirs (a key not found, a string not a number) is often just that.
"""

from __future__ import annotations

import hashlib
import json
import sys
import traceback
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from kiosk.audit.events import CRASHED
from kiosk.audit.fields import Code, FieldRefused
from kiosk.core.record import RecordError

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

    from kiosk.audit.log import AuditLog
    from kiosk.core.clock import Clock

OURS: Final = ("kiosk", "devices")
_CODES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class CrashedError:
    """One error of a crash: its type, its text if it is ours, and its frames as file:function:line, outermost first."""

    type: str
    message: str
    frames: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CrashReport:
    """A crash: its code, the same for the same fault in the same version, and its errors, the last one first."""

    code: str
    errors: tuple[CrashedError, ...]

    def text(self) -> str:
        """Return it for the system's journal."""
        lines = [f"crash {self.code}"]
        for error in self.errors:
            lines += [f"{error.type}: {error.message}" if error.message else error.type]
            lines += [f"  {frame}" for frame in error.frames]
        return "\n".join(lines) + "\n"


def crash_report(error: BaseException) -> CrashReport:
    """Make the report of an error, with those it came from and those it holds."""
    errors = tuple(_crashed(each) for each in _with_causes(error))
    place = json.dumps([[each.type, each.frames] for each in errors]).encode()
    number = int.from_bytes(hashlib.sha256(place).digest()[:8], "big") % _CODES
    return CrashReport(f"{number // 1000:03d}-{number % 1000:03d}", errors)


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    waiting, seen = [error], set[int]()
    while waiting:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        if isinstance(each, BaseExceptionGroup):
            waiting += each.exceptions
        cause = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
        waiting += [cause] if cause is not None else []


def _crashed(error: BaseException) -> CrashedError:
    kind = type(error)
    ours = kind.__module__.partition(".")[0] in OURS
    frames = tuple(
        f"{_place(frame.f_code.co_filename)}:{frame.f_code.co_name}:{line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    )
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return CrashedError(name, str(error) if ours else "", frames)


def _place(file: str) -> str:
    """Return a file as the product knows it, without where it is installed (and so whose home that is)."""
    parts = PurePath(file).parts
    starts = [index for index, part in enumerate(parts[:-1]) if part in OURS]
    return "/".join(parts[starts[-1] :] if starts else parts[-1:])


class CrashReports:
    """Writes crash reports into a folder, one file for each fault, so that a crash in a loop can't fill the disk.

    The application installs `excepthook` as `sys.excepthook` and `thread_excepthook` as `threading.excepthook`: Python's
    own print the message. `log` is None until there is one. `say` takes the text for the system's journal.
    """

    def __init__(self, folder: Path, clock: Clock, *, say: Callable[[str], object] | None = None) -> None:
        self.log: AuditLog | None = None
        self._folder = folder
        self._clock = clock
        self._say = say

    def write(self, error: BaseException) -> CrashReport:
        """Report an error everywhere it can be reported; return the report, whose code the apology shows."""
        report = crash_report(error)
        text = report.text()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._folder / f"crash-{report.code}.json"
            at = self._clock.now().isoformat(timespec="seconds")
            file.write_text(json.dumps({"at": at, **asdict(report)}, indent=1), encoding="utf-8")
        except OSError:
            text += "(the crash folder can't be written)\n"
        try:
            if self.log is not None:
                self.log.write(CRASHED(code=report.code, error=_as_code(report.errors[0].type)))
        except (RecordError, ValueError):  # ValueError: the log is closed already
            text += "(the audit log can't be written)\n"
        if self._say is not None:
            self._say(text)
        elif sys.stderr is not None:  # pyright: ignore[reportUnnecessaryComparison] - a Windows program without a console has none
            sys.stderr.write(text)
        return report

    def excepthook(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        """Stand in for `sys.excepthook`."""
        if not isinstance(error, KeyboardInterrupt):
            self.write(error)

    def thread_excepthook(self, args: threading.ExceptHookArgs) -> None:
        """Stand in for `threading.excepthook`."""
        if args.exc_value is not None:
            self.write(args.exc_value)


def _as_code(kind: str) -> str:
    try:
        return str(Code().written(kind))
    except FieldRefused:
        return "unnamed"
