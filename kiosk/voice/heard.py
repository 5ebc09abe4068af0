"""What a speech recogniser heard of every clip: the report that lies beside a voice's manifest, and how it is counted.

Syllables are compared without tones, so that a recogniser's homophones are no errors. A report belongs to clips by their
SHA-256: a clip that was recorded again has not been heard.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

import msgspec

from kiosk.core.values import dataclass
from kiosk.voice.manifest import ManifestDamaged

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from kiosk.voice.manifest import Manifest

    Readings = Collection[str]
    """The readings a written character can have."""

SHA_DIGITS: Final = 16
"""So many digits of a clip's SHA-256 stand in a report."""
GOAL: Final = 0.02
"""Wrong syllables of all."""
WORST: Final = 10


class Hearing(msgspec.Struct, array_like=True, frozen=True):
    """A clip's SHA-256 (its beginning), what was heard, how many syllables it has, and how many of them were heard wrongly."""

    sha256: str
    heard: str
    syllables: int
    errors: int


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `recogniser` heard of the clips of `voice`: piece -> hearing."""

    FILE: ClassVar[str] = "heard.json"

    voice: str
    recogniser: str
    clips: dict[str, Hearing]

    @staticmethod
    def read(folder: Path) -> Report:
        """Read a voice's report. Raises `ManifestDamaged`."""
        try:
            return msgspec.json.decode((folder / Report.FILE).read_bytes(), type=Report)
        except OSError as error:
            raise ManifestDamaged(f"{folder / Report.FILE}: {error.strerror}") from error
        except msgspec.MsgspecError as error:
            raise ManifestDamaged(f"{folder / Report.FILE}: {error}") from error

    @property
    def syllables(self) -> int:
        """Return how many syllables all clips have."""
        return sum(each.syllables for each in self.clips.values())

    @property
    def errors(self) -> int:
        """Return how many of them were heard wrongly."""
        return sum(each.errors for each in self.clips.values())

    @property
    def wrong(self) -> dict[str, Hearing]:
        """Return the clips with an error, those with the largest part of wrong syllables first."""
        wrong = {text: each for text, each in self.clips.items() if each.errors}
        return dict(
            sorted(wrong.items(), key=lambda each: (-each[1].errors / each[1].syllables, -each[1].errors, each[0]))
        )

    def unheard(self, manifest: Manifest) -> list[str]:
        """Return the pieces of a manifest that this report doesn't have, or has of another recording."""
        return [
            text
            for text, clip in manifest.clips.items()
            if text not in self.clips or self.clips[text].sha256 != clip.sha256[:SHA_DIGITS]
        ]


@dataclass(frozen=True)
class Counted:
    """How a piece was heard: the characters that stand for it, how many syllables it has, how many are wrong."""

    heard: str
    syllables: int
    errors: int


def counted(pieces: Sequence[Sequence[str]], heard: Sequence[tuple[str, Readings]]) -> list[Counted]:
    """Compare pieces that were played one after the other, as syllables, with the characters heard of them all.

    A wrong, a missing and an additional syllable are an error each, in the least number that explains what was heard; what is
    additional belongs to the piece before it.
    """
    owners = [number for number, piece in enumerate(pieces) for _ in piece]
    wanted = [syllable for piece in pieces for syllable in piece]
    costs = _costs(wanted, heard)
    made = [Counted("", len(piece), 0) for piece in pieces]
    at, ear = len(wanted), len(heard)
    while at or ear:
        owner = owners[max(at - 1, 0)] if owners else 0
        now = costs[at][ear]
        if at and ear and now == costs[at - 1][ear - 1] + (wanted[at - 1] not in heard[ear - 1][1]):
            at, ear = at - 1, ear - 1
            char, wrong = heard[ear][0], wanted[at] not in heard[ear][1]
        elif at and now == costs[at - 1][ear] + 1:
            at, char, wrong = at - 1, "", True
        else:
            ear -= 1
            char, wrong = heard[ear][0], True
        if made:
            one = made[owner]
            made[owner] = replace(one, heard=char + one.heard, errors=one.errors + wrong)
    return made


def _costs(wanted: Sequence[str], heard: Sequence[tuple[str, Readings]]) -> list[list[int]]:
    rows = [list(range(len(heard) + 1))]
    for number, syllable in enumerate(wanted, 1):
        before, row = rows[-1], [number]
        for ear, (_char, readings) in enumerate(heard, 1):
            row.append(min(before[ear] + 1, row[-1] + 1, before[ear - 1] + (syllable not in readings)))
        rows.append(row)
    return rows


def written(report: Report) -> str:
    """Return a report's file: a line a clip."""
    lines = (
        f"    {json.dumps(text, ensure_ascii=False)}: "
        f"{json.dumps([each.sha256, each.heard, each.syllables, each.errors], ensure_ascii=False)}"
        for text, each in report.clips.items()
    )
    head = (
        f'{{\n  "voice": {json.dumps(report.voice)},\n  "recogniser": {json.dumps(report.recogniser)},\n  "clips": {{\n'
    )
    return head + ",\n".join(lines) + "\n  }\n}\n"


def summary(report: Report, manifest: Manifest) -> list[str]:
    """Return a report in lines: how much was heard wrongly, which clips worst, and which were not heard at all."""
    share = report.errors / max(1, report.syllables)
    wrong, unheard = report.wrong, report.unheard(manifest)
    wrongly = f"{report.errors} of {report.syllables} syllables heard wrongly ({share:.2%}), goal {GOAL:.0%}"
    lines = [
        f"{report.voice}: {wrongly}; {len(wrong)} of {len(report.clips)} clips have one",
        f"not heard: {len(unheard)}",
    ]
    return lines + [
        f"    {text}: {each.heard or '(nothing)'} ({each.errors} of {each.syllables})"
        for text, each in (*wrong.items(),)[:WORST]
    ]


def best(hearings: Mapping[str, Counted], later: Mapping[str, Counted]) -> dict[str, Counted]:
    """Return of each piece the hearing with fewer errors, the first among equals."""
    return {
        text: later[text] if text in later and later[text].errors < each.errors else each
        for text, each in hearings.items()
    }
