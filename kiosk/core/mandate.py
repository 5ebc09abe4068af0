"""A mandate (委托书): who may do what for whom, for how long, and the number written on the paper and in the audit."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.core.record import RecordError
from kiosk.core.staff import StaffNumber
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from kiosk.core.pseudonym import Pseudonym

_NUMBER: Final = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}")


@dataclass(frozen=True)
class MandateNumber:
    """The number a terminal gave to a mandate: year, month and day, and a count, `2026-1121-0042`. Names a paper, no person.

    Raises `ValueError` for another form.
    """

    written: str

    def __post_init__(self) -> None:
        if not _NUMBER.fullmatch(self.written):
            raise ValueError("a mandate's number is four digits, four and four")

    def __str__(self) -> str:
        return self.written


class AgentKind(StrEnum):
    """Who acts for an absent person: family, or the hall's own agents."""

    FAMILY = "family"
    AGENCY = "agency"


class Errand(StrEnum):
    """What somebody may be sent here for (委托事项)."""

    YEARLY_RECORD = "yearly-record"
    PENSION_STATEMENT = "pension-statement"
    CERTIFICATION_SLIP = "certification-slip"


class Relation(StrEnum):
    """Who they say they are to the absent person. Nobody checks it; it is kept as what was said."""

    SON = "son"
    DAUGHTER = "daughter"
    SPOUSE = "spouse"
    GRANDCHILD = "grandchild"
    OTHER = "other"


@dataclass(frozen=True, repr=False)
class Draft:
    """A mandate as it was put together from cards and paper, before it has a number.

    `agent` names who comes: for family their identity, for the hall's own people their staff number, which then stands
    readable in `agent_name`, too. `until` is its last day.
    """

    kind: AgentKind
    person: Pseudonym
    person_name: str
    agent: Pseudonym
    agent_name: str
    relation: Relation | None
    errands: tuple[Errand, ...]
    until: date


@dataclass(frozen=True, repr=False)
class Mandate:
    """A mandate that was made: its number, since when it holds, and who has compared the paper. Personal data."""

    number: MandateNumber
    draft: Draft
    since: date
    witness: StaffNumber
    revoked: bool = False
    used: int = 0

    @property
    def acting(self) -> StaffNumber | None:
        """Which of the hall's own people acts on it; None for family. Where it wasn't kept it was who compared the paper."""
        if self.draft.kind is not AgentKind.AGENCY:
            return None
        return StaffNumber(self.draft.agent_name) if self.draft.agent_name else self.witness

    def holds(self, day: date) -> bool:
        """Whether somebody may act on it on this day. A clock set back doesn't make it begin earlier."""
        return not self.revoked and self.since <= day <= self.draft.until


class MandateDid(StrEnum):
    """What became of a mandate."""

    MADE = "made"
    USED = "used"
    REVOKED = "revoked"


@dataclass(frozen=True)
class MandateFact:
    """One thing that became of a mandate, told once it is on the disk. `by` is who of the staff did it."""

    did: MandateDid
    mandate: Mandate
    errands: tuple[Errand, ...]
    by: StaffNumber


class MandateOver(RecordError):
    """The mandate doesn't hold: its time is over, it was taken back, or it was given for something else."""
