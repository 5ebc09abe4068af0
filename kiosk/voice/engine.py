"""What speaks: an engine takes an utterance and says it, or is silent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.voice.words import Utterance


NOTHING_TO_HEAR_WITH: Final = ("", "NULL")
"""Outputs that make no sound."""


@dataclass(frozen=True)
class VoiceState:
    """How the voice is: what it is heard with ("": nothing, None: not known), and how many sentences it had no clips for.

    `unsaid` of them nobody could say. `lost` names what doesn't speak, of clips and voices, and why. `outputs` are the names of
    all there is to hear with; `headset` is False where what is private can't be heard, None as long as nobody knows, or no output
    is named for it. `shared`: its output is the loudspeaker's, so that nothing private is said.
    """

    output: str | None = None
    unrecorded: int = 0
    failed: str = ""
    unsaid: int = 0
    lost: tuple[tuple[str, str], ...] = ()
    outputs: tuple[str, ...] = ()
    headset: bool | None = None
    shared: bool = False

    def without(self, name: str, why: str) -> VoiceState:
        """Return how it is once this voice is lost; it is there again where there is no reason why not."""
        others = tuple(each for each in self.lost if each[0] != name)
        return replace(self, lost=(*others, (name, why)) if why else others)

    @property
    def speaks(self) -> bool | None:
        """Whether there is something to hear it with; None as long as nobody knows."""
        if self.failed:
            return False
        return None if self.output is None else self.output not in NOTHING_TO_HEAR_WITH


@dataclass(frozen=True, repr=False)
class Heard:
    """Which sentence of an utterance is heard from now on; None: no longer any. Has no readable `repr`, as what is said."""

    utterance: Utterance
    sentence: int | None


Told = VoiceState | Heard
"""What an engine tells."""


class Engine(Protocol):
    """A voice. No call blocks."""

    def begin(self, told: Callable[[Told], None]) -> None:
        """Get ready to speak, once home is painted. `told` hears in any thread how the voice is whenever that changes.

        An engine that `follows` tells it of every sentence as it begins to sound, too, and of the end of the last.
        """
        ...

    @property
    def follows(self) -> bool:
        """Whether it tells which sentence is heard. What another one says is marked by reckoning."""
        ...

    @property
    def state(self) -> VoiceState:
        """How the voice is now."""
        ...

    @property
    def speaks(self) -> bool:
        """Whether anything is heard. Where nothing is, nobody is offered a voice."""
        ...

    def say(self, utterance: Utterance) -> None:
        """Say it, in place of what is being said."""
        ...

    def stop(self) -> None:
        """Be silent at once (within 100 ms), and forget what was to be said."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


class SilentEngine:
    """An engine that says nothing, and notes in `log` what it would have said.

    Without a log it keeps nothing: what goes to a headset is personal and must not outlast the visit.
    """

    def __init__(self, log: list[Utterance] | None = None) -> None:
        self.speaks = False
        self.follows = False
        self.log = log
        self.state = VoiceState("")
        self.speaking: Utterance | None = None

    def begin(self, told: Callable[[Told], None]) -> None:
        """It is ready."""

    def say(self, utterance: Utterance) -> None:
        """Note it."""
        self.speaking = utterance
        if self.log is not None:
            self.log.append(utterance)

    def stop(self) -> None:
        """Forget it."""
        self.speaking = None

    def close(self) -> None:
        """There is nothing to let go of."""
