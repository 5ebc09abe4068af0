"""Slower and faster: as long as asked, as high as before, at every pace, and quickly begun."""

from __future__ import annotations

import itertools
import math
from array import array
from itertools import chain, pairwise

import miniaudio
import pytest

from kiosk.core.assets import asset
from kiosk.voice.manifest import Manifest
from kiosk.voice.player import RATE
from kiosk.voice.stretching import STEP, stretched
from kiosk.voice.words import PACES

FOLDER = asset("voice", "zf_xiaobei")
SPOKEN = ("查好了，请看屏幕", "认证不收钱，也不问密码", "上面有您的资料，请收好")
QUIET = 1_000.0


def whole(sound: array[int], pace: float) -> array[int]:
    return array("h", chain.from_iterable(stretched(sound, pace)))


def hum(hertz: float, seconds: float) -> array[int]:
    """A tone with an overtone, as a vowel has."""
    turn = 2 * math.pi * hertz / RATE
    return array(
        "h", (int(9_000 * math.sin(turn * n) + 3_000 * math.sin(2 * turn * n)) for n in range(int(RATE * seconds)))
    )


def pitch(sound: array[int]) -> float:
    """The hertz of a tone: how often it rises through zero."""
    ups = [n for n, (before, now) in enumerate(pairwise(sound)) if before < 0 <= now]
    return RATE * (len(ups) - 1) / (ups[-1] - ups[0])


def spoken(text: str) -> array[int]:
    clip = Manifest.read(FOLDER).clips[text]
    return miniaudio.decode_file(str(FOLDER / clip.file), miniaudio.SampleFormat.SIGNED16, 1, RATE).samples


def wave(sound: array[int], start: int) -> float | None:
    """The pitch of a voice from a sample on, by autocorrelation; None where it is quiet or has none."""
    part = sound[start : start + 1920 : 2]
    power = sum(sample * sample for sample in part[:640])
    if len(part) < 960 or power < 640 * QUIET**2:
        return None
    scores = {lag: sum(map(int.__mul__, part[:640], part[lag : lag + 640])) for lag in range(30, 150)}
    best = max(scores, key=lambda lag: scores[lag])
    return RATE / 2 / best if scores[best] > 0.7 * power else None


@pytest.mark.parametrize("pace", PACES)
@pytest.mark.parametrize("hertz", [90.0, 180.0, 260.0])
def test_a_tone_stays_as_high_and_gets_as_long_as_asked(pace: float, hertz: float) -> None:
    made = whole(hum(hertz, 1.0), pace)
    assert len(made) == pytest.approx(RATE / pace, rel=0.001)
    assert pitch(made) == pytest.approx(hertz, rel=0.01)


@pytest.mark.parametrize("text", SPOKEN)
def test_a_voice_stays_as_high_and_as_loud(text: str) -> None:
    sound = spoken(text)
    before = {start: found for start in range(0, len(sound), 960) if (found := wave(sound, start)) is not None}
    for pace in PACES:
        made = whole(sound, pace)
        assert len(made) * pace / len(sound) == pytest.approx(1.0, abs=0.02)
        ratios = sorted(
            now / was for start, was in before.items() if (now := wave(made, round(start / pace))) is not None
        )
        assert len(ratios) >= 10
        assert ratios[len(ratios) // 2] == pytest.approx(1.0, abs=0.03), pace
        power, was = (math.sqrt(sum(n * n for n in each) / len(each)) for each in (made, sound))
        assert 20 * math.log10(power / was) == pytest.approx(0.0, abs=1.5), pace


def test_the_usual_pace_changes_not_a_sample() -> None:
    sound = hum(200.0, 0.3)
    assert whole(sound, 1.0) == sound


def test_silence_stays_silence_and_the_shortest_sound_is_left_as_it_is() -> None:
    assert set(whole(array("h", bytes(2 * RATE)), 0.6)) == {0}
    for samples in (0, 1, STEP // 2):
        assert len(whole(hum(200.0, samples / RATE), 1.6)) == len(hum(200.0, samples / RATE))


def test_no_step_is_heard_where_pieces_meet() -> None:
    sound = hum(180.0, 0.5)
    steepest = max(abs(now - before) for before, now in pairwise(sound))
    for pace in PACES:
        assert max(abs(now - before) for before, now in pairwise(whole(sound, pace))) <= 1.3 * steepest, pace


def test_the_first_piece_is_there_before_the_rest_is_made() -> None:
    pieces = stretched(hum(180.0, 4.0), 0.6)
    assert [len(piece) for piece in itertools.islice(pieces, 2)] == [STEP, STEP]
