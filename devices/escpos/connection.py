"""The line to one printer: opened when it is needed, greeted, and rid of what an earlier job left in the printer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.errors import DeviceError, NoReply
from devices.escpos import frames
from devices.escpos.conversation import ANSWER_SECONDS, Conversation
from devices.escpos.model import RESERVE_BYTES
from devices.health import DeviceInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from devices.deadline import Deadline, Time
    from devices.escpos.model import PrinterModel
    from devices.escpos.status import Status
    from devices.link import OpenLink

RECOVERED_SECONDS: Final = 0.3
"""How long a printer may take to say that it left its error."""
CLEARED_SECONDS: Final = 1.0


class Connection:
    """Opens the line again and again. `seen` gets the printer's status as it comes."""

    def __init__(
        self, open_link: OpenLink, clock: Time, model: PrinterModel, *, seen: Callable[[Status], None]
    ) -> None:
        self._open_link = open_link
        self._clock = clock
        self._model = model
        self._seen = seen
        self._room: int | None = None
        """Room in the empty buffer, the most it ever said; None: it never said."""
        self.line: Conversation | None = None
        """The open line."""
        self.info = DeviceInfo()
        """What the printer said of itself at the last opening."""

    @property
    def window(self) -> int:
        """Unprinted bytes we let the printer hold."""
        window = self._model.window
        return window if self._room is None else min(window, self._room - RESERVE_BYTES)

    def close(self) -> None:
        """Let go of the port; safe from another thread, which finds the line gone."""
        line = self.line
        if line is not None:
            line.link.close()

    def drop(self) -> None:
        """Close the line, to be opened anew."""
        self.close()
        self.line = None

    def opened(self, deadline: Deadline) -> Conversation:
        """The open line; opens it and greets the printer if need be. Raises `DeviceGone` and `NoReply`."""
        if self.line is not None:
            return self.line
        line = Conversation(self._open_link(), self._clock, self._model.baud, self._model.make.coding, seen=self._seen)
        try:
            line.refresh(deadline)
            # A process that was killed may have left half a job behind, and the printer in the midst of a command.
            self.throw_away(line, deadline)
            line.wait(lambda: line.cleared, ANSWER_SECONDS if self._model.clears_buffers else 0.0, deadline)
            if self._model.asks_room and (room := line.room(deadline)) is not None:
                self._room = max(room, self._room or 0)
            line.write(frames.INITIALISE + self._model.make.setup, deadline)
            self.info = DeviceInfo(**dict(self._identities(line, deadline)))
        except DeviceError:
            line.link.close()
            raise
        self.line = line
        return line

    def _identities(self, line: Conversation, deadline: Deadline) -> Iterator[tuple[str, str]]:
        """What the printer says of itself. It is a buffered question: off line it isn't answered, nor by many clones."""
        if line.status.offline:
            return
        for n, name in self._model.make.identities.items():
            text = line.identity(n, deadline)
            if text is None:
                return
            yield name, text

    def recover(self, line: Conversation, deadline: Deadline) -> None:
        """Have the printer leave an error whose cause somebody may have removed: it waits to be told, and nobody prints."""
        if line.status.recoverable or line.status.cutter:
            line.write(frames.RECOVER_AND_CLEAR, deadline)
            line.wait(lambda: not (line.status.recoverable or line.status.cutter), RECOVERED_SECONDS, deadline)
            line.refresh(deadline)

    def throw_away(self, line: Conversation, deadline: Deadline) -> None:
        """Order everything received to be thrown away, in real time."""
        line.cleared = False
        line.write(frames.CLEAR_BUFFERS if self._model.clears_buffers else frames.RECOVER_AND_CLEAR, deadline)

    def clean(self, line: Conversation, deadline: Deadline) -> None:
        """Have the printer leave its error and forget what it holds. Raises `NoReply` if it may still hold something."""
        line.refresh(deadline)
        if line.status.recoverable or line.status.cutter:
            line.write(frames.RECOVER_AND_CLEAR, deadline)
        self.throw_away(line, deadline)
        if not self._proves_empty(line, deadline):
            raise NoReply("the buffers were not cleared")
        line.emptied()
        line.write(frames.INITIALISE + self._model.make.setup, deadline)

    def _proves_empty(self, line: Conversation, deadline: Deadline) -> bool:
        """Whether the printer says that its buffers are empty; one that can't say so is believed."""
        if self._model.clears_buffers:
            return line.wait(lambda: line.cleared, CLEARED_SECONDS, deadline)
        if self._room is None:
            return True
        room = line.room(deadline)
        return room is None or room >= self._room
