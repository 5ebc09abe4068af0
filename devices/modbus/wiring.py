"""Which lamp hangs on which coil and which sense on which input: one table for the adapter and for the board it talks to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar, cast

from devices.modbus.frames import MOST_ADDRESS, MOST_BIT, MOST_BITS
from devices.roles import Lamp, Sense

N = TypeVar("N", bound=StrEnum)

_NONE: Final[Mapping[Lamp, int]] = MappingProxyType({})
_NO_SENSES: Final[Mapping[Sense, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Wiring:
    """How one board is wired. `inverted` are the senses whose contact is open when they hold."""

    lamps: Mapping[Lamp, int] = field(default_factory=lambda: _NONE)
    senses: Mapping[Sense, int] = field(default_factory=lambda: _NO_SENSES)
    inverted: frozenset[Sense] = frozenset()
    address: int = 1


def wiring_of(settings: Mapping[str, object]) -> Wiring:
    """Take `lamps`, `senses`, `inverted` and `address` from a device's table. Raises `ValueError` naming what is wrong."""
    address = settings.get("address", 1)
    if not isinstance(address, int) or isinstance(address, bool) or not 1 <= address <= MOST_ADDRESS:
        raise ValueError(f"address: write a number from 1 to {MOST_ADDRESS}")
    lamps = _places("lamps", settings.get("lamps", {}), Lamp)
    senses = _places("senses", settings.get("senses", {}), Sense)
    if not lamps and not senses:
        raise ValueError("lamps, senses: nothing is wired; write at least one, like lamps = { receipt = 0 }")
    inverted = settings.get("inverted", [])
    if not isinstance(inverted, list | tuple) or not all(name in senses for name in cast("list[object]", inverted)):
        raise ValueError("inverted: write a list of senses that are wired")
    return Wiring(lamps, senses, frozenset(map(Sense, cast("list[str]", inverted))), address)


def _places(setting: str, written: object, kind: type[N]) -> Mapping[N, int]:
    if not isinstance(written, Mapping):
        raise ValueError(f"{setting}: write a table of names and numbers")  # noqa: TRY004 - a wrong setting
    known = {name.value: name for name in kind}
    places: dict[N, int] = {}
    for name, place in cast("Mapping[str, object]", written).items():
        if name not in known:
            raise ValueError(f"{setting}: {name} is none of {', '.join(known)}")
        if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place <= MOST_BIT:
            raise ValueError(f"{setting}: {name}: write a number from 0 to {MOST_BIT}")
        if place in places.values():
            raise ValueError(f"{setting}: {place} is taken twice")
        places[known[name]] = place
    if places and max(places.values()) - min(places.values()) >= MOST_BITS:
        raise ValueError(f"{setting}: the numbers are more than {MOST_BITS} apart")
    return MappingProxyType(places)
