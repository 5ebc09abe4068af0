"""The desk as a stage: what the terminal says of itself without anybody having asked for help.

A page that `tells` calls as long as it stands; when it ends well by itself, the call is settled. Who goes to and fro without
getting on is told of quietly, once a visit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.help import HelpKind
from kiosk.core.page import Slot
from kiosk.core.stage import EndedBy

if TYPE_CHECKING:
    from devices.health import Health
    from kiosk.core.stage import PageEnded, Showing, Ticket
    from kiosk.desk.board import Board

IDLE_QUESTIONS: Final = 2
STEPS_BACK: Final = 2
"""In a row: a single step back is a slip of the finger."""
FAILED_READS: Final = 3
QUESTION: Final = "still_there"
"""The page that asks 您还在吗."""
_READERS: Final = frozenset({Slot.ID_READER, Slot.CARD_SLOT})
_TAKEN_BY_HAND: Final = frozenset({HelpKind.CARD_LEFT, HelpKind.PAPER_LEFT})
"""Here somebody who touches 拿好了 says that it is in their hand. To wait no longer for paper brings none in."""


class DeskStage:
    """Calls on `board`. One thread calls it, the visit's."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._stands: dict[str, HelpKind] = {}
        self._reads: set[str] = set()
        self._asked: Ticket | None = None
        self._out_of: set[str] = set()
        self._questions = self._steps_back = self._failed = 0

    def show(self, showing: Showing) -> None:
        """Tell the desk what this page tells; count an idle question."""
        page = showing.page
        if page.tells is not None and page.name not in self._stands:
            self._stands[page.name] = page.tells
            self._board.call(page.tells)
        if page.hand in _READERS:
            self._reads.add(page.name)
        if page.name == QUESTION and showing.ticket != self._asked:
            self._asked = showing.ticket
            self._questions += 1
            self._hesitates(self._questions == IDLE_QUESTIONS)

    def ended(self, ending: PageEnded) -> None:
        """Settle what came right; count steps back and cards that could not be read."""
        kind = self._stands.pop(ending.page, None)
        by_hand = ending.ended_by is EndedBy.PERSON and kind in _TAKEN_BY_HAND
        if kind is not None and (ending.ended_by is EndedBy.JOB or by_hand):
            self._board.settle(kind)
        if ending.ended_by is EndedBy.BACK:
            self._steps_back += 1
            self._hesitates(self._steps_back == STEPS_BACK)
        elif ending.ended_by is EndedBy.PERSON:
            self._steps_back = 0
        elif ending.ended_by is EndedBy.ERROR and ending.page in self._reads:
            self._failed += 1
            self._hesitates(self._failed == FAILED_READS)

    def over(self) -> None:
        """Forget the visit. What the machine lacks stands; that somebody hesitated is of no use any more."""
        self._stands.clear()
        self._reads.clear()
        self._questions = self._steps_back = self._failed = 0
        self._board.settle(HelpKind.HESITATES)
        self._board.settle(HelpKind.READING)

    def health_changed(self, lane: str, health: Health) -> None:
        """Settle 没纸 once no printer lacks paper any more, whatever page stands."""
        from devices.health import DeviceState, Supply  # noqa: PLC0415 - home is painted before this is needed

        if health.supplies.get("paper") is Supply.OUT:
            self._out_of.add(lane)
        elif lane in self._out_of and health.state is DeviceState.ONLINE:
            self._out_of.remove(lane)
            if not self._out_of:
                self._board.settle(HelpKind.NO_PAPER)

    def _hesitates(self, now: bool) -> None:  # noqa: FBT001 - it is what was counted
        if now:
            self._board.call(HelpKind.HESITATES)
