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
    QScrollArea,
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
SCROLL_BAR: Final = 14
Pairs = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
PRINTER_VERBS: Final[Pairs] = (
    (("paper-out",), ("refill",)),
    (("paper-out-after", "40"), ("paper-low",)),
    (("cover-open",), ("cover-close",)),
    (("jam",), ("unjam",)),
    (("cutter-stuck",), ("cutter-free",)),
    (("head-hot",), ("head-cool",)),
    (("printer-power-cut",), ("printer-power-on",)),
)
"""What stands on the printer's buttons: trouble above, its remedy below."""
MOUTH_VERBS: Final[Pairs] = ((("jam-presenter",), ("take-paper",)),)
"""What stands there, too, where the printer presents its paper."""
SHEET_VERBS: Final[Pairs] = (
    (("a4-paper-out",), ("a4-refill",)),
    (("a4-jam",), ("a4-unjam",)),
    (("a4-cover-open",), ("a4-cover-close",)),
    (("a4-toner-out",), ("a4-toner-new",)),
    (("a4-tray-full",), ("a4-tray-empty",)),
    (("a4-fuser-hot",), ("a4-fuser-cool",)),
    (("a4-queue-stop",), ("a4-queue-start",)),
    (("a4-hang",), ("a4-wake",)),
    (("a4-vanish",), ("a4-back",)),
)
"""What stands on the A4 printer's buttons, where it can do more than vanish."""
READER_VERBS: Final[Pairs] = (
    (("reader-fault", "self-test"), ("reader-fault", "none")),
    (("reader-restless", "on"), ("reader-restless", "off")),
    (("reader-appended", "unknown"), ("reader-appended", "known")),
    (("leave-at-speed", "id_reader", "9600"), ("leave-at-speed", "id_reader", "115200")),
    (("social-reader-fault", "hangs"), ("social-reader-fault", "none")),
    (("board-power", "off"), ("board-power", "on")),
)
LABELS: Final[dict[tuple[str, ...], str]] = {
    ("reader-fault", "self-test"): "读证模块坏",
    ("reader-fault", "none"): "模块修好",
    ("reader-restless", "on"): "反复读卡",
    ("reader-restless", "off"): "只读一次",
    ("reader-appended", "unknown"): "读不了新住址",
    ("reader-appended", "known"): "读新住址",
    ("leave-at-speed", "id_reader", "9600"): "读证换速率",
    ("leave-at-speed", "id_reader", "115200"): "速率改回",
    ("social-reader-fault", "hangs"): "卡口没反应",
    ("social-reader-fault", "none"): "卡口恢复",
    ("board-power", "off"): "灯板断电",
    ("board-power", "on"): "灯板通电",
}
"""What stands on a button whose verb alone doesn't say it."""
SLOT_VERBS: Final[Pairs] = (
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
        self._scenarios = ScenarioRow(station, station.fitted)
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
        inside = QWidget()
        right = QVBoxLayout(inside)
        right.setContentsMargins(0, 0, 4, 0)
        right.setSpacing(10)
        right.addWidget(self._scenarios_panel())
        mouth = MOUTH_VERBS if self._station.presents else ()
        right.addWidget(self._faults_panel("小票打印机", (*PRINTER_VERBS, *mouth)))
        if self._station.sheets.state().make == "cups":
            right.addWidget(self._faults_panel("A4打印机", SHEET_VERBS))
        motor = SLOT_VERBS if "card_motor" in self._station.fitted else ()
        right.addWidget(self._faults_panel("读卡器和灯板", (*motor, *READER_VERBS)))
        right.addWidget(self._cables_panel())
        right.addStretch(1)
        troubles = QScrollArea()
        troubles.setWidget(inside)
        troubles.setWidgetResizable(True)
        troubles.setMinimumWidth(inside.minimumSizeHint().width() + SCROLL_BAR)
        troubles.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        all_three = QHBoxLayout()
        all_three.setSpacing(10)
        all_three.addWidget(PeoplePanel(self._station.people.values(), self._station.staff.values(), self._do), 11)
        all_three.addWidget(self._front, 18)
        all_three.addWidget(troubles, 13)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 10, 14, 8)
        whole.setSpacing(8)
        whole.addLayout(title)
        whole.addLayout(all_three, 1)
        whole.addWidget(self._said)
        whole.addWidget(folder)

    def _faults_panel(self, heading: str, verbs: Pairs) -> Panel:
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
        button = named("small", QPushButton(LABELS.get((verb, *arguments), VERBS[verb].label)))
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
