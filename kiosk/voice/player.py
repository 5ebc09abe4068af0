"""The process that makes the sound: it is told which clips to play one after the other, and can be killed in mid-word.

Nothing is kept: clips are read into memory, sound goes to the device, and when the terminal is gone (its end of the pipe is
closed) the process ends at once. It writes no file. A clip is read and stretched when its turn comes, a piece at a time, so that
the first is heard as soon at any pace and however much follows. Lines of JSON go both ways:

    <- {"play": 7, "outlet": "loudspeaker", "gain": 0.25, "pace": 0.87, "parts": [["a1.ogg", 0.18], ["b2.ogg", 0.35]]}
    <- {"stop": 7}
    -> {"output": "ALSA", "outputs": ["HDA Intel PCH"], "headset": true, "shared": false}    once, when it has begun; what is
                            heard aloud, "" where there is nothing to hear it with, the names of all there is, whether the
                            headset's is there (null: it has no name), and whether it may be the loudspeaker's
    -> {"begun": 7}   {"part": [7, 1]}   {"ended": 7}   {"stopped": 7}   {"failed": 7}
    -> {"voice": "espeak-ng", "why": "not-installed"}    of one that renders what was never recorded; {"unsaid": 1} if none does
"""

from __future__ import annotations

import json
import sys
import threading
from array import array
from collections import OrderedDict, deque
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from kiosk.voice.engine import NOTHING_TO_HEAR_WITH
from kiosk.voice.names import ONE
from kiosk.voice.outputs import apart, chosen
from kiosk.voice.processes import leave
from kiosk.voice.renderers import Renderers, sounds_of
from kiosk.voice.stretching import stretched

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence

    Sound = Callable[[], Iterator[array[int]]]
    """What is to be played, piece by piece, once it is asked for."""

RATE: Final = 24_000
BUFFER_MS: Final = 60
"""What the device still plays after a stop."""
SILENT: Final = "silent"
"""The name of an output that takes the time sound takes, and makes none: for measuring."""
KEPT_SAMPLES: Final = 120 * RATE
"""So much of what was read is kept for the next time: 6 MB."""


class Source:
    """What is played now, sample by sample; the device's thread draws from it."""

    def __init__(self, tell: Callable[[Mapping[str, object]], None]) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self._queue: deque[tuple[int, int, Sound]] = deque()
        self._pieces: Iterator[array[int]] | None = None
        self._piece = array("h")
        self._at = 0
        self._gain = 1.0

    def play(self, number: int, sounds: Iterable[Sound], gain: float) -> None:
        """Play these, so loud, in place of what is being played."""
        with self._lock:
            self._forget()
            self._gain = gain
            self._queue.extend((number, part, sound) for part, sound in enumerate(sounds))

    def stop(self) -> None:
        """Play nothing more."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        self._queue.clear()
        self._pieces, self._piece, self._at = None, array("h"), 0

    def samples(self) -> Generator[array[int], int, None]:
        """Give the device as many samples as it asks for, silence where there is nothing to say."""
        wanted = yield array("h")
        while True:
            wanted = yield self.drawn(wanted)

    def drawn(self, wanted: int) -> array[int]:
        """Return the next samples."""
        out = array("h")
        with self._lock:
            while len(out) < wanted and self._fill():
                piece = self._piece[self._at : self._at + wanted - len(out)]
                out.extend(array("h", (int(sample * self._gain) for sample in piece)))
                self._at += len(piece)
        out.extend(_silence(wanted - len(out)))
        return out

    def _fill(self) -> bool:
        """Have samples to draw, of the sound that is played or of the next one; say whether there are."""
        while self._at >= len(self._piece):
            if not self._queue:
                return False
            number, part, sound = self._queue[0]
            if self._pieces is None:
                if part == 0:
                    self._tell({"begun": number})
                self._tell({"part": [number, part]})
            try:
                self._pieces = self._pieces or sound()
                piece = next(self._pieces, None)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with a clip, the terminal goes on without
                self._forget()
                self._tell({"failed": number, "why": type(error).__name__})
                return False
            if piece is not None:
                self._piece, self._at = piece, 0
                continue
            self._queue.popleft()
            self._pieces = None
            if not self._queue:
                self._tell({"ended": number})
        return True


def _silence(samples: int) -> array[int]:
    return array("h", bytes(2 * samples))


class Clips:
    """The voice's clips, read when they are said; what was said last is kept."""

    def __init__(self, folder: Path, most: int = KEPT_SAMPLES) -> None:
        self._folder = folder
        self._most = most
        self._read: OrderedDict[str, array[int]] = OrderedDict()

    def pieces(self, name: str, pause: float, pace: float) -> Iterator[array[int]]:
        """Yield a clip at this pace, and the silence after it. Raises `OSError`, and what the decoder raises."""
        yield from stretched(self.sound(name), pace)
        yield _silence(int(pause * RATE / pace))

    def sound(self, name: str) -> array[int]:
        """Return a clip as it was recorded. Raises as above."""
        if name not in self._read:
            import miniaudio  # noqa: PLC0415 - the product starts without it

            file = miniaudio.decode_file(str(self._folder / name), miniaudio.SampleFormat.SIGNED16, 1, RATE)
            self._read[name] = file.samples
            while len(self._read) > 1 and sum(map(len, self._read.values())) > self._most:
                self._read.popitem(last=False)
        self._read.move_to_end(name)
        return self._read[name]


def devices(wanted: str) -> tuple[str, Any]:
    """Return what makes sound here and the playback device of this name: the system's own without a name."""
    import miniaudio  # noqa: PLC0415 - as above

    try:
        found = miniaudio.Devices([miniaudio.Backend.NULL] if wanted == SILENT else None)
    except miniaudio.MiniaudioError:
        return "", None
    if wanted in ("", SILENT):
        return (SILENT if wanted else found.backend.upper()), None
    playbacks = found.get_playbacks()
    number = chosen([each["name"] for each in playbacks], wanted)
    return ("", None) if number is None else (found.backend.upper(), playbacks[number]["id"])


def names() -> tuple[str, ...]:
    """Return what the outputs of this machine are called; none where there is no sound at all."""
    import miniaudio  # noqa: PLC0415 - as above

    try:
        return tuple(each["name"] for each in miniaudio.Devices().get_playbacks())
    except miniaudio.MiniaudioError:
        return ()


class NoSuchOutput(Exception):
    """The output of the configuration isn't there, or its name is that of several. Nothing is played anywhere else."""


class SharedOutput(Exception):
    """The headset's output may be the loudspeaker's: nothing is said there, rather than to everybody."""


class Player:
    """Takes orders and plays; an outlet's device is open while something is played there, and no longer.

    `one` output may serve both outlets: its socket silences the loudspeaker.
    """

    def __init__(
        self,
        folder: Path,
        outlets: Mapping[str, str],
        out: IO[str],
        voices: Sequence[str] = (),
        *,
        one: bool = False,
    ) -> None:
        self._out = out
        self._one = one
        self._outlets = {**outlets, "headset": outlets["headset"] or (outlets["loudspeaker"] if one else "")}
        self._clips = Clips(folder)
        self._telling = threading.Lock()
        self._source = Source(self.tell)
        self._renderers = Renderers(voices, RATE, self.tell)
        self._device: Any = None
        self._open_at = ""

    def tell(self, words: Mapping[str, object]) -> None:
        """Tell the terminal."""
        with self._telling:
            self._out.write(json.dumps(words) + "\n")
            self._out.flush()

    def begin(self) -> None:
        """Say what there is to hear with."""
        aloud, private = (devices(self._outlets[outlet])[0] for outlet in ("loudspeaker", "headset"))
        there = names()
        named = self._one or bool(self._outlets["headset"])
        shared = named and self._shared(there)
        found = private not in NOTHING_TO_HEAR_WITH and not shared if named else None
        self.tell({"output": aloud, "outputs": there, "headset": found, "shared": shared})
        self._renderers.probe()

    def _shared(self, there: Sequence[str]) -> bool:
        return not self._one and not apart(there, self._outlets["loudspeaker"], self._outlets["headset"])

    def take(self, line: str) -> None:
        """Do what a line says."""
        order = json.loads(line)
        if "stop" in order:
            self._source.stop()
            self.tell({"stopped": order["stop"]})
            return
        number = order["play"]
        try:
            sounds = sounds_of(
                order["parts"], partial(self._clip, order["pace"]), partial(self._rendered, order["pace"])
            )
            self._open(order["outlet"])
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a voice or a device, the terminal goes on without
            self.tell({"failed": number, "why": type(error).__name__, "outlet": order["outlet"]})
            return
        self._source.play(number, sounds, order["gain"])

    def _clip(self, pace: float, name: str, pause: float) -> Sound:
        return partial(self._clips.pieces, name, pause, pace)

    def _rendered(self, pace: float, texts: Sequence[str]) -> list[Sound]:
        return [partial(stretched, sound, pace) for sound in self._renderers.sounds(texts)]

    def _open(self, outlet: str) -> None:
        import miniaudio  # noqa: PLC0415 - as above

        if self._open_at == outlet:
            return
        self.close()
        name = self._outlets[outlet]
        if outlet == "headset" and self._shared(names()):
            raise SharedOutput
        made_by, device = devices(name)
        if made_by in NOTHING_TO_HEAR_WITH:
            raise NoSuchOutput(name)
        backends = [miniaudio.Backend.NULL] if name == SILENT else None
        self._device = miniaudio.PlaybackDevice(
            miniaudio.SampleFormat.SIGNED16, 1, RATE, BUFFER_MS, device, backends=backends, app_name="yiban"
        )
        samples = self._source.samples()
        next(samples)
        self._device.start(samples)
        self._open_at = outlet

    def close(self) -> None:
        """Let go of the device."""
        if self._device is not None:
            self._device.close()
            self._device, self._open_at = None, ""


def main(words: list[str]) -> int:
    """Be the process: `FOLDER LOUDSPEAKER HEADSET one|two [VOICE ...]`, the outputs by name, empty for the system's own.

    The voices render what was never recorded, the first that can.
    """
    folder, loudspeaker, headset, number, *voices = words
    outlets = {"loudspeaker": loudspeaker, "headset": headset}
    player = Player(Path(folder), outlets, sys.stdout, voices, one=number == ONE)
    try:
        player.begin()
        for line in sys.stdin:
            player.take(line)
    except BrokenPipeError:  # the terminal is gone, and hears of nothing any more
        pass
    finally:
        player.close()
        leave()
    return 0
