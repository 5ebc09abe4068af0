"""请人帮忙 on every page that comes, in virtual time: whatever becomes of the call, the same page stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Final

import pytest

from devices.id_sam.simulator import CardFault
from kiosk.core.help import HelpAnswer, HelpKind
from kiosk.core.house import Onward
from kiosk.core.page import EnterDigits
from kiosk.core.people import Presentation, TextSize
from kiosk.core.text import Wording
from kiosk.desk.board import AGAIN_SECONDS, Board
from kiosk.helping import MOST_ROUNDS, PAGES
from kiosk.settings import changing
from tests.visits.person import VirtualPerson, offered
from tests.visits.terminal import another
from tests.visits.virtual import VirtualTerminal

MOST_STEPS: Final = 16
MOST_STILL: Final = 16
"""So many different pages come in these visits at least."""
READERS: Final = frozenset({"id_reader", "social_card_reader", "scanner"})
LARGE: Final = Presentation(TextSize.LARGE)

Way = Callable[["Walk"], None]


class Walk:
    """Somebody who asks for help on every page, and then touches what nobody has touched on it before."""

    def __init__(self, terminal: VirtualTerminal, ways: tuple[Way, ...]) -> None:
        self.terminal = terminal
        self.visit = terminal.visit
        self.asked: Counter[str] = Counter()
        self.stood_still: set[str] = set()
        self._card_lies = False
        self._ways = cycle(ways)
        self._touched: Counter[tuple[str, str]] = Counter()

    @property
    def board(self) -> Board:
        return self.terminal.calling._reception.board

    @property
    def page(self) -> str:
        return self.terminal.page.name

    def answers(self, value: object) -> None:
        assert self.visit.ticket is not None
        self.visit.answered(self.visit.ticket, value)

    # -- asking for help --------------------------------------------------------------------------------------

    def asks_for_help(self) -> None:
        """Ask, let it take its way, and see that what stood stands."""
        laid_over, name, before = self.visit.laid_over, self.page, self._seen()
        self.asked[name] += 1
        self.terminal.calling.pressed()
        assert self.page in PAGES, f"no help on {name}"
        next(self._ways)(self)
        assert self.visit.laid_over is None
        if before is None:
            return
        assert self._seen() == before
        if laid_over is None:
            self.stood_still.add(name)
            assert self.terminal.diary.showing is not None
            assert self.terminal.diary.showing.ticket == self.visit.ticket

    def _seen(self) -> object:
        """What must not change; None where a device is at work, which goes on meanwhile."""
        standing = self.visit._standing
        assert standing is not None
        if standing.phase is not None or standing.held is not None or standing.hidden_until is not None:
            return None
        lanes = {job.lane for job in standing.page.jobs}
        if not lanes <= READERS or standing.page.seals or (self._card_lies and "id_reader" in lanes):
            return None
        own = self.visit._own_time(standing)
        # What was put to the staff is put to the person anew, with all its time.
        left = (
            None if own is None or standing.page.staff is not None else round(own - self.terminal.clock.monotonic(), 3)
        )
        return standing.page.name, standing.ticket, left, self.visit.trail, self.visit.presentation, len(standing.jobs)

    # -- going on ---------------------------------------------------------------------------------------------

    def goes(self, number: int) -> None:
        """Walk through one visit with this person's card."""
        before = self.visit.visits
        for _ in range(MOST_STEPS):
            self.terminal.lives(20.0, self._settled)
            self.asks_for_help()
            self.terminal.lives(20.0, self._settled)
            self._acts(number)
            self.terminal.lives(0.2)
            if self._seen() is None:
                self.asks_for_help()  # in the middle of a card, a look-up, a print
            if self.visit.visits > before:
                break
        self.terminal.reader.lift()
        self._card_lies = False
        self.terminal.printer.empty_slot()
        assert self.terminal.lives(900.0, lambda: self.visit.at_home), self.page

    def _settled(self) -> bool:
        standing = self.visit._standing
        return standing is not None and standing.phase is None and standing.held is None and not standing.hidden_until

    def _acts(self, number: int) -> None:
        page, ticket, terminal = self.terminal.page, self.visit.ticket, self.terminal
        if any(job.lane == "id_reader" for job in page.jobs) and not page.idle:
            terminal.reader.lift()
            terminal.reader.place(terminal.cards[number])
            self._card_lies = True
            return
        buttons = offered(page, Wording(simple=self.visit.presentation.simple))
        if isinstance(page, EnterDigits) or not buttons:
            terminal.lives(60.0, lambda: self.visit.ticket != ticket)
            return
        words = min(buttons, key=lambda each: self._touched[page.name, each])
        self._touched[page.name, words] += 1
        self.answers(buttons[words])


# -- what becomes of a call ---------------------------------------------------------------------------------------


def somebody_comes(walk: Walk) -> None:
    """The desk answers, and is there."""
    call = walk.board.calls[0]
    if walk.page == "unwell":
        walk.board.here(call.id)
        return
    walk.board.answered(call.id, 3)
    assert walk.page == "help_coming"
    walk.terminal.lives(100.0)
    walk.board.here(call.id)


def called_off(walk: Walk) -> None:
    """不用叫了."""
    walk.answers(HelpAnswer.CALL_OFF)
    assert walk.page == "help_called_off"
    walk.answers(Onward.GO_ON)


def left_alone(walk: Walk) -> None:
    """Nobody answers, and nobody touches anything."""
    assert walk.terminal.lives(AGAIN_SECONDS * MOST_ROUNDS + 1, lambda: walk.visit.laid_over is None)
    walk.board.somebody_is_here()


def goes_on_alone(walk: Walk) -> None:
    """接着自己办, once it was called again."""
    assert walk.terminal.lives(AGAIN_SECONDS + 1, lambda: walk.page == "help_called_again")
    walk.answers(HelpAnswer.GO_ON)
    walk.board.somebody_is_here()


def feels_unwell(walk: Walk) -> None:
    """我不舒服, and somebody comes."""
    walk.answers(HelpAnswer.UNWELL)
    assert walk.page == "unwell"
    walk.terminal.lives(30.0)
    walk.board.here(walk.board.calls[0].id)


def staff_looks_and_leaves(walk: Walk) -> None:
    """Somebody of the staff has the screen for a while, and gives it back."""
    walk.visit.park()
    walk.board.somebody_is_here()
    walk.terminal.lives(60.0)
    walk.visit.resume()


WAYS = (somebody_comes, called_off, staff_looks_and_leaves, goes_on_alone, somebody_comes, feels_unwell, left_alone)


@pytest.fixture
def terminal(template: Path, tmp_path: Path) -> Iterator[VirtualTerminal]:
    config = another(template, tmp_path / "terminal")
    changing.change(config, {"places.staff_told": True})
    made = VirtualTerminal(config, tmp_path / "papers")
    yield made
    made.close()


def test_help_comes_up_on_every_page_and_leaves_it_as_it_was(terminal: VirtualTerminal) -> None:
    walk = Walk(terminal, WAYS)
    for number in (7, 4, 1, 10, 15, 24):
        walk.visit.present(LARGE if number % 2 else Presentation())
        walk.goes(number)
    assert terminal.bugs == []
    at_work = set(walk.asked) - walk.stood_still
    assert at_work <= {"preparing_slip", "preparing_sheet", "printing", "look_up"}
    assert len(walk.stood_still) >= MOST_STILL


def test_help_takes_the_place_of_what_the_visit_asks_by_itself(terminal: VirtualTerminal) -> None:
    walk, person = Walk(terminal, (somebody_comes, called_off)), VirtualPerson(terminal)
    person.sees("home").touches("查养老金").sees("place_id_card").puts_card(7).sees("payment_paid")
    before = walk._seen()
    walk.visit.read_aloud()
    assert walk.page == "read_aloud_consent"
    walk.asks_for_help()
    terminal.lives(terminal.config.idle.quiet_seconds + 1, lambda: walk.page == "still_there")
    walk.asks_for_help()
    terminal.reader.lift()
    terminal.lives(2.0)
    person.puts_card(4).sees("another_card")
    walk.asks_for_help()
    assert walk._seen() == before
    assert walk.asked == Counter({"read_aloud_consent": 1, "still_there": 1, "another_card": 1})


def test_help_is_there_through_cards_and_paper_that_give_trouble(terminal: VirtualTerminal) -> None:
    walk, person = Walk(terminal, (somebody_comes, feels_unwell)), VirtualPerson(terminal)
    person.sees("home").touches("查养老金").sees("place_id_card")
    terminal.reader.place(terminal.cards[7], CardFault.UNREADABLE)
    terminal.lives(20.0, lambda: walk.page != "place_id_card")
    walk.asks_for_help()
    terminal.reader.lift()
    terminal.lives(3.0)
    person.puts_card(7).sees("payment_paid")
    person.touches("打印").sees("which_paper").touches("小条")
    terminal.printer.paper_runs_out_after(30.0)
    assert terminal.lives(60.0, lambda: terminal.page.tells is HelpKind.NO_PAPER)
    out = walk.page
    walk.asks_for_help()
    assert walk.page in (out, "still_no_paper")
    terminal.calling.pressed()
    terminal.printer.refill()
    terminal.lives(10.0)
    walk.board.somebody_is_here()
    assert terminal.lives(60.0, lambda: walk.visit.laid_over is None and walk.page == "half_sheet"), walk.page
    walk.asks_for_help()
    assert walk.page == "half_sheet"
    assert terminal.bugs == []
