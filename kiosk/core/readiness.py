"""What has to be right before a hall's doors open: the machine, its devices, records, keys and books, as values."""

from __future__ import annotations

from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from devices.health import DeviceState
from kiosk.core.device_names import DEVICES
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from devices.health import DeviceInfo, Health
    from kiosk.core.record import DataState
    from kiosk.core.staff import StaffRole

ENOUGH_BYTES: Final = 1 << 30
"""Room on the disk for months of journal and audit, and for new records beside the old ones."""
OLD_DAYS: Final = 45
"""Records are made every month; older ones were forgotten."""

TRIALS: Final[Mapping[str, str]] = MappingProxyType({"scanner": "试扫一个码", "keypad": "每个键按一遍"})
"""What alone shows that a device works which can't be asked: the port of any other is open, too."""


@dataclass(frozen=True)
class DeviceReadiness:
    """A device: what it says of itself, how it is, its last self-test (passed, when), whether a card read there is proved.

    `asked` is False when it gave no answer at all. `proves_card` is None where that can't be said, or is no question.
    `failed_ago` is how many seconds before it was asked its last error was.
    """

    lane: str
    info: DeviceInfo | None = None
    health: Health | None = None
    test: tuple[bool, date] | None = None
    reads_cards: bool = False
    proves_card: bool | None = None
    asked: bool = True
    failed_ago: float | None = None

    @property
    def name(self) -> str:
        """What it is called in the hall."""
        return DEVICES[self.lane]

    @property
    def well(self) -> bool:
        """Whether people can be served with it: what is not known is not well."""
        return self.health is not None and self.health.usable

    @property
    def suspicious(self) -> bool:
        """Whether somebody may have touched what shouldn't be: it works on, and somebody has to look."""
        return self.health is not None and self.health.state is DeviceState.POTENTIAL_FRAUD


@dataclass(frozen=True)
class RecordsReadiness:
    """The records: what they say of themselves, and whether every row is as it was sealed. None: they can't be read."""

    state: DataState | None = None
    whole: bool = False


@dataclass(frozen=True)
class BooksReadiness:
    """Keys and books: the number of the signing key, how far the audit is signed, prints to settle, the disk's room.

    `head` is the short form of the newest signed head, empty where nothing is signed. `unknown_prints` is None while the print
    journal can't be read.
    """

    signing_key: int | None = None
    head: str = ""
    unknown_prints: int | None = None
    free_bytes: int = 0
    crashes: int = 0


@dataclass(frozen=True)
class VoiceReadiness:
    """The voice: what it could not say, what of it is not there, and whether somebody has heard it (passed, when).

    `unrecorded` sentences had no clips, `unsaid` of them were said by nobody; `lost` names what doesn't speak. `headset` is
    False where its output was not found, or is `shared`: the loudspeaker's.
    """

    unrecorded: int = 0
    unsaid: int = 0
    lost: tuple[str, ...] = ()
    headset: bool | None = None
    test: tuple[bool, date] | None = None
    shared: bool = False


@dataclass(frozen=True)
class Readiness:
    """All of it. `staff` counts who may sign in by role, `locked` those who can't until somebody unlocks them.

    A terminal that doesn't speak (`speaks`) offers no voice; it is ready all the same.

    `number_enough`: something that reads staff cards is fitted, and a typed number does as well. `touch` is the last check of
    the touch screen (passed, when).
    """

    terminal: str
    number: int
    agency: str
    version: str
    panel: str
    hours: tuple[str, ...]
    at: datetime
    devices: tuple[DeviceReadiness, ...] = ()
    records: RecordsReadiness = RecordsReadiness()
    books: BooksReadiness = BooksReadiness()
    staff: Mapping[StaffRole, int] = field(default_factory=lambda: MappingProxyType({}))
    locked: int = 0
    speaks: bool = True
    number_enough: bool = False
    touch: tuple[bool, date] | None = None
    voice: VoiceReadiness = VoiceReadiness()


@dataclass(frozen=True)
class NotReady:
    """Something that is not as it has to be, and what to do about it, in one sentence each."""

    what: str
    do: str


def not_ready(readiness: Readiness) -> tuple[NotReady, ...]:
    """Say what has to be put right before people are served; nothing if all is well."""
    judges = (_devices, _touch, _voice, _records, _books, _staff)
    return tuple(found for judge in judges for found in judge(readiness))


def _devices(readiness: Readiness) -> list[NotReady]:
    found: list[NotReady] = []
    for device in readiness.devices:
        if not device.well:
            found.append(NotReady(f"{device.name}没有准备好", f"看{device.name}的那一页，照着做"))
        trial = TRIALS.get(device.lane)
        if device.test is None:
            what, do = ("试过", f"在它那一页，点“{trial}”") if trial else ("自检过", "做一次自检")
            found.append(NotReady(f"{device.name}没有{what}", do))
        elif not device.test[0]:
            what, do = ("试了没通过", f"修好它，再点“{trial}”") if trial else ("自检没通过", "照它说的做，再自检一次")
            found.append(NotReady(f"{device.name}{what}", do))
    lanes = {device.lane for device in readiness.devices}
    if not lanes & {"id_reader", "social_card_reader"}:
        found.append(NotReady("没有接读卡的机器", "在设置里写明，接好后重启"))
    if not lanes & {"receipt_printer", "document_printer"}:
        found.append(NotReady("没有接打印机", "在设置里写明，接好后重启"))
    return found


def _touch(readiness: Readiness) -> list[NotReady]:
    """A check that was not passed; who has come so far by touch has shown that it works somehow."""
    wrong = readiness.touch is not None and not readiness.touch[0]
    return [NotReady("触摸屏试了没过", "校准好，再试一次")] if wrong else []


def _voice(readiness: Readiness) -> list[NotReady]:
    voice = readiness.voice
    found: list[NotReady] = []
    if voice.headset is False and voice.shared:
        found.append(NotReady("耳机和喇叭的输出没分开", "在设置里写两个输出的名字，再重启"))
    elif voice.headset is False:
        found.append(NotReady("耳机的输出没找到", "在设置里写对名字，再重启"))
    if readiness.speaks and voice.test is None:
        found.append(NotReady("语音没有试过", "在设备维护里，试一次语音"))
    elif readiness.speaks and voice.test is not None and not voice.test[0]:
        found.append(NotReady("语音试了没听到", "看音量和线，再试一次语音"))
    return found


def _records(readiness: Readiness) -> list[NotReady]:
    records = readiness.records
    if records.state is None:
        return [NotReady("没有数据，或读不出来", "换新数据")]
    found: list[NotReady] = []
    if not records.whole:
        found.append(NotReady("数据核对不上", "换新数据，或换回上一份"))
    days = (readiness.at.date() - records.state.cut_off).days
    if days < 0:
        found.append(NotReady("时钟比数据还早", "核对日期和时间"))
    elif days > OLD_DAYS:
        found.append(NotReady(f"数据已经{days}天了", "换新数据"))
    return found


def _books(readiness: Readiness) -> list[NotReady]:
    books = readiness.books
    checks = (
        (books.signing_key is None, "没有签名的密钥", "在后台运行 yiban init"),
        (books.signing_key is not None and not books.head, "记录没有签上名", "看磁盘满没满，再重启"),
        (books.unknown_prints is None, "打印的账打不开", "重启；还不行，叫技术员"),
        (bool(books.unknown_prints), f"有{books.unknown_prints}张单子不知道打没打", "请服务员去看，再登记"),
        (books.free_bytes < ENOUGH_BYTES, "磁盘快满了", "清理磁盘，至少留1GB"),
    )
    return [NotReady(what, do) for holds, what, do in checks if holds]


def _staff(readiness: Readiness) -> list[NotReady]:
    from kiosk.core.staff import StaffRole  # noqa: PLC0415 - home is painted before this is needed

    found: list[NotReady] = []
    if readiness.staff.get(StaffRole.ADMINISTRATOR, 0) == 0:
        found.append(NotReady("没有管理员", "用安装码登录，设一位"))
    if sum(readiness.staff.values()) < 2:  # noqa: PLR2004 - two different people
        found.append(NotReady("只有一位工作人员", "再加一位：有的事要两个人"))
    if readiness.locked:
        found.append(NotReady(f"有{readiness.locked}位锁上了", "请管理员解锁"))
    if readiness.number_enough:
        found.append(NotReady("工号加密码就能登录", "都有了卡，再设成一定要卡"))
    return found
