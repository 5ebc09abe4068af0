"""登记到场: the person, the original, both questions, and a receipt that promises nothing."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from devices.errors import CardUnreadable
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.config import Config, StaffConfig
from kiosk.core.money import IdNumber
from kiosk.core.page import Fix
from kiosk.core.record import Mark, PersonNotFound
from kiosk.core.staff import Figures, Reason, StaffMember, StaffNumber, StaffRole
from kiosk.core.typed_number import TypedNumber
from kiosk.flows.hall import Hall
from kiosk.flows.staff.menu import SERVICES
from kiosk.flows.staff.outcome import Serves
from kiosk.flows.staff.register_presence import attend_present, register_presence
from kiosk.flows.staff.service import OnDuty
from kiosk.ledger.requests import Requests
from kiosk.screens.look_up import NobodyHelps
from kiosk.screens.take_social_card import CardFate
from kiosk.statement.presence import presence_receipt
from tests.flows.dialogue import PEOPLE, TODAY, Dialogue, card_of, found, hall
from tests.flows.test_social_card import CARD as SOCIAL_CARD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEMBER = StaffMember(StaffNumber("0217"), StaffRole.ATTENDANT)
CARD = card_of("retired")


class Counter:
    """The ledger of a hall, and who is on duty."""

    def __init__(self, folder: Path) -> None:
        self.clock = VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI))
        self.requests = Requests(folder / "requests.db", bytes(32), self.clock)
        self.by: StaffNumber | None = MEMBER.number
        self.hall = Hall(hall(sheets=False, social=True).config, lambda: TODAY, lambda: self.by)

    def begins(self) -> Dialogue:
        return Dialogue(attend_present(self.hall))

    def known(self) -> Dialogue:
        return self.begins().sees("请放身份证").brings(CARD).brings(found("retired"))


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    made = Counter(tmp_path)
    with closing(made.requests):
        yield made


def test_who_is_here_and_agrees_is_registered_and_gets_a_receipt(counter: Counter) -> None:
    talk = counter.known().sees("人和证是同一人吗？", "请看原件，看本人。").touches("是本人")
    talk.sees("给您登记到场，好吗？", "只记您本人来过，不拍照。").touches("同意").performs(
        counter.requests, counter.clock
    )
    talk.sees("登记好了", "还要等社保中心确认。").touches("打印回执").prepares().prints()
    talk.touches("都拿好了").waits()
    assert talk.over
    (request,) = counter.requests.after(0)
    assert (request.person, request.by) == (IdNumber(CARD.number), MEMBER.number)


def test_nothing_is_noted_unless_both_say_so(counter: Counter) -> None:
    counter.known().touches("不是").sees("好，没有登记", "要本人带原件来。").touches("知道了")
    counter.known().touches("是本人").touches("不同意").sees("好，没有登记").touches("知道了")
    assert counter.requests.after(0) == ()


def test_without_anybody_of_the_staff_nothing_is_noted(counter: Counter) -> None:
    counter.by = None
    with pytest.raises(NobodyHelps):
        counter.known().touches("是本人").touches("同意").performs(counter.requests, counter.clock)


def test_a_number_that_was_typed_is_no_original(counter: Counter) -> None:
    talk = counter.begins()
    for _ in range(3):
        talk.fails(CardUnreadable())
    assert talk.page.staff is not None
    assert not isinstance(talk.page.staff, Fix)
    talk._go(TypedNumber(IdNumber(CARD.number)), None).sees("原件在手，人证相符吗？").touches("是本人")
    talk.sees("好，没有登记").touches("知道了").touches("都拿好了")
    assert talk.over


def test_who_has_no_card_at_all_goes_to_a_window(counter: Counter) -> None:
    talk = counter.begins().touches("没带证怎么办")
    talk._go("go_on", None)
    assert talk.touches("都拿好了").over


def test_the_social_security_card_is_an_original_too(counter: Counter) -> None:
    talk = counter.begins().touches("没带证怎么办").touches("用社保卡").brings(SOCIAL_CARD).brings(CardFate.TAKEN)
    talk.brings(found("retired"))
    assert talk.page.name in ("same_person_as_card", "id_card_too")
    left = (
        counter.begins().touches("没带证怎么办").touches("用社保卡").brings(SOCIAL_CARD).brings(CardFate.KEPT).waits()
    )
    assert left.over


def test_who_is_in_no_record_marked_or_needs_no_certification_is_told_so(counter: Counter) -> None:
    nobody = counter.begins().brings(CARD).fails(PersonNotFound())
    assert nobody.page.name == "not_found"
    nobody.touches("请人帮忙") if "请人帮忙" in nobody.buttons() else nobody._go("done", None)
    assert nobody.touches("都拿好了").over
    record = replace(found("retired").record, marks=(next(iter(Mark)),))
    marked = counter.begins().brings(CARD).brings(replace(found("retired"), record=record))
    assert marked.page.name == "only_in_person"
    free = next(
        case for case, person in PEOPLE.items() if person.record is not None and person.record.certification is None
    )
    assert counter.begins().brings(CARD).brings(found(free)).page.name in ("certification_not_needed", "only_in_person")


def test_it_is_off_until_the_agency_switches_it_on() -> None:
    service = next(each for each in SERVICES if each.label.message == "登记到场")
    off = OnDuty(Hall(Config(), lambda: TODAY), MEMBER)
    on = OnDuty(Hall(Config(staff=StaffConfig(presence_registration=True)), lambda: TODAY), MEMBER)
    assert not service.open_to(off)
    assert service.open_to(on)
    order = Dialogue(register_presence(on)).result
    assert isinstance(order, Serves)
    assert (order.assistance.reason, order.assistance.figures) == (Reason.PRESENCE, Figures.REFUSED)


def test_the_receipt_says_that_it_is_not_done(counter: Counter) -> None:
    request = counter.requests.register_presence(IdNumber(CARD.number), MEMBER.number)
    receipt = presence_receipt(found("retired"), request, counter.hall.issue(TODAY))
    words = "".join("".join(getattr(block, "lines", ())) for block in receipt.blocks)
    assert "还没办完" in words
    assert "2026-1121-0001" in [figure.value for figure in receipt.figures]
