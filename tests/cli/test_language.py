"""`yiban language`, and the catalogues that come with the product."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import pytest

from kiosk.__main__ import main
from kiosk.cli import language
from kiosk.cli.catalogues import read
from kiosk.cli.language import completeness, extract, sheet, write, wrong
from kiosk.cli.messages import Message, NoSources, messages
from kiosk.cli.words_of import messages_of
from kiosk.core.languages import CATALOGUES, LANGUAGES, catalogue, signed_by
from kiosk.core.text import is_wordless
from tests.gallery.pages import pages as gallery_pages

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

CODES = sorted(path.parent.parent.name for path in CATALOGUES.glob("*/LC_MESSAGES/yiban.po"))
SOURCES = messages()
LEAST = {"en": 0.97}
"""How complete a catalogue has to be at least; one that is not named may lack the months by name and little else."""

DRAFTED = ("ug", "kk", "bo", "mn", "ko", "za", "ii")
"""Languages in which the way through a visit is whole."""
REQUIRED = (
    *(
        "home",
        "place_id_card",
        "no_card",
        "insert_social_card",
        "look_up",
        "take_social_card",
        "walked_away",
        "goodbye",
    ),
    *("statement_review", "payment", "months", "printing", "take_paper"),
    *("card_trouble", "at_the_window", "paper_trouble", "sorry", "paused", "power", "help_called", "help_coming"),
    *("modes", "languages", "hearing", "certification", "how_to_certify"),
)
"""Modules of the pages of home, of the main job, of errors, and of what stands beside every page."""
EVERYWHERE = ("kiosk/ui/", "kiosk/core/")
"""Where the words stand that are on every page, and those of places, days and sums."""
NEEDLESS = frozenset({*(f"{month}月" for month in range(1, 13)), "3号窗口"})
"""Months are called by their numbers, and any window by `{a}号窗口`."""
LACKING = {("bo", "试用"), ("mn", "试用")}
"""On the page of languages there is no room for the word under every name; the Chinese one stands there."""

YI = re.compile("[\ua000-\ua48c]+")
"""Syllables of standard Yi without anything between them."""
WHERE = re.compile("dict|gov|talk|sen|lex|udhr|cldr|(made|loan), .*unattested: .+")
"""Where a Yi word is attested, as the README of the languages explains it, or that it is not."""


@pytest.mark.parametrize("code", DRAFTED)
def test_home_the_main_job_and_every_error_have_a_draft_of_every_message(code: str) -> None:
    shown = {
        text
        for name, page in gallery_pages().items()
        if name.partition(".")[0] in REQUIRED
        for text in messages_of(page)
    }
    wanted = shown | {
        text
        for text, message in SOURCES.items()
        if message.for_people and any(file.startswith(EVERYWHERE) for file in message.files)
    }
    drafts = read(code).translations
    missing = [
        text
        for text in sorted(wanted & set(SOURCES) - NEEDLESS)
        if not is_wordless(text) and not drafts.get(text) and (code, text) not in LACKING
    ]
    assert not missing


def test_every_page_that_is_demanded_is_there() -> None:
    assert set(REQUIRED) <= {name.partition(".")[0] for name in gallery_pages()}


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_has_every_value_and_nothing_the_sources_lack_and_is_compiled(code: str) -> None:
    edited = read(code)
    assert code in LANGUAGES
    assert not list(wrong(edited, SOURCES))
    assert catalogue(code).read_bytes() == edited.compiled()
    done, wanted = completeness(edited, SOURCES)
    assert done >= wanted * LEAST.get(code, 0.97), f"{code}: {done} of {wanted}"


@pytest.mark.parametrize("code", CODES)
def test_a_catalogue_is_as_it_is_written(code: str, tmp_path: Path) -> None:
    edited = read(code)
    write(code, edited.translations, SOURCES, tmp_path, signed_by(code))
    assert catalogue(code, tmp_path).with_suffix(".po").read_text("utf-8") == (
        catalogue(code).with_suffix(".po").read_text("utf-8")
    )


@cache
def _yi_words() -> dict[str, tuple[str, str, str]]:
    """Return the transcription, the Chinese and the source of every word of which the Yi draft is made."""
    _, *lines = (CATALOGUES / "ii" / "words.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return {word: (transcription, chinese, where) for word, transcription, chinese, where in rows}


def _made_of(syllables: str, words: Collection[str]) -> bool:
    """Say whether a run of syllables is nothing but words."""
    reached = {0}
    for end in range(1, len(syllables) + 1):
        if any(syllables[start:end] in words for start in reached):
            reached.add(end)
    return len(syllables) in reached


def test_every_yi_draft_is_made_of_words_that_are_listed_with_where_they_stand() -> None:
    words = _yi_words()
    unknown = {
        text: run
        for text, draft in read("ii").translations.items()
        for run in YI.findall(draft)
        if not _made_of(run, words)
    }
    assert not unknown


def test_every_yi_word_is_listed_once_as_it_sounds_and_with_its_source() -> None:
    lines = (CATALOGUES / "ii" / "words.tsv").read_text("utf-8").splitlines()[1:]
    assert lines == sorted(set(lines))
    assert len(lines) == len(_yi_words())
    for word, (transcription, chinese, where) in _yi_words().items():
        assert YI.fullmatch(word)
        assert transcription == " ".join(unicodedata.name(each).split()[-1].lower() for each in word)
        assert chinese
        assert WHERE.fullmatch(where), f"{word}: {where}"


def test_what_a_made_yi_word_is_made_of_is_listed_too() -> None:
    words = _yi_words()
    parts = {part for _, _, where in words.values() if where.startswith("made") for part in YI.findall(where)}
    assert parts <= set(words)


def test_messages_are_found_where_they_are_put_into_names_first() -> None:
    for text in ("数据到{day}", "星期一", "{surname}女士，您好", "打印提醒条", "今年每个月发了多少。", "3号窗口"):
        assert text in SOURCES
    assert SOURCES["您想办什么？"].for_people
    assert not SOURCES["设备维护"].for_people


def test_without_sources_there_are_no_messages(tmp_path: Path) -> None:
    with pytest.raises(NoSources):
        messages(tmp_path)


def test_new_messages_come_and_gone_ones_go(tmp_path: Path) -> None:
    old = {text: Message(text, ("kiosk/ui/a.py",)) for text in ("甲", "乙")}
    new = {text: Message(text, ("kiosk/ui/a.py",)) for text in ("乙", '丙\\"\t')} | {
        "丁": Message("丁", ("kiosk/screens/staff/a.py",))
    }
    assert extract("en", old, tmp_path) == "2 new, 0 gone"
    write("en", {"甲": "A", "乙": "B"}, old, tmp_path, "A. Reader")
    assert extract("en", new, tmp_path) == "1 new, 1 gone"
    edited = read("en", tmp_path)
    assert edited.translations == {"乙": "B", '丙\\"\t': ""}
    assert edited.signed_by == "A. Reader"
    assert completeness(edited, new) == (1, 2)


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    sources = {text: Message(text, ("kiosk/ui/a.py",)) for text in ("{n}张", "{n}次", "甲")}
    write("en", {"{n}张": "{m} pages", "{n}次": "{n times", "甲": "A"}, sources, tmp_path)
    told = list(wrong(read("en", tmp_path), {text: sources[text] for text in ("{n}张", "{n}次")}))
    assert told == ["{n}张: has other values: {m} pages", "{n}次: no format: {n times", "甲: no source has it"]


def test_the_sheet_has_each_pages_chinese_beside_its_translation() -> None:
    text = sheet("ug", read("ug"), SOURCES)
    assert '<td lang="zh">您想办什么？</td><td lang="ug" dir="rtl">قايسى' in text
    assert text.index("<th colspan") < text.index("您想办什么？")
    assert "everywhere" in text


def test_the_command_extracts_checks_compiles_and_makes_sheets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ["--folder", str(tmp_path)]
    assert main(["language", "extract", "en", *here]) == 0
    assert main(["language", "check", *here]) == 1
    assert "is not what yiban.po compiles to" in capsys.readouterr().out
    assert main(["language", "compile", "en", *here]) == 0
    assert main(["language", "check", *here]) == 0
    told = capsys.readouterr().out
    assert "en English: 0 of" in told
    assert "signed by nobody: a draft" in told
    assert main(["language", "sheet", "en", *here, "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "en.html").exists()
    assert main(["language", "check", "ko", *here]) == 2
    assert main(["language", "check", "xx", *here]) == 2
    assert "there is no such language" in capsys.readouterr().err


def test_a_built_program_says_that_catalogues_are_edited_elsewhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none() -> dict[str, Message]:
        raise NoSources("no sources here")

    monkeypatch.setattr(language, "messages", none)
    assert main(["language", "check"]) == 2
    assert "edited in a checkout" in capsys.readouterr().err
