"""What an end of a line hears of an end that is set to another speed: the bits are there, and make other bytes."""

from __future__ import annotations

from typing import Final

DATA_BITS: Final = 8
_BITS_A_BYTE: Final = DATA_BITS + 2


def heard(data: bytes, sent_at: int, heard_at: int) -> bytes:
    """Return what a UART at `heard_at` bits per second makes of bytes sent without a pause at `sent_at`.

    As a UART does it: a falling edge begins a byte, each bit is looked at in its middle, and the line is high when idle. A byte
    without its stop bit is delivered all the same, as most drivers do.
    """
    if sent_at == heard_at:
        return data
    level = [bit for byte in data for bit in (0, *((byte >> i) & 1 for i in range(DATA_BITS)), 1)]
    bits_a_bit = sent_at / heard_at

    def at(moment: float) -> int:
        """The level of the line so many of the sender's bits after the first edge."""
        return level[int(moment)] if moment < len(level) else 1

    out, moment = bytearray(), 0.0
    while moment < len(level):
        if at(moment):
            moment = float(int(moment) + 1)
            continue
        out.append(sum(at(moment + (i + 1.5) * bits_a_bit) << i for i in range(DATA_BITS)))
        moment += (_BITS_A_BYTE - 0.5) * bits_a_bit
    return bytes(out)
