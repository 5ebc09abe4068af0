"""Which output a name of the configuration means: speech that is private must never go to one that only looks alike.

Nor to the loudspeaker's, whatever the names are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def chosen(names: Sequence[str], wanted: str) -> int | None:
    """Return the number of the output that is called so, or the only one a part of whose name it is.

    None if there is none, or several: then nothing is heard, rather than by everybody.
    """
    if wanted in names:
        return names.index(wanted)
    like = [number for number, name in enumerate(names) if wanted in name]
    return like[0] if len(like) == 1 else None


def apart(names: Sequence[str], loudspeaker: str, headset: str) -> bool:
    """Whether these are two outputs, as far as can be told: the system's own, without a name, may be either."""
    if "" in (loudspeaker, headset) or loudspeaker == headset:
        return False
    private = chosen(names, headset)
    return private is None or private != chosen(names, loudspeaker)
