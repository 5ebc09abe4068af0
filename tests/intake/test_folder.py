"""An agency's tables become records, and what is wrong with them is named with its line, and never with what stands there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kiosk.core.money import Fen, Month
from kiosk.core.record import ContributionState, PaidTo, PaymentState, Scheme
from kiosk.demo.people import people
from kiosk.intake.folder import records
from kiosk.intake.problems import Problems, TablesRefused
from kiosk.intake.tables import TABLES
from tests.intake.tables import write

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.record import Record

TODAY = date(2026, 11, 21)
CUT_OFF = date(2026, 11, 20)
ANN, BO = "990101195803119667", "990101195506029614"
PERSONS = f"AAC001,AAC002,AAC003\n1,{ANN},甲\n2,{BO},乙\n"


def made(folder: Path, **files: str) -> tuple[list[Record], Problems, bool]:
    """Go through tables of these texts; the records, the problems, and whether they may be sealed."""
    folder.mkdir(exist_ok=True)
    for name, text in {"persons": PERSONS, **files}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    problems = Problems()
    found: list[Record] = []
    try:
        for record in records(folder, CUT_OFF, problems):
            found.append(record)  # noqa: PERF402 - what came before a refusal counts
    except TablesRefused:
        return found, problems, False
    return found, problems, True


@pytest.mark.parametrize(("encoding", "count"), [("utf-8", 60), ("utf-8-sig", 2), ("gb18030", 45)])
def test_everybodys_record_comes_out_of_the_tables_as_it_went_in(tmp_path: Path, encoding: str, count: int) -> None:
    everybody = list(people(count, 1, TODAY))
    problems = Problems()
    found = list(records(write(tmp_path, everybody, encoding), CUT_OFF, problems))
    wanted = sorted(everybody, key=lambda record: record.person.personal_number)
    assert len(found) == count
    for record, before in zip(found, wanted, strict=True):
        assert record.person.number.reveal() == before.person.number.reveal()
        assert tuple(record.contributions) == tuple(before.contributions)
        assert tuple(record.account_years) == tuple(before.account_years)
        assert tuple(record.payments) == tuple(before.payments)
        assert tuple(record.adjustments) == tuple(before.adjustments)
        assert (record.card, record.participations, record.benefits) == (
            before.card,
            before.participations,
            before.benefits,
        )
        assert (record.certification, record.marks) == (before.certification, before.marks)
        assert record.person == before.person
        assert record.deemed_contribution_months == before.deemed_contribution_months
    assert problems.grave == ()


def test_one_table_is_enough_and_columns_may_be_called_as_the_field_calls_them(tmp_path: Path) -> None:
    found, problems, whole = made(tmp_path, persons=f"个人编号,公民,姓名\n1,{ANN},甲\n")
    assert [str(each) for each in problems.grave] == [
        "persons.csv, line 1: column 2 has a name that is none of this table's: leave it out"
    ]
    found, problems, whole = made(tmp_path, persons=f"个人编号,社会保障号码,姓名\n\n1,{ANN.lower()}, 甲 \n")
    assert whole
    assert (found[0].person.name, found[0].person.birth, found[0].person.sex.value) == ("甲", date(1958, 3, 11), "2")
    assert found[0].card is None
    assert (problems.grave, problems.slight) == ((), ())


def test_a_number_of_fifteen_digits_is_made_one_of_eighteen(tmp_path: Path) -> None:
    found, _, whole = made(tmp_path, persons=f"AAC001,AAC002,AAC003\n1,{ANN[:6]}{ANN[8:17]},甲\n")
    assert whole
    assert found[0].person.number.reveal() == ANN


def test_a_foreigners_old_number_needs_the_day_of_birth(tmp_path: Path) -> None:
    header = "AAC001,AAC002,AAC003,AAC006\n"
    _, problems, whole = made(tmp_path, persons=header + "1,USA110101580311,Ann,\n")
    assert not whole
    assert "AAC006 出生日期: empty, and the number doesn't tell it" in str(problems.grave[0])
    found, _, whole = made(tmp_path, persons=header + "1,USA110101580311,Ann,1958/3/11\n")
    assert whole
    assert (found[0].person.birth, found[0].person.sex.value) == (date(1958, 3, 11), "9")


PAID = "AAC001,AAE140,AAE002,AAA036,AAA037,AAE003,AAE019,AAE117,paid_on,AIC910,AAE010\n"


def test_items_of_a_month_are_one_payment(tmp_path: Path) -> None:
    text = PAID + (
        '1,110,202610,B,基础,202610,1000,paid,20261012,"1,250.50",6222020000001234\n'
        "1,110,202609,A,基础,202609,1000,sent,,,\n"
        "1,110,202610,C,扣,202610,-49.5,paid,20261012,1250.5,6222020000001234\n"
        "1,110,202610,D,过渡,202610,300.00,paid,20261012,1250.50,6222020000001234\n"
    )
    found, problems, whole = made(tmp_path, payments=text)
    assert whole, problems.grave
    sent, paid = found[0].payments
    assert (sent.month, sent.state, sent.paid_on, sent.amount) == (Month(2026, 9), PaymentState.SENT, None, Fen(100000))
    assert (paid.amount, paid.account_tail, paid.paid_to) == (Fen(125050), "1234", PaidTo.CARD)
    assert [item.code for item in paid.items] == ["B", "C", "D"]
    assert found[1].payments == ()


MONTH = "AAC001,AAE140,AAE003,AAE180,AAE020,AAE022,AAE114\n"
YEAR = "AAC001,AAE140,AAE001,opening,AAE381,interest_on_opening,interest_on_credits,AAE382,AIC079,AAE201\n"
RISE = "AAC001,effective,AAE212,BIC239,BIC447\n"
CERTIFIED = "AAC001,AAE230\n"


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("persons", "", "persons.csv, line 1: columns are missing: AAC001 个人编号, AAC002 社会保障号码, AAC003 姓名"),
        ("persons", "AAC001;AAC002;AAC003\n", "persons.csv, line 1: column 1 has a name that is none of this table's"),
        ("persons", "AAC001,AAC002,AAC0003\n", "column 3 has a name that is none of this table's; is it AAC003?"),
        ("persons", "AAC001,AAC002,AAC003,姓名\n", "line 1: column AAC003 姓名 stands there twice"),
        (
            "persons",
            PERSONS + "3,990101195803119668,丙\n",
            "line 4: AAC002 社会保障号码: no identity number, or its check",
        ),
        (
            "persons",
            PERSONS + "3,9.90101E+17,丙\n",
            "line 4: AAC002 社会保障号码: a spreadsheet has made a number of it",
        ),
        ("persons", PERSONS + f"3,{ANN},丙\n", "line 4: AAC002 社会保障号码: somebody above has the same"),
        (
            "persons",
            PERSONS + "3,,丙\n",
            "line 4: AAC002 社会保障号码: empty: write identity number of 18 or 15 digits",
        ),
        ("persons", PERSONS + f",{ANN},丙\n", "line 4: AAC001 个人编号: empty: write text"),
        ("persons", PERSONS + f"3,{ANN}\n", "line 4: not 3 cells, as the first line has"),
        ("persons", PERSONS + f"1,{ANN},甲\n", "line 4: not in the order of AAC001: sort the file by it, as text"),
        ("persons", PERSONS + f"2,{BO},乙\n", "line 4: the same AAC001 as on the line before: one row for each"),
        ("persons", PERSONS + f'3,{ANN},"丙\n', "no CSV: a quotation mark is open"),
        ("persons", PERSONS + f"3,{ANN},{'丙' * 101}\n", "line 4: AAC003 姓名: too long, or not all of it visible"),
        (
            "persons",
            f"AAC001,AAC002,AAC003,AAZ500\n1,{ANN},甲,X1\n",
            "line 2: card_issued 发卡日期: empty beside a card",
        ),
        (
            "persons",
            f"AAC001,AAC002,AAC003,AAZ500,card_issued\n1,{ANN},甲,X1,20200101\n2,{BO},乙,X1,20200101\n",
            "line 3: AAZ500 社会保障卡卡号: somebody above has the same",
        ),
        ("persons", f"AAC001,AAC002,AAC003,AAZ501\n1,{ANN},甲,？\n", "line 2: AAZ501 社保卡金融账号: no account"),
        (
            "persons",
            f"AAC001,AAC002,AAC003,marks\n1,{ANN},甲,deceased;x\n",
            "none of those there are: write deceased, con",
        ),
        ("persons", f"AAC001,AAC002,AAC003,AAE200\n1,{ANN},甲,-1\n", "line 2: AAE200 视同缴费月数: no whole number"),
        (
            "persons",
            f"AAC001,AAC002,AAC003,AAC006\n1,{ANN},甲,1958-3/11\n",
            "line 2: AAC006 出生日期: no day: write it",
        ),
        ("persons", f"AAC001,AAC002,AAC003,AAC006\n1,{ANN},甲,19580230\n", "line 2: AAC006 出生日期: no day: write it"),
        ("persons", f"AAC001,AAC002,AAC003,AAC006\n1,{ANN},甲,00580211\n", "line 2: AAC006 出生日期: no day: write it"),
        (
            "contributions",
            MONTH + "9,110,202601,1,1,1,1\n",
            "contributions.csv, line 2: AAC001: nobody in persons.csv has",
        ),
        (
            "contributions",
            MONTH + "0,110,202601,1,1,1,1\n",
            "contributions.csv, line 2: AAC001: nobody in persons.csv has",
        ),
        (
            "contributions",
            MONTH + "1,110,202601,1,1,1,1\n1,110,202601,2,1,1,1\n",
            "line 3: the same month and scheme as",
        ),
        (
            "contributions",
            MONTH + "1,110,202612,1,1,1,1\n",
            "line 2: later than the day the data reach: compare it with",
        ),
        ("contributions", MONTH + "1,110,202613,1,1,1,1\n", "line 2: AAE003 费款所属期: no month: write it as 202609"),
        ("contributions", MONTH + "1,110,190,1,1,1,1\n", "line 2: AAE003 费款所属期: no month: write it as 202609"),
        (
            "contributions",
            MONTH + "1,110,202601,1.234,1,1,1\n",
            "line 2: AAE180 缴费基数: no amount in yuan: write it as",
        ),
        (
            "contributions",
            MONTH + "1,11,202601,1,1,1,1\n",
            "line 2: AAE140 险种类型: none of those there are: write 110",
        ),
        (
            "accounts",
            YEAR + "1,110,2025,1,1,1,1,4,12,12\n1,110,2025,1,1,1,1,4,12,12\n",
            "line 3: the same year and sch",
        ),
        ("accounts", YEAR + "1,110,2027,1,1,1,1,4,12,12\n", "line 2: later than the day the data reach"),
        ("accounts", YEAR + "1,110,20,1,1,1,1,4,12,12\n", "line 2: AAE001 年度: no year: write it as 2026"),
        ("payments", PAID + "1,110,202610,B,b,202610,9,paid,20261012,8,\n", "line 2: AIC910 发放金额 is not the sum"),
        ("payments", PAID + "1,110,202610,B,b,202610,9,paid,,,\n", "line 2: paid_on 发放日期: write it for paid and"),
        ("payments", PAID + "1,110,202612,B,b,202612,9,sent,,,\n", "line 2: later than the day the data reach"),
        (
            "payments",
            PAID + "1,110,202610,B,b,202610,9,sent,,,\n1,110,202610,C,c,202610,9,returned,20261012,,\n",
            "line 3: says another AAE117, paid_on, AAE145, AAE010, return_reason, AIC910 than its payment's first item",
        ),
        ("certification", CERTIFIED + "1,20260101\n1,20260102\n", "line 3: the same AAC001 as on the line before"),
        ("codes", "AAA100,AAA102,word\nAAC003,1,2\n", "codes.csv, line 2: AAA100: no column with words is called so"),
        ("codes", "AAA100,AAA102,word\nAAE140,1,2\n", "codes.csv, line 2: word, for AAE140 险种类型: none of those"),
        ("people", "", "people.csv: no table is called so: there are persons.csv, participation.csv"),
    ],
)
def test_a_slip_is_named_with_its_line_and_nothing_is_sealed(tmp_path: Path, table: str, text: str, said: str) -> None:
    _, problems, whole = made(tmp_path, **{table: text})
    told = [str(each) for each in problems.grave]
    assert not whole
    assert len(told) == 1, told
    assert said in told[0]
    assert not {ANN, BO, "甲", "丙"} & set(told[0].replace(":", " ").replace(",", " ").split())


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        (
            "accounts",
            YEAR + "1,110,2025,1,1,1,1,5,12,12\n",
            "line 2: opening, credits and interest, less what was paid",
        ),
        (
            "accounts",
            YEAR + "1,110,2024,1,1,1,1,4,12,12\n1,110,2025,1,1,1,1,4,12,24\n",
            "line 3: opening is not the year before's AAE382",
        ),
        ("adjustments", RISE + "1,202601,202607,100,90\n", "line 2: BIC239 调整合计 is not the sum of its parts"),
    ],
)
def test_what_does_not_add_up_for_one_person_is_told_and_keeps_nobody_elses_away(
    tmp_path: Path, table: str, text: str, said: str
) -> None:
    found, problems, whole = made(tmp_path, **{table: text})
    assert whole
    assert len(found) == 2
    assert [said in str(each) for each in problems.slight] == [True]


def test_an_agencys_own_codes_are_read_by_its_code_table_and_lines_it_leaves_out_are_passed_over(
    tmp_path: Path,
) -> None:
    codes = "AAA100,AAA102,word\nAAE140,11,110\nAAE140,32,-\nAAE114,0,arrears\n"
    months = MONTH + "1,11,202601,1,1,1,0\n1,32,202601,1,1,1,0\n1,110,202602,1,1,1,1\n"
    found, problems, whole = made(tmp_path, codes=codes, contributions=months)
    assert whole, problems.grave
    told = [(each.month, each.scheme, each.state) for each in found[0].contributions]
    assert told == [
        (Month(2026, 1), Scheme.EMPLOYEE_PENSION, ContributionState.ARREARS),
        (Month(2026, 2), Scheme.EMPLOYEE_PENSION, ContributionState.PAID),
    ]


def test_a_day_that_a_spreadsheet_counts_is_a_day(tmp_path: Path) -> None:
    found, _, whole = made(tmp_path, persons=f"AAC001,AAC002,AAC003,AAC006\n1,{ANN},甲,21255\n")
    assert whole
    assert found[0].person.birth == date(1958, 3, 11)


def test_the_same_slip_on_many_lines_is_told_once(tmp_path: Path) -> None:
    rows = "".join(f"{n:03},990101195803119668,甲\n" for n in range(1, 100))
    _, problems, _ = made(tmp_path, persons="AAC001,AAC002,AAC003\n" + rows)
    assert [(each.line, each.times) for each in problems.grave] == [(2, 99)]
    assert str(problems.grave[0]).startswith("persons.csv, line 2 (and 98 more): AAC002")


def test_bytes_of_no_encoding_and_a_missing_table_are_named(tmp_path: Path) -> None:
    (tmp_path / "contributions.csv").write_bytes(b"\xff\xff")
    problems = Problems()
    with pytest.raises(TablesRefused):
        list(records(tmp_path, CUT_OFF, problems))
    assert [str(each) for each in problems.grave] == [
        "persons.csv: there is no such file: it is the one that has to be there",
        "contributions.csv: neither UTF-8 nor GB18030: export it in one of them",
    ]


def test_a_persons_row_that_can_not_be_read_makes_their_other_rows_nobodys_fault(tmp_path: Path) -> None:
    text = MONTH + "1,110,202601,1,1,1,1\n2,110,202601,1,1,1,1\n3,110,202601,1,1,1,1\n"
    _, problems, whole = made(tmp_path, persons=PERSONS.replace("甲", ""), contributions=text)
    assert not whole
    assert [each.file for each in problems.grave] == ["persons.csv"]


def test_every_table_says_what_its_columns_are() -> None:
    for table in TABLES:
        assert len({column.name for column in table.columns}) == len(table.columns)
        assert all(column.label and column.kind.says for column in table.columns)
