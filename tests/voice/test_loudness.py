"""How loud clips are: measured over what is spoken, and within 1 dB of each other in every voice that is shipped."""

from __future__ import annotations

import math
from array import array
from pathlib import Path

import pytest

from kiosk.core.assets import ROOT
from kiosk.voice.loudness import MOST_APART_DB, SILENT_DBFS, loudness, too_far
from kiosk.voice.manifest import Manifest
from kiosk.voice.player import RATE, Clips

VOICES = sorted(folder for folder in (ROOT / "voice").iterdir() if folder.is_dir())


def tone(seconds: float, peak: int) -> array[int]:
    return array("h", (int(peak * math.sin(2 * math.pi * 500 * n / RATE)) for n in range(int(RATE * seconds))))


def test_a_tone_is_as_loud_as_its_root_mean_square() -> None:
    assert loudness(tone(0.5, 32_767), RATE) == pytest.approx(-3.01, abs=0.01)
    assert loudness(tone(0.5, 3_277), RATE) == pytest.approx(-23.01, abs=0.01)


def test_a_pause_does_not_make_it_softer() -> None:
    spoken = tone(0.4, 10_000)
    assert loudness(spoken + array("h", bytes(2 * RATE)) + spoken, RATE) == pytest.approx(
        loudness(spoken, RATE), abs=0.01
    )


def test_silence_and_nothing_have_a_loudness_too() -> None:
    assert loudness(array("h", bytes(RATE)), RATE) == SILENT_DBFS
    assert loudness(array("h"), RATE) == SILENT_DBFS
    assert loudness(tone(0.005, 32_767), RATE) == pytest.approx(-3.01, abs=0.2)


def test_what_is_too_far_from_the_others_is_named_the_farthest_first() -> None:
    levels = {"a": -20.0, "b": -20.9, "c": -18.5, "d": -23.0, "e": -20.1}
    assert list(too_far(levels)) == ["d", "c"]
    assert too_far({}) == {}


@pytest.mark.parametrize("folder", VOICES, ids=lambda folder: folder.name)
def test_every_clip_of_a_voice_is_within_one_decibel_of_the_others(folder: Path) -> None:
    clips = Clips(folder)
    levels = {text: loudness(clips.sound(clip.file), RATE) for text, clip in Manifest.read(folder).clips.items()}
    assert too_far(levels) == {}
    assert max(levels.values()) - min(levels.values()) <= MOST_APART_DB
