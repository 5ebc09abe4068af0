"""What somebody of the staff may do at the terminal: one line each in `menu.py`, as services have one on home."""

from __future__ import annotations

import importlib
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from kiosk.core.staff import StaffRole
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from kiosk.core.page import Page
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text
    from kiosk.flows.hall import Hall
    from kiosk.flows.staff.outcome import Outcome

    StaffFlow = Callable[["OnDuty"], Coroutine[Page[Any], Any, "Outcome | Stay"]]


class Stay(Enum):
    """What a staff flow answers that leads back to the menu."""

    MENU = auto()


@dataclass(frozen=True)
class Parked:
    """What was set aside when somebody signed in: nothing (`page` is None or idle), or a visit and where it stood.

    `closed`: nobody is being served, and nobody can be; `page` is then what stands in place of home.
    """

    page: Page[Any] | None = None
    closed: bool = False

    @property
    def somebody(self) -> bool:
        """Whether a person is being served."""
        return self.page is not None and not self.page.idle and not self.closed

    @property
    def asks_staff(self) -> bool:
        """Whether the page that was set aside has a question of its own for who helps."""
        return self.page is not None and self.page.staff is not None


@dataclass(frozen=True)
class OnDuty:
    """Who has signed in, where, and what they interrupted; what every staff flow is given.

    `card_shown`: they signed in with a card they are enrolled with.
    """

    hall: Hall
    member: StaffMember
    parked: Parked = Parked()
    card_shown: bool = False


@dataclass(frozen=True)
class StaffService:
    """A line of the staff's menu: its words, who may use it, its flow, and when it is offered."""

    label: Text
    icon: str
    roles: frozenset[StaffRole]
    flow: StaffFlow
    hint: Text | None = None
    offered: Callable[[OnDuty], bool] = lambda _duty: True

    def open_to(self, duty: OnDuty) -> bool:
        """Whether this member is offered it now."""
        return any(duty.member.may_act_as(role) for role in self.roles) and self.offered(duty)


def flow(name: str) -> StaffFlow:
    """Return the flow `name` of the module `name` in this package, imported when it is needed: home is painted before."""

    async def begin(duty: OnDuty) -> Outcome | Stay:
        performed: StaffFlow = getattr(importlib.import_module(f"kiosk.flows.staff.{name}"), name)
        return await performed(duty)

    return begin


ATTENDANTS: frozenset[StaffRole] = frozenset({StaffRole.ATTENDANT})
TECHNICIANS: frozenset[StaffRole] = frozenset({StaffRole.TECHNICIAN})
AUDITORS: frozenset[StaffRole] = frozenset({StaffRole.AUDITOR})
ADMINISTRATORS: frozenset[StaffRole] = frozenset({StaffRole.ADMINISTRATOR})
EVERYBODY: frozenset[StaffRole] = ATTENDANTS | TECHNICIANS | AUDITORS
