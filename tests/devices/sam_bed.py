"""What the tests of the identity-card reader stand on: a synthetic person, and a reader on a line in virtual time."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from devices.bench.memory_line import MemoryLine
from devices.deadline import Deadline
from devices.id_sam.adapter import SamIdReader
from devices.id_sam.simulator import SamSimulator, Timings
from devices.roles import DocumentKind, IdCard, Sex
from kiosk.core.clock import SHANGHAI, VirtualClock

if TYPE_CHECKING:
    from collections.abc import Callable

PERSON = IdCard(
    kind=DocumentKind.RESIDENT,
    name="测试甲",
    sex=Sex.FEMALE,
    nation="汉",
    birth=date(1949, 12, 31),
    address="北京市朝阳区测试路1号",
    number="11010519491231002X",
    issuer="北京市公安局朝阳分局",
    valid_from=date(2020, 1, 1),
    valid_until=None,
)
OTHER = IdCard(
    kind=DocumentKind.RESIDENT,
    name="测试戊",
    sex=Sex.MALE,
    nation="其他(81)",
    birth=date(1999, 1, 10),
    address="",
    number="440308199901101512",
    issuer="深圳市公安局",
    valid_from=date(2016, 2, 29),
    valid_until=date(2036, 2, 28),
)


class Bed:
    """A reader on a line in virtual time."""

    def __init__(self, timings: Timings | None = None, *, restless: bool = False) -> None:
        self.clock = VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI))
        self.simulator = SamSimulator(timings, restless=restless)
        self.line = MemoryLine(self.simulator, self.clock)
        self.reader = SamIdReader(self.line.open, self.clock)
        self.seen: list[float] = []

    def read(self, seconds: float | None = 20.0) -> IdCard:
        return self.reader.read_card(self.deadline(seconds), found=lambda: self.seen.append(self.clock.monotonic()))

    def deadline(self, seconds: float | None = 20.0) -> Deadline:
        return Deadline(self.clock, seconds)

    def later(self, seconds: float, deed: Callable[[], None]) -> None:
        """Do something after some time, in another thread."""

        def wait_and_do() -> None:
            self.clock.sleep(seconds)
            deed()

        self.clock.spawn("later", wait_and_do)

    def close(self) -> None:
        self.reader.close()
        self.line.close()
