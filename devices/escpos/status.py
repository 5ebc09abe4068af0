"""How an ESC/POS printer is, and the bits in which a make says so: the same condition in other places on other makes."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Status:
    """What the printer says of itself, from automatic status or from DLE EOT answers."""

    offline: bool = False
    cover_open: bool = False
    feeding: bool = False
    recoverable: bool = False
    """Paper is stuck, or was not where it should be: somebody has to put it right, and then the printer is told to go on."""
    cutter: bool = False
    unrecoverable: bool = False
    auto_recoverable: bool = False
    near_end: bool = False
    paper_end: bool = False
    at_mouth: bool = False
    """A cut piece lies in the presenter, for somebody to take."""

    @property
    def error(self) -> bool:
        """Whether the mechanism has a fault of its own."""
        return self.recoverable or self.cutter or self.unrecoverable or self.auto_recoverable

    @property
    def unexplained(self) -> bool:
        """Whether it is off line without saying why."""
        return self.offline and not (self.error or self.cover_open or self.feeding or self.paper_end)


@dataclass(frozen=True, slots=True)
class Bit:
    """Bits of one byte that mean one condition of `Status`: any of them when heard, all of them when said.

    What is not `trusted` a simulator says and nobody reads: it repeats what stands elsewhere more exactly, or the manual
    contradicts itself. `inverted`: set when the condition does not hold.
    """

    place: int
    """The byte of the automatic status, from 0; or the n of DLE EOT."""
    mask: int
    says: str
    """A field of `Status`, or `error`."""
    trusted: bool = True
    inverted: bool = False

    def heard(self, byte: int) -> bool:
        """Whether `byte` says so."""
        return bool(byte & self.mask) is not self.inverted

    def said(self, status: Status) -> int:
        """The bits to set."""
        holds: bool = getattr(status, self.says)
        return self.mask if holds is not self.inverted else 0


ANSWER: int = 0x12
"""What DLE EOT 1 to 4 answers when nothing is the matter."""


@dataclass(frozen=True, slots=True)
class Coding:
    """Where a make says what. `well` is its automatic status when nothing is the matter, and so tells its length.

    An automatic status begins with `prefix`; without one, with a byte of the form 0xx1xx00. `questions` are the n of DLE EOT
    that together tell everything; a make whose automatic status is also its answer has no `answers`.
    """

    automatic: tuple[Bit, ...]
    answers: tuple[Bit, ...]
    well: bytes = b"\x10\x00\x00\x0f"
    prefix: bytes = b""
    questions: tuple[int, ...] = (1, 2, 3, 4)

    def status(self, data: bytes) -> Status:
        """What the bytes of an automatic status say."""
        told = {bit.says: True for bit in self.automatic if bit.trusted and bit.heard(data[bit.place])}
        return Status(**told)

    def after(self, known: Status, told: Status) -> Status:
        """What is known after an automatic status: on some makes it doesn't tell everything."""
        tells = {bit.says for bit in self.automatic if bit.trusted}
        return replace(
            told, **{each.name: getattr(known, each.name) for each in fields(known) if each.name not in tells}
        )

    def to_bytes(self, status: Status) -> bytes:
        """Say it as an automatic status."""
        data = bytearray(self.well)
        for bit in self.automatic:
            data[bit.place] |= bit.said(status)
        return bytes(data)

    def answered(self, known: Status, n: int, answer: int) -> Status:
        """What is known, with what one answer to DLE EOT n adds or takes away."""
        told = {bit.says: bit.heard(answer) for bit in self.answers if bit.trusted and bit.place == n}
        return replace(known, **told)

    def answer(self, status: Status, n: int) -> int:
        """The byte that answers DLE EOT n (1 to 4)."""
        byte = ANSWER
        for bit in self.answers:
            if bit.place == n:
                byte |= bit.said(status)
        return byte


_OFFLINE_CAUSES = (
    Bit(2, 0x04, "cover_open"),
    # Stopped by paper end, and an error: n = 4 and n = 3 say it more exactly.
    Bit(2, 0x20, "paper_end", trusted=False),
    Bit(2, 0x40, "error", trusted=False),
)
_ERROR_CAUSES = (
    Bit(3, 0x04, "recoverable"),
    Bit(3, 0x08, "cutter"),
    Bit(3, 0x20, "unrecoverable"),
    Bit(3, 0x40, "auto_recoverable"),
)
_AUTOMATIC_STATE = (
    Bit(0, 0x08, "offline"),
    Bit(0, 0x20, "cover_open"),
    Bit(0, 0x40, "feeding"),
    Bit(1, 0x04, "recoverable"),
    Bit(1, 0x08, "cutter"),
    Bit(1, 0x20, "unrecoverable"),
    Bit(1, 0x40, "auto_recoverable"),
)
_ROLL = (Bit(4, 0x0C, "near_end"), Bit(4, 0x60, "paper_end"))
_AUTOMATIC_ROLL = (Bit(2, 0x03, "near_end"), Bit(2, 0x0C, "paper_end"))

EPSON_CODING = Coding(
    automatic=_AUTOMATIC_STATE + _AUTOMATIC_ROLL,
    answers=(Bit(1, 0x08, "offline"), Bit(1, 0x40, "feeding"), *_OFFLINE_CAUSES, *_ERROR_CAUSES, *_ROLL),
)
"""Source: Epson's reference of GS a and DLE EOT; seen at paper out: 18 00 0F 00."""

SNBC_CODING = Coding(
    automatic=_AUTOMATIC_STATE + _AUTOMATIC_ROLL,
    answers=(Bit(1, 0x08, "offline"), Bit(2, 0x08, "feeding"), *_OFFLINE_CAUSES, *_ERROR_CAUSES, *_ROLL),
)
"""Source: SNBC BT-T080 programming manual p. 41-43. 04 of n = 3 is its anti-jam module; 40 also means a lifted print head.

Bits 5 and 6 of n = 1 are undefined there. Unverified: byte 2 of the automatic status (04: carriage error on the BTP-M300)."""

CITIZEN_CODING = Coding(
    automatic=(
        *_AUTOMATIC_STATE,
        Bit(2, 0x03, "near_end"),
        Bit(2, 0x04, "paper_end"),
        Bit(2, 0x08, "at_mouth", trusted=False, inverted=True),
    ),
    answers=(
        Bit(1, 0x08, "offline"),
        Bit(1, 0x40, "feeding"),
        *_OFFLINE_CAUSES,
        *_ERROR_CAUSES,
        Bit(4, 0x0C, "near_end"),
        Bit(4, 0x20, "paper_end"),
        Bit(4, 0x40, "at_mouth"),
    ),
)
"""Source: Citizen PPU-700/700II command reference p. 57-61. Two near-end sensors; 40 of n = 4 is paper under the presenter.

Unverified: 08 of the third automatic byte, which the manual calls "not found" when set, against DLE EOT 4, so it isn't read.
04 of n = 3 is a presenter error or a black mark; whether the automatic status tells the first is unverified, so an unexplained
off line is asked about."""

CUSTOM_CODING = Coding(
    automatic=(
        Bit(2, 0x01, "paper_end"),
        Bit(2, 0x04, "near_end"),
        Bit(2, 0x20, "at_mouth"),
        Bit(3, 0x03, "cover_open"),
        Bit(3, 0x60, "feeding"),
        Bit(4, 0x09, "auto_recoverable"),
        Bit(4, 0x40, "recoverable"),
        Bit(5, 0x01, "cutter"),
        Bit(5, 0x0C, "unrecoverable"),
    ),
    answers=(),
    well=b"\x10\x0f\x00\x00\x00\x00",
    prefix=b"\x10\x0f",
    questions=(20,),
)
"""Source: full status of Custom KPM150 (manual p. 10) and Reliance (reliance_status): paper, user, recoverable, fatal.

The answers to n = 1 to 4 lack the fixed bits on the Reliance (its own example: 0C), so they can't be told from others and are
not asked for. It has no bit for "off line". Unverified: 40 of the first byte (virtual paper end), not read."""
