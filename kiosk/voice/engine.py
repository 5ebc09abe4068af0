"""What speaks: an engine takes an utterance and says it, or is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kiosk.voice.words import Utterance


class Engine(Protocol):
    """A voice. No call blocks."""

    def begin(self) -> None:
        """Get ready to speak; called once, when home is painted."""
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
        self.log = log
        self.speaking: Utterance | None = None

    def begin(self) -> None:
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
