"""One visit from home to good-bye: who sees what, what each service needs, and 接着办 without the card."""

from __future__ import annotations

import importlib
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from devices.errors import CardError, DeviceError
from kiosk.core.house import Onward
from kiosk.core.lane import ID_READER
from kiosk.core.page import Choice
from kiosk.core.text import Text, say
from kiosk.core.values import dataclass
from kiosk.flows.identify import identify
from kiosk.flows.reminding import Reminding
from kiosk.screens.goodbye import anything_else, everything_in_hand, goodbye
from kiosk.screens.greeting import header_for
from kiosk.screens.home import home, home_without_reader, what_else
from kiosk.screens.privacy import privacy

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from devices.roles import IdCard
    from kiosk.core.page import Page
    from kiosk.core.record import Found
    from kiosk.flows.hall import Hall

    Flow = Callable[[Hall, Found], Coroutine[Page[Any], Any, Onward]]


@dataclass(frozen=True)
class Service:
    """What can be done here: its words on home, its flow, and whether it is of no use without paper."""

    label: Text
    icon: str
    hint: Text
    flow: Flow
    prints: bool = False


class More(StrEnum):
    """What stands behind 更多."""

    PRIVACY = "privacy"


def _flow(name: str) -> Flow:
    """Return the flow `name` of the module `name`, imported when it is needed: home is painted before.

    `preload` does it in time.
    """

    async def flow(hall: Hall, found: Found) -> Onward:
        begin: Flow = getattr(importlib.import_module(f"kiosk.flows.{name}"), name)
        return await begin(hall, found)

    return flow


def preload() -> None:
    """Import what visits will need. Called in the background once home is painted; doing it again costs nothing."""
    for name in ("look_up", "payment", "troubles"):
        importlib.import_module(f"kiosk.flows.{name}")


CERTIFICATION: Final = Service(say("查养老认证"), "calendar-days", say("到哪天该办"), _flow("certification"))
SERVICES: Final = (
    Service(say("查养老金"), "wallet", say("每月发了多少"), _flow("payment")),
    CERTIFICATION,
    Service(
        say("打印权益记录单", short="打印社保记录单"),
        "printer",
        say("一年的社保账"),
        _flow("yearly_record"),
        prints=True,
    ),
)
"""One line a service, in the order of home."""

Wish = Service | More


async def attend(hall: Hall) -> None:
    """Serve one person: home, then as many services as they want, then good-bye."""
    wish = await _at_home(hall)
    if isinstance(wish, More):
        await privacy(hall.config.terminal.agency, hall.places)
        return
    if isinstance(wish, (Service, CardError)):
        card = await identify(hall, wish if isinstance(wish, CardError) else None)
    else:
        card = wish
    if card is None:
        return
    from kiosk.flows.look_up import look_up  # noqa: PLC0415 - as `_flow`

    found = await look_up(hall, card)
    if found is not None:
        await _serve(hall, found, wish if isinstance(wish, Service) else None)
        if hall.policy.ask_rating:
            from kiosk.screens.rating import rating  # noqa: PLC0415 - as `_flow`

            await rating()
    await everything_in_hand()
    if found is not None:
        await goodbye()


async def _at_home(hall: Hall) -> Wish | IdCard | CardError:
    """Wait until somebody touches a service or puts a card. A reader that is given up is tried again now and then."""
    choices = _choices(hall, SERVICES, needs=frozenset({ID_READER.name}))
    while True:
        try:
            return await home(choices)
        except CardError as error:
            return error
        except DeviceError:
            wish = await home_without_reader(choices)
            if wish is not None:
                return wish


async def _serve(hall: Hall, found: Found, wish: Wish | None) -> None:
    """Do what is wanted, and ask for more, until it is enough."""
    just_read = True
    while True:
        one = _one_wish(hall, found, wish)
        onward = await (Reminding(one) if just_read else one)
        if onward is Onward.LEAVE or await anything_else() is Onward.LEAVE:
            return
        wish, just_read = None, False


async def _one_wish(hall: Hall, found: Found, wish: Wish | None) -> Onward:
    """Ask for a service unless one was chosen, and do it. What goes wrong in it doesn't end the visit."""
    while wish is None or isinstance(wish, More):
        if wish is not None:
            await privacy(hall.config.terminal.agency, hall.places)
        wish = await what_else(_known_choices(hall, found), header_for(found))
    from kiosk.core.record import RecordError  # noqa: PLC0415 - as `_flow`

    try:
        return await wish.flow(hall, found)
    except (DeviceError, RecordError) as error:
        from kiosk.flows.troubles import trouble  # noqa: PLC0415 - as `_flow`

        page = trouble(error, hall.places)
        if page is None:
            raise
        return await page


def _known_choices(hall: Hall, found: Found) -> tuple[Choice[Wish], ...]:
    """The services for a person who is known: a certification that is due comes first."""
    from kiosk.flows.certification import is_due  # noqa: PLC0415 - as `_flow`

    if not is_due(found, hall.policy):
        return _choices(hall, SERVICES)
    others = tuple(service for service in SERVICES if service is not CERTIFICATION)
    due: Choice[Wish] = Choice(say("养老认证该办了"), CERTIFICATION, CERTIFICATION.icon)
    return (due, *_choices(hall, others))


def _choices(
    hall: Hall, services: tuple[Service, ...], needs: frozenset[str] = frozenset()
) -> tuple[Choice[Wish], ...]:
    """The services as cards. One that prints needs the printer where there is only one."""
    needed = frozenset(hall.printers if len(hall.printers) == 1 else ())
    offered = tuple(service for service in services if hall.printers or not service.prints)
    more: Choice[Wish] = Choice(say("更多", short="其他的事"), More.PRIVACY, "layout-grid", say("怎么保护您的资料"))
    return (
        *(Choice[Wish](s.label, s, s.icon, s.hint, needs | needed if s.prints else needs) for s in offered),
        more,
    )
