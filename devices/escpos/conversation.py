"""One open line to an ESC/POS printer: bytes out at line speed, and what the printer has said so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.errors import NoReply, OperationTimedOut
from devices.escpos import frames, replies
from devices.escpos.status import EPSON_CODING, Coding, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.deadline import Deadline, Time
    from devices.link import Link

ANSWER_SECONDS: Final = 0.3
"""A real-time command is answered at once; on a slow line at 9600 baud, within some milliseconds."""
MISSES: Final = 3
"""A question left unanswered so often in a row, and the printer is lost."""
ROOM_BYTES: Final = 2
ROOM_TRIES: Final = 4
POLL_SECONDS: Final = 0.5
"""After this much silence the printer is asked how it is."""
WONDER_SECONDS: Final = 0.1
"""A printer that is off line without having said why is asked this often."""
SILENCE_SECONDS: Final = 2.0
"""After this much silence, three questions long, it is gone."""
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
    them all. `seen` gets the status whenever the printer has said something of it, from the first whole one on.
    """

    def __init__(
        self, link: Link, clock: Time, baud: int, coding: Coding = EPSON_CODING, *, seen: Callable[[Status], None]
    ) -> None:
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
        self._coding = coding
        self._decoder = replies.StatusDecoder(coding)
        self._seen = seen
        self._whole = False
        """Whether all of `status` has been told by now."""
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
        self._took(data)
        return bool(data)

    def _took(self, data: bytes) -> None:
        if data:
            self._heard_at = self._clock.monotonic()
        for event in self._decoder.feed(data):
            self._note(event)

    def _note(self, event: replies.Event) -> None:
        match event:
            case replies.AutomaticStatus(status):
                self._learn(self._coding.after(self.status, status))
                if not self._coding.answers:
                    self._answered, self._asked = self._asked, 0
            case replies.RealTimeAnswer(value) if self._asked:
                n, self._asked = self._asked, 0
                self._learn(self._coding.answered(self.status, n, value))
                self._answered = n
            case replies.Printed(process_id):
                self.printed = process_id
            case replies.BuffersCleared():
                self.cleared = True
            case replies.BufferedAnswer():
                self.buffered += 1
            case replies.Identity(text):
                self._identity = text
            case replies.Flow(on):
                self._flowing = on
            case _:  # an answer nobody asked for, or to a question of another's
                pass

    def _learn(self, status: Status) -> None:
        self.status = status
        if self._whole:
            self._seen(status)

    def emptied(self) -> None:
        """The printer's buffer is empty: an XOFF of before, or one that was noise, holds no longer."""
        self._flowing = True

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
        """Ask DLE EOT n and take the answer into `status`. Raises `NoReply` after three misses."""
        for misses in range(MISSES):
            self._asked, self._answered = n, 0
            self.write(frames.ask(n), deadline)
            if self.wait(lambda: self._answered == n, ANSWER_SECONDS, deadline):
                if (
                    misses
                ):  # the answers to the first tries may still come, and must not pass for that to the next question
                    self.wait(lambda: False, ANSWER_SECONDS, deadline)
                return
        raise NoReply(f"DLE EOT {n}")

    def refresh(self, deadline: Deadline) -> None:
        """Learn the whole status anew. Raises `NoReply`."""
        # The answer to a poll still under way must not pass for the answer to the first question.
        self.wait(lambda: not self._asked, ANSWER_SECONDS, deadline)
        for n in self._coding.questions:
            self.ask(n, deadline)
        if not self._whole:
            self._whole = True
            self._seen(self.status)

    def room(self, deadline: Deadline) -> int | None:
        """Ask for the room in the receive buffer; None if the printer doesn't say.

        The answer is two bytes like any others: it counts only if nothing else arrives with it, and it comes twice the same.
        """
        self.wait(lambda: not self._asked, ANSWER_SECONDS, deadline)
        told: bytes | None = None
        for _ in range(ROOM_TRIES):
            while self.take(deadline.within(ANSWER_SECONDS)):
                deadline.check()
            self.write(frames.ASK_ROOM, deadline)
            data, part = b"", deadline.within(ANSWER_SECONDS)
            while len(data) < ROOM_BYTES and part.remaining() != 0.0:
                deadline.check()
                data += self.link.read(part)
            data += self.link.read(deadline.within(ANSWER_SECONDS))  # a slice of silence ends it
            if len(data) == ROOM_BYTES and data == told:
                return int.from_bytes(data, "little")
            told = data if len(data) == ROOM_BYTES else None
            if told is None:
                self._took(data)
            if not data:
                return None
        return None

    def identity(self, n: int, deadline: Deadline) -> str | None:
        """Ask GS I n; None if the printer doesn't say, as many don't."""
        self._identity = None
        self.write(frames.ask_identity(n), deadline)
        self.wait(lambda: self._identity is not None, ANSWER_SECONDS, deadline)
        return self._identity

    def poll(self, deadline: Deadline) -> None:
        """Ask something when the printer has long been quiet, or is off line for no known reason.

        Raises `NoReply` when it stays quiet. Never call it with half a command sent.
        """
        now = self._clock.monotonic()
        quiet, waited = now - self._heard_at, now - self._polled_at
        if quiet >= SILENCE_SECONDS and self._polled_at > self._heard_at:
            raise NoReply(f"silent for {quiet:.1f} s")
        wondering = self.status.unexplained and not self._asked and waited >= WONDER_SECONDS
        if wondering or (quiet >= POLL_SECONDS and waited >= POLL_SECONDS):
            questions = self._coding.questions
            self._polled_at = now
            self._asked = questions[self._next_poll]
            self._next_poll = (self._next_poll + 1) % len(questions)
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
