"""What devices, their states and what is to be done about them are called: the technician's words, in one place."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from devices.health import Ability, DeviceState, Supply
from kiosk.core.text import Text, Word, say
from kiosk.core.upkeep import Check

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from devices.health import Capabilities, Health
    from kiosk.core.upkeep import Checked

NAMES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "receipt_printer": say("小条打印机"),
        "document_printer": say("A4打印机"),
        "id_reader": say("身份证阅读器"),
        "social_card_reader": say("社保卡读卡器"),
        "scanner": say("扫码器"),
        "keypad": say("小键盘"),
        "indicators": say("灯和感应"),
    }
)
"""Lane -> name, in the order in which they stand."""

ICONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "receipt_printer": "receipt-text",
        "document_printer": "printer",
        "id_reader": "id-card",
        "social_card_reader": "credit-card",
        "scanner": "qr-code",
        "keypad": "keyboard",
        "indicators": "bell-ring",
    }
)

STATES: Final[Mapping[DeviceState, Text]] = MappingProxyType(
    {
        DeviceState.UNKNOWN: say("不知道"),
        DeviceState.ONLINE: say("正常"),
        DeviceState.OFFLINE: say("没回应"),
        DeviceState.POWER_OFF: say("没通电"),
        DeviceState.NO_DEVICE: say("没连上"),
        DeviceState.HARDWARE_ERROR: say("坏了"),
        DeviceState.USER_ERROR: say("要人看看"),
        DeviceState.DEVICE_BUSY: say("正在用"),
        DeviceState.FRAUD_ATTEMPT: say("有人动过"),
        DeviceState.POTENTIAL_FRAUD: say("可能有人动过"),
        DeviceState.STARTING: say("正在启动"),
    }
)
ONLY_OPEN: Final = say("线通了，要试")
"""Of a device that can't be asked how it is: its port is open, and nobody knows more until it was tried."""

SUPPLIES: Final[Mapping[tuple[str, Supply], Text]] = MappingProxyType(
    {
        ("paper", Supply.LOW): say("纸快没了"),
        ("paper", Supply.OUT): say("没纸了"),
        ("paper", Supply.JAMMED): say("卡纸了"),
        ("toner", Supply.LOW): say("墨粉快没了"),
        ("toner", Supply.OUT): say("没墨粉了"),
        ("card_bin", Supply.FULL): say("收卡箱满了"),
    }
)
_FINE: Final = frozenset({("card_bin", Supply.LOW)})
"""A bin is not used up but filled: low means that there is room."""
_OTHER_SUPPLY: Final[Mapping[Supply, Text]] = MappingProxyType(
    {Supply.LOW: say("快用完了"), Supply.OUT: say("用完了"), Supply.JAMMED: say("卡住了")}
)

CHECKS: Final[Mapping[Check, Text]] = MappingProxyType(
    {
        Check.ITSELF: say("自检"),
        Check.PRINT: say("试打一张"),
        Check.READ: say("试读一张卡"),
        Check.SCAN: say("试扫一个码"),
        Check.KEYS: say("每个键按一遍"),
        Check.LAMPS: say("灯一盏一盏亮"),
        Check.CHIME: say("听铃声"),
        Check.SENSES: say("触点一个个试"),
        Check.VOICE: say("听语音"),
        Check.TOUCH: say("试触摸屏"),
    }
)

LAMPS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "id_reader": say("放身份证的灯"),
        "card_slot": say("卡口的灯"),
        "receipt": say("出小条的灯"),
        "document": say("出大张的灯"),
        "scanner": say("扫码口的灯"),
        "help": say("求助的灯"),
        "in_service": say("能用的灯"),
    }
)

ABILITIES: Final[Mapping[Ability, Text]] = MappingProxyType(
    {
        Ability.ANSWERS: say("问得到状态"),
        Ability.SEES_CARD_TAKEN: say("知道卡取走了"),
        Ability.MOVES_CARDS: say("会吸卡退卡"),
        Ability.CUTS: say("会切纸"),
        Ability.PRESENTS: say("会递纸、收回"),
        Ability.PRINTS_PICTURES: say("会打图"),
        Ability.PROVES_PRINTS: say("打完会说"),
        Ability.SEES_NEAR_END: say("纸快没时会说"),
        Ability.LIGHTS: say("有灯"),
        Ability.CHIMES: say("有铃"),
        Ability.SENSES: say("有触点"),
        Ability.TRIGGERED: say("叫它扫才扫"),
    }
)


def state_of(health: Health, capabilities: Capabilities | None) -> tuple[Text, bool | None]:
    """Say in a word how a device is, and whether that is well; None: nobody knows, and it is never shown as well."""
    for (name, supply), words in SUPPLIES.items():
        if health.supplies.get(name) is supply:
            return words, False
    for name, supply in health.supplies.items():
        if supply in _OTHER_SUPPLY and (name, supply) not in _FINE:
            return _OTHER_SUPPLY[supply], False
    if health.state is DeviceState.UNKNOWN:
        return STATES[health.state], None
    if health.state in (DeviceState.ONLINE, DeviceState.DEVICE_BUSY):
        asked = capabilities is not None and Ability.ANSWERS in capabilities.abilities
        return (STATES[health.state], True) if asked else (ONLY_OPEN, None)
    return STATES[health.state], None if health.state is DeviceState.STARTING else False


def outcome_of(checked: Checked | None) -> tuple[Text, bool | None]:
    """Say in a word what came of a test."""
    if checked is None:
        return say("没试过"), None
    if checked.passed is None:
        return say("要人试一试"), None
    return (say("没问题"), True) if checked.passed else (say("没过"), False)


def moment_of(at: datetime) -> Word:
    """A moment as a word in a sentence."""
    return Word(f"{at.month}月{at.day}日{at:%H:%M}")


def when(checked: Checked) -> Text:
    """Say when it was tested and by whom."""
    return say("{day}　工号{number}", day=moment_of(checked.at), number=Word(str(checked.by)))


def named(lane: str) -> Word:
    """A device's name as a word in a sentence."""
    return Word(NAMES[lane].message)
