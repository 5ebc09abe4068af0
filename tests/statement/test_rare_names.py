"""Names with characters beyond the first plane print, and are extracted as they are."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfbase.pdfdoc import PDFDocument

from kiosk.pension.payment import months_received, payment_status
from kiosk.statement.a4 import a4
from kiosk.statement.compose import payment_year, yearly_record
from kiosk.statement.fonts import BOLD, REGULAR, font, runs, width
from kiosk.statement.masked import masked_name
from kiosk.statement.model import MARK
from kiosk.statement.seal import digest
from kiosk.statement.verify import Verdict, text_of, verify_text
from tests.statement.papers import KEYRING, SEALER, SERIAL, SHEET
from tests.statement.pdfs import text
from tests.statement.records import TODAY, contributor, found, pensioner

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
    file.write_bytes(a4(statement).pdf)
    extracted = text_of(file)
    assert f"{MARK}{name}{MARK}" in extracted
    assert verify_text(extracted, KEYRING, TODAY).verdict == Verdict.UNCHANGED


def test_pdftotext_extracts_rare_names_too(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    names = ["李𬱖", "王𠮷", "孙𪚥"]
    for name in names:
        file.write_bytes(a4(SEALER.seal(yearly_record(found(contributor(name)), 2025, SHEET), SERIAL)).pdf)
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
    assert runs("张\U0003104f", REGULAR) == [(REGULAR, "张\U0003104f")]
    assert width("张\U0003104f", REGULAR, 10) == pytest.approx(20)
    shown = font(REGULAR).face.charToGlyph
    assert shown[0x3104F] == shown[ord("〓")]


@pytest.mark.parametrize("name", ["王\ue123芳", "\U0003104f明", "\uf9d1一", "辻\U000e0100美", "བཀྲ་ཤིས", "张\u2063三"])
def test_a_true_sheet_is_unchanged_whatever_its_holder_is_called(name: str) -> None:
    """Agencies keep rare characters in private places; no font has them, the paper shows 〓, and it still is a true one."""
    statement = SEALER.seal(payment_year(found(pensioner(name)), 2026, SHEET), SERIAL)
    assert verify_text(text(a4(statement).pdf), KEYRING, TODAY).verdict == Verdict.UNCHANGED


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


def test_no_part_of_a_record_is_readable_by_accident() -> None:
    """What stands in a `repr` comes into error texts and logs sooner or later."""
    whole, paying = pensioner(), contributor()
    standing = payment_status(found(whole), TODAY)
    parts = (*whole.payments, *whole.payments[0].items, *whole.benefits, *whole.adjustments, *whole.account_years)
    others = (whole.certification, *whole.participations, *paying.contributions, standing, found(whole))
    shown = "".join(map(repr, (*parts, *others, months_received(found(whole), 2025))))
    shown = re.sub(r"0x[0-9a-f]+", "", shown)  # where an object lies says nothing of what is in it
    for secret in ("328596", "340216", "0428", "11620", "2305788", "纺织厂", "2027", "49600"):
        assert secret not in shown


@pytest.mark.parametrize("many", range(155, 195))
def test_no_mark_stands_alone_wherever_a_subset_of_the_font_ends(many: int) -> None:
    document, regular = PDFDocument(), font(REGULAR)
    words = "".join(chr(0x4E00 + number) for number in range(many))
    for line in (f"{MARK}{words}{MARK}", f"{MARK}{words[-1]}{MARK}", f"{MARK}一{MARK}"):
        parted = regular.splitString(line, document)
        subsets = regular.state[document].subsets
        read = ["".join(chr(subsets[number][code]) for code in codes) for number, codes in parted]
        assert "".join(read) == line
        assert all(run.strip(MARK) for run in read)
        assert all(subset[32] == 32 for subset in subsets if len(subset) > 32)
