"""The vendor library's process with its calls recorded: the interface, the result and what it means; its text is only counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.calls import telling
from devices.readable import masked
from devices.vendor_card.frames import DONE, NO_CARD, RESULTS, STATUS_WORDS
from devices.vendor_card.process import Process

if TYPE_CHECKING:
    from collections.abc import Sequence

    from devices.calls import Tell
    from devices.deadline import Deadline, Time
    from devices.vendor_card.process import Answer


class RecordedProcess(Process):
    """A `Process` that tells of its calls."""

    def __init__(self, command: Sequence[str], clock: Time, tell: Tell) -> None:
        super().__init__(command, clock)
        self._tell = tell

    def open(self, deadline: Deadline) -> None:
        """Start the process."""
        start = super().open
        telling(self._tell, lambda: "load the library", lambda: start(deadline), lambda _: "loaded")

    def read(self, interface: int, deadline: Deadline) -> Answer:
        """Have the library read a card."""
        read = super().read
        return telling(
            self._tell, lambda: f"read a card, interface {interface}", lambda: read(interface, deadline), _said
        )

    def close(self) -> None:
        """End the process."""
        if self.is_open:
            self._tell.note("closed")
        super().close()


def _said(answer: Answer) -> str:
    result = answer.result
    if result == DONE:
        named = "result 0: read"
    elif result == NO_CARD:
        named = f"result {result}: no card"
    elif result in RESULTS:
        named = f"result {result}: {RESULTS[result][1]}"
    elif -result in STATUS_WORDS:
        named = f"result {result}: status {-result:04X}"
    else:
        named = "a result nobody knows"
    return f"{named}, text {masked(len(answer.text))}" if answer.text else named
