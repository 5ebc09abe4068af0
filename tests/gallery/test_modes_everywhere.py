"""The modes are within reach on every page for people: on the page itself, or behind 看不清."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from PySide6.QtCore import QCoreApplication

from devices.roles import Key
from kiosk.core.house import Onward
from kiosk.core.people import Presentation, TextSize, Theme
from kiosk.core.stage import Showing, Ticket, Tune
from kiosk.ui.items import Present
from kiosk.ui.pieces import TargetButton
from tests.gallery.checks import problems
from tests.gallery.hanging import PANELS, Listener, Wall, focused, picture_of, showings, window_on
from tests.gallery.pages import pages

if TYPE_CHECKING:
    from kiosk.ui.window import Window

pytestmark = pytest.mark.usefixtures("qapp")
PAGES = pages()
PEOPLES: Final = [name for name in PAGES if not name.startswith(("staff.", "kinds.", "night."))]
"""Of the dark page anything that is touched leads home."""
THEIRS: Final = {
    *(f"staff.presence.{name}" for name in ("C6", "C6-no", "C6s-no", "C7", "registering")),
    "staff.settling.noting",
    *(name for name, page in PAGES.items() if name.startswith("staff.sign_in.") and page.footer.help),
}
"""With an attendant beside them; or they have knocked by mistake."""
MODES: Final = {"大字版", "语音版", "黑底大字", "简洁版"}


def _words(window: Window) -> dict[str, str]:
    return {p.item.words: p.item.key for p in window.screen.pieces.values() if isinstance(p, TargetButton)}


@pytest.mark.parametrize("name", PEOPLES)
def test_every_page_for_people_has_a_way_to_the_modes(name: str) -> None:
    at = PEOPLES.index(name)
    wall = Wall(*PANELS[at % 3], tuple(TextSize)[at % 4], Theme.DEFAULT, simple=bool(at % 2))
    window = window_on(wall)
    window.open()
    for state, showing in showings(PAGES[name], wall):
        window.over()
        window.show(showing)
        there = _words(window)
        if showing.page is PAGES[name].staff:
            assert "看不清" not in there
        else:
            assert ("看不清" in there) is not ("mode-simple" in there.values()), state
    window.close()


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("staff.")])
def test_of_the_staffs_pages_those_have_one_that_the_person_reads(name: str) -> None:
    wall = Wall(*PANELS[0], TextSize.MEDIUM, Theme.DEFAULT, simple=False)
    window = window_on(wall)
    window.show(next(showings(PAGES[name], wall))[1])
    assert ("看不清" in _words(window)) is (name in THEIRS)
    window.close()


def test_the_page_of_the_modes_has_each_with_its_tick_and_a_way_back() -> None:
    command = Listener()
    window = window_on(Wall(*PANELS[0], TextSize.LARGE, Theme.HIGH_CONTRAST, simple=True), command=command)
    window.open()
    now = Presentation(TextSize.LARGE, Theme.HIGH_CONTRAST, simple=True, voice=True)
    window.show(Showing(Ticket(1), PAGES["modes.modes"], now, laid_over=True))
    on = {p.item.words: p.item for p in window.screen.pieces.values() if isinstance(p, TargetButton)}
    assert {f"{mode}，已打开" for mode in MODES} <= set(on)
    for mode in MODES:
        item = on[f"{mode}，已打开"]
        assert item.on
        assert item.note == ("已打开",)
    assert on["语音版，已打开"].deed == Present(replace(now, voice=False))
    assert {"好了", "请人帮忙"} <= set(on)
    assert not {"看不清", "上一步", "退出"} & set(on)
    window.close()


def test_keys_lead_to_the_modes_and_through_them() -> None:
    command = Listener()
    window = window_on(Wall(*PANELS[0], TextSize.MEDIUM, Theme.DEFAULT, simple=False), command=command)
    window.open()
    window.show(Showing(Ticket(1), PAGES["payment.M4a"], Presentation(), can_go_back=True))

    window.screen.activateWindow()
    QCoreApplication.processEvents()

    def leads_to(key: str) -> None:
        for _ in window.screen.pieces:
            window.key(Key.DOWN)
            at = focused(window)
            if at is not None and at.item.key == key:
                break
        else:
            pytest.fail(f"no key leads to {key}")
        window.key(Key.ENTER)

    leads_to("modes")
    assert command.asked == [("choose_modes", None)]
    window.show(Showing(Ticket(2), PAGES["modes.modes"], Presentation(), laid_over=True))
    leads_to("mode-black")
    assert command.asked[-1] == ("present", Presentation(TextSize.LARGE, Theme.HIGH_CONTRAST))
    window.close()


def test_keys_lead_to_the_voice_and_through_what_may_be_asked_of_it() -> None:
    command = Listener()
    window = window_on(Wall(*PANELS[0], TextSize.MEDIUM, Theme.DEFAULT, simple=False), command=command)
    window.open()
    window.screen.activateWindow()
    QCoreApplication.processEvents()
    spoken = Presentation(voice=True)
    for ticket, name, key in (
        (1, "modes.modes", "hearing"),
        (2, "hearing.hearing", "tune-slower"),
        (2, "", "tune-go_on"),
    ):
        if name:
            window.show(Showing(Ticket(ticket), PAGES[name], spoken, laid_over=True))
        for _ in window.screen.pieces:
            window.key(Key.DOWN)
            at = focused(window)
            if at is not None and at.item.key == key:
                break
        else:
            pytest.fail(f"no key leads to {key}")
        window.key(Key.ENTER)
    assert command.asked == [
        ("choose_voice", None),
        ("tune", Tune.SLOWER),
        ("answered", (Ticket(2), Onward.GO_ON)),
        ("tune", Tune.GO_ON),
    ]
    window.close()


@pytest.mark.parametrize("speaks", [True, False])
@pytest.mark.parametrize("name", ["home.home", "modes.modes", "payment.M4a"])
def test_a_voice_is_offered_where_there_is_one_else_what_it_would_say_in_writing(name: str, *, speaks: bool) -> None:
    wall = Wall(*PANELS[0], TextSize.MEDIUM, Theme.DEFAULT, simple=False)
    window = window_on(wall, speaks=speaks)
    window.open()
    window.show(next(showings(PAGES[name], wall))[1])
    there = _words(window)
    assert bool({"语音版", "念给我听"} & set(there)) is speaks
    assert ("字幕" in there) is (not speaks and "简洁版" in there)
    assert not list(problems(window, wall, picture_of(window)))
    if "简洁版" in there:
        simple = next(
            p.item.deed for k, p in window.screen.pieces.items() if k == "mode-simple" and isinstance(p, TargetButton)
        )
        assert simple == Present(Presentation().simplified(speaks=speaks))
        voice = window.screen.pieces["mode-voice"]
        assert isinstance(voice, TargetButton)
        assert voice.item.deed == Present(Presentation(voice=True))
    window.close()


@pytest.mark.parametrize("simple", [False, True])
@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("panel", PANELS)
def test_the_line_of_words_has_its_place_among_the_modes(
    panel: tuple[int, int, float, float], size: TextSize, *, simple: bool
) -> None:
    wall = Wall(*panel, size, Theme.DEFAULT, simple)
    window = window_on(wall, speaks=False)
    window.open()
    wrong: list[str] = []
    for name in ("home.home", "home.card-first", "modes.modes"):
        for state, showing in showings(PAGES[name], wall):
            window.over()
            window.show(showing)
            assert name == "home.card-first" or "mode-voice" in window.screen.pieces or "modes" in window.screen.pieces
            wrong += [f"{name}{state} {problem}" for problem in problems(window, wall, picture_of(window))]
    window.close()
    assert not wrong, "\n".join(wrong)
