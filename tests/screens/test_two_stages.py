"""Every fault that calls the desk aloud has its second stage: what who helps is shown in the place of the person's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.page import Fix
from tests.screens.pages import examples

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page

NONE: Final[Mapping[str, str]] = {
    "card_still_there": "the card sticks out: whoever draws it ends the page, and a motor keeps it after half a minute",
    "still_in_mouth": "the paper hangs out: whoever takes it ends the page, and the printer draws it in after a while",
    "drawing_in": "the printer is at work for some seconds; the page after it has a second stage",
    "end_not_known": "over home: nobody's visit waits for it, and it is settled in 待处理打印; within a visit it has one",
}
"""Pages that call and have none, and why."""
LOUD: Final = [(name, page) for name, page in examples() if page.tells is not None and not page.tells.quiet]


def staff_pages() -> list[tuple[str, Page[object]]]:
    return [(page.name, page.staff) for _, page in LOUD if page.staff is not None]


def test_every_page_that_calls_aloud_has_a_second_stage_or_a_reason_for_none() -> None:
    assert {page.name for _, page in LOUD if page.staff is None} == set(NONE)


def test_a_second_stage_shows_what_to_do_and_goes_on_or_gives_up() -> None:
    fixes = staff_pages()
    assert len(fixes) > 20
    for name, page in fixes:
        assert page.steps if isinstance(page, Fix) else page.name == "has_it_come_out", name
        assert len(page.actions) >= 2, name
        assert page.after is not None, f"{name} waits for ever for somebody who went away"
        assert not page.footer.help, name
