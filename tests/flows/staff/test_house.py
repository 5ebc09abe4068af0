"""What the staff's own visit puts up by itself."""

from __future__ import annotations

from devices.errors import NoReply
from kiosk.core.closed import Closed
from kiosk.core.house import Ending
from kiosk.flows.staff.house import StaffHouse
from tests.flows.dialogue import hall


def test_the_staff_is_served_out_of_service_too_and_nothing_of_a_person_is_done() -> None:
    house = StaffHouse(hall(social=True), lambda: Closed.RECORDS, lambda: "482-913")
    assert house.closed() is None
    assert house.watch() is None
    assert house.intruding("card", ()) is None
    assert [job.lane for job in house.farewell()] == ["upkeep"]
    assert house.trouble(NoReply("no")) is not None


def test_only_a_bug_has_a_closing_page_of_the_staff() -> None:
    house = StaffHouse(hall(), lambda: None, lambda: "482-913")
    closing = {ending: house.closing(ending) for ending in Ending}
    assert [ending for ending, page in closing.items() if page is not None] == [Ending.BUG]
    page = closing[Ending.BUG]
    assert page is not None
    assert "482-913" in "".join(str(value.written()) for text in page.body for value in text.values.values())
