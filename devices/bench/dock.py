"""The dock: a window that looks like the front of the machine, for whoever has none. Its buttons are the bench's verbs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from devices.bench.cable_row import CableRow
from devices.bench.front import CardTray, Lamp, Light, PaperSlot
from devices.bench.look import SHEET, Panel, bundled_font, named
from devices.bench.people_panel import PeoplePanel
from devices.bench.refusal import BenchRefusal
from devices.bench.verb import DEVICES, ID_READER
from devices.bench.verbs import DAMAGE_LABELS, VERBS

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from devices.bench.state import BenchState, PrinterState
    from devices.bench.station import Station

LOOK_MS: Final = 150
"""How often the station is asked how it is."""
WIDTH: Final = 900
HEIGHT: Final = 1000
PRINTER_VERBS: Final[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = (
    (("paper-out",), ("refill",)),
    (("paper-out-after", "40"), ("paper-low",)),
    (("cover-open",), ("cover-close",)),
    (("jam",), ("unjam",)),
    (("cutter-stuck",), ("cutter-free",)),
    (("head-hot",), ("head-cool",)),
    (("printer-power-cut",), ("printer-power-on",)),
)
"""What stands on the printer's buttons: trouble above, its remedy below."""
PAPERS: Final = {"enough": "有纸", "low": "快没纸", "out": "没纸"}
TROUBLES: Final = {
    "cover-open": "盖子开着",
    "cutter-stuck": "切刀卡住",
    "jam": "卡纸",
    "broken": "坏了",
    "head-hot": "打印头过热",
    "no-power": "没电",
    "paper-out": "没纸",
}


class Dock(QWidget):
    """The window. It shows what the station says and does nothing by itself."""

    def __init__(self, station: Station) -> None:
        super().__init__()
        self.setObjectName("dock")
        self.setWindowTitle("颐办 模拟台")
        self.resize(WIDTH, HEIGHT)
        self._station = station
        self._receipts = 0
        self._said = named("said", QLabel())
        self._tray = CardTray()
        self._slot = PaperSlot()
        self._paper_lamp, self._paper_words = Lamp(), QLabel()
        self._documents = named("quiet", QLabel())
        self._cables = {name: CableRow(name, self._do) for name in DEVICES}
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look_or_close)
        self._timer.start()
        self.look()

    # -- layout -------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.addWidget(named("title", QLabel("模拟台")))
        title.addWidget(named("quiet", QLabel("开发和培训用：没有真的机器，也没有真的人")), 1)
        folder = named("quiet", QLabel(f"打印的纸在 {self._station.papers.folder}"))
        folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        folder.setWordWrap(True)
        both = QHBoxLayout()
        both.setSpacing(10)
        both.addWidget(PeoplePanel(self._station.people.values(), self._do), 4)
        both.addWidget(self._front_panel(), 5)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 10)
        whole.setSpacing(10)
        whole.addLayout(title)
        whole.addLayout(both, 1)
        whole.addWidget(self._printer_panel())
        whole.addWidget(self._cables_panel())
        whole.addWidget(self._said)
        whole.addWidget(folder)

    def _front_panel(self) -> Panel:
        panel = Panel("机器正面")
        paper = QHBoxLayout()
        paper.addWidget(named("heading", QLabel("小票出口")))
        paper.addStretch(1)
        paper.addWidget(self._paper_lamp)
        paper.addWidget(self._paper_words)
        panel.inside.addWidget(self._tray)
        panel.inside.addLayout(paper)
        panel.inside.addWidget(self._slot, 1)
        panel.inside.addWidget(self._documents)
        return panel

    def _printer_panel(self) -> Panel:
        panel = Panel("小票打印机")
        grid = QGridLayout()
        grid.setSpacing(6)
        for column, buttons in enumerate(PRINTER_VERBS):
            for row, words in enumerate(buttons):
                grid.addWidget(self._button(*words), row, column)
        panel.inside.addLayout(grid)
        return panel

    def _cables_panel(self) -> Panel:
        panel = Panel("线")
        for row in self._cables.values():
            panel.inside.addWidget(row)
        return panel

    def _button(self, verb: str, *arguments: str) -> QPushButton:
        button = QPushButton(VERBS[verb].label)
        button.setToolTip(" ".join((verb, *arguments)))
        button.clicked.connect(partial(self._clicked, verb, arguments))
        return button

    # -- verbs --------------------------------------------------------------------------------------------------

    def _clicked(self, verb: str, arguments: tuple[str, ...], checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        del checked
        self._do(verb, *arguments)

    def _do(self, verb: str, *arguments: str) -> None:
        """Do a verb and say how the command line says it, so that one learns that."""
        try:
            self._station.perform(verb, arguments)
            refused, said = False, f"{VERBS[verb].label}　命令：do {' '.join((verb, *arguments))}"
        except BenchRefusal as refusal:
            refused, said = True, str(refusal)
        self._said.setText(said)
        self._said.setProperty("refused", refused)
        self._said.style().polish(self._said)
        self.look()

    # -- what is shown ------------------------------------------------------------------------------------------

    @Slot()
    def _look_or_close(self) -> None:
        if self._station.quitting.is_set():
            self.close()
        else:
            self.look()

    def look(self) -> None:
        """Show how the station is now."""
        state = self._station.state()
        self._show_card(state)
        self._show_printer(state.printer)
        for name, row in self._cables.items():
            row.show_cable(state.cables[name])
        newest = f"，最新 {Path(state.newest_document).name}" if state.newest_document else ""
        self._documents.setText(f"A4打印机：{state.documents} 份{newest}")
        if state.newest_receipt is not None and state.receipts != self._receipts:
            self._receipts = state.receipts
            self._slot.put_out(state.newest_receipt.png)

    def _show_card(self, state: BenchState) -> None:
        card = state.card
        broken = card is not None and card.damage != "none"
        below = f"{card.number} 号人员" if card else ""
        if card and broken:
            below += f"，{DAMAGE_LABELS[card.damage]}"
        pulled = not state.cables[ID_READER].plugged
        self._tray.lay(card.name if card else "", below, broken=broken, pulled=pulled)

    def _show_printer(self, printer: PrinterState) -> None:
        if printer.troubles:
            light, words = Light.BAD, "、".join(TROUBLES[trouble] for trouble in printer.troubles)
        elif printer.printing:
            light, words = Light.GOOD, "正在打印"
        else:
            light, words = Light.CARE if printer.paper == "low" else Light.GOOD, PAPERS[printer.paper]
        self._paper_lamp.shine(light)
        self._paper_words.setText(words)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """End the bench with its window."""
        self._timer.stop()
        self._station.quitting.set()
        event.accept()


def show(station: Station) -> int:
    """Show the dock until it is closed or the station told to quit; return the exit code."""
    application = QApplication([])
    application.setFont(bundled_font())
    application.setStyleSheet(SHEET)
    dock = Dock(station)
    dock.show()
    return application.exec()
