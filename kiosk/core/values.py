"""The dataclasses of what is imported before home is painted: see `devices.values`."""

from devices.values import dataclass

__all__ = ["dataclass"]
