"""The dock does what its buttons say, and shows what the station says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QPushButton

from devices.bench.cards import people
from devices.bench.dock import PRINTER_VERBS, Dock
from devices.bench.front import CardTray, PaperSlot
from devices.bench.look import SHEET, bundled_font
from devices.bench.station import Station
from devices.bench.terminal import Terminal
from devices.bench.verb import DEVICES, ON_A_LINE
from devices.bench.verbs import VERBS
from devices.deadline import Deadline, SystemTime
from devices.escpos.adapter import printer
from devices.paper import Receipt, TextLine
from tests.bench.running import CARDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot
# Said by the offscreen plugin itself, for any window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    cards = tmp_path / "cards.toml"
    cards.write_text(CARDS, encoding="utf-8")
    made = Station(tmp_path, Terminal(None), people(cards), sockets=False)
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
    assert dock.minimumSizeHint().width() <= 900
    assert dock.minimumSizeHint().height() <= 1000
    for label in dock.findChildren(QPushButton):
        assert label.sizeHint().width() <= label.width() + 1, label.text()
    assert dock.findChildren(CardTray)[0].height() > 100
