"""The technician and the voice: what is known of it, and whether it is heard, kept with the day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from devices.deadline import Deadline
from devices.errors import OperationTimedOut
from kiosk.core.config import DeviceConfig
from kiosk.core.text import Wording
from kiosk.core.upkeep import Check
from kiosk.flows.staff.voice import keep_voice
from kiosk.screens.staff.voice import AGAIN_SECONDS, does_it_speak
from kiosk.voice.engine import VoiceState
from kiosk.voice.words import Outlet
from tests.flows.staff.test_maintenance import Bench, Talk

WELL = VoiceState("ALSA", outputs=("HDA Intel PCH", "USB Audio"), headset=True)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    with closing(bench.clock), closing(bench.upkeep):
        yield bench


def at_voice(bench: Bench, state: VoiceState = WELL, headset: str = "") -> Talk:
    """Come to the voice's panel of a terminal whose voice is like this."""
    sound = replace(bench.config.sound, headset=headset)
    config = replace(bench.hall.config, sound=sound, scanner=DeviceConfig(""), indicators=DeviceConfig(""))
    bench.hall = replace(bench.hall, config=config, voice=lambda: state)
    return Talk(keep_voice(bench.duty()), bench).sees("语音")


def detail(talk: Talk, label: str) -> str:
    told = talk.line(label).detail
    return "" if told is None else told.written(Wording())


def test_the_panel_leads_to_the_voice_and_back(bench: Bench) -> None:
    bench.hall = replace(bench.hall, voice=lambda: replace(WELL, headset=False))
    talk = bench.enters()
    assert (talk.says("语音"), talk.line("语音").well) == ("耳机的输出没找到", False)
    talk.presses("语音").sees("语音").touch("看别的").sees("设备维护")


def test_what_is_heard_and_where_is_told_by_name(bench: Bench) -> None:
    talk = at_voice(bench, headset="USB Audio")
    assert (talk.says("现在"), talk.line("现在").well) == ("要听才知道", None)
    assert (talk.says("喇叭"), talk.line("喇叭").well) == ("系统默认的", True)
    assert (talk.says("耳机"), talk.line("耳机").well) == ("USB Audio", True)
    assert (talk.says("这里的输出"), detail(talk, "这里的输出")) == ("2个", "HDA Intel PCH、USB Audio")
    assert [talk.says(name) for name in ("录好的话", "espeak-ng", "pyttsx3")] == ["能用"] * 3
    assert (talk.says("没录音的话"), talk.line("没录音的话").well) == ("没遇到", True)
    assert talk.touch("看别的").result is None


def test_what_is_missing_is_told_with_what_there_is(bench: Bench) -> None:
    lost = (("espeak-ng", "not-installed"), ("pyttsx3", "NoMandarin"))
    state = replace(WELL, headset=False, lost=lost, unrecorded=12, unsaid=3)
    talk = at_voice(bench, state, headset="No such card")
    assert (talk.says("现在"), talk.line("现在").well) == ("耳机的输出没找到", False)
    assert (talk.says("耳机"), talk.line("耳机").well) == ("没找到，别处也不响", False)
    assert (talk.says("这里的输出"), detail(talk, "这里的输出")) == ("2个", "HDA Intel PCH、USB Audio")
    assert (talk.says("espeak-ng"), detail(talk, "espeak-ng")) == ("用不了", "not-installed")
    assert (talk.says("没录音的话"), detail(talk, "没录音的话")) == ("12句", "念不出的：3句")


def test_a_headset_that_may_be_heard_by_everybody_is_told(bench: Bench) -> None:
    talk = at_voice(bench, replace(WELL, headset=False, shared=True), headset="USB Audio")
    assert (talk.says("现在"), talk.line("现在").well) == ("耳机和喇叭的输出没分开", False)
    assert (talk.says("耳机"), talk.line("耳机").well) == ("和喇叭没分开，不敢响", False)
    talk.presses("听语音").touch("听到了").touch("没听到").sees("听语音：没过")
    assert bench.upkeep.tests()["voice", Check.VOICE].code == "shared-output"


def test_a_voice_that_is_silent_is_told_with_why(bench: Bench) -> None:
    talk = at_voice(bench, VoiceState("", failed="gave-up", unsaid=1))
    assert (talk.says("现在"), talk.line("现在").well, detail(talk, "现在")) == ("出不了声", False, "gave-up")
    assert (talk.says("喇叭"), talk.says("这里的输出")) == ("没找到，别处也不响", "0个")
    assert talk.says("没录音的话") == "没遇到"


def test_a_terminal_without_a_voice_says_so_and_that_is_no_fault(bench: Bench) -> None:
    sound = replace(bench.config.sound, engines=())
    bench.config = replace(bench.config, sound=sound)
    bench.hall = replace(bench.hall, config=bench.config, voice=lambda: VoiceState(""))
    talk = Talk(keep_voice(bench.duty()), bench)
    assert (talk.says("现在"), talk.line("现在").well) == ("没有语音", None)


def test_it_is_heard_on_the_loudspeaker_then_on_the_headset_and_that_is_kept(bench: Bench) -> None:
    talk = at_voice(bench, headset="USB Audio")
    assert talk.says("听语音") == "没试过"
    talk.presses("听语音").sees("喇叭里听到了吗？", "每5秒说一遍。").touch("听到了")
    talk.sees("耳机里听到了吗？", "请把耳机插上、戴好。").touch("听到了").sees("听语音：没问题").touch("知道了")
    assert (talk.says("听语音"), talk.line("听语音").well) == ("没问题", True)
    assert "工号1003" in detail(talk, "听语音")
    talk.presses("听语音").touch("听到了").touch("没听到").sees("听语音：没过").touch("知道了")
    assert bench.upkeep.tests()["voice", Check.VOICE].code == "not-heard"
    talk.presses("听语音").touch("听到了").touch("没有耳机").sees("听语音：有的没试").touch("知道了")
    talk.presses("听语音").touch("先不试").sees("语音")
    assert bench.events() == ["self-tested"] * 3


def test_it_is_heard_as_loud_as_visits_begin_now(bench: Bench) -> None:
    bench.hall = replace(bench.hall, loudness=lambda: 80, try_voice=bench.speaks)
    talk = at_voice(bench)
    assert detail(talk, "现在") == "音量80"
    (job,) = talk.presses("听语音").page.jobs
    with pytest.raises(OperationTimedOut):
        job.work(bench.upkeep, Deadline(bench.clock, 1.0), lambda _progress: None)
    assert bench.said == [(Outlet.LOUDSPEAKER, 80)]


def test_without_a_headset_there_is_only_the_loudspeaker_to_hear(bench: Bench) -> None:
    talk = at_voice(bench).presses("听语音").touch("没听到").sees("听语音：没过").touch("知道了")
    assert talk.says("听语音") == "没过"


def test_a_socket_with_a_contact_is_a_headset_too(bench: Bench) -> None:
    at_voice(bench, replace(WELL, headset=False))
    wired = DeviceConfig("modbus", {"senses": {"headset": 1}})
    bench.hall = replace(bench.hall, config=replace(bench.hall.config, indicators=wired))
    talk = Talk(keep_voice(bench.duty()), bench).presses("听语音").touch("听到了").sees("耳机里听到了吗？")
    talk.touch("没听到").sees("听语音：没过")
    assert bench.upkeep.tests()["voice", Check.VOICE].code == "no-such-output"


def test_the_sentence_is_said_again_and_again_while_somebody_listens(bench: Bench) -> None:
    said: list[Outlet] = []
    (job,) = does_it_speak(Outlet.HEADSET, said.append).jobs
    begun = bench.clock.monotonic()
    with pytest.raises(OperationTimedOut):
        job.work(bench.upkeep, Deadline(bench.clock, 2.5 * AGAIN_SECONDS), lambda _progress: None)
    assert said == [Outlet.HEADSET] * 3
    assert bench.clock.monotonic() - begun >= 2 * AGAIN_SECONDS
