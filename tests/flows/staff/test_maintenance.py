"""The technician's maintenance as a conversation: with the real upkeep, and devices that answer as they are told."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from devices.deadline import Deadline
from devices.errors import Action, CardUnreadable, DeviceGone, NoReply, OperationCancelled, OperationTimedOut
from devices.health import (
    Ability,
    Capabilities,
    Counters,
    DeviceInfo,
    DeviceState,
    Health,
    LastError,
    SelfTest,
    Supply,
    Verdict,
)
from devices.roles import Detail, DeviceEvent, Key, KeyPressed, Lamp, Sense
from devices.social_card.transport import CARD_BIN
from kiosk import settings
from kiosk.audit import maintenance_events
from kiosk.audit.declaring import Event
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.config import Config, DeviceConfig, PanelConfig
from kiosk.core.device_names import DEVICES
from kiosk.core.exits import Exit
from kiosk.core.lane import Lanes
from kiosk.core.languages import CHINESE, LANGUAGES
from kiosk.core.page import Answer, EnterDigits, Gauge, Grid, Hit, Panel, Review, Wait
from kiosk.core.record import DiskFull
from kiosk.core.staff import StaffMember, StaffNumber, StaffRole
from kiosk.core.text import Wording, say
from kiosk.core.upkeep import Check, LoudnessSet, Missed, Pause, PauseReason, PauseTurned, TriedAgain
from kiosk.flows.hall import Hall
from kiosk.flows.staff.device import keep_device
from kiosk.flows.staff.house import StaffHouse
from kiosk.flows.staff.machine import measure_panel
from kiosk.flows.staff.maintenance import fitted, maintenance
from kiosk.flows.staff.outcome import Exits
from kiosk.flows.staff.service import OnDuty, Parked, Stay
from kiosk.screens.staff.contacts import Contacts
from kiosk.screens.staff.device_panel import Looked, Renewed
from kiosk.screens.staff.device_words import NAMES, outcome_of, state_of
from kiosk.screens.staff.language_switches import Tongues, which_languages
from kiosk.screens.staff.maintenance import Machine, Seen, detail_of
from kiosk.screens.staff.panel_check import Miss
from kiosk.screens.staff.stopping import Until, moment
from kiosk.screens.staff.testing import Saw
from kiosk.trials import Fittings
from kiosk.upkeep import MachineUpkeep
from kiosk.voice.words import Outlet
from tests.flows.dialogue import Dialogue

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator, Sequence
    from pathlib import Path

    from kiosk.core.deeds import Deed
    from kiosk.core.text import Text

NINE = datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI)
TECHNICIAN = StaffMember(StaffNumber("1003"), StaffRole.TECHNICIAN)
WELL = Health(DeviceState.ONLINE, counters=Counters(operations=3))
ASKED = Capabilities("serial", frozenset({Ability.ANSWERS}))
SEES = Seen("scanner", DeviceInfo("Newland"), ASKED, WELL)
WIRED = {"port": "/dev/ttyUSB4", "lamps": {"id_reader": 0, "receipt": 1, "chime": 7}}


class Talk(Dialogue):
    """A conversation whose upkeep is real; a device's outcome is brought by the test."""

    def __init__(self, flow: Coroutine[Any, Any, Any], bench: Bench) -> None:
        self._bench = bench
        super().__init__(flow)
        self.settles()

    def settles(self) -> Talk:
        """Let the upkeep do what pages ask of it, until a device or a person is asked, or a panel stands."""
        while not self.over and self.page.jobs and self.page.jobs[0].lane == "upkeep":
            if self.page.stop or self.page.actions:
                break
            self.performs(self._bench.upkeep, self._bench.clock)
        return self

    def presses(self, label: str) -> Talk:
        """Touch the button beside a line of the panel."""
        page = self.page
        assert isinstance(page, Panel)
        values = [g.action.value for g in page.gauges if g.action and g.label.written(self._wording) == label]
        self._go(values[0], None)
        return self.settles()

    def line(self, label: str) -> Gauge[Any]:
        page = self.page
        assert isinstance(page, Panel)
        return next(gauge for gauge in page.gauges if gauge.label.written(self._wording) == label)

    def says(self, label: str) -> str:
        return self.line(label).state.written(self._wording)

    def rows(self) -> list[tuple[str, str]]:
        page = self.page
        assert isinstance(page, Review)
        return [(row.label.written(self._wording), row.figure.written(self._wording)) for row in page.rows]

    def touch(self, label: str) -> Talk:
        self.touches(label)
        return self.settles()

    def gets(self, value: object) -> Talk:
        self.brings(value)
        return self.settles()

    def refuses(self, error: Exception) -> Talk:
        self.fails(error)
        return self.settles()

    def answers(self, value: object) -> Talk:
        self._go(value, None)
        return self.settles()


class Bench:
    """A terminal with a scanner and lamps, its upkeep, and what the audit was told."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "kiosk.toml"
        self.config = Config(
            data=folder / "data",
            scanner=DeviceConfig("line", {"port": "/dev/ttyUSB0"}),
            indicators=DeviceConfig("modbus", WIRED),
        )
        self.config.data.mkdir()
        self.file.write_text(settings.written(self.config), encoding="utf-8")
        self.clock = VirtualClock(NINE)
        self.noted: list[Deed | Event] = []
        self.rests = False
        self.told: list[object] = []
        self.said: list[tuple[Outlet, int]] = []
        self.upkeep = MachineUpkeep(
            self.config,
            self.clock,
            Lanes({}, lambda _message: None),
            Fittings(self.config),
            self.told.append,
            path=self.file,
            missed=lambda: Missed(((0, 4), (1, 0))),
            rests=lambda: self.rests,
        )
        self.hall = Hall(self.config, NINE.date, note=self.noted.append)

    def duty(self, parked: Parked | None = None) -> OnDuty:
        return OnDuty(self.hall, TECHNICIAN, parked or Parked())

    def enters(self, parked: Parked | None = None) -> Talk:
        talk = Talk(maintenance(self.duty(parked)), self)
        return talk.gets(SEES).gets(Seen("indicators", DeviceInfo(), ASKED)).gets(date(2026, 11, 20))

    def at_scanner(self) -> Talk:
        return self.enters().presses("扫码器").gets(SEES)

    def at_lamps(self) -> Talk:
        lamps = Seen("indicators", DeviceInfo(), Capabilities("serial", frozenset({Ability.CHIMES})), WELL)
        return self.enters().presses("灯和感应").gets(lamps)

    def speaks(self, outlet: Outlet, loudness: int) -> None:
        self.said.append((outlet, loudness))

    def events(self) -> list[str]:
        return [event.kind.id for event in self.noted if isinstance(event, Event)]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    with closing(bench.clock), closing(bench.upkeep):
        yield bench


# -- the panel --------------------------------------------------------------------------------------------------


def test_every_fitted_device_has_its_line_and_unknown_is_never_well(bench: Bench) -> None:
    assert fitted(bench.hall) == ("scanner", "indicators")
    talk = bench.enters().sees("设备维护")
    assert (talk.says("扫码器"), talk.line("扫码器").well) == ("正常", True)
    assert (talk.says("灯和感应"), talk.line("灯和感应").well) == ("不知道", None)
    assert talk.says("数据") == "到2026年11月20日"
    assert [(talk.says(line), talk.line(line).well) for line in ("语音", "备用电源")] == [
        ("要听才知道", None),
        ("没接线", None),
    ]
    assert bench.events() == ["maintenance-entered"]
    assert talk.touch("回菜单").result is Stay.MENU


def test_a_device_is_called_the_same_on_its_panel_and_in_the_readiness_report() -> None:
    assert {lane: name.written(Wording()) for lane, name in NAMES.items()} == dict(DEVICES)


def test_the_panel_is_put_anew_when_something_changed(bench: Bench) -> None:
    gone = Health(DeviceState.NO_DEVICE)
    talk = bench.enters().gets(Machine({"scanner": gone}))
    assert (talk.says("扫码器"), talk.line("扫码器").well) == ("没连上", False)


def test_a_panel_looks_again_by_itself(bench: Bench) -> None:
    talk = bench.enters()
    talk.performs(bench.upkeep, bench.clock)
    talk.sees("设备维护")


def test_a_sheet_under_way_is_finished_first_and_that_is_said(bench: Bench) -> None:
    config = replace(bench.config, receipt_printer=DeviceConfig("escpos"))
    bench.hall = replace(bench.hall, config=config)
    printing = Wait[int](name="printing", title=say("正在打印"), seals=True)
    talk = Talk(maintenance(bench.duty(Parked(printing))), bench)
    talk.sees("打印还没完，请等一等", "打完就轮到您。")
    talk.gets(Seen("receipt_printer", capabilities=ASKED, health=WELL, left=38)).sees("正在看设备")


def test_a_device_that_cannot_be_made_has_what_its_lane_knows(bench: Bench) -> None:
    talk = Talk(maintenance(bench.duty()), bench).refuses(NoReply("no")).refuses(NoReply("no")).gets(None)
    assert (talk.says("扫码器"), talk.says("数据")) == ("不知道", "不知道")
    gone = Health(DeviceState.HARDWARE_ERROR, last_error=LastError("not-configured", Action.CONFIGURE, "port", 0.0))
    talk = talk.gets(Machine({"scanner": gone})).presses("扫码器").refuses(NoReply("no"))
    assert talk.says("现在") == "坏了"
    assert talk.says("上次的毛病") == "端口或速度不对，请改。"


def test_who_leaves_gives_everything_back_and_that_is_noted(bench: Bench) -> None:
    talk = bench.at_scanner().touch("端口和速度").touch("线的速度").touch("9600").sees("正在问扫码器")
    assert bench.upkeep.settings("scanner")["baud"] == 9600
    del talk
    (job,) = StaffHouse(bench.hall, lambda: None, lambda: "").farewell()
    for _ in range(2):
        job.work(bench.upkeep, Deadline(bench.clock, None), lambda _progress: None)
    assert bench.upkeep.settings("scanner") == {"port": "/dev/ttyUSB0"}
    assert bench.events() == ["maintenance-entered", "maintenance-left"]


# -- a device ---------------------------------------------------------------------------------------------------


def test_a_device_tests_itself_and_that_is_kept(bench: Bench) -> None:
    talk = bench.at_scanner().sees("扫码器")
    assert (talk.says("自检"), talk.line("自检").well) == ("没试过", None)
    talk.presses("自检").sees("扫码器正在自检").gets(SelfTest(Verdict.PASSED)).sees("自检没问题").touch("知道了")
    talk.gets(SEES)
    assert (talk.says("自检"), talk.line("自检").well) == ("没问题", True)
    failed = SelfTest(Verdict.FAILED, error=LastError("device-gone", Action.MAINTENANCE, "ttyUSB0", 0.0))
    talk.presses("自检").gets(failed).sees("自检没过", "看看线和电源接好没有。").touch("知道了").gets(SEES)
    assert talk.says("自检") == "没过"
    talk.presses("自检").gets(SelfTest(Verdict.UNKNOWN)).sees("线通了，别的问不到").touch("知道了").gets(SEES)
    assert (talk.says("自检"), talk.line("自检").well) == ("要人试一试", None)
    talk.presses("自检").gets(SelfTest(Verdict.FAILED, empty=("paper",))).sees("自检没过", "该添纸，或换耗材了。")
    talk.touch("知道了").gets(SEES).presses("自检").refuses(NoReply("no")).sees("自检：没过").touch("知道了")
    assert bench.events() == ["maintenance-entered", *["self-tested"] * 5]
    told = [event.fields.get("passed") for event in bench.noted[1:] if isinstance(event, Event)]
    assert told == [True, False, None, False, False]
    talk.gets(SEES).presses("自检").sees("扫码器正在自检").touch("不等了").gets(SEES)
    assert len(bench.events()) == 6
    talk.touch("看别的").sees("设备维护")


def test_a_code_is_scanned_and_only_that_is_kept(bench: Bench) -> None:
    talk = bench.at_scanner().presses("试扫一个码").sees("请扫任何一个码", "只看读不读得出，不看内容。")
    talk.performs(Reader(), bench.clock)
    talk.settles().sees("试扫一个码：没问题").touch("知道了").gets(SEES)
    talk.presses("试扫一个码").touch("先不试").gets(SEES).presses("试扫一个码").touch("读不出来")
    talk.sees("试扫一个码：没过").touch("知道了").gets(SEES)
    talk.presses("试扫一个码").refuses(DeviceGone("ttyUSB0")).sees("试扫一个码：没过")
    assert "SECRET" not in str(bench.noted)
    assert bench.upkeep.tests()["scanner", Check.SCAN].code == "device-gone"


def test_a_devices_panel_tells_at_once_how_it_is_by_now(bench: Bench) -> None:
    bench.clock.sleep(120.0)
    talk = bench.at_scanner()
    talk.gets(Renewed(Health(DeviceState.NO_DEVICE), Looked()))
    assert (talk.says("现在"), talk.line("现在").well) == ("没连上", False)
    error = LastError("device-gone", Action.MAINTENANCE, "ttyUSB3", 60.0)
    again = Renewed(replace(WELL, last_error=error), Looked(failed_at=NINE))
    talk.gets(again)
    assert (talk.says("现在"), talk.line("现在").well) == ("正常", True)
    assert talk.says("上次的毛病　11月21日09:05") == "看看线和电源接好没有。"
    talk.performs(bench.upkeep, bench.clock)
    assert talk.says("上次的毛病　11月21日09:06") == "看看线和电源接好没有。"
    talk.touch("看别的").sees("设备维护")
    assert talk.says("扫码器") == "正常"


def test_a_reset_says_whether_it_helped(bench: Bench) -> None:
    reset = True
    talk = bench.at_scanner().touch("复位").gets(reset).sees("复位好了").touch("知道了").gets(SEES)
    talk.touch("复位").sees("正在复位扫码器").touch("不等了").gets(SEES).sees("扫码器")
    talk.touch("复位").refuses(NoReply("no")).sees("复位没成").touch("知道了").refuses(NoReply("no"))
    assert talk.says("现在") == "不知道"


def test_details_name_the_device(bench: Bench) -> None:
    bench.clock.sleep(60.0)
    known = replace(SEES, health=replace(WELL, counters=Counters(since_seconds=30.0, prints_since_roll=12)))
    talk = bench.enters().presses("扫码器").gets(known).touch("详细").gets(())
    talk.sees("扫码器", "次数从11月21日09:05算起。").touch("知道了").gets(SEES).sees("扫码器")
    talk.touch("详细").refuses(NoReply("no")).sees("扫码器", "次数从什么时候算起，不知道。", "机器没回应，有的没问到。")


def test_a_device_that_has_more_to_tell_is_asked_for_it(bench: Bench) -> None:
    talk = at(bench, "social_card_reader").touch("详细").performs(Motor(), bench.clock).settles()
    assert ("感应点S1到S4", "0 0 1 1") in talk.rows()
    assert ("收卡箱里", "没说") in talk.rows()
    talk.touch("知道了").gets(SEES).touch("详细").performs(object(), bench.clock).settles()
    assert "感应点S1到S4" not in dict(talk.rows())


def test_the_last_trouble_says_what_to_do_and_when_it_was(bench: Bench) -> None:
    bench.clock.sleep(120.0)
    error = LastError("device-gone", Action.MAINTENANCE, "ttyUSB3", 60.0)
    talk = bench.enters().presses("扫码器").gets(replace(SEES, health=replace(WELL, last_error=error)))
    assert talk.says("上次的毛病　11月21日09:06") == "看看线和电源接好没有。"
    told = talk.line("上次的毛病　11月21日09:06").detail
    assert told is not None
    assert told.written(Wording()) == "device-gone ttyUSB3"


def test_lamps_are_lit_one_by_one_and_given_back(bench: Bench) -> None:
    talk = bench.at_lamps().presses("灯一盏一盏亮").sees("放身份证的灯亮了吗？").touch("亮了")
    talk.sees("出小条的灯亮了吗？").touch("没亮").sees("灯一盏一盏亮：没过").touch("知道了")
    lamps = Seen("indicators", DeviceInfo(), Capabilities("serial", frozenset({Ability.CHIMES})), WELL)
    talk.gets(lamps).presses("灯一盏一盏亮").touch("亮了").touch("亮了").sees("灯一盏一盏亮：没问题").touch("知道了")
    talk.gets(lamps).presses("灯一盏一盏亮").touch("先不试").gets(lamps).sees("灯和感应")
    talk.presses("听铃声").sees("听到铃声了吗？").touch("听到了").sees("听铃声：没问题")


CONTACTS = Contacts(frozenset({Sense.PRESENCE, Sense.DOOR}), {Sense.DOOR: True})


def wire(bench: Bench) -> Talk:
    """Come to the lamps of a machine whose board has two contacts."""
    bench.upkeep.try_settings("indicators", {**WIRED, "senses": {"presence": 0, "door": 2}})
    return bench.at_lamps()


def test_every_contact_has_its_line_and_tells_by_itself(bench: Bench) -> None:
    talk = wire(bench)
    assert [(talk.says(line), talk.line(line).well) for line in ("机门", "人感应", "耳机", "防拆")] == [
        ("不知道", None),
        ("不知道", None),
        ("没接线", None),
        ("没接线", None),
    ]
    talk.gets(Renewed(WELL, Looked(contacts=CONTACTS)))
    assert (talk.says("机门"), talk.line("机门").well) == ("开着", False)
    talk.gets(Renewed(WELL, Looked(contacts=replace(CONTACTS, says={Sense.DOOR: False, Sense.PRESENCE: True}))))
    assert (talk.says("机门"), talk.line("机门").well) == ("关着", True)
    assert (talk.says("人感应"), talk.line("人感应").well) == ("有人", True)
    talk.performs(bench.upkeep, bench.clock)
    assert talk.settles().says("机门") == "不知道"
    talk.touch("详细").gets(()).touch("知道了").sees("正在看设备")


def test_contacts_are_tried_one_by_one(bench: Bench) -> None:
    lamps = Seen("indicators", DeviceInfo(), Capabilities("serial", frozenset({Ability.CHIMES})), WELL)
    talk = wire(bench).presses("触点一个个试").sees("请站到机器前面", "现在：不知道。", "看它变没变，变了就下一个。")
    talk.gets(Saw.GOOD).sees("请打开机门").gets(Saw.GOOD).sees("触点一个个试：没问题").touch("知道了").gets(lamps)
    assert (talk.says("触点一个个试"), talk.line("触点一个个试").well) == ("没问题", True)
    talk.presses("触点一个个试").touch("没变，或反了").touch("这个不试").sees("触点一个个试：没过").touch("知道了")
    talk.gets(lamps).presses("触点一个个试").gets(Saw.GOOD).touch("这个不试").sees("触点一个个试：有的没试")
    assert talk.touch("知道了").gets(lamps).says("触点一个个试") == "要人试一试"
    talk.presses("触点一个个试").touch("这个不试").touch("这个不试").gets(lamps).sees("灯和感应")
    talk.presses("触点一个个试").touch("先不试").gets(lamps).sees("灯和感应")
    told = [event.fields.get("passed") for event in bench.noted if isinstance(event, Event)]
    assert told[1:] == [True, False, None], "what was not tried is not kept"


def test_a_board_without_a_chime_is_not_asked_for_one(bench: Bench) -> None:
    lamps = Seen("indicators", DeviceInfo(), Capabilities("serial", frozenset()), WELL)
    talk = bench.enters().presses("灯和感应").gets(lamps)
    page = talk.page
    assert isinstance(page, Panel)
    assert len(page.gauges) == 3 + len(Sense), "nor for its contacts, where none is wired"
    assert talk.says("现在") == "线通了，要试"


class Motor:
    """A reader that tells of its sensors, and won't say how many cards it has kept."""

    def details(self, _deadline: Deadline) -> tuple[Detail, ...]:
        return Detail("感应点S1到S4", "0 0 1 1"), Detail("收卡箱里")


class Reader:
    """Reads whatever lies there: first not, then well."""

    def __init__(self) -> None:
        self.given_back = False
        self.worn = 1

    def read_card(self, _deadline: Deadline, *, found: object) -> str:
        del found
        if self.worn:
            self.worn -= 1
            raise CardUnreadable
        return "SECRET"

    def give_back(self, _deadline: Deadline) -> None:
        self.given_back = True

    def scan(self, _deadline: Deadline) -> str:
        return "SECRET"


def at(bench: Bench, lane: str) -> Talk:
    return Talk(keep_device(bench.duty(), Seen(lane, capabilities=ASKED, health=WELL)), bench)


@pytest.mark.parametrize(("lane", "worn"), [("id_reader", 1), ("social_card_reader", 0)])
def test_a_card_is_read_and_forgotten(bench: Bench, lane: str, worn: int) -> None:
    talk, reader = at(bench, lane).presses("试读一张卡"), Reader()
    reader.worn = worn
    talk.performs(reader, bench.clock)
    talk.settles().sees("试读一张卡：没问题")
    assert reader.given_back == (lane == "social_card_reader")


class Pad:
    """A keypad that tells something else first, then a key."""

    def __init__(self) -> None:
        self.tells: list[Sequence[object]] = [[DeviceEvent(WELL)], [KeyPressed(Key.DIGIT_1)]]

    def listen(self, deadline: Deadline) -> Sequence[object]:
        deadline.clock.sleep(0.1)
        return self.tells.pop(0) if self.tells else []


def test_every_key_that_was_pressed_is_ticked_off(bench: Bench) -> None:
    talk = at(bench, "keypad").presses("每个键按一遍").gets(Key.DIGIT_1).gets(Key.HELP)
    page = talk.page
    assert isinstance(page, Grid)
    full = [cell.words.values["key"].written() for row in page.cells for cell in row if cell.share]
    assert full == ["1", "求助"]
    talk.touch("都有反应").sees("每个键按一遍：没问题")


def test_a_key_is_waited_for_and_anything_else_is_not_one(bench: Bench) -> None:
    job = at(bench, "keypad").presses("每个键按一遍").page.jobs[0]
    assert job.work(Pad(), Deadline(bench.clock, None), lambda _progress: None) is Key.DIGIT_1
    called_off = Deadline(bench.clock, None)
    called_off.cancel()
    with pytest.raises(OperationCancelled):
        job.work(Pad(), called_off, lambda _progress: None)


@pytest.mark.parametrize("lane", ["receipt_printer", "document_printer"])
def test_a_trial_is_printed_and_asked_about(bench: Bench, lane: str) -> None:
    talk = at(bench, lane).presses("试打一张").sees("正在试打").gets(1).sees("打得清楚吗？").touch("不清楚")
    talk.sees("试打一张：没过")


class Board:
    """Lamps that show what they are told."""

    def __init__(self) -> None:
        self.shown: list[object] = []

    def show(self, lamps: object, _deadline: Deadline) -> None:
        self.shown.append(lamps)


def test_a_lamp_shines_until_the_page_is_left(bench: Bench) -> None:
    job, board = bench.at_lamps().presses("灯一盏一盏亮").page.jobs[0], Board()
    with pytest.raises(OperationTimedOut):
        job.work(board, Deadline(bench.clock, 2.0), lambda _progress: None)
    assert [list(lamps) for lamps in board.shown] == [[Lamp.ID_READER]]  # type: ignore[call-overload]


# -- port and speed ---------------------------------------------------------------------------------------------


def test_a_speed_is_tried_and_kept(bench: Bench) -> None:
    talk = bench.at_scanner().touch("端口和速度").sees("改扫码器的什么？").touch("线的速度").touch("19200")
    talk.sees("正在问扫码器").gets((WELL, ASKED)).sees("通了，要留用吗？").touch("留用").sees("留用了").touch("知道了")
    assert settings.read(bench.file).scanner.settings["baud"] == 19200
    assert bench.events()[1:] == ["device-set", "config-changed"]


def test_what_is_not_confirmed_goes_back(bench: Bench) -> None:
    talk = bench.at_scanner().touch("端口和速度").touch("接在哪个口").touch("自己去找")
    talk.refuses(NoReply("no")).sees("没有通").waits()
    talk.settles().sees("换回原来的了").touch("知道了")
    assert bench.upkeep.settings("scanner") == {"port": "/dev/ttyUSB0"}
    assert bench.events()[1:] == ["device-set"]


def test_a_setting_that_makes_no_device_is_not_kept(bench: Bench) -> None:
    talk = bench.at_scanner().touch("端口和速度").touch("接在哪个口").touch("自己去找").gets((Health(), None))
    talk.touch("还是留用").sees("没有留用").touch("知道了")
    assert bench.upkeep.settings("scanner") == {"port": "/dev/ttyUSB0"}
    assert "device-set" in bench.events()


def test_without_a_port_there_is_nothing_to_choose(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.ports.attached", list)
    deaf = replace(SEES, capabilities=Capabilities("serial"))
    talk = bench.enters().presses("扫码器").gets(deaf).touch("端口和速度").touch("接在哪个口")
    talk.sees("这台机器没有串口").touch("知道了").gets(SEES).sees("扫码器")


# -- the machine ------------------------------------------------------------------------------------------------


def test_touches_are_measured_and_kept(bench: Bench) -> None:
    talk = bench.enters().touch("设置").touch("屏幕").sees("屏幕")
    assert (talk.says("试触摸屏"), talk.line("试触摸屏").detail) == ("没试过", None)
    talk.presses("试触摸屏")
    for _ in range(9):
        talk.answers(Hit(0.5, -0.5))
    talk.sees("触摸屏准").touch("知道了").sees("屏幕")
    tried = talk.line("试触摸屏")
    assert (talk.says("试触摸屏"), tried.well) == ("没问题", True)
    assert tried.detail is not None
    assert tried.detail.written(Wording()) == "11月21日09:05　工号1003"
    talk.presses("试触摸屏").answers(Hit(9.0, 0.0)).answers(Miss.MISSED).sees("上边点不到").touch("知道了")
    assert (talk.says("试触摸屏"), talk.line("试触摸屏").well) == ("没过", False)
    assert bench.upkeep.tests()["panel", Check.TOUCH].passed is False
    talk.touch("看别的").sees("设备维护")


def test_missed_taps_are_counted_and_shown_as_a_map(bench: Bench) -> None:
    talk = bench.enters().touch("设置").touch("屏幕")
    assert talk.says("点空的地方") == "今天5次"
    talk.presses("点空的地方").sees("今天点空了5次").touch("知道了").sees("屏幕")


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_card_held_to_the_screen_measures_it(bench: Bench, rotation: int) -> None:
    panel = PanelConfig(rotation=rotation)
    bench.hall = replace(bench.hall, config=replace(bench.config, panel=panel))
    talk = Talk(measure_panel(bench.duty()), bench).sees("框和卡一样宽吗？")
    talk.touch("框要宽些").touch("框要宽些").touch("框要窄些").touch("框要宽些").touch("一样宽")
    talk.sees("框和卡一样高吗？").touch("一样高").sees("记下了，重启后生效").touch("以后再说")
    read = settings.read(bench.file).panel
    seen = 267.8 if rotation == 0 else 476.1
    across = 1.1 * 1.1 * 0.95 * 1.025
    measured = read.height_mm if rotation else read.width_mm
    assert measured == pytest.approx(seen / across, abs=0.1)
    assert (read.width_mm if rotation else read.height_mm) == (267.8 if rotation else 476.1)


def test_the_loudness_is_set_by_ear_and_holds_at_once(bench: Bench) -> None:
    bench.hall = replace(bench.hall, try_voice=bench.speaks)
    talk = bench.enters().touch("设置").touch("音量").sees("大厅里的音量：60")
    assert talk.page.jobs == ()
    for step in ("大声一点", "大声一点", "小声一点"):
        (job,) = talk.touch(step).page.jobs
        with pytest.raises(OperationTimedOut):
            job.work(bench.upkeep, Deadline(bench.clock, 30.0), lambda _progress: None)
    assert bench.said == [(Outlet.LOUDSPEAKER, 80), (Outlet.LOUDSPEAKER, 100), (Outlet.LOUDSPEAKER, 80)]
    talk.touch("就这样").sees("记下了，现在就生效", "旧的设置也留着一份。").touch("知道了").sees("设备维护")
    assert settings.read(bench.file).sound.loudness == 80
    assert bench.told == [LoudnessSet(80)]
    assert bench.events()[1:] == ["config-changed"]
    talk.touch("设置").touch("音量").touch("就这样").sees("和原来一样，没有改")


def test_what_holds_already_is_told_on_the_panels(bench: Bench) -> None:
    bench.hall = replace(bench.hall, loudness=lambda: 80)
    detail = bench.enters().line("语音").detail
    assert detail is not None
    assert detail.written(Wording()) == "音量80"


def test_a_terminal_that_cannot_speak_says_nothing_at_its_new_level(bench: Bench) -> None:
    bench.hall = replace(bench.hall, speaks=lambda: False)
    talk = bench.enters().touch("设置").touch("音量").touch("小声一点").sees("大厅里的音量：40")
    assert talk.page.jobs == ()


def test_services_are_switched_off_one_by_one(bench: Bench) -> None:
    talk = bench.enters().touch("设置").touch("办哪些事").touch("查养老金").touch("就这样").sees("记下了，重启后生效")
    assert settings.read(bench.file).services.payment is False
    talk.touch("以后再说").touch("设置").touch("办哪些事").touch("就这样").sees("和原来一样，没有改").touch("知道了")
    talk.sees("设备维护")


def named(code: str) -> str:
    """A language as its line is called."""
    return f"{LANGUAGES[code].chinese}　{LANGUAGES[code].name}"


def test_languages_are_switched_on_and_off_by_their_own_names(bench: Bench) -> None:
    talk = bench.enters().touch("设置").touch("语言").sees("屏幕上能换成哪些语言？", "中文一直有，关不掉。")
    page = talk.page
    assert isinstance(page, Panel)
    names = [gauge.label.written(Wording()) for gauge in page.gauges]
    assert names == [named(code) for code in LANGUAGES if code != CHINESE]
    assert (talk.says("英语　English"), talk.line(named("en")).well) == ("没打开，试用", None)
    talk.presses(named("en")).presses(named("bo")).presses(named("za")).presses(named("za"))
    assert (talk.says(named("en")), talk.line(named("en")).well) == ("已打开，试用", True)
    talk.touch("就这样").sees("记下了，重启后生效")
    assert settings.read(bench.file).languages.offered == ("zh", "en", "bo")
    assert bench.noted[-1] == maintenance_events.CONFIG_CHANGED(TECHNICIAN, key="languages.offered")
    talk.touch("以后再说").touch("设置").touch("语言").presses(named("bo")).touch("就这样").touch("现在重启程序")
    assert settings.read(bench.file).languages.offered == ("zh", "en")
    assert talk.result == Exits(Exit.RESTART)


def test_languages_that_stay_as_they_were_leave_the_file_alone(bench: Bench) -> None:
    bench.upkeep.change({"languages.offered": ("ko", "zh")})
    talk = bench.enters().touch("设置").touch("语言").presses(named("ko")).presses(named("ko")).touch("就这样")
    talk.sees("和原来一样，没有改").touch("知道了").sees("设备维护")
    assert settings.read(bench.file).languages.offered == ("ko", "zh")


def test_a_signed_language_is_no_draft() -> None:
    page = which_languages(Tongues(("zh",), {"en": False}), frozenset({"zh", "en"}), TECHNICIAN)
    assert isinstance(page, Panel)
    assert [text.written(Wording()) for text in page.body] == ["中文一直有，关不掉。"]
    assert page.gauges[0].state.written(Wording()) == "已打开"


def types(talk: Talk, digits: str) -> str:
    """Type digits and 好了; return what is wrong with them, nothing if they are taken."""
    page = talk.page
    assert isinstance(page, EnterDigits)
    read: Answer[object] | Text = page.read(digits)
    if isinstance(read, Answer):
        talk.answers(read.value)
        return ""
    return read.written(Wording())


def test_the_hours_are_set_day_by_day(bench: Bench) -> None:
    talk = bench.enters().touch("设置").touch("开放时间").sees("开放时间", "一天都没写，就当一直开着。")
    assert talk.says("星期一") == "休息"
    talk.presses("星期一").sees("这一天怎么开？", "星期一。").touch("上午、下午").sees("几点开门？", "星期一上午。")
    assert types(talk, "0900") == ""
    talk.sees("几点关门？", "星期一上午。")
    wrong = {
        "": "要四位数，像0830。",
        "0960": "要四位数，像0830。",
        "2400": "要四位数，像0830。",
        "0900": "要比9点晚。",
    }
    assert {typed: types(talk, typed) for typed in wrong} == wrong
    for typed in ("1200", "1330", "1700"):
        assert types(talk, typed) == ""
    assert (talk.says("星期一"), talk.line("星期一").well) == ("9点到12点，13点半到17点", True)
    talk.presses("星期二").touch("和星期一一样").presses("星期三").touch("中午不休息")
    assert [types(talk, typed) for typed in ("0000", "2400")] == ["", ""]
    talk.presses("星期四").touch("休息一天").presses("夜里黑屏").presses("关门后还能办")
    assert [talk.says(line) for line in ("星期二", "星期三", "夜里黑屏", "关门后还能办")] == [
        "9点到12点，13点半到17点",
        "0点到24点",
        "已打开",
        "没打开",
    ]
    talk.touch("就这样").sees("记下了，重启后生效")
    hours = settings.read(bench.file).hours
    assert (hours.monday, hours.tuesday) == ("09:00-12:00 13:30-17:00",) * 2
    assert (hours.wednesday, hours.thursday) == ("00:00-24:00", "")
    assert (hours.night_screen, hours.serve_outside_hours) == (True, False)
    keys = [event.fields["key"] for event in bench.noted[1:] if isinstance(event, Event)]
    assert keys == [f"hours.{key}" for key in ("monday", "tuesday", "wednesday", "night_screen", "serve_outside_hours")]
    talk.touch("以后再说").touch("设置").touch("开放时间").touch("就这样").sees("和原来一样，没有改")


@pytest.mark.parametrize("way", ["音量", "语言", "办哪些事", "开放时间"])
def test_a_file_that_cannot_be_read_changes_nothing(bench: Bench, way: str) -> None:
    bench.file.unlink()
    bench.enters().touch("设置").touch(way).sees("没有改成").touch("知道了").sees("设备维护")


def test_a_change_that_is_refused_says_so(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = bench.enters().touch("设置").touch("音量").touch("大声一点")
    monkeypatch.setattr(bench.upkeep, "change", refusing(DiskFull("full")))
    talk.touch("就这样").sees("没有改成").touch("知道了").touch("设置").touch("音量").touch("大声一点")
    monkeypatch.undo()
    bench.file.write_text("no toml", encoding="utf-8")
    talk.touch("就这样").sees("没有改成")


def test_a_file_that_was_spoilt_meanwhile_is_left_alone(bench: Bench) -> None:
    talk = bench.enters().touch("设置").touch("办哪些事").touch("查养老金")
    bench.file.write_text("no toml", encoding="utf-8")
    talk.touch("就这样").sees("没有改成", "原来的设置没有动。").touch("知道了").sees("设备维护")
    assert bench.file.read_text(encoding="utf-8") == "no toml"


def refusing(error: Exception) -> object:
    def work(*_given: object, **_named: object) -> None:
        raise error

    return work


def test_the_clock_is_one_of_the_settings(bench: Bench) -> None:
    bench.enters().touch("设置").touch("改时间").sees("为什么改时间？")


def test_a_pause_is_begun_with_its_reason_and_ended(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = bench.enters().touch("暂停服务").touch("机器正在修。").touch("一小时").sees("好，暂停服务了").touch("知道了")
    assert talk.says("暂停服务") == "到11月21日10:05"
    talk.touch("恢复服务").sees("好，恢复服务了").touch("知道了").touch("暂停服务").touch("正在打扫。")
    talk.touch("等我来恢复").touch("知道了")
    assert talk.says("暂停服务") == "等您恢复"
    bench.upkeep.end_pause()
    talk.touch("恢复服务").touch("知道了")
    monkeypatch.setattr(bench.upkeep, "begin_pause", refusing(DiskFull("full")))
    talk.touch("暂停服务").touch("正在打扫。").touch("半小时").sees("没有改成")
    assert bench.events()[1:] == ["out-of-service-begun", "out-of-service-ended", "out-of-service-begun"]


def test_a_rest_after_crashes_is_said_and_ended_by_the_same_button(bench: Bench) -> None:
    bench.rests = True
    talk = bench.enters()
    assert talk.says("暂停服务") == "连着出错，先停了"
    talk.touch("恢复服务").sees("好，恢复服务了")
    bench.rests = False
    talk.touch("知道了").sees("设备维护").touch("暂停服务").sees("为什么暂停？")
    assert bench.told == [PauseTurned(), TriedAgain()]
    assert [event for event in bench.noted if isinstance(event, Event)][1:] == [
        maintenance_events.OUT_OF_SERVICE_ENDED(TECHNICIAN, reason="crash-loop")
    ]


def test_a_rest_that_a_pause_came_to_is_ended_with_it(bench: Bench) -> None:
    bench.rests = True
    bench.upkeep.begin_pause(Pause(PauseReason.REPAIR))
    bench.enters().touch("恢复服务").sees("好，恢复服务了")
    reasons = [event.fields["reason"] for event in bench.noted if isinstance(event, Event) and "reason" in event.fields]
    assert reasons == ["repair", "crash-loop"]
    assert bench.upkeep.pause() is None


def test_when_a_pause_ends() -> None:
    ends = {until: moment(until, NINE) for until in Until}
    assert ends[Until.OPEN] is None
    assert ends[Until.TOMORROW] == datetime(2026, 11, 22, 8, 0, tzinfo=SHANGHAI)
    assert ends[Until.HALF_AN_HOUR] == datetime(2026, 11, 21, 9, 35, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("words", "code", "event"),
    [
        ("重启程序", Exit.RESTART, "restart-asked"),
        ("重启机器", Exit.RESTART_MACHINE, "restart-asked"),
        ("关机", Exit.SHUT_DOWN, "shut-down-asked"),
    ],
)
def test_the_machine_is_started_again(bench: Bench, words: str, code: Exit, event: str) -> None:
    standing = Wait[int](name="look", title=say("看看"))
    talk = bench.enters(Parked(standing)).touch("重启关机").sees("要重启什么？", "有人还在办，会办不完。").touch(words)
    assert talk.result == Exits(code)
    assert bench.events()[-1] == event


# -- the words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(DeviceState))
def test_only_a_device_that_answered_is_well(state: DeviceState) -> None:
    assert state_of(Health(state), None)[1] is not True
    well = state_of(Health(state), ASKED)[1]
    assert (well is True) == (state in (DeviceState.ONLINE, DeviceState.DEVICE_BUSY))


@pytest.mark.parametrize("supply", list(Supply))
@pytest.mark.parametrize("name", ["paper", "toner", "cutter"])
def test_a_supply_that_runs_out_is_said_first(name: str, supply: Supply) -> None:
    words, well = state_of(Health(DeviceState.ONLINE, supplies={name: supply}), ASKED)
    fine = supply in (Supply.FULL, Supply.UNKNOWN)
    assert (well, words.message == "正常") == (fine, fine)


@pytest.mark.parametrize("supply", list(Supply))
def test_a_bin_with_room_is_well_and_a_full_one_is_not(supply: Supply) -> None:
    words, well = state_of(Health(DeviceState.ONLINE, supplies={CARD_BIN: supply}), ASKED)
    assert (words.message == "收卡箱满了") == (supply is Supply.FULL)
    assert well is (supply in (Supply.LOW, Supply.UNKNOWN))


def test_counts_are_told_in_a_sentence() -> None:
    failed = Seen("scanner", health=Health(counters=Counters(operations=4, failures=1)))
    assert detail_of(failed).message == "做过{done}次 · {failed}次没成"
    assert detail_of(replace(failed, left=3)).message == "做过{done}次 · 约剩{left}张"
    assert outcome_of(None)[1] is None


def test_the_size_of_the_panel_is_one_of_the_settings(bench: Bench) -> None:
    talk = bench.enters().touch("设置").touch("屏幕")
    assert talk.says("屏幕大小") == "267.8×476.1毫米"
    talk.presses("屏幕大小").sees("框和卡一样宽吗？").touch("一样宽").touch("一样高")
    talk.sees("和原来一样，没有改").touch("知道了").sees("设备维护")
