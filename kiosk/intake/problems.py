"""What is wrong with an agency's tables: said once for each kind of slip, with its first line and how often it comes again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class TablesRefused(Exception):
    """The tables can't be sealed as they are; nothing was written. Its text says so, `Problems` why."""


@dataclass
class _Slip:
    line: int
    times: int = 1


@dataclass(frozen=True)
class Problem:
    """A kind of slip: in which file and on which line first (0: the file as a whole), what it is, how many lines have it."""

    file: str
    line: int
    says: str
    times: int

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        more = f" (and {self.times - 1} more)" if self.times > 1 else ""
        return f"{where}{more}: {self.says}"


class Problems:
    """Collects them. What is grave keeps the tables from being sealed; the rest is told, and a page will send to a window."""

    def __init__(self) -> None:
        self._grave: dict[tuple[str, str], _Slip] = {}
        self._slight: dict[tuple[str, str], _Slip] = {}

    def add(self, file: str, line: int, says: str, *, grave: bool = True) -> None:
        """Note one. `says` must not hold what stands in a cell."""
        slips = self._grave if grave else self._slight
        slip = slips.get((file, says))
        if slip is None:
            slips[file, says] = _Slip(line)
        else:
            slip.times += 1

    def grave_in(self, file: str) -> bool:
        """Whether something grave was found in a file."""
        return any(each == file for each, _ in self._grave)

    @property
    def grave(self) -> tuple[Problem, ...]:
        """What keeps the tables from being sealed, in the order it came."""
        return tuple(_told(self._grave))

    @property
    def slight(self) -> tuple[Problem, ...]:
        """What some people's pages will show: that a window has to be asked."""
        return tuple(_told(self._slight))


def _told(slips: dict[tuple[str, str], _Slip]) -> Iterator[Problem]:
    return (Problem(file, slip.line, says, slip.times) for (file, says), slip in slips.items())
