"""A look-up on a disk that takes long, and a card whose reader does: both can be called off, and the next person is served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kiosk.core.lane import Lane
from kiosk.core.stage import EndedBy, PageEnded
from kiosk.store.keys import key_provider
from kiosk.store.records import Records
from tests.visits.person import VirtualPerson
from tests.visits.terminal import another
from tests.visits.virtual import VirtualTerminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.core.money import IdNumber
    from kiosk.core.record import Record

PENSIONER = 7
DISK_SECONDS = 12.0


class SlowTerminal(VirtualTerminal):
    """Its disk takes so long that a look-up lasts twelve seconds."""

    def more_lanes(self) -> dict[str, Lane[Any]]:
        clock, data = self.clock, self.config.data

        class OnASlowDisk(Records):
            def find_by_number(self, number: IdNumber) -> Record:
                clock.sleep(DISK_SECONDS)
                return super().find_by_number(number)

        keys = key_provider(self.config.key, data)
        return {"store": Lane("store", lambda: OnASlowDisk(data, keys, clock), clock, self._post)}


@pytest.fixture
def terminal(template: Path, tmp_path: Path) -> Iterator[SlowTerminal]:
    standing = SlowTerminal(another(template, tmp_path / "terminal"), tmp_path / "papers")
    yield standing
    standing.close()
    assert standing.bugs == []


def at_look_up(terminal: SlowTerminal) -> VirtualPerson:
    person = VirtualPerson(terminal).sees("home").touches("查养老金").sees("place_id_card").puts_card(PENSIONER)
    return person.sees("look_up", "正在查", "请等一等。")


def offers_to_end(terminal: SlowTerminal) -> bool:
    showing = terminal.diary.showing
    return showing is not None and showing.late


def test_who_waits_for_a_long_look_up_still_gets_there(terminal: SlowTerminal) -> None:
    person = at_look_up(terminal)
    began = terminal.clock.monotonic()
    assert terminal.lives(11.0, lambda: offers_to_end(terminal))
    assert 9.0 < terminal.clock.monotonic() - began < 10.5
    assert terminal.page.name == "look_up"
    person.sees("payment_paid", "11月")
    assert not offers_to_end(terminal)
    person.leaves()


def test_a_long_look_up_is_called_off_and_the_next_person_is_served(terminal: SlowTerminal) -> None:
    person = at_look_up(terminal)
    ticket = terminal.visit.ticket
    assert ticket is not None
    terminal.visit.leave(ticket)  # nothing to leave with yet
    assert terminal.page.name == "look_up"
    assert terminal.lives(11.0, lambda: offers_to_end(terminal))
    person.leaves()
    assert PageEnded("look_up", EndedBy.LEFT) in terminal.diary.endings
    assert terminal.visit.trail == ()
    person.touches("查养老金").sees("place_id_card").puts_card(PENSIONER).sees("payment_paid", "11月").leaves()
