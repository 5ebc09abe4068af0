"""What stands between one terminal and the hall's desk: the board of calls, what calls by itself, and the page that shows them.

The chorus gets its `stage`; light, audit and the person's page listen to its `board`. It is opened once home is painted, hears
what `post` brought to the window's thread, and is ticked at `next_due`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.desk.board import Board
from kiosk.desk.stage import DeskStage

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.clock import Clock
    from kiosk.core.config import Config, PlaceConfig
    from kiosk.desk.server import DeskServer


class Reception:
    """See the module. `post` brings what other threads say into the window's; everything else is called there.

    `may_call` says whether the desk may be called for what the machine lacks while nobody is served.
    """

    def __init__(
        self, config: Config, clock: Clock, post: Callable[[object], None], may_call: Callable[[], bool] = lambda: True
    ) -> None:
        self._config = config
        self._clock = clock
        self._post = post
        self._server: DeskServer | None = None
        self.board = Board(clock)
        self.stage = DeskStage(self.board, clock, may_call)

    def open(self) -> None:
        """Serve the desk's page if the configuration says so. Raises `DeskNotServed`; everything else works without it."""
        if self._config.desk.serve:
            from kiosk.desk.server import DeskServer  # noqa: PLC0415 - home is painted before this is needed

            server = DeskServer(self._config.desk, self._config.terminal.number, self._clock, self._post)
            server.open()
            self._server = server
            self.board.listen(lambda _news: server.publish(self.board.calls))
            server.publish(self.board.calls)

    def close(self) -> None:
        """Serve no more."""
        if self._server is not None:
            self._server.close()
            self._server = None

    @property
    def told(self) -> bool:
        """Whether a call is heard now: a desk has its page open, or the hall says that somebody always hears."""
        return self._config.places.staff_told or (self._server is not None and self._server.watched)

    @property
    def places(self) -> PlaceConfig:
        """The hall's places; pages that are made of them claim that somebody was called only while one hears of it."""
        return replace(self._config.places, staff_told=self.told)

    @property
    def served(self) -> bool:
        """Whether a desk may look at any moment."""
        return self._server is not None

    @property
    def port(self) -> int:
        """The port the desk's page is at; 0 while it isn't served."""
        return 0 if self._server is None else self._server.port

    def heard(self, message: object) -> bool:
        """Take what a desk has answered; False for a message that is somebody else's."""
        from kiosk.desk.view import DeskAnswer  # noqa: PLC0415 - as above

        if not isinstance(message, DeskAnswer):
            return False
        if message.here:
            self.board.here(message.call_id)
        else:
            self.board.answered(message.call_id, message.minutes)
        return True

    @property
    def next_due(self) -> float | None:
        """The steady time at which `tick` has something to do."""
        dues = (self.board.next_due, self.stage.next_due)
        return min((due for due in dues if due is not None), default=None)

    def tick(self) -> None:
        """Do what time has brought."""
        self.board.tick()
        self.stage.tick()

    def somebody_is_here(self) -> None:
        """Somebody of the staff has signed in."""
        self.board.somebody_is_here(self.stage.unmended)
