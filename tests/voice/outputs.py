"""A machine's outputs, made of ALSA's own file plugin: what each would sound is noted, at the pace of a real one."""

from __future__ import annotations

import fcntl
import os
import select
import threading
import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

RATE: Final = 24_000
LOUD: Final = 200
"""Samples below this are silence: clicks and rounding."""
HELD_SECONDS: Final = 0.4
"""What such an output may still hold when nothing more is given to it: the pipe, and the device's own buffer before it."""
PATIENCE_SECONDS: Final = 20.0
CHUNK: Final = 480
_PIPE_SIZE: Final = 1031
"""F_SETPIPE_SZ."""
_OUTPUT: Final = """
pcm.{pcm} {{
    type file
    slave.pcm {{ type null }}
    file "{pipe}"
    format raw
    hint {{ show on description "{name}" }}
}}
"""
_DEFAULT: Final = "pcm.!default {{ type plug slave.pcm {pcm} }}\n"


@dataclass(frozen=True)
class Played:
    """Some samples: when they were played, how many, and the loudest."""

    at: float
    samples: int
    peak: int

    @property
    def loud(self) -> bool:
        """Whether anybody hears them."""
        return self.peak > LOUD


class Output:
    """One output: the far end of a pipe, which takes what comes at the pace of sound. `close` it at the end."""

    def __init__(self, name: str, pipe: Path) -> None:
        self.name = name
        self.played: list[Played] = []
        os.mkfifo(pipe)
        # Read and written here, so that it outlives every player; small, as what a real one holds.
        self._end = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
        fcntl.fcntl(self._end, _PIPE_SIZE, 4096)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._plays, daemon=True)
        self._thread.start()

    def _plays(self) -> None:
        begun, taken = time.monotonic(), 0
        while not self._over.is_set():
            if not select.select([self._end], [], [], 0.05)[0]:
                continue
            chunk = os.read(self._end, 2 * CHUNK)
            samples = array("h", chunk[: len(chunk) // 2 * 2])
            now = time.monotonic()
            if now > begun + taken / RATE + 0.1:  # nothing came for a while, as while nobody speaks
                begun, taken = now, 0
            self.played.append(Played(now, len(samples), max(map(abs, samples), default=0)))
            taken += len(samples)
            self._over.wait(max(0.0, begun + taken / RATE - time.monotonic()))

    def close(self) -> None:
        """Take it away."""
        self._over.set()
        self._thread.join()
        os.close(self._end)

    @property
    def sounds(self) -> bool:
        """Whether it has made any sound."""
        return any(each.loud for each in list(self.played))

    @property
    def seconds(self) -> float:
        """For how long it has made sound, short pauses left out."""
        return sum(each.samples for each in list(self.played) if each.loud) / RATE

    def first_after(self, moment: float) -> float | None:
        """Return when it first made sound after a moment of the monotonic clock, None if it hasn't."""
        return next((each.at for each in list(self.played) if each.loud and each.at > moment), None)

    def last(self) -> float:
        """Return when it made sound last."""
        return max((each.at for each in list(self.played) if each.loud), default=0.0)


def outputs(folder: Path, monkeypatch: pytest.MonkeyPatch, *names: str) -> dict[str, Output]:
    """Give every program begun from here on these outputs and no others; the first is the system's own."""
    pipes = {name: folder / f"output-{number}" for number, name in enumerate(names)}
    config = folder / "asound.conf"
    text = "".join(
        _OUTPUT.format(pcm=f"out{number}", pipe=pipe, name=name) for number, (name, pipe) in enumerate(pipes.items())
    )
    config.write_text(text + _DEFAULT.format(pcm="out0"), encoding="utf-8")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(config))
    return {name: Output(name, pipe) for name, pipe in pipes.items()}


def until(met: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> float:
    """Wait until something is so; return how long it took."""
    begun = time.monotonic()
    while not met():
        assert time.monotonic() - begun < seconds
        time.sleep(0.005)  # noqa: TID251 - other processes are waited for
    return time.monotonic() - begun


def members(group: int) -> list[int]:
    """Return the living processes of a group."""
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(words[2]) == group and words[0] not in "ZX":
            found.append(int(stat.parent.name))
    return found
