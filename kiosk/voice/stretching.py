"""Speech made slower or faster while its pitch stays: WSOLA, waveform-similarity overlap-add (Verhelst and Roelands, 1993).

The sound is laid anew in steps of 15 ms. What is laid next begins near the place that the pace asks for, there where the sound is
most like what would have followed by itself, so that the waves of a vowel go on unbroken. No library: what can do it needs numpy,
which would make the product larger by 70 MB and the process by 25 MB, and a step costs 0.5 ms.
"""

from __future__ import annotations

import math
from array import array
from itertools import accumulate
from operator import mul
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STEP: Final = 360
"""Samples that are laid at a time: 15 ms of 24,000 a second."""
REACH: Final = 192
"""Samples before and after the place asked for in which what fits best is looked for: a whole wave of the deepest voice."""
COARSE: Final = 4
"""Every so many samples are compared at first; around the best of them then all."""
_RISE: Final = tuple(0.5 - 0.5 * math.cos(math.pi * (n + 0.5) / STEP) for n in range(STEP))
_FALL: Final = tuple(1.0 - share for share in _RISE)


def stretched(sound: array[int], pace: float) -> Iterator[array[int]]:
    """Yield a sound piece by piece, `pace` times as fast, its pitch as it was. Together it is `1 / pace` times as long."""
    length = round(len(sound) / pace)
    if pace == 1.0 or length <= STEP:
        yield sound
        return
    seeker = _Seeker(sound)
    yield sound[:STEP]
    before = 0
    for at in range(STEP, length, STEP):
        follows = before + STEP
        before = seeker.like(follows, round(at * pace))
        old, new = seeker.sound[follows : follows + STEP], seeker.sound[before : before + STEP]
        piece = array("h", map(int, map(float.__add__, map(mul, old, _FALL), map(mul, new, _RISE))))
        yield piece[: length - at]


class _Seeker:
    """A sound with silence behind it, and what is needed to compare its places quickly."""

    def __init__(self, sound: array[int]) -> None:
        self.sound = sound + array("h", bytes(2 * (2 * STEP + 2 * REACH)))
        self._last = len(self.sound) - STEP
        self._coarse = self.sound[::COARSE]
        self._powers = tuple(accumulate((sample * sample for sample in self._coarse), initial=0))

    def like(self, follows: int, asked: int) -> int:
        """Return the place near `asked` whose sound is most like that from `follows` on."""
        follows = min(follows, self._last)
        coarse = self._best(self._coarse, follows // COARSE, asked // COARSE, STEP // COARSE, REACH // COARSE)
        return self._fine(follows, coarse * COARSE)

    def _best(self, sound: Sequence[int], follows: int, asked: int, step: int, reach: int) -> int:
        """The same among every few samples, whatever is louder there."""
        last = len(sound) - step
        wanted = sound[follows : follows + step]
        powers = self._powers
        best, most = min(asked, last), 0.0
        for place in range(max(0, asked - reach), min(last, asked + reach) + 1):
            alike = sum(map(mul, wanted, sound[place : place + step]))
            if alike > 0:
                alike = alike / math.sqrt(powers[place + step] - powers[place])
                if alike > most:
                    best, most = place, alike
        return best

    def _fine(self, follows: int, around: int) -> int:
        """Look again between two of the samples that were compared."""
        wanted = self.sound[follows : follows + STEP]
        places = range(max(0, around - COARSE + 1), min(self._last, around + COARSE - 1) + 1)
        return max(places, key=lambda place: sum(map(mul, wanted, self.sound[place : place + STEP])))
