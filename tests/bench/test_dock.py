"""The dock does what its buttons say, and shows what the station says."""

from __future__ import annotations

import contextlib
import os
import select
import termios
import tomllib
import tty
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QListView, QPushButton

from devices.bench.cards import people, staff
from devices.bench.dock import HEIGHT, PRINTER_VERBS, WIDTH, Dock
from devices.bench.drawn_sheets import DrawnSheets
from devices.bench.drawn_slot import DrawnSlot
from devices.bench.front import CardTray, PaperSlot
from devices.bench.guide_lamp import GuideLamp
from devices.bench.look import SHEET, bundled_font
from devices.bench.machine_front import SAMPLE_CODE
from devices.bench.station import Station
from devices.bench.terminal import TRIGGERED, Terminal
from devices.bench.verb import DEVICES, ON_A_LINE
from devices.bench.verbs import VERBS
from devices.deadline import Deadline, SystemTime
from devices.escpos.adapter import printer
from devices.modbus.adapter import indicators
from devices.paper import Receipt, TextLine
from devices.roles import Glow, Lamp
from tests.bench.running import CARDS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from pytestqt.qtbot import QtBot
TIME = SystemTime()

# Said by the offscreen plugin itself, for any window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    cards = tmp_path / "cards.toml"
    cards.write_text(CARDS, encoding="utf-8")
    made = Station(tmp_path, Terminal(None), people(cards), staff(cards), sockets=False)
    yield made
    made.close()


@pytest.fixture
def dock(station: Station, qtbot: QtBot) -> Dock:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    shown = Dock(station)
    shown.setStyleSheet(SHEET)
    shown.setFont(bundled_font())
    qtbot.addWidget(shown)
    return shown


@contextlib.contextmanager
def open_raw(port: str) -> Generator[int, None, None]:
    """Hold a port open as a host would."""
    number = os.open(port, os.O_RDWR | os.O_NOCTTY)
    tty.setraw(number)
    attributes = termios.tcgetattr(number)
    attributes[4] = attributes[5] = termios.B9600
    termios.tcsetattr(number, termios.TCSANOW, attributes)
    yield number
    os.close(number)


def eventually(fact: Callable[[], bool], seconds: float = 3.0) -> bool:
    """Whether something comes about within so many seconds."""
    end = TIME.monotonic() + seconds
    while not fact():
        if TIME.monotonic() > end:
            return False
        TIME.sleep(0.01)
    return True


def read_raw(number: int, count: int) -> bytes:
    """Read so many bytes, for as long as they need."""
    data = b""
    while len(data) < count and select.select([number], [], [], 3)[0]:
        data += os.read(number, count - len(data))
    return data


def settings_of(station: Station) -> dict[str, dict[str, object]]:
    station.announce()
    return tomllib.loads(station.bench_toml.read_text(encoding="utf-8"))


def buttons(dock: Dock, label: str) -> list[QPushButton]:
    return [button for button in dock.findChildren(QPushButton) if button.text() == label]


def words(dock: Dock) -> str:
    return "\n".join(label.text() for label in dock.findChildren(QLabel))


def test_the_person_chosen_lies_on_the_reader_and_is_lifted(dock: Dock, station: Station) -> None:
    buttons(dock, "放身份证")[0].click()
    card = station.state().card
    assert card is not None
    assert card.name == "王桂芳"
    buttons(dock, "拿走")[0].click()
    assert station.state().card is None
    assert "命令：do lift" in words(dock)


def test_people_are_found_by_name_and_by_case(dock: Dock, station: Station) -> None:
    search, shown = dock.findChildren(QLineEdit)[0], dock.findChildren(QListView)[0]
    search.setText("名字很长")
    assert shown.model().rowCount() == 1
    search.setText("王桂")
    buttons(dock, "放身份证")[0].click()
    card = station.state().card
    assert card is not None
    assert card.number == 7


def test_a_card_is_damaged_from_the_menu(dock: Dock, station: Station) -> None:
    buttons(dock, "放身份证")[0].click()
    menu = buttons(dock, "弄坏")[0].menu()
    menu.actions()[2].trigger()
    card = station.state().card
    assert card is not None
    assert card.damage == "not-an-id-card"


def test_every_verb_on_a_button_is_done(dock: Dock) -> None:
    for column in PRINTER_VERBS:
        for verb, *_ in column:
            buttons(dock, VERBS[verb].label)[0].click()
            assert f"命令：do {verb}" in words(dock)


def test_trouble_shows_in_words(dock: Dock) -> None:
    buttons(dock, "开盖")[0].click()
    buttons(dock, "纸用完")[0].click()
    assert "盖子开着、没纸" in words(dock)
    buttons(dock, "合盖")[0].click()
    buttons(dock, "装新纸")[0].click()
    assert "有纸" in words(dock)


def test_each_cable_is_pulled_and_plugged(dock: Dock, station: Station) -> None:
    for at, name in enumerate(DEVICES):
        buttons(dock, "拔线")[0].click()
        assert not station.state().cables[name].plugged
        assert len(buttons(dock, "插线")) == at + 1
    for name in DEVICES:
        buttons(dock, "插线")[0].click()
        assert station.state().cables[name].plugged


def test_a_social_security_card_is_put_in_the_wrong_way_round_and_taken_out(dock: Dock, station: Station) -> None:
    buttons(dock, "插社保卡")[0].click()
    buttons(dock, "反着插")[0].click()
    card = station.state().slot.card
    assert card is not None
    assert (card.name, card.turned, card.where) == ("王桂芳", True, "hand")
    damages = {action.text(): action for action in buttons(dock, "弄坏")[1].menu().actions()}
    damages["过期"].trigger()
    card = station.state().slot.card
    assert card is not None
    assert card.damage == "expired"
    buttons(dock, "拿走")[1].click()
    assert station.state().slot.card is None
    assert "（下一张反着插）" in dock.findChildren(DrawnSlot)[0].words()


def test_keys_and_codes_go_over_their_lines(dock: Dock, station: Station) -> None:
    ports = {name: station.state().cables[name].port for name in ("keypad", "scanner")}
    with open_raw(ports["keypad"]) as keypad, open_raw(ports["scanner"]) as scanner:
        buttons(dock, "确认")[0].click()
        buttons(dock, "7")[0].click()
        assert read_raw(keypad, 2) == b"\r7"
        code = next(edit for edit in dock.findChildren(QLineEdit) if edit.placeholderText() == SAMPLE_CODE)
        code.setText("YB1:ABC")
        buttons(dock, "扫码")[0].click()
        os.write(scanner, bytes.fromhex(str(TRIGGERED["trigger_on"])))
        assert eventually(lambda: station.state().scanner_reads), "it reads only while it is asked to"
        buttons(dock, "扫码")[0].click()
        assert read_raw(scanner, 8) == b"YB1:ABC\r"


def test_contacts_are_toggled_and_shown_as_they_are(dock: Dock, station: Station) -> None:
    for label, sense in (("有人站着", "presence"), ("插耳机", "headset"), ("停电", "mains_lost")):
        button = buttons(dock, label)[0]
        button.click()
        assert station.state().senses[sense]
        assert button.isChecked()
        button.click()
        assert not station.state().senses[sense]
    station.perform("door", ("open",))
    dock.look()
    assert buttons(dock, "机门打开")[0].isChecked()


def test_lamps_glow_as_the_boards_coils_say(dock: Dock, station: Station, qtbot: QtBot) -> None:
    board = indicators(settings_of(station)["indicators"], SystemTime())
    board.show({Lamp.IN_SERVICE: Glow.ON, Lamp.RECEIPT: Glow.PULSE}, Deadline(SystemTime(), 5))
    dock.look()
    lit = [lamp.lit for lamp in dock.findChildren(GuideLamp)]
    assert lit.count(True) == 2
    for_a_while = Deadline(SystemTime(), 1.6)
    while for_a_while.remaining():
        board.listen(for_a_while.within(0.3))
    assert station.perform("lights", ())["said"] == "receipt pulse, in_service on"
    board.close()
    station.perform("board-power", ("off",))
    dock.look()
    qtbot.wait(400)
    assert not any(lamp.lit for lamp in dock.findChildren(GuideLamp))


def test_a_line_is_made_slow_and_noisy_and_good(dock: Dock, station: Station) -> None:
    for at, name in enumerate(ON_A_LINE):
        for label, line in (("慢线", "slow"), ("杂音", "noisy"), ("好线", "normal")):
            buttons(dock, label)[at].click()
            assert station.state().cables[name].line == line


def test_a_receipt_comes_out_of_the_slot(dock: Dock, station: Station, qtbot: QtBot) -> None:
    time = SystemTime()
    printing = printer({"port": station.state().cables["receipt_printer"].port}, time)
    printing.print(Receipt((TextLine("你好"),)), Deadline(time, 20), progress=lambda _: None)
    printing.close()
    slot = dock.findChildren(PaperSlot)[0]
    dock.look()
    assert slot.is_moving
    qtbot.waitUntil(lambda: not slot.is_moving, timeout=3000)
    paper = slot.grab().toImage()
    middle = [paper.pixelColor(paper.width() // 2, y).lightness() for y in range(paper.height())]
    assert 255 in middle
    assert "有纸" in words(dock)


def test_refusals_are_told(dock: Dock, station: Station) -> None:
    station.perform("pull", ("id_reader",))
    buttons(dock, "拔线")[0].click()
    assert "id_reader is pulled already" in words(dock)


def test_paper_in_the_mouth_is_taken_by_a_hand(tmp_path: Path, qtbot: QtBot) -> None:
    config, cards = tmp_path / "kiosk.toml", tmp_path / "cards.toml"
    config.write_text('[receipt_printer]\nmake = "escpos"\nmodel = "custom"\n', encoding="utf-8")
    cards.write_text(CARDS, encoding="utf-8")
    station = Station(tmp_path, Terminal(config), people(cards), staff(cards), sockets=False)
    try:
        dock = Dock(station)
        qtbot.addWidget(dock)
        printing = printer(settings_of(station)["receipt_printer"], SystemTime())
        printing.print(Receipt((TextLine("你好"),)), Deadline(SystemTime(), 20), progress=lambda _: None)
        dock.look()
        assert "纸挂在出口" in words(dock)
        buttons(dock, "拿走纸")[0].click()
        printing.wait_taken(Deadline(SystemTime(), 5))
        assert not station.state().printer.at_mouth
        assert "有纸" in words(dock)
        printing.close()
    finally:
        station.close()


def test_it_closes_when_told_to_quit(dock: Dock, station: Station, qtbot: QtBot) -> None:
    dock.show()
    station.perform("quit", ())
    qtbot.waitUntil(lambda: not dock.isVisible(), timeout=3000)


def test_closing_it_ends_the_bench(dock: Dock, station: Station) -> None:
    dock.show()
    dock.close()
    assert station.quitting.is_set()


def test_everything_fits_beside_the_kiosk(dock: Dock) -> None:
    dock.show()
    assert dock.minimumSizeHint().width() <= WIDTH
    assert dock.minimumSizeHint().height() <= HEIGHT
    for label in dock.findChildren(QPushButton):
        assert label.sizeHint().width() <= label.width() + 1, label.text()
    assert dock.findChildren(CardTray)[0].height() > 100


def test_a_scenario_is_played_and_stopped_from_the_dock(dock: Dock, station: Station, qtbot: QtBot) -> None:
    choice = dock.findChild(QComboBox)
    assert isinstance(choice, QComboBox)
    choice.setCurrentText("纸快没了")
    (button,) = buttons(dock, "演一遍")
    button.click()
    qtbot.waitUntil(lambda: station.printer.status.near_end, timeout=5000)
    dock.look()
    assert button.text() == "停"
    assert "还够打的照样打" in words(dock)
    assert not choice.isEnabled()
    button.click()

    def stopped() -> bool:
        dock.look()
        return button.text() == "演一遍"

    qtbot.waitUntil(stopped, timeout=5000)
    assert "stopped" in words(dock)
    assert not station.tray.lift(), "no card was put after the stop"


def test_a_member_of_the_staff_is_chosen_and_the_code_card_is_held_before_the_scanner(
    dock: Dock, station: Station
) -> None:
    people = dock.findChild(QListView)
    assert people is not None
    scan = buttons(dock, "扫员工码")[0]
    assert not scan.isEnabled(), "people have no code cards"
    people.setCurrentIndex(people.model().index(2, 0))
    assert people.currentIndex().data() == "工号 0217  周小兰  工作人员"
    assert scan.isEnabled()
    buttons(dock, "放身份证")[0].click()
    assert station.state().card is not None
    line = dock.findChild(QLabel, "said")
    assert isinstance(line, QLabel)
    assert line.text().endswith("命令：do place-staff-card 0217")
    with open_raw(station.state().cables["scanner"].port) as scanner:
        os.write(scanner, bytes.fromhex(str(TRIGGERED["trigger_on"])))
        assert eventually(lambda: station.state().scanner_reads)
        scan.click()
        assert read_raw(scanner, 32) == b"YBS1:ABCDEFGHIJKLMNOPQRSTUVWXY2\r"


def test_sheets_of_the_a4_printer_slide_onto_the_pile(dock: Dock, station: Station, qtbot: QtBot) -> None:
    tray = dock.findChild(DrawnSheets)
    assert tray is not None
    (Path(station.sheets.address) / "one.pdf").write_bytes(b"%PDF")
    dock.look()
    assert tray.is_moving
    empty = tray.grab().toImage()
    qtbot.waitUntil(lambda: not tray.is_moving, timeout=3000)
    assert tray.grab().toImage() != empty
    station.perform("pull", ("document_printer",))
    dock.look()
    assert not tray.is_moving


def test_only_scenarios_that_can_be_played_here_are_offered(dock: Dock) -> None:
    choice = dock.findChild(QComboBox)
    assert choice is not None
    offered = [choice.itemText(number) for number in range(choice.count())]
    assert "社保卡插反了" in offered
    assert "社保卡忘在机器上，机器收起来" not in offered, "there is no motor"
    assert "单子没人拿，机器收回去" not in offered, "there is no presenter"
