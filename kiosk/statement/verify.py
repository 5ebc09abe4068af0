"""Says whether a paper's figures are still what was printed: from its code, and figures typed in or taken from a PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.statement.code import (
    CONTEXT,
    PREFIX,
    CodeUnreadable,
    canonical_value,
    digest_of,
    read,
    read_short,
    short_code,
)
from kiosk.statement.model import MARK, UNDATED, written_moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from kiosk.statement.code import SignedPayload

_PLAIN_CODE: Final = re.compile(re.escape(PREFIX) + r"[A-Z2-7]{170}")

_MOMENT: Final = re.compile(r"打印时间(\d+年\d+月\d+日\d\d:\d\d)")
_AMOUNT: Final = re.compile(r"\d\.\d\d")
_CUT_OFF: Final = re.compile(r"数据统计截止至(\d+年\d+月\d+日)")


class Verdict(Enum):
    """What is answered, in the words of the counter."""

    UNCHANGED = "内容没有改过。"
    ALTERED = "内容被改过，别采信。"
    UNKNOWN = "这个码不认识，请问窗口。"
    EXPIRED = "这个码过期了，请重新打印一张。"


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict, and when the paper was printed if the code tells; `to_the_day` where it knows no time."""

    verdict: Verdict
    printed_at: datetime | None = None
    to_the_day: bool = False


@dataclass(frozen=True, slots=True)
class Keyring:
    """What papers are checked by: public keys by id, and the terminal's own key for short codes, where it is at hand."""

    public: Mapping[int, bytes]
    key: bytes | None = field(default=None, repr=False)
    valid_days: int = 90


EMPTY_KEYRING: Final = Keyring(MappingProxyType({}))


def typed_figures(lines: str) -> tuple[str, ...]:
    """Read typed figures: in the paper's order, parted by blanks or line ends."""
    return tuple(lines.split())


def verify_code(code: str, figures: Sequence[str], keyring: Keyring, today: date) -> Answer:
    """Check typed figures against a scanned QR text or a typed short code."""
    try:
        if code.strip().startswith(PREFIX):
            return _signed(code, figures, keyring, today)
        return _short(code, figures, keyring, today)
    except CodeUnreadable:
        return Answer(Verdict.UNKNOWN)


def _signed(code: str, figures: Sequence[str], keyring: Keyring, today: date) -> Answer:
    scanned = read(code)
    public = keyring.public.get(scanned.payload.key_id)
    if public is None or not _is_signed(scanned, public):
        return Answer(Verdict.UNKNOWN)
    payload = scanned.payload
    same = digest_of(payload.kind, figures) == payload.digest
    return _answer(payload.issued_at, keyring, today, same=same)


def _is_signed(scanned: SignedPayload, public: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(scanned.signature, CONTEXT + scanned.signed)
    except InvalidSignature:
        return False
    return True


def _short(code: str, figures: Sequence[str], keyring: Keyring, today: date) -> Answer:
    typed = read_short(code)
    if keyring.key is None:
        return Answer(Verdict.UNKNOWN)
    true = short_code(keyring.key, typed.kind, typed.printed_on, digest_of(typed.kind, figures))
    if true.head_tag != typed.head_tag:
        return Answer(Verdict.UNKNOWN)
    return replace(_answer(typed.printed_on, keyring, today, same=true == typed), to_the_day=True)


def _answer(printed_at: datetime, keyring: Keyring, today: date, *, same: bool) -> Answer:
    if not same:
        return Answer(Verdict.ALTERED, printed_at)
    late = (today - printed_at.date()).days > keyring.valid_days
    return Answer(Verdict.EXPIRED if late else Verdict.UNCHANGED, printed_at)


class CodeCheck(Enum):
    """What a code alone tells: whether one of these terminals printed it, not whether the figures beside it still hold."""

    OURS = "ours"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found on a day, and when the paper was printed."""

    check: CodeCheck
    today: date
    printed_at: datetime | None = None


def check_code(code: str, keyring: Keyring, today: date) -> Checked:
    """Say whether a scanned QR text is a terminal's own, by its signature."""
    try:
        scanned = read(code)
    except CodeUnreadable:
        return Checked(CodeCheck.UNKNOWN, today)
    public = keyring.public.get(scanned.payload.key_id)
    if public is None or not _is_signed(scanned, public):
        return Checked(CodeCheck.UNKNOWN, today)
    printed_at = scanned.payload.issued_at
    late = (today - printed_at.date()).days > keyring.valid_days
    return Checked(CodeCheck.EXPIRED if late else CodeCheck.OURS, today, printed_at)


def text_of(pdf: Path) -> str:
    """Extract a PDF's text, page after page. Raises `ValueError` for a file that is no PDF."""
    # Loaded only here: the kiosk itself never opens a PDF.
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - see above; it has no stubs

    try:
        document = cast("Any", pypdfium2.PdfDocument(pdf))
        try:
            texts: list[str] = [page.get_textpage().get_text_range() for page in document]
        finally:
            document.close()
    except pypdfium2.PdfiumError:
        raise ValueError("not a PDF that can be opened") from None
    return "\n".join(texts)


def verify_text(text: str, keyring: Keyring, today: date) -> Answer:
    """Check a paper's extracted text: the code and the figures both come from it."""
    found = set(_PLAIN_CODE.findall("".join(text.split())))
    if len(found) != 1:
        return Answer(Verdict.UNKNOWN)
    pieces = text.split(MARK)
    figures = [canonical_value(piece) for piece in pieces[1::2]]
    code = found.pop()
    answer = verify_code(code, figures, keyring, today)
    if answer.printed_at is None:
        return answer
    # The moment of printing is no figure (a sheet printed again has the same ones), and the cut-off date stands on every
    # page but is a figure only once: both must still be what the code and the figures say.
    plain = "".join(text.replace(MARK, "").split())
    moment = "".join(written_moment(answer.printed_at).split())
    cut_off: set[str] = set() if read(code).payload.kind in UNDATED else set(figures[-1:])
    same = set(_MOMENT.findall(plain)) == {moment} and set(_CUT_OFF.findall(plain)) == cut_off
    # No paper has an amount that is no figure: one that is was laid over a true one.
    same = same and not _AMOUNT.search("".join("".join(pieces[0::2]).split()))
    return answer if same else Answer(Verdict.ALTERED, answer.printed_at)
