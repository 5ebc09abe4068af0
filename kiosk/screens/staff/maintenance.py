"""设备维护: how every device of the machine is, line by line, and where to go from there."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from devices.errors import Action as Deed
from devices.health import Ability, Capabilities, Counters, DeviceInfo, DeviceState, Health, LastError, Supply
from devices.roles import Sense
from kiosk.audit import maintenance_events as events
from kiosk.core.closed import Closed
from kiosk.core.config import SoundConfig
from kiosk.core.lane import INDICATORS
from kiosk.core.page import Action, Footer, Gauge, LaneKey, Panel, Picture, Tone, Wait
from kiosk.core.record import RecordError
from kiosk.core.text import Count, Day, Word, say
from kiosk.core.upkeep import UPKEEP, Pause, PauseReason
from kiosk.core.values import dataclass
from kiosk.screens import sample
from kiosk.screens.look_up import LOOK_UP
from kiosk.screens.paused import REASONS
from kiosk.screens.staff.closed_fixes import CLOSED_FOR, FROM_PANEL
from kiosk.screens.staff.device_words import ICONS, NAMES, state_of
from kiosk.screens.staff.phrases import NO_WAY_OUT, SAMPLE_TECHNICIAN, header
from kiosk.screens.staff.voice_words import state_of_voice
from kiosk.statement.press import Press
from kiosk.voice.engine import VoiceState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from devices.deadline import Deadline
    from devices.roles import Device
    from kiosk.audit.declaring import Event
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.text import Text
    from kiosk.core.upkeep import Upkeep
    from kiosk.store.records import Records

GLANCE_SECONDS: Final = 8.0
"""How long a device may take to say who it is; its port may have to be opened first."""
LOOK_SECONDS: Final = 10.0
CHANGE_SECONDS: Final = 60.0
"""So long at most stands a panel with what it was made of."""


class Wish(Enum):
    """Where to go from the panel, beside a device."""

    SETTINGS = auto()
    PAUSE = auto()
    SERVE = auto()
    RESTART = auto()
    MENU = auto()
    VOICE = auto()


@dataclass(frozen=True)
class Seen:
    """What is known of a device when its lane was last asked. `left` is how many statements the paper is enough for."""

    lane: str
    info: DeviceInfo = DeviceInfo()
    capabilities: Capabilities | None = None
    health: Health = Health()
    left: int | None = None


@dataclass(frozen=True)
class Machine:
    """How everything is: `healths` by lane, the pause that holds, and whether contacts of a spare supply are wired.

    `rests`: nobody is served because the program crashed too often.
    """

    healths: Mapping[str, Health]
    pause: Pause | None = None
    mains_wired: bool = False
    rests: bool = False


def _machine(upkeep: Upkeep, healths: Mapping[str, Health]) -> Machine:
    senses = upkeep.settings(INDICATORS.name).get("senses")
    wired = isinstance(senses, dict) and bool({Sense.MAINS_LOST, Sense.BATTERY_LOW} & senses.keys())
    return Machine(healths, upkeep.pause(), wired, upkeep.rests())


def device_of(carried: Device | Press) -> Device:
    """The device a lane carries, without the press round a printer."""
    return carried.device if isinstance(carried, Press) else carried


def beginning(member: StaffMember, note: Callable[[Event], None]) -> Page[Machine]:
    """Begin the maintenance: from here on the technician has the devices, one by one as they are free."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> Machine:
        if upkeep.begin(member):
            note(events.MAINTENANCE_ENTERED(member))
        return _machine(upkeep, upkeep.healths())

    return Wait(
        name="maintenance_begins",
        shows_after=0.3,
        title=say("请等一等"),
        picture=Picture.WAITING,
        jobs=(UPKEEP.job(work, seconds=LOOK_SECONDS),),
        footer=NO_WAY_OUT,
    )


def glance(lane: str, *, printing: bool = False) -> Page[Seen]:
    """Ask a device who it is, as soon as its lane is free. Raises `DeviceError`.

    `printing`: somebody's sheet is under way and is finished first.
    """

    def work(carried: Device | Press, _deadline: Deadline, _report: Report) -> Seen:
        device = device_of(carried)
        left = carried.sheets_left() if isinstance(carried, Press) else None
        return Seen(lane, device.info(), device.capabilities(), device.health(), left)

    return Wait(
        name=f"glance_{lane}",
        shows_after=0.3,
        title=say("打印还没完，请等一等") if printing else say("正在看设备"),
        body=(say("打完就轮到您。"),) if printing else (say("请等一等。"),),
        picture=Picture.PRINTING if printing else Picture.WAITING,
        jobs=(LaneKey["Device | Press"](lane).job(work, seconds=GLANCE_SECONDS),),
        footer=Footer(back=False, help=False),
        patient=True,
    )


def _changed(known: Machine) -> Callable[[Upkeep, Deadline, Report], Machine]:
    def work(upkeep: Upkeep, deadline: Deadline, _report: Report) -> Machine:
        return _machine(upkeep, upkeep.changed(known.healths, deadline, CHANGE_SECONDS))

    return work


def maintenance(
    seen: tuple[Seen, ...],
    machine: Machine,
    member: StaffMember,
    cut_off: date | None,
    *,
    sound: SoundConfig,
    voice: VoiceState,
    closed: Closed | None = None,
) -> Page[Wish | str | Machine]:
    """The panel, first of all why the terminal is `closed` right now.

    Answers what is wished, a device's lane, or how the machine is by now, when that has changed.
    """
    gauges = [_gauge(replace(each, health=machine.healths.get(each.lane, each.health))) for each in seen]
    # Nobody here hears the voice or sees the contacts: what is known is how they are set.
    words, well = state_of_voice(voice, sound)
    volume = say("音量{n}", n=Count(sound.loudness))
    look: Action[Wish | str | Machine] = Action(say("看原因") if well is False else say("看一看"), Wish.VOICE)
    gauges.append(Gauge(say("语音"), words, well, volume, look, icon="volume-2"))
    mains = (
        (say("接了线"), say("停电时会自己说。")) if machine.mains_wired else (say("没接线"), say("停电时不会知道。"))
    )
    gauges.append(Gauge(say("备用电源"), mains[0], None, mains[1], icon="triangle-alert"))
    data = say("不知道") if cut_off is None else say("到{day}", day=Day(cut_off, 0, private=False))
    gauges.append(Gauge(say("数据"), data, None if cut_off is None else True, icon="history"))
    if machine.pause is not None:
        gauges.insert(0, _paused(machine.pause))
    if machine.rests:
        gauges.insert(0, _RESTS)
    if closed is not None and closed in FROM_PANEL:
        gauges.insert(0, _closed(closed))
    stop: Action[Wish | str | Machine] = (
        Action(say("暂停服务"), Wish.PAUSE, "ban")
        if machine.pause is None and not machine.rests
        else Action(say("恢复服务"), Wish.SERVE, "check", Tone.GO)
    )
    return Panel["Wish | str | Machine"](
        name="maintenance",
        title=say("设备维护"),
        gauges=tuple(gauges),
        actions=(
            Action(say("设置"), Wish.SETTINGS, "wrench"),
            stop,
            Action(say("重启关机"), Wish.RESTART, "log-out"),
            Action(say("回菜单"), Wish.MENU, "layout-grid"),
        ),
        jobs=(UPKEEP.job(_changed(machine)),),
        header=header(member),
        footer=Footer(back=False, help=False),
    )


def _gauge(seen: Seen) -> Gauge[Wish | str | Machine]:
    words, well = state_of(seen.health, seen.capabilities)
    act: Action[Wish | str | Machine] = Action(say("看原因") if well is False else say("看一看"), seen.lane)
    return Gauge(NAMES[seen.lane], words, well, detail_of(seen), act, ICONS[seen.lane])


def detail_of(seen: Seen) -> Text:
    """What it has done, and what is left."""
    counters = seen.health.counters
    done = Count(counters.operations)
    if seen.left is not None:
        return say("做过{done}次 · 约剩{left}张", done=done, left=Count(seen.left))
    if counters.failures:
        return say("做过{done}次 · {failed}次没成", done=done, failed=Count(counters.failures))
    return say("做过{done}次", done=done)


_RESTS: Final[Gauge[Wish | str | Machine]] = Gauge(
    say("暂停服务"),
    say("连着出错，先停了"),
    False,  # noqa: FBT003 - not well
    say("过一阵，自己会再试。"),
    icon="ban",
)


def _closed(closed: Closed) -> Gauge[Wish | str | Machine]:
    well = False if closed.fault else None
    return Gauge(say("停用了"), CLOSED_FOR[closed], well, FROM_PANEL[closed], icon="ban")


def _paused(pause: Pause) -> Gauge[Wish | str | Machine]:
    until = (
        say("等您恢复")
        if pause.until is None
        else say("到{time}", time=Word(f"{pause.until.month}月{pause.until.day}日{pause.until:%H:%M}"))
    )
    return Gauge(say("暂停服务"), until, False, REASONS[pause.reason], icon="ban")  # noqa: FBT003 - not well


def data_reaches() -> Page[date | None]:
    """To which day the records reach; None where they can't be opened."""

    def work(records: Records, _deadline: Deadline, _report: Report) -> date | None:
        try:
            return records.state().cut_off
        except RecordError:
            return None

    return Wait(
        name="data_reaches",
        shows_after=0.3,
        title=say("正在看数据"),
        body=(say("请等一等。"),),
        picture=Picture.WAITING,
        jobs=(LOOK_UP.job(work, seconds=LOOK_SECONDS),),
        footer=NO_WAY_OUT,
    )


_SENSES: Final = Capabilities("serial", frozenset({Ability.ANSWERS}), ("paper",))
_DONE: Final = Counters(operations=61)
_LOW: Final = Health(DeviceState.ONLINE, supplies=MappingProxyType({"paper": Supply.LOW}), counters=_DONE)
_WELL: Final = Health(DeviceState.ONLINE, counters=Counters(operations=143, failures=2))
_GONE: Final = Health(DeviceState.NO_DEVICE, last_error=LastError("device-gone", Deed.MAINTENANCE, "ttyUSB3", 0.0))
SAMPLE_SEEN: Final = (
    Seen("receipt_printer", DeviceInfo("EPSON", "TM-T88VI", "X3A9", "60.01"), _SENSES, _LOW, 38),
    Seen("document_printer", DeviceInfo(), _SENSES, _WELL),
    Seen("id_reader", DeviceInfo("", "SAM", "003-04", "1.2"), _SENSES, _WELL),
    Seen("social_card_reader", DeviceInfo(), _SENSES, _WELL),
    Seen("scanner", DeviceInfo(), Capabilities("serial"), _GONE),
    Seen("keypad", DeviceInfo(), Capabilities("serial"), Health(DeviceState.ONLINE)),
    Seen("indicators", DeviceInfo(), _SENSES),
)
_ALL: Final = Machine({each.lane: each.health for each in SAMPLE_SEEN})
_SOUND: Final = SoundConfig()

EXAMPLES: Mapping[str, Page[object]] = {
    "begins": beginning(SAMPLE_TECHNICIAN, lambda _event: None),
    "glance": glance("id_reader"),
    "still-printing": glance("document_printer", printing=True),
    "data": data_reaches(),
    "panel": maintenance(SAMPLE_SEEN, _ALL, SAMPLE_TECHNICIAN, sample.CUT_OFF, sound=_SOUND, voice=VoiceState("ALSA")),
    "panel-paused": maintenance(
        SAMPLE_SEEN[:2],
        Machine(_ALL.healths, Pause(PauseReason.RECORDS, sample.NOW), mains_wired=True),
        SAMPLE_TECHNICIAN,
        None,
        sound=replace(_SOUND, loudness=80),
        voice=VoiceState("ALSA", headset=False),
    ),
    "panel-closed": maintenance(
        SAMPLE_SEEN[:3],
        _ALL,
        SAMPLE_TECHNICIAN,
        None,
        sound=_SOUND,
        voice=VoiceState("ALSA"),
        closed=Closed.NO_RECORDS,
    ),
    "panel-closed-at-night": maintenance(
        SAMPLE_SEEN[:3],
        _ALL,
        SAMPLE_TECHNICIAN,
        sample.CUT_OFF,
        sound=_SOUND,
        voice=VoiceState("ALSA"),
        closed=Closed.HOURS,
    ),
    "panel-rests": maintenance(
        SAMPLE_SEEN[:3],
        replace(_ALL, rests=True),
        SAMPLE_TECHNICIAN,
        sample.CUT_OFF,
        sound=_SOUND,
        voice=VoiceState(""),
    ),
}
