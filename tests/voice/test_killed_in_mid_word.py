"""Killed in mid-word, again and again: no sound, no process and no file is left, and the next word is said."""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from pathlib import Path

import pytest

from kiosk.voice.clip_engine import ClipEngine
from kiosk.voice.names import CLIPS, ESPEAK, PYTTSX3
from kiosk.voice.words import LOUDEST, Outlet, Utterance
from tests.voice.conftest import EAR, HALL, Engines
from tests.voice.outputs import HELD_SECONDS, Output, members, until

pytestmark = pytest.mark.wire

FEW, MANY = 6, 500
LONG = {CLIPS: "很长的话。", ESPEAK: "王女士的很长的话，" * 8, PYTTSX3: "王女士的很长的话，" * 8}


def kill_again_and_again(engine: ClipEngine, heard: dict[str, Output], sentence: str, times: int) -> None:
    chance, groups = random.Random(6), set[int]()
    engine.begin(lambda _state: None)
    for number in range(times):
        outlet, output = ((Outlet.LOUDSPEAKER, heard[HALL]), (Outlet.HEADSET, heard[EAR]))[number % 2]
        begun = time.monotonic()
        engine.say(Utterance((sentence,), outlet, LOUDEST))
        child = engine._child
        assert child is not None
        groups.add(child.pid)
        if number % 3:
            until(lambda at=begun, output=output: output.first_after(at))  # type: ignore[misc]  # bound at once
        else:  # anywhere: while it begins, renders or speaks
            time.sleep(chance.uniform(0.0, 0.6))  # noqa: TID251 - as above
        if number % 2:  # as a stop that isn't obeyed
            child.kill()
        else:  # as by somebody else; what is left is swept up with the next word
            os.kill(child.pid, signal.SIGKILL)
        killed = time.monotonic()
        until(lambda child=child: not child.alive)  # type: ignore[misc]  # as above
        time.sleep(HELD_SECONDS)  # noqa: TID251 - what an output still holds
        assert output.last() < killed + HELD_SECONDS
        assert output.first_after(killed + HELD_SECONDS) is None
    engine.close()
    for group in groups:
        assert members(group) == []
    assert list(Path(tempfile.gettempdir()).iterdir()) == []


@pytest.mark.parametrize("voice", [CLIPS, ESPEAK, PYTTSX3])
def test_a_kill_leaves_no_sound_no_process_and_no_file(engines: Engines, heard: dict[str, Output], voice: str) -> None:
    kill_again_and_again(engines(voice), heard, LONG[voice], FEW)


@pytest.mark.soak
@pytest.mark.parametrize("voice", [CLIPS, ESPEAK, PYTTSX3])
def test_five_hundred_kills_leave_nothing_either(engines: Engines, heard: dict[str, Output], voice: str) -> None:
    kill_again_and_again(engines(voice), heard, LONG[voice], MANY)
