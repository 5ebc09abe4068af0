"""A whole paper is read by the recorded voice: everything on it but the names of people, offices, firms and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from kiosk.core.assets import ROOT
from kiosk.core.text import Wording
from kiosk.pension.errors import AskAtWindow, DoesNotReconcile, NothingThatYear
from kiosk.statement.slips import Matter, window_slip
from kiosk.voice.manifest import Manifest
from kiosk.voice.pieces import composed
from kiosk.voice.words import read_aloud
from tests.statement.papers import LARGE, PAPERS, SHEET, SLIP, paper
from tests.statement.test_aloud import of
from tests.statement.test_everybody import EVERYBODY, papers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kiosk.core.record import Found
    from kiosk.statement.model import Statement

VOICES: Final = ("zf_xiaobei", "zm_yunyang")
NAMES: Final = ("姓名", "单位名称", "文件", "自助机")
"""What is said after these words is a name, which nobody can have recorded."""
SOME: Final = 16
"""On every push each so many-th person's papers are said; in the soak everybody's."""


def statements(people: Sequence[Found]) -> Iterator[Statement]:
    yield from (paper(name, at) for name in PAPERS for at in (SLIP, SHEET, LARGE))
    yield from (window_slip(matter, SLIP) for matter in Matter)
    for person in people:
        try:
            yield from papers(person)
        except (AskAtWindow, DoesNotReconcile, NothingThatYear):
            continue


def lines(people: Sequence[Found]) -> set[str]:
    """Every line that the papers of these have, names apart."""
    found: set[str] = set()
    for statement in statements(people):
        office = statement.issue.agency
        found.update(map(str, read_aloud(of(statement), Wording())))
        found -= {line for line in found if line.startswith((office, *NAMES))}
    return found


def unsaid(people: Sequence[Found]) -> list[str]:
    said = lines(people)
    assert len(said) > 100
    return [
        f"{voice}: {line}"
        for voice in VOICES
        for clips in (Manifest.read(ROOT / "voice" / voice).clips,)
        for line in said
        if composed(line, clips) is None
    ]


def test_every_line_of_a_paper_is_put_together_from_clips() -> None:
    assert unsaid(EVERYBODY[::SOME]) == []


@pytest.mark.soak
def test_every_line_of_everybodys_papers_is_put_together_from_clips() -> None:
    assert unsaid(EVERYBODY) == []


def test_a_line_without_clips_is_found() -> None:
    clips = Manifest.read(ROOT / "voice" / VOICES[0]).clips
    assert composed("文件，某人社发〔2026〕1号。", clips) is None
