"""What the terminal tells the desk by itself: what it lacks, what was left in it, and who doesn't get on."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from devices.health import DeviceState, Health, Supply
from kiosk.core.help import CallState, HelpKind
from kiosk.core.people import Presentation
from kiosk.core.stage import EndedBy, PageEnded, Showing, Ticket
from kiosk.desk.board import Board
from kiosk.desk.stage import DeskStage
from kiosk.screens.card_trouble import card_worn, reader_broken
from kiosk.screens.help_here import help_here
from kiosk.screens.paper_trouble import end_not_known, half_sheet, no_paper, paper_out, printer_broken, still_no_paper
from kiosk.screens.place_id_card import place_id_card
from kiosk.screens.sample import PLACES
from kiosk.screens.scan import scanner_broken
from kiosk.screens.sorry import device_trouble
from kiosk.screens.take_paper import drawing_in, paper_drawn_in, paper_left, still_in_mouth
from kiosk.screens.take_social_card import card_kept, card_still_there, card_stuck, somebodys_card
from kiosk.screens.walked_away import still_there
from kiosk.statement.model import Paper
from tests.gallery.hanging import virtual_clock

if TYPE_CHECKING:
    from kiosk.core.page import Page

TELLS = [
    (no_paper(Paper.SLIP, PLACES), HelpKind.NO_PAPER),
    (paper_out(Paper.SLIP, PLACES), HelpKind.NO_PAPER),
    (still_no_paper(Paper.SLIP, PLACES), HelpKind.NO_PAPER),
    (end_not_known(Paper.SLIP, PLACES), HelpKind.STUCK),
    (printer_broken(PLACES), HelpKind.STUCK),
    (reader_broken(PLACES), HelpKind.STUCK),
    (card_stuck(PLACES), HelpKind.STUCK),
    (device_trouble(PLACES), HelpKind.STUCK),
    (card_worn(PLACES), HelpKind.READING),
    (card_still_there(), HelpKind.CARD_LEFT),
    (somebodys_card(PLACES), HelpKind.CARD_LEFT),
    (card_kept(PLACES), HelpKind.CARD_LEFT),
    (paper_left(Paper.SLIP, PLACES), HelpKind.PAPER_LEFT),
    (still_in_mouth(Paper.SLIP, PLACES), HelpKind.PAPER_LEFT),
    (drawing_in(Paper.SLIP), HelpKind.PAPER_LEFT),
    (paper_drawn_in(PLACES), HelpKind.PAPER_LEFT),
    (scanner_broken(PLACES), HelpKind.STUCK),
]


class Terminal:
    """Pages that come and go before the desk's stage."""

    def __init__(self) -> None:
        self.clock = virtual_clock()
        self.board = Board(self.clock)
        self.stage = DeskStage(self.board, self.clock)
        self.states: list[CallState] = []
        self.board.listen(lambda news: self.states.append(news.call.state))
        self._ticket = 0

    def shows(self, page: Page[Any], *, laid_over: bool = False) -> None:
        self._ticket += 1
        self.again(page, laid_over=laid_over)

    def again(self, page: Page[Any], *, laid_over: bool = False) -> None:
        self.stage.show(Showing(Ticket(self._ticket), page, Presentation(), laid_over=laid_over))

    def ends(self, page: Page[Any], by: EndedBy, code: str = "") -> None:
        self.stage.ended(PageEnded(page.name, by, code))

    def visits(self, page: Page[Any], by: EndedBy, code: str = "") -> None:
        self.shows(page)
        self.ends(page, by, code)

    @property
    def open(self) -> list[HelpKind]:
        return [call.kind for call in self.board.calls]


@pytest.fixture
def terminal() -> Terminal:
    return Terminal()


@pytest.mark.parametrize(("page", "kind"), TELLS, ids=[page.name for page, _ in TELLS])
def test_a_page_tells_once_what_is_the_matter(terminal: Terminal, page: Page[Any], kind: HelpKind) -> None:
    terminal.shows(page)
    terminal.again(page)
    assert terminal.open == [kind]
    assert terminal.states == [CallState.WAITING]


def test_other_pages_tell_nothing(terminal: Terminal) -> None:
    terminal.visits(place_id_card(PLACES, social=False), EndedBy.PERSON)
    assert terminal.states == []


def test_the_paper_that_is_put_in_settles_the_call(terminal: Terminal) -> None:
    terminal.visits(paper_out(Paper.SLIP, PLACES), EndedBy.ERROR, "operation-timed-out")
    terminal.shows(still_no_paper(Paper.SLIP, PLACES))
    assert terminal.states == [CallState.WAITING]
    terminal.ends(still_no_paper(Paper.SLIP, PLACES), EndedBy.JOB)
    terminal.shows(half_sheet(Paper.SLIP, PLACES))
    assert terminal.states == [CallState.WAITING, CallState.SETTLED]


def test_who_does_not_wait_for_paper_leaves_the_call_standing(terminal: Terminal) -> None:
    terminal.visits(paper_out(Paper.SLIP, PLACES), EndedBy.PERSON)
    terminal.stage.over()
    assert terminal.open == [HelpKind.NO_PAPER]


def health(paper: Supply, state: DeviceState = DeviceState.ONLINE, toner: Supply = Supply.FULL) -> Health:
    return Health(state, supplies=MappingProxyType({"paper": paper, "toner": toner}))


def test_paper_that_is_put_in_after_the_visit_settles_it_too(terminal: Terminal) -> None:
    terminal.visits(no_paper(Paper.SLIP, PLACES), EndedBy.PERSON)
    terminal.stage.health_changed("receipt_printer", health(Supply.FULL))
    terminal.stage.health_changed("receipt_printer", health(Supply.OUT))
    terminal.stage.health_changed("receipt_printer", health(Supply.UNKNOWN, DeviceState.OFFLINE))
    assert terminal.open == [HelpKind.NO_PAPER]
    terminal.stage.health_changed("receipt_printer", health(Supply.LOW))
    assert terminal.open == []


def test_as_long_as_another_printer_has_no_paper_the_call_stands(terminal: Terminal) -> None:
    terminal.visits(no_paper(Paper.SLIP, PLACES), EndedBy.PERSON)
    for lane in ("receipt_printer", "document_printer"):
        terminal.stage.health_changed(lane, health(Supply.OUT))
    terminal.stage.health_changed("receipt_printer", health(Supply.FULL))
    assert terminal.open == [HelpKind.NO_PAPER]
    terminal.stage.health_changed("document_printer", health(Supply.FULL, toner=Supply.OUT))
    assert terminal.open == []


@pytest.mark.parametrize("by", [EndedBy.JOB, EndedBy.PERSON, EndedBy.STAFF])
def test_a_slip_that_is_in_somebodys_hand_settles_the_call(terminal: Terminal, by: EndedBy) -> None:
    terminal.visits(paper_left(Paper.SLIP, PLACES), by)
    terminal.stage.over()
    assert terminal.states == [CallState.WAITING, CallState.SETTLED]


def test_a_card_that_nobody_takes_stays_the_desks(terminal: Terminal) -> None:
    terminal.visits(card_still_there(), EndedBy.TIME)
    terminal.visits(card_kept(PLACES), EndedBy.TIME)
    terminal.stage.over()
    assert terminal.open == [HelpKind.CARD_LEFT]


@pytest.mark.parametrize("by", [EndedBy.TIME, EndedBy.PERSON])
def test_a_slip_that_was_drawn_in_is_one_call_until_it_is_fetched(terminal: Terminal, by: EndedBy) -> None:
    terminal.visits(still_in_mouth(Paper.SLIP, PLACES), EndedBy.TIME)
    terminal.visits(drawing_in(Paper.SLIP), EndedBy.JOB)
    terminal.shows(help_here(PLACES), laid_over=True)
    terminal.visits(paper_drawn_in(PLACES), by)
    terminal.stage.over()
    assert terminal.open == [HelpKind.PAPER_LEFT]
    assert terminal.states == [CallState.WAITING]


def test_a_slip_that_hung_there_no_more_is_in_somebodys_hand(terminal: Terminal) -> None:
    terminal.visits(drawing_in(Paper.SLIP), EndedBy.JOB)
    assert terminal.open == [HelpKind.PAPER_LEFT]
    terminal.shows(half_sheet(Paper.SLIP, PLACES))
    assert terminal.states == [CallState.WAITING, CallState.SETTLED]


def test_two_idle_questions_in_one_visit_are_told_quietly(terminal: Terminal) -> None:
    terminal.shows(still_there(30))
    terminal.again(still_there(30))
    terminal.ends(still_there(30), EndedBy.PERSON)
    assert terminal.open == []
    terminal.visits(still_there(30), EndedBy.PERSON)
    assert terminal.open == [HelpKind.HESITATES]
    terminal.stage.over()
    assert terminal.states == [CallState.WAITING, CallState.SETTLED]
    terminal.visits(still_there(30), EndedBy.PERSON)
    assert terminal.open == []


def test_two_steps_back_in_a_row_are_told_and_two_apart_are_not(terminal: Terminal) -> None:
    page = place_id_card(PLACES, social=False)
    terminal.visits(page, EndedBy.BACK)
    terminal.visits(page, EndedBy.PERSON)
    terminal.visits(page, EndedBy.BACK)
    assert terminal.open == []
    terminal.visits(page, EndedBy.BACK)
    assert terminal.open == [HelpKind.HESITATES]


def test_the_third_card_that_cannot_be_read_is_told_once(terminal: Terminal) -> None:
    page = place_id_card(PLACES, social=False)
    for _ in range(2):
        terminal.visits(page, EndedBy.ERROR, "card-unreadable")
    terminal.visits(card_kept(PLACES), EndedBy.ERROR, "no-reply")
    assert HelpKind.HESITATES not in terminal.open
    for _ in range(2):
        terminal.visits(page, EndedBy.ERROR, "card-unreadable")
    terminal.shows(card_worn(PLACES))
    assert HelpKind.READING in terminal.open
    assert HelpKind.HESITATES not in terminal.open
    terminal.stage.over()
    assert HelpKind.READING not in terminal.open
