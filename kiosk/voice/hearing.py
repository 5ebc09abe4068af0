"""Hearing clips with a speech recogniser, for who renders or records them: Whisper, by `faster-whisper`, with pypinyin.

Alone, a clip of two syllables is unfair to a recogniser that has learned sentences. So clips are heard in a row first; what was
misheard is heard again between clips that were heard well, and then by itself. The hearing with the fewest errors counts.
"""

# pyright: basic, reportMissingImports=false
from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiosk.voice.gate import CARRIER_SYLLABLES, CARRIERS
from kiosk.voice.heard import Counted, best, counted
from kiosk.voice.loudness import FULL
from kiosk.voice.readings import Readings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Sound = Any
    Piece = tuple[str, Sound]

RATE: Final = 16_000
GAP_SECONDS: Final = 0.5
TAPS: Final = 48
SILENT: Final = 0.005
"""Nothing louder is heard in a pause between clips."""
ROW_SECONDS: Final = 26.0
"""Of clips heard in a row: the model hears half a minute at a time."""
PROMPT: Final = "以下是普通话的句子，社会保险自助服务。"
BEAMS: Final = 2
_CHARACTERS: Final = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z]+")

# ruff: noqa: PLC0415 - only who builds has these


class Ear:
    """A recogniser, its model in `folder`; it writes numbers as characters, never as digits. `name` says which it is."""

    def __init__(self, folder: str) -> None:
        from faster_whisper import WhisperModel, __version__

        with (Path(folder) / "model.bin").open("rb") as model:
            digest = hashlib.file_digest(model, "sha256").hexdigest()
        self.name = f"faster-whisper {__version__}, int8, beam {BEAMS}, model.bin with SHA-256 {digest}"
        self._model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=1)
        vocabulary: Mapping[str, int] = self._model.hf_tokenizer.get_vocab()
        self._digits = [number for token, number in vocabulary.items() if re.search(r"^[^<]*\d", token)]
        self._readings = Readings.read()
        self._readings.teach()

    def syllables(self, text: str) -> list[str]:
        """Return a piece's syllables, without tones."""
        from pypinyin import lazy_pinyin

        return [_same(each) for each in lazy_pinyin("".join(_CHARACTERS.findall(text)))]

    def hears(self, sounds: Sequence[Sound], prompt: str = PROMPT) -> list[tuple[str, frozenset[str]]]:
        """Play sounds (16,000 samples a second) in a row; return each character heard with the readings it can have."""
        import numpy as np
        from pypinyin import Style, pinyin

        quiet = np.zeros(int(GAP_SECONDS * RATE), dtype=np.float32)
        row = np.concatenate([quiet, *(part for sound in sounds for part in (sound, quiet))])
        segments, _info = self._model.transcribe(
            row,
            language="zh",
            beam_size=BEAMS,
            temperature=0.0,
            initial_prompt=prompt,
            condition_on_previous_text=False,
            without_timestamps=True,
            suppress_tokens=[-1, *self._digits],
        )
        found: list[tuple[str, frozenset[str]]] = []
        for run in _CHARACTERS.findall("".join(segment.text for segment in segments)):
            readings = pinyin(run, style=Style.NORMAL, heteronym=True)
            chars = run if len(readings) == len(run) else (run,)
            found += [(str(char), frozenset(map(_same, of))) for char, of in zip(chars, readings, strict=True)]
        return found

    def hears_long(self, sound: Sound) -> list[tuple[str, frozenset[str]]]:
        """Hear something of any length, cut in its pauses into parts the model can take at once."""
        found: list[tuple[str, frozenset[str]]] = []
        for part in in_parts(sound):
            found += self.hears([part])
        return found

    def hears_joined(self, parts: Sequence[tuple[str, bytes, float]]) -> list[Counted]:
        """Hear a sentence as the gate asks: each piece with its file's content and the seconds of silence after it."""
        import numpy as np

        sounds = [
            part
            for _text, content, pause in parts
            for part in (sound_of(content), np.zeros(int(pause * RATE), dtype=np.float32))
        ]
        return counted(
            [self.syllables(text) for text, _content, _pause in parts], self.hears_long(np.concatenate(sounds))
        )

    def hears_files(
        self, clips: Mapping[str, bytes], well: Mapping[str, bytes], told: Callable[[str], None]
    ) -> dict[str, Counted]:
        """Hear pieces, each with its file's content, as the gate asks; `well` are some that were heard well before."""
        sounds, carriers = ({text: sound_of(content) for text, content in each.items()} for each in (clips, well))
        return heard(self, sounds, told, carriers)


def in_parts(sound: Sound) -> list[Sound]:
    """Cut a sound in its longest silences, so that no part is longer than what is heard at once."""
    import numpy as np

    longest = int(ROW_SECONDS * RATE)
    if len(sound) <= longest:
        return [sound]
    frame = RATE // 50
    quiet = np.abs(sound[: len(sound) // frame * frame]).reshape(-1, frame).max(axis=1) < SILENT
    best, run, cut = 0, 0, longest // frame // 2
    for at in range(longest // frame // 2, longest // frame):
        run = run + 1 if quiet[at] else 0
        if run > best:
            best, cut = run, at - run // 2
    return [sound[: cut * frame], *in_parts(sound[cut * frame :])]


def _same(syllable: object) -> str:
    """Take 您 for 你, as recognisers do as often as not."""
    return "ni" if syllable == "nin" else str(syllable)


def sound_of(content: bytes) -> Sound:
    """Read a clip's file as the recogniser hears it: 16,000 samples a second, nothing above 8 kHz folded back."""
    import miniaudio
    import numpy as np

    file = miniaudio.decode(content, miniaudio.SampleFormat.SIGNED16, 1, 3 * RATE)
    at = np.arange(-TAPS, TAPS + 1) / 3
    low_pass = (np.sinc(at) * np.hanning(2 * TAPS + 3)[1:-1] / 3).astype(np.float32)
    samples = np.frombuffer(file.samples, dtype=np.int16).astype(np.float32) / FULL
    return np.convolve(samples, low_pass, "same")[::3].copy()


def heard(
    ear: Ear, sounds: Mapping[str, Sound], told: Callable[[str], None], well: Mapping[str, Sound]
) -> dict[str, Counted]:
    """Hear every piece in a row; what was misheard once more between pieces heard well, `well` or of these; then by itself."""
    found: dict[str, Counted] = {}
    for row in _rows(list(sounds.items())):
        found |= _together(ear, row)
        told(f"{len(found)} of {len(sounds)}")
    carriers = [*well.items()] or _carriers(found, sounds)
    wrong = [(text, sounds[text]) for text, each in found.items() if each.errors]
    told(f"{len(wrong)} once more, between others")
    for row in _rows(_between(wrong, carriers)):
        found = best(found, _together(ear, row))
    wrong = [(text, sounds[text]) for text, each in found.items() if each.errors]
    told(f"{len(wrong)} once more, by themselves")
    for piece in wrong:
        found = best(found, _together(ear, [piece]))
    return found


def _rows(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    row: list[Piece] = []
    seconds = GAP_SECONDS
    for text, sound in pieces:
        length = len(sound) / RATE + GAP_SECONDS
        if row and seconds + length > ROW_SECONDS:
            yield row
            row, seconds = [], GAP_SECONDS
        row.append((text, sound))
        seconds += length
    if row:
        yield row


def _together(ear: Ear, row: Sequence[Piece]) -> dict[str, Counted]:
    """Hear a row; of a piece that stands in it twice the last counts."""
    counts = counted([ear.syllables(text) for text, _sound in row], ear.hears([sound for _text, sound in row]))
    return {text: count for (text, _sound), count in zip(row, counts, strict=True)}


def _carriers(found: Mapping[str, Counted], sounds: Mapping[str, Sound]) -> list[Piece]:
    well = [text for text, each in found.items() if not each.errors and each.syllables in CARRIER_SYLLABLES]
    return [(text, sounds[text]) for text in well[-CARRIERS:]]


def _between(pieces: Sequence[Piece], carriers: Sequence[Piece]) -> list[Piece]:
    if not carriers:
        return list(pieces)
    return [each for number, piece in enumerate(pieces) for each in (carriers[number % len(carriers)], piece)]
