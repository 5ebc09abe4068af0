"""Records what goes over the devices' lines, in words, for a technician who looks for a fault (TRAFFIC level).

    09:05:01.234  id_reader           →  find card
    09:05:01.267  id_reader           ←  9F 找卡成功, 4 bytes masked

Off unless asked for, one file a start, warned of at its head, cut off after an hour. A recording that fails ends; the terminal
goes on. Which bytes become words is decided by each make's `readable`; nothing here sees more than words.
"""

from __future__ import annotations

import os
import threading
import unicodedata
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final, TextIO

from devices.errors import DeviceError
from devices.link import serial_opener

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from devices.calls import Tell
    from devices.deadline import Deadline, Time
    from devices.link import LineSettings, Link, OpenLink, OpenPort
    from devices.readable import Readable

LONGEST_SECONDS: Final = 3600.0
"""A recording that somebody forgot ends by itself."""

MOST_NAMES: Final = 40
"""Of one piece so many things are named, the rest is counted: a line full of noise must not fill the disk."""

_TO_DEVICE, _TO_HOST, _ABOUT = "→", "←", "·"
_DEVICE_WIDTH: Final = 18


class Recorder:
    """Writes one recording. Any thread may record; `close` it at the end.

    `begun` is the wall time of now; later times follow the steady clock, so that a clock that is set doesn't tear the recording.
    `tell` gets what staff have to know, a text of several lines at the start. Never raises.
    """

    def __init__(self, folder: Path, clock: Time, begun: datetime, tell: Callable[[str], None]) -> None:
        self.path = folder / f"traffic-{begun:%Y%m%d-%H%M%S}.log"
        self._clock = clock
        self._begun = begun
        self._started = clock.monotonic()
        self._tell = tell
        self._lock = threading.Lock()
        self._bell = clock.bell()
        self._file: TextIO | None = None
        warning = boxed(_warning(begun + timedelta(seconds=LONGEST_SECONDS), self.path))
        try:
            number = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self._file = os.fdopen(number, "w", encoding="utf-8", buffering=1)
            self._file.write(f"{warning}\n")
        except OSError as error:
            self._failed(error)
            return
        tell(warning)
        clock.spawn("traffic", self._end_in_time)

    @property
    def recording(self) -> bool:
        """Whether it still records."""
        return self._file is not None

    def port(self, device: str, readable: Callable[[], Readable], open_port: OpenPort = serial_opener) -> OpenPort:
        """Return what opens ports for a device and records them; `readable` makes a decoder for each opening."""

        def recorded(address: str, line: LineSettings) -> OpenLink:
            return self.opener(device, readable, open_port(address, line), f"{address} at {line.baud}")

        return recorded

    def opener(self, device: str, readable: Callable[[], Readable], open_link: OpenLink, where: str) -> OpenLink:
        """Return what opens a device's line as `open_link` does, and records it."""

        def recorded() -> Link:
            try:
                link = open_link()
            except DeviceError as error:
                self.note(device, f"{where}: {error}")
                raise
            self.note(device, f"opened {where}")
            return _RecordedLink(self, device, readable(), link)

        return recorded

    def calls(self, device: str) -> Tell:
        """Return where a device without a line tells its calls."""
        return _Calls(self, device)

    def note(self, device: str, words: str, arrow: str = _ABOUT) -> None:
        """Write one line about a device."""
        with self._lock:
            if self._file is None:
                return
            passed = self._clock.monotonic() - self._started
            if passed >= LONGEST_SECONDS:
                self._end("an hour is over")
                return
            self._write(f"{self._at(passed)}  {device:{_DEVICE_WIDTH}}  {arrow}  {words}\n")

    def read(self, device: str, arrow: str, decode: Callable[[], Sequence[str]], suffix: str = "") -> bool:
        """Write a line for what a decoder makes of a piece; say whether it made anything of it yet.

        A decoder that fails ends the recording and nothing else.
        """
        if self._file is None:
            return True
        try:
            names = decode()
        except Exception as error:  # noqa: BLE001 - a recording must never be the reason that a person is sent away
            with self._lock:
                self._failed(error)
            return True
        if names:
            self.note(device, _joined(names) + suffix, arrow)
        return bool(names)

    def close(self) -> None:
        """End the recording with the terminal."""
        with self._lock:
            self._end("the terminal ended")

    def _end_in_time(self) -> None:
        if not self._bell.wait(LONGEST_SECONDS):
            with self._lock:
                self._end("an hour is over")

    # -- the file; all of it with the lock held ------------------------------------------------------------------

    def _at(self, passed: float) -> str:
        moment = self._begun + timedelta(seconds=passed)
        return f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03d}"

    def _write(self, text: str) -> None:
        if self._file is not None:
            try:
                self._file.write(text)
            except (OSError, ValueError) as error:
                self._failed(error)

    def _end(self, why: str) -> None:
        """Write the last line, and no more."""
        if self._file is None:
            return
        passed = min(self._clock.monotonic() - self._started, LONGEST_SECONDS)
        self._write(f"{self._at(passed)}  recording ended: {why}\n")
        self._let_go()
        self._tell(f"通信记录结束 recording of traffic ended: {why}")

    def _failed(self, error: Exception) -> None:
        """End because it can't go on; what the error says of its object is not told."""
        reason = error.strerror if isinstance(error, OSError) else None
        self._let_go()
        self._tell(f"通信记录中断 recording of traffic failed: {type(error).__name__} {reason or ''}".rstrip())

    def _let_go(self) -> None:
        file, self._file = self._file, None
        self._bell.ring()
        if file is not None:
            try:
                file.close()
            except OSError:
                return  # the same that ended it


class _Calls:
    """Hands what is told of one device's calls to a recorder."""

    def __init__(self, recorder: Recorder, device: str) -> None:
        self._recorder = recorder
        self._device = device

    def asked(self, words: Callable[[], str]) -> None:
        """Write what is asked."""
        self._recorder.read(self._device, _TO_DEVICE, lambda: (words(),))

    def heard(self, words: Callable[[], str]) -> None:
        """Write what was answered."""
        self._recorder.read(self._device, _TO_HOST, lambda: (words(),))

    def note(self, words: str) -> None:
        """Write what happened besides."""
        self._recorder.note(self._device, words)


class _RecordedLink:
    """A link that tells a recorder what passes."""

    def __init__(self, recorder: Recorder, device: str, readable: Readable, link: Link) -> None:
        self._recorder = recorder
        self._device = device
        self._readable = readable
        self._link = link
        self._lock = threading.Lock()
        self._over = False
        self._pieces = 0
        self._first_at = 0.0

    def read(self, deadline: Deadline) -> bytes:
        """Read as the line does; see `Link`."""
        try:
            data = self._link.read(deadline)
        except DeviceError as error:
            self._ended(str(error))
            raise
        if data:
            self._heard(data, deadline.clock.monotonic())
        return data

    def write(self, data: bytes, deadline: Deadline) -> None:
        """Write as the line does. It is noted before: the answer may be there before the write returns."""
        with self._lock:
            self._recorder.read(self._device, _TO_DEVICE, lambda: self._readable.sent(data))
        try:
            self._link.write(data, deadline)
        except DeviceError as error:
            self._recorder.note(self._device, f"not wholly sent: {error}")
            raise

    def drain(self) -> None:
        """Drain as the line does."""
        self._link.drain()

    def close(self) -> None:
        """Close as the line does."""
        self._link.close()
        self._ended("closed")

    def _heard(self, data: bytes, now: float) -> None:
        with self._lock:
            self._pieces += 1
            if self._pieces == 1:
                self._first_at = now
            took = f"  ({self._pieces} pieces in {now - self._first_at:.3f} s)" if self._pieces > 1 else ""
            if self._recorder.read(self._device, _TO_HOST, lambda: self._readable.heard(data), took):
                self._pieces = 0

    def _ended(self, words: str) -> None:
        """Note once that the line is over."""
        with self._lock:
            if self._over:
                return
            self._over = True
            self._recorder.read(self._device, _ABOUT, self._readable.rest)
        self._recorder.note(self._device, words)


def boxed(lines: Sequence[str]) -> str:
    """Draw a box round lines; Chinese characters are two columns wide."""
    widest = max(map(_columns, lines))
    rows = [f"│ {line}{' ' * (widest - _columns(line))} │" for line in lines]
    rule = "─" * (widest + 2)
    return "\n".join((f"┌{rule}┐", *rows, f"└{rule}┘"))


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _warning(ends: datetime, path: Path) -> list[str]:
    return [
        "通信记录打开了 TRAFFIC RECORDING IS ON",
        "",
        "记下每台设备收发的命令；姓名、号码、按键、打印内容只记字节数。",
        "只供查故障，平时不开；用完请关掉，并删除这个文件。",
        f"{ends:%H:%M} 自动停止。",
        "",
        "Every order to and answer from the devices is written down; names,",
        "numbers, keys and print data are masked. For finding faults only, off by",
        f"default; delete this file afterwards. It ends by itself at {ends:%H:%M}.",
        "",
        path.name,
    ]


def _joined(names: Sequence[str]) -> str:
    """Put the names of one piece into one line, repetitions together."""
    runs = [(name, len(list(run))) for name, run in groupby(names)]
    told = [name if count == 1 else f"{name} ×{count}" for name, count in runs[:MOST_NAMES]]
    if len(runs) > MOST_NAMES:
        told.append(f"and {len(runs) - MOST_NAMES} more")
    return "; ".join(told)
