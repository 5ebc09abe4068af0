"""请人帮忙 from the touch to the person who comes: what the board says lies over the visit, what is touched goes to the board.

While the hall is open a touch always calls: lamp, chime and audit need no desk. Where no desk hears of it, the page names a
window and nothing is claimed, and who goes on or leaves there calls it off again: nobody else could. Where a desk is served and
nobody looks just then, the call waits for whoever looks next. Out of hours it says when to come again; 我不舒服 calls even then.

Whoever comes for somebody that felt unwell comes for the next one, too: that one's 请人帮忙 makes no call of its own, and what
they see is that somebody was called, not 请坐下，别着急.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from kiosk.core.help import CallState, HelpAnswer, HelpKind, Turn
from kiosk.core.house import Onward
from kiosk.core.page import Modes

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.config import PlaceConfig
    from kiosk.core.help import Call, CallNews
    from kiosk.core.page import Page
    from kiosk.core.stage import PageEnded, Showing
    from kiosk.core.text import Text
    from kiosk.desk.board import Board

MOST_ROUNDS: Final = 5
"""After so many minutes without an answer or a touch the visit goes on beneath, and its own quiet counts. The call stands."""
PAGES: Final = frozenset({"help_here", "help_called", "help_coming", "help_called_again", "unwell"})
"""The pages that may stand for an open call."""


class Laying(Protocol):
    """Where the pages of a call are laid: over the visit."""

    def lay_over(self, page: Page[Any], answered: Callable[[object], None]) -> None:
        """Lay a page over whatever stands; one that lies there already gives way, and its answer is not given.

        Before `answered` is called the page has been taken away. While the visit is parked, a page may only take the place
        of one that lies there.
        """
        ...

    def replace(self, page: Page[Any], answered: Callable[[object], None]) -> None:
        """Lay a page in place of the one that was laid, which the modes may lie over: then they stay."""
        ...

    def lift(self) -> None:
        """Take away the page that was laid, be it in view or under the modes, and show what is beneath."""
        ...

    def onward(self, value: Onward) -> None:
        """Go on beneath, or leave where that may be left."""
        ...


class Helping:
    """Owns what the person sees of a call. One thread calls it, the visit's; it is a stage to know what stands.

    `told` says whether a desk hears of calls now, `served` whether one may hear of them later; `opening` says when the hall opens
    again, None while it is open.
    """

    def __init__(
        self,
        board: Board,
        laying: Laying,
        places: PlaceConfig,
        *,
        told: Callable[[], bool],
        served: Callable[[], bool],
        opening: Callable[[], Text | None],
    ) -> None:
        self._board = board
        self._laying = laying
        self._places = places
        self._told = told
        self._served = served
        self._opening = opening
        self._stands = False
        self._unwell = False
        self._rounds = 0
        board.listen(self._heard)

    # -- what the person does ---------------------------------------------------------------------------------

    def pressed(self) -> None:
        """请人帮忙 was touched: call at once."""
        opening = self._opening()
        if opening is not None:
            from kiosk.screens.help_closed import nobody_on_duty  # noqa: PLC0415 - home is painted before this is needed

            self._laying.lay_over(nobody_on_duty(opening, self._places), self._unwell_or_onward)
        else:
            self._rounds = 0
            self._lay(self._board.call(HelpKind.HELP))

    def _answered(self, value: object) -> None:
        from kiosk.screens.help_called_off import called_off  # noqa: PLC0415 - as above

        self._rounds = 0
        if value is HelpAnswer.UNWELL:
            self._unwell_or_onward(value)
        elif value is HelpAnswer.CALL_OFF:
            self._board.call_off(HelpKind.HELP)
            self._laying.lay_over(called_off(), self._onward)
        elif value is HelpAnswer.WAIT:
            self._lay(self._board.call(HelpKind.HELP))
        else:
            self._laying.onward(Onward.GO_ON)

    def _at_the_window(self, value: object) -> None:
        """They go on, or to the window. Where no desk may look any more, nobody else would end the call."""
        if value is not HelpAnswer.UNWELL and not (self._served() or self._told()):
            self._board.call_off(HelpKind.HELP)
        self._unwell_or_onward(value)

    def _unwell_or_onward(self, value: object) -> None:
        if value is HelpAnswer.UNWELL:
            self._rounds = 0
            self._unwell = True
            self._lay(self._board.call(HelpKind.UNWELL))
        else:
            self._onward(value)

    def _onward(self, value: object) -> None:
        self._laying.onward(Onward.LEAVE if value is Onward.LEAVE else Onward.GO_ON)

    # -- what the board says ----------------------------------------------------------------------------------

    def _heard(self, news: CallNews) -> None:
        call = news.call
        if not self._stands or call.kind not in (HelpKind.HELP, HelpKind.UNWELL):
            return
        if news.turn in (Turn.HERE, Turn.SETTLED):
            self._laying.lift()
        elif self._is_unwell(call):
            return  # H8 says all there is to say, and nothing is to move before somebody who feels unwell
        elif news.turn is Turn.CALLED_AGAIN:
            self._rounds += 1
            if self._rounds >= MOST_ROUNDS:
                self._laying.lift()
            else:
                self._lay_anew(call)
        elif news.turn is Turn.ANSWERED:
            self._rounds = 0
            self._lay_anew(call)

    def _lay_anew(self, call: Call) -> None:
        """Have another page of the call in the place of the one that lies there: in view, parked or under the modes."""
        self._laying.replace(*self._page_of(call))
        self._stands = True

    def _lay(self, call: Call) -> None:
        self._laying.lay_over(*self._page_of(call))

    def _page_of(self, call: Call) -> tuple[Page[Any], Callable[[object], None]]:
        """Find the page of a call, and what its answer does."""
        if self._is_unwell(call):
            from kiosk.screens.help_unwell import unwell  # noqa: PLC0415 - as above

            claims = call.state is CallState.COMING or (self._told() and self._opening() is None)
            return unwell(told=claims), self._onward
        if call.state is not CallState.COMING and not self._told():
            from kiosk.screens.help_here import help_here  # noqa: PLC0415 - as above

            return help_here(self._places), self._at_the_window
        from kiosk.screens.help_called import help_called, help_called_again  # noqa: PLC0415 - as above
        from kiosk.screens.help_coming import help_coming  # noqa: PLC0415 - as above

        if call.state is CallState.COMING:
            page = help_coming(call.minutes)
        elif self._rounds:
            page = help_called_again(self._places)
        else:
            page = help_called()
        return page, self._answered

    def _is_unwell(self, call: Call) -> bool:
        """Whether the call says that this person feels unwell: one of somebody before them stands until the staff were there."""
        return self._unwell and call.kind is HelpKind.UNWELL

    # -- the stage --------------------------------------------------------------------------------------------

    def show(self, showing: Showing) -> None:
        """See whether the page of a call lies over the visit now. The modes may lie over it: then it is still there."""
        if showing.page.idle:
            self._unwell = False
        if not isinstance(showing.page, Modes):
            self._stands = showing.laid_over and showing.page.name in PAGES

    def ended(self, ending: PageEnded) -> None:
        """The page of a call was left, or gave way."""
        if ending.page in PAGES:
            self._stands = False

    def over(self) -> None:
        """The visit is over; a call stands until somebody has been there."""
        self._stands = self._unwell = False
