"""What assistive technology meets on real pages: names, order, lines, and words that are told once (A7, A8)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from kiosk.core.config import IdleConfig
from tests.accessibility import flows
from tests.accessibility.hall import STAFF_NUMBER
from tests.accessibility.people import STEP_SECONDS, ByKeyboard, ByKeypad, ByKeys, ByReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.accessibility.hall import Hall
    from tests.accessibility.people import Person
    from tests.accessibility.reader import Seen

pytestmark = pytest.mark.wire

QUIET_SECONDS = 8.0
"""Longer than anybody here looks at a page without a touch, on a busy machine too."""
ALERT_SECONDS = 10.0


@pytest.fixture(scope="module")
def hall(new_hall: Callable[[IdleConfig | None], Hall]) -> Iterator[Hall]:
    with new_hall(IdleConfig(QUIET_SECONDS, ALERT_SECONDS, QUIET_SECONDS, ALERT_SECONDS)) as hall:
        yield hall


def stops(hall: Hall) -> list[Seen]:
    """Return where keys stop on the page that stands, in reading order."""
    return [widget for widget in hall.reader.look() if widget.focusable]


def follows(one: Seen, other: Seen) -> bool:
    """Whether somebody who reads comes to the other after the one: it begins further down, or further right beside it."""
    (x, y, wide, high), (other_x, other_y, _, _) = one.box, other.box
    return other_y >= y + high or (other_x >= x + wide and other_y < y + high)


def is_in_order(hall: Hall) -> None:
    """See that everything keys stop at has a name of its own and that names, tree and picture have one order."""
    named = [stop.name for stop in stops(hall)]
    assert all(named)
    assert len(set(named)) == len(named), named
    for one, other in pairwise(stops(hall)):
        assert follows(one, other), (one, other)
    assert hall.reader.look()[0].name, "the window is not named by its page"


@pytest.mark.parametrize("kind", [ByKeyboard, pytest.param(ByKeypad, marks=pytest.mark.soak)])
def test_keys_lead_once_round_every_page_in_reading_order(hall: Hall, kind: type[ByKeys]) -> None:
    person, reader = kind(hall), ByReader(hall)

    def goes_round() -> None:
        is_in_order(hall)
        names = [stop.name for stop in stops(hall)]
        assert [person.moves() for _ in range(len(names) + 1)] == [*names, names[0]]

    flows.at_home(person)
    goes_round()
    reader.chooses("查养老金").reads("请放身份证")
    reader.puts_card(flows.PENSIONER).reads("11月养老金发了").chooses("看每个月").reads("每个月发了多少").chooses(
        "看图"
    )
    reader.reads("7月最多。")
    goes_round()
    reader.chooses("退出")
    flows.leaves(reader)
    if kind is ByKeyboard:
        reader.knocks().reads("请放您的工作卡").chooses("输工号").reads("请输工号")
        goes_round()
        reader.chooses("退出")
        flows.at_home(reader)


def test_lists_and_bars_are_read_line_by_line(hall: Hall) -> None:
    person = flows.at_home(ByReader(hall)).chooses("查养老金").reads("请放身份证").puts_card(flows.PENSIONER)
    person.reads("11月养老金发了", "3,402.16元").chooses("看每个月").reads("打印对账单")
    assert "11月，3,402.16元" in lines(person)
    assert "3,402.16元" not in lines(person)
    person.chooses("看图").reads("7月最多。")
    bars = [stop.name for stop in stops(hall) if not stop.button]
    assert bars[0] == "1月，3,285.96元"
    assert len(bars) == 11
    assert [line for line in lines(person) if line in bars] == bars
    person.chooses("遮住数字").reads_no("3,285.96")
    covered = [stop.name for stop in stops(hall) if not stop.button]
    assert all("●" in bar for bar in covered)
    person.chooses("退出")
    flows.leaves(person)


def lines(person: Person) -> list[str]:
    return person.page().split("\n")


def test_what_is_typed_is_told_by_how_much_it_is(hall: Hall) -> None:
    person = (
        flows.at_home(ByReader(hall)).knocks().reads("请放您的工作卡").chooses("输工号").reads("请输工号", "输了0个数")
    )
    for digit in STAFF_NUMBER:
        person.chooses(digit)
    person.reads("0 2 1 7").chooses("好了").reads("请输密码", "输了0个数").chooses("4").reads("输了1个数")
    assert "●" not in person.page()
    person.chooses("退出")
    flows.at_home(person)


def announced(hall: Hall) -> list[str]:
    return [words for kind, words in hall.reader.heard() if kind == "announcement"]


def told_once(hall: Hall) -> str:
    """Wait for an announcement, and see that no second one follows; return it."""
    told: list[str] = []

    def heard() -> bool:
        told.extend(announced(hall))
        return bool(told)

    hall.waits(heard, lambda: "an announcement", STEP_SECONDS)
    hall.lives(0.5)
    told += announced(hall)
    assert len(told) == 1, told
    return told[0]


def test_another_page_is_announced_once_and_a_countdown_never(hall: Hall) -> None:
    person = flows.at_home(ByReader(hall))
    announced(hall)
    person.chooses("查养老金").reads("请放身份证")
    assert told_once(hall).startswith("请放身份证\n放在右边亮灯的地方。")
    person.reads("您还在吗", within=QUIET_SECONDS + 20)
    told = told_once(hall)
    window = hall.reader.look()[0].name
    assert told.split("\n")[0] == window
    hall.lives(2.5)
    heard = hall.reader.heard()
    assert not [words for kind, words in heard if kind == "announcement" or words == window]
    person.chooses("办完了")
    flows.at_home(person)
