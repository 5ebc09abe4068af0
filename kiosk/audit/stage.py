"""The audit as a stage: which pages were shown and how they ended, who of the staff stood by, never what was on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.audit.events import ANSWERED, VISIT_OVER, page_ended, page_shown
from kiosk.core.record import RecordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.audit.declaring import Event
    from kiosk.audit.log import AuditLog
    from kiosk.core.staff import Assistance
    from kiosk.core.stage import PageEnded, Showing, Ticket


class AuditStage:
    """Writes page names and kinds of endings. A disk that takes nothing more is told to `trouble`; the visit goes on."""

    def __init__(self, log: AuditLog, trouble: Callable[[RecordError], None]) -> None:
        self._log = log
        self._trouble = trouble
        self._ticket: Ticket | None = None
        self._assistance: Assistance | None = None

    def show(self, showing: Showing) -> None:
        """Note the page, once for as long as it stands."""
        self._assistance = showing.assistance
        if showing.ticket != self._ticket:
            self._ticket = showing.ticket
            self._write(page_shown(showing.page.name, showing.assistance))

    def ended(self, ending: PageEnded) -> None:
        """Note by whom or what the page ended, and the answer of a page whose answers are counted."""
        self._write(page_ended(ending, self._assistance))
        if ending.answer:
            self._write(ANSWERED(page=ending.page, answer=ending.answer))

    def over(self) -> None:
        """Note that the visit is over."""
        self._ticket, self._assistance = None, None
        self._write(VISIT_OVER())

    def _write(self, event: Event) -> None:
        try:
            self._log.write(event)
        except RecordError as error:
            self._trouble(error)
