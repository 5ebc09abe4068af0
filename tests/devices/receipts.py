"""Receipts and a printer on a line in memory, for the tests of the receipt printer."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from devices.bench.memory_line import MemoryLine
from devices.deadline import Deadline
from devices.escpos.adapter import EscPosPrinter
from devices.escpos.encoder import Encoder
from devices.escpos.glyphs import FontGlyphs
from devices.escpos.model import PrinterModel
from devices.escpos.roll_book import RollBook
from devices.escpos.simulator import EscPosSimulator
from devices.paper import Align, Feed, Pair, QrCode, Receipt, Rule, TextLine
from kiosk.core.clock import VirtualClock

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from devices.roles import PrintProgress

FONTS = Path(__file__).parents[2] / "assets" / "fonts"
NOTO = FONTS / "noto-sans-sc" / "NotoSansSC-Regular.ttf"
HANAMIN = FONTS / "hanazono" / "HanaMinB.ttf"

SHORT = Receipt((TextLine("养老金对账单", Align.CENTRE, double=True, bold=True), Pair("姓名", "王建国"), Rule()))


def yearly(name: str = "王建国", lines: int = 60) -> Receipt:
    """A yearly statement of about so many lines."""
    head = (
        TextLine("年度个人权益记录单", Align.CENTRE, double=True, bold=True),
        TextLine("2025年度", Align.CENTRE),
        Feed(16),
        TextLine(name, Align.CENTRE, double=True),
        Pair("姓名", name),
        Pair("身份证号", "4101**********1234"),
        Pair("参保险种", "企业职工基本养老保险"),
        Rule(),
        Pair("全年领到", "38,412.60元", bold=True, double=True),
        Rule(),
    )
    months = tuple(Pair(f"2025年{1 + n % 12}月  基本养老金", f"{3201.05 + n:,.2f}元") for n in range(lines - 17))
    foot = (
        Rule(),
        Pair("个人账户期初", "102,455.18元"),
        Pair("个人账户期末", "98,771.02元", bold=True),
        TextLine("数据截止：2026年6月30日。这张没有盖章。"),
        TextLine("有人打电话让您转账、报验证码，都是骗子。", bold=True),
        Feed(24),
        QrCode("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:" * 3 + "0123456789ABCDEFGHIJ"),
        TextLine("校验码 8K3F-22Q7-M1ZD", Align.CENTRE),
    )
    return Receipt((*head, *months, *foot))


@dataclass
class Bench:
    """A printer at work in virtual time."""

    clock: VirtualClock
    simulator: EscPosSimulator
    line: MemoryLine
    printer: EscPosPrinter

    def within(self, seconds: float = 60.0) -> Deadline:
        """A deadline from now."""
        return Deadline(self.clock, seconds)

    def print(self, receipt: Receipt = SHORT, progress: Callable[[PrintProgress], None] = lambda _: None) -> None:
        """Print within a minute."""
        self.printer.print(receipt, self.within(), progress=progress)

    def later(self, seconds: float, verb: Callable[[], object]) -> None:
        """Let somebody do something after a while."""

        def somebody() -> None:
            self.clock.sleep(seconds)
            verb()

        self.clock.spawn("somebody", somebody)

    def listen(self, seconds: float) -> None:
        """Be a lane that has nothing to do."""
        until = self.clock.monotonic() + seconds
        while self.clock.monotonic() < until:
            self.printer.listen(Deadline(self.clock, 0.05))


@contextmanager
def bench(
    simulator: EscPosSimulator | None = None, model: PrinterModel | None = None, book: RollBook | None = None
) -> Generator[Bench]:
    """A printer on a line in memory."""
    clock = VirtualClock(datetime(2026, 7, 31, 2, 0, tzinfo=UTC))
    device = simulator or EscPosSimulator()
    line = MemoryLine(device, clock)
    setup = (model or PrinterModel()).make.setup
    printer = EscPosPrinter(line.open, clock, Encoder(FontGlyphs([NOTO, HANAMIN]), setup=setup), model, book)
    try:
        yield Bench(clock, device, line, printer)
    finally:
        printer.close()
        line.close()
