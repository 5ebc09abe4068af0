"""Names that the terminal, its configuration and its voice's processes share. Imports nothing: the start needs them."""

from __future__ import annotations

import sys
from typing import Final

VOICE_PLAYER: Final = "voice-player"
"""Told to nobody: the terminal starts itself with it for what makes its voice heard, see `kiosk.voice.player`."""
VOICE_RENDERER: Final = "voice-renderer"
"""Told to nobody: it starts itself with it for one utterance by pyttsx3, see `kiosk.voice.by_pyttsx3`."""

ONE: Final = "one"
TWO: Final = "two"
"""Told to what makes the voice heard: how many outputs serve loudspeaker and headset."""

CLIPS: Final = "clips"
ESPEAK: Final = "espeak-ng"
PYTTSX3: Final = "pyttsx3"
ENGINES: Final = (CLIPS, ESPEAK, PYTTSX3)
"""What the configuration may name, in the order in which it does without being asked."""

SAID: Final = "say:"
"""Begins a part that is no clip: what follows is rendered."""


def own(word: str, *more: str) -> tuple[str, ...]:
    """Return the command of this program itself, as it was built or as a checkout runs it."""
    begun = (sys.executable,) if getattr(sys, "frozen", False) else (sys.executable, "-m", "kiosk")
    return (*begun, word, *more)
