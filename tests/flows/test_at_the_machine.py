"""The jobs of the pages on real devices: reader, records and press, their simulators on lines in virtual time."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from devices.deadline import Deadline, SystemTime
from devices.errors import CardUnreadable, OperationCancelled
from devices.id_sam.simulator import CardFault
from kiosk.core.config import PlaceConfig
from kiosk.core.record import Found
from kiosk.demo.people import people
from kiosk.flows.certification import certification
from kiosk.flows.identify import identify
from kiosk.flows.look_up import look_up
from kiosk.flows.printing import print_statement
from kiosk.flows.yearly_record import yearly_record
from kiosk.ledger.journal import PrintJournal
from kiosk.screens.card_trouble import reader_broken
from kiosk.screens.home import home
from kiosk.screens.look_up import ClockNotPlausible
from kiosk.screens.look_up import look_up as looking_up
from kiosk.screens.paper_trouble import clearing
from kiosk.screens.place_id_card import put_flat
from kiosk.statement.model import Paper
from kiosk.statement.press import Press, Slips
from kiosk.statement.slips import certification_slip
from kiosk.store.builder import Origin, build
from kiosk.store.keys import FileKey, key_file
from kiosk.store.records import Records
from tests.devices.receipts import bench
from tests.devices.sam_bed import PERSON, Bed
from tests.flows.dialogue import CUT_OFF, TODAY, Dialogue, card_of, found, hall
from tests.statement.papers import SEALER, TERMINAL

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from tests.devices.receipts import Bench

SLIPS = hall(sheets=False)


# -- the reader ---------------------------------------------------------------------------------------------


@pytest.fixture
def bed() -> Iterator[Bed]:
    made = Bed()
    yield made
    made.close()


def test_a_card_is_seen_then_read(bed: Bed) -> None:
    bed.later(1.0, lambda: bed.simulator.place(PERSON))
    talk = Dialogue(identify(hall())).performs(bed.reader, bed.clock)
    assert talk.result == PERSON
    assert [progress.phase for progress in talk.progress] == ["reading"]


def test_after_a_bad_try_there_is_time_to_hear_what_to_do(bed: Bed) -> None:
    bed.simulator.place(PERSON, CardFault.UNREADABLE)
    talk = Dialogue(identify(hall())).performs(bed.reader, bed.clock).sees("请再放一次")
    before = bed.clock.monotonic()
    bed.simulator.lift()
    bed.simulator.place(PERSON)
    talk.performs(bed.reader, bed.clock)
    assert talk.result == PERSON
    assert bed.clock.monotonic() - before >= 1.5


def test_home_waits_for_a_card_even_over_a_lost_reader(bed: Bed) -> None:
    bed.line.pull()
    bed.later(30.0, bed.line.plug)
    bed.later(40.0, lambda: bed.simulator.place(PERSON))
    reports: list[object] = []
    card = home(()).jobs[0].work(bed.reader, Deadline(bed.clock, None), reports.append)
    assert card == PERSON
    assert bed.clock.monotonic() > 40.0


def test_a_card_that_cannot_be_read_is_heard_of_at_home(bed: Bed) -> None:
    bed.simulator.place(PERSON, CardFault.UNREADABLE)
    with pytest.raises(CardUnreadable):
        home(()).jobs[0].work(bed.reader, Deadline(bed.clock, None), lambda _: None)


def test_home_can_be_left_while_it_waits(bed: Bed) -> None:
    deadline = Deadline(bed.clock, None)
    bed.later(5.0, deadline.cancel)
    with pytest.raises(OperationCancelled):
        home(()).jobs[0].work(bed.reader, deadline, lambda _: None)


def test_the_broken_readers_page_notices_that_it_is_back(bed: Bed) -> None:
    bed.line.pull()
    bed.later(12.0, bed.line.plug)
    assert reader_broken(PlaceConfig()).jobs[0].work(bed.reader, Deadline(bed.clock, None), lambda _: None) is None
    assert 12.0 <= bed.clock.monotonic() < 20.0


def test_every_page_that_asks_again_reads_again(bed: Bed) -> None:
    bed.simulator.place(PERSON)
    assert put_flat(PlaceConfig()).jobs[0].work(bed.reader, Deadline(bed.clock, None), lambda _: None) == PERSON


# -- the records --------------------------------------------------------------------------------------------


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    data = tmp_path / "var"
    key = FileKey(key_file(data))
    key.make()
    build(data, key, Origin("柳河县社会保险事业管理局", "990101", CUT_OFF, 4), people(40, 7, TODAY, CUT_OFF))
    made = Records(data, key, SystemTime())
    yield made
    made.close()


def test_a_card_finds_its_holder_and_the_day(records: Records) -> None:
    talk = Dialogue(look_up(hall(), card_of("retired"))).performs(records, SystemTime())
    assert isinstance(talk.result, Found)
    assert talk.result == Found(found("retired").record, records.state(), TODAY)


def test_who_is_not_in_the_records_is_told_so(records: Records) -> None:
    Dialogue(look_up(hall(), card_of("nobody"))).performs(records, SystemTime()).sees("这里没查到您")


def test_an_expired_card_is_not_even_looked_up(records: Records) -> None:
    Dialogue(look_up(hall(), card_of("expired_card"))).performs(records, SystemTime()).sees("这张证过期了")
    assert records.looked_up == 0


def test_the_agency_may_let_an_expired_card_look(records: Records) -> None:
    page = looking_up(card_of("expired_card"), lambda: TODAY, expired_may_look=True)
    assert page.jobs[0].work(records, Deadline(SystemTime(), 20.0), lambda _: None).today == TODAY


def test_a_card_without_end_never_expires(records: Records) -> None:
    card = replace(card_of("retired"), valid_until=None)
    page = looking_up(card, lambda: date(2099, 1, 1), expired_may_look=False)
    assert page.jobs[0].work(records, Deadline(SystemTime(), 20.0), lambda _: None).today.year == 2099


def test_with_a_date_before_the_datas_nothing_is_looked_up(records: Records) -> None:
    page = looking_up(replace(card_of("retired"), valid_until=None), lambda: date(2026, 1, 1), expired_may_look=False)
    with pytest.raises(ClockNotPlausible):
        page.jobs[0].work(records, Deadline(SystemTime(), 20.0), lambda _: None)
    assert records.looked_up == 0


# -- the press ----------------------------------------------------------------------------------------------


@contextmanager
def press(folder: Path) -> Generator[tuple[Press, Bench]]:
    with bench() as machine:
        journal = PrintJournal(folder / "journal.db", TERMINAL, machine.clock)
        try:
            yield Press(Slips(machine.printer), journal, SEALER, bytes(32), machine.clock), machine
        finally:
            journal.close()


def test_the_yearly_record_comes_out_of_the_printer(tmp_path: Path) -> None:
    with press(tmp_path) as (made, machine):
        talk = Dialogue(yearly_record(SLIPS, found("retired"))).touches("2025年").touches("打印")
        talk.performs(made, machine.clock).sees("正在打印").performs(made, machine.clock).sees("请拿好单子")
        assert len(machine.simulator.receipts()) == 1
        assert talk.progress[-1].done == talk.progress[-1].total > 0
        # The same again today is asked, and marked.
        again = Dialogue(yearly_record(SLIPS, found("retired"))).touches("2025年").touches("打印")
        again.performs(made, machine.clock).sees("今天打过一次了").touches("再打一张").performs(made, machine.clock)
        assert len(machine.simulator.receipts()) == 2


def test_the_reminder_and_the_window_slip_are_made_on_the_printers_lane(tmp_path: Path) -> None:
    with press(tmp_path) as (made, machine):
        talk = Dialogue(certification(SLIPS, found("retired"))).touches("打印提醒条").performs(made, machine.clock)
        talk.performs(made, machine.clock).sees("请拿好单子")
        talk = Dialogue(certification(SLIPS, found("no_date"))).touches("打印办事条").performs(made, machine.clock)
        talk.performs(made, machine.clock).sees("请拿好单子")
        assert len(machine.simulator.receipts()) == 2


def slip(machine: Bench, made: Press) -> Dialogue:
    person = found("retired")
    talk = Dialogue(print_statement(SLIPS, lambda issue: certification_slip(person, SLIPS.policy, issue)))
    return talk.performs(made, machine.clock)


def test_no_paper_at_the_start_is_known_before_anything_is_printed(tmp_path: Path) -> None:
    with press(tmp_path) as (made, machine):
        machine.simulator.paper_out()
        talk = slip(machine, made).performs(made, machine.clock).sees("没纸了，先看看吧").touches("等换纸")
        machine.later(20.0, machine.simulator.refill)
        talk.performs(made, machine.clock).sees("纸换好了，接着打").performs(made, machine.clock).sees("请拿好单子")
        assert len(machine.simulator.receipts()) == 1


def test_an_open_cover_at_the_start_is_called_so(tmp_path: Path) -> None:
    with press(tmp_path) as (made, machine):
        machine.simulator.cover_open()
        slip(machine, made).performs(made, machine.clock).sees("盖子开着，先看看吧")


def test_paper_out_in_the_middle_prints_one_whole_sheet_in_the_end(tmp_path: Path) -> None:
    with press(tmp_path) as (made, machine):
        machine.simulator.paper_runs_out_after(40)
        talk = slip(machine, made).performs(made, machine.clock).sees("纸用完了，别着急")
        machine.later(20.0, machine.simulator.refill)
        talk.performs(made, machine.clock).sees("请等一等", "正在清掉没打完的。").performs(made, machine.clock)
        talk.sees("半张的不要了").touches("知道了").performs(made, machine.clock).sees("请拿好单子")


def test_nobody_changes_the_paper(tmp_path: Path) -> None:
    with press(tmp_path) as (made, machine):
        machine.simulator.paper_runs_out_after(40)
        talk = slip(machine, made).performs(made, machine.clock).performs(made, machine.clock).sees("纸还没换好")
        talk.waits().performs(made, machine.clock).sees("好，不打了", "没打完的，已经清掉。")
        # Nobody finds the rest when new paper comes.
        hanging = len(machine.simulator.hanging().rows)
        machine.simulator.refill()
        machine.clock.sleep(30.0)
        assert machine.simulator.receipts() == []
        assert len(machine.simulator.hanging().rows) == hanging


def test_a_printer_whose_cable_is_pulled_cannot_be_called_clear(tmp_path: Path) -> None:
    with press(tmp_path) as (made, machine):
        machine.simulator.paper_runs_out_after(40)
        talk = slip(machine, made).performs(made, machine.clock).touches("不等了")
        machine.line.pull()
        talk.performs(made, machine.clock).sees("好，不打了", "没打完的，可能还在里面。")


def test_clearing_that_is_called_off_is_not_taken_for_done(tmp_path: Path) -> None:
    with press(tmp_path) as (made, machine):
        deadline = Deadline(machine.clock, 15.0)
        deadline.cancel()
        with pytest.raises(OperationCancelled):
            clearing(Paper.SLIP).jobs[0].work(made, deadline, lambda _: None)


def test_a_printer_that_is_not_there_is_not_ready(tmp_path: Path) -> None:
    with press(tmp_path) as (made, machine):
        machine.line.pull()
        slip(machine, made).sees("正在打印").performs(made, machine.clock).sees("打印的机器坏了")
