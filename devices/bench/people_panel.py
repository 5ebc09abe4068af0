"""The dock's list of synthetic people and of the demo hall's staff, and what can be done with their cards."""

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

    from devices.bench.cards import BenchPerson, BenchStaff

_NUMBER: Final = int(Qt.ItemDataRole.UserRole)
_STAFF: Final = _NUMBER + 1
ROLES: Final = {
    "attendant": "工作人员",
    "technician": "技术员",
    "auditor": "审计员",
    "administrator": "管理员",
}
"""What the staff's roles are called at the dock."""


class PeoplePanel(Panel):
    """Who can be placed on the reader; `do` performs a verb."""

    def __init__(self, people: Iterable[BenchPerson], staff: Iterable[BenchStaff], do: Callable[..., None]) -> None:
        super().__init__("模拟人员")
        self._do = do
        self._model, self._shown = QStandardItemModel(self), QSortFilterProxyModel(self)
        self._list = QListView()
        self._scan = QPushButton(VERBS["scan-staff-card"].label)
        for person in people:
            words = f"{person.number}  {person.card.name}  {CASES.get(person.case, person.case)}"
            self._add(person, words, str(person.number))
        for member in staff:
            person = member.person
            pin = f"  密码 {member.pin}" if member.pin else ""
            words = f"工号 {person.staff}  {person.card.name}  {ROLES.get(person.case, person.case)}{pin}"
            self._add(person, words, person.staff)
        self._shown.setSourceModel(self._model)
        self._list.setModel(self._shown)
        self._list.setUniformItemSizes(True)
        self._list.setCurrentIndex(self._shown.index(0, 0))
        self._list.doubleClicked.connect(self._place)
        self._list.selectionModel().currentChanged.connect(self._chosen)
        search = QLineEdit()
        search.setPlaceholderText("找：编号、姓名或情形")
        search.setClearButtonEnabled(True)
        search.textChanged.connect(self._search)
        self.inside.addWidget(search)
        self.inside.addWidget(self._list, 1)
        self.inside.addLayout(self._buttons())

    def _add(self, person: BenchPerson, words: str, number: str) -> None:
        item = QStandardItem(words)
        item.setData(number, _NUMBER)
        item.setData(bool(person.staff), _STAFF)
        item.setToolTip(person.case)
        item.setEditable(False)
        self._model.appendRow(item)

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
        self._scan.clicked.connect(self._scan_code)
        self._scan.setToolTip(VERBS["scan-staff-card"].usage)
        self._scan.setEnabled(False)
        grid.addWidget(self._scan, 2, 0, 1, 2)
        grid.addWidget(self._button("remove-card", "硬拔社保卡"), 2, 2, 1, 2)
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
        self._with_card("place-id-card", "place-staff-card")

    @Slot()
    def _insert(self) -> None:
        self._with_card("place-social-card", "insert-staff-card")

    @Slot()
    def _scan_code(self) -> None:
        self._with_card("", "scan-staff-card")

    def _with_card(self, of_person: str, of_staff: str) -> None:
        """Do the verb with the card of whoever is chosen."""
        index = self._list.currentIndex()
        verb = of_staff if index.isValid() and index.data(_STAFF) else of_person
        if index.isValid() and verb:
            self._do(verb, str(index.data(_NUMBER)))

    @Slot()
    def _chosen(self) -> None:
        """Offer the code card of who has one."""
        index = self._list.currentIndex()
        self._scan.setEnabled(index.isValid() and bool(index.data(_STAFF)))

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
