"""One open line to an ESC/POS printer: bytes out at line speed, and what the printer has said so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.errors import NoReply, OperationTimedOut
from devices.escpos import frames
from devices.escpos.status import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.deadline import Deadline, Time
    from devices.link import Link

ANSWER_SECONDS: Final = 0.3
"""A real-time command is answered at once; on a slow line at 9600 baud, within some milliseconds."""
POLL_SECONDS: Final = 0.5
"""After this much silence the printer is asked how it is."""
SILENCE_SECONDS: Final = 2.0
"""After this much silence, several questions long, it is gone."""
LEAD_SECONDS: Final = 0.08
"""How far ahead of the wire we write: more than one read slice, so that the wire never stands idle."""
MAX_PORTION: Final = 512
"""Bytes written at a time; a question asked in between waits behind no more than these and the lead."""
BLOCKED_SECONDS: Final = 2.0
"""A line that takes nothing for so long is stuck."""
_BITS_A_BYTE: Final = 10


class Conversation:
    """What goes over one open link. Owned by one thread.

    A pty or a driver swallows kilobytes at once, so the sender paces itself to `baud`; else a question would queue behind
    them all.
    """

    def __init__(self, link: Link, clock: Time, baud: int) -> None:
        self.link = link
        self.status = Status()
        self.printed: bytes | None = None
        """The newest process id that came back."""
        self.cleared = False
        """Whether the buffers were cleared since this was last set to False."""
        self.buffered = 0
        """How many buffered questions were answered since this was last set to 0."""
        self._clock = clock
        self._baud = baud
        self._decoder = frames.StatusDecoder()
        self._free_at = 0.0
        self._flowing = True
        self._asked = 0
        self._answered = 0
        self._identity: str | None = None
        self._heard_at = clock.monotonic()
        self._polled_at = 0.0
        self._next_poll = 0

    def take(self, deadline: Deadline) -> bool:
        """Take in what arrives within one slice; say whether anything did."""
        data = self.link.read(deadline)
        if data:
            self._heard_at = self._clock.monotonic()
        for event in self._decoder.feed(data):
            self._note(event)
        return bool(data)

    def _note(self, event: frames.Event) -> None:
        match event:
            case frames.AutomaticStatus(status):
                self.status = status
            case frames.RealTimeAnswer(value) if self._asked:
                self.status = self.status.answered(self._asked, value)
                self._answered, self._asked = self._asked, 0
            case frames.Printed(process_id):
                self.printed = process_id
            case frames.BuffersCleared():
                self.cleared = True
            case frames.BufferedAnswer():
                self.buffered += 1
            case frames.Identity(text):
                self._identity = text
            case frames.Flow(on):
                self._flowing = on
            case _:  # an answer nobody asked for, or to a question of another's
                pass

    def wait(self, over: Callable[[], bool], seconds: float, deadline: Deadline) -> bool:
        """Take in what arrives until `over`; say whether it came to be. Raises what the deadline raises."""
        part = deadline.within(seconds)
        while not over():
            deadline.check()
            if part.remaining() == 0.0:
                return False
            self.take(part)
        return True

    # -- asking -------------------------------------------------------------------------------------------

    def ask(self, n: int, deadline: Deadline) -> None:
        """Ask DLE EOT n and take the answer into `status`. Raises `NoReply`."""
        self._asked, self._answered = n, 0
        self.write(frames.ask(n), deadline)
        if not self.wait(lambda: self._answered == n, ANSWER_SECONDS, deadline):
            raise NoReply(f"DLE EOT {n}")

    def refresh(self, deadline: Deadline) -> None:
        """Learn the whole status anew. Raises `NoReply`."""
        # The answer to a poll still under way must not pass for the answer to the first question.
        self.wait(lambda: not self._asked, ANSWER_SECONDS, deadline)
        for n in frames.ASKS:
            self.ask(n, deadline)

    def identity(self, n: int, deadline: Deadline) -> str | None:
        """Ask GS I n; None if the printer doesn't say, as many don't."""
        self._identity = None
        self.write(frames.ask_identity(n), deadline)
        self.wait(lambda: self._identity is not None, ANSWER_SECONDS, deadline)
        return self._identity

    def poll(self, deadline: Deadline) -> None:
        """Ask something when the printer has long been quiet. Raises `NoReply` when it stays so.

        Never call it with half a command sent.
        """
        now = self._clock.monotonic()
        quiet = now - self._heard_at
        if quiet >= SILENCE_SECONDS and self._polled_at > self._heard_at:
            raise NoReply(f"silent for {quiet:.1f} s")
        if quiet >= POLL_SECONDS and now - self._polled_at >= POLL_SECONDS:
            self._polled_at = now
            self._asked = frames.ASKS[self._next_poll]
            self._next_poll = (self._next_poll + 1) % len(frames.ASKS)
            self.write(frames.ask(self._asked), deadline)

    # -- sending ------------------------------------------------------------------------------------------

    def write(self, data: bytes, deadline: Deadline) -> None:
        """Send at once, in front of nothing else. Raises `NoReply` when the line takes nothing."""
        try:
            self.link.write(data, deadline.within(BLOCKED_SECONDS))
        except OperationTimedOut:
            deadline.check()
            raise NoReply("the line takes nothing") from None
        now = self._clock.monotonic()
        self._free_at = max(self._free_at, now) + len(data) * _BITS_A_BYTE / self._baud

    def send(self, data: bytes, deadline: Deadline, *, between: Callable[[int], None]) -> None:
        """Send in portions at line speed, listening meanwhile; `between` gets the bytes of each portion and may raise.

        Raises `NoReply` when the printer holds us off (XOFF, or the line is full) for too long.
        """
        portion = min(MAX_PORTION, max(16, int(self._baud / _BITS_A_BYTE * LEAD_SECONDS / 2)))
        for start in range(0, len(data), portion):
            part = data[start : start + portion]
            self._until_flowing(deadline, between)
            self.write(part, deadline)
            between(len(part))
            while self._free_at - self._clock.monotonic() > LEAD_SECONDS:
                deadline.check()
                self.take(deadline)
                between(0)

    def _until_flowing(self, deadline: Deadline, between: Callable[[int], None]) -> None:
        def flowing() -> bool:
            between(0)
            return self._flowing

        if not self.wait(flowing, BLOCKED_SECONDS, deadline):
            raise NoReply("held off by XOFF")
