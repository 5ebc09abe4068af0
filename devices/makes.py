"""Which adapter a name in kiosk.toml means. A make is imported only when it is asked for.

A factory takes the device's table of kiosk.toml, the time, and how ports are opened (a recorder of traffic puts itself in
between), opens nothing, and raises `ValueError` naming a setting that is missing or wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from devices.link import serial_opener

if TYPE_CHECKING:
    from devices.calls import Tell
    from devices.deadline import Time
    from devices.link import OpenPort
    from devices.readable import Readable
    from devices.roles import (
        CodeScanner,
        DocumentPrinter,
        IdCardReader,
        Indicators,
        Keypad,
        ReceiptPrinter,
        SocialCardReader,
    )

Settings = Mapping[str, object]

D_co = TypeVar("D_co", covariant=True)


class Make(Protocol[D_co]):
    """A factory of adapters."""

    def __call__(self, settings: Settings, clock: Time, open_port: OpenPort = ..., /) -> D_co:
        """Make one; `open_port` opens its port, if it hangs on one."""
        ...


def _sam(settings: Settings, clock: Time, open_port: OpenPort = serial_opener) -> IdCardReader:
    from devices.id_sam.adapter import reader  # noqa: PLC0415 - a make nobody uses is not imported

    return reader(settings, clock, open_port)


def _escpos(settings: Settings, clock: Time, open_port: OpenPort = serial_opener) -> ReceiptPrinter:
    from devices.escpos.adapter import printer  # noqa: PLC0415 - a make nobody uses is not imported

    return printer(settings, clock, open_port)


def _folder(settings: Settings, clock: Time, open_port: OpenPort = serial_opener) -> DocumentPrinter:
    from devices.folder.adapter import printer  # noqa: PLC0415 - a make nobody uses is not imported

    del open_port  # it hangs on no port
    return printer(settings, clock)


def _ccid(settings: Settings, clock: Time, open_port: OpenPort = serial_opener) -> SocialCardReader:
    from devices.ccid.adapter import reader  # noqa: PLC0415 - a make nobody uses is not imported

    return reader(settings, clock, open_port)


def _crt(settings: Settings, clock: Time, open_port: OpenPort = serial_opener) -> SocialCardReader:
    from devices.crt.adapter import reader  # noqa: PLC0415 - a make nobody uses is not imported

    return reader(settings, clock, open_port)


def _pcsc(settings: Settings, clock: Time, open_port: OpenPort = serial_opener) -> SocialCardReader:
    from devices.pcsc.adapter import reader  # noqa: PLC0415 - a make nobody uses is not imported

    del open_port  # it hangs on no port
    return reader(settings, clock)


def _sscard_driver(settings: Settings, clock: Time, open_port: OpenPort = serial_opener) -> SocialCardReader:
    from devices.vendor_card.adapter import reader  # noqa: PLC0415 - a make nobody uses is not imported

    del open_port  # it hangs on no port
    return reader(settings, clock)


def _line_scanner(settings: Settings, clock: Time, open_port: OpenPort = serial_opener) -> CodeScanner:
    from devices.line_scanner.adapter import scanner  # noqa: PLC0415 - a make nobody uses is not imported

    return scanner(settings, clock, open_port)


def _ascii_keypad(settings: Settings, clock: Time, open_port: OpenPort = serial_opener) -> Keypad:
    from devices.ascii_keypad.adapter import keypad  # noqa: PLC0415 - a make nobody uses is not imported

    return keypad(settings, clock, open_port)


def _modbus(settings: Settings, clock: Time, open_port: OpenPort = serial_opener) -> Indicators:
    from devices.modbus.adapter import indicators  # noqa: PLC0415 - a make nobody uses is not imported

    return indicators(settings, clock, open_port)


def _cups(settings: Settings, clock: Time, open_port: OpenPort = serial_opener) -> DocumentPrinter:
    from devices.cups.adapter import printer  # noqa: PLC0415 - a make nobody uses is not imported

    del open_port  # it hangs on no port
    return printer(settings, clock)


ID_READERS: Final[Mapping[str, Make[IdCardReader]]] = {"sam": _sam}

RECEIPT_PRINTERS: Final[Mapping[str, Make[ReceiptPrinter]]] = {"escpos": _escpos}

DOCUMENT_PRINTERS: Final[Mapping[str, Make[DocumentPrinter]]] = {"folder": _folder, "cups": _cups}

SOCIAL_CARD_READERS: Final[Mapping[str, Make[SocialCardReader]]] = {
    "ccid": _ccid,
    "crt": _crt,
    "pcsc": _pcsc,
    "sscard_driver": _sscard_driver,
}

SCANNERS: Final[Mapping[str, Make[CodeScanner]]] = {"line": _line_scanner}

KEYPADS: Final[Mapping[str, Make[Keypad]]] = {"ascii": _ascii_keypad}

INDICATORS: Final[Mapping[str, Make[Indicators]]] = {"modbus": _modbus}


# -- what a recording of traffic reads each make's line with ------------------------------------------------------


def _sam_readable(settings: Settings) -> Readable:
    from devices.id_sam.readable import SamReadable  # noqa: PLC0415 - hardly ever is anything recorded

    del settings
    return SamReadable()


def _escpos_readable(settings: Settings) -> Readable:
    from devices.escpos.model import model_of  # noqa: PLC0415 - hardly ever is anything recorded
    from devices.escpos.readable import EscPosReadable  # noqa: PLC0415 - hardly ever is anything recorded

    return EscPosReadable(model_of(settings, 0).make.coding)


def _ccid_readable(settings: Settings) -> Readable:
    from devices.ccid.readable import CcidReadable  # noqa: PLC0415 - hardly ever is anything recorded

    del settings
    return CcidReadable()


def _crt_readable(settings: Settings) -> Readable:
    from devices.crt.readable import CrtReadable  # noqa: PLC0415 - hardly ever is anything recorded

    del settings
    return CrtReadable()


def _modbus_readable(settings: Settings) -> Readable:
    from devices.modbus.readable import ModbusReadable  # noqa: PLC0415 - hardly ever is anything recorded

    del settings
    return ModbusReadable()


def _only_counted(settings: Settings) -> Readable:
    from devices.readable import OnlyCounted  # noqa: PLC0415 - hardly ever is anything recorded

    del settings
    return OnlyCounted()


READABLES: Final[Mapping[str, Callable[[Settings], Readable]]] = {
    "sam": _sam_readable,
    "escpos": _escpos_readable,
    "ccid": _ccid_readable,
    "crt": _crt_readable,
    "modbus": _modbus_readable,
    "line": _only_counted,
    "ascii": _only_counted,
}
"""Makes that hang on a port."""


def _told_pcsc(settings: Settings, clock: Time, tell: Tell) -> SocialCardReader:
    from devices.pcsc.adapter import reader  # noqa: PLC0415 - a make nobody uses is not imported

    return reader(settings, clock, tell)


def _told_sscard_driver(settings: Settings, clock: Time, tell: Tell) -> SocialCardReader:
    from devices.vendor_card.adapter import reader  # noqa: PLC0415 - a make nobody uses is not imported

    return reader(settings, clock, tell)


def _told_cups(settings: Settings, clock: Time, tell: Tell) -> DocumentPrinter:
    from devices.cups.adapter import printer  # noqa: PLC0415 - a make nobody uses is not imported

    return printer(settings, clock, tell)


TOLD: Final[Mapping[str, Callable[[Settings, Time, Tell], Any]]] = {
    "pcsc": _told_pcsc,
    "sscard_driver": _told_sscard_driver,
    "cups": _told_cups,
}
"""Makes without a line, made such that they tell their calls. A folder has neither."""
