"""Base45 (RFC 9285): bytes as the 45 characters that a QR code holds in its alphanumeric mode."""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_BASE: Final = len(ALPHABET)
_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}
_PAIR, _TRIPLE = 2, 3


def encode(data: bytes) -> str:
    """Write bytes: each pair as three characters, the lowest first; a last single byte as two."""
    characters: list[str] = []
    for at in range(0, len(data), _PAIR):
        pair = data[at : at + _PAIR]
        number = int.from_bytes(pair, "big")
        for _ in range(_TRIPLE if len(pair) == _PAIR else _PAIR):
            number, value = divmod(number, _BASE)
            characters.append(ALPHABET[value])
    return "".join(characters)


def decode(text: str) -> bytes:
    """Read bytes back. Raises `ValueError` for a character, a length or a group that no bytes are written as."""
    data = bytearray()
    for at in range(0, len(text), _TRIPLE):
        group = text[at : at + _TRIPLE]
        try:
            number = sum(_VALUES[character] * _BASE**place for place, character in enumerate(group))
        except KeyError:
            raise ValueError("not base45: a character outside the alphabet") from None
        if len(group) == 1 or number >= 256 ** (len(group) - 1):
            raise ValueError("not base45: a group that stands for nothing")
        data += number.to_bytes(len(group) - 1, "big")
    return bytes(data)
