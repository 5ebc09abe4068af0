"""The dock's row of scenarios: one is chosen and played, and what a trainer says then stands beside it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from devices.bench.look import named
from devices.bench.playing import Player, check
from devices.bench.refusal import BenchRefusal
from devices.bench.scenario import Scenario, files
from devices.bench.scenario_file import read
from devices.deadline import SystemTime

if TYPE_CHECKING:
    from collections.abc import Collection

    from devices.bench.playing import Performer
    from devices.bench.scenario import Step


class ScenarioRow(QWidget):
    """Plays scenarios on the bench in a thread of its own; `look` shows how far it is."""

    def __init__(self, bench: Performer, fitted: Collection[str]) -> None:
        super().__init__()
        self._bench = bench
        self._scenarios = _playable(fitted)
        self._stop = threading.Event()
        self._playing: threading.Thread | None = None
        self._words = ""
        """What is to be shown; the playing thread writes it, the window's reads it."""
        self._choice, self._button, self._said = QComboBox(), QPushButton("演一遍"), named("quiet", QLabel())
        self._choice.addItems([scenario.title for scenario in self._scenarios])
        self._choice.setToolTip("剧本：python -m devices.bench play --list")
        self._said.setWordWrap(True)
        self._button.clicked.connect(self._clicked)
        self._choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        first = QHBoxLayout()
        first.addWidget(self._choice, 1)
        first.addWidget(self._button)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(first)
        inside.addWidget(self._said)

    @property
    def playing(self) -> bool:
        """Whether one is being played."""
        return self._playing is not None and self._playing.is_alive()

    def look(self) -> None:
        """Show how far it is."""
        self._button.setText("停" if self.playing else "演一遍")
        self._choice.setEnabled(not self.playing)
        if self._said.text() != self._words:
            self._said.setText(self._words)

    def stop(self) -> None:
        """Play no further."""
        self._stop.set()

    def _clicked(self, checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        del checked
        if self.playing:
            self.stop()
            return
        self._stop = threading.Event()
        scenario = self._scenarios[self._choice.currentIndex()]
        self._words = scenario.teaches
        player = Player(scenario, self._bench, SystemTime(), tell=self._tell, stopped=self._stop.is_set)
        self._playing = threading.Thread(target=self._play, args=(player,), name="scenario", daemon=True)
        self._playing.start()

    def _play(self, player: Player) -> None:
        try:
            player.play()
            self._words = "演完了"
        except BenchRefusal as refusal:
            self._words = str(refusal)

    def _tell(self, step: Step) -> None:
        self._words = "　".join((step.say, *(f"（{order}）" for order in step.orders))).strip()


def _playable(fitted: Collection[str]) -> list[Scenario]:
    """Our scenarios whose verbs and devices there are."""
    found: list[Scenario] = []
    for scenario in map(read, files()):
        try:
            check(scenario)
        except BenchRefusal:
            continue
        if set(scenario.devices) <= set(fitted):
            found.append(scenario)
    return found
