"""A terminal without its devices: people's visit and the staff's over the real flows, and what the lanes would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devices.errors import PaperJam, PaperOut, PrintUnproven
from kiosk.core.config import IdleConfig, StaffConfig
from kiosk.core.lane import Failed, Succeeded
from kiosk.core.page import Choose
from kiosk.core.pin import Pin
from kiosk.core.staff import SignedIn, StaffMember, StaffNumber, StaffRole
from kiosk.core.stage import Tickets
from kiosk.core.visit import Visit
from kiosk.flows.hall import Hall
from kiosk.flows.house import TerminalHouse
from kiosk.flows.menu import attend
from kiosk.flows.staff.house import StaffHouse
from kiosk.flows.staff.menu import attend_staff
from kiosk.screens.paper_trouble import Waiting
from kiosk.screens.printing import Prepared
from kiosk.screens.staff.sign_in import Typed
from kiosk.shift import Shift
from kiosk.staff.session import Session, Work
from kiosk.statement.model import Paper
from tests.core.rehearsal import Orders, Stage
from tests.flows.dialogue import TODAY, any_statement, card_of, found, hall

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from kiosk.core.clock import VirtualClock
    from kiosk.core.house import Ending
    from kiosk.core.page import Page
    from kiosk.core.staff import Assistance
    from kiosk.staff.session import Over

MEMBER = StaffMember(StaffNumber("0217"), StaffRole.ATTENDANT)
PIN = Pin("482913")


class Told:
    """Who wants to know what the staff does, and whom the shift asks for it."""

    def __init__(self) -> None:
        self.helping: list[Assistance] = []
        self.done: list[Assistance] = []

    def __call__(self) -> Told:
        return self

    def signed_in(self, member: StaffMember) -> float:
        del member
        return 3600.0

    def helps(self, assistance: Assistance, now: float) -> Session:
        self.helping.append(assistance)
        return Session.begun(assistance.member, Work.HELPING, now, StaffConfig())

    def sees(self, assistance: Assistance | None) -> None:
        """Nothing is kept of it."""

    def helped(self, assistance: Assistance, over: Over | None = None) -> None:
        del over
        self.done.append(assistance)

    def signed_out(self, member: StaffMember, ending: Ending) -> None:
        """Nothing is kept of it."""

    def exits(self, code: int) -> None:
        raise AssertionError(code)


class Counter:
    """The shift over one person's card; `chance` decides what is touched."""

    def __init__(self, case: str, clock: VirtualClock, chance: Random) -> None:
        self.case, self.clock, self.chance = case, clock, chance
        self.stage, self.orders, self.told = Stage(), Orders(), Told()
        self.bugs: list[BaseException] = []
        self.hall = Hall(hall().config, lambda: TODAY, lambda: self.shift.on_duty)
        tickets = Tickets()

        def visit(script: Callable[[], Any], house: TerminalHouse, done: Any) -> Visit:
            return Visit(
                script,
                house=house,
                stage=self.stage,
                orders=self.orders,
                clock=clock,
                idle=IdleConfig(),
                on_bug=self.bugs.append,
                read_now=lambda: None,
                tickets=tickets,
                done=done,
            )

        house = TerminalHouse(self.hall, lambda: None, lambda: "4711")
        staff = StaffHouse(self.hall, lambda: None, lambda: "4711")
        self.shift = Shift(
            visit(lambda: attend(self.hall), house, None),
            lambda done: visit(lambda: attend_staff(self.hall, self.shift.parked), staff, done),
            clock,
            self.told,
        )
        self.person.begin()

    @property
    def person(self) -> Visit:
        """The person's visit."""
        return self.shift.person

    @property
    def page(self) -> Page[Any]:
        """The page that stands, whoever's it is."""
        page = self.shift.now.page
        assert page is not None
        return page

    # -- what is done -----------------------------------------------------------------------------------------

    def touch(self, value: object) -> None:
        """Answer the page that stands, and let the shift see what has changed."""
        ticket = self.shift.now.ticket
        assert ticket is not None
        self.shift.now.answered(ticket, value)
        self.shift.look()

    def bring(self, value: object, lane: str) -> None:
        """A lane has what the page waits for."""
        ticket = max(ticket for ticket, job in self.orders.open.items() if job.lane == lane)
        del self.orders.open[ticket]
        message = Failed(lane, ticket, value) if isinstance(value, Exception) else Succeeded(lane, ticket, value)
        self.shift.heard(message)
        self.waits(1.0)
        self.shift.look()

    def waits(self, seconds: float) -> None:
        """Let time pass."""
        end = self.clock.monotonic() + seconds
        while (due := self.shift.now.next_due) is not None and due <= end:
            self.clock.sleep(max(0.0, due - self.clock.monotonic()))
            self.shift.now.tick()
        self.clock.sleep(max(0.0, end - self.clock.monotonic()))

    def signs_in(self) -> None:
        """Knock, and sign in with number and PIN."""
        self.shift.staff_wanted()
        self.bring(value=True, lane="staff")
        self.touch(Typed.NUMBER)
        self.touch(MEMBER.number)
        self.touch(PIN)
        self.bring(SignedIn(MEMBER), "staff")

    def chooses(self, words: str) -> None:
        """Touch one of the answers of the page that asks."""
        page = self.page
        assert isinstance(page, Choose), page.name
        offered: dict[str, object] = {choice.label.message: choice.value for choice in page.choices}
        self.touch(offered[words])

    def goes_on(self) -> None:
        """Let the person's visit take one step: what its device brings, or something of what it offers."""
        page = self.page
        brought = self._brought(page)
        if brought is not None:
            self.bring(*brought)
            return
        offered: list[object] = [action.value for action in page.actions]
        if isinstance(page, Choose):
            offered += [choice.value for choice in page.choices]
        if offered:
            self.touch(self.chance.choice(offered))
            return
        due = self.shift.now.next_due
        assert due is not None, page.name
        self.clock.sleep(max(0.0, due - self.clock.monotonic()))
        self.shift.tick()
        self.shift.look()

    def _brought(self, page: Page[Any]) -> tuple[object, str] | None:
        """What the page's device brings where it has one: the person's card, their record, a sheet that comes out."""
        if page.name.startswith("preparing_"):
            paper = Paper(page.name.removeprefix("preparing_"))
            return Prepared(paper, any_statement(paper), ready=True, printed_today=False), page.jobs[0].lane
        values: dict[str, object] = {
            "place_id_card": card_of(self.case),
            "look_up": found(self.case),
            "printing": self.chance.choice((1, PaperOut(), PaperJam(), PrintUnproven())),
            "printing_goes_on": 1,
            "paper_out": Waiting.READY,
            "clearing": True,
            "settling": True,
        }
        return (values[page.name], page.jobs[0].lane) if page.name in values else None
