"""What pages are called for people who read about them: their titles, found by the names that the audit has."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

import kiosk.screens
from kiosk.core.text import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.core.page import Page


@cache
def page_titles() -> Mapping[str, str]:
    """Return the title of every page by its name, as its first example has it."""
    titles: dict[str, str] = {}
    for module in pkgutil.walk_packages(kiosk.screens.__path__, "kiosk.screens."):
        examples = getattr(importlib.import_module(module.name), "EXAMPLES", {})
        for page in cast("Mapping[str, Page[object]]", examples).values():
            titles.setdefault(page.name, page.title.written(Wording()))
    return MappingProxyType(titles)
