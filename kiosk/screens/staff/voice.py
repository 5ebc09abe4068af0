"""The voice under the technician's hands: with what it is heard, what it could not say, and whether somebody hears it."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kiosk.core.config import SoundConfig
from kiosk.core.page import Action, Footer, Gauge, Panel, Picture, Tone, Wait
from kiosk.core.staff import StaffNumber
from kiosk.core.text import Count, Word, say
from kiosk.core.upkeep import UPKEEP, Check, Checked
from kiosk.screens import sample
from kiosk.screens.staff.device_words import CHECKS, outcome_of, when
from kiosk.screens.staff.maintenance import LOOK_SECONDS
from kiosk.screens.staff.phrases import NO_WAY_OUT, SAMPLE_TECHNICIAN, header
from kiosk.screens.staff.testing import Saw
from kiosk.screens.staff.voice_words import headset_words, of_headset, state_of_voice
from kiosk.voice.engine import VoiceState
from kiosk.voice.names import CLIPS, ESPEAK, PYTTSX3
from kiosk.voice.words import Outlet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from devices.deadline import Deadline
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text
    from kiosk.core.upkeep import Upkeep

VOICE: Final = "voice"
"""As its tests are kept."""
AGAIN_SECONDS: Final = 5.0
"""So often a sentence is said while somebody listens for it."""

_NAMES: Final[Mapping[str, Text]] = MappingProxyType(
    {CLIPS: say("录好的话"), ESPEAK: say("espeak-ng"), PYTTSX3: say("pyttsx3")}
)


class VoiceWish(Enum):
    """What to do with the voice."""

    TRY = auto()
    OTHERS = auto()


def looking_up_voice() -> Page[Checked | None]:
    """Look what came of the voice's last test."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> Checked | None:
        return upkeep.tests().get((VOICE, Check.VOICE))

    return Wait(
        name="checks_voice",
        shows_after=0.3,
        title=say("请等一等"),
        picture=Picture.WAITING,
        jobs=(UPKEEP.job(work, seconds=LOOK_SECONDS),),
        footer=NO_WAY_OUT,
    )


def voice_panel(state: VoiceState, sound: SoundConfig, test: Checked | None, member: StaffMember) -> Page[VoiceWish]:
    """How the voice is: its outputs by name, and what there is instead; who speaks; what nobody could say; its test."""
    outcome, passed = outcome_of(test)
    again = Action(say("再试") if test else say("试一试"), VoiceWish.TRY)
    words, well = state_of_voice(state, sound)
    why = say("{why}", why=Word(state.failed)) if state.failed else say("音量{n}", n=Count(sound.loudness))
    return Panel(
        name="voice_panel",
        title=say("语音"),
        gauges=(
            Gauge(say("现在"), words, well, why, icon="volume-2"),
            Gauge(CHECKS[Check.VOICE], outcome, passed, None if test is None else when(test), again),
            *_outputs(state, sound),
            *_engines(state, sound),
            _left_out(state),
        ),
        actions=(Action(say("看别的"), VoiceWish.OTHERS, "layout-grid"),),
        header=header(member),
        footer=Footer(back=False, help=False),
    )


def _outputs(state: VoiceState, sound: SoundConfig) -> Iterator[Gauge[VoiceWish]]:
    loudspeaker = None if state.output is None else state.speaks
    for label, name, found, lost in (
        (say("喇叭"), sound.loudspeaker, loudspeaker, headset_words(loudspeaker)),
        (say("耳机"), sound.headset, state.headset, of_headset(state)),
    ):
        named = say("{name}", name=Word(name)) if name else say("系统默认的")
        yield Gauge(label, lost if found is False else named, found)
    names = say("{names}", names=Word("、".join(state.outputs))) if state.outputs else None
    yield Gauge(say("这里的输出"), say("{n}个", n=Count(len(state.outputs))), None, names)


def _engines(state: VoiceState, sound: SoundConfig) -> Iterator[Gauge[VoiceWish]]:
    lost = dict(state.lost)
    for name in sound.engines:
        why = lost.get(name)
        # One that is not there does no harm where another speaks: it is said, and is no fault.
        yield Gauge(
            _NAMES[name],
            say("能用") if why is None else say("用不了"),
            None if why or state.output is None else True,
            None if why is None else say("{why}", why=Word(why)),
        )


def _left_out(state: VoiceState) -> Gauge[VoiceWish]:
    detail = say("念不出的：{n}句", n=Count(state.unsaid)) if state.unsaid else None
    if not state.unrecorded:
        return Gauge(say("没录音的话"), say("没遇到"), None if state.unsaid else True, detail)
    return Gauge(say("没录音的话"), say("{n}句", n=Count(state.unrecorded)), None, detail)


_ASKS: Final[Mapping[Outlet, tuple[str, Text, Text]]] = MappingProxyType(
    {
        Outlet.LOUDSPEAKER: ("hear_loudspeaker", say("喇叭里听到了吗？"), say("每5秒说一遍。")),
        Outlet.HEADSET: ("hear_headset", say("耳机里听到了吗？"), say("请把耳机插上、戴好。")),
    }
)


def does_it_speak(outlet: Outlet, speak: Callable[[Outlet], None]) -> Page[Saw]:
    """Say a sentence on one outlet, again and again, and ask. `speak` says it once; only the job calls it."""
    name, title, body = _ASKS[outlet]

    def work(_upkeep: Upkeep, deadline: Deadline, _report: Report) -> Saw:
        while True:
            speak(outlet)
            deadline.pause(AGAIN_SECONDS)

    without = (Action(say("没有耳机"), Saw.SKIPPED, "ban"),) if outlet is Outlet.HEADSET else ()
    return Wait(
        name=name,
        title=title,
        body=(body,),
        picture=Picture.HELP,
        actions=(
            Action(say("听到了"), Saw.GOOD, "check", Tone.GO),
            Action(say("没听到"), Saw.BAD, "triangle-alert"),
            *without,
            Action(say("先不试"), Saw.NOT_NOW, "x"),
        ),
        jobs=(UPKEEP.job(work),),
        footer=NO_WAY_OUT,
        patient=True,
    )


def _silent(_outlet: Outlet) -> None:
    """Nobody listens to an example."""


_SOUND: Final = SoundConfig()
_WELL: Final = VoiceState("ALSA", outputs=("HDA Intel", "USB Audio"), headset=True)
_DONE: Final = Checked(VOICE, Check.VOICE, passed=True, at=sample.NOW, by=StaffNumber("1003"))

EXAMPLES: Mapping[str, Page[object]] = {
    "looking-up": looking_up_voice(),
    "panel": voice_panel(_WELL, _SOUND, _DONE, SAMPLE_TECHNICIAN),
    "panel-lost": voice_panel(
        VoiceState(
            "ALSA",
            unrecorded=12,
            unsaid=3,
            lost=((ESPEAK, "not-installed"), (PYTTSX3, "NoMandarin")),
            outputs=("HDA Intel PCH",),
            headset=False,
        ),
        _SOUND,
        None,
        SAMPLE_TECHNICIAN,
    ),
    "panel-shared": voice_panel(replace(_WELL, headset=False, shared=True), _SOUND, _DONE, SAMPLE_TECHNICIAN),
    "panel-silent": voice_panel(VoiceState("", failed="gave-up"), _SOUND, None, SAMPLE_TECHNICIAN),
    "loudspeaker": does_it_speak(Outlet.LOUDSPEAKER, _silent),
    "headset": does_it_speak(Outlet.HEADSET, _silent),
}
