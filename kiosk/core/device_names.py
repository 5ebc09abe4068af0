"""What the devices are called in the hall: on pages that name one, and in reports."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

DEVICES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "id_reader": "身份证阅读器",
        "social_card_reader": "社保卡读卡器",
        "scanner": "扫码器",
        "keypad": "小键盘",
        "indicators": "灯和感应",
        "receipt_printer": "小条打印机",
        "document_printer": "A4打印机",
    }
)
"""By the names of their lanes."""
