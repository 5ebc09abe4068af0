"""How pages are spoken, to be chosen by touch: 慢一点 快一点 小声点 大声点 再念一遍 接着念; and the way there, 听不清."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.stage import Tune
from kiosk.core.text import say
from kiosk.ui.items import Ask, Box, Speak, Style, Target

if TYPE_CHECKING:
    from kiosk.core.text import Text
    from kiosk.ui.scene import Scene

UNCLEAR: Final = say("听不清")
_TUNES: Final = (
    (say("慢一点"), "chevron-right", Speak(Tune.SLOWER)),
    (say("快一点"), "chevrons-right", Speak(Tune.FASTER)),
    (say("小声点"), "volume-1", Speak(Tune.SOFTER)),
    (say("大声点"), "volume-2", Speak(Tune.LOUDER)),
    (say("再念一遍"), "rotate-ccw", Speak(Tune.AGAIN, back=True)),
    (say("接着念"), "play", Speak(Tune.GO_ON, back=True)),
)
WORDS: Final[tuple[Text, ...]] = (UNCLEAR, *(words for words, _, _ in _TUNES))


def offered(scene: Scene) -> bool:
    """Whether there is a voice, and it is on."""
    return scene.speaks and scene.showing.presentation.voice


def way(scene: Scene) -> Target:
    """听不清, without a place yet."""
    words = scene.write(UNCLEAR)
    return Target("hearing", Box(0, 0, 0, 0), Style.PLAIN, words, (words,), 0, Ask.VOICE, "volume-2")


def targets(scene: Scene) -> list[Target]:
    """What may be asked of the voice, without places yet. All but 再念一遍 and 接着念 are meant more than once."""
    return [
        Target(f"tune-{deed.tune.name.lower()}", Box(0, 0, 0, 0), Style.MODE, written, (written,), 0, deed, icon,
               repeats=not deed.back)
        for words, icon, deed in _TUNES
        for written in (scene.write(words),)
    ]  # fmt: skip
