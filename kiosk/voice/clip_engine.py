"""The engine that speaks with recorded clips, and with voices of the system, played by a process of its own.

A stop is an order; a process that doesn't say within 0.1 s that it has stopped is killed, and the next one is started when there
is something to say. A sentence of which not every piece was recorded goes whole to the next voice of the configuration
(`renderers.py`); without one it is left out. Either is counted: the page shows it anyway.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any, Final

from kiosk.voice.engine import Heard, VoiceState
from kiosk.voice.manifest import Manifest, ManifestDamaged
from kiosk.voice.names import CLIPS, ONE, SAID, TWO, VOICE_PLAYER, own
from kiosk.voice.pieces import SENTENCE_SECONDS, composed, in_characters
from kiosk.voice.processes import begin, end
from kiosk.voice.words import LOUDEST, Outlet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from kiosk.voice.engine import Told
    from kiosk.voice.manifest import Clip
    from kiosk.voice.words import Utterance

STOP_SECONDS: Final = 0.1
"""How long a process has to say that it has stopped."""
DECIBELS: Final = 30.0
"""From the softest to the loudest."""
GIVEN_UP: Final = "gave-up"
MOST_DEATHS: Final = 5
"""So many processes in a row that end before they have said anything, and the voice is given up."""

_OUTLETS: Final = {Outlet.LOUDSPEAKER: "loudspeaker", Outlet.HEADSET: "headset"}


def command(
    folder: Path, loudspeaker: str = "", headset: str = "", order: Sequence[str] = (CLIPS,), *, one: bool = False
) -> tuple[str, ...]:
    """Return what starts the process: this program's own, told to nobody. The outputs by name, empty for the system's own.

    `order` names what speaks, the first that can. `one` output serves both, and its socket silences the loudspeaker.
    """
    rendered = (name for name in order if name != CLIPS)
    return own(VOICE_PLAYER, str(folder), loudspeaker, headset, ONE if one else TWO, *rendered)


class ClipEngine:
    """See `kiosk.voice.engine.Engine`. The clips lie in `folder`; `command` starts the process that plays them.

    `order` names what speaks, clips and voices of the system, the first that can.
    """

    def __init__(self, folder: Path, command: Sequence[str], order: Sequence[str] = (CLIPS,)) -> None:
        self._folder = folder
        self._order = order
        self._renders = any(name != CLIPS for name in order)
        self._known: Mapping[str, Clip] | None = None
        self._command = command
        self._told: Callable[[Told], None] = lambda _told: None
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._number = 0
        self._done = 0
        self._deaths = 0
        self._outlet = Outlet.LOUDSPEAKER
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
        if self._clips or self._renders:
            with self._lock:
                self._process()

    @property
    def _clips(self) -> Mapping[str, Clip]:
        """What was recorded, read when it is first asked for; nothing where that can't be read."""
        if self._known is None:
            self._known = {}
            if CLIPS in self._order:
                try:
                    self._known = Manifest.read(self._folder).clips
                except ManifestDamaged:
                    why = ManifestDamaged.__name__
                    lost = self._state.without(CLIPS, why)
                    self._now(lost if self._renders else replace(lost, failed=why))
        return self._known

    def _parts(self, sentence: str) -> tuple[tuple[tuple[str, float], ...], bool]:
        """Return what a sentence is said with, and whether it should have been recorded and was not.

        One voice says all of it.
        """
        lost = dict(self._state.lost)
        first = next((name for name in self._order if name not in lost), "")
        clips = self._clips
        found = composed(sentence, clips) if first == CLIPS or not self._renders else None
        if found is not None:
            return tuple((clips[part.text].file, part.pause) for part in found), False
        said = ((SAID + in_characters(sentence), SENTENCE_SECONDS),) if self._renders else ()
        return said, first == CLIPS

    def say(self, utterance: Utterance) -> None:
        """Say it, in place of what is being said."""
        parts: list[tuple[str, float]] = []
        begins: list[int] = []
        unrecorded = 0
        for sentence in utterance.sentences:
            found, missing = self._parts(sentence)
            unrecorded += missing
            begins.append(len(parts))
            parts += found
        if unrecorded:
            unsaid = 0 if self._renders else unrecorded
            now = self._state
            self._now(replace(now, unrecorded=now.unrecorded + unrecorded, unsaid=now.unsaid + unsaid))
        with self._lock:
            self._number += 1
            self._outlet = utterance.outlet
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
            self._now(replace(self._state, failed=GIVEN_UP))
            return None
        self._deaths += 1
        try:
            self._child = _Child(self._command, self._heard, self._gone)
        except OSError as error:
            self._now(replace(self._state, failed=type(error).__name__))
        return self._child

    def _heard(self, child: _Child, words: dict[str, Any]) -> None:
        """Take in what the process says, in its thread."""
        self._deaths = 0
        if "output" in words:
            outputs, headset, shared = tuple(words.get("outputs", ())), words.get("headset"), bool(words.get("shared"))
            self._now(
                replace(self._state, output=words["output"], outputs=outputs, headset=headset, shared=shared, failed="")
            )
        elif "failed" in words:
            self._done = max(self._done, int(words["failed"]))
            # Without its headset the voice is heard all the same; only what is private is not.
            private = words.get("outlet") == _OUTLETS[Outlet.HEADSET]
            why = str(words.get("why", ""))
            self._now(replace(self._state, headset=False) if private else replace(self._state, failed=why))
            self._follow(int(words["failed"]), None)
        elif "part" in words:
            self._follow(*map(int, words["part"]))
        elif "voice" in words:
            self._now(self._state.without(str(words["voice"]), str(words["why"])))
        elif "unsaid" in words:
            self._now(replace(self._state, unsaid=self._state.unsaid + int(words["unsaid"])))
        elif "stopped" in words:
            child.stopped = max(child.stopped, int(words["stopped"]))
            self._done = max(self._done, child.stopped)
        elif "ended" in words:
            self._done = max(self._done, int(words["ended"]))
            self._follow(int(words["ended"]), None)
        elif "begun" in words:
            private = self._outlet is Outlet.HEADSET and words["begun"] == self._number
            self._now(replace(self._state, failed="", headset=private or self._state.headset))

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
        self._process, self._folder = begin(command)
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
        """End it in mid-word, and what it has started; the system ends its sound with it."""
        end(self._process, self._folder)

    def end(self) -> None:
        """Close its pipe, which ends it, and see that it is gone."""
        with contextlib.suppress(OSError, ValueError):
            _file(self._process.stdin).close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
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
