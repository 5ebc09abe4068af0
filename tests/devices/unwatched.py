"""Measures what the product takes, not what counting its lines takes."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator


@contextmanager
def unwatched() -> Generator[None]:
    """Let nobody who counts lines look on in this thread until the end of a `with` block."""
    watching = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(watching)
