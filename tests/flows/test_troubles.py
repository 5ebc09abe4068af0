"""Everything typed has a page; what has none is a bug. And the pages a visit puts up by itself."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import devices
import kiosk
from devices.errors import DeviceError, NoReply
from kiosk.core.closed import Closed
from kiosk.core.config import DeviceConfig, PlaceConfig, SoundConfig
from kiosk.core.device_names import DEVICES
from kiosk.core.house import Aloud, Ending, House
from kiosk.core.keys import KeyUnavailable
from kiosk.core.lane import Failed, LaneStuck
from kiosk.core.record import RecordError
from kiosk.core.stage import Ticket
from kiosk.core.text import Wording
from kiosk.flows.house import TerminalHouse
from kiosk.flows.troubles import TABLE, trouble
from kiosk.screens.power import power_out
from kiosk.store.records import KeyMissing
from kiosk.voice.engine import VoiceState
from tests.flows.dialogue import card_of, hall

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

PLACES = PlaceConfig()
APART = SoundConfig(loudspeaker="HDA Intel", headset="USB Audio")
ELSEWHERE = ("devices.bench", "kiosk.ui", "kiosk.desk", "kiosk.app", "kiosk.__main__", "kiosk.cli")


def modules(package: ModuleType) -> Iterator[str]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.startswith(ELSEWHERE):
            yield found.name


def kinds(root: type[Exception]) -> Iterator[type[Exception]]:
    yield root
    for kind in root.__subclasses__():
        yield from kinds(kind)


def typed() -> list[type[Exception]]:
    """Every error of the product's own hierarchies, wherever it is defined."""
    for package in (devices, kiosk):
        for name in modules(package):
            importlib.import_module(name)
    found = {kind for root in (DeviceError, RecordError) for kind in kinds(root)}
    return sorted((k for k in found if k.__module__.startswith(("devices.", "kiosk."))), key=lambda k: k.__name__)


def made(kind: type[Exception]) -> Exception:
    return kind.__new__(kind)


@pytest.mark.parametrize("kind", typed(), ids=lambda kind: kind.__name__)
def test_every_typed_error_has_a_page_that_names_a_window(kind: type[Exception]) -> None:
    page = trouble(made(kind), PLACES)
    assert page is not None
    words = [text.written(Wording()) for text in (page.title, *page.body)]
    assert any("3号窗口" in sentence for sentence in words)
    assert page.actions


def test_every_error_known_to_the_kiosk_has_a_row_of_its_own() -> None:
    # A make's own errors, and those of records and the audit that no flow meets, take the row of their kind.
    own = [k for k in typed() if k.__module__ == "devices.errors" or k.__module__.startswith("kiosk.")]
    without = [
        k.__name__ for k in own if k not in TABLE and not k.__module__.startswith(("kiosk.store.", "kiosk.audit."))
    ]
    assert without == []


@pytest.mark.parametrize("bug", [ValueError("x"), RuntimeError("x"), KeyError("x")])
def test_a_bug_has_no_page_in_the_table(bug: Exception) -> None:
    assert trouble(bug, PLACES) is None


def fix(error: Exception) -> str:
    page = trouble(error, PLACES)
    assert page is not None
    assert page.staff is not None
    return page.staff.title.written(Wording())


@pytest.mark.parametrize(("lane", "name"), DEVICES.items())
def test_a_device_in_trouble_is_named_to_who_mends_it(lane: str, name: str) -> None:
    error = NoReply()
    Failed(lane, Ticket(1), error)
    assert fix(error) == f"{name}没反应"


def test_a_device_that_nobody_named_is_some_device() -> None:
    assert fix(NoReply()) == "有一台机器没反应"


def test_what_carries_no_device_is_not_mended_by_its_cable() -> None:
    error = LaneStuck()
    Failed("store", Ticket(1), error)
    assert fix(error) == "程序卡住了"


@pytest.mark.parametrize("error", [KeyUnavailable("no key"), KeyMissing("no key")], ids=["key", "records"])
def test_a_key_that_cannot_be_had_is_neither_a_cable_nor_new_records(error: Exception) -> None:
    assert fix(error) == "机器的密钥读不到"


# -- the house ----------------------------------------------------------------------------------------------


def house(*, in_service: bool = True) -> House:
    return TerminalHouse(hall(), lambda: None if in_service else Closed.RECORDS, lambda: "4711")


def written(page: object) -> str:
    from kiosk.core.page import Page

    assert isinstance(page, Page)
    return page.title.written(Wording())


def test_the_house_has_the_pages_a_visit_puts_up_by_itself() -> None:
    home = house()
    assert written(home.still_there(30.0)) == "您还在吗？"
    assert written(home.read_aloud()) == "要念出来吗？"
    assert written(home.trouble(made(DeviceError))) == "机器出毛病了"


@pytest.mark.parametrize(
    ("sound", "senses", "state", "offered"),
    [
        (APART, {"headset": 1}, VoiceState(headset=True), True),
        (APART, {"headset": 1}, VoiceState(), True),
        (SoundConfig(jack_switches=True), {"headset": 1}, VoiceState(), True),
        (APART, {"headset": 1}, VoiceState(headset=False), False),
        (APART, {"headset": 1}, VoiceState(headset=False, shared=True), False),
        (APART, {"presence": 1}, VoiceState(), False),
        (APART, 1, VoiceState(), False),
        (SoundConfig(), {"headset": 1}, VoiceState(), False),
        (SoundConfig(headset="USB Audio"), {"headset": 1}, VoiceState(), False),
        (SoundConfig(loudspeaker="USB Audio", headset="USB Audio"), {"headset": 1}, VoiceState(), False),
    ],
)
def test_a_headset_is_offered_where_it_is_noticed_and_heard_alone(
    sound: SoundConfig, senses: object, state: VoiceState, *, offered: bool
) -> None:
    board = DeviceConfig("modbus", {"senses": senses})
    where = replace(hall(), config=replace(hall().config, sound=sound, indicators=board), voice=lambda: state)
    page = TerminalHouse(where, lambda: None, lambda: "").read_aloud()
    assert (Aloud.HEADSET in [action.value for action in page.actions]) is offered
    assert where.config.headset_shared is (where.config.has_headset and not sound.apart)
    assert written(TerminalHouse(where, lambda: None, lambda: "").plug_in()) == "请插上耳机"


def test_the_terminal_is_closed_while_it_may_not_serve() -> None:
    assert house().closed() is None
    assert written(house(in_service=False).closed()) == "这台机器现在不能用"


def test_what_stands_in_place_of_home_gives_way_to_a_terminal_that_may_not_serve() -> None:
    serving = TerminalHouse(hall(), lambda: None, lambda: "", lambda: power_out(PLACES))
    assert written(serving.closed()) == "停电了，机器要关了"
    faulty = TerminalHouse(hall(), lambda: Closed.CLOCK, lambda: "", lambda: power_out(PLACES))
    assert written(faulty.closed()) == "这台机器现在不能用"


def test_every_ending_has_its_closing_page() -> None:
    home = house()
    assert home.closing(Ending.FINISHED) is None
    assert written(home.closing(Ending.IDLE)) == "已经退出了"
    assert written(home.closing(Ending.LEFT)) == "东西都拿好了吗？"
    assert written(home.closing(Ending.TROUBLE)) == "东西都拿好了吗？"
    assert written(home.closing(Ending.BUG)) == "对不起，机器出毛病了"
    assert home.farewell() == ()


def test_only_another_persons_card_is_asked_about() -> None:
    home, own, other = house(), card_of("retired"), card_of("due_soon")
    assert home.watch() is not None
    assert home.intruding(own, (None, own)) is None
    assert home.intruding(None, (own,)) is None
    page = home.intruding(other, (None, own))
    assert written(page) == "换人办，还是接着办？"
