"""Plays a scenario: on a real bench in real time, or on simulators in virtual time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from devices.bench.refusal import BenchRefusal
from devices.bench.scenario import Happening
from devices.bench.verbs import find

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from devices.bench.scenario import Moment, Scenario, Step
    from devices.bench.verb import Answer
    from devices.deadline import Time

LOOK_SECONDS: Final = 0.05
"""How often what is waited for is looked for: a printer moves 8 mm in this time."""

PATIENCE_SECONDS: Final = 600.0
"""Whoever plays at the screen has this long for what a step waits for."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How often what has happened, since the bench was started; `hanging_mm`: so much of the next receipt is printed."""

    cards_found: int = 0
    cards_read: int = 0
    receipts: int = 0
    hanging_mm: float = 0.0
    sheets: int = 0
    scanning: bool = False


class Performer(Protocol):
    """Whoever does verbs and sees what happens: a bench, one in another process, simulators in virtual time."""

    def perform(self, verb: str, arguments: Sequence[str]) -> Answer:
        """Do a verb. Raises `BenchRefusal`."""
        ...

    def seen(self) -> Seen:
        """Say what has happened."""
        ...


class NotHappened(BenchRefusal):
    """What a step waits for didn't happen: nobody is at the screen."""

    def __init__(self, scenario: Scenario, number: int, moment: Moment) -> None:
        super().__init__(
            "not-happened", f"{scenario.name}: step {number}: {moment.when} didn't happen in {PATIENCE_SECONDS:.0f} s"
        )


class Stopped(BenchRefusal):
    """Somebody stopped the play."""

    def __init__(self) -> None:
        super().__init__("stopped", "stopped")


def check(scenario: Scenario) -> None:
    """See that every verb is known and has its words. Raises `BenchRefusal` naming scenario and verb."""
    for order in scenario.orders:
        try:
            find(order.verb).words(order.words)
        except BenchRefusal as refusal:
            raise BenchRefusal(refusal.code, f"{scenario.name}: {order}: {refusal}") from None


class Player:
    """Plays one scenario once. `tell` gets each step as it is done; `stopped` says whether to stop."""

    def __init__(
        self,
        scenario: Scenario,
        performer: Performer,
        clock: Time,
        *,
        tell: Callable[[Step], None] = lambda _step: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._scenario = scenario
        self._performer = performer
        self._clock = clock
        self._tell = tell
        self._stopped = stopped

    def play(self) -> None:
        """Play to the end. Raises `BenchRefusal` for a verb that is refused, `NotHappened` and `Stopped`."""
        check(self._scenario)
        for order in self._scenario.before:
            self._performer.perform(order.verb, order.words)
        began, first = self._clock.monotonic(), self._performer.seen()
        for number, step in enumerate(self._scenario.steps, 1):
            moment = step.moment
            if moment.when is not None:
                self._wait_for(number, moment, first)
            now = self._clock.monotonic()
            self._wait_until(now + moment.after if moment.at is None else began + moment.at)
            self._tell(step)
            for order in step.orders:
                self._performer.perform(order.verb, order.words)

    def _wait_for(self, number: int, moment: Moment, first: Seen) -> None:
        end = self._clock.monotonic() + PATIENCE_SECONDS
        while not happened(moment, first, self._performer.seen()):
            if self._clock.monotonic() >= end:
                raise NotHappened(self._scenario, number, moment)
            self._wait_until(self._clock.monotonic() + LOOK_SECONDS)

    def _wait_until(self, until: float) -> None:
        """Wait; a real bench's window may be closed meanwhile."""
        while (left := until - self._clock.monotonic()) > 0:
            self._clock.sleep(min(left, _STOP_SLICE_SECONDS))
            if self._stopped():
                raise Stopped


_STOP_SLICE_SECONDS: Final = 0.2


def happened(moment: Moment, first: Seen, now: Seen) -> bool:
    """Whether what a step waits for has happened since `first`."""
    receipts = now.receipts - first.receipts
    hanging = receipts == moment.number - 1 and now.hanging_mm > 0 and now.hanging_mm >= moment.mm
    return (
        moment.when is None
        or {
            Happening.CARD_FOUND: now.cards_found - first.cards_found >= moment.number,
            Happening.CARD_READ: now.cards_read - first.cards_read >= moment.number,
            Happening.PRINTING: hanging or receipts >= moment.number,
            Happening.RECEIPT_OUT: receipts >= moment.number,
            Happening.SHEET_OUT: now.sheets - first.sheets >= moment.number,
            Happening.SCANNING: now.scanning,
        }[moment.when]
    )
