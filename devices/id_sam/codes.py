"""What each status code of the security module means, and what follows from it: one table for adapter, log and technician.

Source: GA/T 467-2019 as quoted by more than six public descriptions; 37 and 3F by one or two. 61 to 65 stand in none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from devices.errors import (
    Action,
    CardNotAuthentic,
    CardUnreadable,
    DeviceError,
    GarbledReply,
    NotAnIdCard,
    ProtocolFault,
    ReaderOutOfService,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


class Outcome(Enum):
    """What an adapter does next."""

    DONE = "done"
    NOTHING = "nothing"
    """There is no card, or the card has no such content: not an error."""
    RESEND = "resend"
    """The order arrived damaged: send it again."""
    RESTART = "restart"
    """The module lost its place: begin again at find."""
    CARD = "card"
    """The card is the trouble, or was taken away."""
    REFUSED = "refused"
    """The card is there and is not what is wanted: no use trying again."""
    MODULE = "module"
    """The module itself can't work."""


@dataclass(frozen=True, slots=True)
class Code:
    """One status code: what follows, the error if it can't be mended, what staff do, and a sentence for the technician."""

    outcome: Outcome
    error: type[DeviceError]
    action: Action
    meaning: str
    advice: str


_REPLACE_CARD: Final = "请持证人拿起证件，重新平放。"
_DAMAGED: Final = "请持证人重新放证；同一张证三次都这样，证件可能损坏或不是真证，请人工核对。"

CODES: Final[Mapping[int, Code]] = {
    0x90: Code(Outcome.DONE, ProtocolFault, Action.NONE, "操作成功", ""),
    0x9F: Code(Outcome.DONE, ProtocolFault, Action.NONE, "找卡成功", ""),
    0x91: Code(Outcome.NOTHING, CardUnreadable, Action.NONE, "居民身份证中无此项内容", ""),
    0x10: Code(Outcome.RESEND, GarbledReply, Action.MAINTENANCE, "接收数据的校验和错", "检查读卡器的线和接头。"),
    0x11: Code(Outcome.RESEND, GarbledReply, Action.MAINTENANCE, "接收数据的长度错", "检查读卡器的线和接头。"),
    0x21: Code(
        Outcome.MODULE, ProtocolFault, Action.CONFIGURE, "接收的命令错误", "读卡器的固件不认识这条命令，核对型号。"
    ),
    0x23: Code(Outcome.RESTART, CardUnreadable, Action.NONE, "越权操作", _REPLACE_CARD),
    0x24: Code(Outcome.RESTART, CardUnreadable, Action.NONE, "无法识别的错误", _REPLACE_CARD),
    0x31: Code(Outcome.REFUSED, CardNotAuthentic, Action.NONE, "卡认证SAM失败", _DAMAGED),
    0x32: Code(Outcome.REFUSED, CardNotAuthentic, Action.NONE, "SAM认证卡失败", _DAMAGED),
    0x33: Code(Outcome.REFUSED, CardNotAuthentic, Action.NONE, "信息验证错误", _DAMAGED),
    0x37: Code(Outcome.REFUSED, CardNotAuthentic, Action.NONE, "指纹验证错误", _DAMAGED),
    0x3F: Code(Outcome.REFUSED, CardNotAuthentic, Action.NONE, "信息长度错误", _DAMAGED),
    0x40: Code(Outcome.REFUSED, NotAnIdCard, Action.NONE, "无法识别的卡类型", "读卡区上不是身份证。"),
    0x41: Code(Outcome.CARD, CardUnreadable, Action.NONE, "读卡操作失败", _REPLACE_CARD),
    0x47: Code(Outcome.CARD, CardUnreadable, Action.NONE, "取随机数失败", _REPLACE_CARD),
    0x60: Code(
        Outcome.MODULE,
        ReaderOutOfService,
        Action.REPLACE,
        "SAM自检失败，不能接收命令",
        "断电重启读卡器；仍这样就更换。",
    ),
    0x66: Code(
        Outcome.MODULE, ReaderOutOfService, Action.REPLACE, "SAM没经过授权，无法使用", "联系读卡器的供应商授权或更换。"
    ),
    0x80: Code(Outcome.NOTHING, CardUnreadable, Action.NONE, "找卡不成功", ""),
    0x81: Code(Outcome.CARD, CardUnreadable, Action.NONE, "选卡不成功", _REPLACE_CARD),
}

UNKNOWN_CODE: Final = Code(
    Outcome.RESTART, ProtocolFault, Action.MAINTENANCE, "未知的设备状态", "记下状态码，联系读卡器的供应商。"
)


def code(sw3: int) -> Code:
    """Return what a status code means; every value has a meaning."""
    return CODES.get(sw3, UNKNOWN_CODE)
