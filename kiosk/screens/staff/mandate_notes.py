"""What is noted of a mandate while somebody acts on it: jobs of the lane that carries the ledger of mandates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from kiosk.core.mandate import AgentKind, Draft, Errand, Mandate, MandateNumber, Relation
from kiosk.core.money import IdNumber
from kiosk.core.page import Footer, LaneKey, Page, Picture, Wait
from kiosk.core.staff import StaffNumber
from kiosk.core.text import say
from kiosk.core.values import dataclass
from kiosk.screens.look_up import NobodyHelps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from kiosk.core.page import Report
    from kiosk.core.pseudonym import Pseudonym
    from kiosk.ledger.mandates import Mandates

T = TypeVar("T")

MANDATES: Final[LaneKey[Mandates]] = LaneKey("mandates")
"""The lane that carries the ledger of mandates."""
NOTE_SECONDS: Final = 10.0
_STAFF_PREFIX: Final = "STAFF"


@dataclass(frozen=True, repr=False)
class Held:
    """The day, and the mandates somebody has given that hold on it."""

    day: date
    mandates: tuple[Mandate, ...]


@dataclass(frozen=True, repr=False)
class Taken:
    """What was taken down from cards and paper. `agent` is family's identity, or the staff number of the hall's own people.

    `agent_name` is the agent's name, empty where only their number was typed; of the hall's own people their staff number.
    """

    kind: AgentKind
    person: IdNumber
    person_name: str
    agent: IdNumber | StaffNumber
    agent_name: str
    relation: Relation | None
    errands: tuple[Errand, ...]
    until: date


def _subject(mandates: Mandates, who: IdNumber | StaffNumber) -> Pseudonym:
    return mandates.subject(IdNumber(f"{_STAFF_PREFIX}{who}") if isinstance(who, StaffNumber) else who)


def _noting(name: str, work: Callable[[Mandates], T], *, seals: bool) -> Page[T]:
    def job(mandates: Mandates, _deadline: Deadline, _report: Report) -> T:
        return work(mandates)

    return Wait(
        name=name,
        shows_after=0.3,
        title=say("请等一等"),
        body=(say("正在看委托书的记录。"),),
        picture=Picture.WAITING,
        jobs=(MANDATES.job(job, seconds=NOTE_SECONDS),),
        footer=Footer(back=False, leave=False, help=False),
        seals=seals,
    )


def _who_acts(by: Callable[[], StaffNumber | None]) -> StaffNumber:
    number = by()
    if number is None:
        raise NobodyHelps
    return number


def asking_mandates(person: IdNumber, agent: IdNumber | StaffNumber | None, today: Callable[[], date]) -> Page[Held]:
    """Those of a person that hold today; only those given to `agent` if that is said. Raises what the ledger raises."""

    def work(mandates: Mandates) -> Held:
        held = mandates.of(mandates.subject(person))
        if agent is not None:
            theirs = _subject(mandates, agent)
            held = tuple(mandate for mandate in held if mandate.draft.agent == theirs)
        return Held(today(), held)

    return _noting("mandates_asked", work, seals=False)


def noting_typed(note: Callable[[], None]) -> Page[None]:
    """Note that a number was typed from an original, whatever becomes of the mandate. Raises what `note` raises."""
    return _noting("number_typed", lambda _mandates: note(), seals=True)


def making(taken: Taken, by: Callable[[], StaffNumber | None]) -> Page[Mandate]:
    """Give it its number. Raises what the ledger raises, and `NobodyHelps`."""

    def work(mandates: Mandates) -> Mandate:
        draft = Draft(
            taken.kind,
            mandates.subject(taken.person),
            taken.person_name,
            _subject(mandates, taken.agent),
            taken.agent_name,
            taken.relation,
            taken.errands,
            taken.until,
        )
        return mandates.make(draft, _who_acts(by))

    return _noting("mandate_made", work, seals=True)


def using(number: MandateNumber, errand: Errand, by: Callable[[], StaffNumber | None]) -> Page[Mandate]:
    """Note the use before anything is printed. Raises `MandateOver`, `NobodyHelps` and what the ledger raises."""
    return _noting("mandate_used", lambda mandates: mandates.use(number, errand, _who_acts(by)), seals=True)


def revoking(number: MandateNumber, by: Callable[[], StaffNumber | None]) -> Page[None]:
    """The person takes it back. Raises `NobodyHelps` and what the ledger raises."""
    return _noting("mandate_revoked", lambda mandates: mandates.revoke(number, _who_acts(by)), seals=True)


def last_day(day: date, days: int) -> date:
    """Return the last day of a mandate that begins on `day`."""
    return day + timedelta(days=days)


EXAMPLES: Mapping[str, Page[object]] = {
    "noting": using(MandateNumber("2026-1121-0042"), Errand.YEARLY_RECORD, lambda: None)
}
