"""A terminal that prints one statement after another on a bench until it is killed: `printing_child.py BENCH_TOML SAID`.

Everything of the product but its window: the lane of the receipt printer, its press, journal and adapter. `SAID` is what the
journal has acknowledged, line by line, and so what must still be true after the kill.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from queue import SimpleQueue

from devices.deadline import Deadline
from kiosk import settings
from kiosk.core.config import PolicyConfig
from kiosk.core.lane import Failed, Succeeded
from kiosk.core.money import IdNumber
from kiosk.core.page import Report
from kiosk.core.record import Found
from kiosk.core.stage import Ticket
from kiosk.ledger.document import Entry
from kiosk.statement.model import Issue, Paper, Statement
from kiosk.statement.press import RECEIPTS, Press
from kiosk.statement.slips import certification_slip
from kiosk.store.keys import key_provider
from kiosk.store.records import Records
from kiosk.wiring import Workshop, make_lanes
from tests.visits.terminal import MORNING, Morning, cards

PERSON = 7
PRINT_SECONDS = 60.0


def main() -> None:
    """Print until killed; one dot on the standard output once a print has begun."""
    config = settings.read(Path(sys.argv[1]))
    clock = Morning()
    said = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def acknowledged(step: object) -> None:
        if isinstance(step, Entry):
            os.write(said, f"{step.ticket.serial} {step.state}\n".encode())
            if step.code != "restart":
                os.write(1, b".")

    outcomes: SimpleQueue[object] = SimpleQueue()
    lanes = make_lanes(config, clock, Workshop(config, clock, acknowledged), outcomes.put)
    statement = _statement(config.data, config.key, clock.now().date(), Issue.at(config, MORNING, Paper.SLIP))
    lanes.start()
    # What an earlier child left in the printer's mouth is cut off, so that every slip is a piece of its own.
    jobs = chain([RECEIPTS.job(Press.clear)], repeat(RECEIPTS.job(partial(_print, statement))))
    for number, job in enumerate(jobs, start=1):
        lanes.submit(Ticket(number), job)
        while not isinstance(outcome := outcomes.get(), Succeeded | Failed):
            pass
        if isinstance(outcome, Failed):
            raise outcome.error


def _statement(data: Path, key: str, today: date, issue: Issue) -> Statement:
    records = Records(data, key_provider(key, data), Morning())
    card = cards(settings.read(Path(sys.argv[1])))[PERSON]
    found = Found(records.find_by_number(IdNumber(card.number)), records.state(), today)
    records.close()
    return certification_slip(found, PolicyConfig(), issue)


def _print(statement: Statement, press: Press, deadline: Deadline, report: Report) -> None:
    press.print(statement, deadline.within(PRINT_SECONDS), report)


if __name__ == "__main__":
    main()
