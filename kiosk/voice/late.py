"""An engine that is made once home is painted: what plays clips loads more than all the rest of the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.voice.engine import VoiceState

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.voice.engine import Engine, Told
    from kiosk.voice.words import Utterance


class LateEngine:
    """See `kiosk.voice.engine.Engine`. `make` is called by the first that begins or says something; one thread does both."""

    def __init__(self, make: Callable[[], Engine]) -> None:
        self._make = make
        self._engine: Engine | None = None

    def _made(self) -> Engine:
        if self._engine is None:
            self._engine = self._make()
        return self._engine

    @property
    def follows(self) -> bool:
        """As the engine does; it is believed to until it is there."""
        return self._engine is None or self._engine.follows

    @property
    def state(self) -> VoiceState:
        """How the voice is; nobody knows until the engine is there."""
        return VoiceState() if self._engine is None else self._engine.state

    @property
    def speaks(self) -> bool:
        """Whether anything is heard; it is believed to be until the engine is there."""
        return self._engine is None or self._engine.speaks

    def begin(self, told: Callable[[Told], None]) -> None:
        """Make the engine and let it begin."""
        self._made().begin(told)

    def say(self, utterance: Utterance) -> None:
        """Say it."""
        self._made().say(utterance)

    def stop(self) -> None:
        """Be silent: it is, as long as there is no engine."""
        if self._engine is not None:
            self._engine.stop()

    def close(self) -> None:
        """Let go of the engine, if there is one."""
        if self._engine is not None:
            self._engine.close()
