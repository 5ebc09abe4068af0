"""Names with characters beyond the first plane print, and are extracted as they are."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.statement.a4 import a4
from kiosk.statement.compose import yearly_record
from kiosk.statement.fonts import BOLD, REGULAR, font, runs, width
from kiosk.statement.masked import masked_name
from kiosk.statement.model import MARK
from kiosk.statement.seal import digest
from kiosk.statement.verify import Verdict, text_of, verify_text
from tests.statement.papers import KEYRING, SEALER, SERIAL, SHEET
from tests.statement.records import TODAY, contributor, found

NAMES = [
    "李𬱖",
    "王𠮷",
    "孙𪚥",
    "𠮷𠮷",
    "李𫖯明",
    "王㐂",
    "陈䶮",
    "欧阳𣲗",
    "阿依古丽·阿卜杜热合曼",
    "ANNA SMITH",
    "张\U0003104f",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_rare_name_is_extracted_as_it_is(name: str, tmp_path: Path) -> None:
    statement = SEALER.seal(yearly_record(found(contributor(name)), 2025, SHEET), SERIAL)
    file = tmp_path / "paper.pdf"
    file.write_bytes(a4(statement))
    text = text_of(file)
    known = all(font(REGULAR).has(ch) or font("HanaMinB").has(ch) for ch in name)
    assert (f"{MARK}{name}{MARK}" in text) == known
    assert verify_text(text, KEYRING, TODAY).verdict == (Verdict.UNCHANGED if known else Verdict.ALTERED)


def test_pdftotext_extracts_rare_names_too(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    names = ["李𬱖", "王𠮷", "孙𪚥"]
    for name in names:
        file.write_bytes(a4(SEALER.seal(yearly_record(found(contributor(name)), 2025, SHEET), SERIAL)))
        try:
            done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
        except FileNotFoundError:
            pytest.skip("pdftotext is not installed")
        assert name in done.stdout.decode()


def test_only_a_character_that_needs_it_is_drawn_in_the_other_font() -> None:
    assert runs("王秀芳", REGULAR) == [(REGULAR, "王秀芳")]
    assert runs("王𠮷", BOLD) == [(BOLD, "王"), ("HanaMinB", "𠮷")]
    assert runs(f"{MARK}𠮷王{MARK}", REGULAR) == [("HanaMinB", f"{MARK}𠮷"), (REGULAR, f"王{MARK}")]
    assert runs(f"{MARK}王𠮷{MARK}", REGULAR) == [(REGULAR, f"{MARK}王"), ("HanaMinB", f"𠮷{MARK}")]


def test_a_character_no_font_has_is_never_left_out() -> None:
    assert runs("张\U0003104f", REGULAR) == [(REGULAR, "张〓")]
    assert width("张\U0003104f", REGULAR, 10) == pytest.approx(20)


@pytest.mark.parametrize(
    ("name", "covered"),
    [
        ("王芳", "王*"),
        ("王秀芳", "王*芳"),
        ("李", "李*"),
        ("欧阳娜", "欧阳*"),
        ("欧阳娜娜", "欧阳**"),
        ("欧阳", "欧*"),
        ("买买提·艾力", "买买提·**"),
        ("爱新觉罗承志", "爱****志"),
        ("ANNA SMITH", "A**"),
        ("李𬱖", "李*"),
    ],
)
def test_a_name_is_covered_so_that_its_owner_knows_it(name: str, covered: str) -> None:
    assert masked_name(name) == covered


def test_nothing_of_a_person_is_readable_by_accident() -> None:
    statement = yearly_record(found(contributor("李建国")), 2025, SHEET)
    shown = repr(statement) + repr(statement.blocks) + repr(statement.figures)
    assert "李建国" not in shown
    assert "110101197001010013" not in shown
    assert digest(replace(statement, blocks=())) != digest(statement)
