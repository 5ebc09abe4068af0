"""Heads are signed every so many lines, each day and when asked, and nobody else's signature counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from kiosk.audit.heads import EVERY, Heads, is_signed, newest
from kiosk.core.clock import SHANGHAI, VirtualClock
from kiosk.core.head import Head, SignedHead
from kiosk.core.record import DiskFull
from kiosk.ledger.heads import HeadFile
from kiosk.store.keys import FileKey
from kiosk.store.signing import make_signing_key, read_keyring

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kiosk.store.signing import TerminalSigningKey


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(datetime(2026, 11, 21, 9, 0, tzinfo=SHANGHAI))


def signing_key(folder: Path) -> TerminalSigningKey:
    keys = FileKey(folder.with_name(f"{folder.name}.key"))
    if not keys.path.exists():
        keys.make()
    return make_signing_key(folder, keys, date(2026, 11, 1))


@pytest.fixture
def key(tmp_path: Path) -> TerminalSigningKey:
    return signing_key(tmp_path / "var")


@pytest.fixture
def keyring(tmp_path: Path, key: TerminalSigningKey) -> Mapping[int, bytes]:
    assert key.key_id == 0
    return {key_id: public.public for key_id, public in read_keyring(tmp_path / "var").items()}


@pytest.fixture
def kept(tmp_path: Path) -> HeadFile:
    return HeadFile(tmp_path / "heads")


def head(seq: int) -> Head:
    return Head(seq, f"{seq:064x}")


def test_a_head_is_signed_every_so_many_lines_and_each_day(
    kept: HeadFile, key: TerminalSigningKey, keyring: Mapping[int, bytes], clock: VirtualClock
) -> None:
    heads = Heads(kept, key, clock)
    for seq in (1, 2, EVERY, EVERY + 1, EVERY + 2):
        heads.synced(head(seq))
    clock.jump(timedelta(days=1))
    heads.synced(head(EVERY + 3))
    heads.synced(head(EVERY + 4))
    signed = kept.read()
    assert [each.head for each in signed] == [head(1), head(EVERY + 1), head(EVERY + 3)]
    assert all(is_signed(each, keyring) for each in signed)
    assert newest(signed, keyring) == signed[-1]


def test_after_a_restart_the_count_goes_on(kept: HeadFile, key: TerminalSigningKey, clock: VirtualClock) -> None:
    first = Heads(kept, key, clock).sign(head(7))
    again = Heads(kept, key, clock, first)
    again.synced(head(8))
    assert again.sign(head(7)) == first  # what was signed is not signed twice
    assert kept.read() == (first,)


def test_a_head_altered_in_any_part_is_not_signed(
    kept: HeadFile, key: TerminalSigningKey, keyring: Mapping[int, bytes], clock: VirtualClock, tmp_path: Path
) -> None:
    good = Heads(kept, key, clock).sign(head(7))
    stranger = Heads(kept, signing_key(tmp_path / "other"), clock).sign(head(900))
    altered = [
        SignedHead(head(8), good.at, 0, good.signature),
        SignedHead(Head(7, "f" * 64), good.at, 0, good.signature),
        SignedHead(good.head, good.at + timedelta(seconds=1), 0, good.signature),
        SignedHead(good.head, good.at, 1, good.signature),
        SignedHead(good.head, good.at, 0, bytes(64)),
        stranger,
    ]
    assert [each for each in altered if is_signed(each, keyring)] == []
    assert newest([*altered, good], keyring) == good
    assert newest(altered, keyring) is None


def test_what_keeps_a_head_from_being_kept_waits_to_be_told(
    tmp_path: Path, key: TerminalSigningKey, clock: VirtualClock
) -> None:
    heads = Heads(HeadFile(tmp_path / "nowhere" / "heads"), key, clock)
    heads.synced(head(1))
    assert isinstance(heads.trouble, DiskFull)
    with pytest.raises(DiskFull):
        heads.sign(head(1))
