"""One visit from home to good-bye: who sees what, what each service needs, and 接着办 without the card."""

from __future__ import annotations

import importlib
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from devices.errors import CardError, DeviceError
from devices.roles import IdCard, SocialCard
from kiosk.core.house import Onward
from kiosk.core.lane import SCANNER
from kiosk.core.page import Choice
from kiosk.core.text import Text, say
from kiosk.core.values import dataclass
from kiosk.flows.give_back import give_back, give_back_unasked
from kiosk.flows.identify import Identified, identify
from kiosk.flows.reminding import Reminding
from kiosk.flows.using import Using
from kiosk.screens.goodbye import anything_else, everything_in_hand, goodbye
from kiosk.screens.greeting import header_for
from kiosk.screens.home import home, home_without_reader, more, what_else
from kiosk.screens.privacy import privacy

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from kiosk.core.page import Page
    from kiosk.core.record import Found
    from kiosk.flows.hall import Hall

    Flow = Callable[[Hall, Found], Coroutine[Page[Any], Any, Onward]]


@dataclass(frozen=True)
class Service:
    """What can be done here: its code, its words on home, its flow, and whether it is of no use without paper."""

    code: str
    label: Text
    icon: str
    hint: Text
    flow: Flow
    prints: bool = False

    def offered(self, hall: Hall) -> bool:
        """Whether this terminal offers it: it is switched on, and can be printed if it is for that."""
        on: bool = getattr(hall.config.services, self.code, True)  # what has no switch is always offered
        return on and bool(hall.printers or not self.prints)


class More(StrEnum):
    """What stands behind 更多."""

    MORE = "more"
    PRIVACY = "privacy"
    CHECK_PAPER = "check_paper"


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


CERTIFICATION: Final = Service(
    "certification", say("查养老认证"), "calendar-days", say("到哪天该办"), _flow("certification")
)
SERVICES: Final = (
    Service("payment", say("查养老金"), "wallet", say("每月发了多少"), _flow("payment")),
    CERTIFICATION,
    Service(
        "yearly_record",
        say("打印权益记录单", short="打印社保记录单"),
        "printer",
        say("一年的社保账"),
        _flow("yearly_record"),
        prints=True,
    ),
)
"""One line a service, in the order of home."""

_MORE: Final = (
    Choice(say("核对单子上的码"), More.CHECK_PAPER, "qr-code", say("是不是这里打的"), frozenset({SCANNER.name})),
    Choice(say("怎么保护您的资料"), More.PRIVACY, "shield-check"),
)

Wish = Service | More


async def attend(hall: Hall) -> None:
    """Serve one person: home, then as many services as they want, then good-bye."""
    wish = await _at_home(hall)
    if isinstance(wish, More):
        await _more(hall)
        return
    if isinstance(wish, (Service, CardError)):
        card = await identify(hall, wish if isinstance(wish, CardError) else None)
    else:
        card = wish
    if card is None or not await _slot_is_empty(hall, card):
        return
    await attend_identified(hall, card, wish if isinstance(wish, Service) else None)


async def attend_identified(hall: Hall, card: Identified, wish: Service | None = None) -> None:
    """Serve who has shown who they are: what they wished for, and more, then good-bye."""
    from kiosk.flows.look_up import look_up  # noqa: PLC0415 - as `_flow`

    found = await look_up(hall, card)
    if found is not None:
        await _serve(hall, found, wish, card)
        if hall.policy.ask_rating:
            from kiosk.screens.rating import rating  # noqa: PLC0415 - as `_flow`

            await rating()
    await everything_in_hand()
    if found is not None:
        await goodbye()


async def _slot_is_empty(hall: Hall, card: Identified) -> bool:
    """Give back the card that was read, or another that was put beside it; False when the visit is over."""
    if isinstance(card, SocialCard):
        return await give_back(hall.places)
    return not hall.reads_social_cards or await give_back_unasked(hall.places)


async def _more(hall: Hall) -> None:
    """What else there is: how data are kept, and checking a paper's code where there is a scanner."""
    wish = More.PRIVACY if not hall.scans else await more(_MORE)
    if wish is More.CHECK_PAPER:
        from kiosk.flows.scan import check_paper  # noqa: PLC0415 - as `_flow`

        await check_paper(hall)
    else:
        await privacy(hall.config.terminal.agency, hall.places)


async def _at_home(hall: Hall) -> Wish | Identified | CardError:
    """Wait until somebody touches a service or puts a card. A reader that is given up is tried again now and then."""
    choices = _choices(hall, SERVICES, readers=hall.readers)
    while True:
        try:
            return await home(choices, identity=hall.reads_id_cards, social=hall.reads_social_cards)
        except CardError as error:
            return error
        except DeviceError:
            wish = await home_without_reader(choices)
            if wish is not None:
                return wish


async def _serve(hall: Hall, found: Found, wish: Wish | None, card: Identified) -> None:
    """Do what is wanted, and ask for more, until it is enough."""
    just_read = isinstance(card, IdCard)  # the other kind is back in the hand
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
            await _more(hall)
        wish = await what_else(_known_choices(hall, found), header_for(found))
    from kiosk.core.record import RecordError  # noqa: PLC0415 - as `_flow`

    try:
        return await Using(wish.flow(hall, found), wish.code, found)
    except (DeviceError, RecordError) as error:
        from kiosk.flows.troubles import trouble  # noqa: PLC0415 - as `_flow`

        page = trouble(error, hall.places)
        if page is None:
            raise
        return await page


def _known_choices(hall: Hall, found: Found) -> tuple[Choice[Wish], ...]:
    """The services for a person who is known: a certification that is due comes first."""
    from kiosk.flows.certification import is_due  # noqa: PLC0415 - as `_flow`

    if not is_due(found, hall.policy) or not CERTIFICATION.offered(hall):
        return _choices(hall, SERVICES)
    others = tuple(service for service in SERVICES if service is not CERTIFICATION)
    due: Choice[Wish] = Choice(say("养老认证该办了"), CERTIFICATION, CERTIFICATION.icon)
    return (due, *_choices(hall, others))


def _choices(
    hall: Hall, services: tuple[Service, ...], readers: frozenset[str] = frozenset()
) -> tuple[Choice[Wish], ...]:
    """The services as cards: all need one of the `readers`, if any are named, and what prints one of the printers."""
    offered = tuple(service for service in services if service.offered(hall))
    more: Choice[Wish] = Choice(say("更多", short="其他的事"), More.MORE, "layout-grid", say("怎么保护您的资料"))
    cards = tuple(
        Choice[Wish](s.label, s, s.icon, s.hint, needs_one_of=_needed(hall, s, readers=readers)) for s in offered
    )
    return (*cards, more)


def _needed(hall: Hall, service: Service, *, readers: frozenset[str]) -> tuple[frozenset[str], ...]:
    """The lanes of which one is wanted of each kind."""
    printers = frozenset(hall.printers) if service.prints else frozenset[str]()
    return tuple(lanes for lanes in (readers, printers) if lanes)
