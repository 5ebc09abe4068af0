"""How loud a clip is: the root mean square of what is spoken in it, pauses left out, in dBFS.

Frames of 20 ms count as spoken if they are at most 20 dB softer than the loudest. Clips of half a second are common, so a
measure over blocks of 400 ms (ITU-R BS.1770) would have nothing to measure.
"""

from __future__ import annotations

import math
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping

FULL: Final = 32_768
FRAMES_A_SECOND: Final = 50
PAUSE: Final = 10.0
"""A frame with this part of the loudest frame's level (20 dB below it), or less, is a pause."""
SILENT_DBFS: Final = -100.0
MOST_APART_DB: Final = 1.0
"""How far a clip may be from the middle one of its voice, so that words put together sound like one sentence."""


def loudness(samples: array[int], rate: int) -> float:
    """Return how loud 16-bit samples are, in dBFS; `SILENT_DBFS` for silence."""
    size = rate // FRAMES_A_SECOND
    whole = max(size, len(samples) // size * size)
    levels = [math.hypot(*samples[at : at + size]) for at in range(0, min(whole, len(samples)), size)]
    spoken = [level for level in levels if level > max(levels) / PAUSE]
    if not spoken:
        return SILENT_DBFS
    return 20 * math.log10(math.hypot(*spoken) / math.sqrt(len(spoken) * min(size, len(samples))) / FULL)


def too_far(levels: Mapping[str, float]) -> dict[str, float]:
    """Return the pieces that are more than 1 dB from the middle one, and by how much; the farthest first."""
    middle = median(levels.values()) if levels else 0.0
    apart = {text: level - middle for text, level in levels.items() if abs(level - middle) > MOST_APART_DB}
    return dict(sorted(apart.items(), key=lambda each: -abs(each[1])))
