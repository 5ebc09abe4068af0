"""What a record can't be turned into, as typed errors that a page answers by naming a window."""

from __future__ import annotations

from kiosk.core.record import RecordError


class DoesNotReconcile(RecordError):
    """Sums of a record don't agree, so none of its figures may be shown. `what` is `account`, `chain` or `payment`."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the record does not reconcile: {what}")
        self.what = what


class AskAtWindow(RecordError):
    """A matter that only a window may answer: 机关事业 members, and every record with a mark."""


class NothingThatYear(RecordError):
    """The record has nothing for the year that was asked for."""
