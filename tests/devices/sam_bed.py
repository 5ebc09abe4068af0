"""What the tests of the identity-card reader stand on: a synthetic person, and a reader on a line in virtual time."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from devices.bench.memory_line import MemoryLine
from devices.deadline import Deadline
from devices.id_sam.adapter import SamIdReader
from devices.id_sam.simulator import SamSimulator, Timings
from devices.id_sam.speeds import SPEEDS
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


HMT = IdCard(
    kind=DocumentKind.HMT_RESIDENCE,
    name="测试乙",
    sex=Sex.MALE,
    nation="",
    birth=date(1992, 1, 30),
    address="广东省深圳市测试路2号",
    number="830000199201300022",
    issuer="深圳市公安局",
    valid_from=date(2023, 1, 1),
    valid_until=date(2028, 1, 1),
    warnings=("sex-differs",),
    pass_number="T12345678",  # noqa: S106 - of a travel permit, not a password
)
"""His number is one of a woman, which stops nobody."""
FOREIGN_2017 = IdCard(
    kind=DocumentKind.FOREIGN_RESIDENCE_2017,
    name="测试丙",
    sex=Sex.MALE,
    nation="CAN",
    birth=date(1980, 1, 1),
    address="",
    number="CAN110080010110",
    issuer="",
    valid_from=date(2018, 1, 1),
    valid_until=date(2028, 1, 1),
    english_name="TEST, PERSON",
)
FOREIGN_2023 = IdCard(
    kind=DocumentKind.FOREIGN_RESIDENCE_2023,
    name="测试丁",
    sex=Sex.FEMALE,
    nation="CAN",
    birth=date(1981, 8, 3),
    address="",
    number="911124198108030024",
    issuer="",
    valid_from=date(2024, 1, 1),
    valid_until=date(2034, 1, 1),
    english_name="TESTPERSON, ABCDEFGHIJ KLMNOPQRSTU VWXYZ ABC",
)
"""Her English name has a space where its two parts meet on the chip."""
ALL_KINDS = (PERSON, HMT, FOREIGN_2017, FOREIGN_2023)


class Bed:
    """A reader on a line in virtual time, found at any speed."""

    def __init__(
        self,
        timings: Timings | None = None,
        *,
        restless: bool = False,
        appends: bool = True,
        simulator: SamSimulator | None = None,
    ) -> None:
        self.clock = VirtualClock(datetime(2024, 5, 6, 9, tzinfo=SHANGHAI))
        self.simulator = simulator or SamSimulator(timings, restless=restless, appends=appends)
        self.line = MemoryLine(self.simulator, self.clock)
        first, *others = [partial(self.line.open_at, baud) for baud in SPEEDS]
        self.reader = SamIdReader(first, self.clock, at_other_speeds=others)
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
