"""Every flow, end to end, without a touch of the screen: by assistive technology, by keypad and by keyboard (A8, A9)."""

from __future__ import annotations

import inspect
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.core.text import Wording
from kiosk.flows import menu
from kiosk.flows.staff import menu as staff_menu
from tests.accessibility import flows, staff_flows
from tests.accessibility.paths import FLOWS, performed
from tests.accessibility.people import ByKeyboard, ByKeypad, ByReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kiosk.core.config import IdleConfig
    from tests.accessibility.hall import Hall
    from tests.accessibility.paths import Flow
    from tests.accessibility.people import Person

    NewHall = Callable[[IdleConfig | None], Hall]
    Part = tuple[type[Person], Sequence[Flow]]

ALL = tuple(FLOWS)
ROUNDS = 50
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
}
"""Services that no script here performs: they need a stick, a second person, a typed identity number, or list what there is."""


def at_once(new_hall: NewHall, parts: Iterable[Part], rounds: int = 1) -> list[str]:
    """Let people do their flows, each in a hall of their own, all at the same time; return what went wrong."""

    def does(part: Part) -> str:
        kind, own = part
        at = ""
        try:
            with new_hall(None) as hall:
                person = kind(hall)
                for done in range(rounds):
                    for flow in own:
                        at = f"{flow.__name__} after {done} rounds"
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
@pytest.mark.parametrize("kind", [ByReader, ByKeypad, ByKeyboard])
@pytest.mark.parametrize("third", range(3))
def test_nobody_needs_to_touch_the_screen(new_hall: NewHall, kind: type[Person], third: int) -> None:
    assert at_once(new_hall, [(kind, ALL[third::3])]) == []


@pytest.mark.wire
@pytest.mark.soak
@pytest.mark.parametrize("kind", [ByReader, ByKeypad, ByKeyboard])
def test_fifty_rounds_of_every_flow_and_nothing_else_is_ever_pressed(new_hall: NewHall, kind: type[Person]) -> None:
    assert at_once(new_hall, [(kind, ALL[third::3]) for third in range(3)], ROUNDS) == []


def test_every_service_is_in_a_script_or_tried_elsewhere() -> None:
    scripts = inspect.getsource(flows) + inspect.getsource(staff_flows)
    offered = (*menu.SERVICES, *menu._MORE, *staff_menu.SERVICES)
    labels = [service.label.written(Wording()) for service in offered]
    assert {words for words in labels if f'chooses("{words}")' not in scripts} == set(ELSEWHERE)
    assert [file for file in ELSEWHERE.values() if not (TESTS / file).is_file()] == []
