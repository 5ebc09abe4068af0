"""What trying one fault case of R4 brought: it ended in time and typed, and the device was back; how long both took."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trial:
    """One case, by its name. `seconds` is what the longest order took, `back_seconds` the return after it was mended."""

    name: str
    seconds: float
    back_seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case ended: what came of the reading, after how long, and how long the reader took to be back."""

    what: str
    seconds: float
    back_seconds: float
