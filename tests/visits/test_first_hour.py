"""FIRST-HOUR.md done as it is written: from an empty folder to the readiness report and the first visit.

`YIBAN_PICTURES=assets/pictures python -m pytest tests/visits/test_first_hour.py` takes its pictures anew, as `make first-hour`
does.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, cast

import pypdfium2  # type: ignore[import-untyped]  # it has no stubs
import pytest
from PIL import Image

from devices.roles import Key, Lamp, Sense
from kiosk import settings
from kiosk.core.clock import SystemClock
from kiosk.core.page import Review
from kiosk.core.text import Wording
from kiosk.wiring import engine_of
from tests.visits.at_the_machine import Bench, Machine
from tests.visits.terminal import MORNING, Morning

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot

    from kiosk.core.config import Config

pytestmark = pytest.mark.wire

ROOT: Final = Path(__file__).parents[2]
PICTURES: Final = os.environ.get("YIBAN_PICTURES")
COLOURS: Final = 64
SHEET_WIDE: Final = 540
AGENCY: Final = "某某县社会保险事业管理局"
CHIEFS_PIN, COLLEAGUES_PIN = "83610274", "60927481"
OPEN: Final = "09:00-12:00 13:30-17:00"
SATURDAY: Final = 5
CONTACTS: Final = (
    (Sense.PRESENCE, "presence", "on", "off"),
    (Sense.HEADSET, "headset", "in", "out"),
    (Sense.DOOR, "door", "open", "close"),
    (Sense.TAMPER, "tamper", "on", "off"),
    (Sense.MAINS_LOST, "mains", "lost", "back"),
    (Sense.BATTERY_LOW, "battery", "low", "good"),
)
"""What the bench wires, in the order it is asked for, and how it is told."""


class Folder:
    """The shell in the terminal's folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder
        self._env = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}

    def yiban(self, *words: str) -> str:
        """Run a command as it is written, and return what it says."""
        done = subprocess.run(
            (sys.executable, "-m", "kiosk", *words),
            cwd=self.path,
            env=self._env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def bench(self) -> subprocess.Popen[str]:
        """Start the bench, and return once it says that it is ready."""
        words = ("--config", "kiosk.toml", "--dir", "bench", "--cards", "centre/var/cards.toml", "--headless")
        bench = subprocess.Popen(
            (sys.executable, "-m", "devices.bench", *words),
            cwd=self.path,
            env=self._env,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert bench.stdout is not None
        assert any(line.startswith("ready: ") for line in bench.stdout)
        return bench


class HallsBench(Bench):
    """The bench of the walk: the terminal is started with the configuration it has written."""

    def config(self, config_file: Path) -> Config:
        return settings.read(config_file)


class Technician:
    """Somebody with FIRST-HOUR.md in the hand, and a camera."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.person = machine.person

    def takes(self, name: str) -> Self:
        """Take a picture of what stands, where pictures are wanted."""
        if PICTURES:
            self.machine.lives(0.5)
            keep(picture_of(self.machine.app.window.widget.grab().toImage()), name)
        return self

    def sees_row(self, number: int) -> str:
        """Return the value in a row of a page that is looked through."""
        page = self.machine.app.shift.now.page
        assert isinstance(page, Review)
        return page.rows[number].figure.written(Wording())

    def chooses_pin(self, pin: str) -> None:
        """Think of a PIN, and type it twice."""
        self.person.sees("new_pin").types(pin).sees("new_pin_again").types(pin)

    def does(self, verb: str, *words: str, after: float = 0.7) -> None:
        """Tell the bench, at a calm hand's pace: so many seconds after what was done last."""
        self.machine.lives(after)
        self.machine.bench.do(verb, *words)

    def changes(self, page: str, verb: str, on: str, off: str) -> None:
        """Change a contact to and fro until the page has seen it, and leave it as it is when nothing happens."""
        for number, word in enumerate((on, off) * 3):
            self.does(verb, word, after=0.2 if number else 0.7)
            if self._leaves(page, within=1.2):
                break
        self.does(verb, off, after=0.2)

    def _leaves(self, page: str, within: float) -> bool:
        """Say whether this page has ended within so many seconds."""
        end = self.machine.clock.monotonic() + within
        while self.machine.clock.monotonic() < end:
            self.machine.lives(0.1)
            showing = self.machine.diary.showing
            if showing is not None and showing.page.name != page:
                return True
        return False

    def opens(self, lane: str, name: str) -> None:
        """Touch 看一看 beside a device."""
        self.person.sees("maintenance", within=30).touches(f"看一看，{name}").sees(f"device_{lane}", within=30)

    def tests_itself(self, lane: str, verdict: str = "passed") -> None:
        """自检."""
        self.person.touches("试一试，自检").sees(f"tested_{lane}_{verdict}", within=60).touches("知道了")
        self.person.sees(f"device_{lane}", within=30)

    def has_passed(self, lane: str, words: str) -> None:
        """See that a test counts as passed."""
        self.person.sees("check_passed", words, within=30).touches("知道了").sees(f"device_{lane}", within=30)


def picture_of(image: QImage) -> Image.Image:
    """Return what Qt has painted as an image of few colours."""
    from PySide6.QtGui import QImage as Painted

    plain = image.convertToFormat(Painted.Format.Format_RGB888)
    size = (plain.width(), plain.height())
    return Image.frombuffer("RGB", size, bytes(plain.constBits()), "raw", "RGB", plain.bytesPerLine(), 1)


def keep(image: Image.Image, name: str) -> None:
    """Write one of the walk's pictures."""
    image.quantize(COLOURS).save(Path(str(PICTURES)) / f"first-hour-{name}.png", optimize=True)


@pytest.fixture
def hall(tmp_path: Path) -> Folder:
    folder = tmp_path / "hall"
    folder.mkdir()
    return Folder(folder)


@pytest.fixture
def code(hall: Folder) -> str:
    """Steps 2 to 4: the folder becomes a terminal, and a second one plays the centre. The setup code."""
    told = hall.yiban("init", "--id", "T001", "--agency", AGENCY, "--county", "000000")
    found = re.search(r"setup code +(\d{4}) (\d{4}) (\d{4}): at the screen it makes the first administrator", told)
    assert found is not None, told
    days = [f"hours.{day}" for day in ("monday", "tuesday", "wednesday", "thursday", "friday")]
    told = hall.yiban("config", "set", "places.window", "3号窗口", *(word for day in days for word in (day, OPEN)))
    assert "changed: " in told
    assert "kiosk.toml: everything is right" in hall.yiban("config", "check", "kiosk.toml")
    hall.yiban("config", "set", "sound.loudspeaker", "silent", "sound.jack_switches", "true")
    (hall.path / "centre").mkdir()
    same = ("--id", "T001", "--agency", AGENCY, "--county", "000000", "--key", "file:../var.key")
    hall.yiban("init", "--config", "centre/kiosk.toml", *same)
    told = hall.yiban("demo-data", "--config", "centre/kiosk.toml", "--people", "300")
    assert "300 people up to " in told
    assert "version 1" in told
    hall.yiban("config", "set", "staff.records_from", str(hall.path / "centre"))
    return "".join(found.groups())


@pytest.fixture
def bench(hall: Folder, code: str) -> Iterator[HallsBench]:
    """Step 4: the bench runs, in the place of a machine."""
    del code
    running = hall.bench()
    yield HallsBench(hall.path / "bench")
    running.terminate()
    running.communicate(timeout=20)


@contextmanager
def started(bench: HallsBench, qtbot: QtBot, hours: int = 0) -> Generator[Technician]:
    """Step 5: the terminal is started, on the morning of the next working day or so many hours later."""
    next_day = SystemClock().now() + timedelta(days=1)
    while next_day.weekday() >= SATURDAY:
        next_day += timedelta(days=1)
    clock = Morning((next_day.date() - MORNING.date()).days)
    clock.jump(timedelta(hours=hours))
    file = bench.folder / "bench.toml"
    with Machine(file, bench, qtbot, clock=clock, engine=engine_of(settings.read(file).sound)) as machine:
        machine.app.window.screen.fingers.same_seconds = 0.1  # this hand is steady, and is not to be waited for
        yield Technician(machine)


def test_the_first_hour_goes_as_it_is_written(hall: Folder, code: str, bench: HallsBench, qtbot: QtBot) -> None:
    with started(bench, qtbot) as at_work:
        at_work.person.sees("out_of_service", "这台机器现在不能用", "3号窗口")
        at_work.takes("1-no-records")
        first_administrator(at_work, code)
        a_colleague(at_work)
        every_device(at_work)
        the_voice(at_work)
        the_screen(at_work)
        the_records(at_work)
        at_work.person.touches("就绪报告").sees("readiness", "还差1样", "工号加密码就能登录", within=60)
        at_work.person.touches("看好了").sees("staff_menu").touches("退出").sees("home")
    told = hall.yiban("config", "set", "--config", "bench/bench.toml", "staff.card_needed", "true")
    assert "changed: " in told
    with started(bench, qtbot, hours=1) as at_work:
        the_report(at_work, hall)
        at_work.person.touches("看好了").sees("staff_menu").touches("退出").sees("home", "数据到")
        at_work.does("place-id-card", "7")
        at_work.person.sees("what_else", within=20)
    assert "日志完好" in hall.yiban("audit", "verify", "var/audit.jsonl")


def first_administrator(at_work: Technician, code: str) -> None:
    """Step 6."""
    person = at_work.person
    person.knocks().sees("setup_code", "请输安装码")
    at_work.takes("2-setup-code")
    person.types(code).sees("new_staff_number", "给他什么工号").types("0101")
    at_work.chooses_pin(CHIEFS_PIN)
    person.sees("staff_menu", "管理员　工号0101")


def a_colleague(at_work: Technician) -> None:
    """Step 7, and the colleague's own PIN."""
    person = at_work.person
    person.touches("下一页").touches("管工作人员").sees("staff_list").touches("加一位").sees("new_staff_number").types(
        "0301"
    )
    person.sees("which_role", "他做什么？").touches("技术员").sees("their_card", "请放他的工作卡")
    at_work.does("scan-staff-card", "0301")
    person.sees("first_pin", "请他记住这个密码", within=20)
    given = at_work.sees_row(1).replace(" ", "")
    at_work.takes("3-first-pin")
    person.touches("记住了").sees("staff_list").touches("改，工号0101").sees("staff_member").touches("换一张工作卡")
    person.sees("their_card")
    at_work.does("scan-staff-card", "0101")
    person.sees("roll_card_given", within=20).touches("知道了").sees("staff_list").touches("看好了")
    person.sees("staff_menu").touches("退出").sees("out_of_service").knocks().sees("staff_card")
    person.signs_in("0301", given)
    at_work.chooses_pin(COLLEAGUES_PIN)
    person.sees("staff_menu", "技术员　工号0301")


def every_device(at_work: Technician) -> None:
    """Step 8."""
    person = at_work.person
    person.touches("设备维护").sees("maintenance", "停用了", "还没装数据", "线通了，要试", within=60)
    at_work.takes("4-devices")
    for lane, name in (("receipt_printer", "小条打印机"), ("document_printer", "A4打印机")):
        at_work.opens(lane, name)
        at_work.tests_itself(lane)
        person.touches("试一试，试打一张").sees("is_it_good_print", "打得清楚吗？", within=60).touches("清楚")
        at_work.has_passed(lane, "试打一张：没问题")
        person.touches("看别的")
    readers = (
        ("id_reader", "身份证阅读器", ("place-id-card", "7"), ("lift",)),
        ("social_card_reader", "社保卡读卡器", ("place-social-card", "7"), ("remove-card",)),
    )
    for lane, name, put, take in readers:
        at_work.opens(lane, name)
        at_work.tests_itself(lane)
        person.touches("试一试，试读一张卡").sees(f"trying_{lane}")
        at_work.does(*put)
        at_work.has_passed(lane, "试读一张卡：没问题")
        at_work.does(*take)
        person.touches("看别的")
    at_work.opens("scanner", "扫码器")
    at_work.tests_itself("scanner", "unknown")
    person.touches("试一试，试扫一个码").sees("trying_scanner")
    at_work.does("scan", "HELLO")
    at_work.has_passed("scanner", "试扫一个码：没问题")
    at_work.takes("5-device")
    person.touches("看别的")
    keypad(at_work)
    indicators(at_work)
    person.sees("maintenance", within=30)


def keypad(at_work: Technician) -> None:
    """Every key once."""
    at_work.opens("keypad", "小键盘")
    at_work.tests_itself("keypad", "unknown")
    at_work.person.touches("试一试，每个键按一遍").sees("press_every_key")
    for number, key in enumerate(Key):
        at_work.does("key", key.value, after=0.25 if number else 0.7)
    at_work.person.sees("press_every_key").touches("都有反应")
    at_work.has_passed("keypad", "每个键按一遍：没问题")
    at_work.person.touches("看别的")


def indicators(at_work: Technician) -> None:
    """Every lamp, the chime, and what is wired."""
    person = at_work.person
    at_work.opens("indicators", "灯和感应")
    at_work.tests_itself("indicators")
    person.touches("试一试，灯一盏一盏亮")
    for lamp in (each for each in Lamp if each is not Lamp.CHIME):
        person.sees(f"lamp_{lamp.value}", within=20).touches("亮了")
    at_work.has_passed("indicators", "灯一盏一盏亮：没问题")
    person.touches("试一试，听铃声").sees("chime", within=20).touches("听到了")
    at_work.has_passed("indicators", "听铃声：没问题")
    person.touches("试一试，触点一个个试")
    for sense, verb, on, off in CONTACTS:
        person.sees(f"try_{sense.value}", within=20)
        at_work.changes(f"try_{sense.value}", verb, on, off)
    at_work.has_passed("indicators", "触点一个个试：没问题")
    person.touches("看别的")


def the_voice(at_work: Technician) -> None:
    """Step 8, the last line: what has clips and somewhere to play them has to be heard."""
    person = at_work.person
    person.touches("下一页").touches("看一看，语音").sees("voice_panel", "要听才知道", within=20).touches(
        "试一试，听语音"
    )
    person.sees("hear_loudspeaker", "喇叭里听到了吗？", within=20)
    at_work.takes("10-voice")
    person.touches("听到了").sees("hear_headset", "耳机里听到了吗？", within=20).touches("听到了")
    person.sees("check_passed", within=20).touches("知道了").sees("voice_panel").touches("看别的").sees(
        "maintenance", within=30
    )


def the_screen(at_work: Technician) -> None:
    """Step 9."""
    person = at_work.person
    person.touches("设置").sees("machine_settings", within=20).touches("屏幕").sees("screen_panel", within=20)
    person.touches("试一试，试触摸屏").sees("touch_dot")
    for _ in range(9):
        person.sees("touch_dot").touches("点")
    person.sees("touch_good", "触摸屏准")
    at_work.takes("6-touch")
    person.touches("知道了").sees("screen_panel", "没问题", within=20).touches("量一量，屏幕大小")
    person.sees("measure_width").touches("一样宽")
    person.sees("measure_height").touches("一样高").sees("settings_unchanged", "和原来一样，没有改").touches("知道了")
    person.sees("maintenance", within=30)


def the_records(at_work: Technician) -> None:
    """Step 10."""
    person = at_work.person
    person.touches("回菜单").sees("staff_menu").touches("数据").sees("staff_records", within=20).touches("换新数据")
    person.sees("these_records", AGENCY, "300", within=20)
    at_work.takes("7-records")
    person.touches("换成这份").sees("two_people", "这件事，要两个人").touches("他在这里").sees("staff_pin")
    person.types(COLLEAGUES_PIN).sees("second_person").touches("我来了").sees("staff_card")
    at_work.does("scan-staff-card", "0101")
    person.sees("staff_pin", within=20).types(CHIEFS_PIN).sees("records_replaced", "数据换好了", "300", within=30)
    person.touches("知道了").sees("staff_records").touches("好了").sees("staff_menu")


def the_report(at_work: Technician, hall: Folder) -> None:
    """Step 11."""
    person = at_work.person
    person.sees("home").knocks().sees("staff_card").sees_no("输工号")
    at_work.does("scan-staff-card", "0301")
    person.sees("staff_pin", within=20).types(COLLEAGUES_PIN).sees("staff_menu").touches("就绪报告")
    person.sees("readiness", "都准备好了", within=60)
    at_work.takes("8-ready")
    person.touches("打印").sees("which_paper").touches("大张纸").sees("take_paper", within=60).touches("拿好了")
    person.sees("readiness", within=30)
    at_work.does("state")
    sheets = sorted((hall.path / "bench" / "papers" / "documents").glob("*.pdf"))
    with closing(pypdfium2.PdfDocument(sheets[-1])) as document, closing(document[0]) as page:
        if PICTURES:
            sheet = cast("Image.Image", page.render(scale=SHEET_WIDE / page.get_width()).to_pil())
            keep(sheet.convert("RGB"), "9-report")
