"""Keys: where they lie, who may read them, and that no two purposes share one."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.core.keys import KeyUnavailable
from kiosk.store.keys import CREDENTIAL, CredentialKey, FileKey, Purpose, key_file, key_provider, sub_key
from kiosk.store.signing import KEYRING, KeyringDamaged, make_signing_key, open_signing_key, read_keyring

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 11, 21)
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no file modes")


@pytest.fixture
def key(tmp_path: Path) -> FileKey:
    made = FileKey(tmp_path / "terminal.key")
    made.make()
    return made


def test_a_key_is_made_once_and_read_back(key: FileKey) -> None:
    first = key.terminal_key()
    assert len(first) == 32
    with pytest.raises(FileExistsError):
        key.make()
    assert key.terminal_key() == first


def test_a_key_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut while a key is made leaves none, so that `yiban init` can be run again."""
    key = FileKey(tmp_path / "terminal.key")

    def power_cut(_descriptor: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", power_cut)
        with pytest.raises(KeyboardInterrupt):
            key.make()
    assert not key.path.exists()
    key.make()
    assert len(key.terminal_key()) == 32


@posix
def test_a_key_file_is_its_owners_alone(key: FileKey) -> None:
    assert key.path.stat().st_mode & 0o777 == 0o600
    for mode in (0o640, 0o604, 0o660):
        key.path.chmod(mode)
        with pytest.raises(KeyUnavailable, match="chmod 600"):
            key.terminal_key()


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 33])
def test_a_key_of_the_wrong_length_is_none(key: FileKey, content: bytes) -> None:
    key.path.write_bytes(content)
    with pytest.raises(KeyUnavailable, match="32 bytes"):
        key.terminal_key()


def test_a_missing_key_says_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(KeyUnavailable, match="yiban init"):
        FileKey(tmp_path / "none").terminal_key()


def test_a_credential_comes_from_the_service_manager(tmp_path: Path) -> None:
    provider = CredentialKey({"CREDENTIALS_DIRECTORY": str(tmp_path)})
    with pytest.raises(KeyUnavailable, match=CREDENTIAL):
        provider.terminal_key()
    (tmp_path / CREDENTIAL).write_bytes(b"k" * 32)
    assert provider.terminal_key() == b"k" * 32
    (tmp_path / CREDENTIAL).write_bytes(b"k" * 44)
    with pytest.raises(KeyUnavailable):
        provider.terminal_key()
    with pytest.raises(KeyUnavailable, match="service"):
        CredentialKey({}).terminal_key()


def test_providers_are_chosen_by_name(tmp_path: Path) -> None:
    data = tmp_path / "var"
    assert key_provider("file", data) == FileKey(tmp_path / "var.key") == FileKey(key_file(data))
    assert key_provider("file:keys/a", data) == FileKey(tmp_path / "keys" / "a")
    assert key_provider(f"file:{tmp_path / 'b'}", data) == FileKey(tmp_path / "b")
    assert isinstance(key_provider("systemd", data), CredentialKey)
    for wrong in ("", "tpm", "systemd:x", "Files"):
        with pytest.raises(ValueError, match="unknown key provider"):
            key_provider(wrong, data)


def test_a_key_file_in_the_data_folder_is_refused(tmp_path: Path) -> None:
    for inside in ("file:var/key", "file:x/../var/deep/key"):
        with pytest.raises(ValueError, match="must not lie in the data folder"):
            key_provider(inside, tmp_path / "var")


def test_no_two_purposes_share_a_key_and_derivation_never_changes() -> None:
    keys = {purpose: sub_key(bytes(range(32)), purpose) for purpose in Purpose}
    assert len(set(keys.values())) == len(Purpose)
    # Computed with `hmac` alone from RFC 5869; if this changes, no terminal opens its data any more.
    assert keys[Purpose.RECORDS] == _hkdf(bytes(range(32)), b"yiban 1 records")


def _hkdf(key: bytes, info: bytes) -> bytes:
    import hmac

    extracted = hmac.digest(bytes(32), key, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


def test_a_signature_is_checked_with_the_keyring_alone(tmp_path: Path, key: FileKey) -> None:
    data = tmp_path / "var"
    made = make_signing_key(data, key, DAY)
    signature = open_signing_key(data, key).sign(b"figures")
    public = Ed25519PublicKey.from_public_bytes(read_keyring(data)[made.key_id].public)
    public.verify(signature, b"figures")
    with pytest.raises(InvalidSignature):
        public.verify(signature, b"other figures")


def test_the_newest_key_signs_and_the_older_ones_stay_known(tmp_path: Path, key: FileKey) -> None:
    first = make_signing_key(tmp_path, key, DAY)
    second = make_signing_key(tmp_path, key, DAY)
    assert (first.key_id, second.key_id) == (0, 1)
    assert open_signing_key(tmp_path, key).public_bytes() == second.public_bytes()
    ring = read_keyring(tmp_path)
    assert [(k, ring[k].public, ring[k].made_on) for k in ring] == [
        (0, first.public_bytes(), DAY),
        (1, second.public_bytes(), DAY),
    ]


def test_a_private_key_is_sealed_and_not_shown(tmp_path: Path, key: FileKey) -> None:
    made = make_signing_key(tmp_path, key, DAY)
    private = made._private.private_bytes_raw()
    assert all(private not in path.read_bytes() for path in tmp_path.rglob("*"))
    assert "private" not in repr(made)


def test_another_terminal_cannot_open_the_signing_key(tmp_path: Path, key: FileKey) -> None:
    make_signing_key(tmp_path, key, DAY)
    other = FileKey(tmp_path / "other")
    other.make()
    with pytest.raises(KeyUnavailable, match="does not open"):
        open_signing_key(tmp_path, other)


def test_sealed_keys_cannot_be_exchanged_or_lost_unnoticed(tmp_path: Path, key: FileKey) -> None:
    with pytest.raises(KeyUnavailable, match="no signing key"):
        open_signing_key(tmp_path, key)
    make_signing_key(tmp_path, key, DAY)
    make_signing_key(tmp_path, key, DAY)
    old, new = tmp_path / "signing-0.sealed", tmp_path / "signing-1.sealed"
    new.write_bytes(old.read_bytes())
    with pytest.raises(KeyUnavailable):
        open_signing_key(tmp_path, key)
    new.unlink()
    with pytest.raises(KeyUnavailable):
        open_signing_key(tmp_path, key)


@pytest.mark.parametrize(
    "text",
    ["", "key = 3", "[[key]]\nid = 0", '[[key]]\nid = 0\npublic = "AAAA"\nmade_on = 2026-01-01', "\x00", "[[key"],
)
def test_a_damaged_keyring_is_called_that(tmp_path: Path, text: str) -> None:
    (tmp_path / KEYRING).write_text(text)
    with pytest.raises(KeyringDamaged):
        read_keyring(tmp_path)


PUBLIC = "A" * 43 + "="


@pytest.mark.parametrize(
    "text",
    [
        b"\xff\xfe",
        f'[[key]]\nid = "0"\npublic = "{PUBLIC}"\nmade_on = 2026-01-01',
        f'[[key]]\nid = 256\npublic = "{PUBLIC}"\nmade_on = 2026-01-01',
        f'[[key]]\nid = true\npublic = "{PUBLIC}"\nmade_on = 2026-01-01',
        f'[[key]]\nid = 0\npublic = "{PUBLIC}"\nmade_on = "2026-01-01"',
        f'[[key]]\nid = 0\npublic = "{PUBLIC}"\nmade_on = 2026-01-01\n' * 2,
    ],
)
def test_a_keyring_with_what_can_not_be_is_damaged(tmp_path: Path, text: str | bytes) -> None:
    (tmp_path / KEYRING).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(KeyringDamaged):
        read_keyring(tmp_path)


def test_a_folder_in_place_of_the_keyring_is_damage_too(tmp_path: Path) -> None:
    (tmp_path / KEYRING).mkdir()
    with pytest.raises(KeyringDamaged):
        read_keyring(tmp_path)


def test_a_lost_keyring_costs_no_older_key_its_id_or_its_private_half(tmp_path: Path, key: FileKey) -> None:
    make_signing_key(tmp_path, key, DAY)
    before = (tmp_path / "signing-0.sealed").read_bytes()
    (tmp_path / KEYRING).unlink()
    assert make_signing_key(tmp_path, key, DAY).key_id == 1
    assert (tmp_path / "signing-0.sealed").read_bytes() == before
    assert open_signing_key(tmp_path, key).key_id == 1


def test_a_public_key_that_does_not_belong_to_the_private_one_is_noticed(tmp_path: Path, key: FileKey) -> None:
    make_signing_key(tmp_path, key, DAY)
    other = make_signing_key(tmp_path / "other", key, DAY)
    assert other.key_id == 0
    (tmp_path / KEYRING).write_bytes((tmp_path / "other" / KEYRING).read_bytes())
    with pytest.raises(KeyUnavailable, match="keyring"):
        open_signing_key(tmp_path, key)
