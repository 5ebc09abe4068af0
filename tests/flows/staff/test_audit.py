"""Who keeps watch: reads, filters, checks and takes along; nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kiosk.audit.verifying import verify
from kiosk.books.parcel import check
from kiosk.core.keys import KeyUnavailable
from kiosk.core.page import Table
from kiosk.core.record import DiskFull
from kiosk.flows.staff.audit import audit
from kiosk.flows.staff.menu import SERVICES
from kiosk.flows.staff.service import Stay
from kiosk.notary import AUDIT, CRASHES
from kiosk.screens.staff.audit import MonthDay
from kiosk.store.keys import Purpose, sub_key
from kiosk.store.signing import read_keyring
from tests.flows.staff.night import AUDITOR, AUDITORS_PIN, TECHNICIAN, Night, Shift

if TYPE_CHECKING:
    from pathlib import Path


def begun(night: Night) -> Shift:
    return night.begins(audit(night.duty(AUDITOR))).sees("机器的记录")


def rows(talk: Shift) -> list[str]:
    page = talk.page
    assert isinstance(page, Table)
    return talk.shown().splitlines()


def test_an_auditor_may_look_check_and_take_along_and_nothing_else(night: Night) -> None:
    duty = night.duty(AUDITOR)
    offered = [service.label.message for service in SERVICES if service.open_to(duty)]
    assert offered == ["机器的记录", "一天的数字", "换密码"]
    assert begun(night).buttons() == ["看记录", "核对记录", "导出记录", "出错报告", "看好了"]
    assert begun(night).touches("看好了").result is Stay.MENU


def test_lines_are_read_page_by_page_and_chosen(night: Night) -> None:
    for _ in range(40):
        night.notary.over()
    talk = begun(night).touches("看记录").does().sees("机器的记录", "全部，新的在前。")
    assert rows(talk).count("一次办理结束。") == 30
    talk.touches("再往前看").does()
    assert rows(talk).count("一次办理结束。") == 10
    assert "再往前看" not in talk.buttons()
    talk.touches("换个条件").touches("有问题的").does().sees("机器的记录", "没有这样的记录。")
    talk.touches("换个条件").touches("按种类").touches("维护").does()
    assert "程序启动" in talk.shown()
    talk.touches("换个条件").touches("按工号").types("0441").does().sees("机器的记录", "没有这样的记录。")
    talk.touches("换个条件").touches("按日子").types("9999").sees("看哪一天？").types("1121").does()
    assert rows(talk).count("一次办理结束。") == 30
    talk.touches("换个条件").touches("全部").does().touches("看好了").sees("机器的记录")


def test_a_day_is_the_last_one_of_its_name() -> None:
    assert MonthDay(11, 21).newest(date(2026, 11, 21)) == date(2026, 11, 21)
    assert MonthDay(11, 22).newest(date(2026, 11, 21)) == date(2025, 11, 22)
    assert MonthDay(2, 29).newest(date(2026, 11, 21)) == date(2024, 2, 29)
    assert MonthDay(2, 30).newest(date(2026, 11, 21)) == date(2026, 11, 21)


def test_a_whole_audit_is_said_to_be_whole(night: Night) -> None:
    talk = begun(night).touches("核对记录").does().sees("记录完好", "和留存的末行对得上。").touches("知道了")
    talk.sees("机器的记录")
    assert night.events() == ["audit-verified"]
    assert talk.said


def test_without_a_kept_head_it_says_what_it_cannot_know(night: Night) -> None:
    (night.data / "audit-heads.txt").unlink(missing_ok=True)
    begun(night).touches("核对记录").does().sees("记录完好", "没有留存的末行可比，少没少看不出来。")


def test_the_exact_line_is_named_that_was_altered(night: Night) -> None:
    for _ in range(9):
        night.notary.over()
    log = night.data / AUDIT
    lines = log.read_bytes().splitlines(keepends=True)
    lines[4] = lines[4].replace(b"visit-over", b"visit-ovar")
    log.write_bytes(b"".join(lines))
    talk = begun(night).touches("核对记录").does()
    talk.sees("第5行不对", "这一行改过，或者它前面的行换过。", "文件audit.jsonl。", "前面4行完好。").touches("知道了")
    assert [event.fields.get("whole") for event in night.noted] == [False]


def test_a_check_can_be_called_off(night: Night) -> None:
    begun(night).touches("核对记录").touches("停下来").sees("机器的记录")


def exported(night: Night) -> Shift:
    night.plug_in()
    talk = begun(night).touches("导出记录").does().another_agrees(AUDITORS_PIN)
    return talk.sees("正在存到U盘")


def test_the_audit_is_taken_along_and_holds_elsewhere(night: Night) -> None:
    exported(night).does().sees("可以拔了", "读回来核对过，一样，也签了名。").touches("知道了").sees("机器的记录")
    (folder,) = night.stick.iterdir()
    key = sub_key(night.key.terminal_key(), Purpose.AUDIT_CHAIN)
    assert verify(folder / AUDIT, key).whole
    assert night.events() == ["dual-granted", "export-made"]
    assert night.noted[-1].fields["verified"] is True


def test_a_stick_that_spoils_what_it_took_is_not_to_be_used(night: Night) -> None:
    talk = exported(night)
    made = night.books.take_audit(night.stick, lambda: None)
    talk.brings(replace(made, verified=False)).sees("U盘上读回来不一样").touches("知道了").sees("机器的记录")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(5, "gone"), "U盘拔早了，或者坏了。"),
        (DiskFull("full"), "U盘写不下，或不让写。"),
        (KeyUnavailable("no key"), "没有签名的密钥，不能导出。"),
    ],
)
def test_why_it_was_not_taken_along_is_said(night: Night, error: Exception, sentence: str) -> None:
    exported(night).fails(error).sees("没有存好", sentence).touches("知道了").sees("机器的记录")


def test_called_off_nothing_usable_lies_there(night: Night) -> None:
    exported(night).touches("停下来").sees("没有存好", "上面那份不全，不要用。")


def test_a_stick_is_waited_for_and_chosen(night: Night, tmp_path: Path) -> None:
    talk = begun(night).touches("导出记录").does().sees("请插上U盘").touches("插好了").does().touches("先不办")
    talk.sees("机器的记录")
    night.plugged = (tmp_path / "ONE", tmp_path / "TWO")
    talk.touches("导出记录").does().sees("用哪个U盘？").touches("TWO").sees("这件事，要两个人").touches("先不办")
    talk.sees("机器的记录")


def test_crash_reports_are_shown_and_taken_along(night: Night) -> None:
    begun(night).touches("出错报告").does().sees("出错报告", "没有出过错。").touches("看好了").sees("机器的记录")
    (night.data / CRASHES).mkdir(exist_ok=True)
    (night.data / CRASHES / "crash-000-000.json").write_text("{half", encoding="utf-8")
    night.notary.crashed(RuntimeError("110101194912310028"))
    talk = begun(night).touches("出错报告").does().sees("出错报告", "里面没有任何人的资料。")
    assert "RuntimeError" in talk.shown()
    night.plug_in()
    talk.touches("导出").does().another_agrees(AUDITORS_PIN).does().sees("可以拔了")
    (folder,) = night.stick.iterdir()
    keyring = {key_id: key.public for key_id, key in read_keyring(night.data).items()}
    assert len(check(folder, keyring).names) == 2
    assert b"19491231" not in b"".join(file.read_bytes() for file in folder.iterdir())


def test_books_that_cannot_be_read_say_so(night: Night) -> None:
    begun(night).touches("看记录").fails(OSError(5, "no")).sees("现在看不了").touches("知道了").sees("机器的记录")


def test_an_attendant_is_not_offered_the_audit(night: Night) -> None:
    duty = night.duty(night.attendant())
    assert "机器的记录" not in [service.label.message for service in SERVICES if service.open_to(duty)]
    assert "机器的记录" in [s.label.message for s in SERVICES if s.open_to(night.duty(TECHNICIAN))]
