"""What an I/O board is recognised by on a port nobody knows: it answers when it is asked to read, be it with a refusal.

Which coils or inputs are read matters to nobody, so they are chosen such that no byte of the request means anything to a
printer or a scanner that may hang there instead.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

from devices.finding import UNSAFE, Question
from devices.modbus.frames import READ_COILS, READ_INPUTS, AnswerDecoder, Read

if TYPE_CHECKING:
    from devices.link import LineSettings

_MOST: Final = 32


def question(line: LineSettings, address: int) -> Question:
    """Ask the board at `address`. Raises `ValueError` for an address that is itself an order to other devices."""
    requests = (
        Read(address, function, 0, count) for count, function in product(range(1, _MOST), (READ_INPUTS, READ_COILS))
    )
    request = next((request for request in requests if not UNSAFE & set(request.to_bytes())), None)
    if request is None:
        raise ValueError(f"port: a board with the address {address} can't be found by asking; name its port")
    return Question(
        (line,), (request.to_bytes(),), lambda _place, heard: AnswerDecoder(request).feed(heard) is not None
    )
