"""zstd with dictionaries trained on synthetic people. Which one a row needs follows from its format."""

from __future__ import annotations

from functools import cache
from typing import Final

import zstandard

from kiosk.core.assets import asset

_LEVEL: Final = 3


def compressed(content: bytes, dictionary: int) -> bytes:
    """Compress with the dictionary of that number."""
    return _compressor(dictionary).compress(content)


def decompressed(content: bytes, dictionary: int | None) -> bytes:
    """Undo it, with the dictionary of that number or without one. Raises `zstandard.ZstdError`."""
    return _decompressor(dictionary).decompress(content)


def _dictionary(number: int) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(asset("store", f"records-{number}.dict").read_bytes())


@cache
def _compressor(number: int) -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=_LEVEL, dict_data=_dictionary(number))


@cache
def _decompressor(number: int | None) -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor() if number is None else zstandard.ZstdDecompressor(dict_data=_dictionary(number))
