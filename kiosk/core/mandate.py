"""What a mandate (委托书) is called by: the number written on the paper and in the audit."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from kiosk.core.values import dataclass

_NUMBER: Final = re.compile(r"W[0-9]{3}-[0-9]{3}")


@dataclass(frozen=True)
class MandateNumber:
    """The number a terminal gave to a mandate: `W004-217`. Names a paper, no person. Raises `ValueError` for another form."""

    written: str

    def __post_init__(self) -> None:
        if not _NUMBER.fullmatch(self.written):
            raise ValueError("a mandate's number is W and twice three digits")

    def __str__(self) -> str:
        return self.written


class AgentKind(StrEnum):
    """Who acts for an absent person: family, or the hall's own agents."""

    FAMILY = "family"
    AGENCY = "agency"
