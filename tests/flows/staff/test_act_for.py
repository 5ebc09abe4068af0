"""代办 end to end: from the two cards to the paper with the mandate's number on it, with a real ledger."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from devices.deadline import SystemTime
from devices.errors import CardUnreadable, DeviceGone
from devices.roles import CardGeneration
from devices.social_card.simulated_chip import Holder, SimulatedChip
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.deeds import LookedUp, NumberTyped
from kiosk.core.lane import LaneStuck
from kiosk.core.mandate import AgentKind, Draft, Errand, MandateOver
from kiosk.core.money import IdNumber
from kiosk.core.page import Answer, EnterDigits, Panel
from kiosk.core.pin import Pin
from kiosk.core.record import Mark, PersonNotFound
from kiosk.core.staff import CardKind, Figures, Reason, StaffCard, StaffMember, StaffNumber, StaffRole
from kiosk.demo.people import people
from kiosk.flows.hall import Hall
from kiosk.flows.staff.act_for import act_for
from kiosk.flows.staff.outcome import Serves
from kiosk.flows.staff.service import OnDuty, Stay
from kiosk.ledger.mandates import Mandates
from kiosk.screens.at_the_window import WindowWish
from kiosk.screens.look_up import NobodyHelps
from kiosk.screens.staff.acting import Shown, Whose, nobodys_card
from kiosk.statement.masked import masked_name
from kiosk.store.builder import Origin, build
from kiosk.store.keys import FileKey, key_file
from kiosk.store.records import Records
from tests.devices.social_card_bed import Bed
from tests.flows.dialogue import CUT_OFF, PEOPLE, TODAY, Dialogue, card_of, found, hall
from tests.flows.staff.desk import ATTENDANT_PIN, Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.core.mandate import Mandate

MEMBER = StaffMember(StaffNumber("0217"), StaffRole.ATTENDANT)


def shown(case: str) -> Shown:
    card = card_of(case)
    return Shown(IdNumber(card.number), card.name, card)


CASES = [case for case, person in PEOPLE.items() if person.record is not None and not person.record.marks]
PERSON = shown("retired")
AGENT = shown(next(case for case in CASES if case != "retired"))


class Counter:
    """The counter of a hall: who is on duty, the ledger, and a conversation with the staff's flow."""

    def __init__(self, folder: Path) -> None:
        self.clock = VirtualClock(datetime(2026, 11, 21, 9, tzinfo=SHANGHAI))
        self.mandates = Mandates(folder / "mandates.db", bytes(32), bytes(32), self.clock)
        self.by: StaffNumber | None = MEMBER.number
        self.hall = Hall(hall(social=True, slips=False).config, lambda: TODAY, lambda: self.by)

    def begins(self, *, card_shown: bool = True) -> Dialogue:
        return Dialogue(act_for(OnDuty(self.hall, MEMBER, card_shown=card_shown)))

    def notes(self, talk: Dialogue) -> Dialogue:
        return talk.performs(self.mandates, self.clock)

    def family(self) -> Dialogue:
        talk = self.begins().sees("替谁办？").touches("替家人办").sees("替家人办，要两张证", "再加一张委托书。")
        talk.touches("都带了").sees("请放本人的证").brings(PERSON).sees("请放代办人的证").brings(AGENT)
        return self.notes(talk)

    def written(self, talk: Dialogue, *errands: Errand) -> Dialogue:
        for errand in errands:
            talk._go(errand, None)
        return talk.touches("就这些").sees("委托到什么时候？").touches("一个月").sees("和纸质委托书一样吗？")

    def made(self) -> Serves:
        talk = self.family().sees("自称是本人的什么人？").touches("儿子").sees("委托书上，写了哪些？")
        self.notes(self.written(talk, Errand.YEARLY_RECORD).touches("已核对"))
        talk.sees("请把编号写在委托书上", "2026-1121-0001").touches("写好了，接着办")
        assert isinstance(talk.result, Serves)
        return talk.result

    @property
    def held(self) -> tuple[Mandate, ...]:
        return self.mandates.of(self.mandates.subject(PERSON.number))


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    made = Counter(tmp_path)
    with closing(made.mandates):
        yield made


def visit(order: Serves) -> Dialogue:
    return Dialogue(order.script()).sees("请先收好证").touches("收好了")


# -- family -------------------------------------------------------------------------------------------------------


def test_family_acts_on_a_numbered_mandate_and_sees_no_amount(counter: Counter) -> None:
    order = counter.made()
    assert (order.assistance.reason, order.assistance.figures) == (Reason.FOR_FAMILY, Figures.NEVER)
    talk = visit(order).brings(found("retired")).sees("可以做什么", "本人没来，金额不显示在屏幕上。")
    assert talk.buttons() == ["打印权益记录单", "办完了"]
    counter.notes(talk.touches("打印权益记录单"))
    assert counter.held[0].used == 1
    if talk.page.name == "choose_year":
        talk.touches(talk.buttons()[0])
    talk.performs(Preparing(), counter.clock).sees("正在打印")
    assert Preparing.issues[-1] == "2026-1121-0001"
    talk.prints().sees("可以做什么").touches("办完了").touches("都拿好了")
    assert talk.over


class Preparing:
    """A press that is ready, and notes what is put on it."""

    issues: list[str] = []  # noqa: RUF012 - the last one is looked at once

    def wait_until_ready(self, _deadline: object, _report: object) -> None:
        """It is."""

    def printed_today(self, statement: object) -> bool:
        self.issues.append(statement.issue.mandate)  # type: ignore[attr-defined]
        return False


def test_what_is_said_of_the_relation_stands_as_what_was_said(counter: Counter) -> None:
    talk = counter.family().touches("女儿")
    page = counter.written(talk, Errand.YEARLY_RECORD, Errand.YEARLY_RECORD, Errand.CERTIFICATION_SLIP).page
    rows = [row.figure.message.format(**{k: v.written() for k, v in row.figure.values.items()}) for row in page.rows]  # type: ignore[attr-defined]
    assert rows[1].endswith("自称：女儿")
    assert rows[2] == "认证提醒条"
    talk.touches("不一样")
    assert (talk.result, counter.held) == (Stay.MENU, ())


def test_a_mandate_that_holds_is_used_again_without_another_paper(counter: Counter) -> None:
    counter.made()
    talk = counter.family().sees("用哪份委托？").touches("2026-1121-0001")
    assert isinstance(talk.result, Serves)
    assert len(counter.held) == 1
    talk = counter.family().touches("新的委托书").sees("自称是本人的什么人？")
    counter.notes(counter.written(talk.touches("老伴"), Errand.PENSION_STATEMENT).touches("已核对"))
    assert talk.touches("今天先不办").result is Stay.MENU
    assert len(counter.held) == 2


# -- cards of generation 3, which don't say whose they are -----------------------------------------------------------


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    key = FileKey(key_file(tmp_path / "var"))
    key.make()
    origin = Origin("柳河县社会保险事业管理局", "990101", CUT_OFF, 4)
    build(tmp_path / "var", key, origin, people(40, 7, TODAY, CUT_OFF))
    with closing(Records(tmp_path / "var", key, SystemTime())) as made:
        yield made


def third(card_number: str) -> Bed:
    """A slot in which a card of generation 3 lies."""
    bed = Bed()
    bed.slot.insert(SimulatedChip(Holder(generation=CardGeneration.THIRD, card_number=card_number)))
    return bed


def test_a_card_that_names_nobody_is_looked_up_by_its_number_and_that_is_noted(
    counter: Counter, records: Records
) -> None:
    noted: list[object] = []
    config = hall(identity=False, social=True, slips=False).config
    counter.hall = Hall(config, lambda: TODAY, lambda: counter.by, note=noted.append)
    social = PEOPLE["retired"].social_card
    assert social is not None
    bed = third(social.number)
    talk = counter.begins().touches("工作人员代办").touches("都带了").performs(bed.reader, bed.clock)
    counter.notes(talk.sees("正在查").performs(records, SystemTime())).sees("委托书上，写了哪些？")
    assert noted == [LookedUp(PERSON.number, MEMBER.number)]
    page = counter.written(talk, Errand.YEARLY_RECORD).page
    assert page.rows[0].figure.values["name"].written() == masked_name(PERSON.name)  # type: ignore[attr-defined]
    counter.notes(talk.touches("已核对")).touches("写好了，接着办")
    assert isinstance(talk.result, Serves)
    visit(talk.result).performs(records, SystemTime()).sees("可以做什么", "本人没来，金额不显示在屏幕上。")
    bed = third(social.number)
    again = counter.begins().touches("收回委托").performs(bed.reader, bed.clock).performs(records, SystemTime())
    counter.notes(again).sees("委托了1份")


def test_a_card_nobody_knows_is_put_anew_or_typed(counter: Counter, records: Records) -> None:
    counter.hall = Hall(hall(identity=False, social=True, slips=False).config, lambda: TODAY, lambda: counter.by)
    bed = third("Y99999999")
    talk = counter.begins().touches("替家人办").touches("都带了").performs(bed.reader, bed.clock)
    talk.performs(records, SystemTime()).sees("这张卡查不到是谁的", "请照着证，输号码。").touches("知道了")
    assert talk.sees("请放本人的证").touches("先不办").result is Stay.MENU


@pytest.mark.parametrize(
    ("whose", "identity", "says"),
    [
        (Whose.AGENT, True, "请放身份证，或输号码。"),
        (Whose.PRESENT, True, "请放身份证。"),
        (Whose.PRESENT, False, "请本人到窗口收回。"),
    ],
)
def test_what_else_there_is_for_a_card_nobody_knows(whose: Whose, identity: bool, says: str) -> None:  # noqa: FBT001
    (body,) = nobodys_card(whose, identity=identity).body
    assert body.message == says


def test_both_cards_must_be_two_peoples(counter: Counter) -> None:
    talk = counter.begins().touches("替家人办").touches("都带了").brings(PERSON).brings(PERSON)
    talk.sees("两张证是同一个人的").touches("知道了").sees("请放代办人的证").touches("先不办")
    assert talk.result is Stay.MENU


@pytest.mark.parametrize("answers", [("没带齐",), ("都带了", "先不办")])
def test_without_cards_and_paper_nothing_begins(counter: Counter, answers: tuple[str, ...]) -> None:
    for kind in ("替家人办", "工作人员代办"):
        talk = counter.begins().touches(kind)
        for answer in answers:
            talk.touches(answer)
        assert talk.result is Stay.MENU


def test_a_card_that_cannot_be_read_is_put_again_or_typed_from_the_original(counter: Counter) -> None:
    talk = (
        counter.begins()
        .touches("替家人办")
        .touches("都带了")
        .fails(CardUnreadable())
        .sees("没读出来")
        .touches("知道了")
    )
    talk.sees("请放本人的证").touches("证读不出来")
    page = talk.page
    assert isinstance(page, EnterDigits)
    answer = page.read(PERSON.number.reveal())
    assert isinstance(answer, Answer)
    talk._go(answer.value, None).sees("原件在手，号码一样吗？").touches("不一样").sees("请放本人的证")
    talk.fails(DeviceGone()).sees("读证的机器没反应").touches("知道了")._go(answer.value, None)
    counter.notes(talk.touches("一样")).sees("请放代办人的证").brings(AGENT)
    counter.notes(talk).touches("孙辈")
    first = counter.written(talk, Errand.YEARLY_RECORD).page.rows[0].figure  # type: ignore[attr-defined]
    assert first.values["name"].written() == PERSON.number.masked()


# -- the hall's own agents ----------------------------------------------------------------------------------------


def figures(talk: Dialogue) -> list[str]:
    """What stands behind the names of the page's rows."""
    return [row.figure.written(talk.wording) for row in talk.page.rows]  # type: ignore[attr-defined]


def test_the_halls_own_people_act_free_of_charge_and_signing_in_by_card_has_shown_theirs(counter: Counter) -> None:
    talk = counter.begins().touches("工作人员代办").sees("我们免费替您跑", "办到哪步，告诉您。").touches("都带了")
    counter.notes(talk.brings(PERSON)).sees("委托书上，写了哪些？")
    counter.written(talk, *Errand)
    assert (figures(talk)[1], figures(talk)[-1]) == ("工号0217", "工号0217")
    counter.notes(talk.touches("已核对")).touches("写好了，接着办")
    assert isinstance(talk.result, Serves)
    assert talk.result.assistance.reason is Reason.BY_AGENT
    (mandate,) = counter.held
    assert (mandate.draft.kind, mandate.draft.relation) == (AgentKind.AGENCY, None)
    assert (mandate.acting, mandate.witness) == (MEMBER.number, MEMBER.number)
    acting = visit(talk.result).brings(found("retired"))
    assert figures(acting)[1] == "工号0217"
    again = counter.begins().touches("工作人员代办").touches("都带了").brings(PERSON)
    counter.notes(again).sees("用哪份委托？")


OWN = StaffCard(CardKind.CODE_CARD, "YBS1:" + "A2" * 13)
ANOTHERS = StaffCard(CardKind.CODE_CARD, "YBS1:" + "B3" * 13)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    chief = made.administrator()
    made.room.add(chief, MEMBER.number, MEMBER.role, cards=[OWN], pin=Pin(ATTENDANT_PIN))
    made.room.add(chief, StaffNumber("0218"), MEMBER.role, cards=[ANOTHERS], pin=Pin(ATTENDANT_PIN))
    with closing(made.room):
        yield made


def test_who_signed_in_by_number_shows_their_own_card_too(counter: Counter, desk: Desk) -> None:
    talk = counter.begins(card_shown=False).touches("工作人员代办").touches("都带了").brings(PERSON)
    talk.sees("请放您自己的证", "登记过的那一张。").fails(CardUnreadable()).sees("没读出来").touches("知道了")
    talk.sees("请放您自己的证").brings(ANOTHERS).performs(desk.room, desk.clock)
    talk.sees("这张不是您登记过的", "请放您自己的。").touches("知道了")
    talk.sees("请放您自己的证").brings(OWN).performs(desk.room, desk.clock)
    counter.notes(talk).sees("委托书上，写了哪些？")


def test_who_does_not_show_their_own_card_begins_nothing(counter: Counter, desk: Desk) -> None:
    talk = counter.begins(card_shown=False).touches("工作人员代办").touches("都带了").brings(PERSON)
    talk.sees("请放您自己的证").brings(ANOTHERS).performs(desk.room, desk.clock).touches("知道了").touches("先不办")
    assert (talk.result, counter.held) == (Stay.MENU, ())


def test_a_mandate_from_before_names_who_compared_the_paper_as_who_acts(counter: Counter) -> None:
    person = counter.mandates.subject(PERSON.number)
    draft = Draft(AgentKind.AGENCY, person, PERSON.name, person, "", None, tuple(Errand), TODAY)
    assert counter.mandates.make(draft, MEMBER.number).acting == MEMBER.number


# -- numbers that were typed --------------------------------------------------------------------------------------


def typed(talk: Dialogue, whom: Shown, says: str) -> Dialogue:
    """The number of a card that can't be read is typed from the original."""
    page = talk.touches("证读不出来").page
    assert isinstance(page, EnterDigits)
    answer = page.read(whom.number.reveal())
    assert isinstance(answer, Answer)
    return talk._go(answer.value, None).touches(says)


def test_every_number_that_is_typed_is_noted_even_if_nothing_comes_of_it(counter: Counter) -> None:
    noted: list[object] = []
    counter.hall = replace(counter.hall, note=noted.append)
    talk = counter.begins().touches("替家人办").touches("都带了")
    counter.notes(typed(talk, PERSON, "一样")).sees("请放代办人的证")
    counter.notes(typed(talk, AGENT, "是本人"))
    assert noted == [NumberTyped(PERSON.number, MEMBER.number), NumberTyped(AGENT.number, MEMBER.number)]
    counter.notes(talk).touches("儿子")
    assert counter.written(talk, Errand.YEARLY_RECORD).touches("不一样").result is Stay.MENU
    assert len(noted) == 2


def test_a_number_that_was_typed_is_noted_once_if_something_comes_of_it(counter: Counter, records: Records) -> None:
    noted: list[object] = []
    counter.hall = replace(counter.hall, note=noted.append)
    talk = counter.begins().touches("工作人员代办").touches("都带了")
    counter.notes(counter.notes(typed(talk, PERSON, "一样"))).sees("委托书上，写了哪些？")
    counter.notes(counter.written(talk, Errand.YEARLY_RECORD).touches("已核对")).touches("写好了，接着办")
    assert isinstance(talk.result, Serves)
    visit(talk.result).performs(records, SystemTime()).sees("可以做什么")
    assert noted == [NumberTyped(PERSON.number, MEMBER.number), LookedUp(PERSON.number, MEMBER.number)]
    late = visit(talk.result)
    counter.by = None
    with pytest.raises(NobodyHelps):
        late.performs(records, SystemTime())
    assert len(noted) == 2


def test_a_number_is_typed_by_nobody_who_has_left(counter: Counter) -> None:
    talk = typed(counter.begins().touches("工作人员代办").touches("都带了"), PERSON, "一样")
    counter.by = None
    with pytest.raises(NobodyHelps):
        counter.notes(talk)


def test_nobody_who_has_left_makes_a_mandate(counter: Counter) -> None:
    talk = counter.family().touches("儿子")
    counter.written(talk, Errand.YEARLY_RECORD).touches("已核对")
    counter.by = None
    with pytest.raises(NobodyHelps):
        counter.notes(talk)
    assert counter.held == ()


# -- what only a window may do ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "title"), [("本人做不了主", "监护人办，请到3号窗口"), ("家里有事", "家里有事，我们帮您办")]
)
def test_who_cannot_give_a_mandate_is_a_matter_for_a_window(counter: Counter, choice: str, title: str) -> None:
    talk = counter.begins().touches(choice).sees(title).touches("知道了")
    assert talk.result is Stay.MENU


def test_a_record_that_is_marked_is_a_matter_for_a_window(counter: Counter) -> None:
    marked = found("retired")
    marked = replace(marked, record=replace(marked.record, marks=(next(iter(Mark)),)))
    talk = visit(counter.made()).brings(marked)
    assert talk.page.name == "only_in_person"
    assert talk.touches("知道了").over


def test_who_is_not_in_the_records_is_a_matter_for_a_window(counter: Counter) -> None:
    talk = visit(counter.made()).fails(PersonNotFound()).sees("这里没查到您")
    assert talk._go(WindowWish.DONE, None).over


# -- taking it back -----------------------------------------------------------------------------------------------


def test_the_person_takes_back_what_they_gave_with_their_card(counter: Counter) -> None:
    order = counter.made()
    talk = counter.notes(counter.begins().touches("收回委托").sees("请放本人的证").brings(PERSON)).sees("委托了1份")
    page = talk.page
    assert isinstance(page, Panel)
    assert page.gauges[0].action is not None
    counter.notes(talk._go(page.gauges[0].action.value, None)).sees("收回了").touches("知道了")
    counter.notes(talk).sees("没有委托过别人").touches("知道了")
    assert (talk.result, counter.held) == (Stay.MENU, ())
    late = visit(order).brings(found("retired")).touches("打印权益记录单").fails(MandateOver())
    late.sees("这份委托，现在不能用").touches("知道了").sees("可以做什么")


def test_what_is_given_may_be_kept_and_nobodys_card_takes_nothing_back(counter: Counter) -> None:
    counter.made()
    talk = counter.notes(counter.begins().touches("收回委托").brings(PERSON)).touches("看完了")
    assert (talk.result, len(counter.held)) == (Stay.MENU, 1)
    talk = counter.begins().touches("收回委托").fails(DeviceGone()).touches("知道了")
    assert talk.result is Stay.MENU


# -- the visit ----------------------------------------------------------------------------------------------------


def test_every_errand_leads_to_its_paper(counter: Counter) -> None:
    talk = counter.family().touches("儿子")
    counter.notes(counter.written(talk, *Errand).touches("已核对")).touches("写好了，接着办")
    assert isinstance(talk.result, Serves)
    going = visit(talk.result).brings(found("retired"))
    for errand in ("打印权益记录单", "打印养老金对账单", "打印认证提醒条"):
        counter.notes(going.touches(errand))
        if going.page.name == "choose_year":
            going.touches(going.buttons()[0])
        going.performs(Preparing(), counter.clock).sees("正在打印").prints().sees("可以做什么")
    assert counter.held[0].used == 3


def test_who_is_in_no_record_is_sent_to_a_window_and_trouble_leads_back(counter: Counter) -> None:
    order = counter.made()
    empty = found("retired")
    bare = replace(empty, record=replace(empty.record, payments=(), contributions=(), account_years=()))
    talk = visit(order).brings(bare).touches("打印权益记录单")
    counter.notes(talk)
    assert talk.page.name == "nobody_found"
    talk.touches("知道了").touches("打印权益记录单").fails(LaneStuck()).sees("机器出毛病了").touches("知道了")
    talk.sees("可以做什么")
    assert empty.data.cut_off == CUT_OFF
