"""Random walks through a visit: whatever happens in whatever order, what stands is what a replay would show."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,  # pyright: ignore[reportUnknownVariableType]
)

from kiosk.core.house import Onward
from kiosk.core.page import Chart
from kiosk.core.people import Presentation
from kiosk.core.text import say
from tests.core.rehearsal import CardAway, Rehearsal, ask, tell, work

PICTURE: Chart[str] = Chart(name="picture", title=say("图"), aside=True)


async def labyrinth() -> None:
    """A flow with loops, pages aside, seals, usual answers, troubles it catches and troubles it doesn't."""
    await ask("home", idle=True)
    while await ask("loop") == "a":
        try:
            await work("work")
        except CardAway:
            await tell("again")
            continue
        if await ask("usual", usual=True) == "b":
            raise CardAway
        if await ask("choice") == "b":
            await work("print", seals=True)
    while await ask("list") == "a":
        await PICTURE
    await ask("more")


class Walk(RuleBasedStateMachine):
    """Answer, fail, go back, interrupt, park, let time pass."""

    def __init__(self) -> None:
        super().__init__()
        self.r = Rehearsal(labyrinth)
        self.r.house.watching = True

    @rule(value=st.sampled_from(["a", "b"]))
    def answer(self, value: str) -> None:
        page = self.r.visit.page
        assert page is not None
        self.r.visit.answered(self.r.ticket, value if type(page).__name__ == "Choose" else Onward.GO_ON)

    @rule()
    def leave_page(self) -> None:
        self.r.visit.answered(self.r.ticket, Onward.LEAVE)

    def _working(self) -> bool:
        return any(job.lane == "desk" for job in self.r.orders.open.values())

    @precondition(_working)
    @rule()
    def finish(self) -> None:
        self.r.finish()

    @precondition(_working)
    @rule()
    def fail(self) -> None:
        self.r.fail(CardAway())

    @precondition(_working)
    @rule()
    def phase(self) -> None:
        self.r.report("busy")

    @precondition(lambda self: any(job.lane == "cards" for job in self.r.orders.open.values()))
    @rule()
    def strange_card(self) -> None:
        self.r.finish("stranger", "cards")

    @rule()
    def back(self) -> None:
        self.r.visit.back(self.r.ticket)

    @rule()
    def leave(self) -> None:
        self.r.visit.leave(self.r.ticket)

    @rule()
    def help(self) -> None:
        self.r.call_help()

    @rule()
    def modes(self) -> None:
        self.r.visit.choose_modes()

    @rule(simple=st.booleans())
    def present(self, simple: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        self.r.visit.present(Presentation(simple=simple))

    @rule()
    def park(self) -> None:
        self.r.visit.park()

    @rule()
    def resume(self) -> None:
        self.r.visit.resume()

    @rule(seconds=st.sampled_from([0.1, 1.0, 31.0, 125.0, 400.0]))
    def wait(self, seconds: float) -> None:
        self.r.pass_time(seconds)

    @invariant()
    def something_stands(self) -> None:
        assert self.r.visit.page is not None

    @invariant()
    def no_bug(self) -> None:
        assert self.r.bugs == []

    @invariant()
    def a_replay_shows_the_page_that_stands(self) -> None:
        visit = self.r.visit
        if visit._flow is None or visit._standing is None:
            return
        flow = labyrinth()
        page = flow.send(None)
        for step in visit._trail.steps:
            assert page.name == step.page.name
            page = flow.throw(step.error) if step.error is not None else flow.send(step.value)
        assert page.name == visit._standing.page.name
        flow.close()

    @invariant()
    def nothing_personal_is_kept_at_home(self) -> None:
        visit = self.r.visit
        if visit._flow is not None and visit.at_home:
            assert visit.trail == ()

    @invariant()
    def jobs_in_the_lanes_are_the_pages_own(self) -> None:
        visit = self.r.visit
        standing = visit._standing
        own = () if standing is None else (*standing.jobs, standing.watch)
        stray = set(self.r.orders.open) - set(own)
        assert len(stray) <= self.r.house.farewells + (1 if visit.parked else 0)


def test_whatever_happens_a_replay_shows_the_page_that_stands() -> None:
    run_state_machine_as_test(Walk, settings=settings(max_examples=150, stateful_step_count=60, deadline=None))
