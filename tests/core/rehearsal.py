"""A visit on an empty stage: pages, a house and lanes for the tests of the visit itself."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from typing import Any

from kiosk.core.clock import VirtualClock
from kiosk.core.config import IdleConfig
from kiosk.core.house import Aloud, Ending, Onward
from kiosk.core.lane import Failed, Message, Progressed, Succeeded
from kiosk.core.page import (
    After,
    Choice,
    Choose,
    Footer,
    Hearing,
    Job,
    LaneKey,
    Languages,
    Modes,
    Notice,
    Page,
    Phase,
    Progress,
    Wait,
)
from kiosk.core.people import Presentation
from kiosk.core.stage import PageEnded, Showing, Ticket
from kiosk.core.text import say
from kiosk.core.visit import Visit

DESK: LaneKey[None] = LaneKey("desk")
CARDS: LaneKey[None] = LaneKey("cards")


class CardAway(Exception):
    """Trouble the house has a page for."""


def ask(name: str, *, usual: bool = False, idle: bool = False, seals: bool = False) -> Page[str]:
    from kiosk.core.page import Answer

    choices = (Choice(say("甲"), "a"), Choice(say("乙"), "b"))
    return Choose(
        name=name, title=say("？"), choices=choices, idle=idle, usual=Answer("a") if usual else None, seals=seals
    )


def work(name: str, *, seals: bool = False, lane: str = "desk", patient: bool = False, idle: bool = False) -> Page[str]:
    return Wait(
        name=name,
        title=say("请等一等"),
        jobs=(Job(lane, lambda _device, _deadline, _report: "done"),),
        phases=(Phase("busy", say("正在读"), at_least=0.8),),
        footer=Footer(back=True, leave=True),
        seals=seals,
        patient=patient,
        idle=idle,
    )


def quick(name: str) -> Page[str]:
    return Wait(name=name, title=say("正在查"), jobs=work(name).jobs, shows_after=0.3)


def tell(name: str) -> Page[str]:
    return Notice(name=name, title=say("好"))


HELP_HERE: Page[Onward] = Notice(name="help_here", title=say("请到窗口"), after=After(60, Onward.GO_ON))


class House:
    """Pages of the house, and what it was asked."""

    def __init__(self) -> None:
        self.out_of_service = False
        self.watching = False
        self.closings: list[Ending] = []
        self.farewells = 0

    def still_there(self, seconds: float) -> Page[Onward]:
        return Notice(name="still_there", title=say("您还在吗？"), after=After(seconds, Onward.LEAVE, paced=False))

    def read_aloud(self) -> Page[Aloud]:
        return Notice(name="read_aloud", title=say("要念出来吗？"), after=After(30, Aloud.NO))

    def plug_in(self) -> Page[Aloud]:
        return Notice(name="plug_in", title=say("请插上耳机"), after=After(60, Aloud.NO))

    def languages(self) -> Page[Onward]:
        return Languages(name="languages", title=say("哪种语言？"), after=After(60, Onward.GO_ON))

    def modes(self) -> Page[Onward]:
        return Modes(name="modes", title=say("怎么看？"), after=After(60, Onward.GO_ON))

    def hearing(self) -> Page[Onward]:
        return Hearing(name="hearing", title=say("怎么听？"), after=After(60, Onward.GO_ON))

    def consent(self) -> Page[bool]:
        return Notice(name="consent", title=say("给看吗？"), after=After(60, value=False))

    def helped(self) -> Page[Onward]:
        return Notice(name="helped", title=say("帮完了"), after=After(60, Onward.GO_ON))

    def trouble(self, error: Exception) -> Page[Onward] | None:
        return Notice(name="card_away", title=say("请再放一次")) if isinstance(error, CardAway) else None

    def closed(self) -> Page[Onward] | None:
        return Notice(name="closed", title=say("暂停服务")) if self.out_of_service else None

    def watch(self) -> Job[object] | None:
        return CARDS.job(lambda _device, _deadline, _report: "card") if self.watching else None

    def intruding(self, value: object, known: Sequence[object]) -> Page[Onward] | None:
        if value in known:
            return None
        return Notice(name="another_card", title=say("换人办？"), after=After(20, Onward.GO_ON))

    def closing(self, ending: Ending) -> Page[Onward] | None:
        self.closings.append(ending)
        return (
            None if ending is Ending.FINISHED else Notice(name="bye", title=say("再见"), after=After(5, Onward.LEAVE))
        )

    def farewell(self) -> tuple[Job[object], ...]:
        self.farewells += 1
        return (DESK.job(lambda _device, _deadline, _report: None),)


class Stage:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.shown: list[Showing] = []
        self.endings: list[PageEnded] = []
        self.overs = 0

    def show(self, showing: Showing) -> None:
        self.shown.append(showing)

    def ended(self, ending: PageEnded) -> None:
        self.endings.append(ending)

    def over(self) -> None:
        self.overs += 1


class Orders:
    """Lanes whose workers are the test."""

    def __init__(self) -> None:
        self.open: dict[Ticket, Job[Any]] = {}
        self.cancelled: list[Ticket] = []

    def submit(self, ticket: Ticket, job: Job[Any]) -> None:
        self.open[ticket] = job

    def cancel(self, ticket: Ticket, job: Job[Any]) -> None:
        assert self.open.pop(ticket) is job
        self.cancelled.append(ticket)


class Rehearsal:
    """A visit with its house, stage and orders, in virtual time."""

    def __init__(
        self,
        script: Callable[[], Coroutine[Page[Any], Any, None]],
        *,
        usual: Presentation = Presentation(),  # noqa: B008 - frozen
    ) -> None:
        self.clock = VirtualClock(datetime(2026, 11, 21, 9, 5, tzinfo=UTC))
        self.house, self.stage, self.orders = House(), Stage(), Orders()
        self.bugs: list[BaseException] = []
        self.read = 0
        self.idle = IdleConfig()
        self.visit = Visit(
            script,
            house=self.house,
            stage=self.stage,
            orders=self.orders,
            clock=self.clock,
            idle=self.idle,
            on_bug=self.bugs.append,
            read_now=self._read,
            usual=usual,
        )
        self.visit.begin()

    def _read(self) -> None:
        self.read += 1

    @property
    def page(self) -> str:
        page = self.visit.page
        assert page is not None
        return page.name

    @property
    def ticket(self) -> Ticket:
        assert self.visit.ticket is not None
        return self.visit.ticket

    def touch(self, value: object) -> str:
        self.visit.answered(self.ticket, value)
        return self.page

    def call_help(self) -> None:
        """Lay the help page over it, as what owns a call does."""
        if self.visit.laid_over is None:
            self.visit.lay_over(HELP_HERE, self.visit.onward)

    def job_ticket(self, lane: str = "desk") -> Ticket:
        return max(ticket for ticket, job in self.orders.open.items() if job.lane == lane)

    def finish(self, value: object = "done", lane: str = "desk") -> str:
        ticket = self.job_ticket(lane)
        del self.orders.open[ticket]
        self.hear(Succeeded(lane, ticket, value))
        return self.page

    def fail(self, error: Exception) -> str:
        ticket = self.job_ticket()
        del self.orders.open[ticket]
        self.hear(Failed("desk", ticket, error))
        return self.page

    def report(self, phase: str) -> None:
        self.hear(Progressed("desk", self.job_ticket(), Progress(phase=phase)))

    def hear(self, message: Message) -> None:
        self.visit.heard(message)

    def pass_time(self, seconds: float) -> str:
        """Let time pass, ticking the visit whenever it asks for it."""
        end = self.clock.monotonic() + seconds
        while (due := self.visit.next_due) is not None and due <= end:
            self.clock.sleep(max(0.0, due - self.clock.monotonic()))
            self.visit.tick()
        self.clock.sleep(max(0.0, end - self.clock.monotonic()))
        return self.page
