"""What the audit is told of the staff and of the machine: each deed one line, people as pseudonyms, whoever tells it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from kiosk.audit import maintenance_events
from kiosk.core.clock import SHANGHAI
from kiosk.core.deeds import LookedUp, NumberTyped, PaperChanged
from kiosk.core.help import Call, CallNews, CallState, HelpKind, Turn
from kiosk.core.house import Ending
from kiosk.core.incident import Incident
from kiosk.core.mandate import AgentKind, Draft, Errand, Mandate, MandateDid, MandateFact, MandateNumber
from kiosk.core.money import IdNumber
from kiosk.core.pseudonym import Pseudonym, pseudonym
from kiosk.core.serial import DocumentSerial
from kiosk.core.staff import Assistance, Figures, Reason, StaffMember, StaffNumber, StaffRole
from kiosk.ledger.document import Document, Entry, PrintState, PrintTicket
from kiosk.ledger.requests import Request, RequestKind
from kiosk.notes import help_event, incident_event
from kiosk.staff.deeds import Deed, Did
from kiosk.staff.session import Over
from kiosk.staff_notes import StaffNotes

if TYPE_CHECKING:
    from kiosk.audit.declaring import Event

KEY = bytes(32)
PERSON = IdNumber("990101195803110024")
MEMBER = StaffMember(StaffNumber("0217"), StaffRole.ATTENDANT)
ADMIN = StaffMember(StaffNumber("1003"), StaffRole.ADMINISTRATOR)
NOW = datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI)


class Book:
    """Takes events, and says who is on duty."""

    def __init__(self, member: StaffMember | None = None) -> None:
        self.events: list[Event] = []
        self.member = member
        self.notes = StaffNotes(self.events.append, lambda: self.member, lambda number: pseudonym(KEY, number))

    @property
    def sentences(self) -> list[str]:
        return [event.sentence() for event in self.events]

    @property
    def ids(self) -> list[str]:
        return [event.kind.id for event in self.events]


def test_a_session_is_told_from_its_beginning_to_its_end() -> None:
    book = Book()
    book.notes.signed_in(MEMBER)
    for ending in (Ending.FINISHED, Ending.IDLE, Ending.LIMIT):
        book.notes.signed_out(MEMBER, ending)
    assert book.ids == ["signed-in", "signed-out", "signed-out", "signed-out"]
    assert [event.fields["why"] for event in book.events[1:]] == ["done", "idle", "limit"]


def test_helping_is_told_with_the_persons_answer_once() -> None:
    book = Book(MEMBER)
    assistance = Assistance(MEMBER)
    book.notes.look(assistance)
    book.notes.helps(assistance)
    for figures in (Figures.ASK, Figures.REFUSED, Figures.REFUSED, Figures.SHOWN):
        book.notes.look(replace(assistance, figures=figures))
    book.notes.look(None)
    book.notes.helped(replace(assistance, figures=Figures.SHOWN))
    assert book.ids == ["assistance-begun", "figures-answered", "figures-answered", "assistance-ended"]
    assert [event.fields["figures"] for event in book.events[1:]] == ["refused", "shown", "shown"]


@pytest.mark.parametrize(
    ("over", "why"), [(Over.QUIET, "，自动结束：idle"), (Over.LIMIT, "，自动结束：limit"), (None, "")]
)
def test_why_help_ended_that_nobody_had_ended_is_told(over: Over | None, why: str) -> None:
    book = Book()
    book.notes.helped(Assistance(MEMBER, figures=Figures.REFUSED), over)
    assert book.sentences == [f"工号{MEMBER.number}结束协助，原因help，金额refused{why}。"]


@pytest.mark.parametrize(
    ("deed", "member", "told", "by"),
    [
        (Deed(Did.REFUSED, MEMBER.number, code="wrong-pin", wrong=3), None, "sign-in-refused", "person"),
        (Deed(Did.REFUSED, code="unknown", wrong=5000), None, "sign-in-refused", "person"),
        (Deed(Did.CODE_REFUSED, code="wrong-setup-code", wrong=1), None, "setup-code-refused", "person"),
        (Deed(Did.LOCKED, MEMBER.number, wrong=10), None, "sign-in-locked", "machine"),
        (Deed(Did.PIN_CHANGED, MEMBER.number, MEMBER.number), None, "pin-changed", "person"),
        (
            Deed(Did.ADDED, ADMIN.number, ADMIN.number, role=StaffRole.ADMINISTRATOR),
            None,
            "first-administrator",
            "person",
        ),
        (Deed(Did.ADDED, MEMBER.number, role=StaffRole.ATTENDANT), None, "staff-added", "console"),
        (Deed(Did.ADDED, MEMBER.number, ADMIN.number, role=StaffRole.ATTENDANT), ADMIN, "staff-added", "administrator"),
        (Deed(Did.RESET, MEMBER.number, ADMIN.number), ADMIN, "staff-reset", "administrator"),
        (Deed(Did.REMOVED, MEMBER.number, ADMIN.number), ADMIN, "staff-removed", "administrator"),
        (Deed(Did.UNLOCKED, MEMBER.number), None, "sign-in-unlocked", "console"),
        (Deed(Did.CARD_GIVEN, MEMBER.number, ADMIN.number), ADMIN, "staff-cards-changed", "administrator"),
        (Deed(Did.CARDS_TAKEN, MEMBER.number), None, "staff-cards-changed", "console"),
        (Deed(Did.CODE_MADE), None, "setup-code-made", "console"),
    ],
)
def test_each_deed_of_the_room_has_its_event(deed: Deed, member: StaffMember | None, told: str, by: str) -> None:
    book = Book(member)
    book.notes.deed(deed)
    assert [(event.kind.id, event.by) for event in book.events] == [(told, by)]


def test_signing_in_is_told_by_the_shift_alone() -> None:
    book = Book()
    book.notes.deed(Deed(Did.SIGNED_IN, MEMBER.number, MEMBER.number))
    assert book.events == []


def test_what_was_done_for_people_names_them_to_nobody() -> None:
    book = Book()
    book.notes.signed_in(ADMIN)
    book.notes.helps(Assistance(ADMIN, Reason.FOR_FAMILY, Figures.NEVER))
    somebody = pseudonym(KEY, PERSON)
    draft = Draft(
        AgentKind.FAMILY,
        somebody,
        "测试",
        Pseudonym(bytes(16)),
        "测试二",
        None,
        (Errand.YEARLY_RECORD,),
        date(2026, 12, 1),
    )
    mandate = Mandate(MandateNumber("2026-1121-0042"), draft, date(2026, 11, 21), ADMIN.number)
    book.notes.told(NumberTyped(PERSON, ADMIN.number))
    book.notes.told(LookedUp(PERSON, ADMIN.number))
    for did in MandateDid:
        book.notes.told(MandateFact(did, mandate, draft.errands, ADMIN.number))
    book.notes.told(Request(bytes(8), 1, RequestKind.PRESENCE, PERSON, NOW, ADMIN.number, b""))
    book.notes.told(PaperChanged("receipt_printer", ADMIN.number))
    book.notes.told(maintenance_events.DOOR_CLOSED())
    book.notes.told("something else")
    assert book.ids[2:] == [
        "id-number-typed",
        "assisted-look-up",
        "mandate-made",
        "mandate-used",
        "mandate-revoked",
        "presence-registered",
        "paper-changed",
        "door-closed",
    ]
    assert all(PERSON.reveal() not in sentence and "测试" not in sentence for sentence in book.sentences)
    assert sum(str(somebody) in sentence for sentence in book.sentences) == 6
    assert book.events[3].fields["reason"] == Reason.FOR_FAMILY.value


@pytest.mark.parametrize("kind", AgentKind)
def test_which_of_the_halls_own_people_acts_is_told(kind: AgentKind) -> None:
    book = Book()
    draft = Draft(
        kind, Pseudonym(bytes(16)), "", Pseudonym(bytes(16)), "0311", None, (Errand.YEARLY_RECORD,), date(2026, 12, 1)
    )
    mandate = Mandate(MandateNumber("2026-1121-0042"), draft, date(2026, 11, 21), MEMBER.number)
    book.notes.told(MandateFact(MandateDid.MADE, mandate, draft.errands, MEMBER.number))
    assert book.events[0].fields.get("acting") == ("0311" if kind is AgentKind.AGENCY else None)


@pytest.mark.parametrize("printed", [204, None])
def test_what_the_paper_was_used_for_and_how_often_a_pin_was_wrong_is_told(printed: int | None) -> None:
    book = Book()
    book.notes.told(PaperChanged("receipt_printer", MEMBER.number, printed))
    book.notes.deed(Deed(Did.LOCKED, MEMBER.number, wrong=10))
    used = "" if printed is None else "，换下的打了204张"
    assert book.sentences == [
        f"工号{MEMBER.number}换了设备receipt-printer的纸{used}。",
        f"工号{MEMBER.number}已锁，试错10次，要另一位来解锁。",
    ]


def test_who_signed_in_before_this_start_is_an_attendant_to_the_audit() -> None:
    book = Book()
    book.notes.told(LookedUp(PERSON, StaffNumber("0999")))
    assert book.events[0].by == "attendant"
    assert book.events[0].fields["reason"] == Reason.HELP.value


@pytest.mark.parametrize("state", [PrintState.SETTLED_PRINTED, PrintState.SETTLED_NOT_PRINTED, PrintState.PROVED])
def test_who_settles_a_print_is_told(state: PrintState) -> None:
    document = Document("yearly_record", Pseudonym(bytes(16)), "2025", 1, date(2026, 10, 31), b"", "receipt_printer")
    entry = Entry(PrintTicket(DocumentSerial(1 << 40)), document, state, NOW, NOW, by="0217")
    book = Book(MEMBER)
    book.notes.settled(entry)
    told = [event.fields["printed"] for event in book.events]
    assert told == ([] if state is PrintState.PROVED else [state is PrintState.SETTLED_PRINTED])


@pytest.mark.parametrize("incident", list(Incident))
def test_every_incident_has_its_event(incident: Incident) -> None:
    event = incident_event(incident, staff_there=True)
    assert event.by == "machine"
    if incident is Incident.DOOR_OPENED:
        assert event.fields["expected"] is True


@pytest.mark.parametrize("turn", list(Turn))
@pytest.mark.parametrize("kind", [HelpKind.HELP, HelpKind.READING, HelpKind.TAMPERED])
def test_every_turn_of_a_call_is_told_but_one_that_another_tells(turn: Turn, kind: HelpKind) -> None:
    event = help_event(CallNews(turn, Call(1, kind, 0.0, CallState.WAITING, again=1, minutes=3), waited_seconds=61.4))
    if turn is Turn.SUPERSEDED:
        assert event is None
    else:
        assert event is not None
        assert event.fields["kind"] == kind.value
        assert event.fields.get("seconds", 61) == 61
        if turn is Turn.CALLED:
            assert event.by == ("machine" if kind.quiet else "person")
