"""The recorded clips of one voice: a folder with a file for every piece, and a manifest that says what each of them says."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, ClassVar, Final

import msgspec

from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME_BYTES: Final = 8


class ManifestDamaged(Exception):
    """The clips can't be used: no manifest, or one that says what can't be. Its text is for the technician."""


@dataclass(frozen=True)
class Clip:
    """A file of the voice's folder, its length in seconds, and the SHA-256 of its bytes in hexadecimal.

    `ends`: the voice falls at its end, as at a full stop.
    """

    file: str
    seconds: float
    sha256: str
    ends: bool = False

    @staticmethod
    def of(content: bytes, file: str, seconds: float, *, ends: bool = False) -> Clip:
        """Return the clip of a file with this content."""
        return Clip(file, seconds, hashlib.sha256(content).hexdigest(), ends)


class _Listed(msgspec.Struct, array_like=True, frozen=True):
    file: str
    seconds: float
    sha256: str
    ends: bool = False


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    voice: str
    licence: str
    clips: dict[str, _Listed]


@dataclass(frozen=True)
class Manifest:
    """What a voice has recorded: piece as `kiosk.voice.pieces.normal` names it -> its clip."""

    FILE: ClassVar[str] = "manifest.json"

    voice: str
    licence: str
    clips: Mapping[str, Clip]

    @staticmethod
    def read(folder: Path) -> Manifest:
        """Read a voice's manifest. Raises `ManifestDamaged`."""
        try:
            read = msgspec.json.decode((folder / Manifest.FILE).read_bytes(), type=_Written)
        except OSError as error:
            raise ManifestDamaged(f"{folder}: {error.strerror}") from error
        except msgspec.MsgspecError as error:
            raise ManifestDamaged(f"{folder / Manifest.FILE}: {error}") from error
        clips = {text: Clip(each.file, each.seconds, each.sha256, each.ends) for text, each in read.clips.items()}
        if any("/" in clip.file or "\\" in clip.file for clip in clips.values()):
            raise ManifestDamaged(f"{folder / Manifest.FILE} names a file outside its folder")
        return Manifest(read.voice, read.licence, clips)

    def damage(self, folder: Path) -> tuple[str, ...]:
        """Read every clip, and name the pieces whose file is missing or is not what was recorded."""
        return tuple(text for text, clip in self.clips.items() if not _whole(folder / clip.file, clip.sha256))


def _whole(file: Path, sha256: str) -> bool:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def file_name(text: str) -> str:
    """Return what the clip of a piece is called: nothing of a file's name depends on how a system writes Chinese."""
    return hashlib.blake2b(text.encode(), digest_size=NAME_BYTES).hexdigest() + ".ogg"


def written(manifest: Manifest) -> str:
    """Return a manifest's file: a line a clip, so that a change can be read."""
    lines = (
        f"    {json.dumps(text, ensure_ascii=False)}: {json.dumps([clip.file, clip.seconds, clip.sha256, clip.ends])}"
        for text, clip in manifest.clips.items()
    )
    head = (
        f'{{\n  "voice": {json.dumps(manifest.voice)},\n  "licence": {json.dumps(manifest.licence)},\n  "clips": {{\n'
    )
    return head + ",\n".join(lines) + "\n  }\n}\n"
