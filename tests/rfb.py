"""A viewer at the other end of Qt's VNC platform: touches the screen and takes its picture.

RFC 6143, versions 3.3 (what Qt speaks) and 3.8, no password, raw pixels only.
"""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING, Final, Self

from PIL import Image

from devices.deadline import SystemTime

if TYPE_CHECKING:
    from types import TracebackType

_NO_PASSWORD: Final = 1
_SET_PIXEL_FORMAT, _SET_ENCODINGS, _UPDATE_REQUEST, _POINTER = 0, 2, 3, 5
_UPDATE, _BELL, _CUT_TEXT = 0, 2, 3
_BGRX: Final = struct.pack(">BBBBHHHBBB3x", 32, 24, 0, 1, 255, 255, 255, 16, 8, 0)
"""32 bits a pixel, little-endian: blue, green, red, nothing."""


_TAP_SECONDS: Final = 0.12
_TIME: Final = SystemTime()


class Refused(Exception):
    """The server wants something this viewer can't do, or stopped in the middle of a message."""


class Viewer:
    """One connection. Raises `OSError` when there is no server, `TimeoutError` when it doesn't answer."""

    def __init__(self, port: int, *, host: str = "127.0.0.1", timeout_seconds: float = 10.0) -> None:
        self._line = socket.create_connection((host, port), timeout=timeout_seconds)
        version = self._read(12)
        if not version.startswith(b"RFB 003."):
            raise Refused("no VNC server")
        if version >= b"RFB 003.008\n":
            self._line.sendall(b"RFB 003.008\n")
            if _NO_PASSWORD not in self._read(self._read(1)[0]):
                raise Refused("a password is wanted")
            self._line.sendall(bytes([_NO_PASSWORD]))
            security = self._number(4)
            if security != 0:
                raise Refused("no admittance")
        else:
            self._line.sendall(b"RFB 003.003\n")
            if self._number(4) != _NO_PASSWORD:
                raise Refused("a password is wanted")
        self._line.sendall(b"\x01")  # others may look on
        self.width, self.height = self._number(2), self._number(2)
        self._read(16)
        self._read(self._number(4))
        self._line.sendall(struct.pack(">B3x", _SET_PIXEL_FORMAT) + _BGRX)
        self._line.sendall(struct.pack(">BxHi", _SET_ENCODINGS, 1, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()

    def touch(self, x: int, y: int) -> None:
        """Press and lift the left button at a point, no quicker than a finger does."""
        for buttons in (0, 1, 0):
            self._line.sendall(struct.pack(">BBHH", _POINTER, buttons, x, y))
            _TIME.sleep(_TAP_SECONDS * buttons)

    def picture(self) -> Image.Image:
        """Return what the screen shows now."""
        whole = Image.new("RGB", (self.width, self.height))
        self._line.sendall(struct.pack(">BBHHHH", _UPDATE_REQUEST, 0, 0, 0, self.width, self.height))
        missing = self.width * self.height
        while missing > 0:
            match self._read(1)[0]:
                case kind if kind == _UPDATE:
                    missing -= self._paint(whole)
                case kind if kind == _BELL:
                    pass
                case kind if kind == _CUT_TEXT:
                    self._read(3)
                    self._read(self._number(4))
                case kind:
                    raise Refused(f"message {kind} is not known")
        return whole

    def _paint(self, whole: Image.Image) -> int:
        """Put the rectangles of an update where they belong; return how many pixels they were."""
        self._read(1)
        pixels = 0
        for _ in range(self._number(2)):
            x, y, width, height, encoding = struct.unpack(">HHHHi", self._read(12))
            if encoding != 0:
                raise Refused(f"encoding {encoding} was not asked for")
            if width and height:
                raw = self._read(width * height * 4)
                whole.paste(Image.frombytes("RGB", (width, height), raw, "raw", "BGRX"), (x, y))
            pixels += width * height
        return pixels

    def _number(self, size: int) -> int:
        return int.from_bytes(self._read(size), "big")

    def _read(self, size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            if not (part := self._line.recv(size - len(parts))):
                raise Refused("the server hung up")
            parts += part
        return bytes(parts)
