"""The gate every clip passes: heard by a recogniser, and where it was misheard, said again until it is understood.

`Ear` and the model come from outside, so that a hall's own recordings pass the same gate: those are heard, and who recorded
them reads the worst ones aloud once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from kiosk.voice.heard import SHA_DIGITS, Hearing, Report, written
from kiosk.voice.manifest import Manifest
from kiosk.voice.manifest import written as written_manifest
from kiosk.voice.pieces import composed

CARRIERS: Final = 6
CARRIER_SYLLABLES: Final = range(5, 12)
"""Clips that were heard well stand between those that are heard again: so many, of so many syllables."""

PLACES: Final = 3
FEWEST_CHARACTERS: Final = 6
"""A misheard piece is heard in so many sentences at most, of so many characters at least."""

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from kiosk.voice.heard import Counted
    from kiosk.voice.manifest import Clip
    from kiosk.voice.pieces import Part

    Told = Callable[[str], None]


class Hears(Protocol):
    """Hears pieces, each with its file's content, beside some that were heard well before; told how far it is."""

    def __call__(self, clips: Mapping[str, bytes], well: Mapping[str, bytes], told: Told, /) -> Mapping[str, Counted]:
        """Return how each was heard."""
        ...


class HearsJoined(Protocol):
    """Hears a sentence joined of pieces, each with its file's content and the seconds of silence after it."""

    def __call__(self, parts: Sequence[tuple[str, bytes, float]], /) -> Sequence[Counted]:
        """Return how each piece was heard."""
        ...


class Says(Protocol):
    """Says a piece in one of several ways, and returns its clip and the file's content."""

    def __call__(self, text: str, ends: bool, take: int, /) -> tuple[Clip, bytes]:  # noqa: FBT001 - as the manifest has it
        """Say it."""
        ...


def listened(folder: Path, manifest: Manifest, recogniser: str, hears: Hears, told: Told) -> Report:
    """Hear every clip that the report beside the manifest doesn't have yet, and write the report."""
    before = _before(folder, manifest, recogniser)
    unheard = before.unheard(manifest)
    clips = {text: (folder / manifest.clips[text].file).read_bytes() for text in unheard}
    counted = hears(clips, {}, told)
    now = {text: _hearing(manifest.clips[text], each) for text, each in counted.items()}
    report = Report(manifest.voice, recogniser, {text: now.get(text) or before.clips[text] for text in manifest.clips})
    (folder / Report.FILE).write_text(written(report), encoding="utf-8")
    return report


def retaken(folder: Path, report: Report, *, takes: int, says: Says, hears: Hears, told: Told) -> Report:
    """Say every misheard piece in other ways, and keep what is heard better. Writes clips, manifest and report after each way."""
    for take in range(1, takes):
        manifest = Manifest.read(folder)
        tried = {text: says(text, manifest.clips[text].ends, take) for text in report.wrong}
        counted = hears(
            {text: content for text, (_clip, content) in tried.items()}, _well(folder, manifest, report), told
        )
        clips, hearings = dict(manifest.clips), dict(report.clips)
        better = [text for text, each in counted.items() if each.errors < report.clips[text].errors]
        for text in better:
            clip, content = tried[text]
            (folder / clip.file).write_bytes(content)
            clips[text], hearings[text] = clip, _hearing(clip, counted[text])
        told(f"take {take}: {len(better)} of {len(tried)} heard better")
        report = Report(report.voice, report.recogniser, hearings)
        made = Manifest(manifest.voice, manifest.licence, clips)
        (folder / Manifest.FILE).write_text(written_manifest(made), encoding="utf-8")
        (folder / Report.FILE).write_text(written(report), encoding="utf-8")
    return report


def in_place(folder: Path, report: Report, sentences: Iterable[str], hears: HearsJoined, told: Told) -> Report:
    """Hear every misheard piece that sentences have among others in some of these, joined as the terminal joins them.

    岁 by itself is many a word, 七十八岁 is one. Writes the report.
    """
    manifest = Manifest.read(folder)
    contents = {text: (folder / clip.file).read_bytes() for text, clip in manifest.clips.items()}
    hearings = dict(report.clips)
    for text, places in _places(sentences, manifest, report.wrong).items():
        for parts in places:
            row = hears([(part.text, contents[part.text], part.pause) for part in parts])
            at = next(number for number, part in enumerate(parts) if part.text == text)
            if row[at].errors < hearings[text].errors:
                hearings[text] = _hearing(manifest.clips[text], row[at])
    better = sum(hearings[text] != each for text, each in report.clips.items())
    told(f"in their sentences: {better} of {len(report.wrong)} heard better")
    report = Report(report.voice, report.recogniser, hearings)
    (folder / Report.FILE).write_text(written(report), encoding="utf-8")
    return report


def _places(
    sentences: Iterable[str], manifest: Manifest, wrong: Collection[str]
) -> Mapping[str, Sequence[tuple[Part, ...]]]:
    """Return the shortest sentences in which each of these stands beside others."""
    found: dict[str, list[tuple[Part, ...]]] = {text: [] for text in wrong}
    for sentence in sorted(dict.fromkeys(sentences), key=len):
        parts = composed(sentence, manifest.clips) or ()
        if len(parts) > 1 and len(sentence) >= FEWEST_CHARACTERS:
            for text in {part.text for part in parts} & found.keys():
                if len(found[text]) < PLACES:
                    found[text].append(parts)
    return found


def _well(folder: Path, manifest: Manifest, report: Report) -> dict[str, bytes]:
    well = [text for text, each in report.clips.items() if not each.errors and each.syllables in CARRIER_SYLLABLES]
    return {text: (folder / manifest.clips[text].file).read_bytes() for text in well[-CARRIERS:]}


def _before(folder: Path, manifest: Manifest, recogniser: str) -> Report:
    if not (folder / Report.FILE).exists():
        return Report(manifest.voice, recogniser, {})
    return Report.read(folder)


def _hearing(clip: Clip, counted: Counted) -> Hearing:
    return Hearing(clip.sha256[:SHA_DIGITS], counted.heard, counted.syllables, counted.errors)
