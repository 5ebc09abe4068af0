"""Crash reports hold no values of variables."""

from __future__ import annotations

import json
import re
import sys
import threading
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import PaperOut
from kiosk.audit.crash import CrashReports, crash_report
from kiosk.audit.log import AuditLog
from kiosk.audit.verifying import verify
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.money import IdNumber

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.audit.crash import CrashReport

KEY = bytes(range(32))
NUMBER = "110101194912310028"


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(datetime(2026, 11, 21, 9, 0, tzinfo=SHANGHAI))


def caught(work: Callable[[], object]) -> BaseException:
    try:
        work()
    except BaseException as error:  # noqa: BLE001 - any error is what is reported on
        return error
    raise AssertionError("nothing was raised")


def look_up(name: str) -> str:
    return {"somebody": "else"}[name]


def wrapped() -> None:
    try:
        look_up("王秀兰")
    except KeyError as error:
        raise ValueError(f"no such person: {NUMBER}") from error


def while_at_it() -> None:
    try:
        look_up("王秀兰")
    except KeyError:
        int(NUMBER + "X")


def silenced() -> None:
    try:
        look_up("王秀兰")
    except KeyError:
        raise ValueError(NUMBER) from None


def types(report: CrashReport) -> list[str]:
    return [error.type for error in report.errors]


def test_a_report_says_type_and_place_but_not_the_message() -> None:
    report = crash_report(caught(lambda: look_up("王秀兰")))
    assert types(report) == ["KeyError"]
    assert report.errors[0].message == ""
    assert re.fullmatch(r"test_crash\.py:look_up:\d+", report.errors[0].frames[-1])
    assert re.fullmatch(r"\d{3}-\d{3}", report.code)


@given(st.text(min_size=4))
def test_no_value_of_a_foreign_error_is_in_its_report(value: str) -> None:
    def work() -> None:
        raise LookupError(f"<<{value}>>")

    assert f"<<{value}>>" not in crash_report(caught(work)).text()
    assert crash_report(caught(work)) == crash_report(caught(work))


@pytest.mark.parametrize("work", [wrapped, while_at_it, silenced])
def test_what_an_error_came_from_is_named_but_not_quoted(work: Callable[[], None]) -> None:
    report = crash_report(caught(work))
    assert types(report) == (["ValueError"] if work is silenced else ["ValueError", "KeyError"])
    assert NUMBER not in report.text()
    assert "王" not in report.text()


def test_our_own_errors_keep_their_text() -> None:
    def work() -> None:
        raise PaperOut("status 0x60")

    report = crash_report(caught(work))
    assert types(report) == ["devices.errors.PaperOut"]
    assert report.errors[0].message == "paper-out: status 0x60"
    assert "devices.errors.PaperOut: paper-out: status 0x60\n" in report.text()


def test_our_files_are_named_from_the_top_of_the_tree() -> None:
    report = crash_report(caught(lambda: IdNumber("王秀兰")))
    assert report.errors[0].frames[-1].startswith("kiosk/core/money.py:__init__:")


def test_errors_that_hold_each_other_end() -> None:
    first, second = ValueError(NUMBER), TypeError(NUMBER)
    first.__cause__, second.__cause__ = second, first
    assert types(crash_report(first)) == ["ValueError", "TypeError"]


def test_a_group_names_all_it_holds() -> None:
    group = BaseExceptionGroup("together", [ValueError(NUMBER), KeyError(NUMBER)])
    assert types(crash_report(group)) == ["ExceptionGroup", "ValueError", "KeyError"]


def test_another_place_is_another_code() -> None:
    assert crash_report(caught(wrapped)).code != crash_report(caught(while_at_it)).code


def test_a_crash_is_written_audited_and_said(tmp_path: Path, clock: VirtualClock) -> None:
    said: list[str] = []
    reports = CrashReports(tmp_path / "crashes", clock, say=said.append)
    with closing(AuditLog(tmp_path / "audit.jsonl", KEY, clock)) as log:
        reports.log = log
        error = caught(wrapped)
        reports.excepthook(type(error), error, error.__traceback__)
        reports.excepthook(type(error), error, error.__traceback__)
    code = crash_report(error).code
    (file,) = (tmp_path / "crashes").iterdir()
    assert file.name == f"crash-{code}.json"
    written = json.loads(file.read_text())
    assert (written["at"], written["code"]) == ("2026-11-21T09:00:00+08:00", code)
    line = json.loads((tmp_path / "audit.jsonl").read_text().splitlines()[0])
    assert (line["event"], line["fields"]) == ("crashed", {"code": code, "error": "ValueError"})
    assert said[0].startswith(f"crash {code}\nValueError\n  test_crash.py:")
    everything = file.read_text() + said[0] + (tmp_path / "audit.jsonl").read_text()
    assert NUMBER not in everything
    assert verify(tmp_path / "audit.jsonl", KEY).whole


def test_a_crash_that_can_not_be_written_is_still_said(tmp_path: Path, clock: VirtualClock) -> None:
    said: list[str] = []
    (tmp_path / "crashes").write_text("a file where the folder should be")
    reports = CrashReports(tmp_path / "crashes", clock, say=said.append)
    reports.log = AuditLog(tmp_path / "audit.jsonl", KEY, clock)
    reports.log.close()
    reports.write(caught(wrapped))
    assert said[0].endswith("(the crash folder can't be written)\n(the audit log can't be written)\n")


def test_a_type_with_no_plain_name_is_audited_without_it(tmp_path: Path, clock: VirtualClock) -> None:
    class Local(Exception):
        pass

    def work() -> None:
        raise Local(NUMBER)

    reports = CrashReports(tmp_path / "crashes", clock, say=lambda _: None)
    with closing(AuditLog(tmp_path / "audit.jsonl", KEY, clock)) as log:
        reports.log = log
        reports.write(caught(work))
    assert json.loads((tmp_path / "audit.jsonl").read_text())["fields"]["error"] == "unnamed"


def test_a_thread_that_dies_is_reported_too(
    tmp_path: Path, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    reports = CrashReports(tmp_path / "crashes", clock, say=said.append)
    monkeypatch.setattr(threading, "excepthook", reports.thread_excepthook)
    thread = threading.Thread(target=wrapped)
    thread.start()
    thread.join()
    assert len(said) == 1
    reports.thread_excepthook(threading.ExceptHookArgs((SystemExit, None, None, None)))
    assert len(said) == 1


def test_the_keyboard_s_interrupt_is_no_crash(
    tmp_path: Path, clock: VirtualClock, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = CrashReports(tmp_path / "crashes", clock)
    monkeypatch.setattr(sys, "excepthook", reports.excepthook)
    reports.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert capsys.readouterr().err == ""
    reports.write(caught(wrapped))
    assert capsys.readouterr().err.startswith("crash ")
