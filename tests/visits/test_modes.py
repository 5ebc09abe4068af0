"""In the middle of a visit somebody finds that they can't read it: larger text, and on from the same page."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from kiosk.core.people import TextSize
from tests.visits.terminal import another
from tests.visits.windowed import TremblingHand, WindowedTerminal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qapp")


def test_larger_text_is_had_in_the_middle_of_a_visit_without_another_card(template: Path, tmp_path: Path) -> None:
    terminal = WindowedTerminal(another(template, tmp_path / "terminal"), tmp_path / "papers")
    hand = TremblingHand(terminal, Random("larger"))
    try:
        hand.sees("home").touches("查养老金").sees("place_id_card").touches("看不清").sees("modes").touches("大字版")
        hand.touches("好了").sees("place_id_card").puts_card(7).sees("payment_paid").lifts_card()
        standing = terminal.visit.ticket
        cards = terminal.diary.pages.count("place_id_card")
        hand.touches("看不清").sees("modes").touches("黑底大字").touches("好了").sees("payment_paid")
        showing = terminal.diary.showing
        assert showing is not None
        assert showing.ticket == terminal.visit.ticket == standing
        assert showing.presentation.size is TextSize.LARGE
        assert terminal.diary.pages.count("place_id_card") == cards
        hand.touches("打印").sees("which_paper").touches("小条").sees("take_paper").touches("看不清").sees("modes")
        hand.touches("好了").sees("take_paper").touches("拿好了").sees("anything_else").touches("办完了")
        hand.sees("everything_in_hand").touches("都拿好了")
        assert terminal.lives(60.0, lambda: terminal.page.name == "home")
        assert terminal.visit.presentation == terminal.config.presentation.usual(speaks=True)
        assert terminal.bugs == []
    finally:
        terminal.close()
