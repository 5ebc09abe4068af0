"""How the voice is, in words for the technician."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.text import Count, say

if TYPE_CHECKING:
    from kiosk.core.config import SoundConfig
    from kiosk.core.readiness import Readiness
    from kiosk.core.text import Text
    from kiosk.voice.engine import VoiceState


def headset_words(found: bool | None) -> Text:  # noqa: FBT001 - what is known of an output
    """Say of an output whether it is there."""
    return {True: say("找到了"), False: say("没找到，别处也不响"), None: say("不知道")}[found]


_SHARED: Final = say("和喇叭没分开，不敢响")
_SHARED_OUTPUT: Final = say("耳机和喇叭的输出没分开")


def of_headset(state: VoiceState) -> Text:
    """Say of the headset's output whether it is there, or why what is private is not said."""
    return _SHARED if state.shared else headset_words(state.headset)


def state_of_voice(state: VoiceState, sound: SoundConfig) -> tuple[Text, bool | None]:
    """Say in a word how the voice is, and whether that is well; nobody here hears it, so it is never more than unknown."""
    if not sound.engines:
        return say("没有语音"), None
    if state.speaks is False:
        return say("出不了声"), False
    if state.headset is False:
        return _SHARED_OUTPUT if state.shared else say("耳机的输出没找到"), False
    return say("要听才知道"), None


def of_voice(found: Readiness) -> Text | None:
    """What is known of the voice beside that it is there; what it lacks first."""
    voice = found.voice
    if not found.speaks:
        return say("不提供语音版和念给我听。")
    if voice.headset is False:
        return say("耳机和喇叭的输出没分开。") if voice.shared else say("耳机的输出没找到。")
    if voice.unsaid:
        return say("有{n}句念不出。", n=Count(voice.unsaid))
    if voice.unrecorded:
        return say("有{n}句没录音，别的声音念了。", n=Count(voice.unrecorded))
    return None
