"""Every service of the menu is done with somebody's help as it is without, and so is one that nobody has thought of yet."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

import pytest

from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.house import Onward
from kiosk.core.money import Fen
from kiosk.core.page import Review
from kiosk.core.staff import Figures
from kiosk.core.text import Money, say
from kiosk.flows import menu
from kiosk.flows.menu import SERVICES, Service
from kiosk.screens.greeting import header_for
from kiosk.screens.phrases import KNOWN
from tests.shift.counter import MEMBER, Counter

if TYPE_CHECKING:
    from kiosk.core.record import Found
    from kiosk.flows.hall import Hall

MOST_PAGES = 60


async def dummy(hall: Hall, found: Found) -> Onward:
    """A service that knows nothing of any staff."""
    del hall
    return await Review[Onward](
        name="dummy",
        title=say("新的一件事"),
        figure=Money(Fen(340216)),
        actions=(KNOWN,),
        header=header_for(found),
    )


DUMMY = Service("dummy", say("新的一件事"), "wallet", say("以后才有"), dummy)


def helped_through(service: Service, seed: int, *, agrees: bool) -> Counter:
    """Help somebody from home through a service, to the end of their visit; every page must be the helped one."""
    counter = Counter("retired", VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI)), Random(seed))
    counter.signs_in()
    counter.chooses("帮人办")
    counter.touch(service)
    asked = False
    for _ in range(MOST_PAGES):
        showing = counter.stage.shown[-1]
        assert showing.assistance is not None
        assert showing.assistance.member == MEMBER
        if counter.page.name == "show_staff":
            asked = True
            assert showing.presentation.covered
            counter.touch(agrees)
            continue
        if asked:
            assert showing.assistance.figures is (Figures.SHOWN if agrees else Figures.REFUSED)
        if showing.page.header is not None:
            assert showing.presentation.covered is not agrees
        counter.goes_on()
        if counter.person.visits:
            break
    assert asked
    assert counter.bugs == []
    counter.person.close()
    return counter


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("agrees", [True, False], ids=["shown", "covered"])
@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.label.message)
def test_every_service_is_done_with_help_without_being_touched(service: Service, seed: int, *, agrees: bool) -> None:
    helped_through(service, seed, agrees=agrees)


@pytest.mark.parametrize("agrees", [True, False], ids=["shown", "covered"])
def test_a_service_that_comes_later_is_done_with_help_too(monkeypatch: pytest.MonkeyPatch, *, agrees: bool) -> None:
    monkeypatch.setattr(menu, "SERVICES", (*SERVICES, DUMMY))
    counter = helped_through(DUMMY, 1, agrees=agrees)
    assert "dummy" in [showing.page.name for showing in counter.stage.shown]
