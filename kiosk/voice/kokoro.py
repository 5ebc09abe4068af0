"""The Mandarin model that clips are rendered with: Kokoro-82M (Apache-2.0) as ONNX, with the sounds of `misaki`."""

# pyright: basic, reportMissingImports=false
from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from kiosk.core.values import dataclass
from kiosk.voice.building import after_pause, levelled, trimmed
from kiosk.voice.readings import Readings, with_changed_tones

if TYPE_CHECKING:
    from pathlib import Path

STYLES: Final = (510, 256)
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+")

# ruff: noqa: PLC0415 - only who renders clips has these


@dataclass(frozen=True)
class _Take:
    """How a piece is said: how fast, with the style of so many sounds more, and whether after another phrase."""

    speed: float = 1.0
    longer: int = 0
    led_in: str = ""


TAKES: Final = (
    _Take(),
    _Take(speed=0.9),
    _Take(speed=0.95, longer=12),
    _Take(speed=0.85, longer=4),
    _Take(led_in="请听。"),
    _Take(speed=0.9, led_in="请听。"),
    _Take(speed=0.8, longer=30),
)
"""What is tried one after the other for a piece that a recogniser misheard."""


class Kokoro:
    """The model and one of its voices. `vocabulary` is JSON with the model's number of every sound."""

    def __init__(self, model: Path, vocabulary: Path, voice: Path) -> None:
        import numpy as np
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._numbers: dict[str, int] = json.loads(vocabulary.read_text(encoding="utf-8"))["vocab"]
        self._styles = np.fromfile(voice, dtype=np.float32).reshape(STYLES)
        Readings.read().teach()

    def sounds(self, text: str) -> str:
        """Return a text as the model's sounds, words read as the dictionary has them."""
        import jieba
        from misaki.zh import ZHG2P
        from pypinyin import Style, lazy_pinyin

        said = ""
        for part in _CHINESE.findall(ZHG2P.map_punctuation(text)):
            if not "\u4e00" <= part[0] <= "\u9fff":
                said += part
                continue
            words = jieba.lcut(part)
            read = [
                each for word in words for each in lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)
            ]
            read = with_changed_tones(part, read)
            spoken = []
            for word in words:
                spoken.append("".join(ZHG2P.py2ipa(each) for each in read[: len(word)]))
                read = read[len(word) :]
            said += " ".join(spoken)
        return said.replace(chr(815), "")

    def says(self, text: str, ends: bool, take: int = 0) -> Any:  # noqa: FBT001 - as `build` asks
        """Return the samples, 24,000 a second, between -1 and 1. The voice falls where it `ends` a sentence."""
        how = TAKES[take]
        ended = text if text[-1] in "？！" else f"{text}。" if ends else f"{text}，"
        samples = self._spoken(how.led_in + ended, how)
        return levelled(trimmed(after_pause(samples) if how.led_in else samples))

    def _spoken(self, text: str, how: _Take) -> Any:
        import numpy as np

        numbers = [self._numbers[sound] for sound in self.sounds(text)]
        style = min(len(numbers) - 1 + how.longer, STYLES[0] - 1)
        given = {
            "tokens": np.array([[0, *numbers, 0]], dtype=np.int64),
            "style": self._styles[style].reshape(1, -1),
            "speed": np.array([how.speed], dtype=np.float32),
        }
        return self._session.run(None, given)[0].ravel()
