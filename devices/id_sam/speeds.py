"""Finds the speed a reader was left at: asks for its status at one after the other, and keeps the one that was answered.

A reader set to another speed by a former owner is the commonest call for service. Nothing here ever sets a speed: a power
cut in the middle would leave the reader where nobody looks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.errors import DeviceError, NoReply, OperationTimedOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from devices.condition import Condition
    from devices.deadline import Deadline
    from devices.id_sam.exchange import Exchange
    from devices.link import OpenLink

SPEEDS: Final = (115200, 57600, 38400, 19200, 9600)
"""What a module can be set to, in the order to ask. Source: GA/T 467-2019; most leave the factory at the first."""

SECONDS_A_SPEED: Final = 0.4
"""A status order and its answer take 25 ms at 9600, and a module thinks for some more. A round of them all stays below the 3 s
of a lane's probe."""


class Speeds:
    """The openers of one port, one for each speed; the first is the one that is set, or that worked last."""

    def __init__(self, openers: Sequence[OpenLink], condition: Condition) -> None:
        self._openers = list(openers)
        self._condition = condition
        self._turn = 0
        """Whose turn it is, so that a round cut short by a deadline goes on where it was."""

    def open(self, exchange: Exchange, deadline: Deadline) -> None:
        """Open the line at the speed at which anything sensible comes back; with one speed only, without asking.

        Raises `NoReply` at the end of a round, `DeviceGone`, and what the deadline raises; then the line is closed.
        """
        if len(self._openers) == 1:
            exchange.open(self._openers[0])
            return
        # The first has the last word, too: after a replug a module tests itself for a second and hears nothing.
        round_of_all = (*self._openers, self._openers[0])
        while True:
            opener = round_of_all[self._turn]
            exchange.open(opener)
            try:
                exchange.hear_anything(deadline.within(SECONDS_A_SPEED))
            except OperationTimedOut:
                exchange.close()
                self._condition.misses += 1
                self._turn += 1
                if self._turn == len(round_of_all):
                    self._turn = 0
                    raise NoReply("no answer at any speed") from None
                deadline.check()
            except DeviceError:
                exchange.close()
                self._turn = 0
                raise
            else:
                self._turn = 0
                self._openers.remove(opener)
                self._openers.insert(0, opener)
                return
