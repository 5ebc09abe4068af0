"""Voices for what was never recorded: programs that render any sentence, a process for each time something is said.

They make no sound. What they rendered is played as clips are, on the outlet that was asked for, as loud, and is silent when
that is stopped or killed. None of it is kept: it may be a person's. They are given words with several readings respelled
(`respelling.py`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from array import array
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final, TypeVar

from kiosk.core.clock import SystemClock
from kiosk.voice.by_pyttsx3 import LIMIT_SECONDS, LOUDNESS, WORDS_A_MINUTE
from kiosk.voice.names import ESPEAK, PYTTSX3, SAID, VOICE_RENDERER, own
from kiosk.voice.respelling import respelled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

S = TypeVar("S")

RETRY_SECONDS: Final = 60.0
"""One that failed is left alone for so long, where another will do."""
TRIAL: Final = "好"
"""What is rendered to see whether a voice is there."""
_PERCENT: Final = 100
_WAIT_SECONDS: Final = LIMIT_SECONDS - 1.0


class NotRendered(Exception):
    """A voice gave no sound; its text is why, as a name."""


def _espeak() -> tuple[str, ...]:
    found = shutil.which(ESPEAK)
    if found is None:
        raise NotRendered("not-installed")
    loudness = str(round(LOUDNESS * _PERCENT))
    # 1.51's `cmn` reads pinyin as if it were English.
    voice = ("-v", "cmn-latn-pinyin", "-s", str(WORDS_A_MINUTE), "-a", loudness)
    return (found, *voice, "-b", "1", "--stdin", "--stdout")


_COMMANDS: Final[Mapping[str, Callable[[], tuple[str, ...]]]] = {
    ESPEAK: _espeak,
    PYTTSX3: lambda: own(VOICE_RENDERER),
}


def _given(name: str, text: str) -> str:
    """Return a text as a voice is given it: pyttsx3's respells it itself, once it knows whose voice it has."""
    return respelled(text, pinyin=True) if name == ESPEAK else text


def surroundings() -> dict[str, str]:
    """Return the environment a program of the system is to have: ours, as it was before the built folder put its libraries in."""
    env = dict(os.environ)
    if getattr(sys, "frozen", False):
        before = env.pop("LD_LIBRARY_PATH_ORIG", None)
        env.pop("LD_LIBRARY_PATH", None)
        if before is not None:
            env["LD_LIBRARY_PATH"] = before
    return env


def _wav(command: Sequence[str], text: str) -> bytes:
    """Have a program render a text. Raises `NotRendered`."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program, or the one that was found
            command,
            input=text.encode(),
            capture_output=True,
            env=surroundings(),
            timeout=_WAIT_SECONDS,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise NotRendered("too-slow") from None
    except OSError as error:
        raise NotRendered(type(error).__name__) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").split()
        raise NotRendered(said[-1] if len(said) == 1 else f"ended-{done.returncode}")
    return done.stdout


def _samples(wav: bytes, rate: int) -> array[int]:
    import miniaudio  # noqa: PLC0415 - the product starts without it

    try:
        samples = miniaudio.decode(wav, miniaudio.SampleFormat.SIGNED16, 1, rate).samples
    except miniaudio.DecodeError:
        raise NotRendered("no-sound") from None
    if not any(samples):
        raise NotRendered("no-sound")
    return samples


class Renderers:
    """The voices of these names, the first that works says it; `tell` hears which doesn't and why, and when it does again."""

    def __init__(self, names: Sequence[str], rate: int, tell: Callable[[Mapping[str, object]], None]) -> None:
        self._names = names
        self._rate = rate
        self._tell = tell
        self._clock = SystemClock()
        self._lock = threading.Lock()
        self._failed: dict[str, tuple[str, float]] = {}

    def probe(self) -> None:
        """Try each, beside what else is done, so that a technician reads what isn't there before somebody misses it."""
        if self._names:
            threading.Thread(target=self.tried, name="trying voices", daemon=True).start()

    def tried(self) -> dict[str, str]:
        """Try each now; return why it doesn't speak, empty for one that does."""
        for name in self._names:
            self._by(name, TRIAL)
        with self._lock:
            return {name: self._failed.get(name, ("", 0.0))[0] for name in self._names}

    def sounds(self, texts: Sequence[str]) -> list[array[int]]:
        """Render these texts as one, so that none is lost, and cut the sound in as many.

        Where exactly one text ends can't be known: each gets its share by its length, and nothing is left out. What nobody
        can render is silent, and told.
        """
        sound = self._rendered("".join(texts))
        if sound is None:
            self._tell({"unsaid": len(texts)})
            return [array("h") for _ in texts]
        lengths = [0]
        for text in texts:
            lengths.append(lengths[-1] + len(text))
        ends = [len(sound) * length // lengths[-1] for length in lengths]
        return [sound[start:end] for start, end in pairwise(ends)]

    def _rendered(self, text: str) -> array[int] | None:
        now = self._clock.monotonic()
        with self._lock:
            resting = {name for name, (_, at) in self._failed.items() if now - at < RETRY_SECONDS}
        for name in sorted(self._names, key=lambda name: name in resting):
            sound = self._by(name, text)
            if sound is not None:
                return sound
        return None

    def _by(self, name: str, text: str) -> array[int] | None:
        why = ""
        sound: array[int] | None = None
        try:
            sound = _samples(_wav(_COMMANDS[name](), _given(name, text)), self._rate)
        except NotRendered as failed:
            why = str(failed)
        with self._lock:
            before = self._failed.pop(name, ("", 0.0))[0]
            if why:
                self._failed[name] = why, self._clock.monotonic()
        if why != before:
            self._tell({"voice": name, "why": why})
        return sound


def sounds_of(
    parts: Sequence[tuple[str, float]],
    clip: Callable[[str, float], S],
    render: Callable[[Sequence[str]], list[S]],
) -> list[S]:
    """Return the sound of each part: clips as they were recorded, and what follows one another of the rest rendered as one.

    Raises what `clip` raises.
    """
    sounds: list[S] = []
    for said, group in groupby(parts, lambda part: part[0].startswith(SAID)):
        run = list(group)
        if said:
            sounds += render([text.removeprefix(SAID) for text, _ in run])
        else:
            sounds += [clip(name, pause) for name, pause in run]
    return sounds
