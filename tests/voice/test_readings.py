"""How words with several readings are read, and what becomes of 一 and 不 before another syllable."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.voice.readings import Readings, ReadingsDamaged, with_changed_tones


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("重庆", "chong2 qing4"),
        ("六安", "lu4 an1"),
        ("台州", "tai1 zhou1"),
        ("东莞", "dong1 guan3"),
        ("蚌埠", "beng4 bu4"),
        ("厦门", "xia4 men2"),
        ("行长", "hang2 zhang3"),
        ("还款", "huan2 kuan3"),
        ("单女士", "shan4 nü3 shi4"),
        ("补给", "bu3 gei3"),
        ("最长", "zui4 chang2"),
    ],
)
def test_the_dictionary_knows_places_names_and_words_of_the_hall(word: str, read: str) -> None:
    assert " ".join(Readings.read().words[word]) == read


@pytest.mark.parametrize(
    "line",
    [
        "重庆",
        "重庆\tchong2 qing4",
        "重庆\tchong2\thand",
        "重庆\tchong qing\thand",
        "重庆\tchong2 qing4\t ",
        "a\ta1\tx\na\ta1\tx",
    ],
)
def test_a_line_that_can_not_be_used_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / Readings.FILE).write_text(f"# places\n\n{line}\n", encoding="utf-8")
    with pytest.raises(ReadingsDamaged, match=r"[重a]"):
        Readings.read(tmp_path)


def test_a_dictionary_is_read_without_its_remarks(tmp_path: Path) -> None:
    (tmp_path / Readings.FILE).write_text("# places\n\n绿\tlü4\tby hand\n", encoding="utf-8")
    assert Readings.read(tmp_path).words == {"绿": ("lü4",)}


@pytest.mark.parametrize(
    ("text", "read", "changed"),
    [
        ("不用", "bu4 yong4", "bu2 yong4"),
        ("不收", "bu4 shou1", "bu4 shou1"),
        ("先不", "xian1 bu4", "xian1 bu4"),
        ("一次", "yi1 ci4", "yi2 ci4"),
        ("一个", "yi1 ge5", "yi2 ge5"),
        ("一张", "yi1 zhang1", "yi4 zhang1"),
        ("等一等", "deng3 yi1 deng3", "deng3 yi5 deng3"),
        ("一千", "yi1 qian1", "yi4 qian1"),
        ("一月", "yi2 yue4", "yi1 yue4"),
        ("一九四一年", "yi1 jiu3 si4 yi1 nian2", "yi1 jiu3 si4 yi1 nian2"),
        ("十一万", "shi2 yi1 wan4", "shi2 yi1 wan4"),
        ("第一次", "di4 yi1 ci4", "di4 yi1 ci4"),
        ("一", "yi1", "yi1"),
    ],
)
def test_yi_and_bu_take_on_the_tone_that_what_follows_gives_them(text: str, read: str, changed: str) -> None:
    assert with_changed_tones(text, read.split()) == changed.split()
