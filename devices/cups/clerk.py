"""Runs what may hang in C for ever (pycups) on threads of its own, so that an order ends when its deadline does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from devices.errors import DeviceGone, NoReply

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.deadline import Bell, Deadline, Time

T = TypeVar("T")

ANSWER_SECONDS: Final = 2.0
"""How long CUPS or a printer may think about one question."""
STUCK_LIMIT: Final = 4
"""So many questions without an end, and no more are asked until one ends."""


class _Errand(Generic[T]):
    def __init__(self, work: Callable[[], T], bell: Bell) -> None:
        self._work = work
        self._result: list[T] = []
        self._error: BaseException | None = None
        self.bell = bell
        self.over = False

    def run(self) -> None:
        try:
            self._result.append(self._work())
        except BaseException as error:  # noqa: BLE001 - it is raised where the errand was given
            self._error = error
        self.over = True
        self.bell.ring()

    def result(self) -> T:
        if self._error is not None:
            raise self._error
        return self._result[0]


class Clerk:
    """Runs errands one at a time for one lane. What an errand touches, nobody else may: it may go on after its order ended."""

    def __init__(self, clock: Time) -> None:
        self._clock = clock
        self._late: list[_Errand[Any]] = []
        self._waiting: Bell | None = None
        self._dismissed = 0

    @property
    def idle(self) -> bool:
        """Whether every errand has come to its end, so that nothing unexpected can still happen."""
        self._late = [errand for errand in self._late if not errand.over]
        return not self._late

    def ask(self, work: Callable[[], T], deadline: Deadline, *, seconds: float = ANSWER_SECONDS) -> T:
        """Run `work` and return what it returns, or raise what it raises.

        Raises `NoReply` when it takes too long, `DeviceGone` when dismissed meanwhile, and what the deadline raises.
        """
        deadline.check()
        if not self.idle and len(self._late) >= STUCK_LIMIT:
            deadline.rest()
            raise NoReply("earlier questions are still without an answer")
        dismissed = self._dismissed
        errand = _Errand(work, self._clock.bell())
        self._waiting = errand.bell
        part = deadline.within(seconds)
        self._clock.spawn("cups", errand.run)
        with part.woken_by(errand.bell.ring):
            while not errand.over and not part.cancelled and part.remaining() != 0.0:
                errand.bell.wait(part.remaining())
                if dismissed != self._dismissed:
                    break
        self._waiting = None
        if errand.over:
            return errand.result()
        self._late.append(errand)
        if dismissed != self._dismissed:
            raise DeviceGone("closed")
        deadline.check()
        raise NoReply("no answer in time")

    def dismiss(self) -> None:
        """End the wait of who is asking, from another thread."""
        self._dismissed += 1
        waiting = self._waiting
        if waiting is not None:
            waiting.ring()
