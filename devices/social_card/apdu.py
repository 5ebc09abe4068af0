"""Command and answer with a chip that speaks T=0: another length is asked for, and a waiting answer fetched.

    6C xx    the command again, with Le xx
    61 xx    00 C0 00 00 xx fetches xx bytes (00: 256) more

Source: ISO/IEC 7816-3 and -4. Some motor readers do both themselves, others don't: done here it is right with either. A
command without data and Le leaves as four bytes; what T=0 makes of it is the transport's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.errors import CardUnreadable

if TYPE_CHECKING:
    from devices.deadline import Deadline
    from devices.social_card.transport import CardTransport

DONE: Final = 0x9000
ROUNDS: Final = 8
"""Most commands one exchange may take: a broken chip could ask for another length for ever."""

_WRONG_LENGTH: Final = 0x6C
_MORE: Final = 0x61
_STATUS_BYTES: Final = 2
_CASE_2: Final = 5
"""Bytes of a command with Le and no data: the only one that another length can be put into."""


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What a chip answered: its data and the status word. Has no readable `repr`: the data is a person's."""

    data: bytes
    status: int

    def __repr__(self) -> str:
        """Say the status word and how much data there is."""
        return f"<Answer {self.status:04X} with {len(self.data)} bytes>"


def exchange(transport: CardTransport, command: bytes, deadline: Deadline) -> Answer:
    """Send one command and return the whole answer.

    Raises `CardUnreadable` for an answer without a status word or a chip that never comes to an end, and what the transport
    raises.
    """
    data = b""
    for _ in range(ROUNDS):
        answer = transport.transmit(command, deadline)
        if len(answer) < _STATUS_BYTES:
            raise CardUnreadable("an answer without a status word")
        data += answer[:-_STATUS_BYTES]
        sw1, sw2 = answer[-2], answer[-1]
        if sw1 == _WRONG_LENGTH and len(command) == _CASE_2:
            data, command = b"", command[:4] + bytes([sw2])
        elif sw1 == _MORE:
            command = bytes([0x00, 0xC0, 0x00, 0x00, sw2])
        else:
            return Answer(data, sw1 << 8 | sw2)
    raise CardUnreadable(f"no end after {ROUNDS} commands")
