"""What the staff notes for people goes over lanes of its own, with keys of its own, and is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from queue import SimpleQueue
from typing import TYPE_CHECKING

from kiosk.core.clock import SystemClock
from kiosk.core.config import Config, StaffConfig
from kiosk.core.lane import Succeeded
from kiosk.core.mandate import AgentKind, Errand, MandateDid, MandateFact, Relation
from kiosk.core.money import IdNumber
from kiosk.core.staff import StaffNumber
from kiosk.core.stage import Ticket
from kiosk.ledger.requests import Request
from kiosk.screens.staff.mandate_notes import Taken, making
from kiosk.screens.staff.presence import registering
from kiosk.store.keys import FileKey, key_file
from kiosk.wiring import Workshop, make_lanes

if TYPE_CHECKING:
    from pathlib import Path

BY = StaffNumber("0217")
PERSON, AGENT = IdNumber("110101194912310028"), IdNumber("11010119500101001X")


def test_mandates_and_requests_are_noted_over_their_lanes(tmp_path: Path) -> None:
    FileKey(key_file(tmp_path)).make()
    config = replace(Config(), data=tmp_path, staff=StaffConfig(presence_registration=True))
    clock = SystemClock()
    told: SimpleQueue[object] = SimpleQueue()
    lanes = make_lanes(config, clock, Workshop(config, clock, told.put), told.put)
    until = clock.now().date() + timedelta(days=30)
    taken = Taken(AgentKind.FAMILY, PERSON, "王桂芳", AGENT, "王小明", Relation.SON, (Errand.YEARLY_RECORD,), until)
    lanes.submit(Ticket(1), making(taken, lambda: BY).jobs[0])
    lanes.submit(Ticket(2), registering(PERSON, lambda: BY).jobs[0])
    lanes.start()
    heard = [told.get(timeout=10) for _ in range(4)]
    lanes.close()
    assert len([each for each in heard if isinstance(each, Succeeded)]) == 2
    (fact,) = [each for each in heard if isinstance(each, MandateFact)]
    assert (fact.did, fact.by) == (MandateDid.MADE, BY)
    (request,) = [each for each in heard if isinstance(each, Request)]
    assert request.by == BY
    assert (tmp_path / "mandates.db").exists()
    assert (tmp_path / "requests.db").exists()


def test_there_is_no_lane_for_requests_until_the_agency_lets_them_be_made(tmp_path: Path) -> None:
    config, clock = replace(Config(), data=tmp_path), SystemClock()
    told: SimpleQueue[object] = SimpleQueue()
    lanes = make_lanes(config, clock, Workshop(config, clock, told.put), told.put)
    lanes.submit(Ticket(1), registering(PERSON, lambda: BY).jobs[0])
    assert not isinstance(told.get(timeout=10), Succeeded)
    lanes.close()
