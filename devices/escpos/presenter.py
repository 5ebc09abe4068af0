"""The paper in a presenter's mouth: waited for until it is taken, or drawn back in.

Only some presenters tell unasked that the paper was taken, so all are asked. A printer without a presenter knows nothing of
its paper: waiting for it lasts as long as the deadline, and whoever waits asks the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.errors import PaperJam
from devices.escpos.condition import trouble

if TYPE_CHECKING:
    from devices.deadline import Deadline
    from devices.escpos.conversation import Conversation
    from devices.escpos.makes import Presenter

LOOK_SECONDS: Final = 0.2
"""How often a presenter is asked whether the paper still hangs there."""
GONE_LOOKS: Final = 2
"""So many looks in a row without paper, and it was taken: a corner that flutters before the sensor is no hand."""
DRAW_SECONDS: Final = 8.0
"""How long drawing back may take. Citizen's motor runs up to 5 s."""


def wait_taken(line: Conversation, presenter: Presenter | None, deadline: Deadline) -> None:
    """Return when nothing hangs in the mouth (any more). Raises `LinkError` and what the deadline raises."""
    looks = 0
    while looks < GONE_LOOKS:
        deadline.check()
        line.refresh(deadline)
        looks = looks + 1 if presenter is not None and not line.status.at_mouth else 0
        line.wait(lambda: False, LOOK_SECONDS, deadline)


def draw_back(line: Conversation, presenter: Presenter, deadline: Deadline) -> None:
    """Draw back what hangs in the mouth. Raises `PaperJam` when it stays there, and what stops the printer."""
    line.write(presenter.take_back, deadline)
    part = deadline.within(DRAW_SECONDS)
    while line.status.at_mouth:
        deadline.check()
        if error := trouble(line.status):
            raise error
        if part.remaining() == 0.0:
            raise PaperJam("the paper was not drawn back")
        line.wait(lambda: False, LOOK_SECONDS, deadline)
        line.refresh(deadline)
