"""One device's cable in the dock: a lamp, where it leads, pull and plug, and how good the line is."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QWidget

from devices.bench.front import Lamp, Light
from devices.bench.look import named
from devices.bench.verb import DEVICES, ON_A_LINE
from devices.bench.verbs import VERBS

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.bench.state import CableState

LINES: Final = ("normal", "slow", "noisy", "stuck", "wedged")
NAME_WIDTH: Final = 88
BUTTON_WIDTH: Final = 46


class CableRow(QWidget):
    """A row of the dock; `do` performs a verb."""

    def __init__(self, name: str, do: Callable[..., None]) -> None:
        super().__init__()
        self._name = name
        self._do = do
        self._lamp = Lamp()
        self._plug = named("small", QPushButton())
        self._plug.setFixedWidth(BUTTON_WIDTH)
        self._plug.clicked.connect(self._turn)
        self._plugged = True
        self._lines: dict[str, QPushButton] = {}
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        title = QLabel(DEVICES[name])
        title.setFixedWidth(NAME_WIDTH)
        for part in (self._lamp, title):
            inside.addWidget(part)
        inside.addStretch(1)
        self._group = QButtonGroup(self)
        for line in LINES if name in ON_A_LINE else ():
            button = named("small", QPushButton(VERBS[line].label))
            button.setCheckable(True)
            button.setFixedWidth(BUTTON_WIDTH)
            button.clicked.connect(partial(self._choose, line))
            self._group.addButton(button)
            self._lines[line] = button
            inside.addWidget(button)
        if name in ON_A_LINE:
            renumber = named("small", QPushButton("换号"))
            renumber.setToolTip(VERBS["renumber"].sentence)
            renumber.setFixedWidth(BUTTON_WIDTH)
            renumber.clicked.connect(self._renumber)
            inside.addWidget(renumber)
        inside.addWidget(self._plug)

    def show_cable(self, cable: CableState) -> None:
        """Show how the cable is."""
        self._plugged = cable.plugged
        good = Light.GOOD if cable.line == "normal" else Light.CARE
        self._lamp.shine(good if cable.plugged else Light.BAD)
        where = Path(cable.port).name if "://" not in cable.port else cable.port
        sent = cable.sent
        timing = f"，最近 {sent.bytes} 字节用 {sent.seconds * 1000:.0f} 毫秒" if sent is not None else ""
        self.setToolTip(f"{where}{timing}" if cable.plugged else "线拔掉了")
        self._plug.setText(VERBS["pull" if cable.plugged else "plug"].label)
        for line, button in self._lines.items():
            button.setChecked(line == cable.line)

    def _turn(self) -> None:
        self._do("pull" if self._plugged else "plug", self._name)

    def _renumber(self, checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        del checked
        self._do("renumber", self._name)

    def _choose(self, line: str, checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        del checked
        self._do(line, self._name)
