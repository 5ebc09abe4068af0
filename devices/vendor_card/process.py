"""The terminal's side of the process that holds the vendor's library: starts it, asks it, ends it when it hangs."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from devices.errors import DeviceError, DeviceGone, GarbledReply, NoReply, OperationTimedOut
from devices.vendor_card import child
from devices.vendor_card.frames import DONE, MOST_BYTES, NOT_LOADED, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from devices.deadline import Deadline, Time

START_SECONDS: Final = 10.0
READ_SECONDS: Final = 15.0
"""A reading takes about a second, longer where the library waits for a card itself; after this it hangs."""

HEAD_BYTES: Final = 40

BUILT_WORD: Final = "vendor-card"
"""The built terminal has no Python to run a file with: there the program itself is the child, by this command."""


def child_command() -> list[str]:
    """Return the words that start the child process in this Python."""
    if getattr(sys, "frozen", False):
        return [sys.executable, BUILT_WORD]
    return [sys.executable, str(Path(child.__file__))]


class Answer:
    """A result and its text. Has no readable `repr`: it is personal data."""

    __slots__ = ("result", "text")

    def __init__(self, result: int, text: bytes) -> None:
        self.result = result
        self.text = text

    def __repr__(self) -> str:
        """Say only the result and how long the text is."""
        return f"<Answer {self.result} with {len(self.text)} bytes>"


class Process:
    """Holds at most one child. The lane asks; only `close` may come from another thread."""

    def __init__(self, command: Sequence[str], clock: Time) -> None:
        self._command = list(command)
        self._clock = clock
        self._child: _Child | None = None

    @property
    def is_open(self) -> bool:
        """Whether a child was started and not ended."""
        return self._child is not None

    @property
    def at_work(self) -> bool:
        """Whether the library is still at a reading that was given up."""
        return self._child is not None and self._child.asked_at is not None

    def open(self, deadline: Deadline) -> None:
        """Start the child and let it load the library. Raises `NotConfigured` if there is none to load."""
        self.close()
        try:
            started = self._child = _Child(self._command, self._clock)
        except OSError as error:
            raise refusal_of_start(error) from None
        answer = self._wait(started, deadline, START_SECONDS)
        if answer.result != DONE:
            self.close()
            # It is the loader's word, not a card's.
            raise type(refusal(NOT_LOADED))(answer.text.decode("utf-8", errors="replace"))

    def read(self, interface: int, deadline: Deadline) -> Answer:
        """Have the library read a card once; it can't be called off, so that one given up is waited for by the next.

        One that answered unasked is ended: whose card its next answer would be of, nobody could tell.
        """
        held = self._held()
        if held.asked_at is not None:
            self._wait(held, deadline, READ_SECONDS - (self._clock.monotonic() - held.asked_at))
        self.check()
        held.ask(interface)
        return self._wait(held, deadline, READ_SECONDS)

    def check(self) -> None:
        """Raise `NoReply` if the child ended by itself, and `GarbledReply`, its end, if it answered unasked."""
        held = self._child
        if held is not None and held.answered_unasked:
            self.close()
            raise GarbledReply("the library's process answered unasked")
        if held is not None and held.ended:
            raise self._lost(held)

    def close(self) -> None:
        """End the child; safe from another thread, so that a stuck order ends with `DeviceGone`."""
        held, self._child = self._child, None
        if held is not None:
            held.end()

    def _held(self) -> _Child:
        if self._child is None:
            raise DeviceGone("the library's process was ended")
        return self._child

    def _wait(self, held: _Child, deadline: Deadline, seconds: float) -> Answer:
        """Wait for an answer. One that doesn't come in its own time ends the child, not one the deadline doesn't wait for."""
        part = deadline.within(max(seconds, 0.0))
        try:
            with part.woken_by(held.bell.ring):
                while (answer := held.take()) is None:
                    if held.ended:
                        raise self._lost(held)
                    part.check()
                    held.bell.wait(part.slice())
        except OperationTimedOut:
            if deadline.remaining() == 0.0:
                raise
            self.close()
            raise NoReply(f"the library hung for {seconds:.0f} s") from None
        return answer

    def _lost(self, held: _Child) -> DeviceError:
        if self._child is not held:
            return DeviceGone("the library's process was ended")
        self.close()
        if held.garbled:
            return GarbledReply("the library's process wrote nonsense")
        return NoReply(f"the library's process ended with {held.process.poll()}")


def refusal_of_start(error: OSError) -> DeviceError:
    """Return the error for a child that can't be started."""
    return type(refusal(NOT_LOADED))(f"the library's process can't be started: {type(error).__name__}")


class _Child:
    """One process, and the thread that takes its answers."""

    def __init__(self, command: Sequence[str], clock: Time) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - the words stand in kiosk.toml
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would open a console
        )
        self.bell = clock.bell()
        self.ended = False
        self.garbled = False
        self.asked_at: float | None = clock.monotonic()
        self._clock = clock
        self._answers: deque[Answer] = deque()
        threading.Thread(target=self._take_answers, name="vendor card", daemon=True).start()

    @property
    def answered_unasked(self) -> bool:
        """Whether an answer is there though none is owed."""
        return self.asked_at is None and bool(self._answers)

    def ask(self, interface: int) -> None:
        self.asked_at = self._clock.monotonic()
        if self.process.stdin is not None:
            # An end that is gone is told by the other pipe.
            with contextlib.suppress(OSError, ValueError):
                self.process.stdin.write(b"%d\n" % interface)

    def take(self) -> Answer | None:
        if not self._answers:
            return None
        self.asked_at = None
        return self._answers.popleft()

    def end(self) -> None:
        self.process.kill()

    def _take_answers(self) -> None:
        pipe, orders = self.process.stdout, self.process.stdin
        if pipe is None or orders is None:  # pragma: no cover - both were asked for
            return
        try:
            while (answer := _receive(pipe)) is not None:
                self._answers.append(answer)
                self.bell.ring()
        except ValueError:
            self.garbled = True
        except OSError:
            pass  # it ended, and that is told below
        self.process.kill()
        self.process.wait()
        pipe.close()
        orders.close()
        self.ended = True
        self.bell.ring()


def _receive(pipe: IO[bytes]) -> Answer | None:
    """Take one answer from the pipe, None at its end. Raises `ValueError` for anything else."""
    head = pipe.readline(HEAD_BYTES)
    if not head:
        return None
    result, length = (int(word) for word in head.split())
    if not 0 <= length <= MOST_BYTES:
        raise ValueError("length")
    text = b""
    while len(text) < length:
        piece = pipe.read(length - len(text))
        if not piece:
            return None
        text += piece
    return Answer(result, text)
