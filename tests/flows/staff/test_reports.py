"""What is counted and reported at night: the day's figures, the prints, and whether the terminal is ready."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from importlib import metadata
from typing import TYPE_CHECKING

import pytest

from devices.errors import NoReply
from devices.folder.adapter import FolderPrinter
from devices.health import DeviceInfo, DeviceState, Health
from devices.social_card.reader import SocialCardSlot
from kiosk.audit.events import PAGE_ENDED, SERVICE_USED, VISIT_OVER
from kiosk.audit.maintenance_events import SELF_TESTED
from kiosk.core.config import DeviceConfig, HoursConfig
from kiosk.core.page import Panel
from kiosk.core.pseudonym import Pseudonym
from kiosk.core.readiness import BooksReadiness, DeviceReadiness, not_ready
from kiosk.core.record import DiskFull
from kiosk.core.stage import EndedBy
from kiosk.core.text import Wording
from kiosk.core.version import version
from kiosk.flows.staff.prints import prints
from kiosk.flows.staff.readiness import readiness
from kiosk.flows.staff.service import Stay
from kiosk.flows.staff.statistics import statistics
from kiosk.ledger.document import Document
from kiosk.screens.staff.readiness import READY, asking_device, readiness_panel
from kiosk.statement.a4 import a4
from kiosk.statement.press import Press, Sheets
from kiosk.statement.readiness import readiness_report, state_of
from kiosk.store import layout
from tests.devices.slot_bed import CrtBed
from tests.devices.social_card_bed import Bed
from tests.flows.staff.night import AUDITOR, AUDITORS_PIN, TECHNICIAN, Night, Shift
from tests.statement.papers import SEALER
from tests.statement.pdfs import text
from tests.statement.records import issue

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.staff import StaffMember
    from kiosk.statement.model import Statement


def used(night: Night) -> None:
    for age in (66, 67, 68, 69, 61, 72):
        night.notary.note(SERVICE_USED(service="payment", age=age, assisted=age == 72))
        night.notary.note(VISIT_OVER())
    night.notary.note(PAGE_ENDED(page="choose_year", by=EndedBy.LEFT))
    night.notary.note(VISIT_OVER())


def figures(night: Night) -> Shift:
    return night.begins(statistics(night.duty(AUDITOR))).does()


def test_the_figures_of_a_day_are_shown_without_small_numbers_by_age(night: Night) -> None:
    used(night)
    talk = figures(night).sees("2026年11月21日的数字")
    shown = talk.shown()
    assert "查养老金\n6次\n有人帮1次，占17%" in shown
    assert "人少的，不分年龄" in shown
    assert "没办完就走了\n1次\n停在“要哪一年的？”" in shown
    talk.touches("前一天").does().sees("2026年11月20日的数字")
    assert "办事的人次\n0次" in talk.shown()
    assert talk.touches("看好了").result is Stay.MENU


def test_the_figures_are_printed_and_taken_along_for_a_spreadsheet(night: Night) -> None:
    used(night)
    night.plug_in()
    talk = figures(night).touches("打印")
    talk.prepares().prepares().touches("大张纸").brings(1).touches("拿好了").does().sees("2026年11月21日的数字")
    talk.touches("存到U盘").does().another_agrees(AUDITORS_PIN).does().sees("可以拔了").touches("知道了")
    (folder,) = night.stick.iterdir()
    rows = list(csv.reader(io.StringIO((folder / "day-2026-11-21.csv").read_text(encoding="utf-8-sig"))))
    assert ["2026-11-21", "事项", "查养老金", "", "6"] in rows
    assert ["2026-11-21", "停在哪一页", "要哪一年的？", "", "1"] in rows
    assert night.noted[-1].fields["kind"] == "statistics"


def test_figures_that_cannot_be_counted_say_so(night: Night) -> None:
    talk = night.begins(statistics(night.duty(AUDITOR))).fails(OSError(5, "no"))
    assert talk.sees("现在看不了").touches("知道了").result is Stay.MENU


def test_the_papers_are_made_of_what_was_shown(night: Night) -> None:
    talk = figures(night).touches("打印")
    made: list[Statement] = []

    class Ready:
        """A printer that is ready: only what is made for it matters here."""

        def wait_until_ready(self, _deadline: object, _report: object) -> None:
            """At once."""

        def printed_today(self, statement: Statement) -> bool:
            made.append(statement)
            return False

    talk.performs(Ready(), night.clock)
    assert [statement.title for statement in made] == ["一天的数字"]


def test_back_at_the_figures_without_a_stick(night: Night) -> None:
    talk = figures(night).touches("存到U盘").does().sees("请插上U盘").touches("先不办").does()
    assert talk.sees("2026年11月21日的数字").touches("看好了").result is Stay.MENU


# -- the prints -----------------------------------------------------------------------------------------------------


def printed(night: Night, kind: str, *, unknown: bool = False) -> None:
    journal = night.workshop.journal()
    document = Document(kind, Pseudonym(bytes(16)), "2025", 1, date(2026, 11, 20), bytes(16), "receipt_printer")
    ticket = journal.intend(document)
    journal.sending(ticket)
    if unknown:
        journal.unproven(ticket, "no-reply")
    else:
        journal.proved(ticket)


def looked(night: Night, member: StaffMember = TECHNICIAN) -> Shift:
    return night.begins(prints(night.duty(member))).does().sees("今天打的单子")


def test_todays_prints_are_counted_by_kind_and_end(night: Night) -> None:
    assert looked(night).sees("今天打的单子", "没有要去看的。").touches("看好了").result is Stay.MENU
    printed(night, "payment_year")
    printed(night, "of_a_later_version")
    night.clock.sleep(86_400)
    printed(night, "payment_year")
    printed(night, "payment_year")
    printed(night, "window_slip")
    shown = looked(night).shown()
    assert "养老金对账单\n2张\n打好了" in shown
    assert "办事条\n1张\n打好了" in shown
    assert "of_a_later_version" not in shown


def test_a_print_nobody_knows_the_end_of_is_shown_on_every_day(night: Night) -> None:
    printed(night, "yearly_record", unknown=True)
    night.clock.sleep(3 * 86_400)
    talk = looked(night).sees("今天打的单子", "有1张不知道打没打。")
    assert "权益记录单\n1张\n不知道打没打" in talk.shown()


def test_the_way_leads_on_to_settling_and_back(night: Night, tmp_path: Path) -> None:
    printed(night, "yearly_record", unknown=True)
    press = Press(
        Sheets(FolderPrinter(tmp_path, night.clock)), night.workshop.journal(), SEALER, bytes(32), night.clock
    )
    talk = looked(night).touches("去看不知道的").performs(press, night.clock).sees("待处理打印1件")
    panel = talk.page
    assert isinstance(panel, Panel)
    assert panel.gauges[0].action is not None
    talk._go(panel.gauges[0].action.value, None)
    talk.sees("单子出来了吗？").touches("出来了").performs(press, night.clock)
    talk.performs(press, night.clock).sees("没有待处理的打印").touches("知道了")
    assert "不知道" not in talk.does().sees("今天打的单子").shown()


def test_prints_are_shown_one_by_one_the_newest_first_and_nobodys_name(night: Night) -> None:
    for _ in range(13):
        printed(night, "payment_year")
        night.clock.sleep(60)
    printed(night, "window_slip")
    talk = looked(night).touches("一张一张看").does().sees("今天打的单子，第1到12张", "一共14张，新的在前。")
    panel = talk.page
    assert isinstance(panel, Panel)
    assert not any(text.private for gauge in panel.gauges for text in (gauge.label, gauge.state))
    assert "办事条\n打好了\n11月21日" in talk.shown()
    talk.touches("再往前看").does().sees("今天打的单子，第13到14张")
    talk.touches("往后看").does().sees("今天打的单子，第1到12张")
    assert talk.touches("看好了").does().touches("看好了").result is Stay.MENU


def test_one_whose_end_is_unknown_is_looked_for_from_its_line(night: Night, tmp_path: Path) -> None:
    printed(night, "yearly_record", unknown=True)
    printed(night, "payment_year")
    journal = night.workshop.journal()
    press = Press(Sheets(FolderPrinter(tmp_path, night.clock)), journal, SEALER, bytes(32), night.clock)
    talk = looked(night).touches("一张一张看").does()
    assert "权益记录单\n不知道打没打" in talk.shown()
    unknown = talk.page
    assert isinstance(unknown, Panel)
    (look,) = [gauge.action for gauge in unknown.gauges if gauge.action is not None]
    talk._go(look.value, None)
    talk.performs(press, night.clock).sees("单子出来了吗？").touches("没出来").performs(press, night.clock).does()
    assert "权益记录单\n看过，没打成" in talk.shown()
    talk._go(look.value, None)  # somebody else has settled it meanwhile
    talk.performs(press, night.clock).does().sees("今天打的单子，第1到2张")


# -- readiness ------------------------------------------------------------------------------------------------------

WELL = DeviceReadiness("id_reader", DeviceInfo("示例", "SAM-100"), Health(DeviceState.ONLINE))


def asked(night: Night) -> Shift:
    """Let everything say how it is; the A4 printer does not answer."""
    talk = night.begins(readiness(night.duty(TECHNICIAN)))
    while talk.page.name.startswith("asking_") and talk.page.name.removeprefix("asking_") in (
        "id_reader", "social_card_reader", "receipt_printer", "document_printer",
    ):  # fmt: skip
        lane = talk.page.name.removeprefix("asking_")
        if lane == "document_printer":
            talk.fails(NoReply("no"))
        else:
            reads = lane == "social_card_reader"
            talk.brings(replace(WELL, lane=lane, reads_cards=reads, proves_card=False if reads else None))
    while talk.page.name.startswith("asking_"):
        talk.does()
    return talk


def test_what_is_still_to_be_done_stands_first_with_what_to_do(night: Night) -> None:
    night.notary.note(SELF_TESTED(TECHNICIAN, device="id_reader.read", passed=True))
    night.notary.note(SELF_TESTED(TECHNICIAN, device="receipt_printer.page", passed=False))
    night.notary.note(SELF_TESTED(TECHNICIAN, device="receipt_printer.link", passed=True))
    talk = asked(night)
    shown = talk.shown().splitlines()
    assert shown[0].startswith("还差")
    missing = [("A4打印机没有准备好", "看A4打印机的那一页，照着做"), ("A4打印机没有自检过", "做一次自检"),
               ("小条打印机自检没通过", "照它说的做，再自检一次"), ("社保卡读卡器没有自检过", "做一次自检")]  # fmt: skip
    assert all(what in shown and do == shown[shown.index(what) + 1] for what, do in missing)
    assert "身份证阅读器没有自检过" not in shown
    assert shown[shown.index("触摸屏") + 1] == "没试过"
    assert "读卡只当号码，不算证明。" in shown
    assert talk.touches("看好了").result is Stay.MENU


def test_the_last_touch_check_is_a_line_and_one_that_was_not_passed_has_to_be_put_right(night: Night) -> None:
    night.notary.note(SELF_TESTED(TECHNICIAN, device="panel.touch", passed=True))
    shown = asked(night).shown().splitlines()
    assert shown[shown.index("触摸屏") + 1] == "通过，2026年11月21日"
    assert "触摸屏试了没过" not in shown
    night.notary.note(SELF_TESTED(TECHNICIAN, device="panel.touch", passed=False))
    shown = asked(night).shown().splitlines()
    assert shown[shown.index("触摸屏") + 1] == "没通过，2026年11月21日"
    assert shown[shown.index("触摸屏试了没过") + 1] == "校准好，再试一次"


def test_a_device_that_cannot_say_how_its_self_test_went_is_judged_by_what_was_tried_with_it(night: Night) -> None:
    night.notary.note(SELF_TESTED(TECHNICIAN, device="scanner.itself", passed=False))
    night.notary.note(SELF_TESTED(TECHNICIAN, device="scanner.itself"))
    night.notary.note(SELF_TESTED(TECHNICIAN, device="scanner.scan", passed=True))
    night.notary.note(SELF_TESTED(TECHNICIAN, device="keypad.itself"))
    assert night.books.self_tests(lambda: None) == {"scanner": (True, date(2026, 11, 21))}


@pytest.mark.parametrize("moves", [False, True])
def test_a_slot_for_social_security_cards_says_that_its_cards_prove_nothing(moves: bool) -> None:  # noqa: FBT001
    bed = Bed(moves=moves)
    (job,) = asking_device("social_card_reader").jobs
    found = job.work(bed.reader, bed.deadline(), lambda _progress: None)
    assert found == DeviceReadiness(
        "social_card_reader", bed.reader.info(), bed.reader.health(), reads_cards=True, proves_card=False
    )
    assert found.well


def reported(device: DeviceReadiness) -> str:
    """Return what the report says, without its blanks."""
    statement = readiness_report(replace(READY, devices=(device,)), issue())
    return "".join(text(a4(SEALER.seal(statement, bytes(8))).pdf).split())


def test_when_a_device_failed_last_stands_on_the_report_with_what_to_do() -> None:
    bed = CrtBed()
    bed.line.pull()
    slot = SocialCardSlot(bed.transport, bed.clock)
    slot.probe(bed.deadline())
    bed.clock.sleep(600.0)
    (job,) = asking_device("social_card_reader").jobs
    found = job.work(slot, bed.deadline(), lambda _progress: None)
    assert found.failed_ago is not None
    assert found.failed_ago < 600.0, "it was asked again just now"
    shown = reported(found)
    assert "device-gone，2026年11月21日23:10" in shown
    assert "看看线和电源接好没有。" in shown
    bed.close()


def test_a_bin_for_cards_is_filled_and_not_used_up() -> None:
    bed = CrtBed()
    slot = SocialCardSlot(bed.transport, bed.clock)
    (job,) = asking_device("social_card_reader").jobs
    said: list[str] = []
    for full in (False, True):
        bed.simulator.fill_bin(full=full)
        found = job.work(slot, bed.deadline(), lambda _progress: None)
        said.append(reported(found))
    assert "没满" in said[0]
    assert "满了" in said[1]
    bed.close()


def test_a_board_whose_case_was_touched_works_on_and_is_to_be_looked_at() -> None:
    touched = DeviceReadiness("indicators", health=Health(DeviceState.POTENTIAL_FRAUD))
    assert touched.well
    page = readiness_panel(replace(READY, devices=(touched,)), TECHNICIAN)
    assert isinstance(page, Panel)
    assert [line.well for line in page.gauges if line.state.written(Wording()) == "可能被人动过"] == [False]
    assert "可能被人动过" in reported(touched)


def test_what_only_a_person_can_try_is_not_called_well_before_they_did() -> None:
    tried = DeviceReadiness("scanner", health=Health(DeviceState.ONLINE), test=(True, date(2026, 11, 21)))
    never, badly = replace(tried, test=None), replace(tried, test=(False, date(2026, 11, 21)))
    assert [(state_of(each), each.well) for each in (tried, never)] == [("线通了", True), ("线通了", True)]
    for device, well in ((tried, True), (never, None), (badly, None)):
        page = readiness_panel(replace(READY, devices=(device,)), TECHNICIAN)
        assert isinstance(page, Panel)
        (line,) = [each for each in page.gauges if each.state.written(Wording()) == "线通了"]
        assert line.well is well
    missing = [
        (each.what, each.do) for each in not_ready(replace(READY, devices=(never, replace(badly, lane="keypad"))))
    ]
    assert missing[:2] == [
        ("扫码器没有试过", "在它那一页，点“试扫一个码”"),
        ("小键盘试了没通过", "修好它，再点“每个键按一遍”"),
    ]


def test_the_opening_hours_stand_there_to_be_read(night: Night) -> None:
    shown = asked(night).shown().splitlines()
    assert shown[shown.index("开放时间") + 1] == "没有写"
    day = "09:00-12:00 13:30-17:00"
    hours = HoursConfig(monday=day, tuesday=day, wednesday=day, friday=day, saturday="09:00-12:00")
    night.hall = replace(night.hall, config=replace(night.hall.config, hours=hours))
    shown = asked(night).shown().splitlines()
    for label in ("周一到周三开门", "周五开门"):
        assert shown[shown.index(label) + 1 :][:2] == day.split()
    assert shown[shown.index("周六开门") + 1 :][:1] == ["09:00-12:00"]
    assert not any(line.startswith(("周四", "周日")) for line in shown)


def test_that_a_number_does_as_well_as_a_card_is_named_where_cards_could_be_read(night: Night) -> None:
    config = night.hall.config
    assert not config.staff.card_needed
    shown = asked(night).shown().splitlines()
    assert shown[shown.index("工号加密码就能登录") + 1] == "都有了卡，再设成一定要卡"
    night.hall = replace(night.hall, config=replace(config, staff=replace(config.staff, card_needed=True)))
    assert "工号加密码就能登录" not in asked(night).shown()
    none = DeviceConfig()
    bare = replace(config, id_reader=none, social_card_reader=none, scanner=none)
    night.hall = replace(night.hall, config=bare)
    assert "工号加密码就能登录" not in asked(night).shown()


def test_it_is_asked_again_when_that_is_wanted(night: Night) -> None:
    talk = asked(night)
    layout.current(night.data).write_bytes(b"gone")
    night.records.close()
    talk.touches("再看一遍")
    assert talk.page.name == "asking_id_reader"
    talk = asked(night)
    assert "没有数据，或读不出来" in talk.shown()


def test_the_report_is_printed_and_taken_along(night: Night) -> None:
    hours = HoursConfig(monday="9:00-17:00")
    panel = replace(night.hall.config.panel, rotation=90)
    night.hall = replace(night.hall, config=replace(night.hall.config, hours=hours, panel=panel))
    night.plug_in()
    talk = asked(night).touches("打印")
    talk.prepares().prepares().touches("大张纸").brings(1).touches("拿好了")
    talk.touches("存到U盘").does().another_agrees("73920516", AUDITOR, AUDITORS_PIN).does().sees("可以拔了")
    (folder,) = night.stick.iterdir()
    words = text((folder / "readiness.pdf").read_bytes())
    assert "就绪报告" in words
    assert "9:00-17:00" in words
    assert "转90度" in words
    head = night.notary.signed_head()
    assert head is not None
    assert night.noted[-1].fields["kind"] == "report"


def test_books_that_cannot_be_read_make_no_report(night: Night) -> None:
    talk = night.begins(readiness(night.duty(TECHNICIAN)))
    while talk.page.name != "asking_books":
        talk = talk.does() if talk.page.name == "asking_records" else talk.brings(WELL)
    assert talk.fails(OSError(5, "no")).sees("现在看不了").touches("知道了").result is Stay.MENU


# -- what has to be put right ---------------------------------------------------------------------------------------


def missing(**changes: object) -> list[str]:
    """What is said to be not ready of a terminal that is, but for these."""
    return [each.what for each in not_ready(replace(READY, **changes))]  # type: ignore[arg-type]


def test_a_terminal_that_is_ready_has_nothing_to_be_put_right() -> None:
    assert missing() == []


def test_each_thing_that_is_not_ready_is_named() -> None:
    state = READY.records.state
    assert state is not None
    assert missing(devices=()) == ["没有接读卡的机器", "没有接打印机"]
    assert missing(records=replace(READY.records, whole=False)) == ["数据核对不上"]
    assert missing(at=READY.at.replace(month=10)) == ["时钟比数据还早"]
    assert missing(at=READY.at.replace(year=2027)) == ["数据已经366天了"]
    assert missing(books=replace(READY.books, head="")) == ["记录没有签上名"]
    assert missing(books=replace(READY.books, unknown_prints=None)) == ["打印的账打不开"]
    assert missing(voice=replace(READY.voice, headset=False)) == ["耳机的输出没找到"]
    shared = replace(READY.voice, headset=False, shared=True)
    assert missing(voice=shared) == ["耳机和喇叭的输出没分开"]
    assert "和喇叭没分开" in str(text(a4(readiness_report(replace(READY, voice=shared), issue())).pdf))
    assert missing(number_enough=True) == ["工号加密码就能登录"]
    assert missing(staff={}) == ["没有管理员", "只有一位工作人员"]
    assert "打不开" in str(text(a4(readiness_report(replace(READY, books=BooksReadiness()), issue())).pdf))


def test_books_whose_journal_and_heads_do_not_open_are_still_reported(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise DiskFull("no")

    monkeypatch.setattr(night.notary, "signed_head", full)
    night.books._journal = full  # type: ignore[assignment]
    found = night.books.readiness()
    assert (found.head, found.unknown_prints) == ("", None)


def test_a_source_tree_says_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_name: str) -> str:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(metadata, "version", nothing)
    assert version() == "source"

    def released(_name: str) -> str:
        return "1.2.3"

    monkeypatch.setattr(metadata, "version", released)
    assert version() == "v1-2-3"
