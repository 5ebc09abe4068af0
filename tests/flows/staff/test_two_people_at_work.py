"""What only two people may do of the machine: its clock, its signing key, and doing away with its records."""

from __future__ import annotations

import errno
import os
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from kiosk.core.clock import SHANGHAI
from kiosk.core.exits import Exit
from kiosk.core.page import Answer, EnterDigits
from kiosk.core.record import StoreMissing
from kiosk.core.upkeep import ClockKept, ClockRefused
from kiosk.flows.staff.audit import audit
from kiosk.flows.staff.machine import set_clock
from kiosk.flows.staff.outcome import Exits
from kiosk.flows.staff.records import records
from kiosk.flows.staff.service import Stay
from kiosk.flows.staff.signing_key import signing_key
from kiosk.store import layout
from kiosk.store.signing import make_signing_key, open_signing_key, read_keyring
from tests.flows.staff.desk import ATTENDANT_PIN
from tests.flows.staff.night import (
    AUDITOR,
    AUDITORS_PIN,
    CHIEF,
    CHIEFS_PIN,
    NEWER,
    TECHNICIAN,
    TECHNICIANS_PIN,
    Night,
    Shift,
)
from tests.store.terminal import ORIGIN

if TYPE_CHECKING:
    from kiosk.core.staff import StaffMember


def details(night: Night, event: str, field: str) -> list[object]:
    return [each.fields[field] for each in night.noted if each.kind.id == event]


# -- the clock --------------------------------------------------------------------------------------------------


def asked(night: Night) -> Shift:
    """Come to where two people are asked for; times that can't be are not taken."""
    talk = night.begins(set_clock(night.duty(TECHNICIAN)))
    talk.touches("走快了，走慢了")
    for page, wrong, typed in (("今天是哪天？", "20261341", "20261122"), ("现在几点几分？", "930", "0931")):
        talk.sees(page)
        form = talk.page
        assert isinstance(form, EnterDigits)
        assert [isinstance(form.read(each), Answer) for each in (wrong, "2561")] == [False, False]
        talk.types(typed)
    return talk


def test_the_clock_is_set_by_two_people(night: Night) -> None:
    assert asked(night).touches("先不办").over
    assert night.clock_set_to == []
    talk = asked(night).another_agrees(TECHNICIANS_PIN).does().sees("时间改好了")
    assert talk.touches("知道了").over
    assert night.clock_set_to == [datetime(2026, 11, 22, 9, 31, tzinfo=SHANGHAI)]
    assert details(night, "dual-granted", "what") == ["clock"]
    night.clock_refused = ClockRefused("Access denied")
    asked(night).another_agrees(TECHNICIANS_PIN).does().sees("时间没有改成", "Access denied")
    assert night.events().count("clock-set") == 1


def test_a_clock_that_a_time_server_sets_is_told_as_one(night: Night) -> None:
    night.clock_refused = ClockKept("Automatic time synchronization is enabled")
    talk = asked(night).another_agrees(TECHNICIANS_PIN).does()
    talk.sees("时间没有改成", "机器自己在对时，要先关掉。", "办法在安装说明里。").touches("知道了")
    assert (night.clock_set_to, night.events().count("clock-set")) == ([], 0)


# -- the same person twice ----------------------------------------------------------------------------------------


def alone(talk: Shift, member: StaffMember, pin: str) -> Shift:
    """The same person is both, and is told that this is nobody else."""
    return (
        talk.another_agrees(pin, member, pin).sees("还不能办", "两次是同一个人。", "要请另一位来。").touches("知道了")
    )


def refused(night: Night, matter: str, member: StaffMember) -> None:
    """See that the audit has both halves of the one person, and that nothing was granted."""
    number = str(member.number)
    (noted,) = [each.fields for each in night.noted if each.kind.id == "dual-refused"]
    assert dict(noted) == {"staff": number, "second": number, "what": matter, "reason": "same-person"}
    assert not {"dual-granted", "export-made", "data-wiped", "signing-key-made"} & set(night.events())


def test_one_person_takes_nothing_along(night: Night) -> None:
    stick = night.plug_in()
    talk = night.begins(audit(night.duty(AUDITOR))).touches("导出记录").does()
    alone(talk, AUDITOR, AUDITORS_PIN).sees("机器的记录")
    assert list(stick.iterdir()) == []
    refused(night, "export", AUDITOR)


def test_one_person_wipes_nothing(night: Night) -> None:
    with_earlier(night)
    before = night.records.state()
    alone(wished(night).touches("全部清掉"), CHIEF, CHIEFS_PIN).does().sees("这台机器的数据")
    assert night.records.state() == before
    refused(night, "wipe", CHIEF)


def test_one_person_makes_no_key(night: Night) -> None:
    talk = night.begins(signing_key(night.duty(CHIEF))).touches("换新的")
    assert alone(talk, CHIEF, CHIEFS_PIN).result is Stay.MENU
    assert sorted(read_keyring(night.data)) == [0]
    refused(night, "keys", CHIEF)


# -- the signing key ----------------------------------------------------------------------------------------------


def test_two_people_make_another_signing_key_and_the_older_one_stays_known(night: Night) -> None:
    talk = night.begins(signing_key(night.duty(CHIEF))).sees("换签名钥匙吗？")
    talk.touches("换新的").another_agrees(CHIEFS_PIN, TECHNICIAN, TECHNICIANS_PIN).does()
    talk.sees("新钥匙做好了，1号", "重启后，就用新的。").touches("现在重启程序").does()
    assert talk.result == Exits(Exit.RESTART)
    assert open_signing_key(night.data, night.key).key_id == 1
    assert sorted(read_keyring(night.data)) == [0, 1]
    assert details(night, "signing-key-made", "number") == [1]
    assert details(night, "dual-granted", "what") == ["keys"]


def test_who_thinks_better_of_a_new_key_makes_none(night: Night) -> None:
    assert night.begins(signing_key(night.duty(CHIEF))).touches("先不换").result is Stay.MENU
    assert night.begins(signing_key(night.duty(CHIEF))).touches("换新的").touches("先不办").result is Stay.MENU
    assert sorted(read_keyring(night.data)) == [0]
    talk = night.begins(signing_key(night.duty(CHIEF))).touches("换新的")
    talk.another_agrees(CHIEFS_PIN, AUDITOR, AUDITORS_PIN).does().touches("以后再说")
    assert talk.result is Stay.MENU
    assert "restart-asked" not in night.events()


def test_a_key_that_cannot_be_made_is_told_and_the_old_one_signs_on(night: Night) -> None:
    for _ in range(255):
        make_signing_key(night.data, night.key, date(2026, 11, 1))
    talk = night.begins(signing_key(night.duty(CHIEF))).touches("换新的")
    talk.another_agrees(CHIEFS_PIN, TECHNICIAN, TECHNICIANS_PIN).does()
    talk.sees("钥匙没有换成", "还用原来的签。", "all 256 key ids are used: provision the terminal anew").touches(
        "知道了"
    )
    assert talk.result is Stay.MENU
    assert open_signing_key(night.data, night.key).key_id == 255
    assert "signing-key-made" not in night.events()


@pytest.mark.parametrize(("member", "offered"), [(TECHNICIAN, False), (CHIEF, True)])
def test_only_an_administrator_may_wipe(night: Night, member: StaffMember, *, offered: bool) -> None:
    talk = night.begins(records(night.duty(member))).does()
    assert ("机器要撤走时" in talk.shown()) is offered


# -- the records --------------------------------------------------------------------------------------------------


def with_earlier(night: Night) -> None:
    """Have records in use, and some before."""
    night.plug_in(NEWER)
    night.records.take(night.stick / "T007", ORIGIN.agency, ORIGIN.county)


def wished(night: Night) -> Shift:
    return night.begins(records(night.duty(CHIEF))).does().presses("清掉数据").sees("清掉所有数据吗？")


def test_two_people_do_away_with_all_records(night: Night) -> None:
    with_earlier(night)
    talk = wished(night)
    assert "40人" in talk.shown()
    assert "60人" in talk.shown()
    talk.touches("全部清掉").another_agrees(CHIEFS_PIN, TECHNICIAN, TECHNICIANS_PIN).sees("正在清数据").does()
    talk.sees("数据清掉了", "这台机器查不到人了。").touches("知道了").does()
    assert "机器要撤走时" not in talk.shown()
    assert "读不出来" in talk.shown()
    assert list((night.data / layout.FOLDER).iterdir()) == []
    with pytest.raises(StoreMissing):
        night.records.state()
    assert details(night, "data-wiped", "what") == ["records-begun", "records"]
    assert details(night, "dual-granted", "what") == ["wipe"]
    assert talk.said[-1].done == talk.said[-1].total > 0
    night.plug_in(NEWER)
    talk.touches("换新数据").does().touches("换成这份").another_agrees(CHIEFS_PIN, TECHNICIAN, TECHNICIANS_PIN).does()
    talk.sees("数据换好了").touches("知道了").does().touches("好了")
    assert talk.result is Stay.MENU


def test_an_attendant_is_not_enough_to_wipe(night: Night) -> None:
    talk = wished(night).touches("全部清掉").another_agrees(CHIEFS_PIN, pin=ATTENDANT_PIN)
    talk.sees("还不能办").touches("知道了").does().sees("这台机器的数据")
    assert night.records.state().version == ORIGIN.version
    assert details(night, "dual-refused", "what") == ["wipe"]


def test_who_thinks_better_of_it_keeps_the_records(night: Night) -> None:
    wished(night).touches("先不清").does().presses("清掉数据").touches("全部清掉").touches("先不办").does()
    assert night.records.state().version == ORIGIN.version
    assert "data-wiped" not in night.events()


def test_a_disk_that_keeps_something_is_told(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    unlink = os.unlink

    def broken(path: str) -> None:
        if os.fspath(path).endswith(layout.SLOTS):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        unlink(path)

    talk = wished(night).touches("全部清掉").another_agrees(CHIEFS_PIN, TECHNICIAN, TECHNICIANS_PIN)
    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", broken)
        talk.does()
    talk.sees("没有清完", "请再清一次。").touches("知道了").does()
    assert details(night, "data-wiped", "what") == ["records-begun"]
    with pytest.raises(StoreMissing):
        night.records.state()
