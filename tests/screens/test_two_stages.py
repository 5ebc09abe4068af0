"""Every fault has its second stage: what who helps is shown in the place of the person's page. And what calls aloud has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.closed import Closed
from kiosk.core.config import PlaceConfig, SoundConfig
from kiosk.core.page import Fix, Panel, Picture
from kiosk.core.text import Wording
from kiosk.flows.troubles import TABLE
from kiosk.screens.staff.closed_fixes import closed_now
from kiosk.screens.staff.maintenance import SAMPLE_SEEN, Machine, maintenance
from kiosk.screens.staff.phrases import SAMPLE_TECHNICIAN
from kiosk.voice.engine import VoiceState
from tests.screens.pages import examples

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page

NONE: Final[Mapping[str, str]] = {
    "card_still_there": "the card sticks out: whoever draws it ends the page, and a motor keeps it after half a minute",
    "still_in_mouth": "the paper hangs out: whoever takes it ends the page, and the printer draws it in after a while",
    "drawing_in": "the printer is at work for some seconds; the page after it has a second stage",
    "end_not_known": "over home: nobody's visit waits for it, and it is settled in 待处理打印; within a visit it has one",
    "card_worn": "the card's own fault: within a visit the attendant types its number; a card that was read and won't do again",
    "other_document": "a document of another kind, or one that contradicts itself: a window looks at it",
    "sorry": "the visit is over; its code is told at the window, and the crash report is the technician's",
    "power_out": "the mains: nobody at the machine mends them, and it goes off within a minute",
    "paused": "a technician paused it, and the menu says so",
    "nobody_found": "what the records say, not a fault",
    "figures_disagree": "what the records say, not a fault",
    "only_in_person": "what the records say, not a fault",
    "wait_a_little": "more look-ups than a hall has: it passes by itself",
}
"""Pages of faults that have none, and why."""


def people() -> list[tuple[str, Page[object]]]:
    """The examples of pages that people see."""
    return [(name, page) for name, page in examples() if not name.startswith("staff/") and not name.endswith("-staff")]


def is_a_fault(page: Page[object]) -> bool:
    """Whether this is a fault's page.

    That is one whose picture is the sign of trouble, one that calls the desk aloud or for a technician, and what an error
    leads to.
    """
    tells = page.tells is not None and (not page.tells.quiet or not page.tells.personal)
    return page.picture is Picture.TROUBLE or tells or page.name in LED_TO


LED_TO: Final = {row(PlaceConfig()).name for row in TABLE.values()}
FAULTS: Final = [(name, page) for name, page in people() if is_a_fault(page)]


def test_every_page_of_a_fault_has_a_second_stage_or_a_reason_for_none() -> None:
    assert {page.name for _, page in FAULTS if page.staff is None} == set(NONE)


def test_every_page_of_a_fault_that_has_a_second_stage_calls_somebody_for_it() -> None:
    assert [name for name, page in FAULTS if page.staff is not None and page.tells is None] == []


def test_no_error_leads_to_a_page_without_an_example() -> None:
    assert {page.name for _, page in people()} >= LED_TO


def test_a_second_stage_shows_what_to_do_and_goes_on_or_gives_up() -> None:
    fixes = [(page.name, page.staff) for _, page in FAULTS if page.staff is not None]
    assert len(fixes) > 30
    for name, page in fixes:
        if name == "card_worn":
            continue  # the number is typed, on a page of its own
        assert page.steps if isinstance(page, Fix) else page.name == "has_it_come_out", name
        assert len(page.actions) >= 2, name
        assert page.after is not None, f"{name} waits for ever for somebody who went away"
        assert not page.footer.help, name


def test_each_fault_that_closes_the_terminal_calls_the_technician_and_names_where_it_is_mended() -> None:
    fixes = {page.name: page for _, page in examples() if isinstance(page, Fix)}
    for fault in (each for each in Closed if each.fault):
        page = fixes[f"fix_{fault.value}"]
        words = "".join(step.words.written(Wording()) for step in page.steps)
        assert "请技术员来" in words
        assert any(panel in words for panel in ("“数据”", "“设置”", "“设备维护”", "“就绪报告”")), fault


def test_staff_are_told_of_everything_that_closes_the_terminal() -> None:
    assert closed_now(None) == ()
    for closed in Closed:
        (line,) = closed_now(closed)
        assert line.written(Wording()).startswith("停用了：")


def first_line(closed: Closed | None) -> tuple[str, bool | None]:
    seen = SAMPLE_SEEN[1:2]
    machine = Machine({each.lane: each.health for each in seen})
    voice = VoiceState("ALSA")
    page = maintenance(seen, machine, SAMPLE_TECHNICIAN, None, sound=SoundConfig(), voice=voice, closed=closed)
    assert isinstance(page, Panel)
    return page.gauges[0].label.written(Wording()), page.gauges[0].well


def test_the_panel_says_first_of_all_why_the_terminal_is_closed() -> None:
    assert first_line(None) == ("A4打印机", True)
    own_line = {Closed.CRASHES, Closed.PAUSED}
    for closed in set(Closed) - own_line:
        assert first_line(closed) == ("停用了", False if closed.fault else None)
    assert {first_line(closed)[0] for closed in own_line} == {"A4打印机"}
