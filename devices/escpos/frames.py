"""ESC/POS as bytes: what the printer is told. No I/O. `replies` is what it says back, `makes` what differs between makes.

Source: Epson ESC/POS application programming guide (TM-T88III/L90 p. 428-429 for the process ID), SNBC BT-T080.
"""

from __future__ import annotations

from typing import Final

INITIALISE: Final = b"\x1b@"
"""Resets the modes; what waits in the receive buffer stays."""
CHINESE_ON: Final = b"\x1c&"
HANZI_CLOSE: Final = b"\x1cS\x00\x00"
"""No extra space beside hanzi, so that two columns are exactly 24 dots."""
LINE_FEED: Final = b"\n"
AUTOMATIC_STATUS: Final = b"\x1da\x0e"
"""Send 4 bytes now and whenever on-line state, errors or paper change."""
CLEAR_BUFFERS: Final = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""Real time: throw away everything received; answered by 37 25 00."""
RECOVER_AND_CLEAR: Final = b"\x10\x05\x02"
"""Real time: leave a recoverable error and throw away the buffers; not answered."""
ASK_PAPER_BUFFERED: Final = b"\x1dr\x01"
"""Answered with one byte when its turn comes; a printer that is off line doesn't get that far."""

REAL_TIME: Final = frozenset({0x04, 0x05, 0x08, 0x14})
"""Second bytes that make a command of a DLE anywhere in the stream, even inside image data."""
DLE: Final = 0x10
BIT_IMAGE_24: Final = 33
ASK_ROOM: Final = b"\x10\x08\x01"
"""Real time: answered with two bytes, the low one first: how many more the receive buffer takes (SNBC BTP-M300)."""
MAX_FEED: Final = 255


def ask(n: int) -> bytes:
    """DLE EOT n: ask in real time. 1 printer, 2 why it is off line, 3 why it has an error, 4 paper; 20 everything (Custom)."""
    return bytes((DLE, 4, n))


def ask_identity(n: int) -> bytes:
    """GS I n: 65 firmware, 66 maker, 67 model, 68 serial number."""
    return bytes((0x1D, 0x49, n))


def align(place: int) -> bytes:
    """ESC a: 0 left, 1 centre, 2 right. Only at the beginning of a line."""
    return bytes((0x1B, 0x61, place))


def bold(*, on: bool) -> bytes:
    """ESC E: heavier, for hanzi and Latin alike."""
    return bytes((0x1B, 0x45, on))


def double(*, on: bool) -> bytes:
    """GS ! and FS !: twice as wide and high; some makers apply only the second to hanzi."""
    return bytes((0x1D, 0x21, 0x11 if on else 0, 0x1C, 0x21, 0x0C if on else 0))


def line_spacing(dots: int) -> bytes:
    """ESC 3: how far a line feed moves the paper, at least; a higher line moves its own height."""
    return bytes((0x1B, 0x33, dots))


def position(dots: int) -> bytes:
    """ESC $: go on at `dots` from the left edge."""
    return b"\x1b$" + dots.to_bytes(2, "little")


def feed(dots: int) -> bytes:
    """ESC J, repeated: print what stands in the line and move the paper."""
    whole, rest = divmod(dots, MAX_FEED)
    return b"\x1bJ\xff" * whole + (bytes((0x1B, 0x4A, rest)) if rest else b"")


def cut(dots: int) -> bytes:
    """GS V 66: feed to the cutter and `dots` beyond, then cut, leaving one point."""
    return bytes((0x1D, 0x56, 66, dots))


def cut_off(dots: int) -> bytes:
    """GS V 65: feed to the cutter and `dots` beyond, then cut right through."""
    return bytes((0x1D, 0x56, 65, dots))


def bit_image(columns: bytes) -> bytes:
    """ESC * 33: 24 dots high, 3 bytes a column, in the midst of a line of text; 77 bytes for one character."""
    width = len(columns) // 3
    return bytes((0x1B, 0x2A, BIT_IMAGE_24)) + width.to_bytes(2, "little") + columns


def qr_code(data: bytes, module_dots: int) -> bytes:
    """GS ( k: a QR code of model 2, level Q, drawn by the printer."""
    stored = b"\x1d(k" + (len(data) + 3).to_bytes(2, "little") + b"\x31\x50\x30" + data
    size = b"\x1d(k\x03\x00\x31\x43" + bytes((module_dots,))
    return b"".join(
        (b"\x1d(k\x04\x00\x31\x41\x32\x00", size, b"\x1d(k\x03\x00\x31\x45\x32", stored, b"\x1d(k\x03\x00\x31\x51\x30")
    )


def mark(process_id: bytes) -> bytes:
    """GS ( H fn 48: say this 4-byte id back when everything before it has been printed."""
    return b"\x1d(H\x06\x00\x30\x30" + process_id


def without_commands(image: bytes) -> bytes:
    """Flip a dot wherever image data would read as a real-time command (Epson warns of it)."""
    if DLE not in image:
        return image
    dots = bytearray(image)
    for at in range(1, len(dots)):
        if dots[at - 1] == DLE and dots[at] in REAL_TIME:
            dots[at] ^= 2
    return bytes(dots)
