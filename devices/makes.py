"""Which adapter a name in kiosk.toml means. A make is imported only when it is asked for.

A factory takes the device's table of kiosk.toml and the time, opens nothing, and raises `ValueError` naming a setting that
is missing or wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from devices.deadline import Time
    from devices.roles import DocumentPrinter, IdCardReader, ReceiptPrinter

Settings = Mapping[str, object]


def _sam(settings: Settings, clock: Time) -> IdCardReader:
    from devices.id_sam.adapter import reader  # noqa: PLC0415 - a make nobody uses is not imported

    return reader(settings, clock)


def _escpos(settings: Settings, clock: Time) -> ReceiptPrinter:
    from devices.escpos.adapter import printer  # noqa: PLC0415 - a make nobody uses is not imported

    return printer(settings, clock)


def _folder(settings: Settings, clock: Time) -> DocumentPrinter:
    from devices.folder.adapter import printer  # noqa: PLC0415 - a make nobody uses is not imported

    return printer(settings, clock)


ID_READERS: Final[Mapping[str, Callable[[Settings, Time], IdCardReader]]] = {"sam": _sam}

RECEIPT_PRINTERS: Final[Mapping[str, Callable[[Settings, Time], ReceiptPrinter]]] = {"escpos": _escpos}

DOCUMENT_PRINTERS: Final[Mapping[str, Callable[[Settings, Time], DocumentPrinter]]] = {"folder": _folder}
