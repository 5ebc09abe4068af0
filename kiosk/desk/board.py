"""The board of one terminal's calls: who is wanted for what, since when, and who has said they come.

Everything here runs on one thread, the window's, and in time that is handed in. Nothing on the board says who stands at the
terminal or what they do there.

* There is one open call of each kind. A person who calls more urgently (我不舒服 after 请人帮忙) still wants one somebody: the
  lesser call is superseded, and a lesser one made meanwhile is the urgent one.
* A call that nobody answers is called again every minute, at most `MOST_AGAIN` times; then it only stands there. So is one whose
  answer did not come true.
* A quiet call is told once: neither light nor sound nor a repeat.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kiosk.core.help import Call, CallNews, CallState, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from kiosk.core.clock import Clock
    from kiosk.core.help import HelpKind

AGAIN_SECONDS: Final = 60.0
"""How long a call waits for an answer before it is made again."""
MOST_AGAIN: Final = 30
"""A hall that has not heard for half an hour hears no better for more noise."""
LATE_SECONDS: Final = 120.0
"""How much later than they said somebody may be before they are called again."""
USUAL_MINUTES: Final = 1
"""When somebody is expected who only said that they come."""
MINUTES: Final = (1, 3, 5)
"""What the desk may promise."""


class Board:
    """See the module."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: dict[HelpKind, Call] = {}
        self._due: dict[HelpKind, float] = {}
        self._listeners: list[Callable[[CallNews], None]] = []
        self._last_id = 0

    def listen(self, listener: Callable[[CallNews], None]) -> None:
        """Have `listener` told of every turn, after those who listened before it."""
        self._listeners.append(listener)

    # -- what stands ------------------------------------------------------------------------------------------

    @property
    def calls(self) -> tuple[Call, ...]:
        """The open calls, the most urgent first."""
        return tuple(self._calls[kind] for kind in sorted(self._calls, key=lambda kind: kind.urgency))

    @property
    def loudest(self) -> Call | None:
        """The call that light and sound are for: the most urgent that nobody has answered, else the most urgent."""
        loud = [call for call in self.calls if not call.kind.quiet]
        waiting = [call for call in loud if call.state is CallState.WAITING]
        return next(iter((*waiting, *loud)), None)

    def open(self, kind: HelpKind) -> Call | None:
        """Return the open call of this kind."""
        return self._calls.get(kind)

    # -- calling ----------------------------------------------------------------------------------------------

    def call(self, kind: HelpKind) -> Call:
        """Call somebody; return the call that stands for it, which may be an older or a more urgent one."""
        standing = self._calls.get(kind) or next((call for call in self.calls if call.kind.covers(kind)), None)
        if standing is not None:
            return standing
        for lesser in [call for call in self.calls if kind.covers(call.kind)]:
            self._close(lesser, CallState.SUPERSEDED, Turn.SUPERSEDED)
        self._last_id += 1
        now = self._clock.monotonic()
        call = Call(self._last_id, kind, now)
        if not kind.quiet:
            self._due[kind] = now + AGAIN_SECONDS
        self._put(call, Turn.CALLED)
        return call

    def call_off(self, kind: HelpKind) -> None:
        """不用叫了: nobody is wanted any more."""
        self._end(kind, CallState.CALLED_OFF, Turn.CALLED_OFF)

    def settle(self, kind: HelpKind) -> None:
        """It has come right by itself: the paper is in again, the card was taken."""
        self._end(kind, CallState.SETTLED, Turn.SETTLED)

    def somebody_is_here(self, unmended: Collection[HelpKind] = ()) -> None:
        """One of the staff has signed in at the terminal: they were wanted. What is `unmended` is called for all the same."""
        for call in self.calls:
            if call.kind not in unmended:
                self._close(call, CallState.HERE, Turn.HERE)

    # -- the desk ---------------------------------------------------------------------------------------------

    def answered(self, call_id: int, minutes: int | None = None) -> None:
        """Somebody is coming, in so many minutes if they said. An answer to a call that is over is dropped."""
        call = self._with_id(call_id)
        if call is None:
            return
        if not call.kind.quiet:
            seconds = (minutes or USUAL_MINUTES) * 60.0 + LATE_SECONDS
            self._due[call.kind] = self._clock.monotonic() + seconds
        self._put(replace(call, state=CallState.COMING, minutes=minutes), Turn.ANSWERED)

    def here(self, call_id: int) -> None:
        """到了: somebody stands beside the person. Dropped for a call that is over."""
        call = self._with_id(call_id)
        if call is not None:
            self._close(call, CallState.HERE, Turn.HERE)

    # -- time -------------------------------------------------------------------------------------------------

    @property
    def next_due(self) -> float | None:
        """The steady time at which `tick` has something to do."""
        return min(self._due.values(), default=None)

    def tick(self) -> None:
        """Call again what nobody has answered, and what nobody has come for."""
        now = self._clock.monotonic()
        for kind in [kind for kind, due in self._due.items() if due <= now]:
            call = replace(self._calls[kind], state=CallState.WAITING, minutes=None, again=self._calls[kind].again + 1)
            if call.again < MOST_AGAIN:
                self._due[kind] = now + AGAIN_SECONDS
            else:
                del self._due[kind]
            self._put(call, Turn.CALLED_AGAIN)

    # -- within -----------------------------------------------------------------------------------------------

    def _with_id(self, call_id: int) -> Call | None:
        return next((call for call in self._calls.values() if call.id == call_id), None)

    def _end(self, kind: HelpKind, state: CallState, turn: Turn) -> None:
        call = self._calls.get(kind)
        if call is not None:
            self._close(call, state, turn)

    def _close(self, call: Call, state: CallState, turn: Turn) -> None:
        del self._calls[call.kind]
        self._due.pop(call.kind, None)
        self._tell(replace(call, state=state), turn)

    def _put(self, call: Call, turn: Turn) -> None:
        self._calls[call.kind] = call
        self._tell(call, turn)

    def _tell(self, call: Call, turn: Turn) -> None:
        news = CallNews(turn, call, self._clock.monotonic() - call.since)
        for listener in tuple(self._listeners):
            listener(news)
