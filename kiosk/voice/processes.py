"""A process of the voice: begun in a group and with a folder of its own, so that its end leaves no sound, process or file."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# ruff: noqa: PLC0415 - the start would pay for what only processes that are begun or ended need

_FOLDER: Final = "YIBAN_VOICE_FOLDER"


def begin(command: Sequence[str]) -> tuple[subprocess.Popen[str], str]:
    """Start a process that is spoken to in lines; return it, and the folder it has for its files. Raises `OSError`."""
    import tempfile

    folder = tempfile.mkdtemp(prefix="yiban-voice-")
    try:
        process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            bufsize=1,
            env={**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP", _FOLDER), folder)},
            process_group=0,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would open a console
        )
    except OSError:
        _remove(folder)
        raise
    return process, folder


def end(process: subprocess.Popen[str], folder: str) -> None:
    """End it in mid-word with all it has started, and remove its files: the system ends its sound with it."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
    _remove(folder)


def leave() -> None:
    """Remove the folder this process was begun with: it ends by itself, and whoever began it may be gone."""
    folder = os.environ.get(_FOLDER)
    if folder is not None:
        _remove(folder)


def _remove(folder: str) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
