"""The dock's list of synthetic people, and what can be done with their cards."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSortFilterProxyModel, Qt, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QMenu, QPushButton

from devices.bench.cases import CASES
from devices.bench.look import Panel, named
from devices.bench.verbs import DAMAGE_LABELS, VERBS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from devices.bench.cards import BenchPerson

_NUMBER: Final = int(Qt.ItemDataRole.UserRole)


class PeoplePanel(Panel):
    """Who can be placed on the reader; `do` performs a verb."""

    def __init__(self, people: Iterable[BenchPerson], do: Callable[..., None]) -> None:
        super().__init__("模拟人员")
        self._do = do
        self._model, self._shown = QStandardItemModel(self), QSortFilterProxyModel(self)
        self._list = QListView()
        for person in people:
            item = QStandardItem(f"{person.number}  {person.card.name}  {CASES.get(person.case, person.case)}")
            item.setData(person.number, _NUMBER)
            item.setToolTip(person.case)
            item.setEditable(False)
            self._model.appendRow(item)
        self._shown.setSourceModel(self._model)
        self._list.setModel(self._shown)
        self._list.setUniformItemSizes(True)
        self._list.setCurrentIndex(self._shown.index(0, 0))
        self._list.doubleClicked.connect(self._place)
        search = QLineEdit()
        search.setPlaceholderText("找：编号、姓名或情形")
        search.setClearButtonEnabled(True)
        search.textChanged.connect(self._search)
        self.inside.addWidget(search)
        self.inside.addWidget(self._list, 1)
        self.inside.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        place = named("primary", QPushButton(VERBS["place-id-card"].label))
        place.clicked.connect(self._place)
        place.setEnabled(self._model.rowCount() > 0)
        lift = QPushButton(VERBS["lift"].label)
        lift.clicked.connect(self._lift)
        damage = QPushButton(VERBS["damage-card"].label)
        damages = QMenu(damage)
        for value, label in DAMAGE_LABELS.items():
            damages.addAction(label).triggered.connect(partial(self._harm, value))
        damage.setMenu(damages)
        buttons = QHBoxLayout()
        for button, share in ((place, 3), (lift, 2), (damage, 2)):
            buttons.addWidget(button, share)
        return buttons

    @Slot()
    def _place(self) -> None:
        index = self._list.currentIndex()
        if index.isValid():
            self._do("place-id-card", str(index.data(_NUMBER)))

    @Slot()
    def _lift(self) -> None:
        self._do("lift")

    def _harm(self, damage: str, checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        del checked
        self._do("damage-card", damage)

    @Slot(str)
    def _search(self, words: str) -> None:
        self._shown.setFilterFixedString(words)
        if not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._shown.index(0, 0))
