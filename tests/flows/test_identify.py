"""Who is it: flows 1 and 5 of the wording, as conversations."""

from __future__ import annotations

import pytest

from devices.errors import (
    CardDataInvalid,
    CardLifted,
    CardNotAuthentic,
    CardUnreadable,
    DeviceGone,
    NotAnIdCard,
    ReaderOutOfService,
    UnsupportedDocument,
)
from kiosk.core.lane import LaneStuck, OutOfService
from kiosk.flows.identify import identify
from tests.flows.dialogue import Dialogue, card_of, hall

CARD = card_of("retired")


def begin(*, simple: bool = False) -> Dialogue:
    return Dialogue(identify(hall()), simple=simple)


def test_a_card_is_put_and_read() -> None:
    talk = begin().sees("请放身份证", "放在右边亮灯的地方。").brings(CARD)
    assert talk.result is CARD


def test_the_social_card_is_not_offered_before_it_works() -> None:
    assert begin().buttons() == ["没带证怎么办"]


def test_without_a_card_the_window_is_named() -> None:
    talk = begin().touches("没带证怎么办").sees("没带证，也有办法", "可以到3号窗口问。").touches("知道了")
    talk.sees("东西都拿好了吗？").touches("都拿好了")
    assert talk.over
    assert talk.result is None


def test_a_card_that_is_not_read_is_put_flat_then_without_its_sleeve() -> None:
    talk = begin()
    talk.fails(CardUnreadable()).sees("请再放一次", "平放在右边亮灯的地方。", "等“嘀”一声，再拿。")
    talk.fails(CardNotAuthentic()).sees("拿掉卡套试试", "手机和别的卡，放远点。")
    talk.brings(CARD)
    assert talk.result is CARD


def test_the_third_time_it_is_nobodys_fault_and_a_windows_matter() -> None:
    talk = begin()
    for _ in range(3):
        talk.fails(CardUnreadable())
    talk.sees("这张证读不出来", "不怪您，可能证磨坏了。", "请到3号窗口办。").touches("知道了")
    talk.sees("东西都拿好了吗？").touches("都拿好了")
    assert talk.over
    assert talk.result is None


def test_lifting_and_wrong_cards_are_not_counted_as_tries() -> None:
    talk = begin()
    for _ in range(4):
        talk.fails(CardLifted()).sees("请再放一次", "等“嘀”一声，再拿。")
        talk.fails(NotAnIdCard()).sees("这张不是身份证", "请换身份证，再放一次。")
    talk.brings(CARD)
    assert talk.result is CARD


@pytest.mark.parametrize("error", [UnsupportedDocument(), CardDataInvalid()])
def test_a_document_only_people_can_look_at_names_the_window(error: Exception) -> None:
    talk = begin().fails(error).sees("这种证，这里读不了", "请到3号窗口办。").touches("知道了")
    talk.sees("东西都拿好了吗？").touches("都拿好了")
    assert talk.over
    assert talk.result is None


@pytest.mark.parametrize("error", [DeviceGone(), ReaderOutOfService(), LaneStuck()])
def test_a_lost_reader_goes_on_by_itself_when_it_is_back(error: Exception) -> None:
    talk = begin().fails(error).sees("读证的机器坏了", "请到3号窗口办。")
    talk.brings(None).sees("请放身份证").brings(CARD)
    assert talk.result is CARD


def test_who_doesnt_wait_for_the_reader_goes_to_the_window() -> None:
    talk = begin().fails(DeviceGone()).touches("知道了")
    talk.sees("东西都拿好了吗？").touches("都拿好了")
    assert talk.over
    assert talk.result is None


def test_a_reader_that_is_given_up_is_not_waited_for() -> None:
    talk = begin().fails(LaneStuck()).fails(OutOfService()).sees("读证的机器坏了", "请到3号窗口办。").touches("知道了")
    talk.sees("东西都拿好了吗？").touches("都拿好了")
    assert talk.over


def test_the_short_words_of_every_card_trouble() -> None:
    talk = begin(simple=True).sees("请放身份证")
    assert talk.buttons() == ["没带证"]
    talk.fails(CardUnreadable()).sees("请再放一次", "平放，别动。")
    talk.fails(NotAnIdCard()).sees("请换身份证", "再放一次。")
    talk.fails(CardUnreadable()).sees("拿掉卡套试试", "再放一次。")
    talk.fails(CardUnreadable()).sees("读不出来，不怪您")
