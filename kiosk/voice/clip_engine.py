"""The engine that speaks with recorded clips, played by a process of its own.

A stop is an order; a process that doesn't say within 0.1 s that it has stopped is killed, and the next one is started when there
is something to say. What was never recorded is left out, and counted: the page shows it anyway.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from typing import IO, TYPE_CHECKING, Any, Final

from kiosk.voice.engine import Heard, VoiceState
from kiosk.voice.manifest import Manifest, ManifestDamaged
from kiosk.voice.pieces import composed
from kiosk.voice.words import LOUDEST, Outlet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from kiosk.voice.engine import Told
    from kiosk.voice.manifest import Clip
    from kiosk.voice.words import Utterance

PLAYER: Final = "voice-player"
STOP_SECONDS: Final = 0.1
"""How long a process has to say that it has stopped."""
DECIBELS: Final = 30.0
"""From the softest to the loudest."""
MOST_DEATHS: Final = 5
"""So many processes in a row that end before they have said anything, and the voice is given up."""

_OUTLETS: Final = {Outlet.LOUDSPEAKER: "loudspeaker", Outlet.HEADSET: "headset"}


def command(folder: Path, loudspeaker: str = "", headset: str = "") -> tuple[str, ...]:
    """Return what starts the process: this program's own, told to nobody. The outputs by name, empty for the system's own."""
    begun = (sys.executable,) if getattr(sys, "frozen", False) else (sys.executable, "-m", "kiosk")
    return (*begun, PLAYER, str(folder), loudspeaker, headset)


class ClipEngine:
    """See `kiosk.voice.engine.Engine`. The clips lie in `folder`; `command` starts the process that plays them."""

    def __init__(self, folder: Path, command: Sequence[str]) -> None:
        self._folder = folder
        self._known: Mapping[str, Clip] | None = None
        self._command = command
        self._told: Callable[[Told], None] = lambda _told: None
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._number = 0
        self._done = 0
        self._deaths = 0
        self._state = VoiceState()
        self._saying: tuple[int, Utterance, tuple[int, ...]] | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being said, or about to be."""
        return self._number > self._done

    @property
    def state(self) -> VoiceState:
        """How the voice is now."""
        return self._state

    @property
    def speaks(self) -> bool:
        """Whether anything is heard, as far as is known: until the process has looked, it is believed to be."""
        return self._state.speaks is not False

    @property
    def follows(self) -> bool:
        """It tells of every sentence, as long as its process can be had."""
        return self._deaths < MOST_DEATHS

    def begin(self, told: Callable[[Told], None]) -> None:
        """Start the process, so that the first word isn't late."""
        self._told = told
        if self._clips:
            with self._lock:
                self._process()

    @property
    def _clips(self) -> Mapping[str, Clip]:
        """What was recorded, read when it is first asked for; nothing where that can't be read."""
        if self._known is None:
            try:
                self._known = Manifest.read(self._folder).clips
            except ManifestDamaged:
                self._known = {}
                self._now(VoiceState(failed=ManifestDamaged.__name__))
        return self._known

    def say(self, utterance: Utterance) -> None:
        """Say it, in place of what is being said."""
        parts: list[tuple[str, float]] = []
        begins: list[int] = []
        unrecorded = 0
        clips = self._clips
        for sentence in utterance.sentences:
            found = composed(sentence, clips)
            unrecorded += found is None
            begins.append(len(parts))
            parts += [(clips[part.text].file, part.pause) for part in found or ()]
        if unrecorded:
            self._now(VoiceState(self._state.output, self._state.unrecorded + unrecorded, self._state.failed))
        with self._lock:
            self._number += 1
            child = self._process() if parts else None
            self._saying = None
            if child is not None:
                self._saying = self._number, utterance, tuple(begins)
                gain = 10 ** ((utterance.loudness - LOUDEST) / LOUDEST * DECIBELS / 20)
                outlet = _OUTLETS[utterance.outlet]
                sound = {"outlet": outlet, "gain": round(gain, 4), "pace": utterance.pace}
                child.send({"play": self._number, **sound, "parts": parts})
                return
            self._done = self._number
        self._told(Heard(utterance, None))

    def stop(self) -> None:
        """Be silent: at once if the process is well, and by its end if it isn't."""
        with self._lock:
            self._saying = None
            child, number = self._child, self._number
            if child is None or child.silent_from >= number:
                return
            child.silent_from = number
            child.send({"stop": number})
        timer = threading.Timer(STOP_SECONDS, self._must_have_stopped, (child, number))
        timer.daemon = True
        timer.start()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.end()

    def _must_have_stopped(self, child: _Child, number: int) -> None:
        if child.stopped < number:
            child.kill()
            self._done = max(self._done, number)

    def _process(self) -> _Child | None:
        """Return the process, started anew if it is gone; None when it can't be had."""
        if self._child is not None:
            if self._child.alive:
                return self._child
            self._child.end()
            self._child = None
        if self._deaths >= MOST_DEATHS:
            return None
        self._deaths += 1
        try:
            self._child = _Child(self._command, self._heard, self._gone)
        except OSError as error:
            self._now(VoiceState(failed=type(error).__name__, unrecorded=self._state.unrecorded))
        return self._child

    def _heard(self, child: _Child, words: dict[str, Any]) -> None:
        """Take in what the process says, in its thread."""
        self._deaths = 0
        if "output" in words:
            self._now(VoiceState(words["output"], self._state.unrecorded))
        elif "failed" in words:
            self._done = max(self._done, int(words["failed"]))
            self._now(VoiceState(self._state.output, self._state.unrecorded, str(words.get("why", ""))))
            self._follow(int(words["failed"]), None)
        elif "part" in words:
            self._follow(*map(int, words["part"]))
        elif "stopped" in words:
            child.stopped = max(child.stopped, int(words["stopped"]))
            self._done = max(self._done, child.stopped)
        elif "ended" in words:
            self._done = max(self._done, int(words["ended"]))
            self._follow(int(words["ended"]), None)
        elif "begun" in words and self._state.failed:
            self._now(VoiceState(self._state.output, self._state.unrecorded))

    def _gone(self) -> None:
        """The process has ended: whatever it was saying is heard no more."""
        saying = self._saying
        if saying is not None:
            self._follow(saying[0], None)

    def _follow(self, number: int, part: int | None) -> None:
        """Tell which sentence is heard, once its first part is; or that nothing is."""
        saying = self._saying
        if saying is None or saying[0] != number:
            return
        _, utterance, begins = saying
        if part is None:
            self._told(Heard(utterance, None))
        elif part in begins:  # what was never recorded begins where the next one does, and is passed over
            self._told(Heard(utterance, len(begins) - 1 - begins[::-1].index(part)))

    def _now(self, state: VoiceState) -> None:
        if state != self._state:
            self._state = state
            self._told(state)


class _Child:
    """One process, and the thread that hears it."""

    def __init__(
        self, command: Sequence[str], heard: Callable[[_Child, dict[str, Any]], None], gone: Callable[[], None]
    ) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            bufsize=1,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would open a console
        )
        self.silent_from = 0
        self.stopped = 0
        self._hearing = threading.Thread(target=self._hears, args=(heard, gone), name="voice", daemon=True)
        self._hearing.start()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, words: dict[str, object]) -> None:
        """Give it a line. One that is gone is told by the next order."""
        with contextlib.suppress(OSError, ValueError):
            _file(self._process.stdin).write(json.dumps(words) + "\n")

    def kill(self) -> None:
        """End it in mid-word; the system ends its sound with it."""
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        """Close its pipe, which ends it, and see that it is gone."""
        with contextlib.suppress(OSError, ValueError):
            _file(self._process.stdin).close()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self._hearing.join()

    def _hears(self, heard: Callable[[_Child, dict[str, Any]], None], gone: Callable[[], None]) -> None:
        with _file(self._process.stdout) as lines:
            for line in lines:
                with contextlib.suppress(ValueError):  # half a line of one that was killed
                    heard(self, json.loads(line))
        gone()


def _file(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise OSError("no pipe")
    return pipe
