"""A hall's own recordings taken in as clips: cut, made as loud as each other, and named in the manifest of its voice.

Whoever records reads from the numbered sheet, a file a line, and names each file by its number there (`0012.wav`) or by what it
says (`您好.wav`). Any format miniaudio reads will do; clips are kept as WAV.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

from kiosk.core.values import dataclass
from kiosk.voice.composing import as_wav
from kiosk.voice.loudness import FULL, loudness
from kiosk.voice.manifest import Clip, Manifest, file_name, written
from kiosk.voice.pieces import normal
from kiosk.voice.player import RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

LEVEL_DBFS: Final = -20.0
PEAK: Final = 0.89
QUIET: Final = 50
"""What is softer than this part of the loudest sample, before and after what is said, is cut off."""
EDGE: Final = RATE // 20
NUMBER_DIGITS: Final = 4
_KINDS: Final = (".wav", ".flac", ".mp3", ".ogg")


def sheet(pieces: Mapping[str, bool], wanted: Iterable[str] | None = None) -> list[str]:
    """Return the lines to read from: number, tab, text, with a full stop where the voice is to fall."""
    asked = frozenset(pieces if wanted is None else wanted)
    return [
        f"{number:0{NUMBER_DIGITS}}\t{text}{'。' if ends and text[-1] not in '？！' else ''}"
        for number, (text, ends) in enumerate(pieces.items(), 1)
        if text in asked
    ]


@dataclass(frozen=True)
class TakenIn:
    """What came of a folder of recordings: how many clips, and the files that were not taken, each with the reason."""

    clips: int
    left: Mapping[str, str]


def take_in(recordings: Path, lines: Iterable[str], pieces: Mapping[str, bool], folder: Path, licence: str) -> TakenIn:
    """Make clips in `folder` of the files in `recordings`, named by the numbers of these lines of a sheet or by their text.

    Clips that are there already stay unless they are recorded again.
    """
    from miniaudio import MiniaudioError  # noqa: PLC0415 - the product starts without it

    texts = dict(_line(line) for line in lines if line.strip())
    folder.mkdir(parents=True, exist_ok=True)
    begun = Manifest.read(folder) if (folder / Manifest.FILE).exists() else Manifest(folder.name, licence, {})
    clips, left = dict(begun.clips), dict[str, str]()
    taken = 0
    for file in sorted(each for each in recordings.iterdir() if each.suffix.lower() in _KINDS):
        text = texts.get(file.stem.zfill(NUMBER_DIGITS)) or normal(file.stem)
        if text not in pieces:
            left[file.name] = "nothing of that number or text is to be recorded"
            continue
        try:
            samples = _spoken(file)
        except (MiniaudioError, OSError) as error:
            left[file.name] = str(error) or type(error).__name__
            continue
        if not samples:
            left[file.name] = "there is only silence in it"
            continue
        content, name = as_wav(samples), file_name(text).replace(".ogg", ".wav")
        (folder / name).write_bytes(content)
        clips[text] = Clip.of(content, name, round(len(samples) / RATE, 3), ends=pieces[text])
        taken += 1
    ordered = {text: clips[text] for text in (*pieces, *clips) if text in clips}
    (folder / Manifest.FILE).write_text(written(Manifest(begun.voice, begun.licence, ordered)), encoding="utf-8")
    return TakenIn(taken, left)


def _line(line: str) -> tuple[str, str]:
    number, _, text = line.partition("\t")
    return number.strip().zfill(NUMBER_DIGITS), normal(text)


def _spoken(file: Path) -> array[int]:
    """Return what is said in a file, as loud as every clip is; empty where nothing is."""
    import miniaudio  # noqa: PLC0415 - as above

    samples = miniaudio.decode_file(str(file), miniaudio.SampleFormat.SIGNED16, 1, RATE).samples
    peak = max(map(abs, samples), default=0)
    if peak < QUIET:
        return array("h")
    loud = [at for at, sample in enumerate(samples) if abs(sample) > peak / QUIET]
    said = samples[max(0, loud[0] - EDGE) : loud[-1] + EDGE]
    gain = min(10 ** ((LEVEL_DBFS - loudness(said, RATE)) / 20), PEAK * FULL / peak)
    return array("h", (int(sample * gain) for sample in said))
