"""Port and speed of a device: chosen, tried at once, and kept only where somebody says so before time puts it back."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Final, TypeVar

from devices.health import DeviceState, Health
from kiosk.audit import maintenance_events as events
from kiosk.core.page import Action, After, Choice, Choose, Footer, LaneKey, Notice, Picture, Tone, Wait
from kiosk.core.text import Count, Digits, Word, say
from kiosk.core.upkeep import UPKEEP, FoundPort, SettingsRefused
from kiosk.screens.staff.device_words import named, state_of
from kiosk.screens.staff.maintenance import LOOK_SECONDS, SAMPLE_SEEN, device_of
from kiosk.screens.staff.phrases import FOOTER, NO_WAY_OUT, UNDERSTOOD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from devices.deadline import Deadline
    from devices.health import Capabilities
    from devices.roles import Device
    from kiosk.audit.declaring import Event
    from kiosk.core.page import Page, Report
    from kiosk.core.staff import StaffMember
    from kiosk.core.upkeep import Upkeep
    from kiosk.statement.press import Press

PROBE_SECONDS: Final = 8.0
"""How long a device may take to answer with other settings."""
KEEP_SECONDS: Final = 30.0
"""Without a word the old settings are back after this: a wrong one must not lock anybody out."""
SPEEDS: Final = (9600, 19200, 38400, 57600, 115200)
MOST_PORTS: Final = 5
AUTO: Final = "auto"

T = TypeVar("T")


class Setting(Enum):
    """What is set of a line."""

    PORT = auto()
    SPEED = auto()


class Trial(Enum):
    """What becomes of a setting that was tried."""

    KEEP = auto()
    PUT_BACK = auto()


Ports = tuple[FoundPort, ...]
Table = dict[str, object]


def looking(section: str) -> Page[tuple[Table, Ports]]:
    """Look what the device is set to, and which ports there are. Raises `DeviceError`."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> tuple[Table, Ports]:
        return dict(upkeep.settings(section)), upkeep.ports()

    return Wait(
        name="looking_at_ports",
        shows_after=0.3,
        title=say("正在看有哪些口"),
        body=(say("请等一等。"),),
        picture=Picture.WAITING,
        jobs=(UPKEEP.job(work, seconds=LOOK_SECONDS),),
        footer=NO_WAY_OUT,
    )


def which_setting(section: str, settings: Mapping[str, object]) -> Page[Setting]:
    """What is to be set."""
    port, baud = str(settings.get("port", "")), settings.get("baud")
    speed = say("出厂的速度") if baud is None else say("现在{speed}", speed=Digits(str(baud), private=False))
    return Choose(
        name="which_setting",
        title=say("改{device}的什么？", device=named(section)),
        choices=(
            Choice(say("接在哪个口"), Setting.PORT, "map-pin", say("现在{port}", port=Word(port))),
            Choice(say("线的速度"), Setting.SPEED, "list", speed),
        ),
        footer=FOOTER,
    )


def which_port(ports: Ports, *, asks: bool) -> Page[str]:
    """Which port, by what hangs on it. `asks`: the device can be looked for by asking."""
    choices = [Choice(say("{port}", port=Word(port.address)), port.address, "map-pin", say("{told}", told=Word(port.told)))
               for port in ports[:MOST_PORTS]]  # fmt: skip
    if asks:
        choices.append(Choice(say("自己去找"), AUTO, "list", say("一个口一个口问")))
    return Choose(
        name="which_port",
        title=say("接在哪个口？"),
        choices=tuple(choices),
        footer=FOOTER,
    )


def no_ports() -> Page[None]:
    """There is no port to choose."""
    return Notice(
        name="no_ports",
        title=say("这台机器没有串口"),
        body=(say("看看转接线插好没有。"),),
        picture=Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


def which_speed() -> Page[int]:
    """Which speed."""
    return Choose(
        name="which_speed",
        title=say("线的速度是多少？"),
        body=(say("要和设备上设的一样。"),),
        choices=tuple(Choice(say("{speed}", speed=Digits(str(speed), private=False)), speed) for speed in SPEEDS),
        footer=FOOTER,
    )


def attempting(section: str, settings: Mapping[str, object]) -> Page[bool]:
    """Have the device opened anew with other settings."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> bool:
        upkeep.try_settings(section, settings)
        return True

    return Wait(
        name="attempting",
        shows_after=0.3,
        title=say("正在换上"),
        body=(say("请等一等。"),),
        picture=Picture.WAITING,
        jobs=(UPKEEP.job(work, seconds=LOOK_SECONDS),),
        footer=NO_WAY_OUT,
    )


def asking(section: str) -> Page[tuple[Health, Capabilities]]:
    """Ask the device how it is, until it answers or has had time enough. Raises `DeviceError`."""

    def work(carried: Device | Press, deadline: Deadline, _report: Report) -> tuple[Health, Capabilities]:
        until = deadline.within(PROBE_SECONDS - 2.0)
        health = carried.probe(until)
        while not health.usable and (until.remaining() or 0.0) > 1.0:
            until.pause(0.5)
            health = carried.probe(until)
        return health, device_of(carried).capabilities()

    return Wait(
        name="asking_device",
        title=say("正在问{device}", device=named(section)),
        body=(say("请等一等。"),),
        picture=Picture.WAITING,
        jobs=(LaneKey["Device | Press"](section).job(work, seconds=PROBE_SECONDS),),
        footer=NO_WAY_OUT,
        patient=True,
    )


def tried(section: str, health: Health, capabilities: Capabilities | None) -> Page[Trial]:
    """What came of it; without a word it goes back by itself."""
    words, well = state_of(health, capabilities)
    answered = well is True or (health.usable and well is None)
    back = say("{seconds}秒后换回原来的。", seconds=Count(round(KEEP_SECONDS)))
    keep = Action(
        say("留用") if answered else say("还是留用"), Trial.KEEP, "check", Tone.GO if answered else Tone.PLAIN
    )
    return Notice(
        name="tried" if answered else "tried_in_vain",
        title=say("通了，要留用吗？") if answered else say("没有通"),
        body=(say("{device}：{state}", device=named(section), state=Word(words.message)), back),
        picture=Picture.DONE if answered else Picture.TROUBLE,
        actions=(keep, Action(say("换回原来的"), Trial.PUT_BACK, "history", Tone.PLAIN if answered else Tone.GO)),
        after=After(KEEP_SECONDS, Trial.PUT_BACK),
        footer=Footer(back=False, leave=False, help=False),
    )


def keeping(
    section: str, setting: str, member: StaffMember, note: Callable[[Event], None]
) -> Page[tuple[str, ...] | SettingsRefused]:
    """Write it into the configuration, and tell the audit. Raises `DiskFull`."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> tuple[str, ...] | SettingsRefused:
        try:
            keys = upkeep.keep(section)
        except SettingsRefused as refusal:
            upkeep.put_back()
            note(events.DEVICE_SET(member, device=section, setting=setting, kept=False))
            return refusal
        note(events.DEVICE_SET(member, device=section, setting=setting, kept=True))
        for key in keys:
            note(events.CONFIG_CHANGED(member, key=key))
        return keys

    return _settling("keeping_setting", work)


def putting_back(section: str, setting: str, member: StaffMember, note: Callable[[Event], None]) -> Page[tuple[()]]:
    """Give the device its own settings back, and tell the audit."""

    def work(upkeep: Upkeep, _deadline: Deadline, _report: Report) -> tuple[()]:
        upkeep.put_back()
        note(events.DEVICE_SET(member, device=section, setting=setting, kept=False))
        return ()

    return _settling("putting_back", work)


def _settling(name: str, work: Callable[[Upkeep, Deadline, Report], T]) -> Page[T]:
    return Wait(
        name=name,
        shows_after=0.3,
        title=say("请等一等"),
        picture=Picture.WAITING,
        jobs=(UPKEEP.job(work, seconds=LOOK_SECONDS),),
        footer=NO_WAY_OUT,
        seals=True,
    )


def settled(*, kept: bool, refusal: SettingsRefused | None = None) -> Page[None]:
    """What holds from now on."""
    title = say("留用了") if kept else say("没有留用") if refusal else say("换回原来的了")
    detail = () if refusal is None else (say("{detail}", detail=Word(refusal.detail)),)
    return Notice(
        name="setting_kept" if kept else "setting_refused" if refusal else "setting_back",
        title=title,
        body=detail or ((say("旧的设置也还在。"),) if kept else ()),
        picture=Picture.DONE if refusal is None else Picture.TROUBLE,
        actions=(UNDERSTOOD,),
        footer=NO_WAY_OUT,
    )


_PORTS: Final = (FoundPort("usb:1a86:7523", "ttyUSB0　1-1.2"), FoundPort("/dev/ttyS0", "/dev/ttyS0"))

EXAMPLES: Mapping[str, Page[object]] = {
    "looking": looking("scanner"),
    "setting": which_setting("scanner", {"port": "/dev/ttyUSB3", "baud": 9600}),
    "setting-usual": which_setting("receipt_printer", {"port": "auto"}),
    "port": which_port(_PORTS, asks=True),
    "no-port": no_ports(),
    "speed": which_speed(),
    "attempting": attempting("scanner", {}),
    "asking": asking("scanner"),
    "tried": tried("receipt_printer", Health(DeviceState.ONLINE), SAMPLE_SEEN[0].capabilities),
    "tried-in-vain": tried("scanner", Health(DeviceState.NO_DEVICE), None),
    "kept": settled(kept=True),
    "back": settled(kept=False),
    "refused": settled(kept=False, refusal=SettingsRefused("no file")),
}
