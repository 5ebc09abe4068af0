"""What each error of a CRT card reader means, and what follows from it: one table for adapter, log and technician.

Source: three public programs agree on 00, 01, 03, 10, 45, A0, A1 and B0; one names 02, 04, 16, 43 and 65. The list isn't whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.errors import (
    Action,
    CardBinFull,
    CardJam,
    CardLifted,
    CardUnreadable,
    DeviceError,
    ProtocolFault,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Code:
    """One error: what it is, what staff do, and a sentence for the technician."""

    error: type[DeviceError]
    action: Action
    meaning: str
    advice: str


NOT_NOW: Final = "02"
JAM: Final = "10"
MISPLACED: Final = "16"
NOT_TO_CONTACTS: Final = "43"
MOVED_BY_HAND: Final = "45"
NOT_ACTIVE: Final = "65"
BIN_FULL: Final = "A1"
NOT_STARTED: Final = "B0"
"""After a power cut the reader wants to be started before it does anything."""

_FIRMWARE: Final = "读卡机的固件不认识这条命令，核对型号。"
_AGAIN: Final = "请持证人取回卡，重新插入。"

CODES: Final[Mapping[str, Code]] = {
    "00": Code(ProtocolFault, Action.CONFIGURE, "未定义的命令", _FIRMWARE),
    "01": Code(ProtocolFault, Action.CONFIGURE, "命令参数错", _FIRMWARE),
    NOT_NOW: Code(ProtocolFault, Action.RESET, "现在不能执行", "断电重启读卡机。"),
    "03": Code(ProtocolFault, Action.CONFIGURE, "硬件不支持", _FIRMWARE),
    "04": Code(ProtocolFault, Action.CONFIGURE, "命令数据错", _FIRMWARE),
    JAM: Code(CardJam, Action.CLEAR, "卡塞", "打开读卡机，取出卡，交还持卡人。"),
    MISPLACED: Code(CardUnreadable, Action.NONE, "卡位置错", _AGAIN),
    NOT_TO_CONTACTS: Code(CardUnreadable, Action.NONE, "卡到不了触点位置", _AGAIN),
    MOVED_BY_HAND: Code(CardLifted, Action.NONE, "卡被人拉动", _AGAIN),
    NOT_ACTIVE: Code(CardUnreadable, Action.NONE, "卡未上电", _AGAIN),
    "A0": Code(ProtocolFault, Action.CONFIGURE, "发卡箱空", "本机不发卡，核对型号。"),
    BIN_FULL: Code(CardBinFull, Action.CLEAR, "回收箱满", "取出回收箱里的卡，登记后交还持卡人。"),
    NOT_STARTED: Code(ProtocolFault, Action.RESET, "未初始化", "断电重启读卡机。"),
}

UNKNOWN_CODE: Final = Code(ProtocolFault, Action.MAINTENANCE, "未知的错误", "记下错误码，联系读卡机的供应商。")


def code(error: str) -> Code:
    """Return what an error means; every value has a meaning."""
    return CODES.get(error, UNKNOWN_CODE)


def told(error: str) -> str:
    """Say it for logs: the code in the manual's own characters, and its meaning."""
    entry = code(error)
    shown = error if error.isalnum() and error.isascii() else error.encode("latin-1").hex().upper()
    return f"device error {shown} {entry.meaning}。{entry.advice}"
