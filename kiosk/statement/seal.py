"""Puts the signed code on a statement. It proves the content, it is not a seal: the paper says 这张没有盖章."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.core.keys import KEY_BYTES
from kiosk.statement.code import CONTEXT, Payload, digest_of, short_code, subject_tag, written
from kiosk.statement.model import Code, Kind, Statement

if TYPE_CHECKING:
    from kiosk.core.keys import SigningKey


def code_key(terminal_key: bytes) -> bytes:
    """Derive the key of the short codes and subject tags from the terminal's key (HKDF-SHA256, RFC 5869)."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"yiban 1 code").derive(terminal_key)


def digest(statement: Statement) -> bytes:
    """Digest the figures of a statement: 16 bytes, the same for the same figures, as the print journal keeps them."""
    return digest_of(statement.kind, (figure.value for figure in statement.figures))


@dataclass(frozen=True, slots=True)
class Sealer:
    """Signs what this terminal prints; `key` is `code_key` of the terminal's key."""

    signing: SigningKey
    key: bytes = field(repr=False)

    def seal(self, statement: Statement, serial: bytes) -> Statement:
        """Return the statement with its code. `serial` is the document's number in the print journal, 8 bytes.

        A paper without figures (办事条, 试打) has nothing to prove and gets none.
        """
        if statement.kind in (Kind.WINDOW_SLIP, Kind.TEST_PRINT):
            return statement
        issue, content = statement.issue, digest(statement)
        number = "" if statement.holder is None else statement.holder.reveal()
        payload = Payload(
            self.signing.key_id,
            statement.kind,
            int(issue.county),
            issue.printed_at,
            serial,
            subject_tag(self.key, number),
            content,
        ).to_bytes()
        qr, plain = written(payload, self.signing.sign(CONTEXT + payload))
        short = str(short_code(self.key, statement.kind, issue.printed_at, content))
        return replace(statement, code=Code(qr, plain, short))
