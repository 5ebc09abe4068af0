"""The files of one audit: the newest, and those that grew too long before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.audit.chain import head_before

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.core.head import Head


def logs_of(newest: Path) -> list[Path]:
    """Return the files of an audit, oldest first. Raises `OSError`."""
    older = newest.parent.glob(f"{newest.stem}.until-*{newest.suffix}")
    return [*sorted(older, key=lambda log: begin_of(log).seq), newest]


def begin_of(log: Path) -> Head:
    """Return the head that a file's first line follows. Raises `OSError`."""
    with log.open("rb") as file:
        return head_before(file.readline().removesuffix(b"\n"))
