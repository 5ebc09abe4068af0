"""The social-security card: put in, read, back in the hand before anything is shown, and kept when nobody takes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.deadline import Deadline, SystemTime
from devices.errors import (
    CardBinFull,
    CardJam,
    CardLeftBehind,
    CardMute,
    CardUnreadable,
    ChipWorn,
    DeviceGone,
    NotASocialCard,
    OperationCancelled,
    OperationTimedOut,
    ReaderOutOfService,
    SlotBlocked,
    SocialCardLifted,
    SocialCardStuck,
    SocialCardUnreadable,
)
from devices.health import DeviceState, Health
from devices.roles import REGION_UNKNOWN, CardGeneration, InSlot, SocialCard
from kiosk.core.config import PlaceConfig, PolicyConfig, TerminalConfig
from kiosk.core.lane import LaneStuck
from kiosk.core.record import PersonNotFound
from kiosk.flows.give_back import give_back
from kiosk.flows.hall import Hall
from kiosk.flows.house import TerminalHouse
from kiosk.flows.identify import identify
from kiosk.flows.look_up import issued_here, look_up
from kiosk.flows.menu import attend
from kiosk.screens.reading import SOCIAL_CARD, SOCIAL_CARD_ASIDE
from kiosk.screens.take_social_card import CardFate
from tests.flows.dialogue import Dialogue, card_of, found, hall

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.page import Job

BOTH = hall(social=True)
SLOT_ONLY = hall(identity=False, social=True)
ID_CARD = card_of("retired")
STRANGER = card_of("contributing")
CARD = SocialCard(
    CardGeneration.SECOND,
    "000000",
    "000000D15600000500BF7C7A48FB4966",
    "X00000019",
    date(2020, 1, 1),
    date(2030, 1, 1),
    holder_protected=False,
    identity_number=ID_CARD.number,
    name=ID_CARD.name,
)
THIRD = replace(CARD, generation=CardGeneration.THIRD, holder_protected=True, identity_number=None, name=None)


def begin(*, slot_only: bool = False, simple: bool = False) -> Dialogue:
    return Dialogue(identify(SLOT_ONLY if slot_only else BOTH), simple=simple)


# -- asking for it ----------------------------------------------------------------------------------------------


def test_either_card_will_do_where_both_readers_are() -> None:
    talk = begin().sees("请放身份证", "也可以插社保卡。")
    assert [job.lane for job in talk.page.jobs] == ["id_reader", "social_card_reader"]
    assert talk.brings(CARD).result is CARD


def test_without_the_id_card_the_social_card_is_offered() -> None:
    talk = begin().touches("没带证怎么办").sees("没带证，也有办法", "可以用社保卡。", "也可以到3号窗口问。")
    talk.touches("用社保卡").sees("请插社保卡", "芯片朝上，插进卡口。")
    assert talk.brings(CARD).result is CARD


def test_an_id_card_may_still_be_put_where_the_other_is_asked_for() -> None:
    talk = begin().touches("没带证怎么办").touches("用社保卡").brings(ID_CARD)
    assert talk.result is ID_CARD
    talk = begin().touches("没带证怎么办").touches("用社保卡").touches("放身份证").sees("请放身份证")
    assert not talk.over


def test_who_has_neither_is_told_the_window() -> None:
    talk = begin().touches("没带证怎么办").touches("知道了")
    assert talk.result is None


def test_a_terminal_with_a_slot_only_asks_for_the_social_card() -> None:
    talk = begin(slot_only=True).sees("请插社保卡")
    assert [job.lane for job in talk.page.jobs] == ["social_card_reader"]
    talk.touches("没带证怎么办").sees("没带证，也有办法", "可以到3号窗口问。")
    assert talk.buttons() == ["用电子社保卡", "知道了"]
    assert talk.touches("知道了").result is None


def test_home_without_an_id_reader_asks_for_the_social_card() -> None:
    talk = Dialogue(attend(SLOT_ONLY)).sees("您想办什么？", "点下面，或先插社保卡。")
    assert [job.lane for job in talk.page.jobs] == ["social_card_reader"]


# -- what can be wrong with it ----------------------------------------------------------------------------------


def test_a_card_turned_round_is_turned() -> None:
    talk = begin().fails(CardMute()).sees("卡插反了", "芯片朝上，再插一次。")
    assert talk.brings(CARD).result is CARD


def test_a_chip_that_is_mute_the_other_way_round_too_is_not_told_to_be_turned_again() -> None:
    talk = begin().fails(CardMute()).sees("卡插反了").fails(CardMute())
    talk.sees("卡没有反应", "不怪您，可能芯片磨坏了。", "擦擦芯片，再插一次。", "也可以放身份证。")
    assert talk.buttons() == ["放身份证"]
    assert talk.brings(CARD).result is CARD
    talk = begin(slot_only=True).fails(CardMute()).fails(CardMute()).sees("卡没有反应", "也可以到3号窗口。")
    assert talk.buttons() == ["没带证怎么办"]


def test_other_trouble_in_between_is_no_turning_round() -> None:
    talk = begin().fails(SocialCardUnreadable()).sees("请再插一次").fails(CardMute()).sees("卡插反了")
    assert talk.fails(NotASocialCard()).sees("这张不是社保卡").brings(CARD).result is CARD


def test_a_chip_that_is_reached_and_dead_is_never_told_to_be_turned() -> None:
    talk = begin().fails(ChipWorn()).sees("卡没有反应").fails(ChipWorn()).sees("卡没有反应")
    talk.fails(ChipWorn()).sees("这张卡读不出来")


def test_a_card_of_another_kind_is_no_try() -> None:
    talk = begin()
    for _ in range(4):
        talk.fails(NotASocialCard()).sees("这张不是社保卡", "请换社保卡，再插一次。")
    talk.fails(SocialCardLifted()).sees("请再插一次", "插到底，先别拔。")
    assert talk.brings(CARD).result is CARD


def test_the_third_time_another_card_or_a_window_will_do() -> None:
    talk = begin()
    for error in (CardMute(), SocialCardUnreadable(), CardMute()):
        talk.fails(error)
    talk.sees("这张卡读不出来", "不怪您，可能卡磨坏了。", "请到3号窗口办。")
    assert talk.buttons() == ["放身份证", "知道了"]
    talk.touches("放身份证").sees("请放身份证")
    talk = begin(slot_only=True)
    for _ in range(3):
        talk.fails(CardMute())
    assert talk.buttons() == ["知道了"]
    assert talk.touches("知道了").result is None


def test_trouble_with_the_other_card_is_that_cards_trouble() -> None:
    talk = begin().fails(CardMute()).fails(CardUnreadable()).sees("请再放一次").fails(CardMute()).sees("卡插反了")
    assert not talk.over


def test_the_third_id_card_that_cant_be_read_leads_to_the_slot() -> None:
    talk = begin()
    for _ in range(3):
        talk.fails(CardUnreadable())
    talk.sees("这张证读不出来").touches("用社保卡").sees("请插社保卡")
    talk = begin()
    for _ in range(3):
        talk.fails(CardUnreadable())
    assert talk.touches("知道了").result is None


def test_a_broken_id_reader_leads_to_the_slot() -> None:
    talk = begin().fails(DeviceGone()).sees("读证的机器坏了", "可以插社保卡。")
    talk.touches("用社保卡").sees("请插社保卡")
    talk = begin().fails(DeviceGone()).fails(LaneStuck()).sees("读证的机器坏了")
    assert talk.touches("用社保卡").sees("请插社保卡").brings(CARD).result is CARD


@pytest.mark.parametrize("error", [DeviceGone(), ReaderOutOfService(), LaneStuck()])
def test_a_broken_slot_goes_on_by_itself_or_leads_to_the_id_card(error: Exception) -> None:
    talk = begin(slot_only=True).fails(error).sees("插卡的机器坏了", "请到3号窗口办。")
    assert talk.brings(None).sees("请插社保卡").brings(CARD).result is CARD
    talk = begin().touches("没带证怎么办").touches("用社保卡").fails(error).sees("插卡的机器坏了", "可以放身份证。")
    talk.touches("放身份证").sees("请放身份证")
    talk = begin(slot_only=True).fails(error).fails(LaneStuck()).sees("插卡的机器坏了").touches("知道了")
    assert talk.result is None
    talk = begin().touches("没带证怎么办").touches("用社保卡").fails(error).fails(LaneStuck())
    talk.sees("插卡的机器坏了", "可以放身份证。").touches("放身份证").sees("请放身份证")


def test_a_card_that_failed_on_home_is_asked_for_where_it_was_put() -> None:
    talk = Dialogue(attend(BOTH)).fails(CardMute()).sees("卡插反了")
    talk.brings(CARD).sees("请收好社保卡").brings(CardFate.TAKEN)
    assert talk.page.name == "look_up"


# -- back in the hand -------------------------------------------------------------------------------------------


def test_a_card_is_taken_and_the_visit_goes_on() -> None:
    talk = Dialogue(give_back(PlaceConfig())).sees("请收好社保卡", "拿起卡，就接着办。").brings(CardFate.TAKEN)
    assert talk.result is True


def test_its_owner_is_called_back() -> None:
    talk = Dialogue(give_back(PlaceConfig())).waits().sees("卡还在机器上", "请回来拿卡。").brings(CardFate.TAKEN)
    assert talk.result is True


def test_a_motor_keeps_a_card_that_nobody_takes() -> None:
    talk = Dialogue(give_back(PlaceConfig())).waits().waits().brings(CardFate.KEPT)
    talk.sees("卡收起来了", "请到服务台，凭证件领。").waits()
    assert talk.result is False


@pytest.mark.parametrize("error", [None, CardBinFull()])
def test_without_a_motor_nobody_begins_with_a_strangers_card(error: Exception | None) -> None:
    talk = Dialogue(give_back(PlaceConfig(staff_told=True))).waits().waits()
    talk = talk.brings(CardFate.NOT_KEPT) if error is None else talk.fails(error)
    talk.sees("有人的卡忘在这儿了", "请先别动，已经叫人来拿。")
    assert talk.page.after is None
    assert talk.brings(CardFate.TAKEN).result is False


@pytest.mark.parametrize("waits", [0, 1, 2])
def test_a_card_that_is_stuck_is_not_lost(waits: int) -> None:
    talk = Dialogue(give_back(PlaceConfig()))
    for _ in range(waits):
        talk.waits()
    talk.fails(CardJam()).sees("卡出不来，别着急", "卡没有丢，在机器里。").touches("知道了")
    assert talk.result is False


def test_who_leaves_the_card_behind_gets_no_figures_shown() -> None:
    talk = Dialogue(attend(BOTH)).brings(CARD).waits().waits().brings(CardFate.KEPT).waits()
    assert talk.over
    assert "look_up" not in [page.name for page in talk.pages]


def test_nothing_reminds_of_a_card_that_is_back_in_the_hand() -> None:
    talk = Dialogue(attend(BOTH)).brings(CARD).brings(CardFate.TAKEN).brings(found("retired"))
    assert talk.page.band is None


def placed(held: InSlot) -> Dialogue:
    """Somebody has put their ID card, and the slot holds this."""
    talk = Dialogue(attend(BOTH)).brings(ID_CARD)
    assert talk.page.name == "looking_into_slot"
    return talk.brings(held)


@pytest.mark.parametrize("held", [InSlot.NOTHING, InSlot.UNKNOWN])
def test_with_nothing_in_the_slot_the_id_card_is_looked_up_at_once(held: InSlot) -> None:
    assert placed(held).page.name == "look_up"


def test_a_card_beside_the_id_card_is_given_back_before_anything_is_shown() -> None:
    talk = placed(InSlot.A_CARD).sees("请收好社保卡").brings(CardFate.TAKEN)
    assert talk.page.name == "look_up"
    assert placed(InSlot.A_CARD).waits().waits().brings(CardFate.KEPT).waits().over


def test_a_slot_that_is_broken_stops_no_id_card() -> None:
    for error in (DeviceGone(), LaneStuck()):
        assert Dialogue(attend(BOTH)).brings(ID_CARD).fails(error).page.name == "look_up"


def test_no_slot_is_asked_where_none_is() -> None:
    assert Dialogue(attend(hall())).brings(ID_CARD).page.name == "look_up"


def test_the_look_into_the_slot_is_the_readers() -> None:
    class Holding:
        def in_slot(self, deadline: Deadline) -> InSlot:
            deadline.check()
            return InSlot.A_CARD

    talk = Dialogue(attend(BOTH)).brings(ID_CARD).performs(Holding(), SystemTime())
    assert talk.page.name == "take_social_card"


def left_behind(*, at_home: bool) -> Dialogue:
    """An earlier person's card is in the slot."""
    talk = Dialogue(attend(BOTH))
    if not at_home:
        talk.touches("查养老金").sees("请放身份证")
    return talk.fails(CardLeftBehind())


@pytest.mark.parametrize("at_home", [True, False])
def test_a_card_somebody_has_left_is_told_before_anybody_is_served(*, at_home: bool) -> None:
    assert left_behind(at_home=at_home).sees("卡还在机器上", "请回来拿卡。").brings(CardFate.TAKEN).over
    assert left_behind(at_home=at_home).waits().brings(CardFate.KEPT).sees("卡收起来了").waits().over
    talk = left_behind(at_home=at_home).waits().brings(CardFate.NOT_KEPT).sees("有人的卡忘在这儿了")
    assert talk.page.after is None
    assert talk.brings(CardFate.TAKEN).over
    assert left_behind(at_home=at_home).waits().fails(CardJam()).sees("卡出不来，别着急").touches("知道了").over
    assert left_behind(at_home=at_home).brings(CardFate.UNSEEN).over
    assert left_behind(at_home=at_home).waits().fails(SlotBlocked()).sees("卡收起来了").waits().over
    assert left_behind(at_home=at_home).waits().brings(CardFate.NOT_KEPT).fails(SlotBlocked()).over


def test_who_puts_the_id_card_beside_a_strangers_card_waits_until_it_is_away() -> None:
    assert placed(InSlot.LEFT_BEHIND).sees("卡还在机器上").brings(CardFate.TAKEN).over


# -- whose it is ------------------------------------------------------------------------------------------------


def test_the_agency_may_ask_for_the_id_card_too() -> None:
    strict = hall(social=True, policy=PolicyConfig(social_card_is_enough=False))
    talk = Dialogue(look_up(strict, THIRD)).brings(found("retired")).sees("再放一下身份证", "多看一张，资料更安全。")
    talk.fails(CardUnreadable()).sees("请再放一次", "平放在右边亮灯的地方。")
    talk.brings(STRANGER).sees("两张不是一个人的", "请放同一个人的。").brings(ID_CARD)
    assert talk.over
    assert talk.result is not None


def test_without_the_id_card_too_the_window_is_named() -> None:
    strict = hall(social=True, policy=PolicyConfig(social_card_is_enough=False))
    talk = Dialogue(look_up(strict, CARD)).brings(found("retired")).touches("没带身份证").sees("没带证，也有办法")
    assert talk.buttons() == ["知道了"], "a phone proves no more than the card that was read"
    assert talk.touches("知道了").result is None
    talk = Dialogue(look_up(strict, CARD)).brings(found("retired")).fails(DeviceGone()).sees("读证的机器坏了")
    assert talk.touches("知道了").result is None


def test_a_card_in_the_hand_is_enough_where_the_agency_says_so() -> None:
    person = found("retired")
    assert Dialogue(look_up(BOTH, CARD)).brings(person).result is person


def in_county(county: str) -> Hall:
    return Hall(replace(BOTH.config, terminal=TerminalConfig(county=county)), BOTH.today)


def test_who_is_not_found_is_told_by_the_region_of_the_card() -> None:
    ours, away = in_county("632801"), replace(THIRD, region="411601")
    talk = Dialogue(look_up(ours, away)).fails(PersonNotFound())
    talk.sees("这张卡是外地的", "请到参保的地方办。", "也可以打12333问。", "有疑问，到3号窗口问。")
    assert talk.touches("知道了").result is None
    for near in ("632801", "632800", "639900"):
        talk = Dialogue(look_up(ours, replace(THIRD, region=near))).fails(PersonNotFound()).sees("这里没查到您")
        assert talk.touches("知道了").result is None
    unknown = replace(THIRD, region="a00000", warnings=(REGION_UNKNOWN,))
    talk = Dialogue(look_up(ours, unknown)).fails(PersonNotFound())
    talk.sees("认不出是哪里的卡", "不怪您。", "也可以放身份证再查。", "请到3号窗口问问。")
    assert talk.touches("知道了").result is None


def test_a_card_whose_number_is_in_no_record_leads_to_the_id_card_that_may_be() -> None:
    talk = Dialogue(look_up(BOTH, THIRD)).fails(PersonNotFound())
    talk.sees("这里没查到您", "不是您弄错了。", "也可以放身份证再查。", "请到3号窗口问问。").touches("知道了")
    assert talk.result is None
    talk = Dialogue(look_up(BOTH, CARD)).fails(PersonNotFound())
    talk.sees("这里没查到您", "可能在外地参保。", "不是您弄错了。", "请到3号窗口问问。")
    Dialogue(look_up(SLOT_ONLY, THIRD)).fails(PersonNotFound()).sees("这里没查到您", "可能在外地参保。")


def test_a_made_up_county_knows_its_own_cards() -> None:
    card = replace(THIRD, region="990101", warnings=(REGION_UNKNOWN,))
    assert Dialogue(look_up(in_county("990101"), card)).fails(PersonNotFound()).page.name == "not_found"


def test_the_region_blocks_nobody_who_is_in_the_records() -> None:
    person = found("retired")
    for card in (replace(THIRD, region="411601"), replace(THIRD, region="", warnings=(REGION_UNKNOWN,))):
        assert Dialogue(look_up(in_county("632801"), card)).brings(person).result is person


@given(st.from_regex(r"[0-9]{6}", fullmatch=True), st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_what_is_near_is_near_from_both_sides(region: str, county: str) -> None:
    assert issued_here(region, county) is issued_here(county, region)
    assert issued_here(region, region)
    assert issued_here(f"{region[:4]}00", region)
    assert issued_here(f"{region[:2]}9900", region)
    if not {region[:2], county[:2]} & {"00", "99"}:
        assert issued_here(region, county) <= (region[:2] == county[:2])


def test_a_card_past_its_day_is_not_looked_up() -> None:
    from kiosk.screens.look_up import CardOutOfDate

    talk = Dialogue(look_up(BOTH, CARD)).fails(CardOutOfDate())
    talk.sees("这张卡过期了", "请到3号窗口办。", "也可以放身份证再查。")
    assert talk.page.name == "social_card_out_of_date"
    assert talk.touches("知道了").result is None


def test_nobody_is_asked_for_an_id_card_that_no_reader_reads() -> None:
    strict = hall(identity=False, social=True, policy=PolicyConfig(social_card_is_enough=False))
    talk = Dialogue(look_up(strict, CARD)).brings(found("retired")).sees("请到3号窗口办")
    assert talk.touches("知道了").result is None


# -- the house --------------------------------------------------------------------------------------------------


def test_the_visits_own_person_may_put_the_other_card_too() -> None:
    house = TerminalHouse(BOTH, lambda: None, lambda: "")
    assert house.intruding(ID_CARD, (CARD,)) is None
    assert house.intruding(ID_CARD, (THIRD, found("retired"))) is None
    assert house.intruding(STRANGER, (CARD, found("retired"))) is not None
    # A card of generation 3 names nobody before its record is found: whose ID card this is, nobody knows yet.
    assert house.intruding(ID_CARD, (THIRD,)) is None
    assert house.intruding(STRANGER, (ID_CARD,)) is not None


def test_no_card_stays_inside_when_a_visit_ends() -> None:
    assert [job.lane for job in TerminalHouse(BOTH, lambda: None, lambda: "").farewell()] == ["social_card_reader"]
    assert TerminalHouse(hall(), lambda: None, lambda: "").farewell() == ()
    assert TerminalHouse(SLOT_ONLY, lambda: None, lambda: "").watch() is None


@pytest.mark.parametrize("waits", [0, 1])
def test_a_slot_that_no_longer_sees_the_card_asks_its_owner(waits: int) -> None:
    talk = Dialogue(give_back(PlaceConfig()))
    for _ in range(waits):
        talk.waits()
    talk.brings(CardFate.UNSEEN).sees("请收好社保卡", "拿起卡，再接着办。").touches("收好了")
    assert talk.result is True


class Slot:
    """A slot whose line is lost, with a motor or without."""

    def __init__(self, *, moves: bool, lost_at: str) -> None:
        self.moves = moves
        self._lost_at = lost_at

    def give_back(self, deadline: Deadline) -> None:
        self._do("give_back", deadline)

    def wait_taken(self, deadline: Deadline) -> None:
        self._do("wait_taken", deadline)

    def _do(self, name: str, deadline: Deadline) -> None:
        deadline.check()
        if name == self._lost_at:
            raise DeviceGone


def test_a_full_bin_and_a_lost_line_end_the_watching() -> None:
    talk = Dialogue(give_back(PlaceConfig())).waits().waits().fails(CardBinFull()).sees("有人的卡忘在这儿了")
    assert talk.fails(DeviceGone()).result is False


def test_a_reading_that_is_called_off_is_no_lost_card() -> None:
    class CalledOff(Slot):
        def _do(self, name: str, deadline: Deadline) -> None:
            deadline.check()
            if name == self._lost_at:
                raise OperationCancelled

    for lost_at in ("give_back", "wait_taken"):
        talk = Dialogue(give_back(PlaceConfig()))
        job = talk.page.jobs[0]
        with pytest.raises(OperationCancelled):
            job.work(CalledOff(moves=False, lost_at=lost_at), Deadline(SystemTime(), 1), lambda _: None)


@pytest.mark.parametrize("lost_at", ["give_back", "wait_taken"])
def test_only_a_motor_can_have_the_card_inside(lost_at: str) -> None:
    by_hand = Dialogue(give_back(PlaceConfig())).performs(Slot(moves=False, lost_at=lost_at), SystemTime())
    assert by_hand.page.name == "card_taken"
    motor = Dialogue(give_back(PlaceConfig())).performs(Slot(moves=True, lost_at=lost_at), SystemTime())
    assert motor.page.name == "card_stuck"
    seen = Dialogue(give_back(PlaceConfig())).performs(Slot(moves=True, lost_at=""), SystemTime())
    assert seen.result is True


class _Jammed:
    """A reader whose card sticks: while it is read (`seen`), or from before."""

    def __init__(self, *, seen: bool) -> None:
        self.seen = seen

    def health(self) -> Health:
        return Health(DeviceState.ONLINE)

    def probe(self, _deadline: Deadline) -> Health:
        return self.health()

    def read_card(self, _deadline: Deadline, *, found: Callable[[], None]) -> SocialCard:
        if self.seen:
            found()
        raise CardJam("stuck")


@pytest.mark.parametrize("job", [SOCIAL_CARD, SOCIAL_CARD_ASIDE], ids=["asked for", "aside"])
def test_a_card_that_sticks_while_it_is_read_is_its_owners_trouble(job: Job[SocialCard]) -> None:
    with pytest.raises(SocialCardStuck):
        job.work(_Jammed(seen=True), Deadline(SystemTime(), 1.0), lambda _progress: None)


def test_a_slot_that_was_jammed_before_is_the_readers_trouble_alone() -> None:
    with pytest.raises(CardJam):
        SOCIAL_CARD.work(_Jammed(seen=False), Deadline(SystemTime(), 1.0), lambda _progress: None)
    with pytest.raises(OperationTimedOut):
        SOCIAL_CARD_ASIDE.work(_Jammed(seen=False), Deadline(SystemTime(), 0.2), lambda _progress: None)


def test_whose_card_sticks_is_told_where_to_get_it() -> None:
    talk = begin(slot_only=True).fails(SocialCardStuck("no")).sees("卡出不来，别着急").touches("知道了")
    assert talk.result is None
    talk = begin(slot_only=True).fails(SocialCardStuck("no")).helper_touches("拿出来了").sees("请插社保卡")
    assert talk.brings(CARD).result == CARD
