"""Every flow, end to end, without a touch of the screen: by assistive technology, by keypad and by keyboard (A8, A9)."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import pytest

import kiosk.screens
from kiosk.core.text import Wording
from kiosk.flows import menu
from kiosk.flows.staff import menu as staff_menu
from tests.accessibility import flows, staff_flows
from tests.accessibility.paths import FLOWS, GLANCE, IN_PASSING, performed
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
ELSEWHERE: Final = {"怎么恢复": "visits/test_attended.py"}
"""Services that no script here performs, by the file that tries them: something has to be broken for them."""
PAGES_ELSEWHERE: Final = {
    "flows/staff/test_act_for.py": "nobody_found",
    "flows/staff/test_register_presence.py": "only_in_person",
    "flows/test_identify.py": "reader_given_up",
    "flows/test_menu.py": "home_without_reader",
    "flows/test_printing.py": "not_printed_not_cleared still_in_mouth take_from_mouth",
    "flows/test_scan.py": "code_expired electronic_card_not_here",
    "flows/test_social_card.py": "another_persons card_of_elsewhere card_taken id_card_again id_card_too "
    "social_card_out_of_date social_reader_given_up",
    "flows/test_troubles.py": "device_trouble plug_in_headset sorry",
    "flows/test_yearly_record.py": "nothing_recorded year_is_empty",
    "helping/test_helping.py": "help_coming nobody_on_duty",
    "screens/test_two_stages.py": "drawing_in figures_disagree wait_a_little",
    "screens/test_waiting.py": "clearing keeping_card",
    "visits/test_attended.py": "card_kept card_stuck clock_wrong cover_open end_not_known half_sheet key_missing no_paper "
    "nothing_can_be_kept out_of_service paper_drawn_in paper_left paper_out print_again printer_broken "
    "printer_broken_not_cleared program_trouble reader_broken records_missing records_unreadable scanner_broken "
    "social_reader_broken somebodys_card",
    "visits/test_help_everywhere.py": "still_no_paper",
    "visits/test_paper_trouble.py": "cover_open_before not_printed printing_goes_on",
    "visits/test_power_and_night.py": "hall_closed help_here night power_out",
    "visits/test_social_card.py": "card_still_there insert_again social_card_worn",
}
"""People's pages that no script here passes, under the file that tries them: something is broken, forgotten or empty there, or
the hall is another one."""


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


@pytest.mark.parametrize(("who", "part"), [("keypad", "0/2"), ("keyboard", "1/2"), ("hand", "2/4")])
def test_every_flow_is_done_and_only_what_was_meant_is_pressed(
    new_terminal: NewTerminal, who: str, part: str, qapp: QApplication
) -> None:
    """Each is done with keys here, and every fourth by hand, too; all by everybody in the soak."""
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
    performed = {words for words in labels if f'chooses("{words}")' in scripts or f', "{words}")' in scripts}
    assert set(labels) - performed == set(ELSEWHERE)
    assert [file for file in ELSEWHERE.values() if not (TESTS / file).is_file()] == []


def test_every_page_for_people_is_passed_by_a_script_or_tried_elsewhere() -> None:
    titles = {
        page.name: page.title.written(Wording())
        for module in pkgutil.iter_modules(kiosk.screens.__path__, "kiosk.screens.")
        for page in getattr(importlib.import_module(module.name), "EXAMPLES", {}).values()
    }
    passed = {*" ".join(FLOWS.values()).split(), *IN_PASSING}
    elsewhere = {name: file for file, names in PAGES_ELSEWHERE.items() for name in names.split()}
    assert {name for name in titles if name not in passed and not name.startswith(GLANCE)} == set(elsewhere)

    def tried(name: str, file: str) -> bool:
        words = (TESTS / file).read_text(encoding="utf-8")
        title = re.escape(titles[name]).replace("2025", "[0-9]{4}")
        return f'"{name}"' in words or f"{name}(" in words or re.search(title, words) is not None

    assert [name for name, file in elsewhere.items() if not tried(name, file)] == []
