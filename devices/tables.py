"""The keys of every make's table in kiosk.toml, for who checks and explains them: it imports all makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.ascii_keypad import adapter as ascii_keypad
from devices.ccid import adapter as ccid
from devices.crt import adapter as crt
from devices.cups import adapter as cups
from devices.escpos import adapter as escpos
from devices.folder import adapter as folder
from devices.id_sam import adapter as id_sam
from devices.line_scanner import adapter as line_scanner
from devices.modbus import adapter as modbus
from devices.pcsc import adapter as pcsc
from devices.vendor_card import adapter as vendor_card

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.setting import Setting

SETTINGS: Final[Mapping[str, tuple[Setting, ...]]] = {
    "sam": id_sam.SETTINGS,
    "escpos": escpos.SETTINGS,
    "folder": folder.SETTINGS,
    "cups": cups.SETTINGS,
    "ccid": ccid.SETTINGS,
    "crt": crt.SETTINGS,
    "pcsc": pcsc.SETTINGS,
    "sscard_driver": vendor_card.SETTINGS,
    "line": line_scanner.SETTINGS,
    "ascii": ascii_keypad.SETTINGS,
    "modbus": modbus.SETTINGS,
}
"""Make -> its keys."""
