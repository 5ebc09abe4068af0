"""What the kiosk asks of a device, whatever its make.

An adapter is owned by one thread, its lane. It opens its link lazily and again after a loss, so a constructor never
fails for a missing cable: the trouble shows in `health()` and in the typed error of the next order.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from devices.deadline import Deadline
    from devices.health import DeviceInfo, Health
    from devices.paper import Receipt


@dataclass(frozen=True, slots=True)
class DeviceEvent:
    """Something that arrived unasked: the health that now holds."""

    health: Health


class Device(Protocol):
    """What every device can do."""

    def info(self) -> DeviceInfo:
        """Say who made it; from what was read at the last opening, without I/O."""
        ...

    def health(self) -> Health:
        """Say how it is, from what is known, without I/O."""
        ...

    def probe(self, deadline: Deadline) -> Health:
        """Ask the device how it is, opening the link if need be. Never raises for a device that is not well."""
        ...

    def listen(self, deadline: Deadline) -> Sequence[DeviceEvent]:
        """Take in what arrives unasked until the deadline (a slice); return what changed. Never raises for a lost link."""
        ...

    def reset(self, deadline: Deadline) -> None:
        """Bring the device back to its start. Raises `DeviceError`."""
        ...

    def close(self) -> None:
        """Let go of the port; safe from another thread, so that a stuck order ends with `DeviceGone`."""
        ...


# -- identity cards -----------------------------------------------------------------------------------------


class DocumentKind(StrEnum):
    """The kinds of identity document the readers know, by the type flag on the chip."""

    RESIDENT = "resident"
    HMT_RESIDENCE = "hmt_residence"
    FOREIGN_RESIDENCE_2017 = "foreign_residence_2017"
    FOREIGN_RESIDENCE_2023 = "foreign_residence_2023"


class Sex(StrEnum):
    """Sex as coded in GB/T 2261.1."""

    UNKNOWN = "0"
    MALE = "1"
    FEMALE = "2"
    UNSPECIFIED = "9"


@dataclass(frozen=True, slots=True, repr=False)
class IdCard:
    """What an identity card says of its holder. Has no readable `repr`: it is personal data.

    `valid_until` is None for 长期 (no end). `nation` is the name of the nationality (汉, 藏, ...), with 其他(code) for
    codes that no table has. `warnings` are stable names of oddities that don't stop anybody (e.g. "sex-differs").
    """

    kind: DocumentKind
    name: str
    sex: Sex
    nation: str
    birth: date
    address: str
    number: str
    issuer: str
    valid_from: date
    valid_until: date | None
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Say only the kind."""
        return f"<IdCard {self.kind}>"


class IdCardReader(Device, Protocol):
    """A contactless reader of second-generation identity cards.

    It can't see a card being taken away: a card that lies still answers as if none were there.
    """

    def read_card(self, deadline: Deadline, *, found: Callable[[], None]) -> IdCard:
        """Wait for a card and read it; `found` is called once when one is seen, before the reading.

        Raises `CardError` for the card's troubles, `LinkError` and `ReaderOutOfService` for the reader's,
        `OperationTimedOut` and `OperationCancelled` for the deadline's.
        """
        ...


# -- printers -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PrintProgress:
    """How far a print is: bytes or pages handed over, of how many."""

    done: int
    total: int


class ReceiptPrinter(Device, Protocol):
    """An 80 mm thermal printer with a cutter."""

    def print(self, receipt: Receipt, deadline: Deadline, *, progress: Callable[[PrintProgress], None]) -> None:
        """Print and cut one receipt; return only when the printer has proved it.

        Raises `PrinterError` (the paper may be half printed), `PrintUnproven` when everything was sent but the end
        marker stayed away, `LinkError`, and for the deadline `OperationTimedOut`.
        """
        ...

    def clear(self, deadline: Deadline) -> None:
        """Throw away what the printer still holds, so that nobody finds a stranger's figures. Raises `DeviceError`."""
        ...


class DocumentPrinter(Device, Protocol):
    """A printer of A4 sheets that takes PDF."""

    def print_pdf(
        self, pdf: bytes, title: str, deadline: Deadline, *, progress: Callable[[PrintProgress], None]
    ) -> None:
        """Print one document; return only when the printer reports it done. `title` must hold no personal data.

        Raises `PrinterError` or `OperationTimedOut`.
        """
        ...
