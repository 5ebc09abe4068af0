"""Every edit, deletion, move, insertion and truncation of an audit log is found, and the line named."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.audit.chain import Break, head_before, macs, next_line
from kiosk.audit.events import LOG_CONTINUES, VISIT_OVER
from kiosk.audit.fields import FileDigest
from kiosk.audit.verifying import Known, Verdict, verify
from kiosk.core.head import START, Head
from tests.audit.lines import BEGUN, KEY, made, written

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LINES: Final = 200
WHOLE, HEADS = made(LINES)
OTHER, _ = made(LINES, key=bytes(32))
WITH_OR_WITHOUT_KEY = pytest.mark.parametrize("key", [KEY, None], ids=["with key", "without key"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "audit.jsonl"


def edited(at: int) -> list[bytes]:
    return [*WHOLE[:at], WHOLE[at].replace(b'"event":"', b'"event":"x', 1), *WHOLE[at + 1 :]]


def one_digit_of_its_hash(at: int) -> list[bytes]:
    digit = b"0" if WHOLE[at][-4:-3] != b"0" else b"1"
    return [*WHOLE[:at], WHOLE[at][:-4] + digit + WHOLE[at][-3:], *WHOLE[at + 1 :]]


def deleted(at: int) -> list[bytes]:
    return WHOLE[:at] + WHOLE[at + 1 :]


def swapped(at: int) -> list[bytes]:
    return [*WHOLE[:at], WHOLE[at + 1], WHOLE[at], *WHOLE[at + 2 :]]


def doubled(at: int) -> list[bytes]:
    return [*WHOLE[:at], WHOLE[at - 1], *WHOLE[at:]]


def inserted(at: int) -> list[bytes]:
    """Insert a line that fits its number, made by somebody with another key."""
    return [*WHOLE[:at], OTHER[at], *WHOLE[at:]]


def garbled(at: int) -> list[bytes]:
    return [*WHOLE[:at], b"\n", *WHOLE[at:]]


def respaced(at: int) -> list[bytes]:
    return [*WHOLE[:at], json.dumps(json.loads(WHOLE[at])).encode() + b"\n", *WHOLE[at + 1 :]]


@WITH_OR_WITHOUT_KEY
@pytest.mark.parametrize(
    ("tamper", "positions"),
    [
        (edited, range(LINES)),
        (one_digit_of_its_hash, range(LINES)),
        (deleted, range(LINES - 1)),
        (swapped, range(LINES - 1)),
        (doubled, range(1, LINES)),
        (inserted, range(1, LINES)),
        (garbled, range(LINES)),
        (respaced, range(LINES)),
    ],
)
def test_tampering_at_every_line_is_found_and_that_line_named(
    path: Path, key: bytes | None, tamper: Callable[[int], list[bytes]], positions: range
) -> None:
    for at in positions:
        verdict = verify(written(path, tamper(at)), key)
        assert (verdict.broken_line, verdict.head) == (at + 1, HEADS[at - 1] if at else START)


def test_a_line_somebody_made_without_the_key_is_named_with_it(path: Path) -> None:
    """Who makes the chain anew from a line on is found by the MACs there, and without them against a head kept."""
    for at in range(LINES):
        forged, _ = made(LINES - at, key=bytes(32), head=HEADS[at - 1] if at else START)
        written(path, [*WHOLE[:at], *forged])
        assert verify(path, KEY) == Verdict(HEADS[at - 1] if at else START, at + 1, Break.WRONG_MAC)
        verdict = verify(path, None, known=[HEADS[max(0, at - 2)], HEADS[-1]])
        assert (verdict.reason, verdict.vouched) == (Break.NOT_AS_EXPECTED, 0 if at == 0 else max(1, at - 1))


@WITH_OR_WITHOUT_KEY
def test_a_log_cut_off_at_every_line_ends_there_and_shows_against_a_head(path: Path, key: bytes | None) -> None:
    for left in range(LINES):
        written(path, WHOLE[:left])
        last = HEADS[left - 1] if left else START
        assert verify(path, key) == Verdict(last)
        for known in (HEADS[-1], Known(LINES, HEADS[-1].digest[:20])):
            assert verify(path, key, known=[known]) == Verdict(last, left + 1, Break.SHORTER_THAN_EXPECTED)
        if left:
            shorter = verify(path, key, known=[HEADS[-1], HEADS[0]])
            assert shorter == Verdict(last, left + 1, Break.SHORTER_THAN_EXPECTED, vouched=1)


@WITH_OR_WITHOUT_KEY
def test_a_line_cut_off_at_every_byte_is_torn(path: Path, key: bytes | None) -> None:
    for left in range(1, len(WHOLE[7])):
        verdict = verify(written(path, [*WHOLE[:7], WHOLE[7][:left]]), key)
        assert verdict == Verdict(HEADS[6], 8, Break.TORN)


def first_difference(lines: Sequence[bytes]) -> int | None:
    """Return the number of the first line that is not the log's own; None if the lines are its beginning."""
    pairs = enumerate(zip(lines, WHOLE, strict=False), start=1)
    differing = next((number for number, (line, own) in pairs if line != own), None)
    return LINES + 1 if differing is None and len(lines) > LINES else differing


AT = st.integers(0, LINES - 1)
# Not a first line: without the key that is a chain of its own, and the line after it is the one that doesn't follow.
STEP = st.one_of(
    st.tuples(st.just("byte"), st.integers(0, sum(map(len, WHOLE)) - 1), st.integers(1, 255)),
    st.tuples(st.just("insert"), st.integers(0, sum(map(len, WHOLE))), st.binary(min_size=1, max_size=300)),
    st.tuples(st.just("move"), AT, AT),
    st.tuples(st.just("delete"), AT, st.integers(1, 20)),
    st.tuples(st.just("copy"), AT, AT),
    st.tuples(st.just("forge"), AT, st.integers(1, LINES - 1)),
)


def tampered(content: bytes, kind: str, at: int, with_: int | bytes) -> bytes:
    if kind == "byte" and isinstance(with_, int):
        at %= max(1, len(content))
        return content[:at] + bytes(each ^ with_ for each in content[at : at + 1]) + content[at + 1 :]
    if kind == "insert" and isinstance(with_, bytes):
        return content[:at] + with_ + content[at:]
    assert isinstance(with_, int)
    lines = content.splitlines(keepends=True)
    if kind == "delete":
        del lines[at : at + with_]
    elif kind == "move" and at < len(lines):
        lines.insert(with_, lines.pop(at))
    elif kind == "copy" and at < len(lines):
        lines.insert(with_, lines[at])
    elif kind == "forge":
        lines.insert(at, OTHER[with_])
    return b"".join(lines)


@given(st.lists(STEP, min_size=1, max_size=4), st.sampled_from([KEY, None]))
def test_whatever_is_done_to_a_log_the_first_line_that_is_not_its_own_is_named(
    steps: list[tuple[str, int, int | bytes]], key: bytes | None
) -> None:
    content = b"".join(WHOLE)
    for step in steps:
        content = tampered(content, *step)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "audit.jsonl"
        path.write_bytes(content)
        verdict = verify(path, key)
    lines = [line + b"\n" for line in content.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    assert verdict.broken_line == first_difference([line for line in lines if line])


def test_the_mac_is_the_one_of_the_standard() -> None:
    assert macs(KEY)(b"message") == hmac.digest(KEY, b"message", hashlib.sha256).hex()[:32]
    with pytest.raises(ValueError, match="32 bytes"):
        macs(b"short")


@WITH_OR_WITHOUT_KEY
def test_a_log_of_the_form_before_is_told_as_older_not_as_broken(path: Path, key: bytes | None) -> None:
    body = b'{"seq":1,"at":"2026-11-21T09:00:00.000000+08:00","event":"visit-over","fields":{},"prev":"%b"' % (
        b"0" * 64
    )
    path.write_bytes(body + b',"mac":"%b"}\n' % hmac.digest(KEY, body, "sha256")[:16].hex().encode())
    assert verify(path, key) == Verdict(START, 1, Break.OLDER_FORM)


def continued(head: Head, count: int = 3) -> list[bytes]:
    """Return the lines of a log that goes on from another file."""
    event = LOG_CONTINUES(digest=FileDigest(bytes.fromhex(head.digest)))
    line, first = next_line(macs(KEY), head, BEGUN, event)
    return [line + b"\n", *made(count, head=first)[0]]


@WITH_OR_WITHOUT_KEY
def test_a_log_that_goes_on_from_another_file_is_checked_from_there(path: Path, key: bytes | None) -> None:
    lines = continued(HEADS[-1])
    written(path, lines)
    assert head_before(lines[0][:-1]) == HEADS[-1]
    assert verify(path, key, known=[HEADS[3], HEADS[-1]], after=HEADS[-1]).head.seq == LINES + 4
    assert verify(path, key).whole
    assert verify(path, key, after=HEADS[3]) == Verdict(HEADS[3], 1, Break.NOT_FROM_BEFORE)
    other = Head(LINES, "f" * 64)
    assert verify(path, key, known=[other]).reason is Break.NOT_AS_EXPECTED
    for at in range(1, len(lines)):
        assert verify(written(path, lines[at:]), key) == Verdict(START, 1, Break.WRONG_SEQ)


def test_a_log_made_to_go_on_from_nowhere_needs_the_key(path: Path) -> None:
    event = LOG_CONTINUES(digest=FileDigest(bytes(32)))
    line, _ = next_line(macs(bytes(32)), Head(900, "0" * 64), BEGUN, event)
    assert verify(written(path, [line + b"\n"]), KEY).reason is Break.WRONG_MAC


def test_only_the_event_that_goes_on_may_begin_elsewhere(path: Path) -> None:
    line, _ = next_line(macs(KEY), HEADS[4], BEGUN, VISIT_OVER())
    assert verify(written(path, [line + b"\n"]), KEY) == Verdict(START, 1, Break.WRONG_SEQ)
