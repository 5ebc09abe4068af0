"""Which version of the product this is."""

from __future__ import annotations


def version() -> str:
    """Return the installed version as a code: v0-1-0; `source` where nothing is installed."""
    from importlib import metadata  # noqa: PLC0415 - home is painted before this is needed

    try:
        return "v" + metadata.version("yiban").replace(".", "-").replace("+", "-")
    except metadata.PackageNotFoundError:
        return "source"
