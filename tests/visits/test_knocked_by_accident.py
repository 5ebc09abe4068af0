"""Somebody knocked without meaning to, and stands before the staff's sign-in: 请人帮忙 is there, and leads back."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from kiosk.core.help import HelpKind
from tests.visits.terminal import another
from tests.visits.windowed import TremblingHand, WindowedTerminal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qapp")


def test_help_is_called_from_every_page_of_the_sign_in_and_the_persons_page_is_back(
    staffed: Path, tmp_path: Path
) -> None:
    terminal = WindowedTerminal(another(staffed, tmp_path / "terminal"), tmp_path / "papers")
    hand = TremblingHand(terminal, Random("accident"))
    hand.sees("home").touches("查养老金").sees("place_id_card").puts_card(7).sees("payment_paid")
    ticket = terminal.visit.ticket
    steps = (
        ("staff_card", ()),
        ("staff_number", ("输工号",)),
        ("staff_pin", ("输工号", *"0217", "好了")),
        ("staff_pin_again", ("输工号", *"0217", "好了", *"135790", "好了")),
    )
    for page, touches in steps:
        hand.knocks().sees("staff_card")
        for words in touches:
            hand.touches(words)
        hand.sees(page).touches("请人帮忙").sees("help_here")
        assert terminal.calling._reception.board.open(HelpKind.HELP) is not None
        hand.touches("接着办").sees("payment_paid")
        assert terminal.visit.ticket == ticket
    assert terminal.bugs == []
    terminal.close()
