"""The dock's list of synthetic people, and what can be done with their cards."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSortFilterProxyModel, Qt, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QGridLayout, QLineEdit, QListView, QMenu, QPushButton

from devices.bench.cases import CASES
from devices.bench.look import Panel, named
from devices.bench.slot import SOCIAL_DAMAGES, UNDAMAGED
from devices.bench.verbs import DAMAGE_LABELS, VERBS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

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

    def _buttons(self) -> QGridLayout:
        place = named("primary", QPushButton(VERBS["place-id-card"].label))
        place.clicked.connect(self._place)
        insert = named("primary", QPushButton(VERBS["place-social-card"].label))
        insert.clicked.connect(self._insert)
        for button in (place, insert):
            button.setEnabled(self._model.rowCount() > 0)
        damages = {UNDAMAGED: "没问题", **SOCIAL_DAMAGES}
        grid = QGridLayout()
        grid.setSpacing(6)
        grid.addWidget(place, 0, 0, 1, 2)
        grid.addWidget(self._button("lift"), 0, 2)
        grid.addWidget(self._menu("damage-card", DAMAGE_LABELS), 0, 3)
        grid.addWidget(insert, 1, 0)
        grid.addWidget(self._button("take-card", "拿走"), 1, 1)
        grid.addWidget(self._button("turn-card"), 1, 2)
        grid.addWidget(self._menu("damage-social-card", damages), 1, 3)
        return grid

    def _button(self, verb: str, label: str = "") -> QPushButton:
        button = QPushButton(label or VERBS[verb].label)
        button.setToolTip(VERBS[verb].usage)
        button.clicked.connect(partial(self._did, verb))
        return button

    def _menu(self, verb: str, kinds: Mapping[str, str]) -> QPushButton:
        button = QPushButton(VERBS[verb].label)
        button.setToolTip(VERBS[verb].usage)
        menu = QMenu(button)
        for value, label in kinds.items():
            menu.addAction(label).triggered.connect(partial(self._harm, verb, value))
        button.setMenu(menu)
        return button

    @Slot()
    def _place(self) -> None:
        self._with_person("place-id-card")

    @Slot()
    def _insert(self) -> None:
        self._with_person("place-social-card")

    def _with_person(self, verb: str) -> None:
        index = self._list.currentIndex()
        if index.isValid():
            self._do(verb, str(index.data(_NUMBER)))

    def _did(self, verb: str, checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        del checked
        self._do(verb)

    def _harm(self, verb: str, damage: str, checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        del checked
        self._do(verb, damage)

    @Slot(str)
    def _search(self, words: str) -> None:
        self._shown.setFilterFixedString(words)
        if not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._shown.index(0, 0))
