"""What an audit event may carry, and that nothing personal fits into it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import Action
from devices.health import DeviceState, Supply
from kiosk.audit import events
from kiosk.audit.declaring import EVENTS, declare
from kiosk.audit.events import PAGE_ENDED, PAGE_SHOWN, clock_jumped, page_ended, page_shown
from kiosk.audit.fields import (
    AgeBand,
    Code,
    Codes,
    CrashCode,
    DataDay,
    Field,
    FieldRefused,
    FileDigest,
    Flag,
    Mandate,
    OneOf,
    Serial,
    Sha256,
    Staff,
    Subject,
    Whole,
)
from kiosk.core.clock import SHANGHAI, ClockJump
from kiosk.core.mandate import MandateNumber
from kiosk.core.money import Fen, IdNumber, written_yuan
from kiosk.core.pseudonym import Pseudonym, pseudonym
from kiosk.core.serial import DocumentSerial
from kiosk.core.staff import Assistance, Reason, StaffMember, StaffNumber, StaffRole
from kiosk.core.stage import EndedBy, PageEnded

FIELDS: list[Field] = [
    Code(),
    OneOf(EndedBy),
    OneOf(DeviceState),
    OneOf(Supply),
    Whole(-9_999_999, 9_999_999),
    Flag(),
    Serial(),
    Subject(),
    CrashCode(),
    Codes(),
    Staff(),
    Mandate(),
    DataDay(),
    Sha256(),
    AgeBand(),
]
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=15)
PERSONAL = st.one_of(
    HAN,
    HAN.map(lambda name: f"page-{name}"),
    st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True),
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"62[0-9]{14,17}", fullmatch=True),
    st.from_regex(r"[A-Z][0-9]{8}", fullmatch=True),
    st.from_regex(r"id-[1-9][0-9]{16}[0-9X]", fullmatch=True),
    st.integers(0, 10**9).map(lambda fen: written_yuan(Fen(fen))),
    st.integers(0, 10**9).map(lambda fen: f"{written_yuan(Fen(fen))}元"),
    st.dates().map(str),
    st.dates(max_value=date(2019, 12, 31)),
    st.from_regex(r"[0-9]{3,8}", fullmatch=True),
    st.binary(min_size=1),
    st.integers(10**7, 10**18),
    st.floats(allow_nan=False),
    st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True).map(IdNumber),
)


@pytest.mark.parametrize("field", FIELDS, ids=repr)
@given(value=PERSONAL)
def test_nothing_personal_fits_into_any_field(field: Field, value: object) -> None:
    with pytest.raises(FieldRefused) as refused:
        field.written(value)
    with pytest.raises(FieldRefused) as of_anything:
        field.written(object())
    assert str(refused.value) == str(of_anything.value)


@pytest.mark.parametrize(
    ("field", "value", "written"),
    [
        (Code(), "place_id_card", "place_id_card"),
        (Code(), "paper-out", "paper-out"),
        (Code(), "PersonNotFound", "PersonNotFound"),
        (Code(), "v0.1.0", "v0.1.0"),
        (OneOf(Action), Action.REFILL, "refill"),
        (Whole(0, 9), 9, 9),
        (Flag(), True, True),
        (Serial(), DocumentSerial(255), "00000000000000ff"),
        (Subject(), Pseudonym(b"0123456789abcdef"), "30313233343536373839616263646566"),
        (CrashCode(), "482-913", "482-913"),
        (Codes(), ("print", "look-up"), "print+look-up"),
        (Staff(), StaffNumber("0217"), "0217"),
        (Mandate(), MandateNumber("2026-1121-0042"), "2026-1121-0042"),
        (DataDay(), date(2026, 11, 15), "2026-11-15"),
        (Sha256(), FileDigest(bytes(32)), "0" * 64),
        (AgeBand(), 49, "0-49"),
        (AgeBand(), 50, "50-59"),
        (AgeBand(), 79, "70-79"),
        (AgeBand(), 90, "90+"),
    ],
)
def test_what_a_field_is_for_is_written(field: Field, value: object, written: object) -> None:
    assert field.written(value) == written


@pytest.mark.parametrize("value", ["", "two words", "-x", "x-", "a" * 65, "year2025", "line\n", None, 7, "é"])
def test_a_code_is_short_and_has_no_long_number(value: object) -> None:
    with pytest.raises(FieldRefused):
        Code().written(value)


@pytest.mark.parametrize("value", [-1, 10, True, "5", 5.0])
def test_a_whole_number_stays_in_its_bounds_and_is_no_truth_value(value: object) -> None:
    with pytest.raises(FieldRefused):
        Whole(0, 9).written(value)


@pytest.mark.parametrize(("least", "most"), [(0, 10**7), (-(10**7), 0), (2, 1)])
def test_a_field_can_not_be_declared_wide_enough_for_a_telephone_number(least: int, most: int) -> None:
    with pytest.raises(FieldRefused):
        Whole(least, most)


@pytest.mark.parametrize("value", [(), ("a",) * 9, ("two words",), ("year2025",), ["a"], "a"])
def test_codes_are_few_and_each_is_one(value: object) -> None:
    with pytest.raises(FieldRefused):
        Codes().written(value)


@pytest.mark.parametrize("value", [date(2019, 12, 31), date(2100, 1, 1), datetime(2026, 11, 15, tzinfo=SHANGHAI)])
def test_a_day_of_the_data_is_nobody_s_birthday(value: object) -> None:
    with pytest.raises(FieldRefused):
        DataDay().written(value)


@pytest.mark.parametrize("value", [-1, 151, True, 70.5])
def test_an_age_is_in_whole_years_of_a_life(value: object) -> None:
    with pytest.raises(FieldRefused):
        AgeBand().written(value)


def test_a_digest_has_the_length_of_one() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        FileDigest(b"short")


def test_a_member_of_another_enumeration_is_refused() -> None:
    with pytest.raises(FieldRefused, match="EndedBy"):
        OneOf(EndedBy).written(DeviceState.ONLINE)


def test_every_declared_event_has_only_fields_that_hold_no_text() -> None:
    assert {"started", "stopped", "clock-jumped", "device-changed", "print-changed", "crashed", "page-ended"} <= set(
        EVENTS
    )
    for kind in EVENTS.values():
        assert all(isinstance(field, Field) for field in kind.fields.values())
        assert kind.sentence.endswith("。")


def test_the_audit_reads_as_sentences() -> None:
    serial = DocumentSerial(0xABCD)
    happened = [
        events.STARTED(version="v0.1.0"),
        events.STOPPED(reason="asked"),
        clock_jumped(ClockJump(-3600.4)),
        clock_jumped(ClockJump(1.8e9)),
        events.DEVICE_CHANGED(lane="printer", state=DeviceState.ONLINE),
        events.DEVICE_CHANGED(lane="printer", state=DeviceState.USER_ERROR, error="paper-out", action=Action.REFILL),
        events.SUPPLY_CHANGED(lane="printer", supply="paper", level=Supply.LOW),
        events.PRINT_CHANGED(serial=serial, state="sending"),
        events.CRASHED(code="482-913", error="KeyError"),
        PAGE_SHOWN(page="home"),
        PAGE_ENDED(page="home", by=EndedBy.PERSON),
        PAGE_ENDED(page="reading", by=EndedBy.ERROR, code="card-unreadable"),
        events.VISIT_OVER(),
    ]
    assert [event.sentence() for event in happened] == [
        "程序启动，版本v0.1.0。",
        "程序停止，原因asked。",
        "时钟变动了-3600秒。",
        "时钟变动了9999999秒。",
        "设备printer：online，故障无，处理无。",
        "设备printer：user_error，故障paper-out，处理refill。",
        "设备printer的paper：low。",
        "单据000000000000abcd：sending。",
        "程序出错，代码482-913，种类KeyError。",
        "显示页面home。",
        "离开页面home，由person，代码无。",
        "离开页面reading，由error，代码card-unreadable。",
        "一次办理结束。",
    ]


@pytest.mark.parametrize(
    "fields",
    [{}, {"page": "home", "name": "王秀兰"}, {"page": "王秀兰"}, {"page": None}],
    ids=["none", "more", "wrong", "gone"],
)
def test_an_event_takes_its_declared_fields_and_says_no_value(fields: dict[str, Any]) -> None:
    with pytest.raises(FieldRefused, match=r"^page-shown: ") as refused:
        PAGE_SHOWN(**fields)
    assert "王" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "sentence", "fields"),
    [
        ("page-shown", "又一个。", {}),
        ("Two words", "两个词。", {}),
        ("loose", "没有字段的{page}。", {}),
        ("silent", "不说的字段。", {"page": Code()}),
        ("text", "自由文字{page}。", {"page": str}),
    ],
)
def test_a_declaration_that_could_let_text_in_is_refused(name: str, sentence: str, fields: dict[str, Any]) -> None:
    declared = dict(EVENTS)
    with pytest.raises(FieldRefused):
        declare(name, sentence, **fields)
    assert declared == EVENTS


def test_an_optional_field_must_be_declared() -> None:
    with pytest.raises(FieldRefused):
        declare("optional", "没有。", optional=frozenset({"page"}))


def test_a_person_is_told_apart_only_with_the_key() -> None:
    number = IdNumber("110101194912310028")
    written = Subject().written(pseudonym(bytes(32), number))
    assert isinstance(written, str)
    assert number.reveal() not in written


def test_what_is_left_out_of_a_sentence_in_brackets_is_not_said() -> None:
    helper = Assistance(StaffMember(StaffNumber("0217"), StaffRole.ATTENDANT), Reason.BY_AGENT)
    assert page_shown("home", None).sentence() == "显示页面home。"
    assert page_shown("home", helper).sentence() == "显示页面home，工号0217协助，原因by-agent。"
    ended = page_ended(PageEnded("home", EndedBy.PERSON), helper)
    assert ended.sentence() == "离开页面home，由person，代码无，工号0217协助，原因by-agent。"
    assert ended.by == "person"
    assert page_ended(PageEnded("home", EndedBy.TIME), None).by == "machine"


def test_somebody_has_to_be_able_to_cause_an_event() -> None:
    with pytest.raises(FieldRefused):
        declare("by-nobody", "没人。", causes=frozenset())
