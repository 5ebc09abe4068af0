"""A parcel of small files on a stick: each digest stands in a list that the terminal signs; read back and compared.

yiban-parcel-1
2026-11-21T23:10:00+08:00 0     when, and the number of the key
3f…9a  statistics.csv           SHA-256 and name, by name
-- 86 letters of base64         Ed25519 over the lines before, behind a fixed prefix
"""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.audit.export import Exported, hand_over, new_folder, read_back, written
from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kiosk.core.keys import SigningKey

LIST: Final = "parcel.txt"
_FORM: Final = "yiban-parcel-1"
_CONTEXT: Final = b"yiban parcel 1\0"
_END: Final = "-- "


class ParcelAltered(ValueError):
    """A file of a parcel is not as it was signed, or its list isn't this key's. Says which."""


@dataclass(frozen=True)
class Checked:
    """When a parcel was made, and the files it holds."""

    at: datetime
    names: tuple[str, ...]


def parcel(folder: Path, contents: Mapping[str, bytes], key: SigningKey, at: datetime) -> Exported:
    """Write files and their signed list to a new folder, and read them back.

    `lines` of what is returned is how many files there are, `sha256` the list's. Raises `FileExistsError`, `DiskFull`,
    `OSError`.
    """
    holding = new_folder(folder)
    wanted = {folder / name: written(folder / name, [content]) for name, content in contents.items()}
    listed = "".join(f"{digest}  {path.name}\n" for path, digest in sorted(wanted.items()))
    text = f"{_FORM}\n{at.replace(microsecond=0).isoformat()} {key.key_id}\n{listed}"
    signature = base64.urlsafe_b64encode(key.sign(_CONTEXT + text.encode())).decode("ascii").rstrip("=")
    place = folder / LIST
    wanted[place] = written(place, [f"{text}{_END}{signature}\n".encode()])
    hand_over(holding)
    alike = all(read_back(path) == digest for path, digest in wanted.items())
    return Exported(folder, len(contents), wanted[place], alike, len(wanted))


def check(folder: Path, keyring: Mapping[int, bytes]) -> Checked:
    """See that a parcel is as a key of the keyring signed it. Raises `ParcelAltered`, `OSError`."""
    text, mark, signature = (folder / LIST).read_text(encoding="utf-8").rpartition(_END)
    try:
        form, head, *listed = text.splitlines()
        moment, key_id = head.split()
        at = datetime.fromisoformat(moment)
        public = Ed25519PublicKey.from_public_bytes(keyring[int(key_id)])
        public.verify(base64.urlsafe_b64decode(f"{signature.strip()}=="), _CONTEXT + text.encode())
    except (ValueError, KeyError, InvalidSignature):
        raise ParcelAltered(f"{LIST} is not signed by a key of this keyring") from None
    if form != _FORM or not mark:
        raise ParcelAltered(f"{LIST} is not a parcel's list")
    names: list[str] = []
    for line in listed:
        digest, _, name = line.partition("  ")
        try:
            content = (folder / name).read_bytes()
        except OSError:
            raise ParcelAltered(f"{name} is missing") from None
        if hashlib.sha256(content).hexdigest() != digest:
            raise ParcelAltered(f"{name} was altered")
        names.append(name)
    return Checked(at, tuple(names))
