"""Clips of a voice that hums: each piece a tone, so that what comes out can be told from silence."""

from __future__ import annotations

import io
import math
import wave
from array import array
from pathlib import Path

from kiosk.voice.manifest import Clip, Manifest, written

RATE = 24_000


def spoken(seconds: float, peak: int) -> bytes:
    """Return a WAV file as somebody records it: half a second of silence, a tone so loud, and silence again."""
    silence = array("h", bytes(RATE))
    return _file(silence + _tone(seconds, peak) + silence)


def hummed(seconds: float) -> bytes:
    """Return a WAV file with a tone of 440 Hz."""
    return _file(_tone(seconds, 12_000))


def _tone(seconds: float, peak: int) -> array[int]:
    return array("h", (int(peak * math.sin(2 * math.pi * 440 * n / RATE)) for n in range(int(RATE * seconds))))


def _file(samples: array[int]) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return file.getvalue()


def voice(folder: Path, **seconds: float) -> Manifest:
    """Write a voice that has recorded these pieces, so long each."""
    folder.mkdir()
    clips: dict[str, Clip] = {}
    for number, (text, length) in enumerate(seconds.items()):
        content, name = hummed(length), f"{number}.wav"
        (folder / name).write_bytes(content)
        clips[text] = Clip.of(content, name, length)
    made = Manifest("hum", "CC0-1.0", clips)
    (folder / Manifest.FILE).write_text(written(made), encoding="utf-8")
    return made
