"""Sentences as sound in a file: what a voice would say, put together from its clips."""

from __future__ import annotations

import io
import wave
from array import array
from typing import TYPE_CHECKING

from kiosk.voice.pieces import composed
from kiosk.voice.player import RATE, Clips

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kiosk.voice.manifest import Manifest


class NotRecorded(Exception):
    """A sentence is not recorded, and not made of what is. Its text is the sentence."""


def composed_sound(folder: Path, manifest: Manifest, sentences: Iterable[str], pace: float = 1.0) -> array[int]:
    """Return what the voice in `folder` says at this pace, one sentence after the other. Raises `NotRecorded`."""
    clips, sound = Clips(folder), array("h")
    for sentence in sentences:
        parts = composed(sentence, manifest.clips)
        if not parts:
            raise NotRecorded(sentence)
        for part in parts:
            for piece in clips.pieces(manifest.clips[part.text].file, part.pause, pace):
                sound.extend(piece)
    return sound


def as_wav(sound: array[int]) -> bytes:
    """Return a WAV file of it."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(sound.itemsize)
        out.setframerate(RATE)
        out.writeframes(sound.tobytes())
    return file.getvalue()
