"""The check byte of the older serial protocols (LRC, BCC): the XOR of all bytes before it."""

from __future__ import annotations


def xor(data: bytes | bytearray) -> int:
    """XOR of all bytes.

    Folded in halves: noise can make every other byte of a full buffer look like the start of the longest frame.
    """
    value, width = int.from_bytes(data, "big"), len(data)
    while width > 1:
        width = (width + 1) // 2
        value = (value >> (8 * width)) ^ (value & ((1 << (8 * width)) - 1))
    return value
