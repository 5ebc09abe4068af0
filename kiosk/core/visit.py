"""One person's time at the terminal: drives a flow's coroutine page by page and performs each page on the stages.

Everything here runs on one thread, the window's. What comes from elsewhere comes as calls: a touch (`answered`, `back`,
`leave`, `touched`), a lane's message (`heard`), time (`tick`, at the moment `next_due` names).

* Every page that stands has a `Ticket`; what answers an older ticket is dropped.
* The *trail* holds each outcome. Back closes the coroutine and replays the trail up to the last page that may be
  returned to; a page with another name on the way is a bug. A page that `seals` can't be crossed.
* However a visit ends, its farewell jobs run and the trail, the only place with personal data, is cleared.
* Pages *laid over* (the idle question, help, the modes) are outside the trail; the page beneath keeps its ticket and its
  jobs, and its own time stands still. The modes may lie over a page that was laid over itself, and lead back to it.
* A *parked* visit shows nothing and answers to nobody; its jobs are called off and start again on return, except the
  sealing ones, whose outcome is kept.
* A visit may be *helped*: who helps stands on a banner, figures are covered until the person shows them, and a page that
  has the same question for the staff puts it to them. Flows know nothing of it.

The file is longer than the house likes because everything that changes a visit's state stands in it and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from devices.errors import CardError, DeviceError, OperationCancelled
from kiosk.core.house import Aloud, Ending, House, Onward, Orders
from kiosk.core.lane import Failed, Happened, HealthChanged, Message, Progressed, Succeeded
from kiosk.core.page import Hearing, Languages, Modes, Panel
from kiosk.core.people import Presentation
from kiosk.core.staff import Figures
from kiosk.core.stage import EndedBy, PageEnded, Showing, Stage, Ticket, Tickets
from kiosk.core.trail import Standing, Step, Trail
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import date

    from devices.health import Health
    from kiosk.core.clock import Clock
    from kiosk.core.config import IdleConfig
    from kiosk.core.page import Page, Progress
    from kiosk.core.staff import Assistance

    Script = Callable[[], Coroutine[Page[Any], Any, object]]


_MODES: Final = (Modes, Hearing)
"""How pages are shown and how they are spoken: of these, one takes the other's place."""


def code_of(error: BaseException) -> str:
    """Return the stable name of an error for logs: its own code, or its type's name in small letters with hyphens."""
    return (
        error.code if isinstance(error, DeviceError) else re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()
    )


class ReplayDiffers(Exception):
    """Replaying a visit led to another page than before: a flow has a side effect, which is a bug."""


@dataclass(repr=False)
class _Over:
    """A page laid over the visit, and what its answer does. `own`: the visit itself laid it there. `beneath` it another."""

    standing: Standing
    answered: Callable[[object], None]
    own: bool = True
    beneath: _Over | None = None


class Visit:
    """See the module. `begin` it once; it then goes from home to home until it is closed.

    With `done` it doesn't begin anew: `done` hears how it ended and what its flow returned, and `begin` may be called again.
    Visits that share a window and lanes share `tickets`. `usual` is how pages are shown until somebody asks for another way.
    One `for_staff` is Chinese.
    """

    def __init__(
        self,
        script: Script,
        *,
        house: House,
        stage: Stage,
        orders: Orders,
        clock: Clock,
        idle: IdleConfig,
        on_bug: Callable[[BaseException], None],
        read_now: Callable[[], None],
        tickets: Tickets | None = None,
        done: Callable[[Ending, object], None] | None = None,
        usual: Presentation = Presentation(),  # noqa: B008 - frozen
        for_staff: bool = False,
    ) -> None:
        self._usual_script = self._script = script
        self._house = house
        self._stage = stage
        self._orders = orders
        self._clock = clock
        self._idle = idle
        self._on_bug = on_bug
        self._read_now = read_now
        self._tickets = tickets or Tickets()
        self._done = done
        self._for_staff = for_staff
        self._ended: tuple[Ending, object] = (Ending.FINISHED, None)
        self._assistance: Assistance | None = None
        self._flow: Coroutine[Page[Any], Any, object] | None = None
        self._trail = Trail()
        self._standing: Standing | None = None
        self._over: _Over | None = None
        self._parked_at: float | None = None
        self._usual = self._presentation = usual
        self._headset = False
        self._lent = False
        self._may_read_aloud = False
        self._quiet_since = clock.monotonic()
        self._somebody: bool | None = None
        self._deserted = False
        self._waited_on = False
        self._by_itself = ""
        self._healths: dict[str, Health] = {}
        self._cut_off: date | None = None
        self.closed = False
        """Whether what stands in place of home stands: nobody can be served."""
        self.visits = 0
        """How many visits have ended since the start."""

    # -- what stands ------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page[Any] | None:
        """The page that is shown now: the laid-over one if there is one, the staff's own where somebody helps."""
        shown = self._shown()
        return None if shown is None else self._as_put(shown)

    @property
    def ticket(self) -> Ticket | None:
        """The ticket of the page that is shown now."""
        shown = self._shown()
        return None if shown is None else shown.ticket

    @property
    def at_home(self) -> bool:
        """Whether nobody is being served."""
        return self._standing is not None and self._standing.page.idle

    @property
    def serves_somebody(self) -> bool:
        """Whether a person's visit stands: neither home, nor what stands in its place, nor the page after a visit."""
        return self._standing is not None and not self.at_home and not self._for_nobody

    @property
    def instead(self) -> Page[Any] | None:
        """What stands in place of home while nobody can be served, whatever lies over it."""
        return self._standing.page if self.closed and self._standing is not None else None

    @property
    def _for_nobody(self) -> bool:
        """Whether the page is the house's own and there is no visit behind it."""
        return self._flow is None and not self._trail.steps

    @property
    def presentation(self) -> Presentation:
        """How pages are shown now."""
        return self._presentation

    @property
    def trail(self) -> tuple[tuple[str, EndedBy], ...]:
        """Names and endings of the pages that back could replay; no values."""
        return self._trail.names()

    @property
    def parked(self) -> bool:
        """Whether the visit is set aside."""
        return self._parked_at is not None

    @property
    def sealing(self) -> bool:
        """Whether something is being done that can't be taken back, as a print."""
        return self._standing is not None and self._standing.page.seals and bool(self._standing.jobs)

    @property
    def quiet_since(self) -> float:
        """Since when nobody has touched anything, in steady seconds."""
        return self._quiet_since

    @property
    def assistance(self) -> Assistance | None:
        """Who helps, and what they may see."""
        return self._assistance

    @property
    def laid_over(self) -> Page[Any] | None:
        """The page that lies over the visit, if one does."""
        return None if self._over is None else self._over.standing.page

    def _as_put(self, shown: Standing) -> Page[Any]:
        """The page as it is put now: to who helps, where it has a question for them and nothing lies over it."""
        page = shown.page
        return page.staff if self._assistance is not None and page.staff is not None and self._over is None else page

    def _own_time(self, shown: Standing) -> float | None:
        """When the page, as it is put now, answers itself; None if it never does."""
        after = self._as_put(shown).after
        if after is None:
            return None
        return shown.shown_at + after.seconds * (self._presentation.pace if after.paced else 1.0)

    def _put_anew(self) -> None:
        """The page that stands is put to somebody else from now on: it has all its time again."""
        if self._standing is not None and self._standing.page.staff is not None:
            self._standing.shown_at = self._clock.monotonic()

    def _shown(self) -> Standing | None:
        return self._over.standing if self._over is not None else self._standing

    # -- a visit's life ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show home, or the out-of-service page where the terminal can't serve."""
        self._present_as_usual()
        self._script = self._usual_script
        self._ended = (Ending.FINISHED, None)
        self._restart()

    def serve(self, script: Script, assistance: Assistance) -> None:
        """End what stands or is parked, and serve somebody with another script, helped from its beginning."""
        self._parked_at = None
        if self.serves_somebody:
            self._clear()
        self._present_as_usual()
        self._script, self._assistance = script, assistance
        self._restart()

    def _again(self) -> None:
        """Begin anew, or tell who made the visit that it is over."""
        if self._done is None:
            self.begin()
        else:
            self._drop_standing()
            self._close_flow()
            self._done(*self._ended)

    def _restart(self) -> None:
        """Start the flow from its beginning with an empty trail."""
        self._drop_over()
        self._drop_standing()
        self._close_flow()
        self._may_read_aloud = False
        self._trail = Trail()
        closed = self._house.closed()
        self.closed = closed is not None
        if closed is None:
            self._flow = self._script()
            self._go(None)
        else:
            self._assistance = None
            self._stand(closed)

    def reconsider(self) -> None:
        """Something about the terminal has changed: if nobody is being served, begin anew, or once it is not parked."""
        if self.at_home or self._for_nobody:
            if self.parked:
                self._standing = None
            else:
                self.begin()

    def close(self) -> None:
        """End without a page: the terminal is being shut down. A sealing job's outcome is the journal's to keep."""
        self._drop_over()
        self._drop_standing()
        self._close_flow()
        self._trail = Trail()
        self._stage.over()

    def end(self, ending: Ending) -> None:
        """End it from outside, whatever stands: its time is over, or the terminal stops."""
        self._parked_at = None
        self._end(ending)

    def interrupt(self) -> None:
        """End it without a closing page, and begin anew: what stands in place of home has to be shown now."""
        self._parked_at = None
        if self.serves_somebody:
            self._clear()
        self.begin()

    def _end(self, ending: Ending, value: object = None) -> None:
        """Clear everything of the person, run the farewell, show the closing page, then home.

        Who is still there reads the closing page as they read the others.
        """
        self._clear()
        self._ended = (ending, value)
        closing = self._house.closing(ending)
        if closing is None:
            self._again()
            return
        if ending is Ending.IDLE:
            self._present_as_usual()
        self._stand(closing)

    def _clear(self) -> None:
        """Forget everything of the person, and run the farewell."""
        self._drop_over()
        self._drop_standing()
        self._close_flow()
        self._trail = Trail()
        self._assistance = None
        self.visits += 1
        self._stage.over()
        for job in self._house.farewell():
            self._orders.submit(self._next_ticket(), job)

    def _close_flow(self) -> None:
        if self._flow is not None:
            self._flow.close()
            self._flow = None

    # -- the flow ---------------------------------------------------------------------------------------------

    def _go(self, step: Step | None) -> None:
        """Feed one outcome to the flow and let the page it awaits next stand; usual answers are given by themselves."""
        try:
            page = self._advance(step)
            while self._presentation.simple and page.usual is not None:
                usual = Step(page, EndedBy.USUAL, page.usual.value)
                self._record(usual)
                page = self._advance(usual)
        except StopIteration as end:
            self._end(Ending.FINISHED, end.value)
        except Exception as error:  # noqa: BLE001 - the table decides what is a bug
            self._trouble(error)
        else:
            self._trail.forget_aside(page)
            self._stand(page)

    def _advance(self, step: Step | None) -> Page[Any]:
        flow = self._flow
        if flow is None:
            raise RuntimeError("no flow to go on with")
        if step is not None and step.error is not None:
            return flow.throw(step.error)
        return flow.send(None if step is None else step.value)

    def _trouble(self, error: Exception) -> None:
        """Put up the page for an error no flow caught; a bug ends the visit with an apology."""
        self._close_flow()
        page = self._house.trouble(error)
        if page is None:
            self._on_bug(error)
            self._end(Ending.BUG)
        else:
            self._stand(page)

    def _record(self, step: Step) -> None:
        self._trail.steps.append(step)
        code = "" if step.error is None else code_of(step.error)
        counted = step.page.counted and isinstance(step.value, StrEnum)
        self._stage.ended(PageEnded(step.page.name, step.ended_by, code, str(step.value) if counted else ""))

    def _stand(self, page: Page[Any]) -> None:
        now = self._clock.monotonic()
        hidden_until = now + page.shows_after if page.shows_after else None
        pace = self._presentation.pace
        self._standing = Standing(page, self._next_ticket(), now, hidden_until=hidden_until, pace=pace)
        if not (self._by_itself and (page.idle or page.name == self._by_itself)):
            self._stir()
        self._start_jobs(self._standing)
        self._perform()
        if page.header is not None and self._assistance is not None and self._assistance.figures is Figures.ASK:
            self.ask_consent()

    def _take(self, step: Step) -> None:
        """The page that stands has its outcome: leave it and go on. A page of the house's own decides what follows."""
        self._drop_standing()
        # Home that tries its reader again, or loses it, goes on standing, as does a panel put anew: nobody has touched anything.
        stays = isinstance(step.page, Panel) or step.page.idle
        self._by_itself = step.page.name if stays and step.ended_by is not EndedBy.PERSON else ""
        if step.page.idle and step.ended_by is EndedBy.TIME:
            self._restart()
            return
        if self._flow is not None:
            self._record(step)
            self._go(step)
            return
        self._stage.ended(PageEnded(step.page.name, step.ended_by))
        if step.value is Onward.GO_ON and self._trail.floor() is not None:
            self._replay()
        elif self._trail.steps:
            self._end(Ending.TROUBLE)
        else:
            self._again()

    # -- answers ----------------------------------------------------------------------------------------------

    def somebody(self, *, there: bool | None) -> None:
        """Take note whether anybody stands before the terminal; None where no sensor says.

        Who still stands there when it has been quiet for long is given one more round before they are asked. Home that nobody
        stood before is performed anew for who steps up: they have not heard it.
        """
        before, self._somebody = self._somebody, there
        if there and before is False:
            self.touched()
        if there is False:
            self._waited_on = False
        if there is not before:
            self._deserted = there is False
            if self.at_home or self.closed:
                self._perform()

    def headset(self, *, plugged: bool) -> None:
        """A headset was plugged in or pulled out. While it is in the voice is on, unless the person switches it off.

        What stood to ask whether others may hear is over: nobody else will.
        """
        self.touched()
        self._headset = plugged
        now, over = self._presentation, self._over
        if plugged and not now.voice:
            self._lent, self._presentation = True, replace(now, voice=True)
        elif not plugged and self._lent:
            self._lent, self._presentation = False, replace(now, voice=False)
        if plugged and over is not None and over.answered == self._aloud:
            self._lift_over(over)
        self._perform()

    def answered(self, ticket: Ticket, value: object) -> None:
        """A touch answered the page with this ticket."""
        self.touched()
        over, standing = self._over, self._standing
        if self.parked:
            return
        if over is not None:
            if over.standing.ticket == ticket:
                self._lift_over(over)
                over.answered(value)
        elif standing is not None and standing.ticket == ticket and standing.phase is None and standing.held is None:
            by = EndedBy.PERSON if self._as_put(standing) is standing.page else EndedBy.STAFF
            self._take(Step(standing.page, by, value))

    def awaits(self, ticket: Ticket) -> bool:
        """Whether a job of the page that stands has this ticket: its outcome will be taken."""
        return self._standing is not None and ticket in self._standing.jobs

    def heard(self, message: Message) -> None:
        """A lane has something to say."""
        if isinstance(message, HealthChanged):
            self._health_changed(message)
        elif not isinstance(message, Happened):  # what a device tells unasked is the terminal's to hear
            self._job_said(message)

    def _health_changed(self, message: HealthChanged) -> None:
        before = self._healths.get(message.lane)
        self._healths[message.lane] = message.health
        if before is None or before.usable != message.health.usable:
            self._perform()

    def _job_said(self, message: Succeeded | Failed | Progressed) -> None:
        standing = self._standing
        if standing is None or (isinstance(message, Failed) and isinstance(message.error, OperationCancelled)):
            return
        if message.ticket == standing.watch:
            if not isinstance(message, Progressed):
                standing.watch, standing.watch_job = None, None
            if isinstance(message, Succeeded):
                self._other_card(message.value)
            if isinstance(message, Succeeded) or (isinstance(message, Failed) and isinstance(message.error, CardError)):
                self._start_watch(standing)
        elif message.ticket in standing.jobs:
            if isinstance(message, Progressed):
                self._progressed(standing, message.ticket, message.progress)
            elif not self._other_way_left(standing, message):
                self._decided(standing, message)

    def _other_way_left(self, standing: Standing, message: Succeeded | Failed) -> bool:
        """Drop a job whose device is in trouble while another job is still good for the page, or is at its card already."""
        if isinstance(message, Succeeded) or isinstance(message.error, CardError) or len(standing.jobs) == 1:
            return False
        busy = standing.phase is not None and standing.phase_of != message.ticket
        if not standing.jobs[message.ticket].aside and not busy:
            return False
        del standing.jobs[message.ticket]
        if standing.phase_of == message.ticket:
            standing.phase, standing.phase_of, standing.late = None, None, False
            self._perform()
        return True

    def _progressed(self, standing: Standing, ticket: Ticket, progress: Progress) -> None:
        if standing.phase is not None and not progress.phase and ticket != standing.phase_of:
            return  # a reader that is looked for has nothing to say while the other one reads
        if progress.phase or progress.done:  # a card was put or paper moves: somebody is there
            self.touched()
            standing.hidden_until = None
        standing.progress = progress
        phase = next((p for p in standing.page.phases if p.name == progress.phase), None)
        if phase is not standing.phase:
            standing.phase, standing.phase_at, standing.late = phase, self._clock.monotonic(), False
            standing.phase_of = None if phase is None else ticket
        self._perform()

    def _decided(self, standing: Standing, message: Succeeded | Failed) -> None:
        """The first outcome wins; a phase that has just come up is shown for its time first."""
        if isinstance(message, Succeeded):
            standing.held = Step(standing.page, EndedBy.JOB, message.value)
        else:
            standing.held = Step(standing.page, EndedBy.ERROR, error=message.error)
        del standing.jobs[message.ticket]
        self._call_off(standing)
        self.tick()

    def _other_card(self, value: object) -> None:
        page = self._house.intruding(value, self._trail.values())
        if page is not None and self._over is None and not self.parked:
            self._lay_over(page, self._onward)

    # -- back, leaving, help ----------------------------------------------------------------------------------

    @property
    def can_go_back(self) -> bool:
        """Whether 上一步 leads anywhere from the page that stands."""
        standing = self._standing
        if standing is None or standing.page.seals or not standing.page.footer.back:
            return False
        return self._trail.floor() is not None

    def _may_be_left(self, ticket: Ticket) -> bool:
        """Whether the footer's 上一步 and 退出 work now: on the page with this ticket, and not while it is busy."""
        standing = self._standing
        if standing is None or self.parked or self._over is not None or standing.ticket != ticket:
            return False
        return standing.phase is None and standing.held is None and not standing.page.seals

    @property
    def _late(self) -> bool:
        """Whether what stands has 不等了: it has taken long, its outcome hasn't come, and nothing lies over it."""
        standing = self._standing
        return standing is not None and standing.late and standing.held is None and self._over is None

    def back(self, ticket: Ticket) -> None:
        """上一步: return to the last question. From how pages are shown and spoken it leads on, as 好了 does."""
        self.touched()
        over = self._over
        if over is not None and isinstance(over.standing.page, (*_MODES, Languages)):
            self.answered(ticket, Onward.GO_ON)
        elif self._standing is not None and self._may_be_left(ticket) and self.can_go_back:
            self._stage.ended(PageEnded(self._standing.page.name, EndedBy.BACK))
            self._drop_standing()
            self._replay()

    def _replay(self) -> None:
        steps, floor = self._trail.steps, self._trail.floor()
        self._close_flow()
        self._trail = Trail()
        self._flow = self._script()
        step: Step | None = None
        try:
            for again in steps[:floor]:
                self._same(again.page, self._advance(step))
                step = again
                self._trail.steps.append(again)
            page = self._advance(step)
            if floor is not None:
                self._same(steps[floor].page, page)
        except StopIteration:
            self._trouble(ReplayDiffers("the flow ended"))
        except Exception as error:  # noqa: BLE001 - what a flow raises only in replay is a bug
            self._trouble(error if isinstance(error, ReplayDiffers) else ReplayDiffers(type(error).__name__))
        else:
            self._stand(page)

    @staticmethod
    def _same(before: Page[Any], now: Page[Any]) -> None:
        if before.name != now.name:
            raise ReplayDiffers(f"{before.name} became {now.name}")

    def _leads_out(self, standing: Standing, ticket: Ticket) -> bool:
        return self._may_be_left(ticket) and standing.page.footer.leave and not self.at_home

    def _late_with(self, ticket: Ticket) -> bool:
        return self._late and self.ticket == ticket and not self.parked

    def leave(self, ticket: Ticket) -> None:
        """退出, or 不等了 of what has taken long: end the visit."""
        self.touched()
        standing = self._standing
        if standing is not None and (self._late_with(ticket) or self._leads_out(standing, ticket)):
            self._stage.ended(PageEnded(standing.page.name, EndedBy.LEFT))
            self._end(Ending.LEFT)

    def lay_over(self, page: Page[Any], answered: Callable[[object], None]) -> None:
        """Lay a page over the visit, in place of one that lies there. `answered` hears its answer once it has gone.

        A parked visit is laid over by nothing, but what lies there may give way: help has said something new.
        """
        if self._standing is not None and (self._over is not None or not self.parked):
            self._drop_over(EndedBy.STAFF)
            self._lay_over(page, answered, own=False)

    def replace(self, page: Page[Any], answered: Callable[[object], None]) -> None:
        """Lay a page in place of the one that lies there. The modes, should they lie over that one, stay over the other."""
        found = self._modes_over_another
        if found is None:
            self.lay_over(page, answered)
        else:
            modes = found[0]
            self._drop_beneath(*found)
            # It has all its time once the modes are gone.
            modes.beneath = _Over(Standing(page, self._next_ticket(), modes.standing.shown_at), answered, own=False)

    def lift(self) -> None:
        """Take away the page that lies over the visit; nobody answers it. The modes, should they lie over it, stay."""
        found = self._modes_over_another
        if found is not None:
            self._drop_beneath(*found)
        elif self._over is not None:
            self._drop_over(EndedBy.STAFF)
            self._perform()

    @property
    def _modes_over_another(self) -> tuple[_Over, _Over] | None:
        """The lowest of the modes, and what was opened from them, and the page that lies under it; None where none does."""
        lowest, over = None, self._over
        while over is not None and isinstance(over.standing.page, (*_MODES, Languages)):
            lowest, over = over, over.beneath
        return None if over is None or lowest is None else (lowest, over)

    def _drop_beneath(self, modes: _Over, beneath: _Over) -> None:
        """Take away what lies under the modes; the visit's own page waits for these alone from now on."""
        modes.beneath = None
        self._stage.ended(PageEnded(beneath.standing.page.name, EndedBy.STAFF))
        (self._standing or beneath.standing).waited(beneath.standing.shown_at, modes.standing.shown_at)

    def onward(self, value: object) -> None:
        """Go on beneath a page that was laid over, or leave: what to do with its answer."""
        self._onward(value)

    def announce(self, page: Page[Onward]) -> None:
        """Say something at home before anybody is served; dropped while somebody is."""
        if self.at_home and self._over is None and not self.parked:
            self._lay_over(page, self._onward)

    def _onward(self, value: object) -> None:
        """Go on beneath, or leave. What seals or waits for a device can't be left: it comes to its end."""
        page = None if self._standing is None else self._standing.page
        # What has no 退出 waits for a device: a card that sticks out, a slip in the printer's mouth.
        stays = page is not None and (page.seals or (page.patient and not page.footer.leave))
        if value is Onward.LEAVE and self.serves_somebody and not stays:
            self._end(Ending.LEFT)
        else:
            self._perform()

    # -- being helped -----------------------------------------------------------------------------------------

    def assist(self, assistance: Assistance) -> None:
        """Be helped from now on. Who is known is asked whether their figures may be seen, at once or when they are known.

        Where nobody can be served nobody is helped.
        """
        if self.closed:
            return
        self._assistance = assistance
        self.touched()
        self._put_anew()
        standing = self._standing
        if assistance.figures is Figures.ASK and standing is not None and standing.page.header is not None:
            self.ask_consent()
        else:
            self._perform()

    def ask_consent(self) -> None:
        """Ask the person, who may have refused before, whether who helps may see the figures."""
        assistance = self._assistance
        if assistance is not None and assistance.figures in (Figures.ASK, Figures.REFUSED) and not self.parked:
            self._drop_over(EndedBy.STAFF)
            self._lay_over(self._house.consent(), lambda value: self._consented(assistance, value))

    def _consented(self, assistance: Assistance, value: object) -> None:
        """Take the person's answer, which holds for who helped when they were asked and for nobody else."""
        if self._assistance is assistance:
            self._assistance = replace(assistance, figures=Figures.SHOWN if value is True else Figures.REFUSED)
        self._perform()

    def helped(self) -> None:
        """Who helped is done: the person goes on alone, or ends it. Figures of who is absent go with the visit."""
        self.touched()
        if self._assistance is None or self.parked:
            return
        self._alone(Ending.STAFF)

    def help_is_over(self, ending: Ending) -> None:
        """Who helped is gone, or may help no longer: the same, but the idle question stays where it stands.

        A visit for who is absent ends so. It may not do so yet while something of it can't be taken back: ask again then.
        """
        if self._assistance is not None and not self.parked:
            self._alone(ending)

    def _alone(self, ending: Ending) -> None:
        absent = self._assistance is not None and self._assistance.figures is Figures.NEVER
        if absent and not self.sealing:
            self._end(ending)
        elif not absent:
            self._assistance = None
            self._put_anew()
            asked = self._over is not None and self._over.answered == self._idle_answered
            if self.at_home or asked:
                self._perform()
            else:
                self._drop_over(EndedBy.STAFF)
                self._lay_over(self._house.helped(), self._onward)

    # -- presentation -----------------------------------------------------------------------------------------

    def choose_modes(self) -> None:
        """看不清: lay the modes over whatever stands, which comes back with all the time it had left."""
        self.touched()
        self._choose(Modes, self._house.modes)

    def choose_voice(self) -> None:
        """听不清: the same for how everything is spoken. It takes the place of the modes, if these lie there."""
        self.touched()
        self._choose(Hearing, self._house.hearing)

    def choose_language(self) -> None:
        """Lay the languages over whatever stands, be it the modes, which come back then."""
        self.touched()
        self._choose(Languages, self._house.languages)

    def _choose(self, kind: type[Page[Any]], page: Callable[[], Page[Onward]]) -> None:
        """Lay a page over all others, unless it lies there already, above or beneath: then what lies on it gives way."""
        if self._standing is None or self.parked:
            return
        over = self._over
        while over is not None and not isinstance(over.standing.page, kind):
            over = over.beneath
        while over is not None and self._over is not None and self._over is not over:
            self._lift_over(self._over)
        if over is None:
            above = self._over
            if above is not None and kind in _MODES and isinstance(above.standing.page, _MODES):
                self._lift_over(above)
            standing = Standing(page(), self._next_ticket(), self._clock.monotonic())
            self._over = _Over(standing, self._onward, beneath=self._over)
        self._perform()

    @property
    def _as_usual(self) -> Presentation:
        """How pages are shown to who has asked for nothing: into a headset that is in they are spoken, too."""
        return replace(self._usual, voice=self._usual.voice or self._headset)

    def _present_as_usual(self) -> None:
        self._presentation, self._lent = self._as_usual, self._headset and not self._usual.voice

    def present(self, presentation: Presentation) -> None:
        """Show and speak everything in another way from now on; the page keeps its ticket."""
        self.touched()
        if presentation.voice is not self._presentation.voice:
            self._lent = False  # from now on it is as the person wants it, whatever is plugged in
        self._presentation = presentation
        if self._standing is not None:
            self._standing.pace = presentation.pace
        self._perform()

    def begin_as(self, usual: Presentation) -> None:
        """Let visits begin so from now on; what stands is shown so, too, unless somebody has asked for another way."""
        if self._presentation == self._usual:
            self._presentation = usual
        self._usual = usual
        self._perform()

    def know_cut_off(self, cut_off: date | None) -> None:
        """The records reach to this day."""
        self._cut_off = cut_off
        self._perform()

    def read_aloud(self) -> None:
        """念给我听: read what the page says; without a headset after asking once a visit, because others will hear."""
        self.touched()
        covered = self._assistance is not None and self._assistance.covered
        if self._over is not None or self.parked or self._standing is None or covered:
            return
        if self._may_read_aloud or self._headset:
            self._read_now()
        else:
            self._lay_over(self._house.read_aloud(), self._aloud)

    def _aloud(self, value: object) -> None:
        """Take the answer; a headset that is plugged in then answers by itself (`headset`)."""
        if value is Aloud.HEADSET:
            self._lay_over(self._house.plug_in(), self._aloud)
            return
        self._may_read_aloud = value is Aloud.YES
        self._perform()
        if self._may_read_aloud:
            self._read_now()

    def _perform(self) -> None:
        shown = self._shown()
        if shown is None or self.parked or shown.hidden_until is not None:
            return
        own, hint, hint_at = self._own_time(shown), shown.page.hint, self._hint_at(shown)
        covered = self._assistance is not None and self._assistance.covered
        if hint_at is not None and hint_at <= self._clock.monotonic():
            shown.hinted = True
        self._stage.show(
            Showing(
                ticket=shown.ticket,
                page=self._as_put(shown),
                presentation=replace(self._presentation, covered=True) if covered else self._presentation,
                phase=shown.phase,
                progress=shown.progress,
                can_go_back=self._over is None and self.can_go_back,
                down=frozenset(lane for lane, health in self._healths.items() if not health.usable),
                laid_over=self._over is not None,
                cut_off=self._cut_off,
                left_seconds=None if own is None else max(0.0, own - self._clock.monotonic()),
                hint=hint.sentences if hint is not None and shown.hinted and shown.phase is None else (),
                assistance=self._assistance,
                late=self._late,
                for_staff=self._for_staff or self._as_put(shown) is not shown.page,
                deserted=self._deserted and not self._headset and (self.at_home or self.closed),
            )
        )

    # -- time -------------------------------------------------------------------------------------------------

    def touched(self) -> None:
        """Somebody is there."""
        self._deserted = False
        self._stir()

    def listening(self) -> None:
        """They hear what they asked to have read: as long as that goes on it is not quiet."""
        self._stir()

    def _stir(self) -> None:
        """Begin to count the quiet anew."""
        self._quiet_since, self._waited_on = self._clock.monotonic(), False

    def allow_quiet(self, idle: IdleConfig) -> None:
        """Let it be quiet for so long from now on."""
        self._idle = idle

    @property
    def next_due(self) -> float | None:
        """The steady time at which `tick` has something to do; None if only a touch or a lane can change anything."""
        standing = self._standing
        if self.parked or standing is None:
            return None
        shown = standing if self._over is None else self._over.standing
        moments = [
            standing.hidden_until,
            standing.held_until,
            self._own_time(shown),
            self._hint_at(shown),
            standing.late_at if self._over is None else None,  # nothing is called off under another page
            self._idle_at(standing),
        ]
        return min((moment for moment in moments if moment is not None), default=None)

    def _idle_at(self, standing: Standing) -> float | None:
        """When quiet has lasted long enough to ask 您还在吗, or at home to forget who helps and how it was wanted shown.

        Never over another page, or while a page waits for us rather than for them.
        """
        page = standing.page
        if self._over is not None or standing.held is not None:
            return None
        nobodys = page.idle or self._for_nobody
        if nobodys and self._presentation == self._as_usual and self._assistance is None:
            return None
        if not nobodys and (page.patient or page.seals or page.after is not None):
            return None
        quiet = self._idle.simple_quiet_seconds if self._presentation.simple else self._idle.quiet_seconds
        return self._quiet_since + quiet

    def _hint_at(self, shown: Standing) -> float | None:
        """When the page's hint comes up. What has come up stays: a touch that met nothing doesn't take it away again."""
        hint = shown.page.hint
        if hint is None or shown.hinted or shown.phase is not None or self._somebody is False:
            return None
        return self._quiet_since + hint.seconds

    def tick(self) -> None:
        """Do what time has brought."""
        now = self._clock.monotonic()
        over, standing = self._over, self._standing
        if self.parked or standing is None:
            return
        if standing.hidden_until is not None and standing.hidden_until <= now:
            standing.hidden_until = None
            self._perform()
        if standing.held is not None and (standing.held_until or 0.0) <= now:
            asked = over is not None and over.answered == self._idle_answered
            if asked and not isinstance(
                standing.page, Panel
            ):  # who puts a card is there; a device that changes is nobody
                self._drop_over()
            self._take(standing.held)
        elif over is not None:
            self._tick_over(over, now)
        elif (own := self._own_time(standing)) is not None and own <= now:
            after = self._as_put(standing).after
            self._take(Step(standing.page, EndedBy.TIME, None if after is None else after.value))
        elif (late_at := standing.late_at) is not None and late_at <= now:
            standing.late = True
            self._perform()
        elif (hint_at := self._hint_at(standing)) is not None and hint_at <= now:
            self._perform()
        elif (idle_at := self._idle_at(standing)) is not None and idle_at <= now:
            self._gone_quiet(standing, now)

    def _gone_quiet(self, standing: Standing, now: float) -> None:
        """Forget how home was wanted; ask in a visit, one round later where a sensor still sees somebody.

        Who was to help has gone, too: the next person is not to be helped by somebody who isn't there.
        """
        if standing.page.idle or self._for_nobody:
            self._assistance = None
            self._present_as_usual()
            standing.pace = self._presentation.pace
            self._stir()
            self._perform()
        elif self._somebody and not self._waited_on:
            self._waited_on, self._quiet_since = True, now
        else:
            simple = self._presentation.simple
            seconds = self._idle.simple_alert_seconds if simple else self._idle.alert_seconds
            self._lay_over(self._house.still_there(seconds), self._idle_answered)

    def _tick_over(self, over: _Over, now: float) -> None:
        after = over.standing.page.after
        if after is not None and (self._own_time(over.standing) or 0.0) <= now:
            self._lift_over(over, EndedBy.TIME)
            over.answered(after.value)

    def _idle_answered(self, value: object) -> None:
        if value is Onward.GO_ON:
            self._perform()
        else:
            self._end(Ending.IDLE)

    # -- laid over, parked ------------------------------------------------------------------------------------

    def _lay_over(self, page: Page[Any], answered: Callable[[object], None], *, own: bool = True) -> None:
        if page.after is None:
            raise ValueError("a page laid over must end by itself")
        self._over = _Over(Standing(page, self._next_ticket(), self._clock.monotonic()), answered, own)
        self._perform()

    def _drop_over(self, ended_by: EndedBy = EndedBy.PERSON) -> None:
        """Take away everything that lies over the visit."""
        while self._over is not None:
            self._lift_over(self._over, ended_by)

    def _lift_over(self, lying: _Over, ended_by: EndedBy = EndedBy.PERSON) -> None:
        """Take away the page that lies over all others."""
        over, self._over = lying.standing, lying.beneath
        self._stage.ended(PageEnded(over.page.name, ended_by))
        under = self._standing if lying.beneath is None else lying.beneath.standing
        if under is not None:
            # What a parked page waits is counted once, when it comes back.
            until = self._clock.monotonic() if self._parked_at is None else self._parked_at
            under.waited(over.shown_at, until)
        self._stir()

    def park(self) -> None:
        """Set the visit aside with its presentation. Its jobs are called off; sealing ones go on, their outcome is kept."""
        if self.parked:
            return
        self._parked_at = self._clock.monotonic()
        if self._standing is not None and not self._standing.page.seals:
            self._call_off(self._standing)

    def resume(self, assistance: Assistance | None = None) -> None:
        """Go on where the visit was parked: same page, same ticket, its jobs started again, with all the time it had left.

        So does what lay over it. Who was away for long is asked whether they are still there before they see their figures
        again, in place of anything else the visit asked them. With `assistance` it is helped from the first moment on: no
        figure is seen or spoken before the person has been asked.
        """
        if self._parked_at is None:
            return
        away = self._clock.monotonic() - self._parked_at
        if self._over is not None and self._over.own and away >= self._idle.quiet_seconds:
            self._drop_over(EndedBy.STAFF)
        self._parked_at = None
        self.touched()
        if assistance is not None and not self.closed:
            self._assistance = assistance
        self._resume(away)
        if assistance is not None:
            self.assist(assistance)

    def _resume(self, away: float) -> None:
        now, standing = self._clock.monotonic(), self._standing
        if standing is None:
            self.begin()
            return
        over = self._over
        while over is not None:
            over.standing.waited(now - away, now)
            over = over.beneath
        standing.shown_at += away
        standing.hidden_until = None  # what it would wait behind is the staff's page
        standing.phase_at += away
        if not standing.page.seals and standing.held is None:
            standing.phase, standing.progress, standing.late = None, None, False
            self._start_jobs(standing)
        if away >= self._idle.quiet_seconds and self._idle_at(standing) is not None and not standing.page.idle:
            self._gone_quiet(standing, now)
        else:
            self._perform()
        self.tick()

    # -- jobs -------------------------------------------------------------------------------------------------

    def _start_jobs(self, standing: Standing) -> None:
        for job in standing.page.jobs:
            ticket = self._next_ticket()
            standing.jobs[ticket] = job
            self._orders.submit(ticket, job)
        self._start_watch(standing)

    def _start_watch(self, standing: Standing) -> None:
        """Wait for another card, again after each that came. A reader that is lost is not asked again on this page."""
        watch = self._house.watch()
        taken = {job.lane for job in standing.page.jobs}
        if watch is not None and self._flow is not None and self._trail.steps and watch.lane not in taken:
            standing.watch, standing.watch_job = self._next_ticket(), watch
            self._orders.submit(standing.watch, watch)

    def _call_off(self, standing: Standing) -> None:
        for ticket, job in standing.jobs.items():
            self._orders.cancel(ticket, job)
        standing.jobs.clear()
        if standing.watch is not None and standing.watch_job is not None:
            self._orders.cancel(standing.watch, standing.watch_job)
            standing.watch, standing.watch_job = None, None

    def _drop_standing(self) -> None:
        if self._standing is not None:
            self._call_off(self._standing)
            self._standing = None

    def _next_ticket(self) -> Ticket:
        return self._tickets.next()
