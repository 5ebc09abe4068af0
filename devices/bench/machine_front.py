"""The front of the machine as the dock draws it: lamps, reader, card slot, scanner, keypad, contacts, and the paper's mouths."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout

from devices.bench.board import LAMP_LABELS
from devices.bench.drawn_scanner import DrawnScanner
from devices.bench.drawn_sheets import DrawnSheets
from devices.bench.drawn_slot import DrawnSlot
from devices.bench.front import CardTray, Lamp, Light, PaperSlot, owner
from devices.bench.front_verbs import CONTACTS
from devices.bench.guide_lamp import GuideLamp
from devices.bench.keypad_panel import KeypadPanel
from devices.bench.look import Panel, named
from devices.bench.verb import DOCUMENT_PRINTER, ID_READER, SCANNER, SOCIAL_CARD_READER
from devices.bench.verbs import DAMAGE_LABELS, VERBS
from devices.roles import Lamp as Guide
from devices.roles import Sense

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.bench.state import BenchState, DocumentPrinterState, PrinterState

PAPERS: Final = {"enough": "有纸", "low": "快没纸", "out": "没纸"}
TROUBLES: Final = {
    "cover-open": "盖子开着",
    "cutter-stuck": "切刀卡住",
    "jam": "卡纸",
    "broken": "坏了",
    "head-hot": "打印头过热",
    "no-power": "没电",
    "paper-out": "没纸",
    "hangs": "没反应",
    "toner-out": "没碳粉",
    "toner-low": "快没碳粉",
}
HARMLESS: Final = ("toner-low",)
SAMPLE_CODE: Final = "模拟码-电子社保卡"
"""What stands where a code is typed until one is."""


class MachineFront(Panel):
    """Everything a person at the machine sees and touches, but for the screen; `do` performs a verb."""

    def __init__(self, do: Callable[..., None]) -> None:
        super().__init__("机器正面")
        self.setObjectName("machine")
        self._do = do
        self._receipts = 0
        self._guides = {lamp: GuideLamp() for lamp in LAMP_LABELS}
        self._tray, self._card_slot, self._scanner, self._mouth = CardTray(), DrawnSlot(), DrawnScanner(), PaperSlot()
        self._paper_lamp, self._paper_words = Lamp(), QLabel()
        self._documents = named("quiet", QLabel())
        self._sheets, self._sheet_lamp, self._sheet_words = DrawnSheets(), Lamp(), QLabel()
        self._code = QLineEdit()
        self._contacts = {sense: self._contact(sense) for sense in Sense}
        self._take_paper = self._button("take-paper")
        self._lay_out()

    # -- layout -------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        signs = QHBoxLayout()
        heading = self.inside.takeAt(0).widget()
        signs.addWidget(heading)
        signs.addStretch(1)
        for lamp in (Guide.IN_SERVICE, Guide.HELP, Guide.CHIME):
            signs.addLayout(self._lit(lamp))
        both = QHBoxLayout()
        both.setSpacing(12)
        for lamp, drawn in ((Guide.ID_READER, self._tray), (Guide.CARD_SLOT, self._card_slot)):
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addLayout(self._lit(lamp))
            column.addWidget(drawn)
            both.addLayout(column, 1)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addLayout(self._scanner_column(), 2)
        middle.addWidget(KeypadPanel(self._do), 3)
        contacts = QGridLayout()
        contacts.setSpacing(6)
        for place, button in enumerate(self._contacts.values()):
            contacts.addWidget(button, 0, place)
        paper = self._lit(Guide.RECEIPT)
        paper.addWidget(self._take_paper)
        paper.addWidget(self._paper_lamp)
        paper.addWidget(self._paper_words)
        sheets = self._lit(Guide.DOCUMENT)
        for part in (self._documents, self._sheet_lamp, self._sheet_words):
            sheets.addWidget(part)
        self.inside.addLayout(signs)
        self.inside.addLayout(both)
        self.inside.addLayout(middle)
        self.inside.addLayout(contacts)
        self.inside.addLayout(paper)
        self.inside.addWidget(self._mouth, 1)
        self.inside.addLayout(sheets)
        self.inside.addWidget(self._sheets)

    def _lit(self, lamp: Guide) -> QHBoxLayout:
        """Make a row that begins with a guide lamp and its name."""
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._guides[lamp])
        row.addWidget(named("heading", QLabel(LAMP_LABELS[lamp])))
        if lamp not in (Guide.IN_SERVICE, Guide.HELP):
            row.addStretch(1)
        return row

    def _scanner_column(self) -> QVBoxLayout:
        self._code.setPlaceholderText(SAMPLE_CODE)
        self._code.returnPressed.connect(self._scan)
        scan = self._plain("scan")
        scan.clicked.connect(self._scan)
        column = QVBoxLayout()
        column.setSpacing(4)
        head = self._lit(Guide.SCANNER)
        head.addWidget(self._button("scan-paper"))
        column.addLayout(head)
        column.addWidget(self._scanner)
        typed = QHBoxLayout()
        typed.addWidget(self._code, 1)
        typed.addWidget(scan)
        column.addLayout(typed)
        return column

    def _plain(self, verb: str) -> QPushButton:
        button = named("small", QPushButton(VERBS[verb].label))
        button.setToolTip(VERBS[verb].usage)
        return button

    def _button(self, verb: str, *words: str) -> QPushButton:
        button = self._plain(verb)
        button.clicked.connect(partial(self._clicked, verb, words))
        return button

    def _contact(self, sense: Sense) -> QPushButton:
        verb = CONTACTS[sense][0]
        button = self._plain(verb)
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(partial(self._switched, sense))
        return button

    # -- what is done -------------------------------------------------------------------------------------------

    def _clicked(self, verb: str, words: tuple[str, ...], checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        del checked
        self._do(verb, *words)

    def _switched(self, sense: Sense, checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's
        del checked
        verb, holds, holds_not = CONTACTS[sense]
        self._do(verb, holds if self._contacts[sense].isChecked() else holds_not)

    @Slot()
    def _scan(self) -> None:
        self._do("scan", self._code.text().strip() or SAMPLE_CODE)

    # -- what is shown ------------------------------------------------------------------------------------------

    def show_state(self, state: BenchState) -> None:
        """Show how everything is."""
        plugged = {name: cable.plugged for name, cable in state.cables.items()}
        for lamp, guide in self._guides.items():
            guide.show_light(state.lights.get(lamp.value), lit=lamp.value in state.lit)
        self._show_card(state, pulled=not plugged[ID_READER])
        self._card_slot.show_slot(state.slot, pulled=not plugged[SOCIAL_CARD_READER])
        self._scanner.show_scanner(reads=state.scanner_reads, pulled=not plugged[SCANNER])
        for sense, button in self._contacts.items():
            button.setEnabled(sense.value in state.senses)
            button.setChecked(state.senses.get(sense.value, False))
        self._show_printer(state.printer)
        self._show_document_printer(state.document_printer)
        self._documents.setText(f"{state.documents} 份")
        self._documents.setToolTip(Path(state.newest_document).name if state.newest_document else "")
        self._sheets.show_sheets(state.documents, pulled=not plugged[DOCUMENT_PRINTER])
        self._show_paper(state)

    def _show_card(self, state: BenchState, *, pulled: bool) -> None:
        card = state.card
        broken = card is not None and card.damage != "none"
        below = owner(card.number, card.staff) if card else ""
        if card and broken:
            below += f"，{DAMAGE_LABELS[card.damage]}"
        self._tray.lay(card.name if card else "", below, broken=broken, pulled=pulled)

    def _show_printer(self, printer: PrinterState) -> None:
        if printer.troubles:
            light, words = Light.BAD, "、".join(TROUBLES[trouble] for trouble in printer.troubles)
        elif printer.printing:
            light, words = Light.GOOD, "正在打印"
        elif printer.at_mouth:
            light, words = Light.CARE, "纸挂在出口"
        else:
            light, words = Light.CARE if printer.paper == "low" else Light.GOOD, PAPERS[printer.paper]
        self._paper_lamp.shine(light)
        self._paper_words.setText(words)
        self._take_paper.setVisible(printer.presents)
        self._take_paper.setEnabled(printer.at_mouth)

    def _show_document_printer(self, printer: DocumentPrinterState) -> None:
        grave = [trouble for trouble in printer.troubles if trouble not in HARMLESS]
        light = Light.BAD if grave else Light.CARE if printer.troubles else Light.GOOD
        self._sheet_lamp.shine(light)
        self._sheet_words.setText("、".join(TROUBLES[trouble] for trouble in printer.troubles) or "好的")

    def _show_paper(self, state: BenchState) -> None:
        """Let a new receipt come out; one that a presenter held is gone once it was taken or drawn in."""
        if state.printer.presents and not state.printer.at_mouth:
            self._mouth.clear()
        elif state.newest_receipt is not None and (state.receipts != self._receipts):
            self._receipts = state.receipts
            self._mouth.put_out(state.newest_receipt.png)
