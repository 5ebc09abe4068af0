r"""The process that holds the vendor's library, so that one that hangs or crashes takes nobody with it.

    argument words         the library's path, and its calling convention: cdecl or stdcall
    standard input         the interface to read, a line each: 1 contact, 2 contactless, 3 and 4 either
    standard output        first "0 0", then for each line the result, the length of the text, and the text:
                           "-2 0\n", "0 131\n639900|..."

It needs nothing but the standard library: for a library of 32 bits a 32-bit Python runs this very file, named by the setting
`command`. Whatever the library prints itself goes nowhere; personal data leaves by the pipe only.
"""

from __future__ import annotations

import ctypes
import os
import sys
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NOT_LOADED: Final = -5
BUFFER_BYTES: Final = 65536
"""The library isn't told a size. If it writes beyond this it ends this process, not the terminal."""


def main(words: Sequence[str]) -> int:
    """Serve one library until the input ends; return the exit code."""
    orders, answers = sys.stdin.buffer, _private_output()
    try:
        path, convention = words
        read = _function(path, convention)
    except (OSError, AttributeError, ValueError) as error:
        _answer(answers, NOT_LOADED, str(error).encode("utf-8", errors="replace"))
        return 1
    _answer(answers, 0, b"")
    for order in orders:
        text = ctypes.create_string_buffer(BUFFER_BYTES)
        _answer(answers, read(int(order), text), text.value)
    return 0


def _private_output() -> BinaryIO:
    """Keep the pipe for us, and let what the library prints go nowhere."""
    pipe = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - only there

        msvcrt.setmode(pipe, os.O_BINARY)
    return os.fdopen(pipe, "wb", buffering=0)


def _function(path: str, convention: str) -> Callable[[int, ctypes.Array[ctypes.c_char]], int]:
    """Load `long iReadCardBas(int, char *)`. Raises `OSError` and `AttributeError`."""
    library: ctypes.CDLL
    if sys.platform == "win32" and convention == "stdcall":
        library = ctypes.WinDLL(path)
    else:
        library = ctypes.CDLL(path)
    function = library.iReadCardBas
    function.argtypes = (ctypes.c_int, ctypes.c_char_p)
    function.restype = ctypes.c_long

    def read(interface: int, text: ctypes.Array[ctypes.c_char]) -> int:
        result: int = function(interface, text)
        return result

    return read


def _answer(pipe: BinaryIO, result: int, text: bytes) -> None:
    pipe.write(b"%d %d\n" % (result, len(text)) + text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
