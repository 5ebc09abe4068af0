"""The Mandarin model that clips are rendered with: Kokoro-82M (Apache-2.0) as ONNX, with the sounds of `misaki`."""

# pyright: basic, reportMissingImports=false
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from kiosk.voice.building import levelled, trimmed

if TYPE_CHECKING:
    from pathlib import Path

STYLES: Final = (510, 256)

# ruff: noqa: PLC0415 - only who renders clips has these


class Kokoro:
    """The model and one of its voices. `vocabulary` is JSON with the model's number of every sound."""

    def __init__(self, model: Path, vocabulary: Path, voice: Path) -> None:
        import numpy as np
        import onnxruntime
        from misaki.zh import ZHG2P

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._numbers: dict[str, int] = json.loads(vocabulary.read_text(encoding="utf-8"))["vocab"]
        self._styles = np.fromfile(voice, dtype=np.float32).reshape(STYLES)
        self._sounds = ZHG2P()

    def says(self, text: str, ends: bool) -> Any:  # noqa: FBT001 - as `build` asks
        """Return the samples, 24,000 a second, between -1 and 1. The voice falls where it `ends` a sentence."""
        import numpy as np

        ended = text if text[-1] in "？！" else f"{text}。" if ends else f"{text}，"
        sounds = self._sounds(ended)
        numbers = [self._numbers[sound] for sound in (sounds[0] if isinstance(sounds, tuple) else sounds)]
        given = {
            "tokens": np.array([[0, *numbers, 0]], dtype=np.int64),
            "style": self._styles[len(numbers) - 1].reshape(1, -1),
            "speed": np.array([1.0], dtype=np.float32),
        }
        return levelled(trimmed(self._session.run(None, given)[0].ravel()))
