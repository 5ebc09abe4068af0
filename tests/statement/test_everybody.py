"""Every synthetic person's papers: they reconcile, fit, and hold every figure."""

from datetime import date

import pytest

from devices.paper import COLUMNS, Pair, TextLine, columns
from kiosk.core.record import DataState, Found, RecordError, Scheme
from kiosk.demo.people import cut_off_before, people
from kiosk.pension.account import pension_schemes, whole_years
from kiosk.pension.certification import CertificationCase, certification_standing
from kiosk.pension.errors import AskAtWindow, DoesNotReconcile, NothingThatYear
from kiosk.pension.payment import PaymentCase, payment_status, payment_years
from kiosk.statement.a4 import a4
from kiosk.statement.compose import payment_year, yearly_record
from kiosk.statement.model import Statement
from kiosk.statement.receipt import receipt
from kiosk.statement.slips import certification_slip
from kiosk.statement.verify import Verdict, verify_text
from tests.statement.papers import KEYRING, NO_POLICY, SEALER, SERIAL, SHEET, SLIP
from tests.statement.pdfs import text
from tests.statement.records import TODAY

CUT_OFF: date = cut_off_before(TODAY)


def everybody(count: int) -> list[Found]:
    data = DataState("某某县社会保险事业管理局", "000000", CUT_OFF, 1, count)
    return [Found(record, data, TODAY) for record in people(count, 1, TODAY)]


EVERYBODY = everybody(160)


def papers(found: Found) -> list[Statement]:
    made: list[Statement] = []
    for at in (SLIP, SHEET):
        made += [yearly_record(found, year, at) for year in whole_years(found)[:2]]
        made += [payment_year(found, year, at) for year in payment_years(found)[:1]]
        made.append(certification_slip(found, NO_POLICY, at))
    return made


def fits(statement: Statement) -> bool:
    for item in receipt(statement).items:
        room = COLUMNS // 2 if isinstance(item, TextLine | Pair) and item.double else COLUMNS
        if isinstance(item, TextLine) and columns(item.text) > room:
            return False
        if isinstance(item, Pair) and columns(item.label) + columns(item.value) >= room:
            return False
    return True


def test_everybody_has_papers_that_reconcile_and_fit_or_a_window() -> None:
    made = 0
    for found in EVERYBODY:
        for_a_window = bool(found.record.marks) or Scheme.INSTITUTION_PENSION in pension_schemes(found.record)
        try:
            statements = papers(found)
        except AskAtWindow:
            unknown = certification_standing(found, NO_POLICY).case == CertificationCase.UNKNOWN
            assert for_a_window or unknown
            continue
        except (DoesNotReconcile, NothingThatYear) as error:
            pytest.fail(f"a synthetic person's record makes no paper: {type(error).__name__}")
        assert all(fits(statement) for statement in statements)
        made += len(statements)
    assert made > 500


def test_every_state_of_a_pension_and_of_a_certification_is_somebodys() -> None:
    assert {payment_status(found, TODAY).case for found in EVERYBODY} == set(PaymentCase)
    assert {certification_standing(found, NO_POLICY).case for found in EVERYBODY} == set(CertificationCase)


def test_sheets_of_many_people_are_unchanged_when_read_back() -> None:
    for found in EVERYBODY[:15]:
        try:
            statements = papers(found)
        except RecordError:
            continue
        sealed = SEALER.seal(statements[-2], SERIAL)
        assert verify_text(text(a4(sealed).pdf), KEYRING, TODAY).verdict == Verdict.UNCHANGED
