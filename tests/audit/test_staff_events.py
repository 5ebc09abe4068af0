"""Every event of the staff is written by who may cause it and by nobody else, and says no more than its fields."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kiosk.audit import maintenance_events as maintenance
from kiosk.audit import staff_events as staff
from kiosk.audit.declaring import EVENTS, Actor, CauseRefused, EventKind, Unnamed
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
from kiosk.core.help import HelpKind
from kiosk.core.mandate import AgentKind, MandateNumber
from kiosk.core.pseudonym import Pseudonym
from kiosk.core.serial import DocumentSerial
from kiosk.core.staff import StaffMember, StaffNumber, StaffRole

MEMBERS = {role: StaffMember(StaffNumber(f"02{at:02d}"), role) for at, role in enumerate(StaffRole)}
ACTORS: list[Actor] = [*Unnamed, *MEMBERS.values()]
ATTENDANT, ADMINISTRATOR = MEMBERS[StaffRole.ATTENDANT], MEMBERS[StaffRole.ADMINISTRATOR]
ANOTHER = StaffNumber("0311")
SAMPLES: dict[type, Any] = {
    Code: "a-code",
    Codes: ("print", "look-up"),
    Flag: True,
    Serial: DocumentSerial(0xABCD),
    Subject: Pseudonym(bytes(16)),
    CrashCode: "482-913",
    Staff: ANOTHER,
    Mandate: MandateNumber("2026-1121-0042"),
    DataDay: date(2026, 11, 15),
    Sha256: FileDigest(bytes(32)),
    AgeBand: 76,
}


def sample(field: Field) -> Any:
    if isinstance(field, OneOf):
        return next(iter(field.kind))
    return field.least if isinstance(field, Whole) else SAMPLES[type(field)]


def fields_for(kind: EventKind, actor: Actor) -> dict[str, Any]:
    given = {name: sample(field) for name, field in kind.fields.items()}
    if isinstance(actor, StaffMember):
        given.pop("staff", None)
    return given


@pytest.mark.parametrize("kind", EVENTS.values(), ids=lambda kind: kind.id)
def test_only_who_may_cause_an_event_makes_it(kind: EventKind) -> None:
    for actor in ACTORS:
        role = actor.role if isinstance(actor, StaffMember) else actor
        may = role in kind.causes or (role is StaffRole.ADMINISTRATOR and any(r in kind.causes for r in StaffRole))
        if may:
            event = kind(actor, **fields_for(kind, actor))
            assert event.by == role.value
            assert not set("{}[]") & set(event.sentence())
            if isinstance(actor, StaffMember) and "staff" in kind.fields:
                assert event.fields["staff"] == str(actor.number)
        else:
            with pytest.raises(CauseRefused, match=f"{kind.id}: not by {role}"):
                kind(actor, **fields_for(kind, actor))


def test_nobody_signs_as_somebody_else() -> None:
    with pytest.raises(CauseRefused, match="staff is not who caused it"):
        maintenance.PAPER_CHANGED(MEMBERS[StaffRole.TECHNICIAN], staff=ANOTHER, device="printer")


def test_an_event_of_the_staff_needs_who_it_was() -> None:
    with pytest.raises(CauseRefused, match="who caused it is missing"):
        staff.ID_NUMBER_TYPED(subject=Pseudonym(bytes(16)))


def test_without_an_actor_it_is_the_machine_or_else_the_person() -> None:
    assert staff.HELP_CALLED(kind=HelpKind.HELP).by == "machine"
    assert staff.SIGN_IN_REFUSED(reason="pin", tries=4).by == "person"


def test_the_audit_of_the_staff_reads_as_sentences() -> None:
    subject, agent = Pseudonym(bytes(16)), Pseudonym(b"\x11" * 16)
    mandate = MandateNumber("2026-1121-0042")
    happened = [
        staff.SIGNED_IN(ATTENDANT, role=ATTENDANT.role),
        staff.SIGN_IN_REFUSED(staff=ANOTHER, reason="pin", tries=4),
        staff.SIGN_IN_LOCKED(staff=ANOTHER, tries=10),
        staff.SIGN_IN_UNLOCKED(ATTENDANT, subject=ANOTHER),
        staff.SIGNED_OUT(staff=ANOTHER, why=staff.SignedOutBy.IDLE),
        staff.DUAL_REFUSED(ADMINISTRATOR, second=ADMINISTRATOR.number, what=staff.Dual.IMPORT, reason="same"),
        staff.HELP_ANSWERED(kind=HelpKind.UNWELL, seconds=41, minutes=2),
        staff.MANDATE_USED(
            ATTENDANT,
            subject=subject,
            mandate=mandate,
            agent=agent,
            kind=AgentKind.FAMILY,
            purposes=("print", "look-up"),
        ),
        staff.MANDATE_USED(
            ATTENDANT,
            subject=subject,
            mandate=mandate,
            agent=agent,
            acting=ANOTHER,
            kind=AgentKind.AGENCY,
            purposes=("print",),
        ),
        maintenance.PAPER_CHANGED(ATTENDANT, device="receipt-printer", counter=204),
        maintenance.PAPER_CHANGED(ATTENDANT, device="document-printer"),
        maintenance.RECORDS_REPLACED(Unnamed.CONSOLE, rows=500_000, cut_off=date(2026, 11, 15), verdict="whole"),
        maintenance.CONFIG_CHANGED(ADMINISTRATOR, key="policy.code_valid_days"),
        staff.LOOK_UP_LIMIT(seconds=60, count=41),
        staff.LOOK_UP_LIMIT(seconds=60, count=41, staff=ANOTHER),
    ]
    assert [event.sentence() for event in happened] == [
        "工号0200登录，岗位attendant。",
        "没有登录，工号0311，原因pin，已试4次。",
        "工号0311已锁，试错10次，要另一位来解锁。",
        "工号0200给工号0311解锁。",
        "工号0311退出，原因idle。",
        "工号0203和工号0203没有一起同意：import，原因same。",
        "有人答应：unwell，等了41秒，2分钟后到。",
        f"工号0200按委托2026-1121-0042代办：对象{'0' * 32}，代办人{'1' * 32}，种类family，事项print+look-up。",
        f"工号0200按委托2026-1121-0042代办：对象{'0' * 32}，代办人{'1' * 32}，即工号0311，种类agency，事项print。",
        "工号0200换了设备receipt-printer的纸，换下的打了204张。",
        "工号0200换了设备document-printer的纸。",
        "工号无换数据：500000行，截至2026-11-15，结果whole。",
        "工号0203改了设置policy.code_valid_days。",
        "查询次数异常：60秒里查了41次。",
        "查询次数异常：60秒里查了41次，当时工号0311在登录。",
    ]


def test_a_setting_is_named_and_its_value_has_no_place() -> None:
    with pytest.raises(FieldRefused, match="value is not declared"):
        maintenance.CONFIG_CHANGED(ADMINISTRATOR, key="policy.places", value="3")
