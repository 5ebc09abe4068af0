"""Every flow, end to end, without a touch of the screen: by assistive technology, by keypad and by keyboard (A8, A9)."""

from __future__ import annotations

import inspect
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import pytest

from kiosk.core.text import Wording
from kiosk.flows import menu
from kiosk.flows.staff import menu as staff_menu
from tests.accessibility import flows, staff_flows
from tests.accessibility.paths import FLOWS, performed
from tests.accessibility.people import ByKeyboard, ByKeypad, ByReader
from tests.accessibility.rounds_child import READER, in_a_process, rounds
from tests.accessibility.virtual_hall import VirtualHall

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtWidgets import QApplication

    from kiosk.core.config import IdleConfig
    from tests.accessibility.hall import Hall
    from tests.accessibility.paths import Flow
    from tests.accessibility.people import Person

    NewTerminal = Callable[[], Path]
    NewHall = Callable[[IdleConfig | None], Hall]
    Part = tuple[type[Person], Sequence[Flow]]

ALL = tuple(FLOWS)
ROUNDS = 50
IN_CI = 1
TESTS: Final = Path(__file__).parents[1]
ELSEWHERE: Final = {
    "帮这位办": "visits/test_staff.py",
    "帮人办": "shift/test_assisted_services.py",
    "证读不出来": "flows/test_mending.py",
    "代办": "visits/test_staff.py",
    "今天打的单子": "flows/staff/test_reports.py",
    "数据": "visits/test_staff.py",
    "就绪报告": "flows/staff/test_reports.py",
    "机器的记录": "flows/staff/test_audit.py",
    "一天的数字": "flows/staff/test_reports.py",
    "管工作人员": "flows/staff/test_staff_roll.py",
    "签名钥匙": "flows/staff/test_two_people_at_work.py",
    "换密码": "flows/staff/test_staff_roll.py",
    "怎么恢复": "visits/test_attended.py",
}
"""Services that no script here performs: they need a stick, a second person, a typed identity number, or list what there is."""


def at_once(new_hall: NewHall, parts: Iterable[Part]) -> list[str]:
    """Let people do their flows, each in a hall of their own, all at the same time; return what went wrong."""

    def does(part: Part) -> str:
        kind, own = part
        at = ""
        try:
            with new_hall(None) as hall:
                person = kind(hall)
                for flow in own:
                    at = flow.__name__
                    performed(person, flow)
        except AssertionError as error:
            return f"{kind.__name__}, {at}: {error}"
        return ""

    todo = list(parts)
    with ThreadPoolExecutor(len(todo)) as pool:
        return [wrong for wrong in pool.map(does, todo) if wrong]


@pytest.mark.wire
@pytest.mark.parametrize(
    ("kind", "own"),
    [
        (ByReader, flows.payment),
        (ByKeypad, flows.simple_yearly_record),
        (ByKeyboard, flows.certification),
    ],
    ids=["reader", "keypad", "keyboard"],
)
def test_the_main_flows_need_no_touch(new_hall: NewHall, kind: type[Person], own: Flow) -> None:
    assert at_once(new_hall, [(kind, [own])]) == []


@pytest.mark.wire
@pytest.mark.soak
@pytest.mark.parametrize("turn", range(3))
def test_nobody_needs_to_touch_the_screen(new_hall: NewHall, turn: int) -> None:
    """On real ports and in real time: after three turns everybody has done every flow once."""
    kinds: Sequence[type[Person]] = (ByReader, ByKeypad, ByKeyboard)
    assert at_once(new_hall, [(kind, ALL[(turn + n) % 3 :: 3]) for n, kind in enumerate(kinds)]) == []


def performed_at_once(new_terminal: NewTerminal, parts: Iterable[tuple[str, str]], count: int) -> list[str]:
    """Let people do their parts of the flows in processes of their own, in virtual time; return what went wrong."""

    def does(part: tuple[str, str]) -> str:
        config = new_terminal()
        return in_a_process(config, config.parents[1], *part, count)

    todo = list(parts)
    with ThreadPoolExecutor(len(todo)) as pool:
        return [wrong for wrong in pool.map(does, todo) if wrong]


@pytest.mark.parametrize(("who", "part"), [("keypad", "0/1"), ("keyboard", "0/2"), ("hand", "1/2")])
def test_every_flow_is_done_and_only_what_was_meant_is_pressed(
    new_terminal: NewTerminal, who: str, part: str, qapp: QApplication
) -> None:
    """Keyboard and hand do half of them here, and all in the soak."""
    del qapp
    config = new_terminal()
    rounds(config, config.parent, who, part, IN_CI)


@pytest.mark.wire
@pytest.mark.usefixtures("bus")
def test_a_terminal_in_virtual_time_is_on_the_real_bus(new_terminal: NewTerminal) -> None:
    assert performed_at_once(new_terminal, [(READER, "1/6")], 1) == []


@pytest.mark.soak
@pytest.mark.usefixtures("bus")
@pytest.mark.parametrize(
    "parts",
    [
        [("keypad", "0/1"), ("keyboard", "0/1")],
        [("hand", f"{third}/3") for third in range(3)],
        [(READER, f"{third}/3") for third in range(3)],
    ],
    ids=["keys", "hand", "reader"],
)
def test_fifty_rounds_of_every_flow_and_nothing_else_is_ever_pressed(
    new_terminal: NewTerminal, parts: Sequence[tuple[str, str]]
) -> None:
    assert performed_at_once(new_terminal, parts, ROUNDS) == []


def test_a_press_that_nobody_meant_is_found(
    new_terminal: NewTerminal, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    del qapp

    def strays(person: Person) -> None:
        flows.at_home(person).hall.bench.do("key", "down")
        person.hall.lives(1.0)
        person.hall.bench.do("key", "enter")
        person.reads("请放身份证").goes_back()
        flows.at_home(person)

    monkeypatch.setitem(cast("dict[Flow, str]", FLOWS), strays, "place_id_card")
    config = new_terminal()
    with VirtualHall(config, config.parent) as hall, pytest.raises(AssertionError, match="查养老金"):
        performed(ByKeypad(hall), strays)


def test_every_service_is_in_a_script_or_tried_elsewhere() -> None:
    scripts = inspect.getsource(flows) + inspect.getsource(staff_flows)
    offered = (*menu.SERVICES, *menu._MORE, *staff_menu.SERVICES)
    labels = [service.label.written(Wording()) for service in offered]
    assert {words for words in labels if f'chooses("{words}")' not in scripts} == set(ELSEWHERE)
    assert [file for file in ELSEWHERE.values() if not (TESTS / file).is_file()] == []
