"""What a voice has recorded: read as it was written, and nothing believed that can't be."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.voice.manifest import Manifest, ManifestDamaged, file_name, written
from tests.voice.recorded import voice


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    made = voice(tmp_path / "hum", 您好=0.1, 三千=0.2)
    read = Manifest.read(tmp_path / "hum")
    assert read == made
    assert (read.voice, read.licence, read.damage(tmp_path / "hum")) == ("hum", "CC0-1.0", ())
    assert len(written(read).splitlines()) == 4 + len(read.clips) + 2


def test_a_clip_that_is_gone_or_another_is_named(tmp_path: Path) -> None:
    made = voice(tmp_path / "hum", 您好=0.1, 三千=0.2, 再见=0.1)
    (tmp_path / "hum" / made.clips["三千"].file).unlink()
    (tmp_path / "hum" / made.clips["再见"].file).write_bytes(b"noise")
    assert made.damage(tmp_path / "hum") == ("三千", "再见")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"voice": "a", "licence": "b"}',
        '{"voice": "a", "licence": "b", "clips": {"x": ["f", "long", "s", true]}}',
        '{"voice": "a", "licence": "b", "clips": {"x": ["../../etc/passwd", 1.0, "s", true]}}',
        '{"voice": "a", "licence": "b", "clips": {}, "more": 1}',
    ],
)
def test_what_can_not_be_a_manifest_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / Manifest.FILE).write_text(content, encoding="utf-8")
    with pytest.raises(ManifestDamaged):
        Manifest.read(tmp_path)


def test_a_folder_without_a_manifest_is_no_voice(tmp_path: Path) -> None:
    with pytest.raises(ManifestDamaged, match="No such file"):
        Manifest.read(tmp_path)


def test_a_file_has_a_plain_name() -> None:
    assert file_name("三千").removesuffix(".ogg").isalnum()
    assert file_name("三千") != file_name("三百")
