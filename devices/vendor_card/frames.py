"""What the vendor's library answers: its result and its text, to a card or a typed error. No I/O.

    region|identity number|card number|identification|name|historical bytes|version|issued|valid until|terminal|device|

in GBK. The last two fields and the last bar may be missing; a field that the card doesn't give is empty.
Source: the standardised interface as six and more public programs call it (LD/T 6001.5-2023 exercises it).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.errors import (
    Action,
    CardDataInvalid,
    CardMute,
    CardNotAuthentic,
    CardUnreadable,
    DeviceError,
    DeviceGone,
    GarbledReply,
    NotASocialCard,
    NotConfigured,
    ProtocolFault,
    UnsupportedDocument,
)
from devices.social_card.records import Tag, social_card

if TYPE_CHECKING:
    from collections.abc import Mapping

    from devices.roles import SocialCard

DONE: Final = 0
NO_CARD: Final = -2
NOT_LOADED: Final = -5

FIELDS: Final = 9
MOST_BYTES: Final = 4096
"""Longest answer that is looked at; those seen have about 200."""

RESULTS: Final[Mapping[int, tuple[type[DeviceError], str]]] = {
    -1: (NotASocialCard, "another kind of card"),
    -3: (CardMute, "the card has no power"),
    -4: (CardMute, "the card doesn't answer"),
    NOT_LOADED: (NotConfigured, "the library can't be loaded"),
    -11: (DeviceGone, "no reader"),
    -12: (DeviceGone, "the reader is not connected"),
    -13: (ProtocolFault, "not supported"),
    -14: (ProtocolFault, "parameter"),
    -15: (GarbledReply, "checksum"),
    -20: (CardDataInvalid, "form of the card identification"),
    -21: (CardNotAuthentic, "internal authentication failed"),
    -24: (UnsupportedDocument, "level of the PSAM's key"),
    -2201: (UnsupportedDocument, "no PSAM"),
    -2202: (UnsupportedDocument, "the PSAM hasn't this algorithm"),
    -2203: (UnsupportedDocument, "the PSAM hasn't the key RKssse that generation 3 asks for"),
    -0x6A82: (NotASocialCard, "status 6A82"),
    -0x6A88: (UnsupportedDocument, "status 6A88: the key is missing"),
}
"""What a result means. Those of a PSAM are told of one card only: older generations are read without it."""

STATUS_WORDS: Final = range(0x6000, 0xA000)


def refusal(result: int) -> DeviceError:
    """Return the error for a result that is neither success nor "no card". Any other number is a status word, or unknown."""
    known = RESULTS.get(result)
    if known is not None:
        error, what = known
        return error(f"result {result}: {what}")
    if -result in STATUS_WORDS:
        return CardUnreadable(f"status {-result:04X}")
    return ProtocolFault(f"result {result}")


def action(error: DeviceError) -> Action | None:
    """What staff do, where it is more than the kind of the error says: a missing PSAM is no fault of the card."""
    return Action.MAINTENANCE if isinstance(error, UnsupportedDocument) else None


def read_answer(answer: bytes) -> SocialCard:
    """Read the text of a success.

    Raises `ProtocolFault` for a text of another form, `CardDataInvalid` for a card that contradicts itself; neither says what
    stood in it.
    """
    if len(answer) > MOST_BYTES:
        raise ProtocolFault(f"an answer of {len(answer)} bytes")
    # Decoded first: the second byte of a character may be a bar.
    fields = answer.decode("gb18030", errors="replace").split("|")
    if len(fields) < FIELDS:
        raise ProtocolFault(f"an answer of {len(fields)} fields")
    region, identity, number, identification, name, _, version, issued, valid_until = (
        field.strip(" \0") for field in fields[:FIELDS]
    )
    records: dict[int, bytes] = {
        Tag.IDENTIFICATION: _hex(identification or region, "card identification"),
        Tag.VERSION: _ascii(version),
        Tag.ISSUED: _hex(issued, "date of issue"),
        Tag.VALID_UNTIL: _hex(valid_until, "last day of validity"),
        Tag.CARD_NUMBER: _ascii(number),
        Tag.IDENTITY_NUMBER: _ascii(identity),
        Tag.NAME: name.encode("gb18030"),
    }
    return social_card(records, holder_protected=not identity)


def _hex(text: str, what: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise CardDataInvalid(what) from None


def _ascii(text: str) -> bytes:
    return text.encode("ascii", errors="replace")
