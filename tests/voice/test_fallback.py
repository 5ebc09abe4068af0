"""What was never recorded, said by voices of the system: heard whole, silent at once, and never on another output."""

from __future__ import annotations

import os
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.voice.clip_engine import ClipEngine, command
from kiosk.voice.engine import VoiceState
from kiosk.voice.names import CLIPS, ENGINES, ESPEAK, PYTTSX3, SAID
from kiosk.voice.renderers import Renderers, sounds_of, surroundings
from kiosk.voice.words import LOUDEST, Outlet, Utterance
from tests.voice.conftest import EAR, HALL, Engines, stand_in
from tests.voice.outputs import CHUNK, HELD_SECONDS, LOUD, RATE, Output, members, until

pytestmark = pytest.mark.wire

SENTENCES = ("王女士，您好。", "您这个月领了三千二百八十六元。", "请收好您的单子。")
LONG = "这是一句很长的话，" * 12 + "完了。"


def said(*sentences: str, outlet: Outlet = Outlet.LOUDSPEAKER) -> Utterance:
    return Utterance(sentences, outlet, LOUDEST)


def ready(engine: ClipEngine) -> None:
    """Begin, and wait until its process has looked round and tried its voices."""
    engine.begin(lambda _state: None)
    until(lambda: engine.state.output is not None)


def spoken(engine: ClipEngine, *sentences: str) -> None:
    """Say it to its end."""
    engine.say(said(*sentences))
    until(lambda: not engine.busy)
    time.sleep(HELD_SECONDS)  # noqa: TID251 - what the output still holds


# -- who says it ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "order",
    [
        (ESPEAK,),
        pytest.param((PYTTSX3,), marks=pytest.mark.soak),
        pytest.param((CLIPS, ESPEAK), marks=pytest.mark.soak),
        (CLIPS, PYTTSX3),
    ],
)
def test_what_was_never_recorded_is_heard_whole(
    engines: Engines, heard: dict[str, Output], order: tuple[str, ...]
) -> None:
    engine = engines(*order)
    ready(engine)
    spoken(engine, SENTENCES[0])
    first = heard[HALL].seconds
    assert 0.5 < first < 3.0
    spoken(engine, *SENTENCES)
    assert heard[HALL].seconds - first > first + 2.0
    assert heard[EAR].seconds == 0
    assert engine.state.unsaid == 0
    assert engine.state.unrecorded == (4 if CLIPS in order else 0)


def test_a_sentence_goes_whole_to_the_first_that_can_say_all_of_it(engines: Engines) -> None:
    engine = engines(CLIPS, ESPEAK)
    hummed, missing = engine._parts("三千元。")
    assert [part.removesuffix(".wav") for part, _ in hummed] == ["1", "2"]
    assert not missing
    rendered, missing = engine._parts("三千元，王女士5号。")
    assert [part for part, _ in rendered] == [f"{SAID}三千元，王女士五号。"]
    assert missing


def test_one_that_is_named_before_the_clips_speaks_as_long_as_it_is_there(engines: Engines) -> None:
    engine = engines(ESPEAK, CLIPS)
    assert engine._parts("您好。") == (((f"{SAID}您好。", 0.35),), False)
    engine._state = engine._state.without(ESPEAK, "not-installed")
    assert engine._parts("您好。")[0][0][0] == "0.wav"
    engine._state = engine._state.without(ESPEAK, "")
    assert engine._parts("您好。")[0][0][0] == f"{SAID}您好。"


def test_without_clips_a_terminal_speaks_all_the_same(tmp_path: Path, heard: dict[str, Output]) -> None:
    order = (CLIPS, ESPEAK)
    with closing(ClipEngine(tmp_path / "none", command(tmp_path / "none", HALL, EAR, order), order)) as engine:
        ready(engine)
        spoken(engine, "您好。")
        assert heard[HALL].sounds
        assert engine.speaks
        assert engine.state.lost == ((CLIPS, "ManifestDamaged"),)


def test_a_voice_that_is_not_there_is_told_and_the_next_one_speaks(
    engines: Engines, heard: dict[str, Output], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    engine = engines(*ENGINES)
    ready(engine)
    spoken(engine, SENTENCES[0])
    assert engine.state.lost == ((ESPEAK, "not-installed"),)
    assert heard[HALL].sounds


def test_where_nobody_can_say_it_what_was_recorded_is_said_and_the_rest_counted(
    engines: Engines, heard: dict[str, Output], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    stand_in(tmp_path, monkeypatch, "raise ImportError")
    engine = engines(*ENGINES)
    ready(engine)
    spoken(engine, "您好。", *SENTENCES[:2], "三千元。")
    assert dict(engine.state.lost) == {ESPEAK: "not-installed", PYTTSX3: "ImportError"}
    assert (engine.state.unsaid, engine.state.unrecorded) == (2, 2)
    assert heard[HALL].seconds == pytest.approx(0.3 * 3, abs=0.15)
    assert engine.speaks


def test_one_without_a_voice_for_mandarin_says_nothing_rather_than_chinese_in_english(
    engines: Engines, heard: dict[str, Output], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = (
        "class English: id = 'gmw/en'; name = 'English'; languages = ['en']\n"
        "class Engine:\n    def getProperty(self, name): return [English]\n"
        "def init(): return Engine()\n"
    )
    stand_in(tmp_path, monkeypatch, program)
    engine = engines(PYTTSX3)
    ready(engine)
    spoken(engine, SENTENCES[0])
    assert engine.state.lost == ((PYTTSX3, "NoMandarin"),)
    assert not heard[HALL].sounds


def test_a_voice_that_is_there_again_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    path = os.environ["PATH"]
    renderers = Renderers([ESPEAK], RATE, told.append)
    monkeypatch.setenv("PATH", "/nowhere")
    assert [len(sound) for sound in renderers.sounds(["好。", "好。"])] == [0, 0]
    monkeypatch.setenv("PATH", path)
    assert all(len(sound) > RATE / 10 for sound in renderers.sounds(["好。", "好。"]))
    assert told == [{"voice": ESPEAK, "why": "not-installed"}, {"unsaid": 2}, {"voice": ESPEAK, "why": ""}]


def test_one_that_has_failed_is_not_asked_again_before_the_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """So that one which hangs costs its time once, not at every page."""
    asked = tmp_path / "asked"
    program = tmp_path / ESPEAK
    program.write_text(f"#!/bin/sh\necho >> {asked}\nexit 3\n", encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    told: list[object] = []
    renderers = Renderers([ESPEAK, PYTTSX3], RATE, told.append)
    for _ in range(3):
        assert len(renderers.sounds(["好。"])[0]) > RATE / 10
    assert told == [{"voice": ESPEAK, "why": "ended-3"}]
    assert asked.read_text(encoding="ascii") == "\n"


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("#!/bin/sh\ncat > /dev/null; echo no sound", "no-sound"),
        ("#!/bin/sh\ncat > /dev/null; head -c 44 /dev/zero", "no-sound"),
        ("not a program", "OSError"),
    ],
)
def test_whatever_a_voice_does_is_told_by_a_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, why: str
) -> None:
    (tmp_path / ESPEAK).write_text(program, encoding="ascii")
    (tmp_path / ESPEAK).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    told: list[object] = []
    Renderers([ESPEAK], RATE, told.append).sounds(["好。"])
    assert told == [{"voice": ESPEAK, "why": why}, {"unsaid": 1}]


def test_what_follows_one_another_is_rendered_as_one_and_nothing_of_it_is_left_out() -> None:
    asked: list[list[str]] = []

    def render(texts: object) -> list[str]:
        asked.append(list(texts))  # type: ignore[call-overload]  # they are texts
        return asked[-1]

    parts = [("a.ogg", 0.1), (f"{SAID}一。", 0.3), (f"{SAID}二三。", 0.3), ("b.ogg", 0.1), (f"{SAID}四。", 0.3)]
    played = sounds_of(parts, lambda name, _pause: name, render)
    assert played == ["a.ogg", "一。", "二三。", "b.ogg", "四。"]
    assert asked == [["一。", "二三。"], ["四。"]]
    told: list[object] = []
    renderers = Renderers([ESPEAK], RATE, told.append)
    [whole], cut = renderers.sounds(["一二三。四五。"]), renderers.sounds(["一二三。", "四五。"])
    assert [len(sound) for sound in cut] == [len(whole) * 4 // 7, len(whole) - len(whole) * 4 // 7]
    assert cut[0] + cut[1] == whole
    assert told == []


@pytest.mark.parametrize("before", [None, "/usr/local/lib"])
def test_a_program_of_the_system_has_the_systems_libraries(monkeypatch: pytest.MonkeyPatch, before: str | None) -> None:
    """Built, our own process has those beside it."""
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/yiban/_internal")
    assert surroundings()["LD_LIBRARY_PATH"] == "/opt/yiban/_internal"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    if before is not None:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    assert surroundings().get("LD_LIBRARY_PATH") == before


# -- what pyttsx3 is known to get wrong --------------------------------------------------------------------------------


def rendered_seconds(*texts: str) -> float:
    """How long espeak-ng itself takes to say them, pauses left out as an output leaves them out."""
    sounds = Renderers([ESPEAK], RATE, lambda _told: None).sounds(texts)
    chunks = [sound[at : at + CHUNK] for sound in sounds for at in range(0, len(sound), CHUNK)]
    return sum(len(chunk) for chunk in chunks if max(map(abs, chunk)) > LOUD) / RATE


def test_the_first_sentence_is_not_lost(engines: Engines, heard: dict[str, Output]) -> None:
    engine = engines(PYTTSX3)
    ready(engine)
    spoken(engine, SENTENCES[1])
    first = heard[HALL].seconds
    spoken(engine, SENTENCES[1])
    assert heard[HALL].seconds == pytest.approx(2 * first, abs=0.2)
    assert first == pytest.approx(rendered_seconds(SENTENCES[1]), abs=0.2)


def test_of_several_sentences_every_one_is_heard(engines: Engines, heard: dict[str, Output]) -> None:
    engine = engines(PYTTSX3)
    ready(engine)
    alone: list[float] = []
    for sentence in SENTENCES:
        before = heard[HALL].seconds
        spoken(engine, sentence)
        alone.append(heard[HALL].seconds - before)
    before = heard[HALL].seconds
    spoken(engine, *SENTENCES)
    assert heard[HALL].seconds - before == pytest.approx(sum(alone), abs=0.5)


@pytest.mark.parametrize("order", [(ESPEAK,), (PYTTSX3,)])
def test_stopped_in_mid_word_it_is_silent_and_speaks_again(
    engines: Engines, heard: dict[str, Output], order: tuple[str, ...]
) -> None:
    engine = engines(*order)
    ready(engine)
    engine.say(said(LONG))
    until(lambda: heard[HALL].sounds)
    time.sleep(0.5)  # noqa: TID251 - in mid-word
    stopped = time.monotonic()
    engine.stop()
    time.sleep(1.5)  # noqa: TID251 - long enough to hear whether it goes on
    assert heard[HALL].last() - stopped < 0.1 + HELD_SECONDS
    engine.say(said("好。"))
    until(lambda: heard[HALL].first_after(stopped + 1.5))


def test_stopped_while_it_is_rendered_it_is_never_heard(
    engines: Engines, heard: dict[str, Output], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_in(tmp_path, monkeypatch, "import time\ntime.sleep(60)")
    engine = engines(PYTTSX3)
    ready(engine)
    child = engine._child
    assert child is not None
    engine.say(said(SENTENCES[0]))
    time.sleep(0.3)  # noqa: TID251 - it waits for what never comes
    engine.stop()
    assert until(lambda: not members(child.pid)) < 2.0
    assert not heard[HALL].sounds


def test_one_that_hangs_costs_its_time_and_the_next_one_speaks(
    engines: Engines, heard: dict[str, Output], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_in(tmp_path, monkeypatch, "import time\ntime.sleep(60)")
    engine = engines(PYTTSX3, ESPEAK)
    ready(engine)
    engine.say(said(SENTENCES[0]))
    until(lambda: heard[HALL].sounds)
    assert dict(engine.state.lost) == {PYTTSX3: "too-slow"}


def test_one_that_hangs_at_its_end_has_said_it(
    engines: Engines, heard: dict[str, Output], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As pyttsx3 does after a stop: whatever would wait when the interpreter ends is not waited for."""
    from importlib import metadata

    real = Path(str(metadata.distribution("pyttsx3").locate_file("pyttsx3")))
    program = (
        "import atexit, sys, threading, time\n"
        "atexit.register(time.sleep, 60)\n"
        "threading.Thread(target=time.sleep, args=(60,)).start()\n"
        f"__path__ = [{str(real)!r}]\n"
        "from pyttsx3.engine import Engine as init\n"
    )
    stand_in(tmp_path, monkeypatch, program)
    engine = engines(PYTTSX3)
    ready(engine)
    engine.say(said("好。"))
    assert until(lambda: heard[HALL].sounds) < 5.0
    assert engine.state.lost == ()


# -- outputs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [(CLIPS,), (ESPEAK,)])
def test_what_is_for_the_headset_is_heard_there_alone(
    engines: Engines, heard: dict[str, Output], order: tuple[str, ...]
) -> None:
    engine = engines(*order)
    ready(engine)
    assert engine.state.outputs == (HALL, EAR)
    assert engine.state.headset is True
    engine.say(said("三千元。", outlet=Outlet.HEADSET))
    until(lambda: heard[EAR].sounds)
    until(lambda: not engine.busy)
    assert not heard[HALL].sounds


@pytest.mark.parametrize("name", ["Headset of last year", "e"])
@pytest.mark.parametrize("order", [(CLIPS,), (ESPEAK,)])
def test_where_its_output_is_not_there_what_is_private_is_heard_nowhere(
    engines: Engines, heard: dict[str, Output], order: tuple[str, ...], name: str
) -> None:
    """The second name is a part of both outputs' names, and so of neither."""
    engine = engines(*order, headset=name)
    ready(engine)
    assert engine.state.headset is False
    engine.say(said("三千元。", outlet=Outlet.HEADSET))
    until(lambda: not engine.busy)
    time.sleep(HELD_SECONDS)  # noqa: TID251 - what would be heard would be heard now
    assert not heard[HALL].sounds
    assert not heard[EAR].sounds
    assert engine.speaks  # the hall is spoken to as before
    spoken(engine, "您好。")
    assert heard[HALL].sounds


@pytest.mark.parametrize(
    ("loudspeaker", "headset"), [(EAR, EAR), ("socket", EAR), ("", EAR), ("", ""), (HALL, ""), ("Hall", HALL)]
)
def test_what_may_be_the_loudspeaker_hears_nothing_private(
    engines: Engines, heard: dict[str, Output], loudspeaker: str, headset: str
) -> None:
    """The system's own output may be any of them, and two names may mean one."""
    engine = engines(CLIPS, loudspeaker=loudspeaker, headset=headset)
    ready(engine)
    assert (engine.state.headset, engine.state.shared) == ((False, True) if headset else (None, False))
    engine.say(said("三千元。", outlet=Outlet.HEADSET))
    until(lambda: not engine.busy)
    time.sleep(HELD_SECONDS)  # noqa: TID251 - what would be heard would be heard now
    assert not any(output.sounds for output in heard.values())
    assert engine.speaks
    spoken(engine, "您好。")
    assert any(output.sounds for output in heard.values())


@pytest.mark.parametrize(("loudspeaker", "headset"), [(HALL, ""), (HALL, HALL), ("", "")])
def test_one_output_serves_both_where_the_configuration_says_so(
    engines: Engines, heard: dict[str, Output], loudspeaker: str, headset: str
) -> None:
    engine = engines(CLIPS, loudspeaker=loudspeaker, headset=headset, one=True)
    ready(engine)
    assert (engine.state.headset, engine.state.shared) == (True, False)
    engine.say(said("三千元。", outlet=Outlet.HEADSET))
    until(lambda: heard[HALL].sounds)


def test_a_loudspeaker_that_is_not_there_is_told_and_what_there_is(engines: Engines, heard: dict[str, Output]) -> None:
    engine = engines(CLIPS, ESPEAK, loudspeaker="Hall speaker 2")
    ready(engine)
    assert not engine.speaks
    assert engine.state == VoiceState("", outputs=tuple(heard), headset=True)
