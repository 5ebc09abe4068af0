"""The desk as a stage: what the terminal says of itself without anybody having asked for help.

A page that `tells` calls as long as it stands; when it ends well by itself, the call is settled. Who goes to and fro without
getting on is told of quietly, once a visit. What the machine lacks while home stands is told by `machine`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.help import HelpKind
from kiosk.core.page import Slot
from kiosk.core.stage import EndedBy
from kiosk.desk.machine import Machine

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.health import Health
    from devices.roles import Sense
    from kiosk.core.clock import Clock
    from kiosk.core.stage import PageEnded, Showing, Ticket
    from kiosk.desk.board import Board

IDLE_QUESTIONS: Final = 2
STEPS_BACK: Final = 2
"""In a row: a single step back is a slip of the finger."""
FAILED_READS: Final = 3
QUESTION: Final = "still_there"
"""The page that asks 您还在吗."""
HOME: Final = frozenset({"home", "home_without_reader"})
UNPROVEN: Final = "end_not_known"
"""The page of a print that somebody has to look for."""
_READERS: Final = frozenset({Slot.ID_READER, Slot.CARD_SLOT})
_TAKEN_BY_HAND: Final = frozenset({HelpKind.CARD_LEFT, HelpKind.PAPER_LEFT})
"""Here somebody who touches 拿好了 says that it is in their hand. To wait no longer for paper brings none in."""
_HANDS: Final = frozenset({EndedBy.PERSON, EndedBy.STAFF})


class DeskStage:
    """Calls on `board`. One thread calls it, the visit's.

    `may_call` says whether the desk may be called for what no visit has come upon: not at night, nor while staff are at it.
    """

    def __init__(self, board: Board, clock: Clock, may_call: Callable[[], bool] = lambda: True) -> None:
        self._board = board
        self._at_home = False
        self._machine = Machine(board, clock, lambda: self._at_home and may_call())
        self._stands: dict[str, tuple[HelpKind, bool]] = {}
        """The pages that tell, by name: what, and whether what they tell of lies within reach of a hand."""
        self._came_right: HelpKind | None = None
        self._reads: set[str] = set()
        self._asked: Ticket | None = None
        self._questions = self._steps_back = self._failed = 0

    def show(self, showing: Showing) -> None:
        """Tell the desk what this page tells; count an idle question."""
        page = showing.page
        if not showing.laid_over:
            self._at_home = page.name in HOME
            self._settle(unless=page.tells)
            self._machine.closed(now=page.idle and page.tells is HelpKind.TECHNICIAN)
        if page.tells is not None and page.name not in self._stands:
            self._stands[page.name] = page.tells, page.hand is not None
            self._board.call(page.tells)
            if page.name == UNPROVEN:
                self._machine.to_be_seen()
        if page.hand in _READERS:
            self._reads.add(page.name)
        if page.name == QUESTION and showing.ticket != self._asked:
            self._asked = showing.ticket
            self._questions += 1
            self._hesitates(self._questions == IDLE_QUESTIONS)

    def ended(self, ending: PageEnded) -> None:
        """Settle what came right; count steps back and cards that could not be read."""
        told = self._stands.pop(ending.page, None)
        if told is not None:
            self._told_ended(*told, ending.ended_by)
        if ending.ended_by is EndedBy.BACK:
            self._steps_back += 1
            self._hesitates(self._steps_back == STEPS_BACK)
        elif ending.ended_by is EndedBy.PERSON:
            self._steps_back = 0
        elif ending.ended_by is EndedBy.ERROR and ending.page in self._reads:
            self._failed += 1
            self._hesitates(self._failed == FAILED_READS)

    def _told_ended(self, kind: HelpKind, within_reach: bool, by: EndedBy) -> None:  # noqa: FBT001 - as it is kept
        if by is EndedBy.JOB:
            self._came_right = kind
        elif within_reach and by in _HANDS and kind in _TAKEN_BY_HAND:
            self._board.settle(kind)

    def over(self) -> None:
        """Forget the visit. What the machine lacks stands; that somebody hesitated is of no use any more."""
        self._settle()
        self._stands.clear()
        self._reads.clear()
        self._questions = self._steps_back = self._failed = 0
        self._board.settle(HelpKind.HESITATES)
        self._board.settle(HelpKind.READING)

    def _settle(self, *, unless: HelpKind | None = None) -> None:
        """Settle what has come right by itself, unless the next page tells the same: paper that was drawn in is to be fetched."""
        kind, self._came_right = self._came_right, None
        if kind is not None and kind is not unless:
            self._board.settle(kind)

    def health_changed(self, lane: str, health: Health) -> None:
        """Take note what the machine lacks; what it lacked is settled once it is well, whatever page stands."""
        self._machine.health_changed(lane, health)

    def contact(self, sense: Sense, *, on: bool) -> None:
        """Take note of a contact of the machine."""
        self._machine.contact(sense, on=on)

    @property
    def unmended(self) -> frozenset[HelpKind]:
        """What somebody is wanted for until the machine is well again, whoever has been there."""
        return self._machine.lacks

    @property
    def next_due(self) -> float | None:
        """The steady time at which `tick` has something to do."""
        return self._machine.next_due

    def tick(self) -> None:
        """Call for what the machine has lacked for a while."""
        self._machine.tick()

    def _hesitates(self, now: bool) -> None:  # noqa: FBT001 - it is what was counted
        if now:
            self._board.call(HelpKind.HESITATES)
