"""One reading of a social-security card that is powered: what it says freely, without any key.

    SELECT SSSE            6A82: not a social-security card
    SELECT EF05, records   the card: its number, generation, issuing region, validity
    SELECT EF06, records   the holder; generation 3 keeps them (6982) from whoever has no PSAM or HSM

Without a PSAM the card proves nothing: internal authentication needs its keys, and so does the holder's file of
generation 3. What is read here is an identifier, as good as a number told, and never a proof that the card is genuine or
that its owner stands here. Whoever has the keys reads through the vendor's library (`devices.vendor_card`) instead.

An expired card is read like any other: it says until when it is valid, and what follows is the hall's policy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from devices.errors import CardUnreadable, NotASocialCard
from devices.roles import CardGeneration
from devices.social_card.apdu import DONE, Answer, exchange
from devices.social_card.records import HEAD_BYTES, LENGTHS, Tag, generation_of, name_goes_on, social_card, value_of

if TYPE_CHECKING:
    from devices.deadline import Deadline
    from devices.roles import SocialCard
    from devices.social_card.transport import CardTransport

SSSE: Final = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")
"""The application: "sx1.sh." and 社会保障 in GBK."""

_OTHER_APPLICATION: Final = frozenset((0x6A81, 0x6A82, 0x6D00, 0x6E00))
"""A chip that doesn't know the application, or not even the command."""
_WRONG_PARAMETER: Final = frozenset((0x6A86, 0x6B00))
_NOT_SO: Final = frozenset((0x6A83, 0x6A86, 0x6B00))
"""There is no such record, or the card can't be asked for it in this way."""
_NO_SELECT: Final = frozenset((0x6A81, 0x6A82, 0x6A86, 0x6B00, 0x6D00))
"""The file can't be selected; it may still be read by its short identifier."""
_KEPT: Final = frozenset((0x6982, 0x6985))
_REFUSED_SW1: Final = (0x69, 0x6A)
"""Unverified: which status word generation 3 refuses its holder's file with (6982 by the standard, captured by nobody). There
any refusal counts as one; with the older generations only 6982 and 6985 do."""

_BY_NUMBER: Final = 4
MOST_RECORDS: Final = 16
"""Records of one file, read by number, at the most: a card that has no end has a fault."""


@dataclass(frozen=True, slots=True)
class _File:
    identifier: bytes
    short: int
    tags: tuple[Tag, ...]


# The card number comes first: it is what even a reading that is torn off must have.
_ISSUER: Final = _File(
    b"\xef\x05",
    5,
    (Tag.CARD_NUMBER, Tag.IDENTIFICATION, Tag.VERSION, Tag.ISSUED, Tag.VALID_UNTIL, Tag.CATEGORY, Tag.AGENCY),
)
_HOLDER: Final = _File(
    b"\xef\x06",
    6,
    (Tag.IDENTITY_NUMBER, Tag.NAME, Tag.NAME_CONTINUED, Tag.SEX, Tag.NATION, Tag.BIRTHPLACE, Tag.BIRTH),
)


def read_social_card(transport: CardTransport, deadline: Deadline) -> SocialCard:
    """Read a card that is powered.

    Raises `NotASocialCard`, `CardUnreadable` for a chip that fails, `CardDataInvalid` for one that contradicts itself, and
    what the transport and the deadline raise.
    """
    _select_application(transport, deadline)
    records, refusal = _read(transport, _ISSUER, deadline)
    if refusal is not None:
        raise CardUnreadable(f"issuer's file: status {refusal.status:04X}")
    holder, refusal = _read(transport, _HOLDER, deadline)
    protected = False
    if refusal is not None:
        third = generation_of(records) is CardGeneration.THIRD
        protected = refusal.status in _KEPT or (third and refusal.status >> 8 in _REFUSED_SW1)
        if not protected and refusal.status not in _NO_SELECT | _NOT_SO:
            raise CardUnreadable(f"holder's file: status {refusal.status:04X}")
    return social_card({**records, **holder}, holder_protected=protected)


def _select_application(transport: CardTransport, deadline: Deadline) -> None:
    answer = exchange(transport, b"\x00\xa4\x04\x00" + bytes([len(SSSE)]) + SSSE, deadline)
    if answer.status in _OTHER_APPLICATION:
        raise NotASocialCard(f"status {answer.status:04X}")
    if answer.status != DONE:
        raise CardUnreadable(f"application: status {answer.status:04X}")


def _read(transport: CardTransport, file: _File, deadline: Deadline) -> tuple[dict[int, bytes], Answer | None]:
    """Return what records of a file the card gives, and with none of them how it refused the first."""
    selected = _select(transport, file, deadline)
    if selected.status != DONE and selected.status not in _NO_SELECT:
        return {}, selected
    place = 0 if selected.status == DONE else file.short << 3
    records, refusal = _by_identifier(transport, file, place, deadline)
    if refusal is not None and refusal.status in _NOT_SO:
        return _by_number(transport, file, place, deadline)
    return records, refusal


def _select(transport: CardTransport, file: _File, deadline: Deadline) -> Answer:
    """Select a file below the application; some cards want P1 00 where the others want 02."""
    answer = exchange(transport, b"\x00\xa4\x02\x00\x02" + file.identifier, deadline)
    if answer.status in _WRONG_PARAMETER:
        answer = exchange(transport, b"\x00\xa4\x00\x00\x02" + file.identifier, deadline)
    return answer


def _by_identifier(
    transport: CardTransport, file: _File, place: int, deadline: Deadline
) -> tuple[dict[int, bytes], Answer | None]:
    records: dict[int, bytes] = {}
    for tag in file.tags:
        if tag is Tag.NAME_CONTINUED and not name_goes_on(records.get(Tag.NAME, b"")):
            continue
        answer = exchange(transport, bytes([0x00, 0xB2, tag, place, LENGTHS[tag] + HEAD_BYTES]), deadline)
        if answer.status == DONE:
            records[tag] = value_of(answer.data, tag)[1]
        elif not records:
            return {}, answer
        elif answer.status not in _NOT_SO | _KEPT:
            raise CardUnreadable(f"record {tag:02X}: status {answer.status:04X}")
    return records, None


def _by_number(
    transport: CardTransport, file: _File, place: int, deadline: Deadline
) -> tuple[dict[int, bytes], Answer | None]:
    """Read the records one after another and take each for what its tag says."""
    records: dict[int, bytes] = {}
    for number in range(1, MOST_RECORDS + 1):
        answer = exchange(transport, bytes([0x00, 0xB2, number, place | _BY_NUMBER, 0x00]), deadline)
        if answer.status != DONE:
            if number == 1:
                return {}, answer
            if answer.status not in _NOT_SO | _KEPT:
                raise CardUnreadable(f"record number {number}: status {answer.status:04X}")
            break
        tag, value = value_of(answer.data, None)
        if tag in file.tags:
            records.setdefault(tag, value)
    return records, None
