"""What follows when somebody of the staff is done at the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiosk.core.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from kiosk.core.page import Page
    from kiosk.core.staff import Assistance


@dataclass(frozen=True)
class Helps:
    """They help the person whose visit was parked."""

    assistance: Assistance


@dataclass(frozen=True)
class Serves:
    """They serve somebody with a visit of its own, which takes the place of the parked one."""

    script: Callable[[], Coroutine[Page[Any], Any, object]]
    assistance: Assistance


@dataclass(frozen=True)
class Exits:
    """The program ends with this exit code, which says what comes next."""

    code: int


Outcome = Helps | Serves | Exits | None
"""None: the parked visit goes on as it was."""
