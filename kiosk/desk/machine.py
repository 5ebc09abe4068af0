"""What the machine itself lacks, as its devices tell: the desk hears of it though nobody is being served.

A page that `tells` calls for the person before it. Here calls what no visit has come upon: a supply that is used up or jammed, or
a device that can't be used, once it has been so for a while and home stands. It is called once for as long as it lasts, and
settled when it is well again, whoever has called.

A terminal that serves nobody for a fault of its own calls a technician at once, quietly, for as long as it is closed.

A case that was tampered with and a battery that is low are told quietly and whatever stands: they disturb nobody, and a machine
that runs out of power doesn't wait for home.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.core.help import HelpKind, Turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from devices.health import Health
    from devices.roles import Sense
    from kiosk.core.clock import Clock
    from kiosk.core.help import CallNews
    from kiosk.desk.board import Board

LASTS_SECONDS: Final = 10.0
"""A cable that is plugged again and a cover that is shut at once are nobody's errand."""
CONTACT_SECONDS: Final = 3.0
"""How long a contact of the machine must say so: contacts bounce."""
_WANTED: Final = frozenset({HelpKind.NO_PAPER, HelpKind.STUCK})
_CONTACTS: Final = "contacts"
_CLOSED: Final = "closed"
_Lack = tuple[str, HelpKind]
"""A lane, the machine's contacts or that it is closed, and what somebody is wanted for."""


class Machine:
    """Calls on `board`. One thread calls it, the visit's.

    `may_call` says whether home stands, somebody is on duty, and nobody of the staff is at the terminal already.
    """

    def __init__(self, board: Board, clock: Clock, may_call: Callable[[], bool]) -> None:
        self._board = board
        self._clock = clock
        self._may_call = may_call
        self._since: dict[_Lack, float] = {}
        self._told: set[_Lack] = set()
        self._to_be_seen = False
        board.listen(self._heard)

    @property
    def lacks(self) -> frozenset[HelpKind]:
        """What somebody is wanted for until it is mended."""
        return frozenset(kind for _, kind in self._since)

    def to_be_seen(self) -> None:
        """卡住 stands for something that somebody has to look at: no device that is well again settles that."""
        self._to_be_seen = True

    def health_changed(self, lane: str, health: Health) -> None:
        """A device is another way now."""
        before = frozenset(kind for each, kind in self._since if each == lane)
        now = _lacking(health, before)
        for kind in now - before:
            self._since[lane, kind] = self._clock.monotonic()
            if self._board.open(kind) is not None:
                self._told.add((lane, kind))
        for kind in before - now:
            del self._since[lane, kind]
            self._told.discard((lane, kind))
            if kind not in self.lacks and not (kind is HelpKind.STUCK and self._to_be_seen):
                self._board.settle(kind)

    def closed(self, *, now: bool) -> None:
        """A fault keeps the terminal from serving anybody, or does so no longer; the page that says so has called already."""
        lack = _CLOSED, HelpKind.TECHNICIAN
        if now:
            self._since.setdefault(lack, self._clock.monotonic())
            self._told.add(lack)
        elif self._since.pop(lack, None) is not None:
            self._told.discard(lack)
            self._board.settle(HelpKind.TECHNICIAN)

    def contact(self, sense: Sense, *, on: bool) -> None:
        """A contact of the machine is on, or off again. Of the mains and the door the desk hears nothing."""
        kind = _told_of(sense)
        if kind is None:
            return
        if on:
            self._since.setdefault((_CONTACTS, kind), self._clock.monotonic())
        else:
            self._since.pop((_CONTACTS, kind), None)
            self._told.discard((_CONTACTS, kind))
            self._board.settle(kind)

    @property
    def next_due(self) -> float | None:
        """The steady time at which `tick` has something to do."""
        return min(self._due().values(), default=None)

    def tick(self) -> None:
        """Call for what has lasted."""
        now = self._clock.monotonic()
        for lack, due in self._due().items():
            if due <= now:
                self._told.add(lack)
                self._board.call(lack[1])

    def _due(self) -> dict[_Lack, float]:
        """When each lack is to be told that hasn't been and may be now."""
        may_call = self._may_call()
        return {
            lack: since + (CONTACT_SECONDS if lack[1].quiet else LASTS_SECONDS)
            for lack, since in self._since.items()
            if lack not in self._told and (may_call or lack[1].quiet)
        }

    def _heard(self, news: CallNews) -> None:
        """Somebody has been called for the same, or has been there: that is known now."""
        kind = news.call.kind
        if kind not in _WANTED:
            return
        if news.turn is Turn.CALLED:
            self._told.update(lack for lack in self._since if lack[1] is kind)
        elif kind is HelpKind.STUCK and not news.call.state.open:
            self._to_be_seen = False


def _told_of(sense: Sense) -> HelpKind | None:
    """What the desk is told of this contact."""
    from devices.roles import Sense  # noqa: PLC0415 - home is painted before this is needed

    return {Sense.TAMPER: HelpKind.TAMPERED, Sense.BATTERY_LOW: HelpKind.BATTERY}.get(sense)


def _lacking(health: Health, before: frozenset[HelpKind]) -> frozenset[HelpKind]:
    """What somebody is wanted for by a device in this health. One that can't be reached still lacks the paper it lacked."""
    from devices.errors import TrayFull  # noqa: PLC0415 - home is painted before this is needed
    from devices.health import DeviceState, Supply  # noqa: PLC0415 - as above

    if health.state is DeviceState.UNKNOWN:
        return before
    paper = health.supplies.get("paper")
    working = health.working  # of a contact that speaks the desk is told by itself
    # An open cover is told as the pages tell it: who brings paper shuts it.
    full = health.last_error is not None and health.last_error.code == TrayFull.code
    by_hand = health.state is DeviceState.USER_ERROR and not full
    lacks: set[HelpKind] = set()
    if paper is Supply.OUT or by_hand or (not working and HelpKind.NO_PAPER in before):
        lacks.add(HelpKind.NO_PAPER)
    others = (supply for name, supply in health.supplies.items() if name != "paper" or supply is Supply.JAMMED)
    if not (working or by_hand) or any(supply in (Supply.OUT, Supply.JAMMED) for supply in others):
        lacks.add(HelpKind.STUCK)
    return frozenset(lacks)
