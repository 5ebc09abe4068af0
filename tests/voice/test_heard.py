"""What a recogniser heard of clips: how it is counted, and that the report belongs to the clips that are shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.core.assets import ROOT
from kiosk.voice.heard import GOAL, SHA_DIGITS, WORST, Counted, Hearing, Report, best, counted, summary, written
from kiosk.voice.manifest import Manifest, ManifestDamaged
from tests.voice.recorded import voice

VOICES = sorted(folder for folder in (ROOT / "voice").iterdir() if folder.is_dir())
shipped = pytest.mark.parametrize("folder", VOICES, ids=lambda folder: folder.name)


def ear(*heard: str) -> list[tuple[str, frozenset[str]]]:
    """Characters as they were heard, each with its readings: `行 xing hang`."""
    return [(char, frozenset(readings.split())) for char, _, readings in (each.partition(" ") for each in heard)]


def test_what_was_heard_as_it_was_said_has_no_error() -> None:
    heard = ear("请 qing", "看 kan", "银 yin", "行 xing hang")
    assert counted([["qing", "kan"], ["yin", "hang"]], heard) == [Counted("请看", 2, 0), Counted("银行", 2, 0)]


def test_a_homophone_is_no_error_and_another_sound_is_one() -> None:
    assert counted([["cha", "ka"]], ear("茶 cha", "大 da")) == [Counted("茶大", 2, 1)]


def test_what_is_missing_or_additional_is_an_error_of_the_piece_it_belongs_to() -> None:
    heard = ear("三 san", "千 qian", "五 wu")
    assert counted([["san", "qian"], ["er"], ["wu"]], heard) == [
        Counted("三千", 2, 0),
        Counted("", 1, 1),
        Counted("五", 1, 0),
    ]
    assert counted([["san"], ["wu"]], ear("三 san", "嗯 en", "五 wu")) == [Counted("三嗯", 1, 1), Counted("五", 1, 0)]
    assert counted([["san"]], ear("哦 o", "三 san")) == [Counted("哦三", 1, 1)]
    assert counted([["san"]], []) == [Counted("", 1, 1)]
    assert counted([], ear("三 san")) == []


def test_the_better_of_two_hearings_counts() -> None:
    first = {"三": Counted("山", 1, 1), "五": Counted("五", 1, 0)}
    assert best(first, {"三": Counted("三", 1, 0), "五": Counted("屋子", 1, 1)}) == {
        "三": Counted("三", 1, 0),
        "五": Counted("五", 1, 0),
    }


def report_of(manifest: Manifest, **errors: int) -> Report:
    clips = {
        text: Hearing(clip.sha256[:SHA_DIGITS], text if text not in errors else "", len(text), errors.get(text, 0))
        for text, clip in manifest.clips.items()
    }
    return Report("hum", "an ear", clips)


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    made = report_of(voice(tmp_path / "hum", 您好=0.1, 三千=0.2), 三千=1)
    (tmp_path / "hum" / Report.FILE).write_text(written(made), encoding="utf-8")
    assert Report.read(tmp_path / "hum") == made
    assert len(written(made).splitlines()) == 4 + 2 + 2


def test_a_report_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ManifestDamaged, match="No such file"):
        Report.read(tmp_path)
    (tmp_path / Report.FILE).write_text('{"voice": "a"}', encoding="utf-8")
    with pytest.raises(ManifestDamaged):
        Report.read(tmp_path)


def test_the_worst_are_named_and_a_clip_recorded_again_was_not_heard(tmp_path: Path) -> None:
    manifest = voice(tmp_path / "hum", 您好=0.1, 三千=0.2, 查养老金=0.1)
    report = report_of(manifest, 三千=1, 查养老金=1)
    assert (report.syllables, report.errors, [*report.wrong]) == (8, 2, ["三千", "查养老金"])
    other = voice(tmp_path / "other", 您好=0.3, 三千=0.2, 新=0.1)
    assert summary(report, other) == [
        "hum: 2 of 8 syllables heard wrongly (25.00%), goal 2%; 2 of 3 clips have one",
        "not heard: 2",
        "    三千: (nothing) (1 of 2)",
        "    查养老金: (nothing) (1 of 4)",
    ]
    assert report.unheard(other) == ["您好", "新"]


@shipped
def test_every_shipped_clip_was_heard_and_the_readme_says_how(folder: Path) -> None:
    report, manifest = Report.read(folder), Manifest.read(folder)
    assert report.voice == folder.name
    assert report.unheard(manifest) == []
    assert report.clips.keys() == manifest.clips.keys()
    readme = (ROOT / "voice" / "README.md").read_text(encoding="utf-8")
    assert f"| `{folder.name}` | {len(report.clips):,} | {report.syllables:,} | {report.errors} |" in readme
    assert [text for text in list(report.wrong)[:WORST] if f"* {text}: " not in readme] == []
    assert report.errors <= GOAL * report.syllables
