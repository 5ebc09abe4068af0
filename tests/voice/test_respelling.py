"""Words with several readings, as voices of the system are given them: respelled, and read right."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.voice.names import ESPEAK, VOICE_RENDERER, own
from kiosk.voice.readings import Readings, ReadingsDamaged
from kiosk.voice.renderers import Renderers, _wav
from kiosk.voice.respelling import Homophones, respelled
from tests.voice.conftest import stand_in
from tests.voice.phonemes import alike, by_pinyin, read

WORDS = Readings.read().words
SYLLABLES = sorted({syllable for syllables in WORDS.values() for syllable in syllables})
OF = Homophones.read().of
WRITES_ITS_TEXT = """
class Voice: id = name = {voice!r}; languages = []
class Engine:
    def getProperty(self, name): return [Voice]
    def connect(self, name, told): self.told = told
    def setProperty(self, name, value): pass
    def save_to_file(self, text, file): open(file, "w", encoding="utf-8").write(text)
    def runAndWait(self): self.told()
init = Engine
"""
WITHOUT_CHARACTER = {"da3", "da4", "fa1", "gei3", "liao3", "qia3", "zhao2", "zhuan3"}
"""Every character that is read so is read otherwise, too; and there is none for a syllable without a tone."""


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("重庆", "崇庆"),
        ("请把卡还给单女士。", "请把卡环给善女士。"),
        ("还有朝阳区的银行", "孩有潮阳趋的银航"),
        ("归还有期", "归环有期"),
        ("重庆重要，重庆重新", "崇庆仲药，崇庆崇新"),
        ("着急", "着急"),
        ("收好单子", "收好丹子"),
        ("您好，请放证。", "您好，请放证。"),
        ("", ""),
    ],
)
def test_words_of_the_dictionary_are_given_with_characters_read_in_one_way(text: str, given: str) -> None:
    assert respelled(text) == given


def test_the_longest_word_counts() -> None:
    assert respelled("别着急", pinyin=True) == "蹩 zhao2 急"
    assert respelled("朝阳市朝下", pinyin=True) == "潮阳市潮下"


def test_a_voice_that_reads_pinyin_is_given_it_where_there_is_no_character() -> None:
    assert respelled("卡住了", pinyin=True) == " qia3 住了"
    assert respelled("单先生", pinyin=True) == "善先 sheng5 "


def test_every_syllable_of_the_dictionary_has_its_character() -> None:
    assert sorted(OF) == SYLLABLES
    without = {syllable for syllable, each in OF.items() if not each.char}
    assert without == WITHOUT_CHARACTER | {syllable for syllable in SYLLABLES if syllable.endswith("5")}


def test_a_character_stands_for_one_syllable() -> None:
    chars = [each.char for each in OF.values() if each.char]
    assert len(chars) == len(set(chars))


def test_espeak_reads_every_character_that_is_written_for_a_syllable_so() -> None:
    there = {syllable: each.char for syllable, each in OF.items() if each.char}
    spelled = by_pinyin([*there])
    wrong = [
        syllable
        for syllable, said in zip(there, read([*there.values()]), strict=True)
        if not alike(said, [spelled[syllable]])
    ]
    assert wrong == []


def test_espeak_reads_every_word_of_the_dictionary_right() -> None:
    spelled = by_pinyin(SYLLABLES)
    said = read([respelled(word, pinyin=True) for word in WORDS])
    wrong = [
        word
        for (word, syllables), heard in zip(WORDS.items(), said, strict=True)
        if not alike(heard, [spelled[syllable] for syllable in syllables])
    ]
    assert wrong == []


def test_without_it_espeak_would_misread_many() -> None:
    spelled = by_pinyin(SYLLABLES)
    wrong = {
        word
        for (word, syllables), heard in zip(WORDS.items(), read([*WORDS]), strict=True)
        if not alike(heard, [spelled[syllable] for syllable in syllables])
    }
    assert {"重庆", "行长", "还款", "单女士", "外地"} <= wrong


def test_the_program_of_the_system_says_a_word_as_the_dictionary_has_it() -> None:
    """What it says of 重庆 is what it says of two characters that have no other reading."""
    sounds = Renderers([ESPEAK], 24_000, lambda _told: None).sounds
    assert sounds(["重庆，行长。"]) == sounds(["崇庆，航掌。"])
    assert sounds(["重庆，行长。"]) != sounds(["仲庆，型常。"])


@pytest.mark.parametrize(
    ("voice", "given"),
    [("Microsoft Huihui Desktop", "善先生，着急崇庆"), ("sit/cmn-latn-pinyin", "善先 sheng5 ， zhao2 急崇庆")],
)
def test_the_voice_of_windows_and_that_of_espeak_are_given_what_each_can_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, voice: str, given: str
) -> None:
    stand_in(tmp_path, monkeypatch, WRITES_ITS_TEXT.format(voice=voice))
    assert _wav(own(VOICE_RENDERER), "单先生，着急重庆").decode() == given


@pytest.mark.parametrize("line", ["chong2\t崇", "chong2\t崇虫\t重", "a1\t锕\t阿\na1\t锕\t阿", "a1\t\t阿"])
def test_a_line_of_the_table_that_can_not_be_used_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / Homophones.FILE).write_text(f"# remark\n\n{line}\n", encoding="utf-8")
    with pytest.raises(ReadingsDamaged, match=r"chong2|a1"):
        Homophones.read(tmp_path)
