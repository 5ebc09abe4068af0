"""What is fitted to the simulated machine: each device of the make, and set as, the terminal's kiosk.toml has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from devices.ascii_keypad.frames import key_map
from devices.ascii_keypad.simulator import AsciiKeypadSimulator
from devices.bench.board import Board
from devices.bench.slot import CardSlot
from devices.bench.verb import INDICATORS, KEYPAD, RECEIPT_PRINTER, SCANNER, SOCIAL_CARD_READER
from devices.ccid.simulator import CcidSimulator
from devices.crt.simulator import CrtSimulator
from devices.escpos.makes import MAKES as PRINTERS
from devices.escpos.simulator import EscPosSimulator
from devices.line_scanner.simulator import LineScannerSimulator
from devices.modbus.wiring import wiring_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.bench.terminal import Terminal


@dataclass(frozen=True, slots=True)
class Fitted:
    """The devices on lines, but for the reader of ID cards."""

    slot: CardSlot
    scanner: LineScannerSimulator
    keypad: AsciiKeypadSimulator
    board: Board
    printer: EscPosSimulator
    presents: bool


def fitted(terminal: Terminal) -> Fitted:
    """Make the devices. Raises `BenchRefusal` naming a setting that is wrong."""
    model = terminal.settings(RECEIPT_PRINTER).get("model", "epson")
    if not isinstance(model, str) or model not in PRINTERS:
        raise terminal.wrong(RECEIPT_PRINTER, f"model: one of {', '.join(PRINTERS)}")
    return Fitted(
        slot=_slot(terminal),
        scanner=_scanner(terminal),
        keypad=_keypad(terminal),
        board=_board(terminal),
        printer=EscPosSimulator(
            model=model,
            process_ids=terminal.can(RECEIPT_PRINTER, "process_ids"),
            clears_buffers=terminal.can(RECEIPT_PRINTER, "clears_buffers"),
        ),
        presents=PRINTERS[model].presenter is not None,
    )


def _slot(terminal: Terminal) -> CardSlot:
    if terminal.make(SOCIAL_CARD_READER) == "crt":
        return CardSlot(CrtSimulator())
    return CardSlot(CcidSimulator(echo=terminal.can(SOCIAL_CARD_READER, "echo") is not False))


def _scanner(terminal: Terminal) -> LineScannerSimulator:
    settings = terminal.settings(SCANNER)
    try:
        on, off, reset, reply = (
            bytes.fromhex(str(settings.get(f"trigger_{name}", ""))) for name in ("on", "off", "reset", "reply")
        )
    except ValueError:
        raise terminal.wrong(SCANNER, "trigger_…: write bytes in hex") from None
    return LineScannerSimulator(on=on, off=off, reset=reset, reply=reply)


def _keypad(terminal: Terminal) -> AsciiKeypadSimulator:
    try:
        bytes_of = key_map(cast("Mapping[str, object]", terminal.settings(KEYPAD).get("keys", {})))
    except (ValueError, AttributeError, TypeError) as error:
        raise terminal.wrong(KEYPAD, f"keys: {error}") from None
    return AsciiKeypadSimulator({key: byte for byte, key in bytes_of.items()})


def _board(terminal: Terminal) -> Board:
    try:
        return Board(wiring_of(terminal.settings(INDICATORS)))
    except ValueError as error:
        raise terminal.wrong(INDICATORS, str(error)) from None
