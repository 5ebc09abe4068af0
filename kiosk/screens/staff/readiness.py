"""Whether the terminal is ready for people: each thing as it was found, and what is still to be done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from devices.errors import Action as Deed
from devices.health import DeviceInfo, DeviceState, Health, LastError, Supply
from kiosk.core.clock import SHANGHAI
from kiosk.core.lane import SOCIAL_CARD_READER
from kiosk.core.page import Action, Gauge, LaneKey, Panel, Tone
from kiosk.core.readiness import (
    TRIALS,
    BooksReadiness,
    DeviceReadiness,
    Readiness,
    RecordsReadiness,
    VoiceReadiness,
    not_ready,
)
from kiosk.core.record import DataState, StoreDamaged, StoreMissing
from kiosk.core.staff import StaffRole
from kiosk.core.text import Count, Word, say
from kiosk.screens.look_up import LOOK_UP
from kiosk.screens.staff.phrases import FOOTER, SAMPLE_TECHNICIAN, header
from kiosk.screens.staff.sign_in import STAFF
from kiosk.screens.staff.stick import BOOKS
from kiosk.screens.staff.voice_words import of_voice
from kiosk.screens.staff.working import SECONDS, asking, looking, telling
from kiosk.statement.readiness import state_of, touch_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from devices.deadline import Deadline
    from devices.roles import Device, SocialCardReader
    from kiosk.books.books import Books
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.staff.room import StaffRoom
    from kiosk.statement.press import Press
    from kiosk.store.records import Records

ANSWER_SECONDS: Final = 8.0
"""A device that doesn't say in this time how it is has given no answer."""
PROVING: Final = SOCIAL_CARD_READER.name
"""The lane whose cards may prove themselves; an ID card's reader never says so."""


def asking_device(lane: str) -> Page[DeviceReadiness]:
    """Ask a device who it is and how it is. Raises what its lane raises."""

    def work(carried: Device | Press, deadline: Deadline, _report: Report) -> DeviceReadiness:
        health = carried.probe(deadline)
        return DeviceReadiness(lane, carried.info(), health, failed_ago=_failed_ago(health, deadline))

    def of_cards(reader: SocialCardReader, deadline: Deadline, _report: Report) -> DeviceReadiness:
        health = reader.probe(deadline)
        ago = _failed_ago(health, deadline)
        return DeviceReadiness(
            lane, reader.info(), health, reads_cards=True, proves_card=reader.proves_card, failed_ago=ago
        )

    if lane == PROVING:
        job = SOCIAL_CARD_READER.job(of_cards, seconds=ANSWER_SECONDS)
    else:
        job = LaneKey["Device | Press"](lane).job(work, seconds=ANSWER_SECONDS)
    return looking(f"asking_{lane}", job)


def _failed_ago(health: Health, deadline: Deadline) -> float | None:
    """How many seconds ago it failed last."""
    error = health.last_error
    return None if error is None else deadline.clock.monotonic() - error.at_seconds


def asking_records() -> Page[RecordsReadiness]:
    """Read all records and compare."""

    def work(records: Records, deadline: Deadline, report: Report) -> RecordsReadiness:
        try:
            state = records.state()
        except (StoreDamaged, StoreMissing):
            return RecordsReadiness()
        try:
            records.check(telling(deadline, report))
        except StoreDamaged:
            return RecordsReadiness(state)
        return RecordsReadiness(state, whole=True)

    return looking("asking_records", LOOK_UP.job(work, seconds=SECONDS))


@dataclass(frozen=True)
class InTheBooks:
    """What the books say: of keys and audit, of each device's last self-test, and what time it is."""

    books: BooksReadiness
    tests: Mapping[str, tuple[bool, date]]
    at: datetime


def asking_books() -> Page[InTheBooks]:
    """Look into the books. Raises `OSError`."""

    def work(books: Books, deadline: Deadline, _report: Report) -> InTheBooks:
        return InTheBooks(books.readiness(), books.self_tests(asking(deadline)), books.now())

    return looking("asking_books", BOOKS.job(work, seconds=SECONDS))


@dataclass(frozen=True)
class OnTheRoll:
    """How many may sign in, by role, and how many of them are locked."""

    staff: Mapping[StaffRole, int]
    locked: int


def asking_roll() -> Page[OnTheRoll]:
    """Count who may sign in."""

    def work(room: StaffRoom, _deadline: Deadline, _report: Report) -> OnTheRoll:
        active = [each for each in room.everybody() if each.removed_at is None]
        counted = {role: sum(each.role is role for each in active) for role in StaffRole}
        return OnTheRoll(counted, sum(each.locked for each in active))

    return looking("asking_roll", STAFF.job(work, seconds=20.0))


class ReadinessWish(Enum):
    """What next."""

    PRINT = auto()
    TAKE = auto()
    AGAIN = auto()
    ENOUGH = auto()


def readiness_panel(found: Readiness, member: StaffMember) -> Page[ReadinessWish]:
    """What is still to be done first, then how everything is."""
    missing = not_ready(found)
    return Panel(
        name="readiness",
        title=say("都准备好了") if not missing else say("还差{count}样", count=Count(len(missing))),
        gauges=(
            *(
                Gauge(say("{what}", what=Word(each.what)), say("{do}", do=Word(each.do)), well=False)
                for each in missing
            ),
            *_gauges(found),
        ),
        actions=(
            Action(say("打印"), ReadinessWish.PRINT, "printer", Tone.GO),
            Action(say("存到U盘"), ReadinessWish.TAKE, "log-out"),
            Action(say("再看一遍"), ReadinessWish.AGAIN, "history"),
            Action(say("看好了"), ReadinessWish.ENOUGH, "check"),
        ),
        header=header(member),
        footer=FOOTER,
    )


def _gauges(found: Readiness) -> Iterator[Gauge[ReadinessWish]]:
    for device in found.devices:
        unknown = device.health is None or device.health.state is DeviceState.UNKNOWN
        if device.lane in TRIALS and device.well:  # its port is open; a person has to have tried it
            unknown = device.test is None or not device.test[0]
        detail = say("读卡只当号码，不算证明。") if device.reads_cards and device.proves_card is False else None
        yield Gauge(
            say("{name}", name=Word(device.name)),
            say("{state}", state=Word(state_of(device))),
            well=None if unknown else device.well and not device.suspicious,
            detail=detail,
        )
    yield Gauge(
        say("触摸屏"), say("{state}", state=Word(touch_of(found))), None if found.touch is None else found.touch[0]
    )
    state_of_data = found.records.state
    if state_of_data is not None:
        day = state_of_data.cut_off
        yield Gauge(
            say("数据"),
            say("到{day}", day=Word(f"{day.year}年{day.month}月{day.day}日")),
            well=found.records.whole,
            detail=say(
                "{people}人，版本{version}", people=Count(state_of_data.people), version=Count(state_of_data.version)
            ),
        )
    if found.books.head:
        yield Gauge(
            say("记录的末行"), say("{head}", head=Word(found.books.head)), well=True, detail=say("请抄存一份。")
        )
    yield Gauge(
        say("语音"),
        say("有") if found.speaks else say("没有语音"),
        well=None if not found.speaks else found.voice.headset is not False,
        detail=of_voice(found),
    )
    for line in found.hours:
        days, first, *more = line.split(" ")
        rest = say("{spans}", spans=Word(" ".join(more))) if more else None
        yield Gauge(say("{days}开门", days=Word(days)), say("{span}", span=Word(first)), well=True, detail=rest)
    if not found.hours:
        yield Gauge(say("开放时间"), say("没有写"), well=None)
    people = sum(found.staff.values())
    yield Gauge(say("工作人员"), say("{people}位", people=Count(people)), well=people > 1 and not found.locked)


_AT: Final = datetime(2026, 11, 21, 23, 10, tzinfo=SHANGHAI)
READY: Final = Readiness(
    "T003",
    3,
    "某某县社会保险事业管理局",
    "v1-0-0",
    "267.8×476.1毫米",
    ("周一到周五 9:00-12:00 13:30-17:00", "周六 9:00-12:00"),
    _AT,
    (
        DeviceReadiness(
            "id_reader",
            DeviceInfo("示例", "SAM-100", "A0001", "2.1"),
            Health(DeviceState.ONLINE),
            test=(True, date(2026, 11, 21)),
        ),
        DeviceReadiness(
            PROVING,
            DeviceInfo("示例", "CCID-2"),
            Health(DeviceState.ONLINE),
            test=(True, date(2026, 11, 21)),
            reads_cards=True,
            proves_card=False,
        ),
        DeviceReadiness(
            "receipt_printer",
            DeviceInfo("示例", "T-80", "P0007", "1.30"),
            Health(DeviceState.ONLINE, supplies=MappingProxyType({"paper": Supply.FULL})),
            test=(True, date(2026, 11, 21)),
        ),
    ),
    RecordsReadiness(
        DataState("某某县社会保险事业管理局", "000000", date(2026, 11, 20), 5, 86_412),
        whole=True,
    ),
    BooksReadiness(3, "1204 7F3A-91C2-05DE-8B44-A0E1", 0, 21 << 30),
    MappingProxyType(
        {StaffRole.ATTENDANT: 4, StaffRole.TECHNICIAN: 1, StaffRole.AUDITOR: 1, StaffRole.ADMINISTRATOR: 2}
    ),
    touch=(True, date(2026, 11, 21)),
    voice=VoiceReadiness(headset=True, test=(True, date(2026, 11, 21))),
)
"""A terminal as it should be; nobody's."""
NOT_YET: Final = replace(
    READY,
    devices=(
        replace(READY.devices[0], test=None),
        replace(READY.devices[1], test=(False, date(2026, 11, 20)), proves_card=None),
        replace(
            READY.devices[2],
            health=Health(
                DeviceState.ONLINE,
                supplies=MappingProxyType({"paper": Supply.OUT}),
                last_error=LastError("paper-out", Deed.REFILL, "", 0.0),
            ),
            failed_ago=3600.0,
        ),
        DeviceReadiness("document_printer", asked=False),
        DeviceReadiness("scanner", health=Health(DeviceState.ONLINE)),
        DeviceReadiness("keypad", health=Health(DeviceState.ONLINE), test=(False, date(2026, 11, 20))),
    ),
    records=RecordsReadiness(),
    books=BooksReadiness(None, "", 2, 1 << 20, crashes=1),
    staff=MappingProxyType({StaffRole.ADMINISTRATOR: 1}),
    locked=1,
    speaks=False,
    touch=(False, date(2026, 11, 20)),
    voice=VoiceReadiness(),
    number_enough=True,
    hours=(),
)
"""One on which hardly anything is."""

EXAMPLES: Mapping[str, Page[object]] = {
    "ready": readiness_panel(READY, SAMPLE_TECHNICIAN),
    "not-yet": readiness_panel(NOT_YET, SAMPLE_TECHNICIAN),
    "no-headset": readiness_panel(
        replace(READY, voice=VoiceReadiness(unsaid=2, headset=False, test=(False, date(2026, 11, 21)))),
        SAMPLE_TECHNICIAN,
    ),
    "shared-headset": readiness_panel(
        replace(READY, voice=replace(READY.voice, headset=False, shared=True)), SAMPLE_TECHNICIAN
    ),
    "voice-unrecorded": readiness_panel(
        replace(READY, voice=replace(READY.voice, unrecorded=7, lost=("pyttsx3",))), SAMPLE_TECHNICIAN
    ),
}
