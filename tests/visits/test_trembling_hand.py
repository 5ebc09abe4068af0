"""What people do by a hand that trembles: nothing happens that was not meant (A13 to A16).

`tests/accessibility/test_flows.py` has it do every flow that keys and assistive technology do, fifty times in the soak.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.visits.terminal import another
from tests.visits.windowed import ATTENDANT_PIN, TremblingHand, WindowedTerminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qapp")


def payment(hand: TremblingHand) -> None:
    hand.sees("home").touches("查养老金").sees("place_id_card").puts_card(7).sees("payment_paid")
    hand.touches("遮住数字").touches("看数字").touches("看每个月").sees("every_month").touches("看图")
    hand.sees("months_as_bars").touches("明白了").sees("every_month").touches("上一步").sees("payment_paid")
    hand.touches("看不清").sees("modes").touches("大字版").touches("好了").sees("payment_paid")
    hand.touches("打印").sees("which_paper").touches("小条")
    goes(hand)


def certification(hand: TremblingHand) -> None:
    hand.sees("home").touches("查养老认证").sees("place_id_card").touches("上一步").sees("home")
    hand.touches("查养老认证").sees("place_id_card").puts_card(7).sees("certification_ok").touches("打印提醒条")
    hand.sees("which_paper").touches("小条")
    goes(hand)


def leaving(hand: TremblingHand) -> None:
    hand.sees("home").touches("查养老认证").sees("place_id_card").touches("退出").sees("everything_in_hand")
    hand.touches("都拿好了")


def social_card(hand: TremblingHand) -> None:
    hand.sees("home").inserts_card(7).sees("take_social_card").removes_card().sees("what_else").touches("查养老金")
    hand.sees("payment_paid").touches("退出").sees("everything_in_hand").touches("都拿好了")


def yearly_record(hand: TremblingHand) -> None:
    hand.sees("home").touches("大字版").touches("打印权益记录单").sees("place_id_card").puts_card(7)
    hand.sees("choose_year").touches("2025年").sees("review_yearly_record").touches("打印").sees("which_paper")
    hand.touches("大张纸")
    goes(hand)


def simple(hand: TremblingHand) -> None:
    hand.sees("home").touches("黑底大字").touches("简洁版").touches("查养老金").sees("place_id_card").puts_card(7)
    hand.sees("payment_paid").touches("请人帮忙").sees("help_here")
    hand.touches("接着办").sees("payment_paid").touches("打印")
    goes(hand)


def look_round(hand: TremblingHand) -> None:
    hand.sees("home").touches("更多").sees("privacy").touches("上一步").sees("home")
    for mode in (
        "语音版",
        "大字版",
        "大字版，已打开",
        "大字版，已到特大",
        "小字版",
        "黑底大字",
        "黑底大字",
        "白底黑字",
        "不刺眼",
    ):
        hand.touches(mode)


def staff(hand: TremblingHand) -> None:
    hand.sees("home").knocks().sees("staff_card").touches("输工号").sees("staff_number").types("0217").sees("staff_pin")
    hand.types(ATTENDANT_PIN).sees("staff_menu").touches("退出").sees("home")


def goes(hand: TremblingHand) -> None:
    hand.sees("take_paper").touches("拿好了").sees("anything_else").touches("办完了").sees("everything_in_hand")
    hand.lifts_card().touches("都拿好了").sees("goodbye")


FLOWS = (payment, certification, leaving, social_card, yearly_record, simple, look_round, staff)


def run(flow: Callable[[TremblingHand], None], config: Path, folder: Path, seed: int) -> None:
    terminal = WindowedTerminal(another(config, folder / f"terminal-{seed}"), folder / f"papers-{seed}", social="ccid")
    hand = TremblingHand(terminal, Random(f"{flow.__name__} {seed}"))
    try:
        flow(hand)
        usual = terminal.config.presentation.usual(speaks=True)
        assert terminal.lives(400.0, lambda: terminal.page.name == "home" and terminal.visit.presentation == usual)
        assert terminal.activated == hand.meant
        assert terminal.bugs == []
    finally:
        terminal.close()


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.__name__)
def test_a_trembling_hand_goes_through_with_what_it_means(
    flow: Callable[[TremblingHand], None], staffed: Path, tmp_path: Path
) -> None:
    run(flow, staffed, tmp_path, 0)


@pytest.mark.soak
@pytest.mark.parametrize("flow", [leaving, simple, look_round], ids=lambda flow: flow.__name__)
def test_a_trembling_hand_goes_through_fifty_times(
    flow: Callable[[TremblingHand], None], staffed: Path, tmp_path: Path
) -> None:
    for seed in range(50):
        run(flow, staffed, tmp_path, 1000 + seed)
