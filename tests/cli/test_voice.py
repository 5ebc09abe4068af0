"""`yiban voice`: what is recorded, what would be said, and a file of it."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING

import pytest

from kiosk.__main__ import main
from kiosk.cli.voice import USUAL
from kiosk.cli.voice_here import look
from kiosk.core.assets import ROOT
from kiosk.voice.manifest import Manifest
from tests.voice.outputs import Output, outputs
from tests.voice.recorded import RATE, spoken, voice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Output]]:
    """A machine with two outputs, whose clips say 您好."""
    made = outputs(tmp_path, monkeypatch, "Hall speaker", "Headset socket")
    voice(tmp_path / "hum", 您好=0.2)
    yield made
    for each in made.values():
        each.close()


def said(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert main(["voice", *words]) == 0
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("words", "sentence", "pieces"),
    [
        (("--money", "3286.50"), "三千二百八十六元五角", "三千 二百 八十六元 五角"),
        (("--date", "2026-11-15"), "二零二六年十一月十五日", "二零二六年 十一月 十五日"),
        (("--count", "105"), "一百零五", "一百 零 五"),
        (("--digits", "0428"), "零四二八", "零 四 二 八"),
        (("--number", "110***********4528"), "一一零，中间不念，四五二八", "一 一 零 中间不念 四 五 二 八"),
        (("--percent", "5.8"), "百分之五点八", "百分之 五 点 八"),
        (("--fraction", "2/3"), "三分之二", "三 分之 二"),
        (("查好了，请看屏幕。",), "查好了，请看屏幕。", "查好了，请看屏幕"),
    ],
)
def test_a_dry_run_prints_what_would_be_said(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str, pieces: str
) -> None:
    assert said(capsys, "say", "--dry-run", *words) == [sentence, pieces]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--money", "a lot"), "write it as 3286.50"),
        (("--money", "1.005"), "more than two decimals"),
        (("--date", "yesterday"), "Invalid isoformat"),
        (("--count", "many"), "invalid literal"),
        (("--percent", "nan"), "write it as 5.8"),
        (("--percent", "half"), "write it as 5.8"),
        (("--fraction", "2"), "invalid literal"),
        ((), "nothing"),
        (("哼哼哈哈",), "not recorded"),
    ],
)
def test_what_can_not_be_said_is_refused(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str) -> None:
    assert main(["voice", "say", "--dry-run", *words]) in (1, 2)
    assert told in capsys.readouterr().err


def test_a_sentence_is_written_to_a_file(tmp_path: Path) -> None:
    voice(tmp_path / "hum", 您好=0.2, 三=0.3)
    assert main(["voice", "--voice", str(tmp_path / "hum"), "say", "您好，三。", "--wav", str(tmp_path / "a.wav")]) == 0
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        assert file.getnframes() / RATE == pytest.approx(0.2 + 0.18 + 0.3 + 0.35, abs=0.01)


def test_a_sentence_is_written_as_slowly_as_asked(tmp_path: Path) -> None:
    voice(tmp_path / "hum", 您好=0.2)
    words = [
        "voice",
        "--voice",
        str(tmp_path / "hum"),
        "say",
        "您好。",
        "--pace",
        "0.7",
        "--wav",
        str(tmp_path / "a.wav"),
    ]
    assert main(words) == 0
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert file.getnframes() / RATE == pytest.approx((0.2 + 0.35) / 0.7, abs=0.01)


def test_every_sentence_of_the_product_is_recorded_whole_and_undamaged(capsys: pytest.CaptureFixture[str]) -> None:
    for folder in (ROOT / "voice").iterdir():
        if folder.is_dir():
            lines = said(capsys, "--voice", folder.name, "check")
            assert lines[0].startswith(f"{folder.name}: ")
            assert lines[1:5] == [
                "not recorded: 0",
                "damaged: 0",
                "sentences that can't be said: 0",
                "louder or softer than the others: 0",
            ]


def test_what_is_missing_of_an_own_voice_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = voice(tmp_path / "hum", 您好=0.2, 三千=0.3)
    (tmp_path / "hum" / made.clips["三千"].file).write_bytes(b"")
    assert main(["voice", "--voice", str(tmp_path / "hum"), "check"]) == 1
    told = capsys.readouterr().out
    assert "damaged: 1\n    三千\n" in told
    assert "not recorded: 0" not in told


def test_a_voice_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voice", "--voice", str(tmp_path / "none"), "check"]) == 2
    assert "No such file" in capsys.readouterr().err


def test_the_sheet_to_read_from_has_a_numbered_line_a_clip(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "sheet")
    assert len(lines) == len(set(lines)) > 500
    assert lines[0] == "0001\t零"
    assert [int(line.partition("\t")[0]) for line in lines] == list(range(1, len(lines) + 1))
    assert "查好了，请看屏幕。" in [line.partition("\t")[2] for line in lines]


def checked(folder: Path, capsys: pytest.CaptureFixture[str], sound: str) -> tuple[int, list[str]]:
    """Check with a configuration; return the exit code and what is told of this machine."""
    (folder / "kiosk.toml").write_text(f"[sound]\n{sound}\n", encoding="utf-8")
    code = main(["--config", str(folder / "kiosk.toml"), "voice", "check"])
    lines = capsys.readouterr().out.splitlines()
    begins = next((at for at, line in enumerate(lines) if line.startswith("outputs: ")), len(lines))
    return code, lines[begins:]


def looked(folder: Path, sound: str) -> tuple[bool, list[str]]:
    """Look what is heard here with a configuration, as the check does after the clips."""
    (folder / "kiosk.toml").write_text(f"[sound]\n{sound}\n", encoding="utf-8")
    lines, right = look(folder / "kiosk.toml", Manifest.read(ROOT / "voice" / USUAL).clips)
    return right, [*lines]


def test_a_check_lists_the_outputs_and_what_speaks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], heard: dict[str, Output]
) -> None:
    here = [f"outputs: {', '.join(heard)}", "espeak-ng: speaks", "pyttsx3: speaks"]
    assert checked(tmp_path, capsys, 'loudspeaker = "Hall"\nheadset = "Headset"') == (0, here)
    assert looked(tmp_path, 'headset = "Headset"\njack_switches = true') == (True, here)
    told = 'sound.headset = "Headset": this may be the loudspeaker\'s output; name two'
    assert looked(tmp_path, 'headset = "Headset"') == (False, [*here, told])
    told = 'sound.headset = "Headset socket": this may be the loudspeaker\'s output; name two'
    assert looked(tmp_path, 'loudspeaker = "socket"\nheadset = "Headset socket"') == (False, [*here, told])
    told = 'sound.headset = "Headsets": no output is called so'
    assert looked(tmp_path, 'headset = "Headsets"') == (False, [*here, told])
    told = 'sound.loudspeaker = "e": 2 outputs are called so'
    assert checked(tmp_path, capsys, 'loudspeaker = "e"') == (1, [*here, told])


def test_a_check_tells_what_does_not_speak_and_of_a_wrong_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], heard: dict[str, Output], monkeypatch: pytest.MonkeyPatch
) -> None:
    del heard
    monkeypatch.setenv("PATH", "/nowhere")
    assert checked(tmp_path, capsys, "loudness = 60")[1][1:] == ["espeak-ng: not-installed", "pyttsx3: speaks"]
    assert checked(tmp_path, capsys, 'engines = ["parrot"]') == (2, [])


def test_words_of_a_halls_own_places_that_no_clip_has_are_told_and_stand_on_the_sheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], heard: dict[str, Output]
) -> None:
    usual = 'id_reader = "左边的感应区"\nwindow = "12号养老窗口"\nphone = "0571-8765-4321"\n'
    places = f'loudness = 60\n[places]\n{usual}desk = "荷花池，旁边"'
    code, lines = checked(tmp_path, capsys, places)
    assert code == 1
    assert lines[len(heard) + 1 :] == [
        'places.desk = "荷花池，旁边": not recorded, so that sentences with it are said by another voice'
    ]
    with_config = ("--config", str(tmp_path / "kiosk.toml"), "voice")
    assert main([*with_config, "sheet", "--missing"]) == 0
    assert [line.partition("\t")[2] for line in capsys.readouterr().out.splitlines()] == ["荷花池，旁边", "荷花池"]
    assert checked(tmp_path, capsys, f"loudness = 60\n[places]\n{usual}")[0] == 0
    (tmp_path / "kiosk.toml").write_text("[places]\ndesk = 3\n", encoding="utf-8")
    assert main([*with_config, "sheet"]) == 2
    assert "desk" in capsys.readouterr().err


@pytest.mark.parametrize("sentence", ["您好。", "王女士。"])
def test_a_sentence_is_said_aloud_recorded_or_not(tmp_path: Path, heard: dict[str, Output], sentence: str) -> None:
    assert main(["voice", "--voice", str(tmp_path / "hum"), "say", sentence]) == 0
    assert heard["Hall speaker"].sounds


def test_what_nothing_here_can_say_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], heard: dict[str, Output], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    (tmp_path / "pyttsx3.py").write_text("raise ImportError", encoding="ascii")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert main(["voice", "--voice", str(tmp_path / "hum"), "say", "王女士。"]) == 1
    assert "nothing here can say it" in capsys.readouterr().err
    assert not heard["Hall speaker"].sounds


def test_without_any_output_that_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    voice(tmp_path / "hum", 您好=0.2)
    (tmp_path / "asound.conf").write_text("", encoding="ascii")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "asound.conf"))
    assert main(["voice", "--voice", str(tmp_path / "hum"), "say", "您好。"]) == 1
    assert "nothing here to hear it with" in capsys.readouterr().err


def test_a_hall_records_a_voice_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the sheet to a voice: some lines first, what is missing then, and one again that went wrong."""
    folder, recordings = tmp_path / "minnan", tmp_path / "recordings"
    sheet = said(capsys, "sheet")
    (tmp_path / "sheet.txt").write_text("\n".join(sheet) + "\n", encoding="utf-8")
    recordings.mkdir()
    record = ("--voice", str(folder), "take", str(recordings), "--sheet", str(tmp_path / "sheet.txt"))
    for number in range(1, 12):
        (recordings / f"{number}.wav").write_bytes(spoken(0.3, 3_000 + 2_000 * number))
    (recordings / "查好了，请看屏幕.wav").write_bytes(spoken(0.6, 20_000))
    assert said(capsys, *record) == [f"12 clips taken into {folder}; not recorded yet: {len(sheet) - 12}"]

    made = Manifest.read(folder)
    assert (made.voice, made.licence, len(made.clips)) == ("minnan", "own", 12)
    assert made.clips["查好了，请看屏幕"].ends
    assert made.clips["零"].seconds == pytest.approx(0.4, abs=0.05)
    assert main(["voice", "--voice", str(folder), "check"]) == 1
    told = capsys.readouterr().out
    assert f"not recorded: {len(sheet) - 12}\n" in told
    assert "louder or softer than the others: 0\n" in told

    missing = said(capsys, "--voice", str(folder), "sheet", "--missing")
    assert len(missing) == len(sheet) - 12
    assert set(missing) < set(sheet)

    before = made.clips["一"]
    for file in recordings.iterdir():
        file.unlink()
    (recordings / "0002.wav").write_bytes(spoken(0.5, 9_000))
    assert said(capsys, *record) == [f"1 clips taken into {folder}; not recorded yet: {len(sheet) - 12}"]
    assert Manifest.read(folder).clips["一"] != before
    assert Manifest.read(folder).damage(folder) == ()
    assert said(capsys, "--voice", str(folder), "say", "--dry-run", "--count", "3") == ["三", "三"]


def test_recordings_that_can_not_be_used_are_named_and_the_others_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recordings = tmp_path / "recordings"
    recordings.mkdir()
    (recordings / "0001.wav").write_bytes(spoken(0.3, 9_000))
    (recordings / "0002.wav").write_bytes(b"no sound")
    (recordings / "0003.wav").write_bytes(spoken(0.3, 0))
    (recordings / "99999.wav").write_bytes(spoken(0.3, 9_000))
    (recordings / "notes.txt").write_text("tired", encoding="utf-8")
    assert main(["voice", "--voice", str(tmp_path / "own"), "take", str(recordings)]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("1 clips taken")
    left = [line.strip().partition(": ") for line in told.err.splitlines()]
    assert [name for name, _, _ in left] == ["0002.wav", "0003.wav", "99999.wav"]
    assert left[1][2] == "there is only silence in it"
    assert left[2][2] == "nothing of that number or text is to be recorded"


def test_the_shipped_voice_is_not_recorded_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voice", "take", str(tmp_path)]) == 2
    assert "--voice FOLDER" in capsys.readouterr().err


def test_the_shipped_voices_are_whole_and_have_their_licence() -> None:
    folders = [folder for folder in (ROOT / "voice").iterdir() if folder.is_dir()]
    assert "zf_xiaobei" in {folder.name for folder in folders}
    for folder in folders:
        made = Manifest.read(folder)
        assert (made.voice, made.licence) == (folder.name, "Apache-2.0")
        assert max(clip.seconds for clip in made.clips.values()) <= 8.0
        assert (folder / "LICENSE").exists()
