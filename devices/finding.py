"""Finds the port a device hangs on: by identity where one is named, then by asking each port that nobody holds.

    port = "auto"                                   any serial port of the machine
    port = ["usb:1a86:7523", "path:1-1.2", "COM3"]  one of these, asked in this order
    port = ["usb:0403:6001:A10KLOO7", "auto"]       this one if it answers, else any

What a port is asked is a question its make is recognised by: it prints nothing, moves nothing, and holds no byte that a
printer or a scanner takes for an order. A port that another lane or program holds can't be opened and is left alone, so two
that look at once find each its own. Where a device was found is asked first after every loss, whatever the port's name is by
then.

Asked at another speed than its own, a device hears noise, and a printer that nobody fetches could keep it for its next line:
where such a thing hangs, name the ports.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from devices import ports
from devices.deadline import Deadline
from devices.errors import DeviceError, DeviceGone
from devices.link import LineSettings, line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from devices.deadline import Time
    from devices.link import Link, OpenLink, OpenPort
    from devices.ports import AttachedPort, ListPorts

BUDGET_SECONDS: Final = 1.5
"""After so long one opening asks no other port, but one at least beside that where the device was; the next goes on where it
was. What a lane is given to tend its device is longer, even where each port answers something strange."""

REST_SECONDS: Final = 5.0
"""After every port was asked in vain, nobody is asked again for so long, unless a port came or went."""

QUIET_SECONDS: Final = 0.05
"""A line that was just opened may have a few bytes in it; they are no answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a make is recognised by.

    Each of `orders` is sent when the one before was answered; `answered` gets its place and what has come since, and says
    whether that is an answer which only this make gives. `lines` are the speeds to ask at, in order. What isn't answered
    within `seconds` is another device, or none; where something has come, `patience_seconds` from then on.
    """

    lines: tuple[LineSettings, ...]
    orders: tuple[bytes, ...]
    answered: Callable[[int, bytes], bool]
    seconds: float = 0.35
    patience_seconds: float = 0.35
    thanks: bytes = b""
    """What confirms the last answer, where the protocol wants that."""


UNSAFE: Final = frozenset(b"\n\v\f\r\x0e\x0f\x10\x14\x16\x18\x1b\x1c\x1dPRT")
"""Bytes that print, cut or feed on a printer, or switch a scanner on: no question holds one, but for a printer's own."""

_MOST_HEARD: Final = 1024
"""A device that talks and talks is not one that answers."""


class Finder:
    """Opens the one port whose device answers. Used by one lane; `open` is an `OpenLink`.

    `addresses` are as in `devices.ports`.
    """

    def __init__(
        self,
        addresses: Sequence[str],
        question: Question,
        open_port: OpenPort,
        clock: Time,
        list_ports: ListPorts = ports.attached,
    ) -> None:
        self._addresses = tuple(addresses)
        self._question = question
        self._open_port = open_port
        self._clock = clock
        self._list_ports = list_ports
        self._known: tuple[AttachedPort, LineSettings] | None = None
        self._there: tuple[AttachedPort, ...] = ()
        self._asked: set[tuple[AttachedPort, LineSettings]] = set()
        """Who was asked in this round."""
        self._waited_for_busy = False
        self._rest_until = clock.monotonic()

    @property
    def found(self) -> AttachedPort | None:
        """Where the device was found last."""
        return None if self._known is None else self._known[0]

    def open(self) -> Link:
        """Return the open line to the device. Raises `DeviceGone` when it isn't found, or not yet."""
        there = ports.candidates(self._addresses, self._list_ports)
        if there != self._there:
            self._there = there
            self._begin_round(rest=False)
        budget = Deadline(self._clock, BUDGET_SECONDS)
        link = self._where_it_was()
        if link is not None:
            return link
        if self._clock.monotonic() < self._rest_until:
            raise DeviceGone(f"nobody answered a moment ago; found: {ports.told(there)}")
        asked = False
        busy: list[AttachedPort] = []
        for line in self._question.lines:
            for port in there:
                if (port, line) in self._asked or port in busy:
                    continue
                if asked and budget.remaining() == 0.0:
                    raise DeviceGone(f"still looking for it; found: {ports.told(there)}")
                try:
                    link = self._ask(port, line)
                except DeviceGone:
                    busy.append(port)
                    continue
                asked = True
                self._asked.add((port, line))
                if link is not None:
                    return self._remember(port, line, link)
        self._round_is_over(busy)
        held = f"; in use, or gone: {ports.told(busy)}" if busy else ""
        raise DeviceGone(f"no device answers as this make does; found: {ports.told(there)}{held}")

    def _where_it_was(self) -> Link | None:
        """Ask where it was found last, whatever that port is called now."""
        if self._known is None:
            return None
        port, line = self._known
        now = next((each for each in self._there if each.same_place(port)), None)
        if now is None:
            return None
        try:
            link = self._ask(now, line)
        except DeviceGone:
            return None
        return None if link is None else self._remember(now, line, link)

    def _remember(self, port: AttachedPort, line: LineSettings, link: Link) -> Link:
        self._known = (port, line)
        self._begin_round(rest=False)
        return link

    def _round_is_over(self, busy: Sequence[AttachedPort]) -> None:
        """Begin anew after a rest. A port in use may only have been asked by another lane: it gets one more chance first."""
        if busy and not self._waited_for_busy:
            self._waited_for_busy = True
        else:
            self._begin_round(rest=True)

    def _begin_round(self, *, rest: bool) -> None:
        self._asked.clear()
        self._waited_for_busy = False
        self._rest_until = self._clock.monotonic() + (REST_SECONDS if rest else 0.0)

    def _ask(self, port: AttachedPort, line: LineSettings) -> Link | None:
        """Return the open line if its device answers as ours does. Raises `DeviceGone` if the port can't be had."""
        link = self._open_port(port.name, line)()
        try:
            if all(self._answers(link, place) for place in range(len(self._question.orders))):
                link.write(self._question.thanks, Deadline(self._clock, self._question.seconds))
                link.drain()
                return link
        except DeviceError:
            pass  # it takes no bytes, or was pulled meanwhile: not ours, or not now
        link.close()
        return None

    def _answers(self, link: Link, place: int) -> bool:
        question = self._question
        if place == 0:
            link.read(Deadline(self._clock, QUIET_SECONDS))
            link.drain()
        link.write(question.orders[place], Deadline(self._clock, question.seconds))
        until, heard = Deadline(self._clock, question.seconds), b""
        while until.remaining() != 0.0:
            data = link.read(until)
            if data and not heard:
                until = Deadline(self._clock, question.patience_seconds)
            heard += data
            if question.answered(place, heard):
                return True
            if len(heard) > _MOST_HEARD:
                return False
        return False


def link_opener(
    settings: Mapping[str, object],
    default: LineSettings,
    question: Callable[[LineSettings], Question],
    clock: Time,
    open_port: OpenPort,
) -> tuple[OpenLink, LineSettings]:
    """Return what opens the port that a device's table in kiosk.toml names or has looked for, and how its line is set.

    `question` makes the make's own, for the line as it is set. Raises `ValueError` naming the setting that is wrong.
    """
    addresses = looked_for(settings)
    if addresses is None:
        address, line = line_of(settings, default)
        return open_port(address, line), line
    _, line = line_of({**settings, "port": "looked for"}, default)
    return Finder(addresses, question(line), open_port, clock).open, line


def looked_for(settings: Mapping[str, object]) -> tuple[str, ...] | None:
    """Return where a device is to be looked for; None where one port is named.

    Raises `ValueError` naming what is wrong with a list.
    """
    port = settings.get("port")
    if port == ports.AUTO:
        return (ports.AUTO,)
    if not isinstance(port, list | tuple):
        return None
    addresses = [each for each in cast("Sequence[object]", port) if isinstance(each, str) and each]
    if not addresses or len(addresses) != len(cast("Sequence[object]", port)):
        raise ValueError('port: a list of names, usb:VID:PID or path:LOCATION; or "auto"')
    for address in addresses:
        if "://" in address:
            raise ValueError(f"port: {address} can't stand in a list; name it alone")
        try:
            ports.check(address)
        except ValueError as error:
            raise ValueError(f"port: {error}") from None
    return tuple(addresses)
