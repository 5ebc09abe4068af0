"""The scanner: a paper's own code is recognised, and a phone's card says who it is where a platform answers."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from types import ModuleType
from typing import TYPE_CHECKING, ClassVar

import pytest

from devices.deadline import Deadline, SystemTime
from devices.errors import DeviceGone, NoReply
from devices.roles import ScannedCode
from kiosk.core.clock import SHANGHAI
from kiosk.core.config import DeviceConfig, ElectronicCardConfig
from kiosk.core.electronic_card import ElectronicCard, TokenRefused
from kiosk.core.money import IdNumber
from kiosk.core.page import Tone
from kiosk.flows.hall import Hall
from kiosk.flows.house import TerminalHouse
from kiosk.flows.identify import identify
from kiosk.flows.look_up import look_up
from kiosk.flows.menu import attend
from kiosk.flows.scan import check_paper
from kiosk.statement.seal import Sealer, code_key
from kiosk.statement.verify import Checked, CodeCheck
from kiosk.store.keys import FileKey, key_file
from kiosk.store.signing import make_signing_key, open_signing_key
from tests.flows.dialogue import TODAY, Dialogue, card_of, found, hall
from tests.statement.papers import PAPERS
from tests.statement.records import issue

if TYPE_CHECKING:
    from pathlib import Path

CARD = card_of("retired")
TOKEN = "1" * 8 + "synthetic-token"


def signed_code(data: Path, day: date) -> str:
    """The code of a paper that a terminal with a signing key of its own printed on a day."""
    keys = FileKey(key_file(data))
    keys.make()
    make_signing_key(data, keys, day)
    sealer = Sealer(open_signing_key(data, keys), code_key(keys.terminal_key()))
    printed = replace(issue(), printed_at=datetime.combine(day, time(9), SHANGHAI))
    code = sealer.seal(PAPERS["payment-year"](printed), bytes(8)).code
    assert code is not None
    return code.qr


class Scanner:
    """A scanner that reads this."""

    def __init__(self, text: str) -> None:
        self._text = text

    def scan(self, deadline: Deadline) -> ScannedCode:
        deadline.check()
        return ScannedCode(self._text)


class Platform:
    """A hall's platform that knows one token, once."""

    spent: bool = False
    asked: ClassVar[list[str]] = []

    def resolve(self, token: str, deadline: Deadline) -> IdNumber:
        deadline.check()
        Platform.asked.append(token)
        if token != TOKEN or Platform.spent:
            raise TokenRefused
        Platform.spent = True
        return IdNumber(CARD.number)


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> str:
    module = ModuleType("hall_platform_of_tests")
    module.Platform = Platform  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    Platform.spent = False
    Platform.asked.clear()
    return f"{module.__name__}:Platform"


def scanning(*, resolver: str = "", data: Path | None = None) -> Hall:
    plain = hall(social=True)
    config = replace(
        plain.config, scanner=DeviceConfig("line"), electronic_card=ElectronicCardConfig(resolver=resolver)
    )
    return Hall(config if data is None else replace(config, data=data), lambda: TODAY)


def shows(talk: Dialogue, text: str) -> Dialogue:
    return talk.performs(Scanner(text), SystemTime())


# -- a paper's code ---------------------------------------------------------------------------------------------


def test_behind_more_stands_the_check_only_where_a_scanner_is() -> None:
    Dialogue(attend(hall())).touches("更多").sees("您的资料，这样保护")
    talk = Dialogue(attend(scanning())).touches("更多")
    assert talk.buttons() == ["核对单子上的码", "怎么保护您的资料"]
    talk.touches("怎么保护您的资料").sees("您的资料，这样保护")


def test_a_paper_of_this_terminal_is_recognised(tmp_path: Path) -> None:
    code = signed_code(tmp_path, TODAY - timedelta(days=3))
    talk = Dialogue(check_paper(scanning(data=tmp_path))).sees("请扫单子上的码", "单子上的码，对着扫码口。")
    shows(talk, code).sees("是这里打的单子", "11月18日打的。", "数对不对，请窗口核对。").touches("知道了")
    assert talk.sees("请扫单子上的码").touches("不扫了").over


def test_an_old_paper_is_to_be_printed_anew(tmp_path: Path) -> None:
    code = signed_code(tmp_path, TODAY - timedelta(days=91))
    shows(Dialogue(check_paper(scanning(data=tmp_path))), code).sees("这个码过期了", "请重新打印一张。")


@pytest.mark.parametrize("strange", ["https://example.invalid/pay", TOKEN, "YB1:AAAA", ""])
def test_any_other_code_is_not_known_and_a_card_will_do(tmp_path: Path, strange: str) -> None:
    talk = shows(Dialogue(check_paper(scanning(data=tmp_path))), strange)
    talk.sees("这个码不认识", "请到3号窗口问问。", "请用身份证，或社保卡。")


def test_a_code_signed_by_nobody_here_is_not_known(tmp_path: Path) -> None:
    code = signed_code(tmp_path / "another", TODAY)
    shows(Dialogue(check_paper(scanning(data=tmp_path))), code).sees("这个码不认识")
    (tmp_path / "keyring.toml").write_text("damaged")
    shows(Dialogue(check_paper(scanning(data=tmp_path))), code).sees("这个码不认识")


def test_without_the_scanner_the_window_is_named() -> None:
    talk = Dialogue(attend(scanning())).touches("更多").touches("核对单子上的码").fails(DeviceGone())
    talk.sees("扫码的机器坏了", "请到3号窗口办。").touches("知道了")
    assert talk.over


def test_what_was_scanned_is_no_value_of_the_visit(tmp_path: Path) -> None:
    talk = Dialogue(check_paper(scanning(data=tmp_path)))
    value: object = talk.page.jobs[0].work(Scanner(TOKEN), Deadline(SystemTime(), 1), lambda _: None)
    assert value == Checked(CodeCheck.UNKNOWN, TODAY)


# -- a phone's card ---------------------------------------------------------------------------------------------


def test_where_no_platform_answers_a_phone_leads_to_what_does(platform: str) -> None:
    without, answered = with_a_phone(scanning()), with_a_phone(scanning(resolver=platform))
    answered.sees("请扫电子社保卡")
    without.sees("电子社保卡，这里用不了", "请用身份证，或社保卡。", "也可以到3号窗口问。")
    assert without.buttons() == ["放身份证", "用社保卡", "知道了"]
    assert without.touches("知道了").result is None
    assert with_a_phone(scanning()).touches("放身份证").sees("请放身份证").brings(CARD).result is CARD
    with_a_phone(scanning()).touches("用社保卡").sees("请插社保卡")


def test_without_a_scanner_a_phone_leads_there_too_and_only_to_a_card_that_is_read() -> None:
    talk = with_a_phone(hall()).sees("电子社保卡，这里用不了", "可以放身份证。")
    assert talk.buttons() == ["放身份证", "知道了"]
    slot = hall(social=True)
    slot = Hall(replace(slot.config, id_reader=DeviceConfig("")), lambda: TODAY)
    talk = with_a_phone(slot).sees("电子社保卡，这里用不了", "可以插社保卡。")
    assert talk.buttons() == ["用社保卡", "知道了"]


def test_a_phone_leads_on_first_where_nothing_else_does(platform: str) -> None:
    def first(here: Hall) -> list[str]:
        talk = Dialogue(identify(here)).touches("没带证怎么办")
        return [
            label for label, action in zip(talk.buttons(), talk.page.actions, strict=True) if action.tone is Tone.GO
        ]

    reader = scanning(resolver=platform)
    reader = Hall(replace(reader.config, social_card_reader=DeviceConfig("")), lambda: TODAY)
    assert first(reader) == ["用电子社保卡"]
    assert first(hall()) == ["知道了"]
    assert first(scanning()) == ["用社保卡"]


def test_a_token_says_once_who_it_is(platform: str) -> None:
    talk = Dialogue(identify(scanning(resolver=platform))).touches("没带证怎么办").touches("用电子社保卡")
    shows(talk.sees("请扫电子社保卡", "不要密码，不用付钱。"), TOKEN)
    assert isinstance(talk.result, ElectronicCard)
    assert talk.result.number == IdNumber(CARD.number)
    assert CARD.number not in repr(talk.result)
    talk = Dialogue(identify(scanning(resolver=platform))).touches("没带证怎么办").touches("用电子社保卡")
    shows(talk, TOKEN).sees("电子社保卡用不了", "请用身份证，或社保卡。").touches("知道了")
    assert talk.result is None


def with_a_phone(hall: Hall) -> Dialogue:
    return Dialogue(identify(hall)).touches("没带证怎么办").touches("用电子社保卡")


def test_a_papers_code_is_no_card_and_can_be_checked_there_and_then(platform: str, tmp_path: Path) -> None:
    code = signed_code(tmp_path, TODAY)
    talk = shows(with_a_phone(scanning(resolver=platform, data=tmp_path)), code)
    talk.sees("这是单子上的码", "这个码，不能当卡用。", "请打开手机上的电子社保卡。")
    assert talk.buttons() == ["再扫一次", "核对单子上的码", "放身份证"]
    shows(talk.touches("核对单子上的码").sees("请扫单子上的码"), code).sees("是这里打的单子").touches("知道了")
    shows(talk.touches("不扫了").sees("请扫电子社保卡"), TOKEN)
    assert isinstance(talk.result, ElectronicCard)
    assert Platform.asked == [TOKEN]


STRANGE = {
    "a code card of the staff": "YBS1:" + "A2" * 13,
    "damaged, a code card still": "YBS1:?",
    "too short": "1234567",
    "too long": "1" * 513,
    "not of this alphabet": "１２３４５６７８",
    "with a control character": "12345678\x1b",
    "nothing": "",
}


@pytest.mark.parametrize("code", STRANGE.values(), ids=STRANGE)
def test_no_platform_hears_what_can_be_no_token(platform: str, code: str) -> None:
    talk = shows(with_a_phone(scanning(resolver=platform)), code)
    talk.sees("这不是电子社保卡", "不怪您。", "请打开手机上的电子社保卡。", "再对着扫码口。")
    assert talk.buttons() == ["再扫一次", "放身份证"]
    assert Platform.asked == []
    assert talk.progress == [], "nobody is told that a platform is being asked"
    assert talk.page.name == "not_an_electronic_card", "the audit has this one name for all of them"
    assert not talk.page.counted
    talk.touches("再扫一次").sees("请扫电子社保卡").touches("放身份证").sees("请放身份证")
    shows(with_a_phone(scanning(resolver=platform)), code).touches("放身份证").sees("请放身份证")


@pytest.mark.parametrize("token", ["1" * 8, "~" * 512, "https://x.invalid/?t=A%20b"])
def test_whatever_may_be_a_token_is_the_platforms_to_judge(platform: str, token: str) -> None:
    shows(with_a_phone(scanning(resolver=platform)), token).sees("电子社保卡用不了")
    assert Platform.asked == [token]


def test_where_only_the_slot_reads_cards_a_wrong_code_leads_to_it(platform: str) -> None:
    both = scanning(resolver=platform)
    here = Hall(replace(both.config, id_reader=DeviceConfig("")), lambda: TODAY)
    talk = shows(Dialogue(identify(here)).touches("没带证怎么办").touches("用电子社保卡"), "YBS1:")
    assert talk.buttons() == ["再扫一次", "用社保卡"]
    talk.touches("用社保卡").sees("请插社保卡")


@pytest.mark.parametrize("resolver", ["no_such_module:x", "sys:no_such_name", "nothing", ":"])
def test_a_resolver_that_isnt_there_refuses(resolver: str) -> None:
    talk = Dialogue(identify(scanning(resolver=resolver))).touches("没带证怎么办").touches("用电子社保卡")
    shows(talk, TOKEN).sees("电子社保卡用不了")


def test_a_platform_out_of_reach_names_the_window(platform: str) -> None:
    talk = Dialogue(identify(scanning(resolver=platform))).touches("没带证怎么办").touches("用电子社保卡")
    talk.fails(NoReply()).sees("电子社保卡用不了", "请到3号窗口办。")
    talk = Dialogue(identify(scanning(resolver=platform))).touches("没带证怎么办").touches("用电子社保卡")
    assert talk.touches("放身份证").sees("请放身份证").brings(CARD).result is CARD


def test_the_holder_is_looked_up_and_may_put_the_id_card_too(platform: str) -> None:
    somebody = ElectronicCard(IdNumber(CARD.number))
    here = scanning(resolver=platform)
    person = found("retired")
    assert Dialogue(look_up(here, somebody)).brings(person).result is person
    assert TerminalHouse(here, lambda: None, lambda: "").intruding(CARD, (somebody,)) is None


def test_without_an_id_reader_the_slot_is_the_other_way(platform: str) -> None:
    both = scanning(resolver=platform)
    here = Hall(replace(both.config, id_reader=DeviceConfig("")), lambda: TODAY)
    talk = Dialogue(identify(here)).sees("请插社保卡").touches("没带证怎么办").touches("用电子社保卡")
    assert talk.buttons() == ["用社保卡"]
    assert talk.touches("用社保卡").sees("请插社保卡").buttons() == ["没带证怎么办"]


def test_where_phones_are_taken_nobody_is_told_that_they_are_not(platform: str, tmp_path: Path) -> None:
    talk = shows(Dialogue(check_paper(scanning(resolver=platform, data=tmp_path))), TOKEN).sees("这个码不认识")
    assert len(talk.page.body) == 1
