"""Somebody who reads another script: their language from home on, another in the middle of a visit, and Chinese for the next."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from kiosk.settings.changing import change
from tests.visits.terminal import another
from tests.visits.windowed import TremblingHand, WindowedTerminal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_language_is_had_at_home_and_another_in_the_middle_of_a_visit(template: Path, tmp_path: Path) -> None:
    config = another(template, tmp_path / "terminal")
    change(config, {"languages.offered": ["zh", "en", "ug"]})
    terminal = WindowedTerminal(config, tmp_path / "papers")
    hand = TremblingHand(terminal, Random("languages"))
    try:
        hand.sees("home").touches("English").sees("languages").touches("English").sees("home")
        hand.touches("My pension").sees("place_id_card")
        standing = terminal.visit.ticket
        hand.touches("Can't see").sees("modes").touches("ئۇيغۇرچە").sees("languages").touches("ئۇيغۇرچە").sees("modes")
        hand.touches("بولدى").sees("place_id_card")
        assert terminal.visit.ticket == standing
        assert terminal.visit.presentation.language == "ug"
        hand.puts_card(7).sees("payment_paid").lifts_card().touches("چىقىش").sees("everything_in_hand")
        assert terminal.lives(60.0, lambda: terminal.page.name == "home")
        assert terminal.visit.presentation == terminal.config.presentation.usual(speaks=True)
        assert terminal.bugs == []
    finally:
        terminal.close()


def test_a_slip_is_in_the_language_of_the_visit_below_its_chinese(template: Path, tmp_path: Path) -> None:
    config = another(template, tmp_path / "terminal")
    change(config, {"languages.offered": ["zh", "en", "ug"]})
    terminal = WindowedTerminal(config, tmp_path / "papers")
    hand = TremblingHand(terminal, Random("a slip"))
    try:
        hand.sees("home").touches("English").sees("languages").touches("English").sees("home")
        hand.touches("My pension").sees("place_id_card").puts_card(7).sees("payment_paid")
        hand.touches("Print").sees("which_paper").touches("Slip").sees("take_paper")
        (slip,) = terminal.printer.receipts()
        chinese, _, english = slip.text().partition("Pension statement")
        assert "一共领到" in chinese
        assert "Received in all" in english
        assert "Received" not in chinese
        assert terminal.printer.faults == []
        assert terminal.bugs == []
    finally:
        terminal.close()
