"""A page that only explains the one before is no place to go back to."""

from __future__ import annotations

from kiosk.core.house import Onward as On
from kiosk.core.page import Chart
from kiosk.core.text import say
from tests.core.rehearsal import Rehearsal, ask

PICTURE: Chart[str] = Chart(name="picture", title=say("图"), aside=True)


async def service() -> None:
    await ask("home", idle=True)
    await ask("paid")
    while await ask("list") == "b":
        await PICTURE
    await ask("end")


async def explained() -> None:
    await ask("home", idle=True)
    await ask("paid")
    await PICTURE
    await ask("end")


def test_back_leads_past_a_picture_to_where_the_person_was_before() -> None:
    r = Rehearsal(service)
    for value in ("a", "a", "b"):
        r.touch(value)
    assert r.page == "picture"
    assert r.touch("seen") == "list"
    assert r.touch("b") == "picture"
    assert r.touch("seen") == "list"
    assert [name for name, _ in r.visit.trail] == ["home", "paid"]
    r.visit.back(r.ticket)
    assert r.page == "paid"
    assert r.touch("a") == "list"
    assert r.touch("a") == "end"
    r.visit.back(r.ticket)
    assert r.page == "list"
    assert r.bugs == []


def test_back_from_a_picture_leads_to_what_it_explains() -> None:
    r = Rehearsal(service)
    for value in ("a", "a", "b"):
        r.touch(value)
    r.visit.back(r.ticket)
    assert r.page == "list"


def test_a_picture_that_leads_on_is_a_page_as_any_other() -> None:
    r = Rehearsal(explained)
    for value in ("a", "a", "seen"):
        r.touch(value)
    assert r.page == "end"
    r.visit.back(r.ticket)
    assert r.page == "picture"


def test_who_looks_at_a_picture_under_the_modes_comes_back_to_it() -> None:
    r = Rehearsal(service)
    for value in ("a", "a", "b"):
        r.touch(value)
    r.visit.choose_modes()
    assert r.touch(On.GO_ON) == "picture"
    assert r.touch("seen") == "list"
