"""A thread for library calls that may block as long as they like, so that whoever waits for them need not."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from devices.deadline import SLICE_SECONDS
from devices.errors import DeviceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.deadline import Bell, Deadline, Time

T = TypeVar("T")

GRACE_SECONDS: Final = 0.25
"""What a call gets to come back after its deadline: most are over in a moment, and then nothing has to be opened anew."""


class _Call(Generic[T]):
    def __init__(self, call: Callable[[], T], bell: Bell) -> None:
        self._call = call
        self._result: list[T] = []
        self._error: BaseException | None = None
        self.bell = bell
        self.over = False

    def run(self) -> None:
        try:
            self._result.append(self._call())
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits for it
            self._error = error
        self.over = True
        self.bell.ring()

    def outcome(self) -> T:
        if self._error is not None:
            raise self._error
        return self._result[0]


class Worker:
    """Runs one call at a time in a thread of its own, which lives until it is dismissed."""

    def __init__(self, name: str, clock: Time) -> None:
        self.stuck = False
        """Whether a call didn't come back in time: of no more use but to be dismissed."""
        self._calls: deque[Callable[[], object] | None] = deque()
        self._ordered = clock.bell()
        clock.spawn(name, self._run)

    def do(self, call: Callable[[], T], deadline: Deadline, interrupt: Callable[[], object] | None = None) -> T:
        """Return what the call returns. Raises what it raises, and what the deadline does.

        `interrupt` is called once, from this thread, when the deadline ends before the call: it may bring the call back.
        """
        ordered = _Call(call, deadline.clock.bell())
        self._put(ordered.run)
        with deadline.woken_by(ordered.bell.ring):
            try:
                while not ordered.over:
                    deadline.check()
                    ordered.bell.wait(deadline.slice())
            except DeviceError:
                if interrupt is not None:
                    interrupt()
                self._wait_a_moment_more(ordered, deadline)
                raise
        return ordered.outcome()

    def _wait_a_moment_more(self, ordered: _Call[T], deadline: Deadline) -> None:
        until = deadline.clock.monotonic() + GRACE_SECONDS
        while not ordered.over:
            if deadline.clock.monotonic() >= until:
                self.stuck = True
                return
            ordered.bell.wait(SLICE_SECONDS)

    def dismiss(self, last: Callable[[], object]) -> None:
        """Let the thread end, after the call that is going on and a `last` one. Waits for nothing."""
        self._put(last, None)

    def _put(self, *calls: Callable[[], object] | None) -> None:
        self._calls.extend(calls)
        self._ordered.ring()

    def _run(self) -> None:
        while True:
            while not self._calls:
                self._ordered.wait(None)
            call = self._calls.popleft()
            if call is None:
                return
            call()
