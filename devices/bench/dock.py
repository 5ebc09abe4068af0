"""The dock: a window that looks like the front of the machine, for whoever has none. Its buttons are the bench's verbs."""

from __future__ import annotations

from functools import partial
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
from devices.bench.look import SHEET, Panel, bundled_font, named
from devices.bench.machine_front import MachineFront
from devices.bench.people_panel import PeoplePanel
from devices.bench.refusal import BenchRefusal
from devices.bench.scenario_row import ScenarioRow
from devices.bench.verb import DEVICES
from devices.bench.verbs import VERBS

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from devices.bench.station import Station

LOOK_MS: Final = 150
"""How often the station is asked how it is."""
WIDTH: Final = 1360
HEIGHT: Final = 960
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
SLOT_VERBS: Final[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = (
    (("card-jam",), ("card-unjam",)),
    (("card-bin-full",), ("card-bin-empty",)),
)
"""What stands on the buttons of a slot with a motor."""


class Dock(QWidget):
    """The window. It shows what the station says and does nothing by itself."""

    def __init__(self, station: Station) -> None:
        super().__init__()
        self.setObjectName("dock")
        self.setWindowTitle("颐办 模拟台")
        self.resize(WIDTH, HEIGHT)
        self._station = station
        self._said = named("said", QLabel())
        self._front = MachineFront(self._do)
        self._cables = {name: CableRow(name, self._do) for name in DEVICES}
        self._scenarios = ScenarioRow(station)
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
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self._faults_panel("小票打印机", PRINTER_VERBS))
        if self._station.slot.state().make == "crt":
            right.addWidget(self._faults_panel("卡口", SLOT_VERBS))
        right.addWidget(self._cables_panel())
        right.addWidget(self._scenarios_panel())
        right.addStretch(1)
        all_three = QHBoxLayout()
        all_three.setSpacing(10)
        all_three.addWidget(PeoplePanel(self._station.people.values(), self._do), 11)
        all_three.addWidget(self._front, 18)
        all_three.addLayout(right, 13)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 10, 14, 8)
        whole.setSpacing(8)
        whole.addLayout(title)
        whole.addLayout(all_three, 1)
        whole.addWidget(self._said)
        whole.addWidget(folder)

    def _faults_panel(self, heading: str, verbs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]) -> Panel:
        """Make a panel with two pairs of buttons a row: trouble and its remedy."""
        panel = Panel(heading)
        grid = QGridLayout()
        grid.setSpacing(6)
        for number, pair in enumerate(verbs):
            for side, words in enumerate(pair):
                grid.addWidget(self._button(*words), number // 2, number % 2 * 2 + side)
        panel.inside.addLayout(grid)
        return panel

    def _cables_panel(self) -> Panel:
        panel = Panel("线")
        for row in self._cables.values():
            panel.inside.addWidget(row)
        return panel

    def _scenarios_panel(self) -> Panel:
        panel = Panel("剧本")
        panel.inside.addWidget(self._scenarios)
        return panel

    def _button(self, verb: str, *arguments: str) -> QPushButton:
        button = named("small", QPushButton(VERBS[verb].label))
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
        self._scenarios.look()
        self._front.show_state(state)
        for name, row in self._cables.items():
            row.show_cable(state.cables[name])

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """End the bench with its window."""
        self._timer.stop()
        self._scenarios.stop()
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
