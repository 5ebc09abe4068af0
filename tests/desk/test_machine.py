"""What the machine lacks while nobody is served: called once after a while, settled when it is well again."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from devices.errors import CoverOpen, DeviceError, TrayFull
from devices.health import DeviceState, Health, LastError, Supply
from devices.roles import Sense
from kiosk.core.closed import Closed
from kiosk.core.help import CallState, HelpKind, Turn
from kiosk.core.people import Presentation
from kiosk.core.stage import EndedBy, PageEnded, Showing, Ticket
from kiosk.desk.board import Board
from kiosk.desk.machine import CONTACT_SECONDS, LASTS_SECONDS
from kiosk.desk.stage import DeskStage
from kiosk.screens.help_here import help_here
from kiosk.screens.home import home, home_without_reader
from kiosk.screens.paper_trouble import end_not_known, paper_out, printer_broken
from kiosk.screens.sample import PLACES
from kiosk.screens.sorry import nothing_can_be_kept, out_of_service
from kiosk.statement.model import Paper
from tests.gallery.hanging import virtual_clock

if TYPE_CHECKING:
    from typing import Any

    from kiosk.core.page import Page

SLIPS, READER = "receipt_printer", "id_reader"
WELL = Health(DeviceState.ONLINE, supplies=MappingProxyType({"paper": Supply.FULL}))
OUT = Health(DeviceState.ONLINE, supplies=MappingProxyType({"paper": Supply.OUT}))
JAMMED = Health(DeviceState.HARDWARE_ERROR, supplies=MappingProxyType({"paper": Supply.JAMMED}))
GONE = Health(DeviceState.NO_DEVICE)


def open_with(error: DeviceError) -> Health:
    """A printer whose cover is open, or whose output is full."""
    return replace(WELL, last_error=LastError(error.code, error.action, "", 0.0)).turned(DeviceState.USER_ERROR, 0.0)


class Place:
    """Home, the desk's board, and the devices' health."""

    def __init__(self) -> None:
        self.clock = virtual_clock()
        self.board = Board(self.clock)
        self.turns: list[tuple[HelpKind, Turn]] = []
        self.board.listen(lambda news: self.turns.append((news.call.kind, news.turn)))
        self.may_call = True
        self.stage = DeskStage(self.board, self.clock, lambda: self.may_call)
        self._ticket = 0
        self.shows(home((), identity=True, social=False))

    def shows(self, page: Page[Any], *, laid_over: bool = False) -> None:
        self._ticket += 1
        self.stage.show(Showing(Ticket(self._ticket), page, Presentation(), laid_over=laid_over))

    def ends(self, page: Page[Any], by: EndedBy) -> None:
        self.stage.ended(PageEnded(page.name, by))

    def goes_home(self) -> None:
        self.stage.over()
        self.shows(home((), identity=True, social=False))

    def is_now(self, health: Health, lane: str = SLIPS) -> None:
        self.stage.health_changed(lane, health)

    def passes(self, seconds: float) -> None:
        """Let time pass; the stage is woken only when it asked to be."""
        until = self.clock.monotonic() + seconds
        while (due := self.stage.next_due) is not None and due <= until:
            self.clock.sleep(max(0.0, due - self.clock.monotonic()))
            self.stage.tick()
        self.clock.sleep(max(0.0, until - self.clock.monotonic()))

    @property
    def wanted(self) -> list[HelpKind]:
        return [call.kind for call in self.board.calls]


@pytest.fixture
def place() -> Place:
    return Place()


TONER = Health(DeviceState.ONLINE, supplies=MappingProxyType({"paper": Supply.FULL, "toner": Supply.OUT}))
BOTH = Health(DeviceState.HARDWARE_ERROR, supplies=MappingProxyType({"paper": Supply.OUT}))


@pytest.mark.parametrize(
    ("health", "kinds"),
    [
        (OUT, [HelpKind.NO_PAPER]),
        (open_with(CoverOpen()), [HelpKind.NO_PAPER]),
        (open_with(TrayFull()), [HelpKind.STUCK]),
        (JAMMED, [HelpKind.STUCK]),
        (TONER, [HelpKind.STUCK]),
        (GONE, [HelpKind.STUCK]),
        (BOTH, [HelpKind.STUCK, HelpKind.NO_PAPER]),
        (Health(DeviceState.UNKNOWN), []),
        (replace(WELL, state=DeviceState.DEVICE_BUSY), []),
        (replace(WELL, state=DeviceState.POTENTIAL_FRAUD), []),
        (replace(WELL, supplies=MappingProxyType({"paper": Supply.LOW})), []),
    ],
    ids=["out", "cover", "output full", "jam", "toner", "gone", "both", "unknown", "busy", "touched", "low"],
)
def test_what_is_lacking_is_called_for_once_it_lasts_and_settled_when_it_is_well(
    place: Place, health: Health, kinds: list[HelpKind]
) -> None:
    place.is_now(health)
    place.passes(LASTS_SECONDS - 0.1)
    assert place.wanted == []
    place.passes(300)
    assert place.wanted == kinds
    assert place.stage.unmended == frozenset(kinds)
    assert len(place.turns) == len(kinds)
    place.is_now(WELL)
    assert place.wanted == []
    assert place.stage.unmended == frozenset()


CONTACTS = [(Sense.TAMPER, HelpKind.TAMPERED), (Sense.BATTERY_LOW, HelpKind.BATTERY)]


@pytest.mark.parametrize(("sense", "kind"), CONTACTS)
def test_a_case_that_was_tampered_with_and_a_low_battery_are_told_quietly_whatever_stands(
    place: Place, sense: Sense, kind: HelpKind
) -> None:
    place.may_call = False
    place.shows(replace(out_of_service(PLACES, Closed.RECORDS), tells=None))
    place.stage.contact(sense, on=True)
    place.passes(CONTACT_SECONDS - 0.1)
    assert place.wanted == []
    place.passes(600)
    assert place.turns == [(kind, Turn.CALLED)]
    assert place.board.loudest is None
    assert place.stage.unmended == {kind}
    place.board.answered(place.board.calls[0].id, 3)
    assert place.board.calls[0].state is CallState.COMING
    place.stage.contact(sense, on=False)
    assert place.turns[1:] == [(kind, Turn.ANSWERED), (kind, Turn.SETTLED)]
    assert place.stage.unmended == frozenset()


@pytest.mark.parametrize(("sense", "kind"), CONTACTS)
def test_who_has_been_there_is_not_told_again_before_it_was_well(place: Place, sense: Sense, kind: HelpKind) -> None:
    place.stage.contact(sense, on=True)
    place.passes(CONTACT_SECONDS)
    place.board.somebody_is_here(place.stage.unmended)
    assert place.wanted == [kind]
    place.board.here(place.board.calls[0].id)
    place.passes(600)
    assert place.wanted == []
    place.stage.contact(sense, on=False)
    place.stage.contact(sense, on=True)
    place.passes(CONTACT_SECONDS)
    assert place.wanted == [kind]


def test_a_contact_that_bounces_and_one_that_is_the_audits_tell_the_desk_nothing(place: Place) -> None:
    for _ in range(20):
        place.stage.contact(Sense.TAMPER, on=True)
        place.passes(CONTACT_SECONDS - 0.1)
        place.stage.contact(Sense.TAMPER, on=False)
    for sense in (Sense.DOOR, Sense.MAINS_LOST):
        place.stage.contact(sense, on=True)
    place.passes(60)
    assert place.turns == []


def test_what_flickers_calls_nobody(place: Place) -> None:
    for _ in range(20):
        place.is_now(GONE)
        place.passes(LASTS_SECONDS - 1)
        place.is_now(WELL)
        place.passes(1)
    assert place.turns == []


def test_home_without_its_reader_is_home_and_a_page_of_help_over_it_hides_nothing(place: Place) -> None:
    place.shows(home_without_reader(()))
    place.is_now(GONE, READER)
    place.shows(help_here(PLACES), laid_over=True)
    place.passes(LASTS_SECONDS)
    assert place.wanted == [HelpKind.STUCK]


def test_while_somebody_is_served_or_the_terminal_is_closed_it_waits_for_home(place: Place) -> None:
    place.is_now(OUT)
    for page in (printer_broken(PLACES), out_of_service(PLACES, Closed.RECORDS)):
        place.shows(replace(page, tells=None))
        place.passes(100)
        assert place.wanted == []
    place.goes_home()
    place.passes(0.1)
    assert place.wanted == [HelpKind.NO_PAPER]


def test_nobody_is_called_at_night_or_while_staff_are_at_it(place: Place) -> None:
    place.may_call = False
    place.is_now(OUT)
    place.passes(100)
    place.stage.tick()
    assert place.turns == []
    place.may_call = True
    place.passes(0.1)
    assert place.wanted == [HelpKind.NO_PAPER]


def test_what_a_page_has_called_for_is_not_called_for_again_though_somebody_has_been_there(place: Place) -> None:
    page = paper_out(Paper.SLIP, PLACES)
    place.is_now(OUT)
    place.shows(page)
    place.ends(page, EndedBy.PERSON)
    place.goes_home()
    place.passes(60)
    assert place.turns == [(HelpKind.NO_PAPER, Turn.CALLED)]
    place.board.here(place.board.calls[0].id)
    place.passes(600)
    assert place.wanted == []
    place.is_now(WELL)
    place.is_now(OUT)
    place.passes(60)
    assert place.wanted == [HelpKind.NO_PAPER]


def test_a_call_that_stood_before_the_device_said_so_is_the_same_call(place: Place) -> None:
    page = printer_broken(PLACES)
    place.shows(page)
    place.is_now(GONE)
    place.ends(page, EndedBy.PERSON)
    place.board.here(place.board.calls[0].id)
    place.goes_home()
    place.passes(60)
    assert place.turns == [(HelpKind.STUCK, Turn.CALLED), (HelpKind.STUCK, Turn.HERE)]


def test_the_second_device_settles_it_and_is_no_second_call(place: Place) -> None:
    place.is_now(GONE, READER)
    place.passes(LASTS_SECONDS)
    place.is_now(GONE)
    place.passes(60)
    place.is_now(WELL, READER)
    assert place.wanted == [HelpKind.STUCK]
    place.is_now(WELL)
    assert place.turns == [(HelpKind.STUCK, Turn.CALLED), (HelpKind.STUCK, Turn.SETTLED)]


def test_a_printer_out_of_reach_still_lacks_the_paper_it_lacked(place: Place) -> None:
    place.is_now(OUT)
    place.passes(LASTS_SECONDS)
    place.is_now(GONE)
    place.passes(LASTS_SECONDS)
    assert place.wanted == [HelpKind.STUCK, HelpKind.NO_PAPER]
    place.is_now(OUT)
    assert place.wanted == [HelpKind.NO_PAPER]


@pytest.mark.parametrize("seen", [True, False], ids=["seen", "not seen"])
def test_a_print_that_somebody_has_to_look_for_is_not_settled_by_a_printer_that_is_back(
    place: Place,
    seen: bool,  # noqa: FBT001 - a column
) -> None:
    page = end_not_known(Paper.SLIP, PLACES)
    place.is_now(GONE)
    place.shows(page)
    if seen:
        place.board.here(place.board.calls[0].id)
        place.board.call(HelpKind.STUCK)
    place.is_now(WELL)
    assert place.wanted == ([] if seen else [HelpKind.STUCK])


def test_who_signs_in_was_wanted_and_what_is_lacking_is_wanted_still(place: Place) -> None:
    place.is_now(OUT)
    place.passes(LASTS_SECONDS)
    for kind in (HelpKind.HELP, HelpKind.HESITATES, HelpKind.CARD_LEFT, HelpKind.STUCK):
        place.board.call(kind)
    place.board.somebody_is_here(place.stage.unmended)
    assert place.wanted == [HelpKind.NO_PAPER]
    place.is_now(WELL)
    assert place.turns[-1] == (HelpKind.NO_PAPER, Turn.SETTLED)


@pytest.mark.parametrize("may_call", [True, False])
def test_a_terminal_closed_for_a_fault_calls_a_technician_at_once_and_quietly(place: Place, *, may_call: bool) -> None:
    place.may_call = may_call
    place.shows(out_of_service(PLACES, Closed.RECORDS))
    assert place.turns == [(HelpKind.TECHNICIAN, Turn.CALLED)]
    assert place.board.loudest is None
    place.passes(600)
    place.board.somebody_is_here(place.stage.unmended)
    assert place.wanted == [HelpKind.TECHNICIAN]
    place.goes_home()
    assert place.turns == [(HelpKind.TECHNICIAN, Turn.CALLED), (HelpKind.TECHNICIAN, Turn.SETTLED)]
    assert place.stage.unmended == frozenset()


def test_a_help_page_over_the_closed_terminal_settles_nothing(place: Place) -> None:
    place.shows(out_of_service(PLACES, Closed.RECORDS))
    place.shows(help_here(PLACES), laid_over=True)
    assert place.wanted == [HelpKind.TECHNICIAN]


def test_a_fault_within_a_visit_calls_a_technician_until_somebody_has_been_there(place: Place) -> None:
    place.shows(nothing_can_be_kept(PLACES))
    place.goes_home()
    place.passes(600)
    assert place.wanted == [HelpKind.TECHNICIAN]
    place.board.somebody_is_here(place.stage.unmended)
    assert place.wanted == []
