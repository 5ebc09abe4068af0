"""The audit as a stage: which pages were shown and how they ended, who of the staff stood by, never what was on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.audit.events import ANSWERED, SERVICE_USED, VISIT_OVER, page_ended, page_shown
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
        self._used: dict[str, tuple[int | None, bool]] = {}
        """The services of this visit: the person's age, and whether somebody of the staff helped."""

    def show(self, showing: Showing) -> None:
        """Note the page, once for as long as it stands."""
        self._assistance = showing.assistance
        used = showing.page.used
        if used is not None:
            _, helped = self._used.get(used.service, (None, False))
            self._used[used.service] = used.age, helped or showing.assistance is not None
        if showing.ticket != self._ticket:
            self._ticket = showing.ticket
            self._write(page_shown(showing.page.name, showing.assistance))

    def ended(self, ending: PageEnded) -> None:
        """Note by whom or what the page ended, and the answer of a page whose answers are counted."""
        self._write(page_ended(ending, self._assistance))
        if ending.answer:
            self._write(ANSWERED(page=ending.page, answer=ending.answer))

    def over(self) -> None:
        """Note that the visit is over, and which services it used, each once: back and on again is not another use."""
        self._ticket, self._assistance = None, None
        for service, (age, helped) in self._used.items():
            self._write(SERVICE_USED(service=service, age=age, assisted=helped))
        self._used.clear()
        self._write(VISIT_OVER())

    def _write(self, event: Event) -> None:
        try:
            self._log.write(event)
        except RecordError as error:
            self._trouble(error)
