"""The print journal against a model that is a dict: steps, days and restarts in any order."""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.pseudonym import Pseudonym
from kiosk.ledger.document import NEXT, Document, PrintState, PrintTicket
from kiosk.ledger.journal import PrintJournal, WrongStep

KEY = bytes(range(32))
PEOPLE = (Pseudonym(b"w" * 16), Pseudonym(b"l" * 16))
LEFT_BY_A_RESTART = {PrintState.INTENDED: PrintState.ABANDONED, PrintState.SENDING: PrintState.UNKNOWN}
MAYBE_PRINTED = {"sending", "proved", "unknown", "settled-printed", "taken-back"}


class JournalMachine(RuleBasedStateMachine):
    tickets: Bundle[PrintTicket] = Bundle("tickets")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "journal.db"
        self.clock = VirtualClock(datetime(2026, 11, 21, 9, 0, tzinfo=SHANGHAI))
        self.journal = PrintJournal(self.path, KEY, self.clock)
        self.model: dict[PrintTicket, tuple[Pseudonym, date, PrintState]] = {}

    def teardown(self) -> None:
        self.journal.close()
        self.folder.cleanup()

    @rule(target=tickets, subject=st.sampled_from(PEOPLE))
    def intend(self, subject: Pseudonym) -> PrintTicket:
        document = Document("yearly-record", subject, "2025", 7, date(2026, 10, 31), b"digest", "printer")
        ticket = self.journal.intend(document)
        assert all(ticket.serial > earlier.serial for earlier in self.model)
        self.model[ticket] = (subject, self.clock.now().date(), PrintState.INTENDED)
        return ticket

    @rule(ticket=tickets, after=st.sampled_from([state for state in PrintState if state is not PrintState.INTENDED]))
    def step(self, ticket: PrintTicket, after: PrintState) -> None:
        subject, day, state = self.model[ticket]
        if after in NEXT.get(state, ()):
            self.take(ticket, after)
            self.model[ticket] = (subject, day, after)
        else:
            with pytest.raises(WrongStep):
                self.take(ticket, after)

    def take(self, ticket: PrintTicket, after: PrintState) -> None:
        {
            PrintState.SENDING: lambda: self.journal.sending(ticket),
            PrintState.PROVED: lambda: self.journal.proved(ticket),
            PrintState.FAILED: lambda: self.journal.failed(ticket, "paper-out"),
            PrintState.ABANDONED: lambda: self.journal.abandoned(ticket),
            PrintState.UNKNOWN: lambda: self.journal.unproven(ticket, "print-unproven"),
            PrintState.SETTLED_PRINTED: lambda: self.journal.settle(ticket, printed=True, by="0217"),
            PrintState.SETTLED_NOT_PRINTED: lambda: self.journal.settle(ticket, printed=False, by="0217"),
            PrintState.TAKEN_BACK: lambda: self.journal.taken_back(ticket),
        }[after]()

    @rule()
    def restart(self) -> None:
        self.journal.close()
        self.journal = PrintJournal(self.path, KEY, self.clock)
        left = LEFT_BY_A_RESTART
        self.model = {t: (who, day, left.get(state, state)) for t, (who, day, state) in self.model.items()}

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.clock.sleep(hours * 3600)

    @invariant()
    def says_what_the_model_says(self) -> None:
        assert all(self.journal.entry(ticket).state is state for ticket, (_, _, state) in self.model.items())
        unknown = [ticket for ticket, (_, _, state) in self.model.items() if state is PrintState.UNKNOWN]
        assert [entry.ticket for entry in self.journal.unknown()] == unknown
        assert sum(self.journal.counters().values()) == len(self.model)

    @invariant()
    def knows_what_was_printed_today(self) -> None:
        today = self.clock.now().date()
        for person in PEOPLE:
            of_today = [state for who, day, state in self.model.values() if (who, day) == (person, today)]
            printed = any(state in MAYBE_PRINTED for state in of_today)
            assert self.journal.printed_today(person, "yearly-record", "2025") is printed


TestJournal = JournalMachine.TestCase
TestJournal.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
