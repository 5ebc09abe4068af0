"""The voice's process: heard at once, silent at once, gone with the terminal, and never in anybody's way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kiosk.voice.clip_engine import GIVEN_UP, MOST_DEATHS, STOP_SECONDS, ClipEngine, command
from kiosk.voice.engine import Heard, Told, VoiceState
from kiosk.voice.player import RATE, SILENT, Clips, Source
from kiosk.voice.words import LOUDEST, Outlet, Utterance
from tests.voice.recorded import voice

pytestmark = pytest.mark.wire

PATIENCE_SECONDS = 10.0
DEAF = 'import sys\nprint(\'{"output": "deaf"}\', flush=True)\nfor line in sys.stdin: pass'
"""A process that is told to stop and doesn't."""
DYING = "raise SystemExit(1)"
WITHOUT_HEADSET = """
import json, sys
print('{"output": "ALSA", "outputs": ["Hall"], "headset": false}', flush=True)
for number, line in enumerate(sys.stdin):
    order = json.loads(line)
    failed = {"failed": order["play"], "outlet": order["outlet"], "why": "NoSuchOutput"}
    print(json.dumps(failed if number == 1 else {"begun": order["play"]}), flush=True)
"""
"""A process whose headset is not there at first, and then is."""


def said(*sentences: str, outlet: Outlet = Outlet.LOUDSPEAKER, loudness: int = LOUDEST) -> Utterance:
    return Utterance(sentences, outlet, loudness)


def until(met: Callable[[], object]) -> float:
    """Wait until something is so; return how long it took."""
    begun = time.perf_counter()
    while not met():
        assert time.perf_counter() - begun < PATIENCE_SECONDS
        time.sleep(0.005)  # noqa: TID251 - another process is waited for
    return time.perf_counter() - begun


def pid(engine: ClipEngine) -> int:
    child = engine._child
    assert child is not None
    return child.pid


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def states() -> list[Told]:
    return []


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[ClipEngine]:
    voice(tmp_path / "hum", 您好=0.2, 三千=0.3, 元=0.2, 很长的话=5.0)
    made = ClipEngine(tmp_path / "hum", command(tmp_path / "hum", SILENT, SILENT))
    with closing(made):
        yield made


def test_a_sentence_is_said_to_its_end(engine: ClipEngine, states: list[Told]) -> None:
    engine.begin(states.append)
    until(lambda: engine.state.speaks)
    engine.say(said("您好。", "三千元。"))
    assert engine.busy
    took = until(lambda: not engine.busy)
    assert took >= 0.2 + 0.3 + 0.2
    told = [each for each in states if isinstance(each, VoiceState)]
    assert [(state.output, state.failed) for state in told] == [(SILENT, "")]


def test_another_sentence_takes_the_place_of_the_first(engine: ClipEngine) -> None:
    engine.say(said("很长的话。"))
    engine.say(said("您好。", outlet=Outlet.HEADSET))
    assert until(lambda: not engine.busy) < 4.0


def test_it_tells_which_sentence_is_heard_and_when_none_is(engine: ClipEngine, states: list[Told]) -> None:
    engine.begin(states.append)
    utterance = said("王女士。", "三千元。", "李先生。", "您好。", "赵先生。")
    engine.say(utterance)
    until(lambda: Heard(utterance, None) in states)
    assert [each.sentence for each in states if isinstance(each, Heard)] == [1, 3, None]


def test_of_what_was_stopped_nothing_more_is_told(engine: ClipEngine, states: list[Told]) -> None:
    engine.begin(states.append)
    utterance = said("很长的话。", "您好。")
    engine.say(utterance)
    until(lambda: Heard(utterance, 0) in states)
    engine.stop()
    engine.say(said("您好。"))
    until(lambda: not engine.busy)
    told = [each for each in states if isinstance(each, Heard)]
    assert [each.sentence for each in told if each.utterance is utterance] == [0]


def test_killed_in_mid_word_no_sentence_is_heard_any_more(engine: ClipEngine, states: list[Told]) -> None:
    engine.begin(states.append)
    utterance = said("很长的话。")
    engine.say(utterance)
    until(lambda: Heard(utterance, 0) in states)
    os.kill(pid(engine), signal.SIGKILL)
    until(lambda: Heard(utterance, None) in states)


@pytest.mark.parametrize("pace", [0.6, 1.6])
def test_slower_takes_longer_and_begins_as_soon(engine: ClipEngine, states: list[Told], pace: float) -> None:
    engine.begin(states.append)
    until(lambda: engine.state.speaks)
    utterance = Utterance(("三千元。", "三千元。"), Outlet.LOUDSPEAKER, LOUDEST, pace)
    engine.say(utterance)
    assert until(lambda: Heard(utterance, 0) in states) < 0.3
    took = until(lambda: not engine.busy)
    assert 2 * 0.5 / pace - 0.1 <= took


def test_a_stop_is_a_stop_and_the_process_stays(engine: ClipEngine) -> None:
    engine.say(said("很长的话。"))
    until(lambda: engine.state.speaks)
    before = pid(engine)
    engine.stop()
    engine.stop()
    assert until(lambda: not engine.busy) < 1.0
    engine.say(said("您好。"))
    until(lambda: not engine.busy)
    assert pid(engine) == before


def test_with_nothing_said_there_is_nothing_to_stop(engine: ClipEngine) -> None:
    engine.stop()
    assert engine._child is None


def test_a_process_that_does_not_stop_is_killed_and_the_next_word_has_a_new_one(
    tmp_path: Path,
) -> None:
    voice(tmp_path / "hum", 您好=0.2)
    engine = ClipEngine(tmp_path / "hum", (sys.executable, "-c", DEAF))
    with closing(engine):
        engine.say(said("您好。"))
        until(lambda: engine.state.output == "deaf")
        first = pid(engine)
        engine.stop()
        assert until(lambda: not lives(first)) >= STOP_SECONDS / 2
        until(lambda: not engine.busy)
        engine.say(said("您好。"))
        assert pid(engine) != first


def test_killed_in_mid_word_it_speaks_again_at_the_next_page(engine: ClipEngine) -> None:
    for _ in range(3):
        engine.say(said("很长的话。"))
        until(lambda: engine.state.speaks)
        process = pid(engine)
        os.kill(process, signal.SIGKILL)
        until(lambda: engine._child is None or not engine._child.alive)
    engine.say(said("您好。"))
    until(lambda: not engine.busy)


def test_a_process_that_dies_again_and_again_is_given_up(tmp_path: Path) -> None:
    voice(tmp_path / "hum", 您好=0.2)
    engine = ClipEngine(tmp_path / "hum", (sys.executable, "-c", DYING))
    with closing(engine):
        for _ in range(MOST_DEATHS + 3):
            engine.say(said("您好。"))
            until(lambda: engine._child is None or not engine._child.alive)
        assert engine._deaths == MOST_DEATHS
        assert engine.state.failed == GIVEN_UP
        assert engine.speaks is False


def test_a_voice_that_is_not_there_is_told_and_nothing_started(tmp_path: Path, states: list[Told]) -> None:
    engine = ClipEngine(tmp_path, command(tmp_path, SILENT, SILENT))
    with closing(engine):
        engine.begin(states.append)
        engine.say(said("您好。"))
        assert engine._child is None
    assert states[0] == VoiceState(failed="ManifestDamaged", lost=(("clips", "ManifestDamaged"),))
    assert engine.state.speaks is False


def test_a_program_that_is_not_there_is_told_and_nothing_raised(tmp_path: Path, states: list[Told]) -> None:
    voice(tmp_path / "hum", 您好=0.2)
    engine = ClipEngine(tmp_path / "hum", (str(tmp_path / "nothing"),))
    with closing(engine):
        engine.begin(states.append)
        engine.say(said("您好。"))
    assert [each for each in states if isinstance(each, VoiceState)] == [VoiceState(failed="FileNotFoundError")]
    assert engine.state.speaks is False


def test_what_was_not_recorded_is_left_out_and_counted(engine: ClipEngine, states: list[Told]) -> None:
    engine.begin(states.append)
    engine.say(said("王女士。", "三千元。"))
    until(lambda: not engine.busy)
    assert engine.state.unrecorded == 1
    nobody = said("王女士。")
    engine.say(nobody)
    assert (engine.state.unrecorded, engine.state.unsaid) == (2, 2)
    assert states[-1] == Heard(nobody, None)
    assert not engine.busy


def test_a_clip_that_is_gone_is_told_and_the_next_sentence_is_said(tmp_path: Path) -> None:
    manifest = voice(tmp_path / "hum", 您好=0.2, 再见=0.2)
    (tmp_path / "hum" / manifest.clips["您好"].file).unlink()
    engine = ClipEngine(tmp_path / "hum", command(tmp_path / "hum", SILENT, SILENT))
    with closing(engine):
        engine.say(said("您好。"))
        until(lambda: engine.state.failed)
        engine.say(said("再见。"))
        until(lambda: not engine.state.failed)


def test_an_output_that_is_not_there_is_told(tmp_path: Path, states: list[Told]) -> None:
    voice(tmp_path / "hum", 您好=0.2)
    engine = ClipEngine(tmp_path / "hum", command(tmp_path / "hum", "no such card"))
    with closing(engine):
        engine.begin(states.append)
        until(lambda: states)
        assert engine.state.speaks is False
        engine.say(said("您好。"))
        until(lambda: engine.state.failed)


def test_a_headset_that_is_not_there_takes_nothing_from_the_hall_and_may_come_back(
    tmp_path: Path, states: list[Told]
) -> None:
    voice(tmp_path / "hum", 您好=0.2)
    engine = ClipEngine(tmp_path / "hum", (sys.executable, "-c", WITHOUT_HEADSET))
    with closing(engine):
        engine.begin(states.append)
        until(lambda: engine.state.headset is False)
        engine.say(said("您好。"))
        engine.say(said("您好。", outlet=Outlet.HEADSET))
        until(lambda: not engine.busy)
        assert engine.state == VoiceState("ALSA", outputs=("Hall",), headset=False)
        assert engine.speaks
        engine.say(said("您好。", outlet=Outlet.HEADSET))
        until(lambda: engine.state.headset)
        assert [state.headset for state in states if isinstance(state, VoiceState)] == [False, True]


@pytest.mark.parametrize("early", [True, False])
def test_the_process_ends_with_the_terminal_and_leaves_nothing(tmp_path: Path, *, early: bool) -> None:
    """`early`: the terminal is gone before the process has looked what there is to hear with."""
    folder, scratch = tmp_path / "hum", tmp_path / "scratch"
    manifest = voice(folder, 很长的话=5.0)
    scratch.mkdir()
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from kiosk.voice.clip_engine import ClipEngine, command\n"
        "from kiosk.voice.words import Outlet, Utterance\n"
        f"folder = Path({str(folder)!r})\n"
        f"engine = ClipEngine(folder, command(folder, {SILENT!r}, {SILENT!r}))\n"
        "engine.say(Utterance(('很长的话。',), Outlet.LOUDSPEAKER))\n"
        f"while not {early} and not engine.state.speaks: pass\n"
        "print(engine._child.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        (sys.executable, "-c", script),
        check=False,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(scratch)},
        cwd=Path(__file__).parents[2],
    )
    process = int(done.stdout)
    until(lambda: not lives(process))
    until(lambda: not list(scratch.iterdir()))
    assert sorted(file.name for file in folder.iterdir()) == sorted(["manifest.json", manifest.clips["很长的话"].file])


# -- what the device is given ---------------------------------------------------------------------------------------


def sources(told: list[dict[str, Any]]) -> Source:
    def tell(words: Mapping[str, object]) -> None:
        told.append(dict(words))

    return Source(tell)


def test_clip_follows_clip_without_a_gap_and_then_there_is_silence() -> None:
    told: list[dict[str, Any]] = []
    source = sources(told)
    samples = source.samples()
    next(samples)
    source.play(7, [lambda: iter([array("h", [100] * 50)]), lambda: iter([array("h", [200] * 50)])], 0.5)
    first, second = samples.send(80), samples.send(80)
    assert list(first) == [50] * 50 + [100] * 30
    assert list(second) == [100] * 20 + [0] * 60
    assert told == [{"begun": 7}, {"part": [7, 0]}, {"part": [7, 1]}, {"ended": 7}]


def test_after_a_stop_not_a_sample_is_heard() -> None:
    source = sources([])
    source.play(7, [lambda: iter([array("h", [100] * RATE)])], 1.0)
    assert set(source.drawn(500)) == {100}
    source.stop()
    assert set(source.drawn(500)) == {0}


def test_a_sound_that_can_t_be_had_is_told_and_what_follows_it_is_not_played() -> None:
    told: list[dict[str, Any]] = []
    source = sources(told)

    def missing() -> Iterator[array[int]]:
        raise OSError

    source.play(7, [lambda: iter([array("h", [100] * 10)]), missing, lambda: iter([array("h", [200] * 10)])], 1.0)
    assert list(source.drawn(30)) == [100] * 10 + [0] * 20
    assert told[-1] == {"failed": 7, "why": "OSError"}
    assert set(source.drawn(30)) == {0}


def test_only_what_was_said_last_is_kept(tmp_path: Path) -> None:
    voice(tmp_path / "hum", 一=0.1, 二=0.1, 三=0.1)
    clips = Clips(tmp_path / "hum", most=int(0.2 * RATE))
    for name in ("0.wav", "1.wav", "0.wav", "2.wav"):
        clips.sound(name)
    assert list(clips._read) == ["0.wav", "2.wav"]
    assert Clips(tmp_path / "hum", most=1).sound("1.wav") == clips.sound("1.wav")


def test_a_clip_is_followed_by_a_silence_that_goes_with_the_pace(tmp_path: Path) -> None:
    voice(tmp_path / "hum", 一=0.1)
    *sound, silence = Clips(tmp_path / "hum").pieces("0.wav", 0.3, 0.75)
    assert sum(map(len, sound)) == round(0.1 * RATE / 0.75)
    assert list(silence) == [0] * int(0.4 * RATE)


def test_the_process_speaks_lines_of_json(tmp_path: Path) -> None:
    voice(tmp_path / "hum", 您好=0.1)
    orders = [{"play": 1, "outlet": "loudspeaker", "gain": 1.0, "pace": 1.0, "parts": [["0.wav", 0.0]]}, {"stop": 1}]
    done = subprocess.run(
        command(tmp_path / "hum", SILENT, SILENT),
        check=True,
        input="".join(json.dumps(order) + "\n" for order in orders),
        stdout=subprocess.PIPE,
        text=True,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert (told[0]["output"], told[0]["headset"], told[0]["shared"]) == (SILENT, False, True)
    assert {"stopped": 1} in told
