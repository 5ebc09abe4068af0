"""Rendering the clips of a voice, when the product is built: a model says every piece, and each is cut, levelled and kept.

Needs what `pip install '.[voice-build]'` brings, the model and its voices; none of it is shipped. Only pieces that are not there
yet, or whose text the manifest doesn't have, are rendered.
"""

# pyright: basic, reportMissingImports=false
from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from kiosk.voice.manifest import Clip, Manifest, file_name, written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

RATE: Final = 24_000
LEVEL: Final = 0.1
"""Root mean square of the spoken part of every clip: -20 dBFS."""
PEAK: Final = 0.89
KNEE: Final = 0.55
"""Samples above it are rounded off, so that none is above the peak."""
ROUNDS: Final = 4
QUIET: Final = 0.01
"""Of the largest sample: what is softer at the ends is cut off."""
EDGE_SECONDS: Final = 0.02
FRAME: Final = RATE // 50
PAUSE_FRAMES: Final = 5
"""So many of them without sound are a pause between two sentences."""

# ruff: noqa: PLC0415 - what builds clips is no part of the product


def trimmed(samples: Any) -> Any:
    """Cut off what is silent before and after."""
    import numpy as np

    loud = np.flatnonzero(np.abs(samples) > QUIET * np.abs(samples).max())
    edge = int(EDGE_SECONDS * RATE)
    cut = samples[max(0, loud[0] - edge) : loud[-1] + edge].copy()
    fade = np.linspace(0.0, 1.0, edge // 2, dtype=cut.dtype)
    cut[: len(fade)] *= fade
    cut[-len(fade) :] *= fade[::-1]
    return cut


def after_pause(samples: Any) -> Any:
    """Return what is said after the first pause that something was said before."""
    import numpy as np

    frames = np.abs(samples[: len(samples) // FRAME * FRAME]).reshape(-1, FRAME).max(axis=1)
    loud = frames > QUIET * frames.max()
    begun = int(np.argmax(loud))
    quiet = 0
    for at in range(begun, len(loud)):
        quiet = 0 if loud[at] else quiet + 1
        if quiet >= PAUSE_FRAMES:
            return samples[at * FRAME :]
    return samples


def level(samples: Any) -> float:
    """Return how loud its spoken part is: the root mean square of the frames that are not pauses."""
    import numpy as np

    frames = (
        samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME) if len(samples) >= FRAME else samples.reshape(1, -1)
    )
    powers = (frames.astype(np.float64) ** 2).mean(axis=1)
    spoken = powers[powers > powers.max() / 100]
    return float(np.sqrt(spoken.mean()))


def levelled(samples: Any) -> Any:
    """Make it as loud as every other; the peaks of a voice that has high ones are rounded off."""
    gain = LEVEL / level(samples)
    for _ in range(ROUNDS):
        made = _rounded(samples * gain)
        gain *= LEVEL / level(made)
    return _rounded(samples * gain)


def _rounded(samples: Any) -> Any:
    import numpy as np

    over = np.maximum(np.abs(samples) - KNEE, 0.0) / (PEAK - KNEE)
    return np.sign(samples) * (np.minimum(np.abs(samples), KNEE) + (PEAK - KNEE) * np.tanh(over))


def encoded(text: str, samples: Any, *, ends: bool) -> tuple[Clip, bytes]:
    """Return the clip of a piece, and its file."""
    import soundfile

    file = io.BytesIO()
    soundfile.write(file, samples, RATE, format="OGG", subtype="VORBIS", compression_level=0.5)
    content = file.getvalue()
    return Clip.of(content, file_name(text), round(len(samples) / RATE, 3), ends=ends), content


def build(
    folder: Path,
    begun: Manifest,
    pieces: Mapping[str, bool],
    says: Callable[[str, bool], Any],
    told: Callable[[str], None],
) -> Manifest:
    """Render what is missing into `folder`, and write its manifest; clips that no piece wants any more are removed.

    `begun` has the voice's name and licence and the clips that are there; `pieces` says of each whether it ends a sentence.
    """
    folder.mkdir(parents=True, exist_ok=True)
    clips: dict[str, Clip] = {}
    for text, ends in pieces.items():
        clip = begun.clips.get(text)
        if clip is None or clip.ends is not ends or not (folder / clip.file).exists():
            clip, content = encoded(text, says(text, ends), ends=ends)
            (folder / clip.file).write_bytes(content)
            told(text)
        clips[text] = clip
    made = Manifest(begun.voice, begun.licence, clips)
    (folder / Manifest.FILE).write_text(written(made), encoding="utf-8")
    wanted = {clip.file for clip in clips.values()}
    for each in folder.glob("*.ogg"):
        if each.name not in wanted:
            each.unlink()
    return made
