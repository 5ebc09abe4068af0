"""Every paper there is, of people who don't exist, and how a slip looks as text."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from devices.paper import COLUMNS, Align, Feed, Pair, Picture, QrCode, Receipt, Rule, TextLine, columns
from kiosk.core.clock import SHANGHAI
from kiosk.core.config import PolicyConfig
from kiosk.core.money import IdNumber, Month
from kiosk.core.record import BenefitStatus, Certification, CertificationMethod
from kiosk.core.staff import StaffNumber
from kiosk.ledger.requests import Request, RequestKind
from kiosk.statement.compose import payment_year, yearly_record
from kiosk.statement.model import Paper, Statement
from kiosk.statement.presence import presence_receipt
from kiosk.statement.seal import Sealer
from kiosk.statement.slips import Matter, certification_slip, window_slip
from kiosk.statement.trial import trial_print
from kiosk.statement.verify import Keyring
from tests.statement.records import contributor, found, issue, pensioner, resident

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.core.record import Record
    from kiosk.statement.model import Issue

GOLDEN: Final = Path(__file__).parents[1] / "golden"
SERIAL: Final = bytes(range(8))
TERMINAL: Final = bytes(range(32))
SHEET, SLIP, LARGE = issue(), issue(Paper.SLIP), issue(large_print=True)
NO_POLICY: Final = PolicyConfig()
PRESENCE: Final = Request(
    bytes(8),
    17,
    RequestKind.PRESENCE,
    IdNumber("110101194912310028"),
    datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI),
    StaffNumber("0217"),
    bytes(32),
)


class FixedKey:
    """A signing key that is always the same, so that papers are."""

    key_id = 3

    def __init__(self) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)

    @property
    def public(self) -> bytes:
        return self._private.public_key().public_bytes_raw()


SEALER: Final = Sealer(FixedKey(), TERMINAL)
KEYRING: Final = Keyring({3: FixedKey().public}, TERMINAL)


def certified(**changes: object) -> Record:
    """A pensioner with another certification."""
    base = Certification(date(2026, 3, 11), date(2027, 3, 11), CertificationMethod.SELF)
    return replace(pensioner(), certification=replace(base, **changes))  # type: ignore[arg-type]


def suspended() -> Record:
    record = certified(last_on=date(2025, 3, 11), due_on=date(2026, 3, 11))
    benefit = replace(record.benefits[0], status=BenefitStatus.SUSPENDED_CERTIFICATION, suspended_since=Month(2026, 4))
    return replace(record, benefits=(benefit,))


PAPERS: Final[dict[str, Callable[[Issue], Statement]]] = {
    "yearly-record-pensioner": lambda at: yearly_record(found(pensioner()), 2025, at),
    "yearly-record-contributor": lambda at: yearly_record(found(contributor()), 2025, at),
    "yearly-record-resident": lambda at: yearly_record(found(resident()), 2025, at),
    "payment-year": lambda at: payment_year(found(pensioner()), 2026, at),
    "certification-silent": lambda at: certification_slip(found(pensioner()), NO_POLICY, at),
    "certification-due-soon": lambda at: certification_slip(found(certified(due_on=date(2026, 12, 20))), NO_POLICY, at),
    "certification-suspended": lambda at: certification_slip(found(suspended()), NO_POLICY, at),
    "certification-pending": lambda at: certification_slip(
        found(certified(registered_on=date(2026, 11, 10), check_again_on=date(2026, 12, 1))), NO_POLICY, at
    ),
    "window-slip": lambda at: window_slip(Matter.PAYMENT_RETURNED, at),
    "presence-receipt": lambda at: presence_receipt(found(pensioner()), PRESENCE, at),
    "trial-print": trial_print,
    "certification-mandated": lambda at: certification_slip(
        found(pensioner()), NO_POLICY, replace(at, mandate="2026-1121-0042")
    ),
}


UNSIGNED: Final = frozenset({"window-slip", "trial-print"})
"""Papers without figures of anybody, which have nothing to prove."""


def paper(name: str, at: Issue) -> Statement:
    """One of the papers, with its code."""
    return SEALER.seal(PAPERS[name](at), SERIAL)


def text_of_slip(receipt: Receipt) -> str:
    """Write a slip as text: `#` stands before a line in double size."""
    return "".join(f"{line}\n" for item in receipt.items if (line := _line(item)) is not None)


def _line(item: object) -> str | None:
    match item:
        case TextLine():
            room = COLUMNS // 2 if item.double else COLUMNS
            spare = room - columns(item.text)
            before = {Align.LEFT: 0, Align.CENTRE: spare // 2, Align.RIGHT: spare}[item.align]
            return _sized(" " * before + item.text, double=item.double)
        case Pair():
            room = COLUMNS // 2 if item.double else COLUMNS
            between = " " * (room - columns(item.label) - columns(item.value))
            return _sized(f"{item.label}{between}{item.value}", double=item.double)
        case Rule():
            return "-" * COLUMNS
        case Feed():
            return None
        case QrCode():
            return f"[QR {item.data}]"
        case Picture():
            return f"[{len(item.rows)} rows of dots]"
        case _:
            raise AssertionError("an unknown item on a slip")


def _sized(line: str, *, double: bool) -> str:
    """Mark a line in double size."""
    return f"# {line.rstrip()}" if double else line.rstrip()


def compare(name: str, text: str) -> None:
    """Compare with the golden text; `YIBAN_GOLDEN=write` writes it anew, for reading and committing."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("YIBAN_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"differs from {path.name}"
