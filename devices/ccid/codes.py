"""What each error of a CCID reader means, and what follows from it: one table for adapter, log and technician.

Source: USB CCID 1.1, table 6.2-2 (bError), and the numbers of messages' wrong parameters below 80.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.errors import Action, CardMute, CardUnreadable, ChipWorn, DeviceError, ProtocolFault, ReaderOutOfService

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Code:
    """One error: what it is when a card is in the slot, what staff do, and a sentence for the technician."""

    error: type[DeviceError]
    action: Action
    meaning: str
    advice: str


_TURN: Final = "请持证人把卡翻面、芯片朝里重新插入；擦净芯片。"
_AGAIN: Final = "请持证人拔出卡重新插入；擦净芯片。"
_FIRMWARE: Final = "读卡器的固件不认识这条命令，核对型号。"

BUSY: Final = 0xE0
"""The slot is still at work on something else."""

MUTE: Final = 0xFE
"""The card is absent, or doesn't answer: the status tells which."""

SHORT_CIRCUIT: Final = 0xA2

CODES: Final[Mapping[int, Code]] = {
    0x00: Code(ProtocolFault, Action.CONFIGURE, "不支持这条命令", _FIRMWARE),
    0x01: Code(ProtocolFault, Action.CONFIGURE, "命令长度不对", _FIRMWARE),
    0x05: Code(ProtocolFault, Action.CONFIGURE, "没有这个卡槽", _FIRMWARE),
    SHORT_CIRCUIT: Code(ChipWorn, Action.NONE, "卡短路", "请持证人换一张卡，或到窗口办。"),
    0xA3: Code(CardUnreadable, Action.NONE, "复位应答过长", _AGAIN),
    0xBB: Code(CardUnreadable, Action.NONE, "与卡的通信协议出错", _AGAIN),
    0xBD: Code(CardUnreadable, Action.NONE, "与卡的通信协议出错", _AGAIN),
    0xBE: Code(CardUnreadable, Action.NONE, "与卡的通信协议出错", _AGAIN),
    BUSY: Code(ProtocolFault, Action.RESET, "卡槽正忙", "断电重启读卡器。"),
    0xEF: Code(ProtocolFault, Action.RESET, "密码输入被取消", _FIRMWARE),
    0xF0: Code(ProtocolFault, Action.RESET, "密码输入超时", _FIRMWARE),
    0xF4: Code(CardUnreadable, Action.NONE, "过程字节不符", _AGAIN),
    0xF5: Code(CardUnreadable, Action.NONE, "卡不支持这一类命令", _AGAIN),
    0xF6: Code(CardUnreadable, Action.NONE, "卡不支持所选协议", _AGAIN),
    0xF7: Code(CardUnreadable, Action.NONE, "复位应答校验错", _AGAIN),
    0xF8: Code(CardUnreadable, Action.NONE, "复位应答首字节错", _AGAIN),
    0xFB: Code(ReaderOutOfService, Action.REPLACE, "读卡器硬件故障", "断电重启读卡器；仍这样就更换。"),
    0xFC: Code(CardUnreadable, Action.NONE, "与卡通信溢出", _AGAIN),
    0xFD: Code(CardUnreadable, Action.NONE, "与卡通信奇偶错", _AGAIN),
    MUTE: Code(CardMute, Action.NONE, "无卡或卡无应答", _TURN),
    0xFF: Code(CardUnreadable, Action.NONE, "命令被中止", _AGAIN),
}

UNKNOWN_CODE: Final = Code(ProtocolFault, Action.MAINTENANCE, "未知的错误", "记下错误码，联系读卡器的供应商。")


def code(error: int) -> Code:
    """Return what an error means; every value has a meaning."""
    return CODES.get(error, UNKNOWN_CODE)
