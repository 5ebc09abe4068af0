"""The readiness report: from what was found to a paper that a technician leaves in the machine's folder."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from devices.health import DeviceState, Supply
from kiosk.core.readiness import TRIALS, not_ready
from kiosk.core.remedies import REMEDIES
from kiosk.core.staff import StaffRole
from kiosk.core.text import Count, say
from kiosk.statement.model import (
    EMPTY,
    TITLES,
    Field,
    Fields,
    Kind,
    Lead,
    Paper,
    Statement,
    Words,
    written_day,
    written_moment,
)
from kiosk.statement.wording import FADES, PHONE

if TYPE_CHECKING:
    from datetime import date, datetime

    from kiosk.core.readiness import DeviceReadiness, NotReady, Readiness
    from kiosk.statement.model import Block, Issue

_GIB: Final = 1 << 30
STATES: Final = {
    DeviceState.UNKNOWN: "不知道",
    DeviceState.ONLINE: "正常",
    DeviceState.OFFLINE: "没开机",
    DeviceState.POWER_OFF: "断电",
    DeviceState.NO_DEVICE: "没连上",
    DeviceState.HARDWARE_ERROR: "有故障",
    DeviceState.USER_ERROR: "要有人去弄",
    DeviceState.DEVICE_BUSY: "在忙",
    DeviceState.FRAUD_ATTEMPT: "被人动过",
    DeviceState.POTENTIAL_FRAUD: "可能被人动过",
    DeviceState.STARTING: "正在启动",
}
SUPPLIES: Final = {
    Supply.UNKNOWN: "不知道",
    Supply.FULL: "够",
    Supply.LOW: "快没了",
    Supply.OUT: "没了",
    Supply.JAMMED: "卡住了",
}
_SUPPLY_NAMES: Final = {
    "paper": "纸",
    "toner": "墨粉",
    "ink": "墨",
    "card_bin": "收卡箱",
    "card_stacker": "新卡",
    "tray": "出纸盒",
}
_BIN: Final = {Supply.FULL: "满了", Supply.LOW: "没满"}
_PROVES: Final = {
    True: "读卡验过真假",
    False: "读卡只当号码，不算证明",
    None: "读卡算不算证明，厂家没说",
}
ROLES: Final = {
    StaffRole.ATTENDANT: "服务员",
    StaffRole.TECHNICIAN: "技术员",
    StaffRole.AUDITOR: "审计员",
    StaffRole.ADMINISTRATOR: "管理员",
}


def readiness_report(readiness: Readiness, issue: Issue) -> Statement:
    """Make the report: what is not ready first, with what to do, then everything as it was found."""
    missing = not_ready(readiness)
    return Statement(
        Kind.READINESS,
        TITLES[Kind.READINESS],
        "",
        issue,
        (
            Lead("准备好了吗", "都准备好了" if not missing else f"还差{len(missing)}样"),
            *_missing(missing),
            _machine(readiness),
            *(_device(device, readiness.at) for device in readiness.devices),
            *_voice(readiness),
            _records(readiness),
            _books(readiness),
            _staff(readiness),
        ),
        ("这张给工作人员看。", "记录的末行，请抄存一份。", *_paper_notes(issue)),
        (say("都准备好了。") if not missing else say("还差{count}样。", count=Count(len(missing))),),
    )


def _paper_notes(issue: Issue) -> tuple[str, ...]:
    return (*((FADES,) if issue.paper == Paper.SLIP else ()), PHONE.format(phone=issue.phone))


def _missing(missing: tuple[NotReady, ...]) -> tuple[Block, ...]:
    if not missing:
        return ()
    return (Words("还要做的", tuple(f"{each.what}：{each.do}。" for each in missing)),)


def _machine(readiness: Readiness) -> Fields:
    hours = "、".join(readiness.hours) or "没有写"
    return Fields(
        "机器",
        (
            Field("编号", f"{readiness.terminal}，{readiness.number}号机"),
            Field("程序", readiness.version),
            Field("屏幕", readiness.panel),
            Field("触摸屏", touch_of(readiness), strong=readiness.touch is not None and not readiness.touch[0]),
            Field("语音", "有" if readiness.speaks else "没有语音"),
            Field("时钟", written_moment(readiness.at)),
            Field("开放时间", hours),
            Field("磁盘还剩", f"{readiness.books.free_bytes / _GIB:.1f}GB"),
            Field("设置", "启动时核对过"),
        ),
        paired=True,
    )


def touch_of(readiness: Readiness) -> str:
    """Say what came of the last check of the touch screen, and when."""
    return "没试过" if readiness.touch is None else _tested(readiness.touch)


def state_of(device: DeviceReadiness) -> str:
    """Say in a word how a device is. Of one that can't be asked it is only known that its port is open."""
    if device.health is None:
        return "没有回答"
    return "线通了" if device.well and device.lane in TRIALS else STATES[device.health.state]


def _device(device: DeviceReadiness, asked_at: datetime) -> Fields:
    health, info = device.health, device.info
    fields = [Field("情况", state_of(device), strong=not device.well or device.suspicious)]
    if health is not None:
        fields += [Field(_SUPPLY_NAMES.get(name, name), _level(name, level)) for name, level in health.supplies.items()]
        if health.last_error is not None:
            ago = device.failed_ago
            at = "" if ago is None else f"，{written_moment(asked_at - timedelta(seconds=ago))}"
            fields.append(Field("上次故障", f"{health.last_error.code}{at}"))
            fields.append(Field("故障怎么办", REMEDIES[health.last_error.action].message))
    if info is not None:
        fields.append(Field("型号", " ".join(filter(None, (info.maker, info.model))) or EMPTY))
        fields.append(Field("序列号", info.serial or EMPTY))
        fields.append(Field("固件", info.firmware or EMPTY))
    kind = "试用" if device.lane in TRIALS else "自检"
    if device.test is None:
        fields.append(Field(kind, "没做过"))
    else:
        fields.append(Field(kind, _tested(device.test)))
    remark = _PROVES[device.proves_card] if device.reads_cards else ""
    return Fields(device.name, tuple(fields), remark=f"{remark}。" if remark else "", paired=True)


def _level(name: str, level: Supply) -> str:
    """How much of a supply there is; a bin is filled, not used up."""
    return _BIN.get(level, SUPPLIES[level]) if name == "card_bin" else SUPPLIES[level]


def _voice(readiness: Readiness) -> tuple[Block, ...]:
    """Nothing of a terminal that doesn't speak."""
    if not readiness.speaks:
        return ()
    voice = readiness.voice
    heard = "没做过" if voice.test is None else _tested(voice.test)
    fields = (
        Field("试听", heard, strong=voice.test is None or not voice.test[0]),
        Field("耳机的输出", "和喇叭没分开" if voice.shared else _OUTPUTS[voice.headset], strong=voice.headset is False),
        Field("没录音的话", f"{voice.unrecorded}句"),
        Field("念不出的话", f"{voice.unsaid}句", strong=bool(voice.unsaid)),
        Field("用不了的", "、".join(voice.lost) or "没有"),
    )
    return (Fields("语音", fields, paired=True),)


_OUTPUTS: Final = {True: "找到了", False: "没找到", None: "不知道"}


def _tested(test: tuple[bool, date]) -> str:
    passed, day = test
    return f"{'通过' if passed else '没通过'}，{written_day(day)}"


def _records(readiness: Readiness) -> Fields:
    state = readiness.records.state
    if state is None:
        return Fields("数据", (Field("情况", "没有，或读不出来", strong=True),))
    return Fields(
        "数据",
        (
            Field("单位", state.agency),
            Field("数据到", written_day(state.cut_off)),
            Field("人数", f"{state.people}人"),
            Field("版本", str(state.version)),
            Field("核对", "完好" if readiness.records.whole else "对不上", strong=not readiness.records.whole),
        ),
        paired=True,
    )


def _books(readiness: Readiness) -> Fields:
    books = readiness.books
    return Fields(
        "密钥和记录",
        (
            Field("签名密钥", "没有" if books.signing_key is None else f"{books.signing_key}号"),
            Field("记录的末行", books.head or "没有签名"),
            Field("不知道打没打", "打不开" if books.unknown_prints is None else f"{books.unknown_prints}张"),
            Field("出错报告", f"{books.crashes}份"),
        ),
    )


def _staff(readiness: Readiness) -> Fields:
    fields = [Field(ROLES[role], f"{readiness.staff.get(role, 0)}位") for role in StaffRole]
    fields.append(Field("锁上的", f"{readiness.locked}位"))
    if readiness.number_enough:
        fields.append(Field("怎么登录", "工号加密码就能登录", strong=True))
    return Fields("工作人员", tuple(fields), paired=True)
