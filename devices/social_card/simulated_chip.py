"""A synthetic social-security card's chip, for the simulated readers: files, records and every way a card can refuse.

    00A40400 0F SSSE   61 13   then GET RESPONSE for the FCI, as T=0 has it
    00A40200 02 EF05   90 00
    00B2 id 00 Le      tag length value 90 00, or 6C xx for another Le

Source: LD/T 32-2015 as ten and more public programs use it; the bytes of a whole reading stand in the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from devices.roles import CardGeneration, Sex
from devices.social_card.chip import ShortCircuit

if TYPE_CHECKING:
    from collections.abc import Mapping

SSSE: Final = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")
ATR_START: Final = bytes.fromhex("3B6D0000")
HISTORY: Final = {
    CardGeneration.FIRST: bytes.fromhex("00814E43238697159900BF7C7A"),
    CardGeneration.SECOND: bytes.fromhex("00814E43238697159900BF7C7A"),
    CardGeneration.THIRD: bytes.fromhex("008C544CB386844116018593CA"),
    CardGeneration.UNKNOWN: bytes.fromhex("00814E43238697159900BF7C7A"),
}
"""Historical bytes of published samples; the region and the generation can't be told from them."""

NAME_BYTES: Final = 30
EXTENSION_BYTES: Final = 20
_EF05: Final = 0xEF05
_EF06: Final = 0xEF06
_DONE: Final = b"\x90\x00"


@dataclass(frozen=True, slots=True, repr=False)
class Holder:
    """A synthetic holder and what the issuer wrote on the card. None leaves a date empty."""

    name: str = "测试"
    identity_number: str = "11010519491231002X"
    sex: Sex = Sex.FEMALE
    nation: str = "01"
    birthplace: str = "110105"
    birth: date | None = date(1949, 12, 31)
    generation: CardGeneration = CardGeneration.SECOND
    card_number: str = "X00000019"
    region: str = "639900"
    serial: bytes = bytes.fromhex("00BF7C7A48FB4966")
    """The last eight bytes of the card identification code, behind the region and the RID."""
    category: str = "1"
    agency: bytes = bytes.fromhex("910000023686010000000001")
    issued: date | None = date(2021, 1, 1)
    valid_until: date | None = date(2031, 1, 1)

    def __repr__(self) -> str:
        """Say only the generation."""
        return f"<Holder of a card of generation {self.generation.name}>"


class ChipFault(StrEnum):
    """What is the matter with a chip, or particular about it. `HOLDER_KEPT` and `HOLDER_OPEN` overrule the generation."""

    MUTE = "mute"
    """Worn or dirty contacts, or the card the wrong way round."""
    NOT_A_SOCIAL_CARD = "not-a-social-card"
    SHORTED = "shorted"
    """A worn chip whose contacts touch each other."""
    FALLS_SILENT = "falls-silent"
    """Answers the reset, and then nothing: `transmit` returns b""."""
    DAMAGED = "damaged"
    """The record of the identity number has a wrong digit in it."""
    WRONG_TAG = "wrong-tag"
    WRONG_LENGTH = "wrong-length"
    MEMORY = "memory"
    """Reading records ends with 6581."""
    BLANK = "blank"
    """Never personalised: no card number, no holder."""
    NUMBERS_ONLY = "numbers-only"
    """Knows records by number only: 6A83 by identifier."""
    SELECTS_BY_FILE = "selects-by-file"
    """Wants P1 00 where others want P1 02 when a file is selected: 6A86."""
    SHORT_IDS_ONLY = "short-ids-only"
    """Has no SELECT of a file: 6A82; it is read by short file identifier."""
    FETCHES = "fetches"
    """Answers a READ RECORD with 61xx, to be fetched."""
    ENDLESS = "endless"
    """Asks for another length for ever."""
    HOLDER_KEPT = "holder-kept"
    HOLDER_OPEN = "holder-open"


class SimulatedChip:
    """A `Chip` of the holder it is told; see `ChipFault` for how it may go wrong."""

    def __init__(self, holder: Holder | None = None, *faults: ChipFault) -> None:
        self.holder = holder or Holder()
        self.faults = frozenset(faults)
        self.log: list[bytes] = []
        """Every command since it was made."""
        self._files = _files(self.holder, self.faults)
        self._application = False
        self._file: int | None = None
        self._waiting = b""
        self.powered = False

    @property
    def atr(self) -> bytes:
        """The answer to reset of a chip that works."""
        return ATR_START + HISTORY[self.holder.generation]

    def power_on(self) -> bytes | None:
        """Return the answer to reset; None when it is mute. Raises `ShortCircuit`."""
        self.power_off()
        if ChipFault.SHORTED in self.faults:
            raise ShortCircuit
        self.powered = ChipFault.MUTE not in self.faults
        return self.atr if self.powered else None

    def power_off(self) -> None:
        """Forget what was selected."""
        self._application, self._file, self._waiting, self.powered = False, None, b"", False

    def transmit(self, command: bytes) -> bytes:
        """Answer a command, status word included."""
        self.log.append(command)
        if not self.powered or ChipFault.FALLS_SILENT in self.faults:
            return b""
        if len(command) < len(_HEADER) or command[0] != 0:
            return _sw(0x6700 if len(command) < len(_HEADER) else 0x6E00)
        instruction, p1, p2, length = command[1], command[2], command[3], command[4] if command[4:] else 0
        if instruction == _GET_RESPONSE:
            return self._fetch(length)
        self._waiting = b""
        if instruction == _SELECT:
            return self._select(p1, p2, command[5 : 5 + length])
        return self._read(p1, p2, length) if instruction == _READ_RECORD else _sw(0x6D00)

    def _select(self, p1: int, p2: int, what: bytes) -> bytes:
        if p1 == _BY_NAME:
            if ChipFault.NOT_A_SOCIAL_CARD in self.faults or what != SSSE or p2 != 0:
                return _sw(0x6A82)
            self._application, self._file = True, None
            return self._offer(bytes([0x6F, len(SSSE) + 2, 0x84, len(SSSE)]) + SSSE)
        if p1 != (0 if ChipFault.SELECTS_BY_FILE in self.faults else _BY_FILE):
            return _sw(0x6A86)
        number = int.from_bytes(what, "big")
        if not self._application or number not in self._files or ChipFault.SHORT_IDS_ONLY in self.faults:
            return _sw(0x6A82)
        self._file = number
        return _DONE

    def _offer(self, data: bytes) -> bytes:
        """Keep an answer until it is fetched, as T=0 does after a command that carried data."""
        self._waiting = data
        return bytes([0x61, len(data)])

    def _fetch(self, length: int) -> bytes:
        data = self._waiting
        if not data:
            return _sw(0x6985)
        if length != len(data):
            return bytes([0x6C, len(data)])
        self._waiting = b""
        return data + _DONE

    def _read(self, p1: int, p2: int, length: int) -> bytes:
        if p2 >> 3:
            self._file = 0xEF00 + (p2 >> 3)
        if not self._application or self._file not in self._files:
            return _sw(0x6986)
        if self._file == _EF06 and self._keeps_holder:
            return _sw(0x6982)
        record = self._record(self._files[self._file], p1, by_number=p2 & 7 == _BY_NUMBER)
        if record is None or ChipFault.MEMORY in self.faults:
            return _sw(0x6A83 if record is None else 0x6581)
        if ChipFault.FETCHES in self.faults:
            return self._offer(record)
        right = length == len(record) and ChipFault.ENDLESS not in self.faults
        return record + _DONE if right else bytes([0x6C, len(record)])

    def _record(self, records: Mapping[int, bytes], p1: int, *, by_number: bool) -> bytes | None:
        if by_number:
            return list(records.values())[p1 - 1] if 1 <= p1 <= len(records) else None
        return None if ChipFault.NUMBERS_ONLY in self.faults else records.get(p1)

    @property
    def _keeps_holder(self) -> bool:
        if ChipFault.HOLDER_OPEN in self.faults:
            return False
        return ChipFault.HOLDER_KEPT in self.faults or self.holder.generation is CardGeneration.THIRD


_HEADER: Final = b"\0\0\0\0"
_SELECT: Final = 0xA4
_READ_RECORD: Final = 0xB2
_GET_RESPONSE: Final = 0xC0
_BY_NAME: Final = 4
_BY_FILE: Final = 2
_BY_NUMBER: Final = 4


def _sw(status: int) -> bytes:
    return status.to_bytes(2, "big")


def _bcd(day: date | None) -> bytes:
    return bytes(4) if day is None else bytes.fromhex(f"{day:%Y%m%d}")


def name_fields(name: str) -> tuple[bytes, bytes]:
    """Return the name's first 30 bytes and what goes on in its extension, both without filling.

    A character of four bytes may lie across the border. Raises `ValueError` for a name that no card can hold.
    """
    text = name.encode("gb18030")
    if len(text) > NAME_BYTES + EXTENSION_BYTES:
        raise ValueError("a longer name than a card can hold")
    return text[:NAME_BYTES], text[NAME_BYTES:]


def _files(holder: Holder, faults: frozenset[ChipFault]) -> dict[int, dict[int, bytes]]:
    """Return the records of both files by identifier, in the order of their numbers."""
    blank = ChipFault.BLANK in faults
    name, extension = name_fields("" if blank else holder.name)
    number = "" if blank else holder.identity_number
    if ChipFault.DAMAGED in faults:
        number = number[:9] + str((int(number[9]) + 1) % 10) + number[10:]
    ef05 = {
        0x01: bytes.fromhex(holder.region) + bytes.fromhex("D156000005") + holder.serial,
        0x02: holder.category.encode("ascii"),
        0x03: holder.generation.value.encode("ascii").ljust(4, b"\0"),
        0x04: holder.agency,
        0x05: _bcd(holder.issued),
        0x06: _bcd(holder.valid_until),
        0x07: ("" if blank else holder.card_number).encode("ascii").ljust(9, b"\0"),
    }
    ef06 = {
        0x08: number.encode("ascii").ljust(18, b"\0"),
        0x09: name.ljust(NAME_BYTES, b"\0"),
        0x0A: holder.sex.value.encode("ascii"),
        0x0B: bytes.fromhex(holder.nation),
        0x0C: bytes.fromhex(holder.birthplace.ljust(6, "F")),
        0x0D: _bcd(holder.birth),
    }
    if extension:
        ef06[0x4E] = extension.ljust(EXTENSION_BYTES, b"\0")
    return {
        file: {tag: _framed(tag, value, faults) for tag, value in records.items()}
        for file, records in ((_EF05, ef05), (_EF06, ef06))
    }


def _framed(tag: int, value: bytes, faults: frozenset[ChipFault]) -> bytes:
    told = tag ^ 0x40 if ChipFault.WRONG_TAG in faults else tag
    return bytes([told, len(value) + (ChipFault.WRONG_LENGTH in faults)]) + value
