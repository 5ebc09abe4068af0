"""The audit as a stage: which pages were shown and how they ended, never what was on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.audit.events import ANSWERED, PAGE_ENDED, PAGE_SHOWN, VISIT_OVER
from kiosk.core.record import RecordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.audit.events import Event
    from kiosk.audit.log import AuditLog
    from kiosk.core.stage import PageEnded, Showing, Ticket


class AuditStage:
    """Writes page names and kinds of endings. A disk that takes nothing more is told to `trouble`; the visit goes on."""

    def __init__(self, log: AuditLog, trouble: Callable[[RecordError], None]) -> None:
        self._log = log
        self._trouble = trouble
        self._ticket: Ticket | None = None

    def show(self, showing: Showing) -> None:
        """Note the page, once for as long as it stands."""
        if showing.ticket != self._ticket:
            self._ticket = showing.ticket
            self._write(PAGE_SHOWN(page=showing.page.name))

    def ended(self, ending: PageEnded) -> None:
        """Note by whom or what the page ended, and the answer of a page whose answers are counted."""
        self._write(PAGE_ENDED(page=ending.page, by=ending.ended_by, code=ending.code or None))
        if ending.answer:
            self._write(ANSWERED(page=ending.page, answer=ending.answer))

    def over(self) -> None:
        """Note that the visit is over."""
        self._ticket = None
        self._write(VISIT_OVER())

    def _write(self, event: Event) -> None:
        try:
            self._log.write(event)
        except RecordError as error:
            self._trouble(error)
