"""The gate of clips: all are heard once, the misheard are said in other ways, and the better recording stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kiosk.voice.gate import in_place, listened, retaken
from kiosk.voice.heard import SHA_DIGITS, Counted, Report
from kiosk.voice.manifest import Clip, Manifest
from tests.voice.recorded import hummed, voice


class Somebody:
    """Understands a clip the better the longer it is: each 0.1 s is a syllable's worth."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.well: list[str] = []

    def hears(
        self, clips: Mapping[str, bytes], well: Mapping[str, bytes], told: Callable[[str], None], /
    ) -> Mapping[str, Counted]:
        self.heard += clips
        self.well += well
        told(f"{len(clips)} heard")
        return {text: self._counted(text, len(content)) for text, content in clips.items()}

    def _counted(self, text: str, size: int) -> Counted:
        understood = min(len(text), size // 4_800)
        return Counted(text[:understood], len(text), len(text) - understood)


def says(text: str, ends: bool, take: int, /) -> tuple[Clip, bytes]:  # noqa: FBT001 - as the gate asks
    """Say it so much slower with each take; 五 is never said any better."""
    content = hummed(0.05 if text == "五" else 0.2 * take + 0.01)
    return Clip.of(content, "again.wav" if text == "三千" else f"{text}.wav", 0.2 * take, ends=ends), content


def test_every_clip_is_heard_once_and_only_what_is_new_again(tmp_path: Path) -> None:
    folder, ear, told = tmp_path / "hum", Somebody(), list[str]()
    manifest = voice(folder, 您好=0.3, 三千=0.15)
    report = listened(folder, manifest, "somebody", ear.hears, told.append)
    assert (report.errors, report.syllables, [*report.wrong]) == (1, 4, ["三千"])
    assert Report.read(folder) == report
    listened(folder, manifest, "somebody", ear.hears, told.append)
    assert ear.heard == ["您好", "三千"]
    (folder / "0.wav").write_bytes(hummed(0.4))
    again = Manifest("hum", "CC0-1.0", dict(manifest.clips) | {"您好": Clip.of(hummed(0.4), "0.wav", 0.4)})
    report = listened(folder, again, "somebody", ear.hears, told.append)
    assert ear.heard == ["您好", "三千", "您好"]
    assert report.unheard(again) == []


def test_what_was_misheard_is_said_in_other_ways_until_it_is_understood(tmp_path: Path) -> None:
    folder, ear, told = tmp_path / "hum", Somebody(), list[str]()
    manifest = voice(folder, 您好=0.3, 三千=0.01, 五=0.01, 请先收好证=0.6)
    report = listened(folder, manifest, "somebody", ear.hears, told.append)
    assert [*report.wrong] == ["三千", "五"]
    assert ear.well == []
    report = retaken(folder, report, takes=4, says=says, hears=ear.hears, told=told.append)
    assert [*report.wrong] == ["五"]
    assert ear.well == ["请先收好证"] * 3
    assert Report.read(folder) == report
    made = Manifest.read(folder)
    assert report.unheard(made) == []
    assert made.damage(folder) == ()
    assert made.clips["您好"] == manifest.clips["您好"]
    assert made.clips["五"] == manifest.clips["五"]
    assert made.clips["三千"].file == "again.wav"
    assert report.clips["三千"].sha256 == made.clips["三千"].sha256[:SHA_DIGITS]
    assert [line for line in told if line.startswith("take")] == [
        "take 1: 1 of 2 heard better",
        "take 2: 0 of 1 heard better",
        "take 3: 0 of 1 heard better",
    ]


def test_what_is_misheard_alone_is_heard_in_the_sentences_it_stands_in(tmp_path: Path) -> None:
    folder, ear, told = tmp_path / "hum", Somebody(), list[str]()
    manifest = voice(folder, 七十八=0.6, 岁=0.01, 年满=0.6, 次=0.01, 叉=0.01)
    report = listened(folder, manifest, "somebody", ear.hears, told.append)
    assert [*report.wrong] == ["叉", "岁", "次"]
    rows: list[list[str]] = []

    def hears(parts: Sequence[tuple[str, bytes, float]], /) -> Sequence[Counted]:
        rows.append([text for text, _content, _pause in parts])
        assert all(content == (folder / manifest.clips[text].file).read_bytes() for text, content, _pause in parts)
        assert parts[-1][2] > 0
        return [
            Counted(text if text != "次" else "最", len(text), int(text == "次")) for text, _content, _pause in parts
        ]

    said = [
        "年满七十八岁七十八岁。",
        "年满七十八岁。",
        "年满七十八次。",
        "岁。",
        "叉。",
        "七十八岁。",
        "三千。",
        "年满七十八岁。",
    ]
    report = in_place(folder, report, said, hears, told.append)
    assert sorted(rows) == [
        ["年满", "七十八", "岁"],
        ["年满", "七十八", "岁", "七十八", "岁"],
        ["年满", "七十八", "次"],
    ]
    assert [*report.wrong] == ["叉", "次"]
    assert report.clips["岁"].heard == "岁"
    assert Report.read(folder) == report
    assert report.unheard(manifest) == []
    assert told[-1] == "in their sentences: 1 of 3 heard better"
